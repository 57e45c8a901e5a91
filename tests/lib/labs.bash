# shellcheck shell=bash
# shellcheck disable=SC2154
# labs.bash: what the tests of the labs share.

bats_require_minimum_version 1.7.0
load ../helper
cd "$BATS_TEST_DIRNAME/../.." || exit
export BIN MUXLAB SCALE

# bounded SECONDS COMMAND...: ends the command after that time.
bounded() {
    timeout -k 1 "$(($1 * SCALE))" "${@:2}"
}

needs() {
    command -v "$1" >/dev/null || skip "$1 is not here"
}

# Every card of the lab tells what is really seen.
cards_hold() {
    run bounded 30 labs/predict --check "labs/$1"
    printf '%s\n' "$output"
    [ "$status" -eq 0 ]
}

# Writes the handout's commands that run a fact, and what it says they print,
# to N.command and N.said in this test's folder.
commands_of() {
    awk -v folder="$BATS_TEST_TMPDIR" '
        !/^    / { on = 0 }
        on && !/^    \$ / { print substr($0, 5) >(folder "/" n ".said") }
        /^    \$ / { on = /^    \$ (bin|python3 labs|labs)\// && !/predict/ }
        on && /^    \$ / { print substr($0, 7) >(folder "/" ++n ".command") }
        ' "$1"
}

# What the handout says its facts print is what they print.
handout_holds() {
    local said command
    commands_of "labs/$1/README.md"
    for said in "$BATS_TEST_TMPDIR"/*.said; do
        [ -e "$said" ] || continue
        command=${said%.said}.command
        if ! grep -q python3 "$command" || command -v python3 >/dev/null; then
            sed -i "s,bin/,$BIN/,g" "$command"
            diff "$said" <(bounded 20 sh "$command" 2>/dev/null) ||
                { cat "$command"; return 1; }
        fi
    done
}

# Waits until the server that muxlab_start started has ended, though no process
# has waited for it yet.
has_ended() {
    local tries
    for ((tries = 0; tries < 200 * SCALE; tries++)); do
        grep -qs 'State:.[^Z]' "/proc/$PID/status" || return 0
        sleep 0.05
    done
    return 1
}

# started LAB NAME: this lab's start/NAME.c, as `make` built it.
started() {
    printf '%s/labs/%s/start/%s\n' "$BIN" "$1" "$2"
}

# solution LAB NAME: compiles NAME.c of the folder of solutions, which is not in
# this repository; $solved is the program. Skips where there is none.
solution() {
    local source=${MUXLAB_SOLUTIONS:-}/$1/$2.c
    [ -f "$source" ] || skip 'MUXLAB_SOLUTIONS has none'
    solved=$BATS_TEST_TMPDIR/$2
    "${CC:-cc}" -D_GNU_SOURCE -o "$solved" "$source"
}

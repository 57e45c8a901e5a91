#!/usr/bin/env bats
#
# json.bats: every member that a verb prints as JSON is in
# harness/verbs/JSON.md, and every member of that page is printed.

bats_require_minimum_version 1.7.0
load ../helper

setup() { cd "$BATS_TEST_TMPDIR" || return; }

muxlab() { timeout -k 1 60 "$MUXLAB" --timeout-scale "${SCALE:-1}" "$@"; }

# shellcheck disable=SC2016
# The members that the page tells of under "## muxlab $1".
told() {
    awk -v title="## muxlab $1" '/^## / { on = $0 == title }
        on && /^\| `/ { split($0, cell, "|"); print cell[2] }' \
        "$BATS_TEST_DIRNAME/../../harness/verbs/JSON.md" |
        grep -oE '`[a-z0-9_]+`' | tr -d '`' | sort -u
}

# The members in these files, but for names of servers, and of files in /proc.
printed() {
    cat "$@" | grep -oE '"[a-z0-9_]+": ' | tr -d '": ' | grep -vx epoll |
        sort -u
}

# Each file is JSON, and begins so. sound VERB SCHEMA FILE...
sound() {
    local file start="{\"muxlab\":\"$1\",\"schema\":$2,"
    for file in "${@:3}"; do
        [[ $(tr -d '\n ' <"$file") == "$start"*'}' ]]
        ! command -v python3 >/dev/null ||
            python3 -m json.tool "$file" >/dev/null
    done
}

@test "JSON.md tells every member of check --json" {
    muxlab check --json --only 'one byte' epoll >held
    run -1 muxlab check --timeout-scale 0.2 --json --only 'one byte' -- \
        "$BIN/tests/wrong" pairs -p '{port}'
    echo "$output" >failed
    sound check 1 held failed
    diff <(told 'check --json') <(printed held failed)
}

@test "JSON.md tells every member of compare --json and --save" {
    muxlab compare --quick --time 0.05 --sweep idle=0 --json --save s epoll >j
    muxlab compare --quick --time 0.05 --only first --only steady --save more \
        epoll >table
    sound compare 1 j
    sound compare 2 s more
    diff <(told 'compare --json') <(printed j)
    diff <(told 'compare --save') <(printed s more)
}

@test "JSON.md tells every member of a grade's result.json" {
    mkdir -p class/{built,unbuilt}
    printf 'server:\n\tcp %s server\n' "$BIN/tests/wrong" >class/built/Makefile
    echo 'server: ; false' >class/unbuilt/Makefile
    printf '%s\n' 'run ./server telnet -p {port}' 'points 1 one byte' \
        'points 1 all 256 values' 'memory 0' >asked
    muxlab grade --user "$(id -un)" --assignment asked class >table
    sound grade 1 class.graded/*/result.json
    diff <(told 'grade, result.json') <(printed class.graded/*/result.json)
}

@test "JSON.md tells every member of load --json" {
    muxlab load --json -n 1 epoll >j
    sound load 1 j
    diff <(told 'load --json') <(printed j)
}

@test "JSON.md tells every member of watch --json" {
    muxlab watch --json --messages 4 --inject write:short=7 poll >j 2>why ||
        skip "$(<why)"
    head -n 1 j >first
    sound watch 1 first
    diff <(told 'watch --json') <(printed j)
}

# shellcheck shell=bash disable=SC2154
# marked.bash: for the tests of muxlab itself: what they start has a mark, by
# which it is found again if it is left behind.

# Bounded, and marked: what inherits MARK was started here.
muxlab() {
    MARK="muxlab-$BATS_ROOT_PID-$BATS_TEST_NUMBER" \
        timeout --foreground -k 1 $((20 * ${SCALE:-1})) "$MUXLAB" "$@"
}

# Waits until no process with our MARK is left.
none_left() {
    local tries mark="MARK=muxlab-$BATS_ROOT_PID-$BATS_TEST_NUMBER"
    for ((tries = 0; tries < 100 * ${SCALE:-1}; tries++)); do
        grep -qsz "^$mark\$" /proc/[0-9]*/environ || return 0
        sleep 0.05
    done
    grep -lsz "^$mark\$" /proc/[0-9]*/environ
    return 1
}

says() { [[ $output == *"$1"* ]] || { printf '%s\n' "$output"; return 1; }; }

# watch.bash: what the tests of `muxlab watch` share.
# shellcheck disable=SC2034 # these are for the tests

setup() {
    ONE=$BATS_TEST_TMPDIR/one TWO=$BATS_TEST_TMPDIR/two
    SVG=$BATS_TEST_TMPDIR/picture.svg
    USEFUL=
    export LC_ALL=C NO_COLOR=1 LSAN_OPTIONS=detect_leaks=0
}

watch() {
    timeout -k 1 60 "$MUXLAB" watch --timeout-scale "${SCALE:-1}" "$@"
}

# can_observe: or the test is skipped, saying why.
can_observe() {
    if ! watch --messages 1 epoll >/dev/null 2>"$ONE" &&
        grep -qE 'ptrace is not allowed|cannot be observed' "$ONE"; then
        skip "$(tail -n 1 "$ONE")"
    fi
}

# times_in_vain: how many calls in vain there are in the JSON in $ONE.
times_in_vain() {
    awk 'match($0, /"times": [0-9]+/) && /"vain": true/ {
        sum += substr($0, RSTART + 9, RLENGTH - 9) }
        END { print sum + 0 }' "$ONE"
}

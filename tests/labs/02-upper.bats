#!/usr/bin/env bats
#
# 02-upper.bats: a tutorial's server for capitals, its flaws, its client.
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load ../lib/labs

lab=02-upper

@test "the cards of lab 02 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 02 shows what its programs print" {
    handout_holds $lab
}

# Our five give each line back to this client, which strips it, and skips an
# empty one.
talks() {
    for model in blocking nonblocking select poll epoll; do
        run -0 bounded 10 "$MUXLAB" with "$model" -- "$@" \
            < <(printf '  hello \n\nyou\n')
        [ "${output//>>:/}" = $'hello\nyou\n' ]
    done
}

# One probe, put to a server for capitals: asked PROBE COMMAND...
asked() {
    bounded 60 "$MUXLAB" check --timeout-scale 0.4 --profile sequential \
        --reply upper --only "$1" -- "${@:2}"
}

# The start, with its check for end of file put back.
put_back_python() {
    sed 's/# \(if not data:\)/\1/; s/#\( *break\)/\1/' \
        labs/$lab/start/upper.py >"$BATS_TEST_TMPDIR/upper.py"
    grep -A 1 '^            if not data:$' "$BATS_TEST_TMPDIR/upper.py" |
        grep -q '^ *break$'
}

put_back_c() {
    sed 's,/\* \(if (n == 0)\),\1,; s,\(break;\) \*/,\1,' \
        labs/$lab/start/upper.c >"$BATS_TEST_TMPDIR/upper.c"
    "${CC:-cc}" -D_GNU_SOURCE -o "$BATS_TEST_TMPDIR/upper" \
        "$BATS_TEST_TMPDIR/upper.c"
}

@test "the client in C gets its lines back from every server" {
    talks "$BIN/labs/$lab/client"
}

@test "the client in Python gets its lines back from every server" {
    needs python3
    talks python3 labs/$lab/client.py
}

@test "the start in C answers in capitals, and then serves no other" {
    run -1 asked nothing "$(started $lab upper)"
    run -0 asked SIGTERM "$(started $lab upper)"
    run -0 bounded 10 "$MUXLAB" with upper="$(started $lab upper)" -- \
        "$BIN/labs/$lab/client" <<<hello
    [ "$output" = '>>:HELLO'$'\n''>>:' ]
}

@test "the start in Python answers in capitals, and then serves no other" {
    needs python3
    run -1 asked nothing python3 labs/$lab/start/upper.py
    run -0 bounded 10 "$MUXLAB" with \
        upper="python3 labs/$lab/start/upper.py" -- \
        python3 labs/$lab/client.py <<<hello
    [ "$output" = '>>:HELLO'$'\n''>>:' ]
}

@test "in C, with the check put back, a client that vanishes is SIGPIPE" {
    put_back_c
    run -0 asked 'half-close with data' "$BATS_TEST_TMPDIR/upper"
    run -1 asked vanishing "$BATS_TEST_TMPDIR/upper"
    [[ $output == *SIGPIPE* ]]
}

@test "in Python, with the check put back, it is BrokenPipeError" {
    needs python3
    put_back_python
    run -0 asked 'half-close with data' python3 "$BATS_TEST_TMPDIR/upper.py"
    run -1 asked vanishing python3 "$BATS_TEST_TMPDIR/upper.py"
    [[ $output == *BrokenPipeError* ]]
}

@test "the server of MUXLAB_SOLUTIONS reaches the full score" {
    solution $lab upper
    run -0 bounded 60 "$MUXLAB" check --profile sequential --reply upper -- \
        "$solved"
}

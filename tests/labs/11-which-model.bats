#!/usr/bin/env bats
#
# 11-which-model.bats: the models are dealt unnamed, and known again.
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load ../lib/labs

lab=11-which-model

@test "the cards of lab 11 tell what is seen" {
    cards_hold $lab
}

@test "the handout of lab 11 shows what its programs print" {
    handout_holds $lab
}

@test "the same seed deals the same, and another seed another" {
    for seed in 1 1 2; do
        run -0 labs/$lab/deal $seed "$BATS_TEST_TMPDIR/class"
        printf '%s\n' "$output" >>"$BATS_TEST_TMPDIR/keys"
    done
    n=$(wc -l <<<"$output")
    [ "$n" -ge 5 ]
    cmp <(sed -n "1,${n}p" "$BATS_TEST_TMPDIR/keys") \
        <(sed -n "$((n + 1)),$((2 * n))p" "$BATS_TEST_TMPDIR/keys")
    run ! cmp <(sed -n "1,${n}p" "$BATS_TEST_TMPDIR/keys") <(echo "$output")
}

@test "each server is dealt once, answers, and says only its new name" {
    labs/$lab/deal 7 "$BATS_TEST_TMPDIR/class" >"$BATS_TEST_TMPDIR/key"
    cut -d' ' -f2 "$BATS_TEST_TMPDIR/key" | sort | uniq -d |
        cmp - /dev/null
    while read -r letter _; do
        server=$BATS_TEST_TMPDIR/class/$letter
        run -0 bounded 10 "$MUXLAB" with x="$server -p {port}" -- \
            sh -c '"$MUXLAB" talk -m hello "$HOST:$PORT"'
        [ "$output" = hello ]
        run -0 "$server" --version
        [ "$output" = "$letter 1.0" ]
    done <"$BATS_TEST_TMPDIR/key"
}

@test "the judge counts what is right, in any order" {
    printf '%s\n' 'a poll' 'b epoll' 'c select' >"$BATS_TEST_TMPDIR/key"
    printf '%s\n' 'c select sets' 'b poll' 'a poll' '' 'd x' \
        >"$BATS_TEST_TMPDIR/sheet"
    run -1 labs/$lab/judge "$BATS_TEST_TMPDIR"/{key,sheet}
    [ "$output" = '2 of 3' ]
    run -0 labs/$lab/judge "$BATS_TEST_TMPDIR"/{key,key}
    [ "$output" = '3 of 3' ]
}

@test "no key is in the repository" {
    run ! git grep -lE '^[a-g] (blocking|nonblocking|select|poll|epoll)$' \
        ':!*.card'
}

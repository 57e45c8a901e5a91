# shellcheck disable=SC2016
# faulty.bats: the faulty server, a target for those who test clients.

bats_require_minimum_version 1.7.0
load ../helper
load ../lib/marked

setup() { cd "$BATS_TEST_TMPDIR" || return; }
teardown() { [ ! -e muxlab/control ] || muxlab_stop; }

# talks FAULTS TEXT: what comes back is in `got`, what is said in $output.
talks() {
    run timeout -k 1 $((20 * SCALE)) bash -c '
        exec "$1" talk -m "$2" "$3" >got' _ "$MUXLAB" "$2" "faulty:$1"
}

@test "faulty: without a fault is a correct echo server" {
    run -0 muxlab check --profile concurrent --only byte --only pieces faulty:
}

@test "faulty delays its answers" {
    run -0 muxlab load --json -n 2 -c 1 faulty:delay=200ms
    awk -F: '/"p50_us"/ { exit !($2 + 0 >= 200000) }' <<<"$output"
}

@test "faulty dribbles: one byte at a time" {
    run -0 muxlab load --json -n 1 -c 1 -s 20 faulty:dribble=10
    awk -F: '/"p50_us"/ { exit !($2 + 0 >= 190000) }' <<<"$output"
    talks dribble=1 hello
    [ "$status" -eq 0 ] && [ "$(cat got)" = hello ]
}

@test "faulty corrupts one byte, and truncates" {
    talks corrupt=1 hello
    [ "$(cat got)" = hEllo ]
    talks truncate=2 hello
    [ "$status" -eq 0 ] && [ "$(cat got)" = he ]
    talks corrupt=0,truncate=3 hello
    [ "$(cat got)" = Hel ]
}

@test "faulty closes, or resets, after so many bytes" {
    talks close-after=3 hello
    [ "$(cat got)" = hel ]
    muxlab_start faulty:reset-after=3
    run -1 muxlab load -n 1 -c 1 "127.0.0.1:$PORT"
    says 'received 3 of 64 bytes, then RST'
}

@test "faulty is silent" {
    talks silent hello
    [ "$status" -eq 0 ] && [ ! -s got ]
}

@test "faulty refuses clients after so many" {
    muxlab_start faulty:refuse-after=1
    run -0 muxlab talk -m a "127.0.0.1:$PORT"
    run -3 muxlab talk -m a "127.0.0.1:$PORT"
    says 'Connection refused'
}

@test "faulty does not take a fault that it does not know" {
    run -3 muxlab talk faulty:delay
    says "'delay': must be one of delay=MS, dribble=MS"
    run -3 muxlab talk faulty:silent,delay=2x
    says "'delay=2x': must be one of"
}

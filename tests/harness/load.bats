# load: one workload, one server, every byte verified.

bats_require_minimum_version 1.7.0
load ../helper
load ../lib/limits

load_it() {
    timeout -k 1 60 "$MUXLAB" load --timeout-scale "${SCALE:-1}" "$@"
}

# figure NAME: of the JSON in $output, as a whole number.
figure() {
    awk -F'[:,]' -v name="\"$1\"" \
        '$1 ~ name { printf "%d\n", $2 }' <<<"$output"
}

@test "load counts every message of every client" {
    run -0 load_it --json -c 5 -n 100 -s 1000 epoll
    [ "$(figure messages)" -eq 500 ]
    [ "$(figure wrong_clients)$(figure lost_clients)" = 00 ]
}

@test "load keeps several messages under way, larger than a buffer" {
    run -0 load_it --json -c 3 -n 20 -d 8 -s 100001 select
    [ "$(figure messages)" -eq 60 ]
}

@test "load makes a connection for each message" {
    run -0 load_it --json --reconnect -c 4 -n 50 nonblocking
    [ "$(figure messages)" -eq 200 ]
}

@test "load streams without waiting" {
    run -0 load_it --json --stream -c 2 -n 100 -s 65536 poll
    [ "$(figure messages)" -eq 200 ]
}

@test "load says that the loop was closed, and when the first answer came" {
    run -0 load_it -c 3 -n 10 epoll
    [[ $output == *'closed loop: each waits for its answer'* ]]
    [[ $output == *'first answer  median '*' ms, worst '* ]]
}

@test "load takes a command, and a server that runs already" {
    run -0 load_it --json -n 10 -- "$BIN/echo-poll" -p 0
    # shellcheck disable=SC2016
    run -0 timeout 60 "$MUXLAB" with epoll -- sh -c \
        '"$0" load -n 10 "$HOST:$PORT"' "$MUXLAB"
}

# by_udp WAY OPTION...: of a server of datagrams.
by_udp() {
    run timeout -k 1 60 "$MUXLAB" load "${@:2}" "udp:a=$BIN/tests/datagrams $1"
}

@test "load by UDP counts every message, and none is lost" {
    by_udp right --json --timeout-scale 30 -c 2 -n 50 -s 65507
    [ "$status" -eq 0 ]
    [ "$(figure messages)" -eq 100 ] && [ "$(figure lost_messages)" -eq 0 ]
    by_udp right --json --timeout-scale 30 -c 30 -n 10 --reconnect
    [ "$(figure messages)" -eq 300 ]
    by_udp right --timeout-scale 30 -c 3 -t 0.2 -r 500 -i 50
    [ "$status" -eq 0 ]
    [[ $output == *' 0 of '*' messages (0 %): no answer in 15 s'* ]]
}

@test "load by UDP tells what is lost as lost, and its clients go on" {
    by_udp drops --json --timeout-scale 0.2 -c 3 -n 5
    [ "$status" -eq 0 ]
    [ $(($(figure messages) + $(figure lost_messages))) -eq 15 ]
    [ "$(figure lost_messages)" -ge 4 ]
    by_udp late --json --timeout-scale 0.2 -c 1 -n 3
    [ "$(figure wrong_clients)$(figure lost_messages)" = 03 ]
}

@test "load by UDP ends with 1 if one is wrong, or nothing comes back" {
    by_udp truncates -c 2 -n 5 -s 2000
    [ "$status" -eq 1 ]
    [[ $output == *'a datagram of 2000 bytes came back as one of 1024'* ]]
    by_udp twice -c 1 -n 5
    [ "$status" -eq 1 ]
    by_udp other-port --timeout-scale 0.2 -c 2 -n 1
    [ "$status" -eq 1 ]
    [[ $output == *'NOT RIGHT: nothing came back'* ]]
    run -1 load_it -n 1 udp:127.0.0.1:1
    [[ $output == *'the news that no server listens there'* ]]
}

@test "load refuses what a datagram is not: 2" {
    local option
    for option in --stream '--depth 2' '--size 65508'; do
        # shellcheck disable=SC2086
        by_udp right $option
        [ "$status" -eq 2 ]
        [[ ${lines[0]} == "muxlab: ${option% *}: "*datagram* ]]
    done
}

@test "load --help tells the two loops apart, and what ends with 1" {
    run -0 load_it --help
    [[ $output == *'The loop is closed: '*'With --rate it is open:'* ]]
    [[ $output == *'without an answer a'*'second after the end'* ]]
}

@test "load keeps the rate that was planned" {
    run -0 load_it --json -c 4 -t 2 -r 500 epoll
    [ "$(figure messages)" -ge 500 ]
    [ "$(figure messages)" -le 1100 ]
}

@test "load sends no message before its planned time" {
    run -0 load_it --json -c 64 -t 0.5 -r 20 epoll
    [ "$(figure messages)" -ge 3 ]
    [ "$(figure messages)" -le 20 ]
}

@test "load says by how much a plan was not kept" {
    run -0 load_it -c 1 -t 0.5 -r 100000000 epoll
    [[ $output =~ 'plan '+[0-9.]+' % kept: '[0-9,]+' messages were overdue' ]]
}

@test "load hides a stall in the closed loop, and shows it in the open one" {
    local closed
    run -0 load_it --json -c 1 -t 2.5 stalls="$BIN/tests/stalls"
    closed=$(figure p99_us)
    [ "$(figure max_us)" -ge 150000 ]
    run -0 load_it --json -c 1 -t 2.5 -r 500 stalls="$BIN/tests/stalls"
    [ "$(figure p99_us)" -ge 100000 ]
    [ "$closed" -le 50000 ]
}

@test "load ends with 1 and a hexdump at a wrong byte" {
    run -1 load_it -c 2 -n 20 -- "$BIN/tests/wrong" telnet -p '{port}'
    [[ $output == *'NOT RIGHT: '*' clients got a wrong byte'* ]]
    [[ $output == *'expected, + got, from offset '* ]]
}

@test "load ends with 1 when clients had no answer" {
    run -1 load_it -c 3 -s 1 -t 0.3 -- "$BIN/tests/wrong" pairs -p '{port}'
    [[ $output == *'and 3 were still without an answer '* ]]
}

@test "load says that the server had ended, and its last words" {
    run -1 load_it -c 30 -t 1 mine="ulimit -n 20; exec '$BIN/tests/wrong' \
        exhausted -p {port}"
    [[ $output == *$'\n  The server had ended: exit status 1.\n'* ]]
    [[ $output == *'Its stderr: '*'accept: Too many open files' ]]
}

@test "load shows which clients blocking kept waiting" {
    run -0 load_it -c 3 -t 0.3 blocking
    [[ $output == *'only 1 of 3 clients had one in time'* ]]
}

@test "load waits with idle clients beside, and says when they are too many" {
    needs_files 1201
    run -0 load_it -n 10 -i 100 poll
    [[ $output == *', 100 idle beside, '* ]]
    run -1 load_it -n 10 -i 1100 select
    [[ $output == *'select takes only 101'*' idle clients'* ]]
}

@test "load prints a line of CSV, and the spectrum for plotters" {
    run -0 load_it --csv -n 10 epoll
    [ "$(awk -F, '{ print NF }' <<<"$output" | uniq | wc -l)" -eq 1 ]
    [ "$(wc -l <<<"$output")" -eq 2 ]
    run -0 load_it --hgrm -n 10 -c 1 epoll
    [[ $output == *'Total count    = '*' 10]'* ]]
}

@test "load refuses what it does not understand" {
    run -2 load_it
    run -2 load_it -c 0 epoll
    run -2 load_it -s 1.5 epoll
    run -2 load_it -r -5 epoll
    run -2 load_it --stream --reconnect epoll
    run -2 load_it -n 10 -t 1 epoll
    [[ $output == *'--messages and --time exclude each other'* ]]
    run -2 load_it --json --csv epoll
    [[ $output == *'--json and --csv exclude each other'* ]]
    run -2 load_it epoll poll
    [[ $output == *"try 'muxlab load --help'"* ]]
    run -3 load_it mine='exit 5'
}

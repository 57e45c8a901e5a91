# shellcheck disable=SC2154
# muxlab talk: the client in your hand.

bats_require_minimum_version 1.7.0
load ../helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

talk() {
    timeout -k 1 $((20 * SCALE)) "$MUXLAB" talk "$@"
}

# Leaves only its messages for `run`.
talk_to_file() {
    { talk "$@" >got; } 2>&1
}

# Enough for the kernel's buffers to fill up in both directions.
large() {
    head -c 67108864 /dev/urandom >sent
}

@test "talk -m sends the text and a newline, and prints what comes back" {
    talk -m hello epoll >got
    printf 'hello\n' | cmp - got
}

@test "talk sends several messages in the order given" {
    talk --message one epoll -m '' --message=three >got
    printf 'one\n\nthree\n' | cmp - got
}

@test "talk passes every byte on, and adds none" {
    printf '\0\377\r\n\0no newline' >sent
    talk poll <sent >got
    cmp sent got
}

@test "talk says nothing to a server when there is no input" {
    talk select </dev/null >got 2>&1
    [ ! -s got ]
}

@test "talk says that its input cannot be read: exit 3" {
    run -3 bash -c "'$MUXLAB' talk epoll </"
    [ "$output" = 'muxlab: standard input: Is a directory' ]
}

@test "talk copies 64 MiB in little memory" {
    large
    [[ $BIN == */asan ]] || ulimit -v 40000
    talk epoll <sent >got
    cmp sent got
}

@test "talk copies 64 MiB through a slow pipe" {
    large
    talk blocking < <(cat sent) | (sleep 0.2 && cat) >got
    cmp sent got
}

@test "talk takes a command after --" {
    talk -m hello -- "$BIN/echo-select" -p 0 >got
    printf 'hello\n' | cmp - got
}

@test "talk says that no server listens: exit 3" {
    run -3 talk -m hello 127.0.0.1:1
    [ "${lines[0]}" = 'muxlab: 127.0.0.1 port 1: Connection refused' ]
    [[ ${lines[1]} == 'Nothing is listening there. Start one: '* ]]
}

@test "talk tells that the server closed early: exit 1" {
    run -1 talk_to_file -- "$BIN/tests/hangs-up" fin < <(yes)
    [[ $output == *' port '*': the server closed the connection' ]]
    [ "$(head -n 1 got)" = y ]
}

@test "talk tells that the server reset: exit 1" {
    run -1 talk_to_file -- "$BIN/tests/hangs-up" rst < <(yes)
    [[ $output == *' port '*': Connection reset by peer' ]]
}

@test "talk prompts on a terminal only" {
    script -qec true /dev/null </dev/null >tool 2>&1 ||
        skip 'no script(1), or no pseudo-terminal, here'
    run -0 timeout 20 script -qec "'$MUXLAB' talk epoll" /dev/null \
        < <(echo hello; printf '\004'; sleep 1)
    [[ $output == *'connected to 127.0.0.1 port '*'; Ctrl-D ends'* ]]
    [[ $output == *'>> '*hello*'the server has closed the connection'* ]]
    talk epoll <<<hello >got
    [ "$(cat got)" = hello ]
}

@test "talk -v says what happens, and when" {
    run -0 --separate-stderr talk -v -m hello faulty:delay=700
    [ "$output" = hello ]
    local event pattern=
    for event in 'connected to 127.0.0.1 port [0-9]+' 'sent 6 bytes' \
        'sent end of file' 'waiting for the answer...' 'received 6 bytes' \
        'the server has closed the connection'; do
        pattern+=" *[0-9]+\\.[0-9]{3} s  $event"$'\n'
    done
    [[ $stderr$'\n' =~ ^$pattern$ ]]
    run -1 --separate-stderr talk -v -m hello faulty:reset-after=0
    [[ $stderr == *'the server has reset the connection' ]]
}

@test "talk --expect ends with 1 if another answer comes" {
    run -0 talk --expect same -m hello -m again epoll
    run -1 talk --expect upper -m hello epoll
    [[ $output == *'the answer is another: byte 1 is not the expected one' ]]
    run -1 talk --expect same -m hello faulty:truncate=2
    [[ $output == *'the answer is too short: 2 of 6 bytes came' ]]
    run -0 talk --expect hEllo -m hello faulty:corrupt=1
    run -1 talk --expect hell -m hello epoll
    run -0 talk --expect upper -m HELLO epoll
}

@test "talk by UDP sends a line, and the next when it is answered" {
    local right=udp:a="$BIN/tests/datagrams right"
    run -0 --separate-stderr talk -v "$right" < <(printf 'one\n\nthree')
    [ "$output" = $'one\n\nthree' ]
    [[ $stderr == *'port '*' sent 4 '*'received 4 '*'sent 1 '*'received 1 '* ]]
    [[ ${stderr##*received 1 } == *'sent 5 bytes'*'received 5 bytes' ]]
    run -0 talk --expect same -m one -m two "$right"
    head -c 200000 /dev/zero >sent
    talk "$right" <sent >got
    cmp sent got
}

@test "talk by UDP tells what is lost, and goes on: exit 1" {
    run -1 --separate-stderr talk --timeout-scale 0.2 -m 1 -m 2 -m 3 -m 4 \
        udp:a="$BIN/tests/datagrams drops"
    [ "$output" = $'1\n2\n4' ]
    [[ $stderr == *' UDP port '*': no answer within 0.4 s' ]]
}

@test "talk by UDP says that no server listens: exit 3" {
    run -3 talk -m hello udp:127.0.0.1:1
    [ "$output" = 'muxlab: 127.0.0.1 UDP port 1: Connection refused' ]
    run -0 talk udp:127.0.0.1:1 </dev/null
}

@test "talk explains itself, and wrong usage is exit 2" {
    run -0 talk --help
    [[ $output == 'usage: muxlab talk'* ]]
    run -2 talk --nonsense
    [[ $output == *"try 'muxlab talk --help'" ]]
    run -2 talk 127.0.0.1:1 127.0.0.1:2
    run -2 talk --message
    run -2 talk 9000
    [[ $output == *"'9000': a port alone; is 127.0.0.1:9000 meant?"* ]]
    run -2 talk nonsense
    [[ $output == *"try 'muxlab talk --help'" ]]
}

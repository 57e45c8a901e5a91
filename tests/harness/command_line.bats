#!/usr/bin/env bats
#
# command_line.bats: what muxlab says to a command line that is wrong, and what
# each verb's help tells.
#
# shellcheck disable=SC2034,SC2094,SC2154

bats_require_minimum_version 1.7.0
load ../helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    : >empty.json
    echo '{"a": 1}' >foreign.json
    long=$(printf 'a%.0s' {1..300}) red=$'\e[31m'
    declare -gA told=()                 # what help tells of a verb
}

# The output's first line says what is wrong, and where to read on if it is the
# command line, in short lines of plain text; and the verb's help knows this
# exit status. refused STATUS VERB MESSAGE
refused() {
    local line
    [ "$status" -eq "$1" ] && [[ ${lines[0]} == 'muxlab: '*"$3"* ]] || return
    [ "$1" -ne 2 ] ||
        [[ ${lines[1]} =~ ^"try 'muxlab "([a-z]+ )?"--help'"$ ]] || return
    [ "${#lines[@]}" -le 2 ] || return
    for line in "${lines[@]}"; do
        [ "${#line}" -le 140 ] && [[ $line != *[[:cntrl:]]* ]] || return
    done
    local help=${told["of $2"]=$("$MUXLAB" help "$2" 2>/dev/null)}
    [ -z "$help" ] || [[ $help == *$'\n'"  $1 "* ]]
}

# Each row: the exit status, the words as the shell reads them, and a part of
# the message. It has two seconds, even on a busy machine.
each_is_refused() {
    local exit words message
    local -a line
    while IFS='|' read -r exit words message; do
        eval "line=($words)"
        run timeout -k 1 "$((2 * ${SCALE:-1}))" \
            "$MUXLAB" "${line[@]}" </dev/null
        refused "$((exit))" "${line[0]-}" "${message# }" && continue
        printf 'muxlab %s\nexit status %s: %s\n' "$words" "$status" "$output"
        return 1
    done
}

@test "muxlab says what is wrong with its verb and options" {
    each_is_refused <<'END'
2 |  | a verb is missing
2 | '' | the verb is empty
2 | ' ' |  : no such verb
2 | -v | unknown option '-v'
2 | -x | unknown option '-x'
2 | --nonsense | unknown option '--nonsense'
2 | --help=3 | --help takes no argument
2 | --version=1 | --version takes no argument
2 | --timeout-scale | --timeout-scale requires an argument
2 | --timeout-scale 0 | must be a number above 0
2 | --timeout-scale -1 | must be a number above 0
2 | --timeout-scale x | must be a number above 0
2 | --timeout-scale nan | must be a number above 0
2 | --timeout-scale inf | must be a number above 0
2 | --timeout-scale= | must be a number above 0
2 | --deadline | --deadline requires an argument
2 | --deadline 0 | must be a number above 0
2 | --deadline 1e99 | must be a number above 0
2 | --color | --color requires an argument
2 | --color sometimes | must be one of
2 | --color= | must be one of
2 | chek | chek: no such verb; did you mean 'check'?
2 | CHECK | CHECK: no such verb
2 | check. | check.: no such verb; did you mean 'check'?
2 | echo | echo: no such verb
2 | epoll | epoll: no such verb
2 | helpp | helpp: no such verb; did you mean 'help'?
2 | "v$long" | ...: no such verb
2 | "${red}x" | �[31mx: no such verb
2 | $'\xff\xfe' | ��: no such verb
END
}

@test "help refuses what it does not know" {
    each_is_refused <<'END'
2 | help nonsense | nonsense: no such verb
2 | help '' | the verb is empty
2 | help check load | help: 'load' is one word too many
2 | help --man check | help: 'check' is one word too many
2 | help --man --completion bash | --man and --completion exclude each other
2 | help --completion | --completion requires an argument
2 | help --completion csh | no such value; did you mean 'zsh'?
END
}

@test "talk says what is wrong with its words and options" {
    each_is_refused <<'END'
2 | talk epol | not a model; did you mean 'epoll'?
2 | talk '' | the TARGET is empty
2 | talk 127.0.0.1 | the port is missing: 127.0.0.1:50007
2 | talk localhost | the port is missing: localhost:50007
2 | talk 9000 | a port alone; is 127.0.0.1:9000 meant?
2 | talk 127.0.0.1: | the port is a number from 1 to 65535
2 | talk 127.0.0.1:0 | the port is a number from 1 to 65535
2 | talk 127.0.0.1:70000 | the port is a number from 1 to 65535
2 | talk 127.0.0.1:+7 | the port is a number from 1 to 65535
2 | talk 127.0.0.1:x | the port is a number from 1 to 65535
2 | talk :7 | the host is missing
2 | talk ::1:7 | an IPv6 address is written [::1]:7
2 | talk [::1] | an IPv6 address is written [::1]:7
2 | talk [::1]: | the port is a number from 1 to 65535
2 | talk =true | a name is at most 31
2 | talk 7=true | a name is at most 31
2 | talk a= | the command is missing
2 | talk "a= " | the command is missing
2 | talk 'a b=true' | a name is at most 31
2 | talk "$long=true" | a name is at most 31
2 | talk "$long:7" | the host is too long
2 | talk -m | --message requires an argument
2 | talk -x | unknown option '-x'
2 | talk --mesage hello | unknown option '--mesage'; did you mean '--message'?
2 | talk epoll poll | one TARGET is needed, not 2
2 | talk epoll -- true | one TARGET is needed, not 2
2 | talk -- '' | the command is missing
3 | talk -- /no/such | /no/such: No such file or directory
3 | talk 127.0.0.1:1 | 127.0.0.1 port 1: Connection refused
3 | talk nosuchhost.invalid:7 | nosuchhost.invalid
2 | talk "${red}poll" | not a model (
3 | talk mine=true | exit status 0
3 | talk mine=/no/such | exit status 127
END
}

@test "check says what is wrong with its words and options" {
    each_is_refused <<'END'
2 | check | one TARGET is needed, not 0
2 | check epol | not a model; did you mean 'epoll'?
2 | check '' | the TARGET is empty
2 | check epoll poll | one TARGET is needed, not 2
2 | check -x | unknown option '-x'
2 | check --profile | --profile requires an argument
2 | check --profile fast epoll | must be one of
2 | check --profile Scalable epoll | no such value; did you mean 'scalable'?
2 | check --profile '' epoll | must be one of
2 | check --reply lower epoll | must be one of
2 | check --reply | --reply requires an argument
2 | check --only | --only requires an argument
2 | check --only '' epoll | --only: a name is missing
2 | check --only nonsense epoll | --only 'nonsense': no probe has this in its
2 | check --list=3 | --list takes no argument
2 | check --json=yes epoll | --json takes no argument
2 | check --list --json | --list and --json exclude each other
2 | check --list --format tap | --list and --format exclude each other
2 | check --json --format tap epoll | --json and --format exclude each other
2 | check --format xml epoll | must be one of text, json, tap, junit, gradescope
3 | check --out no/such/folder epoll | no/such/folder: No such file or directory
3 | check -- /no/such | /no/such: No such file or directory
2 | check -- '' | the command is missing
3 | check 127.0.0.1:1 | 127.0.0.1:1: connect: Connection refused
3 | check mine='exit 5' | exit status 5
END
}

@test "compare says what is wrong with its words and options" {
    each_is_refused <<'END'
2 | compare epol | not a model; did you mean 'epoll'?
2 | compare '' | the TARGET is empty
2 | compare epoll epoll | two targets have the name 'epoll'
2 | compare a=true a=true | two targets have the name 'a'
2 | compare --rounds | --rounds requires an argument
2 | compare --rounds 0 epoll | must be a whole number from 1 to 1000
2 | compare --rounds 1.5 epoll | must be a whole number from 1 to 1000
2 | compare --rounds 1001 epoll | must be a whole number from 1 to 1000
2 | compare --rounds -1 epoll | must be a whole number from 1 to 1000
2 | compare --rounds '' epoll | must be a whole number from 1 to 1000
2 | compare --rounds 99999999999999999999 epoll | must be a whole number from 1
2 | compare --time 0 epoll | must be a number above 0, at most 60
2 | compare --time 61 epoll | must be a number above 0, at most 60
2 | compare --time x epoll | must be a number above 0, at most 60
2 | compare --only nonsense | --only 'nonsense': no question has that; see
2 | compare --list --json | --list and --json exclude each other
2 | compare --only '' | --only '': no question has that; see --list
2 | compare --sweep idle epoll | --sweep idle: needs NAME=V,V,...
2 | compare --sweep idle= epoll | --sweep: empty value
2 | compare --sweep nonsense=1 epoll | --sweep nonsense=1: needs NAME=V,V,...
2 | compare --sweep idle=10,1 epoll | --sweep: values must increase: 1 after 10
2 | compare --sweep idle=1,,2 epoll | --sweep: empty value
2 | compare --sweep idle=1,x epoll | idle 'x': must be a whole number from 0 to
2 | compare --sweep idle=1, epoll | --sweep: empty value
2 | compare --sweep clients=0 epoll | clients '0': must be a whole number from 1
2 | compare --sweep idle=99999999 epoll | idle '99999999': must be a whole
2 | compare --sweep idle=1 --sweep size=1 epoll | --sweep: one is enough
2 | compare --sweep idle=1 --all epoll | --sweep and --all exclude each other
2 | compare --sweep idle=1 --only rest epoll | --sweep and --only exclude each
2 | compare --svg c.svg epoll | --svg: only a sweep has a chart
2 | compare --json --csv epoll | --csv and --json exclude each other
2 | compare --from | --from requires an argument
3 | compare --from nosuch.json | nosuch.json: No such file or directory
3 | compare --from / | /: Is a directory
3 | compare --from /dev/null | /dev/null: was not saved by muxlab compare
3 | compare --from foreign.json | foreign.json: was not saved by muxlab compare
3 | compare --from empty.json | empty.json: was not saved by muxlab compare
2 | compare --from t.json epoll | --from prints what was saved: it takes no
2 | compare --from t.json --save u.json | --from and --save exclude each other
2 | compare --from t.json --sweep idle=1 | --from and --sweep exclude each other
2 | compare --from t.json --quick | --from and --quick exclude each other
3 | compare --save nosuch/t.json epoll | nosuch/t.json: No such file or
2 | compare --save | --save requires an argument
3 | compare --sweep idle=0 --svg nosuch/c.svg epoll | nosuch/c.svg: No such file
END
}

@test "load says what is wrong with its words and options" {
    each_is_refused <<'END'
2 | load | one TARGET is needed, not 0
2 | load epol | not a model; did you mean 'epoll'?
2 | load epoll poll | one TARGET is needed, not 2
2 | load -c | --clients requires an argument
2 | load -c 0 epoll | must be a whole number from 1 to 1000000
2 | load -c -1 epoll | must be a whole number from 1 to 1000000
2 | load -c 1.5 epoll | must be a whole number from 1 to 1000000
2 | load -c 1e3 epoll | must be a whole number from 1 to 1000000
3 | load -c 30000 epoll | 30000 clients are too many here: at most
2 | load -c 1000001 epoll | must be a whole number from 1 to 1000000
3 | load -i 1000000 epoll | 1000010 clients are too many here: at most
2 | load -i x epoll | must be a whole number from 0 to 1000000
2 | load -s 0 epoll | must be a whole number from 1 to 999999999
2 | load -s 1k epoll | must be a whole number from 1 to 999999999
2 | load -s 99999999999 epoll | must be a whole number from 1 to 999999999
2 | load -t 0 epoll | must be a number above 0, at most 86400
2 | load -t -5 epoll | must be a number above 0, at most 86400
2 | load -t 5s epoll | must be a number above 0, at most 86400
2 | load -n 0 epoll | must be a whole number from 1 to 999999999
2 | load -n 10 -t 1 epoll | --messages and --time exclude each other
2 | load -d 0 epoll | must be a whole number from 1 to 1000000
2 | load -r 0 epoll | must be a number above 0
2 | load -r -5 epoll | must be a number above 0
2 | load --rate 10 --stream epoll | --rate and --stream exclude each other
2 | load --rate 10 --reconnect epoll | --rate and --reconnect exclude each other
2 | load --stream --reconnect epoll | --reconnect and --stream exclude each
2 | load --json --csv epoll | --json and --csv exclude each other
2 | load --csv --hgrm epoll | --csv and --hgrm exclude each other
2 | load --json --hgrm epoll | --json and --hgrm exclude each other
2 | load --s 3 epoll | more than one option begins so
2 | load --clients=x epoll | must be a whole number from 1 to 1000000
3 | load 127.0.0.1:1 | 127.0.0.1:1: connect: Connection refused
3 | load -- /no/such | /no/such: No such file or directory
END
}

@test "watch says what is wrong with its words and options" {
    each_is_refused <<'END'
2 | watch | one TARGET is needed, not 0
2 | watch epol | not a model; did you mean 'epoll'?
2 | watch epoll epoll | two targets have the name 'epoll'
2 | watch --messages 0 epoll | must be a whole number from 1 to 100000
2 | watch --messages x epoll | must be a whole number from 1 to 100000
2 | watch --clients 1001 epoll | must be a whole number from 1 to 1000
2 | watch --timeline nosuch epoll | must be one of
2 | watch --timeline three-client epoll | no such value; did you mean
2 | watch --timeline burst --messages 3 epoll | --timeline and --messages
2 | watch --svg a.svg epoll | --svg needs --timeline or --script
3 | watch --timeline burst --svg nosuch/a.svg epoll | nosuch/a.svg: No such file
2 | watch --timeline burst --svg a.svg --json epoll | --svg and --json exclude
2 | watch --lines epoll poll | one TARGET is needed, not 2
2 | watch --lines --json epoll | --lines and --json exclude each other
3 | watch 127.0.0.1:1 | 127.0.0.1:1: runs already: only a server that muxlab
3 | watch -- /no/such | /no/such: No such file or directory
END
}

@test "with says what it misses, or what failed" {
    each_is_refused <<'END'
2 | with | a TARGET (yours
2 | with epoll | a TARGET (yours
2 | with epoll -- | a TARGET (yours
2 | with epoll -- '' | a TARGET (yours
2 | with -- true | a TARGET (yours
2 | with epoll poll -- true | a TARGET (yours
2 | with -p 0 epoll -- true | must be a whole number from 1 to 65535
2 | with -p 65536 epoll -- true | must be a whole number from 1 to 65535
2 | with -p x epoll -- true | must be a whole number from 1 to 65535
2 | with epol -- true | not a model; did you mean 'epoll'?
126 | with epoll -- /etc/passwd | /etc/passwd: Permission denied
125 | with mine=/no/such -- true | exit status 127
125 | with 127.0.0.1:1 -- true | 127.0.0.1:1: connect: Connection refused
END
}

@test "start says what is wrong with its words and options" {
    each_is_refused <<'END'
2 | start | a DIR and a TARGET are needed
2 | start d | a DIR and a TARGET are needed
2 | start '' epoll | DIR is empty
2 | start '' -- true | DIR is empty
2 | start d epol | not a model; did you mean 'epoll'?
2 | start d 127.0.0.1:7 | runs already, and cannot be started
2 | start d -- '' | the command is missing
3 | start d -- /no/such | /no/such: No such file or directory
2 | start d epoll poll | a DIR and a TARGET are needed
2 | start --owner 1x d epoll | must be a whole number from 1 to 999999999
2 | start --owner 0 d epoll | must be a whole number from 1 to 999999999
3 | start --owner 999999999 d epoll | the owner, process 999999999, is not there
2 | start --lifetime 0 d epoll | must be a number above 0, at most 999999999
2 | start --deadline 5 d epoll | takes --lifetime, not --deadline
2 | start --port 0 d epoll | must be a whole number from 1 to 65535
3 | start /no/such/folder epoll | /no/such/folder: No such file or directory
3 | start /dev/null epoll | /dev/null: Not a directory
END
}

@test "stop says what is wrong with its words and options" {
    each_is_refused <<'END'
2 | stop | one DIR is needed
2 | stop '' | DIR is empty
2 | stop a b | one DIR is needed
3 | stop nosuch | nosuch: No such file or directory
3 | stop . | .: no server was started there
3 | stop /dev/null | /dev/null: Not a directory
2 | stop --json d | unknown option '--json'
END
}

@test "each verb's help tells its usage, its options and every exit status" {
    local verb
    for verb in talk check compare load watch with start stop help; do
        run -0 "$MUXLAB" help "$verb"
        [[ $output == "usage: muxlab $verb "* ]]
        [[ $output == *$'\n  -h, --help '*$'\nExit status:\n  0 '* ]]
        [ "$output" = "$("$MUXLAB" "$verb" -h)" ]
        run ! grep -nE '.{81}' <<<"$output"
    done
}

@test "a command that ends with 2 is not taken for wrong usage" {
    run -2 timeout 20 "$MUXLAB" with epoll -- sh -c 'exit 2'
    [ -z "$output" ]
}

@test "muxlab's help names every verb, and --version the commit, if known" {
    run -0 "$MUXLAB" --help
    [ "$output" = "$("$MUXLAB" help)" ]
    [[ $output == *'--timeout-scale X'* ]]
    run -0 "$MUXLAB" --version
    [[ $output =~ ^'muxlab 1.0'(' ('[0-9a-f]+')')?$ ]]
    [ "$output" = "$("$MUXLAB" check -V)" ]
}

@test "colours are for terminals, unless the user says otherwise" {
    local escape=$'\e['
    check() { timeout 20 "$MUXLAB" check --only 'one byte' "$@" epoll; }
    on_terminal() {
        script -qec "$* '$MUXLAB' check --only byte epoll" /dev/null
    }
    run ! grep -qF "$escape" < <(check)
    grep -qF "$escape" < <(NO_COLOR=1 check --color=always)
    script -qec true /dev/null </dev/null >tool 2>&1 ||
        skip 'no script(1), or no pseudo-terminal, here'
    grep -qF "${escape}32m" < <(on_terminal env NO_COLOR= TERM=xterm)
    run ! grep -qF "${escape}32m" < <(on_terminal env NO_COLOR=1 TERM=xterm)
    run ! grep -qF "$escape" < <(on_terminal env TERM=dumb)
}

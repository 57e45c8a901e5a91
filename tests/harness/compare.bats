# compare: the same questions, put to every server, in one table.

bats_require_minimum_version 1.7.0
load ../helper
load ../lib/limits

compare() {
    timeout -k 1 100 "$MUXLAB" compare --timeout-scale "${SCALE:-1}" "$@"
}

# Where only the presence of a rate matters, it is measured for a short time.
brief() { compare --quick --time 0.05 "$@"; }

# field COLUMN QUESTION TARGET: of the CSV in $output.
field() {
    awk -F, -v column="$1" -v question="$2" -v target="$3" \
        '$1 == question && $3 == target { print $column }' <<<"$output"
}

# Is the figure of the question and target from $3 to $4?
within() {
    awk -v x="$(field 4 "$1" "$2")" -v least="$3" -v most="$4" \
        'BEGIN { exit !(x != "" && x >= least && x <= most) }'
}

# $output on one line, with single blanks.
words() { tr -s '\n ' ' ' <<<"$output"; }

# Characters, not bytes: those that go on with a character are left out.
widest() {
    LC_ALL=C tr -d '\200-\277' <<<"$output" | LC_ALL=C awk '
        length > most { most = length }
        END { print most }'
}

@test "compare puts all five beside each other, and says it was one round" {
    run -0 --separate-stderr compare --quick --only second
    [[ $(words) == *' select poll epoll '*'Waiting Second '*'never¹ '* ]]
    [[ $(words) == *' One round: counts hardly vary, and the rest lies too '* ]]
    [[ $output == *'¹ Serves one at a time.' ]]
    [ -z "$stderr" ]
}

@test "compare says on what machine, and how often it asked" {
    run -0 compare --rounds 2 --only second epoll poll
    [[ $(words) == *"$(uname -r)"*' descriptors. Median of 2 '* ]]
}

@test "compare keeps within 80 columns, with a second band for many servers" {
    local -a mine
    for i in 1 2 3 4 5; do
        mine+=("a_long_name_$i=$BIN/echo-epoll -p {port}")
    done
    run -0 compare --quick --only second "${mine[@]}"
    [ "$(widest)" -le 80 ]
    [ "$(grep -c '^───' <<<"$output")" -eq 2 ]
}

@test "compare puts a server of yours beside the five" {
    run -0 compare --quick --csv --only second mine="$BIN/echo-poll -p {port}"
    [ "$(grep -c '^second,' <<<"$output")" -eq 6 ]
    [ -n "$(field 4 second mine)" ]
}

@test "compare takes a command as it stands after --" {
    run -0 compare --quick --csv --only second epoll -- "$BIN/echo-poll" -p 0
    [ "$(grep -c '^second,' <<<"$output")" -eq 2 ]
}

@test "compare knows a server of one client at a time by how it behaves" {
    run -0 brief --csv --only second --only active \
        blocking mine="$BIN/echo-blocking -p {port}"
    [ "$(field 7 active-0 mine)" = 'Serves one at a time.' ]
    [ "$(field 7 active-900 mine)" = "$(field 7 active-900 blocking)" ]
    [ "$(field 7 second mine)" = "$(field 7 second blocking)" ]
}

@test "compare calls a server that never answers mute, not frozen" {
    run -0 compare --quick --timeout-scale 0.3 --only second \
        --only 'never reads' poll mine="$BIN/tests/wrong lines -p {port}"
    [[ $output == *'¹ Does not answer.'* ]]
    [[ $output != *never¹* && $output != *'Waits for'* ]]
    [[ $output != *'Frozen until'* ]]
}

@test "compare has 64 clients wait for their turn with blocking" {
    run -0 compare --quick --csv --only first blocking epoll
    # On a busy machine some are still waiting when the time is up.
    [ "$(field 7 first blocking)" = 'Serves one at a time.' ] ||
        awk -v a="$(field 4 first blocking)" -v b="$(field 4 first epoll)" \
            'BEGIN { exit !(a > b) }'
}

@test "compare counts poll's looks by the hundred, and epoll's by one" {
    ulimit -n 364
    run -0 compare --quick --csv --only looks --only turns poll epoll
    within looks poll 300 310
    within looks epoll 0.99 1.01
    within turns poll 0.99 1.01
}

@test "compare gives select's 1,024 descriptors as the reason" {
    needs_files 1201
    run -0 brief --only active-9000 select
    [[ $output == *'1,024 descriptors and no more: with 1,01'* ]]
}

@test "compare takes the idle clients that the limit leaves room for" {
    ulimit -n 200
    run -0 brief --only active-900 epoll
    [[ $(words) == *' 200 descriptors. They leave room for 136 idle '* ]]
    [[ $(words) == *' 10 active among 136 idle, '* ]]
}

@test "compare sees no counts in a server that prints none" {
    run -0 compare --quick --csv --only looks blocking \
        mine="$BIN/tests/wrong right -p {port}"
    [[ $(field 7 looks mine) == 'Does not say what it counted.' ]]
}

@test "compare ends with 1 when a server sends a wrong byte" {
    run -1 brief --time 0.5 --only alone epoll \
        mine="$BIN/tests/wrong telnet -p {port}"
    [[ $output == *'WRONG BYTES: first wrong byte at offset'* ]]
    run -1 brief --only alone epoll \
        mine="$BIN/echo-faulty corrupt=5 -p {port}"
    [[ $(words) == *'WRONG BYTES: its first answer is not what was sent.'* ]]
}

@test "compare resets no connection, but where that is the question" {
    ulimit -n 200
    run -1 --separate-stderr brief --csv epoll \
        mine="$BIN/tests/wrong fragile -p {port}"
    local question value of_epoll note
    while IFS=, read -r question _ _ value _ _ note; do
        of_epoll=$(field 4 "$question" epoll)
        [ "$question" = connections ] || [[ $note == *'it counted.' ]] ||
            [ -n "$value" ] || [ -z "$of_epoll" ]
    done < <(grep ',mine,' <<<"$output")
    [ -n "$(field 4 bulk mine)" ]
    [ -z "$stderr" ]
}

@test "compare says when a server crashed, why, and what to do; and goes on" {
    run -1 brief --time 0.5 --only connections --only bulk epoll \
        mine="$BIN/tests/wrong fragile -p {port}"
    [[ $(words) == *'¹ mine crashed when a client reset its connection ('* ]]
    [[ $(words) == *"). Try: muxlab check --only reset mine='$BIN/tests/"* ]]
    [[ $(words) == *' One client, a stream both ways, MB/s ↑ '[0-9]*' '[0-9]* ]]
}

@test "compare names only probes that check has" {
    run -0 "$MUXLAB" check --list
    local probe
    while read -r probe; do
        [[ $output == *"$probe"* ]]
    done < <(sed -n 's/.*\.probe = "\(.*\)".*/\1/p' \
        "$BATS_TEST_DIRNAME"/../../harness/compare/questions_*.c)
}

@test "compare says nothing where there is nothing to say" {
    run -0 compare --quick --only second --only alone epoll
    [[ $output != *figure* && $output != *'One round: too'* ]]
    [ "$(tail -1 <<<"$output" | cut -c1-8)" = 'One clie' ]
}

@test "compare ranks no rates after one round" {
    run -0 brief --only alone epoll mine="$BIN/echo-epoll -p {port}"
    [[ $output == *'   One round: too noisy to rank.'* ]] ||
        [[ $output == *' answers in '* ]]
    [[ $output != *'difference'* ]]
}

@test "compare shows counts as whole numbers, in sections, with arrows" {
    ulimit -n 264
    local row='message ↓ 20[0-9] 1 At rest CPU at rest, '
    run -0 compare --brief --quick --only looks --only rest select epoll
    [[ $(words) == *' Counts, not times Descriptors looked at, 200 clients '* ]]
    [[ $(words) =~ $row ]]
    [[ $output != *'To answer'* ]]
}

@test "compare prints the best in bold, where it may" {
    ulimit -n 264
    run -0 compare --color=always --quick --only looks select epoll
    [[ $output == *$'\e[1m1\e[0m'* ]]
    run -0 compare --quick --only looks select epoll
    [[ $output != *$'\e'* ]]
}

@test "compare --lecture asks five things, none a rate, once" {
    run -0 compare --lecture --csv epoll
    [ "$(cut -d, -f1 <<<"$output" | xargs)" = \
        'question second looks turns calls rest' ]
    run -2 compare --lecture --rounds 2 epoll
}

@test "compare tells a terminal how far it is" {
    script -qec true /dev/null </dev/null >/dev/null 2>&1 ||
        skip 'no script(1), or no pseudo-terminal, here'
    local line="$MUXLAB compare --quick --only second --only rest epoll"
    TERM=xterm run -0 script -qec "$line" "$BATS_TEST_TMPDIR/typescript"
    [[ $output == *'1 of 2: epoll, Second client behind a silent one'* ]]
    [[ $output == *'2 of 2, about '*' s left: epoll, CPU at rest, '* ]]
}

@test "compare asks no server when one cannot be started: 3" {
    run -3 compare mine='exit 5'
    [ "${#lines[@]}" -eq 1 ]
    [[ $output == 'muxlab: mine: ended with exit status 5 before it '* ]]
    run -3 compare epoll 127.0.0.1:1
    [ "$output" = 'muxlab: 127.0.0.1:1: connect: Connection refused' ]
}

@test "compare goes on when a server does not start again, and ends with 3" {
    local once="mkdir '$BATS_TEST_TMPDIR/begun' && exec $BIN/echo-epoll -p 0"
    run -3 brief --csv --only alone epoll mine="$once"
    [[ $(field 7 alone mine) == 'Could not be started:'* ]]
    [ -n "$(field 4 alone epoll)" ]
}

@test "compare draws its sentence from the figures" {
    run -0 compare --quick --only rest nonblocking epoll
    [[ $output == *'While no client speaks nonblocking uses'*', epoll 0'* ]]
}

@test "compare prints JSON with each round's figure" {
    run -0 brief --rounds 2 --json --only alone poll epoll
    [[ $output == '{'*'"question": "alone"'*'"rounds": ['*', '*']'*'}' ]]
    ! command -v python3 || python3 -m json.tool <<<"$output"
}

@test "compare lists its questions, and asks only those that are wanted" {
    run -0 compare --list
    [[ $output == *'active-9000 '* ]]
    run -0 brief --csv --only rest --only bulk epoll
    [ "$(wc -l <<<"$output")" -eq 3 ]
}

@test "compare takes a label as it lists it" {
    needs_files 1064
    ulimit -n 1064
    run -0 compare --list
    [[ $output == *' 10 active among 1,000 idle, messages/s'* ]]
    [[ $output != *'{'* ]]
    run -0 brief --csv --only '10 active among 900 idle, m' epoll
    [ "$(wc -l <<<"$output")" -eq 2 ]
}

@test "compare refuses what it does not understand" {
    run -2 compare --rounds 0
    run -2 compare --time 0
    [[ $output == *"--time '0': must be a number above 0, at most 60"* ]]
    run -2 compare --only nonsense
    run -2 compare --only ''
    [[ $output == *"--only '': no question has that; see --list"* ]]
    run -2 compare --wat
    run -2 compare nosuchmodel
    [[ $output == *"try 'muxlab compare --help'"* ]]
}

# ---- more rows -------------------------------------------------------------

@test "compare asks for more only with --all, or by name" {
    run -0 compare --list
    [[ $output == *'memory  '*'bytes (--all)'* ]]
    [ "$(grep -c '(--all)$' <<<"$output")" -eq 8 ]
    run -0 compare --quick --csv --only memory epoll
    [ "$(wc -l <<<"$output")" -eq 2 ]
    run -0 brief --csv blocking
    [[ $output != *memory* ]]
    [ "$(wc -l <<<"$output")" -gt 10 ]
}

@test "compare counts two calls a message with blocking, three with epoll" {
    "$MUXLAB" watch --messages 1 epoll >"$BATS_TEST_TMPDIR/out" ||
        skip 'no ptrace here'
    run -0 compare --quick --csv --only calls blocking epoll
    within calls blocking 1.9 2.2
    within calls epoll 2.9 3.2
}

@test "compare shows no calls of a server that it cannot observe" {
    muxlab_start epoll
    run -0 compare --quick --csv --only calls "127.0.0.1:$PORT"
    [[ $output == *',,,,Cannot be observed: runs already: only a server '* ]]
    muxlab_stop
}

@test "compare reports a crash where calls cannot be counted" {
    run -1 env LD_PRELOAD="$BIN/tests/faults.so" FAULTS='ptrace:*:EPERM' \
        timeout 20 "$MUXLAB" compare --quick --csv --only calls \
        mine="exec $BIN/tests/moody dies"
    [[ $output == *',,,,mine crashed meanwhile (exit status 3)'* ]]
}

@test "compare knows what an idle client costs: a row, or a thread's stack" {
    run -0 compare --quick --csv --only memory epoll \
        mine="$BIN/tests/threaded"
    within memory epoll 8 400
    within memory mine 2000 1000000
}

@test "compare knows the kernel's share: a thread's stack, a page table" {
    within_kernel() {
        run -0 compare --quick --csv --only kernel epoll \
            mine="$BIN/tests/threaded"
        awk -v a="$(field 4 kernel epoll)" -v b="$(field 4 kernel mine)" \
            'BEGIN { exit !(b > a + 8000) }'
    }
    # Other programs take and give back memory, too.
    within_kernel || within_kernel || within_kernel
}

@test "compare serves all of ten beside a flood, and beside slow senders" {
    run -0 brief --csv --only fair --only senders blocking epoll
    within fair epoll 1 100
    within senders epoll 10 1e9
    [ "$(field 7 fair blocking)" = 'Serves one at a time.' ]
    [ "$(field 7 senders blocking)" = 'Serves one at a time.' ]
}

@test "compare answers 500 at once, but not with a short backlog" {
    needs_files 1101
    run -0 compare --quick --timeout-scale 0.3 --csv --only burst epoll \
        mine="$BIN/tests/wrong backlog -p {port}"
    within burst epoll 0.1 60000
    [[ $(field 7 burst mine) == *' of 500 clients.' ]]
}

@test "compare says when the limit leaves no room for so many clients" {
    ulimit -n 200
    run -0 compare --quick --csv --only burst epoll
    [ "$(field 7 burst epoll)" = \
        'The limit of 200 descriptors leaves no room for 500 clients.' ]
}

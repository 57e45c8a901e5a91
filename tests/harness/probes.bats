# A server that is wrong in just one way fails the probes for it, and passes
# others: each probe of muxlab check has been seen to fail.

bats_require_minimum_version 1.7.0
load ../helper
load ../lib/limits

check() {
    timeout -k 1 $((60 * SCALE)) "$MUXLAB" check "$@"
}

# only NAME...: sets `probes` to the options that choose them.
only() {
    local name
    probes=()
    for name in "$@"; do
        probes+=(--only "$name")
    done
}

# A way of tests/servers/wrong.c, or PROGRAM/WAY.
wrong() {
    local way=$1
    [[ $way == */* ]] || way=wrong/$way
    target=(-- "$BIN/tests/${way%/*}" "${way#*/}" -p '{port}')
    [[ $way != datagrams/* ]] || target=(udp:a="$BIN/tests/${way/\// }")
}

# fails WAY PROBE...: none of them holds for a server that is wrong so. What
# never comes need not be waited for long (but `in_time`, where the server must
# have had the time to do wrong). Sets `said`: the output, unbroken.
fails() {
    wrong "$1"; shift
    only "$@"
    run -1 check --timeout-scale "${stretch:-0.2}" --reply "${reply:-same}" \
        "${probes[@]}" "${target[@]}"
    [[ ${lines[-1]} == "score 0/$#" ]]
    said=$(tr -s ' \n' ' ' <<<"$output")
}

in_time() {
    local stretch=$SCALE
    "$@"
}

# passes WAY PROBE...: all of these hold nevertheless.
passes() {
    wrong "$1"; shift
    only "$@"
    run -0 check --timeout-scale "$SCALE" --reply "${reply:-same}" \
        "${probes[@]}" "${target[@]}"
    [[ ${lines[-1]} == "score $#/$#" ]]
}

@test "check fails a server that ends when a client says nothing" {
    fails shy 'nothing' 'half-close, nothing sent'
    passes shy 'one byte' 'churn' 'stalled peer'
}

@test "check fails a server that waits for a second byte" {
    fails pairs 'one byte' 'dribble'
    passes pairs 'all 256 values' 'half a line' 'restart'
}

@test "check fails a server that drops byte 0xff" {
    fails telnet 'all 256 values' 'odd pieces' 'memory'
    passes telnet 'one byte' 'half a line' 'half-close, nothing sent'
}

@test "check fails a server that loses the last of an odd number of bytes" {
    fails even 'odd pieces'
    passes even 'one byte' 'all 256 values' '200 clients'
}

@test "check fails a server that has enough after 32 MiB" {
    fails quota '64 MiB'
    passes quota 'odd pieces' 'dribble' 'slow reader beside'
}

@test "check fails a server that takes a short write for a whole one" {
    in_time fails short 'megabytes owed' 'mid-write'
    passes short 'dribble' 'half-close with data' '200 clients'
}

@test "check fails a server that reads a whole line" {
    fails lines 'half a line'
    [[ $said == *'nothing, until a newline was sent too'* ]]
    passes lines 'half-close with data' 'megabytes owed' 'SIGTERM'
}

@test "check fails a server that lingers when nothing was sent" {
    fails lingers 'half-close, nothing sent'
    passes lingers 'half-close with data' 'nothing' 'one byte'
}

@test "check fails a server that closes at end of file before it answers" {
    fails hasty 'half-close with data' 'megabytes owed'
    passes hasty 'half-close, nothing sent' 'one byte' 'half a line'
}

@test "check fails a server that closes with bytes still owed" {
    in_time fails unflushed 'mid-write'
    passes unflushed 'half-close with data' 'odd pieces' '200 clients'
}

@test "check fails a server that ends on any error of a read" {
    fails fragile 'reset at every stage'
    [[ $said == *'the server had ended: exit status 1'* ]]
    passes fragile 'mid-write' 'slow reader' 'stalled peer'
}

@test "check fails a server that does not ignore SIGPIPE" {
    fails sigpiped 'vanishing'
    [[ $said == *'the server had ended: killed by SIGPIPE'* ]]
    passes sigpiped 'megabytes owed' 'churn' '200 clients'
}

@test "check fails a server that keeps all that is not read" {
    in_time fails hoards 'slow reader'
    passes hoards 'mid-write' 'megabytes owed' 'flood'
}

@test "check fails a server that turns away those in the queue" {
    fails sequential 'queued clients' 'stalled peer' 'half a line beside'
    passes sequential 'one byte' 'dribble' 'slow reader'
}

@test "check fails a server that does not close" {
    fails leaks-files 'churn'
    [[ $said == *'every second one ends with RST'* ]]
    needs_files 2200
    passes leaks-files 'reset at every stage' 'vanishing' 'memory'
}

@test "check fails a server that does not free" {
    fails leaks-memory 'memory'
    [[ $said == *'every second one ends with RST'* ]]
    passes leaks-memory 'churn' 'slow reader' 'queued clients'
}

@test "check fails a server that waits for its clients to end" {
    fails patient 'SIGTERM'
    passes patient 'one byte' 'dribble' 'queued clients'
}

@test "check fails a server without SO_REUSEADDR" {
    fails no-reuse 'restart'
    [[ $said == *'Address already in use'* ]]
    passes no-reuse 'port in use' 'SIGTERM' 'one byte'
}

@test "check fails a server that does not say why it cannot listen" {
    fails speechless 'port in use'
    passes speechless 'restart' 'SIGTERM' 'one byte'
}

@test "check fails a server with a table for 16 clients" {
    fails sixteen '200 clients' 'burst of 500'
    passes sixteen 'stalled peer' 'flood' 'churn'
}

@test "check fails a server whose writes block" {
    SCALE=$((SCALE * 2)) in_time fails blocks 'slow reader beside'
    passes blocks 'stalled peer' '200 clients' 'vanishing'
}

@test "check fails a server that stays with a client that sends much" {
    fails greedy 'flood'
    passes greedy 'stalled peer' '200 clients' 'slow reader'
}

@test "check fails a server with a backlog of 1" {
    fails backlog 'burst'
    passes backlog 'one byte' 'stalled peer' 'restart'
}

@test "check fails a server that spins when it has no more descriptors" {
    in_time fails emfile 'asleep when full'
    passes emfile 'few descriptors' 'idle CPU' 'churn'
}

@test "check fails a server that ends when it has no more descriptors" {
    fails exhausted 'few descriptors'
    [[ $said == *'; the server had ended: exit status 1 stderr:'* ]]
    passes exhausted 'idle CPU' 'churn'
}

@test "check fails a server that asks all the time" {
    fails spins 'idle CPU'
    passes spins 'asleep when full' 'churn' '200 clients'
}

@test "check fails a server that forgets clients past 1023" {
    needs_files 2200
    fails neglects 'harmless limit' '1021' '200 clients past 1024'
    passes neglects 'stalled peer' 'asleep when full'
}

@test "check fails a server that takes quit for a command" {
    fails commands/quits 'text like a command'
    [[ $said == *'expected: "quit\n" within 1 s came: "", then FIN'* ]]
    passes commands/quits 'a line of text' 'odd pieces' 'quiet time'
}

@test "check fails a server that strips lines" {
    fails commands/strips 'text like a command'
    passes commands/strips 'a line of text' 'half a line'
}

@test "check fails a server that does not answer an empty line" {
    fails commands/skips 'text like a command'
    passes commands/skips 'a line of text' 'dribble'
}

@test "check fails a server that looks only up to its newest client" {
    fails deaf/ 'old clients, new clients'
    passes deaf/ 'stalled peer' 'churn' 'asleep after rude clients'
}

@test "check fails a server that leaves zombies behind" {
    fails leftovers/zombies 'processes and threads'
    fails leftovers/one-wait 'processes and threads'
    passes leftovers/zombies 'churn' 'memory' 'resets in mid-echo'
}

@test "check fails a server that leaves processes or threads behind" {
    fails leftovers/children 'processes and threads'
    fails leftovers/threads 'processes and threads'
    passes leftovers/threads 'churn' 'stalled peer'
    passes leftovers/sockets 'processes and threads'
}

@test "check fails a server that leaves a socket open when a write failed" {
    in_time fails leftovers/sockets 'resets in mid-echo'
    passes leftovers/sockets 'reset at every stage' 'stalled peer'
}

@test "check fails a server that drops a silent client" {
    fails impatient/closes 'quiet time'
    fails impatient/ends 'quiet time'
    [[ $said == *'the server had ended: exit status 1'* ]]
    [[ $said == *'usually: It ends when a client leaves'*'Or: A timeout'* ]]
    passes impatient/closes 'one byte' 'idle CPU'
}

@test "check fails a server that still waits to write what is written" {
    in_time fails sleepless/pollout 'asleep beside slow reader'
    passes sleepless/pollout 'idle CPU' 'asleep after rude clients'
}

@test "check fails a server that waits to read with no room for it" {
    in_time fails sleepless/pollin 'asleep beside slow reader'
    passes sleepless/pollin 'idle CPU'
}

@test "check fails a server that tries to write to a client that left" {
    in_time fails sleepless/epipe 'asleep after rude clients'
    passes sleepless/epipe 'idle CPU' 'asleep beside slow reader'
}

@test "check starts servers with the usual signals, though it ignores some" {
    trap '' PIPE CHLD
    fails sigpiped 'vanishing'
    fails leftovers/zombies 'processes and threads'
}

@test "check fails a server that hears end of file again and again" {
    in_time fails sleepless/eof 'asleep after rude clients'
    passes sleepless/eof 'idle CPU' 'asleep beside slow reader'
}

@test "check fails a server of lines that takes each recv for a line" {
    local reply=lines
    fails replies/recv 'lines cut anywhere' 'a line byte by byte' \
        'half a line, then FIN' '1,000,000'
    passes replies/recv 'a line of text' 'an empty line' \
        'two lines in one piece' 'odd bytes in a line'
}

@test "check fails a server of lines that answers half a line" {
    local reply=lines
    fails replies/half 'half a line, then FIN' 'half-close with data'
    passes replies/half 'lines cut anywhere' 'queued clients' 'flood beside'
}

@test "check fails a server of lines that does not answer an empty one" {
    local reply=lines
    fails replies/empty 'an empty line' 'two lines in one piece' 'odd pieces'
    passes replies/empty 'a line byte by byte' 'half a line, then FIN'
}

@test "check fails a server of lines that counts up to NUL" {
    local reply=lines
    fails replies/strlen 'odd bytes in a line'
    passes replies/strlen 'an empty line' '1,000,000'
}

@test "check fails a server of lines that knows only short ones" {
    local reply=lines
    fails replies/short '1,000,000'
    passes replies/short 'odd pieces' '200 clients' 'half-close with data' \
        'old clients, new clients' 'churn' 'memory' 'reset at every stage'
}

@test "check fails a server without answers that decodes each recv" {
    local reply=none
    fails replies/decodes 'a character in two' 'bytes that are no text'
    [[ $said == *'stderr: replies: UnicodeDecodeError'* ]]
}

@test "check fails a server without answers that closes after one recv" {
    local reply=none
    fails replies/once 'takes it all' 'waits for end of file'
    passes replies/once 'nothing' 'restart' 'port in use'
}

@test "check fails a server without answers that a reset ends" {
    local reply=none
    fails replies/hasty 'reset at every stage'
    passes replies/hasty 'takes it all' 'waits for end of file' \
        'a character in two' 'bytes that are no text' 'SIGTERM' 'quiet time'
}

@test "check fails an echo where lines, or no answer, would be right" {
    local reply
    for reply in lines none; do
        fails right 'half-close with data'
    done
}

@test "check fails a server of datagrams that cuts them, or repeats them" {
    fails datagrams/truncates 'sizes up to 65,507'
    [[ $said == *'a datagram of 1025 bytes came back as one of 1024'* ]]
    passes datagrams/truncates 'a datagram' 'one after the other'
    fails datagrams/twice 'a datagram' 'three in a row'
    fails datagrams/text 'every value in one'
    passes datagrams/text 'two, interleaved' 'clients that have gone'
}

@test "check fails a server of datagrams that loses some, or is late" {
    fails datagrams/drops 'one after the other' '100 at once'
    [[ $said == *'received 128 of 192 bytes, then nothing'* ]]
    passes datagrams/drops 'a datagram'
    fails datagrams/late 'a datagram'
}

@test "check fails a server of datagrams that answers from another port" {
    fails datagrams/other-port 'a datagram' 'from the same port'
    [[ $said == *'expected: an answer from 127.0.0.1 UDP port '* ]]
    [[ $said == *'came: one from 127.0.0.1 UDP port '* ]]
}

@test "check fails a server of datagrams that knows TCP" {
    fails datagrams/ends 'an empty datagram'
    passes datagrams/ends 'sizes up to 65,507' 'three in a row'
    fails datagrams/loyal 'two, interleaved' 'clients that have gone'
    passes datagrams/loyal 'an empty datagram' 'from the same port'
}

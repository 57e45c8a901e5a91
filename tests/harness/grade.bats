# muxlab grade: a class of 30 submissions, right, wrong, clumsy and evil ones
# (tests/lib/class.bash), graded once for all tests here; and small classes.

bats_require_minimum_version 1.7.0

load ../helper
load ../lib/class

# Deadlines are short: most of the class has nothing to wait for.
grade() {
    timeout -k 1 $((120 * SCALE)) "$MUXLAB" grade \
        --timeout-scale "$((SCALE * 2))e-1" "$@"
}

# The servers of these tests may be built with ASan, which maps much memory.
write_assignment() {
    cat >"$class.assignment" <<'END'
# What every server is asked.
title Echo, the first
memory 0
points 2 all 256 values
points 1 reset at every stage
END
    printf '%s\n' 'points 1 reset at every stage' 'memory 0' \
        >"$class.brief"
}

# graded NAME COMMAND...: grades the class into $class.NAME. The log, and the
# copies, are where even a submission can read them.
graded() {
    local TMPDIR=$TMPDIR/$1 out=$class.$1
    export TMPDIR
    shift
    "$@" --assignment "$class.assignment" --limit 40 --jobs 4 --out "$out" \
        "$class"
}

without_a_break() {
    graded once grade >/dev/null 2>"$TMPDIR/once/log"
}

# The first run is killed when 5 are done; the second goes on.
with_a_break() {
    # shellcheck disable=SC2016
    graded twice sh -c 'echo $$ >"$0"; exec "$@"' "$class.pid" "$MUXLAB" grade \
        --timeout-scale "$((SCALE * 2))e-1" 2>&1 >/dev/null \
        | { head -n 5 >"$class.before"; kill -KILL "$(<"$class.pid")"; }
    SECRET=of-the-teacher graded twice grade >"$class.shown" 2>"$log"
}

setup_file() {
    export class=$BATS_FILE_TMPDIR/class
    TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/grade.XXXXXX") && chmod 711 "$TMPDIR"
    mkdir -m 711 "$TMPDIR"/{once,twice}
    export TMPDIR log=$TMPDIR/twice/log
    cd "$BATS_TEST_DIRNAME/../.." || return
    : >"$log"
    write_assignment
    wrong_ones && clumsy_ones && evil_ones && odd_ones
    cp -r "$class" "$BATS_FILE_TMPDIR/handed-in"
    at_once without_a_break with_a_break 3>&- 4>&- ||
        grep -q 'namespaces are refused' "$log"
}

teardown_file() { rm -r "$TMPDIR"; }

# Evil ones need a sandbox. Where there is none, the log says so, and they are
# right servers.
setup() {
    results=$class.twice
    if grep -q 'namespaces are refused' "$log"; then
        skip 'namespaces are refused here: see the test that refuses them'
    fi
}

# A class of its own for one test: small NAME WAY...
small() {
    class=$BATS_TEST_TMPDIR/small
    results=$class.graded
    while [ $# -gt 0 ]; do
        wrong_in "$1" "$2"
        shift 2
    done
}

# row NAME: its row of the CSV, without the seconds.
row() { rows | grep "^$1,"; }

# The CSV without the seconds, which stand in the same column of each row.
rows() {
    local n cell='("([^"]|"")*"|[^",]*)'
    n=$(sed 's/,seconds,.*//; s/[^,]//g; q' "$results/class.csv")
    sed -E "s/^(($cell,){$((${#n} + 1))})[^,]*/\1-/" "$results/class.csv"
}

@test "grade builds and scores each folder by what came over its sockets" {
    [[ $(row right) == right,graded,3,3,2,1,-,,,* ]]
    [[ $(row telnet) == 'telnet,graded,0,3,'*',all 256 values,'* ]]
    [[ $(row fragile) == 'fragile,graded,2,3,'*',reset at every stage,'* ]]
    [[ $(row in-c) == in-c,graded,3,3,* ]]
    [[ $(row nested) == nested,graded,3,3,* ]]
}

@test "grade builds in a copy" {
    diff -r "$BATS_FILE_TMPDIR/handed-in" "$class"
}

@test "grade leaves nothing behind, though it was killed in the middle" {
    [ "$(wc -l <"$class.before")" -eq 5 ]
    awk '{ print "  " $4 " " }' "$class.before" >"$class.done"
    run ! grep -F -f "$class.done" "$log"
    run ! pgrep -f "$class"
    [ "$(ls "$TMPDIR"/*)" = "$(printf '%s:\nlog\n\n' "$TMPDIR"/{once,twice})" ]
    [ -z "$(find "$results" -name '*.new*')" ]
}

@test "grade writes the same CSV, though it was killed in the middle" {
    diff <(rows) <(results=$class.once rows)
}

@test "grade tells a build that fails from a server that does" {
    [[ $(row no-build) == 'no-build,no build,,,,,-,'*': exit status 1,'* ]]
    grep -q "error: .y. undeclared" "$results/no-build/build.txt"
    grep -q "error: .y. undeclared" "$results/no-build/feedback.txt"
    [ "$(grep -c '^    ' "$results/no-build/feedback.txt")" -le 41 ]
}

@test "grade says of each how far it came" {
    [[ $(row no-program) == 'no-program,no program,,,,,-,'* ]]
    [[ $(row too-large) == 'too-large,too large,,,,,-,'* ]]
    [[ $(row no-start) == 'no-start,does not start,'*'no socket today,'* ]]
    [[ $(row never-listens) == 'never-listens,does not start,'* ]]
    [[ $(row no-end) == 'no-end,time was up,,,,,-,'* ]]
}

@test "grade writes what a student can read, and what a program can" {
    run -0 cat "$results/telnet/feedback.txt"
    [[ $output == $'Echo, the first\ntelnet: 0 of 3\n'* ]]
    [[ $output == *'  all 256 values: failed'*'1. send'*'came: first wrong'* ]]
    command -v python3 >/dev/null || skip 'python3: not found'
    python3 -c 'import json, sys
for name in sys.argv[1:]: json.load(open(name))' "$results"/*/result.json
}

@test "grade writes a CSV whose cells are text, to any reader" {
    [[ $(row "'=1+1") == "'=1+1,graded,3,3,"* ]]
    command -v python3 >/dev/null || skip 'python3: not found'
    run -0 python3 -c 'import csv, sys
rows = list(csv.reader(open(sys.argv[1], newline="")))
print(len(rows), len({len(row) for row in rows}), rows[2][0])' \
        "$results/class.csv"
    [ "$output" = '31 1 a name, "quoted"' ]
}

@test "grade shows the spread of scores, and what the class failed most" {
    run -0 cat "$class.shown"
    [[ ${lines[0]} == *' graded, 1 no build, 1 no program, '* ]]
    [[ $output == *$'\n       100 %  ####'* ]]
    [[ $output == *$'\nWhat the class failed most:\n'*': every value comes'* ]]
}

@test "grade asks again, alone, before it takes a point" {
    grep -q '"asked_again": true' "$results/a-late/result.json"
    [[ $(row a-late) == a-late,graded,3,3,* ]]
    [[ $(row b-late) == b-late,graded,3,3,* ]]
    grep -q '"asked_again": true' "$results/telnet/result.json"
}

# While the build of a-lock lasts, and holds the lock, the server of b-late is
# slow to start, and c-late is not built.
@test "grade asks again, alone, what ran into its limit beside others" {
    local lock=$TMPDIR/lock log=$TMPDIR/late
    touch "$lock" "$log"
    small a-lock right c-late right
    printf '\t[ -s %s ] || flock %s sleep 1000\n' "$log" "$lock" \
        >>"$class/a-lock/Makefile"
    submission b-late "flock -n $lock true || sleep $((5 * SCALE))
        exec ./wrong right -p \$1"
    printf '\tsleep 1; flock %s true\n' "$lock" >>"$class/c-late/Makefile"
    printf '%s\n' 'points 2 echoes' 'memory 0' >"$class.echoes"
    timeout -k 1 $((120 * SCALE)) "$MUXLAB" grade --timeout-scale "$SCALE" \
        --assignment "$class.echoes" --limit 10 --jobs 3 "$class" 2>"$log"
    for name in a-lock b-late c-late; do
        [[ $(row "$name") == "$name",graded,2,2,* ]]
    done
}

@test "grade notes a submission that runs a server of ours" {
    [[ $(row ours) == *'it runs echo-epoll of muxlab itself'* ]]
    grep -q '^ours: it runs echo-epoll' "$class.shown"
}

@test "a submission sees neither results, nor others, nor what is ours" {
    [[ $(row looks) == looks,graded,3,3,* ]]
    run -0 cat "$results/looks/stderr.txt"
    [[ $output == *HOME=* && $output == *'lo:'* ]]
    [[ $output != *of-the-teacher* && $output != *eth0* ]]
    [[ $output != *right* && $output != *class.csv$'\n'* ]]
    [ ! -e /tmp/muxlab-was-here ]
}

@test "a submission takes no more than its share, and ends with its turn" {
    grep -q '^67108864 big' "$results/fills/stderr.txt"
    [ "$EUID" -ne 0 ] \
        || grep -q '^Max processes *600 ' "$results/forks/stderr.txt"
    [[ $(row forks) == forks,* ]]
    [[ $(row kills) == kills,* ]]
    [[ $(row stays) == stays,graded,* ]]
    run ! pgrep -f 'trap : TERM'
}

@test "a submission that writes without end is cut" {
    [[ $(row chatty) == chatty,graded,3,3,* ]]
    [ "$(stat -c %s "$results/chatty/stderr.txt")" -lt 200000 ]
    grep -q 'bytes left out' "$results/chatty/stderr.txt"
}

@test "two submissions with one fixed port are graded at the same time" {
    [[ $(row fixed-port) == fixed-port,graded,3,3,* ]]
    [[ $(row fixed-port-too) == fixed-port-too,graded,3,3,* ]]
}

@test "a submission that prints a score has none" {
    [[ $(row boasts) == boasts,does\ not\ start,,* ]]
}

# again OPTION...: grades the small class, and shows which were graded.
again() {
    grade --assignment "$BATS_FILE_TMPDIR/class.brief" "$@" "$class" 2>&1 \
        >/dev/null | awk '{ print $4 }' | sort | xargs
}

@test "grade grades nothing twice, unless something has changed" {
    small anna right bert fragile
    [ "$(again)" = 'anna bert' ]
    [ "$(again)" = '' ]
    wrong_in bert right
    [ "$(again)" = 'bert' ]
    [ "$(again --seed 7)" = 'anna bert' ]
    [ "$(grep -c ',7.$' "$results/class.csv")" -eq 2 ]
}

@test "grade grades again those that it is told to" {
    small anna right bert fragile
    mkdir "$class/cleo"
    [ "$(again)" = 'anna bert cleo' ]
    [ "$(again --again failed)" = 'bert cleo' ]
    [ "$(again --again anna)" = 'anna' ]
    rm "$results/anna/result.json"
    [ "$(again --again missing)" = 'anna' ]
    run -2 grade --again dora "$class"
    run -0 grade --list "$class"
    [[ ${lines[1]} == 'bert '*' graded, 0 of 1' ]]
    [[ ${lines[2]} == 'cleo '*' no program' ]]
}

@test "an assignment says what counts, and what a right answer is" {
    small anna right
    printf '%s\n' 'points 3 half-close with data' 'points 4 echoes' \
        'points 1 SIGTERM' 'profile sequential' 'memory 0' >"$class.points"
    run -0 grade --assignment "$class.points" "$class"
    [[ $(row anna) == anna,graded,8,8,7,* ]]
    [ "$(grep -c '"rung": "echoes"' "$results/anna/result.json")" -eq \
        "$("$MUXLAB" check --list | sed '1d; /^[^ ]/,$d' | wc -l)" ]
    [ "$(grep -c '"rung": "rude clients"' "$results/anna/result.json")" -eq 1 ]
    printf '%s\n' 'points 2 one byte' 'points 0.5 nothing' 'memory 0' \
        >"$class.halves"
    wrong_in anna pairs
    run -0 grade --assignment "$class.halves" "$class"
    [[ $(row anna) == anna,graded,0.5,2.5,0.5,* ]]
    printf '%s\n' 'reply upper' 'points 1 all 256 values' 'memory 0' \
        >"$class.upper"
    run -0 grade --assignment "$class.upper" --again anna "$class"
    [[ $(row anna) == anna,graded,0,1,* ]]
}

@test "an assignment may require a system call" {
    small anna right
    printf '%s\n' 'requires epoll' 'points 1 one byte' 'memory 0' \
        >"$class.epoll"
    run -0 grade --assignment "$class.epoll" "$class"
    [[ $(row anna) == anna,graded,0,1,*'it never calls epoll, which'* ]] \
        || [[ $(row anna) == *'its calls cannot be seen'* ]]
    printf '%s\n' 'requires poll' 'points 1 one byte' 'memory 0' >"$class.poll"
    run -0 grade --assignment "$class.poll" "$class"
    [[ $(row anna) == anna,graded,1,1,* ]]
}

@test "an assignment says how the server is called" {
    small anna right bert right
    submission anna "exec $BIN/tests/datagrams right"
    submission bert "exec $BIN/echo-epoll -b \"\$1\""
    printf '%s\n' 'by udp' 'points 2 datagrams' 'memory 0' >"$class.udp"
    run -0 grade --assignment "$class.udp" --again anna "$class"
    [[ $(row anna) == anna,graded,2,2,* ]]
    printf '%s\n' 'by unix' 'points 2 one byte' 'memory 0' >"$class.unix"
    run -0 grade --assignment "$class.unix" --again bert "$class"
    [[ $(row bert) == bert,graded,2,2,* ]]
}

@test "grade names points that no submission can earn" {
    local first second points
    small anna right
    while IFS='|' read -r first second points; do
        printf '%s\n' "$first" "$second" "points 1 $points" >"$class.wrong"
        run -2 grade --assignment "$class.wrong" "$class"
        [[ ${lines[0]} == *": points for '$points', which is not asked "* ]]
    done <<<'by udp|title x|echoes
by tcp|title x|datagrams
reply http|title x|one byte
profile sequential|title x|stalled peer
profile concurrent|reply upper|idle CPU'
}

@test "grade names what in an assignment does not go with how it is called" {
    local by line
    small anna right
    while IFS='|' read -r by line; do
        printf '%s\n' "by $by" "$line" >"$class.wrong"
        run -2 grade --assignment "$class.wrong" "$class"
        [[ ${lines[0]} == *": '${line%% *}"*"by $by' exclude each other" ]]
    done <<<'udp|profile sequential
udp|reply lines
udp|run ./server {path}
tcp|run ./server {path}
unix|run ./server {port}'
}

@test "an assignment limits memory, and says how to build and run" {
    [[ $BIN != */asan ]] || skip 'servers built with ASan map much memory'
    small hogs right
    sed -i 's/^exec/dd if=\/dev\/zero of=\/dev\/null bs=3G count=1; &/' \
        "$class/hogs/server.sh"
    printf '%s\n' 'build make server && mv server other' 'memory 2000' \
        'run exec ./other {port}' 'points 1 one byte' >"$class.limits"
    run -0 grade --assignment "$class.limits" "$class"
    [[ $(row hogs) == hogs,graded,1,1,* ]]
    grep -q 'memory exhausted' "$results/hogs/stderr.txt"
}

@test "grade names the line of an assignment that is wrong" {
    small anna right
    while read -r line; do
        printf 'title x\n%s\n' "$line" >"$class.wrong"
        run -2 grade --assignment "$class.wrong" "$class"
        [[ ${lines[0]} == *"small.wrong: line 2 '"* && ${#lines[@]} -eq 2 ]]
    done <<<'point 3 echoes
points none echoes
points 3 nonsense
profile fast
reply lower
by pigeon
memory much
title'
}

@test "grade says that processes are few" {
    [ "$EUID" -eq 0 ] || skip 'a user who is not root may have too many already'
    small anna right
    # shellcheck disable=SC2016
    run -0 bash -c 'ulimit -Su 500; exec "$@"' _ "$MUXLAB" grade \
        --timeout-scale "$SCALE" --assignment "$BATS_FILE_TMPDIR/class.brief" \
        "$class"
    [[ $output == *'only 500 processes are allowed here (ulimit -u)'* ]]
}

@test "grade refuses what it cannot grade" {
    run -2 grade
    run -2 grade "$class" "$class"
    run -2 grade --jobs 0 "$class"
    run -2 grade --user no-such-user "$class"
    run -3 grade "$class/no-such-folder"
    run -3 grade "$class/right"
    run -3 grade $'\e[1m'
    [ "$output" = 'muxlab: �[1m: No such file or directory' ]
}

@test "where namespaces are refused, grade takes no risk without being told" {
    small anna right bert right
    unshare -Ur true || skip 'user namespaces: refused here'
    # shellcheck disable=SC2016
    alone() { unshare -Ur sh -c 'echo 0 >/proc/sys/user/max_user_namespaces
        exec "$@"' sh "$MUXLAB" grade --timeout-scale "$SCALE" \
        --assignment "$BATS_FILE_TMPDIR/class.brief" "$@" "$class"; }
    run -3 unshare -U --map-user=1000 --keep-caps sh -c "
        echo 0 >/proc/sys/user/max_user_namespaces
        exec '$MUXLAB' grade '$class' --out '$BATS_TEST_TMPDIR'"
    [[ $output == *'submissions could do all that you may'* ]]
    run -0 alone --user root
    [[ $output == *'namespaces are refused here ('*'run one at a time'* ]]
    [[ $(row anna) == anna,graded,1,1,* && $(row bert) == bert,graded,1,1,* ]]
}

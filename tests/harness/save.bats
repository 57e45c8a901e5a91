# compare --save and --from: a table in a file, and back again.

bats_require_minimum_version 1.7.0
load ../helper

setup() { cd "$BATS_TEST_TMPDIR" || return; }

compare() {
    MARK="muxlab-$BATS_ROOT_PID-$BATS_TEST_NUMBER" timeout -k 1 100 "$MUXLAB" \
        compare --timeout-scale "${SCALE:-1}" "$@"
}

# $output on one line, with single blanks.
words() { tr -s '\n ' ' ' <<<"$output"; }

# Waits until no process with our MARK is left.
none_left() {
    local tries mark="MARK=muxlab-$BATS_ROOT_PID-$BATS_TEST_NUMBER"
    for ((tries = 0; tries < 100 * ${SCALE:-1}; tries++)); do
        grep -qsz "^$mark\$" /proc/[0-9]*/environ || return 0
        sleep 0.05
    done
    return 1
}

# It is refused in one line, with 3, and nothing is printed.
refused() {
    run -3 --separate-stderr compare --from "$1"
    # shellcheck disable=SC2154 # run sets them
    [ -z "$output" ] && [ "${#stderr_lines[@]}" -eq 1 ]
    # shellcheck disable=SC2154
    [[ $stderr == "muxlab: $1: "*"$2"* ]]
}

@test "a saved table is printed again as it was, in every form" {
    local form
    for form in '' --csv --json; do
        compare --rounds 2 --time 0.05 --only active-0 --only rest \
            --save t.json $form \
            blocking epoll >a
        compare --from t.json $form >b
        cmp a b
    done
    [ ! -e t.json.new ]
}

@test "a saved sweep has its chart again" {
    compare --quick --time 0.05 --sweep idle=0,50 --save t.json --svg a.svg \
        poll epoll >a
    compare --from t.json --svg b.svg >b
    cmp a b && cmp a.svg b.svg
}

@test "a saved file knows each round, the latencies, and the machine" {
    compare --rounds 2 --time 0.05 --only active-0 --save t.json epoll -- \
        "$BIN/echo-epoll" -p 0
    grep -q "\"kernel\": \"Linux $(uname -r) " t.json
    grep -q '"net/core/somaxconn": "[0-9]' t.json
    grep -q '"command": \["compare", .*"--rounds", .*"--", ".*", "-p", "0"\]' \
        t.json
    grep -qE '"rounds": \[[0-9.]+, [0-9.]+\]' t.json
    [ "$(grep -c '{"count": [0-9]*, .*"slots": \[\[' t.json)" -ge 2 ]
    ! command -v python3 || python3 -m json.tool t.json >/dev/null
}

@test "a saved file that is cut short is refused, wherever it was cut" {
    compare --quick --only second --save t.json epoll >a
    local size part
    size=$(wc -c <t.json)
    for ((part = 40; part < size - 2; part += size / 23)); do
        head -c "$part" t.json >cut.json
        refused cut.json 'is cut short or damaged'
    done
    head -c 0 t.json >cut.json
    refused cut.json 'was not saved by muxlab compare'
}

@test "a file of another version, or not ours, is refused" {
    compare --quick --only second --save t.json epoll >a
    sed 's/"schema": 2/"schema": 3/' t.json >other.json
    refused other.json 'has schema 3, and this muxlab reads only schema 2'
    echo '{"muxlab": "check", "schema": 2}' >other.json
    refused other.json 'was not saved by muxlab compare'
    refused "$BIN/muxlab" 'was not saved by muxlab compare'
    refused nosuch 'No such file or directory'
    refused . 'Is a directory'
}

@test "a file in which something does not fit is refused" {
    compare --quick --only second --save t.json poll epoll >a
    local change
    for change in 's/"poll", //' 's/"rounds": \[/&"x", /' 's/"note"/"nota"/' \
        's/"rounds": \[/&1e999, /' 's/"at": 0/"at": -1/' 's/"rows"/"rosw"/' \
        's/"machine": "/&'"$(printf 'x%.0s' {1..200})"/; do
        sed "$change" t.json >other.json
        refused other.json 'is damaged'
    done
}

@test "--from says when memory runs out, at any point" {
    local n
    compare --quick --time 0.05 --only active-0 --save t.json epoll >table
    for n in 2 5 50; do
        run -3 env FAULTS="malloc:$n-:ENOMEM" \
            LD_PRELOAD="$BIN/tests/faults.so" "$MUXLAB" compare --from t.json
        [ "$output" = 'muxlab: t.json: Cannot allocate memory' ]
    done
}

@test "compare --save and --svg, and watch --svg, keep what else is there" {
    mkdir real
    local file
    for file in t.json t.svg w.svg; do
        echo mine >$file.new
        echo old >real/$file
        chmod 600 real/$file
        ln -s real/$file $file
    done
    run -0 compare --rounds 1 --time 0.05 --only alone --save t.json epoll
    run -0 compare --from t.json
    run -0 compare --rounds 1 --time 0.05 --sweep idle=1,2 --svg t.svg epoll
    timeout 30 "$MUXLAB" watch --timeline three-clients --svg w.svg epoll ||
        rm w.svg real/w.svg                     # no ptrace here
    for file in *.json *.svg; do
        [ "$(cat "$file.new")" = mine ]
        [ -L "$file" ]
        [ "$(head -n 1 "$file")" != old ]
        [ "$(stat -c %a "real/$file")" = 600 ]
    done
    run -0 find . -name '*muxlab-*'
    [ -z "$output" ]
}

@test "behind a link to nothing, a file is made, and the link stays" {
    mkdir real
    ln -s real/t.json first
    ln -s first t.json
    run -0 compare --rounds 1 --time 0.05 --only alone --save t.json epoll
    [ -L t.json ] && [ -L first ]
    run -0 compare --from real/t.json
}

@test "--from shows names as plain text, and in CSV as no formula" {
    run -0 compare --rounds 1 --time 0.05 --only alone --save t.json epoll
    sed -i $'s/"epoll"/"=\xc2\x9b\x7f\x80\xe2\x80\xael"/g' t.json
    run -0 compare --from t.json --csv
    [[ $output == *",'=����l,"* ]]
    run -3 compare --from $'no\e[1m'
    [ "$output" = 'muxlab: no�[1m: No such file or directory' ]
}

@test "SIGINT leaves no process, and a file of what was done so far" {
    MARK="muxlab-$BATS_ROOT_PID-$BATS_TEST_NUMBER" run -130 \
        env --default-signal=INT timeout --preserve-status -k 10 -s INT \
        $((2 * ${SCALE:-1})) "$MUXLAB" compare --rounds 900 --only rest \
        --save t.json poll epoll
    [[ $(words) == *'INTERRUPTED in round '* ]]
    none_left
    [ ! -e t.json.new ]
    run -0 compare --from t.json
    [[ $(words) == *'INTERRUPTED in round '* ]]
    grep -qE '"rounds": \[[0-9.]+' t.json
}

@test "SIGKILL leaves the rounds that were complete" {
    MARK="muxlab-$BATS_ROOT_PID-$BATS_TEST_NUMBER" run -137 \
        timeout -s KILL $((2 * ${SCALE:-1})) "$MUXLAB" compare --rounds 900 \
        --only rest --save t.json epoll
    none_left
    run -0 compare --from t.json
    [[ $(words) == *'INTERRUPTED in round '* ]]
}

@test "a place where nothing can be saved is refused at once, with 3" {
    run -3 compare --save nosuch/t.json
    [ "$output" = 'muxlab: nosuch/t.json: No such file or directory' ]
    run -3 compare --save .
    [ "$output" = 'muxlab: .: Is a directory' ]
    run -3 compare --sweep idle=0 --save t.json --svg nosuch/c.svg
    [ "$output" = 'muxlab: nosuch/c.svg: No such file or directory' ]
    run -3 "$MUXLAB" watch --timeline reset --svg nosuch/w.svg epoll
    [ "$output" = 'muxlab: nosuch/w.svg: No such file or directory' ]
    [ -z "$(ls)" ]
    ln -s nosuch/t.json nowhere
    run -3 compare --save nowhere
    [ "$output" = 'muxlab: nowhere: No such file or directory' ]
    ln -s loop loop
    run -3 compare --save loop
    [ "$output" = 'muxlab: loop: Too many levels of symbolic links' ]
    run -3 compare --save "$(printf 'x%.0s' {1..256})"
    [[ $output == *': File name too long' ]]
}

@test "--from goes with no target and no other question" {
    run -2 compare --from t.json epoll
    run -2 compare --from t.json --save u.json
    run -2 compare --from t.json --sweep idle=0
    [[ $output == *"try 'muxlab compare --help'" ]]
}

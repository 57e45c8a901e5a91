# compare --sweep: one question over a range, as a table and as a chart.

# shellcheck disable=SC2154 # models
bats_require_minimum_version 1.7.0
load ../helper
load ../lib/models
load ../lib/limits

setup() { cd "$BATS_TEST_TMPDIR" || return; }

compare() {
    timeout -k 1 100 "$MUXLAB" compare --timeout-scale "${SCALE:-1}" "$@"
}

sweep() { compare --quick --time 0.05 --sweep "$@"; }

# field COLUMN QUESTION TARGET: of the CSV in $output.
field() {
    awk -F, -v column="$1" -v question="$2" -v target="$3" \
        '$1 == question && $3 == target { print $column }' <<<"$output"
}

@test "sweep has a row for each number and a column for each server" {
    run -0 sweep idle=0,50 --csv mine="$BIN/echo-epoll -p {port}"
    [ "$(grep -c '^idle=0,' <<<"$output")" -eq 6 ]
    [ "$(grep -c '^idle=50,' <<<"$output")" -eq 6 ]
    [ -n "$(field 4 idle=50 mine)" ]
    [ -z "$(field 4 idle=50 blocking)" ]
    [ "$(field 7 idle=50 blocking)" = 'Serves one at a time.' ]
}

@test "sweep takes clients, sizes and depths" {
    run -0 sweep clients=1,20 --csv blocking epoll
    [ -n "$(field 4 clients=1 blocking)$(field 4 clients=20 epoll)" ]
    [ "$(field 7 clients=20 blocking)" = 'Serves one at a time.' ]
    run -0 sweep size=1,10000 --csv epoll
    [ -n "$(field 4 size=10000 epoll)" ]
    run -0 sweep depth=1,16 --time 0.5 --csv epoll
    awk -v a="$(field 4 depth=1 epoll)" -v b="$(field 4 depth=16 epoll)" \
        'BEGIN { exit !(b > a) }'
}

@test "sweep says what was ahead, round for round" {
    needs_files 2101
    run -0 compare --rounds 3 --time 0.3 --sweep idle=2000 --save s.json \
        poll epoll
    # Beside other programs epoll may lose a round: then it must not say so.
    if ! sed -n 's/.*"rounds": \[\(.*\)\],/\1/p' s.json | awk -F ', ' '
        NR == 1 { split($0, poll, ", ") }
        NR == 2 { for (i = 1; i <= 3; i++) ahead += $i > 1.1 * poll[i] }
        END { exit NR != 2 || ahead != 3 }'; then
        [[ $output == *'No difference seen: '* ]]
        return
    fi
    [[ $(tr -s '\n ' ' ' <<<"$output") =~ \
        'epoll answers more than poll: ahead by '[0-9.]+'x ('[0-9.]+' to ' ]]
    [[ $output == *' in 3 rounds)'* ]]
}

@test "sweep draws a chart that is sound and small, and names all servers" {
    ln -s "$BIN/echo-epoll" '<&>'
    run -0 sweep idle=0,50 --svg c.svg -- './<&>' -p 0
    run -0 awk -v chart=1 -f "$BATS_TEST_DIRNAME/../lib/svg.awk" c.svg
    [ "$(wc -c <c.svg)" -lt 60000 ] && [ ! -e c.svg.new ]
    local name
    for name in "${models[@]}" '&lt;&amp;&gt;'; do
        grep -q "<tspan class=\"name [^>]*>$name</tspan>" c.svg
    done
    grep -q '<title>50 idle clients: ' c.svg && grep -q '<desc>' c.svg
    run ! grep -qE '<script|href|http://[^w]|@import' c.svg
}

@test "sweep's chart says why a server cannot go on" {
    needs_files 1301
    run -0 sweep idle=0,1100 --svg c.svg blocking select
    grep -q '>blocking</tspan>, serves one at a time</text>' c.svg
    grep -q '>select</tspan>.*>1,024 descriptors</tspan>' c.svg
    [ "$(grep -c 'class="way' c.svg)" -eq 1 ]
}

# saved RATE...: a saved sweep over two rows, each "NAME FIRST LAST".
saved() {
    local servers='' first='' last='' cell name
    cell='{"word": "", "note": "Gone: why not.", "rounds": [%s]}'
    for name in "$@"; do
        # shellcheck disable=SC2086 # three words
        set -- $name
        servers+="${servers:+, }\"$1\""
        # shellcheck disable=SC2059 # one %s
        first+="${first:+, }$(printf "$cell" "$2")"
        # shellcheck disable=SC2059
        last+="${last:+, }$(printf "$cell" "$3")"
    done
    printf '{\n  "muxlab": "compare", "schema": 2, "about": "a", "machine": "m",
        "axis": "idle", "servers": [%s], "rows": [
        {"question": "a", "section": "", "unit": "u", "label": "l",
         "seen": "s", "better": 1, "at": 0, "cells": [%s]},
        {"question": "b", "section": "", "unit": "u", "label": "l",
         "seen": "s", "better": 1, "at": 9000, "cells": [%s]}]}' \
        "$servers" "$first" "$last"
}

# claim RATE...: the title of the chart of such a sweep.
claim() {
    saved "$@" >saved.json
    compare --from saved.json --svg c.svg >table
    sed -n 's/^<title>\(.*\)<.*/\1/p' c.svg
}

@test "sweep's chart has as title what its figures show" {
    run -0 claim 'select 900 null' 'poll 1000 10' 'epoll 990 1000'
    [ "$output" = \
        '9,000 idle clients: epoll keeps its speed, poll falls about 100-fold' ]
    grep -q ' epoll at 0: 990, at 9,000: 1,000\.' c.svg
    grep -q ' select at 0: 900; gone\.' c.svg
    run -0 claim 'a 100 10' 'b 100 1' 'c 100 200' 'd 100 300'
    [ "${output#*: }" = \
        'c and d gain about 2-fold, a and b fall 10- to 100-fold' ]
    run -0 claim 'a 100 100' 'b null null'
    [ "$output" = '9,000 idle clients: a keeps its speed' ]
}

@test "sweep's chart tells servers apart by more than colour" {
    run -0 sweep idle=0,50 --svg c.svg poll epoll \
        mine="$BIN/echo-epoll -p {port}"
    [ "$(sed -n 's/.*class="mark .* d="\([^"]*\)".*/\1/p' c.svg | sort -u |
        wc -l)" -eq 3 ]
    [ "$(grep -c 'class="way.*dasharray' c.svg)" -eq 1 ]
    grep -q 'prefers-color-scheme:dark' c.svg
}

@test "a chart goes only with a sweep, and a sweep with no other question" {
    run -2 compare --quick --svg c.svg epoll
    [[ $output == *'--svg: only a sweep has a chart'* ]]
    run -2 sweep idle=0 --only many epoll
    run -2 sweep idle=0 --all epoll
    run -3 sweep idle=0 --svg nosuch/c.svg epoll
    [[ $output == *'nosuch/c.svg: No such file or directory'* ]]
}

@test "sweep refuses what it does not understand" {
    run -2 sweep idle epoll
    [[ $output == *'like idle=0,10,100'* ]]
    run -2 sweep nonsense=1 epoll
    run -2 sweep idle=10,10 epoll
    run -2 sweep clients=0 epoll
    run -2 sweep idle=0,x epoll
    run -2 sweep idle=0 --sweep size=1 epoll
    [[ $output == *"try 'muxlab compare --help'"* ]]
}

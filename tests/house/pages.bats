#!/usr/bin/env bats
#
# pages.bats: what the pages promise their readers: equal
# sections, short functions, the model and nothing else in each difference.

bats_require_minimum_version 1.7.0
load ../lib/models

setup() {
    export LC_ALL=C
    cd "$BATS_TEST_DIRNAME/../.." || return
    pages=("${models[@]/%//server.c}" "${further[@]/%/.c}")
    rooms=(common/*.c)
    sources=("${pages[@]}" "${rooms[@]}" harness/*.c harness/*/*.c)
    sources+=(tests/*.c tests/servers/*.c labs/*/*.c labs/*/*/*.c)
    texts=("${sources[@]}" */*.h */*/*.h tests/{,*/}*.bash tests/*/*.bats)
    texts+=(labs/predict labs/*/{judge,deal,calls,ask} labs/*/*.card)
}

# Existing files of those named (a glob without a match names nothing).
existing() {
    local file
    for file in "$@"; do
        [ ! -e "$file" ] || printf '%s\n' "$file"
    done
}

# A file's code, without comments and empty lines.
code() {
    perl -0777 -pe 's{/\*.*?\*/}{}gs; s/[ \t]+$//gm; s/^\n//gm' "$1"
}

# One function of a file, as it stands: function_of NAME FILE
function_of() {
    awk -v head="^[a-z].*[ *]$1\\\\(" '
        $0 ~ head { on = 1 } on { print } /^}/ { on = 0 }' "$2"
}

# "NAME LINES FILE" for each function, from its first brace to its last.
functions() {
    awk '/^[a-z].*\(/ { match($0, /[a-z0-9_]+\(/)
                        name = substr($0, RSTART, RLENGTH - 1) }
         /^\{/ { start = FNR }
         /^}$/ && start { print name, FNR - start + 1, FILENAME
                          start = 0 }' "$@"
}

# Prints the lines that match; fails if there is one: absent PATTERN FILE...
absent() {
    ! grep -nE "$@"
}

# Prints the places in these files' code that match; fails if there is one.
none_matches() {
    local pattern=$1 file found=0
    shift
    for file in "$@"; do
        if code "$file" | grep -nE "$pattern"; then
            printf 'in %s\n' "$file"
            found=1
        fi
    done
    return "$found"
}

# Fails, naming them, if a file has more lines than that: at_most 100 FILE...
at_most() {
    local limit=$1
    shift
    wc -l "$@" | awk -v limit="$limit" '
        $2 != "total" && $1 > limit { print; bad = 1 } END { exit bad }'
}

# Fails, naming them, if a function is longer: functions_at_most 30 FILE...
functions_at_most() {
    local limit=$1
    shift
    functions "$@" | awk -v limit="$limit" '
        $2 > limit { print; bad = 1 } END { exit bad }'
}

@test "a page is at most 100 lines" {
    at_most 100 "${pages[@]}"
}

@test "a room of common/ is at most 300 lines" {
    at_most 300 common/*.[ch]
}

@test "a file of the harness, and of the tests, is at most 400 lines" {
    mapfile -t files < <(existing harness/*.[ch] harness/*/*.[ch] "${texts[@]}")
    at_most 400 "${files[@]}"
}

@test "a function of the pages and their rooms is at most 30 lines" {
    functions_at_most 30 "${pages[@]}" "${rooms[@]}"
}

@test "a function of the harness, tests and labs is at most 40 lines" {
    mapfile -t files < <(existing harness/{,*/}*.c tests/{,*/}*.c \
        labs/*/{,start/}*.c)
    functions_at_most 40 "${files[@]}"
}

@test "nothing is nested deeper than three" {
    mapfile -t files < <(existing "${sources[@]}")
    absent '^ {16,}(if|else|for|while|do|switch)\b' "${files[@]}"
}

@test "a line is at most 80 columns, without a tab or a trailing space" {
    mapfile -t files < <(existing "${texts[@]}")
    LC_ALL=C.UTF-8 absent '.{81}|'$'\t''| $' "${files[@]}"
}

@test "a line breaks before && and ||; a null pointer is !p" {
    mapfile -t files < <(existing "${sources[@]}" {harness,tests}/*/*.h)
    absent '(&&|\|\|)$|[!=]= NULL' "${files[@]}"
}

@test "every page begins with its model's name, and its price" {
    for page in "${pages[@]}"; do
        name=${page##*/} name=${name%.c}
        [ "$name" != server ] || name=${page%/*}
        [ "$(sed -n 2p "$page" | cut -d: -f1)" = " * $name" ]
        sed '/^ \*\//q' "$page" | grep -q 'The price: '
    done
}

@test "every page has watch, admit, serve and main, in this order" {
    for page in {nonblocking,select,poll,epoll}/server.c; do
        run -0 functions "$page"
        [ "$(cut -d' ' -f1 <<<"$output" | xargs)" = 'watch admit serve main' ]
    done
}

@test "blocking has admit, serve and main too, and says why no watch" {
    run -0 functions blocking/server.c
    [ "$(cut -d' ' -f1 <<<"$output" | xargs)" = 'admit send_all serve main' ]
    grep -q 'no watch()' blocking/server.c
}

@test "a further page has the sections of the page it varies, in order" {
    for page in "${further[@]}"; do
        expected=$(functions "${page%/*}/server.c" | cut -d' ' -f1)
        [ "$(functions "$page.c" | cut -d' ' -f1 | grep -Fx "$expected")" = \
            "$expected" ]
    done
}

@test "every page names its limits in one enum" {
    for page in "${pages[@]}"; do
        [ "$(grep -c '^enum {' "$page")" -eq 1 ]
    done
}

@test "every page includes our headers first, each kind alphabetically" {
    for page in "${pages[@]}"; do
        grep '^#include "' "$page" | sort -c
        grep '^#include <' "$page" | sort -c
        grep '^#include' "$page" | cut -c10 | sort -c
    done
}

@test "admit and serve are byte-identical in select and poll" {
    for name in admit serve; do
        [ "$(function_of $name select/server.c | wc -l)" -gt 5 ]
        diff <(function_of $name select/server.c) \
            <(function_of $name poll/server.c)
    done
}

# differ_at_most LINES PAGE PAGE: in their code, #include lines not counted.
differ_at_most() {
    local marked
    marked=$(diff <(code "$2" | grep -v '^#include') \
        <(code "$3" | grep -v '^#include') | grep -c '^[<>]')
    [ "$marked" -gt 0 ] && [ "$marked" -le "$1" ]
}

@test "select and poll differ in at most 28 lines of code" {
    differ_at_most 28 select/server.c poll/server.c
}

@test "a further page differs little from the page it varies" {
    differ_at_most 19 blocking/server.c blocking/fork.c
    differ_at_most 36 blocking/server.c blocking/thread.c
    differ_at_most 9 blocking/server.c blocking/prefork.c
    differ_at_most 57 nonblocking/server.c nonblocking/signal.c
    differ_at_most 34 epoll/server.c epoll/edge.c
    differ_at_most 60 epoll/server.c epoll/uring.c
}

@test "a page defines no macro and has no conditional part" {
    absent '^ *# *(define|undef|if|ifdef|ifndef|pragma)' "${pages[@]}"
}

@test "a page allocates nothing, and calls nothing through a pointer" {
    none_matches '\b(malloc|calloc|realloc|strdup|free)\(|\(\*' "${pages[@]}"
}

@test "only a page waits, and each only in its own way" {
    local waits='\b(select|pselect|poll|ppoll|epoll_[a-z0-9]+)\('
    none_matches "$waits" "${rooms[@]}" {,non}blocking/server.c
    for model in select poll epoll; do
        [ "$(code $model/server.c | grep -oE "$waits" | sort -u |
            grep -cv "^$model")" -eq 0 ]
        [ "$(code $model/server.c | grep -cE "\b$model(_wait)?\(")" -eq 1 ]
    done
}

@test "only conn.c, and blocking's page, read and write" {
    none_matches '\b(read|write|readv|writev|recv|send|sendto|recvfrom)\(' \
        {nonblocking,select,poll,epoll}/server.c common/{count,server}.c
}

@test "only main ends the process" {
    none_matches '\b(exit|_exit|_Exit|quick_exit|abort|errx?|verrx?|assert)\(' \
        "${pages[@]}" "${rooms[@]}"
}

@test "nonblocking never naps" {
    none_matches 'sleep|sched_yield|pause\(' nonblocking/server.c common/conn.c
}

@test "epoll is level-triggered" {
    none_matches 'EPOLLET|EPOLLONESHOT' epoll/server.c
}

@test "a page includes only headers of common/" {
    absent '^#include "(\.\./common/(conn|count|ring|server)\.h)?[^"]+"' \
        <(sed -E 's,^#include "\.\./common/(conn|count|ring|server)\.h"$,,' \
            "${pages[@]}")
}

@test "conn and server know count, and not each other" {
    run -0 grep -hc '^#include "' common/{conn,server,count,listen,options}.c
    [ "$(xargs <<<"$output")" = '2 4 1 1 1' ]
    for room in conn server; do
        grep -q '^#include "count.h"' "common/$room.c"
    done
    absent '^#include "' common/*.h
}

@test "the harness includes nothing of the servers" {
    mapfile -t files < <(existing harness/{,*/}*.[ch] tests/{,*/}*.c)
    absent '^#include ".*(common|blocking|select|poll)/' "${files[@]}"
}

@test "a page and common/*.c, compiled by hand, are a whole program" {
    local top=$PWD
    cd "$BATS_TEST_TMPDIR"
    "${CC:-cc}" -D_GNU_SOURCE -c "${rooms[@]/#/$top/}"
    for page in "${pages[@]/#/$top/}"; do
        "${CC:-cc}" -D_GNU_SOURCE -o echo-me "$page" ./*.o
        run -0 ./echo-me --version
        [[ $output == 'echo-me '* ]]
    done
}

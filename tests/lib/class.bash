# shellcheck shell=bash disable=SC2154
# class.bash: a class of 30 submissions of the kinds that teachers meet: right,
# wrong, clumsy and evil ones, in the folder $class.

# submission NAME SCRIPT: its Makefile makes `server` of this script, whose $1
# is the port. Beside it lies tests/servers/wrong.
submission() {
    mkdir -p "$class/$1"
    cp "$BIN/tests/wrong" "$class/$1/"
    printf '#!/bin/sh\n%s\n' "$2" >"$class/$1/server.sh"
    printf 'server: server.sh\n\tcp server.sh server\n\tchmod +x server\n' \
        >"$class/$1/Makefile"
}

# wrong_in NAME WAY: a server that is wrong in this way.
wrong_in() { submission "$1" "exec ./wrong $2 -p \$1"; }

# misbehaves NAME SCRIPT: when it is started first it does this; then, and ever
# after, it is a right server. It does so only in a process namespace that is
# not ours: without a sandbox it could do the same to us.
misbehaves() {
    submission "$1" "if [ \$(readlink /proc/self/ns/pid) != $(
        readlink /proc/self/ns/pid) ] && mkdir done 2>/dev/null; then $2
        fi
        exec ./wrong right -p \$1"
}

wrong_ones() {
    local way
    for way in right telnet fragile unflushed sixteen no-reuse leaks-files \
        quota; do
        wrong_in "$way" "$way"
    done
    wrong_in "=1+1" right
    wrong_in 'a name, "quoted"' right
}

clumsy_ones() {
    mkdir -p "$class"/{no-build,no-end,no-program,too-large,in-c}
    cp tests/servers/threaded.c "$class/in-c/server.c"
    cp tests/servers/listen.h "$class/in-c/"
    yes 'int x = y;' | head -n 50 >"$class/no-build/server.c"
    echo 'It will come tomorrow.' >"$class/no-program/README"
    printf 'server:\n\tsleep 1000\n' >"$class/no-end/Makefile"
    truncate -s 65M "$class/too-large/server.c"
    wrong_in nested/project right
    submission fixed-port 'exec ./wrong right -p 20007'
    submission fixed-port-too 'exec ./wrong right -p 20007'
    submission no-start 'echo "no socket today" >&2; exit 1'
    submission never-listens 'sleep 1000'
}

# The first is right, and the second can be built, as soon as the log has 10
# others. It lies where the copies are made.
odd_ones() {
    # shellcheck disable=SC2016
    submission a-late 'told=$(wc -l <"${HOME%/muxlab.*}/log")
        [ "$told" -ge 10 ] || way=telnet
        exec ./wrong ${way:-right} -p $1'
    wrong_in b-late right
    # shellcheck disable=SC2016
    printf '\t[ $$(wc -l <"$${HOME%%/muxlab.*}/log") -ge 10 ]\n' \
        >>"$class/b-late/Makefile"
    submission ours "exec $BIN/echo-epoll -p \$1"
    # shellcheck disable=SC2016
    submission boasts 'echo "{ \"score\": 5, \"of\": 5 }"'
}

evil_ones() {
    misbehaves chatty 'yes | head -c 3000000 >&2'
    misbehaves fills 'head -c 1G /dev/zero >big; wc -c big >&2'
    misbehaves forks 'grep processes /proc/self/limits >&2
        ulimit -p 50 2>/dev/null || ulimit -u 50
        f() { f | f & }; f 2>/dev/null'
    misbehaves kills 'kill -9 -1; kill -9 1'
    misbehaves looks "ps -e >&2; env >&2; cat /proc/net/dev >&2
        ls '$class' '$class.twice' >&2
        echo 5 >'$class.twice/class.csv'; echo 5 >/tmp/muxlab-was-here"
    misbehaves stays 'setsid sh -c "trap : TERM; while :; do sleep 1; done" &'
}

# at_once COMMAND COMMAND: both at the same time, to their ends.
at_once() {
    "$1" &
    "$2"
    wait $!
}

#!/usr/bin/env bats
#
# install.bats: what `make install` leaves is whole, and finds its parts.

bats_require_minimum_version 1.7.0
load ../helper

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return
    root="$BATS_TEST_TMPDIR/a folder" at=$root/usr
    make -s install BIN="$BIN" PREFIX=/usr DESTDIR="$root"
}

# Sources $1 in bash, and prints how it completes the other words.
completed_by() {
    # shellcheck disable=SC2016
    bash -c '. "$1"; shift; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _muxlab; echo "${COMPREPLY[*]}"' - "$@"
}

@test "muxlab, installed, finds the five servers beside it" {
    run -0 "$at/bin/muxlab" talk -m hello epoll
    [ "$output" = hello ]
}

@test "helper.bash, installed, finds muxlab" {
    # shellcheck disable=SC2016
    run -0 env -u MUXLAB -u BIN bash -c '. "$1/helper.bash"; echo "$MUXLAB"' \
        - "$at/share/muxlab"
    [ "$output" = "$(realpath "$at")/bin/muxlab" ]
}

@test "the manual page names every verb and option, and man has no remark" {
    local page=$at/share/man/man1/muxlab.1 verb option
    for verb in $("$MUXLAB" help | sed -nE '/^A/q; s/^  ([a-z]+) .*/\1/p'); do
        grep -qx "\.SS $verb" "$page"
        for option in $("$MUXLAB" "$verb" --help |
            sed -nE 's/^ {2,6}(-., )?--([a-z]+).*/\2/p'); do
            grep -q -- "\\\\-\\\\-$option" "$page"
        done
    done
    command -v groff || skip 'no groff here'
    run -0 groff -man -ww -z "$page"
    [ -z "$output" ]
}

@test "bash completes verbs, options, their words and models" {
    local script=$at/share/bash-completion/completions/muxlab
    [ "$(completed_by "$script" muxlab ch)" = check ]
    [ "$(completed_by "$script" muxlab load --re)" = --reconnect ]
    [ "$(completed_by "$script" muxlab check --profile s)" = \
        'sequential scalable' ]
    [ "$(completed_by "$script" muxlab check --only 'slow\ reader\ ')" = \
        'slow\ reader\ beside' ]
    [ "$(completed_by "$script" muxlab compare --only se)" = 'second senders' ]
    [ "$(completed_by "$script" muxlab --color = n)" = never ]
    [ "$(completed_by "$script" muxlab --color always watch ep)" = epoll ]
    [ -z "$(completed_by "$script" muxlab with epoll -- e)" ]
}

@test "fish completes them, too" {
    command -v fish || skip 'no fish here'
    local script=$at/share/fish/vendor_completions.d/muxlab.fish
    run -0 timeout 20 env HOME="$root" fish --private -c "source '$script'
        complete -C 'muxlab load --rec'; complete -C 'muxlab watch ep'
        complete -C 'muxlab compare --only vai' | cut -f 1
        complete -C 'muxlab check --only reset\ at' | cut -f 1"
    [[ $output == $'--reconnect\ta new connection for each message\nepoll\n'* ]]
    [ "${lines[*]: -2}" = 'vain reset at every stage' ]
}

@test "zsh reads its completions" {
    command -v zsh || skip 'no zsh here'
    local script=$at/share/zsh/site-functions/_muxlab
    run -0 zsh -n "$script"
    [ -z "$output" ]
    grep -q -- "'\*--only\[.*:TEXT:(second slow first " "$script"
}

@test "make uninstall leaves nothing of it" {
    make -s uninstall BIN="$BIN" PREFIX=/usr DESTDIR="$root"
    [ -z "$(find "$root" -type f)" ]
}

@test "a DESTDIR may have quotes in its name" {
    root=$BATS_TEST_TMPDIR/"\"it's\""
    make -s install BIN="$BIN" PREFIX=/usr DESTDIR="$root"
    [ -x "$root/usr/bin/muxlab" ]
    make -s uninstall BIN="$BIN" PREFIX=/usr DESTDIR="$root"
    [ -z "$(find "$root" -type f)" ]
}

#!/usr/bin/env bats
#
# install.bats: what `make install` leaves is whole, and finds its parts.

bats_require_minimum_version 1.7.0
load ../helper

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return
    at=$BATS_TEST_TMPDIR/usr
    make -s install BIN="$BIN" PREFIX=/usr DESTDIR="$BATS_TEST_TMPDIR"
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

@test "make uninstall leaves nothing of it" {
    make -s uninstall BIN="$BIN" PREFIX=/usr DESTDIR="$BATS_TEST_TMPDIR"
    [ -z "$(find "$at" -type f)" ]
}

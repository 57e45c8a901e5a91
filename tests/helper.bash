# shellcheck shell=bash
# helper.bash: servers in bats tests, those of this suite and of any other.
#
#     load path/to/muxlab/tests/helper
#     setup() { muxlab_start epoll; }
#     teardown() { muxlab_stop && muxlab_silent; }
#     @test "..." { run -0 my-client "$HOST" "$PORT"; }
#
# A server is named as everywhere in muxlab: epoll, mine='python3 my.py',
# faulty:delay=200ms, or -- python3 my.py. It ends with bats at the latest,
# whatever became of the test. One server for all tests of a file is started in
# setup_file, and stopped in teardown_file. A second one beside it:
# MUXLAB_DIR=$BATS_TEST_TMPDIR/b muxlab_start ...

# Beside this file's folder, as in the sources; two above, as `make install`
# leaves it; or in PATH.
muxlab_find() {
    local here path
    here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
    for path in "$here/../bin/muxlab" "$here/../../bin/muxlab"; do
        [ ! -x "$path" ] || { realpath "$path"; return; }
    done
    command -v muxlab && return
    echo "muxlab is not found: run make in its folder, or set MUXLAB to its" \
        "path" >&2
    return 1
}

: "${MUXLAB:=$(muxlab_find)}"
[ -n "$MUXLAB" ] || return 1
: "${BIN:=$(dirname "$MUXLAB")}" "${SCALE:=1}"

# The folder in which it is started: the test's; the file's, in setup_file.
muxlab_dir() {
    printf '%s\n' "${MUXLAB_DIR:-${BATS_TEST_TMPDIR:-$BATS_FILE_TMPDIR}/muxlab}"
}

# muxlab_launch OPTION... DIR TARGET: starts it there, and exports HOST, PORT
# and PID once it listens (of a command with {path}, HOST is the path, and PORT
# is 0). What setup_file starts is the tests' server, too.
muxlab_launch() {
    local dir
    dir=$(muxlab_dir)
    "$MUXLAB" start --timeout-scale "${SCALE:-1}" "$@" >/dev/null || return
    HOST=$(<"$dir/host") PORT=$(<"$dir/port") PID=$(<"$dir/pid")
    export HOST PORT PID
    [ -n "${BATS_TEST_TMPDIR:-}" ] || export MUXLAB_DIR=$dir
}

# muxlab_start TARGET | -- COMMAND ARG...: starts it.
muxlab_start() {
    local dir
    dir=$(muxlab_dir)
    muxlab_launch "$dir" "$@" || return
    printf '%s\0' "$@" >"$dir/target"
}

# muxlab_stop [STATUS]: stops it, shows its stderr, and fails unless it ended
# with that exit status (0; 143 for a server that does not handle SIGTERM).
muxlab_stop() {
    local status=0
    "$MUXLAB" stop --timeout-scale "${SCALE:-1}" "$(muxlab_dir)" || status=$?
    [ "$status" -eq "${1:-0}" ] && return
    printf 'the server ended with status %s, not %s\n' "$status" "${1:-0}" >&2
    return 1
}

# muxlab_restart [STATUS]: stops it, as muxlab_stop does, and starts it again
# where it was.
muxlab_restart() {
    local dir port target at=()
    dir=$(muxlab_dir)
    port=$(<"$dir/port")
    [ "$port" = 0 ] || at=(-p "$port")
    mapfile -d '' -t target <"$dir/target"
    muxlab_stop "$@" && muxlab_launch "${at[@]}" "$dir" "${target[@]}"
}

# muxlab_wait_for PATTERN: waits until a line that the server wrote matches the
# extended regular expression; fails after ten seconds.
muxlab_wait_for() {
    local dir tries
    dir=$(muxlab_dir)
    for ((tries = 0; tries < 500 * ${SCALE:-1}; tries++)); do
        grep -qsE -- "$1" "$dir/stdout" "$dir/stderr" && return
        sleep 0.02
    done
    printf 'the server wrote no line that matches %s\n' "$1" >&2
    return 1
}

# What the server wrote on stdout; and: it wrote nothing on stderr.
muxlab_stdout() { cat "$(muxlab_dir)/stdout"; }
muxlab_silent() {
    local log
    log=$(muxlab_dir)/stderr
    [ -e "$log" ] || { echo "no server was started: $log" >&2; return 1; }
    [ ! -s "$log" ] || { cat "$log"; return 1; }
}

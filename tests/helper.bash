# shellcheck shell=bash
# helper.bash: servers in bats tests, those of this suite and of any other.
#
#     load path/to/muxlab/tests/helper
#     setup() { muxlab_start epoll; }
#     teardown() { muxlab_stop && muxlab_silent; }
#     @test "..." { run -0 my-client "$HOST" "$PORT"; }
#
# A server is named as everywhere in muxlab: epoll, mine='python3 my.py', or
# -- python3 my.py. It ends with bats at the latest, whatever became of the
# test. A second one beside it: MUXLAB_DIR=$BATS_TEST_TMPDIR/b muxlab_start ...

# Beside this file's folder, as in the sources; two above, as `make install`
# leaves it; or in PATH.
muxlab_find() {
    local here path
    here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
    for path in "$here/../bin/muxlab" "$here/../../bin/muxlab"; do
        [ ! -x "$path" ] || { realpath "$path"; return; }
    done
    command -v muxlab
}

: "${MUXLAB:=$(muxlab_find)}"
: "${BIN:=$(dirname "$MUXLAB")}" "${SCALE:=1}"

# The folder in which it is started: the test's; the file's, in setup_file.
muxlab_dir() {
    printf '%s\n' "${MUXLAB_DIR:-${BATS_TEST_TMPDIR:-$BATS_FILE_TMPDIR}/muxlab}"
}

# muxlab_start TARGET | -- COMMAND ARG...: starts it, and exports HOST, PORT
# and PID once it listens.
muxlab_start() {
    local dir
    dir=$(muxlab_dir)
    "$MUXLAB" start --timeout-scale "${SCALE:-1}" "$dir" "$@" >/dev/null \
        || return
    HOST=$(<"$dir/host") PORT=$(<"$dir/port") PID=$(<"$dir/pid")
    export HOST PORT PID
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

# What the server wrote on stdout; and: it wrote nothing on stderr.
muxlab_stdout() { cat "$(muxlab_dir)/stdout"; }
muxlab_silent() { ! [ -s "$(muxlab_dir)/stderr" ]; }

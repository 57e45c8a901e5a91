# muxlab check of the labs' servers: those of pages, and one that closes its
# listener. Right ones pass: a solution of each lab, where MUXLAB_SOLUTIONS
# names a folder of them (this repository has none); for pages, Python's.

bats_require_minimum_version 1.7.0
load ../helper

check() {
    timeout -k 1 $((60 * SCALE)) "$MUXLAB" check "$@"
}

# The server of a lab's solutions: solved LAB/NAME
solved() {
    local source=${MUXLAB_SOLUTIONS:-}/$1.c
    [ -f "$source" ] || skip 'MUXLAB_SOLUTIONS has none'
    server=$BATS_TEST_TMPDIR/server
    "${CC:-cc}" -D_GNU_SOURCE -o "$server" "$source"
}

# What a lab starts from: start LAB/NAME
start() { server=$BIN/labs/${1%/*}/start/${1#*/}; }

# How many probes there are: for lines, say.
count() { check --list --reply "$1" | grep -c '^  [1-3]  '; }

@test "an echo server passes no probe for a server of pages" {
    run -1 check --reply http --timeout-scale "$SCALE" epoll
    [ "${lines[-1]}" = "score 0/$(count http)" ]
}

@test "a server of one page says no length" {
    start 13-http/http
    run -1 check --reply http --timeout-scale "$SCALE" -- "$server"
    [[ $output == *'Content-Length, and not too large'* ]]
    [[ $output == *'expected: status 404'*'came:     status 200'* ]]
    [[ $output == *'expected: status 501'*'came:     status 200'* ]]
}

@test "last orders are asked only when they are named" {
    run -0 check --list
    [[ $output != *'last orders'* ]]
    run -0 check --list --only 'last orders'
    [[ $output == *'last orders'* ]]
    run -1 check --timeout-scale "$SCALE" --only 'last orders' epoll
    [[ $output == *'killed by SIGUSR1'*'score 0/1' ]]
}

@test "probes of another reply cannot be named" {
    run -2 check --reply http --only 'one byte' epoll
    run -2 check --only HEAD epoll
}

@test "a right server of lines, of no answer, of pages passes all" {
    local reply lab
    for lab in lines:06-sticky/lines none:03-print-and-close/print \
            http:13-http/http; do
        reply=${lab%%:*}
        solved "${lab#*:}"
        run -0 check --reply "$reply" --timeout-scale "$SCALE" \
            --profile sequential -- "$server"
    done
}

@test "a server of pages made of Python's own library passes all" {
    command -v python3 >/dev/null || skip 'python3: not found'
    cat >"$BATS_TEST_TMPDIR/pages.py" <<'END'
import http.server, os
class Pages(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def send_error(self, status, *_):
        self.send_response(status)
        self.send_header('Content-Length', '5')
        self.end_headers()
        self.wfile.write(b'page\n' if self.command != 'HEAD' else b'')
    def do_GET(self):
        self.send_error(200 if self.path == '/' else 404)
    do_HEAD = do_GET
address = '127.0.0.1', int(os.environ['PORT'])
http.server.ThreadingHTTPServer(address, Pages).serve_forever()
END
    run -0 check --reply http --timeout-scale "$SCALE" -- \
        python3 "$BATS_TEST_TMPDIR/pages.py"
    [ "${lines[-1]}" = "score $(count http)/$(count http)" ]
}

@test "a server that knows last orders passes them" {
    solved 05-two-closes/server
    for _ in 1 2 3 4 5; do
        run -0 check --timeout-scale "$SCALE" --only 'last orders' -- "$server"
    done
}

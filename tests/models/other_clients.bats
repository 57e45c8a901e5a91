#!/usr/bin/env bats
#
# other_clients.bats: clients that others wrote, against all five servers. They
# rely on the half-close: a client says that it is done, and reads to the end.
#
# shellcheck disable=SC2016,SC2154

load ../lib/drive
load ../lib/models

setup_file() {
    head -c 1000000 /dev/urandom >"$BATS_FILE_TMPDIR/sent"
}

setup() {
    PORTS=
    for model in "${models[@]}"; do
        MUXLAB_DIR=$BATS_TEST_TMPDIR/$model muxlab_start "$model"
        PORTS+=" $PORT"
    done
}

teardown() {
    for model in "${models[@]}"; do
        export MUXLAB_DIR=$BATS_TEST_TMPDIR/$model
        muxlab_stop && muxlab_silent
    done
}

needs() {
    command -v "$1" >/dev/null || skip "$1 is not here"
}

# Sends a million bytes through every server by a shell command that calls
# $HOST $PORT, and compares what comes back.
copies() {
    cd "$BATS_TEST_TMPDIR" || return
    for PORT in $PORTS; do
        bounded 20 sh -c "$1" <"$BATS_FILE_TMPDIR/sent" >got
        cmp "$BATS_FILE_TMPDIR/sent" got
    done
}

# This program, given all the ports, prints for each of them what it got.
prints_hello() {
    read -ra ports <<<"$PORTS"
    run -0 bounded 30 "$@" "${ports[@]}"
    [ "$output" = "$(printf 'hello\n%.0s' 1 2 3 4 5)" ]
}

@test "nc -N copies a million bytes through every server" {
    needs nc
    nc -h 2>&1 | grep -q -- '-N' || skip 'this nc has no -N'
    copies 'nc -N "$HOST" "$PORT"'
}

@test "ncat copies a million bytes through every server" {
    needs ncat
    copies 'ncat "$HOST" "$PORT"'
}

@test "socat copies a million bytes through every server" {
    needs socat
    copies 'socat -t 5 - TCP:"$HOST:$PORT"'
}

@test "muxlab talk copies a million bytes through every server" {
    copies '"$MUXLAB" talk "$HOST:$PORT"'
}

@test "bash's /dev/tcp gets its line back from every server" {
    needs bash
    prints_hello bash -c '
        for port in "$@"; do
            exec 5<>"/dev/tcp/$HOST/$port"
            echo hello >&5
            read -r line <&5
            echo "$line"
            exec 5>&-
        done' bash
}

@test "perl half-closes, and reads to the end, from every server" {
    perl -MIO::Socket::INET -e 1 2>/dev/null || skip 'perl has no sockets here'
    prints_hello perl -MIO::Socket::INET -e '
        for my $port (@ARGV) {
            my $s = IO::Socket::INET->new("$ENV{HOST}:$port") or die;
            print $s "hello\n";
            $s->flush;
            $s->shutdown(1);
            print <$s>;
        }'
}

@test "a first client in python gets its answer from every server" {
    needs python3
    prints_hello python3 -c '
import os, socket, sys
for port in sys.argv[1:]:
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((os.environ["HOST"], int(port)))
    client.send(b"hello")
    print(client.recv(1024).decode())
    client.shutdown(socket.SHUT_RDWR)
    client.close()'
}

@test "python3 copies a million bytes through every server" {
    needs python3
    copies 'exec python3 -c "
import os, socket, sys, threading
s = socket.create_connection((os.environ[\"HOST\"], os.environ[\"PORT\"]))
def send():
    s.sendall(sys.stdin.buffer.read())
    s.shutdown(socket.SHUT_WR)
threading.Thread(target=send).start()
sys.stdout.buffer.writelines(iter(lambda: s.recv(65536), b\"\"))"'
}

@test "java shuts its output down, and reads to the end, from every server" {
    needs javac
    cat >"$BATS_TEST_TMPDIR/Client.java" <<'END'
public class Client {
    public static void main(String[] ports) throws Exception {
        for (String port : ports) {
            try (var s = new java.net.Socket(System.getenv("HOST"),
                                             Integer.parseInt(port))) {
                s.getOutputStream().write("hello\n".getBytes());
                s.shutdownOutput();
                System.out.write(s.getInputStream().readAllBytes());
            }
        }
        System.out.flush();
    }
}
END
    bounded 30 javac -d "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/Client.java"
    prints_hello java -cp "$BATS_TEST_TMPDIR" Client
}

@test "node ends its half, and reads to the end, from every server" {
    needs node
    prints_hello node -e '
        const net = require("net");
        for (const port of process.argv.slice(1)) {
            const s = net.connect({ port, host: process.env.HOST });
            s.end("hello\n");
            s.pipe(process.stdout, { end: false });
        }'
}

#!/usr/bin/env bats
# timeline.bats: the pictures and the lines of `muxlab watch`: what they show.

# shellcheck disable=SC2154 # models
bats_require_minimum_version 1.5.0
load ../helper
load ../lib/models
load ../lib/watch

# lane MODEL LABEL: what that lane shows, from the labels' end on.
lane() {
    awk -v model="$1" -v label="$2" '
        /^[a-z]+  \(/ { here = $1 == model }
        here && index($0, label) == 1 { print substr($0, 11) }' "$ONE"
}

# calls_that_slept: in the JSON in $ONE, since the first client came; what it
# writes to its stdout does not count.
calls_that_slept() {
    sed -nE '/"fd": 1, /d
        s/.*"call": "(\w+)".*"begin_ns": [0-9].*"slept": true.*/\1/p' "$ONE" |
        sort -u
}

# ends LANE: the column where it ends.
ends() {
    local lane=$1
    printf '%s\n' "${#lane}"
}

@test "blocking's second client waits until the first has left" {
    local before
    can_observe
    watch --timeline three-clients blocking >"$ONE"
    before=$(lane blocking 'client 2')
    before=${before%%o*}
    [[ $before == *'waits'* ]]
    [ "${#before}" -ge "$(($(ends "$(lane blocking 'client 1')") - 2))" ]
}

@test "blocking sleeps in read, for one client alone" {
    can_observe
    COLUMNS=200 watch --timeline silent-first blocking >"$ONE"
    [[ $(lane blocking server) == *'only client 1'* ]]
}

@test "nonblocking asks in vain hundreds of times, and does not sleep" {
    can_observe
    watch --timeline three-clients nonblocking >"$ONE"
    run ! grep -q asleep "$ONE"
    watch --timeline three-clients --json nonblocking >"$ONE"
    [ "$(calls_that_slept)" = '' ]
    [ "$(times_in_vain)" -ge 500 ]
}

@test "epoll sleeps in one call only" {
    can_observe
    watch --timeline three-clients --json epoll >"$ONE"
    [ "$(calls_that_slept)" = epoll_wait ]
}

@test "every script is played to its end" {
    local script
    can_observe
    for script in three-clients silent-first half-close slow-reader reset \
        burst; do
        watch --timeline "$script" blocking poll >"$ONE"
        grep -q '^client 2' "$ONE"
    done
}

@test "clients at a Unix-domain socket are told apart" {
    can_observe
    COLUMNS=200 watch --timeline silent-first \
        mine="exec $BIN/echo-blocking -b {path}" >"$ONE"
    [[ $(lane mine server) == *'only client 1'* ]]
}

# A busy machine may delay a client, too: then once more.
@test "by UDP a client that says nothing delays no other" {
    local udp=udp:mine="$BIN/tests/datagrams right" tries
    can_observe
    for ((tries = 0; tries < 10; tries++)); do
        COLUMNS=200 watch --timeline silent-first "$udp" >"$ONE"
        ! grep -q 'With mine, no client waits' "$ONE" || break
    done
    grep -q 'With mine, no client waits' "$ONE"
    [[ $(lane mine server) == *recvfrom* ]]
    run -2 --separate-stderr watch --timeline half-close "$udp"
    [[ $stderr == *"'half-close' needs connections, which UDP has not"* ]]
}

@test "a picture in a terminal is ASCII where the terminal is, 80 wide" {
    can_observe
    COLUMNS=80 watch --timeline burst poll >"$ONE"
    run ! grep -q '[^ -~]' "$ONE"
    awk 'length > 80 { exit 1 }' "$ONE"
    LC_ALL=C.UTF-8 watch --timeline burst poll >"$TWO"
    grep -q '[^ -~]' "$TWO"
}

@test "the slide is sound, small, and names all that it shows" {
    local name
    can_observe
    watch --timeline three-clients --svg "$SVG" "${models[@]}"
    run -0 awk -f "$BATS_TEST_DIRNAME/../lib/svg.awk" "$SVG"
    [ "$(wc -c <"$SVG")" -lt 60000 ]
    for name in "${models[@]}" 'client 1' 'client 2' 'client 3'; do
        grep -q ">$name</text>" "$SVG"
    done
    grep -q '<desc>' "$SVG"
}

@test "the slide's title says which client waits, and how long" {
    local claim='With blocking, client 3 waits [0-9]{3} ms\.'
    can_observe
    watch --timeline three-clients --svg "$SVG" blocking select poll epoll
    grep -qE "<title>$claim" "$SVG"
    grep -qE "class=\"name\">$claim" "$SVG"
    watch --timeline three-clients blocking >"$ONE"
    grep -qE "^$claim$" "$ONE"
}

@test "what the slide remarks on a server has the server's colour" {
    can_observe
    watch --timeline three-clients --svg "$SVG" blocking epoll
    # Which remarks there are, and room for them, is a matter of time.
    run ! grep -qE '<text [xy][^>]*>(asleep in|never sl|all done|every cl)' \
        "$SVG"
}

@test "the slide escapes a name, and shows it" {
    can_observe
    ln -s "$BIN/echo-epoll" "$BATS_TEST_TMPDIR/<&>"
    watch --timeline burst --svg "$SVG" -- "$BATS_TEST_TMPDIR/<&>" -p '{port}'
    run -0 awk -f "$BATS_TEST_DIRNAME/../lib/svg.awk" "$SVG"
    grep -q 'class="name n0">&lt;&amp;&gt;</text>' "$SVG"
    grep -q '<title>With &lt;&amp;&gt;, ' "$SVG"
}

@test "a slide that is not sound is found out" {
    local head='<svg viewBox="0 0 1280 720"><g>'
    printf '%s<rect x="1270" y="1" width="20" height="9"/></g></svg>' \
        "$head" >"$SVG"
    run ! awk -f "$BATS_TEST_DIRNAME/../lib/svg.awk" "$SVG"
    printf '%s</svg>' "$head" >"$SVG"
    run ! awk -f "$BATS_TEST_DIRNAME/../lib/svg.awk" "$SVG"
    { printf '%s' "$head"
      printf '<rect x="9" y="1" width="9" height="9"/>%.0s' {1..12}
      printf '</g></svg>'; } >"$SVG"
    run -1 awk -f "$BATS_TEST_DIRNAME/../lib/svg.awk" "$SVG"
    [[ $output == *overlaps* ]]
}

@test "a browser shows the slide" {
    command -v chromium >/dev/null || skip 'chromium is not here'
    can_observe
    watch --timeline three-clients --svg "$SVG" blocking epoll
    run -0 timeout -k 1 60 chromium --headless --no-sandbox --disable-gpu \
        --user-data-dir="$BATS_TEST_TMPDIR/chromium" --window-size=1280,720 \
        --screenshot="$ONE.png" "file://$SVG"
    [ "$(wc -c <"$ONE.png")" -gt 20000 ]
}

@test "a line says what a call did, in words" {
    can_observe
    watch --lines --timeline burst epoll >"$ONE"
    grep -q 'epoll_wait.* ready' "$ONE"
    grep -q 'read([0-9]*) = 5 .*client 6' "$ONE"
    grep -q 'write([0-9]*, 5 bytes) = 5  client 1' "$ONE"
    watch --lines --timeline half-close epoll >"$ONE"
    grep -q 'read([0-9]*) = 0 (end of file)' "$ONE"
}

# compare --html: a run as one page that stands by itself.

bats_require_minimum_version 1.7.0
load ../helper

compare() {
    timeout -k 1 200 "$MUXLAB" compare --timeout-scale "${SCALE:-1}" "$@"
}

# A small report of a server with an odd name, and of one that fails probes.
setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    ulimit -n 364
    ln -s "$BIN/echo-epoll" '<script>'
    compare --quick --time 0.05 --html r.html --save r.json \
        --only second --only looks --only first --only active --only steady \
        --only calls --only vain --only memory --only rest \
        blocking mine="$BIN/tests/wrong fragile -p {port}" \
        -- './<script>' -p 0 >table 3>&- 4>&- || [ $? -eq 1 ]
}

setup() { cd "$BATS_FILE_TMPDIR" || return; }

@test "a report is well-formed, and its pictures are sound" {
    [ "$(head -1 r.html)" = '<!DOCTYPE html>' ]
    sed 1d r.html >body
    run -0 awk -v chart=1 -f "$BATS_TEST_DIRNAME/../lib/svg.awk" body
    [ -z "$output" ]
}

@test "a report needs no other file, and runs no script" {
    run ! grep -qiE '<script|<link|<iframe|@import|url\(|javascript:' r.html
    run ! grep -qE '(src|href)="(http|//)' r.html
    run ! grep -qE ' on[a-z]+=' r.html
}

@test "a report has each part, and a way to it" {
    local part
    for part in verdict firsts idle calls latency heat memory rest check \
        table machine form; do
        grep -q "<section id=\"$part\">" r.html
        grep -q "<a href=\"#$part\">" r.html
    done
}

@test "a report names a server as it is called" {
    grep -q '<th class="t2">&lt;script&gt;</th>' r.html
}

@test "a report shows which probes failed, step by step" {
    grep -q 'td class="failed"' r.html
    grep -q '<summary>mine: reset at every stage</summary>' r.html
    grep -qE '^<p>Expected: ' r.html
    grep -q '<li>mine fails [0-9]* of [0-9]* probes.</li>' r.html
}

# On a busy machine blocking's clients may not have their turn in time.
@test "a report has a dot for each client's first answer" {
    [ "$(sed -n '/<section id="firsts"/,/<.section/p' r.html |
        grep -o '<circle' | wc -l)" -ge 128 ]
}

@test "a report has the handout's questions, with room to answer" {
    grep -q '<h3>blocking</h3>' r.html
    grep -q '<li>The second client.*<div class="room"' r.html
}

@test "JSON.md tells every member of a report's saved run" {
    local member
    for member in $(grep -oE '"[a-z0-9_]+": ' r.json | tr -d '": ' | sort -u)
    do
        # shellcheck disable=SC2016
        grep -q "\`$member\`" "$BATS_TEST_DIRNAME/../../harness/verbs/JSON.md"
    done
}

@test "a report is made from a saved run, too, byte for byte" {
    compare --from r.json --html again.html >/dev/null
    cmp r.html again.html
    compare --from r.json >again
    cmp table again
}

@test "a report of a file in which something is missing leaves that out" {
    sed 's/"firsts"/"x"/; s/"timeline"/"x"/; s/"handouts"/"x"/
        s/"check": \[/"x": [/; s/"heat"/"x"/; s/"latency"/"x"/' \
        r.json >less.json
    compare --from less.json --html less.html >/dev/null
    run ! grep -qE 'id="(waits|check)"' less.html
    sed 1d less.html >body
    run -0 awk -v chart=1 -f "$BATS_TEST_DIRNAME/../lib/svg.awk" body
}

@test "a report escapes whatever a saved file says" {
    sed 's/"seen": "/&<script>alert(1)<\/script>/
        s/"sentence": "/&<img src=x onerror=alert(1)>/
        s/"timeline": "/&<script>alert(1)<\/script>/
        s/"kernel": "/&"<script>/; s/"note": "/&]]><script>/' r.json |
        sed 's/"kernel": ""/"kernel": "/' >odd.json
    compare --from odd.json --html odd.html >/dev/null
    run ! grep -qE '<script|<img src=x' odd.html
    grep -q '&lt;script&gt;alert(1)' odd.html
}

@test "a report goes with no sweep, and a place for it must be there" {
    run -2 compare --html r.html --sweep idle=0 epoll
    run -3 compare --html nosuch/r.html epoll
    [ "$output" = 'muxlab: nosuch/r.html: No such file or directory' ]
}

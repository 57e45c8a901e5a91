#!/usr/bin/env bats
#
# formats.bats: the forms in which muxlab check reports, each read by a program
# that is not ours.
#
# shellcheck disable=SC2016 # the inner shell unfolds it

bats_require_minimum_version 1.7.0
load ../helper

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    cat >once <<'END'
mkdir begun 2>/dev/null && exec "$1/echo-epoll" -p 0
printf '<b>&"\1\33[31m\377 error: ]]> \357\277\277\n' >&2
exit 1
END
}

check() {
    timeout -k 1 $((60 * SCALE)) "$MUXLAB" check --timeout-scale "$SCALE" "$@"
}

python() {
    command -v python3 >/dev/null || skip 'no python3 here'
    python3 -c "$1" "${@:2}"
}

# four FORMAT [OPTION...]: of a server that starts only once, one probe holds,
# two fail, one is not run, and one is skipped. What it writes is not kind.
four() {
    rm -rf begun
    run -1 --separate-stderr check --format "$1" --profile sequential \
        --only 'a line of text' --only 'one byte' --only 'odd pieces' \
        --only dribble --only 'stalled peer' "${@:2}" -- sh once "$BIN"
    [ -z "$stderr" ]
}

@test "check --format tap is TAP, with a block of YAML for each failure" {
    four tap
    [ "${lines[0]}" = 'TAP version 14' ] && [[ $output == *$'\n1..5\n'* ]]
    echo "$output" >tap
    python '
import json, sys
blocks = open("tap", encoding="utf-8").read().split("  ---\n")[1:]
kept = [b.split("  ...\n")[0].splitlines() for b in blocks]
assert len(kept) == 3
for line in sum(kept, []):
    name, value = line[2:].split(": ", 1)
    assert name.isalpha() and type(json.loads(value)) is str
assert "error: ]]>" in kept[0][0] and "again" in kept[2][0]' || return
}

@test "check --format tap is what prove reads" {
    command -v prove >/dev/null || skip 'no prove here'
    four tap
    sed '1s/14/13/' <<<"$output" >tap   # the newest that an old one knows
    run -1 prove -e cat tap
    [[ $output == *'Failed tests:  2-4'*'Files=1, Tests=5'* ]]
    [[ $output != *'Parse errors'* ]]
    check --format tap --only 'one byte' epoll | sed '1s/14/13/' >good
    run -0 prove -e cat good
}

@test "check --format junit tells failure, error and skipped apart" {
    four junit --out report.xml
    python '
from xml.etree import ElementTree
suite = ElementTree.parse("report.xml").getroot()[0]
def number(name): return int(suite.get(name))
def those(tag): return [c.get("name") for c in suite if c.find(tag) is not None]
assert number("tests") == len(suite) == 5
assert those("failure") == ["one byte", "odd pieces"]
assert number("failures") == 2
assert those("error") == ["dribble"] and number("errors") == 1
assert those("skipped") == ["stalled peer"] and number("skipped") == 1
why, text = suite.find("*/failure").get("message"), suite[1][0].text
assert "<b>&\"" in why and "error: ]]> \ufffd" in why
assert "expected: the server starts\n" in text'
}

@test "check --format gradescope is a results.json" {
    four gradescope --out results.json
    python '
import json
r = json.load(open("results.json", encoding="utf-8"))
assert r["score"] == 1 and r["execution_time"] >= 0
assert r["output"].endswith("score 1/4\n")
tests = r["tests"]
assert [t["status"] for t in tests] == ["passed"] + ["failed"] * 3 + ["passed"]
assert [t["score"] for t in tests] == [1, 0, 0, 0, 0]
assert [t["max_score"] for t in tests] == [1, 1, 1, 1, 0]
assert [t["number"] for t in tests] == list("12345")
assert tests[0]["name"] == "a line of text" and tests[0]["tags"] == ["echoes"]
assert tests[0]["visibility"] == r["visibility"] == "visible"
assert "<b>&\"" in tests[1]["output"] and "usually:" in tests[1]["output"]'
}

@test "check says in each form that a server does not start" {
    local form
    for form in tap junit gradescope; do
        run -3 check --format "$form" --out "$form" -- sh -c 'exit 7'
    done
    grep -qx 'Bail out! sh -c exit 7: ended with exit status 7 before .*' tap
    python '
import json
from xml.etree import ElementTree
assert "status 7" in ElementTree.parse("junit").find("*/*/error").get("message")
r = json.load(open("gradescope"))
assert r["score"] == 0 and r["tests"] == [] and "status 7" in r["output"]'
}

@test "until check is done, Gradescope reads that it did not finish" {
    run -0 check --format gradescope --out r --only 'one byte' -- \
        sh -c 'cp r before; exec "$0" -p {port}' "$BIN/echo-epoll"
    grep -qF '"output": "grading did not finish"' before
    run ! grep -F 'did not finish' r
    python '
import json
assert json.load(open("before"))["score"] == 0
assert json.load(open("r"))["score"] == 1'
}

@test "check --out writes any form, or says at once that it cannot" {
    check --only 'one byte' --format json epoll | sed 's/"seconds".*//' >printed
    check --only 'one byte' --json --out json epoll
    sed 's/"seconds".*//' json | diff printed -
    check --only 'one byte' --out text epoll
    [ "$(tail -n 1 text)" = 'score 1/1' ]
    run -3 check --out no/such/folder -- sh -c ': >started'
    [ "$output" = 'muxlab: no/such/folder: No such file or directory' ]
    [ ! -e started ]
}

@test "the sheet names --log where there is more, and --log shows it" {
    local ends='printf "%s\n" first "error: last" >&2; exec "$0" shy -p {port}'
    run -1 check --only nothing -- sh -c "$ends" "$BIN/tests/wrong"
    [[ $output == *'stderr:   error: last (there is more: --log)'* ]]
    run -1 --separate-stderr check --log --only nothing -- sh -c "$ends" \
        "$BIN/tests/wrong"
    [[ $output == *'stderr:   error: last'$'\n'* ]]
    [[ $stderr == $'first\nerror: last'* ]]
}

@test "check tells a terminal how far it is, and a pipe nothing" {
    local line="$MUXLAB check --only 'a line of text' --only 'one byte' epoll"
    run -0 --separate-stderr bash -c "$line"
    [ -z "$stderr" ]
    script -qec true /dev/null </dev/null >tool 2>&1 ||
        skip 'no script(1), or no pseudo-terminal, here'
    run -0 env TERM=xterm script -qec "$line" /dev/null
    [[ $output == *'1 of 2: a line of text'* ]]
    [[ $output == *'2 of 2, about '*' s left: one byte'* ]]
}

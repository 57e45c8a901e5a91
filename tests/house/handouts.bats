#!/usr/bin/env bats
#
# handouts.bats: what the handouts say of the code is so: each row of their
# tables names the function, and the line, in which the C beside it stands.

# shellcheck disable=SC2154 # models, further
bats_require_minimum_version 1.7.0
load ../helper
load ../lib/models

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return
    handouts=("${models[@]/%//README.md}")
}

# "FILE:LINE FUNCTION CODE" for each row of a handout's table that names a
# place; the function is "state" for what stands in none.
# shellcheck disable=SC2016
places() {
    local c='`([^`]*)`' function='[`(]([a-z_ ]+)[`)]'
    local at='([a-z]+/[a-z]+\.c:[0-9]+)'
    sed -nE "s,^\|.*\| $c \| $function \| $at \|$,\3 \2 \1,p" "$@" |
        sed 's/ the state / state /'
}

# function_at FILE LINE: the name of the function in which the line stands.
function_at() {
    awk -v line="$2" '
        /^[a-z].*\(/ { match($0, /[a-z_]+\(/)
                       name = substr($0, RSTART, RLENGTH - 1) }
        NR == line { print name == "" ? "state" : name; exit }
        /^}/ { name = "" }' "$1"
}

@test "a handout is at most 50 lines, below the link to its translation" {
    for handout in "${handouts[@]}"; do
        [ "$(wc -l <"$handout")" -le 51 ]
    done
}

@test "every handout has the same six sections, in the same order" {
    for handout in "${handouts[@]}"; do
        run -0 grep '^## ' "$handout"
        [ "$(cut -c4- <<<"$output" | paste -sd,)" = \
            'Predict,The idea,What it costs,In Python,Try it,Questions' ]
    done
}

@test "every line of code that a handout names stands where it says" {
    for handout in "${handouts[@]}"; do
        [ "$(places "$handout" | wc -l)" -ge 5 ]
        while read -r place function code; do
            sed -n "${place#*:}p" "${place%:*}" | grep -qF -- "$code" ||
                { echo "$handout: $place is not: $code"; return 1; }
            [ "$(function_at "${place%:*}" "${place#*:}")" = "$function" ] ||
                { echo "$handout: $place is not in $function"; return 1; }
        done < <(places "$handout")
    done
}

@test "no handout, nor the README, has a place left to fill" {
    run ! grep -nE "\b(TABLE|CHECK|SWEEP|TRYIT)\b" README.md "${handouts[@]}"
}

@test "every handout begins to try with a compiler and two paths" {
    for handout in "${handouts[@]}"; do
        model=${handout%/*}
        grep -qF "cc -D_GNU_SOURCE -o /tmp/echo-$model $model/server.c " \
            "$handout"
    done
}

@test "a table of compare in a handout has the words that compare has" {
    local words
    words=$(sed -nE 's/^    \{ "(.*)", questions_.*/\1/p' \
        harness/compare/questions.c
        "$MUXLAB" compare --list | cut -c 14- | sed 's/ (--all)$//')
    run -0 awk '/^    ──/ { table = 1; next }
        /^[^ ]/ { table = 0 }
        table && /^    [A-Z.]/ {
            sub(/^    /, ""); sub(/ [↑↓].*|  .*/, ""); print
        }' ./*/*.md
    [ "$(sort -u <<<"$output" | wc -l)" -ge 8 ]
    run ! grep -vxF "$words" <<<"$output"
}

@test "every further page has a handout of at most 36 lines, and a picture" {
    for page in "${further[@]}"; do
        [ "$(wc -l <"$page.md")" -le 36 ]
        [ "$(sed -n 's/^## //p' "$page.md" | paste -sd,)" = \
            'The idea,What it costs,Try it,Questions' ]
        grep -q '^<svg ' "$page.svg"
    done
}

@test "every link to a file of ours leads to one" {
    local text link dead=0
    for text in {./,*/,labs/*/}*.md; do
        while read -r link; do
            [ -e "./${text%/*}/${link%%#*}" ] ||
                { echo "$text: $link is not there"; dead=1; }
        done < <(grep -oE '\]\([^)]*\)' "$text" | sed 's/^](//; s/)$//' |
            grep -v '^http')
    done
    [ "$dead" -eq 0 ]
}

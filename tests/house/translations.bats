#!/usr/bin/env bats
#
# translations.bats: X.zh-CN.md says what X.md says, and so do the labs' cards.
# A program cannot read both; it can see that they have the same parts, and that
# the translation was looked at since X.md changed last: its last line has the
# first 12 digits of X.md's sha256sum.
#
# shellcheck disable=SC2059,SC2016 # a text that printf unfolds
# shellcheck disable=SC2154 # models, further

bats_require_minimum_version 1.7.0
load ../lib/models

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return
    mapfile -t translated < <(git ls-files '*.zh-CN.md')
    [ "${#translated[@]}" -gt 0 ] || skip 'no translations, or no git, here'
}

skeleton() {
    LC_ALL=C awk -f tests/lib/skeleton.awk "$1"
}

english() {
    printf '%s\n' "${1%.zh-CN.md}.md"
}

stamp() {
    printf '<!-- %s %.12s -->\n' "$(basename "$1")" "$(sha256sum <"$1")"
}

@test "the README, the labs and every handout have a translation" {
    local text
    for text in {,labs/,labs/*/}README.md labs/PHRASEBOOK.md \
        "${models[@]/%//README.md}" "${further[@]/%/.md}"; do
        [ -f "${text%.md}.zh-CN.md" ] || { echo "$text has none"; return 1; }
    done
}

@test "a translation links translations" {
    local file link dead=0
    for file in "${translated[@]/#/./}"; do
        while read -r link; do
            [ ! -e "${file%/*}/${link%.md}.zh-CN.md" ] ||
                { echo "$file links $link"; dead=1; }
        done < <(sed 1d "$file" | grep -oE '\]\([^):]*\.md\)' |
            sed 's/^](//; s/)$//')
    done
    [ "$dead" -eq 0 ]
}

# A card's parts: its keys in order, and all of what is no prose.
parts() {
    awk '!/^(title|question|[abcd]|explain) / { print; last = ""; next }
         $1 != last { print last = $1 }' "$1"
}

@test "every card has a translation" {
    local card
    for card in labs/*/*.card; do
        [ -f "${card%.card}.zh-CN.card" ] || [[ $card == *.zh-CN.card ]] ||
            { echo "$card has none"; return 1; }
    done
}

@test "a card and its translation have the same parts" {
    local card
    for card in labs/*/*.zh-CN.card; do
        diff <(parts "${card/.zh-CN}"; skeleton "${card/.zh-CN}") \
            <(parts "$card"; skeleton "$card") ||
            { printf 'in %s\n' "$card"; return 1; }
    done
}

@test "a text and its translation have the same parts" {
    local file
    for file in "${translated[@]}"; do
        diff <(skeleton "$(english "$file")") <(skeleton "$file") ||
            { printf 'in %s\n' "$file"; return 1; }
    done
}

@test "the first line of each links the other" {
    local file name first
    for file in "${translated[@]}"; do
        name=${file##*/}
        read -r first <"${file%.zh-CN.md}.md"
        [ "$first" = "[简体中文]($name)" ]
        read -r first <"$file"
        [ "$first" = "[English](${name%.zh-CN.md}.md)" ]
    done
}

@test "a translation was looked at since the text changed" {
    local file
    for file in "${translated[@]}"; do
        [ "$(tail -n 1 "$file")" = "$(stamp "$(english "$file")")" ] || {
            printf '%s: read it beside %s; then its last line is\n%s\n' \
                "$file" "$(english "$file")" "$(stamp "$(english "$file")")"
            return 1
        }
    done
}

@test "one heading, command, link or number that differs would be seen" {
    local text='x\n# A\nSee `ls` in [it](a.md): 3 times.\n    $ ls\n| a | b |\n'
    skeleton <(printf "$text") >"$BATS_TEST_TMPDIR/right"
    for change in 's/^# A/## A/' 's/`ls`/`rm`/' 's/a.md/b.md/' \
        's/3 times/4 times/' 's/\$ ls/$ rm/' 's/| b //'; do
        skeleton <(printf "$text" | sed "$change") >"$BATS_TEST_TMPDIR/wrong"
        run -1 diff "$BATS_TEST_TMPDIR/right" "$BATS_TEST_TMPDIR/wrong"
    done
}

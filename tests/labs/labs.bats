#!/usr/bin/env bats
#
# labs.bats: what all labs promise: their shape, their cards, and predict.
#
# shellcheck disable=SC2030,SC2031

load ../lib/labs

setup() {
    labs=(labs/[0-9]*/)
    export PREDICTIONS=$BATS_TEST_TMPDIR/log LC_ALL=C
}

# Prints the files that have more lines: longer_than LINES FILE...
longer_than() {
    wc -l "${@:2}" | awk -v most="$1" '$2 != "total" && $1 > most'
}

# A card that is asked in these tests, and whose command is seen to run.
make_card() {
    mkdir -p "$BATS_TEST_TMPDIR/99-try"
    card=$BATS_TEST_TMPDIR/99-try/card.card
    printf '%s\n' 'title A title' 'question Which?' 'a this' 'b that' \
        "command cat '$PREDICTIONS' >'$BATS_TEST_TMPDIR/seen'; echo b" \
        'seen b' 'explain Because.' 'answer-is b' >"$card"
}

@test "every lab has its handout, its tests, and its row in the course" {
    for lab in "${labs[@]}"; do
        name=$(basename "$lab")
        [ -f "$lab/README.md" ]
        [ -f "tests/labs/$name.bats" ]
        grep -q "($name/README.md)" labs/README.md
    done
}

@test "every handout has the same five sections, in the same order" {
    for lab in "${labs[@]}"; do
        run -0 grep '^## ' "$lab/README.md"
        [ "$(cut -c4- <<<"$output" | paste -sd,)" = \
            'Predict,Run,Explain,Do it,Hand in' ]
    done
}

@test "a handout is at most 80 lines, and a fact's program 60" {
    run -0 longer_than 80 labs/[0-9]*/README.md
    [ -z "$output" ]
    mapfile -t files < <(find labs -mindepth 2 -maxdepth 2 -name '*.c' \
        -o -mindepth 2 -maxdepth 2 -name '*.py')
    run -0 longer_than 60 "${files[@]}"
    [ -z "$output" ]
}

@test "every handout names its cards, and each is there" {
    for lab in "${labs[@]}"; do
        name=$(basename "$lab")
        diff <(sed -n 's/^    \$ labs\/predict //p' "$lab/README.md" | sort) \
            <(for card in "$lab"*.card; do
                basename "$card" .card | sed "/zh-CN/d; s,^,$name/,"
            done)
    done
}

@test "every handout in Chinese says how to be asked in Chinese" {
    for lab in "${labs[@]}"; do
        [ "$(grep -c -e '--lang zh-CN' "$lab/README.zh-CN.md")" -eq 1 ]
    done
}

@test "a card has nothing but its keys, and its answer is a choice" {
    keys='title|question|[abcd]|command|needs|seen|explain|answer-is'
    run ! grep -nEv "^($keys) ." labs/*/*.card
    for file in labs/*/*.card; do
        text=$'\n'$(<"$file") answer=${text#*$'\nanswer-is '}
        for key in title question a b command seen explain answer-is \
            "${answer%%$'\n'*}"; do
            [[ $text == *$'\n'"$key "* ]] || { echo "$file: $key"; return 1; }
        done
    done
}

@test "predict asks, notes the answer before it runs, and explains" {
    make_card
    run -0 labs/predict "$card" <<<'x
b'
    [[ $output == *'A title'*'a) this'*'b) that'*'expect? One of the'* ]]
    [[ $output == *$'\nb\n\nBecause.'* ]]
    [ "${lines[-1]}" = 'You said b. Seen: b.' ]
    grep -Eq '^....-..-..T..:..:..Z 99-try/card b$' "$BATS_TEST_TMPDIR/seen"
}

@test "predict takes the choice as a word, and a card's short name" {
    run -0 labs/predict 04-goodbye/half a
    [ "${lines[-1]}" = 'You said a. Seen: b.' ]
}

@test "predict asks in Chinese by --lang, or by the locale" {
    make_card
    sed 's/^title .*/title 题目/; s/^explain .*/explain 因为。/' "$card" \
        >"${card%.card}.zh-CN.card"
    run -0 labs/predict --lang zh-CN "$card" b
    [[ $output == '题目'*$'\nb\n\n因为。'* ]]
    [ "${lines[-1]}" = '你选的是 b，实际是 b。' ]
    [ "$(LC_ALL='' LC_MESSAGES=zh_CN.UTF-8 labs/predict "$card" b)" = \
        "$output" ]
    run -0 labs/predict --lang en "$card" b
    [ "${lines[-1]}" = 'You said b. Seen: b.' ]
    [ "$(cut -d' ' -f2- "$PREDICTIONS" | uniq)" = '99-try/card b' ]
}

@test "predict asks in English where a card has no translation" {
    make_card
    run -0 labs/predict --lang zh-CN "$card" b
    [[ $output == 'A title'* ]]
    [ "${lines[-1]}" = '你选的是 b，实际是 b。' ]
}

@test "predict refuses a choice and a card that are not there" {
    make_card
    run -2 labs/predict "$card" c
    run -2 labs/predict 04-goodbye/no-such-card
    run -2 labs/predict "$card" </dev/null
    [ ! -e "$PREDICTIONS" ]
}

@test "predict says what a card needs and this machine lacks" {
    make_card
    echo 'needs no-such-program' >>"$card"
    run -3 labs/predict "$card" b
    [ "${lines[-1]}" = 'This one needs no-such-program, which is not here.' ]
    run -0 labs/predict --check "${card%/*}"
    [[ $output == *' 0 as foretold, card needs no-such-program' ]]
}

@test "predict --class counts each student's first answer" {
    printf '%s\n' 'T 04-goodbye/half a' 'T 04-goodbye/half b' >"$PREDICTIONS.1"
    printf '%s\n' 'T 04-goodbye/half b' 'not a line' 'T x/y c' >"$PREDICTIONS.2"
    run -0 labs/predict --class "$PREDICTIONS".[12]
    [[ ${lines[0]} == '04-goodbye/half '*' a   1   b   1   c   0   d   0   '* ]]
    [[ ${lines[0]} == *'seen: b' ]]
    [[ ${lines[1]} == 'x/y '*'c   1'* ]]
}

@test "predict --check fails on a card that says what is not so" {
    make_card
    sed -i 's/^seen b/seen a/' "$card"
    run -1 labs/predict --check "${card%/*}"
    [ "${lines[-1]}" = '99-try             0 as foretold, card is wrong' ]
    run -1 labs/predict --check labs/99-none
    [ "$output" = '99-none            0 as foretold, no card' ]
}

@test "predict runs in dash, in ash and in bash" {
    for shell in dash ash bash; do
        command -v $shell >/dev/null || continue
        run -0 "$shell" labs/predict 04-goodbye/half a
        [ "${lines[-1]}" = 'You said a. Seen: b.' ]
    done
}

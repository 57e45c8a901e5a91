#!/usr/bin/env bats
#
# teacher.bats: what the teacher's page says can be done as it stands; and what
# students start from earns no full score.
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load ../lib/labs

setup() {
    assignments=(labs/teacher/*.assignment)
}

# values KEY FILE: what an assignment says under this key.
values() { sed -n "s/^$1 //p" "$2"; }

@test "an assignment's points are 100, and for probes and rungs that exist" {
    for file in "${assignments[@]}"; do
        reply=$(values reply "$file")
        names=$("$MUXLAB" check --list --reply "${reply:-same}"
                "$MUXLAB" check --list --only 'last orders')
        values points "$file" | while read -r _ name; do
            grep -qE "^(  .  )?$name( |\$)" <<<"$names"
        done
        values points "$file" | awk '{ n += $1 } END { exit n != 100 }'
    done
}

@test "the teacher's page names every assignment and every card" {
    for file in "${assignments[@]}"; do
        grep -qF "($(basename "$file"))" labs/teacher/README.md
    done
    while read -r lab card; do
        ls labs/"$lab"-*/"$card".card
    done < <(sed -n 's/^| \([01][0-9]\) \([a-z-]*\) |.*/\1 \2/p' \
        labs/teacher/README.md)
}

@test "the labs marked graded are those of the assignments" {
    diff <(sed -n 's/^| \[\(..\)\].*graded.*/\1/p' labs/README.md) \
        <(sed -n 's/^| \[A.\].*| \[\(..\)\].*/\1/p' labs/teacher/README.md |
            sort)
}

@test "what the lecture types is there" {
    while read -r path; do
        [ -e "$path" ] || { echo "$path is not there"; return 1; }
    done < <(grep -o '`[^`]*`' labs/teacher/README.md | tr -d '`' |
        tr ' ' '\n' | sed -n -e "s,^bin/labs/,$BIN/labs/,p" \
        -e 's,^labs/,labs/,p' -e '/^[a-z]*\/.*\./p')
    for option in lecture only; do
        "$MUXLAB" compare --help | grep -q -- "--$option"
    done
}

# What is graded, and not seen to fail in its lab's own tests, a row each: lab,
# program, and how check asks it so that it fails. One probe is enough.
starts() {
    cat <<'END'
01-phone-call server --only nothing
03-print-and-close print --reply none --only waits
06-sticky lines --reply lines --only two
13-http http --reply http --only HEAD
END
}

@test "nothing under start/ reaches its full score" {
    starts >"$BATS_TEST_TMPDIR/starts"
    while read -r lab name how; do
        read -ra how <<<"$how"
        for command in "$(started "$lab" "$name")" \
                "python3 labs/$lab/start/$name.py"; do
            [[ $command != python3* ]] || {
                [ -f "labs/$lab/start/$name.py" ] &&
                    command -v python3 >/dev/null || continue; }
            run bounded 60 "$MUXLAB" check --timeout-scale 0.4 "${how[@]}" \
                start="$command"
            [ "$status" -eq 1 ] || [ "$status" -eq 3 ]
        done
    done <"$BATS_TEST_TMPDIR/starts"
}

@test "every start is asked: by check, by its lab's judge, or by itself" {
    for source in labs/*/start/*.c; do
        lab=${source#labs/} lab=${lab%%/*}
        starts | grep -q "^$lab $(basename "$source" .c) " ||
            grep -q "started \$lab $(basename "$source" .c)" \
                "tests/labs/$lab.bats" ||
            { echo "$source is not asked"; return 1; }
    done
}

# submit NAME LAB/FILE AS: a folder for the class.
submit() {
    mkdir -p "$BATS_TEST_TMPDIR/class/$1"
    cp "$2" "$BATS_TEST_TMPDIR/class/$1/$3"
}

# graded ASSIGNMENT NAME: the score of this folder, as the class's CSV has it.
graded() {
    "$MUXLAB" help grade >/dev/null 2>&1 ||
        "$MUXLAB" grade --help >/dev/null 2>&1 || skip 'no muxlab grade here'
    run bounded 100 "$MUXLAB" grade --timeout-scale 0.4 --out \
        "$BATS_TEST_TMPDIR/out" --assignment "labs/teacher/$1.assignment" \
        "$BATS_TEST_TMPDIR/class"
    [[ $status$output != 3*'namespaces are refused'* ]] ||
        skip 'namespaces are refused here'
    [ "$status" -eq 0 ] || { printf '%s\n' "$output"; return 1; }
    score=$(awk -F, -v name="$2" '$1 == name { print $3 }' \
        "$BATS_TEST_TMPDIR/out/class.csv")
}

@test "A3 is graded: the start has all points but those for last orders" {
    submit start labs/05-two-closes/start/server.c server.c
    graded a3-last-orders start
    [ "$score" = 60 ]
}

@test "every assignment gives 100 points to its solution" {
    [ -d "${MUXLAB_SOLUTIONS:-}" ] || skip 'MUXLAB_SOLUTIONS has none'
    for row in a1-capitals:02-upper/upper a2-lines:06-sticky/lines \
            a3-last-orders:05-two-closes/server a4-edge:12-beyond/edge \
            a5-pages:13-http/http; do
        rm -rf "$BATS_TEST_TMPDIR"/{class,out}
        submit "${row%%:*}" "$MUXLAB_SOLUTIONS/${row#*:}.c" server.c
        graded "${row%%:*}" "${row%%:*}"
        [ "$score" = 100 ]
    done
}

@test "the teacher's run_autograder leaves a results.json" {
    local root=$BATS_TEST_TMPDIR/autograder
    mkdir -p "$root"/{submission,results,source/muxlab}
    ln -s "$BIN" "$root/source/muxlab/bin"
    echo 'raise SystemExit("no server yet")' >"$root/submission/server.py"
    awk '/^    #!/ { on = 1 } !/^    / { on = 0 } on' labs/teacher/README.md |
        sed "s|^    ||; s|/autograder|$root|g" >"$root/run_autograder"
    run -0 sh "$root/run_autograder"
    grep -q '^  "score": 0,' "$root/results/results.json"
    grep -q 'before it listened' "$root/results/results.json" ||
        ! command -v python3
}

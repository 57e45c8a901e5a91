# total.awk: adds up TAP files. One file: a line that says how it went. With
# total=1: every failure in full, why tests were skipped, then "N passed, N
# failed, N skipped"; exits 1 on a failure, on a file that broke off, and when
# no test ran at all.

FNR == 1 { if (file != "") finish(); begin() }
/^1\.\.[0-9]+/ { split($0, range, "\\.\\."); planned = range[2] + 0 }
/^ok / { seen++; failing = 0; if ($0 ~ /# skip/) skip(); else passed++ }
/^not ok / { seen++; failing = 1; failed++ }
failing || planned < 0 { story = story $0 "\n" }
END { if (file != "") finish(); if (total) report() }

function skip() {
    skipped++; sub(/.*# skip */, ""); reasons[$0]++
}

function begin() {
    file = FILENAME; sub(/.*\/tap\//, "", file); sub(/\.tap$/, "", file)
    planned = -1; seen = passed = failed = skipped = failing = 0; story = ""
}

function finish() {
    if (planned < 0 || seen < planned) {
        story = story "broke off after " seen " of " planned " tests\n"
        failed += planned > seen ? planned - seen : 1
    }
    if (!total)
        printf "  TEST %-28s %3d passed%s%s\n", file, passed,
            failed ? ", " failed " failed" : "",
            skipped ? ", " skipped " skipped" : ""
    else if (failed)
        printf "\n%s:\n%s", file, story
    all_passed += passed; all_failed += failed; all_skipped += skipped
}

# Each reason for which a test was skipped, once.
function report() {
    for (reason in reasons)
        printf "  skipped %3d   %s\n", reasons[reason], reason | "sort -k3"
    close("sort -k3")
    printf "%d passed, %d failed%s\n", all_passed, all_failed,
        all_skipped ? ", " all_skipped " skipped" : ""
    if (all_failed || !all_passed)
        exit 1
}

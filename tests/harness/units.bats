# The rooms of the harness by themselves: client, histogram, statistics.

bats_require_minimum_version 1.7.0
load ../helper

units() {
    run -0 timeout 60 "$BIN/tests/units" "$1"
    [ -z "$output" ]
}

@test "pattern betrays a shift, a loss, and another client's bytes" {
    units pattern
}

@test "client takes pieces, and finds what is wrong, missing or too much" {
    units client
}

@test "story tells how a client fared" {
    units story
}

@test "hexdump shows what was expected above what came" {
    run -0 timeout 60 "$BIN/tests/units" hexdump
    [ "${#lines[@]}" -eq 4 ]
    [[ ${lines[1]} == '            0  '* ]]
    [[ ${lines[2]} =~ ^'    -      16  74 de e1 91 '+'t...'$ ]]
    [[ ${lines[3]} =~ ^'    +      16  74 de e0 91 b4 9b '+'t.....'$ ]]
}

@test "histogram is never too low and at most 1 % too high" {
    units histogram
}

@test "histogram prints the spectrum that the plotters read" {
    local -a rows
    run -0 timeout 60 "$BIN/tests/units" spectrum
    mapfile -t rows <<<"$output"
    [[ ${rows[0]} =~ ^' '+Value' '+Percentile' '+TotalCount' '1/\(1-Perc ]]
    [[ ${rows[2]} =~ ^' '+1.00.' 0.000000000000 '+1' '+1.00$ ]]
    [[ $output =~ 5.0..' 0.500000000000 '+5' '+2.00 ]]
    [[ $output =~ 10.000' 1.000000000000 '+10$'\n#[Mean' ]]
    [[ ${rows[-2]} =~ ^'#[Max     = '+10.000', Total count    = '+10]$ ]]
}

@test "statistics knows medians, quartiles and paired ratios" {
    units statistics
}

@test "text is escaped as JSON, CSV and XML want it, and is UTF-8" {
    units text
}

@test "verdict says no more than the rounds show" {
    units verdict
}

@test "json writes commas, lines and numbers that read back the same" {
    units json
}

#!/usr/bin/env bats
#
# phrasebook.bats: every row of labs/PHRASEBOOK.md compiles and runs, in both
# languages, and stands in the repository where it says.
#
# shellcheck disable=SC2016,SC2154

load ../lib/labs

# Column N of the table of calls, without the backquotes: a line a row.
column() {
    awk -F ' [|] ' -v n="$1" '
        /^## / { on = /Calls/ }
        on && /^\| [a-z]/ && !/^\| call/ { sub(/^\| /, ""); gsub(/`/, "", $n)
                               print $n ~ /^\|/ ? "" : $n }
        ' labs/PHRASEBOOK.md
}

# function_of NAME FILE: one function of a file, as it stands.
function_of() {
    awk -v head="^[a-z].*[ *]$1\\\\(" '
        $0 ~ head { on = 1 } on { print } /^}/ { on = 0 }' "$2"
}

@test "the phrasebook has every call that a Python tutorial names" {
    for call in socket bind listen accept connect connect_ex recv recvfrom \
            send sendall sendto close shutdown getpeername getsockname \
            getsockopt setsockopt settimeout gettimeout setblocking fileno \
            makefile getaddrinfo gethostname gethostbyname getfqdn select \
            poll epoll; do
        [ "$(column 1 | grep -cx "$call")" -eq 1 ]
    done
}

@test "every row of the phrasebook runs in Python" {
    needs python3
    run -0 bounded 20 python3 tests/lib/phrases.py < <(column 2)
    diff <(column 2) - <<<"$output"
}

@test "every row of the phrasebook compiles and runs in C" {
    column 3 | sed 's/.*/RUN(&)/' >"$BATS_TEST_TMPDIR/rows"
    "${CC:-cc}" -std=c11 -D_GNU_SOURCE -DROWS="\"$BATS_TEST_TMPDIR/rows\"" \
        -Wall -Wextra -o "$BATS_TEST_TMPDIR/phrases" -x c tests/lib/phrases.in
    run -0 bounded 20 "$BATS_TEST_TMPDIR/phrases"
    diff <(column 3) - <<<"$output"
}

@test "a row of the phrasebook stands in the function that it names" {
    while IFS=: read -r place code; do
        read -r file name <<<"$place"
        [ -n "$file" ] || continue
        call=$(grep -oE '[a-z_0-9]+\(' <<<"${code##* = }" | head -n 1)
        function_of "$name" "$file" | grep -qF "${call%(}" ||
            { echo "$file: $name has no $call"; return 1; }
    done < <(paste -d: <(column 4) <(column 3))
}

@test "an exception of the phrasebook is what Python makes of the errno" {
    needs python3
    sed -n 's/^| `\([A-Z][a-zA-Z]*\)` | \([A-Z, ]*\) |.*/\1 \2/p' \
        labs/PHRASEBOOK.md | tr -d , >"$BATS_TEST_TMPDIR/errors"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/errors")" -ge 9 ]
    python3 -c '
import errno, sys
for line in sys.stdin:
    kind, *names = line.split()
    for name in names:
        error = OSError(getattr(errno, name), "")
        assert type(error).__name__ == kind, (name, type(error))
' <"$BATS_TEST_TMPDIR/errors"
}

@test "the table of families and types is what the program prints" {
    [ -e /proc/net/if_inet6 ] || skip 'no IPv6 here, and so no AF_INET6'
    diff <(sed -n '/^| | SOCK_STREAM/,$p' labs/PHRASEBOOK.md) \
        <("$BIN/labs/10-kinds/families")
}

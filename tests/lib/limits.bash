# shellcheck shell=bash
# limits.bash: how many descriptors a test may open. A login usually has a soft
# limit of 1,024 and a much higher hard one; a test may go up to the hard one.

# may_open NUMBER: whether the hard limit allows so many descriptors.
may_open() {
    local hard
    hard=$(ulimit -Hn)
    [ "$hard" = unlimited ] || [ "$hard" -ge "$1" ]
}

# needs_files NUMBER: raises the soft limit so far, or skips the test.
needs_files() {
    may_open "$1" || skip "only $(ulimit -Hn) descriptors are allowed here"
    [ "$(ulimit -Sn)" = unlimited ] || [ "$(ulimit -Sn)" -ge "$1" ] ||
        ulimit -Sn "$1"
}

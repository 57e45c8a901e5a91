# skeleton.awk: what a text and its translation have in common: the levels of
# its headings, its blocks of code, the shape of its tables; and, a section at
# a time, the inline code, the link targets and the numbers, sorted. The first
# line (the link to the other language), comments, and how to be asked in Chinese
# are left out.

FNR == 1 || /^<!--/ { next }
/^    / { print "code" $0; next }
/^#+ / { flush(); match($0, /^#+/); print "heading " RLENGTH }
/^\|/ { cells = gsub(/\|/, "&"); print "row of " cells - 1 }
{ take() }
END { flush() }

# Collects what must be the same in the line, in any order.
function take(    text, code) {
    text = $0
    gsub(/`--lang zh-CN`/, "", text)
    while (match(text, /`[^`]*`/)) {
        keep("`" substr(text, RSTART + 1, RLENGTH - 2))
        text = substr(text, 1, RSTART - 1) " " substr(text, RSTART + RLENGTH)
    }
    while (match(text, /\]\([^)]*\)/)) {
        code = substr(text, RSTART + 2, RLENGTH - 3)
        sub(/\.zh-CN/, "", code)
        keep("-> " code)
        text = substr(text, 1, RSTART) substr(text, RSTART + RLENGTH)
    }
    while (match(text, /[0-9][0-9.,]*/)) {
        code = substr(text, RSTART, RLENGTH)
        sub(/[.,]+$/, "", code)
        keep("number " code)
        text = substr(text, RSTART + RLENGTH)
    }
}

function keep(what,    i) {
    for (i = n++; i > 0 && kept[i - 1] > what; i--)
        kept[i] = kept[i - 1]
    kept[i] = what
}

function flush(    i) {
    for (i = 0; i < n; i++)
        print kept[i]
    n = 0
}

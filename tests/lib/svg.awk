# svg.awk: is this picture sound? Prints what is wrong with it, if anything.
#
# Tags are balanced; bars lie inside the frame, and do not overlap within a
# lane; text begins inside the frame, and none is smaller than 22. A chart
# (-v chart=1) has no bars.

function attribute(tag, name,    value) {
    if (!match(tag, " " name "=\"[^\"]*\""))
        return ""
    value = substr(tag, RSTART, RLENGTH)
    sub(/^[^"]*"/, "", value)
    sub(/"$/, "", value)
    return value
}

function complain(what) {
    print what
    wrong = 1
}

function open_tag(tag,    name) {
    name = tag
    sub(/[ >\/].*/, "", name)
    if (tag !~ /\/$/)
        stack[++depth] = name
    if (name == "svg") {
        split(attribute(tag, "viewBox"), frame, " ")
        lane_end = 0
    }
    if (attribute(tag, "font-size") != "" && attribute(tag, "font-size") < 22)
        complain("small text: <" tag ">")
    if (name == "text")
        check_text(tag)
    if (name == "g")
        lane_end = 0
    if (name == "rect")
        check_bar(tag)
}

function check_bar(tag,    x, y, wide, high) {
    x = attribute(tag, "x") + 0
    y = attribute(tag, "y") + 0
    wide = attribute(tag, "width") + 0
    high = attribute(tag, "height") + 0
    if (wide < 1 || high < 1 || x + wide > frame[3] || y + high > frame[4])
        complain("outside the frame: <" tag ">")
    if (stack[depth] != "g")
        return
    if (x < lane_end)
        complain("overlaps the bar before it: <" tag ">")
    lane_end = x + wide
    bars++
}

function check_text(tag,    x, y) {
    x = attribute(tag, "x") + 0
    y = attribute(tag, "y") + 0
    if (x < 0 || x > frame[3] || y < 0 || y > frame[4])
        complain("outside the frame: <" tag ">")
}

BEGIN { RS = "<" }

NR > 1 {
    tag = $0
    if (!match(tag, />/)) {
        complain("an open tag: <" tag)
        next
    }
    tag = substr(tag, 1, RSTART - 1)
    if (tag !~ /^\//)
        open_tag(tag)
    else if (stack[depth] == substr(tag, 2))
        depth--
    else
        complain("<" tag "> closes <" stack[depth] ">")
}

END {
    if (depth != 0)
        complain("never closed: <" stack[depth] ">")
    if (!chart && bars < 10)
        complain("only " bars + 0 " bars")
    exit wrong
}

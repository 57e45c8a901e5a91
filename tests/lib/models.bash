# shellcheck shell=bash disable=SC2034
# models.bash: the models, as harness/server/models.c lists them.

# The five, in their order, and the pages they are.
mapfile -t models < <(sed -nE 's/^    \{ "(\w+)", NULL,.*/\1/p' \
    "${BASH_SOURCE[0]%/*}/../../harness/server/models.c")

# The further ones, each with the page it varies: blocking/fork.
mapfile -t further < <(sed -nE 's,^    \{ "(\w+)"\, "(\w+)"\,.*,\2/\1,p' \
    "${BASH_SOURCE[0]%/*}/../../harness/server/models.c")

# parent_of MODEL: the one of the five that it varies, or is.
parent_of() {
    local page
    for page in "${further[@]}"; do
        [ "${page#*/}" != "$1" ] || { echo "${page%/*}"; return; }
    done
    echo "$1"
}

# profile_of MODEL: what it claims to be: sequential, concurrent or scalable.
profile_of() {
    sed -nE "s/^    \{ \"$1\", [^,]+, \"(\w+)\",.*/\1/p" \
        "${BASH_SOURCE[0]%/*}/../../harness/server/models.c"
}

# shellcheck shell=bash disable=SC2034
# models.bash: the models, as harness/server/models.c lists them.

# The five, in their order, and the pages they are; the further ones, each with
# the page it varies: blocking/fork.
models=() further=()

# What each claims to be: sequential, concurrent or scalable; and the one of the
# five that it varies, or is.
declare -gA profile_of parent_of

# Reads rows like { "fork", "blocking", "scalable", ... in bash alone, as this
# is done for each test.
read_models() {
    local row='^\{ "([a-z]+)", ("([a-z]+)"|NULL), "([a-z]+)",'
    local line name parent
    while read -r line; do
        [[ $line =~ $row ]] || continue
        name=${BASH_REMATCH[1]} parent=${BASH_REMATCH[3]}
        profile_of[$name]=${BASH_REMATCH[4]} parent_of[$name]=${parent:-$name}
        if [ -n "$parent" ]; then
            further+=("$parent/$name")
        else
            models+=("$name")
        fi
    done <"${BASH_SOURCE[0]%/*}/../../harness/server/models.c"
}
read_models

# shellcheck shell=bash disable=SC2034
# models.bash: the models, as harness/server/models.c lists them.

# The five, in their order, and the pages they are.
mapfile -t models < <(sed -nE 's/^    \{ "(\w+)", NULL,.*/\1/p' \
    "${BASH_SOURCE[0]%/*}/../../harness/server/models.c")

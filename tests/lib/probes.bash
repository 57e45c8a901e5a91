# shellcheck shell=bash
# probes.bash: for tests that count the probes of muxlab check.

# probes_asked LEVEL: how many are asked of a server that claims to be
# sequential (1), concurrent (2) or scalable (3).
probes_asked() {
    "$MUXLAB" check --list | grep -c "^  [1-$1]  "
}

bats_require_minimum_version 1.7.0
@test "make built the five servers and muxlab" {
    local model
    for model in blocking nonblocking select poll epoll; do
        run -0 "$BIN/echo-$model" --version
    done
}

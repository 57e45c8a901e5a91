# server_log.bats: which line is shown of what a server wrote before it ended;
# each log has the form that a runtime gives it.

bats_require_minimum_version 1.7.0
load ../helper

setup() { cd "$BATS_TEST_TMPDIR" || return; }

# telling LINE FROM: that is the line which is shown of what a server wrote.
telling() {
    # shellcheck disable=SC2059 # it is a format
    printf "$2" >log
    run -3 "$MUXLAB" start d a='cat log >&2; exit 1'
    [[ $output == *"before it listened: $1" ]] || { echo "$output"; return 1; }
}

@test "of what a server wrote the line that tells most is shown" {
    telling 'bind: in use' 'starting\nbind: in use\n\n'
    telling 'x: Assertion failed' 'x: Assertion failed\nAborted\n'
    telling 'bind: in use' 'bind: in use\nmake: *** [Makefile:2: run] Error 1\n'
    telling 'what():  bind: in use' \
        'std::runtime_error\n  what():  bind: in use\n'
    telling '==7==ERROR: AddressSanitizer: x' \
        '==7==ERROR: AddressSanitizer: x\n    #0 main\n==7==ABORTING\n'
    telling 'SUMMARY: AddressSanitizer: x a.c:2 in main' \
        '==7==ERROR: AddressSanitizer: x pc 0x5\n    #0 main\n
SUMMARY: AddressSanitizer: x a.c:2 in main\nShadow bytes:\n==7==ABORTING\n'
}

@test "what a server wrote does not end with a NUL" {
    telling 'OSError: in �use' 'bind\0\nOSError: in \0use\n\0\n'
}

@test "of what valgrind prints its finding is shown, else the server's words" {
    telling 'bind: in use' \
        '==7== Memcheck, an error detector\nbind: in use\n==7== ERROR SUMMARY\n'
    telling '==7== Process terminating' '==7== a\n==7== Process terminating\n'
    telling '==7== Invalid write of size 1' '==7== Memcheck\n==7== \n
==7== Invalid write of size 1\n==7==    at 0x1: main (a.c:2)\nlistening
==7==  Address 0x4 is 0 bytes after a block\n==7== ERROR SUMMARY: 1 errors\n'
}

@test "of a Python traceback the last exception is shown" {
    telling 'OSError: [Errno 98]' \
        'Traceback:\n  File x\nOSError: [Errno 98]\n\nbye\n'
    telling 'AssertionError' "KeyError: 1\n
During handling of the above exception, another exception occurred:\n
Traceback:\n  File x\n    raise ValueError('error: 1')\nAssertionError\n"
    telling 'socket.timeout: no' "KeyError: 1\n
The above exception was the direct cause of the following exception:\n
Traceback:\n  File \"errors.py\"\n    error()\nsocket.timeout: no\n"
    telling 'OSError: [Errno 98]' \
        '  | ExceptionGroup: x\n    | OSError: [Errno 98]\n    +------\n'
}

@test "of a Java exception its cause is shown" {
    telling 'Exception in thread "main" CancelledKeyException' \
        'Exception in thread "main" CancelledKeyException\n\tat a.Exception.b\n'
    telling 'Caused by: java.net.BindException: in use' \
        'Exception in thread "main" java.lang.RuntimeException: x
\tat J.main\nCaused by: java.net.BindException: in use\n\tat J.main\n\t... 1'
    telling 'Caused by: java.nio.ClosedChannelException' \
        'Exception in thread "main" java.lang.RuntimeException: x
\tat J.main\nCaused by: java.nio.ClosedChannelException\n\tat J.main\n'
}

@test "of what other runtimes print the error is shown" {
    telling 'Error: listen EADDRINUSE' "    throw er; // Unhandled 'error' event
      ^\n\nError: listen EADDRINUSE\n    at new NodeError (node:errors:4)
Emitted 'error' event at:\n    at emitErrorNT (net:1) {\n  code: 'EADDRINUSE'
}\n\nNode.js v20.20.2\n"
    telling 'str' 'throw "str"\n^\nstr\n(Use node to see the exception)
\nNode.js v20.20.2\n'
    telling 'bind: in use' "thread 'main' panicked at p.rs:2:100:\nbind: in use
note: run with RUST_BACKTRACE=1\n"
    telling 'in use (os error 98)' \
        'Error: no bind\n\nCaused by:\n    in use (os error 98)\n'
    telling 'panic: listen tcp: in use' 'panic: listen tcp: in use\n
goroutine 1 [running]:\nmain.onError(0x1)\n\t/a/error.go:5\nexit status 2\n'
    telling 'listen tcp: in use' 'listen tcp: in use\nexit status 1\n'
    telling 'syntax error at x.pl line 3.' 'syntax error at x.pl line 3.
Execution of x.pl aborted due to compilation errors.\n'
    telling "Can't locate A.pm at x.pl line 3." \
        "Can't locate A.pm at x.pl line 3.
BEGIN failed--compilation aborted at x.pl line 3.\n"
    telling 'died at x.pl line 3.' 'listening\ndied at x.pl line 3.\n'
    telling 'no socket: in use' 'no socket: in use\n    while executing
"socket -server x 1"\n    (file "error.tcl" line 2)\n'
}

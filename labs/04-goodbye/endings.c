/*
 * endings: a server that waits until "hello\n" is there, and then ends the
 * call in one of the three ways: endings polite|rude|half. One client.
 */
#include "../lab.h"

enum { HELLO = 6 };

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "polite";
    char bytes[HELLO];
    int listener = listen_at("127.0.0.1", 1);
    int peer = accept(listener, NULL, NULL);

    if (peer == -1)
        err(EXIT_FAILURE, "accept");
    await_bytes(peer, HELLO);
    if (strcmp(how, "rude") != 0 && read(peer, bytes, HELLO) != HELLO)
        err(EXIT_FAILURE, "read");
    if (strcmp(how, "half") == 0) {
        shutdown(peer, SHUT_WR);
        while (read(peer, bytes, HELLO) > 0)
            continue;
    }
    close(peer);
    pause();
}

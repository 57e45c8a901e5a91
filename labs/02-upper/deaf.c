/*
 * deaf: a server without a check for end of file, and its first client hangs
 * up. We let it go round a million times, and then look at its second client.
 */
#include "../lab.h"

enum { ROUNDS = 1000000 };

int main(void)
{
    int listener = listen_at("127.0.0.1", 5), second, nothing = 0;
    struct pair first = pair_through(listener);
    char data[1024];

    say("the first: close", close(first.client));
    say("the second: connect",
        call_at("127.0.0.1", port_of(listener), &second));
    say("the second: send", send(second, "hello", 5, 0));
    await(first.server, POLLIN);
    for (int round = 0; round < ROUNDS; round++) {
        ssize_t n = recv(first.server, data, sizeof data, 0);

        nothing += n == 0;
        if (n > 0)              /* (the check that is missing: n == 0) */
            break;
    }
    printf("recv said 0 %d times out of %d\n", nothing, ROUNDS);
    say("the second: its answer", recv(second, data, 1, MSG_DONTWAIT));
}

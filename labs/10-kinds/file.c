/*
 * file: a FILE reads ahead. It holds the second line while the socket is
 * empty, and poll says that there is no news.
 */
#include "../lab.h"

int main(void)
{
    struct pair p = pair();
    FILE *file = fdopen(p.server, "r");
    struct pollfd news = { .fd = p.server, .events = POLLIN };
    char line[16];

    say("write two lines", write(p.client, "one\ntwo\n", 8));
    await_bytes(p.server, 8);
    say("poll: how many have news", poll(&news, 1, 0));
    if (fgets(line, sizeof line, file))
        printf("fgets: %s", line);
    say("poll: how many have news", poll(&news, 1, 0));
    if (fgets(line, sizeof line, file))
        printf("fgets: %s", line);
}

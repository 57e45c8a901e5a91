/*
 * lowest: a new descriptor gets the lowest number that is free. Descriptors 3
 * and up are made free first, whatever we inherited.
 */
#include "../lab.h"

int main(void)
{
    int a, b, c;

    for (int fd = 3; fd < 1024; fd++)
        close(fd);
    say("socket", a = socket(AF_INET, SOCK_STREAM, 0));
    say("socket", b = socket(AF_INET, SOCK_STREAM, 0));
    say("close the first", close(a));
    say("socket", c = socket(AF_INET, SOCK_STREAM, 0));
    say("close stdin", close(STDIN_FILENO));
    say("socket", socket(AF_INET, SOCK_STREAM, 0));
    close(b);
    close(c);
}

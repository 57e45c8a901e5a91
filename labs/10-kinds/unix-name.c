/*
 * unix-name: a Unix-domain socket is called by a name in the file system.
 * The name outlives the socket.
 */
#include "../lab.h"

#include <sys/un.h>

static struct sockaddr_un at = { .sun_family = AF_UNIX };

static int bound(int *fd)
{
    *fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(*fd, (struct sockaddr *)&at, sizeof at) == -1)
        return -1;
    return listen(*fd, 5);
}

static int call(void)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    return connect(fd, (struct sockaddr *)&at, sizeof at);
}

int main(void)
{
    char folder[] = "/tmp/lab-XXXXXX";
    int fd;

    if (!mkdtemp(folder))
        err(EXIT_FAILURE, "mkdtemp");
    snprintf(at.sun_path, sizeof at.sun_path, "%s/door", folder);
    say("bind and listen", bound(&fd));
    say("connect", call());
    say("close", close(fd));
    say("is the name there", access(at.sun_path, F_OK) == 0);
    say("connect", call());
    say("bind again", bound(&fd));
    say("unlink", unlink(at.sun_path));
    say("bind again", bound(&fd));
    unlink(at.sun_path);
    rmdir(folder);
}

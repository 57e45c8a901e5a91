/*
 * aio: a read that is done for us. When we hear of it, the bytes are in our
 * buffer. (In glibc a thread does it.)
 */
#include "../lab.h"

#include <aio.h>

int main(void)
{
    struct pair p = pair();
    char data[16] = "";
    struct aiocb request = { .aio_fildes = p.server, .aio_buf = data,
                             .aio_nbytes = sizeof data };
    const struct aiocb *list[] = { &request };

    say("aio_read", aio_read(&request));
    printf("it is %s\n", aio_error(&request) == EINPROGRESS ? "in progress"
                                                            : "done");
    say("the client: write", write(p.client, "hello", 5));
    say("aio_suspend", aio_suspend(list, 1, NULL));
    printf("our buffer holds \"%s\", and we have called no read\n", data);
    say("aio_return", aio_return(&request));
}

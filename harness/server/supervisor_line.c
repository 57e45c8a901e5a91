/*
 * supervisor_line.c: muxlab's end of the line to a supervisor.
 */
#include "server/supervisor.h"

#include "lib/deadline.h"
#include "server/guardian.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

int supervisor_receive(int line, struct report *r, long long deadline)
{
    struct pollfd event = { .fd = line, .events = POLLIN };
    int n = poll(&event, 1, deadline < 0 ? -1 : deadline_left(deadline));

    if (n <= 0) {
        errno = n < 0 ? errno : EAGAIN;
        return -1;
    }
    if (recv(line, r, sizeof *r, MSG_DONTWAIT) == sizeof *r)
        return 0;
    errno = EPIPE;
    return -1;
}

int supervisor_order(int line, enum order order)
{
    struct order_message m = { .order = order, .scale = deadline_scale };

    return send(line, &m, sizeof m, MSG_NOSIGNAL) == sizeof m ? 0 : -1;
}

int supervisor_detach(int line)
{
    int64_t deadline = deadline_in(GRACE_SECONDS);
    struct report r;
    int result = supervisor_order(line, ORDER_DETACH);

    if (result == 0) {
        while (supervisor_receive(line, &r, deadline) == 0)
            continue;
        result = errno == EPIPE ? 0 : -1;
    }
    close(line);
    return result;
}

int supervisor_stop(pid_t guardian, int line, struct report *last)
{
    int64_t deadline = deadline_in(GRACE_SECONDS + KILL_SECONDS + 1);

    if (guardian > 0)
        kill(guardian, SIGCONT);        /* the server may have stopped it */
    int result = guardian > 0 && guardian_is_seized(guardian)
        ? -1 : supervisor_order(line, ORDER_STOP);
    while (result == 0 && last->kind != REPORT_STOPPED)
        result = supervisor_receive(line, last, deadline);
    close(line);
    if (guardian > 0 && result == -1)
        kill(guardian, SIGTERM);
    if (guardian > 0)
        guardian_wait(guardian);
    return result;
}

/*
 * live.c: each system call of a server as it happens.
 */
#include "watch/live.h"

#include "lib/deadline.h"
#include "lib/exit_status.h"
#include "watch/call_log.h"
#include "watch/session.h"

#include <err.h>

int live_show(const struct target *t, const struct inject *in)
{
    struct call_log log = { .server = t->name };
    struct session s;

    if (session_start(&s, t, in) == -1) {
        warnx("%s", s.server.why);
        return CANNOT;
    }
    warnx("%s listens on %s: talk to it, for example with\n"
          "  muxlab talk %s", t->name, address_text(&s.server.address),
          address_word(&s.server.address));
    log.trace = s.trace;
    log.datagrams = t->by == BY_UDP;
    log.begin = log.from = deadline_now();
    while (!server_ended(&s.server)) {
        call_log_print(&log);
        deadline_nap(deadline_in(1));
    }
    call_log_print(&log);
    warnx("%s: %s", t->name, server_status_text(s.server.status));
    session_stop(&s);
    session_forget(&s);
    return NOT_HELD;
}

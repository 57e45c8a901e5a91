/*
 * actions.h: the words in which a probe is written.
 *
 * The words do nothing once something has failed. So a probe is a plain list
 * of them, with no test after each line; only a loop that takes long asks
 * t->verdict. Steps are printed when the probe fails.
 */
#ifndef ACTIONS_H
#define ACTIONS_H

#include "check/trial.h"

enum { KIB = 1024, MIB = 1024 * 1024 };

/* How long we watch that nothing (more) happens: seconds, which --timeout-scale
 * stretches. See trial.h for others. */
#define QUIET 0.25

#define FORMAT(n) __attribute__((format(printf, n, n + 1)))

/* ---- What is said of the probe ------------------------------------------ */

/* Says what is done next: a sentence without its full stop. */
void step(struct trial *t, const char *format, ...) FORMAT(2);

/* The probe holds, and this was measured. */
void note(struct trial *t, const char *format, ...) FORMAT(2);

/* The probe cannot be put here, for this reason. */
void skip(struct trial *t, const char *format, ...) FORMAT(2);

/* The probe does not hold. */
void fail(struct trial *t, const char *expected, const char *came, ...)
    FORMAT(3);

/* The same, where it depends on time: it may be asked again. */
void fail_late(struct trial *t, const char *expected, const char *came, ...)
    FORMAT(3);

/* The server has not started: the probe does not hold, or cannot be put here if
 * the machine lacked something. */
void fail_start(struct trial *t, const struct server *s);

/* The same; t->came describes this client. */
void fail_client(struct trial *t, const struct wire *w, const char *expected,
                 ...) FORMAT(3);

/* ---- What clients do ---------------------------------------------------- */

/* A client connects; n of them do, all in time. They stay until the
 * trial ends. */
struct wire *arrive(struct trial *t);
struct wire *crowd(struct trial *t, size_t n);

/* n clients begin to connect, and none waits for another. Each is to send so
 * many bytes: pump moves them. */
struct wire *rush(struct trial *t, size_t n, uint64_t bytes);

/* Sends n bytes; receives all that it is owed; both. In time. */
void say(struct trial *t, struct wire *w, size_t n);
void hear(struct trial *t, struct wire *w);
void echo(struct trial *t, struct wire *w, size_t n);

/* The same soon: other clients must not delay it. */
void echo_soon(struct trial *t, struct wire *w, size_t n);

/* Sends n bytes of text; receives this text, and no other; sends text and
 * receives the right answer to it. In time. */
void say_text(struct trial *t, struct wire *w, const char *text, size_t n);
void hear_text(struct trial *t, struct wire *w, const char *text);
void converse(struct trial *t, struct wire *w, const char *text);

/* Receives n bytes of any text, within PATIENCE; to[n] becomes NUL. */
void take_text(struct trial *t, struct wire *w, char *to, size_t n);

/* Waits until the server has read all that was sent, so that what is sent next
 * is read separately. Where this cannot be seen, waits a moment. */
void await_read(const struct trial *t, const struct wire *w);

/* After a half-close and text: waits for end of file, with no byte before. */
void hear_end(struct trial *t, struct wire *w);

/* Half-closes. */
void half_close(struct trial *t, struct wire *w);

/* Half-closes if that is not done, and waits for end of file, with no byte
 * before it. */
void finish(struct trial *t, struct wire *w);

/* After a half-close: reads all that the server owes it, and end of file. */
void drain(struct trial *t, struct wire *w);

/* Moves n clients (wire_pump) within so many seconds. */
void pump(struct trial *t, struct wire *w, size_t n, double seconds);

/* The same for so long, though they need not be done by then. */
void pump_for(struct trial *t, struct wire *w, size_t n, double seconds);

/* The same; but a client that the server cuts off is moved to the end of w[],
 * and the others go on. Returns how many were not cut off. */
size_t pump_survivors(struct trial *t, struct wire *w, size_t n,
                      double seconds);

/* Each of n clients sends and reads nothing, until nothing more goes or it has
 * sent `most` bytes. */
void stuff(struct trial *t, struct wire *w, size_t n, uint64_t most);

/* Sends, a little at a time, and reads nothing, until the server has read bytes
 * that it cannot send. Returns how many bytes; 0 if that never happens. */
int64_t fill_up(struct trial *t, struct wire *w);

/* After a half-close: gives the server time to close, if it does that at end of
 * file whatever it owes. */
void await_close(const struct wire *w);

/* Like finish, but no end of file is also right. */
void nothing_more(struct trial *t, struct wire *w);

/* Half-closes, waits a while for end of file, and resets: so the server has
 * most likely closed, and no TIME_WAIT is left behind. */
void part(struct trial *t, struct wire *w);

/* Closes; closes with RST. */
void leave(struct trial *t, struct wire *w);
void reset(struct trial *t, struct wire *w);

/* A client comes, is answered, and leaves: the server still serves. */
void visit(struct trial *t);

/* n clients visit, one after the other; every second one ends with RST. */
void visits(struct trial *t, size_t n);

/* ---- What is done to the server, and seen of it ------------------------- */

/* Stops it, and starts it in another way. The clients stay. */
void start_again(struct trial *t, const struct launch *how);

/* Starts it again. AddressSanitizer, if it has one, keeps 1 MiB of what was
 * freed, not 256; other servers do not mind. */
void start_without_quarantine(struct trial *t);

/* Allows it a few descriptors more than it has now. TOO_MANY clients, which
 * become *w, then connect and send a byte. Those that are answered are moved to
 * the front: returns how many. */
enum { TOO_MANY = 100 };
size_t exhaust(struct trial *t, struct wire **w);

/* Waits until it has no more processes and threads than so many; or, with 0,
 * until their number does not change any more; but at most t->soon. Returns how
 * many it has. */
int tasks_down_to(struct trial *t, int most);

/* Its CPU time over a QUIET window, in percent of the time in which a CPU was
 * free for it; negative where /proc cannot tell. Measures up to three windows
 * while it is above `most`; returns the last. */
double busy(struct trial *t, double most);

#endif

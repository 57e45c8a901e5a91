/*
 * client.c: a client of the harness on a socket pair, and what is said of it.
 */
#include "unit.h"

#include "client/pattern.h"
#include "client/wire.h"
#include "lib/deadline.h"
#include "server/address.h"
#include "server/server.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static unsigned char right[64];

/* A client that has sent 20 bytes; returns its server's end. */
static int start(struct wire *w)
{
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == -1)
        exit(EXIT_FAILURE);
    *w = (struct wire){ .fd = ends[0], .seed = 4, .connected = 1 };
    pattern_fill(right, sizeof right, 4, 0);
    is(wire_send(w, 20, 1) == 0, "20 bytes are sent");
    return ends[1];
}

static void say(int server, size_t from, size_t size)
{
    is(write(server, right + from, size) == (ssize_t)size, "an answer");
}

static void reset(int server)
{
    setsockopt(server, SOL_SOCKET, SO_LINGER,
               &(struct linger){ .l_onoff = 1 }, sizeof(struct linger));
    close(server);
}

static void stop(struct wire *w, int server)
{
    wire_close(w);
    close(server);
}

static void takes_an_answer_in_pieces(void)
{
    struct wire w;
    int server = start(&w);

    say(server, 0, 5);
    is(wire_receive(&w, 3, 1) == 0 && w.received == 3, "no more than asked");
    say(server, 5, 15);
    is(wire_receive(&w, 17, 1) == 0 && w.received == 20, "all 20");
    is(w.end == WIRE_OPEN && w.first != 0, "and all is well");
    stop(&w, server);
}

static void finds_the_wrong_byte(void)
{
    struct wire w;
    int server = start(&w);

    say(server, 0, 7);
    say(server, 8, 12);
    is(wire_receive(&w, 20, 1) == -1 && w.end == WIRE_WRONG, "one is lost");
    is(w.received == 7 && w.wrong_size == 12, "where, and what came");
    stop(&w, server);
}

static void finds_a_byte_too_many(void)
{
    struct wire w;
    int server = start(&w);

    say(server, 0, 21);
    is(wire_receive(&w, 20, 1) == -1 && w.end == WIRE_WRONG, "too many");
    is(w.received == 20 && w.wrong_size == 1, "by one");
    stop(&w, server);
}

static void knows_silence_from_the_end(void)
{
    struct wire w;
    int server = start(&w);

    say(server, 0, 9);
    is(wire_receive(&w, 20, 0.02) == -1 && w.end == WIRE_OPEN, "silence");
    close(server);
    is(wire_receive(&w, 11, 1) == -1 && w.received == 9, "the end");
    is(w.end == WIRE_FIN || w.end == WIRE_RESET, "the end is seen");
    wire_close(&w);
}

static void finishes_on_end_of_file_alone(void)
{
    struct wire w;
    int server = start(&w);

    say(server, 0, 20);
    is(wire_receive(&w, 20, 1) == 0, "all 20");
    is(wire_finish(&w, 0.02) == -1 && w.end == WIRE_OPEN, "not yet");
    shutdown(server, SHUT_WR);
    is(wire_finish(&w, 1) == 0, "end of file");
    stop(&w, server);
    server = start(&w);
    say(server, 0, 20);
    is(wire_receive(&w, 20, 1) == 0, "all 20");
    say(server, 20, 1);
    shutdown(server, SHUT_WR);
    is(wire_finish(&w, 1) == -1 && w.end == WIRE_WRONG, "a byte before it");
    stop(&w, server);
}

/* The queue of listen(fd, 0) has room for one. */
static void waits_for_room_in_a_queue(void)
{
    struct address a;
    struct sockaddr_storage its = { 0 };
    socklen_t size = sizeof its;
    bool connected = false;
    int listener = socket(AF_UNIX, SOCK_STREAM, 0), fds[2];
    char path[] = "/tmp/unit-XXXXXX";

    is(mkdtemp(path) && address_find(&a, BY_UNIX, path, "") == 0, "a path");
    strcat(((struct sockaddr_un *)&a.sa)->sun_path, "/s");
    is(bind(listener, (struct sockaddr *)&a.sa, a.size) == 0
       && listen(listener, 0) == 0, "a listener");
    fds[0] = address_call(&a, 1, &connected);
    is(fds[0] >= 0 && connected, "there is room");
    getsockname(fds[0], (struct sockaddr *)&its, &size);
    is(address_number(&its) != 0, "it has a number");
    fds[1] = address_call(&a, 0.02, &connected);
    is(fds[1] == -1 && errno == ETIMEDOUT, "there is no more");
    close(fds[0]);
    close(listener);
    unlink(address_host(&a));
    rmdir(path);
}

/* The first is served, the second is sent away, the third never answered. */
static void crowd_names_the_culprit(void)
{
    struct wire w[3], *culprit = NULL;
    int server[3] = { -1, -1, -1 };

    for (int i = 0; i < 3; i++) {
        server[i] = start(&w[i]);
        w[i].to_send = 20;
    }
    say(server[0], 0, 20);
    shutdown(server[1], SHUT_WR);
    is(wire_pump(w, 3, deadline_in(1), &culprit) == -1, "one is sent away");
    is(culprit == &w[1] && w[1].end == WIRE_FIN, "the second");
    wire_close(&w[1]);
    is(wire_pump(w, 3, deadline_in(0.02), &culprit) == -1, "one is left");
    is(culprit == &w[2] && w[2].end == WIRE_OPEN, "the third");
    say(server[2], 0, 20);
    is(wire_pump(w, 3, deadline_in(1), &culprit) == 0, "it is served");
    for (int i = 0; i < 3; i++)
        stop(&w[i], server[i]);
}

/* A server that listens, accepts, and resets before the client has asked
 * whether it is connected: no refusal. */
static void tells_a_reset_from_a_refusal(void)
{
    struct server s = { .address.size = sizeof s.address.sa };
    struct sockaddr *address = (struct sockaddr *)&s.address.sa;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct wire w = { .fd = -1 };

    if (listen(listener, 1) == -1
        || getsockname(listener, address, &s.address.size) == -1)
        exit(EXIT_FAILURE);
    is(wire_connect_start(&w, &s) == 0, "it starts to connect");
    w.connected = 0;
    reset(accept(listener, NULL, NULL));
    is(wire_try_connect(&w) == 0 && w.end == WIRE_RESET, "connected, reset");
    reads(wire_describe(&w), "sent nothing, then RST");
    wire_close(&w);
    close(listener);
    w = (struct wire){ .fd = -1 };
    is(wire_connect(&w, &s, 1) == -1 && w.end == WIRE_REFUSED, "refused");
}

void test_client(void)
{
    takes_an_answer_in_pieces();
    finds_the_wrong_byte();
    finds_a_byte_too_many();
    knows_silence_from_the_end();
    finishes_on_end_of_file_alone();
    crowd_names_the_culprit();
    tells_a_reset_from_a_refusal();
    waits_for_room_in_a_queue();
}

void test_story(void)
{
    struct wire w = { .to_send = 8192 };

    reads(wire_describe(&w), "connect: nothing for the time allowed");
    w.end = WIRE_REFUSED;
    w.error = ECONNREFUSED;
    reads(wire_describe(&w), "connect: Connection refused");
    w = (struct wire){ .connected = 1, .to_send = 8192, .sent = 8192,
                       .received = 2048 };
    reads(wire_describe(&w), "received 2048 of 8192 bytes, then nothing for the "
          "time allowed");
    w.end = WIRE_FIN;
    reads(wire_describe(&w), "received 2048 of 8192 bytes, then FIN");
    w.end = WIRE_RESET;
    reads(wire_describe(&w), "received 2048 of 8192 bytes, then RST");
    w.sent = 4096;
    reads(wire_describe(&w), "sent 4096 and received 2048 of 8192 bytes, then "
          "RST");
    w.end = WIRE_WRONG;
    reads(wire_describe(&w), "first wrong byte at offset 2048");
    w = (struct wire){ .connected = 1, .sent = 1, .received = 1 };
    reads(wire_describe(&w), "received all of 1 byte");
    w.shut = true;
    reads(wire_describe(&w), "received all of 1 byte, then no FIN for the time "
          "allowed");
    w.end = WIRE_WRONG;
    reads(wire_describe(&w), "received all of 1 byte, then more than was sent");
    w = (struct wire){ .connected = 1, .end = WIRE_FIN };
    reads(wire_describe(&w), "sent nothing, then FIN");
}

/* A bit of byte 18 of 20 is wrong, and there are two bytes too many. */
void print_hexdump(void)
{
    struct wire w = { .connected = 1, .seed = 5, .sent = 20, .received = 18,
                      .end = WIRE_WRONG, .wrong_size = 4 };

    pattern_fill(w.wrong, 4, 5, 18);
    w.wrong[0] ^= 1;
    wire_hexdump(stdout, &w);
}

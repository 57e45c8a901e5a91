/*
 * count.c: what a server did, counted.
 */
#include "count.h"

#include <stdio.h>
#include <sys/mman.h>

_Thread_local struct count count;

/* Several may add to it at once. */
static struct {
    _Atomic unsigned long long clients, refused, bytes;
    _Atomic unsigned long long rounds, looks, turns, blocked;
} *sum;

int count_open(void)
{
    sum = mmap(NULL, sizeof *sum, PROT_READ | PROT_WRITE,
               MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return sum == MAP_FAILED ? -1 : 0;
}

void count_add(void)
{
    sum->clients += count.clients;
    sum->refused += count.refused;
    sum->bytes += count.bytes;
    sum->rounds += count.rounds;
    sum->looks += count.looks;
    sum->turns += count.turns;
    sum->blocked += count.blocked;
    count = (struct count){ 0 };
}

int count_print(void)
{
    printf("clients %llu refused %llu bytes %llu ",
           sum->clients, sum->refused, sum->bytes);
    printf("rounds %llu looks %llu turns %llu blocked %llu\n",
           sum->rounds, sum->looks, sum->turns, sum->blocked);
    return fflush(stdout);
}

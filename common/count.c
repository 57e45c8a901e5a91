/*
 * count.c: what a server did, counted.
 */
#include "count.h"

#include <stdio.h>

struct count count;

int count_print(void)
{
    printf("clients %llu refused %llu bytes %llu ",
           count.clients, count.refused, count.bytes);
    printf("rounds %llu looks %llu turns %llu blocked %llu\n",
           count.rounds, count.looks, count.turns, count.blocked);
    return fflush(stdout);
}

/*
 * questions_rate.h: how each question of questions.c is put: a function a row.
 */
#ifndef QUESTIONS_RATE_H
#define QUESTIONS_RATE_H

struct answer;
struct run;

void ask_second(struct run *r, struct answer *a);
void ask_looks(struct run *r, struct answer *a);
void ask_turns(struct run *r, struct answer *a);
void ask_alone(struct run *r, struct answer *a);
void ask_many(struct run *r, struct answer *a);
void ask_first(struct run *r, struct answer *a);
void ask_active(struct run *r, struct answer *a);
void ask_rest(struct run *r, struct answer *a);
void ask_slow(struct run *r, struct answer *a);
void ask_connections(struct run *r, struct answer *a);
void ask_bulk(struct run *r, struct answer *a);

/* measure_more.c */
void ask_calls(struct run *r, struct answer *a);
void ask_fair(struct run *r, struct answer *a);
void ask_slow_senders(struct run *r, struct answer *a);
void ask_burst(struct run *r, struct answer *a);
void ask_memory(struct run *r, struct answer *a);

#endif

/*
 * gather.h: what the report shows besides the table: the other rooms' findings
 * about the same servers, as members of the saved object.
 */
#ifndef GATHER_H
#define GATHER_H

struct comparison;
struct json_writer;

/* Where each server waited, while three clients came and one was silent:
 * "timeline", an SVG picture. Nothing where servers cannot be observed. */
void gather_timeline(struct json_writer *to, const struct comparison *v);

/* What check says of each server: "check". A model is asked what it claims. */
void gather_check(struct json_writer *to, const struct comparison *v);

/* The questions at the end of each model's handout: "handouts". Nothing where
 * the handouts are not beside muxlab's folder. */
void gather_handouts(struct json_writer *to, const struct comparison *v);

#endif

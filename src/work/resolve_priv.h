/* SPDX-License-Identifier: GPL-3.0-or-later
 * resolve_priv - what the parts of resolving share: the words, and what has been taken so far.
 * Owns:  nothing.
 * Must not know: verbs.
 */
#ifndef SIGNPOST_RESOLVE_PRIV_H
#define SIGNPOST_RESOLVE_PRIV_H

#include "store/find.h"
#include "work/resolve.h"

#define MOST_WORDS 512
#define NAME_WORDS 5
#define HIGHEST_YEAR 13

struct resolving {
    struct school *school;
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct err *err;
    const struct resolve_request *request;
    unsigned wants;
    struct str words[MOST_WORDS];
    size_t ends[MOST_WORDS];     /* of each word: where what was written together, in quotes or between commas, ends */
    bool stops[MOST_WORDS];      /* a comma stands behind it: no name goes on */
    size_t word_count;
    int64_t *pupils;
    size_t pupil_count, pupil_room;
    bool said_who;
    bool *rules;
    struct buf who, what;
    struct selection *out;
    int32_t *roles;
    const struct person **staff;
};

void resolve_add_pupil(struct resolving *r, int64_t id);
void resolve_label(struct buf *out, struct str text);
struct str resolve_join(struct resolving *r, size_t from, size_t to);
bool resolve_is_and(struct str word);
bool resolve_like_clause(struct str word);
/* How many words at `at` are a pupil: 0 none, -1 err. */
int resolve_pupil_take(struct resolving *r, size_t at);
/* Nothing fits: err with the nearest name; always -1. */
int resolve_nobody(struct resolving *r, struct str word);

#endif

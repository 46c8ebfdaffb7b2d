/* SPDX-License-Identifier: GPL-3.0-or-later
 * measure_say - from the tallies of a measure to its figures and to what they say of what is wanted.
 * Owns:  nothing.
 * Must not know: subjects, records.
 *
 * Example:
 *     measure_say(engine, weighed, &measured);
 *     measure_find(engine, weighed, &measured, &finding);
 */
#ifndef SIGNPOST_MEASURE_SAY_H
#define SIGNPOST_MEASURE_SAY_H

#include "engine/pass_engine.h"

/* How many answer no, not known, yes to `of`: of those that certainly belong to `over`, and of those that may. */
struct group {
    int64_t value;
    int64_t sure[3], doubtful[3]; /* by ANSWERED_* */
};

struct by_fact {
    struct group *at;             /* by value */
    uint32_t count, room;
    struct group unplaced;        /* the fact is not recorded */
};

/* What is known of the subject at hand from its findings. */
struct seen_findings {
    bool seen, sure, stale;
    int answer;
};

/* One measure with what was counted for it. */
struct weighed {
    const struct image_measure *image;
    const struct measuring *m;
    char key[INSTANCE_KEY_SIZE];
    struct date from, to;
    struct group all;
    struct by_fact *facts;        /* as m->by */
    struct seen_findings now;
    bool stale;
};

void measure_say(struct engine *engine, const struct weighed *weighed, struct measured *out);
/* The status goes into measured too. */
void measure_find(const struct engine *engine, const struct weighed *weighed, struct measured *measured,
                  struct finding *out);

#endif

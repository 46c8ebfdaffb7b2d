/* SPDX-License-Identifier: GPL-3.0-or-later
 * subject - one subject as the pass sees it: facts on a day, the years of a pupil, conditions on facts as masks.
 * Owns:  nothing; scratch memory belongs to the pass.
 * Must not know: records, windows, statuses.
 *
 * Example:
 *     subject_set(&subject, SUBJECT_PUPIL, batch);
 *     int64_t year = subject_fact(&subject, known->year, day);
 */
#ifndef SIGNPOST_SUBJECT_H
#define SIGNPOST_SUBJECT_H

#include "engine/mask.h"

#define SUBJECT_DAYS 32

struct subject {
    const struct program *program;
    const struct known_facts *known;
    enum leap_day leap;
    enum subject_type type;
    const struct batch *batch;
    const struct fact_step **steps; /* by fact: its first step, or NULL */
    uint32_t *step_counts;
    uint32_t fact_count;
    /* Masks on facts by day, kept while the subject stays: a ring that is looked through. */
    int32_t days[SUBJECT_DAYS];
    uint64_t *words[SUBJECT_DAYS];
    uint32_t day_count, next_day;
};

void subject_start(struct subject *subject, struct arena *arena, const struct program *program);
void subject_set(struct subject *subject, enum subject_type type, const struct batch *batch);

/* The value on a day: steps of dated facts, derived facts; VALUE_NONE = not recorded. */
int64_t subject_fact(const struct subject *subject, int32_t fact, struct date day);
struct date subject_date(const struct subject *subject, int32_t fact); /* an undated day fact; DATE_NONE = not recorded */
/* The first school year in which the pupil is in Year n or above; the last one in Year n or below; false when no year is
 * recorded.  Without changes of pace both are the school year in which the pupil is in Year n. */
bool subject_first_year(const struct subject *subject, int n, int *out);
bool subject_last_year(const struct subject *subject, int n, int *out);

/* The answers of the atoms on facts on that day. */
const uint64_t *subject_words(struct subject *subject, struct date day);
/* Any of the filters: ANSWERED_* on that day. */
int subject_any(struct subject *subject, uint32_t filters, uint32_t count, struct date day);

#endif

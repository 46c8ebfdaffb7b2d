/* SPDX-License-Identifier: GPL-3.0-or-later
 * gen_rows - random subjects with their records, as rows a feed gives; and what findings look like as text.
 * Owns:  nothing; all lies in the arena passed in.
 * Must not know: evaluators.
 *
 * Days fall on boundaries more often than not, and any value may be missing.
 *
 * Example:
 *     struct gen_rows *rows = gen_rows(&gen, kinds);
 *     struct feed_memory memory = gen_memory(rows);
 *     struct feed feed = feed_memory(&memory);
 */
#ifndef SIGNPOST_GEN_ROWS_H
#define SIGNPOST_GEN_ROWS_H

#include "engine/feed_memory.h"
#include "gen_policy.h"

struct gen_rows {
    struct arena *arena;
    const struct kinds *kinds;
    struct activity *activities;          /* by (date, id) */
    uint32_t activity_count;
    struct detail *details;
    uint32_t detail_count;
    struct batch *subjects[SUBJECT_TYPE_COUNT];
    size_t subject_count[SUBJECT_TYPE_COUNT];
    struct exemption *exemptions;
    size_t exemption_count;
    struct date *complete_through;        /* by kind */
};

/* missing: percent of values not recorded. */
struct gen_rows *gen_rows(struct gen *gen, const struct policy *policy, int missing);
struct feed_memory gen_memory(const struct gen_rows *rows);
/* A deep copy, to be changed. */
struct gen_rows *gen_copy(struct arena *arena, const struct gen_rows *rows);
void gen_drop_activity(struct gen_rows *rows, uint32_t index);
void gen_drop_subject(struct gen_rows *rows, enum subject_type type, size_t index);
/* Sets a packed or detail field of the session, or of one participation. */
void gen_set(struct gen_rows *rows, uint32_t activity, int32_t field, int64_t value);
void gen_set_each(struct gen_rows *rows, enum subject_type type, size_t subject, uint32_t participation, int32_t field,
                  int64_t value);
/* One more activity with one participant; returns its index.  Indices of later ones move up by one. */
uint32_t gen_add_activity(struct gen_rows *rows, int32_t kind, struct date date, int64_t id);
uint32_t gen_add_participation(struct gen_rows *rows, enum subject_type type, size_t subject, uint32_t activity, int64_t outcome);

void gen_print_rows(struct buf *out, const struct gen_rows *rows);
/* Every member of a finding, one line each; equal findings give equal text. */
void gen_print_finding(struct buf *out, const struct policy *policy, const struct finding *finding);
void gen_print_measured(struct buf *out, const struct policy *policy, const struct measured *measured);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_rows - one day of a test as rows, and what the evaluators say of it.
 * Owns:  nothing.
 * Must not know: what the test expects.
 *
 * Example:
 *     struct case_rows rows;
 *     case_rows_make(&arena, kinds, block, day, &rows, err);
 *     case_rows_judge(&arena, &rows, &question, &findings, err);
 */
#ifndef SIGNPOST_CASE_ROWS_H
#define SIGNPOST_CASE_ROWS_H

#include "base/calendar.h"
#include "engine/feed_memory.h"
#include "engine/finding.h"
#include "policy/case.h"
#include "policy/program.h"

struct case_rows {
    struct feed_memory memory;
};

/* What a measure counts in all. */
struct case_figure {
    uint32_t rule;
    char instance[INSTANCE_KEY_SIZE];
    int64_t n, certain, possible;    /* of n how many certainly, and how many at most */
};

struct case_findings {
    const struct finding *at;
    size_t count;
    const struct case_figure *figures;
    size_t figure_count;
};

/* By which evaluator, and how. */
struct case_question {
    const struct policy *policy;
    const struct program *program;   /* the pass; NULL = the reference evaluator, straight from the policy */
    const struct hatch *hatch;
    const struct calendar *calendar;
    struct date as_of;
    const bool *rules;               /* by rule: those that are asked */
};

/* seed: other numbers for the records and another order of people; 0 = as written.  Records of one day keep their order. */
MUST_USE bool case_rows_make(struct arena *arena, const struct kinds *kinds, const struct case_block *block,
                             const struct case_day *day, uint64_t seed, struct case_rows *out, struct err *err);
MUST_USE bool case_rows_judge(struct arena *arena, struct case_rows *rows, const struct case_question *question,
                              struct case_findings *out, struct err *err);
/* Whether two evaluators said the same of everything; else *rule is the first that they differ on. */
bool case_findings_agree(const struct case_findings *a, const struct case_findings *b, uint32_t *rule);

#endif

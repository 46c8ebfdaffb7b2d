/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_suite - the tests that were asked for: found, read, each joined to its policy; and running them.
 * Owns:  nothing.
 * Must not know: how results are shown.
 *
 * Example:
 *     struct case_suite suite;
 *     if (!case_suite_open(&arena, call, &suite, answer)) return false;
 *     for (...) case_suite_run(&arena, &suite, &run, block, policy, &tally, err);
 */
#ifndef SIGNPOST_CASE_SUITE_H
#define SIGNPOST_CASE_SUITE_H

#include "work/case_rows.h"
#include "work/case_set.h"
#include "work/command.h"

struct case_suite {
    struct arena *arena;
    struct case_set set;
    struct cases cases;
    const struct calendar *calendar;
    struct case_policy **policies;   /* by block */
    bool *wanted;                    /* by block: fits what was asked for */
    size_t wanted_count;
    const char *folder;              /* the school whose tests they are; NULL: those that ship */
};

/* Positional parts of the call: files and folders of tests, "ept-2022" (those that ship), clauses and rules.  Without any
 * the tests of the school at hand, or those that ship.  On failure the answer has the problems and the outcome. */
MUST_USE bool case_suite_open(struct arena *arena, const struct command_call *call, struct case_suite *out, struct answer *answer);
/* From texts that are at hand already. */
MUST_USE bool case_suite_read(struct arena *arena, const struct host *host, const char *folder, const struct case_text *texts, size_t count,
                              struct case_suite *out, struct problems *problems, struct err *err);

struct case_failure {
    const struct case_block *block;
    struct date as_of;
    struct str rule;  /* with its instance */
    struct str said;  /* "expected on_track, got overdue" */
    struct str dates; /* of the finding; may be empty */
};

struct case_tally {
    size_t blocks, assertions, failed;
    struct case_failure *failures;
    size_t failure_count;
};

/* Which evaluators, and in which order things are handed to them. */
struct case_run {
    bool pass, plain;
    uint64_t seed;   /* 0 = as written */
    bool stop_early; /* the first failure is enough */
};

/* One block under a policy: its own, or a changed one. */
MUST_USE bool case_suite_run(struct arena *arena, const struct case_suite *suite, const struct case_run *run, const struct case_block *block,
                             const struct case_policy *policy, struct case_tally *tally, struct err *err);
/* What the findings of a day say of an expectation: the one that it is about, or NULL and why in words. */
const struct finding *case_suite_find(struct arena *arena, const struct policy *policy, const struct case_day *day,
                                      const struct case_expected *expected, const struct case_findings *findings, struct str *why);
/* Judges one day of a block on the rules that it names, or on all. */
MUST_USE bool case_suite_judge(struct arena *arena, const struct case_suite *suite, const struct case_run *run, const struct case_block *block,
                               const struct case_day *day, const struct case_policy *policy, bool all, struct case_findings *out,
                               struct err *err);
/* The same by the evaluators of the run on the rules that the day names; that they differ is a failure. */
MUST_USE bool case_suite_judge_day(struct arena *arena, const struct case_suite *suite, const struct case_run *run, const struct case_block *block,
                                   const struct case_day *day, const struct case_policy *policy, struct case_findings *findings,
                                   struct case_tally *tally, struct err *err);
void case_suite_fail(struct arena *arena, struct case_tally *tally, struct case_failure failure);
/* "opens 2022-09-01, lead 2023-05-21, due 2023-07-20, deadline 2023-08-31; 0 certain, 0 possible of 1" */
struct str case_suite_dates(struct arena *arena, const struct policy *policy, const struct finding *finding);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * trace - one finding again, keeping reasons: each record of the kinds that matter, and why it counts or not.
 * Owns:  nothing; the tree lies in the arena.
 * Must not know: how it is printed, names of people.
 *
 * Example:
 *     struct trace *trace;
 *     if (!trace_subject(&arena, policy, &judging, &feed, rule, &trace, err)) ...
 */
#ifndef SIGNPOST_TRACE_H
#define SIGNPOST_TRACE_H

#include "base/calendar.h"
#include "engine/finding.h"

enum answer_of { ANSWER_NO, ANSWER_NOT_KNOWN, ANSWER_YES };

/* One condition that was looked at, on one record. */
struct trace_condition {
    const struct filter *filter;
    const struct condition *condition;  /* NULL: the outcome, the day or the kind decided (see said) */
    int64_t saw;                        /* value of the field, VALUE_NONE = not recorded */
    enum answer_of answer;
    struct str said;                    /* "adviser's level 4: 6 or more is needed", "absent", "before the window opened" */
};

struct trace_record {
    int64_t activity;                   /* id */
    struct date day;                    /* the day that counts */
    int64_t outcome;                    /* enum outcome_code or VALUE_NONE */
    enum answer_of answer;              /* does it count */
    struct str because;                 /* the deciding condition in words; empty when it counts */
    const struct trace_condition *conditions;
    size_t condition_count;
};

struct trace_finding {
    struct finding finding;
    const struct trace_record *records; /* of the kinds that the rule names, newest last; those that nearly count too */
    size_t record_count;
    struct str mend;                    /* the least change that would settle it, in words; empty when nothing to do */
};

struct trace {
    struct trace_finding *findings;
    size_t count;
};

/* One rule, of whatever subject type it is; -1: all rules of the pupil, or for subject 0 of the school.  A pupil is
 * fetched alone (needs.only_subject).  Records: those of the kinds named that count or may, and others within twelve
 * months of the window. */
MUST_USE bool trace_subject(struct arena *arena, const struct policy *policy, const struct judging *judging,
                            const struct feed *feed, int64_t subject, int32_t rule, struct trace **out, struct err *err);

#endif

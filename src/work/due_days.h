/* SPDX-License-Identifier: GPL-3.0-or-later
 * due_days - the days on which something falls due, by rule, with how many it still asks something of.
 * Owns:  nothing; everything lies in the arena given.
 * Must not know: how it is shown.
 *
 * Of a school with records they are the findings whose due day lies between two days: those of today, and for turns that
 * have not opened yet those of the last of the days.  Without records one pupil of each year is judged instead, so that
 * the days are those of the engine and of nobody else; what follows from a pupil's own days (a birthday, an interview)
 * has no day then.
 *
 * Example:
 *     struct due_days days;
 *     if (!due_days_of_school(arena, school, from, to, call->as_of, call->tick, &days, err)) return false;
 */
#ifndef SIGNPOST_DUE_DAYS_H
#define SIGNPOST_DUE_DAYS_H

#include "work/named_policy.h"
#include "work/school.h"

struct due_line {
    struct date day;
    uint32_t rule;                       /* index in policy.rules */
    const struct rule_version *version;
    enum subject_type subject;
    uint32_t of, to_do, not_known;       /* whom it concerns; who has not done it; of whom it is not known */
    uint32_t years;                      /* of pupils: bit per year group, of those who have not done it and the not known */
};

struct due_days {
    struct due_line *at;                 /* by day, clause, rule */
    size_t count;
    bool from_records;
};

MUST_USE bool due_days_of_school(struct arena *arena, struct school *school, struct date from, struct date to, struct date today,
                                 const struct tick *tick, struct due_days *out, struct err *err);
MUST_USE bool due_days_of_policy(struct arena *arena, const struct named_policy *named, const struct calendar *calendar, struct date from,
                                 struct date to, struct due_days *out, struct err *err);

#endif

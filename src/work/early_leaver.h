/* SPDX-License-Identifier: GPL-3.0-or-later
 * early_leaver - pupils of 16 or 17 who left before the end of a course, and whether the local authority knows (clause
 * 4.4.24; Education and Skills Act 2008, section 13).
 * Owns:  nothing; the list lies in the arena given.
 * Must not know: terminals, how a notice is written.
 *
 * Who has turned 18 since is in it no more: the duty has ended.  A leaver is early when the record says that the course was
 * not completed.  Where no record says so: from the last Friday in June of the school year in which the pupil becomes 16
 * (before, it is a matter of compulsory schooling), unless a course ended then: from the last Friday in June on in Years 11
 * and 13.  The days are school days after the day of leaving, their number the policy's (leaver_days): the law has none.
 *
 * Example:
 *     if (!early_leavers(arena, school, roster, call->as_of, &list, &count, err)) return false;
 */
#ifndef SIGNPOST_EARLY_LEAVER_H
#define SIGNPOST_EARLY_LEAVER_H

#include "base/kind.h"
#include "work/roster.h"

struct early_leaver {
    const struct pupil_row *pupil;
    struct date left_on, due;
    int64_t completed;             /* 0 no, VALUE_NONE the records do not say */
    struct str course;
    int32_t days_left;             /* school days until due, from the day asked about; negative: late by so many */
    struct date told_on;           /* DATE_NONE: not told */
};

/* By day of leaving, then in the order of names.  Needs SCHOOL_POLICY.  Those told are in it too. */
MUST_USE bool early_leavers(struct arena *arena, struct school *school, const struct roster *roster, struct date day,
                            struct early_leaver **out, size_t *count, struct err *err);

#endif

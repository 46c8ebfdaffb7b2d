/* SPDX-License-Identifier: GPL-3.0-or-later
 * keep_date - until which day the records of each pupil are kept, by which of all that ask for it, and who is held.
 * Owns:  nothing; it lies in the arena it was made in.
 * Must not know: how it is shown, how records are erased.
 *
 * The latest day decides, of: each `keep` of the policy, by its own reading of the earlier of two days (domain 11: 31 August
 * of the year in which key stage 4 ends, or leaving, and 3 years); and the pupil record (domain 10), which is kept to the
 * 25th birthday, of a pupil who ever had special educational needs to the 31st.  Those two ages are the parameters
 * record_age and record_age_send of the policy, so that a school can move them with a reason and a day.
 * Records may go on the day after that day; of a pupil on roll never.
 *
 * Example:
 *     struct keep_dates *dates;
 *     if (!keep_dates_read(arena, school, call->as_of, NULL, &dates, err)) return false;
 *     if (keep_date_is_over(&dates->at[i], call->as_of)) ...
 */
#ifndef SIGNPOST_KEEP_DATE_H
#define SIGNPOST_KEEP_DATE_H

#include "store/ruling.h"
#include "work/resolve.h"
#include "work/roster.h"

enum keep_reason { KEEP_BY_POLICY, KEEP_BY_RECORD, KEEP_BY_RECORD_SEND };

struct keep_date {
    const struct pupil_row *pupil;    /* of the roster */
    struct date last;                 /* on which the records are still kept; DATE_NONE: not known, or still at the school */
    enum keep_reason reason;          /* what decides */
    int32_t rule;                     /* by policy: index in policy.rules; else -1 */
    struct date asked;                /* the last day that the policy asks for alone; DATE_NONE: none, or not known */
    int32_t asked_rule;               /* whose; -1: none */
    bool no_birthday;                 /* not known because the date of birth is not recorded */
    const struct ruling_hold *hold;   /* that keeps the records, now or from a day to come; of several the longest; or NULL */
};

struct keep_dates {
    struct roster *roster;
    struct keep_date *at;             /* in the order of names */
    size_t count;
    int64_t age, age_send;            /* years, in force on the day */
};

/* only: NULL, or those that are wanted. */
MUST_USE bool keep_dates_read(struct arena *arena, struct school *school, struct date day, const struct selection *only,
                              struct keep_dates **out, struct err *err);
/* Past its last day, and not on roll. */
bool keep_date_is_over(const struct keep_date *date, struct date day);
/* "4.3.5: 3 years from leaving or the end of key stage 4", "the pupil record, to age 25" */
struct str keep_date_reason(struct arena *arena, const struct school *school, const struct keep_dates *dates,
                            const struct keep_date *date);

#endif

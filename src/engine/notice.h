/* SPDX-License-Identifier: GPL-3.0-or-later
 * notice - who is to be told of a finding on a day, by the plan of its rule (policy language 8.12).
 * Owns:  nothing.
 * Must not know: people, messages, how several notices become one message, where what was told is kept.
 *
 * A plan names days, counted from the due day: its steps, then repeats, whose last gap goes on.  On each day only the
 * latest of the days that have come counts, and only when nothing was told since it.  On a closed day nobody is told; what
 * falls on one is told on the next school day, since nothing was told since.  Somebody is told of what can still be done:
 * due soon and overdue, and not known where it would be one of these.
 *
 * Example:
 *     struct notice out[NOTICES_MOST];
 *     size_t count = notices_due(policy, calendar, finding, &(struct notice_ledger){ told, told_count }, as_of, out);
 */
#ifndef SIGNPOST_NOTICE_H
#define SIGNPOST_NOTICE_H

#include "base/calendar.h"
#include "engine/finding.h"

/* Of one finding: whom it was told to on an earlier day, in any order. */
struct told {
    struct date day;
    int32_t role;          /* index in policy.roles */
};

struct notice_ledger {
    const struct told *told;
    size_t told_count;
    struct date silent_to; /* last day on which nobody is to hear of it, also when it is past; DATE_NONE: never asked for */
    bool in_hand;          /* somebody sees to it: no repeats; those above still hear of it */
};

enum notice_cause { NOTICE_LEAD, NOTICE_STEP, NOTICE_DUE, NOTICE_AGAIN, NOTICE_ESCALATED, NOTICE_CAUSE_COUNT };
const char *notice_cause_key(enum notice_cause cause); /* "escalated" */
bool notice_cause_by_key(struct str key, enum notice_cause *out);

struct notice {
    int32_t role;          /* index in policy.roles */
    enum notice_cause cause;
    struct date planned;   /* the day that the plan names */
    bool asks;             /* the finding is not known: it is a question for whoever can supply what is missing */
};

#define NOTICES_MOST 5     /* the owner and each step of escalation */

/* The owner first, then those above as the plan lists them; never those above before the owner was told and had a school
 * day for it.  Nothing of a rule without a plan or without an owner. */
size_t notices_due(const struct policy *policy, const struct calendar *calendar, const struct finding *finding,
                   const struct notice_ledger *ledger, struct date as_of, struct notice out[NOTICES_MOST]);

#endif

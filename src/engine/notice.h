/* SPDX-License-Identifier: GPL-3.0-or-later
 * notice - who is to be told of a finding on a day, by the plan of its rule (policy language 8.12).
 * Owns:  nothing.
 * Must not know: people, messages, how several notices become one message, where what was told is kept.
 *
 * A plan names days, counted from the due day: its steps.  On each day only the latest of those that have come counts, and
 * only when nothing was told since it.  Repeats follow, each counted from the telling before it, whose last gap goes on and
 * whose gaps never shrink.  On a closed day nobody is told; what falls on one is told on the next school day, since nothing
 * was told since.  Somebody is told of what can still be done: due soon and overdue, and not known where it would be one of
 * these.
 *
 * Owner first: steps of escalation count from the due day or the first telling of the owner, whichever is later.
 *
 * A list that goes once a week or once a term looks ahead to the next one: of the owner's own days those up to a horizon
 * count as come.  Repeats and those above never come early.
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
    struct date through;   /* the day of the plan that it told, where that lay ahead; 0: day itself */
};

struct notice_ledger {
    const struct told *told;
    size_t told_count;
    struct date silent_to; /* last day on which nobody is to hear of it, also when it is past; DATE_NONE: never asked for */
    struct date in_hand_from, in_hand_to; /* the owner sees to it and hears nothing in these days, which counts as told; DATE_NONE: never said */
};

bool notice_is_in_hand(const struct notice_ledger *ledger, struct date day);

enum notice_cause { NOTICE_LEAD, NOTICE_STEP, NOTICE_DUE, NOTICE_AGAIN, NOTICE_ESCALATED, NOTICE_DONE, NOTICE_CAUSE_COUNT };
const char *notice_cause_key(enum notice_cause cause); /* "escalated" */
bool notice_cause_by_key(struct str key, enum notice_cause *out);

struct notice {
    int32_t role;          /* index in policy.roles */
    enum notice_cause cause;
    struct date planned;   /* the day that the plan names */
    bool asks;             /* the finding is not known: it is a question for whoever can supply what is missing */
    bool at_once;          /* silence ended: it waits for no list */
};

/* What a plan is applied to: a finding, or a day that returns every year. */
struct notice_source {
    const struct plan *plan;
    int32_t owner;         /* as in plan.escalate and in the ledger */
    struct date due;       /* known */
    bool open;             /* it can still be done, and it is time to speak of it */
    bool asks;
};

#define NOTICES_MOST 5     /* the owner and each step of escalation */

/* Ledger of something of which nothing was ever told or said. */
#define NOTICE_LEDGER_NONE ((struct notice_ledger){ .silent_to = DATE_NONE, .in_hand_from = DATE_NONE, .in_hand_to = DATE_NONE })

/* The owner first, then those above as the plan lists them; never those above before the owner was told and had a school
 * day for it.  Nothing of a rule without a plan or without an owner. */
size_t notices_due(const struct policy *policy, const struct calendar *calendar, const struct finding *finding,
                   const struct notice_ledger *ledger, struct date as_of, struct notice out[NOTICES_MOST]);
/* The same of a source; horizon: as_of, or a later day for a list that looks ahead. */
size_t notices_of(const struct calendar *calendar, const struct notice_source *source, const struct notice_ledger *ledger,
                  struct date as_of, struct date horizon, struct notice out[NOTICES_MOST]);
/* Of a finding whose rule has a plan and an owner; open also when its lead begins by the horizon. */
struct notice_source notice_source(const struct policy *policy, const struct finding *finding, struct date horizon);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * outlook - what lies ahead of one finding: until when it can be done, what it is at worst, when its owner is reminded next.
 * Owns:  nothing.
 * Must not know: names of people, terminals, what was sent.
 *
 * Example:
 *     struct str worst = outlook_worst(arena, policy, finding);     // "due soon, by 20 July 2027; overdue after that"
 */
#ifndef SIGNPOST_OUTLOOK_H
#define SIGNPOST_OUTLOOK_H

#include "engine/notice.h"

/* "20 July 2027, the last school day; the deadline is 31 August 2027": where the two differ and it is still open, else empty. */
struct str outlook_due(struct arena *arena, const struct finding *finding);
/* Of what is not known: what it is if the doubt resolves badly; else empty. */
struct str outlook_worst(struct arena *arena, const struct policy *policy, const struct finding *finding);
/* The first day from as_of on on which somebody is to be told of it; DATE_NONE: no plan, nothing due, or nobody any more. */
struct date outlook_reminder(const struct policy *policy, const struct calendar *calendar, const struct finding *finding,
                             const struct notice_ledger *ledger, struct date as_of);

#endif

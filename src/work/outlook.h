/* SPDX-License-Identifier: GPL-3.0-or-later
 * outlook - what lies ahead of one finding: until when it can be done, what it is at worst.
 * Owns:  nothing.
 * Must not know: names of people, terminals, what was sent.
 *
 * Example:
 *     struct str worst = outlook_worst(arena, policy, finding);     // "due soon, by 20 July 2027; overdue after that"
 */
#ifndef SIGNPOST_OUTLOOK_H
#define SIGNPOST_OUTLOOK_H

#include "engine/finding.h"

/* "20 July 2027, the last school day; the deadline is 31 August 2027": where the two differ and it is still open, else empty. */
struct str outlook_due(struct arena *arena, const struct finding *finding);
/* Of what is not known: what it is if the doubt resolves badly; else empty. */
struct str outlook_worst(struct arena *arena, const struct policy *policy, const struct finding *finding);

#endif

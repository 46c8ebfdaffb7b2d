/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_pair - two policies side by side, and the records on which they can be tried.
 * Owns:  nothing; everything lies in the answer's arena.
 * Must not know: what differs, terminals.
 *
 * A base that stands alone is taken as it would be in the school of the other side: with its facts, and with nothing that
 * it has settled.
 *
 * Example:
 *     struct policy_pair pair;
 *     if (!policy_pair_read(call, answer, first, second, &pair)) return false;
 */
#ifndef SIGNPOST_POLICY_PAIR_H
#define SIGNPOST_POLICY_PAIR_H

#include "work/named_policy.h"
#include "work/school.h"

struct policy_pair {
    struct named_policy a, b;     /* merged */
    struct school *school;        /* with records, calendar and people; NULL: there are none at hand */
    uint32_t lines;               /* of what-if: of the school's file; the change stands after them */
    bool comparable;              /* both can be judged on these records: they speak of kinds that the school has */
};

MUST_USE bool policy_pair_read(const struct command_call *call, struct answer *answer, struct named_text a, struct named_text b,
                               struct policy_pair *out);
/* The school's policy as it stands, and with a change that is written nowhere (work/what_if.h). */
MUST_USE bool policy_pair_what_if(const struct command_call *call, struct answer *answer, struct str change, struct date day,
                                  struct policy_pair *out);

#endif

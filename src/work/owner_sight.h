/* SPDX-License-Identifier: GPL-3.0-or-later
 * owner_sight - roles that answer for a rule about pupils and may not be told which: their letters say "something under
 * clause 4.9.4" alone, and the keeper of the records has to be asked.
 * Owns:  nothing; what it finds lies in the arena.
 * Must not know: who holds a role, what is open.
 * Example:  size_t count = owner_sight_find(arena, policy, table, as_of, &blind);
 */
#ifndef SIGNPOST_OWNER_SIGHT_H
#define SIGNPOST_OWNER_SIGHT_H

#include "policy/model.h"
#include "work/audience_table.h"

struct owner_blind {
    int32_t role;                    /* index in the policy */
    const struct audience *audience; /* as which it reads */
    struct str clauses;              /* "4.9.4 and 4.9.5" */
    uint32_t withheld;               /* bits of enum about: what those rules rest on */
};

/* One for each such role, in the policy's order; as the rules are on that day. */
size_t owner_sight_find(struct arena *arena, const struct policy *policy, const struct audience_table *table, struct date as_of, struct owner_blind **out);

#endif

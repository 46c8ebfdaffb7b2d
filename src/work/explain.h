/* SPDX-License-Identifier: GPL-3.0-or-later
 * explain - why a finding is what it is: the rule in words, each record and why it counts or not, what would mend it.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Example: the row `why` of the command table.
 */
#ifndef SIGNPOST_EXPLAIN_H
#define SIGNPOST_EXPLAIN_H

#include "engine/trace.h"
#include "work/command.h"
#include "work/school.h"

bool explain_run(const struct command_call *call, struct answer *answer);

/* "must have at least 1 meaningful encounter, each school year, pupils in Years 7 to 13". */
struct str explain_rule(struct arena *arena, const struct policy *policy, const struct rule_version *version,
                        struct date day);

#endif

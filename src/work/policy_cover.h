/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_cover - what the tests of a policy speak of: clauses, statuses of rules, changes.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Only what is expected and holds counts; that a rule was run counts for nothing.  Three tables, rounded down, each with
 * what is missing.  --clauses lists every clause; --gate ends with 1 while anything is missing.
 *
 * Example: the row `policy coverage`.
 */
#ifndef SIGNPOST_POLICY_COVER_H
#define SIGNPOST_POLICY_COVER_H

#include "work/command.h"

bool policy_cover_run(const struct command_call *call, struct answer *answer);

#endif

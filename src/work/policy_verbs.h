/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_verbs - the word `policy`: its verbs, each a row like those of the command table.
 * Owns:  the table.
 * Must not know: terminals.
 *
 * A new verb is a line in policy_verbs.def and a row beside what it does:
 *     const struct command policy_verb_check = { .name = "policy check", ..., .run = policy_check_run };
 */
#ifndef SIGNPOST_POLICY_VERBS_H
#define SIGNPOST_POLICY_VERBS_H

#include "work/command_row.h"

#define VERB(name) extern const struct command policy_verb_##name;
#include "work/policy_verbs.def"
#undef VERB

extern const struct command *const POLICY_VERBS[]; /* ends with NULL */

/* The word alone: what its verbs are. */
bool policy_verbs_run(const struct command_call *call, struct answer *answer);

#endif

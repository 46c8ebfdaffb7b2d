/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_show - `policy show`: clauses of a policy in words, with and without where each part comes from.
 * Owns:  nothing.
 * Must not know: terminals, records.
 *
 * Example: the row `policy show` of the verbs; policy_show_clause is also what `show CLAUSE` does where there is no school.
 */
#ifndef SIGNPOST_POLICY_SHOW_H
#define SIGNPOST_POLICY_SHOW_H

#include "work/command.h"

/* A part that names a clause or a rule by its number: "4.9.2", "4.9.2/interview-by-16", "4.9". */
bool policy_show_is_number(struct str text);
/* --at DATE, else the day of the call. */
MUST_USE bool policy_show_day(const struct command_call *call, struct date *out, struct err *err);
bool policy_show_run(const struct command_call *call, struct answer *answer);

#endif

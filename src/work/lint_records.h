/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_records - what only the records of a school can say of its policy: reasons for exemptions that nobody uses.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Example:
 *     lint_records_add(call, named.folder, policy, &report, &why_not);
 */
#ifndef SIGNPOST_LINT_RECORDS_H
#define SIGNPOST_LINT_RECORDS_H

#include "policy/lint.h"
#include "work/command.h"

/* Adds findings to the report.  When nothing can be said, *why_not says why; else it is empty. */
void lint_records_add(struct arena *arena, const struct command_call *call, const char *folder, const struct policy *policy,
                      struct lint_report *report, struct str *why_not);

#endif

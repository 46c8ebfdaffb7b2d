/* SPDX-License-Identifier: GPL-3.0-or-later
 * import - records from a school's files: preview and apply.
 * Owns:  nothing between the two but the plan in the answer.
 * Must not know: terminals; which systems write such files (lua/columns.lua says).
 *
 * The preview is the import without its commit: the same code and the same report.  Apply refuses when a file or the
 * school changed in between.  One transaction, one undo step, one journal row, however many files.
 *
 * Example:
 *     if (import_run(&call, &answer) && answer.waits && ask_yes("Go ahead? [y/N] ")) import_apply(&call, &answer);
 */
#ifndef SIGNPOST_IMPORT_H
#define SIGNPOST_IMPORT_H

#include "work/command.h"

MUST_USE bool import_run(const struct command_call *call, struct answer *answer);
MUST_USE bool import_apply(const struct command_call *call, struct answer *answer);

/* A workbook or page of rows that were left out, by its name. */
bool import_left_is_one(struct str name);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * journal - what was done, by whom, and whether the chain holds.
 * Owns:  nothing.
 * Must not know: which verb wrote a row.
 *
 * Example: the row `journal` of the command table.
 */
#ifndef SIGNPOST_JOURNAL_H
#define SIGNPOST_JOURNAL_H

#include "work/command.h"

bool journal_run(const struct command_call *call, struct answer *answer);
/* Only --accept-break waits for consent. */
bool journal_apply(const struct command_call *call, struct answer *answer);

#endif

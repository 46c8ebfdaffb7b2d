/* SPDX-License-Identifier: GPL-3.0-or-later
 * undo - takes back the newest step, or the one that is named, if nothing later builds on it.
 * Owns:  nothing.
 * Must not know: which verb made the step.
 *
 * Example: the row `undo` of the command table.
 */
#ifndef SIGNPOST_UNDO_H
#define SIGNPOST_UNDO_H

#include "work/command.h"

bool undo_run(const struct command_call *call, struct answer *answer);
bool undo_apply(const struct command_call *call, struct answer *answer);

#endif

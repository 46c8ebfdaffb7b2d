/* SPDX-License-Identifier: GPL-3.0-or-later
 * settle - a person says what became of messages of which nobody knows.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 *
 * Example: the row `settle` of the command table.
 */
#ifndef SIGNPOST_SETTLE_H
#define SIGNPOST_SETTLE_H

#include "work/command.h"

bool settle_run(const struct command_call *call, struct answer *answer);
bool settle_apply(const struct command_call *call, struct answer *answer);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * retain - what is past its keep date, what is held, what comes next; and the erasure of it, or of one person on request.
 * Owns:  nothing.
 * Must not know: terminals; how an erasure is carried out (erasure.h).
 *
 * Example: the row `retain` of the command table.
 */
#ifndef SIGNPOST_RETAIN_H
#define SIGNPOST_RETAIN_H

#include "work/command.h"

bool retain_run(const struct command_call *call, struct answer *answer);
bool retain_apply(const struct command_call *call, struct answer *answer);

#endif

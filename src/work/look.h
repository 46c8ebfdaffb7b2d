/* SPDX-License-Identifier: GPL-3.0-or-later
 * look - `show`: the card of a clause, a pupil or a record; `today`: one screen.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Example: the rows `show` and `today` of the command table.
 */
#ifndef SIGNPOST_LOOK_H
#define SIGNPOST_LOOK_H

#include "work/command.h"

bool show_run(const struct command_call *call, struct answer *answer);
bool today_run(const struct command_call *call, struct answer *answer);

#endif

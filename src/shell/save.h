/* SPDX-License-Identifier: GPL-3.0-or-later
 * save - `save`: the last result as a file, in the form that the name's ending says.
 * Owns:  nothing.
 * Must not know: what the rows mean.
 *
 * Inside the school's folder it is a file like any other; outside it counts as leaving the school: shown, agreed to,
 * written down in the journal.
 *
 * Example: the row `save` of own_words.c.
 */
#ifndef SIGNPOST_SAVE_H
#define SIGNPOST_SAVE_H

#include "shell/shell.h"

bool save_run(struct shell *shell, const struct command_call *call, struct answer *answer);
bool save_apply(const struct command_call *call, struct answer *answer);

#endif

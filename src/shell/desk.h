/* SPDX-License-Identifier: GPL-3.0-or-later
 * desk - `open`: a report, a file or the outbox on the desktop; where there is none, its path.
 * Owns:  nothing.
 * Must not know: what the file holds.
 *
 * Example: the row `open` of own_words.c.
 */
#ifndef SIGNPOST_DESK_H
#define SIGNPOST_DESK_H

#include "shell/shell.h"

bool desk_run(struct shell *shell, const struct command_call *call, struct answer *answer);

#endif

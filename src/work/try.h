/* SPDX-License-Identifier: GPL-3.0-or-later
 * try - the main results on the invented school inside the program; no school is touched.
 * Owns:  a folder of its own under /tmp, gone before the answer is given.
 * Must not know: terminals.
 *
 * Example: the row `try` of the command table.
 */
#ifndef SIGNPOST_TRY_H
#define SIGNPOST_TRY_H

#include "work/command.h"

bool try_run(const struct command_call *call, struct answer *answer);

#endif

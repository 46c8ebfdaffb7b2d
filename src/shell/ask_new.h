/* SPDX-License-Identifier: GPL-3.0-or-later
 * ask_new - the questions about a new school, for what was not said on the command line.
 * Owns:  nothing.
 * Must not know: what a school folder holds.
 *
 * Example:  if (!ask_new_options(arena, &line, today)) return OUTCOME_REQUEST;
 */
#ifndef SIGNPOST_ASK_NEW_H
#define SIGNPOST_ASK_NEW_H

#include "shell/words.h"

/* Adds the answers as options; false when the person stopped.  Only at a terminal. */
bool ask_new_options(struct arena *arena, struct line *line, struct date today);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * repl - the loop over lines: from a person at a terminal, or from a pipe, where it plays a transcript.
 * Owns:  the entry that is being typed.
 * Must not know: how a line is edited, what words do.
 *
 * Example:
 *     size_t lines;
 *     enum outcome worst = repl_run(shell, &lines);
 */
#ifndef SIGNPOST_REPL_H
#define SIGNPOST_REPL_H

#include "shell/shell.h"

/* At a terminal OUTCOME_DONE when the person leaves; from a pipe the worst of all lines.  *lines: how many there were. */
enum outcome repl_run(struct shell *shell, size_t *lines);

/* What was typed so far is forgotten, in memory and in the history file of this user: people were erased. */
void repl_forget(struct shell *shell);

#endif

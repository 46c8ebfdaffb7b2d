/* SPDX-License-Identifier: GPL-3.0-or-later
 * help - the overview, and the pages of words, codes, kinds, clauses and topics.
 * Owns:  the text of the topics.
 * Must not know: how a page is drawn.
 *
 * Example:  help_run(shell, &call, &answer);      // positional parts: the topic, or none
 */
#ifndef SIGNPOST_HELP_H
#define SIGNPOST_HELP_H

#include "shell/shell.h"

bool help_run(struct shell *shell, const struct command_call *call, struct answer *answer);
/* Words and pages that `help` knows by name, for completion. */
size_t help_topics(struct arena *arena, bool prompt, struct str **out);

#endif

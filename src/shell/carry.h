/* SPDX-License-Identifier: GPL-3.0-or-later
 * carry - carrying out one line: the call, the preview and the consent to it, what is shown, the exit code.
 * Owns:  the arena of the command.
 * Must not know: where the line came from; what the word does.
 *
 * Example:
 *     enum outcome outcome = carry_out(shell, command, &words);     // words: those after the command's own name
 */
#ifndef SIGNPOST_CARRY_H
#define SIGNPOST_CARRY_H

#include "shell/shell.h"

enum outcome carry_out(struct shell *shell, const struct command *command, const struct words *words);
/* A call with everything but the words of a line. */
struct command_call carry_call(struct shell *shell, const struct globals *globals, struct arena *arena);
/* Shows what was made, and keeps its rows for `more`; the worse of the answer's outcome and that of showing. */
enum outcome carry_show(struct shell *shell, const struct globals *globals, const struct answer *answer);
enum outcome carry_err(struct shell *shell, const struct err *err);

#endif

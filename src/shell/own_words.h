/* SPDX-License-Identifier: GPL-3.0-or-later
 * own_words - rows of the command table that only a shell can serve: help, version, run, more, history ...
 * Owns:  nothing.
 * Must not know: the words of work.
 *
 * Example:
 *     const struct command *command = own_words_find(STR("help"));    // rows of work too
 *     if (own_words_has(command)) own_words_run(shell, command, &call, &answer);
 */
#ifndef SIGNPOST_OWN_WORDS_H
#define SIGNPOST_OWN_WORDS_H

#include "shell/shell.h"

/* Any word: of work, or our own; NULL when there is none. */
const struct command *own_words_find(struct str name);
bool own_words_has(const struct command *command);
/* All words of one group, in the order of their tables; those of the prompt only when `prompt`. */
size_t own_words_group(struct arena *arena, enum command_group group, bool prompt, const struct command ***out);
/* All names, for suggestions and completion. */
size_t own_words_names(struct arena *arena, bool prompt, struct str **out);
/* True when the word makes sense only where lines follow one another. */
bool own_words_of_prompt(const struct command *command);
bool own_words_run(struct shell *shell, const struct command *command, const struct command_call *call, struct answer *answer);

#endif

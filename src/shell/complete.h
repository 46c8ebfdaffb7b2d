/* SPDX-License-Identifier: GPL-3.0-or-later
 * complete - what may stand at the cursor: words, options, phrases, values of the school, files, names of Lua.
 * Owns:  nothing.
 * Must not know: how a line is edited; readline.
 *
 * Example:
 *     size_t count = complete_line(shell, line, cursor, &arena, &candidates, &from);
 */
#ifndef SIGNPOST_COMPLETE_H
#define SIGNPOST_COMPLETE_H

#include "shell/line.h"
#include "shell/shell.h"

/* For struct line_source: self is the struct shell. */
size_t complete_line(void *self, struct str line, size_t cursor, struct arena *arena, struct candidate **out, size_t *from);
/* The word of another shell's command line that is being typed: the last of `words`. */
size_t complete_words(struct shell *shell, const struct words *words, struct arena *arena, struct candidate **out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * trouble - a Lua error as a problem that a careers leader can mend: line, column, plain words, next step.
 * Owns:  nothing.
 * Must not know: what the words mean.
 *
 * Example:  return trouble_add(arena, path, text, &lexed, &raised, true, problems);     // always false
 */
#ifndef SIGNPOST_TROUBLE_H
#define SIGNPOST_TROUBLE_H

#include "base/problem.h"
#include "script/lex.h"
#include "script/vm.h"

/* compiling: the error came from Lua's parser, not from running. */
bool trouble_add(struct arena *arena, struct str path, struct str text, const struct lexed *lexed, const struct raised *raised, bool compiling,
                 struct problems *problems);
/* Lua's message says that the text ends too soon. */
bool trouble_unfinished(const struct raised *raised);

#endif

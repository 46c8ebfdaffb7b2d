/* SPDX-License-Identifier: GPL-3.0-or-later
 * trouble - a Lua error as a problem: code, line, column, caret, plain words.
 * Owns:  nothing.
 * Must not know: policies.
 *
 * Lua gives a line but no column: the token that its message names is found again among the tokens of the source.
 *
 * Example:
 *     trouble_syntax(&lexed, "policy.lua", "policy.lua:2: '}' expected near 'b'", problems);   // missing-comma
 */
#ifndef SIGNPOST_TROUBLE_H
#define SIGNPOST_TROUBLE_H

#include "script/lex.h"
#include "script/vm.h"

/* The message of a text that could not be compiled. */
void trouble_syntax(const struct lexed *lexed, const char *file, const char *message, struct problems *problems);
/* The text ends too soon: more of it may make it whole. */
bool trouble_is_unfinished(const char *message);
/* What Lua says of a value that does not fit, for whoever does not speak it; empty when it is another sort of message. */
struct str trouble_plain(struct arena *arena, const char *text);
/* What a text raised while it ran.  `lexed` is its source, NULL when it is not at hand. */
void trouble_raised(const struct lexed *lexed, const struct raised *raised, struct problems *problems);
/* An err for what can not be placed. */
bool trouble_err(const struct raised *raised, struct err *err);

#endif

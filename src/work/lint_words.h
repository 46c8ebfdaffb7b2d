/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_words - the names, spellings and papers that texts are held against: those that ship, the trust's, the school's.
 * Owns:  nothing.
 * Must not know: policies.
 *
 * They stand in lua/superseded.lua; a trust or a school adds to them in superseded.lua beside its own file.
 *
 * Example:
 *     struct lint_words words;
 *     if (!lint_words_read(arena, host, folder, &words, problems, err)) ...
 */
#ifndef SIGNPOST_LINT_WORDS_H
#define SIGNPOST_LINT_WORDS_H

#include "policy/lint.h"
#include "work/host.h"

/* folder: of a school, or NULL.  A row with a slip in it is among the problems. */
MUST_USE bool lint_words_read(struct arena *arena, const struct host *host, const char *folder, struct lint_words *out, struct problems *problems,
                              struct err *err);

#endif

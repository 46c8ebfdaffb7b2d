/* SPDX-License-Identifier: GPL-3.0-or-later
 * resolve_hint - what to type instead of a word that fits nothing.
 * Owns:  nothing.
 * Must not know: verbs.
 *
 * Example:
 *     err_set(err, CODE_UNKNOWN_CLAUSE, ...);
 *     return err_next(err, "%.*s", STR_ARG(hint_clause(arena, policy, word)));
 */
#ifndef SIGNPOST_RESOLVE_HINT_H
#define SIGNPOST_RESOLVE_HINT_H

#include "policy/model.h"

/* "Did you mean '4.9.2'?", or the clauses before and after it, and what lists them all. */
struct str hint_clause(struct arena *arena, const struct policy *policy, struct str word);
/* The words at `at` and beside it are a day that nobody asked for, like "31 feb": true, and err says so. */
bool hint_day(struct arena *arena, const struct str *words, size_t count, size_t at, struct date today, struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * guess - the nearest name, for "Did you mean".
 * Owns:  nothing.
 * Must not know: what the names are.
 *
 * Example:
 *     struct str near = guess_nearest(STR("chekc"), words, word_count);   // "check", or empty
 */
#ifndef SIGNPOST_GUESS_H
#define SIGNPOST_GUESS_H

#include "base/str.h"

/* Edits (insert, delete, replace, swap of neighbours), case folded, ASCII fast path; stops counting above `most`. */
size_t guess_distance(struct str a, struct str b, size_t most);
/* The nearest within max(1, length / 3) edits, the first of several; empty when none. */
struct str guess_nearest(struct str word, const struct str *names, size_t count);
/* "Did you mean 'x'?" in the arena, or empty. */
struct str guess_hint(struct arena *arena, struct str word, const struct str *names, size_t count);

#endif

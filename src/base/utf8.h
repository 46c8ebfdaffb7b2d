/* SPDX-License-Identifier: GPL-3.0-or-later
 * utf8 - checking, measuring and folding text.
 * Owns:  nothing.  The only file that may include utf8proc.h.
 * Must not know: what the text is about.
 *
 * Example:
 *     struct str key = utf8_fold(&arena, STR("Łukasz O’Brien"));   // "lukasz o'brien"
 */
#ifndef SIGNPOST_UTF8_H
#define SIGNPOST_UTF8_H

#include "base/str.h"

/* Valid UTF-8 without surrogates and without NUL. */
bool utf8_valid(struct str s);
/* Bytes of the longest valid beginning. */
size_t utf8_valid_size(struct str s);
/* Columns on a terminal: wide characters 2, combining 0. */
size_t utf8_width(struct str s);
/* Characters (code points). */
size_t utf8_length(struct str s);
/* The longest beginning of whole characters within `columns` columns. */
struct str utf8_cut(struct str s, size_t columns);
/* For search and order: decomposed, case folded, marks stripped, ł ø đ ð þ ß æ œ ı mapped, curly apostrophes and
 * dashes made plain, spaces collapsed. */
struct str utf8_fold(struct arena *arena, struct str s);
/* Composed form (NFC); direction marks and zero-width characters removed, non-breaking spaces made plain. */
struct str utf8_compose(struct arena *arena, struct str s);
/* Safe for a terminal: control, escape and direction characters become \x1b and the like; s itself when clean. */
struct str utf8_visible(struct arena *arena, struct str s);
/* Upper-case first letter. */
struct str utf8_capital(struct arena *arena, struct str s);
/* True when a bidirectional control character is inside. */
bool utf8_has_bidi(struct str s);
/* Decodes one code point at `offset` and moves it on; -1 at the end or on a fault. */
int32_t utf8_next(struct str s, size_t *offset);
void utf8_append(struct buf *out, uint32_t code_point);

#endif

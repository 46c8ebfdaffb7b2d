/* SPDX-License-Identifier: GPL-3.0-or-later
 * str - borrowed views of text and growable buffers.
 * Owns:  the memory of a struct buf.
 * Must not know: encodings (see utf8), formats.
 *
 * Text is UTF-8, checked at the door and trusted inside.  A struct str need not end in NUL and may point anywhere.
 *
 * Example:
 *     struct buf out = {0};
 *     buf_printf(&out, "%.*s: %d", STR_ARG(name), 3);
 *     buf_free(&out);
 */
#ifndef SIGNPOST_STR_H
#define SIGNPOST_STR_H

#include <stdarg.h>

#include "base/arena.h"
#include "base/base.h"

struct str {
    const char *at; /* may be NULL when size is 0 */
    size_t size;    /* bytes */
};

/* A literal as a str; for a C string use str_from. */
#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
/* As STR, for static initialisers. */
#define STR_INIT(literal) { "" literal, sizeof(literal) - 1 }
/* For "%.*s". */
#define STR_ARG(s) (int)(s).size, (s).at ? (s).at : ""

struct str str_from(const char *c_string);                       /* NULL gives an empty str */
struct str str_copy(struct arena *arena, struct str s);          /* NUL-terminated copy */
const char *str_c(struct arena *arena, struct str s);            /* NUL-terminated copy as a C string */
struct str str_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
struct str str_vformat(struct arena *arena, const char *format, va_list args) PRINTF_LIKE(2, 0);
bool str_equal(struct str a, struct str b);
bool str_is(struct str a, const char *c_string);
bool str_starts(struct str s, const char *prefix);
bool str_ends(struct str s, const char *suffix);
int str_compare(struct str a, struct str b);                     /* by bytes: <0, 0, >0 */
bool str_equal_fold_ascii(struct str a, struct str b);           /* A-Z as a-z */
struct str str_trim(struct str s);                               /* ASCII white space at both ends */
struct str str_slice(struct str s, size_t from, size_t to);      /* clamped to the text */
size_t str_find(struct str s, struct str needle);                /* offset, or SIZE_MAX */
bool str_cut(struct str s, char separator, struct str *before, struct str *after); /* false when absent: before = s */
bool str_whole(struct str s, int64_t *out);                      /* the whole text is a decimal number, optional '-' */

/* Growable bytes; zero-initialised is empty.  `at` is NUL-terminated whenever it is not NULL. */
struct buf {
    char *at;
    size_t size;
    size_t room;
};

void buf_add(struct buf *buf, struct str s);
void buf_add_c(struct buf *buf, const char *c_string);
void buf_add_byte(struct buf *buf, char byte);
void buf_add_whole(struct buf *buf, int64_t number);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
struct str buf_str(const struct buf *buf);                       /* borrowed: dies with the next change of the buffer */
void buf_clear(struct buf *buf);
void buf_free(struct buf *buf);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * text_priv - what the two halves of text share: blocks (text.c) and tables (text_table.c).
 * Owns:  nothing.
 * Must not know: where the text goes.
 */
#ifndef SIGNPOST_TEXT_PRIV_H
#define SIGNPOST_TEXT_PRIV_H

#include "formats/text.h"

/* One drawing: where to, how, and memory that is gone afterwards. */
struct pen {
    struct buf *out;
    const struct text_style *style;
    struct arena *scratch;
};

/* One line that is safe to print: line ends and tabs become spaces, escapes become marks. */
struct str pen_clean(const struct pen *pen, struct str text);
void pen_spaces(const struct pen *pen, size_t count);
void pen_repeat(const struct pen *pen, const char *sign, size_t count);
void pen_bold(const struct pen *pen, struct str text);
/* Text in the colour of a status; plain when look is NULL, without a colour, or colours are off. */
void pen_status(const struct pen *pen, const struct status_look *look, struct str text);
/* "◔ Due soon", "[due soon]" or "Due soon", as the style wants it. */
struct str pen_look(const struct pen *pen, const struct status_look *look);

/* "Organisation" as "organisation", "UPN" as it is; cleaned. */
struct str pen_in_sentence(const struct pen *pen, struct str title);

/* Cleaned text in lines by words; spaces inside a line are kept.  With `hard` a word that is too long is cut at a
 * character.  A width of 0 gives one line. */
struct lines {
    struct str *at;
    size_t count, room;
};
void pen_wrap(const struct pen *pen, struct str text, size_t first_width, size_t width, bool hard, struct lines *lines);

void pen_table(const struct pen *pen, const struct sheet *sheet);

#endif

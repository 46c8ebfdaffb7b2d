/* SPDX-License-Identifier: GPL-3.0-or-later
 * text - a page as plain text that fits a width: tables with boxes, cards, wrapped words.
 * Owns:  nothing.
 * Must not know: terminals beyond what struct text_style says; where the text goes.
 *
 * Example:
 *     text_page(&out, page, &(struct text_style){ .width = 80, .boxes = true, .colour = false });
 */
#ifndef SIGNPOST_TEXT_H
#define SIGNPOST_TEXT_H

#include "formats/page.h"

struct text_style {
    size_t width;      /* columns; 0 = as wide as the data (pipes) */
    bool boxes;        /* rounded frames; false: aligned columns with two spaces between */
    bool ascii;        /* frames and shapes in ASCII */
    bool colour;       /* ANSI colours and bold */
    bool plain;        /* for screen readers: no frames, no shapes; one sentence a record, "label: value" lines */
    size_t rows;       /* a table stops after this many rows with "... 212 more"; 0 = all */
    const char *more;  /* what to type for more rows, or NULL */
    const struct sheet *only; /* the one table that stops; NULL: every table */
};

/* Names are never cut; columns go from the right and are named ("hidden: organisation, tutor"); a window narrower than
 * 60 gets cards instead of tables.  The title of a page is not printed; captions are, except by text_sheet. */
void text_page(struct buf *out, const struct page *page, const struct text_style *style);
void text_sheet(struct buf *out, const struct sheet *sheet, const struct text_style *style);
/* Wraps to the width with `indent` spaces before each line but the first, which begins at column `first_indent`: what
 * stands before it the caller has written.  No line end after the last line.  A width of 0 wraps nothing. */
void text_wrap(struct buf *out, struct str text, size_t width, size_t first_indent, size_t indent);

#endif

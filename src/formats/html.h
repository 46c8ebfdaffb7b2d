/* SPDX-License-Identifier: GPL-3.0-or-later
 * html - a page as one self-contained file: inline style and SVG, no script, no outside request, A4 when printed.
 * Owns:  nothing.  The only place (with html_letter.c, html_marked.c and svg.c) that writes a '<'.
 * Must not know: what the page says.
 *
 * Example:  html_page(&out, page);
 */
#ifndef SIGNPOST_HTML_H
#define SIGNPOST_HTML_H

#include "formats/marked.h"
#include "formats/page.h"

void html_page(struct buf *out, const struct page *page);
/* Rows with what is wrong with them (html_marked.c): the page's title and paragraphs, then each problem as a link to its
 * row, then the rows. */
void html_marked(struct buf *out, const struct page *page, const struct marked_table *tables, size_t count);
/* The figure alone, for html.c: role="img", title, desc, patterns as well as colours (svg.c). */
void svg_figure(struct buf *out, const struct figure *figure, size_t number);
/* The same page as a message: paragraphs, headings, lists and tables alone. */
void html_letter(struct buf *out, const struct page *page);
/* The same for days on lanes (svg_timeline.c). */
void svg_timeline(struct buf *out, const struct figure *figure, size_t number);
/* A message as a document of its own that mail programs show well: 600 px wide, its lines as they stand. */
void html_message(struct buf *out, struct str subject, struct str text);
/* Text with & < > " ' made safe for text and attributes. */
void html_text(struct buf *out, struct str text);

#endif

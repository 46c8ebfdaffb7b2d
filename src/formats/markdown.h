/* SPDX-License-Identifier: GPL-3.0-or-later
 * markdown - a page as Markdown: headings, lists and tables that read well as they stand, too.
 * Owns:  nothing.
 * Must not know: what the page says.
 *
 * The text of a page is never markup: each sign that Markdown could read as such is escaped.
 *
 * Example:  markdown_page(&out, page);
 */
#ifndef SIGNPOST_MARKDOWN_H
#define SIGNPOST_MARKDOWN_H

#include "formats/page.h"

void markdown_page(struct buf *out, const struct page *page);
/* Text made safe within a line; a line end becomes `joint` ("\n" in a paragraph, " " in a cell of a table). */
void markdown_text(struct buf *out, struct str text, const char *joint);

#endif

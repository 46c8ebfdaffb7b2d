/* SPDX-License-Identifier: GPL-3.0-or-later
 * html_priv - the style sheet of html.c, and what its pages have in common.
 * Owns:  nothing.
 * Must not know: what the page says.
 */
#ifndef SIGNPOST_HTML_PRIV_H
#define SIGNPOST_HTML_PRIV_H

#include "formats/page.h"

/* Screen, remarks in the margin, narrow screen, calendars and A4 paper; the colours of the statuses and the foot of the page are added by html.c. */
extern const char HTML_STYLE_SCREEN[], HTML_STYLE_BESIDE[], HTML_STYLE_NARROW[], HTML_STYLE_GRID[], HTML_STYLE_PAPER[];
/* On top of them: one side of paper; 18 point type. */
extern const char HTML_STYLE_TIGHT[], HTML_STYLE_LARGE[];
extern const char HTML_STYLE_MARKED[];

/* What stands before the first block and behind the last one of every page. */
enum html_sort { HTML_PLAIN, HTML_NOTED, HTML_MARKED };
void html_open(struct buf *out, const struct page *page, enum html_sort sort);
void html_close(struct buf *out, const struct page *page);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * page_file - a page as a file in the form that the name's ending says: HTML, Markdown, plain text.
 * Owns:  nothing.
 * Must not know: what the page says.
 *
 * A file of that name which is not an earlier edition of the same page is left alone.
 *
 * Example:
 *     if (!page_file_write(arena, "careers-policy.md", page, err)) ...
 */
#ifndef SIGNPOST_PAGE_FILE_H
#define SIGNPOST_PAGE_FILE_H

#include "base/err.h"
#include "formats/page.h"

/* The ending is one that can be written; CODE_ARGUMENTS else. */
MUST_USE bool page_file_check(const char *path, struct err *err);
MUST_USE bool page_file_write(struct arena *arena, const char *path, const struct page *page, struct err *err);

#endif

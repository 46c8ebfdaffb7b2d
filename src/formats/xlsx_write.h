/* SPDX-License-Identifier: GPL-3.0-or-later
 * xlsx_write - sheets and rows with marked cells out, as workbooks.
 * Owns:  nothing; the bytes lie in the arena passed in.
 * Must not know: what the rows mean, where the file goes.
 *
 * Texts are texts: nothing that a cell holds becomes a formula or a link.  The same rows on the same day give the same
 * bytes.
 *
 * Example:  if (!xlsx_write_sheet(&arena, sheet, today, &bytes, err)) return false;
 */
#ifndef SIGNPOST_XLSX_WRITE_H
#define SIGNPOST_XLSX_WRITE_H

#include "base/err.h"
#include "formats/marked.h"
#include "formats/sheet.h"

/* Numbers as numbers, days as days, a status by its word. */
MUST_USE bool xlsx_write_sheet(struct arena *arena, const struct sheet *sheet, struct date made, struct str *out, struct err *err);

/* A sheet a table: what is wrong, the row's number, then the row; bad cells shaded, with the reason as a note. */
MUST_USE bool xlsx_write_marked(struct arena *arena, const struct marked_table *tables, size_t count, struct date made, struct str *out, struct err *err);

#endif

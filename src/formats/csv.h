/* SPDX-License-Identifier: GPL-3.0-or-later
 * csv - delimited text in and out.  The only file that may include the CSV library's header.
 * Owns:  nothing.
 * Must not know: what the columns mean.
 *
 * Example:  csv_sheet(&out, sheet);      // RFC 4180, ISO dates, formulas disarmed
 */
#ifndef SIGNPOST_CSV_H
#define SIGNPOST_CSV_H

#include "base/problem.h"
#include "formats/sheet.h"

struct grid;

/* text is UTF-8.  Calls back for every field and at the end of every row; line = physical line where the row begins.
 * A blank line is a row without fields.  Spaces around an unquoted field are dropped. */
struct csv_reader {
    void *self;
    bool (*field)(void *self, struct str cell, struct err *err);
    bool (*row)(void *self, uint32_t line, struct err *err);
};
MUST_USE bool csv_read(struct str text, char delimiter, const struct csv_reader *reader, struct err *err);

void csv_cell(struct buf *out, struct str text);   /* quoted when needed; = + - @ TAB CR disarmed with an apostrophe */
void csv_sheet(struct buf *out, const struct sheet *sheet);
/* For a file: a byte-order mark before it where a letter is beyond ASCII, else Excel shows "ZoÃ«". */
void csv_file(struct buf *out, const struct sheet *sheet);

#endif

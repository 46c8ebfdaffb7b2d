/* SPDX-License-Identifier: GPL-3.0-or-later
 * marked - rows as they were brought in, with what is wrong with them.
 * Owns:  nothing; everything is borrowed.
 * Must not know: who writes them (xlsx_write.h, html.h).
 *
 * Example:
 *     const struct marked_cell wrong = { 3, STR("February 2012 had 29 days.") };
 *     const struct marked_row row = { .line = 12, .cells = cells, .cell_count = 6, .marks = &wrong, .mark_count = 1 };
 */
#ifndef SIGNPOST_MARKED_H
#define SIGNPOST_MARKED_H

#include "base/str.h"

struct marked_cell {
    uint32_t column; /* from 0; MARKED_ROW: the row as a whole */
    struct str why;  /* a sentence */
};
#define MARKED_ROW UINT32_MAX

struct marked_row {
    uint32_t line;   /* its number where it came from */
    const struct str *cells;
    uint32_t cell_count;
    const struct marked_cell *marks;
    size_t mark_count;
};

struct marked_table {
    struct str name; /* of the sheet; made to fit what a sheet may be called */
    const struct str *headings;
    uint32_t heading_count;
    const struct marked_row *rows;
    size_t row_count;
};

#endif

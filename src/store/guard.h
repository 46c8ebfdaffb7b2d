/* SPDX-License-Identifier: GPL-3.0-or-later
 * guard - one SELECT by a person, over the views, under an authorizer and limits.
 * Owns:  nothing beyond the call.
 * Must not know: who asks, what a column means.
 *
 * Only on a DB_READ connection.  Tables themselves can not be read, only the views; a column that the caller withholds
 * reads as empty and is named in the result.
 *
 * Example:
 *     guard_query(db, arena, STR("SELECT surname, form FROM pupils"), NULL, &result, err);
 */
#ifndef SIGNPOST_GUARD_H
#define SIGNPOST_GUARD_H

#include "store/db.h"

struct guard_options {
    const struct str *withheld;  /* "view.column" or "table.column", sorted or not */
    size_t withheld_count;
    uint32_t most_rows;          /* 0 = 100,000 */
    uint32_t most_ms;            /* 0 = 30,000 */
};

enum guard_sort { GUARD_NULL, GUARD_WHOLE, GUARD_NUMBER, GUARD_TEXT };
struct guard_cell {
    enum guard_sort sort;
    int64_t whole;
    struct str text;             /* as printed, for every sort but GUARD_NULL */
};

struct guard_result {
    struct str *columns;
    size_t column_count;
    struct guard_cell *cells;    /* row after row */
    size_t row_count;
    bool cut;                    /* most_rows was reached */
    struct str *withheld;        /* what was read as empty, by name */
    size_t withheld_count;
};
/* options may be NULL.  CODE_ARGUMENTS: no SELECT, two statements, a table that can not be read, a slip in the SQL. */
MUST_USE bool guard_query(struct db *db, struct arena *arena, struct str sql, const struct guard_options *options,
                          struct guard_result *out, struct err *err);
/* Names of the views, sorted. */
MUST_USE bool guard_views(struct db *db, struct arena *arena, struct str **out, size_t *count, struct err *err);

#endif

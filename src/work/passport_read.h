/* SPDX-License-Identifier: GPL-3.0-or-later
 * passport_read - a passport that another school sent: is it whole, and what is in it, as rows of a grid.
 * Owns:  nothing; all lies in the arena passed in.
 * Must not know: our records.
 *
 * The file comes from outside: its digest shows slips on the way and careless changes, not forgery.
 *
 * Example:
 *     if (passport_is_one(bytes)) return passport_read(arena, name, bytes, &read, err);
 */
#ifndef SIGNPOST_PASSPORT_READ_H
#define SIGNPOST_PASSPORT_READ_H

#include "formats/grid.h"
#include "work/passport.h"

/* The first columns of the grid; behind them a column for each field that some record has, by its name. */
enum passport_column {
    PASSPORT_UPN, PASSPORT_FIRST_NAME, PASSPORT_SURNAME, PASSPORT_KIND, PASSPORT_DATE, PASSPORT_LAST_DAY, PASSPORT_TITLE,
    PASSPORT_ORGANISATION, PASSPORT_TYPE, PASSPORT_OUTCOME, PASSPORT_RECORD, PASSPORT_FROM_KEY, PASSPORT_FROM_SCHOOL,
    PASSPORT_COLUMNS
};
#define PASSPORT_FIELDS_MOST 120

struct passport_read {
    struct passport_school from;
    struct date made_on;
    size_t pupils;
    struct grid *grid;       /* row 0 the headings, then a row a record */
};

/* By its content: a JSON object that says so early. */
bool passport_is_one(struct str bytes);
/* CODE_UNKNOWN_FORMAT, CODE_FILE_LIMIT, CODE_PASSPORT: which version, what is wrong, whom to ask. */
MUST_USE bool passport_read(struct arena *arena, struct str name, struct str bytes, struct passport_read *out, struct err *err);

#endif

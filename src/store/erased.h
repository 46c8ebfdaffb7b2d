/* SPDX-License-Identifier: GPL-3.0-or-later
 * erased - marks of people whose records were erased.
 * Owns:  table erased.
 * Must not know: what a mark is made of.
 *
 * Example, inside the change that erases:
 *     erased_put(db, &(struct erased){ .mark = mark, .person = mark, .day = today, .asked = true }, err);
 */
#ifndef SIGNPOST_ERASED_H
#define SIGNPOST_ERASED_H

#include "base/date.h"
#include "store/db.h"

struct erased {
    struct str mark, person; /* person: the first mark of the same pupil */
    struct date day;
    bool asked;              /* else the keep date was over */
};

MUST_USE bool erased_any(struct db *db, bool *out, struct err *err);
MUST_USE bool erased_get(struct db *db, struct arena *arena, struct str mark, struct erased *out, bool *found, struct err *err);
/* One that is there is taken over: the last erasure counts. */
MUST_USE bool erased_put(struct db *db, const struct erased *row, struct err *err);
/* All marks of one pupil. */
MUST_USE bool erased_remove(struct db *db, struct str person, struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * lineage - whose records a database holds, and whom a copy of them would bring back.
 * Owns:  the named value "school" of the records: a random identity, made with them and never changed.
 * Must not know: where copies lie, how one is put back.
 *
 * Example:
 *     if (!lineage_read(db, arena, &of, err)) return false;
 *     if (!str_equal(of.school, ours.school)) ...        // another school's
 */
#ifndef SIGNPOST_LINEAGE_H
#define SIGNPOST_LINEAGE_H

#include "store/chain.h"

struct lineage {
    struct str school;        /* bytes; of the database of a test: empty */
    struct chain_row head;    /* of the journal */
    bool blank;               /* nobody and nothing is recorded yet, as after `new` */
};
MUST_USE bool lineage_read(struct db *db, struct arena *arena, struct lineage *out, struct err *err);
/* Inside the change that makes the records. */
MUST_USE bool lineage_begin(struct db *db, struct arena *arena, struct err *err);

/* Somebody who was erased, and whom a database still has. */
struct returning {
    int64_t pupil;
    struct str name;          /* as the copy has it */
};
/* Erased in `now` since the journals part, and there in `copy`. */
MUST_USE bool lineage_returning(struct db *now, struct db *copy, struct arena *arena, struct returning **out, size_t *count, struct err *err);
/* Whom a copy that was put back brought with it, and who is still there: the journal says whom. */
MUST_USE bool lineage_returned(struct db *db, struct arena *arena, struct returning **out, size_t *count, struct err *err);
/* " erased=81,82" for the journal row of what is put back; empty: nobody. */
struct str lineage_about(struct arena *arena, const struct returning *list, size_t count);

#endif

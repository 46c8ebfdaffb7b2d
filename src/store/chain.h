/* SPDX-License-Identifier: GPL-3.0-or-later
 * chain - journal rows, append only; the digests are the caller's.
 * Owns:  table journal, which refuses update and delete.
 * Must not know: cryptography (work/seal), what a verb does.
 *
 * Example:
 *     chain_head(db, arena, &head, err);            // number 0 in an empty journal
 *     row.number = head.number + 1;  row.hash = seal(head.hash, row);
 *     chain_add(db, &row, err);
 */
#ifndef SIGNPOST_CHAIN_H
#define SIGNPOST_CHAIN_H

#include "store/db.h"

struct chain_row {
    int64_t number;              /* from 1, without gaps */
    int64_t at;                  /* UTC seconds */
    struct str actor, verb;
    struct str about;            /* ids and counts, never names: canonical text of the caller */
    int64_t step;                /* undo step, or VALUE_NONE */
    struct str before, after;    /* digests; may be empty */
    struct str previous;         /* hash of the row before, empty in the first; chain_add fills it itself */
    struct str hash;             /* bytes */
};

MUST_USE bool chain_head(struct db *db, struct arena *arena, struct chain_row *out, struct err *err);
/* Inside the change it describes; a number that is not the next one is a bug. */
MUST_USE bool chain_add(struct db *db, const struct chain_row *row, struct err *err);
/* From a number on, in order, at most `most` (0 = all). */
MUST_USE bool chain_rows(struct db *db, struct arena *arena, int64_t from, uint32_t most, struct chain_row **out,
                         size_t *count, struct err *err);
/* Since a time (UTC seconds), in order. */
MUST_USE bool chain_since(struct db *db, struct arena *arena, int64_t at, struct chain_row **out, size_t *count,
                          struct err *err);

#endif

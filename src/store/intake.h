/* SPDX-License-Identifier: GPL-3.0-or-later
 * intake - what was imported when, with which columns, and how far each kind is complete.
 * Owns:  tables import, recipe; kind.complete_through.
 * Must not know: file formats.
 *
 * Example:
 *     intake_set_complete(db, kinds, encounter, as_at, err);
 */
#ifndef SIGNPOST_INTAKE_H
#define SIGNPOST_INTAKE_H

#include "base/kind.h"
#include "store/db.h"

struct intake {
    int64_t id;
    int64_t at;                  /* UTC seconds */
    struct str recipe;           /* "mis", or empty */
    struct str file;             /* name without folder */
    struct str what;             /* sort of file, "pupils"; or empty */
    struct str digest;           /* of the file, hex; given by the caller */
    struct date as_at;
    int64_t rows, added, changed, same, left, left_out, blank;
    int64_t step;                /* undo step, or VALUE_NONE */
};
MUST_USE bool intake_add(struct db *db, const struct intake *row, int64_t *id, struct err *err);
/* Newest first. */
MUST_USE bool intake_list(struct db *db, struct arena *arena, uint32_t most, struct intake **out, size_t *count,
                          struct err *err);

/* The headings a recipe was made for, as the caller wrote them (one text); empty when never seen. */
MUST_USE bool intake_recipe(struct db *db, struct arena *arena, struct str name, struct str *headings,
                            struct err *err);
MUST_USE bool intake_set_recipe(struct db *db, struct str name, struct str headings, struct err *err);

/* DATE_NONE: kept by hand, complete always. */
MUST_USE bool intake_complete(struct db *db, const struct kinds *kinds, uint32_t kind, struct date *out,
                              struct err *err);
/* Never goes back. */
MUST_USE bool intake_set_complete(struct db *db, const struct kinds *kinds, uint32_t kind, struct date day,
                                  struct err *err);

#endif

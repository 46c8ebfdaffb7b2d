/* SPDX-License-Identifier: GPL-3.0-or-later
 * organisation - employers, providers, agencies, partners.
 * Owns:  table organisation.
 * Must not know: rules, registers.
 *
 * One name, folded, is one organisation.  Facts by index in kinds->facts[SUBJECT_ORGANISATION].
 *
 * Example:
 *     organisation_find(db, STR("harbour tugs"), &id, err);      // "Harbour Tugs"; 0 when new
 */
#ifndef SIGNPOST_ORGANISATION_H
#define SIGNPOST_ORGANISATION_H

#include "base/row.h"
#include "store/db.h"

struct organisation {
    int64_t id;
    struct str name, contact;
    const int64_t *facts;
};

struct organisation_write {
    int64_t id;                     /* 0: the one with this name, else a new one */
    struct str name, contact;       /* as in pupil_write: at NULL is left as it is */
    const struct fact_step *facts;
    size_t fact_count;
};
MUST_USE bool organisation_put(struct db *db, const struct kinds *kinds, const struct organisation_write *row,
                               int64_t *id, enum wrote *wrote, struct err *err);
/* By name, folded. */
MUST_USE bool organisation_find(struct db *db, struct str name, int64_t *id, struct err *err);
MUST_USE bool organisation_read(struct db *db, const struct kinds *kinds, struct arena *arena, int64_t id,
                                struct organisation *out, bool *found, struct err *err);
/* All, by folded name, id; with facts. */
MUST_USE bool organisation_list(struct db *db, const struct kinds *kinds, struct arena *arena,
                                struct organisation **out, size_t *count, struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * step - undo: one stored change set a step, applied backwards or refused.
 * Owns:  tables undo, undo_part; the recording while one is open.
 * Must not know: which verb it was.
 *
 * Recorded: everything people entered (pupils, staff, organisations, activities, participation, details, notes, facts,
 * rulings, imports, complete_through) and the marks of erased pupils.  Not recorded: runs, messages, the journal, the
 * catalogue.
 *
 * Example, inside one change:
 *     step_record(db, &recording, err);
 *     ... writers ...
 *     step_keep(db, recording, &info, &step, err);
 */
#ifndef SIGNPOST_STEP_H
#define SIGNPOST_STEP_H

#include "base/row.h"
#include "base/tick.h"
#include "store/db.h"

struct step_recording;

struct step_info {
    int64_t step;                /* number, from 1 */
    int64_t made_at, expires_at; /* UTC seconds */
    struct str verb, about;      /* "import", "mis.csv: 120 pupils" (no names of people) */
    int64_t undone_by;           /* journal number, or VALUE_NONE */
    int64_t rows;                /* rows that it added, changed or removed */
};

/* After db_begin, before the first writer. */
MUST_USE bool step_record(struct db *db, struct step_recording **out, struct err *err);
/* Long changes call it now and then, between two writers: what is recorded goes into the records when it has become much.
 * A row that is changed again after that counts twice in the step's `rows`. */
MUST_USE bool step_rest(struct step_recording *recording, struct err *err);
/* Stores what changed since and ends the recording.  *step is 0 when nothing changed (no step is kept). */
MUST_USE bool step_keep(struct db *db, struct step_recording *recording, const struct step_info *info, int64_t *step,
                        struct err *err);
/* Ends the recording without keeping anything.  Also before a rollback. */
void step_drop(struct step_recording *recording);

/* Newest first; undone and expired ones are left out unless `all`. */
MUST_USE bool step_list(struct db *db, struct arena *arena, bool all, struct step_info **out, size_t *count,
                        struct err *err);

/* Applies the inverse.  *blocked true: err says what stands in the way (CODE_NOTHING_SELECTED for an unknown, undone or
 * expired step; CODE_WHICH_ONE when later changes build on it).  When it fails, the whole change must be rolled back.
 * What a step held that had let an erased pupil in again is thrown away, and what steps taken back before hold of those it
 * brought: the caller commits and calls db_empty_log. */
MUST_USE bool step_undo(struct db *db, int64_t step, int64_t undone_by, int64_t now, const struct tick *tick, bool *blocked,
                        struct err *err);

/* Whether the step let erased pupils in again. */
MUST_USE bool step_lets_in(struct db *db, int64_t step, bool *out, struct err *err);

/* Throws away what has expired. */
MUST_USE bool step_expire(struct db *db, int64_t now, uint64_t *count, struct err *err);
/* Steps that hold this person or what was about this person alone, newest first. */
MUST_USE bool step_holding(struct db *db, struct arena *arena, enum subject_type type, int64_t person, int64_t **out, size_t *count,
                           struct err *err);
/* Other rows under which these pupils are in steps, taken back or not: with one of their UPNs or ULNs, or with name and birthday.
 * All steps are read, more than once where one row leads to another. */
MUST_USE bool step_former(struct db *db, struct arena *arena, const int64_t *people, size_t count, int64_t **out, size_t *out_count,
                          struct err *err);
/* Throws away every step that holds one of these people, or one of the activities (notes about one of them alone that were
 * taken out just now; those taken out earlier are found): for erasure.  All steps are read, so call it once for all. */
MUST_USE bool step_forget(struct db *db, enum subject_type type, const int64_t *people, size_t person_count,
                          const int64_t *activities, size_t activity_count, uint64_t *count, struct err *err);

#endif

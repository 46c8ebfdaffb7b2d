/* SPDX-License-Identifier: GPL-3.0-or-later
 * hand - values of imported records that people set, with what the file had said before.
 * Owns:  table hand.
 * Must not know: files, rules.
 *
 * A file that still says what it said before the correction says nothing new: the corrected value stays.  Rows are part of
 * undo steps like the corrections themselves, and go with the record and with the person.
 *
 * Example, inside one change:
 *     activity_read(db, kinds, arena, id, &before, &found, err);
 *     ... writers ...
 *     hand_note(db, kinds, arena, &before, err);
 */
#ifndef SIGNPOST_HAND_H
#define SIGNPOST_HAND_H

#include "store/activity.h"

/* Beside the fields: the person was taken out of the record, and said is the outcome; the record was made by hand, and the
 * file that has come to know it has yet to say something of the person. */
#define HAND_PLACE (-100)
#define HAND_MET (-101)

struct hand {
    int64_t activity, person;  /* person 0: a field of the session */
    int32_t field;             /* hand_field(), HAND_PLACE or HAND_MET */
    int64_t said;              /* what the file said, as hand_value() gives it; VALUE_NONE: nothing, or a text */
    struct str text;           /* of text fields and titles */
};

int32_t hand_field(const struct kind *kind, uint32_t index);
/* The value of a field as it stands in the table. */
int64_t hand_value(const struct kind *kind, uint32_t index, int64_t value);

/* What the file said, as a field of the record; false for HAND_PLACE, HAND_MET and fields that the kind lacks. */
bool hand_said(const struct kind *kind, const struct hand *row, struct field_value *out);

/* All of them: few. */
MUST_USE bool hand_list(struct db *db, struct arena *arena, struct hand **out, size_t *count, struct err *err);
MUST_USE bool hand_put(struct db *db, const struct hand *row, struct err *err);
MUST_USE bool hand_remove(struct db *db, int64_t activity, int64_t person, int32_t field, struct err *err);
/* After a person changed an imported record: what differs from `before` is set by hand, and what is again as the file said it
 * no longer is.  Does nothing for records made by hand, and for one that is gone. */
MUST_USE bool hand_note(struct db *db, const struct kinds *kinds, struct arena *arena, const struct activity_card *before, struct err *err);

#endif

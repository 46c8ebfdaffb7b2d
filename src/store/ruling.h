/* SPDX-License-Identifier: GPL-3.0-or-later
 * ruling - what people decided about findings and records: exemptions, snoozes, holds.
 * Owns:  tables exemption, snooze, hold.
 * Must not know: whether a ruling is valid (engine/status decides).
 *
 * Example:
 *     ruling_exempt(db, &row, &id, &wrote, err);
 */
#ifndef SIGNPOST_RULING_H
#define SIGNPOST_RULING_H

#include "base/row.h"
#include "store/db.h"

struct ruling_exemption {
    struct exemption exemption;   /* id 0: a new one; approver_held_role is worked out when reading */
    int64_t approver;             /* staff key, or VALUE_NONE when only the role is on record */
    struct str note;
};
/* The same (subject, rule, from) is one exemption. */
MUST_USE bool ruling_exempt(struct db *db, const struct ruling_exemption *row, int64_t *id, enum wrote *wrote,
                            struct err *err);
/* Ends it the day before `day`, or removes it when it would begin on or after that day. */
MUST_USE bool ruling_end_exemption(struct db *db, int64_t id, struct date day, bool *changed, struct err *err);
/* All, by (subject_type, subject, rule, from). */
MUST_USE bool ruling_exemptions(struct db *db, const struct kinds *kinds, struct arena *arena,
                                struct ruling_exemption **out, size_t *count, struct err *err);

/* What the evaluators are told: exemptions, and holds as what they are to a rule (exemption.hold; id -1 for hold 1, and so
 * on; note says why), in one order. */
MUST_USE bool ruling_judged(struct db *db, const struct kinds *kinds, struct arena *arena, struct ruling_exemption **out,
                            size_t *count, struct err *err);

enum snooze_sort { SNOOZE_UNTIL, SNOOZE_IN_HAND };
struct ruling_snooze {
    int64_t id, subject;
    enum subject_type subject_type;
    struct str rule;              /* empty: every rule of the subject */
    enum snooze_sort sort;
    struct date from, until;      /* until DATE_NONE: open (in hand) */
    struct str why, who;
};
MUST_USE bool ruling_snooze(struct db *db, const struct ruling_snooze *row, int64_t *id, enum wrote *wrote,
                            struct err *err);
/* In force on a day, by (subject_type, subject, rule, id); DATE_NONE: all, those that are over too. */
MUST_USE bool ruling_snoozes(struct db *db, struct arena *arena, struct date day, struct ruling_snooze **out,
                             size_t *count, struct err *err);

struct ruling_hold {
    int64_t id, subject;
    enum subject_type subject_type;
    struct date from, until;      /* until DATE_NONE: until lifted */
    struct str why, who;
};
MUST_USE bool ruling_hold(struct db *db, const struct ruling_hold *row, int64_t *id, enum wrote *wrote,
                          struct err *err);
/* In force on a day, by (subject_type, subject, id); DATE_NONE: all, those that are over too. */
MUST_USE bool ruling_holds(struct db *db, struct arena *arena, struct date day, struct ruling_hold **out,
                           size_t *count, struct err *err);

#endif

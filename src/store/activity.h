/* SPDX-License-Identifier: GPL-3.0-or-later
 * activity - things that happened, who took part, and their fields.
 * Owns:  tables activity, activity_source, participation, staff_participation, detail, note.
 * Must not know: files, rules.
 *
 * Fields are addressed by their index in the kind's list; where a value lies (packed facts, detail, note, column) is
 * the store's affair.  Every writer says whether it changed anything; writing the same twice changes nothing.
 *
 * Example:
 *     struct field_value fields[] = { { form, talk, {0} }, { meaningful, 1, {0} } };
 *     struct activity_write talk = { .kind = encounter, .date = day, .organisation = tugs, .title = STR("Tug talk"),
 *                                    .source = STR("visits"), .reference = STR("2026-11-12/tugs"), .fields = fields,
 *                                    .field_count = 2 };
 *     activity_put(db, kinds, &talk, &id, &wrote, err);
 *     struct participation_write one = { id, encounter, pupil, OUTCOME_ATTENDED, NULL, 0 };
 *     participation_put(db, kinds, &one, &wrote, err);
 */
#ifndef SIGNPOST_ACTIVITY_H
#define SIGNPOST_ACTIVITY_H

#include "base/row.h"
#include "store/db.h"

/* VALUE_NONE and an empty text take the field out.  Text fields use `text`, all others `value`. */
struct field_value {
    uint32_t field;
    int64_t value;
    struct str text;
};

struct activity_write {
    int64_t id;                  /* 0: the one with this (source, reference), else a new one */
    uint32_t kind;
    struct date date;            /* DATE_NONE: left as it is (a new activity needs one) */
    struct date last_day;
    bool last_day_given;         /* write last_day even when it is none */
    int64_t organisation;        /* VALUE_NONE: left as it is */
    struct str title;            /* at NULL: left as it is */
    bool cancelled;
    bool cancelled_given;
    struct str source, reference;/* the natural key of an import; empty: recorded by hand */
    const struct field_value *fields; /* session fields; only those listed are touched */
    size_t field_count;
};
MUST_USE bool activity_put(struct db *db, const struct kinds *kinds, const struct activity_write *row, int64_t *id,
                           enum wrote *wrote, struct err *err);
/* *id is 0 when there is none. */
MUST_USE bool activity_find(struct db *db, struct str source, struct str reference, int64_t *id, struct err *err);
/* How an import knows it; both empty: it was recorded by hand.  Several name it: the first by source, reference. */
struct activity_origin {
    struct str source, reference;
};
MUST_USE bool activity_origin(struct db *db, struct arena *arena, int64_t id, struct activity_origin *out, struct err *err);
/* Whether imports of this source know it; and a name more by which they do. */
MUST_USE bool activity_is_named(struct db *db, int64_t id, struct str source, bool *named, struct err *err);
MUST_USE bool activity_name(struct db *db, int64_t id, struct str source, struct str reference, struct err *err);
/* Those of one kind and day that are not cancelled and that no import of the source knows, by id. */
MUST_USE bool activity_of_day(struct db *db, const struct kinds *kinds, struct arena *arena, uint32_t kind, struct date day, struct str source,
                              int64_t **out, size_t *count, struct err *err);
/* Takes it out with its participations, details and notes. */
MUST_USE bool activity_remove(struct db *db, int64_t id, struct err *err);

struct participation_write {
    int64_t activity;
    uint32_t kind;               /* of the activity: says whether the person is a pupil or staff, and the fields */
    int64_t person;
    int outcome;                 /* enum outcome_code; -1: left as it is.  Ignored for notes */
    const struct field_value *fields; /* each fields; only those listed are touched */
    size_t field_count;
};
MUST_USE bool participation_put(struct db *db, const struct kinds *kinds, const struct participation_write *row,
                                enum wrote *wrote, struct err *err);
/* enum outcome_code, or -1: not recorded, or nobody by that key takes part. */
MUST_USE bool participation_outcome(struct db *db, const struct kinds *kinds, uint32_t kind, int64_t activity, int64_t person,
                                    int *outcome, struct err *err);
MUST_USE bool participation_remove(struct db *db, uint32_t kind, const struct kinds *kinds, int64_t activity,
                                   int64_t person, bool *removed, struct err *err);

/* Reading, for people. */
struct activity_row {
    int64_t id;
    uint32_t kind;
    struct date date, last_day;
    int64_t organisation;        /* VALUE_NONE */
    struct str organisation_name;
    struct str title;
    bool cancelled;
    uint32_t people;             /* participations */
    uint32_t erased;             /* participants taken out by erasure */
    int outcome;                 /* with a filter on one person: theirs, else -1 */
};
struct activity_filter {
    int32_t kind;                /* FIELD_ABSENT: any */
    struct date from, to;        /* DATE_FIRST or DATE_NONE: open at that end */
    int64_t organisation;        /* VALUE_NONE: any */
    int64_t pupil, staff;        /* VALUE_NONE: any; at most one of the two */
    struct str title;            /* empty: any; folded words contained in the title */
    uint32_t most;               /* 0: all */
};
#define ACTIVITY_ANY { FIELD_ABSENT, { INT32_MIN }, { INT32_MAX }, VALUE_NONE, VALUE_NONE, VALUE_NONE, { 0, 0 }, 0 }
/* By date, then id. */
MUST_USE bool activity_list(struct db *db, const struct kinds *kinds, struct arena *arena,
                            const struct activity_filter *filter, struct activity_row **out, size_t *count,
                            struct err *err);

/* How many there are of each outcome, in every activity that somebody takes part in; by key.  The last place: not recorded. */
struct activity_outcomes {
    int64_t activity;
    uint32_t of[OUTCOME_CODE_COUNT + 1];
};
MUST_USE bool activity_outcomes(struct db *db, struct arena *arena, struct activity_outcomes **out, size_t *count, struct err *err);
/* Of one of them; all 0 when nobody takes part. */
struct activity_outcomes activity_outcomes_of(const struct activity_outcomes *rows, size_t count, int64_t activity);

struct activity_person {
    int64_t person;
    int outcome;                 /* enum outcome_code, or -1 */
    struct field_value *fields;  /* each fields that are recorded */
    size_t field_count;
};
struct activity_card {
    struct activity_row row;
    struct field_value *fields;  /* session fields that are recorded, by index; built-in ones are in `row` */
    size_t field_count;
    struct activity_person *people; /* by key */
    size_t people_count;
};
MUST_USE bool activity_read(struct db *db, const struct kinds *kinds, struct arena *arena, int64_t id,
                            struct activity_card *out, bool *found, struct err *err);
/* Its row alone. */
MUST_USE bool activity_look(struct db *db, const struct kinds *kinds, struct arena *arena, int64_t id,
                            struct activity_row *out, bool *found, struct err *err);

#endif

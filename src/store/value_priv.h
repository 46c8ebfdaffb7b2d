/* SPDX-License-Identifier: GPL-3.0-or-later
 * value_priv - how a value of a row stands in a table.
 * Owns:  nothing.
 * Must not know: which table.
 *
 * Days stand as yyyymmdd, everything else as it is; NULL is VALUE_NONE.
 */
#ifndef SIGNPOST_VALUE_PRIV_H
#define SIGNPOST_VALUE_PRIV_H

#include "base/kind.h"
#include "base/row.h"
#include "store/db.h"

/* A day from a table; what is no date (a damaged file) is "not recorded". */
static inline struct date stored_date(int64_t number) {
    struct date day;
    if (number == 0) return DATE_FIRST;
    if (number < 18000101 || number > 22991231) return DATE_NONE;
    return date_make((int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100), &day) ? day : DATE_NONE;
}

static inline int64_t value_from_stored(enum field_type type, int64_t stored) {
    if (type != FIELD_DAY || stored == VALUE_NONE) return stored;
    struct date day = stored_date(stored);
    return date_known(day) ? day.day : VALUE_NONE;
}

static inline int64_t value_to_stored(enum field_type type, int64_t value) {
    if (type != FIELD_DAY || value == VALUE_NONE) return value;
    return date_number((struct date){ (int32_t)value });
}

static inline int64_t date_to_stored(struct date day) {
    if (!date_known(day)) return VALUE_NONE;
    return date_same(day, DATE_FIRST) ? 0 : date_number(day);
}

/* False with CODE_BAD_CELL when a field of this type can not hold the value. */
MUST_USE bool value_check(const struct field *field, int64_t value, struct err *err);

/* Facts of people and organisations: columns where there is one, else steps.  See fact.c. */
struct fact_table {
    enum subject_type type;
    int row, set;                     /* SELECT and UPDATE of the columns that are facts */
    int steps, in_force, newest, put, merge; /* of the table of steps */
};
extern const struct fact_table FACTS_OF_PUPIL, FACTS_OF_STAFF, FACTS_OF_ORGANISATION;

/* Writes the listed facts of an existing row. */
MUST_USE bool fact_put(struct db *db, const struct kinds *kinds, const struct fact_table *table, int64_t id,
                       const struct fact_step *facts, size_t count, bool *changed, struct err *err);
/* All facts and steps of one.  steps and step_count may be NULL. */
MUST_USE bool fact_read(struct db *db, const struct kinds *kinds, const struct fact_table *table, struct arena *arena,
                        int64_t id, const int64_t **facts, const struct fact_step **steps, uint32_t *step_count,
                        struct err *err);
/* Index of the fact with this key in the file, or FIELD_ABSENT. */
int32_t fact_by_number(const struct kinds *kinds, enum subject_type type, int64_t number);

/* Texts of a row: `given` where it was given (at set), else `had`. */
static inline struct str text_or(struct str given, struct str had) {
    return given.at ? given : had;
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * kind - the record vocabulary as a value: kinds, fields, types, codes; and how a field lies in packed facts.
 * Owns:  nothing; a vocabulary lies in the arena it was loaded in.
 * Must not know: where it was written (lua/kinds.lua), tables, rules.
 *
 * Every value of a row is an int64_t, whatever its type:
 *     day            days since 1970-01-01 (struct date.day)
 *     flag           0 no, 1 yes
 *     whole          the number, never negative;   hours  whole minutes
 *     one_of         index of the code in the field's list, from 0
 *     set_of, years  bit mask: bit i = code i, or the year group i
 *     person, organisation   its key in the database
 *     text           text_value() of the text (map.h)
 * VALUE_NONE is "not recorded", for every type.
 *
 * Example:
 *     const struct field *f = kind_field(kind, STR("meaningful"));
 *     int64_t v = field_unpack(f, activity->facts);     // 0, 1 or VALUE_NONE
 */
#ifndef SIGNPOST_KIND_H
#define SIGNPOST_KIND_H

#include "base/date.h"

#define VALUE_NONE INT64_MIN
#define FIELD_ABSENT (-1)

enum field_type {
    FIELD_DAY, FIELD_FLAG, FIELD_WHOLE, FIELD_HOURS, FIELD_TEXT, FIELD_PERSON, FIELD_ORGANISATION, FIELD_YEARS,
    FIELD_ONE_OF, FIELD_SET_OF
};
const char *field_type_name(enum field_type type); /* "day", "one_of" */

/* Where the value of a field lies. */
enum field_home {
    HOME_FACTS,   /* packed into the 64-bit facts of the activity (session) or participation (each) */
    HOME_DETAIL,  /* row of table detail: days, persons, what does not fit */
    HOME_NOTE,    /* row of table note: text */
    HOME_COLUMN,  /* a column of its own: date, last_day, organisation, cancelled, outcome, and facts of people */
    HOME_DERIVED  /* computed for the judged day: age, key_stage, on_roll ... */
};

struct field {
    struct str name;        /* "meaningful" */
    struct str about;       /* a few words for people, may be empty: "adviser's level" */
    enum field_type type;
    bool each;              /* belongs to the participation, not to the session */
    bool dated;             /* a fact with (from, value) steps */
    bool is_private;        /* never printed in a message, a subject line or a shared file */
    const struct str *codes;/* ONE_OF, SET_OF: the words, in order; append only */
    uint32_t code_count;
    enum field_home home;
    uint8_t bit, width;     /* HOME_FACTS: position and width; raw 0 = not recorded */
    int32_t number;         /* key in table kind_field; set by the store, else the index in the vocabulary */
};

/* Session fields that every activity has without declaring them stand first in each kind's list, at these indices;
 * `outcome` is an each field and exists for shapes MEETING and STAFF only (its place is kept in the others). */
enum { FIELD_DATE, FIELD_LAST_DAY, FIELD_TITLE, FIELD_ORGANISATION_OF, FIELD_CANCELLED, FIELD_OUTCOME, FIELD_BUILT_IN_COUNT };

enum outcome_code { OUTCOME_ATTENDED, OUTCOME_ABSENT, OUTCOME_DECLINED, OUTCOME_EXCUSED, OUTCOME_INVITED, OUTCOME_CODE_COUNT };
extern const struct str OUTCOME_NAMES[OUTCOME_CODE_COUNT];
/* facts of a participation hold the outcome in their lowest three bits: outcome_code + 1, 0 = not recorded. */
#define OUTCOME_BITS 3

enum shape { SHAPE_MEETING, SHAPE_NOTE, SHAPE_STAFF, SHAPE_STAFF_NOTE, SHAPE_SCHOOL, SHAPE_ORGANISATION };
const char *shape_name(enum shape shape);
static inline bool shape_has_outcome(enum shape s) { return s == SHAPE_MEETING || s == SHAPE_STAFF; }
static inline bool shape_of_pupils(enum shape s) { return s == SHAPE_MEETING || s == SHAPE_NOTE; }
static inline bool shape_of_staff(enum shape s) { return s == SHAPE_STAFF || s == SHAPE_STAFF_NOTE; }

struct kind {
    struct str name;         /* "encounter" */
    struct str about;
    enum shape shape;
    struct field *fields;    /* built-in ones first, then session, then each, in order of name */
    uint32_t field_count;
    uint32_t counts;         /* bit mask over enum outcome_code: what counts when a filter names no outcome */
    int32_t counts_on;       /* index of a day field, or FIELD_ABSENT = date */
    int32_t ends;            /* index of a day field, or FIELD_ABSENT: the record is an instant */
    bool has_latest_by;      /* a later record with the same values of latest_by replaces the earlier one */
    const uint32_t *latest_by;
    uint32_t latest_by_count;
    const uint32_t *needs;   /* fields that may not be blank when it is written by hand */
    uint32_t needs_count;
    bool ahead;              /* may lie in days to come, though nobody is invited to it */
    int32_t fresh_days;      /* 0 = no limit: how old an import may be before absence stops being evidence */
};

enum subject_type { SUBJECT_PUPIL, SUBJECT_STAFF, SUBJECT_ORGANISATION, SUBJECT_SCHOOL, SUBJECT_TYPE_COUNT };
const char *subject_type_name(enum subject_type type); /* "pupil" */

/* Facts of one subject type; the index in this list is the fact number everywhere. */
struct facts {
    struct field *fields;
    uint32_t field_count;
};

/* Facts that C names, because they are derived or have a meaning of their own; indices found once per vocabulary.
 * FIELD_ABSENT when a vocabulary lacks one (tests with small vocabularies). */
struct known_facts {
    int32_t dob, sex, admitted_on, left_on, records_from, ks4_end, year, form, enrolment, sen, care, age, key_stage,
        on_roll, days_on_roll;                                              /* of pupils */
    int32_t roles, department, started_on, staff_left_on, in_post, days_in_post; /* of staff */
    int32_t org_type, active;                                               /* of organisations */
    int32_t setting, sixth_form, years_taught;                              /* of the school */
};

struct kinds {
    struct kind *kinds;      /* in order of name */
    uint32_t kind_count;
    struct facts facts[SUBJECT_TYPE_COUNT];
    struct known_facts known;
};

int32_t kinds_find(const struct kinds *kinds, struct str name);             /* index, or FIELD_ABSENT */
int32_t kind_find_field(const struct kind *kind, struct str name);          /* index, or FIELD_ABSENT */
int32_t facts_find(const struct facts *facts, struct str name);
int32_t field_find_code(const struct field *field, struct str code);

/* To be called once after loading: fills the built-in fields' homes, gives every field a home and, where it fits, a
 * place in facts (append in order), finds known facts.  Places already given (width > 0) stay. */
void kinds_pack(struct kinds *kinds);

/* Bits that the field needs in facts, as its codes are now; 0 when it does not belong there. */
uint32_t field_wanted_width(const struct field *field);
int64_t field_unpack(const struct field *field, uint64_t facts);            /* HOME_FACTS only; VALUE_NONE = not recorded */
/* False when the value is too large for its place. */
MUST_USE bool field_pack(const struct field *field, int64_t value, uint64_t *facts);
/* A value for people: "Yes", "talk", "7 hours", "7 September 2026"; persons and organisations as numbers. */
struct str field_print(struct arena *arena, const struct field *field, int64_t value);

#endif

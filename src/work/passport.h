/* SPDX-License-Identifier: GPL-3.0-or-later
 * passport - what a pupil takes along to the next school: what counts, and nothing that is sensitive.
 * Owns:  nothing; a passport lies in the arena it was gathered in.
 * Must not know: terminals, HTML.
 *
 * Source: facts/domain.md 12, item 11.  What travels: records of the kinds of PASSPORT_KINDS that took place, with those of
 * their fields that the pupil may see (audience_table.h); no fact of the pupil besides name and UPN, no name of staff, no
 * text that professionals wrote.  A record brought along from an earlier school keeps that school's name.
 *
 * Example:
 *     if (!passport_gather(arena, school, table, pupil, as_of, &passport, err)) return false;
 *     bytes = passport_bytes(arena, &from, as_of, &passport, 1, err);
 */
#ifndef SIGNPOST_PASSPORT_H
#define SIGNPOST_PASSPORT_H

#include "store/activity.h"
#include "work/audience_table.h"
#include "work/school.h"

#define PASSPORT_VERSION 1
#define PASSPORT_MARK "signpost_passport"
/* As table activity_source names it. */
#define PASSPORT_SOURCE STR("passport")

/* A school as others know it. */
struct passport_school {
    struct str key;          /* "urn-100005", else "name-riverside academy"; without a slash */
    struct str name;
};

struct passport_record {
    int64_t number;          /* of the record where it was made */
    struct passport_school from;
    uint32_t kind;
    struct date date, last_day;
    struct str title, organisation, organisation_type;
    int outcome;             /* -1: the kind has none */
    const struct field_value *fields; /* session and each */
    size_t field_count;
    bool ours;               /* made at the school that gathers */
};

struct passport {
    int64_t pupil;
    struct str upn, first_name, surname, form;
    int64_t year;            /* VALUE_NONE: not recorded */
    struct passport_record *records; /* by date */
    size_t record_count;
};

/* Needs SCHOOL_POLICY: the policy says what the school is called. */
struct passport_school passport_school_of(struct arena *arena, const struct school *school);
/* May records of the kind be in a passport; and the field of one? */
bool passport_has_kind(const struct kind *kind);
bool passport_has_field(const struct audience_table *table, const struct kind *kind, const struct field *field);
MUST_USE bool passport_gather(struct arena *arena, struct school *school, const struct audience_table *table, int64_t pupil,
                              struct date as_of, struct passport *out, struct err *err);
/* The file: JSON with version, school, pupils and digest. */
MUST_USE bool passport_bytes(struct arena *arena, const struct kinds *kinds, const struct passport_school *from, struct date made_on,
                             const struct passport *passports, size_t count, struct str *out, struct err *err);

/* How an activity brought along is known here: the reference to PASSPORT_SOURCE; and back.  False: it is no such. */
struct str passport_reference(struct arena *arena, const struct passport_school *from, int64_t number);
bool passport_origin(const struct activity_origin *origin, struct passport_school *from, int64_t *number);

#endif

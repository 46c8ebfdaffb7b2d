/* SPDX-License-Identifier: GPL-3.0-or-later
 * audience_table - who may see what of a pupil: lua/audiences.lua, tightened or opened by a school's own audiences.lua.
 * Owns:  nothing; a table lies in the arena it was loaded in.
 * Must not know: who asks, how it is printed.
 *
 * Data goes through it before there is text: what an audience may not see is left out, not blanked (redact.h does it to
 * sheets).  Sources: facts/domain.md 10 (rules 4 and 6 to 9), experience 11.1.
 *
 * Example:
 *     const struct audience_table *table;
 *     if (!audience_table_load(arena, host, folder, kinds, &table, problems, err)) return false;
 *     const struct audience *reader = audience_table_of_role(table, STR("senco"));
 *     if (audience_may(reader, ABOUT_CARE)) ...
 */
#ifndef SIGNPOST_AUDIENCE_TABLE_H
#define SIGNPOST_AUDIENCE_TABLE_H

#include "work/host.h"

/* What may be told of a pupil: the rows of the table, in its order. */
enum about {
    ABOUT_NAME, ABOUT_NUMBER, ABOUT_GROUP, ABOUT_BIRTH, ABOUT_SEX, ABOUT_CONTACT, ABOUT_SEN, ABOUT_CARE, ABOUT_NEED, ABOUT_MEALS,
    ABOUT_PREMIUM, ABOUT_LANGUAGE, ABOUT_PLACEMENT, ABOUT_RISK, ABOUT_GRADES, ABOUT_RECORDS, ABOUT_DESTINATION, ABOUT_NOTES_PUPIL,
    ABOUT_NOTES_PROFESSIONAL, ABOUT_REASONS, ABOUT_SHARING, ABOUT_PRIVATE, ABOUT_STAFF,
    ABOUT_COUNT
};
#define ABOUT(about) (1u << (about))

struct audience {
    struct str name;         /* "tutor" */
    struct str title;        /* "tutors" */
    const struct str *roles; /* of kinds.lua */
    size_t role_count;
    bool profile;            /* --profile may name it */
    uint32_t may;            /* a bit for each enum about that it may see */
    uint32_t shipped, most;  /* before the school said anything; the most that a school may allow */
};

struct audience_row {
    struct str name;  /* "date_of_birth" */
    struct str about; /* "the date of birth" */
    struct str why;
};

struct audience_table {
    struct audience *at;
    size_t count;
    struct audience_row rows[ABOUT_COUNT];
    int64_t fewest;          /* smaller groups are not shown to others; never below what ships (6) */
    const struct node *fields; /* the rows as they are written: facts, kinds, columns */
    const struct kinds *kinds;
};

/* folder: a school's, whose audiences.lua may withhold more, or allow what the table leaves open; NULL = what ships. */
MUST_USE bool audience_table_load(struct arena *arena, const struct host *host, const char *folder, const struct kinds *kinds,
                                  const struct audience_table **out, struct problems *problems, struct err *err);
const struct audience *audience_table_find(const struct audience_table *table, struct str name); /* NULL: there is none */
/* By the role of a member of staff.  A role of the school's own reads as a tutor does. */
const struct audience *audience_table_of_role(const struct audience_table *table, struct str role);
/* What a fact of pupils, a kind of record, one field of it, or a column of a sheet tells: a bit for each; 0: nothing that
 * the table names. */
uint32_t audience_table_of_fact(const struct audience_table *table, const struct field *fact);
uint32_t audience_table_of_kind(const struct audience_table *table, const struct kind *kind, const struct field *field);
uint32_t audience_table_of_column(const struct audience_table *table, struct str key);

/* NULL is the careers team, which sees all. */
static inline bool audience_may(const struct audience *audience, enum about about) { return !audience || (audience->may >> about & 1); }
static inline bool audience_may_all(const struct audience *audience, uint32_t abouts) { return !audience || !(abouts & ~audience->may); }

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * roster - names of whom findings are about, as at a day: pupils with form and year, staff, organisations.
 * Owns:  nothing; it lies in the arena it was read in.
 * Must not know: rules; who may see a name.
 *
 * Example:
 *     const struct pupil_row *zoe = roster_pupil(roster, finding->subject);
 */
#ifndef SIGNPOST_ROSTER_H
#define SIGNPOST_ROSTER_H

#include "store/pupil.h"
#include "work/school.h"

struct roster_name {
    int64_t id;
    struct str key, name, department;
};

struct roster {
    const struct pupil_row *pupils; /* by folded surname, first name, id; leavers too */
    size_t pupil_count;
    const uint32_t *by_id;          /* indices of pupils in order of id */
    const struct roster_name *staff, *organisations; /* by id */
    size_t staff_count, organisation_count;
    struct str school;
};

/* Needs SCHOOL_PEOPLE for departments; without it they stay empty. */
MUST_USE bool roster_read(struct arena *arena, struct school *school, struct date day, struct roster **out,
                          struct err *err);
const struct pupil_row *roster_pupil(const struct roster *roster, int64_t id);          /* NULL when there is none */
/* Position in the order of names; SIZE_MAX when there is none. */
size_t roster_rank(const struct roster *roster, int64_t pupil);
/* "Zoë O’Brien", of staff and organisations their name, of the school its name. */
struct str roster_name(struct arena *arena, const struct roster *roster, enum subject_type type, int64_t id);
/* Form of a pupil, department of a member of staff, else empty. */
struct str roster_group(const struct roster *roster, enum subject_type type, int64_t id);
struct str pupil_name(struct arena *arena, const struct pupil_row *pupil);   /* "Zoë O’Brien" */
/* For messages: "Zoë O.", "Zoë Orm." beside a Zoë Orne in the same form, "Zoë Orne (the older)" beside another. */
struct str roster_short(struct arena *arena, const struct roster *roster, const struct pupil_row *pupil);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * occasion - days that return every year, or stand in the policy or in records: snapshots, reviews, what runs out.
 * Owns:  nothing; the list lies in the arena it was read in.
 * Must not know: who holds a role, what was told.
 *
 * lua/reminders.lua, and the school's own reminders.lua (occasion, without).  A day is moved back to the last school day, for
 * it is one by which something is done.  Sources: facts/domain.md 5 (Compass), 3 (provider windows), 11 (reminder dates).
 *
 * Example:
 *     struct occasions occasions;
 *     if (!occasion_list(arena, school, day, &occasions, err)) return false;
 */
#ifndef SIGNPOST_OCCASION_H
#define SIGNPOST_OCCASION_H

#include "work/school.h"

struct occasion {
    struct str key;            /* "compass-march:2027-03-31" */
    struct str name;           /* "compass-march" */
    struct str title;
    struct date day, due;      /* as written; the last school day on or before it */
    struct date open_to;       /* told until then: the due day, and a year on for a review that nobody made */
    int32_t role;              /* index in policy.roles */
    struct plan *plan;
};

struct occasions {
    struct occasion *at;       /* that are ahead, and reviews whose day has passed */
    size_t count;
    struct node table;         /* lua/reminders.lua */
};

MUST_USE bool occasion_list(struct arena *arena, struct school *school, struct date as_of, struct occasions *out, struct err *err);
/* What is wrong in the reminders.lua of a folder, as problems; no records needed. */
MUST_USE bool occasion_check(struct arena *arena, const struct host *host, const char *folder, const struct policy *policy, struct date as_of,
                             struct problems *problems, struct err *err);
/* Key of the role that supplies what is missing of a kind ("pupil": facts of pupils). */
struct str occasion_supplier(const struct occasions *occasions, struct str kind);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * what_if - a school's policy with a change that is written nowhere.
 * Owns:  nothing; everything lies in the answer's arena.
 * Must not know: records, terminals.
 *
 * The change is a number with its new value (encounters_a_year = 3), a question with an answer, a reading with a meaning,
 * or what could stand in policy.lua: amend "..." { ... }, drop, add, choose.  What the school's own file says about the same
 * thing gives way to it.
 *
 * Example:
 *     struct what_if what;
 *     if (!what_if_read(call, answer, STR("encounters_a_year = 3"), day, &own, &what)) return false;
 */
#ifndef SIGNPOST_WHAT_IF_H
#define SIGNPOST_WHAT_IF_H

#include "work/named_policy.h"

struct what_if {
    struct named_policy with;   /* documents with the change; unmerged */
    struct str text;            /* as it would stand in policy.lua */
    struct str file;            /* the school's */
    uint32_t lines;             /* of the file as it stands; the change comes after them */
};

/* `own` is the school's policy as loaded; a number changes from the day on.  A slip is shown with its place in the change. */
MUST_USE bool what_if_read(const struct command_call *call, struct answer *answer, struct str change, struct date day,
                           const struct named_policy *own, struct what_if *out);
/* Problems that stand in the change are said of "what-if", not of a line that policy.lua does not have. */
void what_if_places(const struct what_if *what, struct problems *problems);

#endif

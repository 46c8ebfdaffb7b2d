/* SPDX-License-Identifier: GPL-3.0-or-later
 * stand_in - who reads what the own role may not see: a deputy, or somebody who shares an address.
 * Owns:  nothing.
 * Must not know: messages, findings.
 *
 * A letter is written for the role that it is for, and somebody else may open it.
 *
 * Example:
 *     struct stand_in *list;
 *     size_t count = stand_in_list(arena, school, table, day, false, &list);   // school with SCHOOL_POLICY
 */
#ifndef SIGNPOST_STAND_IN_H
#define SIGNPOST_STAND_IN_H

#include "work/audience_table.h"
#include "work/school.h"

struct stand_in {
    const struct person *reads;
    struct str said;
};

/* "K. Lund is the deputy of S. Engel (SENCO), and so reads of what the own role may not: social care and early help", without a full stop.
 * now: of deputies those alone who read on that day. */
size_t stand_in_list(struct arena *arena, const struct school *school, const struct audience_table *table, struct date day, bool now, struct stand_in **out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * posts - roles and forms that people were given and that there are not: their letters go to somebody else, or to nobody.
 * Owns:  nothing.
 * Must not know: messages, how mail leaves.
 *
 * Example:
 *     posts_check_roles(people, policy, true, &problems);      // 'JP' has the role 'careers_leadre': did you mean ...
 */
#ifndef SIGNPOST_POSTS_H
#define SIGNPOST_POSTS_H

#include "work/school.h"

/* Roles that the policy lacks.  stops: errors where people.lua names them, for whoever writes to somebody; else warnings. */
void posts_check_roles(const struct people *people, const struct policy *policy, bool stops, struct problems *problems);
/* Forms of tutors and the like in which no pupil on roll is, as warnings; of a school without pupils nothing is said. */
MUST_USE bool posts_check_forms(struct arena *arena, struct school *school, const struct people *people, const struct policy *policy, struct date day,
                                struct problems *problems, struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * reach - people who hold a role and whom mail can not go to as people.lua and the staff stand: no address, none that is one, one outside.
 * Owns:  nothing.
 * Must not know: messages, findings.
 *
 * Example:
 *     const struct person **list;
 *     size_t count = reach_list(arena, school, day, &list);
 *     for (size_t i = 0; i < count; i++) ... reach_trouble(arena, &school->people->mail, list[i]) ...
 */
#ifndef SIGNPOST_REACH_H
#define SIGNPOST_REACH_H

#include "work/school.h"

/* "has no address", "has no usable address", "has an address outside your domains"; empty: mail can go to that person. */
struct str reach_trouble(const struct mail_settings *mail, const struct person *person);
/* "write it into people.lua:  staff \"SEN\" { email = \"...\" }". */
struct str reach_mend(struct arena *arena, const struct mail_settings *mail, const struct person *person);
/* Holders of a role of the policy, and who reads for one of them, by key. */
size_t reach_list(struct arena *arena, const struct school *school, struct date day, const struct person ***out);
/* "Colm Reilly has no usable address; Tom Arkwright has no address; and 3 more". */
struct str reach_words(struct arena *arena, const struct mail_settings *mail, const struct person *const *list, size_t count);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * show_clause - one clause: text, force and basis, its rules in words with the place of each part, and how it stands.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Example:
 *     show_clause(arena, page, policy, clause, -1, day);
 */
#ifndef SIGNPOST_SHOW_CLAUSE_H
#define SIGNPOST_SHOW_CLAUSE_H

#include "formats/page.h"
#include "policy/merge.h"

/* rule -1: all rules of the clause. */
void show_clause(struct arena *arena, struct page *page, const struct policy *policy, int32_t clause, int32_t rule,
                 struct date day);
/* "standard: 60 days before, 14 days before, on the day, then after 14, 14, 30 days". */
struct str plan_words(struct arena *arena, const struct policy *policy, int32_t plan);

#endif

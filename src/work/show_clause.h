/* SPDX-License-Identifier: GPL-3.0-or-later
 * show_clause - a clause for reading: text, basis, its rules in words; asked why, where each part was written and by whom.
 * Owns:  nothing.
 * Must not know: terminals, records.
 *
 * Example:
 *     show_clause(arena, page, policy, &(struct clause_view){ .clause = clause, .rule = -1, .day = day });
 */
#ifndef SIGNPOST_SHOW_CLAUSE_H
#define SIGNPOST_SHOW_CLAUSE_H

#include "formats/page.h"
#include "policy/merge.h"

struct clause_view {
    int32_t clause, rule;   /* indices; rule -1: all of the clause */
    struct date day;
    bool why;               /* each part with its place, reason and approval */
};

void show_clause(struct arena *arena, struct page *page, const struct policy *policy, const struct clause_view *view);
/* The same as JSON Lines: one for the clause, one for each rule as it governs; places are always there. */
void show_clause_json(struct arena *arena, struct buf *out, const struct policy *policy, const struct clause_view *view);

#endif

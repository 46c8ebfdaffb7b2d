/* SPDX-License-Identifier: GPL-3.0-or-later
 * difference_priv - two policies while they are being compared.
 * Owns:  nothing.
 * Must not know: records, how it is shown.
 */
#ifndef SIGNPOST_DIFFERENCE_PRIV_H
#define SIGNPOST_DIFFERENCE_PRIV_H

#include <stdlib.h>

#include "policy/canon_priv.h"
#include "policy/difference.h"
#include "policy/merge_priv.h"

struct differing {
    struct arena *arena;
    const struct policy *a, *b;
    struct date day;
    struct differences out;
};

struct difference *differing_add(struct differing *differing, enum difference_of of, struct str key, struct str clause);
/* Where the change stands; either may be NULL. */
void differing_place(const struct differing *differing, struct difference *to, const struct origin *a, const struct origin *b);
struct str differing_spaced(struct arena *arena, struct str name); /* "pupil_declined" as "pupil declined" */
bool differing_bytes(struct buf *a, struct buf *b);                /* frees both */
size_t differing_days(struct date *days, size_t count);            /* sorted, each once */
/* difference_rule.c */
void differing_clauses(struct differing *differing);
void differing_rules(struct differing *differing);
/* difference_demand.c: what the part asks for, from version to version. */
enum demand differing_demand(const struct differing *differing, const struct rule_version *a, const struct rule_version *b,
                             enum rule_part part, struct date day);

#endif

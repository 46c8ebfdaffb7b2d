/* SPDX-License-Identifier: GPL-3.0-or-later
 * publish - `report policy` and `policy doc`: the whole policy as it holds here, with what was changed and why, and how it stands.
 * Owns:  nothing.
 * Must not know: HTML, Markdown.
 *
 * The numbers in the text are those that are checked: both come from the parameters of the policy.
 *
 * Example: the name `policy` of the row `report`; the row policy_verb_doc.
 */
#ifndef SIGNPOST_PUBLISH_H
#define SIGNPOST_PUBLISH_H

#include "work/standing.h"

bool publish_run(const struct command_call *call, struct answer *answer);

/* How a rule stands: pupils by `standing`, everybody else by `others`, rule by rule. */
struct publish_live {
    const struct standing *standing;
    const uint64_t (*others)[STATUS_COUNT];
    uint64_t fewest; /* nothing is told about fewer pupils */
};

struct publish_counts { size_t clauses, changed, changes, readings, roles, left_out; };

/* live NULL: without how it stands, for everybody to read. */
struct page *publish_page(struct arena *arena, const struct policy *policy, struct str school, struct date day,
                          const struct publish_live *live, struct publish_counts *counts);

/* How one clause stands: *key a status or empty; the words after it.  No number tells about fewer pupils than live->fewest. */
struct str publish_standing(struct arena *arena, const struct policy *policy, size_t clause,
                            const struct publish_live *live, struct str *key);

#endif

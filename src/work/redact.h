/* SPDX-License-Identifier: GPL-3.0-or-later
 * redact - what an audience may not see is taken out of sheets and lists of findings, before there is text.
 * Owns:  nothing; what is left lies in the arena given.
 * Must not know: how it is printed.
 *
 * Example:
 *     struct viewer viewer;
 *     if (!redact_viewer(call, school, &viewer, err)) return false;      // from --profile
 *     if (redact_hides(&viewer, policy, finding)) hidden++;              // count it; do not name anybody
 *     answer->result = redact_sheet(arena, &viewer, sheet);
 */
#ifndef SIGNPOST_REDACT_H
#define SIGNPOST_REDACT_H

#include "engine/finding.h"
#include "formats/sheet.h"
#include "work/audience_table.h"
#include "work/school.h"

/* Who looks, and what the school says about it. */
struct viewer {
    const struct audience_table *table; /* NULL: the careers team asked, and nothing is left out */
    const struct audience *audience;    /* likewise */
    int64_t fewest;                     /* groups smaller than this are not shown to it; 0 = all are */
};

/* By --profile of the call, or the careers team without it. */
MUST_USE bool redact_viewer(const struct command_call *call, const struct school *school, struct viewer *out, struct err *err);
/* For an audience by name ("governors"): what is made for it without a --profile. */
MUST_USE bool redact_viewer_named(struct arena *arena, const struct school *school, struct str name, struct viewer *out, struct err *err);
/* It is shown pupils one by one; else counts alone.  True of the careers team. */
bool redact_names(const struct viewer *viewer);
bool redact_may(const struct viewer *viewer, enum about about);

/* What it tells of somebody that a rule concerns him: the private facts and the kinds that it rests on; a check function may
 * rest on anything. */
uint32_t redact_rule(const struct audience_table *table, const struct policy *policy, const struct rule_version *version);
/* The viewer may not be told whom the rule of the finding concerns, only how many. */
bool redact_hides(const struct viewer *viewer, const struct policy *policy, const struct finding *finding);
/* Without the columns that tell what the viewer may not see; the sheet itself when there are none such. */
struct sheet *redact_sheet(struct arena *arena, const struct viewer *viewer, struct sheet *sheet);
/* Which counts of one whole have to be hidden, so that no small one can be seen or worked out. */
void redact_counts(const struct viewer *viewer, const int64_t *counts, bool *hidden, size_t count);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * redact - what an audience may not see is taken out of sheets and lists of findings, before there is text.
 * Owns:  nothing; what is left lies in the arena given.
 * Must not know: how it is printed.
 *
 * Example:
 *     struct viewer viewer;
 *     if (!redact_viewer(call, school, &viewer, err)) return false;      // from --profile
 *     if (redact_hides(&viewer, policy, version)) hidden++;              // count it; do not name anybody
 *     answer->result = redact_sheet(arena, &viewer, sheet);
 */
#ifndef SIGNPOST_REDACT_H
#define SIGNPOST_REDACT_H

#include "formats/sheet.h"
#include "work/audience_table.h"
#include "work/resolve.h"

/* Who looks, and what the school says about it. */
struct viewer {
    const struct audience_table *table; /* NULL: the careers team asked, and nothing is left out */
    const struct audience *audience;    /* likewise */
    int64_t fewest;                     /* groups smaller than this are not shown to it; 0 = all are */
};

/* resolve_call for whoever reads: to those who see counts nobody is named, not even as somebody who was not found, and groups
 * of few are refused. */
MUST_USE bool redact_call(struct school *school, const struct command_call *call, unsigned wants, struct viewer *viewer,
                          struct selection *selection, struct answer *answer);
/* By --profile of the call, or the careers team without it. */
MUST_USE bool redact_viewer(const struct command_call *call, const struct school *school, struct viewer *out, struct err *err);
/* For an audience by name ("governors"): what is made for it without a --profile. */
MUST_USE bool redact_viewer_named(struct arena *arena, const struct school *school, struct str name, struct viewer *out, struct err *err);
/* The careers team itself: nothing is left out. */
bool redact_sees_all(const struct viewer *viewer);
/* It is shown pupils one by one; else counts alone.  True of the careers team. */
bool redact_names(const struct viewer *viewer);
bool redact_may(const struct viewer *viewer, enum about about);

/* What it tells of a pupil that a rule concerns him: the private facts and the kinds that it rests on, and a birthday where
 * its days are reckoned from one; a check function may rest on anything. */
uint32_t redact_rule(const struct audience_table *table, const struct policy *policy, const struct rule_version *version);
/* The viewer may not be told whom this version of a rule concerns, only how many. */
bool redact_hides(const struct viewer *viewer, const struct policy *policy, const struct rule_version *version);
/* The same of any of its versions and variants: where few pupils are looked at, an answer that is left out would tell. */
bool redact_hides_rule(const struct viewer *viewer, const struct policy *policy, const struct rule *rule);
/* Without the columns that tell what the viewer may not see; the sheet itself when there are none such. */
struct sheet *redact_sheet(struct arena *arena, const struct viewer *viewer, struct sheet *sheet);
/* The foot of a page that the viewer reads. */
struct str redact_foot(struct arena *arena, const struct school *school, const struct viewer *viewer, struct date as_of);
/* The same of records of one kind, whose columns are its fields; and whether such records may be shown one by one at all. */
struct sheet *redact_records(struct arena *arena, const struct viewer *viewer, const struct kind *kind, struct sheet *sheet);
MUST_USE bool redact_kind(const struct viewer *viewer, const struct kind *kind, struct err *err);
bool redact_field(const struct viewer *viewer, const struct kind *kind, const struct field *field);
bool redact_fact(const struct viewer *viewer, const struct field *fact); /* of pupils */
/* Which counts of one whole have to be hidden, so that no small one can be seen or worked out. */
void redact_counts(const struct viewer *viewer, const int64_t *counts, bool *hidden, size_t count);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * measure - what the pass counts for measures while it judges, and what comes of it.
 * Owns:  the tallies, by measure and group; they grow in the arena of the run.
 * Must not know: windows of rules, where figures go.
 *
 * Each subject, record or finding is put into tallies once: of all, and of its group for each fact.
 *
 * Example:
 *     measures_note(measures, engine, finding);        // every finding, as it is made
 *     measures_weigh_subject(measures, engine);        // when all its rules are judged
 *     measures_weigh_school(measures, engine);         // last, with the activities as records
 *     measures_say(measures, engine, i, &measured, &finding);
 */
#ifndef SIGNPOST_MEASURE_H
#define SIGNPOST_MEASURE_H

#include "engine/slot.h"

struct measures;

/* The measures asked for that are in force on the as-of day; *out NULL when there are none. */
void measures_start(struct measures **out, struct engine *engine);
/* By rule: asked for, or counted by a measure. */
const bool *measures_rules(const struct measures *measures);
bool measures_want(const struct measures *measures, enum subject_type type);
bool measures_want_leavers(const struct measures *measures);
uint32_t measures_count(const struct measures *measures);
uint32_t measures_rule(const struct measures *measures, uint32_t index); /* ascending */

/* Filters whose records are to be listed: is_listed by filter. */
void measures_list(const struct measures *measures, const struct program *program, bool *is_listed);
/* In order of key, before anything is judged. */
void measures_add_organisation(struct measures *measures, struct engine *engine, const struct batch *batch);
void measures_note(struct measures *measures, const struct engine *engine, const struct finding *finding);
void measures_weigh_subject(struct measures *measures, struct engine *engine);
void measures_weigh_school(struct measures *measures, struct engine *engine);
/* What it says and, where something is wanted, the finding of the school.  The cells stay as long as the run. */
void measures_say(struct measures *measures, struct engine *engine, uint32_t index, struct measured *out,
                  struct finding *finding);

#endif

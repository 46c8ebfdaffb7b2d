/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_summary - the short way for summaries: rules that count records of one kind, without lists of them.
 * Owns:  the answers of activity classes and outcomes to whole filters, the marks of one subject.
 * Must not know: where findings go.
 *
 * Where a filter asks the session, the outcome and packed each fields, its answer is the `and` of table look-ups; all
 * filters of a kind stand side by side as bits, so that a participation is judged by all of them at once.
 *
 * Example:
 *     summary_read(summary, engine, batch);
 *     if (summary_fits(summary, version)) handed = summary_make(summary, engine, planned, &finding);
 */
#ifndef SIGNPOST_PASS_SUMMARY_H
#define SIGNPOST_PASS_SUMMARY_H

#include "engine/status.h"

struct summary;

/* After masks_start; fits and long_kinds are known then. */
void summary_start(struct summary **out, struct engine *engine);
bool summary_fits(const struct summary *summary, const struct image_version *version);
/* After masks_mark. */
void summary_mark(struct summary *summary, struct engine *engine);
/* The participations of the subject at hand. */
void summary_read(struct summary *summary, struct engine *engine, const struct batch *batch);
/* False when nothing is to be handed over. */
bool summary_make(struct summary *summary, struct engine *engine, const struct planned *planned, struct finding *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * report - `report overview`: how the careers policy stands, on one self-contained page.
 * Owns:  reports/ in the school's folder.
 * Must not know: HTML.
 *
 * For the careers leader and the senior team: counts by clause and form, never a name, never a private fact.  The run
 * behind the page is kept, so that the next page can say what changed.
 *
 * Example: the row `report` of the command table.
 */
#ifndef SIGNPOST_REPORT_H
#define SIGNPOST_REPORT_H

#include "formats/page.h"
#include "work/kept.h"
#include "work/standing.h"

bool report_run(const struct command_call *call, struct answer *answer);

/* The page of the overview for whoever reads it; was: totals by rule and status of the kept run before, or NULL. */
struct page *overview_page(struct arena *arena, const struct position *position, const struct standing *standing,
                           const struct viewer *viewer, const struct run_total *was, size_t was_count, const struct run_info *before);

#endif

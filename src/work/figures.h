/* SPDX-License-Identifier: GPL-3.0-or-later
 * figures - what the measures of a position say, as a table and as JSON Lines.
 * Owns:  nothing.
 * Must not know: how a figure comes about, files.
 *
 * Example:
 *     struct sheet *sheet = figures_sheet(arena, position, false);
 *     if (sheet) page_table(page, sheet);
 */
#ifndef SIGNPOST_FIGURES_H
#define SIGNPOST_FIGURES_H

#include "formats/sheet.h"
#include "work/finding_json.h"

/* One row a figure, and one a group; NULL when nothing was measured.  fewest: for others than the careers team,
 * without what tells about fewer people than that; 0 = all of it. */
struct sheet *figures_sheet(struct arena *arena, const struct position *position, int64_t fewest);
/* One line a figure: "line":"measure".  Counts are whole numbers, shares hundredths of a per cent, gaps hundredths of a point. */
/* For others than the careers team what tells about few is left out, with "hidden": true. */
void figures_json(struct buf *out, const struct finding_as *as, const struct position *position);

#endif

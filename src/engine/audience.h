/* SPDX-License-Identifier: GPL-3.0-or-later
 * audience - what of a figure others than the careers team may see.
 * Owns:  nothing; a pure function of the figure.
 * Must not know: who reads, how it is printed.
 *
 * A figure about few people tells about each of them, and so does one that follows from what is shown beside it.
 *
 * Example:
 *     struct measured_cell cells[...];
 *     struct measured shown = audience_share(measured, cells, 6);  // cells: room for measured->cell_count
 */
#ifndef SIGNPOST_AUDIENCE_H
#define SIGNPOST_AUDIENCE_H

#include "engine/finding.h"

/* Which of these counts, together one whole, are hidden so that none of 1 to fewest - 1 is seen or follows from the others;
 * fewest 0 hides none. */
void audience_hide(const int64_t *counts, bool *hidden, size_t count, int64_t fewest);

/* A copy in which hidden cells are empty but for their fact and value.  Hidden is, where fewest is 6, a cell
 *   - of 1 to 5, certain and doubtful ones together;
 *   - of whom 1 to 5, or all but 1 to 5, are counted;
 *   - the smallest that is left of a fact of which one cell alone is hidden, or cells that taken together are such a cell;
 *   - each, when all of them together are hidden. */
struct measured audience_share(const struct measured *measured, struct measured_cell *cells, int64_t fewest);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * grid_lines_priv - the rows of delimited text, eight bytes each.  For the files of grid.
 * Owns:  nothing; all lies in the arena of the grid.
 * Must not know: how cells are mended.
 */
#ifndef SIGNPOST_GRID_LINES_PRIV_H
#define SIGNPOST_GRID_LINES_PRIV_H

#include "formats/grid.h"

#define GRID_COLUMNS 512

struct grid_lines *grid_lines_new(struct arena *arena);
/* The next row.  Its cells are copied when they are not what the text has between the delimiters: mended, or with quotes in them. */
void grid_lines_add(struct arena *arena, struct grid *grid, const struct grid_row *row);
struct grid_row grid_lines_row(const struct grid *grid, uint32_t row);

#endif

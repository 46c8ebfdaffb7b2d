/* SPDX-License-Identifier: GPL-3.0-or-later
 * grid_fill_priv - a grid while its cells come in, whichever reader brings them.  For grid.c alone.
 * Owns:  the scratch memory of one row.
 * Must not know: where the cells come from.
 */
#ifndef SIGNPOST_GRID_FILL_PRIV_H
#define SIGNPOST_GRID_FILL_PRIV_H

#include "formats/csv.h"
#include "formats/grid_lines_priv.h"

struct filling {
    struct arena *arena;
    struct arena scratch;     /* for one row */
    struct grid *grid;
    struct problems *problems;
    struct str cells[GRID_COLUMNS];
    uint32_t cell_count;
    bool filled;              /* the row has a cell that is not empty */
    bool first_is_sep;
    uint32_t room;
    uint32_t line;            /* the walk through the text, to know where each row begins */
    size_t offset;
    size_t bytes, kept;       /* of all cells; how many cells */
};

/* What hands cells and rows to a filling. */
struct csv_reader grid_fill_reader(struct filling *filling);
/* One value for cells below each other counts for each of them; how many were filled in. */
uint32_t grid_fill_down(struct grid *grid, uint32_t column, uint32_t first, uint32_t last, uint32_t most);

#endif

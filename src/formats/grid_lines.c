/* SPDX-License-Identifier: GPL-3.0-or-later
 * grid_lines - the rows of delimited text, eight bytes each.
 * Owns:  nothing; all lies in the arena of the grid.
 * Must not know: how cells are mended.
 *
 * A register has hundreds of thousands of rows, and nearly all of their cells stand in the text as they are.
 */
#include "formats/grid_lines_priv.h"

#include <string.h>

#define BLOCK_ROWS 4096
#define BLOCKS_MOST 512
#define KEPT (UINT32_C(1) << 31) /* the cells of the row were copied */
#define NO_ROW UINT32_MAX

struct line {
    uint32_t start;
    uint32_t number; /* and KEPT */
};

struct kept {
    uint32_t row;
    struct grid_row cells;
};

struct grid_lines {
    struct line *blocks[BLOCKS_MOST];
    struct kept *kept;           /* by row */
    uint32_t kept_count, kept_room;
    uint32_t cut_row;            /* whose cells are in `cut` */
    uint32_t cut_count;
    struct str cut[GRID_COLUMNS];
};

struct grid_lines *grid_lines_new(struct arena *arena) {
    struct grid_lines *lines = arena_new(arena, struct grid_lines);
    lines->cut_row = NO_ROW;
    return lines;
}

static bool ends_row(struct str text, size_t at) { return at >= text.size || text.at[at] == '\n' || text.at[at] == '\r'; }

/* False for what only a reader of CSV should take apart. */
static bool cut_quoted(struct str text, char delimiter, size_t open, size_t *at, struct str *cell) {
    const char *close = memchr(text.at + open + 1, '"', text.size - open - 1);
    if (!close) return false;
    size_t end = (size_t)(close - text.at);
    *cell = str_trim(str_slice(text, open + 1, end));
    *at = end + 1;
    while (*at < text.size && text.at[*at] == ' ' && delimiter != ' ') ++*at;
    return ends_row(text, *at) || text.at[*at] == delimiter;
}

static bool cut_row(struct str text, char delimiter, size_t start, struct str cells[static GRID_COLUMNS], uint32_t *count) {
    *count = 0;
    for (size_t at = start; *count < GRID_COLUMNS; at++) {
        size_t from = at;
        while (from < text.size && text.at[from] == ' ') from++;
        struct str *cell = &cells[(*count)++];
        if (from < text.size && text.at[from] == '"') {
            if (!cut_quoted(text, delimiter, from, &at, cell)) return false;
        } else {
            while (!ends_row(text, at) && text.at[at] != delimiter) at++;
            *cell = str_trim(str_slice(text, from < at ? from : at, at));
        }
        if (ends_row(text, at)) return true;
    }
    return false;
}

static bool stands_so(struct grid_lines *lines, const struct grid *grid, const struct grid_row *row) {
    lines->cut_row = NO_ROW;
    bool same = cut_row(grid->text, grid->delimiter, row->start, lines->cut, &lines->cut_count) && lines->cut_count == row->cell_count;
    for (uint32_t c = 0; same && c < row->cell_count; c++) same = str_equal(lines->cut[c], row->cells[c]);
    return same;
}

static void keep(struct arena *arena, struct grid_lines *lines, uint32_t number, const struct grid_row *row) {
    if (lines->kept_count == lines->kept_room) {
        uint32_t room = lines->kept_room ? lines->kept_room * 2 : 16;
        struct kept *wider = arena_array(arena, struct kept, room);
        if (lines->kept_count) memcpy(wider, lines->kept, lines->kept_count * sizeof *wider);
        lines->kept = wider;
        lines->kept_room = room;
    }
    struct str *cells = arena_array(arena, struct str, row->cell_count);
    for (uint32_t c = 0; c < row->cell_count; c++) cells[c] = row->cells[c].size ? str_copy(arena, row->cells[c]) : STR("");
    lines->kept[lines->kept_count] = (struct kept){ number, *row };
    lines->kept[lines->kept_count++].cells.cells = cells;
}

void grid_lines_add(struct arena *arena, struct grid *grid, const struct grid_row *row) {
    struct grid_lines *lines = grid->lines;
    uint32_t number = grid->row_count++, block = number / BLOCK_ROWS;
    bug_if(block >= BLOCKS_MOST || row->line >= KEPT);
    if (!lines->blocks[block]) lines->blocks[block] = arena_array(arena, struct line, BLOCK_ROWS);
    bool stands = stands_so(lines, grid, row);
    if (!stands) keep(arena, lines, number, row);
    lines->blocks[block][number % BLOCK_ROWS] = (struct line){ row->start, row->line | (stands ? 0 : KEPT) };
}

static struct grid_row kept_row(const struct grid_lines *lines, uint32_t row) {
    uint32_t low = 0, high = lines->kept_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (lines->kept[middle].row < row) low = middle + 1;
        else high = middle;
    }
    return lines->kept[low].cells;
}

struct grid_row grid_lines_row(const struct grid *grid, uint32_t row) {
    struct grid_lines *lines = grid->lines;
    struct line line = lines->blocks[row / BLOCK_ROWS][row % BLOCK_ROWS];
    if (line.number & KEPT) return kept_row(lines, row);
    if (lines->cut_row != row) {
        bool cut = cut_row(grid->text, grid->delimiter, line.start, lines->cut, &lines->cut_count);
        bug_if(!cut);
        lines->cut_row = row;
    }
    return (struct grid_row){ .cells = lines->cut, .cell_count = lines->cut_count, .line = line.number, .start = line.start };
}

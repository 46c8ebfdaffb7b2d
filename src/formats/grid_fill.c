/* SPDX-License-Identifier: GPL-3.0-or-later
 * grid_fill - cells into rows: trimmed, composed, mended where they had been encoded twice.
 * Owns:  nothing; the grid lies in the arena of the filling.
 * Must not know: where the cells come from.
 */
#include <string.h>

#include "base/utf8.h"
#include "formats/encoding.h"
#include "formats/grid_fill_priv.h"

#define ROWS_MOST 1100000
#define BYTES_MOST ((size_t)256 * 1024 * 1024)
#define CELLS_MOST 32000000

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* What spreadsheet programs wrap around text so that it stays text: '0123 and ="0123". */
static struct str unwrap(struct str cell) {
    if (cell.size >= 3 && str_starts(cell, "=\"") && cell.at[cell.size - 1] == '"') {
        struct str inside = str_slice(cell, 2, cell.size - 1);
        return inside.size > 0 && memchr(inside.at, '"', inside.size) ? cell : str_trim(inside);
    }
    if (cell.size < 2 || cell.at[0] != '\'') return cell;
    struct str rest = str_slice(cell, 1, cell.size);
    if (strchr("=+-@", rest.at[0])) return rest;
    for (size_t i = 0; i < rest.size; i++)
        if (!is_digit(rest.at[i]) && rest.at[i] != '.') return cell;
    return rest;
}

static bool is_ascii(struct str s) {
    for (size_t i = 0; i < s.size; i++)
        if ((unsigned char)s.at[i] >= 0x80) return false;
    return true;
}

static void note_mended(struct filling *filling, struct str was, struct str now) {
    filling->grid->mended++;
    if (!filling->problems) return;
    struct place place = { .file = filling->grid->name };
    problem_add(filling->problems, CODE_ODD_CHARACTERS, SEVERITY_NOTE, place, NULL,
                "'%.*s' had been encoded twice and is read as '%.*s'.", STR_ARG(was), STR_ARG(now));
}

static bool take_field(void *self, struct str cell, struct err *err) {
    struct filling *filling = self;
    if (filling->cell_count == GRID_COLUMNS)
        return err_set(err, CODE_FILE_LIMIT, "a row has more than %d columns.", GRID_COLUMNS);
    if (!is_ascii(cell)) {
        struct str mended;
        if (encoding_mend(&filling->scratch, cell, &mended)) {
            note_mended(filling, cell, mended);
            cell = mended;
        }
        cell = utf8_compose(&filling->scratch, cell);
    }
    cell = unwrap(str_trim(cell));
    filling->bytes += cell.size;
    if (filling->bytes > BYTES_MOST || filling->kept + filling->cell_count >= CELLS_MOST)
        return err_set(err, CODE_FILE_LIMIT, "the cells hold more than %zu bytes, or there are more than %d of them.", BYTES_MOST, CELLS_MOST);
    filling->filled = filling->filled || cell.size > 0;
    struct arena *arena = filling->grid->lines ? &filling->scratch : filling->arena;
    filling->cells[filling->cell_count++] = cell.size > 0 ? str_copy(arena, cell) : STR("");
    return true;
}

/* Rows come in order, so each line of the text is walked over once. */
static size_t start_of_line(struct filling *filling, uint32_t line) {
    struct str text = filling->grid->text;
    while (filling->line < line && filling->offset < text.size) {
        char c = text.at[filling->offset++];
        if (c == '\r' && filling->offset < text.size && text.at[filling->offset] == '\n') continue;
        if (c == '\n' || c == '\r') filling->line++;
    }
    return filling->offset;
}

static void add_row(struct filling *filling, uint32_t line) {
    struct grid *grid = filling->grid;
    filling->kept += filling->cell_count;
    if (grid->lines) {
        struct grid_row row = { filling->cells, filling->cell_count, line, (uint32_t)start_of_line(filling, line) };
        grid_lines_add(filling->arena, grid, &row);
        return;
    }
    if (grid->row_count == filling->room) {
        uint32_t room = filling->room ? filling->room * 2 : 64;
        struct grid_row *rows = arena_array(filling->arena, struct grid_row, room);
        if (grid->row_count) memcpy(rows, grid->rows, grid->row_count * sizeof *rows);
        grid->rows = rows;
        filling->room = room;
    }
    struct str *cells = arena_array(filling->arena, struct str, filling->cell_count);
    memcpy(cells, filling->cells, filling->cell_count * sizeof *cells);
    grid->rows[grid->row_count++] = (struct grid_row){ .cells = cells, .cell_count = filling->cell_count, .line = line };
}

static bool take_row(void *self, uint32_t line, struct err *err) {
    struct filling *filling = self;
    bool sep = filling->first_is_sep && line == 1;
    if (filling->filled && !sep) {
        if (filling->grid->row_count == ROWS_MOST)
            return err_set(err, CODE_FILE_LIMIT, "the file has more than %d rows.", ROWS_MOST);
        add_row(filling, line);
    } else if (!sep) {
        filling->grid->blank_rows++;
    }
    filling->cell_count = 0;
    filling->filled = false;
    arena_reset(&filling->scratch);
    return true;
}

struct csv_reader grid_fill_reader(struct filling *filling) {
    return (struct csv_reader){ .self = filling, .field = take_field, .row = take_row };
}

uint32_t grid_fill_down(struct grid *grid, uint32_t column, uint32_t first, uint32_t last, uint32_t most) {
    uint32_t low = 0, high = grid->row_count, filled = 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (grid->rows[middle].line < first) low = middle + 1;
        else high = middle;
    }
    if (low == grid->row_count || grid->rows[low].line != first) return 0;
    struct str value = grid_at(grid, low, column);
    for (uint32_t r = low + 1; r < grid->row_count && grid->rows[r].line <= last && filled < most; r++) {
        if (column >= grid->rows[r].cell_count || grid->rows[r].cells[column].size > 0) continue;
        grid->rows[r].cells[column] = value;
        filled++;
    }
    return filled;
}

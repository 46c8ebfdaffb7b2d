/* SPDX-License-Identifier: GPL-3.0-or-later
 * grid - cells coming in, with the place of each; looks at the bytes and picks the reader.
 * Owns:  nothing; a grid lies in the arena it was read into.
 * Must not know: what the columns mean.
 */
#include "formats/grid.h"

#include <string.h>

#include "base/utf8.h"
#include "formats/csv.h"
#include "formats/encoding.h"
#include "formats/sniff_priv.h"

#define FILE_MOST ((size_t)256 * 1024 * 1024)
#define COLUMNS_MOST 512
#define ROWS_MOST 1100000
#define HEADER_ROWS 40  /* the heading row is looked for among these */
#define LINE_SHOWN 400  /* characters of a source line that are worth showing */

/* A grid being filled. */
struct filling {
    struct arena *arena;
    struct arena scratch;     /* for one row */
    struct grid *grid;
    struct problems *problems;
    struct str cells[COLUMNS_MOST];
    uint32_t cell_count;
    bool filled;              /* the row has a cell that is not empty */
    bool first_is_sep;
    uint32_t room;
    uint32_t line;            /* the walk through the text, to know where each row begins */
    size_t offset;
};

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
    if (filling->cell_count == COLUMNS_MOST)
        return err_set(err, CODE_FILE_LIMIT, "a row has more than %d columns.", COLUMNS_MOST);
    if (!is_ascii(cell)) {
        struct str mended;
        if (encoding_mend(&filling->scratch, cell, &mended)) {
            note_mended(filling, cell, mended);
            cell = mended;
        }
        cell = utf8_compose(&filling->scratch, cell);
    }
    cell = unwrap(str_trim(cell));
    filling->filled = filling->filled || cell.size > 0;
    filling->cells[filling->cell_count++] = cell.size > 0 ? str_copy(filling->arena, cell) : STR("");
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
    if (grid->row_count == filling->room) {
        uint32_t room = filling->room ? filling->room * 2 : 64;
        struct grid_row *rows = arena_array(filling->arena, struct grid_row, room);
        if (grid->row_count) memcpy(rows, grid->rows, grid->row_count * sizeof *rows);
        grid->rows = rows;
        filling->room = room;
    }
    struct str *cells = arena_array(filling->arena, struct str, filling->cell_count);
    memcpy(cells, filling->cells, filling->cell_count * sizeof *cells);
    grid->rows[grid->row_count++] = (struct grid_row){
        .cells = cells, .cell_count = filling->cell_count, .line = line, .start = (uint32_t)start_of_line(filling, line)
    };
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

bool grid_read(struct arena *arena, struct str name, struct str bytes, struct grid **out, struct problems *problems,
               struct err *err) {
    if (bytes.size > FILE_MOST)
        return err_set(err, CODE_FILE_LIMIT, "%.*s holds %zu bytes; the most is %zu.", STR_ARG(name), bytes.size,
                       FILE_MOST);
    if (!sniff_bytes(name, bytes, err)) return false;
    struct grid *grid = arena_new(arena, struct grid);
    grid->name = str_copy(arena, name);
    if (!encoding_read(arena, bytes, &grid->text, &grid->encoding, err)) return err_wrap(err, "%.*s", STR_ARG(name));
    if (grid->text.size >= UINT32_MAX)
        return err_set(err, CODE_FILE_LIMIT, "%.*s is too long as text.", STR_ARG(name));
    if (!sniff_text(name, grid->text, err)) return false;

    struct filling *filling = arena_new(arena, struct filling);
    filling->arena = arena;
    filling->grid = grid;
    filling->problems = problems;
    filling->line = 1;
    grid->delimiter = sniff_delimiter(grid->text, &filling->first_is_sep);
    struct csv_reader reader = { .self = filling, .field = take_field, .row = take_row };
    bool fine = csv_read(grid->text, grid->delimiter, &reader, err);
    arena_free(&filling->scratch);
    if (!fine) return err_wrap(err, "%.*s", STR_ARG(name));
    if (grid->row_count == 0) {
        err_set(err, CODE_UNKNOWN_FORMAT, "%.*s holds no rows.", STR_ARG(name));
        return err_next(err, "Export it again with its rows.");
    }
    grid_find_header(grid, NULL, NULL);
    *out = grid;
    return true;
}

struct str grid_at(const struct grid *grid, uint32_t row, uint32_t column) {
    if (row >= grid->row_count || column >= grid->rows[row].cell_count) return STR("");
    return grid->rows[row].cells[column];
}

static uint32_t filled_cells(const struct grid_row *row) {
    uint32_t filled = 0;
    for (uint32_t c = 0; c < row->cell_count; c++)
        if (row->cells[c].size > 0) filled++;
    return filled;
}

/* Letters somewhere and no digit in front: "Year 9" is a heading, "9AB" and "03/09/2012" are values. */
static bool is_word(struct str cell) {
    if (cell.size == 0 || is_digit(cell.at[0])) return false;
    for (size_t i = 0; i < cell.size; i++) {
        unsigned char c = (unsigned char)cell.at[i];
        if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
    }
    return false;
}

static bool looks_like_heading(const struct grid *grid, uint32_t row) {
    const struct grid_row *heading = &grid->rows[row];
    uint32_t filled = filled_cells(heading), fullest = 0, like = 0, below = 0;
    if (filled < 2) return false;
    for (uint32_t c = 0; c < heading->cell_count; c++)
        if (heading->cells[c].size > 0 && !is_word(heading->cells[c])) return false;
    for (uint32_t r = row + 1; r < grid->row_count && below < 5; r++, below++) {
        uint32_t cells = filled_cells(&grid->rows[r]);
        if (cells > fullest) fullest = cells;
        if (grid->rows[r].cell_count == heading->cell_count) like++;
    }
    return like * 2 >= below && filled * 3 >= fullest * 2;
}

static uint32_t known_headings(const struct grid_row *row, bool (*known)(void *self, struct str folded), void *self,
                               struct arena *scratch) {
    uint32_t count = 0;
    for (uint32_t c = 0; c < row->cell_count; c++)
        if (row->cells[c].size > 0 && known(self, utf8_fold(scratch, row->cells[c]))) count++;
    return count;
}

void grid_find_header(struct grid *grid, bool (*known)(void *self, struct str folded), void *self) {
    uint32_t rows = grid->row_count < HEADER_ROWS ? grid->row_count : HEADER_ROWS, most = 0;
    struct arena scratch = { 0 };
    grid->header = 0;
    for (uint32_t r = 0; known && r < rows; r++) {
        uint32_t count = known_headings(&grid->rows[r], known, self, &scratch);
        arena_reset(&scratch);
        if (count <= most) continue;
        most = count;
        grid->header = r;
    }
    arena_free(&scratch);
    for (uint32_t r = 0; most == 0 && r < rows; r++) {
        if (!looks_like_heading(grid, r)) continue;
        grid->header = r;
        return;
    }
}

/* The raw cell in its source line: quotes included, spaces around it not. */
static bool find_raw(struct str line, char delimiter, uint32_t column, size_t *from, size_t *to) {
    bool quoted = false;
    size_t start = 0;
    uint32_t at = 0;
    for (size_t i = 0; i <= line.size; i++) {
        if (i < line.size && line.at[i] == '"') quoted = !quoted;
        if (i < line.size && (quoted || line.at[i] != delimiter)) continue;
        if (at++ == column) {
            struct str raw = str_trim(str_slice(line, start, i));
            *from = raw.size > 0 ? (size_t)(raw.at - line.at) : start;
            *to = *from + raw.size;
            return true;
        }
        start = i + 1;
    }
    return false;
}

struct place grid_place(struct arena *arena, const struct grid *grid, uint32_t row, uint32_t column) {
    struct place place = { .file = grid->name, .sheet = grid->sheet };
    if (row >= grid->row_count) return place;
    place.line = grid->rows[row].line;
    place.heading = grid_at(grid, grid->header, column);
    if (grid->text.size == 0) return place;
    struct str line = str_slice(grid->text, grid->rows[row].start, grid->text.size);
    size_t end = 0;
    while (end < line.size && line.at[end] != '\n' && line.at[end] != '\r') end++;
    line.size = end;
    size_t from, to;
    if (!find_raw(line, grid->delimiter, column, &from, &to)) from = to = SIZE_MAX;
    if (from != SIZE_MAX && utf8_length(str_slice(line, 0, to)) <= LINE_SHOWN) {
        place.column = (uint32_t)utf8_length(str_slice(line, 0, from)) + 1;
        place.width = (uint32_t)utf8_length(str_slice(line, from, to));
        if (place.width == 0) place.width = 1;
    }
    size_t shown = 0;
    for (size_t characters = 0; characters < LINE_SHOWN && shown < line.size; characters++)
        if (utf8_next(line, &shown) < 0) break;
    place.text = str_copy(arena, str_slice(line, 0, shown));
    return place;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * grid - cells coming in, with the place of each; looks at the bytes and picks the reader.
 * Owns:  nothing; a grid lies in the arena it was read into.
 * Must not know: what the columns mean.
 */
#include "formats/grid.h"

#include <string.h>

#include "base/utf8.h"
#include "formats/ctf_priv.h"
#include "formats/encoding.h"
#include "formats/grid_fill_priv.h"
#include "formats/sniff_priv.h"
#include "formats/xlsx_priv.h"

#define FILE_MOST ((size_t)256 * 1024 * 1024)
#define HEADER_ROWS 40  /* the heading row is looked for among these */
#define LINE_SHOWN 400  /* characters of a source line that are worth showing */
#define FILLED_MOST 4000000

static struct filling *begin(struct arena *arena, struct str name, struct problems *problems) {
    struct filling *filling = arena_new(arena, struct filling);
    filling->arena = arena;
    filling->grid = arena_new(arena, struct grid);
    filling->grid->name = filling->grid->title = name;
    filling->problems = problems;
    filling->line = 1;
    return filling;
}

static void remark(struct arena *arena, struct grid *grid, const char *format, ...) PRINTF_LIKE(3, 4);

static void remark(struct arena *arena, struct grid *grid, const char *format, ...) {
    bug_if(grid->remark_count == COUNT_OF(grid->remarks));
    va_list args;
    va_start(args, format);
    grid->remarks[grid->remark_count++] = str_vformat(arena, format, args);
    va_end(args);
}

static void add_grid(struct arena *arena, struct grid_list *list, struct grid *grid) {
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 8;
        struct grid **wider = arena_array(arena, struct grid *, room);
        if (list->count) memcpy(wider, list->at, list->count * sizeof *wider);
        list->at = wider;
        list->room = room;
    }
    grid_find_header(grid, NULL, NULL);
    list->at[list->count++] = grid;
}

static bool say_no_rows(struct str title, struct err *err) {
    err_set(err, CODE_UNKNOWN_FORMAT, "%.*s holds no rows.", STR_ARG(title));
    return err_next(err, "Export it again with its rows.");
}

/* ---- delimited text ---------------------------------------------------------------------------------------------------- */

static bool read_text(struct filling *filling, struct str bytes, struct err *err) {
    struct grid *grid = filling->grid;
    if (!encoding_read(filling->arena, bytes, &grid->text, &grid->encoding, err)) return err_wrap(err, "%.*s", STR_ARG(grid->name));
    if (grid->text.size >= UINT32_MAX)
        return err_set(err, CODE_FILE_LIMIT, "%.*s is too long as text.", STR_ARG(grid->name));
    if (!sniff_text(grid->name, grid->text, err)) return false;
    grid->delimiter = sniff_delimiter(grid->text, &filling->first_is_sep);
    grid->lines = grid_lines_new(filling->arena);
    struct csv_reader reader = grid_fill_reader(filling);
    bool fine = csv_read(grid->text, grid->delimiter, &reader, err);
    arena_free(&filling->scratch);
    if (!fine) return err_wrap(err, "%.*s", STR_ARG(grid->name));
    return grid->row_count > 0 || say_no_rows(grid->name, err);
}

/* ---- workbooks --------------------------------------------------------------------------------------------------------- */

static bool no_such_sheet(struct arena *arena, const struct xlsx *xlsx, struct str sheet, struct err *err) {
    struct buf names = { 0 };
    for (size_t i = 0; i < xlsx->sheet_count && i < 12; i++)
        if (xlsx->sheets[i].part.size) buf_printf(&names, "%s'%.*s'", names.size ? ", " : "", STR_ARG(xlsx->sheets[i].name));
    struct str list = str_copy(arena, buf_str(&names));
    buf_free(&names);
    err_set(err, CODE_ARGUMENTS, "%.*s has no sheet '%.*s'. It has %.*s.", STR_ARG(xlsx->file), STR_ARG(sheet), STR_ARG(list));
    return err_next(err, "name one of them:  import %.*s sheet NAME", STR_ARG(xlsx->file));
}

static void say_seen(struct filling *filling, const struct xlsx_seen *seen) {
    struct grid *grid = filling->grid;
    uint32_t filled = 0;
    for (size_t i = 0; i < seen->merge_count; i++)
        filled += grid_fill_down(grid, seen->merges[i].column, seen->merges[i].first, seen->merges[i].last, FILLED_MOST - filled);
    if (filled) remark(filling->arena, grid, "%.*s has joined cells: their value counts for each row that they cover.", STR_ARG(grid->title));
    if (seen->hidden_rows)
        remark(filling->arena, grid, "%.*s hides %u row%s (a filter, perhaps); %s read too.", STR_ARG(grid->title), seen->hidden_rows,
               seen->hidden_rows == 1 ? "" : "s", seen->hidden_rows == 1 ? "it is" : "they are");
    if (seen->never_worked_out)
        remark(filling->arena, grid, "%.*s has %u formula%s that no spreadsheet program has worked out; open it in one and save it.", STR_ARG(grid->title),
               seen->never_worked_out, seen->never_worked_out == 1 ? "" : "s");
}

static bool read_sheet(struct xlsx *xlsx, const struct xlsx_sheet *sheet, struct problems *problems, struct grid **out, struct err *err) {
    struct filling *filling = begin(xlsx->arena, xlsx->file, problems);
    struct grid *grid = filling->grid;
    struct xlsx_seen seen = { 0 };
    grid->sheet = sheet->name;
    grid->title = str_format(xlsx->arena, "%.*s, sheet %.*s", STR_ARG(xlsx->file), STR_ARG(sheet->name));
    grid->encoding = STR("a workbook (XLSX)");
    struct csv_reader reader = grid_fill_reader(filling);
    bool good = xlsx_cells(xlsx, sheet, &reader, &seen, err);
    arena_free(&filling->scratch);
    if (!good) return false;
    say_seen(filling, &seen);
    *out = grid;
    return true;
}

static bool read_book(struct arena *arena, struct str name, struct str bytes, struct str wanted, struct grid_list *out, struct problems *problems,
                      struct err *err) {
    struct xlsx *xlsx;
    struct buf hidden = { 0 };
    bool found = !wanted.size;
    if (!xlsx_read_open(arena, name, bytes, &xlsx, err)) return false;
    for (size_t i = 0; i < xlsx->sheet_count; i++) {
        const struct xlsx_sheet *sheet = &xlsx->sheets[i];
        struct grid *grid;
        if (!sheet->part.size || (wanted.size && !str_equal_fold_ascii(sheet->name, wanted))) continue;
        found = true;
        if (!wanted.size && sheet->hidden) {
            buf_printf(&hidden, "%s'%.*s'", hidden.size ? ", " : "", STR_ARG(sheet->name));
            continue;
        }
        if (!read_sheet(xlsx, sheet, problems, &grid, err)) {
            buf_free(&hidden);
            return false;
        }
        if (grid->row_count) add_grid(arena, out, grid);
        else if (wanted.size) return say_no_rows(grid->title, err);
    }
    struct str left = str_slice(str_copy(arena, buf_str(&hidden)), 0, 300);
    buf_free(&hidden);
    if (!found) return no_such_sheet(arena, xlsx, wanted, err);
    if (!out->count) return say_no_rows(name, err);
    if (left.size) remark(arena, out->at[0], "%.*s hides the sheets %.*s: not read, unless one is named with 'sheet'.", STR_ARG(name), STR_ARG(left));
    return true;
}

/* ---- transfer files ------------------------------------------------------------------------------------------------------ */

static bool read_transfer(struct filling *filling, struct str bytes, struct err *err) {
    struct ctf_seen seen = { 0 };
    struct grid *grid = filling->grid;
    struct csv_reader reader = grid_fill_reader(filling);
    bool good = ctf_read(filling->arena, grid->name, bytes, &reader, &seen, err);
    arena_free(&filling->scratch);
    if (!good) return false;
    grid->sent_to = seen.to;
    int64_t version;
    struct str whole, rest;
    (void)str_cut(seen.version, '.', &whole, &rest);
    grid->encoding = str_format(filling->arena, "a Common Transfer File%s%.*s", seen.version.size ? ", version " : "", STR_ARG(seen.version));
    if (!str_whole(whole, &version) || version < 18 || version > 25)
        remark(filling->arena, grid, "%.*s does not say a version from 18 to 25; it is read by the names of its elements.", STR_ARG(grid->name));
    if (seen.space.size)
        remark(filling->arena, grid, "%.*s gives its elements the namespace '%.*s', which a Common Transfer File does not have; they are read by their names.",
               STR_ARG(grid->name), STR_ARG(str_slice(seen.space, 0, 100)));
    if (seen.to.size && !str_equal(seen.from, seen.to))
        remark(filling->arena, grid, "%.*s was sent from school %.*s to school %.*s; dates of joining and leaving are those of the second.", STR_ARG(grid->name),
               STR_ARG(str_slice(seen.from, 0, 20)), STR_ARG(str_slice(seen.to, 0, 20)));
    if (seen.passed.size) remark(filling->arena, grid, "%.*s also holds what is not needed here and not read: %.*s.", STR_ARG(grid->name), STR_ARG(seen.passed));
    return true;
}

/* ---- any file ------------------------------------------------------------------------------------------------------------ */

bool grid_read_all(struct arena *arena, struct str name, struct str bytes, struct str sheet, struct grid_list *out, struct problems *problems,
                   struct err *err) {
    enum sniffed what;
    if (bytes.size > FILE_MOST)
        return err_set(err, CODE_FILE_LIMIT, "%.*s holds %zu bytes; the most is %zu.", STR_ARG(name), bytes.size, FILE_MOST);
    if (!sniff_bytes(name, bytes, &what, err)) return false;
    *out = (struct grid_list){ 0 };
    name = str_copy(arena, name);
    if (what == SNIFFED_ZIP) return read_book(arena, name, bytes, sheet, out, problems, err);
    if (sheet.size) {
        err_set(err, CODE_ARGUMENTS, "%.*s is no workbook, so it has no sheet '%.*s'.", STR_ARG(name), STR_ARG(sheet));
        return err_next(err, "leave 'sheet' away");
    }
    struct filling *filling = begin(arena, name, problems);
    if (what == SNIFFED_XML ? !read_transfer(filling, bytes, err) : !read_text(filling, bytes, err)) return false;
    add_grid(arena, out, filling->grid);
    return true;
}

bool grid_read(struct arena *arena, struct str name, struct str bytes, struct grid **out, struct problems *problems, struct err *err) {
    struct grid_list list;
    if (!grid_read_all(arena, name, bytes, (struct str){ 0 }, &list, problems, err)) return false;
    *out = list.at[0];
    return true;
}

struct grid_row grid_row(const struct grid *grid, uint32_t row) {
    bug_if(row >= grid->row_count);
    return grid->lines ? grid_lines_row(grid, row) : grid->rows[row];
}

struct str grid_at(const struct grid *grid, uint32_t row, uint32_t column) {
    if (row >= grid->row_count) return STR("");
    struct grid_row found = grid_row(grid, row);
    return column < found.cell_count ? found.cells[column] : STR("");
}

/* ---- the heading row -------------------------------------------------------------------------------------------------- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static uint32_t filled_cells(struct grid_row row) {
    uint32_t filled = 0;
    for (uint32_t c = 0; c < row.cell_count; c++)
        if (row.cells[c].size > 0) filled++;
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
    struct grid_row heading = grid_row(grid, row);
    uint32_t filled = filled_cells(heading), fullest = 0, like = 0, below = 0;
    if (filled < 2) return false;
    for (uint32_t c = 0; c < heading.cell_count; c++)
        if (heading.cells[c].size > 0 && !is_word(heading.cells[c])) return false;
    for (uint32_t r = row + 1; r < grid->row_count && below < 5; r++, below++) {
        uint32_t cells = filled_cells(grid_row(grid, r));
        if (cells > fullest) fullest = cells;
        if (grid_row(grid, r).cell_count == heading.cell_count) like++;
    }
    return like * 2 >= below && filled * 3 >= fullest * 2;
}

static uint32_t known_headings(struct grid_row row, bool (*known)(void *self, struct str folded), void *self,
                               struct arena *scratch) {
    uint32_t count = 0;
    for (uint32_t c = 0; c < row.cell_count; c++)
        if (row.cells[c].size > 0 && known(self, utf8_fold(scratch, row.cells[c]))) count++;
    return count;
}

void grid_find_header(struct grid *grid, bool (*known)(void *self, struct str folded), void *self) {
    uint32_t rows = grid->row_count < HEADER_ROWS ? grid->row_count : HEADER_ROWS, most = 0;
    struct arena scratch = { 0 };
    grid->header = 0;
    for (uint32_t r = 0; known && r < rows; r++) {
        uint32_t count = known_headings(grid_row(grid, r), known, self, &scratch);
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
    struct grid_row found = grid_row(grid, row);
    place.line = found.line;
    place.heading = grid_at(grid, grid->header, column);
    if (grid->text.size == 0) return place;
    struct str line = str_slice(grid->text, found.start, grid->text.size);
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

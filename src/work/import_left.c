/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_left - the rows that an import left out, as a workbook to mend them in.
 * Owns:  nothing.
 * Must not know: why a row was left out.
 */
#include <string.h>

#include "base/file.h"
#include "formats/html.h"
#include "formats/xlsx_write.h"
#include "work/import.h"
#include "work/import_priv.h"

#define BOOKS_MOST 99
#define SAME_MOST ((size_t)512 << 20)

void import_left_keep_out(struct import_table *table) {
    table->held++;
    table->unwritten++;
}

void import_left_hold(struct import_table *table, uint32_t row) {
    bug_if(table->left_rows[row]);
    if (row == table->gone_row) {
        table->gone++;
        import_left_keep_out(table);
        return;
    }
    table->left_rows[row] = true;
    table->held++;
}

static int64_t written(const struct import_table *table) { return table->held - table->unwritten; }

void import_left_mark(struct importing *in, const struct cell_place *at, struct str why) {
    struct import_table *table = &in->tables[at->table - in->tables];
    if (table->mark_count == table->mark_room) {
        size_t room = table->mark_room ? table->mark_room * 2 : 32;
        struct import_mark *wider = arena_array(in->arena, struct import_mark, room);
        if (table->mark_count) memcpy(wider, table->marks, table->mark_count * sizeof *wider);
        table->marks = wider;
        table->mark_room = room;
    }
    uint32_t column = at->column && at->column->index >= 0 ? (uint32_t)at->column->index : MARKED_ROW;
    table->marks[table->mark_count++] = (struct import_mark){ at->row, column, why };
}

/* Counted first, then handed out: some marks are made while another row is read. */
static void hand_out(struct importing *in, const struct import_table *table, struct marked_row *rows, const uint32_t *row_of, size_t count) {
    uint32_t *place = arena_array(in->arena, uint32_t, table->grid->row_count + 1);
    struct marked_cell **lists = arena_array(in->arena, struct marked_cell *, count + 1);
    size_t *sizes = arena_array(in->arena, size_t, count + 1);
    for (size_t i = 0; i < count; i++) place[row_of[i]] = (uint32_t)i + 1;
    for (size_t i = 0; i < table->mark_count; i++)
        if (place[table->marks[i].row]) sizes[place[table->marks[i].row] - 1]++;
    for (size_t i = 0; i < count; i++) rows[i].marks = lists[i] = arena_array(in->arena, struct marked_cell, sizes[i] + 1);
    for (size_t i = 0; i < table->mark_count; i++) {
        const struct import_mark *mark = &table->marks[i];
        if (!place[mark->row]) continue;
        uint32_t at = place[mark->row] - 1;
        lists[at][rows[at].mark_count++] = (struct marked_cell){ mark->column, mark->why };
    }
}

/* A row that ended before something that the file can not do without: what is missing is not blank. */
static bool is_cut_off(const struct import_table *table, const struct grid_row *row) {
    for (size_t i = 0; table->grid->delimiter && i < table->column_count; i++) {
        const struct import_column *column = &table->columns[i];
        if (column->index >= (int32_t)row->cell_count && (column->needed || column->fill)) return true;
    }
    return false;
}

static struct grid_row kept_row(struct importing *in, const struct import_table *table, uint32_t r) {
    struct grid_row row = grid_row(table->grid, r);
    uint32_t count = r != table->grid->header && is_cut_off(table, &row) && row.cell_count < table->head_count ? table->head_count : row.cell_count;
    struct str *cells = arena_array(in->arena, struct str, count + 1);
    for (uint32_t c = 0; c < count; c++) cells[c] = c < row.cell_count ? row.cells[c] : STR(IMPORT_NO_CELL);
    row.cells = cells;
    row.cell_count = count;
    return row;
}

static struct marked_table marked(struct importing *in, const struct import_table *table) {
    const struct grid *grid = table->grid;
    struct marked_row *rows = arena_array(in->arena, struct marked_row, (size_t)table->held + 1);
    uint32_t *row_of = arena_array(in->arena, uint32_t, (size_t)table->held + 1);
    size_t count = 0;
    for (uint32_t r = 0; r < grid->row_count; r++) {
        if (!table->left_rows[r]) continue;
        struct grid_row row = kept_row(in, table, r);
        rows[count] = (struct marked_row){ .line = row.line, .cells = row.cells, .cell_count = row.cell_count };
        row_of[count++] = r;
    }
    hand_out(in, table, rows, row_of, count);
    struct grid_row head = kept_row(in, table, grid->header);
    return (struct marked_table){ grid->sheet.size ? grid->sheet : table->name, head.cells, head.cell_count, rows, count };
}

/* An earlier one may have been mended and wait to be read: it stays, unless it says the same. */
static bool keep(struct importing *in, struct str name, struct str bytes, struct str *kept, struct err *err) {
    struct str stem = str_slice(name, 0, name.size - (file_ending(name).size ? file_ending(name).size + 1 : 0));
    if (import_left_is_one(name)) stem = str_slice(name, 0, str_find(name, STR("-problems"))); /* of what was still wrong in it */
    const char *folder = school_path(in->arena, in->school, "imports");
    if (!file_make_folder(folder, err)) return false;
    for (int n = 1; n <= BOOKS_MOST; n++) {
        struct str file = n == 1 ? str_format(in->arena, "imports/%.*s-problems.xlsx", STR_ARG(stem))
                                 : str_format(in->arena, "imports/%.*s-problems-%d.xlsx", STR_ARG(stem), n);
        const char *path = school_path(in->arena, in->school, file.at);
        struct str old = { 0 };
        struct err unheard = { 0 };
        *kept = file;
        if (!file_exists(path)) return file_create(path, bytes, err);
        if (file_read(in->arena, path, SAME_MOST, &old, &unheard) && str_equal(old, bytes)) return true;
    }
    err_set(err, CODE_FILE, "There are %d workbooks of rows left out of %.*s already.", BOOKS_MOST, STR_ARG(name));
    return err_next(err, "remove from imports/ those that are done with");
}

/* Beside the workbook, under its name: made anew whenever that is. */
static bool write_page(struct importing *in, struct str name, struct str book, const struct marked_table *tables, size_t count, int64_t rows, struct err *err) {
    struct page *page = page_new(in->arena, str_format(in->arena, "%lld row%s of %.*s %s left out", (long long)rows, rows == 1 ? "" : "s", STR_ARG(name),
                                                       rows == 1 ? "was" : "were"));
    struct buf out = { 0 };
    page->foot = school_foot(in->arena, in->school, in->as_at);
    page_paragraphf(page, "Mend them where they come from, or in %.*s, and import that file. Everything else was read.", STR_ARG(file_name(book)));
    html_marked(&out, page, tables, count);
    struct str file = str_format(in->arena, "%.*shtml", STR_ARG(str_slice(book, 0, book.size - 4)));
    bool fine = file_write(school_path(in->arena, in->school, file.at), buf_str(&out), err);
    buf_free(&out);
    return fine;
}

static void write_file(struct importing *in, struct str path, struct page *page) {
    struct marked_table *tables = arena_array(in->arena, struct marked_table, in->table_count + 1);
    struct str bytes, file;
    struct err err = { 0 };
    int64_t rows = 0;
    size_t count = 0;
    for (size_t i = 0; i < in->table_count; i++) {
        if (!str_equal(in->tables[i].path, path) || !written(&in->tables[i])) continue;
        tables[count++] = marked(in, &in->tables[i]);
        rows += written(&in->tables[i]);
    }
    if (xlsx_write_marked(in->arena, tables, count, in->as_at, &bytes, &err) && keep(in, file_name(path), bytes, &file, &err)
        && write_page(in, file_name(path), file, tables, count, rows, &err)) {
        page_paragraphf(page, "%lld row%s of %.*s %s left out: %.*s has %s, with the reason beside; the same as a page: %.*shtml.", (long long)rows, rows == 1 ? "" : "s",
                        STR_ARG(file_name(path)), rows == 1 ? "was" : "were", STR_ARG(file), rows == 1 ? "it" : "them",
                        STR_ARG(str_slice(file, 0, file.size - 4)));
        return;
    }
    /* The records are in by now: what could not be written is said, and nothing else is lost. */
    page_paragraphf(page, "The rows left out of %.*s could not be written to imports/: %s", STR_ARG(file_name(path)), err.text);
}

void import_left_write(struct importing *in, struct page *page) {
    for (size_t i = 0; i < in->table_count; i++) {
        bool first = written(&in->tables[i]) > 0;
        for (size_t k = 0; k < i && first; k++) first = !written(&in->tables[k]) || !str_equal(in->tables[k].path, in->tables[i].path);
        if (first) write_file(in, in->tables[i].path, page);
    }
}

bool import_left_is_one(struct str name) {
    size_t at = str_find(name, STR("-problems"));
    if (at == SIZE_MAX || (!str_ends(name, ".xlsx") && !str_ends(name, ".html"))) return false;
    struct str rest = str_slice(name, at + 9, name.size - 5);
    int64_t number;
    return !rest.size || (rest.at[0] == '-' && str_whole(str_slice(rest, 1, rest.size), &number) && number > 1);
}

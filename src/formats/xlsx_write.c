/* SPDX-License-Identifier: GPL-3.0-or-later
 * xlsx_write - workbooks out.  The only file that may include xlsxwriter.h.
 * Owns:  a temporary folder while the library writes.
 * Must not know: what the rows mean.
 */
#include "formats/xlsx_write.h"

#include <xlsxwriter.h>

#include "base/file.h"
#include "base/utf8.h"

#define BOOK_MOST ((size_t)512 * 1024 * 1024)
#define CELL_MOST 32000  /* characters; the form of file holds 32,767 */
#define NOTE_MOST 1000
#define ROWS_MOST 1048000
#define NAME_MOST 31     /* characters of the name of a sheet */
#define WIDEST 48.0

struct book_out {
    struct arena *arena;
    struct err *err;
    const char *folder, *path;
    lxw_workbook *book;
    lxw_format *head, *text, *bad, *why, *whole, *percent, *day;
    char names[64][NAME_MOST * 4 + 1]; /* of the sheets so far */
    size_t name_count;
};

static lxw_format *look(struct book_out *out, const char *number, bool bold, lxw_color_t fill) {
    lxw_format *format = workbook_add_format(out->book);
    if (number) format_set_num_format(format, number);
    if (bold) format_set_bold(format);
    if (fill) format_set_bg_color(format, fill);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
}

static bool open_book(struct book_out *out, struct date made) {
    if (!file_make_temporary(out->arena, &out->folder, out->err)) return false;
    out->path = file_join(out->arena, out->folder, "book.xlsx");
    out->book = workbook_new(out->path);
    if (!out->book) {
        struct err ignored = { 0 };
        (void)!file_remove_folder(out->folder, &ignored);
        return err_set(out->err, CODE_FILE, "There is no room for a workbook in %s.", out->folder);
    }
    lxw_doc_properties about = { .author = "Signpost", .created = (int64_t)made.day * 86400 };
    workbook_set_properties(out->book, &about);
    out->head = look(out, "@", true, 0xE3E6E9);
    out->text = look(out, "@", false, 0);
    out->bad = look(out, "@", true, 0xFFD54F);
    out->why = look(out, "@", false, 0);
    format_set_text_wrap(out->why);
    out->whole = look(out, "#,##0", false, 0);
    out->percent = look(out, "0\" %\"", false, 0);
    out->day = look(out, "d mmmm yyyy", false, 0);
    return true;
}

static bool close_book(struct book_out *out, struct str *bytes) {
    lxw_error why = workbook_close(out->book);
    struct err ignored = { 0 };
    bool good = why == LXW_NO_ERROR ? file_read(out->arena, out->path, BOOK_MOST, bytes, out->err)
                                    : err_set(out->err, CODE_FILE, "The workbook could not be written: %s", lxw_strerror(why));
    (void)!file_remove_folder(out->folder, &ignored);
    return good;
}

/* No name twice, whatever the case; none of the signs that a name may not hold; never empty. */
static const char *sheet_name(struct book_out *out, struct str wanted) {
    struct buf name = { 0 };
    size_t characters = 0;
    for (size_t i = 0; i < wanted.size && characters < NAME_MOST - 4;) {
        size_t next = i;
        int32_t c = utf8_next(wanted, &next);
        if (c < 0) break;
        bool odd = c < 0x20 || c == '[' || c == ']' || c == ':' || c == '*' || c == '?' || c == '/' || c == '\\' || c == '\'';
        if (odd) buf_add_byte(&name, ' ');
        else buf_add(&name, str_slice(wanted, i, next));
        characters += c > 0xFFFF ? 2 : 1;
        i = next;
    }
    struct str base = str_trim(buf_str(&name));
    if (base.size == 0) base = STR("Rows");
    base = str_copy(out->arena, base);
    struct str unique = base;
    buf_free(&name);
    for (int n = 2;; n++) {
        bool taken = str_equal_fold_ascii(unique, STR("History"));
        for (size_t i = 0; i < out->name_count; i++) taken = taken || str_equal(utf8_fold(out->arena, str_from(out->names[i])), utf8_fold(out->arena, unique));
        if (!taken) break;
        unique = str_format(out->arena, "%.*s %d", STR_ARG(base), n);
    }
    snprintf(out->names[out->name_count], sizeof out->names[0], "%.*s", STR_ARG(unique));
    return out->names[out->name_count++];
}

/* What is valid and short enough for a cell; the library takes anything and makes a broken workbook of it. */
static const char *fit(struct book_out *out, struct str text, size_t most) {
    struct str good = str_slice(text, 0, utf8_valid_size(text));
    size_t at = 0;
    for (size_t characters = 0; characters < most && at < good.size; characters++) {
        int32_t c = utf8_next(good, &at);
        if (c > 0xFFFF) characters++;
    }
    return str_c(out->arena, str_slice(good, 0, at));
}

static void put(struct book_out *out, lxw_worksheet *sheet, uint32_t row, uint32_t column, struct str text, lxw_format *format) {
    if (text.size) worksheet_write_string(sheet, row, (lxw_col_t)column, fit(out, text, CELL_MOST), format);
    else worksheet_write_blank(sheet, row, (lxw_col_t)column, format);
}

static double wide(double now, struct str text) {
    double needed = (double)utf8_width(str_slice(text, 0, 400)) + 2;
    if (needed > WIDEST) needed = WIDEST;
    return needed > now ? needed : now;
}

/* ---- a sheet as it goes out -------------------------------------------------------------------------------------------- */

static void put_cell(struct book_out *out, lxw_worksheet *sheet, uint32_t row, uint32_t column, const struct cell *cell) {
    switch (cell->type) {
    case CELL_WHOLE: worksheet_write_number(sheet, row, (lxw_col_t)column, (double)cell->number, out->whole); return;
    case CELL_PERCENT: worksheet_write_number(sheet, row, (lxw_col_t)column, (double)cell->number, out->percent); return;
    case CELL_DAY:
        /* Days since 30 December 1899; earlier ones are no dates to a spreadsheet. */
        if (cell->number + 25569 <= 60) break;
        worksheet_write_number(sheet, row, (lxw_col_t)column, (double)(cell->number + 25569), out->day);
        return;
    case CELL_EMPTY: put(out, sheet, row, column, cell->text, out->text); return;
    case CELL_TEXT:
    case CELL_STATUS: break;
    }
    put(out, sheet, row, column, cell_print(out->arena, cell), out->text);
}

bool xlsx_write_sheet(struct arena *arena, const struct sheet *sheet, struct date made, struct str *bytes, struct err *err) {
    struct book_out *out = arena_new(arena, struct book_out);
    out->arena = arena;
    out->err = err;
    if (sheet->row_count > ROWS_MOST) return err_set(err, CODE_FILE_LIMIT, "%zu rows are more than a workbook holds.", sheet->row_count);
    if (!open_book(out, made)) return false;
    lxw_worksheet *page = workbook_add_worksheet(out->book, sheet_name(out, sheet->name));
    for (uint32_t c = 0; c < sheet->column_count; c++) {
        double width = wide(8, sheet->columns[c].title);
        put(out, page, 0, c, sheet->columns[c].title, out->head);
        for (uint32_t r = 0; r < sheet->row_count; r++) {
            const struct cell *cell = sheet_at(sheet, r, c);
            put_cell(out, page, r + 1, c, cell);
            if (cell->type != CELL_EMPTY) width = wide(width, cell_print(arena, cell));
        }
        worksheet_set_column(page, (lxw_col_t)c, (lxw_col_t)c, width, NULL);
    }
    worksheet_freeze_panes(page, 1, 0);
    if (sheet->row_count && sheet->column_count) worksheet_autofilter(page, 0, 0, (lxw_row_t)sheet->row_count, (lxw_col_t)(sheet->column_count - 1));
    return close_book(out, bytes);
}

/* ---- rows with what is wrong ------------------------------------------------------------------------------------------- */

#define BEFORE 2 /* columns before those of the file */

static struct str all_reasons(struct book_out *out, const struct marked_table *table, const struct marked_row *row) {
    struct buf text = { 0 };
    for (size_t i = 0; i < row->mark_count; i++) {
        const struct marked_cell *mark = &row->marks[i];
        if (i) buf_add_byte(&text, ' ');
        if (mark->column < table->heading_count && table->headings[mark->column].size)
            buf_printf(&text, "%.*s: ", STR_ARG(table->headings[mark->column]));
        buf_add(&text, mark->why);
    }
    struct str copy = str_copy(out->arena, buf_str(&text));
    buf_free(&text);
    return copy;
}

static void put_marked(struct book_out *out, lxw_worksheet *page, uint32_t at, const struct marked_table *table, const struct marked_row *row) {
    put(out, page, at, 0, all_reasons(out, table, row), out->why);
    worksheet_write_number(page, at, 1, row->line, NULL);
    for (uint32_t c = 0; c < row->cell_count; c++) {
        const struct marked_cell *mark = NULL;
        for (size_t i = 0; i < row->mark_count && !mark; i++)
            if (row->marks[i].column == c) mark = &row->marks[i];
        put(out, page, at, c + BEFORE, row->cells[c], mark ? out->bad : out->text);
        if (mark) worksheet_write_comment(page, at, (lxw_col_t)(c + BEFORE), fit(out, mark->why, NOTE_MOST));
    }
}

static void put_table(struct book_out *out, const struct marked_table *table) {
    lxw_worksheet *page = workbook_add_worksheet(out->book, sheet_name(out, table->name));
    put(out, page, 0, 0, STR("What is wrong"), out->head);
    put(out, page, 0, 1, STR("Row there"), out->head);
    worksheet_set_column(page, 0, 0, WIDEST, NULL);
    worksheet_set_column(page, 1, 1, 11, NULL);
    for (uint32_t c = 0; c < table->heading_count; c++) {
        double width = wide(8, table->headings[c]);
        put(out, page, 0, c + BEFORE, table->headings[c], out->head);
        for (size_t r = 0; r < table->row_count; r++)
            if (c < table->rows[r].cell_count) width = wide(width, table->rows[r].cells[c]);
        worksheet_set_column(page, (lxw_col_t)(c + BEFORE), (lxw_col_t)(c + BEFORE), width, NULL);
    }
    for (size_t r = 0; r < table->row_count; r++) put_marked(out, page, (uint32_t)r + 1, table, &table->rows[r]);
    worksheet_freeze_panes(page, 1, BEFORE);
}

bool xlsx_write_marked(struct arena *arena, const struct marked_table *tables, size_t count, struct date made, struct str *bytes, struct err *err) {
    struct book_out *out = arena_new(arena, struct book_out);
    out->arena = arena;
    out->err = err;
    bug_if(count == 0);
    if (count > COUNT_OF(out->names)) return err_set(err, CODE_FILE_LIMIT, "%zu sheets of rows left out are more than one workbook is made for.", count);
    for (size_t i = 0; i < count; i++)
        if (tables[i].row_count > ROWS_MOST) return err_set(err, CODE_FILE_LIMIT, "%zu rows are more than a workbook holds.", tables[i].row_count);
    if (!open_book(out, made)) return false;
    for (size_t i = 0; i < count; i++) put_table(out, &tables[i]);
    return close_book(out, bytes);
}

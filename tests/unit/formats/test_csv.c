/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_csv - rows and their lines in, torn quotes refused by row, cells out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "formats/csv.h"

/* Rows as "line: [a][b]" in one text. */
struct seen {
    struct buf rows, cells;
};

static bool see_field(void *self, struct str cell, struct err *err) {
    (void)err;
    struct seen *seen = self;
    if (str_is(cell, "stop")) return err_set(err, CODE_FILE_LIMIT, "enough.");
    buf_printf(&seen->cells, "[%.*s]", STR_ARG(cell));
    return true;
}

static bool see_row(void *self, uint32_t line, struct err *err) {
    (void)err;
    struct seen *seen = self;
    buf_printf(&seen->rows, "%u:%s ", line, seen->cells.size ? seen->cells.at : "");
    buf_clear(&seen->cells);
    return true;
}

static bool read(struct seen *seen, struct str text, struct err *err) {
    struct csv_reader reader = { .self = seen, .field = see_field, .row = see_row };
    return csv_read(text, ',', &reader, err);
}

static void drop(struct seen *seen) {
    buf_free(&seen->rows);
    buf_free(&seen->cells);
}

static void reads(const char *text, const char *rows) {
    struct seen seen = { 0 };
    struct err err = { 0 };
    assert_true(read(&seen, str_from(text), &err));
    assert_string_equal(seen.rows.at ? seen.rows.at : "", rows);
    drop(&seen);
}

static void refuses(const char *text, enum code code, const char *said) {
    struct seen seen = { 0 };
    struct err err = { 0 };
    assert_false(read(&seen, str_from(text), &err));
    assert_int_equal(err.code, code);
    assert_non_null(strstr(err.text, said));
    drop(&seen);
}

static void keeps_the_last_row_without_newline(void **state) {
    (void)state;
    reads("a,b\nc,d", "1:[a][b] 2:[c][d] ");
    reads("a,b\nc,", "1:[a][b] 2:[c][] ");
    reads("", "");
}

static void every_line_end_counts_once(void **state) {
    (void)state;
    reads("a\r\nb\rc\nd\r\n", "1:[a] 2:[b] 3:[c] 4:[d] ");
}

static void blank_lines_are_rows_without_cells(void **state) {
    (void)state;
    reads("a\n\n \t\nb\n", "1:[a] 2: 3: 4:[b] ");
    reads(",\n", "1:[][] ");
    reads("\"\"\n", "1:[] ");
}

static void a_quoted_cell_may_run_over_lines(void **state) {
    (void)state;
    reads("a,\"x\ny\r\nz\",b\nc\n", "1:[a][x\ny\r\nz][b] 4:[c] ");
    reads("\"say \"\"no\"\"\",2\n\n3\n", "1:[say \"no\"][2] 2: 3:[3] ");
}

static void an_open_quote_names_the_row_where_it_began(void **state) {
    (void)state;
    refuses("a,b\n\"c,d\ne,f\ng,h\n", CODE_OPEN_QUOTE, "row 2:");
    refuses("a,b\nx,\"c", CODE_OPEN_QUOTE, "row 2:");
    refuses("a,\"multi\nline\",b\nq,\"open\nno more quotes\n", CODE_OPEN_QUOTE, "row 3:");
}

static void an_open_quote_that_meets_another_cell_names_both_places(void **state) {
    (void)state;
    refuses("a,b\n\"c,d\ne,f\n\"O'Brien\",9AB\n", CODE_OPEN_QUOTE, "row 2:");
    refuses("a,b\n\"c,d\ne,f\n\"O'Brien\",9AB\n", CODE_OPEN_QUOTE, "line 4");
}

static void a_stray_quote_names_its_row(void **state) {
    (void)state;
    refuses("a,b\nc,d\n6\" ruler,e\n", CODE_STRAY_QUOTE, "row 3:");
    refuses("a,b\n\"c\" d,e\n", CODE_STRAY_QUOTE, "row 2:");
    refuses("\"ok\nok\",b\nc,x\"y\n", CODE_STRAY_QUOTE, "row 3:");
    refuses("name\n=\"0123\"\n", CODE_STRAY_QUOTE, "row 2:");
}

static void an_open_quote_stops_long_before_the_end(void **state) {
    (void)state;
    struct buf text = { 0 };
    buf_add_c(&text, "a,b\n\"c,d\n");
    for (int i = 0; i < 20000; i++) buf_add_c(&text, "P207000016049,Name\n");
    refuses(text.at, CODE_OPEN_QUOTE, "row 2:");
    buf_free(&text);
}

static void cells_and_rows_have_a_size_that_is_enough(void **state) {
    (void)state;
    struct buf text = { 0 };
    buf_add_c(&text, "a,b\n");
    for (int i = 0; i < 65537; i++) buf_add_byte(&text, 'x');
    refuses(text.at, CODE_FILE_LIMIT, "row 2:");
    buf_clear(&text);
    for (int i = 0; i < 600000; i++) buf_add_c(&text, "y,");
    refuses(text.at, CODE_FILE_LIMIT, "row 1:");
    buf_free(&text);
}

static void the_reader_can_stop_the_reading(void **state) {
    (void)state;
    refuses("a\nstop,b\nc\n", CODE_FILE_LIMIT, "row 2: enough.");
}

static void writes(struct str text, const char *cell) {
    struct buf out = { 0 };
    csv_cell(&out, text);
    assert_string_equal(out.at ? out.at : "", cell);
    buf_free(&out);
}

static void quotes_only_where_needed(void **state) {
    (void)state;
    writes(STR("O'Brien & Sons"), "O'Brien & Sons");
    writes(STR("Smith, Zoë"), "\"Smith, Zoë\"");
    writes(STR("say \"no\""), "\"say \"\"no\"\"\"");
    writes(STR(" edge"), "\" edge\"");
    writes(STR("two\nlines"), "\"two\nlines\"");
    writes(STR(""), "");
}

static void formulas_are_disarmed(void **state) {
    (void)state;
    writes(STR("=1+1"), "'=1+1");
    writes(STR("=HYPERLINK(\"http://a.example\",\"x\")"), "\"'=HYPERLINK(\"\"http://a.example\"\",\"\"x\"\")\"");
    writes(STR("+44 1632 960000"), "'+44 1632 960000");
    writes(STR("-1"), "'-1");
    writes(STR("@SUM(A1)"), "'@SUM(A1)");
    writes(STR("\tx"), "\"'\tx\"");
    writes(STR("＝1"), "'＝1");
    writes(STR("\0=1+1"), "'=1+1");
    writes(STR("\0"), "");
    writes(STR("a=b"), "a=b");
}

static void a_sheet_is_written_with_keys_and_iso_dates(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct buf out = { 0 };
    struct sheet *sheet = sheet_new(&arena, STR("needs"), STR("Who needs what"));
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT);
    sheet_column(sheet, STR("left"), STR("Days left"), CELL_WHOLE);
    sheet_column(sheet, STR("by"), STR("By"), CELL_DAY);
    sheet_column(sheet, STR("status"), STR("Status"), CELL_STATUS);
    sheet_row(sheet);
    sheet_text(sheet, STR("=cmd"));
    sheet_whole(sheet, -12000);
    struct date day;
    assert_true(date_make(2027, 7, 21, &day));
    sheet_day(sheet, day);
    sheet_status(sheet, STR("due_soon"));
    sheet_row(sheet);
    sheet_text(sheet, STR("Zoë"));
    sheet_empty(sheet);
    sheet_day(sheet, DATE_NONE);
    sheet_status(sheet, STR("met"));
    csv_sheet(&out, sheet);
    assert_string_equal(out.at, "pupil,left,by,status\r\n'=cmd,-12000,2027-07-21,due_soon\r\nZoë,,,met\r\n");
    buf_free(&out);
    csv_file(&out, sheet); /* Excel takes a file without the mark for Windows-1252 */
    assert_memory_equal(out.at, "\xEF\xBB\xBFpupil,left", 12);
    buf_free(&out);
    struct sheet *plain = sheet_new(&arena, STR("plain"), STR("Plain"));
    sheet_column(plain, STR("pupil"), STR("Pupil"), CELL_TEXT);
    csv_file(&out, plain);
    assert_string_equal(out.at, "pupil\r\n");
    buf_free(&out);
    arena_free(&arena);
}

static void what_was_written_reads_back(void **state) {
    (void)state;
    const char *const cells[] = { "O'Brien & Sons", "a,b", "say \"no\"", "two\r\nlines", " edge ", "", "Łukasz",
                                  "x;y" };
    struct buf text = { 0 }, rows = { 0 };
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        if (i > 0) buf_add_byte(&text, ',');
        csv_cell(&text, str_from(cells[i]));
        buf_printf(&rows, "%s[%s]", i == 0 ? "1:" : "", cells[i]);
    }
    buf_add_c(&text, "\r\n");
    buf_add_byte(&rows, ' ');
    reads(text.at, rows.at);
    buf_free(&text);
    buf_free(&rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_last_row_without_newline),
        cmocka_unit_test(every_line_end_counts_once),
        cmocka_unit_test(blank_lines_are_rows_without_cells),
        cmocka_unit_test(a_quoted_cell_may_run_over_lines),
        cmocka_unit_test(an_open_quote_names_the_row_where_it_began),
        cmocka_unit_test(an_open_quote_that_meets_another_cell_names_both_places),
        cmocka_unit_test(a_stray_quote_names_its_row),
        cmocka_unit_test(an_open_quote_stops_long_before_the_end),
        cmocka_unit_test(cells_and_rows_have_a_size_that_is_enough),
        cmocka_unit_test(the_reader_can_stop_the_reading),
        cmocka_unit_test(quotes_only_where_needed),
        cmocka_unit_test(formulas_are_disarmed),
        cmocka_unit_test(a_sheet_is_written_with_keys_and_iso_dates),
        cmocka_unit_test(what_was_written_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

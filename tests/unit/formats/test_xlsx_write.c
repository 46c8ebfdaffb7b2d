/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_xlsx_write - workbooks out, read again: the same texts, no formula, the same bytes each time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "formats/grid.h"
#include "formats/xlsx_write.h"

static struct arena arena;

static int clean(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct grid_list read_again(struct str bytes) {
    struct err err = { 0 };
    struct grid_list list;
    bool fine = grid_read_all(&arena, STR("out.xlsx"), bytes, (struct str){ 0 }, &list, NULL, &err);
    if (!fine) print_error("%s\n", err.text);
    assert_true(fine);
    return list;
}

static void cell_is(const struct grid *grid, uint32_t row, uint32_t column, const char *text) {
    assert_string_equal(str_c(&arena, grid_at(grid, row, column)), text);
}

static void a_sheet_comes_back_as_it_went(void **state) {
    (void)state;
    struct sheet *sheet = sheet_new(&arena, STR("needs: all / [late]"), STR("What is needed"));
    struct err err = { 0 };
    struct str bytes, again;
    struct date day;
    assert_true(date_make(2026, 9, 7, &day));
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT);
    sheet_column(sheet, STR("count"), STR("Count"), CELL_WHOLE);
    sheet_column(sheet, STR("by"), STR("By"), CELL_DAY);
    sheet_column(sheet, STR("status"), STR("Status"), CELL_STATUS);
    sheet_row(sheet), sheet_text(sheet, STR("=1+1")), sheet_whole(sheet, 1200), sheet_day(sheet, day), sheet_status(sheet, STR("due_soon"));
    sheet_row(sheet), sheet_text(sheet, STR("https://example.org/ \xFF")), sheet_empty(sheet), sheet_day(sheet, DATE_NONE), sheet_status(sheet, STR("met"));
    assert_true(xlsx_write_sheet(&arena, sheet, day, &bytes, &err));
    assert_true(xlsx_write_sheet(&arena, sheet, day, &again, &err));
    assert_true(str_equal(bytes, again));
    struct grid *grid = read_again(bytes).at[0];
    assert_string_equal(str_c(&arena, grid->sheet), "needs  all    late");
    cell_is(grid, 0, 0, "Pupil");
    cell_is(grid, 1, 0, "=1+1");
    cell_is(grid, 1, 1, "1200");
    cell_is(grid, 1, 2, "2026-09-07");
    cell_is(grid, 1, 3, "Due soon");
    cell_is(grid, 2, 0, "https://example.org/");
    cell_is(grid, 2, 1, "");
}

static void marked_rows_say_what_is_wrong(void **state) {
    (void)state;
    const struct str heads[] = { STR("UPN"), STR("DOB") }, first[] = { STR("A1"), STR("31/02/2012") }, second[] = { STR("@cmd"), STR("") };
    const struct marked_cell wrong[] = { { 1, STR("February 2012 had 29 days.") } }, whole[] = { { MARKED_ROW, STR("Neither UPN nor number.") } };
    const struct marked_row rows[] = { { 12, first, 2, wrong, 1 }, { 40, second, 2, whole, 1 } };
    const struct marked_table tables[] = { { STR("Year 9"), heads, 2, rows, 2 }, { STR("year 9"), heads, 2, rows, 1 } };
    struct err err = { 0 };
    struct str bytes;
    assert_true(xlsx_write_marked(&arena, tables, 2, (struct date){ 20000 }, &bytes, &err));
    struct grid_list list = read_again(bytes);
    assert_int_equal(list.count, 2);
    assert_string_equal(str_c(&arena, list.at[1]->sheet), "year 9 2");
    struct grid *grid = list.at[0];
    cell_is(grid, 0, 0, "What is wrong");
    cell_is(grid, 0, 2, "UPN");
    cell_is(grid, 1, 0, "DOB: February 2012 had 29 days.");
    cell_is(grid, 1, 1, "12");
    cell_is(grid, 1, 3, "31/02/2012");
    cell_is(grid, 2, 0, "Neither UPN nor number.");
    cell_is(grid, 2, 2, "@cmd");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_sheet_comes_back_as_it_went, clean),
        cmocka_unit_test_teardown(marked_rows_say_what_is_wrong, clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

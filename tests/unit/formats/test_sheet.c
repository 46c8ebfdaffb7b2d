/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_sheet - typed cells, how people read them, and books.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "formats/sheet.h"

static void prints(struct arena *arena, struct cell cell, const char *text) {
    assert_string_equal(str_c(arena, cell_print(arena, &cell)), text);
}

static void cells_read_as_people_write(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct date day;
    assert_true(date_make(2026, 9, 7, &day));
    prints(&arena, (struct cell){ .type = CELL_EMPTY }, "no data");
    prints(&arena, (struct cell){ .type = CELL_TEXT, .text = STR("Zoë") }, "Zoë");
    prints(&arena, (struct cell){ .type = CELL_WHOLE, .number = 0 }, "0");
    prints(&arena, (struct cell){ .type = CELL_WHOLE, .number = 999 }, "999");
    prints(&arena, (struct cell){ .type = CELL_WHOLE, .number = 1139000 }, "1,139,000");
    prints(&arena, (struct cell){ .type = CELL_WHOLE, .number = -1139 }, "-1,139");
    prints(&arena, (struct cell){ .type = CELL_WHOLE, .number = INT64_MIN }, "-9,223,372,036,854,775,808");
    prints(&arena, (struct cell){ .type = CELL_PERCENT, .number = 43 }, "43 %");
    prints(&arena, (struct cell){ .type = CELL_DAY, .number = day.day }, "7 September 2026");
    prints(&arena, (struct cell){ .type = CELL_STATUS, .text = STR("due_soon") }, "Due soon");
    prints(&arena, (struct cell){ .type = CELL_STATUS, .text = STR("other") }, "other");
    arena_free(&arena);
}

static void every_status_has_a_word_a_shape_and_colours(void **state) {
    (void)state;
    const char *const keys[] = { "met", "on_track", "due_soon", "overdue", "missed", "waived", "unknown",
                                 "not_applicable",
                                 "partly", "not_yet" };
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const struct status_look *look = status_look(str_from(keys[i]));
        assert_non_null(look);
        assert_true(look->word.size > 0 && look->shape.size > 0 && look->ascii.size > 2);
        assert_non_null(look->fill);
        assert_non_null(look->ink);
        assert_non_null(look->edge);
    }
    assert_null(status_look(STR("")));
    assert_null(status_look(STR("Met")));
}

static void rows_outgrow_their_room_and_stay(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct sheet *sheet = sheet_new(&arena, STR("s"), STR(""));
    sheet_column(sheet, STR("n"), STR("N"), CELL_WHOLE);
    sheet_column(sheet, STR("t"), STR("T"), CELL_TEXT);
    char text[] = "x";
    for (int i = 0; i < 1000; i++) {
        text[0] = (char)('a' + i % 26);
        sheet_row(sheet);
        sheet_whole(sheet, i);
        sheet_text(sheet, str_from(text)); /* copied: the caller may use its memory again */
    }
    assert_int_equal(sheet->row_count, 1000);
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(sheet_at(sheet, i, 0)->number, i);
        assert_int_equal(sheet_at(sheet, i, 1)->text.at[0], 'a' + i % 26);
    }
    arena_free(&arena);
}

static void a_day_that_is_not_known_is_an_empty_cell(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct sheet *sheet = sheet_new(&arena, STR("s"), STR(""));
    sheet_column(sheet, STR("by"), STR("By"), CELL_DAY);
    sheet_row(sheet);
    sheet_day(sheet, DATE_NONE);
    assert_int_equal(sheet_at(sheet, 0, 0)->type, CELL_EMPTY);
    arena_free(&arena);
}

static void a_book_finds_sheets_and_values_by_name(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct book *book = book_new(&arena);
    for (int i = 0; i < 40; i++) {
        book_sheet(book, sheet_new(&arena, str_format(&arena, "s%d", i), STR("")));
        book_value(book, str_format(&arena, "v%d", i), (struct cell){ .type = CELL_WHOLE, .number = i });
    }
    assert_true(str_is(book_find(book, STR("s39"))->name, "s39"));
    assert_null(book_find(book, STR("s40")));
    assert_int_equal(book_value_at(book, STR("v17"))->number, 17);
    assert_null(book_value_at(book, STR("v40")));
    book_value(book, STR("v17"), (struct cell){ .type = CELL_WHOLE, .number = 18 });
    assert_int_equal(book_value_at(book, STR("v17"))->number, 18);
    assert_int_equal(book->value_count, 40);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_read_as_people_write),
        cmocka_unit_test(every_status_has_a_word_a_shape_and_colours),
        cmocka_unit_test(rows_outgrow_their_room_and_stay),
        cmocka_unit_test(a_day_that_is_not_known_is_an_empty_cell),
        cmocka_unit_test(a_book_finds_sheets_and_values_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

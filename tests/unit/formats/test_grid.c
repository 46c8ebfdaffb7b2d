/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_grid - files as schools send them, to cells with their places.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "formats/grid.h"

#define BYTES(literal) ((struct str){ literal, sizeof(literal) - 1 })

static struct arena arena;

static int clean(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct grid *open_bytes(struct str bytes) {
    struct err err = { 0 };
    struct grid *grid = NULL;
    bool fine = grid_read(&arena, STR("mis.csv"), bytes, &grid, NULL, &err);
    if (!fine) print_error("%s\n", err.text);
    assert_true(fine);
    return grid;
}

static void cell_is(const struct grid *grid, uint32_t row, uint32_t column, const char *text) {
    struct str cell = grid_at(grid, row, column);
    assert_string_equal(str_c(&arena, cell), text);
}

static void refused(struct str bytes, enum code code, const char *said, const char *next) {
    struct err err = { 0 };
    struct grid *grid = NULL;
    assert_false(grid_read(&arena, STR("mis.csv"), bytes, &grid, NULL, &err));
    assert_int_equal(err.code, code);
    assert_non_null(strstr(err.text, "mis.csv"));
    assert_non_null(strstr(err.text, said));
    assert_non_null(strstr(err.next, next));
}

static void finds_each_delimiter(void **state) {
    (void)state;
    assert_int_equal(open_bytes(STR("UPN,Name\nA1,Zoë\n"))->delimiter, ',');
    assert_int_equal(open_bytes(STR("UPN;Name;Form\nA1;Smith, Zoë;9AB\nA2;O'Brien, Al;9AB\n"))->delimiter, ';');
    assert_int_equal(open_bytes(STR("UPN\tName\tAddress\nA1\tZoë\t1 High St, Hull\n"))->delimiter, '\t');
    assert_int_equal(open_bytes(STR("UPN|Name\nA1|Zoë\n"))->delimiter, '|');
    assert_int_equal(open_bytes(STR("Name\nZoë\n"))->delimiter, ',');
    assert_int_equal(open_bytes(STR("Name,Note\nZoë,\"a;b;c;d;e\"\nAl,\"a;b;c;d;e\"\n"))->delimiter, ',');
}

static void a_sep_line_decides_and_is_no_row(void **state) {
    (void)state;
    struct grid *grid = open_bytes(STR("sep=;\r\nUPN;Name\r\nA1;Zoë, the first\r\n"));
    assert_int_equal(grid->delimiter, ';');
    assert_int_equal(grid->row_count, 2);
    assert_int_equal(grid_row(grid, 0).line, 2);
    assert_int_equal(grid->blank_rows, 0);
    cell_is(grid, 1, 1, "Zoë, the first");
}

static void title_rows_above_the_heading_are_skipped(void **state) {
    (void)state;
    struct grid *grid = open_bytes(STR("Pupil list,,,\nSchool:,Harbour View,,\n\nAdmission No,UPN,Surname,Reg\n"
                                       "004001,P207000016049,O'Brien,9AB\n"
                                       "004002,P207000016050,Dvořák,9AB\nTotal,2,,\n"));
    assert_int_equal(grid->header, 2);
    assert_int_equal(grid_row(grid, grid->header).line, 4);
    assert_int_equal(grid->blank_rows, 1);
    assert_int_equal(grid->row_count, 6);
}

static bool knows(void *self, struct str folded) {
    (void)self;
    return str_is(folded, "upn") || str_is(folded, "2026/27 form");
}

static void a_row_of_known_headings_wins(void **state) {
    (void)state;
    struct grid *grid = open_bytes(STR("Alpha,Beta\nGamma,Delta\nUPN,2026/27 Form\nA1,9AB\n"));
    assert_int_equal(grid->header, 0);
    grid_find_header(grid, knows, NULL);
    assert_int_equal(grid->header, 2);
}

static void cells_are_trimmed_and_composed(void **state) {
    (void)state;
    struct grid *grid = open_bytes(STR("UPN,Name\n\xC2\xA0 A1\xE2\x80\x8B ,\"  Zoe\xCC\x88 \xE2\x80\x8FX\"\n"));
    cell_is(grid, 1, 0, "A1");
    cell_is(grid, 1, 1, "Zoë X");
}

static void wrapped_numbers_are_unwrapped(void **state) {
    (void)state;
    struct grid *grid = open_bytes(STR("ULN,Name,Phone\n"
                                       "'0123456789,'Abd,'+44 1632 960000\n\"=\"\"00123\"\"\",d'Arcy,'\n"));
    cell_is(grid, 1, 0, "0123456789");
    cell_is(grid, 1, 1, "'Abd");
    cell_is(grid, 1, 2, "+44 1632 960000");
    cell_is(grid, 2, 0, "00123");
    cell_is(grid, 2, 1, "d'Arcy");
    cell_is(grid, 2, 2, "'");
}

static void names_encoded_twice_are_mended_and_counted(void **state) {
    (void)state;
    struct problems problems = { .arena = &arena };
    struct err err = { 0 };
    struct grid *grid;
    struct str bytes = STR("UPN,Name\nA1,ZoÃ« Oâ€™Brien\nA2,Zoë\n");
    assert_true(grid_read(&arena, STR("mis.csv"), bytes, &grid, &problems, &err));
    cell_is(grid, 1, 1, "Zoë O’Brien");
    assert_int_equal(grid->mended, 1);
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.at[0].severity, SEVERITY_NOTE);
}

static void reads_windows_and_utf16(void **state) {
    (void)state;
    struct grid *grid = open_bytes(BYTES("UPN,Name\r\nA1,Zo\xEB O\x92" "Brien\r\n"));
    cell_is(grid, 1, 1, "Zoë O’Brien");
    assert_true(str_starts(grid->encoding, "Windows-1252"));
    grid = open_bytes(BYTES("\xFF\xFEU\0P\0N\0\t\0N\0\n\0A\0\x31\0\t\0\x41\x01\n\0"));
    cell_is(grid, 1, 1, "Ł");
    assert_int_equal(grid->delimiter, '\t');
}

static void empty_rows_are_left_out_and_counted(void **state) {
    (void)state;
    struct grid *grid = open_bytes(STR("UPN,Name\n,,,\n\nA1,Zoë\n  \n"));
    assert_int_equal(grid->row_count, 2);
    assert_int_equal(grid->blank_rows, 3);
    assert_int_equal(grid_row(grid, 1).line, 4);
}

static void short_and_long_rows_keep_their_length(void **state) {
    (void)state;
    struct grid *grid = open_bytes(STR("a,b,c\n1,2\n1,2,3,4\n"));
    assert_int_equal(grid_row(grid, 1).cell_count, 2);
    assert_int_equal(grid_row(grid, 2).cell_count, 4);
    cell_is(grid, 1, 2, "");
    cell_is(grid, 9, 9, "");
}

static void places_point_at_the_cell(void **state) {
    (void)state;
    struct grid *grid = open_bytes(STR("UPN,Surname,Forename,DOB\nP207000016049,Dvořák,\"Zoë, A\", 31/02/2012 \n"));
    struct place place = grid_place(&arena, grid, 1, 3);
    assert_int_equal(place.line, 2);
    assert_true(str_is(place.heading, "DOB"));
    assert_true(str_is(place.text, "P207000016049,Dvořák,\"Zoë, A\", 31/02/2012 "));
    assert_int_equal(place.column, 32);
    assert_int_equal(place.width, 10);
    place = grid_place(&arena, grid, 1, 2);
    assert_int_equal(place.column, 22);
    assert_int_equal(place.width, 8);
    place = grid_place(&arena, grid, 1, 9);
    assert_int_equal(place.column, 0);
    assert_int_equal(grid_place(&arena, grid, 7, 0).line, 0);
}

static void rows_after_a_long_cell_keep_their_lines(void **state) {
    (void)state;
    struct grid *grid = open_bytes(STR("UPN,Note\r\nA1,\"one\ntwo\r\nthree\"\r\rA2,x\nA3,y"));
    assert_int_equal(grid->row_count, 4);
    assert_int_equal(grid_row(grid, 2).line, 6);
    assert_int_equal(grid_row(grid, 3).line, 7);
    assert_true(str_is(grid_place(&arena, grid, 2, 0).text, "A2,x"));
    assert_true(str_is(grid_place(&arena, grid, 3, 0).text, "A3,y"));
}

static void other_kinds_of_file_are_named_for_what_they_are(void **state) {
    (void)state;
    refused(BYTES("PK\x03\x04\x14\0\0\0\x08\0 xl/workbook.xml"), CODE_UNKNOWN_FORMAT, "ends in the middle", "save it again");
    refused(BYTES("PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), CODE_UNKNOWN_FORMAT, "a zip archive", "Unpack");
    refused(STR("%PDF-1.7\n%\xE2\xE3"), CODE_UNKNOWN_FORMAT, "a PDF", "choose CSV");
    refused(BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"), CODE_UNKNOWN_FORMAT, "an old Excel workbook", "Excel workbook (.xlsx)");
    refused(BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"), CODE_UNKNOWN_FORMAT,
            "locked with a password", "without a password");
    refused(STR("\n  <!DOCTYPE HTML><table><tr><td>UPN</td></tr>"), CODE_UNKNOWN_FORMAT, "a web page", "CSV UTF-8");
    refused(STR("\xEF\xBB\xBF<HTML xmlns:x=\"urn\">"), CODE_UNKNOWN_FORMAT, "a web page", "CSV UTF-8");
    refused(STR("<?xml version=\"1.0\"?><CTfile/>"), CODE_UNKNOWN_FORMAT, "without a pupil", "pupils");
    refused(STR("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>"), CODE_UNKNOWN_FORMAT,
            "an Excel workbook in XML", "Excel workbook (.xlsx)");
    refused(STR("<?xml version=\"1.0\"?><html><body/></html>"), CODE_UNKNOWN_FORMAT, "a web page", "CSV UTF-8");
    refused(STR(""), CODE_UNKNOWN_FORMAT, "is empty", "CSV");
    refused(STR(" \n,,\n"), CODE_UNKNOWN_FORMAT, "holds no rows", "Export");
    refused(BYTES("UPN,Name\nA\0,B\n"), CODE_UNKNOWN_FORMAT, "value zero", "CSV");
}

static void torn_files_are_refused_with_their_row(void **state) {
    (void)state;
    refused(STR("UPN,Name\nA1,\"Zoë\nA2,Al\n"), CODE_OPEN_QUOTE, "row 2", "row 2");
    refused(STR("sep=,\nUPN,Name\nA1,6\" nails\n"), CODE_STRAY_QUOTE, "row 3", "export");
}

static void too_many_columns_are_refused(void **state) {
    (void)state;
    struct buf text = { 0 };
    buf_add_c(&text, "a,b\n");
    for (int i = 0; i < 512; i++) buf_add_c(&text, "x,");
    refused(buf_str(&text), CODE_FILE_LIMIT, "row 2: a row has more than 512 columns", "");
    buf_free(&text);
}

/* As written, and what it must be read as. */
static const char *const WRITTEN[][2] = {
    { "plain", "plain" }, { "", "" }, { "  round it  ", "round it" }, { "\"quoted\"", "quoted" }, { " \" spaces \" ", "spaces" },
    { "\"two, words\"", "two, words" }, { "\"say \"\"yes\"\"\"", "say \"yes\"" }, { "\"two\nlines\"", "two\nlines" }, { "\"\"", "" },
    { "'0123", "0123" }, { "\"=\"\"0123\"\"\"", "0123" }, { "Zo\xC3\xAB", "Zo\xC3\xAB" }, { "Zoe\xCC\x88", "Zo\xC3\xAB" },
    { "O'Brien", "O'Brien" }, { "\"Smith; Jones\"", "Smith; Jones" }, { "a\xC2\xA0", "a" },
};
#define ROWS 5000
#define COLUMNS 4

static size_t sort_of(uint32_t row, uint32_t column) { return (row * 7919u + column * 104729u + row / 16u * 31u) % COUNT_OF(WRITTEN); }

static void cells_are_the_same_in_whatever_order_they_are_asked_for(void **state) {
    (void)state;
    static const char *const ENDS[] = { "\n", "\r\n", "\r" };
    for (size_t e = 0; e < COUNT_OF(ENDS); e++) {
        struct buf text = { 0 };
        buf_printf(&text, "a,b,c,d,id%s", ENDS[e]);
        for (uint32_t r = 0; r < ROWS; r++) {
            for (uint32_t c = 0; c < COLUMNS; c++) buf_printf(&text, "%s,", WRITTEN[sort_of(r, c)][0]);
            buf_printf(&text, "%u%s", r, ENDS[e]);
        }
        struct grid *grid = open_bytes(buf_str(&text));
        assert_int_equal(grid->row_count, ROWS + 1);
        for (uint32_t turn = 0; turn < ROWS; turn++) {
            uint32_t r = turn * 2749u % ROWS;
            assert_int_equal(grid_row(grid, r + 1).cell_count, COLUMNS + 1);
            for (uint32_t c = 0; c < COLUMNS; c++) cell_is(grid, r + 1, c, WRITTEN[sort_of(r, c)][1]);
            char id[16];
            snprintf(id, sizeof id, "%u", r);
            cell_is(grid, r + 1, COLUMNS, id);
        }
        buf_free(&text);
    }
}

/* The text is borrowed; what is kept besides must not grow as the cells do. */
static void a_long_register_takes_little_memory_beside_its_text(void **state) {
    (void)state;
    struct buf text = { 0 };
    buf_add_c(&text, "Activity,UPN,Outcome\n");
    for (int r = 0; r < 100000; r++) buf_printf(&text, r % 2 ? "A%04d,A801200%06d,attended\n" : "\"A%04d\",\"A801200%06d\",\"absent\"\n", r % 200, r);
    struct grid *grid = open_bytes(buf_str(&text));
    assert_int_equal(grid->row_count, 100001);
    cell_is(grid, 100000, 1, "A801200099999");
    cell_is(grid, 99999, 2, "absent");
    assert_true(arena.used < 100000 * 10);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(finds_each_delimiter, clean),
        cmocka_unit_test_teardown(a_sep_line_decides_and_is_no_row, clean),
        cmocka_unit_test_teardown(title_rows_above_the_heading_are_skipped, clean),
        cmocka_unit_test_teardown(a_row_of_known_headings_wins, clean),
        cmocka_unit_test_teardown(cells_are_trimmed_and_composed, clean),
        cmocka_unit_test_teardown(wrapped_numbers_are_unwrapped, clean),
        cmocka_unit_test_teardown(names_encoded_twice_are_mended_and_counted, clean),
        cmocka_unit_test_teardown(reads_windows_and_utf16, clean),
        cmocka_unit_test_teardown(empty_rows_are_left_out_and_counted, clean),
        cmocka_unit_test_teardown(short_and_long_rows_keep_their_length, clean),
        cmocka_unit_test_teardown(places_point_at_the_cell, clean),
        cmocka_unit_test_teardown(rows_after_a_long_cell_keep_their_lines, clean),
        cmocka_unit_test_teardown(other_kinds_of_file_are_named_for_what_they_are, clean),
        cmocka_unit_test_teardown(torn_files_are_refused_with_their_row, clean),
        cmocka_unit_test_teardown(too_many_columns_are_refused, clean),
        cmocka_unit_test_teardown(cells_are_the_same_in_whatever_order_they_are_asked_for, clean),
        cmocka_unit_test_teardown(a_long_register_takes_little_memory_beside_its_text, clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

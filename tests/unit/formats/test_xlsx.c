/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_xlsx - workbooks to cells as people see them; what is no sound workbook is refused with a reason.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "book_made.h"
#include "formats/grid.h"

static struct arena arena;

static int clean(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct grid_list read_made(struct made *made, struct str sheet) {
    struct err err = { 0 };
    struct grid_list list;
    bool fine = grid_read_all(&arena, STR("book.xlsx"), made_end(made), sheet, &list, NULL, &err);
    if (!fine) print_error("%s\n", err.text);
    assert_true(fine);
    made_free(made);
    return list;
}

static struct grid *read_rows(const char *sheet) {
    struct made made = { 0 };
    made_book(&made, sheet);
    struct grid_list list = read_made(&made, (struct str){ 0 });
    assert_int_equal(list.count, 1);
    return list.at[0];
}

static void refused_bytes(struct str bytes, struct str sheet, enum code code, const char *said) {
    struct err err = { 0 };
    struct grid_list list;
    assert_false(grid_read_all(&arena, STR("book.xlsx"), bytes, sheet, &list, NULL, &err));
    if (!strstr(err.text, said)) print_error("%s\n", err.text);
    assert_int_equal(err.code, code);
    assert_non_null(strstr(err.text, said));
    assert_non_null(strstr(err.text, "book.xlsx"));
    assert_true(err.next[0] != 0 || code == CODE_FILE_LIMIT);
}

static void refused_rows(const char *sheet, enum code code, const char *said) {
    struct made made = { 0 };
    made_book(&made, sheet);
    refused_bytes(made_end(&made), (struct str){ 0 }, code, said);
    made_free(&made);
}

static void cell_is(const struct grid *grid, uint32_t row, uint32_t column, const char *text) {
    assert_string_equal(str_c(&arena, grid_at(grid, row, column)), text);
}

/* One cell under a heading. */
static void shows(const char *cell, const char *text) {
    struct str sheet = str_format(&arena, SHEET("<row r='1'><c t='inlineStr'><is><t>A</t></is></c></row><row r='2'>%s<c r='F2'><v>1</v></c></row>"), cell);
    cell_is(read_rows(str_c(&arena, sheet)), 1, 0, text);
}

static void cells_are_read_as_they_are_shown(void **state) {
    (void)state;
    shows("<c t='s'><v>0</v></c>", "UPN");
    shows("<c t='s'><v>1</v></c>", "Zoë");
    shows("<c t='s'><v>2</v></c>", "one two");
    shows("<c t='s'><v>9</v></c>", "#REF!");
    shows("<c t='inlineStr'><is><r><t>Łu</t></r><r><t>kasz</t></r></is></c>", "Łukasz");
    shows("<c t='b'><v>1</v></c>", "TRUE");
    shows("<c t='b'><v>0</v></c>", "FALSE");
    shows("<c t='e'><v>#N/A</v></c>", "#N/A");
    shows("<c><f>1+1</f><v>2</v></c>", "2");
    shows("<c t='str'><f>\"a\"&amp;\"b\"</f><v>ab</v></c>", "ab");
    shows("<c><f>1+1</f></c>", "#CALC!");
    shows("<c><f>1+1</f><v></v></c>", "#CALC!");
    shows("<c><v>9276308686</v></c>", "9276308686");
    shows("<c><v>7.5</v></c>", "7.5");
    shows("<c><v>0.1</v></c>", "0.1");
    shows("<c><v>-3</v></c>", "-3");
    shows("<c s='5'><v>1234</v></c>", "001234");
    shows("<c s='7'><v>12</v></c>", "12");
    shows("<c s='99'><v>12</v></c>", "12");
    shows("<c t='n'><v>nonsense</v></c>", "nonsense");
}

static void lost_digits_are_shown_as_powers(void **state) {
    (void)state;
    shows("<c><v>1230000000000</v></c>", "1.23E+12");
    shows("<c><v>123456789012</v></c>", "123456789012");
    shows("<c s='4'><v>9270000000</v></c>", "9.27E+09");
    shows("<c s='4'><v>9276308686</v></c>", "9276308686");
    shows("<c><v>1234567890123456789</v></c>", "1.23457E+18");
}

static void days_are_days(void **state) {
    (void)state;
    shows("<c s='1'><v>42064</v></c>", "2015-03-01");
    shows("<c s='2'><v>42064</v></c>", "2015-03-01");
    shows("<c s='1'><v>42064.5</v></c>", "2015-03-01 12:00");
    shows("<c s='1'><v>1</v></c>", "1900-01-01");
    shows("<c s='1'><v>59</v></c>", "1900-02-28");
    shows("<c s='1'><v>60</v></c>", "1900-02-29");
    shows("<c s='1'><v>61</v></c>", "1900-03-01");
    shows("<c s='1'><v>-1</v></c>", "-1");
    shows("<c s='1'><v>99999999</v></c>", "99999999");
    shows("<c s='3'><v>0.3125</v></c>", "7:30");
    shows("<c s='3'><v>1.25</v></c>", "30:00");
    shows("<c t='d'><v>2015-03-01T00:00:00</v></c>", "2015-03-01");
    struct made made = { 0 };
    made_book_of(&made, BOOK("<workbookPr date1904='1'/><sheets><sheet name='S' r:id='r1'/></sheets>"),
                 SHEET("<row><c s='1'><v>0</v></c><c s='1'><v>40602</v></c></row>"), NULL);
    struct grid_list list = read_made(&made, (struct str){ 0 });
    cell_is(list.at[0], 0, 0, "1904-01-01");
    cell_is(list.at[0], 0, 1, "2015-03-01");
}

static void gaps_and_blank_rows_keep_their_places(void **state) {
    (void)state;
    struct grid *grid = read_rows(SHEET("<row r='2'><c r='A2' t='inlineStr'><is><t>Pupils of 2026</t></is></c></row>"
                                        "<row r='4'><c r='A4' t='s'><v>0</v></c><c r='C4' t='inlineStr'><is><t>Form</t></is></c></row>"
                                        "<row r='5'><c r='A5' s='1'/></row><row r='9'><c r='C9' t='inlineStr'><is><t>9AB</t></is></c></row>"
                                        "<row r='12'><c r='A12' t='inlineStr'><is><t>A1</t></is></c></row>"));
    assert_int_equal(grid->row_count, 4);
    assert_int_equal(grid->rows[2].line, 9);
    assert_int_equal(grid->rows[3].cell_count, 3);
    cell_is(grid, 2, 0, "");
    cell_is(grid, 2, 2, "9AB");
    struct place place = grid_place(&arena, grid, 2, 2);
    assert_int_equal(place.line, 9);
    assert_true(str_is(place.sheet, "Year 9") && str_is(place.heading, "Form") && place.text.size == 0);
}

static void joined_and_hidden_are_said(void **state) {
    (void)state;
    struct grid *grid = read_rows("<worksheet xmlns='" MAIN "'><sheetData><row><c t='inlineStr'><is><t>Form</t></is></c><c t='s'><v>0</v></c></row>"
                                  "<row><c t='inlineStr'><is><t>9AB</t></is></c><c><v>1</v></c></row><row hidden='1'><c/><c><v>2</v></c></row>"
                                  "<row><c r='B4'><v>3</v></c></row></sheetData><mergeCells><mergeCell ref='A2:A3'/><mergeCell ref='A1:B1'/>"
                                  "</mergeCells></worksheet>");
    cell_is(grid, 2, 0, "9AB");
    cell_is(grid, 3, 0, "");
    assert_int_equal(grid->remark_count, 2);
    assert_non_null(strstr(str_c(&arena, grid->remarks[0]), "joined cells"));
    assert_non_null(strstr(str_c(&arena, grid->remarks[1]), "hides 1 row"));
}

#define ONE_CELL SHEET("<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row>")
#define TWO_SHEETS BOOK("<sheets><sheet name='Year 9' r:id='r1'/><sheet name='Old' state='hidden' r:id='r2'/></sheets>")

static void sheets_are_chosen(void **state) {
    (void)state;
    struct made made = { 0 };
    made_book_of(&made, BOOK("<sheets><sheet name='B' r:id='r2'/><sheet name='A' r:id='r1'/></sheets>"), ONE_CELL, ONE_CELL);
    struct grid_list list = read_made(&made, (struct str){ 0 });
    assert_int_equal(list.count, 2);
    assert_string_equal(str_c(&arena, list.at[0]->title), "book.xlsx, sheet B");
    made = (struct made){ 0 };
    made_book_of(&made, TWO_SHEETS, ONE_CELL, ONE_CELL);
    list = read_made(&made, (struct str){ 0 });
    assert_int_equal(list.count, 1);
    assert_non_null(strstr(str_c(&arena, list.at[0]->remarks[0]), "hides the sheets 'Old'"));
    made = (struct made){ 0 };
    made_book_of(&made, TWO_SHEETS, ONE_CELL, ONE_CELL);
    list = read_made(&made, STR("old"));
    assert_int_equal(list.count, 1);
    assert_true(str_is(list.at[0]->sheet, "Old"));
    made = (struct made){ 0 };
    made_book_of(&made, TWO_SHEETS, ONE_CELL, ONE_CELL);
    refused_bytes(made_end(&made), STR("Year 10"), CODE_ARGUMENTS, "It has 'Year 9', 'Old'.");
    made_free(&made);
}

static void odd_sheets_are_refused(void **state) {
    (void)state;
    refused_rows("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" ONE_CELL, CODE_UNKNOWN_FORMAT, "document type");
    refused_rows(SHEET("<row r='2'/><row r='2'/>"), CODE_UNKNOWN_FORMAT, "sheet Year 9, row 2: the rows below");
    refused_rows(SHEET("<row r='1'><c r='B1'/><c r='A1'/></row>"), CODE_UNKNOWN_FORMAT, "row 1: its cells do not follow");
    refused_rows(SHEET("<row r='9999999'/>"), CODE_UNKNOWN_FORMAT, "rows below");
    refused_rows(SHEET("<row r='1'><c r='ZZ1'><v>1</v></c></row>"), CODE_FILE_LIMIT, "more than 512 columns");
    refused_rows("<dialogsheet xmlns='" MAIN "'/>", CODE_UNKNOWN_FORMAT, "not stored as a table");
    refused_rows(SHEET("<row><c>"), CODE_UNKNOWN_FORMAT, "sheet1.xml: line 1");
    refused_rows(SHEET(""), CODE_UNKNOWN_FORMAT, "no rows");
    struct buf deep = { 0 };
    for (int i = 0; i < 100; i++) buf_add_c(&deep, "<x>");
    refused_rows(deep.at, CODE_UNKNOWN_FORMAT, "not stored as a table");
    buf_clear(&deep);
    buf_add_c(&deep, "<worksheet>");
    for (int i = 0; i < 100; i++) buf_add_c(&deep, "<x>");
    refused_rows(deep.at, CODE_FILE_LIMIT, "64 deep");
    buf_clear(&deep);
    buf_add_c(&deep, "<worksheet><sheetData><row><c t='inlineStr'><is><t>");
    for (int i = 0; i < 70000; i++) buf_add_byte(&deep, 'a');
    buf_add_c(&deep, "</t></is></c></row></sheetData></worksheet>");
    refused_rows(deep.at, CODE_FILE_LIMIT, "row 1: a cell holds more than");
    buf_free(&deep);
}

static void odd_archives_are_refused(void **state) {
    (void)state;
    struct made made = { 0 };
    made_book(&made, ONE_CELL);
    struct str whole = made_end(&made);
    refused_bytes(str_slice(whole, 0, whole.size / 2), (struct str){ 0 }, CODE_UNKNOWN_FORMAT, "ends in the middle");
    char *torn = arena_copy(&arena, whole.at, whole.size);
    torn[str_find(whole, STR("<c><v>1")) + 6] = '7';
    refused_bytes((struct str){ torn, whole.size }, (struct str){ 0 }, CODE_UNKNOWN_FORMAT, "can not be unpacked");
    made_free(&made);
    made = (struct made){ 0 };
    made_part(&made, "word/document.xml", STR("<document/>"));
    refused_bytes(made_end(&made), (struct str){ 0 }, CODE_UNKNOWN_FORMAT, "a Word document");
    made_free(&made);
    made = (struct made){ 0 };
    made_part(&made, "notes.txt", STR("hello"));
    refused_bytes(made_end(&made), (struct str){ 0 }, CODE_UNKNOWN_FORMAT, "a zip archive");
    made_free(&made);
    made = (struct made){ 0 };
    made_part(&made, "../evil.xml", STR("hello"));
    refused_bytes(made_end(&made), (struct str){ 0 }, CODE_UNKNOWN_FORMAT, "outside of itself");
    made_free(&made);
    made = (struct made){ 0 };
    made_part(&made, "[Content_Types].xml", STR("<Types><Override PartName='/xl/workbook.xml' ContentType='text/plain'/></Types>"));
    made_part(&made, "xl/workbook.xml", STR("<workbook/>"));
    refused_bytes(made_end(&made), (struct str){ 0 }, CODE_UNKNOWN_FORMAT, "its main part is 'text/plain'");
    made_free(&made);
    made = (struct made){ 0 };
    for (int i = 0; i < 4200; i++) made_part(&made, str_c(&arena, str_format(&arena, "xl/%d.xml", i)), STR(""));
    refused_bytes(made_end(&made), (struct str){ 0 }, CODE_FILE_LIMIT, "4200 files");
    made_free(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(cells_are_read_as_they_are_shown, clean),
        cmocka_unit_test_teardown(lost_digits_are_shown_as_powers, clean),
        cmocka_unit_test_teardown(days_are_days, clean),
        cmocka_unit_test_teardown(gaps_and_blank_rows_keep_their_places, clean),
        cmocka_unit_test_teardown(joined_and_hidden_are_said, clean),
        cmocka_unit_test_teardown(sheets_are_chosen, clean),
        cmocka_unit_test_teardown(odd_sheets_are_refused, clean),
        cmocka_unit_test_teardown(odd_archives_are_refused, clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

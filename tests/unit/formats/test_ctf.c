/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_ctf - Common Transfer Files to rows of pupils, whatever their version.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "formats/grid.h"

static struct arena arena;

static int clean(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

#define HEADER                                                                                                     \
    "<Header><CTFversion>25.0</CTFversion><DateTime>2026-11-20T08:00:00</DateTime><SourceSchool><LEA>888</LEA>"    \
    "<Estab>7005</Estab></SourceSchool><DestSchool><LEA>888</LEA><Estab>7005</Estab></DestSchool></Header>"
#define FILE_OF(pupils) "<CTfile>" HEADER "<CTFpupilData>" pupils "</CTFpupilData></CTfile>"
#define ZOE "<UPN>A1</UPN><Surname>O’Brien</Surname><Forename>Zoë</Forename><DOB>2012-10-01</DOB>"

static struct grid *read_file(const char *text) {
    struct err err = { 0 };
    struct grid *grid = NULL;
    bool fine = grid_read(&arena, STR("ctf.xml"), str_from(text), &grid, NULL, &err);
    if (!fine) print_error("%s\n", err.text);
    assert_true(fine);
    return grid;
}

static void value_is(const struct grid *grid, uint32_t row, const char *heading, const char *text) {
    for (uint32_t c = 0; c < grid->rows[0].cell_count; c++) {
        if (!str_is(grid_at(grid, 0, c), heading)) continue;
        assert_string_equal(str_c(&arena, grid_at(grid, row, c)), text);
        return;
    }
    assert_string_equal(heading, text[0] ? "there is no such column" : heading);
}

static void refused(struct str bytes, enum code code, const char *said) {
    struct err err = { 0 };
    struct grid *grid;
    assert_false(grid_read(&arena, STR("ctf.xml"), bytes, &grid, NULL, &err));
    if (!strstr(err.text, said)) print_error("%s\n", err.text);
    assert_int_equal(err.code, code);
    assert_non_null(strstr(err.text, said));
    assert_non_null(strstr(err.text, "ctf.xml"));
}

static bool remarks(const struct grid *grid, const char *said) {
    for (size_t i = 0; i < grid->remark_count; i++)
        if (strstr(str_c(&arena, grid->remarks[i]), said)) return true;
    return false;
}

static void old_and_new_versions_give_the_same(void **state) {
    (void)state;
    struct grid *grid = read_file(FILE_OF("<Pupil>" ZOE "<Sex>F</Sex><BasicDetails><NCyearActual>9</NCyearActual></BasicDetails></Pupil>"
                                          "<Pupil><UPN>A2</UPN><Gender>M</Gender><NCyearActual>10</NCyearActual></Pupil>"));
    value_is(grid, 1, "UPN", "A1");
    value_is(grid, 1, "Surname", "O’Brien");
    value_is(grid, 1, "Sex", "F");
    value_is(grid, 1, "NC Year", "9");
    value_is(grid, 2, "Sex", "M");
    value_is(grid, 2, "NC Year", "10");
    value_is(grid, 2, "Surname", "");
    assert_true(str_is(grid->encoding, "a Common Transfer File, version 25.0"));
    assert_int_equal(grid->remark_count, 0);
    assert_int_equal(grid->rows[2].line, 2);
}

static void the_newest_provision_counts(void **state) {
    (void)state;
    struct grid *grid = read_file(FILE_OF(
        "<Pupil>" ZOE "<SENhistory><SEN><StartDate>2024-09-01</StartDate><SENprovision>E</SENprovision></SEN>"
        "<SEN><StartDate>2022-09-01</StartDate><SENprovision>K</SENprovision></SEN></SENhistory></Pupil>"
        "<Pupil>" ZOE "<SENhistory><SEN><StartDate>2012-09-01</StartDate><SENprovision>S</SENprovision></SEN></SENhistory></Pupil><Pupil>" ZOE "</Pupil>"));
    value_is(grid, 1, "SEN provision", "E");
    value_is(grid, 2, "SEN provision", "S - statement");
    value_is(grid, 3, "SEN provision", "");
}

static void only_the_stay_at_this_school_counts(void **state) {
    (void)state;
    struct grid *grid = read_file(FILE_OF(
        "<Pupil>" ZOE "<SchoolHistory><School><LEA>888</LEA><Estab>7005</Estab><EntryDate>2024-09-03</EntryDate></School><School><LEA>888</LEA>"
        "<Estab>4000</Estab><EntryDate>2023-09-01</EntryDate><LeavingDate>2024-07-20</LeavingDate></School></SchoolHistory></Pupil>"
        "<Pupil>" ZOE "<SchoolHistory><School><LEA>888</LEA><Estab>7005</Estab><EntryDate>2022-09-03</EntryDate><LeavingDate>2026-07-17</LeavingDate>"
        "<LeavingReason>EL</LeavingReason></School></SchoolHistory></Pupil>"));
    value_is(grid, 1, "Date of admission", "2024-09-03");
    value_is(grid, 1, "Date of leaving", "");
    value_is(grid, 2, "Date of leaving", "2026-07-17");
    value_is(grid, 2, "Leaving reason", "EL");
}

static void meals_hold_while_no_end_has_passed(void **state) {
    (void)state;
#define MEALS(inside) "<Pupil>" ZOE "<FSMhistory>" inside "</FSMhistory></Pupil>"
    struct grid *grid = read_file(FILE_OF(
        MEALS("<FSMinstance><FSMstartDate>2026-01-01</FSMstartDate></FSMinstance>")
        MEALS("<FSMinstance><FSMstartDate>2020-01-01</FSMstartDate><FSMendDate>2024-03-31</FSMendDate></FSMinstance>") MEALS("")));
    value_is(grid, 1, "FSM", "true");
    value_is(grid, 2, "FSM", "false");
    value_is(grid, 3, "FSM", "");
}

static void what_is_not_known_is_passed_over_and_named(void **state) {
    (void)state;
    struct grid *grid = read_file(FILE_OF("<Pupil>" ZOE "<Attendance><UPN>B9</UPN><Surname>Wrong</Surname></Attendance><x:UPN xmlns:x='urn:vendor'>C9</x:UPN>"
                                          "<Languages><Language><Surname>Castell</Surname></Language></Languages></Pupil>"));
    value_is(grid, 1, "UPN", "A1");
    value_is(grid, 1, "Surname", "O’Brien");
    assert_true(remarks(grid, "not read: Attendance, Languages"));
    grid = read_file("<c:CTfile xmlns:c='urn:mis'><c:CTFpupilData><c:Pupil><c:UPN>A1</c:UPN><UPN>B9</UPN></c:Pupil></c:CTFpupilData></c:CTfile>");
    value_is(grid, 1, "UPN", "A1");
    assert_true(remarks(grid, "the namespace 'urn:mis'"));
    assert_true(remarks(grid, "does not say a version"));
}

static void address_and_numbers_are_read(void **state) {
    (void)state;
#define LINES(inside) "<Pupil>" ZOE "<Address><AddressLines>" inside "</AddressLines><PostCode>ZZ2 2ZZ</PostCode></Address></Pupil>"
    struct grid *grid = read_file(FILE_OF(
        "<Pupil>" ZOE "<Address><BS7666Address><PAON>14</PAON><SAON>Flat 2</SAON><Street>Mill Lane</Street><Town>Saltby</Town><PostTown>SALTBY</PostTown>"
        "<UniquePropertyReferenceNumber>1</UniquePropertyReferenceNumber></BS7666Address><PostCode>ZZ1 1ZZ</PostCode></Address>"
        "<Phones><Phone><TelephoneType>H</TelephoneType><PhoneNo>01632 960001</PhoneNo></Phone><Phone><PhoneNo>07700 900001</PhoneNo></Phone></Phones>"
        "<Email>zoe@home.example</Email></Pupil>"
        LINES("<AddressLine1>The Mill</AddressLine1><AddressLine2>Saltby</AddressLine2>") LINES("<AddressLine>The Quay</AddressLine>")
        "<Pupil>" ZOE "<Address><AddressLines><AddressLine1>The Weir</AddressLine1></AddressLines><County>Saltshire</County><Postcode>ZZ3 3ZZ</Postcode></Address></Pupil>"
        "<Pupil>" ZOE "</Pupil>"));
    value_is(grid, 1, "Address", "Flat 2, 14 Mill Lane, Saltby");
    value_is(grid, 1, "Postcode", "ZZ1 1ZZ");
    value_is(grid, 1, "Telephone", "01632 960001, 07700 900001, zoe@home.example");
    value_is(grid, 2, "Address", "The Mill, Saltby");
    value_is(grid, 3, "Address", "The Quay");
    value_is(grid, 3, "Postcode", "ZZ2 2ZZ");
    value_is(grid, 4, "Address", "The Weir, Saltshire");
    value_is(grid, 4, "Postcode", "ZZ3 3ZZ");
    value_is(grid, 5, "Address", "");
    value_is(grid, 5, "Telephone", "");
}

static void the_parent_is_who_has_responsibility_and_comes_first(void **state) {
    (void)state;
#define KIN(order, name, more) "<Contact><Order>" order "</Order><Surname>Castell</Surname><Forename>" name "</Forename>" more "</Contact>"
#define CARES(said) "<Responsibility>" said "</Responsibility>"
#define LIVES(line) "<Address><AddressLines><AddressLine1>" line "</AddressLine1></AddressLines><PostCode>ZZ1 1ZZ</PostCode></Address>"
#define FAMILY(inside) "<Pupil>" ZOE "<Contacts>" inside "</Contacts></Pupil>"
    struct grid *grid = read_file(FILE_OF(
        FAMILY(KIN("1", "Una", CARES("false")) KIN("3", "Ivo", CARES("true")) KIN("2", "Ana", CARES("true") LIVES("9 Quay")))
        FAMILY(KIN("1", "Una", "") KIN("2", "Ivo", CARES("1")))
        FAMILY(KIN("2", "Ivo", "") KIN("1", "Ana", ""))
        FAMILY(KIN("1", "Una", CARES("false")))
        "<Pupil>" ZOE "<Contacts>" KIN("1", "Ana", LIVES("9 Quay") "<Phones><Phone><PhoneNo>01632 960002</PhoneNo></Phone></Phones>") "</Contacts>"
        LIVES("9 Quay") "</Pupil>" FAMILY("<Contact><Forename>Nia</Forename></Contact>")
        FAMILY(KIN("1", "Ana", "<AddressAsPupil>true</AddressAsPupil>" LIVES("1 Old Road"))) FAMILY(KIN("1", "Ana", "<AddressAsPupil>false</AddressAsPupil>" LIVES("1 Old Road")))));
    value_is(grid, 1, "Parent", "Ana Castell");
    value_is(grid, 1, "Parent address", "9 Quay, ZZ1 1ZZ");
    value_is(grid, 2, "Parent", "Ivo Castell");
    value_is(grid, 3, "Parent", "Ana Castell");
    value_is(grid, 4, "Parent", "");
    value_is(grid, 5, "Parent address", "");
    value_is(grid, 5, "Telephone", "01632 960002");
    value_is(grid, 6, "Parent", "Nia");
    value_is(grid, 7, "Parent address", "");
    value_is(grid, 8, "Parent address", "1 Old Road, ZZ1 1ZZ");
    assert_false(remarks(grid, "AddressAsPupil"));
}

static void the_school_that_it_is_for_is_told(void **state) {
    (void)state;
    assert_true(str_is(read_file(FILE_OF("<Pupil>" ZOE "</Pupil>"))->sent_to, "888/7005"));
    assert_int_equal(read_file("<CTfile><CTFpupilData><Pupil>" ZOE "</Pupil></CTFpupilData></CTfile>")->sent_to.size, 0);
}

static void every_encoding_is_read(void **state) {
    (void)state;
    value_is(read_file("<?xml version='1.0' encoding='Windows-1252'?><CTfile><CTFpupilData><Pupil><Surname>O\x92" "Brien Zo\xEB</Surname></Pupil>"
                       "</CTFpupilData></CTfile>"), 1, "Surname", "O’Brien Zoë");
    value_is(read_file("\xEF\xBB\xBF<CTfile><CTFpupilData><Pupil><Surname>Zoë</Surname></Pupil></CTFpupilData></CTfile>"), 1, "Surname", "Zoë");
    const char *plain = "<CTfile><CTFpupilData><Pupil><UPN>A1</UPN></Pupil></CTFpupilData></CTfile>";
    struct buf wide = { 0 };
    buf_add(&wide, STR("\xFF\xFE"));
    for (size_t i = 0; plain[i]; i++) buf_add_byte(&wide, plain[i]), buf_add_byte(&wide, 0);
    struct grid *grid;
    struct err err = { 0 };
    assert_true(grid_read(&arena, STR("ctf.xml"), buf_str(&wide), &grid, NULL, &err));
    value_is(grid, 1, "UPN", "A1");
    buf_free(&wide);
    refused(STR("<?xml version='1.0' encoding='klingon'?><CTfile/>"), CODE_UNKNOWN_FORMAT, "'klingon'");
    refused(STR("<?xml version='1.0' encoding='Windows-1252'?><CTfile>\x81</CTfile>"), CODE_UNKNOWN_FORMAT, "not well-formed");
}

static void what_is_no_transfer_file_is_refused(void **state) {
    (void)state;
    refused(STR("<!DOCTYPE CTfile [<!ENTITY a 'x'>]><CTfile>&a;</CTfile>"), CODE_UNKNOWN_FORMAT, "line 1: it declares a document type");
    refused(STR("<?xml version='1.0'?>\n<NCCIS xmlns='urn:ncc'><A/></NCCIS>"), CODE_UNKNOWN_FORMAT, "begins with <NCCIS> of urn:ncc");
    refused(STR("<CTfile><CTFpupilData>\n<Pupil><UPN>A1</UPN>"), CODE_UNKNOWN_FORMAT, "line 2: it ends in the middle");
    refused(STR("<CTfile><CTFpupilData><Pupil><UPN>A1</Pupil>"), CODE_UNKNOWN_FORMAT, "not well-formed");
    refused(STR(FILE_OF("")), CODE_UNKNOWN_FORMAT, "without a pupil");
    refused(STR("<CTfile>&boom;</CTfile>"), CODE_UNKNOWN_FORMAT, "not well-formed");
    refused(STR("<html><body>Log in</body></html>"), CODE_UNKNOWN_FORMAT, "a web page");
    struct buf big = { 0 };
    buf_add_c(&big, "<CTfile><CTFpupilData><Pupil><UPN>");
    for (int i = 0; i < 5000; i++) buf_add_byte(&big, 'A');
    buf_add_c(&big, "</UPN></Pupil></CTFpupilData></CTfile>");
    refused(buf_str(&big), CODE_FILE_LIMIT, "pupil 1: an element holds more");
    buf_clear(&big);
    buf_add_c(&big, "<CTfile><Pupil x='");
    for (int i = 0; i < 3000000; i++) buf_add_byte(&big, 'A');
    refused(buf_str(&big), CODE_FILE_LIMIT, "one tag or remark holds more");
    buf_free(&big);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(old_and_new_versions_give_the_same, clean),
        cmocka_unit_test_teardown(the_newest_provision_counts, clean),
        cmocka_unit_test_teardown(only_the_stay_at_this_school_counts, clean),
        cmocka_unit_test_teardown(meals_hold_while_no_end_has_passed, clean),
        cmocka_unit_test_teardown(what_is_not_known_is_passed_over_and_named, clean),
        cmocka_unit_test_teardown(address_and_numbers_are_read, clean),
        cmocka_unit_test_teardown(the_parent_is_who_has_responsibility_and_comes_first, clean),
        cmocka_unit_test_teardown(the_school_that_it_is_for_is_told, clean),
        cmocka_unit_test_teardown(every_encoding_is_read, clean),
        cmocka_unit_test_teardown(what_is_no_transfer_file_is_refused, clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_reading - hours, year groups, yes and no, codes: as people type them and as files have them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "work/reading.h"

static int64_t hours(const char *text) {
    int64_t minutes;
    return reading_hours(str_from(text), &minutes) ? minutes : -1;
}

static int64_t years(const char *text) {
    int64_t mask;
    return reading_years(str_from(text), &mask) ? mask : -1;
}

static int64_t year(const char *text) {
    int64_t out;
    return reading_year(str_from(text), &out) ? out : -1;
}

static void hours_are_minutes(void **state) {
    (void)state;
    assert_int_equal(hours("6"), 360);
    assert_int_equal(hours("6.5"), 390);
    assert_int_equal(hours("6.25"), 375);
    assert_int_equal(hours("6:30"), 390);
    assert_int_equal(hours("6 hours"), 360);
    assert_int_equal(hours("6h"), 360);
    assert_int_equal(hours("1000"), 60000);
    assert_int_equal(hours("1001"), -1);
    assert_int_equal(hours("6:60"), -1);
    assert_int_equal(hours("-6"), -1);
    assert_int_equal(hours("6.5.1"), -1);
    assert_int_equal(hours(""), -1);
    assert_int_equal(hours("h"), -1);
}

static void a_year_group_is_known_by_its_number(void **state) {
    (void)state;
    const char *nine[] = { "9", "09", "Y9", "y09", "Yr 9", "Year 9", "Year  9", "YEAR 9" };
    for (size_t i = 0; i < COUNT_OF(nine); i++) assert_int_equal(year(nine[i]), 9);
    assert_int_equal(year("0"), 0);
    assert_int_equal(year("14"), 14);
    assert_int_equal(year("15"), -1);
    assert_int_equal(year("N1"), -1);
    assert_int_equal(year("R"), -1);
    assert_int_equal(year(""), -1);
}

static void years_are_a_mask_and_a_hyphen_is_a_range(void **state) {
    (void)state;
    assert_int_equal(years("8"), 1 << 8);
    assert_int_equal(years("8,9"), 3 << 8);
    assert_int_equal(years("8; 10"), 5 << 8);
    assert_int_equal(years("8-11"), 15 << 8);
    assert_int_equal(years("Years 8 to 11"), 15 << 8);
    assert_int_equal(years("Year 8 and Year 9"), 3 << 8);
    assert_int_equal(years("Y8 & Y9"), 3 << 8);
    assert_int_equal(years("8\xE2\x80\x93" "11"), 15 << 8);
    assert_int_equal(years("7-8, 12-13"), (3 << 7) | (3 << 12));
    assert_int_equal(years("11-8"), -1);
    assert_int_equal(years("-8"), -1);
    assert_int_equal(years("8-"), -1);
    assert_int_equal(years("15"), -1);
    assert_int_equal(years("all"), -1);
    assert_int_equal(years(""), -1);
}

static void yes_and_no_are_words_and_signs(void **state) {
    (void)state;
    int64_t out = -1;
    assert_true(reading_flag(STR(" YES "), &out));
    assert_int_equal(out, 1);
    assert_true(reading_flag(STR("F"), &out));
    assert_int_equal(out, 0);
    assert_false(reading_flag(STR("maybe"), &out));
    assert_false(reading_flag(STR(""), &out));
}

static void codes_are_found_without_case_and_with_spaces(void **state) {
    (void)state;
    struct arena arena = { 0 };
    const struct str codes[] = { STR_INIT("F"), STR_INIT("head_of_department"), STR_INIT("in_person") };
    const struct field field = { .codes = codes, .code_count = 3 };
    assert_int_equal(reading_code(&field, &arena, STR("f")), 0);
    assert_int_equal(reading_code(&field, &arena, STR("Head of Department")), 1);
    assert_int_equal(reading_code(&field, &arena, STR("in-person")), 2);
    assert_int_equal(reading_code(&field, &arena, STR("x")), FIELD_ABSENT);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_are_minutes),
        cmocka_unit_test(a_year_group_is_known_by_its_number),
        cmocka_unit_test(years_are_a_mask_and_a_hyphen_is_a_range),
        cmocka_unit_test(yes_and_no_are_words_and_signs),
        cmocka_unit_test(codes_are_found_without_case_and_with_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_date - civil dates, school years, ages, on the days where they go wrong.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"

static struct date on(const char *iso) {
    struct date d;
    assert_true(date_parse_iso(str_from(iso), &d));
    return d;
}

static void assert_date(struct date got, const char *iso) {
    char text[DATE_ISO_SIZE];
    assert_string_equal(date_iso(got, text), iso);
}

static void every_day_of_five_centuries_comes_back(void **state) {
    (void)state;
    struct date d = on("1800-01-01");
    struct date end = on("2299-12-31");
    int weekday = 2; /* a Wednesday */
    for (; !date_after(d, end); d.day++) {
        int year, month, day;
        struct date again;
        date_parts(d, &year, &month, &day);
        assert_true(date_make(year, month, day, &again));
        assert_true(date_same(d, again));
        assert_true(date_same(d, date_from_number(date_number(d))));
        assert_int_equal(date_weekday(d), weekday);
        weekday = (weekday + 1) % 7;
    }
    assert_int_equal(on("1970-01-01").day, 0);
    assert_int_equal(on("2000-03-01").day, 11017);
}

static void refuses_days_that_do_not_exist(void **state) {
    (void)state;
    struct date d;
    assert_false(date_make(2027, 2, 29, &d));
    assert_true(date_make(2028, 2, 29, &d));
    assert_false(date_make(2100, 2, 29, &d));
    assert_true(date_make(2000, 2, 29, &d));
    assert_false(date_make(2026, 4, 31, &d));
    assert_false(date_make(2026, 13, 1, &d));
    assert_false(date_make(2026, 0, 1, &d));
    assert_false(date_make(2026, 1, 0, &d));
    assert_false(date_make(1799, 12, 31, &d));
    assert_false(date_make(2300, 1, 1, &d));
    assert_false(date_parse_iso(STR("2026-9-01"), &d));
    assert_false(date_parse_iso(STR("2026-09-01 "), &d));
    assert_false(date_parse_iso(STR("2026/09/01"), &d));
    assert_false(date_parse_iso(STR("2026-02-30"), &d));
    assert_false(date_parse_iso(STR(""), &d));
}

static void a_missing_day_of_the_month_becomes_its_last(void **state) {
    (void)state;
    assert_date(date_add_months(on("2026-08-31"), 6), "2027-02-28");
    assert_date(date_add_months(on("2027-08-31"), 6), "2028-02-29");
    assert_date(date_add_months(on("2028-02-29"), 12), "2029-02-28");
    assert_date(date_add_months(on("2028-02-29"), 48), "2032-02-29");
    assert_date(date_add_months(on("2027-02-28"), 6), "2027-08-28");
    assert_date(date_add_months(on("2027-01-31"), 1), "2027-02-28");
    assert_date(date_add_months(on("2027-03-31"), -1), "2027-02-28");
    assert_date(date_add_months(on("2027-01-15"), -1), "2026-12-15");
    assert_date(date_add_months(on("2027-01-15"), -13), "2025-12-15");
    assert_date(date_add_months(on("2026-12-31"), 1), "2027-01-31");
    assert_date(date_add_months(on("2026-12-31"), 0), "2026-12-31");
}

static void days_cross_months_and_years(void **state) {
    (void)state;
    assert_date(date_add_days(on("2026-08-31"), 1), "2026-09-01");
    assert_date(date_add_days(on("2027-02-28"), 1), "2027-03-01");
    assert_date(date_add_days(on("2028-02-28"), 1), "2028-02-29");
    assert_date(date_add_days(on("2027-01-01"), -1), "2026-12-31");
}

static void none_and_first_stay_what_they_are(void **state) {
    (void)state;
    char text[DATE_LONG_SIZE];
    assert_false(date_known(date_add_days(DATE_NONE, 5)));
    assert_false(date_known(date_add_months(DATE_NONE, -5)));
    assert_true(date_same(date_add_days(DATE_FIRST, -5), DATE_FIRST));
    assert_true(date_after(DATE_NONE, on("2299-12-31")));
    assert_true(date_before(DATE_FIRST, on("1800-01-01")));
    assert_int_equal(date_number(DATE_NONE), 0);
    assert_false(date_known(date_from_number(0)));
    assert_true(date_same(date_from_number(date_number(DATE_FIRST)), DATE_FIRST));
    assert_string_equal(date_iso(DATE_NONE, text), "");
    assert_string_equal(date_short(DATE_NONE, text), "no date");
    assert_string_equal(date_long(DATE_NONE, text), "no date");
    assert_false(date_known(date_birthday(DATE_NONE, 16, LEAP_MAR_01)));
    /* far away is still a date that can be printed */
    assert_date(date_add_days(on("2026-01-01"), INT32_MAX), "9999-12-31");
    assert_date(date_add_days(on("2026-01-01"), INT32_MIN), "0001-01-01");
    assert_date(date_add_months(on("2026-01-01"), INT32_MAX), "9999-12-31");
    assert_date(date_add_months(on("2026-01-01"), INT32_MIN), "0001-01-01");
}

static void prints_for_people_and_for_data(void **state) {
    (void)state;
    char text[DATE_LONG_SIZE];
    assert_string_equal(date_short(on("2026-09-07"), text), "7 September 2026");
    assert_string_equal(date_long(on("2026-09-07"), text), "Monday 7 September 2026");
    assert_string_equal(date_long(on("2026-09-30"), text), "Wednesday 30 September 2026");
    assert_date(on("2026-09-07"), "2026-09-07");
    assert_int_equal(date_number(on("2026-09-07")), 20260907);
}

static void a_school_year_turns_on_the_first_of_september(void **state) {
    (void)state;
    char text[SCHOOL_YEAR_SIZE];
    assert_int_equal(school_year_of(on("2026-08-31")), 2025);
    assert_int_equal(school_year_of(on("2026-09-01")), 2026);
    assert_int_equal(school_year_of(on("2027-01-01")), 2026);
    assert_date(school_year_start(2026), "2026-09-01");
    assert_date(school_year_end(2026), "2027-08-31");
    assert_string_equal(school_year_name(2026, text), "2026/27");
    assert_string_equal(school_year_name(1999, text), "1999/00");
    assert_date(school_year_day(2026, 9, 1), "2026-09-01");
    assert_date(school_year_day(2026, 12, 31), "2026-12-31");
    assert_date(school_year_day(2026, 1, 1), "2027-01-01");
    assert_date(school_year_day(2026, 8, 31), "2027-08-31");
    assert_date(school_year_day(2026, 2, 29), "2027-02-28");
    assert_date(school_year_day(2027, 2, 29), "2028-02-29");
    assert_date(school_year_day(2027, 2, 28), "2028-02-28");
}

static void an_age_is_reached_on_the_birthday(void **state) {
    (void)state;
    struct date born = on("2010-11-23");
    assert_date(date_birthday(born, 16, LEAP_MAR_01), "2026-11-23");
    assert_int_equal(date_age(born, on("2026-11-22"), LEAP_MAR_01), 15);
    assert_int_equal(date_age(born, on("2026-11-23"), LEAP_MAR_01), 16);
    assert_int_equal(date_age(born, on("2010-11-23"), LEAP_MAR_01), 0);
    assert_true(date_age(born, on("2010-11-22"), LEAP_MAR_01) < 0);
}

static void a_leap_day_birthday_follows_the_reading(void **state) {
    (void)state;
    struct date born = on("2012-02-29");
    assert_date(date_birthday(born, 15, LEAP_MAR_01), "2027-03-01");
    assert_date(date_birthday(born, 15, LEAP_FEB_28), "2027-02-28");
    assert_date(date_birthday(born, 16, LEAP_MAR_01), "2028-02-29");
    assert_date(date_birthday(born, 16, LEAP_FEB_28), "2028-02-29");
    assert_int_equal(date_age(born, on("2027-02-28"), LEAP_MAR_01), 14);
    assert_int_equal(date_age(born, on("2027-02-28"), LEAP_FEB_28), 15);
    assert_int_equal(date_age(born, on("2027-03-01"), LEAP_MAR_01), 15);
}

static void a_year_has_its_key_stage(void **state) {
    (void)state;
    static const int STAGES[] = { 0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 0 };
    for (int year = 0; year < (int)COUNT_OF(STAGES); year++) assert_int_equal(key_stage_of_year(year), STAGES[year]);
    assert_int_equal(key_stage_of_year(-1), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_five_centuries_comes_back),
        cmocka_unit_test(refuses_days_that_do_not_exist),
        cmocka_unit_test(a_missing_day_of_the_month_becomes_its_last),
        cmocka_unit_test(days_cross_months_and_years),
        cmocka_unit_test(none_and_first_stay_what_they_are),
        cmocka_unit_test(prints_for_people_and_for_data),
        cmocka_unit_test(a_school_year_turns_on_the_first_of_september),
        cmocka_unit_test(an_age_is_reached_on_the_birthday),
        cmocka_unit_test(a_leap_day_birthday_follows_the_reading),
        cmocka_unit_test(a_year_has_its_key_stage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

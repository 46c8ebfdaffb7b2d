/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_clock - summer time on the days of the change, stamps, and a clock that goes forward.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"

static int64_t at(int year, int month, int day, int hour, int minute, int second) {
    struct date d;
    assert_true(date_make(year, month, day, &d));
    return (int64_t)d.day * 86400 + hour * 3600 + minute * 60 + second;
}

static void assert_day(int64_t utc, const char *iso) {
    char text[DATE_ISO_SIZE];
    assert_string_equal(date_iso(clock_london_date(utc), text), iso);
}

static void summer_time_begins_and_ends_at_one_in_the_morning(void **state) {
    (void)state;
    assert_int_equal(clock_london_offset(at(2027, 3, 28, 0, 59, 59)), 0);
    assert_int_equal(clock_london_offset(at(2027, 3, 28, 1, 0, 0)), 3600);
    assert_int_equal(clock_london_offset(at(2027, 10, 31, 0, 59, 59)), 3600);
    assert_int_equal(clock_london_offset(at(2027, 10, 31, 1, 0, 0)), 0);
    assert_int_equal(clock_london_offset(at(2026, 3, 29, 0, 59, 59)), 0);
    assert_int_equal(clock_london_offset(at(2026, 3, 29, 1, 0, 0)), 3600);
    assert_int_equal(clock_london_offset(at(2026, 10, 25, 0, 59, 59)), 3600);
    assert_int_equal(clock_london_offset(at(2026, 10, 25, 1, 0, 0)), 0);
    assert_int_equal(clock_london_offset(at(2026, 1, 1, 12, 0, 0)), 0);
    assert_int_equal(clock_london_offset(at(2026, 7, 1, 12, 0, 0)), 3600);
}

static void the_london_day_turns_an_hour_early_in_summer(void **state) {
    (void)state;
    assert_day(at(2026, 7, 31, 22, 59, 59), "2026-07-31");
    assert_day(at(2026, 7, 31, 23, 0, 0), "2026-08-01");
    assert_day(at(2026, 11, 23, 23, 59, 59), "2026-11-23");
    assert_day(at(2026, 11, 24, 0, 0, 0), "2026-11-24");
    assert_day(at(2026, 8, 31, 23, 30, 0), "2026-09-01"); /* a new school year */
    assert_day(-1, "1969-12-31");
}

static void stamps_are_utc(void **state) {
    (void)state;
    char text[CLOCK_STAMP_SIZE];
    assert_string_equal(clock_stamp(at(2026, 11, 23, 8, 0, 0), text), "2026-11-23T08:00:00Z");
    assert_string_equal(clock_stamp(at(2026, 7, 1, 23, 59, 59), text), "2026-07-01T23:59:59Z");
    assert_string_equal(clock_stamp(-1, text), "1969-12-31T23:59:59Z");
}

static void the_clock_of_budgets_goes_forward(void **state) {
    (void)state;
    int64_t first = clock_monotonic_ns(), second = clock_monotonic_ns();
    assert_true(second >= first);
    assert_true(clock_now() > at(2020, 1, 1, 0, 0, 0));
    assert_true(date_after(clock_today(), (struct date){ 18262 }));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(summer_time_begins_and_ends_at_one_in_the_morning),
        cmocka_unit_test(the_london_day_turns_an_hour_early_in_summer),
        cmocka_unit_test(stamps_are_utc),
        cmocka_unit_test(the_clock_of_budgets_goes_forward),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

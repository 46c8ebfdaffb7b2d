/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_date_read - dates as people type them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"

static struct date today(void) {
    struct date d;
    assert_true(date_make(2026, 11, 23, &d)); /* a Monday */
    return d;
}

static void assert_reads(const char *text, const char *iso) {
    struct date d = DATE_NONE;
    struct err err = { 0 };
    char got[DATE_ISO_SIZE];
    if (!date_read(str_from(text), today(), &d, &err)) fail_msg("'%s': %s", text, err.text);
    if (strcmp(date_iso(d, got), iso) != 0) fail_msg("'%s' gave %s, not %s", text, got, iso);
}

static void reads_every_form_day_first(void **state) {
    (void)state;
    static const char *const FORMS[] = {
        "7/9/2026", "07/09/2026", "7-9-26", "7.9.2026", "7 9 2026", "7/9/26", "7 Sep 2026", "7 september 2026",
        "7 SEPT 2026", "7-Sep-26", "7sep2026", "7th September 2026", "7 th sep 2026", "September 7, 2026",
        "Sep 7 2026", "2026-09-07", "2026/9/7", "  7/9/2026  ", "Monday 7 September 2026", "mon 7/9/2026",
        "Monday, 7 September 2026", "Monday 7th September 2026",
    };
    for (size_t i = 0; i < COUNT_OF(FORMS); i++) assert_reads(FORMS[i], "2026-09-07");
}

static void a_day_without_a_year_lies_in_the_school_year_of_today(void **state) {
    (void)state;
    assert_reads("7 Sep", "2026-09-07");
    assert_reads("7/9", "2026-09-07");
    assert_reads("31 December", "2026-12-31");
    assert_reads("1 jan", "2027-01-01");
    assert_reads("28/2", "2027-02-28");
    assert_reads("31/8", "2027-08-31");
    assert_reads("1/9", "2026-09-01");
    assert_reads("may 3", "2027-05-03");
}

static void reads_words_for_days_near_today(void **state) {
    (void)state;
    assert_reads("today", "2026-11-23");
    assert_reads("Yesterday", "2026-11-22");
    assert_reads("tomorrow", "2026-11-24");
    assert_reads("next monday", "2026-11-30");
    assert_reads("next Tue", "2026-11-24");
    assert_reads("next sunday", "2026-11-29");
    assert_reads("last monday", "2026-11-16");
    assert_reads("last Sunday", "2026-11-22");
}

static void two_digits_of_a_year_are_the_near_century(void **state) {
    (void)state;
    assert_reads("23/11/09", "2009-11-23");
    assert_reads("1/9/30", "2030-09-01");
    assert_reads("1/9/47", "2047-09-01");
    assert_reads("1/9/48", "1948-09-01");
    assert_reads("1/9/99", "1999-09-01");
}

static void assert_refused(const char *text, const char *says) {
    struct date d;
    struct err err = { 0 };
    if (date_read(str_from(text), today(), &d, &err)) fail_msg("'%s' was read", text);
    assert_int_equal(err.code, CODE_NO_SUCH_DATE);
    if (!strstr(err.text, says)) fail_msg("'%s': %s", text, err.text);
}

static void refuses_impossible_dates_with_a_sentence(void **state) {
    (void)state;
    assert_refused("31/2/2027", "31 February 2027 does not exist: that month has 28 days.");
    assert_refused("29 Feb", "29 February 2027 does not exist");
    assert_refused("31 June", "30 days");
    assert_refused("0/9/2026", "does not exist");
    assert_refused("9/13/2026", "There is no month 13.");
    assert_refused("2026-13-01", "There is no month 13.");
    assert_refused("1/1/1066", "too far away");
    assert_refused("Tuesday 7 September 2026", "is no Tuesday");
}

static void refuses_what_is_no_date(void **state) {
    (void)state;
    static const char *const WRONG[] = { "", " ", "soon", "next", "next week", "monday", "7", "2026", "7/9/202", "7/9/2026/1",
                                         "1/2/3/4/5/6/7", "20260907", "7 Foo", "Sep", "Sep Sep", "7/9/2026 10:30", "7 S",
                                         "7/9/20267", "99999999999999999999", "7é9", "todayy", "7 Sep 1" };
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) assert_refused(WRONG[i], "can not be read as a date");
}

static void without_a_today_only_whole_dates_are_read(void **state) {
    (void)state;
    struct date d;
    struct err err = { 0 };
    assert_true(date_read(STR("7/9/2026"), DATE_NONE, &d, &err));
    assert_true(date_read(STR("23/11/09"), DATE_NONE, &d, &err));
    assert_int_equal(date_number(d), 20091123);
    assert_false(date_read(STR("today"), DATE_NONE, &d, &err));
    assert_false(date_read(STR("7 Sep"), DATE_NONE, &d, &err));
    assert_false(date_read(STR("next monday"), DATE_NONE, &d, &err));
}

static void reads_back_what_it_prints(void **state) {
    (void)state;
    struct err err = { 0 };
    for (int32_t i = 0; i < 800; i++) {
        struct date d = date_add_days(today(), i), again;
        char text[DATE_LONG_SIZE];
        assert_true(date_read(str_from(date_long(d, text)), today(), &again, &err));
        assert_true(date_same(d, again));
        assert_true(date_read(str_from(date_iso(d, text)), today(), &again, &err));
        assert_true(date_same(d, again));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_form_day_first),
        cmocka_unit_test(a_day_without_a_year_lies_in_the_school_year_of_today),
        cmocka_unit_test(reads_words_for_days_near_today),
        cmocka_unit_test(two_digits_of_a_year_are_the_near_century),
        cmocka_unit_test(refuses_impossible_dates_with_a_sentence),
        cmocka_unit_test(refuses_what_is_no_date),
        cmocka_unit_test(without_a_today_only_whole_dates_are_read),
        cmocka_unit_test(reads_back_what_it_prints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

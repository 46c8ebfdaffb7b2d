/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_calendar - school days against a slow count, parts, and what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"

static struct arena arena;

static int clean(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct date on(const char *iso) {
    struct date d;
    assert_true(date_parse_iso(str_from(iso), &d));
    return d;
}

static void assert_date(struct date got, const char *iso) {
    char text[DATE_ISO_SIZE];
    assert_string_equal(date_iso(got, text), iso);
}

static struct half_term half(enum season term, int number, const char *first, const char *last) {
    return (struct half_term){ term, number, on(first), on(last) };
}

static struct closure closed(const char *first, const char *last, const char *why) {
    return (struct closure){ on(first), on(last), str_from(why) };
}

static struct calendar *make(const struct half_term *halves, size_t count, const struct closure *closures, size_t more) {
    struct calendar *calendar = NULL;
    struct err err = { 0 };
    if (!calendar_make(&arena, halves, count, closures, more, &calendar, &err)) fail_msg("%s", err.text);
    return calendar;
}

/* The invented year 2026/27: two INSET days, the second at the very beginning, and a bank holiday. */
static struct calendar *usual(void) {
    const struct half_term halves[] = {
        half(TERM_SUMMER, 2, "2027-06-07", "2027-07-21"), half(TERM_AUTUMN, 1, "2026-09-02", "2026-10-23"),
        half(TERM_AUTUMN, 2, "2026-11-02", "2026-12-18"), half(TERM_SPRING, 1, "2027-01-04", "2027-02-12"),
        half(TERM_SPRING, 2, "2027-02-22", "2027-03-25"), half(TERM_SUMMER, 1, "2027-04-12", "2027-05-28"),
    };
    const struct closure closures[] = {
        closed("2027-05-03", "2027-05-03", "bank holiday"), closed("2026-10-05", "2026-10-05", "INSET"),
        closed("2027-01-04", "2027-01-05", "INSET"),
    };
    return make(halves, COUNT_OF(halves), closures, COUNT_OF(closures));
}

static void a_school_day_is_in_term_and_no_weekend_and_no_closure(void **state) {
    (void)state;
    struct calendar *c = usual();
    assert_true(calendar_has_terms(c, 2026));
    assert_false(calendar_has_terms(c, 2025));
    assert_false(calendar_is_school_day(c, on("2026-09-01")));
    assert_true(calendar_is_school_day(c, on("2026-09-02")));
    assert_false(calendar_is_school_day(c, on("2026-09-05"))); /* a Saturday */
    assert_false(calendar_is_school_day(c, on("2026-10-05")));
    assert_true(calendar_is_school_day(c, on("2026-10-23")));
    assert_false(calendar_is_school_day(c, on("2026-10-26"))); /* half-term holiday */
    assert_false(calendar_is_school_day(c, on("2027-05-03")));
    assert_true(calendar_is_school_day(c, on("2027-07-21")));
    assert_false(calendar_is_school_day(c, on("2027-07-22")));
    assert_false(calendar_is_school_day(c, DATE_NONE));
    assert_false(calendar_is_school_day(c, DATE_FIRST));
}

static void moves_a_day_to_the_school_day_before_or_after(void **state) {
    (void)state;
    struct calendar *c = usual();
    assert_date(calendar_school_day_before(c, on("2027-08-31")), "2027-07-21"); /* last of the year */
    assert_date(calendar_school_day_before(c, on("2026-10-30")), "2026-10-23");
    assert_date(calendar_school_day_before(c, on("2026-10-05")), "2026-10-02"); /* closure, then a weekend */
    assert_date(calendar_school_day_before(c, on("2026-10-02")), "2026-10-02");
    assert_date(calendar_school_day_after(c, on("2026-10-03")), "2026-10-06");
    assert_date(calendar_school_day_after(c, on("2026-12-19")), "2027-01-06");
    assert_date(calendar_school_day_after(c, on("2026-09-02")), "2026-09-02");
    assert_date(calendar_school_day_before(c, on("2027-02-28")), "2027-02-26"); /* a Sunday */
    assert_false(date_known(calendar_school_day_before(c, DATE_NONE)));
    assert_true(date_same(calendar_school_day_after(c, DATE_FIRST), DATE_FIRST));
}

static void a_year_without_terms_ends_on_20_july(void **state) {
    (void)state;
    struct calendar *c = usual();
    assert_date(calendar_school_day_before(c, on("2026-08-31")), "2026-07-20"); /* a Monday */
    assert_date(calendar_school_day_before(c, on("2025-08-31")), "2025-07-18"); /* 20 July 2025 is a Sunday */
    assert_date(calendar_school_day_after(c, on("2027-07-22")), "2027-09-01");
    assert_true(calendar_is_school_day(c, on("2025-12-25"))); /* nobody told us about holidays */
    assert_date(calendar_school_day_after(c, on("2024-08-15")), "2024-09-02"); /* 1 September 2024 is a Sunday */
}

static void counts_school_days_ahead_and_back(void **state) {
    (void)state;
    struct calendar *c = usual();
    assert_date(calendar_add_school_days(c, on("2026-09-02"), 1), "2026-09-03");
    assert_date(calendar_add_school_days(c, on("2026-09-04"), 1), "2026-09-07");
    assert_date(calendar_add_school_days(c, on("2026-10-23"), 1), "2026-11-02");
    assert_date(calendar_add_school_days(c, on("2026-10-28"), 1), "2026-11-02");
    assert_date(calendar_add_school_days(c, on("2026-10-28"), 0), "2026-11-02");
    assert_date(calendar_add_school_days(c, on("2026-10-28"), -1), "2026-10-23");
    assert_date(calendar_add_school_days(c, on("2026-11-02"), -1), "2026-10-23");
    assert_date(calendar_add_school_days(c, on("2026-11-02"), 0), "2026-11-02");
    assert_date(calendar_add_school_days(c, on("2026-09-02"), -1), "2026-07-20");
    assert_int_equal(calendar_count_school_days(c, on("2026-09-01"), on("2026-09-06")), 3);
    assert_int_equal(calendar_count_school_days(c, on("2026-10-05"), on("2026-10-05")), 0);
    assert_int_equal(calendar_count_school_days(c, on("2026-10-06"), on("2026-10-06")), 1);
    assert_int_equal(calendar_count_school_days(c, on("2026-10-06"), on("2026-10-05")), 0);
    assert_true(calendar_count_school_days(c, DATE_FIRST, DATE_NONE) > 1000000);
}

/* The same answers, day by day. */
static struct date slow_nth(const struct calendar *c, struct date d, int n) {
    while (n) {
        d = date_add_days(d, n > 0 ? 1 : -1);
        if (calendar_is_school_day(c, d)) n += n > 0 ? -1 : 1;
    }
    return d;
}

static void agrees_with_counting_day_by_day(void **state) {
    (void)state;
    struct calendar *c = usual();
    static const char *const STARTS[] = { "1901-05-05", "1979-06-01", "2026-06-01", "2099-06-01", "2150-01-01" };
    for (size_t s = 0; s < COUNT_OF(STARTS); s++) {
        struct date from = on(STARTS[s]);
        int32_t counted = 0;
        for (int32_t i = 0; i < 800; i++) {
            struct date d = date_add_days(from, i);
            bool open = calendar_is_school_day(c, d);
            counted += open;
            assert_int_equal(calendar_count_school_days(c, from, d), counted);
            assert_true(date_same(calendar_school_day_before(c, d), open ? d : slow_nth(c, d, -1)));
            assert_true(date_same(calendar_school_day_after(c, d), open ? d : slow_nth(c, d, 1)));
            for (int n = -12; n <= 12; n += 4) {
                if (n) assert_true(date_same(calendar_add_school_days(c, d, n), slow_nth(c, d, n)));
            }
        }
    }
}

static void crosses_the_edges_of_its_tables(void **state) {
    (void)state;
    struct calendar *c = usual();
    int32_t many = calendar_count_school_days(c, on("1950-01-02"), on("2150-01-03")); /* a Saturday */
    assert_true(many > 40000);
    assert_date(calendar_add_school_days(c, on("1950-01-01"), many), "2150-01-02");
    assert_true(date_known(calendar_add_school_days(c, on("2026-01-01"), INT32_MAX)));
    assert_true(date_known(calendar_add_school_days(c, on("2026-01-01"), INT32_MIN)));
}

static void assert_part(struct calendar_part part, enum season term, int number, const char *opens, const char *closes) {
    assert_int_equal(part.term, term);
    assert_int_equal(part.half, number);
    assert_date(part.opens, opens);
    assert_date(part.closes, closes);
}

static void a_part_closes_on_the_day_before_the_next_opens(void **state) {
    (void)state;
    struct calendar *c = usual();
    size_t count;
    const struct calendar_part *terms = calendar_terms(c, &count);
    assert_int_equal(count, 3);
    assert_part(terms[0], TERM_AUTUMN, 0, "2026-09-01", "2027-01-05");
    assert_part(terms[1], TERM_SPRING, 0, "2027-01-06", "2027-04-11"); /* two INSET days at the start */
    assert_part(terms[2], TERM_SUMMER, 0, "2027-04-12", "2027-08-31");
    const struct calendar_part *halves = calendar_half_terms(c, &count);
    assert_int_equal(count, 6);
    assert_part(halves[0], TERM_AUTUMN, 1, "2026-09-01", "2026-11-01");
    assert_part(halves[1], TERM_AUTUMN, 2, "2026-11-02", "2027-01-05");
    assert_part(halves[5], TERM_SUMMER, 2, "2027-06-07", "2027-08-31");
    for (size_t i = 0; i < count; i++) assert_int_equal(halves[i].school_year, 2026);
}

static void a_year_that_lists_only_some_parts_still_works(void **state) {
    (void)state;
    const struct half_term halves[] = {
        half(TERM_AUTUMN, 2, "2025-11-03", "2025-12-19"), half(TERM_SUMMER, 1, "2026-04-13", "2026-05-22"),
        half(TERM_SPRING, 1, "2027-01-04", "2027-02-12"),
    };
    struct calendar *c = make(halves, COUNT_OF(halves), NULL, 0);
    size_t count;
    const struct calendar_part *terms = calendar_terms(c, &count);
    assert_int_equal(count, 3);
    assert_part(terms[0], TERM_AUTUMN, 0, "2025-09-01", "2026-04-12");
    assert_part(terms[1], TERM_SUMMER, 0, "2026-04-13", "2026-08-31");
    assert_part(terms[2], TERM_SPRING, 0, "2027-01-04", "2027-08-31");
    const struct calendar_part *parts = calendar_half_terms(c, &count);
    assert_int_equal(count, 3);
    assert_part(parts[0], TERM_AUTUMN, 2, "2025-11-03", "2026-04-12");
    assert_false(calendar_is_school_day(c, on("2026-01-12"))); /* not listed: not in term */
}

static void without_half_terms_there_are_no_parts(void **state) {
    (void)state;
    struct calendar *c = make(NULL, 0, NULL, 0);
    size_t count = 9;
    calendar_terms(c, &count);
    assert_int_equal(count, 0);
    calendar_half_terms(c, &count);
    assert_int_equal(count, 0);
    assert_date(calendar_school_day_before(c, on("2027-08-31")), "2027-07-20");
}

static void a_half_term_closed_throughout_opens_as_written(void **state) {
    (void)state;
    const struct half_term halves[] = { half(TERM_SPRING, 1, "2027-01-04", "2027-02-12"),
                                        half(TERM_SPRING, 2, "2027-02-22", "2027-03-25") };
    const struct closure closures[] = { closed("2027-02-22", "2027-03-31", "flood"), closed("2027-03-01", "2027-03-05", "") };
    struct calendar *c = make(halves, 2, closures, 2);
    size_t count;
    assert_part(calendar_half_terms(c, &count)[1], TERM_SPRING, 2, "2027-02-22", "2027-08-31");
    assert_date(calendar_school_day_before(c, on("2027-08-31")), "2027-02-12");
}

static void assert_refused(const struct half_term *halves, size_t count, const struct closure *closures, size_t more,
                           const char *says) {
    struct calendar *c = NULL;
    struct err err = { 0 };
    assert_false(calendar_make(&arena, halves, count, closures, more, &c, &err));
    if (!strstr(err.text, says)) fail_msg("%s", err.text);
    assert_int_equal(code_outcome(err.code), OUTCOME_POLICY);
}

static void refuses_terms_that_can_not_be(void **state) {
    (void)state;
    struct half_term a = half(TERM_AUTUMN, 1, "2026-09-02", "2026-10-23");
    struct half_term pairs[2] = { a, half(TERM_AUTUMN, 2, "2026-10-23", "2026-12-18") };
    assert_refused(pairs, 2, NULL, 0, "begins on 23 October 2026, before autumn 1 has ended");
    pairs[1] = half(TERM_AUTUMN, 1, "2026-11-02", "2026-12-18");
    assert_refused(pairs, 2, NULL, 0, "autumn 1 is written twice for 2026/27");
    pairs[0] = half(TERM_SPRING, 1, "2026-09-02", "2026-10-23");
    pairs[1] = half(TERM_AUTUMN, 1, "2026-11-02", "2026-12-18");
    assert_refused(pairs, 2, NULL, 0, "spring 1 comes before autumn 1");
    struct half_term one = half(TERM_SUMMER, 2, "2027-07-21", "2027-06-07");
    assert_refused(&one, 1, NULL, 0, "before it begins");
    one = half(TERM_SUMMER, 2, "2027-06-07", "2027-09-02");
    assert_refused(&one, 1, NULL, 0, "over the end of a school year");
    one = half(TERM_SUMMER, 3, "2027-06-07", "2027-07-02");
    assert_refused(&one, 1, NULL, 0, "halves 1 and 2, not 3");
    one = (struct half_term){ TERM_SUMMER, 1, on("2027-06-07"), DATE_NONE };
    assert_refused(&one, 1, NULL, 0, "first and its last day");
    one = half(TERM_SUMMER, 1, "1902-06-07", "1902-07-02");
    assert_refused(&one, 1, NULL, 0, "terms lie between 1980");
    struct closure wrong = closed("2027-05-04", "2027-05-03", "flood");
    assert_refused(&a, 1, &wrong, 1, "'flood' ends on 3 May 2027");
}

static void bytes_do_not_depend_on_the_order_of_writing(void **state) {
    (void)state;
    const struct half_term halves[] = { half(TERM_AUTUMN, 1, "2026-09-02", "2026-10-23"),
                                        half(TERM_AUTUMN, 2, "2026-11-02", "2026-12-18") };
    const struct half_term turned[] = { halves[1], halves[0] };
    const struct closure closures[] = { closed("2026-10-05", "2026-10-05", "INSET"),
                                        closed("2026-10-05", "2026-10-05", "flood") };
    const struct closure swapped[] = { closures[1], closures[0] };
    struct buf a = { 0 }, b = { 0 };
    calendar_bytes(make(halves, 2, closures, 2), &a);
    calendar_bytes(make(turned, 2, swapped, 2), &b);
    assert_string_equal(a.at, b.at);
    assert_string_equal(a.at, "calendar 1\nhalf autumn 1 2026-09-02 2026-10-23\nhalf autumn 2 2026-11-02 2026-12-18\n"
                              "closed 2026-10-05 2026-10-05 5:INSET\nclosed 2026-10-05 2026-10-05 5:flood\n");
    buf_free(&a);
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_school_day_is_in_term_and_no_weekend_and_no_closure, clean),
        cmocka_unit_test_teardown(moves_a_day_to_the_school_day_before_or_after, clean),
        cmocka_unit_test_teardown(a_year_without_terms_ends_on_20_july, clean),
        cmocka_unit_test_teardown(counts_school_days_ahead_and_back, clean),
        cmocka_unit_test_teardown(agrees_with_counting_day_by_day, clean),
        cmocka_unit_test_teardown(crosses_the_edges_of_its_tables, clean),
        cmocka_unit_test_teardown(a_part_closes_on_the_day_before_the_next_opens, clean),
        cmocka_unit_test_teardown(a_year_that_lists_only_some_parts_still_works, clean),
        cmocka_unit_test_teardown(without_half_terms_there_are_no_parts, clean),
        cmocka_unit_test_teardown(a_half_term_closed_throughout_opens_as_written, clean),
        cmocka_unit_test_teardown(refuses_terms_that_can_not_be, clean),
        cmocka_unit_test_teardown(bytes_do_not_depend_on_the_order_of_writing, clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

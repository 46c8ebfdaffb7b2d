/* SPDX-License-Identifier: GPL-3.0-or-later
 * What may be told about a pupil on a day, and what is new: the boundary days by table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "work/sharing.h"

static struct date day(int year, int month, int of_month) {
    struct date d = DATE_NONE;
    assert_true(date_make(year, month, of_month, &d));
    return d;
}

static void the_word_passes_to_the_pupil_on_the_birthday(void **state) {
    const struct instruction parent_no[] = { { day(2025, 10, 1), SAID_BY_PARENT, SAID_NO } };
    const struct instruction pupil_no[] = { { day(2025, 10, 1), SAID_BY_PUPIL, SAID_NO } };
    struct date born = day(2010, 3, 1), before = day(2026, 2, 28), birthday = day(2026, 3, 1);
    (void)state;
    assert_int_equal(sharing_on(born, before, LEAP_MAR_01, NULL, 0), SHARING_FULL);
    assert_int_equal(sharing_on(born, birthday, LEAP_MAR_01, NULL, 0), SHARING_FULL);
    assert_int_equal(sharing_on(born, before, LEAP_MAR_01, parent_no, 1), SHARING_PARENT_NO);
    assert_int_equal(sharing_on(born, birthday, LEAP_MAR_01, parent_no, 1), SHARING_NOT_ASKED);
    assert_int_equal(sharing_on(born, before, LEAP_MAR_01, pupil_no, 1), SHARING_FULL);
    assert_int_equal(sharing_on(born, birthday, LEAP_MAR_01, pupil_no, 1), SHARING_PUPIL_NO);
}

/* 2100 has no 29 February, so the reading decides about one day. */
static void the_reading_decides_for_a_birthday_that_is_not_there(void **state) {
    const struct instruction pupil_no[] = { { day(2099, 10, 1), SAID_BY_PUPIL, SAID_NO } };
    struct date born = day(2084, 2, 29);
    (void)state;
    assert_int_equal(sharing_on(born, day(2100, 2, 27), LEAP_FEB_28, pupil_no, 1), SHARING_FULL);
    assert_int_equal(sharing_on(born, day(2100, 2, 28), LEAP_FEB_28, pupil_no, 1), SHARING_PUPIL_NO);
    assert_int_equal(sharing_on(born, day(2100, 2, 28), LEAP_MAR_01, pupil_no, 1), SHARING_FULL);
    assert_int_equal(sharing_on(born, day(2100, 3, 1), LEAP_MAR_01, pupil_no, 1), SHARING_PUPIL_NO);
}

static void the_last_word_of_each_counts(void **state) {
    const struct instruction said[] = { { day(2026, 4, 1), SAID_BY_PARENT, SAID_NO }, { day(2026, 5, 1), SAID_BY_PUPIL, SAID_YES },
                                        { day(2026, 6, 1), SAID_BY_PARENT, SAID_NO }, { day(2026, 7, 1), SAID_BY_PUPIL, SAID_NO } };
    struct date born = day(2010, 3, 1);
    (void)state;
    assert_int_equal(sharing_on(born, day(2026, 3, 31), LEAP_MAR_01, said, 4), SHARING_FULL);
    assert_int_equal(sharing_on(born, day(2026, 4, 30), LEAP_MAR_01, said, 4), SHARING_NOT_ASKED);
    assert_int_equal(sharing_on(born, day(2026, 5, 1), LEAP_MAR_01, said, 4), SHARING_FULL);
    assert_int_equal(sharing_on(born, day(2026, 6, 30), LEAP_MAR_01, said, 4), SHARING_FULL); /* a parent has no say any more */
    assert_int_equal(sharing_on(born, day(2026, 7, 1), LEAP_MAR_01, said, 4), SHARING_PUPIL_NO);
}

static void what_is_not_known_protects(void **state) {
    const struct instruction by_nobody[] = { { day(2025, 10, 1), SAID_BY_UNKNOWN, SAID_NO } };
    const struct instruction yes_by_nobody[] = { { day(2025, 9, 1), SAID_BY_PARENT, SAID_NO }, { day(2025, 10, 1), SAID_BY_UNKNOWN, SAID_YES } };
    const struct instruction unread[] = { { day(2025, 10, 1), SAID_BY_PARENT, SAID_UNKNOWN } };
    struct date born = day(2010, 3, 1), before = day(2026, 2, 28), after = day(2026, 3, 2);
    (void)state;
    assert_int_equal(sharing_on(DATE_NONE, before, LEAP_MAR_01, NULL, 0), SHARING_NO_BIRTHDAY);
    assert_int_equal(sharing_on(born, before, LEAP_MAR_01, by_nobody, 1), SHARING_PARENT_NO);
    assert_int_equal(sharing_on(born, after, LEAP_MAR_01, by_nobody, 1), SHARING_PUPIL_NO);
    assert_int_equal(sharing_on(born, before, LEAP_MAR_01, yes_by_nobody, 2), SHARING_PARENT_NO);
    assert_int_equal(sharing_on(born, before, LEAP_MAR_01, unread, 1), SHARING_PARENT_NO);
}

static void asks_anew_who_was_spoken_for(void **state) {
    const struct instruction parent_yes[] = { { day(2025, 10, 1), SAID_BY_PARENT, SAID_YES } };
    const struct instruction answered[] = { { day(2025, 10, 1), SAID_BY_PARENT, SAID_NO }, { day(2026, 3, 5), SAID_BY_PUPIL, SAID_YES } };
    struct date born = day(2010, 3, 1);
    (void)state;
    assert_false(sharing_ask_again(born, day(2026, 2, 28), LEAP_MAR_01, parent_yes, 1));
    assert_true(sharing_ask_again(born, day(2026, 3, 1), LEAP_MAR_01, parent_yes, 1));
    assert_false(sharing_ask_again(born, day(2026, 3, 1), LEAP_MAR_01, NULL, 0));
    assert_true(sharing_ask_again(born, day(2026, 3, 4), LEAP_MAR_01, answered, 2));
    assert_false(sharing_ask_again(born, day(2026, 3, 5), LEAP_MAR_01, answered, 2));
}

static void hears_a_pupil_who_may_not_object_yet(void **state) {
    const struct instruction alone[] = { { day(2025, 10, 1), SAID_BY_PUPIL, SAID_NO } };
    const struct instruction both[] = { { day(2025, 10, 1), SAID_BY_PUPIL, SAID_NO }, { day(2025, 10, 2), SAID_BY_PARENT, SAID_NO } };
    struct date born = day(2010, 3, 1);
    (void)state;
    assert_false(sharing_unheard(born, day(2025, 9, 30), LEAP_MAR_01, alone, 1));
    assert_true(sharing_unheard(born, day(2025, 10, 1), LEAP_MAR_01, alone, 1));
    assert_true(sharing_unheard(born, day(2026, 2, 28), LEAP_MAR_01, alone, 1));
    assert_false(sharing_unheard(born, day(2026, 3, 1), LEAP_MAR_01, alone, 1));
    assert_int_equal(sharing_on(born, day(2026, 3, 1), LEAP_MAR_01, alone, 1), SHARING_PUPIL_NO);
    assert_false(sharing_unheard(born, day(2026, 2, 28), LEAP_MAR_01, both, 2));
    assert_false(sharing_unheard(born, day(2026, 2, 28), LEAP_MAR_01, NULL, 0));
}

static void tells_again_only_what_differs(void **state) {
    const struct told told[] = { { 3, STR("aa") }, { 7, STR("bb") }, { 9, STR("cc") } };
    (void)state;
    assert_int_equal(sharing_news(told, 3, 7, STR("bb")), NEWS_SAME);
    assert_int_equal(sharing_news(told, 3, 7, STR("bc")), NEWS_CHANGED);
    assert_int_equal(sharing_news(told, 3, 3, STR("aa")), NEWS_SAME);
    assert_int_equal(sharing_news(told, 3, 9, STR("cd")), NEWS_CHANGED);
    assert_int_equal(sharing_news(told, 3, 8, STR("bb")), NEWS_NEW);
    assert_int_equal(sharing_news(told, 0, 3, STR("aa")), NEWS_NEW);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_word_passes_to_the_pupil_on_the_birthday),
        cmocka_unit_test(the_reading_decides_for_a_birthday_that_is_not_there),
        cmocka_unit_test(the_last_word_of_each_counts),
        cmocka_unit_test(what_is_not_known_protects),
        cmocka_unit_test(asks_anew_who_was_spoken_for),
        cmocka_unit_test(hears_a_pupil_who_may_not_object_yet),
        cmocka_unit_test(tells_again_only_what_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

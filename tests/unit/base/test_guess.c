/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_guess - distances and the nearest name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/guess.h"

static void counts_edits_and_swaps_of_neighbours_as_one(void **state) {
    (void)state;
    assert_int_equal(guess_distance(STR("check"), STR("check"), 9), 0);
    assert_int_equal(guess_distance(STR("chekc"), STR("check"), 9), 1);
    assert_int_equal(guess_distance(STR("chck"), STR("check"), 9), 1);
    assert_int_equal(guess_distance(STR("checkk"), STR("check"), 9), 1);
    assert_int_equal(guess_distance(STR("cheek"), STR("check"), 9), 1);
    assert_int_equal(guess_distance(STR("CHECK"), STR("check"), 9), 0);
    assert_int_equal(guess_distance(STR(""), STR("abc"), 9), 3);
    assert_int_equal(guess_distance(STR("zoë"), STR("Zoe"), 9), 0);
    assert_int_equal(guess_distance(STR("kitten"), STR("sitting"), 9), 3);
}

static void stops_counting_above_the_limit(void **state) {
    (void)state;
    assert_int_equal(guess_distance(STR("kitten"), STR("sitting"), 2), 3);
    assert_int_equal(guess_distance(STR("abcdef"), STR("uvwxyz"), 2), 3);
    assert_int_equal(guess_distance(STR("a"), STR("abcdefgh"), 3), 4);
    char large[200];
    memset(large, 'x', sizeof large);
    assert_int_equal(guess_distance((struct str){ large, 200 }, STR("x"), 4), 5);
    assert_int_equal(guess_distance((struct str){ large, 200 }, (struct str){ large, 200 }, 4), 0);
}

static void of_two_as_near_takes_the_one_that_begins_more_alike(void **state) {
    (void)state;
    static const struct str CLAUSES[] = { STR_INIT("4.4.33"), STR_INIT("4.6.3"), STR_INIT("4.7.33") };
    struct str near = guess_nearest(STR("4.6.33"), CLAUSES, 3);
    assert_true(str_is(near, "4.6.3"));
    near = guess_nearest(STR("4.5.33"), CLAUSES, 3);
    assert_true(str_is(near, "4.4.33"));
}

static void guesses_the_nearest_and_the_first_of_equals(void **state) {
    (void)state;
    static const struct str WORDS[] = { STR_INIT("remind"), STR_INIT("check"), STR_INIT("chest"), STR_INIT("why") };
    assert_true(str_is(guess_nearest(STR("chekc"), WORDS, 4), "check"));
    assert_true(str_is(guess_nearest(STR("xheck"), WORDS, 4), "check"));
    static const struct str EQUALS[] = { STR_INIT("bat"), STR_INIT("cat") };
    assert_true(str_is(guess_nearest(STR("rat"), EQUALS, 2), "bat"));
    assert_true(str_is(guess_nearest(STR("wy"), WORDS, 4), "why"));
    assert_int_equal(guess_nearest(STR("import"), WORDS, 4).size, 0);
    assert_int_equal(guess_nearest(STR("ab"), WORDS, 4).size, 0);
    assert_int_equal(guess_nearest(STR("x"), NULL, 0).size, 0);
}

static void says_it_as_a_question_or_not_at_all(void **state) {
    (void)state;
    struct arena arena = { 0 };
    static const struct str WORDS[] = { STR_INIT("meaningful"), STR_INIT("mode") };
    assert_string_equal(guess_hint(&arena, STR("menaingful"), WORDS, 2).at, "Did you mean 'meaningful'?");
    assert_int_equal(guess_hint(&arena, STR("speaker"), WORDS, 2).size, 0);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_edits_and_swaps_of_neighbours_as_one),
        cmocka_unit_test(stops_counting_above_the_limit),
        cmocka_unit_test(of_two_as_near_takes_the_one_that_begins_more_alike),
        cmocka_unit_test(guesses_the_nearest_and_the_first_of_equals),
        cmocka_unit_test(says_it_as_a_question_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * How a clause stands on a printed page: nothing is told about one to five pupils, on either side of a number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "work/publish.h"

#define MOST 30

/* One clause with one duty of pupils; `met` of `all` have what it asks for, of the others it is said how they stand. */
static const char *stands_with(struct arena *arena, size_t met, size_t all, enum status rest, struct str *key) {
    struct rule_version version = { .force = FORCE_MUST, .owner = -1 };
    struct rule rule = { .name = STR("4.6.4/encounter"), .title = STR("an encounter"), .clause = STR("4.6.4"), .versions = &version,
                         .version_count = 1, .applies = true };
    struct clause clause = { .number = STR("4.6.4"), .title = STR("Encounters"), .benchmark = 5, .applies = true };
    struct policy policy = { .clauses = &clause, .clause_count = 1, .rules = &rule, .rule_count = 1 };
    struct pupil_row pupils[MOST] = { 0 };
    uint32_t by_id[MOST];
    uint64_t others[1][STATUS_COUNT] = { 0 };
    for (uint32_t i = 0; i < MOST; i++) {
        pupils[i].id = i + 1;
        by_id[i] = i;
    }
    struct roster roster = { .pupils = pupils, .pupil_count = MOST, .by_id = by_id };
    struct position position = { .roster = &roster };
    position.as_of = date_from_number(20261123);
    struct standing *standing = standing_new(arena, &policy);
    for (size_t i = 0; i < all; i++) {
        struct finding finding = { .subject_type = SUBJECT_PUPIL, .subject = (int64_t)i + 1, .status = i < met ? STATUS_MET : rest,
                                   .late_until = DATE_NONE };
        standing_take(standing, &position, &finding);
    }
    struct publish_live live = { standing, (const uint64_t(*)[STATUS_COUNT])others, 6 };
    return str_c(arena, publish_standing(arena, &policy, 0, &live, key));
}

static const char *stands(struct arena *arena, size_t met, size_t all, struct str *key) { return stands_with(arena, met, all, STATUS_OVERDUE, key); }

/* Nobody is late, and not everybody has it: that is not "met", whoever reads the page. */
static void what_is_still_to_come_is_not_met(void **state) {
    static const struct { size_t met, all; const char *words; } CASES[] = {
        { 0, 20, "still to come for all 20 pupils, nobody is late" },
        { 6, 20, "done for 6 of 20 pupils, the other 14 still have time" },
        { 14, 20, "done for 14 of 20 pupils, the other 6 still have time" },
        { 5, 20, "done for some of 20 pupils, the others still have time" },
        { 15, 20, "done for some of 20 pupils, the others still have time" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct arena arena = { 0 };
        struct str key;
        assert_string_equal(stands_with(&arena, CASES[i].met, CASES[i].all, STATUS_ON_TRACK, &key), CASES[i].words);
        assert_string_equal(str_c(&arena, key), "on_track");
        arena_free(&arena);
    }
}

static void check(size_t met, size_t all, const char *words, const char *key) {
    struct arena arena = { 0 };
    struct str status;
    assert_string_equal(stands(&arena, met, all, &status), words);
    assert_string_equal(str_c(&arena, status), key);
    arena_free(&arena);
}

static void five_pupils_are_not_shown_and_six_are(void **state) {
    (void)state;
    check(0, 5, "fewer than 6 pupils, not shown", "");
    check(5, 5, "fewer than 6 pupils, not shown", "");
    check(6, 6, "all 6 pupils", "met");
    check(0, 6, "none of 6 pupils yet", "not_yet");
}

static void few_of_many_hide_on_both_sides(void **state) {
    (void)state;
    check(1, 20, "fewer than 6 of 20 pupils", "partly");
    check(5, 20, "fewer than 6 of 20 pupils", "partly");
    check(6, 20, "6 of 20 pupils", "partly");
    check(14, 20, "14 of 20 pupils", "partly");
    check(15, 20, "all but fewer than 6 of 20 pupils", "partly");
    check(19, 20, "all but fewer than 6 of 20 pupils", "partly");
}

/* Five and two, or two and five: the words must be the same, or the smaller number could be told. */
static void few_on_both_sides_tell_nothing(void **state) {
    struct arena arena = { 0 };
    struct str key;
    (void)state;
    for (size_t met = 2; met <= 5; met++)
        assert_string_equal(stands(&arena, met, 7, &key), "all but fewer than 6 of 7 pupils");
    arena_free(&arena);
}

static void nobody_concerned_says_nothing(void **state) {
    (void)state;
    check(0, 0, "", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_pupils_are_not_shown_and_six_are),
        cmocka_unit_test(few_of_many_hide_on_both_sides),
        cmocka_unit_test(few_on_both_sides_tell_nothing),
        cmocka_unit_test(nobody_concerned_says_nothing),
        cmocka_unit_test(what_is_still_to_come_is_not_met),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

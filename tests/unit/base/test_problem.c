/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_problem - adding with a cap, order, outcome.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/problem.h"

static struct place at(const char *file, uint32_t line, uint32_t column) {
    return (struct place){ .file = str_from(file), .line = line, .column = column };
}

static void keeps_its_own_copy_of_what_it_is_told(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct problems list = { .arena = &arena };
    char file[] = "policy.lua", next[] = "Did you mean 'meaningful'?";
    problem_add(&list, CODE_UNKNOWN_FIELD, SEVERITY_ERROR, at(file, 3, 9), next, "No field '%s'.", "menaingful");
    memset(file, 'z', sizeof file - 1);
    memset(next, 'z', sizeof next - 1);
    assert_int_equal(list.count, 1);
    assert_true(str_is(list.at[0].place.file, "policy.lua"));
    assert_true(str_is(list.at[0].next, "Did you mean 'meaningful'?"));
    assert_true(str_is(list.at[0].said, "No field 'menaingful'."));
    arena_free(&arena);
}

static void sorts_by_place_and_keeps_the_order_of_arrival(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct problems list = { .arena = &arena };
    problem_add(&list, CODE_LOAD, SEVERITY_ERROR, at("b.lua", 1, 1), NULL, "5");
    problem_add(&list, CODE_LOAD, SEVERITY_ERROR, at("a.lua", 10, 2), NULL, "3");
    problem_add(&list, CODE_LOAD, SEVERITY_NOTE, at("a.lua", 9, 7), NULL, "1");
    problem_add(&list, CODE_LOAD, SEVERITY_ERROR, at("a.lua", 10, 2), NULL, "4");
    problem_add(&list, CODE_LOAD, SEVERITY_WARNING, at("a.lua", 10, 1), NULL, "2");
    problem_add(&list, CODE_LOAD, SEVERITY_ERROR, at("", 0, 0), NULL, "0");
    problem_sort(&list);
    for (size_t i = 0; i < list.count; i++) assert_int_equal(list.at[i].said.at[0], (char)('0' + i));
    arena_free(&arena);
}

static void keeps_two_hundred_of_each_severity_and_counts_the_rest(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct problems list = { .arena = &arena };
    for (uint32_t i = 0; i < 250; i++) {
        problem_add(&list, CODE_UNKNOWN_WORD, SEVERITY_ERROR, at("a.lua", i, 0), NULL, "e");
        problem_add(&list, CODE_UNKNOWN_WORD, SEVERITY_NOTE, at("a.lua", i, 0), NULL, "n");
    }
    problem_add(&list, CODE_MIXED_SCRIPT, SEVERITY_WARNING, at("a.lua", 1, 0), NULL, "w");
    assert_int_equal(list.count, 401);
    assert_int_equal(list.errors, 250);
    assert_int_equal(list.warnings, 1);
    assert_int_equal(list.dropped, 100);
    arena_free(&arena);
}

static void a_list_that_says_so_keeps_more(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct problems list = { .arena = &arena, .most = 250 };
    for (uint32_t i = 0; i < 250; i++) assert_non_null(problem_add(&list, CODE_UNKNOWN_PUPIL, SEVERITY_ERROR, at("", 0, 0), NULL, "e"));
    assert_null(problem_add(&list, CODE_UNKNOWN_PUPIL, SEVERITY_ERROR, at("", 0, 0), NULL, "one too many"));
    assert_int_equal(list.count, 250);
    assert_int_equal(list.dropped, 1);
    arena_free(&arena);
}

static void a_worse_error_is_never_the_one_that_is_dropped(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct problems list = { .arena = &arena };
    for (uint32_t i = 0; i < 300; i++) problem_add(&list, CODE_UNKNOWN_PUPIL, SEVERITY_ERROR, at("", 0, 0), NULL, "e");
    assert_int_equal(problem_outcome(&list), OUTCOME_DOUBT);
    problem_add(&list, CODE_MISSING_COLUMN, SEVERITY_ERROR, at("", 0, 0), NULL, "worse");
    assert_int_equal(problem_outcome(&list), OUTCOME_DATA);
    assert_int_equal(list.count, PROBLEM_CAP);
    arena_free(&arena);
}

static void warnings_and_notes_do_not_change_the_outcome(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct problems list = { .arena = &arena };
    problem_add(&list, CODE_INTERNAL, SEVERITY_WARNING, at("", 0, 0), NULL, "w");
    problem_add(&list, CODE_INTERNAL, SEVERITY_NOTE, at("", 0, 0), NULL, "n");
    assert_int_equal(problem_outcome(&list), OUTCOME_DONE);
    struct err err = { 0 };
    err_set(&err, CODE_BAD_DATE, "No such day.");
    err_next(&err, "Look again.");
    problem_add_err(&list, at("terms.lua", 4, 0), &err);
    assert_int_equal(problem_outcome(&list), OUTCOME_POLICY);
    assert_true(str_is(list.at[2].next, "Look again."));
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_its_own_copy_of_what_it_is_told),
        cmocka_unit_test(sorts_by_place_and_keeps_the_order_of_arrival),
        cmocka_unit_test(keeps_two_hundred_of_each_severity_and_counts_the_rest),
        cmocka_unit_test(a_list_that_says_so_keeps_more),
        cmocka_unit_test(a_worse_error_is_never_the_one_that_is_dropped),
        cmocka_unit_test(warnings_and_notes_do_not_change_the_outcome),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

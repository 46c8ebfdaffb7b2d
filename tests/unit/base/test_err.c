/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_err - codes, outcomes, cutting and wrapping.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void every_code_has_a_name_of_its_own_and_a_sentence(void **state) {
    (void)state;
    for (int i = CODE_NONE + 1; i < CODE_COUNT; i++) {
        enum code code = (enum code)i;
        assert_true(strlen(code_name(code)) > 0);
        assert_true(strlen(code_sentence(code)) > 0);
        assert_int_equal(code_by_name(code_name(code)), code);
        for (int j = i + 1; code_number(code) && j < CODE_COUNT; j++) {
            assert_int_not_equal(code_number(code), code_number((enum code)j));
        }
    }
}

static void finds_a_code_by_name_or_number(void **state) {
    (void)state;
    assert_int_equal(code_by_name("unknown-field"), CODE_UNKNOWN_FIELD);
    assert_int_equal(code_by_name("E105"), CODE_UNKNOWN_FIELD);
    assert_int_equal(code_by_name("e105"), CODE_UNKNOWN_FIELD);
    assert_int_equal(code_by_name("105"), CODE_UNKNOWN_FIELD);
    assert_int_equal(code_by_name("upn-check-letter"), CODE_UPN_CHECK_LETTER);
    assert_int_equal(code_by_name("E"), CODE_NONE);
    assert_int_equal(code_by_name(""), CODE_NONE);
    assert_int_equal(code_by_name("105x"), CODE_NONE);
    assert_int_equal(code_by_name("0"), CODE_NONE);
    assert_int_equal(code_by_name("unknown-fiel"), CODE_NONE);
}

static void gives_the_worse_of_two_outcomes_in_either_order(void **state) {
    (void)state;
    static const enum outcome ORDER[] = { OUTCOME_INTERRUPTED, OUTCOME_INTERNAL, OUTCOME_DATA, OUTCOME_REQUEST,
                                          OUTCOME_POLICY, OUTCOME_RULE, OUTCOME_GATE, OUTCOME_DOUBT, OUTCOME_DONE };
    for (size_t i = 0; i < COUNT_OF(ORDER); i++) {
        for (size_t j = i; j < COUNT_OF(ORDER); j++) {
            assert_int_equal(outcome_worse(ORDER[i], ORDER[j]), ORDER[i]);
            assert_int_equal(outcome_worse(ORDER[j], ORDER[i]), ORDER[i]);
        }
    }
}

static void setting_an_error_is_false_and_forgets_the_old_next_step(void **state) {
    (void)state;
    struct err err = { 0 };
    assert_false(err_set(&err, CODE_FILE, "%s is missing.", "pupils.csv"));
    assert_false(err_next(&err, "Try %d.", 2));
    assert_string_equal(err.text, "pupils.csv is missing.");
    assert_string_equal(err.next, "Try 2.");
    err_set(&err, CODE_DAMAGED, "Damaged.");
    assert_string_equal(err.next, "");
    assert_int_equal(err.code, CODE_DAMAGED);
}

static void wraps_from_outside_in_and_keeps_the_code(void **state) {
    (void)state;
    struct err err = { 0 };
    err_set(&err, CODE_BAD_CELL, "31/02/2012 is not a date.");
    err_wrap(&err, "row %d", 12);
    assert_false(err_wrap(&err, "import"));
    assert_string_equal(err.text, "import: row 12: 31/02/2012 is not a date.");
    assert_int_equal(err.code, CODE_BAD_CELL);
}

static void takes_its_own_text_as_an_argument(void **state) {
    (void)state;
    struct err err = { 0 };
    err_set(&err, CODE_FILE, "inner");
    err_set(&err, CODE_FILE, "outer, %s", err.text);
    assert_string_equal(err.text, "outer, inner");
}

static void cuts_a_long_text_at_a_whole_character(void **state) {
    (void)state;
    static const char *const SIGNS[] = { "é", "€", "𝄞" };
    for (size_t s = 0; s < COUNT_OF(SIGNS); s++) {
        for (size_t lead = 0; lead < 5; lead++) {
            char text[700] = "";
            memset(text, 'x', lead);
            size_t size = lead;
            while (size + strlen(SIGNS[s]) < sizeof text) {
                memcpy(text + size, SIGNS[s], strlen(SIGNS[s]));
                size += strlen(SIGNS[s]);
            }
            struct err err = { 0 };
            err_set(&err, CODE_FILE, "%s", text);
            size_t kept = strlen(err.text);
            assert_true(kept < sizeof err.text && kept > sizeof err.text - 5);
            assert_int_equal((kept - lead) % strlen(SIGNS[s]), 0);
            err_wrap(&err, "%.*s", (int)lead, "abcdef");
            kept = strlen(err.text);
            assert_int_equal((kept - 2 * lead - 2) % strlen(SIGNS[s]), 0);
        }
    }
}

static void fails_without_a_place_for_the_error_too(void **state) {
    (void)state;
    assert_false(err_set(NULL, CODE_FILE, "nobody listens"));
    assert_false(err_next(NULL, "nobody"));
    assert_false(err_wrap(NULL, "nobody"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_name_of_its_own_and_a_sentence),
        cmocka_unit_test(finds_a_code_by_name_or_number),
        cmocka_unit_test(gives_the_worse_of_two_outcomes_in_either_order),
        cmocka_unit_test(setting_an_error_is_false_and_forgets_the_old_next_step),
        cmocka_unit_test(wraps_from_outside_in_and_keeps_the_code),
        cmocka_unit_test(takes_its_own_text_as_an_argument),
        cmocka_unit_test(cuts_a_long_text_at_a_whole_character),
        cmocka_unit_test(fails_without_a_place_for_the_error_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

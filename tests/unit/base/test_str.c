/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_str - views and growable buffers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

static void an_empty_text_may_point_nowhere(void **state) {
    (void)state;
    struct str none = { NULL, 0 }, empty = STR("");
    assert_true(str_equal(none, empty));
    assert_int_equal(str_compare(none, empty), 0);
    assert_true(str_is(none, ""));
    assert_true(str_starts(none, ""));
    assert_false(str_starts(none, "a"));
    assert_true(str_ends(none, ""));
    assert_int_equal(str_find(none, STR("a")), SIZE_MAX);
    struct str before, after;
    assert_false(str_cut(none, ',', &before, &after));
    assert_int_equal(str_trim(none).size, 0);
}

static void compares_by_bytes_and_then_by_length(void **state) {
    (void)state;
    assert_true(str_compare(STR("a"), STR("b")) < 0);
    assert_true(str_compare(STR("b"), STR("ab")) > 0);
    assert_true(str_compare(STR("a"), STR("ab")) < 0);
    assert_true(str_compare(STR("z"), STR("é")) < 0);
    assert_true(str_equal_fold_ascii(STR("KS4-End"), STR("ks4-eND")));
    assert_false(str_equal_fold_ascii(STR("É"), STR("é")));
    assert_false(str_equal_fold_ascii(STR("[a"), STR("{a")));
}

static void finds_and_cuts(void **state) {
    (void)state;
    assert_int_equal(str_find(STR("aab"), STR("ab")), 1);
    assert_int_equal(str_find(STR("aaa"), STR("ab")), SIZE_MAX);
    assert_int_equal(str_find(STR("ab"), STR("abc")), SIZE_MAX);
    assert_int_equal(str_find(STR("abc"), STR("c")), 2);
    struct str before, after;
    assert_true(str_cut(STR("a=b=c"), '=', &before, &after));
    assert_true(str_is(before, "a"));
    assert_true(str_is(after, "b=c"));
    assert_true(str_cut(STR("a="), '=', &before, &after));
    assert_int_equal(after.size, 0);
    assert_false(str_cut(STR("abc"), '=', &before, &after));
    assert_true(str_is(before, "abc"));
    assert_true(str_is(str_slice(STR("abc"), 1, 99), "bc"));
    assert_int_equal(str_slice(STR("abc"), 2, 1).size, 0);
    assert_true(str_is(str_trim(STR(" \t a b\r\n")), "a b"));
}

static void a_number_is_the_whole_text_or_none(void **state) {
    (void)state;
    int64_t n = 7;
    assert_true(str_whole(STR("0"), &n) && n == 0);
    assert_true(str_whole(STR("-12"), &n) && n == -12);
    assert_true(str_whole(STR("9223372036854775807"), &n) && n == INT64_MAX);
    assert_true(str_whole(STR("-9223372036854775808"), &n) && n == INT64_MIN);
    static const char *const WRONG[] = { "", "-", "9223372036854775808", "-9223372036854775809", "1 ", " 1", "1.0", "+1",
                                         "0x1", "99999999999999999999999" };
    for (size_t i = 0; i < COUNT_OF(WRONG); i++) assert_false(str_whole(str_from(WRONG[i]), &n));
}

static void formats_into_an_arena(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct str made = str_format(&arena, "%.*s: %d", STR_ARG(STR("Year")), 9);
    assert_string_equal(made.at, "Year: 9");
    assert_int_equal(made.size, 7);
    assert_string_equal(str_c(&arena, str_slice(STR("abcdef"), 1, 3)), "bc");
    arena_free(&arena);
}

static void a_buffer_grows_and_always_ends_in_a_zero(void **state) {
    (void)state;
    struct buf buf = { 0 };
    for (int i = 0; i < 1000; i++) buf_add_whole(&buf, i % 10);
    assert_int_equal(buf.size, 1000);
    assert_int_equal(strlen(buf.at), 1000);
    buf_clear(&buf);
    assert_string_equal(buf.at, "");
    buf_add_whole(&buf, INT64_MIN);
    buf_add_byte(&buf, ' ');
    buf_add_whole(&buf, INT64_MAX);
    assert_string_equal(buf.at, "-9223372036854775808 9223372036854775807");
    buf_clear(&buf);
    buf_printf(&buf, "%s-%200d", "a", 5);
    assert_int_equal(buf.size, 202);
    buf_free(&buf);
    assert_null(buf.at);
}

static void a_buffer_takes_a_piece_of_itself(void **state) {
    (void)state;
    struct buf buf = { 0 };
    buf_add_c(&buf, "0123456789");
    for (int i = 0; i < 6; i++) buf_add(&buf, buf_str(&buf));
    assert_int_equal(buf.size, 640);
    for (size_t i = 0; i < buf.size; i++) assert_int_equal(buf.at[i], (char)('0' + i % 10));
    buf_free(&buf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_text_may_point_nowhere),
        cmocka_unit_test(compares_by_bytes_and_then_by_length),
        cmocka_unit_test(finds_and_cuts),
        cmocka_unit_test(a_number_is_the_whole_text_or_none),
        cmocka_unit_test(formats_into_an_arena),
        cmocka_unit_test(a_buffer_grows_and_always_ends_in_a_zero),
        cmocka_unit_test(a_buffer_takes_a_piece_of_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

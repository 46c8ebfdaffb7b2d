/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_utf8 - checking, width, folding, composing, making visible.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

static struct arena arena;

static int clean(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static void assert_str(struct str got, const char *want) {
    assert_string_equal(str_c(&arena, got), want);
    assert_int_equal(got.size, strlen(want));
}

static void knows_what_is_text(void **state) {
    (void)state;
    assert_true(utf8_valid(STR("")));
    assert_true(utf8_valid(STR("Zoë, 学校, 🎓")));
    assert_false(utf8_valid(STR("a\0b")));
    assert_false(utf8_valid(STR("\xC0\xAF")));         /* longer than needed */
    assert_false(utf8_valid(STR("\xED\xA0\x80")));     /* a surrogate */
    assert_false(utf8_valid(STR("\xF4\x90\x80\x80"))); /* beyond the last character */
    assert_false(utf8_valid(STR("caf\xE9")));
    assert_int_equal(utf8_valid_size(STR("caf\xE9!")), 3);
    assert_int_equal(utf8_valid_size(STR("ab\xE2\x82")), 2); /* cut short */
}

static void measures_columns_and_characters(void **state) {
    (void)state;
    assert_int_equal(utf8_width(STR("Zoë")), 3);
    assert_int_equal(utf8_width(STR("Zoe\xCC\x88")), 3); /* a mark of its own */
    assert_int_equal(utf8_length(STR("Zoe\xCC\x88")), 4);
    assert_int_equal(utf8_width(STR("学校")), 4);
    assert_int_equal(utf8_length(STR("学校")), 2);
    assert_str(utf8_cut(STR("学校"), 3), "学");
    assert_str(utf8_cut(STR("Zoe\xCC\x88x"), 3), "Zoe\xCC\x88");
    assert_str(utf8_cut(STR("abc"), 99), "abc");
    assert_str(utf8_cut(STR("abc"), 0), "");
}

static void folds_names_as_people_search_for_them(void **state) {
    (void)state;
    static const char *const PAIRS[][2] = {
        { "Łukasz O’Brien", "lukasz o'brien" }, { "ZOË", "zoe" },           { "Søren Đặng", "soren dang" },
        { "Straße STRAẞE", "strasse strasse" }, { "Þór Æsa Œuvre", "thor aesa oeuvre" }, { "Ðora", "dora" },
        { "Işık İpek", "isik ipek" },           { "  Anne \t–  Marie ", "anne - marie" }, { "O`Neil Oʼneil", "o'neil o'neil" },
        { "Ǿ", "o" },                           { "Ngô\xC2\xA0Thị", "ngo thi" }, { "E\xCC\x81", "e" },
        { "", "" },                             { "   ", "" },              { "Mc\xE2\x80\x8B" "Kay", "mckay" },
        { "Γιώργος ΓΙΏΡΓΟΣ", "γιωργοσ γιωργοσ" },
    };
    for (size_t i = 0; i < COUNT_OF(PAIRS); i++) assert_str(utf8_fold(&arena, str_from(PAIRS[i][0])), PAIRS[i][1]);
}

static void folding_twice_changes_nothing(void **state) {
    (void)state;
    static const char *const TEXTS[] = { "Łukasz O’Brien", "ﬁ ﬂ", "Ⅷ ½", "Ａｂ", "İ ı", "ŉ", "´x" };
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        struct str once = utf8_fold(&arena, str_from(TEXTS[i]));
        assert_true(utf8_valid(once));
        assert_true(str_equal(utf8_fold(&arena, once), once));
    }
}

static void composes_and_takes_out_what_nobody_sees(void **state) {
    (void)state;
    assert_str(utf8_compose(&arena, STR("Zoe\xCC\x88")), "Zoë");
    assert_str(utf8_compose(&arena, STR("\xEF\xBB\xBFName")), "Name");
    assert_str(utf8_compose(&arena, STR("a\xC2\xA0" "b\xE2\x80\xAF" "c")), "a b c");
    assert_str(utf8_compose(&arena, STR("a\xE2\x80\xAE" "b\xE2\x80\x8B")), "ab");
    assert_str(utf8_compose(&arena, STR("\xE2\x80\x8E")), "");
    assert_str(utf8_compose(&arena, STR("plain")), "plain");
    assert_str(utf8_compose(&arena, STR("½ ﬁ")), "½ ﬁ"); /* canonical only: signs keep their form */
}

static void shows_what_a_terminal_would_obey(void **state) {
    (void)state;
    struct str fine = STR("Zoë – 学校");
    assert_ptr_equal(utf8_visible(&arena, fine).at, fine.at);
    assert_str(utf8_visible(&arena, STR("a\x1b[31mb")), "a\\x1b[31mb");
    assert_str(utf8_visible(&arena, STR("\x1b")), "\\x1b");
    assert_str(utf8_visible(&arena, STR("x\xC2\x9B")), "x\\u{9b}");
    assert_str(utf8_visible(&arena, STR("a\xE2\x80\xAE" "b")), "a\\u{202e}b");
    assert_str(utf8_visible(&arena, STR("a\nb\x7F")), "a\\x0ab\\x7f");
    assert_str(utf8_visible(&arena, STR("caf\xE9")), "caf\\xe9");
}

static void finds_marks_that_turn_the_direction(void **state) {
    (void)state;
    assert_false(utf8_has_bidi(STR("שלום Zoë")));
    assert_true(utf8_has_bidi(STR("a\xE2\x80\xAE" "b")));
    assert_true(utf8_has_bidi(STR("a\xE2\x81\xA6")));
    assert_true(utf8_has_bidi(STR("\xFF\xD8\x9C")));
}

static void writes_the_first_letter_large(void **state) {
    (void)state;
    assert_str(utf8_capital(&arena, STR("employer")), "Employer");
    assert_str(utf8_capital(&arena, STR("élan")), "Élan");
    assert_str(utf8_capital(&arena, STR("9AB")), "9AB");
    assert_str(utf8_capital(&arena, STR("")), "");
}

static void walks_character_by_character(void **state) {
    (void)state;
    struct buf out = { 0 };
    struct str text = STR("a€𝄞");
    size_t at = 0;
    for (int32_t c; (c = utf8_next(text, &at)) >= 0;) utf8_append(&out, (uint32_t)c);
    assert_string_equal(out.at, "a€𝄞");
    assert_int_equal(at, text.size);
    buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(knows_what_is_text, clean),
        cmocka_unit_test_teardown(measures_columns_and_characters, clean),
        cmocka_unit_test_teardown(folds_names_as_people_search_for_them, clean),
        cmocka_unit_test_teardown(folding_twice_changes_nothing, clean),
        cmocka_unit_test_teardown(composes_and_takes_out_what_nobody_sees, clean),
        cmocka_unit_test_teardown(shows_what_a_terminal_would_obey, clean),
        cmocka_unit_test_teardown(finds_marks_that_turn_the_direction, clean),
        cmocka_unit_test_teardown(writes_the_first_letter_large, clean),
        cmocka_unit_test_teardown(walks_character_by_character, clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

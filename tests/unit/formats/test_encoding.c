/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_encoding - bytes of every origin to UTF-8, and cells encoded twice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "formats/encoding.h"

#define BYTES(literal) ((struct str){ literal, sizeof(literal) - 1 })

static void reads(struct str bytes, const char *text, const char *said) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct str out, how;
    assert_true(encoding_read(&arena, bytes, &out, &how, &err));
    assert_int_equal(out.size, strlen(text));
    assert_memory_equal(out.at, text, out.size);
    assert_true(str_is(how, said));
    arena_free(&arena);
}

static void keeps_what_is_utf8(void **state) {
    (void)state;
    reads(STR("Zoë O’Brien"), "Zoë O’Brien", "UTF-8");
    reads(STR(""), "", "UTF-8");
}

static void drops_the_byte_order_mark(void **state) {
    (void)state;
    reads(STR("\xEF\xBB\xBFZoë"), "Zoë", "UTF-8 with byte-order mark");
}

static void a_stray_byte_after_the_mark_becomes_the_replacement_character(void **state) {
    (void)state;
    reads(BYTES("\xEF\xBB\xBFZo\xEB,9AB"), "Zo\xEF\xBF\xBD,9AB", "UTF-8 with byte-order mark");
}

static void reads_utf16_with_a_mark_in_both_orders(void **state) {
    (void)state;
    reads(BYTES("\xFF\xFE" "Z\0o\0\xEB\0"), "Zoë", "UTF-16");
    reads(BYTES("\xFE\xFF" "\0Z\0o\0\xEB"), "Zoë", "UTF-16");
    reads(BYTES("\xFF\xFE" "\x41\x01" "u\0"), "Łu", "UTF-16");
}

static void reads_utf16_without_a_mark_in_both_orders(void **state) {
    (void)state;
    reads(BYTES("U\0P\0N\0,\0Z\0o\0\xEB\0\r\0\n\0"), "UPN,Zoë\r\n", "UTF-16");
    reads(BYTES("\0U\0P\0N\0,\0Z\0o\0\xEB\0\r\0\n"), "UPN,Zoë\r\n", "UTF-16");
}

static void half_a_surrogate_pair_is_not_passed_on(void **state) {
    (void)state;
    reads(BYTES("\xFF\xFE" "a\0\x00\xD8" "b\0"), "a\xEF\xBF\xBD" "b", "UTF-16");
    reads(BYTES("\xFF\xFE" "a\0b"), "a\xEF\xBF\xBD", "UTF-16");
}

static void everything_else_is_windows(void **state) {
    (void)state;
    reads(BYTES("Zo\xEB O\x92" "Brien \x80" "5"), "Zoë O’Brien €5", "Windows-1252 (Excel on Windows)");
}

static void bytes_that_windows_leaves_open_become_the_replacement_character(void **state) {
    (void)state;
    reads(BYTES("A\x81" "B\xEB"), "A\xEF\xBF\xBD" "Bë", "Windows-1252 (Excel on Windows)");
}

static void text_longer_than_a_chunk_comes_whole(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct buf bytes = { 0 };
    for (int i = 0; i < 30000; i++) buf_add_byte(&bytes, '\xEB');
    struct str out, how;
    assert_true(encoding_read(&arena, buf_str(&bytes), &out, &how, &err));
    assert_int_equal(out.size, 60000);
    for (size_t i = 0; i < out.size; i += 2) assert_memory_equal(out.at + i, "ë", 2);
    buf_free(&bytes);
    arena_free(&arena);
}

static void zero_bytes_in_text_are_refused(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct str out, how;
    assert_false(encoding_read(&arena, BYTES("UPN,Name\nA1,B\0C\n"), &out, &how, &err));
    assert_int_equal(err.code, CODE_UNKNOWN_FORMAT);
    assert_false(encoding_read(&arena, BYTES("\xEF\xBB\xBF" "a\0b"), &out, &how, &err));
    assert_false(encoding_read(&arena, BYTES("\xFF\xFE" "a\0\0\0b\0"), &out, &how, &err));
    arena_free(&arena);
}

static void mends_what_was_encoded_twice(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct str mended;
    assert_true(encoding_mend(&arena, STR("ZoÃ« Oâ€™Brien"), &mended));
    assert_true(str_is(mended, "Zoë O’Brien"));
    assert_true(encoding_mend(&arena, STR("\xC3\x85\xC2\x81ukasz DvoÅ™Ã¡k"), &mended)); /* U+0081 for the open byte */
    assert_true(str_is(mended, "Łukasz Dvořák"));
    arena_free(&arena);
}

static void leaves_right_names_alone(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct str mended = STR("untouched");
    const char *const names[] = { "Zoë", "O’Brien", "Đorđe", "孔子", "Ãëa", "Zo\xC3\x83", "plain", "", "Ángel Ñíguez" };
    for (size_t i = 0; i < COUNT_OF(names); i++) assert_false(encoding_mend(&arena, str_from(names[i]), &mended));
    assert_true(str_is(mended, "untouched"));
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_what_is_utf8),
        cmocka_unit_test(drops_the_byte_order_mark),
        cmocka_unit_test(a_stray_byte_after_the_mark_becomes_the_replacement_character),
        cmocka_unit_test(reads_utf16_with_a_mark_in_both_orders),
        cmocka_unit_test(reads_utf16_without_a_mark_in_both_orders),
        cmocka_unit_test(half_a_surrogate_pair_is_not_passed_on),
        cmocka_unit_test(everything_else_is_windows),
        cmocka_unit_test(bytes_that_windows_leaves_open_become_the_replacement_character),
        cmocka_unit_test(text_longer_than_a_chunk_comes_whole),
        cmocka_unit_test(zero_bytes_in_text_are_refused),
        cmocka_unit_test(mends_what_was_encoded_twice),
        cmocka_unit_test(leaves_right_names_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

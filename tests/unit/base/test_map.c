/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_map - order of arrival, growth, and hashes that are the same everywhere.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/map.h"

static void numbers_texts_in_order_of_arrival(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct map map = map_make(&arena);
    assert_int_equal(map_find(&map, STR("tutor")), MAP_NONE);
    assert_int_equal(map_put(&map, STR("tutor")), 0);
    assert_int_equal(map_put(&map, STR("")), 1);
    assert_int_equal(map_put(&map, STR("head")), 2);
    assert_int_equal(map_put(&map, STR("tutor")), 0);
    assert_int_equal(map_find(&map, STR("")), 1);
    assert_int_equal(map_find(&map, STR("Tutor")), MAP_NONE);
    assert_int_equal(map.count, 3);
    arena_free(&arena);
}

static void finds_everything_after_growing(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct map map = map_make(&arena);
    for (uint32_t i = 0; i < 5000; i++) {
        assert_int_equal(map_put(&map, str_format(&arena, "key %u", i)), i);
    }
    for (uint32_t i = 0; i < 5000; i++) {
        struct str key = str_format(&arena, "key %u", i);
        assert_int_equal(map_find(&map, key), i);
        assert_true(str_equal(map.keys[i], key));
    }
    assert_int_equal(map_find(&map, STR("key 5000")), MAP_NONE);
    arena_free(&arena);
}

static void keeps_its_own_copy_of_a_key(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct map map = map_make(&arena);
    char text[] = "form";
    map_put(&map, str_from(text));
    text[0] = 'n';
    assert_int_equal(map_find(&map, STR("form")), 0);
    arena_free(&arena);
}

static void hashes_differ_by_byte_place_size_and_seed(void **state) {
    (void)state;
    assert_true(hash_bytes("a", 1, 0) != hash_bytes("a\0", 2, 0));
    assert_true(hash_bytes("ab", 2, 0) != hash_bytes("ba", 2, 0));
    assert_true(hash_bytes("ab", 2, 0) != hash_bytes("ab", 2, 1));
    assert_true(hash_bytes("12345678a", 9, 0) != hash_bytes("12345678b", 9, 0));
    assert_true(hash_mix(1, 2) != hash_mix(2, 1));
    assert_true(hash_bytes(NULL, 0, 0) == hash_bytes("x", 0, 0));
}

static void text_values_are_positive_and_never_change(void **state) {
    (void)state;
    struct arena arena = { 0 };
    for (int i = 0; i < 1000; i++) {
        int64_t value = text_value(str_format(&arena, "%d", i));
        assert_true(value >= 0 && value < INT64_C(1) << 62);
    }
    assert_true(text_value(STR("9AB")) == text_value(STR("9AB")));
    assert_true(text_value(STR("9AB")) != text_value(STR("9ab")));
    /* pinned: a change would make every stored change hash look like a change of the records */
    assert_true(text_value(STR("9AB")) == INT64_C(30270543430945966));
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_texts_in_order_of_arrival),
        cmocka_unit_test(finds_everything_after_growing),
        cmocka_unit_test(keeps_its_own_copy_of_a_key),
        cmocka_unit_test(hashes_differ_by_byte_place_size_and_seed),
        cmocka_unit_test(text_values_are_positive_and_never_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

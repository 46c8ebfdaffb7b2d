/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_arena - alignment, zeroes, growth, hooks, reset.
 */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

static void memory_is_aligned_and_zero_even_after_a_reset(void **state) {
    (void)state;
    struct arena arena = { 0 };
    for (int round = 0; round < 3; round++) {
        for (size_t size = 1; size < 300; size += 7) {
            unsigned char *at = arena_alloc(&arena, size);
            assert_int_equal((uintptr_t)at % alignof(max_align_t), 0);
            for (size_t i = 0; i < size; i++) assert_int_equal(at[i], 0);
            memset(at, 0xAA, size);
        }
        arena_reset(&arena);
        assert_int_equal(arena.used, 0);
    }
    arena_free(&arena);
}

static void nothing_gives_a_pointer_of_its_own(void **state) {
    (void)state;
    struct arena arena = { 0 };
    char *a = arena_alloc(&arena, 0), *b = arena_alloc(&arena, 0);
    assert_non_null(a);
    assert_ptr_not_equal(a, b);
    arena_free(&arena);
}

static void large_and_small_things_keep_their_bytes(void **state) {
    (void)state;
    struct arena arena = { 0 };
    char *kept[64];
    size_t sizes[64];
    for (size_t i = 0; i < 64; i++) {
        sizes[i] = i % 5 == 0 ? 200000 + i : i * 31;
        kept[i] = arena_array(&arena, char, sizes[i]);
        if (sizes[i]) memset(kept[i], (int)i, sizes[i]);
    }
    for (size_t i = 0; i < 64; i++) {
        for (size_t j = 0; j < sizes[i]; j++) assert_int_equal(kept[i][j], (char)i);
    }
    arena_free(&arena);
}

static void a_reset_keeps_the_largest_block(void **state) {
    (void)state;
    struct arena arena = { 0 };
    arena_alloc(&arena, 100);
    arena_alloc(&arena, 500000);
    arena_alloc(&arena, 100);
    arena_reset(&arena);
    struct arena_block *kept = arena.block;
    assert_non_null(kept);
    arena_alloc(&arena, 400000);
    assert_ptr_equal(arena.block, kept);
    arena_free(&arena);
    assert_null(arena.block);
}

static void note_a(void *self) { buf_add_byte(self, 'a'); }
static void note_b(void *self) { buf_add_byte(self, 'b'); }

static void hooks_run_once_newest_first(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct buf seen = { 0 };
    arena_hook(&arena, note_a, &seen);
    arena_hook(&arena, note_b, &seen);
    arena_reset(&arena);
    assert_string_equal(seen.at, "ba");
    arena_hook(&arena, note_a, &seen);
    arena_free(&arena);
    arena_free(&arena);
    assert_string_equal(seen.at, "baa");
    buf_free(&seen);
}

static void a_copy_ends_in_a_zero_that_does_not_count(void **state) {
    (void)state;
    struct arena arena = { 0 };
    char *copy = arena_copy(&arena, "ab\0cd", 5);
    assert_memory_equal(copy, "ab\0cd\0", 6);
    assert_string_equal(arena_copy(&arena, NULL, 0), "");
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_aligned_and_zero_even_after_a_reset),
        cmocka_unit_test(nothing_gives_a_pointer_of_its_own),
        cmocka_unit_test(large_and_small_things_keep_their_bytes),
        cmocka_unit_test(a_reset_keeps_the_largest_block),
        cmocka_unit_test(hooks_run_once_newest_first),
        cmocka_unit_test(a_copy_ends_in_a_zero_that_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sealing: what was sealed opens again, and nothing else does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "work/lockbox.h"
#include "work/seal.h"

#define CHEAP 1 /* MiB: the cost of tests */

static struct str pattern(struct arena *arena, size_t size) {
    char *bytes = arena_alloc(arena, size + 1);
    for (size_t i = 0; i < size; i++) bytes[i] = (char)(i * 31 + i / 251);
    return (struct str){ bytes, size };
}

static struct lockbox_for words(const char *passphrase) { return (struct lockbox_for){ .passphrase = str_from(passphrase), .cost = CHEAP }; }

static void opens_what_was_sealed_for_a_passphrase(void **state) {
    static const size_t SIZES[] = { 0, 1, 65535, 65536, 65537, 200000 };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(SIZES); i++) {
        struct arena arena = { 0 };
        struct err err = { 0 };
        struct str plain = pattern(&arena, SIZES[i]), sealed, opened;
        struct lockbox_for whom = words("four plain words here");
        assert_true(lockbox_seal(&arena, plain, &whom, NULL, &sealed, &err));
        assert_int_equal(lockbox_sort(sealed), LOCKBOX_PASSPHRASE);
        assert_true(lockbox_open(&arena, sealed, &whom, NULL, &opened, &err));
        assert_int_equal(opened.size, plain.size);
        assert_memory_equal(opened.at ? opened.at : "", plain.at, plain.size);
        arena_free(&arena);
    }
}

static void two_seals_of_the_same_bytes_differ(void **state) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct str one, other;
    struct lockbox_for whom = words("four plain words here");
    (void)state;
    assert_true(lockbox_seal(&arena, STR("the same"), &whom, NULL, &one, &err));
    assert_true(lockbox_seal(&arena, STR("the same"), &whom, NULL, &other, &err));
    assert_false(str_equal(one, other));
    arena_free(&arena);
}

/* ---- what is left behind ---------------------------------------------------------------------------------------------------- */

#define MARK_AT 70000 /* in the second piece */
#define MARK_SIZE 48

/* The mark is never whole in memory of the search: a byte is made where it is compared. */
static bool has_mark(const unsigned char *at, size_t size) {
    for (size_t i = 0; i + MARK_SIZE <= size; i++) {
        size_t k = 0;
        while (k < MARK_SIZE && at[i + k] == (unsigned char)((MARK_AT + k) * 31 + (MARK_AT + k) / 251)) k++;
        if (k == MARK_SIZE) return true;
    }
    return false;
}

/* Everything that this process may write, freed or not. */
static size_t marks_in_memory(void) {
    static unsigned char window[1 << 20];
    FILE *maps = fopen("/proc/self/maps", "re");
    int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    char line[512], rights[8];
    size_t found = 0;
    unsigned long from, to;
    assert_non_null(maps);
    assert_true(memory >= 0);
    while (fgets(line, sizeof line, maps)) {
        if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) != 3 || rights[0] != 'r' || rights[1] != 'w') continue;
        if (to - from > (256ul << 20)) continue; /* the shadow of a sanitizer */
        for (unsigned long at = from; at < to; at += sizeof window - MARK_SIZE) {
            unsigned long here = (unsigned long)(uintptr_t)window;
            if (here < at + sizeof window && here + sizeof window > at) continue; /* the window itself */
            ssize_t got = pread(memory, window, to - at < sizeof window ? to - at : sizeof window, (off_t)at);
            found += got > 0 && has_mark(window, (size_t)got);
        }
    }
    memset(window, 0, sizeof window);
    close(memory);
    fclose(maps);
    return found;
}

static void what_was_opened_lies_in_one_place_and_can_be_wiped(void **state) {
    (void)state;
    for (int broken = 0; broken < 2; broken++) {
        struct arena arena = { 0 };
        struct err err = { 0 };
        struct str plain = pattern(&arena, 200000), sealed, opened = { 0 };
        struct lockbox_for whom = words("four plain words here");
        assert_true(lockbox_seal(&arena, plain, &whom, NULL, &sealed, &err));
        assert_true(marks_in_memory() > 0); /* the search finds what is there */
        lockbox_wipe(plain);
        assert_int_equal(marks_in_memory(), 0);
        if (broken) sealed.size--; /* all but the last piece opens */
        assert_int_equal(lockbox_open(&arena, sealed, &whom, NULL, &opened, &err), !broken);
        if (!broken) assert_true(marks_in_memory() > 0);
        lockbox_wipe(opened);
        assert_int_equal(marks_in_memory(), 0);
        arena_free(&arena);
    }
}

static void a_secret_of_an_arena_is_wiped_with_it(void **state) {
    struct arena arena = { 0 };
    (void)state;
    char *room = seal_room(&arena, MARK_SIZE);
    for (size_t k = 0; k < MARK_SIZE; k++) room[k] = (char)((MARK_AT + k) * 31 + (MARK_AT + k) / 251);
    assert_int_equal(marks_in_memory(), 1);
    arena_free(&arena);
    assert_int_equal(marks_in_memory(), 0);
}

static void refuses(struct arena *arena, struct str sealed, const struct lockbox_for *whom) {
    struct err err = { 0 };
    struct str opened = { 0 };
    assert_false(lockbox_open(arena, sealed, whom, NULL, &opened, &err));
    assert_int_equal(err.code, CODE_SEALED);
    assert_int_equal(opened.size, 0);
}

static void refuses_another_passphrase(void **state) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct str sealed;
    struct lockbox_for whom = words("four plain words here"), other = words("four plain words her");
    (void)state;
    assert_true(lockbox_seal(&arena, STR("secret"), &whom, NULL, &sealed, &err));
    refuses(&arena, sealed, &other);
    arena_free(&arena);
}

/* Every byte of head and stream is looked at, and every place where the file could be cut. */
static void refuses_a_file_that_was_changed_or_cut(void **state) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct str sealed, secret, open_part;
    (void)state;
    lockbox_new_key(&arena, &secret, &open_part);
    assert_true(lockbox_seal(&arena, STR("about 37 pupils"), &(struct lockbox_for){ .key = open_part }, NULL, &sealed, &err));
    struct lockbox_for ours = { .key = secret };
    for (size_t i = 0; i < sealed.size; i++) {
        char *changed = arena_copy(&arena, sealed.at, sealed.size);
        changed[i] ^= 1;
        refuses(&arena, (struct str){ changed, sealed.size }, &ours);
        refuses(&arena, str_slice(sealed, 0, i), &ours);
    }
    char *longer = arena_alloc(&arena, sealed.size + 1);
    memcpy(longer, sealed.at, sealed.size);
    longer[sealed.size] = 0;
    refuses(&arena, (struct str){ longer, sealed.size + 1 }, &ours);
    arena_free(&arena);
}

/* Cut off exactly between two pieces: each piece is whole, and the last tag is missing. */
static void refuses_a_file_without_its_last_piece(void **state) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct str sealed, secret, open_part;
    (void)state;
    lockbox_new_key(&arena, &secret, &open_part);
    assert_true(lockbox_seal(&arena, pattern(&arena, 2 * 65536), &(struct lockbox_for){ .key = open_part }, NULL, &sealed, &err));
    struct lockbox_for ours = { .key = secret };
    refuses(&arena, str_slice(sealed, 0, sealed.size - 65536 - 17), &ours);
    arena_free(&arena);
}

static void opens_what_was_sealed_for_a_key_with_that_key_alone(void **state) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct str sealed, opened, secret, open_part, other, other_open;
    (void)state;
    lockbox_new_key(&arena, &secret, &open_part);
    lockbox_new_key(&arena, &other, &other_open);
    assert_true(lockbox_seal(&arena, STR("about 37 pupils"), &(struct lockbox_for){ .key = open_part }, NULL, &sealed, &err));
    assert_int_equal(lockbox_sort(sealed), LOCKBOX_KEY);
    assert_true(lockbox_open(&arena, sealed, &(struct lockbox_for){ .key = secret }, NULL, &opened, &err));
    assert_true(str_is(opened, "about 37 pupils"));
    refuses(&arena, sealed, &(struct lockbox_for){ .key = other });
    refuses(&arena, sealed, &(struct lockbox_for){ .key = open_part });
    refuses(&arena, sealed, &(struct lockbox_for){ .key = STR("no key") });
    arena_free(&arena);
}

/* A stranger's file can not make us spend any memory it likes. */
static void refuses_a_file_that_asks_for_too_much(void **state) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct str sealed;
    struct lockbox_for whom = words("four plain words here");
    (void)state;
    assert_true(lockbox_seal(&arena, STR("secret"), &whom, NULL, &sealed, &err));
    char *greedy = arena_copy(&arena, sealed.at, sealed.size);
    memset(greedy + strlen("SIGNPOST SEALED 1\n") + 1, 0xff, 4);
    refuses(&arena, (struct str){ greedy, sealed.size }, &whom);
    assert_int_equal(lockbox_sort(STR("upn,surname\n")), LOCKBOX_NONE);
    assert_int_equal(lockbox_sort((struct str){ 0 }), LOCKBOX_NONE);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_opened_lies_in_one_place_and_can_be_wiped),
        cmocka_unit_test(a_secret_of_an_arena_is_wiped_with_it),
        cmocka_unit_test(opens_what_was_sealed_for_a_passphrase),
        cmocka_unit_test(two_seals_of_the_same_bytes_differ),
        cmocka_unit_test(refuses_another_passphrase),
        cmocka_unit_test(refuses_a_file_that_was_changed_or_cut),
        cmocka_unit_test(refuses_a_file_without_its_last_piece),
        cmocka_unit_test(opens_what_was_sealed_for_a_key_with_that_key_alone),
        cmocka_unit_test(refuses_a_file_that_asks_for_too_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

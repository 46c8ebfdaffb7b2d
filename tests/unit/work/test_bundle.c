/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_bundle - a bundle is the same bytes each time, and any other byte, any missing or added one, is seen.
 * Owns:  nothing.
 * Must not know: Lua.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "work/bundle.h"
#include "work/seal.h"

static struct str make(struct arena *arena, bool other_order) {
    struct bundle_file files[] = { { STR("policy.lua"), STR("amends \"x\" {}\n") },
                                   { STR("policies/x/policy.lua"), STR("== policy.lua\nfile a 3 b\n") },
                                   { STR("policies/x/b.lua"), STR("") } };
    struct bundle bundle = { .policy = STR("x"), .version = STR("1"), .effective = STR("2022-06-01"), .kinds = seal_hex(arena, STR("k"), 64),
                             .program = seal_hex(arena, STR("p"), 64), .files = files, .file_count = 3 };
    struct buf out = { 0 };
    if (other_order) {
        struct bundle_file first = files[0];
        files[0] = files[2];
        files[2] = first;
    }
    bundle_write(arena, &bundle, &out);
    struct str copy = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

static bool reads(struct str bytes, struct str *said) {
    static char text[400];
    struct arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct bundle bundle;
    bool good = bundle_read(&arena, STR("a.bundle"), bytes, &bundle, &problems);
    assert_true(good == (problems.errors == 0));
    size_t size = problems.count ? problems.at[0].said.size : 0;
    if (size >= sizeof text) size = sizeof text - 1;
    if (size) memcpy(text, problems.at[0].said.at, size);
    text[size] = '\0';
    if (said) *said = (struct str){ text, size };
    arena_free(&arena);
    return good;
}

static void test_same_bytes(void **state) {
    struct arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct bundle bundle;
    struct str bytes = make(&arena, false);
    (void)state;
    assert_true(str_equal(bytes, make(&arena, true)));
    assert_true(bundle_read(&arena, STR("a.bundle"), bytes, &bundle, &problems));
    assert_int_equal(bundle.file_count, 3);
    assert_true(str_is(bundle.files[0].path, "policies/x/b.lua"));
    assert_int_equal(bundle.files[0].text.size, 0);
    assert_true(str_is(bundle.files[2].text, "amends \"x\" {}\n"));
    assert_true(str_is(bundle.effective, "2022-06-01"));
    arena_free(&arena);
}

static void test_every_byte_counts(void **state) {
    struct arena arena = { 0 };
    struct str bytes = make(&arena, false);
    char *copy = arena_copy(&arena, bytes.at, bytes.size);
    static const unsigned char masks[] = { 0x01, 0x20, 0x80, 0xFF };
    (void)state;
    for (size_t i = 0; i < bytes.size; i++) {
        for (size_t m = 0; m < COUNT_OF(masks); m++) {
            copy[i] = (char)((unsigned char)bytes.at[i] ^ masks[m]);
            if (reads((struct str){ copy, bytes.size }, NULL)) fail_msg("byte %zu of %zu may be another", i, bytes.size);
            copy[i] = bytes.at[i];
        }
        if (reads((struct str){ bytes.at, i }, NULL)) fail_msg("it may end after %zu of %zu bytes", i, bytes.size);
    }
    assert_false(reads(str_format(&arena, "%.*s\n", STR_ARG(bytes)), NULL));
    arena_free(&arena);
}

static void says(struct str bytes, const char *wanted) {
    struct str said;
    assert_false(reads(bytes, &said));
    assert_string_equal(said.at, wanted);
}

static void test_what_is_said(void **state) {
    struct arena arena = { 0 };
    struct str bytes = make(&arena, false);
    size_t second = str_find(bytes, STR("== policies/x/policy.lua")), last = str_find(bytes, STR("\n== policy.lua\namends")) + 1;
    (void)state;
    says(STR("hello\n"), "a.bundle is no bundle of a policy.");
    says(str_format(&arena, "%.*s%.*s", (int)second, bytes.at, STR_ARG(str_slice(bytes, last, bytes.size))), "'policies/x/policy.lua' is missing.");
    says(str_slice(bytes, 0, last), "The bundle ends before 'policy.lua', which it lists.");
    says(str_slice(bytes, 0, bytes.size - 4), "The bundle ends within 'policy.lua'.");
    says(str_format(&arena, "%.*s== policies/x/c.lua\nx\n%.*s", (int)second, bytes.at, STR_ARG(str_slice(bytes, second, bytes.size))),
         "'policies/x/c.lua' was added: the manifest does not list it there.");
    says(str_format(&arena, "%.*s== trust.lua\nx\n", STR_ARG(bytes)), "'trust.lua' was added: the manifest does not list it there.");
    says(str_format(&arena, "%.*sx", STR_ARG(bytes)), "Something was added behind the last file.");
    arena_free(&arena);
}

static void test_names(void **state) {
    static const char *const good[] = { "policy.lua", "trust.lua", "kinds.lua", "trust/kinds.lua", "policies/ept-2022/section-4-1.lua", "policies/updates/a.b.lua" };
    static const char *const bad[] = { "", "/etc/passwd", "../policy.lua", "policies/../x.lua", "policies/x/../y.lua", "policies/x/y/z.lua", "policies//x.lua",
                                       "policies/x/.lua", "policies/.x/y.lua", "policies/x/y.so", "policies/x/y .lua", "people.lua", "lua/words.lua", "Policy.lua" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) assert_true(bundle_may_hold(str_from(good[i])));
    for (size_t i = 0; i < COUNT_OF(bad); i++) assert_false(bundle_may_hold(str_from(bad[i])));
}

static void test_signatures(void **state) {
    struct arena arena = { 0 };
    struct str secret, key, other_secret, other, signature, by;
    (void)state;
    seal_new_key(&arena, &secret, &key);
    seal_new_key(&arena, &other_secret, &other);
    assert_false(str_equal(secret, other_secret));
    assert_true(seal_sign(&arena, secret, STR("text"), &by, &signature));
    assert_true(str_equal(by, key));
    assert_true(seal_verify(key, STR("text"), signature));
    assert_false(seal_verify(key, STR("texu"), signature));
    assert_false(seal_verify(other, STR("text"), signature));
    assert_false(seal_verify(key, STR("text"), str_slice(signature, 0, 126)));
    assert_false(seal_verify(STR("12"), STR("text"), signature));
    assert_false(seal_sign(&arena, STR("no key"), STR("text"), &by, &signature));
    arena_free(&arena);
}

/* RFC 8032, 7.1, test 2. */
static void test_known_signature(void **state) {
    struct arena arena = { 0 };
    struct str by, signature;
    (void)state;
    assert_true(seal_sign(&arena, STR("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"), STR("\x72"), &by, &signature));
    assert_true(str_is(by, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    assert_true(str_is(signature, "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                  "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_every_byte_counts), cmocka_unit_test(test_what_is_said),
        cmocka_unit_test(test_names),      cmocka_unit_test(test_signatures),        cmocka_unit_test(test_known_signature),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of passport_read: a passport is whole, or it is refused with what is wrong with it; and how origins are kept.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "formats/json_read.h"
#include "work/passport_read.h"
#include "work/seal.h"

static struct arena arena;

static int empty(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

#define SCHOOL "\"school\":{\"key\":\"urn-100005\",\"name\":\"Harbour View Academy\"}"
#define HEAD "{\"signpost_passport\":1,\"made_on\":\"2026-11-23\"," SCHOOL ","
#define TALK "{\"kind\":\"encounter\",\"date\":\"2026-11-12\",\"record\":7,\"fields\":{\"meaningful\":\"yes\",\"ticks\":\"purpose\"}}"
#define ZOE "{\"upn\":\"M888432124013\",\"first_name\":\"Zo\xC3\xAB\",\"records\":[" TALK "]}"

/* The text, which ends before its last brace, with the digest that fits it. */
static struct str sealed(const char *text) {
    struct json_file file;
    struct err err = { 0 };
    struct str whole = str_format(&arena, "%s}", text);
    assert_true(json_read(&arena, STR("p.json"), whole, "digest", &file, &err));
    return str_format(&arena, "%s,\"digest\":\"%.*s\"}", text, STR_ARG(seal_hex(&arena, file.canonical, 64)));
}

static bool reads(struct str bytes, struct passport_read *out, struct err *err) {
    *err = (struct err){ 0 };
    return passport_read(&arena, STR("p.json"), bytes, out, err);
}

static void records_become_rows(void **state) {
    struct passport_read read;
    struct err err;
    (void)state;
    assert_true(reads(sealed(HEAD "\"pupils\":[" ZOE ",{\"upn\":\"A1\",\"records\":[" TALK "," TALK "]}]"), &read, &err));
    assert_int_equal(read.pupils, 2);
    assert_int_equal(read.grid->row_count, 4);
    assert_true(str_is(read.from.name, "Harbour View Academy"));
    assert_true(str_is(grid_at(read.grid, 1, PASSPORT_FIRST_NAME), "Zoë"));
    assert_true(str_is(grid_at(read.grid, 1, PASSPORT_RECORD), "7"));
    assert_true(str_is(grid_at(read.grid, 0, PASSPORT_COLUMNS), "meaningful"));
    assert_true(str_is(grid_at(read.grid, 3, PASSPORT_COLUMNS + 1), "purpose"));
    assert_true(str_is(grid_at(read.grid, 3, PASSPORT_UPN), "A1"));
}

static void the_layout_does_not_matter(void **state) {
    struct passport_read read;
    struct err err;
    (void)state;
    struct str whole = sealed(HEAD "\"pupils\":[" ZOE "]");
    struct buf spaced = { 0 };
    for (size_t i = 0; i < whole.size; i++) {
        buf_add_byte(&spaced, whole.at[i]);
        if (whole.at[i] == ',' || whole.at[i] == '[') buf_add_c(&spaced, "\n  ");
    }
    assert_true(passport_is_one(buf_str(&spaced)));
    assert_true(reads(buf_str(&spaced), &read, &err));
    buf_free(&spaced);
}

static void each_fault_has_its_words(void **state) {
    static const struct {
        const char *text, *says;
    } BAD[] = {
        { "{\"signpost_passport\":2,\"made_on\":\"2026-11-23\"," SCHOOL ",\"pupils\":[" ZOE "]", "version 2; this Signpost reads version 1" },
        { "{\"signpost_passport\":\"1\"," SCHOOL, "does not say its version" },
        { "{\"made_on\":\"2026-11-23\"", "does not say its version" },
        { HEAD "\"pupils\":[]", "about nobody" },
        { HEAD "\"pupils\":{}", "about nobody" },
        { HEAD "\"pupils\":[" ZOE "," ZOE "]", "one UPN stands in it twice" },
        { HEAD "\"pupils\":[{\"records\":[]}]", "no UPN" },
        { HEAD "\"pupils\":[{\"upn\":\"A1\"}]", "no list of records" },
        { HEAD "\"pupils\":[{\"upn\":\"A1\",\"records\":[7]}]", "has no parts" },
        { HEAD "\"pupils\":[{\"upn\":\"A1\",\"records\":[{\"date\":[\"2026-11-12\"]}]}]", "a list stands in it" },
        { "{\"signpost_passport\":1,\"made_on\":\"2026-11-23\",\"pupils\":[" ZOE "]", "which school wrote it" },
        { "{\"signpost_passport\":1,\"made_on\":\"2026-02-30\"," SCHOOL ",\"pupils\":[" ZOE "]", "on which day" },
        { "{\"signpost_passport\":1,\"made_on\":\"2026-11-23\",\"school\":{\"key\":\"a/b\",\"name\":\"c\"},\"pupils\":[" ZOE "]", "no name of a school" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        struct passport_read read;
        struct err err;
        assert_false(reads(sealed(BAD[i].text), &read, &err));
        if (!strstr(err.text, BAD[i].says) || !err.next[0]) fail_msg("case %zu was refused with: %s (%s)", i, err.text, err.next);
    }
}

static void a_changed_letter_shows(void **state) {
    struct passport_read read;
    struct err err;
    (void)state;
    struct str whole = sealed(HEAD "\"pupils\":[" ZOE "]");
    char *changed = arena_copy(&arena, whole.at, whole.size);
    size_t at = str_find(whole, STR("2026-11-12"));
    changed[at + 9] = '3';
    assert_false(reads((struct str){ changed, whole.size }, &read, &err));
    assert_int_equal(err.code, CODE_PASSPORT);
    assert_non_null(strstr(err.text, "was changed after it was written"));
    assert_false(reads(str_format(&arena, "%s}", HEAD "\"pupils\":[" ZOE "]"), &read, &err));
    assert_non_null(strstr(err.text, "no digest"));
}

static void other_files_are_none(void **state) {
    (void)state;
    assert_false(passport_is_one(STR("")));
    assert_false(passport_is_one(STR("{\"v\":1}")));
    assert_false(passport_is_one(STR("UPN,signpost_passport\n\"signpost_passport\",1\n")));
    assert_true(passport_is_one(STR("\xEF\xBB\xBF \n{\"signpost_passport\":9")));
}

static void origins_come_back(void **state) {
    const struct passport_school from = { STR("name-st mary"), STR("St Mary / Upper School") };
    struct activity_origin origin = { PASSPORT_SOURCE, passport_reference(&arena, &from, 272) };
    struct passport_school found;
    int64_t number;
    (void)state;
    assert_true(passport_origin(&origin, &found, &number));
    assert_int_equal(number, 272);
    assert_true(str_equal(found.key, from.key));
    assert_true(str_equal(found.name, from.name));
    origin.source = STR("activities");
    assert_false(passport_origin(&origin, &found, &number));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(records_become_rows, empty),
        cmocka_unit_test_teardown(the_layout_does_not_matter, empty),
        cmocka_unit_test_teardown(each_fault_has_its_words, empty),
        cmocka_unit_test_teardown(a_changed_letter_shows, empty),
        cmocka_unit_test_teardown(other_files_are_none, empty),
        cmocka_unit_test_teardown(origins_come_back, empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

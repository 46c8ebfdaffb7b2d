/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of json_read: what is taken, what is refused and why, and bytes that do not depend on how it was laid out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "formats/json_read.h"

static struct arena arena;

static int empty(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static bool reads(const char *text, struct json_file *out, struct err *err) {
    *err = (struct err){ 0 };
    return json_read(&arena, STR("a.json"), str_from(text), "digest", out, err);
}

static void keeps_what_is_written(void **state) {
    struct json_file file;
    struct err err;
    (void)state;
    assert_true(reads("{\"name\":\"Zo\\u00eb\",\"year\":9,\"list\":[true,null,-1]}", &file, &err));
    assert_true(str_is(json_text_of(json_field(&file.root, "name")), "Zoë"));
    assert_int_equal(json_field(&file.root, "year")->whole, 9);
    const struct json_value *list = json_field(&file.root, "list");
    assert_int_equal(list->count, 3);
    assert_true(list->items[0].yes);
    assert_int_equal(list->items[1].type, JSON_NOTHING);
    assert_int_equal(list->items[2].whole, -1);
    assert_null(json_field(&file.root, "form"));
    assert_null(json_field(list, "name"));
    assert_int_equal(json_text_of(json_field(&file.root, "year")).size, 0);
}

static void canonical_bytes_do_not_depend_on_the_layout(void **state) {
    struct json_file one, other;
    struct err err;
    (void)state;
    assert_true(reads("{\"b\":1,\"a\":[1,2],\"digest\":\"x\"}", &one, &err));
    assert_true(reads("\xEF\xBB\xBF{\n  \"digest\": \"y\",\n  \"a\": [ 1, 2 ],\n  \"b\": 1\n}\n", &other, &err));
    assert_true(str_is(one.canonical, "{\"a\":[1,2],\"b\":1}"));
    assert_true(str_equal(one.canonical, other.canonical));
    assert_true(reads("{\"b\":1,\"a\":[2,1]}", &other, &err));
    assert_false(str_equal(one.canonical, other.canonical));
}

static void refuses_with_the_line(void **state) {
    static const struct {
        const char *text, *says;
    } BAD[] = {
        { "", "ends too soon" },
        { "{\"a\":1,\n", "line 2" },
        { "{\"a\":1,\n\"a\":2}", "line 2: a key is written twice" },
        { "{\"a\":1} {", "no JSON" },
        { "[1.5]", "a number with a point" },
        { "[99999999999999999999]", "no JSON" },
        { "[\"\\u0000\"]", "no JSON" },
        { "[\"\xFF\"]", "no JSON" },
        { "[[[[[[[[[[[[[1]]]]]]]]]]]]]", "more than 12 deep" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        struct json_file file;
        struct err err;
        assert_false(reads(BAD[i].text, &file, &err));
        if (!strstr(err.text, BAD[i].says)) fail_msg("'%s' was refused with: %s", BAD[i].text, err.text);
    }
}

static void refuses_giants(void **state) {
    struct buf text = { 0 };
    struct json_file file;
    struct err err = { 0 };
    (void)state;
    buf_add_c(&text, "[0");
    for (int i = 0; i < JSON_READ_VALUES; i++) buf_add_c(&text, ",0");
    buf_add_c(&text, "]");
    assert_false(json_read(&arena, STR("a.json"), buf_str(&text), NULL, &file, &err));
    assert_int_equal(err.code, CODE_FILE_LIMIT);
    while (text.size <= JSON_READ_BYTES) buf_add_c(&text, "                                        ");
    err = (struct err){ 0 };
    assert_false(json_read(&arena, STR("a.json"), buf_str(&text), NULL, &file, &err));
    assert_int_equal(err.code, CODE_FILE_LIMIT);
    buf_free(&text);
}

/* Thousands of levels must end in a refusal and not in a crash. */
static void survives_depth(void **state) {
    struct buf text = { 0 };
    struct json_file file;
    struct err err = { 0 };
    (void)state;
    for (int i = 0; i < 200000; i++) buf_add_byte(&text, '[');
    assert_false(json_read(&arena, STR("a.json"), buf_str(&text), NULL, &file, &err));
    assert_true(err.text[0] != '\0');
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(keeps_what_is_written, empty),
        cmocka_unit_test_teardown(canonical_bytes_do_not_depend_on_the_layout, empty),
        cmocka_unit_test_teardown(refuses_with_the_line, empty),
        cmocka_unit_test_teardown(refuses_giants, empty),
        cmocka_unit_test_teardown(survives_depth, empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

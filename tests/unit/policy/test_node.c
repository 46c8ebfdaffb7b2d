/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_node - fields, canonical text and places of declared nodes.
 */
#include "fixture.h"

static const struct node *first(struct arena *arena, const char *text, struct document *document) {
    *document = read_document(arena, 0, LAYER_BASE, "policy.lua", text);
    return &document->items[0];
}

static void finds_a_field_by_its_key(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct document document;
    const struct node *node = first(&arena, "role \"tutor\" { title = \"Tutor\", finds = \"form\" }", &document);
    assert_str(node_field(node, "title")->text, "Tutor");
    assert_null(node_field(node, "titel"));
    assert_null(node_field(NULL, "title"));
    assert_true(node_is(node, "role"));
    assert_false(node_is(node, "rol"));
    assert_false(node_is(node_field(node, "title"), "role"));
    arena_free(&arena);
}

static struct str printed(struct arena *arena, const char *text) {
    struct document document;
    struct buf out = { 0 };
    node_print(&out, first(arena, text, &document));
    struct str copy = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

static void prints_one_text_for_one_meaning(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct str a =
        printed(&arena, "must \"x\" { who = pupils { year = 9, sen = \"ehcp\" }, have = at_least(2, encounter {}) }");
    struct str b = printed(
        &arena, "must \"x\" {\n  have = at_least(2,\n encounter {}),\n who = pupils { sen = \"ehcp\", year = 9 } }");
    assert_true(str_equal(a, b));
    assert_str(a, "must \"x\" { have = at_least { 2, encounter {} }, who = pupils { sen = \"ehcp\", year = 9 } }");
    assert_str(printed(&arena, "x { role.tutor, 1.5, true, [[a \"b\"]], -3 }"),
               "x { role.tutor, 1.500, true, \"a \\\"b\\\"\", -3 }");
    arena_free(&arena);
}

static void places_the_first_token_at_or_after_the_line(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct document d = read_document(&arena, 0, LAYER_SCHOOL, "policy.lua",
                                      "amend \"a\" {}\r\namend \"b\" { set = { owner = 1 } }\namend \"a\" {}");
    struct place place = document_place(&arena, &d, 2, STR("a"));
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 8);
    assert_int_equal(place.width, 1);
    place = document_place(&arena, &d, 1, STR("a"));
    assert_int_equal(place.line, 1);
    assert_str(place.text, "amend \"a\" {}");
    place = document_place(&arena, &d, 1, STR("owner"));
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 21);
    assert_str(place.file, "policy.lua");
    arena_free(&arena);
}

static void places_the_line_alone_when_the_token_is_not_there(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct document d = read_document(&arena, 0, LAYER_SCHOOL, "policy.lua", "");
    d.source = STR("\xef\xbb\xbfpolicy {}\nlast");
    struct place place = document_place(&arena, &d, 1, STR("nowhere"));
    assert_int_equal(place.line, 1);
    assert_int_equal(place.column, 0);
    assert_str(place.text, "policy {}");
    place = document_place(&arena, &d, 2, STR(""));
    assert_str(place.text, "last");
    place = document_place(&arena, &d, 99, STR(""));
    assert_int_equal(place.text.size, 0);
    arena_free(&arena);
}

static void names_types_for_people(void **state) {
    (void)state;
    struct node number = { .type = NODE_WHOLE }, text = { .type = NODE_TEXT };
    assert_string_equal(node_type_name(&number), "a number");
    assert_string_equal(node_type_name(&text), "a text");
    assert_string_equal(node_type_name(NULL), "nothing");
}

static void orders_clause_numbers_as_people_do(void **state) {
    (void)state;
    assert_true(clause_compare(STR("4.9"), STR("4.10")) < 0);
    assert_true(clause_compare(STR("4.4.24"), STR("4.4.3")) > 0);
    assert_true(clause_compare(STR("4"), STR("4.0.1")) < 0);
    assert_true(clause_compare(STR("10.1"), STR("9.9.9")) > 0);
    assert_int_equal(clause_compare(STR("4.1"), STR("4.1")), 0);
    assert_true(clause_compare(STR("4.1"), STR("4.01")) != 0);
    assert_true(clause_compare(STR("99999999999999999999999.1"), STR("99999999999999999999998.1")) > 0);
    assert_true(clause_compare(STR("4.a"), STR("4.b")) < 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_a_field_by_its_key),
        cmocka_unit_test(prints_one_text_for_one_meaning),
        cmocka_unit_test(places_the_first_token_at_or_after_the_line),
        cmocka_unit_test(places_the_line_alone_when_the_token_is_not_there),
        cmocka_unit_test(names_types_for_people),
        cmocka_unit_test(orders_clause_numbers_as_people_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

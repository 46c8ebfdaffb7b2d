/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_mutant - small mistakes: which are made, one at a time, and that nothing else changes.
 */
#include "base/map.h"
#include "fixture.h"
#include "policy/mutant.h"

static const char RULES[] =
    "param \"visits\" { clause = \"4.8.4\", type = \"whole\", values = { [\"2022-06-01\"] = 1, [\"2023-09-01\"] = 2 } }\n"
    "role \"tutor\" { title = \"Tutor\" }\n"
    "role \"slt\" { title = \"SLT\" }\n"
    "clause \"4.8.4\" { title = \"Visits\", ends = \"2024-08-31\",\n"
    "  must \"yearly\" { who = pupils { year = years(8, 13) }, have = at_least(p.visits, provider { technical = true, sort = \"talk\" }),\n"
    "    when = each_school_year { due = \"07-31\" }, owner = role.tutor } }\n";

static struct str printed(struct arena *arena, const struct document *document) {
    struct buf out = { 0 };
    for (uint32_t i = 0; i < document->item_count; i++) {
        node_print(&out, &document->items[i]);
        buf_add_byte(&out, '\n');
    }
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static bool is_said(const struct mutants *list, const char *said) {
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) count += str_is(list->at[i].said, said);
    assert_true(count <= 1);
    return count == 1;
}

static void makes_each_sort_of_mistake(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct document document = read_document(&arena, 0, LAYER_BASE, "policy.lua", RULES);
    struct mutants list = mutants_of(&arena, &document, 1, 1u << LAYER_BASE);
    assert_true(is_said(&list, "must becomes should"));
    assert_true(is_said(&list, "the owner becomes role.slt"));
    assert_true(is_said(&list, "each_school_year becomes each_term"));
    assert_true(is_said(&list, "07-31 becomes 08-01 in when.due"));
    assert_true(is_said(&list, "8 becomes 7 in who.year"));
    assert_true(is_said(&list, "13 becomes 14 in who.year"));
    assert_true(is_said(&list, "have.technical is left out"));
    assert_true(is_said(&list, "true becomes false in have.technical"));
    assert_true(is_said(&list, "'talk' becomes is_not 'talk' in have.sort"));
    assert_true(is_said(&list, "2024-08-31 becomes 2024-09-01 in ends"));
    assert_true(is_said(&list, "2 becomes 3 in its value"));
    assert_true(is_said(&list, "2023-09-01 becomes 2023-08-31"));
    assert_false(is_said(&list, "2022-06-01 becomes 2022-05-31")); /* the first step governs earlier days too */
    arena_free(&arena);
}

/* Every mistake gives another text, no two the same, and leaves the documents as they were. */
static void changes_one_place_and_no_other(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct document document = read_document(&arena, 0, LAYER_BASE, "policy.lua", RULES);
    struct str before = printed(&arena, &document);
    struct mutants list = mutants_of(&arena, &document, 1, 1u << LAYER_BASE);
    struct map texts = map_make(&arena);
    map_put(&texts, before);
    assert_true(list.count > 20);
    for (size_t i = 0; i < list.count; i++) {
        struct document *changed = mutant_apply(&arena, &document, 1, &list.at[i]);
        assert_int_equal(map_put(&texts, printed(&arena, &changed[0])), i + 1);
    }
    assert_str(printed(&arena, &document), before.at);
    arena_free(&arena);
}

static void says_which_rule_it_is_about(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct document document = read_document(&arena, 0, LAYER_BASE, "policy.lua", RULES);
    struct mutants list = mutants_of(&arena, &document, 1, 1u << LAYER_BASE);
    for (size_t i = 0; i < list.count; i++) {
        const struct mutant *m = &list.at[i];
        if (str_is(m->said, "must becomes should")) {
            assert_str(m->rule, "4.8.4/yearly");
            assert_int_equal(m->line, 5);
        }
        if (str_is(m->said, "2 becomes 3 in its value")) {
            assert_int_equal(m->rule.size, 0);
            assert_str(m->target, "param/visits");
        }
    }
    assert_true(mutant_names(&document.items[3], STR("param/visits")));
    assert_false(mutant_names(&document.items[3], STR("param/years")));
    assert_int_equal(mutants_of(&arena, &document, 1, 1u << LAYER_SCHOOL).count, 0);
    arena_free(&arena);
}

static void takes_one_declaration_out(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct document document = read_document(&arena, 0, LAYER_BASE, "policy.lua", RULES);
    struct document *without = mutant_without(&arena, &document, 1, 0, 1);
    assert_int_equal(without[0].item_count, 3);
    assert_str(without[0].items[1].id, "slt");
    assert_int_equal(document.item_count, 4);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_each_sort_of_mistake),
        cmocka_unit_test(changes_one_place_and_no_other),
        cmocka_unit_test(says_which_rule_it_is_about),
        cmocka_unit_test(takes_one_declaration_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_compile - what becomes of a policy: atoms, masks, versions, cells, needs.
 * Owns:  nothing.
 * Must not know: rows.
 */
#include "fixture.h"

#include "policy/program_image.h"

static const struct program *compiled(struct fixture *f) {
    struct program *program = NULL;
    struct err err = { 0 };
    fixture_good(f);
    if (!program_compile(&f->arena, f->policy, &program, &err)) fail_msg("%s", err.text);
    return program;
}

static const struct program *compiled_with(struct fixture *f, const char *text) {
    *f = fixture_base();
    fixture_add(f, LAYER_BASE, "policies/base/more.lua", text);
    return compiled(f);
}

static const struct image_rule *rule_called(const struct program *p, const char *name) {
    for (uint32_t i = 0; i < p->rule_count; i++) {
        if (str_is(p->policy->rules[p->rules[i].rule].name, name)) return &p->rules[i];
    }
    return NULL;
}

static const struct image_version *only_version(const struct program *p, const char *name) {
    const struct image_rule *rule = rule_called(p, name);
    assert_non_null(rule);
    assert_int_equal(rule->version_count, 1);
    return &p->versions[rule->versions];
}

static const struct image_leaf *only_leaf(const struct program *p, const char *name) {
    const struct image_version *v = only_version(p, name);
    assert_int_equal(v->leaf_count, 1);
    return &p->leaves[v->leaves];
}

static uint32_t bits_in(uint64_t word) {
    uint32_t count = 0;
    for (; word; word &= word - 1) count++;
    return count;
}

static void gives_equal_conditions_one_bit(void **state) {
    (void)state;
    struct fixture f;
    const struct program *p = compiled_with(
        &f, "clause \"4.6.9\" { title = \"T\", should \"a\" { who = pupils {}, have = encounter { stem = true }, when = each_term() },\n"
            "  should \"b\" { who = pupils {}, have = encounter { stem = true, two_way = true }, when = each_term() } }");
    const struct image_filter *a = &p->filters[only_leaf(p, "4.6.9/a")->filters];
    const struct image_filter *b = &p->filters[only_leaf(p, "4.6.9/b")->filters];
    assert_int_equal(a->word, b->word);
    assert_true((a->need & b->need) == a->need);
    assert_int_equal(bits_in(b->need) - bits_in(a->need), 1);
    arena_free(&f.arena);
}

static void asks_for_the_outcome_and_no_cancellation(void **state) {
    (void)state;
    struct fixture f;
    const struct program *p = compiled_with(
        &f, "clause \"4.6.9\" { title = \"T\", should \"a\" { who = pupils {}, have = encounter {}, when = each_term() },\n"
            "  should \"b\" { who = the_school {}, have = encounter {}, when = each_term() },\n"
            "  should \"c\" { who = pupils {}, have = encounter { cancelled = true }, when = each_term() } }");
    const struct image_filter *a = &p->filters[only_leaf(p, "4.6.9/a")->filters];
    const struct image_filter *b = &p->filters[only_leaf(p, "4.6.9/b")->filters];
    const struct image_filter *c = &p->filters[only_leaf(p, "4.6.9/c")->filters];
    assert_int_equal(bits_in(a->need), 2);
    assert_int_equal(bits_in(a->outcome), 1);
    assert_true(a->wants_attended);
    assert_int_equal(bits_in(b->need), 1); /* at school level nobody's outcome matters */
    assert_int_equal(b->outcome, 0);
    assert_int_equal(bits_in(c->need), 2); /* its own word on cancelled, and the outcome */
    assert_true((c->need & b->need) == 0);
    arena_free(&f.arena);
}

static void cuts_a_rule_where_a_parameter_that_it_reads_changes(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "amend \"param/encounters\" { tighten = { [\"2023-09-01\"] = 2 }, reason = \"More.\" }");
    const struct program *p = compiled(&f);
    const struct image_rule *rule = rule_called(p, "4.6.4/encounter");
    assert_int_equal(rule->version_count, 2);
    const struct image_version *first = &p->versions[rule->versions], *second = first + 1;
    assert_int_equal(p->leaves[first->leaves].n, 1);
    assert_int_equal(p->leaves[second->leaves].n, 2);
    assert_true(date_same(first->governs_to, on_day("2023-08-31")));
    assert_true(date_same(second->governs_from, on_day("2023-09-01")));
    assert_false(date_known(second->governs_to));
    assert_int_equal(rule_called(p, "4.6.5/stem")->version_count, 1); /* reads no such parameter */
    arena_free(&f.arena);
}

static void unrolls_a_grid_in_the_order_written(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    const struct program *p = compiled(&f);
    const struct image_version *v = only_version(p, "3.1.2/planned");
    assert_int_equal(v->leaf_count, 12); /* Years 8 to 13, autumn and spring */
    const struct image_node *nodes = p->nodes + v->nodes;
    assert_int_equal(nodes[0].op, IMAGE_ALL);
    assert_int_equal(nodes[0].end, v->node_count);
    assert_int_equal(nodes[1].op, IMAGE_ALL);
    assert_int_equal(nodes[1].end, 4);
    assert_int_equal(nodes[2].op, IMAGE_AT_LEAST);
    assert_int_equal(nodes[2].leaf, 0);
    const struct image_filter *one = &p->filters[p->leaves[v->leaves].filters];
    const struct image_filter *next = &p->filters[p->leaves[v->leaves + 1].filters];
    assert_int_equal(bits_in(one->need & next->need), 2); /* same year, and not cancelled; the terms differ */
    arena_free(&f.arena);
}

static void opens_a_second_word_when_one_is_full(void **state) {
    (void)state;
    struct fixture f;
    struct buf text = { 0 }; /* 63 subjects and `not cancelled` fill a word */
    buf_add_c(&text, "clause \"4.6.9\" { title = \"T\", should \"a\" { who = the_school {}, when = each_school_year(), have = for_each(\"subject\", {");
    for (int i = 0; i < 63; i++) buf_printf(&text, " \"Subject %d\",", i);
    buf_add_c(&text, " }, curriculum_link {}) },\n  should \"b\" { who = the_school {}, when = each_school_year(),\n"
                     "  have = for_each(\"subject\", { \"A\", \"B\" }, curriculum_link {}) } }");
    const struct program *p = compiled_with(&f, text.at);
    buf_free(&text);
    int32_t kind = kinds_find(f.kinds, STR("curriculum_link"));
    assert_int_equal(p->tables[kind].words, 2);
    const struct image_version *v = only_version(p, "4.6.9/b");
    const struct image_filter *last = &p->filters[p->leaves[v->leaves + 1].filters];
    assert_int_equal(last->word, 1);
    assert_int_equal(bits_in(last->need), 2); /* not cancelled stands in both words */
    arena_free(&f.arena);
}

static void looks_up_codes_numbers_and_what_is_missing(void **state) {
    (void)state;
    struct fixture f;
    const struct program *p = compiled_with(
        &f, "clause \"4.9.9\" { title = \"T\", should \"a\" { who = pupils {}, when = each_term(),\n"
            "  have = guidance { adviser_level = at_least(6) } } }");
    int32_t kind = kinds_find(f.kinds, STR("guidance"));
    const struct image_filter *filter = &p->filters[only_leaf(p, "4.9.9/a")->filters];
    const struct image_table *table = &p->tables[kind];
    const struct image_column *level = &table->session[0];
    assert_int_equal(level->field, kind_find_field(&f.kinds->kinds[kind], STR("adviser_level")));
    assert_int_equal(level->form, COLUMN_CUTS);
    uint64_t seen = 0;
    for (uint32_t i = 0; i < level->bit_count; i++) seen |= UINT64_C(1) << level->bits[i];
    assert_int_equal(bits_in(seen & filter->need), 1);
    assert_int_equal(level->table[0] & filter->need, 0); /* missing: neither yes nor no */
    assert_int_equal(level->table[1] & filter->need, 0);
    const uint64_t *highest = level->table + (size_t)(level->cut_count + 1) * 2;
    assert_int_equal(bits_in(highest[0] & filter->need), 1);
    arena_free(&f.arena);
}

static void needs_only_what_some_rule_reads(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    const struct program *p = compiled(&f);
    int32_t encounter = kinds_find(f.kinds, STR("encounter")), cpd = kinds_find(f.kinds, STR("cpd"));
    assert_true(p->kinds_used[encounter]);
    assert_false(p->kinds_used[cpd]);
    assert_true(p->fields_used[encounter][kind_find_field(&f.kinds->kinds[encounter], STR("meaningful"))]);
    assert_false(p->fields_used[encounter][kind_find_field(&f.kinds->kinds[encounter], STR("reflected_on"))]);
    int32_t document = kinds_find(f.kinds, STR("document")); /* where it lies in time, and what it replaces */
    assert_true(p->fields_used[document][kind_find_field(&f.kinds->kinds[document], STR("review_by"))]);
    assert_true(p->fields_used[document][kind_find_field(&f.kinds->kinds[document], STR("item"))]);
    arena_free(&f.arena);
}

static bool asks_of_pupils(const struct program *p, const char *fact) {
    int32_t at = facts_find(&p->policy->kinds->facts[SUBJECT_PUPIL], str_from(fact));
    assert_true(at != FIELD_ABSENT);
    return program_asks(p, SUBJECT_PUPIL, at);
}

/* In who and unless, in an exception of it, in what tells a measure apart; not of staff, and not of a rule that does not apply. */
static void tells_which_facts_are_asked_for(void **state) {
    (void)state;
    struct fixture f;
    const struct program *p = compiled_with(
        &f, "clause \"4.6.9\" { title = \"T\", should \"a\" { who = pupils { care = is_not \"no\" }, unless = { pupils { risk = \"red\" }, because = \"b\" },\n"
            "    have = encounter {}, when = each_term() },\n"
            "  measure \"m\" { title = \"M\", over = pupils { year = 9 }, of = encounter { outcome = \"attended\" }, as = \"gap\", by = { \"sex\" },\n"
            "    when = each_school_year(), owner = role.leader } }");
    assert_true(asks_of_pupils(p, "care"));
    assert_true(asks_of_pupils(p, "risk"));
    assert_true(asks_of_pupils(p, "sex"));
    assert_true(asks_of_pupils(p, "year"));
    assert_false(asks_of_pupils(p, "child_in_need"));
    assert_false(asks_of_pupils(p, "gcse_maths"));
    arena_free(&f.arena);
}

static void leaves_out_rules_that_do_not_apply_here(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "");
    const struct program *p = compiled(&f);
    assert_null(rule_called(p, "4.3.13/on-entry")); /* a secondary school is no PRU */
    assert_non_null(rule_called(p, "4.6.4/encounter"));
    arena_free(&f.arena);
}

static void knows_the_years_that_who_names(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    const struct program *p = compiled(&f);
    const struct image_version *stem = only_version(p, "4.6.5/stem"), *leaver = only_version(p, "4.4.24/leaver-notice");
    assert_true(stem->who_names_year);
    assert_int_equal(stem->who_years, 1u << 7 | 1u << 8 | 1u << 9 | 1u << 10);
    assert_true(stem->names_year);
    assert_false(stem->names_age);
    assert_false(leaver->who_names_year);
    assert_true(leaver->names_age);
    assert_true(leaver->names_roll);
    assert_false(stem->names_roll);
    arena_free(&f.arena);
}

static void prints_a_program_for_people(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "amend \"param/encounters\" { tighten = { [\"2023-09-01\"] = 2 }, reason = \"More.\" }");
    const struct program *p = compiled(&f);
    struct buf text = { 0 }, again = { 0 };
    program_dump(&text, p);
    program_dump(&again, p);
    assert_non_null(strstr(text.at, "atoms encounter\n"));
    assert_non_null(strstr(text.at, "outcome = attended (each)"));
    assert_non_null(strstr(text.at, ">= 2  each_school_year  deadlines from 2023-09-01\n"));
    assert_non_null(strstr(text.at, "deadlines to 2023-08-31\n"));
    assert_true(str_equal(buf_str(&text), buf_str(&again)));
    buf_free(&text);
    buf_free(&again);
    arena_free(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_equal_conditions_one_bit),
        cmocka_unit_test(asks_for_the_outcome_and_no_cancellation),
        cmocka_unit_test(cuts_a_rule_where_a_parameter_that_it_reads_changes),
        cmocka_unit_test(unrolls_a_grid_in_the_order_written),
        cmocka_unit_test(opens_a_second_word_when_one_is_full),
        cmocka_unit_test(looks_up_codes_numbers_and_what_is_missing),
        cmocka_unit_test(needs_only_what_some_rule_reads),
        cmocka_unit_test(tells_which_facts_are_asked_for),
        cmocka_unit_test(leaves_out_rules_that_do_not_apply_here),
        cmocka_unit_test(knows_the_years_that_who_names),
        cmocka_unit_test(prints_a_program_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

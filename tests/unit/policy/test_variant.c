/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_variant - overlays for some pupils: guarded variants beside the rule, for each set that some pupil can be in.
 */
#include "fixture.h"

#define OVERLAY(name, guard)                                                                                           \
    "overlay \"" name "\" { of = \"base\", version = \"1\", approved = \"2022-06-20\", approved_by = \"Trust Board\", " \
    "from = \"2022-06-01\", reason = \"r\", for_pupils = " guard " }\n"
#define SEND OVERLAY("send", "pupils { sen = is_not \"none\" }")
#define EHCP OVERLAY("ehcp", "pupils { sen = \"ehcp\" }")
#define PLAIN OVERLAY("plain", "pupils { sen = \"none\" }")
#define CARE OVERLAY("care", "pupils { care = is_not \"no\" }")
#define SET(target, what) "amend \"" target "\" { set = { " what " }, reason = \"r\" }\n"

static void add_overlay(struct fixture *f, const char *header, const char *text) {
    struct str path = str_format(&f->arena, "policies/overlays/%u.lua", (unsigned)f->count);
    fixture_add(f, LAYER_OVERLAY_PUPILS, str_c(&f->arena, path),
                str_c(&f->arena, str_format(&f->arena, "%s%s", header, text)));
}

static int32_t fact_sen(const struct fixture *f) {
    const struct facts *facts = &f->kinds->facts[SUBJECT_PUPIL];
    for (uint32_t i = 0; i < facts->field_count; i++)
        if (str_is(facts->fields[i].name, "sen")) return (int32_t)i;
    return -1;
}

static const struct rule_version *last_of(const struct rule *rule, uint32_t variant) {
    size_t count;
    const struct rule_version *versions = rule_versions(rule, variant, &count);
    return &versions[count - 1];
}

static void wrong(const char *text, enum code code, const char *token, const char *said) {
    struct fixture f = fixture_base();
    add_overlay(&f, SEND, text);
    fixture_school(&f, "");
    fixture_wrong(&f, code, 2, token, said);
    arena_free(&f.arena);
}

static void good(const char *text) {
    struct fixture f = fixture_base();
    add_overlay(&f, SEND, text);
    fixture_school(&f, "");
    fixture_good(&f);
    arena_free(&f.arena);
}

static void a_rule_keeps_its_words_beside_a_variant(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, SEND, SET("4.9.2/by-16", "when = by_end_of_year(9)") SET("4.6.4/encounter", "[\"exempt.for_at_most\"] = months(6)"));
    fixture_school(&f, "");
    fixture_good(&f);
    assert_int_equal(f.policy->overlay_count, 1);
    assert_str(f.policy->overlays[0].name, "send");
    assert_false(f.policy->overlays[0].guards[0].default_on_roll);
    const struct rule *rule = fixture_find(&f, "4.9.2/by-16");
    assert_int_equal(rule->overlays, 1);
    assert_int_equal(rule->variant_count, 1);
    assert_str(rule->variants[0].name, "send");
    assert_int_equal(last_of(rule, 0)->when.op, WINDOW_BY_AGE);
    assert_int_equal(last_of(rule, 0)->change_count, 0);
    assert_int_equal(last_of(rule, 1)->when.op, WINDOW_BY_END_OF_YEAR);
    assert_int_equal(last_of(rule, 1)->overlays, 1);
    assert_str(last_of(rule, 1)->changed_fields[0], "when");
    assert_str(last_of(rule, 1)->changes[0].approval, "Trust Board, 2022-06-20");
    assert_int_equal(fixture_find(&f, "4.6.5/stem")->variant_count, 0);
    arena_free(&f.arena);
}

static void history_does_not_move_in_a_variant(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, SEND, "amend \"4.9.2/by-16\" { set = { owner = role.slt }, from = \"2023-09-01\", reason = \"r\" }");
    fixture_school(&f, "");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.9.2/by-16");
    assert_int_equal(rule->version_count, 1);
    assert_int_equal(rule->variants[0].version_count, 2);
    assert_int_equal(rule->variants[0].versions[0].overlays, 0);
    assert_int_equal(rule->variants[0].versions[0].owner, rule->versions[0].owner);
    assert_true(date_same(rule->variants[0].versions[1].governs_from, on_day("2023-09-01")));
    assert_int_equal(rule->variants[0].versions[1].overlays, 1);
    arena_free(&f.arena);
}

static void an_added_rule_is_for_the_overlays_pupils(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, SEND, "add \"4.6.4/more\" { reason = \"r\", must { who = pupils { year = years(10, 13) }, have = workplace "
                          "{ matched = true }, when = over_years(10, 11) } }");
    fixture_school(&f, "");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.6.4/more");
    const struct rule_version *v = last_of(rule, 0);
    assert_int_equal(rule->variant_count, 0);
    assert_int_equal(v->who_count, 1);
    assert_int_equal(v->who[0].condition_count, 2);
    assert_int_equal(v->who[0].conditions[1].field, fact_sen(&f));
    assert_true(v->who[0].default_on_roll);
    arena_free(&f.arena);
    wrong("add \"4.6.4/more\" { reason = \"r\", must { who = the_school {}, have = alumni {}, when = each_term() } }",
          CODE_WRONG_TYPE, "who", "4.6.4/more is not about pupils, and this overlay is for some pupils only.");
}

static void two_overlays_make_a_variant_for_each_set(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, SEND, SET("4.9.2/by-16", "when = by_end_of_year(9)"));
    add_overlay(&f, CARE, SET("4.9.2/by-16", "owner = role.slt"));
    fixture_school(&f, "");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.9.2/by-16");
    assert_int_equal(rule->variant_count, 3);
    for (uint32_t v = 1; v <= 3; v++) {
        uint32_t mask = rule->variants[v - 1].overlays;
        bool send = false, care = false;
        for (uint32_t i = 0; i < 2; i++) {
            send = send || ((mask >> i & 1) && str_is(f.policy->overlays[i].name, "send"));
            care = care || ((mask >> i & 1) && str_is(f.policy->overlays[i].name, "care"));
        }
        assert_int_equal(last_of(rule, v)->when.op, send ? WINDOW_BY_END_OF_YEAR : WINDOW_BY_AGE);
        assert_str(f.policy->roles[last_of(rule, v)->owner].key, care ? "slt" : "leader");
    }
    assert_str(rule->variants[2].name, "care and send");
    arena_free(&f.arena);
}

static void overlays_that_nobody_is_in_together_make_no_variant(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, EHCP, SET("4.9.2/by-16", "owner = role.slt"));
    add_overlay(&f, PLAIN, SET("4.9.2/by-16", "owner = role.tutor"));
    fixture_school(&f, "");
    fixture_good(&f);
    assert_int_equal(fixture_find(&f, "4.9.2/by-16")->variant_count, 2);
    arena_free(&f.arena);
}

static void two_overlays_on_one_field_are_apart_or_in_order(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, SEND, SET("4.9.2/by-16", "owner = role.slt"));
    add_overlay(&f, CARE, SET("4.9.2/by-16", "owner = role.tutor"));
    fixture_school(&f, "");
    fixture_wrong(&f, CODE_OVERLAY_OVERLAP, 2, "4.9.2/by-16",
                  "'owner' of 4.9.2/by-16 is also changed by the overlay 'care' at policies/overlays/2.lua:2, and a pupil with care "
                  "looked after, sen support is in both.");
    assert_str(f.problems.at[0].next,
               "Say which one stands for them, with over = \"care\", or make the two apart.");
    arena_free(&f.arena);
    f = fixture_base();
    add_overlay(&f, SEND, "amend \"4.9.2/by-16\" { set = { owner = role.slt }, over = \"care\", reason = \"r\" }");
    add_overlay(&f, CARE, SET("4.9.2/by-16", "owner = role.tutor"));
    fixture_school(&f, "");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.9.2/by-16");
    assert_int_equal(rule->variant_count, 3);
    assert_str(f.policy->roles[last_of(rule, 3)->owner].key, "slt");
    arena_free(&f.arena);
    f = fixture_base();
    add_overlay(&f, SEND, "amend \"4.9.2/by-16\" { set = { owner = role.slt }, over = \"care\", reason = \"r\" }");
    add_overlay(&f, CARE, "amend \"4.9.2/by-16\" { set = { owner = role.tutor }, over = \"send\", reason = \"r\" }");
    fixture_school(&f, "");
    fixture_wrong(&f, CODE_OVERLAY_OVERLAP, 2, "4.9.2/by-16",
                  "4.9.2/by-16: each of the overlays 'care' and 'send' says that it replaces the other, at "
                  "policies/overlays/2.lua:2 too.");
    arena_free(&f.arena);
}

static void years_and_care_decide_who_is_in_both(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool apart;
    } cases[] = {
        { OVERLAY("a", "pupils { year = years(7, 9) }"), OVERLAY("b", "pupils { year = years(10, 13) }"), true },
        { OVERLAY("a", "pupils { year = years(7, 10) }"), OVERLAY("b", "pupils { year = years(10, 13) }"), false },
        { OVERLAY("a", "pupils { age = below(16) }"), OVERLAY("b", "pupils { age = at_least(16) }"), true },
        { OVERLAY("a", "any_of { pupils { sen = \"ehcp\" }, pupils { care = \"looked_after\" } }"),
          OVERLAY("b", "pupils { sen = \"none\" }"), false },
        { OVERLAY("a", "pupils { sen = \"ehcp\", care = \"no\" }"),
          OVERLAY("b", "any_of { pupils { sen = \"none\" }, pupils { care = is_not \"no\" } }"), true },
        { OVERLAY("a", "pupils { gcse_maths = known }"), OVERLAY("b", "pupils { gcse_maths = missing }"), true },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_base();
        add_overlay(&f, cases[i].a, SET("4.9.2/by-16", "owner = role.slt"));
        add_overlay(&f, cases[i].b, SET("4.9.2/by-16", "owner = role.tutor"));
        fixture_school(&f, "");
        bool merged = fixture_merge(&f);
        if (merged != cases[i].apart) fixture_print(&f);
        assert_int_equal(merged, cases[i].apart);
        if (!merged) assert_int_equal(f.problems.at[0].code, CODE_OVERLAY_OVERLAP);
        arena_free(&f.arena);
    }
}

static void a_schools_change_stands_outside_the_guard(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, SEND, SET("4.9.2/by-16", "owner = role.slt"));
    fixture_school(&f, SET("4.9.2/by-16", "owner = role.tutor, severity = \"low\""));
    assert_true(fixture_merge(&f));
    assert_int_equal(f.problems.count, 1);
    assert_int_equal(f.problems.at[0].severity, SEVERITY_NOTE);
    assert_str(f.problems.at[0].said, "'owner' of 4.9.2/by-16 is changed here for all pupils but those of the overlay "
                                      "'send' (policies/overlays/1.lua:2).");
    const struct rule *rule = fixture_find(&f, "4.9.2/by-16");
    assert_str(f.policy->roles[last_of(rule, 0)->owner].key, "tutor");
    assert_str(f.policy->roles[last_of(rule, 1)->owner].key, "slt");
    assert_int_equal(last_of(rule, 1)->top_level, LEVEL_LOW);
    arena_free(&f.arena);
}

static void a_drop_is_for_the_overlays_pupils_too(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, SEND, "drop \"4.6.4/encounter\" { reason = \"r\" }");
    fixture_school(&f, SET("4.6.4/encounter", "owner = role.tutor"));
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.6.4/encounter");
    assert_true(rule->applies);
    assert_false(date_known(last_of(rule, 0)->ends));
    assert_true(date_same(last_of(rule, 1)->ends, on_day("2022-05-31")));
    arena_free(&f.arena);
}

static void only_rules_about_pupils_change(void **state) {
    (void)state;
    wrong("amend \"param/days\" { tighten = { [\"2022-09-01\"] = 3 }, reason = \"r\" }", CODE_NOT_OPEN, "param/days",
          "param/days is one for all; an overlay for some pupils changes rules only.");
    wrong(SET("4.6.4", "title = \"x\""), CODE_NOT_OPEN, "4.6.4",
          "4.6.4 is one for all; an overlay for some pupils changes rules only.");
    wrong(SET("4.9.2/by-16", "only = school { setting = \"pru\" }"), CODE_NOT_OPEN, "4.9.2/by-16",
          "'only' of 4.9.2/by-16 speaks of schools, and this overlay is for some pupils.");
    wrong(SET("4.6.3/adviser", "severity = \"low\""), CODE_WRONG_TYPE, "4.6.3/adviser",
          "4.6.3/adviser is not about pupils, and this overlay is for some pupils only.");
    wrong("clause \"4.6.9\" { title = \"x\" }", CODE_NOT_OPEN, "clause",
          "An overlay for some pupils can not add a clause of its own.");
    good("plan \"quick\" { lead = days(5), steps = { \"lead\" } }" SET("4.9.2/by-16", "remind = plan.quick"));
}

static void the_law_stands_inside_the_guard(void **state) {
    (void)state;
    wrong("drop \"4.8.6/visits\" { reason = \"r\" }", CODE_BELOW_THE_LAW, "4.8.6/visits",
          "4.8.6/visits is asked for by law and can not be dropped here.");
    wrong(SET("4.8.6/visits", "[\"who.year\"] = years(9, 13)"), CODE_BELOW_THE_LAW, "4.8.6/visits",
          "4.8.6/visits: 'who.year' asks for less than before: it leaves out a pupil with year 8.");
    good(SET("4.8.6/visits", "[\"who.year\"] = years(7, 13)"));
}

static void a_guard_asks_for_something_plain(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    add_overlay(&f, OVERLAY("x", "pupils {}"), "");
    fixture_wrong(&f, CODE_BAD_CHOICE, 1, "for_pupils", "The overlay 'x' is for all pupils.");
    arena_free(&f.arena);
    f = fixture_base();
    add_overlay(&f, OVERLAY("x", "pupils { year = p.programme }"), "");
    fixture_wrong(&f, CODE_WRONG_TYPE, 1, NULL, "'for_pupils' takes plain values, no parameters.");
    arena_free(&f.arena);
}

static void at_most_four_change_one_rule(void **state) {
    (void)state;
    static const char *const headers[] = { SEND, CARE, OVERLAY("c", "pupils { year = 9 }"),
                                           OVERLAY("d", "pupils { sex = \"F\" }"), OVERLAY("e", "pupils { age = 14 }") };
    static const char *const fields[] = { "owner = role.slt", "remind = plan.urgent", "severity = \"low\"",
                                          "late = days(3)", "when = by_end_of_year(9)" };
    for (size_t count = 4; count <= 5; count++) {
        struct fixture f = fixture_base();
        for (size_t i = 0; i < count; i++)
            add_overlay(&f, headers[i],
                        str_c(&f.arena, str_format(&f.arena, "amend \"4.9.2/by-16\" { set = { %s }, reason = \"r\" }", fields[i])));
        bool merged = fixture_merge(&f);
        if (count == 4) {
            assert_true(merged);
            assert_int_equal(fixture_find(&f, "4.9.2/by-16")->variant_count, 15);
        } else {
            assert_false(merged);
            assert_int_equal(f.problems.errors, 1);
            assert_str(f.problems.at[0].said, "More than 4 overlays for pupils change 4.9.2/by-16.");
        }
        arena_free(&f.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_keeps_its_words_beside_a_variant),
        cmocka_unit_test(history_does_not_move_in_a_variant),
        cmocka_unit_test(an_added_rule_is_for_the_overlays_pupils),
        cmocka_unit_test(two_overlays_make_a_variant_for_each_set),
        cmocka_unit_test(overlays_that_nobody_is_in_together_make_no_variant),
        cmocka_unit_test(two_overlays_on_one_field_are_apart_or_in_order),
        cmocka_unit_test(years_and_care_decide_who_is_in_both),
        cmocka_unit_test(a_schools_change_stands_outside_the_guard),
        cmocka_unit_test(a_drop_is_for_the_overlays_pupils_too),
        cmocka_unit_test(only_rules_about_pupils_change),
        cmocka_unit_test(the_law_stands_inside_the_guard),
        cmocka_unit_test(a_guard_asks_for_something_plain),
        cmocka_unit_test(at_most_four_change_one_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

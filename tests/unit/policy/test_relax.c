/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_relax - what the trust weakens for some schools, for a time: from its day to its last day, and no further.
 */
#include "fixture.h"

#define FOR "schools = { 100002, 100001 }, approved = \"2022-12-12\", approved_by = \"Trust Board\", reason = \"r\""
#define FOR_OTHERS "schools = { 100002 }, approved = \"2022-12-12\", approved_by = \"Trust Board\", reason = \"r\""
#define LEVEL "relax \"param/level\" { " FOR ", [\"2023-01-01\"] = 4, ends = \"2023-08-31\" }\n"

static struct fixture with_trust(const char *text) {
    struct fixture f = fixture_base();
    fixture_trust(&f, text);
    fixture_school(&f, "");
    return f;
}

static void wrong(const char *text, enum code code, const char *token, const char *said) {
    struct fixture f = with_trust(text);
    fixture_wrong(&f, code, 2, token, said);
    arena_free(&f.arena);
}

static void good(const char *text) {
    struct fixture f = with_trust(text);
    fixture_good(&f);
    arena_free(&f.arena);
}

static const struct param *find(const struct fixture *f, const char *name) {
    for (size_t i = 0; i < f->policy->param_count; i++)
        if (str_is(f->policy->params[i].name, name)) return &f->policy->params[i];
    return NULL;
}

static int64_t value_on(const struct fixture *f, const char *name, const char *day) {
    return param_at(find(f, name), on_day(day))->values[0];
}

static void a_value_holds_until_its_last_day(void **state) {
    (void)state;
    struct fixture f = with_trust(LEVEL);
    fixture_good(&f);
    assert_int_equal(value_on(&f, "level", "2022-12-31"), 6);
    assert_int_equal(value_on(&f, "level", "2023-01-01"), 4);
    assert_int_equal(value_on(&f, "level", "2023-08-31"), 4);
    assert_int_equal(value_on(&f, "level", "2023-09-01"), 6);
    assert_str(param_at(find(&f, "level"), on_day("2023-03-01"))->origin.approval, "Trust Board, 2022-12-12");
    assert_str(param_at(find(&f, "level"), on_day("2023-09-01"))->origin.approval, "");
    arena_free(&f.arena);
}

static void later_values_of_the_policy_come_back(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "u/a.lua",
                UPDATE_HEADER("a", "2023-04-01") "amend \"param/level\" { set = { [\"2023-04-01\"] = 7, [\"2023-10-01\"] = 8 }, reason = \"r\" }");
    fixture_trust(&f, ADOPT("a") LEVEL);
    fixture_school(&f, "");
    fixture_good(&f);
    assert_int_equal(value_on(&f, "level", "2023-05-01"), 4);
    assert_int_equal(value_on(&f, "level", "2023-09-01"), 7);
    assert_int_equal(value_on(&f, "level", "2023-10-01"), 8);
    arena_free(&f.arena);
}

static void other_schools_are_not_touched(void **state) {
    (void)state;
    struct fixture f = with_trust("relax \"param/level\" { " FOR_OTHERS ", [\"2023-01-01\"] = 4, ends = \"2023-08-31\" }");
    fixture_good(&f);
    assert_int_equal(value_on(&f, "level", "2023-03-01"), 6);
    arena_free(&f.arena);
}

static void a_rule_is_relaxed_for_a_time(void **state) {
    (void)state;
    struct fixture f = with_trust("relax \"4.9.2/by-16\" { " FOR ", set = { [\"who.year\"] = years(9, 11) }, from = "
                                  "\"2023-01-01\", ends = \"2023-08-31\" }");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.9.2/by-16");
    assert_int_equal(rule->version_count, 3);
    assert_true(date_same(rule->versions[1].governs_from, on_day("2023-01-01")));
    assert_true(date_same(rule->versions[2].governs_from, on_day("2023-09-01")));
    assert_int_equal(rule->versions[0].change_count, 0);
    assert_int_equal(rule->versions[1].change_count, 1);
    assert_int_equal(rule->versions[2].change_count, 0);
    arena_free(&f.arena);
}

static void two_that_follow_each_other_are_no_conflict(void **state) {
    (void)state;
    good(LEVEL "relax \"param/level\" { " FOR ", [\"2023-09-01\"] = 5, ends = \"2023-12-31\" }");
    struct fixture f = with_trust(LEVEL "relax \"param/level\" { " FOR ", [\"2023-08-31\"] = 5, ends = \"2023-12-31\" }");
    fixture_wrong(&f, CODE_MERGE_CONFLICT, 3, "param/level",
                  "'values' of param/level is also changed at trust.lua:2; one of the two must go.");
    arena_free(&f.arena);
    good(LEVEL "relax \"param/level\" { " FOR_OTHERS ", [\"2023-01-01\"] = 5, ends = \"2023-12-31\" }");
}

static void the_law_is_not_relaxed(void **state) {
    (void)state;
    wrong("relax \"param/days\" { " FOR ", [\"2023-01-01\"] = 6, ends = \"2023-08-31\" }", CODE_BELOW_THE_LAW, "param/days",
          "'days': the policy says 5, and from 1 January 2023 this says 6; it may only become lower.");
    wrong("relax \"4.8.6/visits\" { " FOR ", set = { [\"who.year\"] = years(9, 13) }, ends = \"2023-08-31\" }",
          CODE_BELOW_THE_LAW, "4.8.6/visits",
          "4.8.6/visits: 'who.year' asks for less than before: it leaves out a pupil with year 8.");
    wrong("relax \"4.8.6/selected\" { " FOR ", set = { exempt = { reasons = { \"hall\" } } }, ends = \"2023-08-31\" }",
          CODE_NO_EXEMPTIONS, "4.8.6/selected", "4.8.6/selected allows no exemptions (exempt = never).");
    good("relax \"param/days\" { " FOR ", [\"2023-01-01\"] = 4, ends = \"2023-08-31\" }");
}

static void only_the_trust_relaxes(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, LEVEL);
    fixture_wrong(&f, CODE_NOT_OPEN, 3, "relax", "Only the trust relaxes something.");
    arena_free(&f.arena);
}

static void a_school_may_still_ask_for_more(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_trust(&f, LEVEL);
    fixture_school(&f, "amend \"param/level\" { tighten = { [\"2023-02-01\"] = 6 }, reason = \"r\" }");
    fixture_good(&f);
    assert_int_equal(value_on(&f, "level", "2023-01-31"), 4);
    assert_int_equal(value_on(&f, "level", "2023-02-01"), 6);
    arena_free(&f.arena);
    f = fixture_base();
    fixture_trust(&f, LEVEL);
    fixture_school(&f, "amend \"param/level\" { tighten = { [\"2023-02-01\"] = 5 }, reason = \"r\" }");
    fixture_wrong(&f, CODE_NOT_STRICTER, 3, "param/level",
                  "'level': the trust says 6, and from 1 September 2023 this says 5; it may only become higher.");
    arena_free(&f.arena);
}

static void what_is_left_out_is_said(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum code code;
        const char *token, *said;
    } cases[] = {
        { "relax \"param/level\" { approved = \"2022-12-12\", approved_by = \"T\", reason = \"r\", [\"2023-01-01\"] = 4, ends = "
          "\"2023-08-31\" }",
          CODE_INCOMPLETE, "param/level", "'relax' needs 'schools'." },
        { "relax \"param/level\" { " FOR ", [\"2023-01-01\"] = 4 }", CODE_INCOMPLETE, "param/level", "'relax' needs 'ends'." },
        { "relax \"param/level\" { schools = { 100001 }, approved = \"2022-12-12\", reason = \"r\", [\"2023-01-01\"] = 4, ends "
          "= \"2023-08-31\" }",
          CODE_INCOMPLETE, "param/level", "'relax' needs 'approved_by'." },
        { "relax \"param/level\" { " FOR ", ends = \"2023-08-31\" }", CODE_INCOMPLETE, "param/level",
          "The relaxation of 'param/level' gives no value." },
        { "relax \"param/level\" { " FOR ", [\"2023-09-01\"] = 4, ends = \"2023-08-31\" }", CODE_BAD_DATE, "2023-09-01",
          "The relaxation of 'param/level' ends before 2023-09-01." },
        { "relax \"4.9.2/by-16\" { " FOR ", set = { owner = role.slt }, from = \"2023-09-01\", ends = \"2023-08-31\" }",
          CODE_BAD_DATE, "2023-08-31", "The relaxation of '4.9.2/by-16' would end before it begins on 2023-09-01." },
        { "relax \"4.9.2/by-16\" { " FOR ", ends = \"2023-08-31\" }", CODE_INCOMPLETE, "4.9.2/by-16",
          "The relaxation of '4.9.2/by-16' changes nothing." },
        { "relax \"role/slt\" { " FOR ", set = { title = \"x\" }, ends = \"2023-08-31\" }", CODE_WRONG_TYPE, "role/slt",
          "A role can not be relaxed." },
        { "relax \"param/level\" { " FOR ", [\"2023-01-01\"] = 4, end_s = \"2023-08-31\", ends = \"2023-08-31\" }",
          CODE_UNKNOWN_FIELD, "end_s", "'relax' has no field called 'end_s' here." },
        { "relax \"param/levle\" { " FOR ", [\"2023-01-01\"] = 4, ends = \"2023-08-31\" }", CODE_UNKNOWN_TARGET, "param/levle",
          "Nothing is called 'param/levle' in base." },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) wrong(cases[i].text, cases[i].code, cases[i].token, cases[i].said);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_holds_until_its_last_day),
        cmocka_unit_test(later_values_of_the_policy_come_back),
        cmocka_unit_test(other_schools_are_not_touched),
        cmocka_unit_test(a_rule_is_relaxed_for_a_time),
        cmocka_unit_test(two_that_follow_each_other_are_no_conflict),
        cmocka_unit_test(the_law_is_not_relaxed),
        cmocka_unit_test(only_the_trust_relaxes),
        cmocka_unit_test(a_school_may_still_ask_for_more),
        cmocka_unit_test(what_is_left_out_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_renamed - names that the base had: an amendment of an old one finds the new one, and is told.
 */
#include "fixture.h"

static struct fixture renamed(const char *table, const char *school) {
    struct fixture f = fixture_empty();
    struct str base = str_from(joined(&f.arena, BASE, COUNT_OF(BASE))), before, after;
    size_t at = str_find(base, STR("effective ="));
    before = str_slice(base, 0, at);
    after = str_slice(base, at, base.size);
    fixture_add(&f, LAYER_BASE, "policies/base/policy.lua",
                str_c(&f.arena, str_format(&f.arena, "%.*srenamed = %s, %.*s", STR_ARG(before), table, STR_ARG(after))));
    if (school) fixture_school(&f, school);
    return f;
}

static void an_old_name_finds_the_new_one(void **state) {
    (void)state;
    struct fixture f = renamed("{ [\"4.9.2/interview\"] = \"4.9.2/by-16\", [\"param/grade\"] = \"param/level\" }",
                               "amend \"4.9.2/interview\" { set = { owner = role.tutor }, reason = \"r\" }\n"
                               "amend \"param/grade\" { tighten = { [\"2022-09-01\"] = 7 }, reason = \"r\" }");
    assert_true(fixture_merge(&f));
    assert_int_equal(f.problems.warnings, 2);
    assert_str(f.problems.at[0].said, "'4.9.2/interview' is called '4.9.2/by-16' now.");
    assert_str(f.problems.at[0].next, "Write '4.9.2/by-16'.");
    const struct rule *rule = fixture_find(&f, "4.9.2/by-16");
    assert_str(f.policy->roles[rule->versions[rule->version_count - 1].owner].key, "tutor");
    arena_free(&f.arena);
}

static void a_rule_answers_to_the_names_it_had(void **state) {
    (void)state;
    struct fixture f = renamed("{ [\"4.9.2/interview\"] = \"4.9.2/by-16\", [\"4.9.1/old\"] = \"4.9.2/by-16\" }", NULL);
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.9.2/by-16");
    assert_int_equal(rule->former_count, 2);
    assert_true(rule_is_called(rule, STR("4.9.2/by-16")));
    assert_true(rule_is_called(rule, STR("4.9.2/interview")));
    assert_true(rule_is_called(rule, STR("4.9.1/old")));
    assert_false(rule_is_called(rule, STR("4.9.2")));
    assert_false(rule_is_called(fixture_find(&f, "4.6.5/stem"), STR("4.9.1/old")));
    arena_free(&f.arena);
}

static void old_and_new_name_are_one_voice(void **state) {
    (void)state;
    struct fixture f = renamed("{ [\"4.9.2/interview\"] = \"4.9.2/by-16\" }",
                               "amend \"4.9.2/interview\" { set = { owner = role.tutor }, reason = \"r\" }\n"
                               "amend \"4.9.2/by-16\" { set = { owner = role.slt }, reason = \"r\" }");
    fixture_wrong(&f, CODE_MERGE_CONFLICT, 4, "4.9.2/by-16",
                  "'owner' of 4.9.2/by-16 is also changed at policy.lua:3; one of the two must go.");
    arena_free(&f.arena);
}

static void a_name_leads_to_one_that_is_there(void **state) {
    (void)state;
    struct fixture f = renamed("{ [\"4.9.2/interview\"] = \"4.9.2/by-17\" }", NULL);
    fixture_wrong(&f, CODE_UNKNOWN_TARGET, 0, NULL, "Nothing is called '4.9.2/by-17' in base.");
    arena_free(&f.arena);
    f = renamed("{ [\"4.6.5/stem\"] = \"4.9.2/by-16\" }", NULL);
    fixture_wrong(&f, CODE_DUPLICATE, 0, NULL, "'4.6.5/stem' is said to have another name, and is there.");
    arena_free(&f.arena);
    f = renamed("\"4.9.2/by-16\"", NULL);
    bool merged = fixture_merge(&f);
    assert_false(merged);
    assert_int_equal(f.problems.at[0].code, CODE_WRONG_TYPE);
    arena_free(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(an_old_name_finds_the_new_one),
                                        cmocka_unit_test(a_rule_answers_to_the_names_it_had),
                                        cmocka_unit_test(old_and_new_name_are_one_voice),
                                        cmocka_unit_test(a_name_leads_to_one_that_is_there) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_define - roles, plans, parameters, phases, readings, sections, headers; and every way of writing one wrongly.
 */
#include "fixture.h"

static struct fixture with(const char *text) {
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_BASE, "policies/base/more.lua", text);
    return f;
}

static void wrong(const char *text, enum code code, const char *token, const char *said) {
    struct fixture f = with(text);
    fixture_wrong(&f, code, 1, token, said);
    arena_free(&f.arena);
}

static void reads_roles(void **state) {
    (void)state;
    struct fixture f =
        with("role \"head\" { title = \"Head\", clause = \"3.1.5\", finds = \"department\" } role \"plain\" {}");
    fixture_good(&f);
    const struct role *head = &f.policy->roles[policy_find_role(f.policy, STR("head"))];
    assert_str(head->title, "Head");
    assert_str(head->clause, "3.1.5");
    assert_str(head->finds, "department");
    assert_str(f.policy->roles[policy_find_role(f.policy, STR("plain"))].title, "plain");
    assert_int_equal(policy_find_role(f.policy, STR("nobody")), -1);
    arena_free(&f.arena);
    wrong("role \"x\" { finds = \"house\" }", CODE_BAD_CHOICE, "house",
          "'finds' must be \"form\" or \"department\", and this is \"house\".");
}

static const struct plan *plan_of(const struct fixture *f, const char *name) {
    for (size_t i = 0; i < f->policy->plan_count; i++)
        if (str_is(f->policy->plans[i].name, name)) return &f->policy->plans[i];
    fail();
    return NULL;
}

static void reads_plans(void **state) {
    (void)state;
    struct fixture f = with("plan \"bare\" {}\nplan \"loud\" { quiet = \"never\" }");
    fixture_good(&f);
    const struct plan *plan = plan_of(&f, "standard");
    assert_int_equal(plan->lead.n.value, 60);
    assert_int_equal(plan->step_count, 3);
    assert_int_equal(plan->steps[0].n.value, -60);
    assert_int_equal(plan->steps[1].n.value, -14);
    assert_int_equal(plan->steps[2].n.value, 0);
    assert_int_equal(plan->then_count, 2);
    assert_int_equal(plan->then_every[1].n.value, 30);
    assert_str(plan->digest, "weekly");
    assert_true(plan->quiet_holidays);
    assert_int_equal(plan->escalate_count, 2);
    assert_int_equal(plan->escalate[1].after.n.value, 56);
    assert_str(f.policy->roles[plan->escalate[1].role].key, "slt");
    plan = plan_of(&f, "bare");
    assert_int_equal(plan->lead.n.value, 60);
    assert_int_equal(plan->step_count, 0);
    assert_true(plan->quiet_holidays);
    assert_false(plan_of(&f, "loud")->quiet_holidays);
    arena_free(&f.arena);
}

static void refuses_wrong_plans(void **state) {
    (void)state;
    wrong("plan \"x\" { steps = { \"leed\" } }", CODE_BAD_CHOICE, "leed",
          "'steps' must be \"lead\" or \"due\", and this is \"leed\".");
    wrong("plan \"x\" { digest = \"hourly\" }", CODE_BAD_CHOICE, "hourly",
          "'digest' must be \"daily\", \"weekly\" or \"termly\", and this is \"hourly\".");
    wrong("plan \"x\" { lead = 60 }", CODE_WRONG_TYPE, "60",
          "'lead' must be days(n), school_days(n) or months(n), and this is the number 60.");
    wrong("plan \"x\" { lead = days(p.days) }", CODE_WRONG_TYPE, "days",
          "'lead' must be a number of days, and no parameter, and this is days().");
    wrong("plan \"x\" { escalate = { { after = days(3) } } }", CODE_INCOMPLETE, "escalate",
          "A step of 'escalate' needs 'after' and 'to'.");
    wrong("plan \"x\" { escalate = { { after = days(3), to = role.nobody } } }", CODE_UNKNOWN_ROLE, "nobody",
          "There is no role called 'nobody'.");
    wrong("plan \"x\" { escalate = { { after = days(1), to = role.slt }, { after = days(2), to = role.slt }, { after = "
          "days(3), to = role.slt },"
          " { after = days(4), to = role.slt }, { after = days(5), to = role.slt } } }",
          CODE_BUDGET, "escalate", "A plan has at most 4 steps of escalation.");
}

static void refuses_names_that_nothing_has(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_rule(&f, "must", "who = pupils {}, have = encounter {}, when = each_term(), owner = role.tutr");
    fixture_wrong(&f, CODE_UNKNOWN_ROLE, 2, "tutr", "There is no role called 'tutr'.");
    assert_str(f.problems.at[0].next, "Did you mean 'tutor'?");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_rule(&f, "must", "who = pupils {}, have = encounter {}, when = each_term(), remind = plan.urgnet");
    fixture_wrong(&f, CODE_UNKNOWN_PLAN, 2, "urgnet", "There is no reminder plan called 'urgnet'.");
    assert_str(f.problems.at[0].next, "Did you mean 'urgent'?");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_rule(&f, "must", "who = pupils {}, have = encounter {}, when = each_term(), hint = \"4.6.4/encountre\"");
    fixture_wrong(&f, CODE_UNKNOWN_TARGET, 2, "4.6.4/encountre", "There is no rule called '4.6.4/encountre'.");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_rule(&f, "must", "who = pupils {}, have = encounter {}, when = each_term(), severity = \"hihg\"");
    fixture_wrong(&f, CODE_BAD_CHOICE, 2, "hihg",
                  "'severity' must be \"info\", \"low\", \"medium\", \"high\" or \"critical\", and this is \"hihg\".");
    arena_free(&f.arena);
}

static void reads_what_a_rule_excuses(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_rule(
        &f, "must_not",
        "who = pupils {}, have = encounter {}, when = each_term(), hint = \"4.6.4/encounter\", severity = \"critical\","
        " unless = { pupils { sen = \"ehcp\" }, pupils { year = 7 }, because = \"of reasons\" },"
        " exempt = { reasons = { \"a\", \"b\" }, for_at_most = months(6), approved_by = role.slt }");
    fixture_good(&f);
    const struct rule_version *it = fixture_it(&f);
    assert_int_equal(it->force, FORCE_MUST_NOT);
    assert_int_equal(it->basis, BASIS_GUIDANCE);
    assert_int_equal(it->top_level, LEVEL_CRITICAL);
    assert_int_equal(it->unless_count, 2);
    assert_str(it->because, "of reasons");
    assert_true(it->exempt.allowed);
    assert_false(it->exempt.never);
    assert_int_equal(it->exempt.reason_count, 2);
    assert_true(it->exempt.has_limit);
    assert_str(f.policy->roles[it->exempt.approved_by].key, "slt");
    assert_str(f.policy->rules[it->hint].name, "4.6.4/encounter");
    assert_int_equal(it->owner, -1);
    assert_int_equal(it->plan, -1);
    assert_int_equal(it->hatch, -1);
    assert_true(fixture_find(&f, "4.8.6/selected")->versions[0].exempt.never);
    assert_false(fixture_find(&f, "4.6.5/stem")->versions[0].exempt.allowed);
    arena_free(&f.arena);
    f = fixture_base();
    fixture_rule(&f, "must", "who = pupils {}, have = encounter {}, when = each_term(), unless = { staff {} }");
    fixture_wrong(&f, CODE_WRONG_TYPE, 2, "staff", "'unless' must speak of those whom the rule concerns.");
    arena_free(&f.arena);
}

static void reads_parameters_of_each_type(void **state) {
    (void)state;
    struct fixture f =
        with("param \"t\" { type = \"text\", values = { [\"2023-01-01\"] = \"b\", [\"2022-01-01\"] = \"a\" } }\n"
             "param \"h\" { type = \"hours\", values = { [\"2022-01-01\"] = 1.5 } }\n"
             "param \"y\" { type = \"years\", values = { [\"2022-01-01\"] = { 9, 11 } } }");
    fixture_good(&f);
    for (size_t i = 0; i < f.policy->param_count; i++) {
        const struct param *p = &f.policy->params[i];
        if (str_is(p->name, "t")) {
            assert_int_equal(p->step_count, 2);
            assert_str(param_at(p, on_day("2022-12-31"))->texts[0], "a");
            assert_str(param_at(p, on_day("2023-01-01"))->texts[0], "b");
        }
        if (str_is(p->name, "h")) assert_int_equal(p->steps[0].values[0], 90);
        if (str_is(p->name, "y")) assert_int_equal(p->steps[0].values[0], 1 << 9 | 1 << 11);
    }
    arena_free(&f.arena);
}

static void refuses_wrong_parameters(void **state) {
    (void)state;
    wrong("param \"x\" { type = \"number\", values = { [\"2022-01-01\"] = 1 } }", CODE_BAD_CHOICE, "number",
          "'type' must be \"whole\", \"hours\", \"text\", \"texts\", \"codes\" or \"years\", and this is \"number\".");
    wrong("param \"x\" { values = { [\"2022-01-01\"] = 1 } }", CODE_INCOMPLETE, "x", "The parameter 'x' has no type.");
    wrong("param \"x\" { type = \"whole\" }", CODE_INCOMPLETE, "x", "The parameter 'x' has no values.");
    wrong("param \"x\" { type = \"whole\", values = {} }", CODE_INCOMPLETE, "x", "The parameter 'x' has no values.");
    wrong("param \"x\" { type = \"whole\", values = { [\"2022-13-01\"] = 1 } }", CODE_BAD_DATE, "2022-13-01",
          "'2022-13-01' is not a date.");
    wrong("param \"x\" { type = \"whole\", values = { [\"2022-01-01\"] = \"six\" } }", CODE_WRONG_TYPE, "six",
          "'x' must be a whole number, and this is the text 'six'.");
    wrong("param \"x\" { type = \"whole\", stricter = \"wider\", values = { [\"2022-01-01\"] = 1 } }", CODE_BAD_CHOICE,
          "wider", "A parameter of type \"whole\" can not be stricter \"wider\".");
    wrong("param \"x\" { type = \"years\", stricter = \"higher\", values = { [\"2022-01-01\"] = years(7, 9) } }",
          CODE_BAD_CHOICE, "higher", "A parameter of type \"years\" can not be stricter \"higher\".");
    wrong("param \"x\" { type = \"years\", values = { [\"2022-01-01\"] = years(9, 7) } }", CODE_BAD_CHOICE, "years",
          "years(9, 7) holds no year group.");
    wrong("param \"x\" { type = \"hours\", values = { [\"2022-01-01\"] = 1.001 } }", CODE_BAD_CHOICE, NULL,
          "'x' must be a whole number of minutes.");
}

static void refuses_wrong_phases_and_transitions(void **state) {
    (void)state;
    wrong("phase \"x\" { opens = in_year(9, \"09-01\"), closes = in_year(8, \"02-28\") }", CODE_BAD_CHOICE, "x",
          "The phase 'x' closes before it opens.");
    wrong("phase \"x\" { opens = in_year(9, \"02-28\"), closes = in_year(9, \"09-01\") }", CODE_BAD_CHOICE, "x",
          "The phase 'x' closes before it opens.");
    wrong("phase \"x\" { opens = in_year(9, \"09-01\") }", CODE_INCOMPLETE, "x", "The phase 'x' needs 'closes'.");
    wrong("phase \"x\" { opens = \"09-01\", closes = in_year(9, \"02-28\") }", CODE_WRONG_TYPE, "09-01",
          "'opens' must be a day such as in_year(8, \"09-01\"), and this is the text '09-01'.");
    wrong("transition \"x\" { year = 9, opens = \"05-31\", closes = \"01-01\" }", CODE_BAD_CHOICE, "x",
          "The transition 'x' closes before it opens.");
    wrong("transition \"x\" { opens = \"01-01\", closes = \"05-31\" }", CODE_INCOMPLETE, "x",
          "The transition 'x' needs 'year'.");
}

static void reads_readings_by_their_meaning(void **state) {
    (void)state;
    struct fixture f = with("reading \"one further\" { means = \"two-in-total\", clause = \"4.7.2\", note = \"n\" }\n"
                            "reading \"leap-day birthday\" { means = \"feb-28\" } reading \"pru block\" { means = "
                            "\"4.3.13 - 4.3.17\", effect = \"none\" }");
    fixture_good(&f);
    const struct reading_choice *readings = f.policy->readings;
    assert_int_equal(readings[READING_BY_THE_AGE_OF].means, BY_AGE_YEAR_END);
    assert_int_equal(readings[READING_ONE_FURTHER].means, FURTHER_TWO_IN_TOTAL);
    assert_str(readings[READING_ONE_FURTHER].clause, "4.7.2");
    assert_int_equal(readings[READING_LEAP_DAY].means, LEAP_FEB_28);
    assert_str(readings[READING_PRU_BLOCK].means_text, "4.3.13 - 4.3.17");
    assert_int_equal(readings[READING_MEANINGFUL].means, MEANINGFUL_ONLY_WHEN_SAID);
    assert_str(readings[READING_MEANINGFUL].means_text, "only-when-said");
    arena_free(&f.arena);
    wrong("reading \"meaningful\" { means = \"unless-denied\", settling_in = days(14) }", CODE_UNKNOWN_FIELD, "settling_in",
          "The reading 'meaningful' has no settling_in.");
    wrong("reading \"by teh age\" { means = \"x\" }", CODE_BAD_CHOICE, "by teh age",
          "No reading is called 'by teh age'.");
    wrong("reading \"meaningful\" { means = \"always\" }", CODE_BAD_CHOICE, "always",
          "'means' must be \"only-when-said\" or \"unless-denied\", and this is \"always\".");
    wrong("reading \"meaningful\" { note = \"n\" }", CODE_INCOMPLETE, "meaningful",
          "The reading 'meaningful' needs 'means'.");
}

static void refuses_two_of_one_name(void **state) {
    (void)state;
    wrong("role \"tutor\" { title = \"Again\" }", CODE_DUPLICATE, "tutor",
          "There are two roles called 'tutor'; the other is at policies/base/policy.lua:7.");
    wrong("clause \"4.6.4\" { title = \"Again\" }", CODE_DUPLICATE, "4.6.4",
          "There are two clauses called '4.6.4'; the other is at policies/base/policy.lua:48.");
    wrong("clause \"9.1\" { title = \"t\", may \"a\" { who = pupils {}, have = encounter {}, when = each_term() }, may "
          "\"a\" { who = pupils {}, have = encounter {}, when = each_term() } }",
          CODE_DUPLICATE, "a", "There are two rules called '9.1/a'; the other is at policies/base/more.lua:1.");
    struct fixture f = fixture_base();
    fixture_school(&f, "add \"4.6.4/encounter\" { reason = \"r\", must { who = pupils {}, have = encounter {}, when = "
                       "each_term() } }");
    fixture_wrong(&f, CODE_DUPLICATE, 3, "4.6.4/encounter",
                  "There is a rule called '4.6.4/encounter' already, at policies/base/policy.lua:49.");
    arena_free(&f.arena);
}

static void refuses_what_stands_in_the_wrong_place(void **state) {
    (void)state;
    wrong("must \"x\" { who = pupils {}, have = encounter {}, when = each_term() }", CODE_INCOMPLETE, "must",
          "This rule stands outside a clause.");
    wrong("clause \"9.1\" { title = \"t\", must { who = pupils {}, have = encounter {}, when = each_term() } }",
          CODE_INCOMPLETE, "must", "A rule of clause 9.1 has no name.");
    wrong("clause \"9.1\" { title = \"t\", plan \"m\" { lead = days(3) } }", CODE_UNKNOWN_WORD, "plan",
          "plan {} can not stand here.");
    wrong("amend \"4.6.4/encounter\" { set = { owner = role.slt }, reason = \"r\" }", CODE_HEADER, "amend",
          "A policy does not amend itself with 'amend'.");
    wrong("clause \"9.1\" { title = \"t\", within = \"4.66\" }", CODE_UNKNOWN_TARGET, "4.66",
          "There is no section 4.66.");
    wrong("clause \"9.1\" { title = \"for {encountres}\" }", CODE_UNKNOWN_PARAM, NULL,
          "The text names {encountres}, and there is no such parameter or role.");
}

static void a_set_begins_with_one_policy(void **state) {
    (void)state;
    struct fixture f = fixture_empty();
    fixture_add(&f, LAYER_SCHOOL, "policy.lua", SCHOOL_HEADER);
    fixture_wrong(&f, CODE_HEADER, 0, NULL, "There is no policy to begin with.");
    arena_free(&f.arena);
    f = fixture_empty();
    fixture_wrong(&f, CODE_HEADER, 0, NULL, "There is no policy to begin with.");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_BASE, "policies/other/policy.lua",
                "policy { id = \"other\", version = \"1\", effective = \"2022-06-01\" }");
    fixture_wrong(&f, CODE_HEADER, 1, "policy", "There is a second policy here, 'other'.");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_SCHOOL, "policy.lua", "choose \"adviser\" { \"keep\", reason = \"r\" }");
    fixture_wrong(&f, CODE_HEADER, 1, NULL, "The file 'policy.lua' has no header.");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_SCHOOL, "policy.lua", TRUST_HEADER);
    fixture_wrong(&f, CODE_HEADER, 1, "trust", "'trust' can not be the header of this file.");
    arena_free(&f.arena);
}

static void refuses_wrong_amendments(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum code code;
        const char *token, *said;
    } cases[] = {
        { "amend \"4.9.2/by-16\" { reason = \"r\" }", CODE_INCOMPLETE, "4.9.2/by-16",
          "The amendment of '4.9.2/by-16' changes nothing." },
        { "amend \"4.9.2/by-16\" { set = { ownr = role.tutor }, reason = \"r\" }", CODE_UNKNOWN_FIELD, "ownr",
          "A rule has no field called 'ownr'." },
        { "amend \"4.6.5/stem\" { set = { [\"exempt.for_at_most\"] = months(1) }, reason = \"r\" }", CODE_UNKNOWN_FIELD,
          "exempt.for_at_most", "4.6.5/stem has no 'exempt' of which a part could be changed." },
        { "amend \"4.9.2/by-16\" { set = { [\"who.yaer\"] = 7 }, reason = \"r\" }", CODE_UNKNOWN_FIELD, "who.yaer",
          "'pupils' has no field called 'yaer'." },
        { "amend \"4.9.2/by-16\" { set = \"owner\", reason = \"r\" }", CODE_WRONG_TYPE, "owner",
          "'set' must be a list of fields, and this is the text 'owner'." },
        { "add \"alumni\" { reason = \"r\", must { who = pupils {}, have = encounter {}, when = each_term() } }",
          CODE_INCOMPLETE, "alumni", "'alumni' does not say under which clause the rule belongs." },
        { "add \"7.0.1/x\" { reason = \"r\" }", CODE_INCOMPLETE, "7.0.1/x", "'7.0.1/x' adds no rule." },
        { "add \"7.0.1/x\" { reason = \"r\", pupils {} }", CODE_UNKNOWN_WORD, "pupils",
          "'pupils' can not be added here." },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_base();
        fixture_school(&f, cases[i].text);
        fixture_wrong(&f, cases[i].code, 3, cases[i].token, cases[i].said);
        arena_free(&f.arena);
    }
}

static void adoption_has_its_rules(void **state) {
    (void)state;
    static const struct {
        const char *adopt;
        enum code code;
        const char *said;
    } cases[] = {
        { ADOPT("u") ADOPT("u"), CODE_DUPLICATE, "The update 'u' is adopted twice." },
        { "adopt \"u\" { approved = \"2022-12-12\" }", CODE_INCOMPLETE, "'adopt' needs 'approved_by'." },
        { "adopt \"u\" { approved = \"2022-12-12\", approved_by = \"x\", from = \"2022-12-31\" }", CODE_BAD_CHOICE,
          "The update 'u' starts on 2023-01-01 and can not be adopted from an earlier day." },
        { "adopt \"u\" { approved = \"2022-12-12\", approved_by = \"x\", from = \"2023-02-01\" }", CODE_NO_REASON,
          "Adopting 'u' later than it starts needs a reason." },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_base();
        fixture_add(&f, LAYER_UPDATE, "u.lua", UPDATE_HEADER("u", "2023-01-01"));
        fixture_trust(&f, cases[i].adopt);
        fixture_wrong(&f, cases[i].code, 0, NULL, cases[i].said);
        arena_free(&f.arena);
    }
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "u.lua",
                "update \"u\" { of = \"base\", version = \"1\", starts = \"2023-01-01\", reason = \"r\" }");
    fixture_trust(&f, ADOPT("u"));
    fixture_wrong(&f, CODE_INCOMPLETE, 1, "update", "'update' needs 'source'.");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_trust(&f, "choose \"adviser\" { \"keep\", reason = \"r\" }");
    fixture_wrong(&f, CODE_NOT_OPEN, 2, "choose", "Only a school answers questions with choose.");
    arena_free(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_roles),
        cmocka_unit_test(reads_plans),
        cmocka_unit_test(refuses_wrong_plans),
        cmocka_unit_test(refuses_names_that_nothing_has),
        cmocka_unit_test(reads_what_a_rule_excuses),
        cmocka_unit_test(reads_parameters_of_each_type),
        cmocka_unit_test(refuses_wrong_parameters),
        cmocka_unit_test(refuses_wrong_phases_and_transitions),
        cmocka_unit_test(reads_readings_by_their_meaning),
        cmocka_unit_test(refuses_two_of_one_name),
        cmocka_unit_test(refuses_what_stands_in_the_wrong_place),
        cmocka_unit_test(a_set_begins_with_one_policy),
        cmocka_unit_test(refuses_wrong_amendments),
        cmocka_unit_test(adoption_has_its_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_merge - what comes out of a base, a school, a trust and updates: definitions, versions, provenance, texts.
 */
#include "fixture.h"

static void reads_a_base_alone(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_good(&f);
    assert_str(f.policy->id, "base");
    assert_str(f.policy->edition, "base version 1");
    assert_true(date_same(f.policy->effective, on_day("2022-06-01")));
    assert_true(date_same(f.policy->review_by, on_day("2023-06-30")));
    assert_int_equal(f.problems.count, 0);
    assert_int_equal(f.policy->school_key, 0);
    assert_int_equal(f.policy->school_facts[0], VALUE_NONE);
    assert_true(f.policy->counted_enrolments >= 0);
    arena_free(&f.arena);
}

static void orders_clauses_and_rules_by_number(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_BASE, "policies/base/a.lua",
                "clause \"4.6.10\" { title = \"Ten\", should \"b\" { who = pupils {}, have = encounter {}, when = "
                "each_term() },\n"
                "  should \"a\" { who = pupils {}, have = encounter {}, when = each_term() } }");
    fixture_good(&f);
    for (size_t i = 1; i < f.policy->clause_count; i++)
        assert_true(clause_compare(f.policy->clauses[i - 1].number, f.policy->clauses[i].number) < 0);
    int32_t b = policy_find_rule(f.policy, STR("4.6.10/b")), a = policy_find_rule(f.policy, STR("4.6.10/a"));
    assert_int_equal(a, b + 1);
    assert_true(b > policy_find_rule(f.policy, STR("4.6.5/stem")));
    int32_t clause = policy_find_clause(f.policy, STR("4.6.10"));
    assert_int_equal(f.policy->rules[a].clause_index, clause);
    assert_str(f.policy->clauses[clause].section, "4.6");
    assert_int_equal(f.policy->clauses[clause].benchmark, 5);
    assert_str(f.policy->clauses[policy_find_clause(f.policy, STR("4.4.24"))].section, "4.3");
    arena_free(&f.arena);
}

static void fills_titles_and_texts(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_good(&f);
    const struct clause *clause = &f.policy->clauses[policy_find_clause(f.policy, STR("3.1.2"))];
    assert_str(clause->title, "A programme for Years 8 to 13");
    assert_str(clause->text, "Planned for Years 8 to 13 by the Careers Leader.");
    arena_free(&f.arena);
    f = fixture_base();
    fixture_school(&f, "");
    fixture_good(&f);
    clause = &f.policy->clauses[policy_find_clause(f.policy, STR("3.1.2"))];
    assert_str(clause->title, "A programme for Years 7 to 13");
    assert_str(clause->text, "Planned for Years 7 to 13 by the Head of Careers.");
    arena_free(&f.arena);
}

static const struct rule *rule_named(const struct fixture *f, const char *name) {
    int32_t rule = policy_find_rule(f->policy, str_from(name));
    assert_true(rule >= 0);
    return &f->policy->rules[rule];
}

static void says_what_a_rule_asks_for(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_BASE, "policies/base/a.lua",
                "clause \"4.6.10\" { title = \"Ten\",\n"
                "  should \"b\" { title = \"a talk at Level {level}\", who = pupils {}, have = encounter {}, when = "
                "each_term() },\n"
                "  should \"c\" { who = pupils {}, have = encounter {}, when = each_term() } }");
    fixture_good(&f);
    assert_str(rule_named(&f, "4.6.10/b")->title, "a talk at Level 6");
    assert_str(rule_named(&f, "4.6.10/c")->title, "");
    uint64_t hash = f.policy->hash;
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_BASE, "policies/base/a.lua",
                "clause \"4.6.10\" { title = \"Ten\",\n"
                "  should \"b\" { title = \"a visit\", who = pupils {}, have = encounter {}, when = each_term() },\n"
                "  should \"c\" { who = pupils {}, have = encounter {}, when = each_term() } }");
    fixture_good(&f);
    assert_true(hash != f.policy->hash);
    arena_free(&f.arena);
}

static void leaves_the_words_of_the_trust_to_the_trust(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "amend \"4.6.4/encounter\" { set = { title = \"a chat\" }, reason = \"Shorter.\" }");
    assert_false(fixture_merge(&f));
    assert_int_equal(f.problems.at[0].code, CODE_NOT_OPEN);
    arena_free(&f.arena);
}

static void takes_the_schools_facts_from_its_header(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "");
    fixture_good(&f);
    const struct known_facts *known = &f.kinds->known;
    assert_str(f.policy->school_name, "Hillside");
    assert_int_equal(f.policy->school_key, 100001);
    assert_int_equal(f.policy->school_facts[known->setting], 0);
    assert_int_equal(f.policy->school_facts[known->sixth_form], 1);
    assert_int_equal(f.policy->school_facts[known->years_taught], 0x3f80);
    arena_free(&f.arena);
}

static void answers_questions_where_they_are_asked(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "");
    fixture_good(&f);
    assert_int_equal(f.problems.warnings, 0);
    for (size_t i = 0; i < f.policy->option_count; i++) {
        const struct option *option = &f.policy->options[i];
        assert_true(option->answered);
        if (str_is(option->name, "programme")) assert_str(option->answer, "Years 7 to 13");
        if (str_is(option->name, "leader_title")) assert_str(option->answer, "Head of Careers");
        if (str_is(option->name, "setting")) assert_str(option->answer, "secondary");
        if (str_is(option->name, "adviser")) assert_int_equal(option->answered_at.line, 2);
    }
    const struct role *leader = &f.policy->roles[policy_find_role(f.policy, STR("leader"))];
    assert_str(leader->title, "Head of Careers");
    assert_str(leader->origin.approval, "LGB 22/31");
    arena_free(&f.arena);
}

static void cuts_a_rule_into_versions_where_an_amendment_begins(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(
        &f, "amend \"4.9.2/by-16\" { set = { owner = role.tutor }, reason = \"The tutor books.\" }\n"
            "amend \"4.9.2/by-16\" { set = { remind = plan.urgent }, from = \"2023-09-01\", reason = \"Sooner.\" }");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.9.2/by-16");
    assert_int_equal(rule->version_count, 3);
    assert_true(date_same(rule->versions[0].governs_from, DATE_FIRST));
    assert_true(date_same(rule->versions[1].governs_from, on_day("2022-09-01")));
    assert_true(date_same(rule->versions[2].governs_from, on_day("2023-09-01")));
    assert_str(f.policy->roles[rule->versions[0].owner].key, "leader");
    assert_str(f.policy->roles[rule->versions[1].owner].key, "tutor");
    assert_str(f.policy->roles[rule->versions[2].owner].key, "tutor");
    assert_str(f.policy->plans[rule->versions[1].plan].name, "standard");
    assert_str(f.policy->plans[rule->versions[2].plan].name, "urgent");
    assert_ptr_equal(rule_at(rule, on_day("2022-08-31")), &rule->versions[0]);
    assert_ptr_equal(rule_at(rule, on_day("2022-09-01")), &rule->versions[1]);
    assert_ptr_equal(rule_at(rule, on_day("2030-01-01")), &rule->versions[2]);
    arena_free(&f.arena);
}

static void remembers_who_changed_what_and_why(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(
        &f,
        "amend \"4.9.2/by-16\" { set = { owner = role.tutor, severity = \"low\" }, reason = \"The tutor books.\" }");
    fixture_good(&f);
    const struct rule_version *version = &fixture_find(&f, "4.9.2/by-16")->versions[1];
    assert_int_equal(version->change_count, 2);
    assert_str(version->changed_fields[0], "owner");
    assert_str(version->changed_fields[1], "severity");
    assert_int_equal(version->changes[0].document, 1);
    assert_int_equal(version->changes[0].line, 3);
    assert_str(version->changes[0].reason, "The tutor books.");
    assert_str(version->changes[0].approval, "LGB 22/31");
    assert_int_equal(version->top_level, LEVEL_LOW);
    assert_int_equal(version->origin.document, 0);
    assert_int_equal(fixture_find(&f, "4.9.2/by-16")->versions[0].change_count, 0);
    arena_free(&f.arena);
}

static void adds_a_rule_from_the_day_the_school_says(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "add \"7.0.1/alumni\" { reason = \"Our promise.\",\n"
                       "  should { who = the_school {}, have = alumni { used = true }, when = each_school_year(), "
                       "owner = role.leader } }");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "7.0.1/alumni");
    assert_int_equal(rule->version_count, 1);
    assert_int_equal(rule->versions[0].force, FORCE_SHOULD);
    assert_int_equal(rule->versions[0].basis, BASIS_TRUST);
    assert_true(date_same(rule->versions[0].from, on_day("2022-09-01")));
    assert_str(rule->versions[0].origin.reason, "Our promise.");
    arena_free(&f.arena);
}

static void lets_an_update_take_effect_once_it_is_adopted(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "policies/updates/visits.lua",
                UPDATE_HEADER(
                    "visits",
                    "2023-01-01") "param \"visits\" { type = \"whole\", stricter = \"higher\", values = { "
                                  "[\"2023-01-01\"] = 2 } }\n"
                                  "amend \"4.8.6/visits\" { set = { ends = \"2022-12-31\" }, reason = \"Replaced.\" }\n"
                                  "amend \"param/level\" { set = { [\"2023-01-01\"] = 7 }, reason = \"Higher.\" }\n"
                                  "add \"4.8.6/two\" { reason = \"New.\", must { who = pupils { year = years(8, 9) }, "
                                  "have = at_least(p.visits, provider {}), when = in_phases { \"first\" } } }");
    fixture_trust(&f, ADOPT("visits"));
    fixture_good(&f);
    assert_str(f.policy->edition, "base version 1 with visits");
    const struct rule *old = fixture_find(&f, "4.8.6/visits"), *two = fixture_find(&f, "4.8.6/two");
    assert_int_equal(old->version_count, 2);
    assert_false(date_known(old->versions[0].ends));
    assert_true(date_same(old->versions[1].governs_from, on_day("2023-01-01")));
    assert_true(date_same(old->versions[1].ends, on_day("2022-12-31")));
    assert_str(old->versions[1].changes[0].approval, "TB 22/41");
    assert_true(date_same(two->versions[0].from, on_day("2023-01-01")));
    const struct param *level = NULL;
    for (size_t i = 0; i < f.policy->param_count; i++)
        if (str_is(f.policy->params[i].name, "level")) level = &f.policy->params[i];
    assert_int_equal(level->step_count, 2);
    assert_int_equal(param_at(level, on_day("2022-12-31"))->values[0], 6);
    assert_int_equal(param_at(level, on_day("2023-01-01"))->values[0], 7);
    assert_int_equal(param_at(level, on_day("1999-01-01"))->values[0], 6);
    arena_free(&f.arena);
}

static void leaves_out_an_update_that_nobody_adopted_and_says_so(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(
        &f, LAYER_UPDATE, "policies/updates/visits.lua",
        UPDATE_HEADER(
            "visits",
            "2023-01-01") "amend \"4.8.6/visits\" { set = { ends = \"2022-12-31\" }, reason = \"Replaced.\" }\n");
    fixture_good(&f);
    assert_int_equal(f.problems.warnings, 0); /* nobody is there to adopt it */
    fixture_trust(&f, "");
    fixture_good(&f);
    assert_int_equal(fixture_find(&f, "4.8.6/visits")->version_count, 1);
    assert_int_equal(f.problems.warnings, 1);
    assert_string_equal(code_name(f.problems.at[0].code), "not-adopted");
    assert_str(f.problems.at[0].said,
               "The update 'visits' has been there since 1 January 2023 and is not adopted: New.");
    f.as_of = on_day("2022-12-31");
    fixture_good(&f);
    assert_int_equal(f.problems.warnings, 0);
    arena_free(&f.arena);
}

static void adopts_later_with_a_reason(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(
        &f, LAYER_UPDATE, "policies/updates/visits.lua",
        UPDATE_HEADER("visits",
                      "2023-01-01") "amend \"4.8.6/visits\" { set = { owner = role.slt }, reason = \"New.\" }\n");
    fixture_trust(&f, "adopt \"visits\" { approved = \"2023-01-12\", approved_by = \"Trust Board\", from = "
                      "\"2023-09-01\", reason = \"Time to prepare.\" }");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.8.6/visits");
    assert_true(date_same(rule->versions[1].governs_from, on_day("2023-09-01")));
    assert_str(rule->versions[1].changes[0].approval, "Trust Board, 2023-01-12");
    arena_free(&f.arena);
}

static void adopts_dated_values_later_too(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "policies/updates/visits.lua",
                UPDATE_HEADER("visits", "2023-01-01")
                "amend \"param/encounters\" { set = { [\"2023-01-01\"] = 2, [\"2023-05-01\"] = 3, [\"2025-01-01\"] = 4 }, "
                "reason = \"r\" }\n"
                "amend \"4.8.6/visits\" { set = { owner = role.slt }, from = \"2023-02-01\", reason = \"r\" }\n");
    fixture_trust(&f, "adopt \"visits\" { approved = \"2023-01-12\", approved_by = \"Trust Board\", from = "
                      "\"2023-09-01\", reason = \"Time to prepare.\" }");
    fixture_good(&f);
    assert_true(date_same(fixture_find(&f, "4.8.6/visits")->versions[1].governs_from, on_day("2023-09-01")));
    for (size_t i = 0; i < f.policy->param_count; i++) {
        const struct param *param = &f.policy->params[i];
        if (!str_is(param->name, "encounters")) continue;
        assert_int_equal(param_at(param, on_day("2023-08-31"))->values[0], 1);
        assert_int_equal(param_at(param, on_day("2023-09-01"))->values[0], 3);
        assert_int_equal(param_at(param, on_day("2025-01-01"))->values[0], 4);
    }
    arena_free(&f.arena);
}

static void ends_a_duty_here_from_the_day_of_its_only(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_UPDATE, "u.lua",
                UPDATE_HEADER("u", "2024-01-01") "amend \"4.8.6/visits\" { set = { only = school { setting = \"pru\" } }, "
                                                 "reason = \"r\" }\n"
                                                 "amend \"4.6.5\" { set = { only = school { setting = \"pru\" } }, reason = \"r\" }\n"
                                                 "amend \"4.3.13\" { set = { only = school {} }, reason = \"r\" }");
    fixture_school(&f, ADOPT("u"));
    fixture_good(&f);
    static const char *const ending[] = { "4.8.6/visits", "4.6.5/stem" };
    for (size_t i = 0; i < COUNT_OF(ending); i++) {
        const struct rule *rule = fixture_find(&f, ending[i]);
        assert_true(rule->applies);
        assert_true(date_same(rule_at(rule, on_day("2023-12-31"))->ends, DATE_NONE));
        assert_true(date_same(rule_at(rule, on_day("2024-01-01"))->ends, DATE_FIRST));
    }
    const struct rule *beginning = fixture_find(&f, "4.3.13/on-entry");
    assert_true(beginning->applies);
    assert_true(date_same(rule_at(beginning, on_day("2023-12-31"))->ends, DATE_FIRST));
    assert_true(date_same(rule_at(beginning, on_day("2024-01-01"))->ends, DATE_NONE));
    arena_free(&f.arena);
}

static void leaves_the_days_before_a_new_value_as_they_were(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_BASE, "policies/base/more.lua",
                "param \"late\" { clause = \"4.6.4\", type = \"whole\", stricter = \"higher\", "
                "values = { [\"2022-09-01\"] = 1, [\"2024-09-01\"] = 2 } }\n");
    fixture_school(&f, "amend \"param/late\" { tighten = { [\"2022-09-01\"] = 3 }, reason = \"More.\" }");
    fixture_good(&f);
    for (size_t i = 0; i < f.policy->param_count; i++) {
        const struct param *param = &f.policy->params[i];
        if (!str_is(param->name, "late")) continue;
        assert_int_equal(param_at(param, on_day("2022-08-31"))->values[0], 1); /* the first step governs earlier days too */
        assert_int_equal(param_at(param, on_day("2022-09-01"))->values[0], 3);
        assert_int_equal(param_at(param, on_day("2025-09-01"))->values[0], 3);
    }
    arena_free(&f.arena);
}

static void gives_a_later_update_the_word_from_its_day(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(
        &f, LAYER_UPDATE, "u/b.lua",
        UPDATE_HEADER("b", "2025-01-01") "amend \"4.8.6/visits\" { set = { owner = role.slt }, reason = \"b\" }\n");
    fixture_add(
        &f, LAYER_UPDATE, "u/a.lua",
        UPDATE_HEADER("a", "2023-01-01") "amend \"4.8.6/visits\" { set = { owner = role.tutor }, reason = \"a\" }\n");
    fixture_school(&f, ADOPT("a") ADOPT("b"));
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.8.6/visits");
    assert_int_equal(rule->version_count, 3);
    assert_str(f.policy->roles[rule_at(rule, on_day("2022-12-31"))->owner].key, "leader");
    assert_str(f.policy->roles[rule_at(rule, on_day("2024-12-31"))->owner].key, "tutor");
    assert_str(f.policy->roles[rule_at(rule, on_day("2025-01-01"))->owner].key, "slt");
    assert_str(f.policy->edition, "base version 1 with a and b");
    arena_free(&f.arena);
}

static void lets_the_school_speak_over_a_later_update(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(
        &f, LAYER_UPDATE, "u/b.lua",
        UPDATE_HEADER("b", "2025-01-01") "amend \"4.8.6/visits\" { set = { owner = role.slt }, reason = \"b\" }\n");
    fixture_school(&f, ADOPT("b") "amend \"4.8.6/visits\" { set = { owner = role.tutor }, reason = \"ours\" }");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.8.6/visits");
    assert_str(f.policy->roles[rule_at(rule, on_day("2026-01-01"))->owner].key, "tutor");
    arena_free(&f.arena);
}

static void ends_a_dropped_rule_the_day_before(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(
        &f, LAYER_SCHOOL, "policy.lua",
        SCHOOL_HEADER
        "choose \"programme\" { years(7, 13), reason = \"r\" } choose \"leader_title\" { \"x\", reason = \"r\" }\n"
        "choose \"adviser\" { \"drop\", reason = \"None to be had.\" } choose \"appendix\" { \"none\", reason = \"r\" "
        "}");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.6.3/adviser");
    assert_true(f.policy->clauses[rule->clause_index].dropped);
    assert_str(rule->why_not, "dropped: None to be had.");
    assert_true(rule->applies); /* it still governs the summer of 2022 */
    assert_int_equal(rule->version_count, 2);
    assert_true(date_same(rule_at(rule, on_day("2022-12-31"))->ends, on_day("2022-08-31")));
    assert_false(date_known(rule_at(rule, on_day("2022-08-31"))->ends));
    arena_free(&f.arena);
}

static void a_rule_dropped_from_the_first_day_never_applies(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_trust(&f, "drop \"4.6.5/stem\" { reason = \"Elsewhere.\" }");
    fixture_good(&f);
    assert_false(fixture_find(&f, "4.6.5/stem")->applies);
    assert_str(fixture_find(&f, "4.6.5/stem")->why_not, "dropped: Elsewhere.");
    arena_free(&f.arena);
}

static void rewords_a_clause(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(
        &f, LAYER_SCHOOL, "policy.lua",
        SCHOOL_HEADER
        "choose \"programme\" { years(7, 13), reason = \"r\" } choose \"leader_title\" { \"Boss\", reason = \"r\" }\n"
        "choose \"adviser\" { \"reword\", reason = \"r\", text = [[The {leader} meets two advisers.]] } choose "
        "\"appendix\" { \"none\", reason = \"r\" }");
    fixture_good(&f);
    const struct clause *clause = &f.policy->clauses[policy_find_clause(f.policy, STR("4.6.3"))];
    assert_str(clause->text, "The Boss meets two advisers.");
    assert_int_equal(clause->origin.document, 1);
    assert_false(clause->dropped);
    arena_free(&f.arena);
}

static void keeps_a_clause_for_other_schools_out(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.3.13/on-entry");
    assert_false(rule->applies);
    assert_str(rule->why_not, "only in a PRU or alternative provision");
    assert_false(f.policy->clauses[rule->clause_index].applies);
    arena_free(&f.arena);
    f = fixture_base();
    fixture_add(&f, LAYER_SCHOOL, "policy.lua",
                "amends \"base\" { version = \"1\", school = \"P\", setting = \"pru\", approved = \"2022-09-14\", "
                "approved_by = \"x\", from = \"2022-09-01\" }");
    assert_true(fixture_merge(&f));
    assert_true(fixture_find(&f, "4.3.13/on-entry")->applies);
    arena_free(&f.arena);
    f = fixture_base(); /* nobody has said what the school is: a duty does not vanish */
    fixture_good(&f);
    assert_true(fixture_find(&f, "4.3.13/on-entry")->applies);
    arena_free(&f.arena);
}

static void changes_a_part_of_who(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "amend \"4.6.4/encounter\" { set = { [\"who.days_on_roll\"] = at_least(10), "
                       "[\"exempt.for_at_most\"] = months(6) }, reason = \"r\" }");
    fixture_good(&f);
    const struct rule_version *version = &fixture_find(&f, "4.6.4/encounter")->versions[1];
    const struct filter *who = &version->who[0];
    assert_int_equal(who->condition_count, 2);
    for (size_t i = 0; i < who->condition_count; i++) {
        const struct condition *c = &who->conditions[i];
        if (c->field == f.kinds->known.days_on_roll)
            assert_int_equal(c->low.value, 10);
        else
            assert_int_equal(c->low.value, 7);
    }
    assert_int_equal(version->exempt.for_at_most.n.value, 6);
    assert_int_equal(version->exempt.reason_count, 2);
    assert_int_equal(fixture_find(&f, "4.6.4/encounter")->versions[0].exempt.for_at_most.n.value, 12);
    arena_free(&f.arena);
}

static void inherits_basis_and_dates_from_the_clause(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(&f, LAYER_BASE, "policies/base/more.lua",
                "clause \"9.1\" { title = \"t\", basis = \"law\", from = \"2022-06-01\", ends = \"2022-08-31\",\n"
                "  may \"a\" { who = pupils {}, have = encounter {}, when = each_term() },\n"
                "  must \"b\" { basis = \"trust\", from = \"2022-07-01\", ends = \"2023-08-31\", who = pupils {}, have "
                "= encounter {}, when = each_term() } }");
    fixture_good(&f);
    const struct rule_version *a = &fixture_find(&f, "9.1/a")->versions[0],
                              *b = &fixture_find(&f, "9.1/b")->versions[0];
    assert_int_equal(a->basis, BASIS_LAW);
    assert_int_equal(a->force, FORCE_MAY);
    assert_true(date_same(a->from, on_day("2022-06-01")));
    assert_true(date_same(a->ends, on_day("2022-08-31")));
    assert_int_equal(b->basis, BASIS_TRUST);
    assert_true(date_same(b->from, on_day("2022-07-01")));
    assert_true(date_same(b->ends, on_day("2022-08-31")));
    arena_free(&f.arena);
}

static void an_update_of_the_force_keeps_the_past(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_add(
        &f, LAYER_UPDATE, "u.lua",
        UPDATE_HEADER("u", "2025-09-01") "amend \"4.6.3/adviser\" { set = { force = \"must\" }, reason = \"r\" }");
    fixture_trust(&f, ADOPT("u"));
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "4.6.3/adviser");
    assert_int_equal(rule_at(rule, on_day("2025-08-31"))->force, FORCE_SHOULD);
    assert_int_equal(rule_at(rule, on_day("2025-09-01"))->force, FORCE_MUST);
    arena_free(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_base_alone),
        cmocka_unit_test(orders_clauses_and_rules_by_number),
        cmocka_unit_test(fills_titles_and_texts),
        cmocka_unit_test(says_what_a_rule_asks_for),
        cmocka_unit_test(leaves_the_words_of_the_trust_to_the_trust),
        cmocka_unit_test(takes_the_schools_facts_from_its_header),
        cmocka_unit_test(answers_questions_where_they_are_asked),
        cmocka_unit_test(cuts_a_rule_into_versions_where_an_amendment_begins),
        cmocka_unit_test(remembers_who_changed_what_and_why),
        cmocka_unit_test(adds_a_rule_from_the_day_the_school_says),
        cmocka_unit_test(lets_an_update_take_effect_once_it_is_adopted),
        cmocka_unit_test(leaves_out_an_update_that_nobody_adopted_and_says_so),
        cmocka_unit_test(adopts_later_with_a_reason),
        cmocka_unit_test(adopts_dated_values_later_too),
        cmocka_unit_test(ends_a_duty_here_from_the_day_of_its_only),
        cmocka_unit_test(leaves_the_days_before_a_new_value_as_they_were),
        cmocka_unit_test(gives_a_later_update_the_word_from_its_day),
        cmocka_unit_test(lets_the_school_speak_over_a_later_update),
        cmocka_unit_test(ends_a_dropped_rule_the_day_before),
        cmocka_unit_test(a_rule_dropped_from_the_first_day_never_applies),
        cmocka_unit_test(rewords_a_clause),
        cmocka_unit_test(keeps_a_clause_for_other_schools_out),
        cmocka_unit_test(changes_a_part_of_who),
        cmocka_unit_test(inherits_basis_and_dates_from_the_clause),
        cmocka_unit_test(an_update_of_the_force_keeps_the_past),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_attest - a named person vouches: the rule that attest stands for, and who may change what of it.
 */
#include "base/map.h"
#include "fixture.h"

#define BY_LEADER "by = role.leader, every = months(12), asks = \"Is it adapted?\""

static void stands_for_a_must_about_the_school(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_rule(&f, "attest", BY_LEADER ", sample = 5, owner = role.slt, remind = plan.standard, severity = \"low\"");
    fixture_good(&f);
    const struct rule_version *v = fixture_it(&f);
    const struct filter *filter = &v->have.filters[0];
    const struct kind *kind = &f.kinds->kinds[filter->kind];
    assert_int_equal(v->force, FORCE_MUST);
    assert_int_equal(v->subject, SUBJECT_SCHOOL);
    assert_int_equal(v->when.op, WINDOW_ROLLING);
    assert_int_equal(v->when.length.unit, SPAN_MONTHS);
    assert_int_equal(v->when.length.n.value, 12);
    assert_int_equal(v->have.op, TERM_AT_LEAST);
    assert_int_equal(v->have.n.value, 1);
    assert_str(kind->name, "attestation");
    assert_int_equal(filter->condition_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct condition *c = &filter->conditions[i];
        bool clause = str_is(kind->fields[c->field].name, "clause");
        int64_t wanted = clause ? text_value(STR("9.9.9")) : field_find_code(&kind->fields[c->field], STR("leader"));
        assert_int_equal(c->values[0].value, wanted);
    }
    assert_non_null(v->vouching);
    assert_int_equal(v->vouching->sample, 5);
    assert_str(v->vouching->asks, "Is it adapted?");
    assert_int_equal(v->vouching->by, policy_find_role(f.policy, STR("leader")));
    assert_int_equal(v->owner, policy_find_role(f.policy, STR("slt")));
    assert_int_equal(v->top_level, LEVEL_LOW);
    assert_str(fixture_find(&f, "9.9.9/it")->title, "an attestation by the Careers Leader");
    assert_str(policy_say_have(&f.arena, f.policy, v, f.as_of), "an attestation by the Careers Leader: Is it adapted?");
    arena_free(&f.arena);
}

static void says_the_same_as_the_must(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_rule(&f, "attest", BY_LEADER);
    fixture_good(&f);
    struct fixture g = fixture_base();
    fixture_rule(&g, "must", "who = the_school {}, have = attestation { clause = \"9.9.9\", role = \"leader\" }, when = "
                             "rolling(months(12))");
    fixture_good(&g);
    struct str one = policy_say_term(&f.arena, f.policy, &fixture_it(&f)->have, f.as_of);
    struct str other = policy_say_term(&g.arena, g.policy, &fixture_it(&g)->have, g.as_of);
    assert_true(str_equal(one, other));
    assert_true(f.policy->hash != g.policy->hash); /* who is asked, and what, is part of the policy */
    arena_free(&f.arena);
    arena_free(&g.arena);
}

static void refuses_what_is_incomplete(void **state) {
    (void)state;
    static const struct {
        const char *fields;
        enum code code;
        const char *token, *said;
    } cases[] = {
        { "by = role.leader, every = months(12)", CODE_INCOMPLETE, "it",
          "9.9.9/it does not say who vouches, how often and for what." },
        { "by = role.nobody, every = months(12), asks = \"Is it?\"", CODE_UNKNOWN_ROLE, "nobody",
          "There is no role called 'nobody'." },
        { "by = role.tutor, every = months(12), asks = \"Is it?\"", CODE_UNKNOWN_CODE, NULL,
          "'role' can not be 'tutor'." },
        { "by = role.leader, every = months(12), asks = \"Is it?\", sample = 0", CODE_BAD_CHOICE, NULL,
          "'sample' must be from 1 to 100, and this is 0." },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_base();
        fixture_rule(&f, "attest", cases[i].fields);
        fixture_wrong(&f, cases[i].code, 2, cases[i].token, cases[i].said);
        arena_free(&f.arena);
    }
}

static void a_school_changes_what_is_its_own(void **state) {
    (void)state;
    static const struct {
        const char *set;
        enum code code;
        const char *said;
    } cases[] = {
        { "owner = role.tutor", CODE_NONE, NULL },
        { "remind = plan.urgent", CODE_NONE, NULL },
        { "severity = \"high\"", CODE_NONE, NULL },
        { "every = months(6)", CODE_NONE, NULL },
        { "every = months(13)", CODE_NOT_STRICTER,
          "9.9.9/it: 'every' asks for less than before: the deadline could be later, or can not be compared." },
        { "by = role.slt", CODE_NOT_OPEN, "A school can not change 'by' of 9.9.9/it alone." },
        { "have = alumni {}", CODE_UNKNOWN_FIELD, "An attest has no field called 'have'." },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_base();
        fixture_rule(&f, "attest", BY_LEADER);
        struct str text = str_format(&f.arena, "amend \"9.9.9/it\" { set = { %s }, reason = \"r\" }", cases[i].set);
        fixture_school(&f, str_c(&f.arena, text));
        if (cases[i].said) fixture_wrong(&f, cases[i].code, 3, NULL, cases[i].said);
        else fixture_good(&f);
        arena_free(&f.arena);
    }
}

static void a_school_may_add_one(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_school(&f, "add \"7.0.1/sure\" { reason = \"r\", attest { " BY_LEADER " } }");
    fixture_good(&f);
    assert_int_equal(fixture_find(&f, "7.0.1/sure")->versions[0].when.op, WINDOW_ROLLING);
    arena_free(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stands_for_a_must_about_the_school),
        cmocka_unit_test(says_the_same_as_the_must),
        cmocka_unit_test(refuses_what_is_incomplete),
        cmocka_unit_test(a_school_changes_what_is_its_own),
        cmocka_unit_test(a_school_may_add_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_keep - how long records are kept: the two rules that keep stands for, and who may change what of it.
 */
#include "fixture.h"

#define KEEP "years = 3, from = earliest { \"left_on\", \"records_from\" }, erased_by = leaver {}"

static void stands_for_a_prohibition_and_a_review(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_rule(&f, "keep", KEEP ", after = \"review\", owner = role.leader, severity = \"critical\", exempt = never");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "9.9.9/it");
    assert_int_equal(rule->version_count, 2);
    const struct rule_version *review = &rule->versions[0], *kept = &rule->versions[1];
    assert_ptr_equal(rule_at(rule, f.as_of), kept);
    assert_int_equal(kept->force, FORCE_MUST_NOT);
    assert_int_equal(kept->when.op, WINDOW_KEPT);
    assert_int_equal(kept->top_level, LEVEL_CRITICAL);
    assert_int_equal(review->force, FORCE_SHOULD);
    assert_int_equal(review->when.op, WINDOW_REVIEW);
    assert_int_equal(review->top_level, -1);
    assert_int_equal(review->owner, policy_find_role(f.policy, STR("leader")));
    assert_int_equal(kept->when.a.value, 3);
    assert_int_equal(kept->when.name_count, 2);
    assert_int_equal(kept->when.names[0], f.kinds->known.left_on);
    assert_false(kept->who[0].default_on_roll);
    assert_false(kept->who[0].default_enrolment);
    assert_int_equal(kept->who[0].conditions[0].field, f.kinds->known.on_roll);
    assert_str(rule->title, "a record erased too soon");
    assert_str(policy_say_window(&f.arena, f.policy, &kept->when, f.as_of),
               "before the day 3 years after leaving or records from, whichever comes first");
    assert_str(policy_say_window(&f.arena, f.policy, &review->when, f.as_of),
               "within 12 months of the day 3 years after leaving or records from, whichever comes first");
    arena_free(&f.arena);
}

static void without_after_there_is_no_review(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_rule(&f, "keep", "years = p.fixed, from = \"left_on\", erased_by = either { leaver {}, la_notice {} }");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "9.9.9/it");
    assert_int_equal(rule->version_count, 1);
    assert_int_equal(rule->versions[0].have.filter_count, 2);
    assert_str(policy_say_window(&f.arena, f.policy, &rule->versions[0].when, f.as_of), "before the day 3 years after leaving");
    arena_free(&f.arena);
}

static void refuses_what_can_not_be_kept(void **state) {
    (void)state;
    static const struct {
        const char *fields;
        enum code code;
        const char *said;
    } cases[] = {
        { "from = \"left_on\", erased_by = leaver {}", CODE_INCOMPLETE, "9.9.9/it does not say 'years'." },
        { "years = 3, erased_by = leaver {}", CODE_INCOMPLETE, "9.9.9/it does not say 'from'." },
        { "years = 3, from = \"left_on\"", CODE_INCOMPLETE, "9.9.9/it does not say 'erased_by'." },
        { "years = 0, from = \"left_on\", erased_by = leaver {}", CODE_BAD_CHOICE, "'years' must be from 1 to 100, and this is 0." },
        { "years = 3, from = \"left_an\", erased_by = leaver {}", CODE_UNKNOWN_FIELD, "'pupils' has no field called 'left_an'." },
        { "years = 3, from = \"year\", erased_by = leaver {}", CODE_WRONG_TYPE, "'year' is no day from which years can be counted." },
        { "years = 3, from = \"left_on\", erased_by = alumni {}", CODE_KIND_SUBJECT, "A rule about pupils can not count 'alumni'." },
        { KEEP ", after = \"erase\"", CODE_BAD_CHOICE, "'after' must be \"review\", and this is \"erase\"." },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_base();
        fixture_rule(&f, "keep", cases[i].fields);
        fixture_wrong(&f, cases[i].code, 2, NULL, cases[i].said);
        arena_free(&f.arena);
    }
}

static void a_school_keeps_longer_only(void **state) {
    (void)state;
    static const struct {
        const char *set;
        enum code code;
        const char *said;
    } cases[] = {
        { "owner = role.tutor, remind = plan.urgent, severity = \"low\"", CODE_NONE, NULL },
        { "years = 4", CODE_NONE, NULL },
        { "years = 2", CODE_NOT_STRICTER, "9.9.9/it: 'years' asks for less than before: records could be erased sooner." },
        { "erased_by = la_notice {}", CODE_NOT_OPEN, "A school can not change 'erased_by' of 9.9.9/it alone." },
        { "have = encounter {}", CODE_UNKNOWN_FIELD, "A keep has no field called 'have'." },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_base();
        fixture_rule(&f, "keep", KEEP ", after = \"review\"");
        struct str text = str_format(&f.arena, "amend \"9.9.9/it\" { set = { %s }, reason = \"r\" }", cases[i].set);
        fixture_school(&f, str_c(&f.arena, text));
        if (cases[i].said) fixture_wrong(&f, cases[i].code, 3, NULL, cases[i].said);
        else fixture_good(&f);
        arena_free(&f.arena);
    }
}

static void each_amendment_is_a_version_of_both(void **state) {
    (void)state;
    struct fixture f = fixture_base();
    fixture_rule(&f, "keep", KEEP ", after = \"review\"");
    fixture_school(&f, "amend \"9.9.9/it\" { set = { years = 4 }, from = \"2024-09-01\", reason = \"r\" }");
    fixture_good(&f);
    const struct rule *rule = fixture_find(&f, "9.9.9/it");
    static const struct { enum window_op op; int64_t years; const char *to; } VERSIONS[] = {
        { WINDOW_REVIEW, 3, "2024-08-31" }, { WINDOW_REVIEW, 4, NULL }, { WINDOW_KEPT, 3, "2024-08-31" }, { WINDOW_KEPT, 4, NULL } };
    assert_int_equal(rule->version_count, 4);
    for (size_t i = 0; i < COUNT_OF(VERSIONS); i++) {
        assert_int_equal(rule->versions[i].when.op, VERSIONS[i].op);
        assert_int_equal(rule->versions[i].when.a.value, VERSIONS[i].years);
        struct date to = rule_governs_to(rule->versions, rule->version_count, i);
        assert_int_equal(date_known(to), VERSIONS[i].to != NULL);
        if (VERSIONS[i].to) assert_true(date_same(to, on_day(VERSIONS[i].to)));
    }
    assert_ptr_equal(rule_at(rule, on_day("2024-08-31")), &rule->versions[2]);
    assert_ptr_equal(rule_at(rule, on_day("2024-09-01")), &rule->versions[3]);
    arena_free(&f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stands_for_a_prohibition_and_a_review),
        cmocka_unit_test(without_after_there_is_no_review),
        cmocka_unit_test(refuses_what_can_not_be_kept),
        cmocka_unit_test(a_school_keeps_longer_only),
        cmocka_unit_test(each_amendment_is_a_version_of_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

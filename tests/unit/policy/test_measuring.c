/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_measuring - measures as they are read: over what, of what, by what; what is refused, and what a school may change.
 */
#include "fixture.h"

#define SHARE "over = pupils { year = years(7, 13) }, of = encounter { meaningful = true }, as = \"percent\""
#define LOCAL "over = encounter {}, of = encounter { organisation = organisations { is_local = true } }, as = \"percent\""
#define GAP "over = pupils {}, of = findings { rule = \"4.6.4/encounter\", status = \"met\" }, as = \"gap\", by = { \"sen\", \"sex\" }"

static const struct measuring *read(struct fixture *f, const char *fields) {
    *f = fixture_base();
    fixture_rule(f, "measure", fields);
    fixture_good(f);
    const struct rule_version *v = fixture_it(f);
    assert_true(rule_is_measure(fixture_find(f, "9.9.9/it")));
    assert_int_equal(v->force, FORCE_SHOULD);
    assert_int_equal(v->subject, SUBJECT_SCHOOL);
    return v->measuring;
}

static void says(const char *fields, const char *words) {
    struct fixture f;
    read(&f, fields);
    assert_str(policy_say_have(&f.arena, f.policy, fixture_it(&f), f.as_of), words);
    arena_free(&f.arena);
}

static void reads_shares_of_pupils_records_and_findings(void **state) {
    (void)state;
    struct fixture f;
    const struct measuring *m = read(&f, SHARE ", want = at_least(50), owner = role.leader, severity = \"high\"");
    assert_int_equal(m->as, MEASURE_PERCENT);
    assert_int_equal(m->over.things, MEASURED_SUBJECTS);
    assert_int_equal(m->over.subject, SUBJECT_PUPIL);
    assert_int_equal(m->of.things, MEASURED_RECORDS);
    assert_true(m->has_least && !m->has_most);
    assert_int_equal(m->least.value, 50);
    assert_int_equal(fixture_it(&f)->have.op, TERM_AT_LEAST);
    assert_int_equal(fixture_it(&f)->when.op, WINDOW_EACH_SCHOOL_YEAR);
    assert_int_equal(fixture_it(&f)->top_level, LEVEL_HIGH);
    arena_free(&f.arena);
    m = read(&f, LOCAL ", when = rolling(months(12))");
    assert_int_equal(m->over.things, MEASURED_RECORDS);
    assert_int_equal(m->of.things, MEASURED_RECORDS);
    assert_int_equal(fixture_it(&f)->when.op, WINDOW_ROLLING);
    arena_free(&f.arena);
    m = read(&f, GAP ", want = at_most(p.fixed)");
    assert_int_equal(m->of.things, MEASURED_FINDINGS);
    assert_int_equal(m->of.statuses, 1u << STATUS_MET);
    assert_true(m->of.rules[policy_find_rule(f.policy, STR("4.6.4/encounter"))]);
    assert_false(m->of.rules[policy_find_rule(f.policy, STR("4.6.5/stem"))]);
    assert_int_equal(m->by_count, 2);
    assert_true(m->most.param >= 0);
    arena_free(&f.arena);
    m = read(&f, "over = findings { clause = among { \"4.6.4\", \"4.6.5\" } }, of = findings { status = is_not(\"met\") }, as = \"percent\"");
    assert_true(m->over.rules[policy_find_rule(f.policy, STR("4.6.5/stem"))]);
    assert_null(m->of.rules);
    assert_false(m->of.statuses >> STATUS_MET & 1);
    assert_true(m->of.statuses >> STATUS_MISSED & 1);
    arena_free(&f.arena);
    m = read(&f, "over = encounter {}, by = { \"form\", \"is_local\" }");
    assert_int_equal(m->as, MEASURE_COUNT);
    assert_false(m->by[0].of_organisation);
    assert_true(m->by[1].of_organisation);
    arena_free(&f.arena);
}

static void speaks_in_words(void **state) {
    (void)state;
    says(SHARE ", want = at_least(50)", "the share of pupils in Years 7 to 13; counted are those with employer encounters that are meaningful; "
                                        "wanted is at least 50 %");
    says(GAP ", want = at_most(10)", "the share of pupils; counted are those for whom 4.6.4/encounter is met; the gap between each group and "
                                     "the rest, by sen, sex; wanted is at most 10 points");
    says("over = findings {}, of = findings { status = \"unknown\" }, as = \"percent\"",
         "the share of findings; counted are findings that are not known");
    says("over = pupils { year = 9 }", "how many pupils in Year 9");
}

static void refuses_what_can_not_be_measured(void **state) {
    (void)state;
    static const struct {
        const char *fields;
        enum code code;
        const char *said;
    } cases[] = {
        { "as = \"count\"", CODE_INCOMPLETE, "The measure 9.9.9/it does not say over what it is taken." },
        { "over = pupils {}, as = \"percent\"", CODE_INCOMPLETE, "A share needs 'of' as well as 'over'." },
        { "over = pupils {}, of = encounter {}, as = \"gap\"", CODE_INCOMPLETE, "A gap needs 'by': between which groups." },
        { "over = the_school {}", CODE_KIND_SUBJECT, "There is one school: it can not be counted." },
        { "over = encounter {}, of = workplace {}, as = \"percent\"", CODE_BAD_CHOICE,
          "'of' must say which of those in 'over' are counted: records of the same kind." },
        { "over = findings {}, of = encounter {}, as = \"percent\"", CODE_BAD_CHOICE,
          "'of' must say which of those in 'over' are counted: findings {}." },
        { "over = pupils {}, of = staff {}, as = \"percent\"", CODE_BAD_CHOICE,
          "'of' must say which of those in 'over' are counted: the same sort of subject." },
        { "over = encounter { prepared = true }", CODE_EACH_AT_SCHOOL_LEVEL,
          "'prepared' belongs to one person's part in 'encounter', and this rule is about the school." },
        { "over = pupils {}, by = \"form\"", CODE_WRONG_TYPE, "A measure can not be told apart by 'form'." },
        { "over = pupils {}, by = \"sne\"", CODE_UNKNOWN_FIELD, "'pupil' has no field called 'sne'." },
        { "over = findings {}, by = \"sen\"", CODE_BAD_CHOICE, "Findings are not told apart by facts." },
        { "over = findings { rule = \"4.6.4/encountre\" }", CODE_UNKNOWN_TARGET, "There is no rule called '4.6.4/encountre'." },
        { "over = findings { clause = \"4.6.9\" }", CODE_UNKNOWN_TARGET, "There is no clause called '4.6.9'." },
        { "over = findings { status = \"mett\" }", CODE_UNKNOWN_TARGET, "There is no status called 'mett'." },
        { "over = findings { owner = \"slt\" }", CODE_UNKNOWN_FIELD, "'findings' has no field called 'owner'." },
        { "over = findings { rule = \"9.9.9/it\" }", CODE_BAD_CHOICE,
          "'9.9.9/it' is a measure, and a measure counts findings of rules." },
        { SHARE ", want = below(50)", CODE_WRONG_TYPE, "'want' must be at_least(n) or at_most(n), and this is below()." },
        { GAP ", want = at_least(10)", CODE_BAD_CHOICE, "Of a gap it can only be wanted that it is at most so many points." },
        { SHARE ", when = within { days = 5, of = encounter {} }", CODE_BAD_CHOICE,
          "A measure is taken now, and 'within' looks elsewhere." },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_base();
        fixture_rule(&f, "measure", cases[i].fields);
        fixture_wrong(&f, cases[i].code, 2, NULL, cases[i].said);
        arena_free(&f.arena);
    }
}

static void a_school_changes_its_own_and_wants_more(void **state) {
    (void)state;
    static const struct {
        const char *set;
        enum code code;
        const char *said;
    } cases[] = {
        { "owner = role.tutor, remind = plan.urgent, severity = \"low\"", CODE_NONE, NULL },
        { "want = at_least(50)", CODE_NONE, NULL },
        { "want = at_least(60)", CODE_NONE, NULL },
        { "want = at_least(49)", CODE_NOT_STRICTER, "9.9.9/it: 'want' asks for less than before: the figure that is wanted is easier to reach." },
        { "want = at_most(90)", CODE_NOT_STRICTER, "9.9.9/it: 'want' asks for less than before: the figure that is wanted is easier to reach." },
        { "of = encounter {}", CODE_NOT_OPEN, "A school can not change 'of' of 9.9.9/it alone." },
        { "who = pupils {}", CODE_UNKNOWN_FIELD, "A measure has no field called 'who'." },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_base();
        fixture_rule(&f, "measure", SHARE ", want = at_least(50)");
        struct str text = str_format(&f.arena, "amend \"9.9.9/it\" { set = { %s }, reason = \"r\" }", cases[i].set);
        fixture_school(&f, str_c(&f.arena, text));
        if (cases[i].said) fixture_wrong(&f, cases[i].code, 3, NULL, cases[i].said);
        else fixture_good(&f);
        arena_free(&f.arena);
    }
}

static void what_a_measure_counts_is_not_dropped(void **state) {
    (void)state;
    static const char *const names[] = { "rule = \"4.6.3/adviser\"", "rule = among { \"4.6.4/encounter\", \"4.6.3/adviser\" }",
                                         "clause = \"4.6.3\"" };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct fixture f = fixture_base();
        struct str fields = str_format(&f.arena, "over = findings { %s }", names[i]);
        fixture_rule(&f, "measure", str_c(&f.arena, fields));
        fixture_school(&f, "drop \"4.6.3\" { reason = \"r\" }");
        fixture_wrong(&f, CODE_DROPPED_BUT_USED, 3, "4.6.3", "4.6.3 is dropped, and the 'findings' of 9.9.9/it still names it.");
        arena_free(&f.arena);
    }
}

static void every_part_is_in_the_hash(void **state) {
    (void)state;
    static const char *const forms[] = {
        SHARE, SHARE ", want = at_least(50)", SHARE ", want = at_most(50)", SHARE ", by = \"sen\"", SHARE ", by = \"sex\"",
        SHARE ", when = each_term()", GAP, LOCAL, "over = findings {}", "over = findings { status = \"met\" }",
        "over = findings { rule = \"4.6.5/stem\" }",
    };
    uint64_t hashes[COUNT_OF(forms)];
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct fixture f;
        read(&f, forms[i]);
        hashes[i] = f.policy->hash;
        for (size_t k = 0; k < i; k++) assert_true(hashes[k] != hashes[i]);
        arena_free(&f.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_shares_of_pupils_records_and_findings),
        cmocka_unit_test(speaks_in_words),
        cmocka_unit_test(refuses_what_can_not_be_measured),
        cmocka_unit_test(a_school_changes_its_own_and_wants_more),
        cmocka_unit_test(what_a_measure_counts_is_not_dropped),
        cmocka_unit_test(every_part_is_in_the_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

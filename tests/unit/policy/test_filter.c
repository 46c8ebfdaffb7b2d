/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_filter - conditions on subjects and records, typed; and every way of writing one wrongly.
 */
#include "fixture.h"

#define PUPILS "who = pupils {}, when = each_school_year(), "
#define SCHOOL "who = the_school {}, when = each_school_year(), "

static struct fixture with(const char *fields) {
    struct fixture f = fixture_base();
    fixture_rule(&f, "must", fields);
    return f;
}

static void wrong(const char *fields, enum code code, const char *token, const char *said) {
    struct fixture f = with(fields);
    fixture_wrong(&f, code, 2, token, said);
    arena_free(&f.arena);
}

/* The one condition of the one filter counted. */
static const struct condition *only_condition(struct fixture *f) {
    fixture_good(f);
    const struct term *have = &fixture_it(f)->have;
    assert_int_equal(have->filter_count, 1);
    assert_int_equal(have->filters[0].condition_count, 1);
    return &have->filters[0].conditions[0];
}

static void reads_a_flag(void **state) {
    (void)state;
    struct fixture f = with(PUPILS "have = encounter { meaningful = true }");
    const struct condition *c = only_condition(&f);
    const struct kind *kind = &f.kinds->kinds[fixture_it(&f)->have.filters[0].kind];
    assert_str(kind->fields[c->field].name, "meaningful");
    assert_int_equal(c->op, CONDITION_AMONG);
    assert_int_equal(c->value_count, 1);
    assert_int_equal(c->values[0].value, 1);
    assert_int_equal(c->values[0].param, -1);
    assert_false(c->negated);
    arena_free(&f.arena);
}

static void reads_codes_in_any_order_as_one_condition(void **state) {
    (void)state;
    struct fixture a = with(PUPILS "have = encounter { form = among { \"workshop\", \"talk\", \"talk\" } }");
    struct fixture b = with(PUPILS "have = encounter { form = among { \"talk\", \"workshop\" } }");
    const struct condition *x = only_condition(&a), *y = only_condition(&b);
    assert_int_equal(x->value_count, 2);
    assert_int_equal(x->values[0].value, y->values[0].value);
    assert_int_equal(x->values[1].value, y->values[1].value);
    assert_int_equal(a.policy->hash == b.policy->hash, 1);
    arena_free(&a.arena);
    arena_free(&b.arena);
}

static void reads_bounds(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t low, high;
        bool has_low, has_high;
    } cases[] = {
        { "at_least(6)", 6, 0, true, false }, { "at_most(6)", 0, 6, false, true }, { "above(6)", 7, 0, true, false },
        { "below(6)", 0, 5, false, true },    { "years(3, 6)", 3, 6, true, true },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_empty();
        struct str text = str_format(&f.arena, PUPILS "have = guidance { adviser_level = %s }", cases[i].text);
        struct fixture g = with(str_c(&f.arena, text));
        const struct condition *c = only_condition(&g);
        assert_int_equal(c->op, CONDITION_RANGE);
        assert_int_equal(c->has_low, cases[i].has_low);
        assert_int_equal(c->has_high, cases[i].has_high);
        if (c->has_low) assert_int_equal(c->low.value, cases[i].low);
        if (c->has_high) assert_int_equal(c->high.value, cases[i].high);
        arena_free(&f.arena);
        arena_free(&g.arena);
    }
}

static void below_a_parameter_is_not_at_least_it(void **state) {
    (void)state;
    struct fixture f = with(PUPILS "have = guidance { adviser_level = below(p.level) }");
    const struct condition *c = only_condition(&f);
    assert_int_equal(c->op, CONDITION_RANGE);
    assert_true(c->negated);
    assert_true(c->has_low);
    assert_false(c->has_high);
    assert_str(f.policy->params[c->low.param].name, "level");
    arena_free(&f.arena);
    f = with(PUPILS "have = guidance { adviser_level = p.level }");
    c = only_condition(&f);
    assert_int_equal(c->op, CONDITION_RANGE);
    assert_true(c->has_low && c->has_high);
    assert_int_equal(c->low.param, c->high.param);
    arena_free(&f.arena);
}

static void turns_a_condition_round(void **state) {
    (void)state;
    struct fixture f = with(PUPILS "have = workplace { mode = is_not \"virtual\" }");
    const struct condition *c = only_condition(&f);
    assert_int_equal(c->op, CONDITION_AMONG);
    assert_true(c->negated);
    arena_free(&f.arena);
}

static void reads_sets(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum condition_op op;
        size_t count;
        int64_t first;
    } cases[] = {
        { "includes(\"learning\")", CONDITION_INCLUDES_ALL, 1, 2 },
        { "includes_all { \"learning\", \"careers\" }", CONDITION_INCLUDES_ALL, 2, 1 },
        { "includes_any { \"provider\", \"questions\" }", CONDITION_INCLUDES_ANY, 2, 0 },
        { "lacks_any { \"provider\", \"careers\", \"learning\", \"questions\" }", CONDITION_LACKS_ANY, 4, 0 },
        { "{ \"careers\", \"provider\" }", CONDITION_AMONG, 1, 3 },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_empty();
        struct str text = str_format(&f.arena, PUPILS "have = provider { content = %s }", cases[i].text);
        struct fixture g = with(str_c(&f.arena, text));
        const struct condition *c = only_condition(&g);
        assert_int_equal(c->op, cases[i].op);
        assert_int_equal(c->value_count, cases[i].count);
        assert_int_equal(c->values[0].value, cases[i].first);
        arena_free(&f.arena);
        arena_free(&g.arena);
    }
    struct fixture f = with(PUPILS "have = provider { for_years = includes(9) }");
    const struct condition *c = only_condition(&f);
    assert_int_equal(c->op, CONDITION_INCLUDES_ALL);
    assert_int_equal(c->values[0].value, 9);
    arena_free(&f.arena);
    f = with(PUPILS "have = provider { for_years = years(8, 9) }");
    c = only_condition(&f);
    assert_int_equal(c->op, CONDITION_AMONG);
    assert_int_equal(c->values[0].value, 0x300);
    arena_free(&f.arena);
}

static void reads_what_is_known_missing_or_any(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum condition_op op;
    } cases[] = { { "known", CONDITION_KNOWN }, { "missing", CONDITION_MISSING }, { "any", CONDITION_ANY } };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_empty();
        struct str text = str_format(&f.arena, PUPILS "have = workplace { consent_on = %s }", cases[i].text);
        struct fixture g = with(str_c(&f.arena, text));
        assert_int_equal(only_condition(&g)->op, cases[i].op);
        arena_free(&f.arena);
        arena_free(&g.arena);
    }
}

static void looks_at_the_organisation(void **state) {
    (void)state;
    struct fixture f = with(SCHOOL "have = provider { organisation = organisations { type = among { \"fe_college\", "
                                   "\"utc\" }, is_local = true } }");
    const struct condition *c = only_condition(&f);
    assert_int_equal(c->op, CONDITION_ORGANISATION);
    assert_int_equal(c->field, FIELD_ORGANISATION_OF);
    assert_int_equal(c->organisation->subject_type, SUBJECT_ORGANISATION);
    assert_int_equal(c->organisation->condition_count, 2);
    assert_false(c->organisation->default_on_roll);
    arena_free(&f.arena);
}

static void reads_outcomes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t mask;
    } cases[] = {
        { "guidance {}", 0 },
        { "guidance { outcome = \"invited\" }", 1u << OUTCOME_INVITED },
        { "guidance { outcome = among { \"attended\", \"invited\" } }",
          1u << OUTCOME_INVITED | 1u << OUTCOME_ATTENDED },
        { "guidance { outcome = is_not \"absent\" }", 0x1f & ~(1u << OUTCOME_ABSENT) },
        { "guidance { outcome = any }", 0x1f },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_empty();
        struct str text = str_format(&f.arena, PUPILS "have = %s", cases[i].text);
        struct fixture g = with(str_c(&f.arena, text));
        fixture_good(&g);
        assert_int_equal(fixture_it(&g)->have.filters[0].outcomes, cases[i].mask);
        assert_int_equal(fixture_it(&g)->have.filters[0].condition_count, 0);
        arena_free(&f.arena);
        arena_free(&g.arena);
    }
}

static void an_opportunity_counts_as_the_reading_says(void **state) {
    (void)state;
    struct fixture f = with(PUPILS "have = guidance { outcome = any }");
    fixture_trust(&f, "amend \"reading/opportunity\" { set = { means = \"held-only\" }, reason = \"r\" }");
    fixture_good(&f);
    assert_int_equal(fixture_it(&f)->have.filters[0].outcomes, 1u << OUTCOME_ATTENDED);
    arena_free(&f.arena);
}

static void sees_cancelled_activities_only_when_named(void **state) {
    (void)state;
    struct fixture f = with(PUPILS "have = all_of { encounter {}, encounter { cancelled = true } }");
    fixture_good(&f);
    assert_false(fixture_it(&f)->have.parts[0].filters[0].names_cancelled);
    assert_true(fixture_it(&f)->have.parts[1].filters[0].names_cancelled);
    arena_free(&f.arena);
}

static void pupils_are_on_roll_and_counted_unless_the_filter_names_it(void **state) {
    (void)state;
    static const struct {
        const char *who;
        bool on_roll, enrolment;
    } cases[] = {
        { "pupils {}", true, true },
        { "pupils { on_roll = any }", false, true },
        { "pupils { left_on = known }", false, true },
        { "pupils { enrolment = \"guest\" }", true, false },
        { "pupils { on_roll = false, enrolment = any }", false, false },
        { "staff {}", true, false },
        { "staff { in_post = any }", false, false },
        { "organisations {}", true, false },
        { "organisations { active = any }", false, false },
        { "the_school {}", false, false },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_empty();
        bool staff = strncmp(cases[i].who, "staff", 5) == 0, pupils = strncmp(cases[i].who, "pupils", 6) == 0;
        struct str text = str_format(&f.arena, "who = %s, when = each_school_year(), have = %s {}", cases[i].who,
                                     staff    ? "cpd"
                                     : pupils ? "encounter"
                                              : "certificate");
        struct fixture g = with(str_c(&f.arena, text));
        fixture_good(&g);
        assert_int_equal(fixture_it(&g)->who[0].default_on_roll, cases[i].on_roll);
        assert_int_equal(fixture_it(&g)->who[0].default_enrolment, cases[i].enrolment);
        arena_free(&f.arena);
        arena_free(&g.arena);
    }
}

static void a_list_parameter_stands_for_its_values(void **state) {
    (void)state;
    struct fixture f = with("who = pupils { year = p.programme }, when = each_term(), have = encounter {}");
    fixture_good(&f);
    const struct condition *c = &fixture_it(&f)->who[0].conditions[0];
    assert_int_equal(c->op, CONDITION_AMONG);
    assert_int_equal(c->value_count, 1);
    assert_str(f.policy->params[c->values[0].param].name, "programme");
    arena_free(&f.arena);
}

static void refuses_wrong_fields_and_codes(void **state) {
    (void)state;
    wrong(PUPILS "have = encounter { meaningfull = true }", CODE_UNKNOWN_FIELD, "meaningfull",
          "'encounter' has no field called 'meaningfull'.");
    wrong(PUPILS "have = career_plan { outcome = any }", CODE_UNKNOWN_FIELD, "outcome",
          "'career_plan' has no field called 'outcome'.");
    wrong(PUPILS "have = encounter { form = \"tlak\" }", CODE_UNKNOWN_CODE, "tlak", "'form' can not be 'tlak'.");
    wrong(PUPILS "have = encounter { outcome = \"present\" }", CODE_UNKNOWN_CODE, "present",
          "'outcome' can not be 'present'.");
    wrong("who = pupils { yaer = 9 }, have = encounter {}, when = each_term()", CODE_UNKNOWN_FIELD, "yaer",
          "'pupils' has no field called 'yaer'.");
    wrong("who = pupils { sen = \"ehpc\" }, have = encounter {}, when = each_term()", CODE_UNKNOWN_CODE, "ehpc",
          "'sen' can not be 'ehpc'.");
    wrong(PUPILS "have = encountre {}", CODE_UNKNOWN_WORD, "encountre",
          "There is no kind of record called 'encountre'.");
    wrong(PUPILS "have = encounter { organisation = organisations { typ = \"utc\" } }", CODE_UNKNOWN_FIELD, "typ",
          "'organisations' has no field called 'typ'.");
}

static void suggests_the_nearest_name(void **state) {
    (void)state;
    struct fixture f = with(PUPILS "have = encounter { meaningfull = true }");
    assert_false(fixture_merge(&f));
    assert_str(f.problems.at[0].next, "Did you mean 'meaningful'?");
    arena_free(&f.arena);
    f = with(PUPILS "have = encounter { form = \"zzzzzz\" }");
    assert_false(fixture_merge(&f));
    assert_str(f.problems.at[0].next, "It can be fair, talk, workshop.");
    arena_free(&f.arena);
}

static void refuses_values_of_another_type(void **state) {
    (void)state;
    wrong(PUPILS "have = encounter { meaningful = \"yes\" }", CODE_WRONG_TYPE, "yes",
          "'meaningful' must be true or false, and this is the text 'yes'.");
    wrong(PUPILS "have = guidance { adviser_level = \"six\" }", CODE_WRONG_TYPE, "six",
          "'adviser_level' must be a whole number, and this is the text 'six'.");
    wrong(PUPILS "have = guidance { adviser_level = { 6, 7 } }", CODE_WRONG_TYPE, "adviser_level",
          "'adviser_level' has one value, and this is a list.");
    wrong(PUPILS "have = guidance { adviser = \"Jo\" }", CODE_WRONG_TYPE, "Jo",
          "'adviser' must be known, missing or any, and this is the text 'Jo'.");
    wrong(PUPILS "have = encounter { meaningful = at_least(1) }", CODE_WRONG_TYPE, "at_least",
          "'meaningful' must be a value that is no amount, and this is at_least().");
    wrong(PUPILS "have = encounter { form = includes(\"talk\") }", CODE_WRONG_TYPE, "includes",
          "'form' must be a value: only a set can include something, and this is includes().");
    wrong(PUPILS "have = encounter { form = p.programme }", CODE_WRONG_TYPE, "programme",
          "'form' can not be compared with the parameter programme.");
}

static void refuses_what_is_no_date(void **state) {
    (void)state;
    wrong(PUPILS "have = workplace { consent_on = \"2023-02-30\" }", CODE_BAD_DATE, "2023-02-30",
          "'2023-02-30' is not a date.");
}

static void refuses_kinds_that_the_subject_can_not_have(void **state) {
    (void)state;
    wrong(PUPILS "have = survey {}", CODE_KIND_SUBJECT, "survey", "A rule about pupils can not count 'survey'.");
    wrong(PUPILS "have = cpd {}", CODE_KIND_SUBJECT, "cpd", "A rule about pupils can not count 'cpd'.");
    wrong("who = staff {}, when = each_term(), have = encounter {}", CODE_KIND_SUBJECT, "encounter",
          "A rule about staff can not count 'encounter'.");
    wrong(SCHOOL "have = encounter { prepared = true }", CODE_EACH_AT_SCHOOL_LEVEL, "prepared",
          "'prepared' belongs to one person's part in 'encounter', and this rule is about the school.");
    wrong(SCHOOL "have = encounter { outcome = any }", CODE_EACH_AT_SCHOOL_LEVEL, "outcome",
          "'outcome' belongs to one person's part in 'encounter', and this rule is about the school.");
    wrong("who = organisations {}, when = each_term(), have = workplace { hours = at_least(5) }",
          CODE_EACH_AT_SCHOOL_LEVEL, "hours",
          "'hours' belongs to one person's part in 'workplace', and this rule is about organisations.");
    struct fixture f = with(SCHOOL "have = encounter { stem = true }");
    fixture_good(&f);
    arena_free(&f.arena);
}

static void refuses_mixed_and_missing_subjects(void **state) {
    (void)state;
    wrong("who = any_of { pupils {}, staff {} }, have = encounter {}, when = each_term()", CODE_WRONG_TYPE, "staff",
          "A rule is about one sort of subject, and this names two.");
    wrong("have = encounter {}, when = each_term()", CODE_INCOMPLETE, "it",
          "The rule 9.9.9/it does not say whom it concerns.");
    wrong("who = encounter {}, have = encounter {}, when = each_term()", CODE_WRONG_TYPE, "encounter",
          "'who' must be pupils {}, staff {}, organisations {} or the_school {}, and this is encounter {}.");
}

static void refuses_unknown_parameters(void **state) {
    (void)state;
    wrong(PUPILS "have = at_least(p.encountres, encounter {})", CODE_UNKNOWN_PARAM, "encountres",
          "There is no parameter called 'encountres'.");
    wrong(PUPILS "have = guidance { adviser_level = at_least(decide.level) }", CODE_WRONG_TYPE, NULL,
          "'value' must be a number or a parameter such as p.keep_years, and this is decide.level.");
    wrong(PUPILS "have = at_least(p.subjects, encounter {})", CODE_WRONG_TYPE, "subjects",
          "'at_least' needs a parameter of type \"whole\", and subjects is of another.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_flag),
        cmocka_unit_test(reads_codes_in_any_order_as_one_condition),
        cmocka_unit_test(reads_bounds),
        cmocka_unit_test(below_a_parameter_is_not_at_least_it),
        cmocka_unit_test(turns_a_condition_round),
        cmocka_unit_test(reads_sets),
        cmocka_unit_test(reads_what_is_known_missing_or_any),
        cmocka_unit_test(looks_at_the_organisation),
        cmocka_unit_test(reads_outcomes),
        cmocka_unit_test(an_opportunity_counts_as_the_reading_says),
        cmocka_unit_test(sees_cancelled_activities_only_when_named),
        cmocka_unit_test(pupils_are_on_roll_and_counted_unless_the_filter_names_it),
        cmocka_unit_test(a_list_parameter_stands_for_its_values),
        cmocka_unit_test(refuses_wrong_fields_and_codes),
        cmocka_unit_test(suggests_the_nearest_name),
        cmocka_unit_test(refuses_values_of_another_type),
        cmocka_unit_test(refuses_what_is_no_date),
        cmocka_unit_test(refuses_kinds_that_the_subject_can_not_have),
        cmocka_unit_test(refuses_mixed_and_missing_subjects),
        cmocka_unit_test(refuses_unknown_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

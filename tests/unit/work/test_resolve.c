/* SPDX-License-Identifier: GPL-3.0-or-later
 * Words as people type them to pupils, forms, clauses, benchmarks and dates. */
#include "work_fixture.h"

#include "work/resolve.h"

static bool resolve(struct fixture *f, const char *words, struct selection *out) {
    struct problems problems = { .arena = &f->arena };
    say(f, words);
    OK(f, school_load(f->school, SCHOOL_POLICY, f->call.as_of, &problems, &f->err));
    return resolve_call(f->school, &f->call, RESOLVE_PUPILS | RESOLVE_RULES, out, &f->answer);
}

static void finds(struct fixture *f, const char *words, int64_t pupil) {
    struct selection s;
    if (!resolve(f, words, &s)) fail_msg("%s: %s", words, problems_text(f));
    assert_int_equal(s.pupil_count, 1);
    assert_int_equal(s.pupils[0], pupil);
}

static void finds_pupils_without_case_accents_or_apostrophe_style(void **state) {
    struct fixture *f = *state;
    finds(f, "lukasz", f->lukasz);
    finds(f, "DVORAK", f->lukasz);
    finds(f, "zoe o'brien", f->zoe);
    finds(f, "Zoë O’Brien", f->zoe);
    finds(f, "o'brien zoe", f->zoe);
    finds(f, "A888490121096", f->lukasz);
}

static void finds_by_initials_and_form(void **state) {
    struct fixture *f = *state;
    finds(f, "zo 9ab", f->zoe);
}

static void never_guesses_between_two(void **state) {
    struct fixture *f = *state;
    struct selection s;
    assert_false(resolve(f, "zoe", &s));
    assert_int_equal(problem_code(f), CODE_WHICH_ONE);
    assert_has(problems_text(f), "Zoë O’Brien (9AB)");
    assert_has(problems_text(f), "Zoe Adeyemi (7CD)");
    assert_int_equal(f->answer.outcome, OUTCOME_REQUEST);
    assert_non_null(f->answer.result);
    assert_int_equal(f->answer.result->row_count, 2);
}

static void takes_a_form_and_says_that_a_name_fits_too(void **state) {
    struct fixture *f = *state;
    struct selection s;
    struct change *change = begin(f, "import");
    add_pupil(f, change->db, "Nia", "9ab", "A888490123179", 8, "8GH", 0);
    commit(f, change);
    assert_true(resolve(f, "9ab", &s));
    assert_int_equal(s.pupil_count, 2);
    assert_true(selection_has_pupil(&s, f->zoe));
    assert_true(selection_has_pupil(&s, f->lukasz));
    assert_int_equal(f->answer.note_count, 1);
}

static void takes_years_and_clauses_together(void **state) {
    struct fixture *f = *state;
    struct selection s;
    assert_true(resolve(f, "year 9 4.6.4", &s));
    assert_int_equal(s.pupil_count, 2);
    assert_non_null(s.rules);
    int32_t rule = policy_find_rule(f->school->policy, STR("4.6.4/employer-encounter"));
    assert_true(s.rules[rule]);
    assert_false(s.rules[policy_find_rule(f->school->policy, STR("4.6.5/stem-encounter"))]);
    assert_true(str_is(s.who, "Year 9"));
    assert_true(str_is(s.what, "4.6.4"));
}

static void finds_the_clause_that_also_stands_for_another(void **state) {
    struct fixture *f = *state;
    struct selection s;
    assert_true(resolve(f, "2.0.3", &s));
    assert_true(s.rules[policy_find_rule(f->school->policy, STR("4.6.4/employer-encounter"))]);
}

static void takes_one_rule_of_a_clause(void **state) {
    struct fixture *f = *state;
    struct selection s;
    assert_true(resolve(f, "4.6.4/employer-encounter", &s));
    assert_int_equal(s.rule, policy_find_rule(f->school->policy, STR("4.6.4/employer-encounter")));
}

static void takes_a_benchmark(void **state) {
    struct fixture *f = *state;
    struct selection s;
    assert_true(resolve(f, "benchmark 5", &s));
    assert_true(s.rules[policy_find_rule(f->school->policy, STR("4.6.5/stem-encounter"))]);
    assert_false(s.rules[policy_find_rule(f->school->policy, STR("4.4.33/review-looks-ahead"))]);
    assert_null(s.pupils);
    assert_false(resolve(f, "gb 7", &s));
    assert_int_equal(problem_code(f), CODE_NOTHING_SELECTED);
}

static void guesses_at_a_name_that_nobody_has(void **state) {
    struct fixture *f = *state;
    struct selection s;
    assert_false(resolve(f, "lukazs", &s));
    assert_int_equal(problem_code(f), CODE_UNKNOWN_PERSON);
    assert_has(str_c(&f->arena, f->answer.problems.at[0].next), "Łukasz");
}

static void guesses_at_a_clause(void **state) {
    struct fixture *f = *state;
    struct selection s;
    assert_false(resolve(f, "4.6.9", &s));
    assert_int_equal(problem_code(f), CODE_UNKNOWN_CLAUSE);
    assert_true(f->answer.problems.at[0].next.size > 0);
}

static void says_when_a_year_is_empty(void **state) {
    struct fixture *f = *state;
    struct selection s;
    assert_false(resolve(f, "year 13", &s));
    assert_int_equal(problem_code(f), CODE_NOTHING_SELECTED);
}

static void knows_the_dates_of_the_calendar(void **state) {
    struct fixture *f = *state;
    struct problems problems = { .arena = &f->arena };
    struct date day;
    OK(f, school_load(f->school, SCHOOL_CALENDAR, f->call.as_of, &problems, &f->err));
    const struct calendar *calendar = f->school->calendar;
    OK(f, resolve_date(STR("end of term"), a_day(20261123), calendar, &day, &f->err));
    assert_int_equal(date_number(day), 20261218);
    OK(f, resolve_date(STR("end of year"), a_day(20261123), calendar, &day, &f->err));
    assert_int_equal(date_number(day), 20270721);
    OK(f, resolve_date(STR("next school day"), a_day(20261023), calendar, &day, &f->err));
    assert_int_equal(date_number(day), 20261102);
    OK(f, resolve_date(STR("7/9/2026"), a_day(20261123), calendar, &day, &f->err));
    assert_int_equal(date_number(day), 20260907);
    assert_false(resolve_date(STR("31 february"), a_day(20261123), calendar, &day, &f->err));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(finds_pupils_without_case_accents_or_apostrophe_style),
        TEST(finds_by_initials_and_form),
        TEST(never_guesses_between_two),
        TEST(takes_a_form_and_says_that_a_name_fits_too),
        TEST(takes_years_and_clauses_together),
        TEST(finds_the_clause_that_also_stands_for_another),
        TEST(takes_one_rule_of_a_clause),
        TEST(takes_a_benchmark),
        TEST(guesses_at_a_name_that_nobody_has),
        TEST(guesses_at_a_clause),
        TEST(says_when_a_year_is_empty),
        TEST(knows_the_dates_of_the_calendar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

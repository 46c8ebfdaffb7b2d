/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_window_read - every window and its fields, typed; and every way of writing one wrongly.
 */
#include "fixture.h"

static struct fixture with(const char *who, const char *have, const char *when) {
    struct fixture f = fixture_base();
    struct str fields = str_format(&f.arena, "who = %s, have = %s, when = %s", who, have, when);
    fixture_rule(&f, "must", str_c(&f.arena, fields));
    return f;
}

static const struct window *pupils(struct fixture *f, const char *when) {
    *f = with("pupils { year = 11 }", "guidance {}", when);
    fixture_good(f);
    return &fixture_it(f)->when;
}

static void wrong(const char *who, const char *have, const char *when, enum code code, const char *token,
                  const char *said) {
    struct fixture f = with(who, have, when);
    fixture_wrong(&f, code, 2, token, said);
    arena_free(&f.arena);
}

static void wrong_when(const char *when, enum code code, const char *token, const char *said) {
    wrong("pupils {}", "guidance {}", when, code, token, said);
}

static void reads_every_plain_window(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum window_op op;
        int64_t a, b;
    } cases[] = {
        { "each_school_year()", WINDOW_EACH_SCHOOL_YEAR, 0, 0 },
        { "each_term()", WINDOW_EACH_TERM, 0, 0 },
        { "each_half_term()", WINDOW_EACH_HALF_TERM, 0, 0 },
        { "by_age(16)", WINDOW_BY_AGE, 16, 0 },
        { "further_by_age(18, 16)", WINDOW_FURTHER_BY_AGE, 18, 16 },
        { "by_end_of_year(9)", WINDOW_BY_END_OF_YEAR, 9, 0 },
        { "before_year(11)", WINDOW_BEFORE_YEAR, 11, 0 },
        { "over_years(10, 11)", WINDOW_OVER_YEARS, 10, 11 },
        { "over_years(10, 10)", WINDOW_OVER_YEARS, 10, 10 },
        { "always()", WINDOW_ALWAYS, 0, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f;
        const struct window *w = pupils(&f, cases[i].text);
        assert_int_equal(w->op, cases[i].op);
        assert_int_equal(w->a.value, cases[i].a);
        assert_int_equal(w->b.value, cases[i].b);
        assert_int_equal(w->day.month, 0);
        assert_int_equal(w->grace.n.value, 0);
        arena_free(&f.arena);
    }
}

static void reads_days_of_the_year(void **state) {
    (void)state;
    struct fixture f;
    const struct window *w = pupils(&f, "each_school_year { due = \"10-31\" }");
    assert_int_equal(w->day.month, 10);
    assert_int_equal(w->day.day, 31);
    arena_free(&f.arena);
    w = pupils(&f, "by_date_in_year(\"01-31\")");
    assert_int_equal(w->op, WINDOW_BY_DATE_IN_YEAR);
    assert_int_equal(w->day.month, 1);
    arena_free(&f.arena);
    w = pupils(&f, "by_date_after_year(\"09-30\")");
    assert_int_equal(w->op, WINDOW_BY_DATE_AFTER_YEAR);
    assert_int_equal(w->day.day, 30);
    arena_free(&f.arena);
}

static void reads_key_stages(void **state) {
    (void)state;
    struct fixture f;
    assert_int_equal(pupils(&f, "each_key_stage()")->key_stages, 0x38);
    arena_free(&f.arena);
    assert_int_equal(pupils(&f, "each_key_stage(3, 4)")->key_stages, 0x18);
    arena_free(&f.arena);
    assert_int_equal(pupils(&f, "each_key_stage { \"KS5\" }")->key_stages, 0x20);
    arena_free(&f.arena);
    wrong_when("each_key_stage(2)", CODE_BAD_CHOICE, "2", "'each_key_stage' must be from 3 to 5, and this is 2.");
}

static void reads_phases_and_transitions(void **state) {
    (void)state;
    struct fixture f;
    const struct window *w = pupils(&f, "in_phases { \"first\" }");
    assert_int_equal(w->name_count, 1);
    assert_str(f.policy->phases[w->names[0]].name, "first");
    assert_int_equal(f.policy->phases[w->names[0]].closes_year, 9);
    arena_free(&f.arena);
    w = pupils(&f, "at_transitions { \"post16\", \"options\", \"post16\" }");
    assert_int_equal(w->name_count, 2);
    assert_str(f.policy->transitions[w->names[0]].name, "post16");
    assert_int_equal(f.policy->transitions[w->names[0]].year, 11);
    arena_free(&f.arena);
    wrong_when("in_phases { \"frist\" }", CODE_UNKNOWN_PHASE, "frist", "There is no phase called 'frist'.");
    wrong_when("at_transitions { \"post17\" }", CODE_UNKNOWN_TRANSITION, "post17",
               "There is no transition called 'post17'.");
}

static void reads_anchors(void **state) {
    (void)state;
    static const struct {
        const char *of;
        enum anchor anchor;
        int64_t n;
    } cases[] = { { "admission {}", ANCHOR_ADMISSION, 0 },
                  { "leaving {}", ANCHOR_LEAVING, 0 },
                  { "birthday(13)", ANCHOR_BIRTHDAY, 13 },
                  { "turns_year(9)", ANCHOR_TURNS_YEAR, 9 },
                  { "guidance {}", ANCHOR_RECORD, 0 } };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f = fixture_empty(), g;
        struct str when = str_format(
            &f.arena, "within { days = 90, of = %s, may_precede = months(12), grace = days(7) }", cases[i].of);
        const struct window *w = pupils(&g, str_c(&f.arena, when));
        assert_int_equal(w->anchor, cases[i].anchor);
        assert_int_equal(w->anchor_n.value, cases[i].n);
        assert_int_equal(w->length.unit, SPAN_DAYS);
        assert_int_equal(w->length.n.value, 90);
        assert_int_equal(w->may_precede.unit, SPAN_MONTHS);
        assert_int_equal(w->may_precede.n.value, 12);
        assert_int_equal(w->grace.n.value, 7);
        assert_int_equal(w->anchor_on, -1);
        arena_free(&f.arena);
        arena_free(&g.arena);
    }
    struct fixture f = with("staff {}", "cpd {}", "within { days = 90, of = appointment {} }");
    fixture_good(&f);
    assert_int_equal(fixture_it(&f)->when.anchor, ANCHOR_APPOINTMENT);
    assert_int_equal(fixture_it(&f)->when.may_precede.n.value, 0);
    arena_free(&f.arena);
}

static void reads_an_anchor_on_another_day_of_the_same_record(void **state) {
    (void)state;
    struct fixture f =
        with("pupils {}", "at_least(1, agreed_action {}, { on = \"done_on\" })",
             "within { school_days = p.days, of = agreed_action {}, anchor_on = \"due_on\", same_record = true }");
    fixture_good(&f);
    const struct window *w = &fixture_it(&f)->when;
    assert_int_equal(w->length.unit, SPAN_SCHOOL_DAYS);
    assert_str(f.policy->params[w->length.n.param].name, "days");
    assert_true(w->same_record);
    assert_str(f.kinds->kinds[w->anchor_filter.kind].fields[w->anchor_on].name, "due_on");
    arena_free(&f.arena);
}

static void looks_a_year_ahead_unless_told_otherwise(void **state) {
    (void)state;
    struct fixture f;
    const struct window *w = pupils(&f, "ahead_of { school_days = 15, of = guidance {} }");
    assert_int_equal(w->opens.unit, SPAN_MONTHS);
    assert_int_equal(w->opens.n.value, 12);
    arena_free(&f.arena);
    w = pupils(&f, "ahead_of { days = 15, of = guidance {}, opens = days(100) }");
    assert_int_equal(w->opens.unit, SPAN_DAYS);
    assert_int_equal(w->opens.n.value, 100);
    arena_free(&f.arena);
}

static void reads_state_windows(void **state) {
    (void)state;
    struct fixture f;
    const struct window *w = pupils(&f, "rolling(months(24))");
    assert_int_equal(w->length.unit, SPAN_MONTHS);
    assert_int_equal(w->length.n.value, 24);
    arena_free(&f.arena);
    w = pupils(&f, "rolling(days(90), { grace = days(5) })");
    assert_int_equal(w->grace.n.value, 5);
    arena_free(&f.arena);
    w = pupils(&f, "always { grace = school_days(20) }");
    assert_int_equal(w->grace.unit, SPAN_SCHOOL_DAYS);
    assert_int_equal(w->grace.n.value, 20);
    arena_free(&f.arena);
}

static void takes_late_and_grace_from_the_rule(void **state) {
    (void)state;
    struct fixture f;
    pupils(&f, "each_term(), late = days(30)");
    assert_true(fixture_it(&f)->has_late);
    assert_int_equal(fixture_it(&f)->late.n.value, 30);
    arena_free(&f.arena);
    pupils(&f, "always(), grace = days(3)");
    assert_int_equal(fixture_it(&f)->when.grace.n.value, 3);
    assert_false(fixture_it(&f)->has_late);
    arena_free(&f.arena);
    wrong_when("each_term(), grace = days(3)", CODE_BAD_CHOICE, "grace",
               "'grace' belongs to always, rolling and within.");
}

static void windows_of_pupils_are_refused_for_others(void **state) {
    (void)state;
    static const char *const windows[] = { "each_key_stage()",
                                           "by_age(16)",
                                           "further_by_age(18, 16)",
                                           "by_end_of_year(9)",
                                           "before_year(11)",
                                           "over_years(7, 9)",
                                           "in_phases { \"first\" }",
                                           "at_transitions { \"post16\" }",
                                           "by_date_in_year(\"01-31\")",
                                           "by_date_after_year(\"01-31\")" };
    for (size_t i = 0; i < COUNT_OF(windows); i++) {
        struct fixture f = with("the_school {}", "survey {}", windows[i]);
        assert_false(fixture_merge(&f));
        assert_int_equal(f.problems.errors, 1);
        assert_string_equal(code_name(f.problems.at[0].code), "window-subject");
        arena_free(&f.arena);
    }
    wrong("the_school {}", "survey {}", "within { days = 5, of = admission {} }", CODE_WINDOW_SUBJECT, "admission",
          "'admission' needs a rule about pupils.");
    wrong("pupils {}", "guidance {}", "within { days = 5, of = appointment {} }", CODE_WINDOW_SUBJECT, "appointment",
          "'appointment' needs a rule about staff.");
    wrong("pupils {}", "guidance {}", "by_date_in_year(\"01-31\")", CODE_WINDOW_SUBJECT, "by_date_in_year",
          "'by_date_in_year' needs the year groups named in who.");
}

static void refuses_what_is_no_window(void **state) {
    (void)state;
    wrong_when("each_yaer()", CODE_UNKNOWN_WORD, "each_yaer", "There is no window called 'each_yaer'.");
    wrong_when("\"soon\"", CODE_WRONG_TYPE, "soon",
               "'when' must be a window such as each_school_year(), and this is the text 'soon'.");
    wrong_when("by_age()", CODE_WRONG_TYPE, "by_age",
               "'when' must be a window with one number, and this is by_age {}.");
    wrong_when("over_years(11, 10)", CODE_BAD_CHOICE, "over_years", "over_years(11, 10) holds no year group.");
    wrong_when("further_by_age(16, 18)", CODE_BAD_CHOICE, "further_by_age",
               "further_by_age(16, 18) ends before it begins.");
    wrong_when("each_school_year { due = \"02-30\" }", CODE_BAD_DATE, "02-30", "'02-30' is not a day of the year.");
    wrong_when("each_school_year { deu = \"02-03\" }", CODE_UNKNOWN_FIELD, "deu",
               "'each_school_year' has no field called 'deu'.");
    wrong_when("each_term { due = \"02-03\" }", CODE_UNKNOWN_FIELD, "due", "'each_term' has no field called 'due'.");
    wrong_when("within { days = 3 }", CODE_INCOMPLETE, "within", "'within' does not say of what.");
    wrong_when("within { of = admission {} }", CODE_INCOMPLETE, "within",
               "'within' needs one of days and school_days.");
    wrong_when("within { days = 3, school_days = 3, of = admission {} }", CODE_INCOMPLETE, "within",
               "'within' needs one of days and school_days.");
    wrong_when("rolling(12)", CODE_WRONG_TYPE, "12",
               "'rolling' must be days(n), school_days(n) or months(n), and this is the number 12.");
    wrong_when("always { grace = days(-3) }", CODE_BAD_CHOICE, "3", "'days' must be from 0 to 36600, and this is -3.");
}

static void same_record_needs_a_record_that_is_counted(void **state) {
    (void)state;
    wrong_when("within { days = 3, of = admission {}, same_record = true }", CODE_BAD_CHOICE, "same_record",
               "'same_record' needs a record in 'of'.");
    wrong_when("within { days = 3, of = encounter {}, same_record = true }", CODE_BAD_CHOICE, "same_record",
               "'same_record' counts the encounter itself, and 'have' asks for another kind.");
    wrong_when("within { days = 3, of = birthday(13), anchor_on = \"x\" }", CODE_BAD_CHOICE, "anchor_on",
               "'anchor_on' needs a record in 'of'.");
    wrong_when("within { days = 3, of = guidance {}, anchor_on = \"adviser\" }", CODE_WRONG_TYPE, "adviser",
               "'adviser' of guidance is not a day.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_plain_window),
        cmocka_unit_test(reads_days_of_the_year),
        cmocka_unit_test(reads_key_stages),
        cmocka_unit_test(reads_phases_and_transitions),
        cmocka_unit_test(reads_anchors),
        cmocka_unit_test(reads_an_anchor_on_another_day_of_the_same_record),
        cmocka_unit_test(looks_a_year_ahead_unless_told_otherwise),
        cmocka_unit_test(reads_state_windows),
        cmocka_unit_test(takes_late_and_grace_from_the_rule),
        cmocka_unit_test(windows_of_pupils_are_refused_for_others),
        cmocka_unit_test(refuses_what_is_no_window),
        cmocka_unit_test(same_record_needs_a_record_that_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

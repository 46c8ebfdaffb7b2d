/* SPDX-License-Identifier: GPL-3.0-or-later
 * Why a pupil is on a list, and the cards of pupils and clauses. */
#include "work_fixture.h"

#include "formats/text.h"
#include "work/explain.h"
#include "work/look.h"

static const char *screen(struct fixture *f, const char *words, bool (*run)(const struct command_call *, struct answer *)) {
    say(f, words);
    if (!run(&f->call, &f->answer)) fail_msg("%s: %s", words, problems_text(f));
    struct buf out = { 0 };
    text_page(&out, f->answer.page, &(struct text_style){ .width = 0 });
    const char *text = str_c(&f->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void why_says_rule_owner_and_what_would_mend_it(void **state) {
    struct fixture *f = *state;
    const char *text = screen(f, "o'brien", explain_run);
    assert_has(text, "Zoë O’Brien, 9AB: employer encounter");
    assert_has(text, "must have at least 1 employer encounter");
    assert_has(text, "21 July 2027");
    assert_has(text, "Tutor, Mr J. Patel");
    assert_has(text, "nobody yet");
    assert_has(text, "policies/small/policy.lua:15");
    assert_has(text, "mend");
    assert_has(text, "On track: 4.6.5 stem encounter.");
}

static void why_shows_each_record_and_why_it_does_not_count(void **state) {
    struct fixture *f = *state;
    const char *text = screen(f, "adeyemi 4.6.4", explain_run);
    assert_has(text, "Tug yard talk, 12 November 2026, attended: not known");
    assert_has(text, "it is not recorded whether the employer encounter #2 is meaningful");
    assert_has(text, "column 'it counted' of the visits file");
}

static void why_takes_one_pupil(void **state) {
    struct fixture *f = *state;
    say(f, "9AB");
    assert_false(explain_run(&f->call, &f->answer));
    assert_int_equal(problem_code(f), CODE_ARGUMENTS);
}

static void why_answers_for_the_school_too(void **state) {
    struct fixture *f = *state;
    const char *text = screen(f, "3.2.2", explain_run);
    assert_has(text, "Harbour View Academy: governors told");
    assert_has(text, "Careers Leader, Ms A. Okafor");
}

static void data_of_why_hold_no_names(void **state) {
    struct fixture *f = *state;
    f->call.json = true;
    screen(f, "o'brien", explain_run);
    const char *data = str_c(&f->arena, buf_str(&f->answer.data));
    assert_has(data, "\"rule\":\"4.6.4/employer-encounter\"");
    assert_has(data, "\"records\":[");
    assert_lacks(data, "Brien");
    assert_lacks(data, "Patel");
}

static void a_pupil_has_a_card(void **state) {
    struct fixture *f = *state;
    const char *text = screen(f, "ola", show_run);
    assert_has(text, "Ola Nine");
    assert_has(text, "11EF · Year 11");
    assert_has(text, "Tug yard talk, Thursday 12 November 2026, attended");
    assert_has(text, "Met");
}

static void a_clause_shows_its_rules_their_place_and_how_it_stands(void **state) {
    struct fixture *f = *state;
    const char *text = screen(f, "4.6.4", show_run);
    assert_has(text, "4.6.4  An employer a year");
    assert_has(text, "pupils in Years 7 to 13");
    assert_lacks(text, "policies/small"); /* only who asks why reads where it is written */
    assert_has(text, "standard: 60 days before");
    const struct sheet *sheet = f->answer.result;
    assert_non_null(sheet);
    assert_int_equal(sheet_at(sheet, 0, 1)->number, 1); /* met */
    assert_int_equal(sheet_at(sheet, 0, 3)->number, 2); /* due soon */
}

static void a_clause_can_be_read_without_a_school(void **state) {
    struct fixture *f = *state;
    f->call.school = NULL;
    f->call.folder = NULL;
    const char *text = screen(f, "4.6.4", show_run);
    assert_has(text, "An employer a year");
    say(f, "9.9.9");
    assert_false(show_run(&f->call, &f->answer));
    assert_int_equal(problem_code(f), CODE_UNKNOWN_CLAUSE);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(why_says_rule_owner_and_what_would_mend_it),
        TEST(why_shows_each_record_and_why_it_does_not_count),
        TEST(why_takes_one_pupil),
        TEST(why_answers_for_the_school_too),
        TEST(data_of_why_hold_no_names),
        TEST(a_pupil_has_a_card),
        TEST(a_clause_shows_its_rules_their_place_and_how_it_stands),
        TEST(a_clause_can_be_read_without_a_school),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

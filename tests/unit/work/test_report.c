/* SPDX-License-Identifier: GPL-3.0-or-later
 * The overview report and a new school's folder. */
#include "work_fixture.h"

#include "store/run.h"
#include "work/new.h"
#include "work/report.h"

static const char *overview_for(struct fixture *f, const char *profile, const char *file) {
    static struct call_option option = { "profile", { 0 } };
    struct str text;
    say(f, "overview");
    option.value = str_from(profile);
    f->call.options = &option;
    f->call.option_count = profile[0] ? 1 : 0;
    if (!report_run(&f->call, &f->answer)) fail_msg("%s", problems_text(f));
    OK(f, file_read(&f->arena, file_join(&f->arena, f->folder, file), 1 << 24, &text, &f->err));
    return str_c(&f->arena, text);
}

static const char *overview(struct fixture *f) { return overview_for(f, "", "reports/overview-2027-06-07.html"); }

static void the_page_names_nobody_and_nothing_private(void **state) {
    struct fixture *f = *state;
    const char *page = overview(f);
    assert_lacks(page, "Brien");
    assert_lacks(page, "Zo");
    assert_lacks(page, "P207000016049");
    assert_lacks(page, "ehcp");
    assert_lacks(page, "Patel");
}

static void the_page_says_how_the_policy_stands(void **state) {
    struct fixture *f = *state;
    const char *page = overview_for(f, "careers_leader", "reports/overview-careers_leader-2027-06-07.html");
    assert_has(page, "Harbour View Academy");
    assert_has(page, "2 of 4 pupils need something");
    assert_has(page, "4.6.4 employer encounter");
    assert_has(page, "9AB");
    assert_has(page, "employer encounter: whether it is meaningful");
    assert_has(page, "of 4 pupils have nothing open"); /* each pupil once, never answers */
    assert_has(page, "<svg");
    assert_lacks(page, "<script");
}

/* Four pupils are few: nothing about them is told to others, nor what it would follow from. */
static void the_page_for_others_hides_small_numbers(void **state) {
    struct fixture *f = *state;
    const char *page = overview(f);
    assert_has(page, "For senior leaders");
    assert_has(page, "4.6.4 employer encounter");
    assert_has(page, "under 6");
    assert_lacks(page, "2 of 4");
    assert_lacks(page, "4 pupils");
    assert_lacks(page, " 3 pupils");
    assert_lacks(page, " 2 pupils");
}

static void a_rerun_the_same_day_makes_the_same_bytes(void **state) {
    struct fixture *f = *state;
    const char *first = str_c(&f->arena, str_from(overview(f))), *second = overview(f);
    struct run_info *runs;
    size_t count;
    assert_string_equal(first, second);
    OK(f, run_list(f->school->db, &f->arena, &runs, &count, &f->err));
    assert_int_equal(count, 1);
}

static void a_file_of_somebody_else_is_not_replaced(void **state) {
    struct fixture *f = *state;
    struct str text;
    const char *path = file_join(&f->arena, f->folder, "reports/overview-2027-06-07.html");
    OK(f, file_make_folder(file_join(&f->arena, f->folder, "reports"), &f->err));
    OK(f, file_create(path, STR("mine"), &f->err));
    say(f, "overview");
    assert_false(report_run(&f->call, &f->answer));
    assert_int_equal(problem_code(f), CODE_FILE_IN_USE);
    OK(f, file_read(&f->arena, path, 100, &text, &f->err));
    assert_true(str_is(text, "mine"));
}

static void a_report_that_does_not_exist_is_guessed_at(void **state) {
    struct fixture *f = *state;
    say(f, "overwiew");
    assert_false(report_run(&f->call, &f->answer));
    assert_has(str_c(&f->arena, f->answer.problems.at[0].next), "overview");
}

/* ---- new ------------------------------------------------------------------------------------ */

static void make_new(struct fixture *f, const char *name) {
    say(f, "");
    struct call_part *part = arena_new(&f->arena, struct call_part);
    *part = (struct call_part){ NULL, str_from(file_join(&f->arena, f->folder, name)) };
    f->call.parts = part;
    f->call.part_count = 1;
    f->call.option_count = 0;
    option(f, "name", "The \"Old\" School");
    option(f, "setting", "secondary with sixth form");
    option(f, "contact", "A. Okafor, a.okafor@oldschool.example");
}

static void a_new_folder_holds_files_and_empty_records(void **state) {
    struct fixture *f = *state;
    struct str text;
    make_new(f, "fresh");
    if (!new_run(&f->call, &f->answer)) fail_msg("%s", problems_text(f));
    const char *folder = file_join(&f->arena, f->folder, "fresh");
    OK(f, file_read(&f->arena, file_join(&f->arena, folder, "people.lua"), 4096, &text, &f->err));
    assert_has(str_c(&f->arena, text), "email = \"a.okafor@oldschool.example\"");
    OK(f, file_read(&f->arena, file_join(&f->arena, folder, "policy.lua"), 4096, &text, &f->err));
    assert_has(str_c(&f->arena, text),
               "The \\\"Old\\\" School by A. Okafor, sixth form true from 2026-09-02 to 2027-07-21");
    struct school *school;
    struct problems problems = { .arena = &f->arena };
    OK(f, school_open(&HOST, folder, &school, &problems, &f->err));
    OK(f, school_load(school, SCHOOL_POLICY, f->call.as_of, &problems, &f->err));
    assert_non_null(people_find(school->people, STR("CL")));
    school_close(school);
}

static void a_folder_that_exists_is_left_alone(void **state) {
    struct fixture *f = *state;
    make_new(f, "fresh");
    OK(f, file_make_folder(file_join(&f->arena, f->folder, "fresh"), &f->err));
    assert_false(new_run(&f->call, &f->answer));
    assert_int_equal(problem_code(f), CODE_FOLDER_EXISTS);
    assert_false(file_exists(file_join(&f->arena, f->folder, "fresh/policy.lua")));
}

static void a_contact_without_an_address_is_refused(void **state) {
    struct fixture *f = *state;
    make_new(f, "fresh");
    f->call.option_count = 2;
    option(f, "contact", "A. Okafor");
    assert_false(new_run(&f->call, &f->answer));
    assert_int_equal(problem_code(f), CODE_ARGUMENTS);
    assert_false(file_is_folder(file_join(&f->arena, f->folder, "fresh")));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(the_page_names_nobody_and_nothing_private),  TEST(the_page_says_how_the_policy_stands),
        TEST(the_page_for_others_hides_small_numbers),
        TEST(a_rerun_the_same_day_makes_the_same_bytes),  TEST(a_file_of_somebody_else_is_not_replaced),
        TEST(a_report_that_does_not_exist_is_guessed_at), TEST(a_new_folder_holds_files_and_empty_records),
        TEST(a_folder_that_exists_is_left_alone),         TEST(a_contact_without_an_address_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

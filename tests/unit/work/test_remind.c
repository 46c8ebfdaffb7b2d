/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reminders: who would be told what, with the least data that lets the reader act. */
#include "work_fixture.h"

#include "formats/text.h"
#include "work/message.h"

static const char *preview(struct fixture *f, const char *words) {
    say(f, words);
    if (!remind_run(&f->call, &f->answer)) fail_msg("%s", problems_text(f));
    struct buf out = { 0 };
    text_page(&out, f->answer.page, &(struct text_style){ .width = 0 });
    const char *text = str_c(&f->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void a_tutor_reads_first_name_and_initial_only(void **state) {
    struct fixture *f = *state;
    const char *text = preview(f, "tutors");
    assert_has(text, "Zoë O.");
    assert_has(text, "Łukasz D.");
    assert_has(text, "employer encounter");
    assert_has(text, "by Wednesday 21 July 2027");
    assert_lacks(text, "Brien");
    assert_lacks(text, "Dvo");
    assert_lacks(text, "P207000016049");
    assert_lacks(text, "2012");
}

static void what_rests_on_something_private_is_only_counted(void **state) {
    struct fixture *f = *state;
    const char *text = preview(f, "tutors");
    assert_lacks(text, "review looks ahead");
    assert_lacks(text, "ehcp");
    assert_has(text, "1 under clause 4.4.33");
    assert_has(text, "the names are in the program");
}

static void a_subject_line_holds_no_name(void **state) {
    struct fixture *f = *state;
    const char *text = preview(f, "JP"), *subject = strstr(text, "Subject:");
    assert_non_null(subject);
    struct str line, rest;
    str_cut(str_from(subject), '\n', &line, &rest);
    const char *one = str_c(&f->arena, line);
    assert_has(one, "9AB careers: 2 pupils");
    assert_lacks(one, "Zoë");
    assert_lacks(one, "ukasz");
    assert_lacks(one, "4.4.33");
}

static void the_preview_counts_people_and_names_the_trial_address(void **state) {
    struct fixture *f = *state;
    const char *text = preview(f, "tutors");
    assert_has(text, "Preview.");
    assert_has(text, "The longest list is 2 pupils (Tutor of 9AB)");
    assert_has(text, "Trial is on: all of it would go to a.okafor@harbourview.example");
    assert_has(text, "Nothing was sent and nothing was written.");
    assert_has(text, "To:       Mr J. Patel <j.patel@harbourview.example>");
}

static void people_without_an_address_and_roles_without_a_person_are_named(void **state) {
    struct fixture *f = *state;
    f->call.as_of = a_day(20270607);
    const char *text;
    struct change *change = begin(f, "record");
    add_pupil(f, change->db, "Nia", "Rees", "A888490123179", 7, "7CD", 0);
    add_pupil(f, change->db, "Ida", "Holt", "A888490123180", 11, "11EF", 0);
    commit(f, change);
    text = preview(f, "tutors");
    assert_has(text, "Nobody is Tutor of 11EF: 1 thing would reach nobody.");
    assert_has(text, "M. Ward (Tutor of 7CD) has no address in people.lua.");
}

static void nothing_is_told_before_the_lead_has_begun(void **state) {
    struct fixture *f = *state;
    f->call.as_of = a_day(20261123);
    const char *text = preview(f, "tutors");
    assert_has(text, "0 people have something to do");
    assert_lacks(text, "Zoë");
}

static void numbers_only_when_the_school_says_so(void **state) {
    struct fixture *f = *state;
    struct err err = { 0 };
    struct problems problems = { .arena = &f->arena };
    struct str whole = STR("staff \"JP\" { name = \"J. Patel\", roles = { \"tutor\" }, form = \"9AB\" }\n"
                           "mail { from = \"careers@harbourview.example\", detail = \"counts\" }\n");
    OK(f, file_write(file_join(&f->arena, f->folder, "people.lua"), whole, &err));
    OK(f, school_reload(f->school, f->call.as_of, &problems, &err));
    const char *text = preview(f, "tutors");
    assert_lacks(text, "Zoë");
    assert_has(text, "2 under clause 4.6.4");
}

static void a_preview_changes_nothing(void **state) {
    struct fixture *f = *state;
    int64_t before, after;
    OK(f, db_state(f->school->db, &before, &f->err));
    preview(f, "tutors");
    assert_false(f->answer.waits);
    OK(f, db_state(f->school->db, &after, &f->err));
    assert_int_equal(before, after);
}

static void addresses_outside_the_school_are_seen(void **state) {
    const struct str domains[] = { STR_INIT("harbourview.example") };
    struct mail_settings mail = { .domains = domains, .domain_count = 1 };
    (void)state;
    assert_true(message_inside(&mail, STR("a@HarbourView.example")));
    assert_false(message_inside(&mail, STR("a@sub.harbourview.example")));
    assert_false(message_inside(&mail, STR("a@harbourview.example.com")));
    assert_false(message_inside(&mail, STR("nobody")));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(a_tutor_reads_first_name_and_initial_only),
        TEST(what_rests_on_something_private_is_only_counted),
        TEST(a_subject_line_holds_no_name),
        TEST(the_preview_counts_people_and_names_the_trial_address),
        TEST(people_without_an_address_and_roles_without_a_person_are_named),
        TEST(nothing_is_told_before_the_lead_has_begun),
        TEST(numbers_only_when_the_school_says_so),
        TEST(a_preview_changes_nothing),
        TEST(addresses_outside_the_school_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a check says, to people and to programs, and how it ends. */
#include "work_fixture.h"

#include "store/run.h"
#include "work/check.h"

/* Policy-language 11.1: names and order are frozen. */
static const char *const KEYS[] = { "v",
                                    "run",
                                    "as_of",
                                    "id",
                                    "school",
                                    "subject_type",
                                    "subject",
                                    "group",
                                    "policy",
                                    "policy_version",
                                    "program",
                                    "rule",
                                    "clause",
                                    "also",
                                    "version_from",
                                    "variant",
                                    "force",
                                    "basis",
                                    "severity",
                                    "owner",
                                    "owner_person",
                                    "window",
                                    "opens",
                                    "lead",
                                    "due",
                                    "deadline",
                                    "late_until",
                                    "status",
                                    "underlying",
                                    "satisfied",
                                    "since",
                                    "next_change",
                                    "need",
                                    "certain",
                                    "possible",
                                    "terms",
                                    "met_on",
                                    "late_days",
                                    "exemption",
                                    "evidence",
                                    "evidence_count",
                                    "doubtful",
                                    "doubtful_count",
                                    "missing",
                                    "fix",
                                    "message",
                                    "state",
                                    "source",
                                    "readings",
                                    "stale",
                                    "error" };

static const char *check_json(struct fixture *f, const char *words) {
    say(f, words);
    f->call.json = true;
    if (!check_run(&f->call, &f->answer)) fail_msg("%s", problems_text(f));
    return str_c(&f->arena, buf_str(&f->answer.data));
}

static void check_text(struct fixture *f, const char *words) {
    say(f, words);
    f->call.json = false;
    if (!check_run(&f->call, &f->answer)) fail_msg("%s", problems_text(f));
}

/* The line about one rule and one subject in this school year, or NULL. */
static const char *line_of(struct fixture *f, const char *data, int64_t subject, const char *rule) {
    struct str rest = str_from(data), line;
    const char *wanted = str_format(&f->arena, "\"subject\":%lld,", (long long)subject).at;
    const char *named = str_format(&f->arena, "\"rule\":\"%s\"", rule).at;
    while (rest.size) {
        str_cut(rest, '\n', &line, &rest);
        const char *text = str_c(&f->arena, line);
        if (strstr(text, wanted) && strstr(text, named) && strstr(text, "\"window\":\"2026/27\"")) return text;
    }
    return NULL;
}

static void a_finding_has_the_frozen_fields_in_their_order(void **state) {
    struct fixture *f = *state;
    const char *data = check_json(f, ""), *line = line_of(f, data, f->zoe, "4.6.4/employer-encounter");
    assert_non_null(line);
    const char *at = line;
    for (size_t i = 0; i < COUNT_OF(KEYS); i++) {
        const char *key = str_format(&f->arena, "%s\"%s\":", i ? "," : "{", KEYS[i]).at;
        at = strstr(at, key);
        if (!at) fail_msg("'%s' is not in its place: %s", KEYS[i], line);
    }
    assert_has(line, "\"status\":\"due_soon\"");
    assert_has(line, "\"group\":\"9AB\"");
    assert_has(line, "\"owner\":\"tutor\",\"owner_person\":\"JP\"");
    assert_has(line, "\"due\":\"2027-07-21\",\"deadline\":\"2027-08-31\"");
    assert_has(line, "\"need\":1,\"certain\":0,\"possible\":0,\"terms\":[]");
    assert_has(line, "\"policy\":\"small+policy.lua\"");
}

static void data_begin_with_the_run_and_end_with_the_exit_code(void **state) {
    struct fixture *f = *state;
    const char *data = check_json(f, "9AB");
    assert_true(
        str_starts(str_from(data), "{\"v\":1,\"run\":\"r-2027-06-07-01\",\"as_of\":\"2027-06-07\",\"line\":\"run\","));
    const char *end = strstr(data, "\"line\":\"end\"");
    assert_non_null(end);
    assert_has(end, "\"complete\":true");
    assert_true(str_ends(str_from(data), "\"exit\":0}\n"));
}

static void every_status_is_in_the_data(void **state) {
    struct fixture *f = *state;
    const char *data = check_json(f, "");
    assert_has(line_of(f, data, f->ola, "4.6.4/employer-encounter"), "\"status\":\"met\"");
    assert_has(line_of(f, data, f->zoe_adeyemi, "4.6.4/employer-encounter"), "\"status\":\"unknown\"");
    assert_has(line_of(f, data, f->zoe_adeyemi, "4.6.4/employer-encounter"), "\"missing\":[\"encounter.meaningful#");
    assert_has(line_of(f, data, f->zoe, "4.4.33/review-looks-ahead"), "\"status\":\"not_applicable\"");
    assert_has(line_of(f, data, f->lukasz, "4.4.33/review-looks-ahead"), "\"status\":\"due_soon\"");
}

static void names_are_in_the_data_only_when_asked_for(void **state) {
    struct fixture *f = *state;
    const char *data = check_json(f, "");
    assert_lacks(data, "Brien");
    assert_lacks(data, "P207000016049");
    assert_lacks(data, "Patel");
    f->call.names = true;
    data = check_json(f, "");
    assert_has(data, "\"upn\":\"P207000016049\",\"name\":\"Zoë O’Brien\"");
}

static void names_of_people_selected_do_not_slip_into_the_data(void **state) {
    struct fixture *f = *state;
    const char *data = check_json(f, "lukasz");
    assert_lacks(data, "ukasz");
    assert_null(line_of(f, data, f->zoe, "4.6.4/employer-encounter"));
    assert_non_null(line_of(f, data, f->lukasz, "4.6.4/employer-encounter"));
}

static void the_same_data_make_the_same_bytes(void **state) {
    struct fixture *f = *state;
    const char *first = str_c(&f->arena, str_from(check_json(f, ""))), *second = check_json(f, "");
    assert_string_equal(first, second);
}

static const struct sheet *table(struct fixture *f) {
    assert_non_null(f->answer.result);
    return f->answer.result;
}

static void people_read_who_needs_what_by_when(void **state) {
    struct fixture *f = *state;
    check_text(f, "9AB 4.6.4");
    const struct sheet *sheet = table(f);
    assert_int_equal(sheet->row_count, 2);
    assert_true(str_is(sheet_at(sheet, 0, 0)->text, "Łukasz Dvořák"));
    assert_true(str_is(sheet_at(sheet, 1, 0)->text, "Zoë O’Brien"));
    assert_true(str_is(sheet_at(sheet, 1, 2)->text, "employer encounter"));
    assert_true(str_is(sheet_at(sheet, 1, 3)->text, "4.6.4"));
    assert_int_equal(sheet_at(sheet, 1, 4)->number, a_day(20270721).day);
    assert_true(str_is(sheet_at(sheet, 1, 5)->text, "due_soon"));
    const struct block *last = &f->answer.page->blocks[f->answer.page->count - 1];
    assert_true(str_is(last->text, "2 of 2 pupils need something under 4.6.4."));
    assert_has(str_c(&f->arena, f->answer.next[0]), "why lukasz");
}

static void what_the_school_needs_stands_in_a_table_of_its_own(void **state) {
    struct fixture *f = *state;
    check_text(f, "");
    const struct sheet *school = NULL;
    for (size_t i = 0; i < f->answer.page->count; i++)
        if (f->answer.page->blocks[i].type == BLOCK_TABLE && str_is(f->answer.page->blocks[i].sheet->name, "school"))
            school = f->answer.page->blocks[i].sheet;
    f->call.as_of = a_day(20270801); /* after the last school day: overdue */
    check_text(f, "3.2.2");
    assert_int_equal(f->answer.outcome, OUTCOME_GATE);
    assert_true(str_is(table(f)->name, "school"));
    assert_true(school == NULL || school->row_count > 0);
}

static void an_overdue_must_ends_with_1_unless_the_gate_says_otherwise(void **state) {
    struct fixture *f = *state;
    f->call.as_of = a_day(20270801);
    check_text(f, "4.6.4");
    assert_int_equal(f->answer.outcome, OUTCOME_GATE);
    option(f, "fail-on", "must:missed");
    check_text(f, "4.6.4");
    assert_int_equal(f->answer.outcome, OUTCOME_DONE);
    f->call.option_count = 0;
    option(f, "fail-on", "none");
    check_text(f, "4.6.4");
    assert_int_equal(f->answer.outcome, OUTCOME_DONE);
}

static void more_unknowns_than_are_borne_end_with_2(void **state) {
    struct fixture *f = *state;
    check_text(f, "4.6.4");
    assert_int_equal(f->answer.outcome, OUTCOME_DONE);
    option(f, "max-unknown", "0");
    check_text(f, "4.6.4");
    assert_int_equal(f->answer.outcome, OUTCOME_DOUBT);
}

static void a_gate_that_can_not_be_read_is_refused(void **state) {
    struct fixture *f = *state;
    option(f, "fail-on", "must:late");
    say(f, "");
    f->call.json = true;
    assert_false(check_run(&f->call, &f->answer));
    assert_int_equal(f->answer.outcome, OUTCOME_REQUEST);
    assert_has(str_c(&f->arena, buf_str(&f->answer.data)), "\"complete\":false,\"exit\":4}");
}

static void news_are_what_changed_since_the_run_kept_last(void **state) {
    struct fixture *f = *state;
    option(f, "keep", NULL);
    check_text(f, "");
    f->call.option_count = 0;
    option(f, "news", NULL);
    check_text(f, "");
    assert_null(f->answer.page); /* quiet when nothing is new */
    struct change *change = begin(f, "record");
    add_encounter(f, change->db, f->zoe, VALUE_NONE, "3");
    commit(f, change);
    check_text(f, "");
    assert_non_null(f->answer.page);
    assert_int_equal(table(f)->row_count, 1); /* one pupil's encounter is not known now, and was needed before */
    assert_true(str_is(sheet_at(table(f), 0, 5)->text, "unknown"));
    assert_true(str_is(sheet_at(table(f), 0, 0)->text, "Zoë O’Brien"));
    const char *data = check_json(f, "");
    assert_has(line_of(f, data, f->zoe, "4.6.4/employer-encounter"), "\"state\":\"changed\"");
    assert_null(line_of(f, data, f->lukasz, "4.6.4/employer-encounter"));
}

static void a_check_without_keep_writes_nothing(void **state) {
    struct fixture *f = *state;
    int64_t before, after;
    struct run_info newest;
    uint64_t stamp = file_stamp(file_join(&f->arena, f->folder, "school.db"));
    OK(f, db_state(f->school->db, &before, &f->err));
    check_text(f, "");
    OK(f, db_state(f->school->db, &after, &f->err));
    OK(f, run_newest(f->school->db, &f->arena, &newest, &f->err));
    assert_int_equal(before, after);
    assert_int_equal(newest.id, 0);
    assert_int_equal(stamp, file_stamp(file_join(&f->arena, f->folder, "school.db")));
}

static void only_a_whole_check_can_be_kept(void **state) {
    struct fixture *f = *state;
    option(f, "keep", NULL);
    say(f, "9AB");
    assert_false(check_run(&f->call, &f->answer));
    assert_int_equal(problem_code(f), CODE_ARGUMENTS);
}

static void rows_for_csv_hold_no_names(void **state) {
    struct fixture *f = *state;
    f->call.csv = true;
    check_text(f, "9AB");
    const struct sheet *sheet = table(f);
    for (size_t r = 0; r < sheet->row_count; r++)
        for (size_t c = 0; c < sheet->column_count; c++)
            assert_lacks(str_c(&f->arena, sheet_at(sheet, r, c)->text), "Brien");
    assert_true(str_is(sheet->columns[0].key, "id"));
    f->call.names = true;
    check_text(f, "9AB");
    assert_true(str_is(table(f)->columns[4].key, "name"));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(a_finding_has_the_frozen_fields_in_their_order),
        TEST(data_begin_with_the_run_and_end_with_the_exit_code),
        TEST(every_status_is_in_the_data),
        TEST(names_are_in_the_data_only_when_asked_for),
        TEST(names_of_people_selected_do_not_slip_into_the_data),
        TEST(the_same_data_make_the_same_bytes),
        TEST(people_read_who_needs_what_by_when),
        TEST(what_the_school_needs_stands_in_a_table_of_its_own),
        TEST(an_overdue_must_ends_with_1_unless_the_gate_says_otherwise),
        TEST(more_unknowns_than_are_borne_end_with_2),
        TEST(a_gate_that_can_not_be_read_is_refused),
        TEST(news_are_what_changed_since_the_run_kept_last),
        TEST(a_check_without_keep_writes_nothing),
        TEST(only_a_whole_check_can_be_kept),
        TEST(rows_for_csv_hold_no_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_case - tests of a policy from nodes: what is so unless it is written, whose a record is, rows of a table.
 */
#include "fixture.h"
#include "policy/case.h"

struct read_cases {
    struct arena arena;
    struct kinds *kinds;
    struct problems problems;
    struct document document;
    struct cases cases;
};

static bool read_text(struct read_cases *r, const char *text) {
    *r = (struct read_cases){ 0 };
    r->problems.arena = &r->arena;
    r->kinds = read_vocabulary(&r->arena, joined(&r->arena, VOCABULARY, COUNT_OF(VOCABULARY)));
    r->document = read_document(&r->arena, 0, LAYER_SCHOOL, "tests/a.lua", text);
    return cases_read(&r->arena, &r->document, 1, r->kinds, &r->cases, &r->problems);
}

static int64_t fact(const struct read_cases *r, const struct case_subject *subject, const char *name, struct date *from) {
    int32_t at = facts_find(&r->kinds->facts[subject->type], str_from(name));
    for (size_t i = 0; i < subject->fact_count; i++) {
        if (subject->facts[i].field != at) continue;
        if (from) *from = subject->facts[i].from;
        return subject->facts[i].value;
    }
    return VALUE_NONE;
}

static int64_t value(const struct read_cases *r, const struct case_record *record, const char *name) {
    int32_t at = kind_find_field(&r->kinds->kinds[record->kind], str_from(name));
    for (size_t i = 0; i < record->value_count; i++)
        if (record->values[i].field == at) return record->values[i].value;
    return VALUE_NONE;
}

static struct date day(int number) {
    return date_from_number(number);
}

static void a_pupil_is_on_roll_from_year_7(void **state) {
    (void)state;
    struct read_cases r;
    struct date from = DATE_NONE;
    assert_true(read_text(&r, "test \"t\" { as_of = \"2023-05-21\", pupil { year = 9, as_at = \"2022/23\" }, "
                              "expect { [\"4.6.4/x\"] = { \"met\" } } }"));
    const struct case_subject *pupil = &r.cases.blocks[0].days[0].subjects[0];
    assert_int_equal(fact(&r, pupil, "year", &from), 9);
    assert_int_equal(fact(&r, pupil, "admitted_on", NULL), day(20200901).day);
    assert_int_equal(fact(&r, pupil, "enrolment", NULL), 0); /* single */
    assert_int_equal(fact(&r, pupil, "sen", NULL), VALUE_NONE);
    arena_free(&r.arena);
    assert_true(read_text(&r, "test \"t\" { as_of = \"2023-05-21\", pupil { dob = \"2009-02-10\" }, expect { [\"4.6.4/x\"] = { \"met\" } } }"));
    assert_int_equal(fact(&r, &r.cases.blocks[0].days[0].subjects[0], "admitted_on", NULL), day(20200901).day);
    arena_free(&r.arena);
}

static void a_record_is_attended_and_whose_the_kind_says(void **state) {
    (void)state;
    struct read_cases r;
    assert_true(read_text(&r, "test \"t\" { as_of = \"2023-05-21\", pupil { year = 9 }, staff \"A\" { post { date = \"2022-09-01\" } },\n"
                              "  encounter { date = \"2023-03-10\", prepared = true }, encounter { date = \"2023-03-11\", outcome = \"absent\" },\n"
                              "  programme_line { date = \"2022-09-01\" }, expect { [\"4.6.4/x\"] = { \"met\" } } }"));
    const struct case_day *d = &r.cases.blocks[0].days[0];
    assert_int_equal(d->record_count, 4);
    assert_int_equal(d->records[0].subject, 1); /* the post is in the braces of A */
    assert_int_equal(value(&r, &d->records[1], "outcome"), OUTCOME_ATTENDED);
    assert_int_equal(value(&r, &d->records[1], "prepared"), 1);
    assert_int_equal(d->records[1].subject, 0);
    assert_int_equal(value(&r, &d->records[2], "outcome"), OUTCOME_ABSENT);
    assert_true(d->records[3].subject == SIZE_MAX);
    arena_free(&r.arena);
}

/* A row changes its own record and its own pupil, and no other's. */
static void each_row_stands_alone(void **state) {
    (void)state;
    struct read_cases r;
    assert_true(read_text(&r, "cases \"c\" { rule = \"4.6.4/x 2022/23\", pupil { year = 9, as_at = \"2022/23\", sen = \"none\" },\n"
                              "  evidence = encounter { meaningful = true }, columns = { \"date\", \"judged on\", \"status\", \"late_days\" },\n"
                              "  { \"2022-11-14\", \"2023-01-10\", \"met\", 0, times = 2, sen = \"ehcp\" },\n"
                              "  { \"2022-11-15\", \"2023-01-11\", \"met\", meaningful = false, year = 10 }, { \"2022-11-16\", \"2023-01-12\", \"met\" } }"));
    const struct case_block *block = &r.cases.blocks[0];
    assert_int_equal(block->day_count, 3);
    assert_int_equal(block->days[0].record_count, 2);
    assert_int_equal(block->days[1].record_count, 1);
    assert_int_equal(value(&r, &block->days[0].records[0], "meaningful"), 1);
    assert_int_equal(value(&r, &block->days[1].records[0], "meaningful"), 0);
    assert_int_equal(value(&r, &block->days[2].records[0], "meaningful"), 1);
    assert_int_equal(fact(&r, &block->days[0].subjects[0], "sen", NULL), 2);
    assert_int_equal(fact(&r, &block->days[2].subjects[0], "sen", NULL), 0);
    assert_int_equal(fact(&r, &block->days[1].subjects[0], "year", NULL), 10);
    assert_int_equal(fact(&r, &block->days[1].subjects[0], "admitted_on", NULL), day(20190901).day);
    assert_int_equal(fact(&r, &block->days[2].subjects[0], "admitted_on", NULL), day(20200901).day);
    assert_str(block->days[0].expected[0].rule, "4.6.4/x");
    assert_str(block->days[0].expected[0].instance, "2022/23");
    assert_int_equal(block->days[0].expected[0].asked_count, 2);
    assert_int_equal(block->days[0].expected[0].asked[1].ask, CASE_LATE_DAYS);
    assert_true(date_same(block->days[2].as_of, day(20230112)));
    arena_free(&r.arena);
}

static void one_organisation_written_twice_is_one(void **state) {
    (void)state;
    struct read_cases r;
    assert_true(read_text(&r, "test \"t\" { as_of = \"2023-05-21\",\n  provider { date = \"2023-03-10\", organisation = \"Works\" },\n"
                              "  provider { date = \"2023-03-11\", organisation = \"Works\" }, provider { date = \"2023-03-12\", organisation = "
                              "organisation \"Mill\" { is_local = true } },\n  expect { [\"4.6.4/x\"] = { \"met\" } } }"));
    const struct case_day *d = &r.cases.blocks[0].days[0];
    assert_int_equal(value(&r, &d->records[0], "organisation"), value(&r, &d->records[1], "organisation"));
    assert_int_not_equal(value(&r, &d->records[0], "organisation"), value(&r, &d->records[2], "organisation"));
    assert_int_equal(d->subject_count, 1);
    arena_free(&r.arena);
}

static bool is_problem(const char *text, enum code code, const char *part) {
    struct read_cases r;
    bool found = false;
    assert_false(read_text(&r, text));
    for (size_t i = 0; i < r.problems.count; i++)
        found = found || (r.problems.at[i].code == code && str_find(r.problems.at[i].said, str_from(part)) != SIZE_MAX);
    arena_free(&r.arena);
    return found;
}

static void what_is_not_known_is_said(void **state) {
    (void)state;
    assert_true(is_problem("test \"t\" { as_of = \"2023-05-21\", pupil { yaer = 9 }, expect { [\"4.6.4/x\"] = { \"met\" } } }", CODE_UNKNOWN_FIELD, "yaer"));
    assert_true(is_problem("test \"t\" { as_of = \"2023-05-21\", encounter { date = \"2023-03-10\", form = \"tlak\" }, expect { [\"4.6.4/x\"] = { \"met\" } } }",
                           CODE_UNKNOWN_CODE, "tlak"));
    assert_true(is_problem("test \"t\" { as_of = \"2023-05-21\", encounter { meaningful = true }, expect { [\"4.6.4/x\"] = { \"met\" } } }", CODE_INCOMPLETE, "no date"));
    assert_true(is_problem("test \"t\" { as_of = \"2023-05-21\", pupil { year = 9 } }", CODE_INCOMPLETE, "expects nothing"));
    assert_true(is_problem("test \"t\" { as_of = \"2023-05-21\", pupil { age = 9 }, expect { [\"4.6.4/x\"] = { met_onn = 1 } } }", CODE_UNKNOWN_FIELD, "met_onn"));
    assert_true(is_problem("timeline \"t\" { rule = \"4.6.4/x\", pupil { year = 9 }, { \"2023-05-21\", \"met\" } }", CODE_INCOMPLETE, "school year"));
    assert_true(is_problem("test \"t\" { as_of = \"2023-05-21\", encounter { date = \"2023-03-10\", prepared = true }, expect { [\"4.6.4/x\"] = { \"met\" } } }",
                           CODE_EACH_AT_SCHOOL_LEVEL, "one person"));
    assert_true(is_problem("test \"t\" { as_of = \"2023-05-21\", expect { [\"4.6.4/x\"] = { \"unknown\", missing = \"encounter.maeningful\" } } }",
                           CODE_UNKNOWN_FIELD, "encounter.maeningful"));
    assert_true(is_problem("cases \"t\" { rule = \"4.6.4/x\", pupil { year = 9, as_at = \"2022/23\" }, columns = { \"judgd on\" }, { \"2023-05-21\" } }",
                           CODE_UNKNOWN_FIELD, "judgd on"));
    assert_true(is_problem("merge_test \"t\" { expect_error = \"merge-conflct\" }", CODE_BAD_CHOICE, "merge-conflct"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pupil_is_on_roll_from_year_7),      cmocka_unit_test(a_record_is_attended_and_whose_the_kind_says),
        cmocka_unit_test(each_row_stands_alone),               cmocka_unit_test(one_organisation_written_twice_is_one),
        cmocka_unit_test(what_is_not_known_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

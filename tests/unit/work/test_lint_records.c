/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reasons for exemptions that nobody has used for a year: said only where a year of them is on record. */
#include "work_fixture.h"

#include "store/ruling.h"
#include "work/lint_records.h"

static const char EXEMPTING[] =
    "policy { id = \"small\", title = \"Careers\", version = \"1\", effective = \"2022-06-01\" }\n"
    "section \"4.6\" { title = \"Employers\" }\n"
    "clause \"4.6.4\" { title = \"An employer a year\", text = [[Every year an employer.]],\n"
    "  must \"employer-encounter\" { who = pupils {}, have = encounter {}, when = each_school_year(),\n"
    "    exempt = { reasons = { \"medical\", \"long_absence\" } } } }\n";

static const struct policy *policy_of(struct fixture *f) {
    struct problems problems = { .arena = &f->arena };
    struct document *document = arena_new(&f->arena, struct document);
    struct policy *policy;
    *document = read_document(&f->arena, 0, LAYER_BASE, "policies/small/policy.lua", EXEMPTING);
    if (!policy_merge(&f->arena, &(struct policy_set){ .documents = document, .document_count = 1 }, f->school->kinds, f->call.as_of, &policy, &problems))
        fail_msg("%.*s", STR_ARG(problems.at[0].said));
    return policy;
}

static void exempt(struct fixture *f, const char *reason, int from, int ends) {
    struct change *change = begin(f, "exempt");
    struct ruling_exemption row = { .exemption = { .subject = f->zoe,
                                                   .subject_type = SUBJECT_PUPIL,
                                                   .rule = STR("4.6.4/employer-encounter"),
                                                   .reason = str_from(reason),
                                                   .from = a_day(from),
                                                   .ends = ends ? a_day(ends) : DATE_NONE,
                                                   .approved_by = STR("slt"),
                                                   .approved_on = a_day(from) },
                                    .approver = VALUE_NONE };
    int64_t id;
    enum wrote wrote;
    OK(f, ruling_exempt(change->db, &row, &id, &wrote, &f->err));
    commit(f, change);
}

/* What is said, or why nothing can be. */
static struct str said(struct fixture *f) {
    struct lint_report report = { 0 };
    struct str why_not;
    lint_records_add(&f->arena, &f->call, f->folder, policy_of(f), &report, &why_not);
    if (why_not.size) return why_not;
    assert_true(report.count <= 1);
    return report.count ? report.at[0].said : STR("nothing");
}

static void less_than_a_year_says_nothing(void **state) {
    struct fixture *f = *state;
    assert_has(str_c(&f->arena, said(f)), "a year of exemptions");
    exempt(f, "medical", 20260608, 20260630); /* one day short of a year before 7 June 2027 */
    assert_has(str_c(&f->arena, said(f)), "a year of exemptions");
    exempt(f, "medical", 20260607, 20260630);
    assert_has(str_c(&f->arena, said(f)), "exempted from 4.6.4/employer-encounter for: long_absence");
}

static void one_that_reached_into_the_year_was_used(void **state) {
    struct fixture *f = *state;
    exempt(f, "medical", 20250901, 20260606); /* over on the day before the year began */
    assert_has(str_c(&f->arena, said(f)), "for: medical, long_absence");
    exempt(f, "long_absence", 20250902, 20260607);
    exempt(f, "medical", 20270601, 0);
    assert_string_equal(str_c(&f->arena, said(f)), "nothing");
}

static void without_a_school_it_is_left_out(void **state) {
    struct fixture *f = *state;
    struct lint_report report = { 0 };
    struct str why_not;
    lint_records_add(&f->arena, &f->call, NULL, policy_of(f), &report, &why_not);
    assert_has(str_c(&f->arena, why_not), "records of a school");
    assert_int_equal(report.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(less_than_a_year_says_nothing, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(one_that_reached_into_the_year_was_used, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(without_a_school_it_is_left_out, open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

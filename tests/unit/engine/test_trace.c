/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_trace - the reasons that are kept: why a record counts or not, and what would mend it.
 * Owns:  nothing.
 * Must not know: the pass.
 */
#include "world.h"

#include "engine/trace.h"

static struct trace *trace(struct world *w, const char *as_of) {
    struct judging judging = { .as_of = on(as_of), .calendar = w->calendar, .not_applicable = true };
    struct feed feed = feed_memory(&w->memory);
    struct err err = { 0 };
    struct trace *out;
    int64_t subject = w->version.subject == SUBJECT_SCHOOL ? 0 : 11;
    if (!trace_subject(&w->arena, &w->policy, &judging, &feed, subject, 0, &out, &err)) fail_msg("%s", err.text);
    return out;
}

static const struct trace_finding *explain(struct world *w, const char *instance, const char *as_of) {
    struct trace *all = trace(w, as_of);
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->findings[i].finding.instance, instance) == 0) return &all->findings[i];
    }
    fail_msg("no finding '%s' on %s", instance, as_of);
    return NULL;
}

static const char *because(struct world *w, const char *instance, const char *as_of, size_t record) {
    const struct trace_finding *f = explain(w, instance, as_of);
    if (record >= f->record_count) fail_msg("%zu records", f->record_count);
    return str_c(&w->arena, f->records[record].because);
}

static const char *mend(struct world *w, const char *instance, const char *as_of) {
    return str_c(&w->arena, explain(w, instance, as_of)->mend);
}

static void a_record_that_counts_needs_no_reason(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    meaningful(w, "2023-03-10");
    const struct trace_finding *f = explain(w, "2022/23", "2023-05-21");
    assert_int_equal(f->finding.status, STATUS_MET);
    assert_int_equal(f->record_count, 1);
    assert_int_equal(f->records[0].answer, ANSWER_YES);
    assert_int_equal(f->records[0].activity, 100);
    assert_int_equal(f->records[0].outcome, OUTCOME_ATTENDED);
    assert_int_equal(f->records[0].because.size, 0);
    assert_int_equal(f->records[0].condition_count, 2);
    assert_int_equal(f->mend.size, 0);
    end_world(w);
}

static void a_record_from_before_a_prohibition_says_so(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->version.force = FORCE_MUST_NOT;
    w->version.from = on("2023-01-01");
    meaningful(w, "2022-12-31");
    assert_string_equal(because(w, "2022/23", "2023-06-10", 0), "before 1 January 2023, when the rule began");
    end_world(w);
}

static void each_record_says_what_decided(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    meaningful(w, "2022-03-10");
    add(w, ENCOUNTER, "2022-10-03");
    meaningful(w, "2022-11-03");
    outcome_is(w, OUTCOME_ABSENT);
    meaningful(w, "2022-12-01");
    outcome_is(w, OUTCOME_INVITED);
    meaningful(w, "2023-01-10")->cancelled = true;
    pack(w, add(w, ENCOUNTER, "2023-02-02"), MEANINGFUL, 0);
    meaningful(w, "2023-06-20");
    assert_string_equal(because(w, "2022/23", "2023-06-10", 0), "before 1 September 2022, when the window opened");
    assert_string_equal(because(w, "2022/23", "2023-06-10", 1), "not said whether it is meaningful");
    assert_string_equal(because(w, "2022/23", "2023-06-10", 2), "absent");
    assert_string_equal(because(w, "2022/23", "2023-06-10", 3), "the register was not filled in");
    assert_string_equal(because(w, "2022/23", "2023-06-10", 4), "cancelled");
    assert_string_equal(because(w, "2022/23", "2023-06-10", 5), "'meaningful' is no: one that is meaningful is needed");
    assert_string_equal(because(w, "2022/23", "2023-06-10", 6), "planned for 20 June 2023");
    const struct trace_finding *f = explain(w, "2022/23", "2023-06-10");
    static const enum answer_of ANSWERS[] = { ANSWER_NO, ANSWER_NOT_KNOWN, ANSWER_NO, ANSWER_NOT_KNOWN, ANSWER_NO, ANSWER_NO, ANSWER_NO };
    for (size_t i = 0; i < COUNT_OF(ANSWERS); i++) assert_int_equal(f->records[i].answer, ANSWERS[i]);
    end_world(w);
}

static void records_far_from_the_window_are_left_out(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    meaningful(w, "2021-08-31");
    meaningful(w, "2021-09-01");
    assert_int_equal(explain(w, "2022/23", "2023-05-21")->record_count, 1);
    end_world(w);
}

static void a_comparison_shows_both_sides(void **state) {
    struct world *w = new_world();
    (void)state;
    struct filter *filter = records(w, GUIDANCE);
    narrow(w, filter, (struct condition){ .field = LEVEL, .op = CONDITION_RANGE, .low = n_of(6), .high = n_of(0), .has_low = true });
    w->kinds[GUIDANCE].fields[LEVEL].about = STR("adviser's level");
    w->version.have = at_least(1, filter);
    pack(w, add(w, GUIDANCE, "2022-11-14"), LEVEL, 4);
    add(w, GUIDANCE, "2023-02-03");
    pack(w, add(w, GUIDANCE, "2023-02-04"), LEVEL, 6);
    const struct trace_finding *f = explain(w, "2022/23", "2023-06-12");
    assert_string_equal(str_c(&w->arena, f->records[0].because), "adviser's level 4: 6 or more is needed");
    assert_string_equal(str_c(&w->arena, f->records[1].because), "adviser's level is not recorded");
    assert_string_equal(str_c(&w->arena, f->records[2].conditions[1].said), "adviser's level 6: 6 or more is needed");
    assert_int_equal(f->records[2].conditions[1].saw, 6);
    end_world(w);
}

static void a_doubt_is_mended_by_the_datum_or_one_more(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    struct activity *a = add(w, ENCOUNTER, "2022-10-03");
    const char *said = mend(w, "2022/23", "2023-06-10");
    if (!strstr(said, "record whether the employer encounter #100 is meaningful; or ")
        || !strstr(said, " by 20 July 2023"))
        fail_msg("%s", said);
    if (strstr(said, "late")) fail_msg("%s", said);
    pack(w, a, MEANINGFUL, 1);
    assert_int_equal(explain(w, "2022/23", "2023-06-10")->finding.status, STATUS_MET);
    end_world(w);
}

static void some_more_are_counted(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 3);
    meaningful(w, "2022-10-03");
    assert_string_equal(mend(w, "2022/23", "2023-07-21"), "2 more encounter records that count by 31 August 2023");
    meaningful(w, "2023-07-22");
    assert_string_equal(mend(w, "2022/23", "2023-07-22"), "1 more encounter record that counts by 31 August 2023");
    meaningful(w, "2023-07-23");
    assert_int_equal(explain(w, "2022/23", "2023-07-23")->finding.status, STATUS_MET);
    end_world(w);
}

static void what_is_missed_can_not_be_mended(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    assert_string_equal(mend(w, "2022/23", "2023-09-01"), "too late: nothing that is done now counts for it");
    end_world(w);
}

static void an_unknown_fact_of_the_pupil_is_named(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    narrow(w, who(w, SUBJECT_PUPIL), is(w, SEN, 1));
    const char *said = mend(w, "2022/23", "2023-07-21");
    if (!strstr(said, "record the SEN status; or ")) fail_msg("%s", said);
    w->vocabulary.facts[SUBJECT_PUPIL].fields[SEN].is_private = true;
    said = mend(w, "2022/23", "2023-07-21");
    if (!strstr(said, "record the SEN status; or ")) fail_msg("%s", said); /* its name, never what it says */
    end_world(w);
}

static void the_anchor_itself_is_to_be_completed(void **state) {
    struct world *w = new_world();
    (void)state;
    w->version.when = when(WINDOW_WITHIN);
    w->version.when.length = school_days(10);
    w->version.when.anchor_filter = (struct filter){ .kind = GUIDANCE };
    w->version.when.same_record = true;
    w->version.have = at_least(1, records(w, GUIDANCE));
    w->version.have.on = SHARED_ON;
    add(w, GUIDANCE, "2023-02-01");
    struct activity *a = add(w, GUIDANCE, "2023-03-01");
    const struct trace_finding *f = explain(w, "2023-03-01", "2023-03-10");
    assert_int_equal(f->record_count, 1);
    assert_string_equal(str_c(&w->arena, f->records[0].because), "the day it was shared with the pupil is not recorded yet");
    assert_string_equal(str_c(&w->arena, f->mend), "record the day it was shared with the pupil of the guidance interview #101 by 15 March 2023");
    each_day(w, a, SHARED_ON, "2023-03-09");
    assert_int_equal(explain(w, "2023-03-01", "2023-03-10")->finding.status, STATUS_MET);
    end_world(w);
}

static void what_ran_out_and_what_was_replaced_are_told_apart(void **state) {
    struct world *w = new_world();
    (void)state;
    who(w, SUBJECT_SCHOOL);
    struct filter *filter = records(w, PUBLICATION);
    narrow(w, filter, is(w, LIVE, 1));
    w->version.have = at_least(1, filter);
    w->version.when = when(WINDOW_ROLLING);
    w->version.when.length = days(90);
    for (int i = 0; i < 3; i++) {
        static const char *const DATES[] = { "2022-07-10", "2023-01-10", "2023-02-01" };
        struct activity *a = add(w, PUBLICATION, DATES[i]);
        pack(w, a, ITEM, i == 0);
        pack(w, a, LIVE, i != 2);
    }
    assert_string_equal(because(w, "now", "2023-02-10", 0), "it ran out after 8 October 2022");
    assert_string_equal(because(w, "now", "2023-02-10", 1), "replaced by a later one on 1 February 2023");
    assert_string_equal(because(w, "now", "2023-02-10", 2), "'live' is no: one that is live is needed");
    end_world(w);
}

static void a_breach_points_at_its_record(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->version.force = FORCE_MUST_NOT;
    narrow(w, who(w, SUBJECT_PUPIL), is(w, SEN, 1));
    w->steps[1] = (struct fact_step){ SEN, on("2022-01-01"), 0 };
    w->steps[2] = (struct fact_step){ SEN, on("2023-03-01"), 1 };
    w->pupil.step_count = 3;
    meaningful(w, "2023-02-10");
    meaningful(w, "2023-03-10");
    assert_string_equal(because(w, "2022/23", "2023-06-10", 0), "the rule was about somebody else on that day");
    assert_string_equal(mend(w, "2022/23", "2023-06-10"), "end or correct #101, if it is recorded wrongly");
    end_world(w);
}

static void findings_are_those_of_the_evaluator(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    add(w, ENCOUNTER, "2022-10-03");
    struct trace *all = trace(w, "2023-06-10");
    assert_int_equal(judge(w, "2023-06-10"), all->count);
    for (size_t i = 0; i < all->count; i++) assert_memory_equal(&all->findings[i].finding, &w->found[i], sizeof w->found[i]);
    end_world(w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_that_counts_needs_no_reason),
        cmocka_unit_test(a_record_from_before_a_prohibition_says_so),
        cmocka_unit_test(each_record_says_what_decided),
        cmocka_unit_test(records_far_from_the_window_are_left_out),
        cmocka_unit_test(a_comparison_shows_both_sides),
        cmocka_unit_test(a_doubt_is_mended_by_the_datum_or_one_more),
        cmocka_unit_test(some_more_are_counted),
        cmocka_unit_test(what_is_missed_can_not_be_mended),
        cmocka_unit_test(an_unknown_fact_of_the_pupil_is_named),
        cmocka_unit_test(the_anchor_itself_is_to_be_completed),
        cmocka_unit_test(what_ran_out_and_what_was_replaced_are_told_apart),
        cmocka_unit_test(a_breach_points_at_its_record),
        cmocka_unit_test(findings_are_those_of_the_evaluator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_plain - what rules mean, day by day, as the reference evaluator says it.
 * Owns:  nothing.
 * Must not know: the pass.
 */
#include "world.h"

/* ---- one a year -------------------------------------------------------------------------------------------------------------------- */

static void one_meaningful_encounter_is_enough(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    meaningful(w, "2023-03-10");
    const struct finding *f = see(w, "2022/23", "2023-05-21");
    assert_int_equal(f->status, STATUS_MET);
    expect_day(f->met_on, "2023-03-10");
    assert_int_equal(f->evidence_count, 1);
    assert_int_equal(f->evidence[0], 100);
    end_world(w);
}

static void not_recorded_is_not_the_same_as_no(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    struct activity *a = add(w, ENCOUNTER, "2022-10-03");
    const struct finding *f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_UNKNOWN);
    assert_int_equal(f->underlying, STATUS_DUE_SOON);
    assert_int_equal(f->missing_count, 1);
    assert_int_equal(f->missing[0].field, MEANINGFUL);
    assert_int_equal(f->missing[0].activity, a->id);
    assert_int_equal(f->fix, FIX_RECORD_OR_ADD);
    pack(w, a, MEANINGFUL, 0);
    expect(w, "2022/23", "2023-06-10", "due_soon");
    end_world(w);
}

static void unless_denied_takes_silence_for_yes(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    struct activity *a = add(w, ENCOUNTER, "2022-10-03");
    w->policy.readings[READING_MEANINGFUL].means = MEANINGFUL_UNLESS_DENIED;
    const struct finding *f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_MET);
    assert_true(f->readings & 1u << READING_MEANINGFUL);
    pack(w, a, MEANINGFUL, 0);
    expect(w, "2022/23", "2023-06-10", "due_soon");
    end_world(w);
}

static void a_register_never_filled_in_is_not_known(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    meaningful(w, "2023-03-10");
    outcome_is(w, OUTCOME_INVITED);
    const struct finding *f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_UNKNOWN);
    assert_int_equal(f->missing[0].field, FIELD_OUTCOME);
    expect(w, "2022/23", "2023-03-09", "on_track");
    outcome_is(w, OUTCOME_ABSENT);
    expect(w, "2022/23", "2023-06-10", "due_soon");
    end_world(w);
}

static void nothing_happens_all_year(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    expect(w, "2022/23", "2022-10-10", "on_track");
    expect(w, "2022/23", "2023-05-20", "on_track");
    expect(w, "2022/23", "2023-05-21", "due_soon");
    expect(w, "2022/23", "2023-07-20", "due_soon");
    expect(w, "2022/23", "2023-07-21", "overdue");
    expect(w, "2022/23", "2023-08-31", "overdue");
    expect(w, "2022/23", "2023-09-01", "missed");
    expect_day(see(w, "2022/23", "2023-09-01")->since, "2023-09-01");
    expect_day(see(w, "2022/23", "2023-05-20")->next_change, "2023-05-21");
    expect_day(see(w, "2022/23", "2023-07-20")->next_change, "2023-07-21");
    end_world(w);
}

static void a_missed_year_is_told_for_twelve_months(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    expect(w, "2022/23", "2024-08-31", "missed");
    judge(w, "2024-09-01");
    for (size_t i = 0; i < w->found_count; i++) assert_string_not_equal(w->found[i].instance, "2022/23");
    end_world(w);
}

static void records_outside_the_window_do_not_count(void **state) {
    static const struct { const char *date; bool counts; } CASES[] = {
        { "2022-08-31", false }, { "2022-09-01", true }, { "2023-08-31", true }, { "2023-09-01", false },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct world *w = new_world();
        want_encounter(w, 1);
        meaningful(w, CASES[i].date);
        expect(w, "2022/23", "2023-09-02", CASES[i].counts ? "met" : "missed");
        end_world(w);
    }
}

static void a_cancelled_activity_counts_for_nothing(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    meaningful(w, "2023-03-10")->cancelled = true;
    expect(w, "2022/23", "2023-06-10", "due_soon");
    w->filters[w->filter_count - 1].names_cancelled = true;
    expect(w, "2022/23", "2023-06-10", "met");
    end_world(w);
}

static void a_parameter_takes_its_value_on_the_deadline(void **state) {
    static const int64_t ONE[] = { 1 }, TWO[] = { 2 };
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    struct param_step steps[] = { { .from = on("2022-06-01"), .values = ONE, .count = 1 },
                                  { .from = on("2023-09-01"), .values = TWO, .count = 1 } };
    w->params[0] = (struct param){ .name = STR("encounters_a_year"), .type = PARAM_WHOLE, .steps = steps, .step_count = 2 };
    w->policy.param_count = 1;
    w->version.have.n.param = 0;
    meaningful(w, "2023-03-10");
    meaningful(w, "2024-03-11");
    expect(w, "2022/23", "2024-06-30", "met");
    const struct finding *f = see(w, "2023/24", "2024-06-30");
    assert_int_equal(f->status, STATUS_DUE_SOON);
    assert_int_equal(f->need, 2);
    assert_int_equal(f->certain, 1);
    end_world(w);
}

static void a_waiver_keeps_the_answer_it_hides(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->exemption = (struct exemption){ .id = 7, .subject = 11, .subject_type = SUBJECT_PUPIL, .rule = w->rule.name,
                                       .reason = STR("medical"), .from = on("2023-01-01"), .ends = on("2023-08-01"),
                                       .approved_by = STR("slt"), .approver_held_role = true };
    w->memory.exemption_count = 1;
    const struct finding *f = see(w, "2022/23", "2023-08-01");
    assert_int_equal(f->status, STATUS_WAIVED);
    assert_int_equal(f->underlying, STATUS_OVERDUE);
    assert_int_equal(f->exemption, 7);
    expect_day(f->next_change, "2023-08-02");
    expect(w, "2022/23", "2023-08-02", "overdue");
    expect(w, "2022/23", "2022-12-31", "on_track");
    end_world(w);
}

static void a_waiver_longer_than_allowed_is_none(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->exemption = (struct exemption){ .id = 7, .subject = 11, .subject_type = SUBJECT_PUPIL, .rule = w->rule.name,
                                       .from = on("2023-02-01"), .ends = on("2023-08-01") };
    w->memory.exemption_count = 1;
    w->version.exempt.has_limit = true;
    w->version.exempt.for_at_most = months(6);
    expect(w, "2022/23", "2023-08-01", "waived");
    w->exemption.ends = on("2023-08-02");
    expect(w, "2022/23", "2023-08-01", "overdue");
    w->exemption.ends = DATE_NONE;
    expect(w, "2022/23", "2023-08-01", "overdue");
    end_world(w);
}

/* ---- ages -------------------------------------------------------------------------------------------------------------------------- */

static struct world *by_sixteen(const char *dob, int means) {
    struct world *w = new_world();
    w->facts[DOB] = on(dob).day;
    w->steps[0].value = 11;
    w->facts[ADMITTED_ON] = on("2018-09-01").day;
    w->version.when = when(WINDOW_BY_AGE);
    w->version.when.a = n_of(16);
    w->version.have = at_least(1, records(w, WORKPLACE));
    w->policy.readings[READING_BY_THE_AGE_OF].means = means;
    return w;
}

static void a_workplace_by_16_counts_to_the_end_of_year_11(void **state) {
    struct world *w = by_sixteen("2007-02-28", BY_AGE_YEAR_END);
    (void)state;
    expect(w, "age 16", "2023-05-20", "on_track");
    expect(w, "age 16", "2023-05-21", "due_soon");
    expect(w, "age 16", "2023-07-21", "overdue");
    expect(w, "age 16", "2024-12-01", "overdue");
    w->facts[LEFT_ON] = on("2023-07-01").day;
    add(w, WORKPLACE, "2023-08-20");
    assert_int_equal(see(w, "age 16", "2023-06-30")->status, STATUS_DUE_SOON);
    end_world(w);
}

static void late_evidence_says_how_late(void **state) {
    struct world *w = by_sixteen("2007-02-28", BY_AGE_YEAR_END);
    (void)state;
    add(w, WORKPLACE, "2023-09-04");
    const struct finding *f = see(w, "age 16", "2023-09-05");
    assert_int_equal(f->status, STATUS_MET);
    assert_int_equal(f->late_days, 4);
    end_world(w);
}

static void a_workplace_by_16_counts_to_the_birthday(void **state) {
    struct world *w = by_sixteen("2007-02-28", BY_AGE_BIRTHDAY);
    (void)state;
    expect(w, "age 16", "2023-02-27", "due_soon");
    expect(w, "age 16", "2023-02-28", "overdue");
    add(w, WORKPLACE, "2023-02-28");
    assert_int_equal(see(w, "age 16", "2023-03-01")->late_days, 1);
    end_world(w);
}

static void leap_day_births_reach_an_age_by_the_reading(void **state) {
    struct world *w = by_sixteen("2008-02-29", BY_AGE_BIRTHDAY);
    (void)state;
    w->version.when.a = n_of(15);
    const struct finding *f = see(w, "age 15", "2023-02-01");
    expect_day(f->deadline, "2023-02-28");
    assert_true(f->readings & 1u << READING_LEAP_DAY);
    w->policy.readings[READING_LEAP_DAY].means = LEAP_FEB_28;
    expect_day(see(w, "age 15", "2023-02-01")->deadline, "2023-02-27");
    end_world(w);
}

static void births_at_the_turn_of_the_year_fall_in_two_years(void **state) {
    struct world *w = by_sixteen("2007-08-31", BY_AGE_YEAR_END);
    (void)state;
    expect_day(see(w, "age 16", "2023-01-10")->deadline, "2023-08-31");
    w->facts[DOB] = on("2007-09-01").day;
    expect_day(see(w, "age 16", "2023-01-10")->deadline, "2024-08-31");
    end_world(w);
}

static void a_pupil_without_a_date_of_birth_is_unknown(void **state) {
    struct world *w = by_sixteen("2007-02-28", BY_AGE_YEAR_END);
    (void)state;
    w->facts[DOB] = VALUE_NONE;
    const struct finding *f = see(w, "age 16", "2022-10-10");
    assert_int_equal(f->status, STATUS_UNKNOWN);
    assert_int_equal(f->missing_count, 1);
    assert_int_equal(f->missing[0].kind, -1);
    assert_int_equal(f->missing[0].field, DOB);
    assert_false(date_known(f->deadline));
    end_world(w);
}

static void one_further_opens_after_year_11(void **state) {
    struct world *w = by_sixteen("2007-02-28", BY_AGE_YEAR_END);
    (void)state;
    w->version.when = when(WINDOW_FURTHER_BY_AGE);
    w->version.when.a = n_of(18);
    w->version.when.b = n_of(16);
    add(w, WORKPLACE, "2023-08-31");
    assert_int_equal(judge(w, "2023-08-31"), 0);
    expect(w, "age 18", "2023-09-01", "on_track");
    w->policy.readings[READING_ONE_FURTHER].means = FURTHER_TWO_IN_TOTAL;
    const struct finding *f = see(w, "age 18", "2023-09-01");
    assert_int_equal(f->need, 2);
    assert_int_equal(f->certain, 1);
    end_world(w);
}

/* ---- year groups, and who ---------------------------------------------------------------------------------------------------------- */

static void a_date_after_year_11_concerns_those_who_were_in_it(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->conditions[0] = from_to(YEAR, 11, 11);
    w->steps[0].value = 11;
    w->version.when = when(WINDOW_BY_DATE_AFTER_YEAR);
    w->version.when.day = (struct month_day){ 9, 30 };
    expect_day(see(w, "after Y11", "2023-09-20")->deadline, "2023-09-30");
    expect(w, "after Y11", "2023-09-29", "due_soon");
    expect(w, "after Y11", "2023-09-30", "overdue"); /* a Saturday: due the Friday before */
    end_world(w);
}

static void a_year_held_back_makes_the_window_longer(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->version.when = when(WINDOW_OVER_YEARS);
    w->version.when.a = w->version.when.b = n_of(9);
    w->steps[1] = (struct fact_step){ YEAR, on("2023-09-01"), 9 };
    w->pupil.step_count = 2;
    const struct finding *f = see(w, "Y9-9", "2023-10-01");
    expect_day(f->opens, "2022-09-01");
    expect_day(f->deadline, "2024-08-31");
    end_world(w);
}

static void an_unknown_who_is_unknown_but_met_stays_met(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    struct filter *filter = who(w, SUBJECT_PUPIL);
    narrow(w, filter, is(w, SEN, 1));
    const struct finding *f = see(w, "2022/23", "2023-08-01");
    assert_int_equal(f->status, STATUS_UNKNOWN);
    assert_true(f->who_unknown);
    assert_int_equal(f->missing[0].field, SEN);
    meaningful(w, "2023-03-10");
    expect(w, "2022/23", "2023-08-01", "met");
    w->steps[1] = (struct fact_step){ SEN, on("2022-01-01"), 0 };
    w->pupil.step_count = 2;
    expect(w, "2022/23", "2023-08-01", "not_applicable");
    end_world(w);
}

static void a_window_that_opened_before_the_records_is_unknown(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->facts[ADMITTED_ON] = on("2022-09-02").day;
    expect(w, "2022/23", "2023-07-20", "due_soon");
    const struct finding *f = see(w, "2022/23", "2023-07-21");
    assert_int_equal(f->status, STATUS_UNKNOWN);
    assert_int_equal(f->underlying, STATUS_OVERDUE);
    assert_true(f->joined_late);
    w->facts[RECORDS_FROM] = on("2022-09-01").day;
    expect(w, "2022/23", "2023-07-21", "overdue");
    w->facts[RECORDS_FROM] = VALUE_NONE;
    w->policy.readings[READING_JOINED_LATE].settling_in = 14;
    w->facts[ADMITTED_ON] = on("2022-09-15").day;
    expect(w, "2022/23", "2023-07-21", "overdue");
    w->facts[ADMITTED_ON] = on("2022-09-16").day;
    expect(w, "2022/23", "2023-07-21", "unknown");
    w->facts[RECORDS_FROM] = on("2022-09-02").day; /* of records that were passed on the days are no matter of settling in */
    expect(w, "2022/23", "2023-07-21", "unknown");
    w->facts[RECORDS_FROM] = VALUE_NONE;
    w->policy.readings[READING_JOINED_LATE].means = JOINED_JUDGE;
    expect(w, "2022/23", "2023-07-21", "overdue");
    w->policy.readings[READING_JOINED_LATE].means = JOINED_NOT_APPLICABLE;
    expect(w, "2022/23", "2023-07-21", "not_applicable");
    end_world(w);
}

static void an_old_import_stops_the_clock(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->kinds[ENCOUNTER].fresh_days = 14;
    w->complete_through[ENCOUNTER] = on("2023-07-10");
    const struct finding *f = see(w, "2022/23", "2023-07-24");
    assert_int_equal(f->status, STATUS_OVERDUE);
    assert_false(f->stale);
    expect_day(f->next_change, "2023-07-25");
    f = see(w, "2022/23", "2023-07-25");
    assert_int_equal(f->status, STATUS_DUE_SOON);
    assert_true(f->stale);
    end_world(w);
}

static void a_leaver_has_no_findings_unless_asked_for(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->facts[LEFT_ON] = on("2023-06-30").day;
    assert_int_equal(judge(w, "2023-06-30"), 2); /* last year and this one */
    assert_int_equal(judge(w, "2023-07-01"), 0);
    narrow(w, who(w, SUBJECT_PUPIL), is(w, ON_ROLL, 0));
    w->filters[w->filter_count - 1].default_on_roll = false;
    expect(w, "2022/23", "2023-07-01", "due_soon");
    end_world(w);
}

/* ---- events ---------------------------------------------------------------------------------------------------------------------------- */

static struct world *after_guidance(void) {
    struct world *w = new_world();
    w->version.when = when(WINDOW_WITHIN);
    w->version.when.length = school_days(10);
    w->version.when.anchor_filter = (struct filter){ .kind = GUIDANCE };
    w->version.when.same_record = true;
    w->version.have = at_least(1, records(w, GUIDANCE));
    w->version.have.on = SHARED_ON;
    return w;
}

static void a_follow_up_counts_school_days(void **state) {
    struct world *w = after_guidance();
    (void)state;
    struct activity *a = add(w, GUIDANCE, "2023-03-01");
    const struct finding *f = see(w, "2023-03-01", "2023-03-10");
    expect_day(f->deadline, "2023-03-15");
    assert_int_equal(f->fix, FIX_RECORD);
    expect(w, "2023-03-01", "2023-03-15", "due_soon");
    expect(w, "2023-03-01", "2023-03-16", "overdue");
    each_day(w, a, SHARED_ON, "2023-03-16");
    f = see(w, "2023-03-01", "2023-03-20");
    assert_int_equal(f->status, STATUS_MET);
    assert_int_equal(f->late_days, 1);
    end_world(w);
}

static void two_events_on_a_day_are_two_instances(void **state) {
    struct world *w = after_guidance();
    (void)state;
    add(w, GUIDANCE, "2023-03-01");
    struct activity *second = add(w, GUIDANCE, "2023-03-01");
    each_day(w, second, SHARED_ON, "2023-03-02");
    expect(w, "2023-03-01", "2023-03-20", "overdue");
    expect(w, "2023-03-01#2", "2023-03-20", "met");
    end_world(w);
}

static void a_duty_does_not_fall_between_two_lengths(void **state) {
    static const int64_t FIFTEEN[] = { 15 }, TEN[] = { 10 };
    struct world *w = after_guidance();
    (void)state;
    struct param_step steps[] = { { .from = on("2022-06-01"), .values = FIFTEEN, .count = 1 },
                                  { .from = on("2023-03-08"), .values = TEN, .count = 1 } };
    w->params[0] = (struct param){ .name = STR("follow_up_days"), .type = PARAM_WHOLE, .steps = steps, .step_count = 2 };
    w->policy.param_count = 1;
    w->version.when.length.n.param = 0;
    add(w, GUIDANCE, "2023-02-13"); /* 6 March by the old length */
    add(w, GUIDANCE, "2023-02-20"); /* 13 March by the old, 6 March by the new, which does not govern it yet */
    add(w, GUIDANCE, "2023-02-22"); /* 8 March by the new */
    expect_day(see(w, "2023-02-13", "2023-03-20")->deadline, "2023-03-06");
    expect_day(see(w, "2023-02-20", "2023-03-20")->deadline, "2023-03-13");
    expect_day(see(w, "2023-02-22", "2023-03-20")->deadline, "2023-03-08");
    assert_int_equal(w->found_count, 3);
    end_world(w);
}

static void days_after_an_event_end_on_a_school_day(void **state) {
    struct world *w = after_guidance();
    (void)state;
    w->version.when.length = days(3);
    add(w, GUIDANCE, "2023-03-01"); /* + 3 is a Saturday */
    const struct finding *f = see(w, "2023-03-01", "2023-03-02");
    expect_day(f->deadline, "2023-03-06");
    expect_day(f->due, "2023-03-06");
    end_world(w);
}

static void advice_comes_ahead_of_a_planned_review(void **state) {
    struct world *w = new_world();
    (void)state;
    w->version.when = when(WINDOW_AHEAD_OF);
    w->version.when.length = days(14);
    w->version.when.anchor_filter = (struct filter){ .kind = REVIEW };
    w->version.when.same_record = true;
    w->version.have = at_least(1, records(w, REVIEW));
    w->version.have.on = INPUT_ON;
    struct activity *a = add(w, REVIEW, "2023-05-15");
    expect(w, "2023-05-15", "2023-02-01", "on_track");
    expect(w, "2023-05-15", "2023-05-01", "due_soon");
    expect(w, "2023-05-15", "2023-05-02", "overdue");
    expect(w, "2023-05-15", "2023-05-16", "missed");
    detail(w, a, INPUT_ON, "2023-04-20");
    expect(w, "2023-05-15", "2023-05-01", "met");
    expect(w, "2023-05-15", "2023-04-19", "due_soon");
    end_world(w);
}

/* ---- rolling and always ------------------------------------------------------------------------------------------------------------------ */

static void a_plan_review_runs_out_after_twelve_months(void **state) {
    struct world *w = new_world();
    (void)state;
    struct filter *filter = records(w, REVIEW);
    narrow(w, filter, is(w, LOOKS_AHEAD, 1));
    w->version.have = at_least(1, filter);
    w->version.when = when(WINDOW_ROLLING);
    w->version.when.length = months(12);
    pack(w, add(w, REVIEW, "2022-05-10"), LOOKS_AHEAD, 1);
    expect(w, "now", "2023-03-10", "met");
    const struct finding *f = see(w, "now", "2023-03-11");
    assert_int_equal(f->status, STATUS_DUE_SOON);
    assert_true(f->satisfied);
    expect(w, "now", "2023-05-10", "due_soon");
    f = see(w, "now", "2023-05-11");
    assert_int_equal(f->status, STATUS_OVERDUE);
    assert_false(f->satisfied);
    expect(w, "now", "2025-05-11", "overdue");
    end_world(w);
}

static void a_lasting_record_holds_until_it_ends(void **state) {
    struct world *w = new_world();
    (void)state;
    w->version.have = at_least(1, records(w, STUDY));
    w->version.when = when(WINDOW_ALWAYS);
    w->version.when.grace = school_days(5);
    struct activity *a = add(w, STUDY, "2022-09-05");
    expect(w, "now", "2023-06-01", "met");
    detail(w, a, ENDS_ON, "2023-06-09");
    expect(w, "now", "2023-06-01", "due_soon");
    const struct finding *f = see(w, "now", "2023-06-10");
    assert_int_equal(f->status, STATUS_DUE_SOON);
    assert_false(f->satisfied);
    expect_day(f->deadline, "2023-06-16");
    expect(w, "now", "2023-06-17", "overdue");
    end_world(w);
}

static void a_later_look_replaces_the_earlier_one(void **state) {
    struct world *w = new_world();
    (void)state;
    who(w, SUBJECT_SCHOOL);
    struct filter *filter = records(w, PUBLICATION);
    narrow(w, filter, is(w, LIVE, 1));
    w->version.have = at_least(1, filter);
    w->version.when = when(WINDOW_ROLLING);
    w->version.when.length = days(90);
    struct activity *a = add(w, PUBLICATION, "2023-01-10");
    pack(w, a, ITEM, 0);
    pack(w, a, LIVE, 1);
    expect(w, "now", "2023-01-20", "met");
    a = add(w, PUBLICATION, "2023-02-01");
    pack(w, a, ITEM, 1);
    pack(w, a, LIVE, 0);
    expect(w, "now", "2023-02-10", "due_soon"); /* another item */
    pack(w, a, ITEM, 0);
    const struct finding *f = see(w, "now", "2023-02-10");
    assert_int_equal(f->status, STATUS_OVERDUE);
    expect_day(f->deadline, "2023-01-31");
    expect(w, "now", "2023-01-31", "met"); /* what came later is not yet known to be so */
    end_world(w);
}

/* ---- forces -------------------------------------------------------------------------------------------------------------------------------- */

/* In force from 1 January: the encounter of December was none of its business, though the year has begun. */
static void what_came_before_a_prohibition_is_no_breach(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->version.force = FORCE_MUST_NOT;
    w->version.from = on("2023-01-01");
    struct activity *a = meaningful(w, "2022-12-31");
    expect(w, "2022/23", "2023-06-10", "met");
    a->date = on("2023-01-01");
    expect(w, "2022/23", "2023-06-10", "missed");
    w->version.force = FORCE_MUST; /* a duty may be done before it binds */
    a->date = on("2022-12-31");
    expect(w, "2022/23", "2023-06-10", "met");
    end_world(w);
}

static void what_must_not_happen_is_a_breach_for_good(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->version.force = FORCE_MUST_NOT;
    const struct finding *f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_MET);
    assert_true(f->satisfied);
    struct activity *a = add(w, ENCOUNTER, "2023-03-10");
    f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_UNKNOWN);
    assert_int_equal(f->underlying, STATUS_MISSED);
    pack(w, a, MEANINGFUL, 1);
    f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_MISSED);
    assert_int_equal(f->severity, LEVEL_HIGH);
    assert_int_equal(f->evidence[0], a->id);
    expect_day(f->since, "2023-03-10");
    end_world(w);
}

static void what_happened_out_of_scope_is_no_breach(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->version.force = FORCE_MUST_NOT;
    narrow(w, who(w, SUBJECT_PUPIL), is(w, SEN, 1));
    w->steps[1] = (struct fact_step){ SEN, on("2022-01-01"), 0 };
    w->steps[2] = (struct fact_step){ SEN, on("2023-03-11"), 1 };
    w->pupil.step_count = 3;
    meaningful(w, "2023-03-10");
    expect(w, "2022/23", "2023-06-10", "met");
    w->steps[2].from = on("2023-03-10");
    expect(w, "2022/23", "2023-06-10", "missed");
    w->steps[3] = (struct fact_step){ SEN, on("2023-05-01"), 0 };
    w->pupil.step_count = 4;
    expect(w, "2022/23", "2023-06-10", "missed"); /* it stays one */
    end_world(w);
}

static void what_may_happen_is_never_due(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    w->version.force = FORCE_MAY;
    const struct finding *f = see(w, "2022/23", "2023-09-10");
    assert_int_equal(f->status, STATUS_ON_TRACK);
    assert_int_equal(f->severity, LEVEL_INFO);
    assert_int_equal(f->fix, FIX_NONE);
    meaningful(w, "2023-03-10");
    expect(w, "2022/23", "2023-09-10", "met");
    end_world(w);
}

static void should_is_one_step_milder(void **state) {
    struct world *w = new_world();
    (void)state;
    want_encounter(w, 1);
    assert_int_equal(see(w, "2022/23", "2023-07-21")->severity, LEVEL_HIGH);
    w->version.force = FORCE_SHOULD;
    assert_int_equal(see(w, "2022/23", "2023-07-21")->severity, LEVEL_MEDIUM);
    w->version.top_level = LEVEL_CRITICAL;
    assert_int_equal(see(w, "2022/23", "2023-07-21")->severity, LEVEL_CRITICAL);
    assert_int_equal(see(w, "2022/23", "2023-07-20")->severity, LEVEL_MEDIUM);
    end_world(w);
}

static void hours_not_recorded_leave_the_total_open(void **state) {
    struct world *w = new_world();
    (void)state;
    w->version.have = at_least(7 * 60, records(w, WORKPLACE));
    w->version.have.op = TERM_AT_LEAST_TOTAL;
    w->version.have.total = HOURS;
    add(w, WORKPLACE, "2023-03-06");
    assert_true(field_pack(&w->kinds[WORKPLACE].fields[HOURS], 6 * 60, &w->participations[0].facts));
    expect(w, "2022/23", "2023-07-21", "overdue");
    add(w, WORKPLACE, "2023-03-07");
    const struct finding *f = see(w, "2022/23", "2023-07-21");
    assert_int_equal(f->status, STATUS_UNKNOWN);
    assert_int_equal(f->certain, 6 * 60);
    assert_true(f->possible == INT64_MAX);
    assert_int_equal(f->missing[0].field, HOURS);
    end_world(w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_meaningful_encounter_is_enough),
        cmocka_unit_test(not_recorded_is_not_the_same_as_no),
        cmocka_unit_test(unless_denied_takes_silence_for_yes),
        cmocka_unit_test(a_register_never_filled_in_is_not_known),
        cmocka_unit_test(nothing_happens_all_year),
        cmocka_unit_test(a_missed_year_is_told_for_twelve_months),
        cmocka_unit_test(records_outside_the_window_do_not_count),
        cmocka_unit_test(a_cancelled_activity_counts_for_nothing),
        cmocka_unit_test(a_parameter_takes_its_value_on_the_deadline),
        cmocka_unit_test(a_waiver_keeps_the_answer_it_hides),
        cmocka_unit_test(a_waiver_longer_than_allowed_is_none),
        cmocka_unit_test(a_workplace_by_16_counts_to_the_end_of_year_11),
        cmocka_unit_test(late_evidence_says_how_late),
        cmocka_unit_test(a_workplace_by_16_counts_to_the_birthday),
        cmocka_unit_test(leap_day_births_reach_an_age_by_the_reading),
        cmocka_unit_test(births_at_the_turn_of_the_year_fall_in_two_years),
        cmocka_unit_test(a_pupil_without_a_date_of_birth_is_unknown),
        cmocka_unit_test(one_further_opens_after_year_11),
        cmocka_unit_test(a_date_after_year_11_concerns_those_who_were_in_it),
        cmocka_unit_test(a_year_held_back_makes_the_window_longer),
        cmocka_unit_test(an_unknown_who_is_unknown_but_met_stays_met),
        cmocka_unit_test(a_window_that_opened_before_the_records_is_unknown),
        cmocka_unit_test(an_old_import_stops_the_clock),
        cmocka_unit_test(a_leaver_has_no_findings_unless_asked_for),
        cmocka_unit_test(a_follow_up_counts_school_days),
        cmocka_unit_test(two_events_on_a_day_are_two_instances),
        cmocka_unit_test(a_duty_does_not_fall_between_two_lengths),
        cmocka_unit_test(days_after_an_event_end_on_a_school_day),
        cmocka_unit_test(advice_comes_ahead_of_a_planned_review),
        cmocka_unit_test(a_plan_review_runs_out_after_twelve_months),
        cmocka_unit_test(a_lasting_record_holds_until_it_ends),
        cmocka_unit_test(a_later_look_replaces_the_earlier_one),
        cmocka_unit_test(what_came_before_a_prohibition_is_no_breach),
        cmocka_unit_test(what_must_not_happen_is_a_breach_for_good),
        cmocka_unit_test(what_happened_out_of_scope_is_no_breach),
        cmocka_unit_test(what_may_happen_is_never_due),
        cmocka_unit_test(should_is_one_step_milder),
        cmocka_unit_test(hours_not_recorded_leave_the_total_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

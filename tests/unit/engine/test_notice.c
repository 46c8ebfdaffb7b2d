/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_notice - who is told on which day: the steps of a plan, closed days, those above, silence.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "engine/notice.h"

enum { TUTOR, LEADER, HEAD };

struct table {
    struct arena arena;
    struct calendar *calendar;
    struct plan plan;
    struct span steps[4], gaps[3];
    struct rule_version version;
    struct rule rule;
    struct policy policy;
    struct finding finding;
    struct told told[40];
    struct notice_ledger ledger;
};

static struct date day(const char *iso) {
    struct date d;
    bool read = date_parse_iso(str_from(iso), &d);
    assert_true(read);
    return d;
}

static struct span in_days(int64_t n) {
    return (struct span){ .unit = SPAN_DAYS, .n = { .value = n, .param = -1 } };
}

/* Due on Monday 12 December 2022; term to Monday 19 December, then from Wednesday 4 January. */
static struct table *begin(void) {
    struct table *t = test_malloc(sizeof *t);
    struct err err;
    *t = (struct table){ 0 };
    struct half_term halves[] = { { TERM_AUTUMN, 1, day("2022-09-02"), day("2022-10-28") }, { TERM_AUTUMN, 2, day("2022-11-07"), day("2022-12-19") },
                                  { TERM_SPRING, 1, day("2023-01-04"), day("2023-02-10") }, { TERM_SPRING, 2, day("2023-02-20"), day("2023-03-31") } };
    struct closure inset = { day("2022-11-14"), day("2022-11-14"), STR("INSET") };
    assert_true(calendar_make(&t->arena, halves, COUNT_OF(halves), &inset, 1, &t->calendar, &err));
    t->steps[0] = in_days(-30);
    t->steps[1] = in_days(-14);
    t->steps[2] = in_days(0);
    t->gaps[0] = in_days(7);
    t->gaps[1] = in_days(14);
    t->plan = (struct plan){ .lead = in_days(30), .steps = t->steps, .step_count = 3, .then_every = t->gaps, .then_count = 2, .quiet_holidays = true,
                             .escalate_count = 1 };
    t->plan.escalate[0].after = in_days(3);
    t->plan.escalate[0].role = LEADER;
    t->version = (struct rule_version){ .owner = TUTOR, .plan = 0 };
    t->rule = (struct rule){ .versions = &t->version, .version_count = 1 };
    t->policy = (struct policy){ .rules = &t->rule, .rule_count = 1, .plans = &t->plan, .plan_count = 1 };
    t->finding = (struct finding){ .status = STATUS_DUE_SOON, .underlying = STATUS_DUE_SOON, .due = day("2022-12-12") };
    t->ledger = NOTICE_LEDGER_NONE;
    t->ledger.told = t->told;
    return t;
}

static void end(struct table *t) {
    arena_free(&t->arena);
    test_free(t);
}

/* "1 lead, 0 escalated": by number of the role; what goes is written into the ledger. */
static const char *on(struct table *t, const char *iso) {
    static char text[120];
    struct notice out[NOTICES_MOST];
    struct date as_of = day(iso);
    t->finding.status = date_after(as_of, t->finding.due) ? STATUS_OVERDUE : STATUS_DUE_SOON;
    size_t count = notices_due(&t->policy, t->calendar, &t->finding, &t->ledger, as_of, out);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%d %s", i ? ", " : "", (int)out[i].role, notice_cause_key(out[i].cause));
        t->told[t->ledger.told_count++] = (struct told){ .day = as_of, .role = out[i].role };
    }
    return text;
}

static void steps_come_on_their_days(void **state) {
    struct table *t = begin();
    (void)state;
    assert_string_equal(on(t, "2022-11-11"), "");
    assert_string_equal(on(t, "2022-11-15"), "0 lead"); /* the 12th is a Saturday, the 14th a training day */
    assert_string_equal(on(t, "2022-11-16"), "");
    assert_string_equal(on(t, "2022-11-25"), "");
    assert_string_equal(on(t, "2022-11-28"), "0 step");
    assert_string_equal(on(t, "2022-12-12"), "0 due");
    assert_string_equal(on(t, "2022-12-13"), "");
    end(t);
}

static void nothing_on_a_closed_day_and_nothing_lost(void **state) {
    struct table *t = begin();
    (void)state;
    assert_string_equal(on(t, "2022-11-12"), "");
    assert_string_equal(on(t, "2022-11-13"), "");
    assert_string_equal(on(t, "2022-11-14"), "");
    t->plan.quiet_holidays = false;
    assert_string_equal(on(t, "2022-11-12"), "0 lead");
    end(t);
}

/* Each repeat counts from the telling before it: what the holidays delay is not followed by another at once. */
static void repeats_slow_down_and_go_on(void **state) {
    struct table *t = begin();
    (void)state;
    t->plan.escalate_count = 0;
    assert_string_equal(on(t, "2022-12-12"), "0 due");
    assert_string_equal(on(t, "2022-12-16"), "");
    assert_string_equal(on(t, "2022-12-19"), "0 again"); /* 7 days */
    assert_string_equal(on(t, "2023-01-02"), "");        /* 14 days, in the holidays */
    assert_string_equal(on(t, "2023-01-04"), "0 again");
    assert_string_equal(on(t, "2023-01-17"), "");
    assert_string_equal(on(t, "2023-01-18"), "0 again"); /* the last gap goes on */
    assert_string_equal(on(t, "2023-01-31"), "");
    assert_string_equal(on(t, "2023-02-01"), "0 again");
    end(t);
}

static void what_is_told_late_for_the_first_time_is_repeated_like_anything_else(void **state) {
    struct table *t = begin();
    (void)state;
    t->plan.escalate_count = 0;
    assert_string_equal(on(t, "2023-01-16"), "0 due"); /* many days have come: only one notice goes, and the gaps begin with it */
    assert_string_equal(on(t, "2023-01-20"), "");
    assert_string_equal(on(t, "2023-01-23"), "0 again");
    assert_string_equal(on(t, "2023-02-03"), "");
    assert_string_equal(on(t, "2023-02-06"), "0 again");
    end(t);
}

static void no_gap_is_shorter_than_the_one_before(void **state) {
    struct table *t = begin();
    (void)state;
    t->plan.escalate_count = 0;
    t->gaps[0] = in_days(14);
    t->gaps[1] = in_days(1);
    assert_string_equal(on(t, "2023-01-05"), "0 due");
    assert_string_equal(on(t, "2023-01-19"), "0 again");
    assert_string_equal(on(t, "2023-01-20"), "");
    assert_string_equal(on(t, "2023-02-02"), "0 again");
    end(t);
}

static void without_repeats_the_last_step_is_the_last(void **state) {
    struct table *t = begin();
    (void)state;
    t->plan.then_count = t->plan.escalate_count = 0;
    assert_string_equal(on(t, "2022-12-12"), "0 due");
    assert_string_equal(on(t, "2023-01-30"), "");
    end(t);
}

static void a_gap_of_no_days_ends_the_repeats(void **state) {
    struct table *t = begin();
    (void)state;
    t->gaps[0] = in_days(0);
    t->plan.escalate_count = 0;
    assert_string_equal(on(t, "2022-12-12"), "0 due");
    assert_string_equal(on(t, "2022-12-19"), "");
    end(t);
}

static void those_above_hear_after_the_owner(void **state) {
    struct table *t = begin();
    (void)state;
    assert_string_equal(on(t, "2022-12-12"), "0 due");
    assert_string_equal(on(t, "2022-12-14"), "");
    assert_string_equal(on(t, "2022-12-15"), "1 escalated");
    assert_string_equal(on(t, "2022-12-16"), ""); /* once */
    end(t);
}

/* The owner hears first on Friday the 16th; that is a school day to act on, Monday the 19th is the first after it. */
static void never_before_the_owner_had_a_school_day(void **state) {
    struct table *t = begin();
    (void)state;
    assert_string_equal(on(t, "2022-12-16"), "0 due");
    assert_string_equal(on(t, "2022-12-19"), "1 escalated");
    end(t);
}

/* Late since the 12th, but the tutor hears first on 16 January: the three days begin there. */
static void those_above_wait_from_the_first_telling_of_the_owner(void **state) {
    struct table *t = begin();
    (void)state;
    assert_string_equal(on(t, "2023-01-16"), "0 due");
    assert_string_equal(on(t, "2023-01-17"), "");
    assert_string_equal(on(t, "2023-01-18"), "");
    assert_string_equal(on(t, "2023-01-19"), "1 escalated");
    assert_string_equal(on(t, "2023-01-20"), "");
    end(t);
}

static void told_on_a_closed_day_the_owner_gets_the_next_one(void **state) {
    struct table *t = begin();
    (void)state;
    t->plan.quiet_holidays = false;
    assert_string_equal(on(t, "2022-12-17"), "0 due"); /* a Saturday */
    assert_string_equal(on(t, "2022-12-18"), "");
    assert_string_equal(on(t, "2022-12-19"), "");
    assert_string_equal(on(t, "2022-12-20"), "");
    assert_string_equal(on(t, "2023-01-04"), "0 again, 1 escalated"); /* no school day between */
    end(t);
}

static void what_an_earlier_round_told_does_not_count(void **state) {
    struct table *t = begin();
    (void)state;
    t->told[0] = (struct told){ .day = day("2022-11-11"), .role = TUTOR }; /* the day before this plan begins */
    t->ledger.told_count = 1;
    assert_string_equal(on(t, "2022-12-16"), "0 due");
    end(t);
}

static void nobody_is_above_himself(void **state) {
    struct table *t = begin();
    (void)state;
    t->plan.escalate[0].role = TUTOR;
    assert_string_equal(on(t, "2022-12-12"), "0 due");
    assert_string_equal(on(t, "2022-12-15"), "");
    end(t);
}

static void silence_ends_with_a_notice(void **state) {
    struct table *t = begin();
    (void)state;
    assert_string_equal(on(t, "2022-12-12"), "0 due");
    t->ledger.silent_to = day("2022-12-15");
    assert_string_equal(on(t, "2022-12-15"), "");
    assert_string_equal(on(t, "2022-12-16"), "0 due, 1 escalated");
    assert_string_equal(on(t, "2022-12-19"), ""); /* told twice: the second gap */
    assert_string_equal(on(t, "2023-01-04"), "0 again");
    end(t);
}

static void in_hand_stops_repeats_and_not_those_above(void **state) {
    struct table *t = begin();
    (void)state;
    assert_string_equal(on(t, "2022-12-12"), "0 due");
    t->ledger.in_hand_from = day("2022-12-13");
    t->ledger.in_hand_to = day("2022-12-19");
    assert_string_equal(on(t, "2022-12-15"), "1 escalated");
    assert_string_equal(on(t, "2022-12-19"), "");
    assert_string_equal(on(t, "2023-01-04"), "0 again"); /* its end */
    end(t);
}

/* Nobody is told of what somebody already sees to; those above count from that day. */
static void in_hand_before_the_first_notice(void **state) {
    struct table *t = begin();
    (void)state;
    t->ledger.in_hand_from = day("2022-12-14");
    t->ledger.in_hand_to = day("2023-01-05");
    assert_string_equal(on(t, "2022-12-14"), "");
    assert_string_equal(on(t, "2022-12-16"), "");
    assert_string_equal(on(t, "2022-12-19"), "1 escalated");
    assert_string_equal(on(t, "2023-01-05"), "");
    assert_string_equal(on(t, "2023-01-06"), "0 due");
    end(t);
}

static size_t asked(struct table *t, enum status status, enum status underlying, struct notice *first) {
    struct notice out[NOTICES_MOST];
    t->finding.status = status;
    t->finding.underlying = underlying;
    size_t count = notices_due(&t->policy, t->calendar, &t->finding, &t->ledger, day("2022-12-12"), out);
    *first = out[0];
    return count;
}

static void only_what_can_still_be_done(void **state) {
    struct table *t = begin();
    struct notice first = { 0 };
    (void)state;
    t->finding.lead = day("2022-12-13");
    assert_int_equal(asked(t, STATUS_MET, STATUS_MET, &first), 0);
    assert_int_equal(asked(t, STATUS_ON_TRACK, STATUS_ON_TRACK, &first), 0);
    assert_int_equal(asked(t, STATUS_MISSED, STATUS_MISSED, &first), 0);
    assert_int_equal(asked(t, STATUS_WAIVED, STATUS_OVERDUE, &first), 0);
    assert_int_equal(asked(t, STATUS_UNKNOWN, STATUS_MISSED, &first), 0);
    assert_int_equal(asked(t, STATUS_OVERDUE, STATUS_OVERDUE, &first), 1);
    assert_false(first.asks);
    assert_int_equal(asked(t, STATUS_UNKNOWN, STATUS_DUE_SOON, &first), 1);
    assert_true(first.asks);
    assert_true(date_same(first.planned, day("2022-12-12")));
    t->version.owner = -1;
    assert_int_equal(asked(t, STATUS_OVERDUE, STATUS_OVERDUE, &first), 0);
    t->version.owner = TUTOR;
    t->version.plan = -1;
    assert_int_equal(asked(t, STATUS_OVERDUE, STATUS_OVERDUE, &first), 0);
    end(t);
}

/* Ten school days before Monday 12 December is Monday 28 November. */
static void spans_of_school_days_and_months(void **state) {
    struct table *t = begin();
    (void)state;
    t->plan.escalate_count = 0;
    t->plan.step_count = 1;
    t->steps[0] = (struct span){ .unit = SPAN_SCHOOL_DAYS, .n = { .value = -10, .param = -1 } };
    t->plan.lead = (struct span){ .unit = SPAN_SCHOOL_DAYS, .n = { .value = 10, .param = -1 } };
    t->plan.then_count = 1;
    t->gaps[0] = (struct span){ .unit = SPAN_MONTHS, .n = { .value = 1, .param = -1 } };
    assert_string_equal(on(t, "2022-11-25"), "");
    assert_string_equal(on(t, "2022-11-28"), "0 lead");
    assert_string_equal(on(t, "2022-12-19"), "");
    assert_string_equal(on(t, "2023-01-04"), "0 again"); /* 28 December is in the holidays */
    end(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_come_on_their_days),
        cmocka_unit_test(nothing_on_a_closed_day_and_nothing_lost),
        cmocka_unit_test(repeats_slow_down_and_go_on),
        cmocka_unit_test(what_is_told_late_for_the_first_time_is_repeated_like_anything_else),
        cmocka_unit_test(no_gap_is_shorter_than_the_one_before),
        cmocka_unit_test(without_repeats_the_last_step_is_the_last),
        cmocka_unit_test(a_gap_of_no_days_ends_the_repeats),
        cmocka_unit_test(those_above_hear_after_the_owner),
        cmocka_unit_test(never_before_the_owner_had_a_school_day),
        cmocka_unit_test(those_above_wait_from_the_first_telling_of_the_owner),
        cmocka_unit_test(told_on_a_closed_day_the_owner_gets_the_next_one),
        cmocka_unit_test(what_an_earlier_round_told_does_not_count),
        cmocka_unit_test(nobody_is_above_himself),
        cmocka_unit_test(silence_ends_with_a_notice),
        cmocka_unit_test(in_hand_stops_repeats_and_not_those_above),
        cmocka_unit_test(in_hand_before_the_first_notice),
        cmocka_unit_test(only_what_can_still_be_done),
        cmocka_unit_test(spans_of_school_days_and_months),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

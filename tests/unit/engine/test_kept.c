/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_kept - how long records are kept: the last day of the minimum, days that are missing, and the review afterwards.
 *
 * A review stands for an erasure here.  Each question is asked of both evaluators, which must agree.
 */
#include "engine/pass.h"
#include "world.h"

/* Left on the day given; key stage 4 ends on the other; three years from the earlier of the two. */
static struct world *keeping(const char *left, const char *stage_end) {
    struct world *w = new_world();
    static const uint32_t DAYS[] = { LEFT_ON, RECORDS_FROM };
    static struct rule_version pair[2];
    struct filter *everybody = who(w, SUBJECT_PUPIL);
    everybody->default_on_roll = false;
    narrow(w, everybody, (struct condition){ .field = ON_ROLL, .op = CONDITION_ANY, .low = n_of(0), .high = n_of(0) });
    w->version.have = at_least(1, records(w, REVIEW));
    w->version.when = when(WINDOW_KEPT);
    w->version.when.a = n_of(3);
    w->version.when.names = DAYS;
    w->version.when.name_count = 2;
    w->version.force = FORCE_MUST_NOT;
    pair[1] = pair[0] = w->version;
    pair[0].force = FORCE_SHOULD;
    pair[0].when.op = WINDOW_REVIEW;
    w->rule.versions = pair;
    w->rule.version_count = 2;
    w->policy.effective = on("2022-06-01");
    w->policy.records_from = DATE_NONE;
    if (left) w->facts[LEFT_ON] = on(left).day;
    if (stage_end) w->facts[RECORDS_FROM] = on(stage_end).day;
    return w;
}

static size_t by_pass(struct world *w, const char *as_of) {
    struct arena arena = { 0 };
    struct judging judging = { .as_of = on(as_of), .calendar = w->calendar, .not_applicable = true };
    struct feed feed = feed_memory(&w->memory);
    struct finding_sink sink = { .self = w, .take = keep };
    struct program *program;
    struct pass *pass;
    struct err err = { 0 };
    w->found_count = 0;
    if (!program_compile(&arena, &w->policy, &program, &err) || !pass_open(&arena, program, &judging, &pass, &err) ||
        !pass_run(pass, &feed, &sink, &err)) fail_msg("%s", err.text);
    arena_free(&arena);
    return w->found_count;
}

/* What is said of "kept" and of "review", from the two evaluators; NULL: nothing is. */
static void says(struct world *w, const char *as_of, const char *kept, const char *review) {
    for (int pass = 0; pass < 2; pass++) {
        const char *got[2] = { NULL, NULL }, *wanted[2] = { kept, review };
        if (pass) by_pass(w, as_of);
        else judge(w, as_of);
        for (size_t i = 0; i < w->found_count; i++)
            got[strcmp(w->found[i].instance, "review") == 0] = status_key(w->found[i].status);
        for (int i = 0; i < 2; i++) {
            if ((got[i] == NULL) == (wanted[i] == NULL) && (!got[i] || strcmp(got[i], wanted[i]) == 0)) continue;
            fail_msg("%s on %s: expected %s, got %s", i ? "review" : "kept", as_of, wanted[i] ? wanted[i] : "nothing",
                     got[i] ? got[i] : "nothing");
        }
    }
}

static void an_erasure_before_the_day_is_a_breach(void **state) {
    static const struct { const char *erased, *kept; } CASES[] = {
        { "2025-08-30", "missed" }, { "2025-08-31", "met" }, { "2025-09-01", "met" } };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct world *w = keeping("2024-07-19", "2022-08-31");
        add(w, REVIEW, CASES[i].erased);
        says(w, "2025-09-02", CASES[i].kept, "met"); /* nothing is left to look at, however soon it was */
        end_world(w);
    }
}

static void the_reading_takes_the_later_of_the_two(void **state) {
    static const struct { const char *erased, *kept; } CASES[] = { { "2027-07-18", "missed" }, { "2027-07-19", "met" } };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct world *w = keeping("2024-07-19", "2022-08-31");
        w->policy.readings[READING_EARLIER_OF_TWO].means = EARLIER_LATER;
        add(w, REVIEW, CASES[i].erased);
        says(w, "2027-07-20", CASES[i].kept, "met");
        assert_true(w->found[0].readings & 1u << READING_EARLIER_OF_TWO);
        end_world(w);
    }
}

static void the_review_opens_when_the_record_was_kept_long_enough(void **state) {
    struct world *w = keeping("2022-07-19", "2024-08-31");
    (void)state;
    says(w, "2025-07-18", "met", NULL);
    says(w, "2025-07-19", "met", "on_track");
    says(w, "2026-07-16", "met", "due_soon");  /* due on the last school day, 17 July 2026 is a Friday */
    says(w, "2026-07-21", NULL, "overdue");    /* what was kept long enough a year ago is not told any more */
    says(w, "2036-07-21", NULL, "overdue");    /* it can always be put right */
    add(w, REVIEW, "2036-07-20");
    says(w, "2036-07-21", NULL, "met");
    end_world(w);
}

/* Effective is 1 June 2022: what a school kept too long before there was a policy, or before its records begin, is there. */
static void the_review_of_an_old_record_is_asked_for(void **state) {
    struct world *w = keeping("2012-07-19", "2012-08-31");
    (void)state;
    says(w, "2022-09-01", NULL, "overdue");
    w->policy.records_from = on("2022-09-01");
    says(w, "2022-09-01", NULL, "overdue");
    end_world(w);
}

static void before_a_possible_day_only_it_is_not_known(void **state) {
    struct world *w = keeping("2022-07-19", NULL);
    (void)state;
    struct activity *erased = add(w, REVIEW, "2023-03-01");
    says(w, "2023-03-02", "unknown", NULL);
    assert_int_equal(w->found[0].missing_count, 1);
    assert_int_equal(w->found[0].missing[0].field, RECORDS_FROM);
    erased->date = on("2025-07-18");
    says(w, "2025-07-20", "unknown", "met");
    erased->date = on("2025-07-19");
    says(w, "2025-07-20", "met", "met");
    end_world(w);
    w = keeping("2022-07-19", NULL); /* nothing was erased: nothing to ask */
    says(w, "2023-03-02", "met", NULL);
    assert_int_equal(w->found[0].missing_count, 0);
    end_world(w);
}

static void who_is_on_roll_has_not_left(void **state) {
    struct world *w = keeping(NULL, "2024-08-31");
    (void)state;
    struct activity *erased = add(w, REVIEW, "2023-03-01");
    says(w, "2023-03-02", "missed", NULL); /* key stage 4 ends later, and nobody left three years ago */
    erased->date = on("2027-08-31");
    says(w, "2027-08-31", "met", "met");
    end_world(w);
    w = keeping(NULL, NULL);
    says(w, "2023-03-02", "met", NULL);
    add(w, REVIEW, "2023-03-01");
    says(w, "2023-03-02", "unknown", NULL); /* key stage 4 may have ended long ago */
    w->policy.readings[READING_EARLIER_OF_TWO].means = EARLIER_LATER;
    says(w, "2023-03-02", "missed", NULL);  /* three years after leaving, at the earliest */
    end_world(w);
}

static void february_29_ends_on_the_28th(void **state) {
    struct world *w = keeping("2024-02-29", NULL);
    (void)state;
    w->facts[RECORDS_FROM] = on("2030-08-31").day;
    struct activity *erased = add(w, REVIEW, "2027-02-27");
    says(w, "2027-03-01", "missed", "met");
    erased->date = on("2027-02-28");
    says(w, "2027-03-01", "met", "met");
    end_world(w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_erasure_before_the_day_is_a_breach),
        cmocka_unit_test(the_reading_takes_the_later_of_the_two),
        cmocka_unit_test(the_review_opens_when_the_record_was_kept_long_enough),
        cmocka_unit_test(the_review_of_an_old_record_is_asked_for),
        cmocka_unit_test(before_a_possible_day_only_it_is_not_known),
        cmocka_unit_test(who_is_on_roll_has_not_left),
        cmocka_unit_test(february_29_ends_on_the_28th),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

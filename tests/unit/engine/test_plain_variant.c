/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_plain_variant - what a rule says to pupils in an overlay, out of it, and of whom it is not known.
 * Owns:  nothing.
 * Must not know: the pass; that it agrees is for the property tests.
 */
#include "world.h"

static struct {
    struct filter guard;
    struct overlay overlay;
    struct rule_version version;
    struct variant variant;
} with;

/* Two encounters for pupils with a plan, one for all others. */
static struct world *new_two(void) {
    struct world *w = new_world();
    memset(&with, 0, sizeof with);
    want_encounter(w, 1);
    with.guard = (struct filter){ .of_subject = true, .subject_type = SUBJECT_PUPIL, .kind = -1 };
    narrow(w, &with.guard, is(w, SEN, 1));
    with.overlay = (struct overlay){ .name = STR("send"), .guards = &with.guard, .guard_count = 1 };
    with.version = w->version;
    with.version.have.n = n_of(2);
    with.version.overlays = 1;
    with.variant = (struct variant){ .overlays = 1, .name = STR("send"), .versions = &with.version, .version_count = 1 };
    w->rule.overlays = 1;
    w->rule.variants = &with.variant;
    w->rule.variant_count = 1;
    w->policy.overlays = &with.overlay;
    w->policy.overlay_count = 1;
    return w;
}

static void sen_is(struct world *w, const char *from, int64_t value) {
    w->steps[w->pupil.step_count] = w->steps[w->pupil.step_count - 1]; /* sen stands before year */
    w->steps[w->pupil.step_count - 1] = (struct fact_step){ SEN, on(from), value };
    w->pupil.step_count++;
}

static void a_pupil_in_the_overlay_has_its_variant(void **state) {
    (void)state;
    struct world *w = new_two();
    sen_is(w, "2020-09-01", 1);
    meaningful(w, "2022-10-10");
    const struct finding *f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_DUE_SOON);
    assert_int_equal(f->variant, 1);
    assert_int_equal(f->need, 2);
    end_world(w);
}

static void others_have_the_rule_as_it_stands(void **state) {
    (void)state;
    struct world *w = new_two();
    sen_is(w, "2020-09-01", 0);
    meaningful(w, "2022-10-10");
    const struct finding *f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_MET);
    assert_int_equal(f->variant, 0);
    end_world(w);
}

static void the_guard_is_asked_on_the_day_of_the_run(void **state) {
    (void)state;
    struct world *w = new_two();
    sen_is(w, "2020-09-01", 0);
    sen_is(w, "2023-06-11", 1);
    meaningful(w, "2022-10-10");
    assert_int_equal(see(w, "2022/23", "2023-06-10")->variant, 0);
    expect_day(see(w, "2022/23", "2023-06-10")->next_change, "2023-06-11");
    assert_int_equal(see(w, "2022/23", "2023-06-11")->variant, 1);
    end_world(w);
}

static void answers_that_agree_are_one(void **state) {
    (void)state;
    struct world *w = new_two();
    assert_int_equal(judge(w, "2023-06-10"), 2); /* last year and this */
    const struct finding *f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_DUE_SOON);
    assert_int_equal(f->variant, 0);
    assert_int_equal(f->need, 1);
    assert_int_equal(f->missing_count, 0);
    assert_false(f->who_unknown);
    meaningful(w, "2022-10-10");
    meaningful(w, "2022-11-11");
    assert_int_equal(see(w, "2022/23", "2023-06-10")->status, STATUS_MET);
    end_world(w);
}

static void answers_that_differ_name_the_guards_datum(void **state) {
    (void)state;
    struct world *w = new_two();
    meaningful(w, "2022-10-10");
    const struct finding *f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_UNKNOWN);
    assert_int_equal(f->underlying, STATUS_DUE_SOON);
    assert_true(f->who_unknown);
    assert_false(f->satisfied);
    assert_int_equal(f->variant, 1);
    assert_int_equal(f->missing_count, 1);
    assert_int_equal(f->missing[0].kind, -1);
    assert_int_equal(f->missing[0].field, SEN);
    assert_int_equal(f->fix, FIX_RECORD_OR_ADD);
    assert_int_equal(f->severity, LEVEL_MEDIUM);
    f = see(w, "2022/23", "2023-09-01");
    assert_int_equal(f->underlying, STATUS_MISSED);
    assert_int_equal(f->fix, FIX_RECORD);
    end_world(w);
}

/* Nothing is due in either: as where it is not known whether a rule concerns the pupil. */
static void a_doubt_that_changes_nothing_yet_is_to_be_confirmed(void **state) {
    (void)state;
    struct world *w = new_two();
    meaningful(w, "2022-10-10");
    const struct finding *f = see(w, "2022/23", "2022-11-01");
    assert_int_equal(f->status, STATUS_ON_TRACK);
    assert_true(f->who_unknown);
    assert_int_equal(f->missing_count, 1);
    assert_int_equal(f->fix, FIX_RECORD_OR_ADD);
    end_world(w);
}

static void an_instance_that_one_variant_lacks(void **state) {
    (void)state;
    struct world *w = new_two();
    with.version.ends = on("2022-08-31"); /* dropped for those in the overlay */
    const struct finding *f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_UNKNOWN);
    assert_int_equal(f->underlying, STATUS_DUE_SOON);
    assert_int_equal(f->variant, 0);
    expect_day(f->next_change, "2023-06-11");
    meaningful(w, "2022-10-10");
    f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_MET);
    assert_true(f->who_unknown);
    assert_int_equal(f->missing_count, 0);
    end_world(w);
}

static void windows_that_differ_stand_side_by_side(void **state) {
    (void)state;
    struct world *w = new_two();
    with.version.when = when(WINDOW_BY_END_OF_YEAR);
    with.version.when.a = n_of(9);
    assert_int_equal(judge(w, "2023-06-10"), 3);
    assert_int_equal(see(w, "end of Y9", "2023-06-10")->status, STATUS_UNKNOWN);
    assert_int_equal(see(w, "2022/23", "2023-06-10")->status, STATUS_UNKNOWN);
    assert_string_equal(w->found[0].instance, "end of Y9"); /* it opened in Year 7 */
    sen_is(w, "2020-09-01", 1);
    assert_int_equal(judge(w, "2023-06-10"), 1);
    assert_string_equal(w->found[0].instance, "end of Y9");
    end_world(w);
}

static void a_guard_by_year_looks_ahead_to_september(void **state) {
    (void)state;
    struct world *w = new_two();
    with.guard.condition_count = 0;
    narrow(w, &with.guard, from_to(YEAR, 10, 11));
    w->version.who_count = 0;
    with.version.who_count = 0;
    const struct finding *f = see(w, "2022/23", "2023-08-01");
    assert_int_equal(f->variant, 0);
    assert_true(!date_after(f->next_change, on("2023-09-01")));
    assert_int_equal(see(w, "2023/24", "2023-09-01")->variant, 1);
    end_world(w);
}

static void a_waiver_stays_a_waiver(void **state) {
    (void)state;
    struct world *w = new_two();
    meaningful(w, "2022-10-10");
    w->exemption = (struct exemption){ .id = 5, .subject_type = SUBJECT_PUPIL, .subject = 11, .rule = STR("1.0.1/rule"),
                                       .reason = STR("medical"), .from = on("2023-01-01"), .ends = on("2023-12-31") };
    w->memory.exemption_count = 1;
    const struct finding *f = see(w, "2022/23", "2023-08-01");
    assert_int_equal(f->status, STATUS_WAIVED);
    assert_int_equal(f->underlying, STATUS_OVERDUE);
    assert_int_equal(f->missing_count, 1);
    assert_int_equal(f->fix, FIX_NONE);
    end_world(w);
}

static void a_waiver_under_the_name_that_a_rule_had_still_covers_it(void **state) {
    (void)state;
    static const struct str former[] = { STR_INIT("1.0.1/old") };
    struct world *w = new_two();
    w->exemption = (struct exemption){ .id = 5, .subject_type = SUBJECT_PUPIL, .subject = 11, .rule = STR("1.0.1/old"),
                                       .reason = STR("medical"), .from = on("2023-01-01"), .ends = on("2023-12-31") };
    w->memory.exemption_count = 1;
    assert_int_equal(see(w, "2022/23", "2023-08-01")->status, STATUS_OVERDUE);
    w->rule.former = former;
    w->rule.former_count = 1;
    assert_int_equal(see(w, "2022/23", "2023-08-01")->status, STATUS_WAIVED);
    end_world(w);
}

static void what_is_forbidden_to_some_is_in_doubt_when_it_happened(void **state) {
    (void)state;
    struct world *w = new_two();
    w->version.force = with.version.force = FORCE_MUST_NOT;
    assert_int_equal(see(w, "2022/23", "2023-06-10")->status, STATUS_MET);
    meaningful(w, "2022-10-10");
    const struct finding *f = see(w, "2022/23", "2023-06-10");
    assert_int_equal(f->status, STATUS_UNKNOWN);
    assert_int_equal(f->underlying, STATUS_MISSED);
    assert_int_equal(f->variant, 0);
    assert_int_equal(f->fix, FIX_RECORD);
    end_world(w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pupil_in_the_overlay_has_its_variant),
        cmocka_unit_test(others_have_the_rule_as_it_stands),
        cmocka_unit_test(the_guard_is_asked_on_the_day_of_the_run),
        cmocka_unit_test(answers_that_agree_are_one),
        cmocka_unit_test(answers_that_differ_name_the_guards_datum),
        cmocka_unit_test(a_doubt_that_changes_nothing_yet_is_to_be_confirmed),
        cmocka_unit_test(an_instance_that_one_variant_lacks),
        cmocka_unit_test(windows_that_differ_stand_side_by_side),
        cmocka_unit_test(a_guard_by_year_looks_ahead_to_september),
        cmocka_unit_test(a_waiver_stays_a_waiver),
        cmocka_unit_test(a_waiver_under_the_name_that_a_rule_had_still_covers_it),
        cmocka_unit_test(what_is_forbidden_to_some_is_in_doubt_when_it_happened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

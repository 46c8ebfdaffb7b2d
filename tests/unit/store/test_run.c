/* SPDX-License-Identifier: GPL-3.0-or-later
 * Runs as differences, totals, and who is to be judged again.
 */
#include "store/intake.h"
#include "store/ruling.h"
#include "store/run.h"
#include "store_fixture.h"

static int64_t new_run(struct school *s, int day_of_month) {
    struct run_info info = {
        .as_at = day(2026, 11, day_of_month), .made_at = 1000 + day_of_month, .name = STR("r"), .full = true
    };
    int64_t run;
    OK(s, run_begin(s->db, &info, &run, &s->err));
    return run;
}

static struct run_finding finding(const char *key, int64_t subject, int32_t status, const char *line) {
    return (struct run_finding){ .key = str_from(key),
                                 .subject = subject,
                                 .rule = STR("4.6.4/employer-encounter"),
                                 .window = STR("2026/27"),
                                 .status = status,
                                 .since = day(2026, 11, 1),
                                 .due = day(2027, 7, 20),
                                 .next_change = day(2027, 5, 1),
                                 .line = str_from(line) };
}

static int64_t finding_rows(struct school *s) {
    struct run_finding *rows;
    size_t count, total = 0;
    struct run_info *runs;
    size_t run_count;
    OK(s, run_list(s->db, &s->arena, &runs, &run_count, &s->err));
    for (size_t i = 0; i < run_count; i++) {
        OK(s, run_position(s->db, &s->arena, runs[i].id, &rows, &count, &s->err));
        total += count;
    }
    return (int64_t)total;
}

static void a_run_stores_differences_and_every_position_can_be_read(void **state) {
    struct school *s = *state;
    struct run_drift drift;
    struct run_finding *rows;
    size_t count;
    begin(s);
    struct run_finding first[] = { finding("b", 2, 1, "b1"), finding("a", 1, 1, "a1"), finding("c", 3, 1, "c1") };
    int64_t one = new_run(s, 1);
    OK(s, run_store(s->db, one, first, 3, &drift, &s->err));
    assert_int_equal(drift.added, 3);
    struct run_finding second[] = { finding("a", 1, 1, "a1"), finding("b", 2, 2, "b2"), finding("d", 4, 1, "d1") };
    int64_t two = new_run(s, 2);
    OK(s, run_store(s->db, two, second, 3, &drift, &s->err));
    assert_int_equal(drift.same, 1);
    assert_int_equal(drift.changed, 1);
    assert_int_equal(drift.added, 1);
    assert_int_equal(drift.gone, 1);
    int64_t three = new_run(s, 3);
    OK(s, run_store(s->db, three, second, 3, &drift, &s->err));
    assert_int_equal(drift.same, 3);
    assert_int_equal(drift.added + drift.changed + drift.gone, 0);
    commit(s);
    OK(s, run_position(s->db, &s->arena, one, &rows, &count, &s->err));
    assert_int_equal(count, 3);
    assert_true(str_is(rows[1].key, "b"));
    assert_true(str_is(rows[1].line, "b1"));
    assert_true(str_is(rows[2].key, "c"));
    OK(s, run_position(s->db, &s->arena, 0, &rows, &count, &s->err));
    assert_int_equal(count, 3);
    assert_int_equal(rows[1].status, 2);
    assert_true(date_same(rows[1].due, day(2027, 7, 20)));
    assert_true(str_is(rows[2].key, "d"));
    assert_int_equal(finding_rows(s), 9);
    struct run_info newest;
    OK(s, run_newest(s->db, &s->arena, &newest, &s->err));
    assert_int_equal(newest.id, three);
    assert_true(newest.full);
}

static void storing_one_run_twice_leaves_the_last_position(void **state) {
    struct school *s = *state;
    struct run_drift drift;
    struct run_finding *rows;
    size_t count;
    begin(s);
    struct run_finding a = finding("a", 1, 1, "a1"), b = finding("b", 1, 1, "b1");
    int64_t run = new_run(s, 1);
    OK(s, run_store(s->db, run, &a, 1, &drift, &s->err));
    OK(s, run_store(s->db, run, &b, 1, &drift, &s->err));
    commit(s);
    OK(s, run_position(s->db, &s->arena, run, &rows, &count, &s->err));
    assert_int_equal(count, 1);
    assert_true(str_is(rows[0].key, "b"));
}

static void an_incremental_run_leaves_the_findings_of_others(void **state) {
    struct school *s = *state;
    struct run_drift drift;
    struct run_finding *rows;
    size_t count;
    begin(s);
    struct run_finding first[] = { finding("a", 1, 1, "a1"), finding("b", 2, 1, "b1"), finding("c", 3, 1, "c1") };
    OK(s, run_store(s->db, new_run(s, 1), first, 3, &drift, &s->err));
    struct run_finding again[] = { finding("b2", 2, 1, "b2") };
    struct run_subject judged[] = { { SUBJECT_PUPIL, 3 }, { SUBJECT_PUPIL, 2 } };
    OK(s, run_store_some(s->db, new_run(s, 2), judged, 2, again, 1, &drift, &s->err));
    commit(s);
    assert_int_equal(drift.same, 1);
    assert_int_equal(drift.gone, 2);
    assert_int_equal(drift.added, 1);
    OK(s, run_position(s->db, &s->arena, 0, &rows, &count, &s->err));
    assert_int_equal(count, 2);
    assert_true(str_is(rows[0].key, "a"));
    assert_true(str_is(rows[1].key, "b2"));
}

static void totals_are_a_trend(void **state) {
    struct school *s = *state;
    begin(s);
    for (int i = 1; i <= 3; i++) {
        int64_t run = new_run(s, i);
        OK(s, run_add_total(
                  s->db, &(struct run_total){ .run = run, .item = STR("4.6.4"), .part = STR("met"), .number = 10 * i },
                  &s->err));
        OK(s,
           run_add_total(s->db, &(struct run_total){ .run = run, .item = STR("4.7"), .part = STR("met"), .number = i },
                         &s->err));
    }
    commit(s);
    struct run_total *totals;
    size_t count;
    OK(s, run_totals(s->db, &s->arena, STR("4.6.4"), &totals, &count, &s->err));
    assert_int_equal(count, 3);
    assert_int_equal(totals[2].number, 30);
    assert_true(date_same(totals[0].as_at, day(2026, 11, 1)));
    OK(s, run_totals(s->db, &s->arena, (struct str){ NULL, 0 }, &totals, &count, &s->err));
    assert_int_equal(count, 2);
    assert_int_equal(totals[1].number, 3);
}

static bool is_pending(struct school *s, struct date as_at, enum subject_type type, int64_t subject) {
    struct run_subject *rows;
    size_t count;
    OK(s, run_pending(s->db, &s->arena, as_at, &rows, &count, &s->err));
    for (size_t i = 0; i < count; i++) {
        if (rows[i].type == type && rows[i].subject == subject) return true;
    }
    return false;
}

static void clear(struct school *s) {
    OK(s, run_clear_touched(s->db, &s->err));
}

static void every_change_names_whom_it_touches(void **state) {
    struct school *s = *state;
    struct date today = day(2026, 11, 23);
    int64_t tugs, id;
    enum wrote wrote;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1"), bea = add_pupil(s, "Bea", "Example", "A2");
    struct organisation_write organisation = { .name = STR("Harbour Tugs") };
    OK(s, organisation_put(s->db, &s->kinds, &organisation, &tugs, &wrote, &s->err));
    assert_true(is_pending(s, today, SUBJECT_PUPIL, ada));
    assert_true(is_pending(s, today, SUBJECT_ORGANISATION, tugs));
    clear(s);
    assert_false(is_pending(s, today, SUBJECT_PUPIL, ada));
    int64_t talk = add_activity(s, ENCOUNTER, today);
    assert_true(is_pending(s, today, SUBJECT_SCHOOL, 0));
    clear(s);
    add_participation_of(s, ENCOUNTER, talk, ada, OUTCOME_INVITED);
    assert_true(is_pending(s, today, SUBJECT_PUPIL, ada));
    assert_false(is_pending(s, today, SUBJECT_PUPIL, bea));
    clear(s);
    struct field_value seen = { E_SEEN_ON, today.day, { 0 } };
    struct activity_write row = { .id = talk,
                                  .kind = ENCOUNTER,
                                  .date = DATE_NONE,
                                  .last_day = DATE_NONE,
                                  .organisation = VALUE_NONE,
                                  .fields = &seen,
                                  .field_count = 1 };
    OK(s, activity_put(s->db, &s->kinds, &row, &id, &wrote, &s->err)); /* a session field: everybody who was there */
    assert_true(is_pending(s, today, SUBJECT_PUPIL, ada));
    assert_true(is_pending(s, today, SUBJECT_SCHOOL, 0));
    row = (struct activity_write){
        .id = talk, .kind = ENCOUNTER, .date = DATE_NONE, .last_day = DATE_NONE, .organisation = tugs
    };
    OK(s, activity_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    clear(s);
    struct fact_step local = { G_LOCAL, DATE_FIRST, 1 };
    struct organisation_write fact = { .id = tugs, .facts = &local, .fact_count = 1 };
    OK(s, organisation_put(s->db, &s->kinds, &fact, &id, &wrote, &s->err)); /* a filter on the organisation */
    assert_true(is_pending(s, today, SUBJECT_PUPIL, ada));
    assert_true(is_pending(s, today, SUBJECT_ORGANISATION, tugs));
    clear(s);
    struct fact_step bus = { F_X_BUS, DATE_FIRST, 1 };
    OK(s, pupil_put(s->db, &s->kinds, &(struct pupil_write){ .id = bea, .facts = &bus, .fact_count = 1 }, &id, &wrote,
                    &s->err));
    assert_true(is_pending(s, today, SUBJECT_PUPIL, bea));
    clear(s);
    struct ruling_exemption exemption = { .exemption = { .subject = bea,
                                                         .rule = STR("4.1/one"),
                                                         .reason = STR("illness"),
                                                         .from = today,
                                                         .ends = DATE_NONE,
                                                         .approved_on = DATE_NONE },
                                          .approver = VALUE_NONE };
    OK(s, ruling_exempt(s->db, &exemption, &id, &wrote, &s->err));
    assert_true(is_pending(s, today, SUBJECT_PUPIL, bea));
    clear(s);
    bool removed;
    OK(s, participation_remove(s->db, ENCOUNTER, &s->kinds, talk, ada, &removed, &s->err));
    assert_true(is_pending(s, today, SUBJECT_PUPIL, ada));
    commit(s);
}

/* The end of an import's reach turns "not known" into "not there" for everybody. */
static void an_import_that_is_complete_further_touches_everybody(void **state) {
    struct school *s = *state;
    struct date today = day(2026, 11, 23);
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1");
    OK(s, intake_set_complete(s->db, &s->kinds, ENCOUNTER, day(2026, 11, 1), &s->err));
    clear(s);
    OK(s, intake_set_complete(s->db, &s->kinds, ENCOUNTER, day(2026, 11, 1), &s->err));
    assert_false(is_pending(s, today, SUBJECT_PUPIL, ada));
    OK(s, intake_set_complete(s->db, &s->kinds, ENCOUNTER, day(2026, 11, 20), &s->err));
    assert_true(is_pending(s, today, SUBJECT_PUPIL, ada));
    assert_true(is_pending(s, today, SUBJECT_SCHOOL, 0));
    commit(s);
}

static int64_t add_staff(struct school *s, const char *key) {
    struct staff_write row = { .key = str_from(key), .surname = str_from(key) };
    int64_t id;
    enum wrote wrote;
    OK(s, staff_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    return id;
}

/* Whether the approver held the role is read from the posts. */
static void a_post_of_an_approver_touches_whom_the_exemption_is_about(void **state) {
    struct school *s = *state;
    struct date today = day(2026, 11, 23);
    int64_t id;
    enum wrote wrote;
    bool removed;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1"), boss = add_staff(s, "boss"), other = add_staff(s, "other");
    struct ruling_exemption exemption = { .exemption = { .subject = ada,
                                                         .rule = STR("4.1/one"),
                                                         .reason = STR("illness"),
                                                         .from = today,
                                                         .ends = DATE_NONE,
                                                         .approved_by = STR("careers_leader"),
                                                         .approved_on = today },
                                          .approver = boss };
    OK(s, ruling_exempt(s->db, &exemption, &id, &wrote, &s->err));
    clear(s);
    int64_t post = add_activity(s, POST, day(2026, 9, 1)), second = add_activity(s, POST, day(2026, 9, 1));
    add_participation_of(s, POST, second, other, -1);
    assert_false(is_pending(s, today, SUBJECT_PUPIL, ada));
    add_participation_of(s, POST, post, boss, -1);
    assert_true(is_pending(s, today, SUBJECT_PUPIL, ada));
    clear(s);
    struct field_value ends = { O_ENDS_ON, day(2026, 10, 1).day, { 0 } };
    struct activity_write row = { .id = post, .kind = POST, .date = DATE_NONE, .last_day = DATE_NONE,
                                  .organisation = VALUE_NONE, .fields = &ends, .field_count = 1 };
    OK(s, activity_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    assert_true(is_pending(s, today, SUBJECT_PUPIL, ada));
    clear(s);
    OK(s, participation_remove(s->db, POST, &s->kinds, post, boss, &removed, &s->err));
    assert_true(is_pending(s, today, SUBJECT_PUPIL, ada));
    commit(s);
}

/* Before the day of admission a pupil has no finding whose next change could tell. */
static void a_pupil_who_joined_or_left_since_the_run_is_pending(void **state) {
    struct school *s = *state;
    int64_t id;
    enum wrote wrote;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1"), bea = add_pupil(s, "Bea", "Example", "A2");
    struct fact_step joins = { F_ADMITTED, DATE_FIRST, day(2027, 1, 5).day };
    struct fact_step leaves = { F_LEFT, DATE_FIRST, day(2027, 1, 4).day };
    OK(s, pupil_put(s->db, &s->kinds, &(struct pupil_write){ .id = ada, .facts = &joins, .fact_count = 1 }, &id, &wrote,
                    &s->err));
    OK(s, pupil_put(s->db, &s->kinds, &(struct pupil_write){ .id = bea, .facts = &leaves, .fact_count = 1 }, &id,
                    &wrote, &s->err));
    struct run_info info = { .as_at = day(2026, 12, 18) };
    int64_t run;
    OK(s, run_begin(s->db, &info, &run, &s->err));
    clear(s);
    commit(s);
    assert_false(is_pending(s, day(2027, 1, 4), SUBJECT_PUPIL, ada));
    assert_true(is_pending(s, day(2027, 1, 5), SUBJECT_PUPIL, ada));
    assert_false(is_pending(s, day(2027, 1, 3), SUBJECT_PUPIL, bea));
    assert_true(is_pending(s, day(2027, 1, 5), SUBJECT_PUPIL, bea));
}

static void a_finding_whose_day_has_come_is_pending(void **state) {
    struct school *s = *state;
    struct run_drift drift;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1");
    struct run_finding one = finding("a", ada, 1, "a1");
    OK(s, run_store(s->db, new_run(s, 1), &one, 1, &drift, &s->err));
    clear(s);
    commit(s);
    assert_false(is_pending(s, day(2027, 4, 30), SUBJECT_PUPIL, ada));
    assert_true(is_pending(s, day(2027, 5, 1), SUBJECT_PUPIL, ada));
}

#define SCHOOL_TEST(test) cmocka_unit_test_setup_teardown(test, open_school, close_school)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(a_run_stores_differences_and_every_position_can_be_read),
        SCHOOL_TEST(storing_one_run_twice_leaves_the_last_position),
        SCHOOL_TEST(an_incremental_run_leaves_the_findings_of_others),
        SCHOOL_TEST(totals_are_a_trend),
        SCHOOL_TEST(every_change_names_whom_it_touches),
        SCHOOL_TEST(an_import_that_is_complete_further_touches_everybody),
        SCHOOL_TEST(a_post_of_an_approver_touches_whom_the_exemption_is_about),
        SCHOOL_TEST(a_pupil_who_joined_or_left_since_the_run_is_pending),
        SCHOOL_TEST(a_finding_whose_day_has_come_is_pending),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

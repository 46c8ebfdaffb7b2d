/* SPDX-License-Identifier: GPL-3.0-or-later
 * Activities and participations: natural keys, writing twice, reading back, taking out.
 */
#include "store_fixture.h"

static enum wrote put(struct school *s, const struct activity_write *row, int64_t *id) {
    enum wrote wrote;
    OK(s, activity_put(s->db, &s->kinds, row, id, &wrote, &s->err));
    return wrote;
}

static enum wrote take(struct school *s, const struct participation_write *row) {
    enum wrote wrote;
    OK(s, participation_put(s->db, &s->kinds, row, &wrote, &s->err));
    return wrote;
}

static struct activity_card read_card(struct school *s, int64_t id) {
    struct activity_card card;
    bool found;
    OK(s, activity_read(s->db, &s->kinds, &s->arena, id, &card, &found, &s->err));
    assert_true(found);
    return card;
}

static void an_import_twice_changes_nothing(void **state) {
    struct school *s = *state;
    int64_t id, again;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1");
    struct field_value fields[] = { { E_FORM, 1, { 0 } },
                                    { E_SEEN_ON, day(2026, 11, 13).day, { 0 } },
                                    { E_SPEAKER, 0, STR("A welder") } };
    struct activity_write row = { .kind = ENCOUNTER,
                                  .date = day(2026, 11, 12),
                                  .last_day = DATE_NONE,
                                  .organisation = VALUE_NONE,
                                  .title = STR("Talk"),
                                  .source = STR("visits"),
                                  .reference = STR("row 7"),
                                  .fields = fields,
                                  .field_count = COUNT_OF(fields) };
    assert_int_equal(put(s, &row, &id), WROTE_ADDED);
    assert_int_equal(put(s, &row, &again), WROTE_SAME);
    assert_int_equal(id, again);
    struct field_value own[] = { { E_HOURS, 90, { 0 } },
                                 { E_REFLECTED_ON, day(2026, 11, 20).day, { 0 } },
                                 { E_REMARK, 0, STR("Good") } };
    struct participation_write one = { id, ENCOUNTER, ada, OUTCOME_INVITED, own, COUNT_OF(own) };
    assert_int_equal(take(s, &one), WROTE_ADDED);
    assert_int_equal(take(s, &one), WROTE_SAME);
    one.outcome = OUTCOME_ATTENDED;
    assert_int_equal(take(s, &one), WROTE_CHANGED);
    own[2].text = STR("Very good");
    assert_int_equal(take(s, &one), WROTE_CHANGED);
    own[1].value = VALUE_NONE;
    assert_int_equal(take(s, &one), WROTE_CHANGED);
    assert_int_equal(take(s, &one), WROTE_SAME);
    fields[1].value = day(2026, 11, 14).day;
    assert_int_equal(put(s, &row, &again), WROTE_CHANGED);
    commit(s);
    struct activity_card card = read_card(s, id);
    assert_int_equal(card.field_count, 3);
    assert_int_equal(card.fields[1].value, day(2026, 11, 14).day);
    assert_true(str_is(card.fields[2].text, "A welder"));
    assert_int_equal(card.people_count, 1);
    assert_int_equal(card.people[0].outcome, OUTCOME_ATTENDED);
    assert_int_equal(card.people[0].field_count, 2);
    assert_true(str_is(card.people[0].fields[1].text, "Very good"));
}

static void what_is_not_listed_stays(void **state) {
    struct school *s = *state;
    int64_t id;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1");
    struct field_value fields[] = { { E_FORM, 1, { 0 } }, { E_MEANINGFUL, 1, { 0 } } };
    struct activity_write row = { .kind = ENCOUNTER,
                                  .date = day(2026, 11, 12),
                                  .last_day = day(2026, 11, 13),
                                  .organisation = VALUE_NONE,
                                  .title = STR("Talk"),
                                  .cancelled = true,
                                  .fields = fields,
                                  .field_count = 2 };
    put(s, &row, &id);
    struct field_value prepared = { E_PREPARED, 1, { 0 } };
    struct participation_write one = { id, ENCOUNTER, ada, OUTCOME_ATTENDED, &prepared, 1 };
    take(s, &one);
    struct activity_write later = {
        .id = id, .kind = ENCOUNTER, .date = DATE_NONE, .last_day = DATE_NONE, .organisation = VALUE_NONE
    };
    assert_int_equal(put(s, &later, &id), WROTE_SAME);
    later.cancelled_given = true;
    assert_int_equal(put(s, &later, &id), WROTE_CHANGED);
    one = (struct participation_write){ id, ENCOUNTER, ada, -1, NULL, 0 };
    assert_int_equal(take(s, &one), WROTE_SAME);
    commit(s);
    struct activity_card card = read_card(s, id);
    assert_false(card.row.cancelled);
    assert_true(date_same(card.row.last_day, day(2026, 11, 13)));
    assert_true(str_is(card.row.title, "Talk"));
    assert_int_equal(card.field_count, 2);
    assert_int_equal(card.people[0].outcome, OUTCOME_ATTENDED);
    assert_int_equal(card.people[0].fields[0].value, 1);
}

static void impossible_values_are_refused(void **state) {
    struct school *s = *state;
    int64_t id;
    enum wrote wrote;
    struct field_value field = { E_FORM, 9, { 0 } };
    struct activity_write row = { .kind = ENCOUNTER,
                                  .date = day(2026, 11, 12),
                                  .last_day = DATE_NONE,
                                  .organisation = VALUE_NONE,
                                  .fields = &field,
                                  .field_count = 1 };
    begin(s);
    assert_false(activity_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    assert_int_equal(s->err.code, CODE_BAD_CELL);
    field = (struct field_value){ E_MEANINGFUL, 2, { 0 } };
    assert_false(activity_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    row.field_count = 0;
    row.date = DATE_NONE;
    assert_false(activity_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    assert_int_equal(s->err.code, CODE_MISSING_VALUE);
    int64_t plan = add_activity(s, CAREER_PLAN, day(2026, 11, 12));
    row.id = plan;
    row.date = day(2026, 11, 12);
    assert_false(activity_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    assert_int_equal(s->err.code, CODE_UNKNOWN_ACTIVITY);
    db_rollback(s->db, "change");
}

static void a_removed_activity_leaves_nothing_behind(void **state) {
    struct school *s = *state;
    int64_t id, found;
    bool there;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1");
    struct field_value fields[] = { { E_SEEN_ON, day(2026, 11, 13).day, { 0 } }, { E_SPEAKER, 0, STR("A welder") } };
    struct activity_write row = { .kind = ENCOUNTER,
                                  .date = day(2026, 11, 12),
                                  .last_day = DATE_NONE,
                                  .organisation = VALUE_NONE,
                                  .source = STR("visits"),
                                  .reference = STR("7"),
                                  .fields = fields,
                                  .field_count = 2 };
    put(s, &row, &id);
    struct field_value own[] = { { E_REFLECTED_ON, day(2026, 11, 20).day, { 0 } }, { E_REMARK, 0, STR("Good") } };
    struct participation_write one = { id, ENCOUNTER, ada, OUTCOME_ATTENDED, own, 2 };
    take(s, &one);
    OK(s, activity_remove(s->db, id, &s->err));
    commit(s);
    struct activity_card card;
    OK(s, activity_read(s->db, &s->kinds, &s->arena, id, &card, &there, &s->err));
    assert_false(there);
    OK(s, activity_find(s->db, STR("visits"), STR("7"), &found, &s->err));
    assert_int_equal(found, 0);
    OK(s, db_check(s->db, true, &s->err)); /* no orphan details or notes */
}

static void a_removed_participant_takes_the_own_fields_along(void **state) {
    struct school *s = *state;
    bool removed;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1"), talk = add_activity(s, ENCOUNTER, day(2026, 11, 12));
    struct field_value own = { E_REMARK, 0, STR("Good") };
    struct participation_write one = { talk, ENCOUNTER, ada, OUTCOME_ATTENDED, &own, 1 };
    take(s, &one);
    OK(s, participation_remove(s->db, ENCOUNTER, &s->kinds, talk, ada, &removed, &s->err));
    assert_true(removed);
    OK(s, participation_remove(s->db, ENCOUNTER, &s->kinds, talk, ada, &removed, &s->err));
    assert_false(removed);
    one = (struct participation_write){ talk, ENCOUNTER, ada, OUTCOME_ATTENDED, NULL, 0 };
    assert_int_equal(take(s, &one), WROTE_ADDED);
    commit(s);
    assert_int_equal(read_card(s, talk).people[0].field_count, 0);
}

static void lists_filter_by_kind_day_person_and_title(void **state) {
    struct school *s = *state;
    int64_t id;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1");
    struct activity_write row = { .kind = ENCOUNTER,
                                  .date = day(2026, 11, 12),
                                  .last_day = DATE_NONE,
                                  .organisation = VALUE_NONE,
                                  .title = STR("Tug yard talk") };
    put(s, &row, &id);
    add_participation_of(s, ENCOUNTER, id, ada, OUTCOME_DECLINED);
    add_activity(s, ENCOUNTER, day(2026, 11, 10));
    add_activity(s, PUBLICATION, day(2026, 11, 11));
    commit(s);
    struct activity_row *rows;
    size_t count;
    struct activity_filter filter = ACTIVITY_ANY;
    OK(s, activity_list(s->db, &s->kinds, &s->arena, &filter, &rows, &count, &s->err));
    assert_int_equal(count, 3);
    assert_true(date_same(rows[0].date, day(2026, 11, 10)));
    filter.kind = ENCOUNTER;
    filter.from = day(2026, 11, 11);
    OK(s, activity_list(s->db, &s->kinds, &s->arena, &filter, &rows, &count, &s->err));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].people, 1);
    filter = (struct activity_filter)ACTIVITY_ANY;
    filter.pupil = ada;
    OK(s, activity_list(s->db, &s->kinds, &s->arena, &filter, &rows, &count, &s->err));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].outcome, OUTCOME_DECLINED);
    filter = (struct activity_filter)ACTIVITY_ANY;
    filter.title = STR("talk TUG");
    OK(s, activity_list(s->db, &s->kinds, &s->arena, &filter, &rows, &count, &s->err));
    assert_int_equal(count, 1);
    filter.title = STR("");
    filter.most = 2;
    OK(s, activity_list(s->db, &s->kinds, &s->arena, &filter, &rows, &count, &s->err));
    assert_int_equal(count, 2);
}

#define SCHOOL_TEST(test) cmocka_unit_test_setup_teardown(test, open_school, close_school)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(an_import_twice_changes_nothing),
        SCHOOL_TEST(what_is_not_listed_stays),
        SCHOOL_TEST(impossible_values_are_refused),
        SCHOOL_TEST(a_removed_activity_leaves_nothing_behind),
        SCHOOL_TEST(a_removed_participant_takes_the_own_fields_along),
        SCHOOL_TEST(lists_filter_by_kind_day_person_and_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

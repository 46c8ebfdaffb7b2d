/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a file had said of a value that a person set: noted, taken back, undone, and gone with the person and the record.
 */
#include "store/hand.h"
#include "store/step.h"
#include "store_fixture.h"

struct talk {
    int64_t id, ada, bea;
};

/* Imported: a talk that was not meaningful, Ada there and Bea away. */
static struct talk make_talk(struct school *s, const char *reference) {
    struct talk talk;
    enum wrote wrote;
    begin(s);
    struct field_value no = { E_MEANINGFUL, 0, { 0 } };
    struct activity_write row = { .kind = ENCOUNTER, .date = day(2026, 11, 12), .last_day = DATE_NONE, .organisation = VALUE_NONE, .title = STR("Tugs"),
                                  .source = STR("activities"), .reference = str_from(reference), .fields = &no, .field_count = 1 };
    OK(s, activity_put(s->db, &s->kinds, &row, &talk.id, &wrote, &s->err));
    talk.ada = add_pupil(s, "Ada", "Example", "A1");
    talk.bea = add_pupil(s, "Bea", "Example", "A2");
    add_participation_of(s, ENCOUNTER, talk.id, talk.ada, OUTCOME_ATTENDED);
    add_participation_of(s, ENCOUNTER, talk.id, talk.bea, OUTCOME_ABSENT);
    commit(s);
    return talk;
}

static struct activity_card look(struct school *s, int64_t id) {
    struct activity_card card;
    bool found;
    OK(s, activity_read(s->db, &s->kinds, &s->arena, id, &card, &found, &s->err));
    assert_true(found);
    return card;
}

static size_t hands(struct school *s, struct hand **out) {
    size_t count;
    OK(s, hand_list(s->db, &s->arena, out, &count, &s->err));
    return count;
}

static void set_meaningful(struct school *s, int64_t id, int64_t value) {
    struct activity_card before = look(s, id);
    struct field_value field = { E_MEANINGFUL, value, { 0 } };
    struct activity_write row = { .id = id, .kind = ENCOUNTER, .date = DATE_NONE, .last_day = DATE_NONE, .organisation = VALUE_NONE, .fields = &field, .field_count = 1 };
    enum wrote wrote;
    OK(s, activity_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    OK(s, hand_note(s->db, &s->kinds, &s->arena, &before, &s->err));
}

static void what_the_file_had_said_stays_until_it_is_said_again(void **state) {
    struct school *s = *state;
    struct talk talk = make_talk(s, "7");
    struct hand *rows;
    begin(s);
    set_meaningful(s, talk.id, 1);
    assert_int_equal(hands(s, &rows), 1);
    assert_int_equal(rows[0].field, hand_field(&s->kinds.kinds[ENCOUNTER], E_MEANINGFUL));
    assert_int_equal(rows[0].said, 0);
    set_meaningful(s, talk.id, VALUE_NONE); /* corrected again: the file still had said no */
    assert_int_equal(hands(s, &rows), 1);
    assert_int_equal(rows[0].said, 0);
    set_meaningful(s, talk.id, 0);
    assert_int_equal(hands(s, &rows), 0);
    commit(s);
}

static void a_record_made_by_hand_has_no_file_to_remember(void **state) {
    struct school *s = *state;
    struct talk talk = make_talk(s, "");
    struct hand *rows;
    begin(s);
    set_meaningful(s, talk.id, 1);
    assert_int_equal(hands(s, &rows), 0);
    commit(s);
}

static void who_is_taken_out_is_known_with_what_the_file_said(void **state) {
    struct school *s = *state;
    struct talk talk = make_talk(s, "7");
    struct hand *rows;
    bool removed;
    begin(s);
    struct activity_card before = look(s, talk.id);
    OK(s, participation_remove(s->db, ENCOUNTER, &s->kinds, talk.id, talk.bea, &removed, &s->err));
    OK(s, hand_note(s->db, &s->kinds, &s->arena, &before, &s->err));
    assert_int_equal(hands(s, &rows), 1);
    assert_int_equal(rows[0].field, HAND_PLACE);
    assert_int_equal(rows[0].person, talk.bea);
    assert_int_equal(rows[0].said, OUTCOME_ABSENT);
    before = look(s, talk.id);
    add_participation_of(s, ENCOUNTER, talk.id, talk.bea, OUTCOME_ATTENDED);
    OK(s, hand_note(s->db, &s->kinds, &s->arena, &before, &s->err));
    assert_int_equal(hands(s, &rows), 1);
    assert_int_equal(rows[0].field, hand_field(&s->kinds.kinds[ENCOUNTER], FIELD_OUTCOME));
    assert_int_equal(rows[0].said, OUTCOME_ABSENT);
    commit(s);
}

static void undo_takes_it_away_and_brings_it_back(void **state) {
    struct school *s = *state;
    struct talk talk = make_talk(s, "7");
    struct step_recording *recording;
    struct step_info info = { .verb = STR("correct"), .about = STR("#1"), .expires_at = INT64_MAX };
    struct hand *rows;
    int64_t step;
    bool blocked;
    for (int64_t value = 1; value >= 0; value--) { /* the second takes the correction back */
        begin(s);
        OK(s, step_record(s->db, &recording, &s->err));
        set_meaningful(s, talk.id, value);
        OK(s, step_keep(s->db, recording, &info, &step, &s->err));
        commit(s);
    }
    assert_int_equal(hands(s, &rows), 0);
    begin(s);
    OK(s, step_undo(s->db, step, 1, 0, NULL, &blocked, &s->err));
    commit(s);
    assert_int_equal(hands(s, &rows), 1);
    begin(s);
    OK(s, step_undo(s->db, step - 1, 2, 0, NULL, &blocked, &s->err));
    commit(s);
    assert_int_equal(hands(s, &rows), 0);
}

static void it_goes_with_the_pupil_and_with_the_record(void **state) {
    struct school *s = *state;
    struct talk talk = make_talk(s, "7");
    struct pupil_erased erased;
    struct hand *rows, one = { talk.id, talk.ada, HAND_PLACE, OUTCOME_ATTENDED, { 0 } };
    begin(s);
    OK(s, hand_put(s->db, &one, &s->err));
    one = (struct hand){ talk.id, talk.bea, hand_field(&s->kinds.kinds[ENCOUNTER], E_REMARK), VALUE_NONE, STR("wants to weld submarines") };
    OK(s, hand_put(s->db, &one, &s->err));
    set_meaningful(s, talk.id, 1);
    OK(s, pupil_erase(s->db, &talk.ada, 1, day(2026, 11, 23), &erased, &s->err));
    assert_int_equal(hands(s, &rows), 2);
    OK(s, pupil_erase(s->db, &talk.bea, 1, day(2026, 11, 23), &erased, &s->err));
    assert_int_equal(hands(s, &rows), 1);
    OK(s, activity_remove(s->db, talk.id, &s->err));
    assert_int_equal(hands(s, &rows), 0);
    commit(s);
    OK(s, db_check(s->db, true, &s->err));
}

#define SCHOOL_TEST(test) cmocka_unit_test_setup_teardown(test, open_school, close_school)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(what_the_file_had_said_stays_until_it_is_said_again),
        SCHOOL_TEST(a_record_made_by_hand_has_no_file_to_remember),
        SCHOOL_TEST(who_is_taken_out_is_known_with_what_the_file_said),
        SCHOOL_TEST(undo_takes_it_away_and_brings_it_back),
        SCHOOL_TEST(it_goes_with_the_pupil_and_with_the_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pupils: writing twice changes nothing, steps, matching, lists, erasure.
 */
#include "store/ledger.h"
#include "store/step.h"
#include "store_fixture.h"

static enum wrote put(struct school *s, const struct pupil_write *row, int64_t *id) {
    enum wrote wrote;
    OK(s, pupil_put(s->db, &s->kinds, row, id, &wrote, &s->err));
    return wrote;
}

static struct pupil read_pupil(struct school *s, int64_t id) {
    struct pupil pupil;
    bool found;
    OK(s, pupil_read(s->db, &s->kinds, &s->arena, id, &pupil, &found, &s->err));
    assert_true(found);
    return pupil;
}

static void writing_the_same_twice_changes_nothing(void **state) {
    struct school *s = *state;
    int64_t id, same;
    begin(s);
    struct fact_step facts[] = { { F_YEAR, day(2026, 9, 1), 9 },
                                 { F_FORM, day(2026, 9, 1), word(s, "9AB") },
                                 { F_DOB, DATE_FIRST, day(2013, 2, 28).day },
                                 { F_SEX, DATE_FIRST, 0 },
                                 { F_X_BUS, DATE_FIRST, 0 },
                                 { F_X_STOP, DATE_FIRST, 4 } };
    struct pupil_write row = { .upn = STR("A1"),
                               .first_name = STR("Łukasz"),
                               .surname = STR("Dvořák"),
                               .facts = facts,
                               .fact_count = COUNT_OF(facts) };
    assert_int_equal(put(s, &row, &id), WROTE_ADDED);
    row.id = id;
    assert_int_equal(put(s, &row, &same), WROTE_SAME);
    assert_int_equal(id, same);
    for (size_t i = 0; i < COUNT_OF(facts); i++) facts[i].from = day(2026, 11, 23);
    assert_int_equal(put(s, &row, &same), WROTE_SAME); /* in force already: a later import adds no step */
    commit(s);
    struct pupil pupil = read_pupil(s, id);
    assert_true(str_is(pupil.first_name, "Łukasz"));
    assert_int_equal(pupil.facts[F_YEAR], 9);
    assert_int_equal(pupil.facts[F_DOB], day(2013, 2, 28).day);
    assert_int_equal(pupil.facts[F_X_BUS], 0);
    assert_int_equal(pupil.facts[F_X_STOP], 4);
    assert_true(pupil.facts[F_SEN] == VALUE_NONE);
    assert_true(pupil.facts[F_AGE] == VALUE_NONE);
    assert_int_equal(pupil.step_count, 3);
}

static void a_missing_column_leaves_what_is_held(void **state) {
    struct school *s = *state;
    int64_t id;
    begin(s);
    struct pupil_write row = {
        .upn = STR("A1"), .uln = STR("1234567890"), .first_name = STR("Ada"), .surname = STR("Example")
    };
    put(s, &row, &id);
    struct pupil_write later = { .id = id, .surname = STR("Sample"), .uln = STR("") };
    assert_int_equal(put(s, &later, &id), WROTE_CHANGED);
    commit(s);
    struct pupil pupil = read_pupil(s, id);
    assert_true(str_is(pupil.upn, "A1"));
    assert_true(str_is(pupil.first_name, "Ada"));
    assert_true(str_is(pupil.surname, "Sample"));
    assert_int_equal(pupil.uln.size, 0);
}

static void a_step_holds_from_its_day_to_the_next(void **state) {
    struct school *s = *state;
    int64_t id;
    begin(s);
    struct fact_step september = { F_SEN, day(2026, 9, 1), 1 }, november = { F_SEN, day(2026, 11, 2), 2 };
    struct fact_step gone = { F_SEN, day(2027, 1, 1), VALUE_NONE };
    struct pupil_write row = { .surname = STR("Example"), .facts = &november, .fact_count = 1 };
    put(s, &row, &id);
    row.id = id;
    row.facts = &september; /* brought in late: earlier than what is held */
    assert_int_equal(put(s, &row, &id), WROTE_CHANGED);
    struct pupil pupil = read_pupil(s, id);
    assert_int_equal(pupil.facts[F_SEN], 2);
    row.facts = &gone;
    assert_int_equal(put(s, &row, &id), WROTE_CHANGED);
    commit(s);
    pupil = read_pupil(s, id);
    assert_true(pupil.facts[F_SEN] == VALUE_NONE);
    assert_int_equal(pupil.step_count, 3);
    assert_true(pupil_fact_on(&s->kinds, &pupil, F_SEN, day(2026, 8, 31)) == VALUE_NONE);
    assert_int_equal(pupil_fact_on(&s->kinds, &pupil, F_SEN, day(2026, 9, 1)), 1);
    assert_int_equal(pupil_fact_on(&s->kinds, &pupil, F_SEN, day(2026, 12, 31)), 2);
    assert_true(pupil_fact_on(&s->kinds, &pupil, F_SEN, day(2027, 1, 1)) == VALUE_NONE);
}

static void values_outside_a_list_are_refused(void **state) {
    struct school *s = *state;
    int64_t id;
    enum wrote wrote;
    begin(s);
    struct fact_step facts[] = { { F_SEN, DATE_FIRST, 3 } };
    struct pupil_write row = { .surname = STR("Example"), .facts = facts, .fact_count = 1 };
    assert_false(pupil_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    assert_int_equal(s->err.code, CODE_BAD_CELL);
    facts[0] = (struct fact_step){ F_YEAR, DATE_FIRST, -1 };
    assert_false(pupil_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    assert_int_equal(s->err.code, CODE_BAD_CELL);
    db_rollback(s->db, "change");
}

static void one_upn_is_one_pupil(void **state) {
    struct school *s = *state;
    int64_t id;
    enum wrote wrote;
    begin(s);
    add_pupil(s, "Ada", "Example", "A1");
    struct pupil_write row = { .upn = STR("A1"), .surname = STR("Other") };
    assert_false(pupil_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    assert_int_equal(s->err.code, CODE_SAME_UPN_TWICE);
    db_rollback(s->db, "change");
}

static int64_t find_one(struct school *s, enum pupil_key by, struct pupil_sought sought, uint32_t wanted) {
    int64_t id;
    uint32_t count;
    OK(s, pupil_find(s->db, by, &sought, &id, &count, &s->err));
    assert_int_equal(count, wanted);
    return id;
}

static void pupils_match_by_number_or_by_name_with_birthday(void **state) {
    struct school *s = *state;
    int64_t id, twin;
    begin(s);
    struct fact_step dob = { F_DOB, DATE_FIRST, day(2013, 2, 28).day };
    struct pupil_write row = { .upn = STR("A1"),
                               .former_upn = STR("T1"),
                               .uln = STR("123"),
                               .admission_no = STR("0042"),
                               .first_name = STR("Zoë"),
                               .surname = STR("O’Brien"),
                               .facts = &dob,
                               .fact_count = 1 };
    put(s, &row, &id);
    row.upn = STR("A2");
    row.admission_no = STR("0043");
    put(s, &row, &twin);
    commit(s);
    assert_int_equal(find_one(s, PUPIL_BY_UPN, (struct pupil_sought){ .upn = STR("A1") }, 1), id);
    assert_int_equal(find_one(s, PUPIL_BY_UPN, (struct pupil_sought){ .upn = STR("") }, 0), 0);
    assert_int_equal(find_one(s, PUPIL_BY_ADMISSION_NO, (struct pupil_sought){ .admission_no = STR("0043") }, 1), twin);
    assert_int_equal(find_one(s, PUPIL_BY_FORMER_UPN, (struct pupil_sought){ .upn = STR("T1") }, 2), id);
    struct pupil_sought name = { .first_name = STR("ZOE"), .surname = STR("O'brien"), .dob = day(2013, 2, 28) };
    assert_int_equal(find_one(s, PUPIL_BY_NAME_AND_DOB, name, 2), id);
    name.dob = day(2013, 2, 27);
    assert_int_equal(find_one(s, PUPIL_BY_NAME_AND_DOB, name, 0), 0);
    name.dob = DATE_NONE; /* never by name alone */
    assert_int_equal(find_one(s, PUPIL_BY_NAME_AND_DOB, name, 0), 0);
}

static void lists_are_as_at_a_day(void **state) {
    struct school *s = *state;
    int64_t ada, bea, cia;
    begin(s);
    struct fact_step of_ada[] = { { F_YEAR, day(2025, 9, 1), 8 },
                                  { F_FORM, day(2025, 9, 1), word(s, "8AB") },
                                  { F_FORM, day(2026, 9, 1), word(s, "9AB") } };
    struct fact_step of_bea[] = { { F_YEAR, day(2026, 9, 1), 9 },
                                  { F_FORM, day(2026, 9, 1), word(s, "9AB") },
                                  { F_LEFT, DATE_FIRST, day(2026, 10, 30).day } };
    struct fact_step of_cia[] = { { F_YEAR, day(2026, 9, 1), 7 }, { F_ADMITTED, DATE_FIRST, day(2027, 1, 4).day } };
    put(s, &(struct pupil_write){ .first_name = STR("Ada"), .surname = STR("Zeta"), .facts = of_ada, .fact_count = 3 },
        &ada);
    put(s, &(struct pupil_write){ .first_name = STR("Bea"), .surname = STR("Eta"), .facts = of_bea, .fact_count = 3 },
        &bea);
    put(s, &(struct pupil_write){ .first_name = STR("Cia"), .surname = STR("Ęxa"), .facts = of_cia, .fact_count = 2 },
        &cia);
    commit(s);
    struct pupil_row *rows;
    size_t count;
    struct pupil_filter filter = { .day = day(2026, 10, 30), .year = VALUE_NONE };
    OK(s, pupil_list(s->db, &s->kinds, &s->arena, &filter, &rows, &count, &s->err));
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].id, bea);
    assert_int_equal(rows[1].id, ada);
    assert_int_equal(rows[1].year, 9);
    assert_true(str_is(rows[1].form, "9AB"));
    filter.form = STR("9ab");
    filter.day = day(2026, 10, 31);
    OK(s, pupil_list(s->db, &s->kinds, &s->arena, &filter, &rows, &count, &s->err));
    assert_int_equal(count, 1);
    filter = (struct pupil_filter){ .day = day(2026, 3, 1), .year = 8, .leavers = true };
    OK(s, pupil_list(s->db, &s->kinds, &s->arena, &filter, &rows, &count, &s->err));
    assert_int_equal(count, 1);
    assert_true(str_is(rows[0].form, "8AB"));
    filter = (struct pupil_filter){ .day = day(2026, 10, 31), .year = VALUE_NONE, .leavers = true };
    OK(s, pupil_list(s->db, &s->kinds, &s->arena, &filter, &rows, &count, &s->err));
    assert_int_equal(count, 3);
    assert_int_equal(rows[1].id, cia);
    assert_false(rows[1].on_roll);
}

static bool file_holds(struct school *s, const char *text) {
    struct str bytes;
    struct arena arena = { 0 };
    OK(s, file_read(&arena, s->path, 64 << 20, &bytes, &s->err));
    bool holds = str_find(bytes, str_from(text)) != SIZE_MAX;
    arena_free(&arena);
    return holds;
}

static void an_erased_pupil_is_nowhere_in_the_file(void **state) {
    struct school *s = *state;
    struct step_recording *recording;
    struct step_info info = { .verb = STR("import"), .expires_at = INT64_MAX };
    int64_t step;
    enum wrote wrote;
    begin(s);
    OK(s, step_record(s->db, &recording, &s->err));
    int64_t ada = add_pupil(s, "Ada", "Unmistakable", "A1"), bea = add_pupil(s, "Bea", "Remaining", "A2");
    int64_t talk = add_activity(s, ENCOUNTER, day(2026, 11, 12)),
            plan = add_activity(s, CAREER_PLAN, day(2026, 11, 12));
    add_participation_of(s, ENCOUNTER, talk, bea, OUTCOME_ATTENDED);
    add_participation_of(s, CAREER_PLAN, plan, ada, -1);
    struct field_value remark = { E_REMARK, 0, STR("wants to weld submarines") };
    struct participation_write one = { talk, ENCOUNTER, ada, OUTCOME_ABSENT, &remark, 1 };
    OK(s, participation_put(s->db, &s->kinds, &one, &wrote, &s->err));
    OK(s, step_keep(s->db, recording, &info, &step, &s->err));
    commit(s);
    struct pupil_erased erased;
    uint64_t gone;
    begin(s);
    OK(s, pupil_erase(s->db, &ada, 1, day(2026, 11, 23), &erased, &s->err));
    assert_true(erased.rows >= 5);
    commit(s);
    OK(s, db_scrub(s->db, &s->err));
    OK(s, db_check(s->db, true, &s->err));
    assert_false(file_holds(s, "Unmistakable"));
    assert_false(file_holds(s, "unmistakable"));
    assert_false(file_holds(s, "submarines"));
    assert_true(file_holds(s, "Remaining"));
    struct activity_card card;
    bool found;
    OK(s, activity_read(s->db, &s->kinds, &s->arena, talk, &card, &found, &s->err));
    assert_true(found);
    assert_int_equal(card.people_count, 1);
    assert_int_equal(card.row.erased, 1);
    OK(s, activity_read(s->db, &s->kinds, &s->arena, plan, &card, &found, &s->err));
    assert_false(found);
    begin(s);
    OK(s, step_forget(s->db, SUBJECT_PUPIL, &ada, 1, NULL, 0, &gone, &s->err));
    assert_int_equal(gone, 0);
    commit(s);
}

static void keep_title(struct school *s, int64_t plan, const char *title) {
    struct step_recording *recording;
    struct step_info info = { .verb = STR("record"), .expires_at = INT64_MAX };
    struct activity_write row = { .id = plan, .kind = CAREER_PLAN, .date = DATE_NONE, .last_day = DATE_NONE,
                                  .organisation = VALUE_NONE, .title = str_from(title) };
    int64_t id, step;
    enum wrote wrote;
    begin(s);
    OK(s, step_record(s->db, &recording, &s->err));
    if (title) OK(s, activity_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    else OK(s, activity_remove(s->db, plan, &s->err));
    OK(s, step_keep(s->db, recording, &info, &step, &s->err));
    assert_true(step > 0);
    commit(s);
}

/* A correction of a note names the note, not the pupil. */
static void a_corrected_note_about_an_erased_pupil_is_in_no_undo_step(void **state) {
    struct school *s = *state;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Unmistakable", "A1");
    int64_t plan = add_activity(s, CAREER_PLAN, day(2026, 11, 12)), old = add_activity(s, CAREER_PLAN, day(2026, 9, 2));
    add_participation_of(s, CAREER_PLAN, plan, ada, -1);
    add_participation_of(s, CAREER_PLAN, old, ada, -1);
    commit(s);
    keep_title(s, plan, "wants to weld submarines");
    keep_title(s, plan, "wants to weld");
    keep_title(s, old, "wants to dance");
    keep_title(s, old, "no plan");
    keep_title(s, old, NULL);
    struct pupil_erased erased;
    begin(s);
    OK(s, pupil_erase(s->db, &ada, 1, day(2026, 11, 23), &erased, &s->err));
    commit(s);
    OK(s, db_scrub(s->db, &s->err));
    assert_false(file_holds(s, "wants to weld"));
    assert_false(file_holds(s, "wants to dance"));
}

/* A run that broke off leaves messages half way: what never reached the end of the text must not be sent empty. */
static void a_message_about_an_erased_pupil_never_waits_to_be_sent(void **state) {
    struct school *s = *state;
    int64_t ids[OUTBOX_STATE_COUNT];
    enum wrote wrote;
    struct pupil_erased erased;
    begin(s);
    int64_t ada = add_pupil(s, "Ada", "Unmistakable", "A1");
    for (int i = 0; i < OUTBOX_STATE_COUNT; i++) {
        char name[32];
        snprintf(name, sizeof name, "m%d@school.example", i);
        struct ledger_message message = { .message_id = str_from(name), .recipient = STR("tutor"), .plan = STR("plan"),
                                          .period = STR("2026-11"), .number = i, .state = (enum outbox_state)i,
                                          .day = day(2026, 11, 23), .bytes = STR("Ada needs a visit") };
        OK(s, ledger_add_message(s->db, &message, &ada, 1, &ids[i], &wrote, &s->err));
    }
    OK(s, pupil_erase(s->db, &ada, 1, day(2026, 11, 23), &erased, &s->err));
    OK(s, ledger_recover(s->db, NULL, NULL, &s->err));
    for (int i = 0; i < OUTBOX_STATE_COUNT; i++) {
        struct ledger_message message;
        OK(s, ledger_message(s->db, &s->arena, ids[i], &message, &s->err));
        assert_int_equal(message.bytes.size, 0);
        enum outbox_state now = i == OUTBOX_DOT ? OUTBOX_DOUBTFUL : i < OUTBOX_DOT ? OUTBOX_GIVEN_UP : (enum outbox_state)i;
        assert_int_equal(message.state, now);
    }
    commit(s);
}

#define SCHOOL_TEST(test) cmocka_unit_test_setup_teardown(test, open_school, close_school)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(writing_the_same_twice_changes_nothing),
        SCHOOL_TEST(a_missing_column_leaves_what_is_held),
        SCHOOL_TEST(a_step_holds_from_its_day_to_the_next),
        SCHOOL_TEST(values_outside_a_list_are_refused),
        SCHOOL_TEST(one_upn_is_one_pupil),
        SCHOOL_TEST(pupils_match_by_number_or_by_name_with_birthday),
        SCHOOL_TEST(lists_are_as_at_a_day),
        SCHOOL_TEST(an_erased_pupil_is_nowhere_in_the_file),
        SCHOOL_TEST(a_message_about_an_erased_pupil_never_waits_to_be_sent),
        SCHOOL_TEST(a_corrected_note_about_an_erased_pupil_is_in_no_undo_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

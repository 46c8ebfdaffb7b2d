/* SPDX-License-Identifier: GPL-3.0-or-later
 * Undo: every record back exactly as it was, or a refusal that says what stands in the way.
 */
#include <sqlite3.h>

#include "base/file.h"
#include "store/erased.h"
#include "store/intake.h"
#include "store/ruling.h"
#include "store/step.h"
#include "store_fixture.h"

/* Every row of every table that people's records are in, as text. */
static struct str dump(struct school *s) {
    static const char *const TABLES[] = { "pupil",         "pupil_fact",
                                          "staff",         "staff_fact",
                                          "organisation",  "organisation_fact",
                                          "activity",      "activity_source",
                                          "participation", "staff_participation",
                                          "detail",        "note",              "hand",
                                          "exemption",     "snooze",
                                          "hold",          "kind",
                                          "kind_field",    "erased" };
    struct buf out = { 0 };
    sqlite3 *raw;
    assert_int_equal(sqlite3_open_v2(s->path, &raw, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    for (size_t i = 0; i < COUNT_OF(TABLES); i++) {
        char sql[64];
        sqlite3_stmt *stmt;
        snprintf(sql, sizeof sql, "SELECT * FROM %s", TABLES[i]);
        assert_int_equal(sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL), SQLITE_OK);
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            buf_add_c(&out, TABLES[i]);
            for (int c = 0; c < sqlite3_column_count(stmt); c++) {
                const char *text = (const char *)sqlite3_column_text(stmt, c);
                buf_printf(&out, "|%d:%s", sqlite3_column_type(stmt, c), text ? text : "");
            }
            buf_add_byte(&out, '\n');
        }
        sqlite3_finalize(stmt);
    }
    sqlite3_close(raw);
    struct str text = str_copy(&s->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct step_recording *start(struct school *s) {
    struct step_recording *recording;
    begin(s);
    OK(s, step_record(s->db, &recording, &s->err));
    return recording;
}

static int64_t keep(struct school *s, struct step_recording *recording) {
    struct step_info info = { .made_at = 1000, .expires_at = 2000, .verb = STR("import"), .about = STR("mis.csv") };
    int64_t step;
    OK(s, step_keep(s->db, recording, &info, &step, &s->err));
    commit(s);
    return step;
}

static void undo(struct school *s, int64_t step) {
    bool blocked;
    begin(s);
    OK(s, step_undo(s->db, step, 7, 1500, NULL, &blocked, &s->err));
    assert_false(blocked);
    commit(s);
}

static void expect_blocked(struct school *s, int64_t step, int64_t now, enum code code) {
    bool blocked;
    begin(s);
    assert_false(step_undo(s->db, step, 7, now, NULL, &blocked, &s->err));
    assert_true(blocked);
    assert_int_equal(s->err.code, code);
    db_rollback(s->db, "change");
}

struct held {
    int64_t ada, bea, talk, plan;
};

static struct held write_records(struct school *s) {
    struct held held;
    enum wrote wrote;
    int64_t id;
    begin(s);
    held.ada = add_pupil(s, "Ada", "Example", "A1");
    held.bea = add_pupil(s, "Bea", "Example", "A2");
    struct fact_step sen = { F_SEN, day(2026, 9, 1), 1 };
    OK(s, pupil_put(s->db, &s->kinds, &(struct pupil_write){ .id = held.ada, .facts = &sen, .fact_count = 1 }, &id,
                    &wrote, &s->err));
    held.talk = add_activity(s, ENCOUNTER, day(2026, 11, 12));
    held.plan = add_activity(s, CAREER_PLAN, day(2026, 11, 12));
    add_participation_of(s, ENCOUNTER, held.talk, held.ada, OUTCOME_INVITED);
    add_participation_of(s, CAREER_PLAN, held.plan, held.bea, -1);
    commit(s);
    return held;
}

/* Adds, changes and removes in most tables. */
static void change_much(struct school *s, const struct held *held) {
    enum wrote wrote;
    int64_t id, tugs;
    struct fact_step facts[] = { { F_SEN, day(2026, 11, 1), 2 }, { F_SEX, DATE_FIRST, 1 }, { F_X_BUS, DATE_FIRST, 1 } };
    struct pupil_write pupil = {
        .id = held->ada, .surname = STR("Sample"), .uln = STR("77"), .facts = facts, .fact_count = 3
    };
    OK(s, pupil_put(s->db, &s->kinds, &pupil, &id, &wrote, &s->err));
    int64_t cia = add_pupil(s, "Cia", "Example", "A3");
    struct organisation_write organisation = { .name = STR("Harbour Tugs") };
    OK(s, organisation_put(s->db, &s->kinds, &organisation, &tugs, &wrote, &s->err));
    struct field_value session[] = { { E_FORM, 1, { 0 } },
                                     { E_SEEN_ON, day(2026, 11, 13).day, { 0 } },
                                     { E_SPEAKER, 0, STR("A welder") } };
    struct activity_write talk = { .id = held->talk,
                                   .kind = ENCOUNTER,
                                   .date = DATE_NONE,
                                   .last_day = DATE_NONE,
                                   .organisation = tugs,
                                   .title = STR("Talk"),
                                   .fields = session,
                                   .field_count = 3 };
    OK(s, activity_put(s->db, &s->kinds, &talk, &id, &wrote, &s->err));
    struct field_value remark = { E_REMARK, 0, STR("Good") };
    struct participation_write one = { held->talk, ENCOUNTER, held->ada, OUTCOME_ATTENDED, &remark, 1 };
    OK(s, participation_put(s->db, &s->kinds, &one, &wrote, &s->err));
    add_participation_of(s, ENCOUNTER, held->talk, cia, OUTCOME_ATTENDED);
    OK(s, activity_remove(s->db, held->plan, &s->err));
    struct activity_write more = { .kind = PUBLICATION,
                                   .date = day(2026, 11, 20),
                                   .last_day = DATE_NONE,
                                   .organisation = VALUE_NONE,
                                   .source = STR("web"),
                                   .reference = STR("1") };
    OK(s, activity_put(s->db, &s->kinds, &more, &id, &wrote, &s->err));
    struct ruling_hold hold = {
        .subject = held->ada, .from = day(2026, 11, 1), .until = DATE_NONE, .why = STR("case"), .who = STR("head")
    };
    OK(s, ruling_hold(s->db, &hold, &id, &wrote, &s->err));
    OK(s, intake_set_complete(s->db, &s->kinds, ENCOUNTER, day(2026, 11, 20), &s->err));
}

static void undo_brings_every_record_back_exactly(void **state) {
    struct school *s = *state;
    struct held held = write_records(s);
    struct str before = dump(s);
    struct step_recording *recording = start(s);
    change_much(s, &held);
    int64_t step = keep(s, recording);
    assert_int_equal(step, 1);
    struct str between = dump(s);
    assert_false(str_equal(before, between));
    undo(s, step);
    struct str after = dump(s);
    if (!str_equal(before, after)) fail_msg("before:\n%s\nafter:\n%s", before.at, after.at);
    OK(s, db_check(s->db, true, &s->err));
    expect_blocked(s, step, 1500, CODE_NOTHING_SELECTED);
}

static size_t count_in_file(struct school *s, const char *text) {
    struct str bytes = { 0 };
    size_t count = 0;
    OK(s, db_empty_log(s->db, &s->err));
    OK(s, file_read(&s->arena, s->path, (size_t)8 << 20, &bytes, &s->err));
    for (size_t at = 0; at < bytes.size; at++) count += str_starts(str_slice(bytes, at, bytes.size), text);
    return count;
}

/* An erased pupil is let in again, and that is undone: the marks are back, and no step keeps the pupil. */
static void undoing_that_an_erased_pupil_is_back_leaves_the_marks_and_nothing_else(void **state) {
    struct school *s = *state;
    struct erased mark = { .mark = STR("aa11"), .person = STR("aa11"), .day = day(2026, 11, 27), .asked = true }, found;
    bool there;
    write_records(s);
    begin(s);
    OK(s, erased_put(s->db, &mark, &s->err));
    mark.mark = STR("bb22");
    OK(s, erased_put(s->db, &mark, &s->err));
    commit(s);
    struct str before = dump(s);
    struct step_recording *recording = start(s);
    add_pupil(s, "Zuleika", "Qxample", "A9");
    OK(s, erased_remove(s->db, mark.person, &s->err));
    int64_t step = keep(s, recording);
    OK(s, erased_get(s->db, &s->arena, mark.mark, &found, &there, &s->err));
    assert_false(there);
    assert_true(count_in_file(s, "Qxample") > 1); /* the pupil, and the step */
    undo(s, step);
    assert_true(str_equal(dump(s), before));
    OK(s, erased_get(s->db, &s->arena, mark.mark, &found, &there, &s->err));
    assert_true(there && found.asked && date_same(found.day, mark.day) && str_is(found.person, "aa11"));
    assert_int_equal(count_in_file(s, "Qxample"), 0);
    expect_blocked(s, step, 1500, CODE_NOTHING_SELECTED);
}

static void undoing_the_undo_redoes_it(void **state) {
    struct school *s = *state;
    struct held held = write_records(s);
    struct step_recording *recording = start(s);
    change_much(s, &held);
    int64_t first = keep(s, recording);
    struct str changed = dump(s);
    bool blocked;
    recording = start(s);
    OK(s, step_undo(s->db, first, 8, 1500, NULL, &blocked, &s->err));
    int64_t second = keep(s, recording);
    assert_int_equal(second, 2);
    undo(s, second);
    assert_true(str_equal(dump(s), changed));
}

static void nothing_changed_is_no_step(void **state) {
    struct school *s = *state;
    struct held held = write_records(s);
    enum wrote wrote;
    int64_t id;
    struct step_recording *recording = start(s);
    OK(s, pupil_put(s->db, &s->kinds, &(struct pupil_write){ .id = held.ada, .surname = STR("Example") }, &id, &wrote,
                    &s->err));
    assert_int_equal(wrote, WROTE_SAME);
    assert_int_equal(keep(s, recording), 0);
    recording = start(s);
    step_drop(recording);
    db_rollback(s->db, "change");
    struct step_info *steps;
    size_t count;
    OK(s, step_list(s->db, &s->arena, true, &steps, &count, &s->err));
    assert_int_equal(count, 0);
}

static void a_later_change_of_the_same_row_stands_in_the_way(void **state) {
    struct school *s = *state;
    struct held held = write_records(s);
    enum wrote wrote;
    int64_t id;
    struct step_recording *recording = start(s);
    OK(s, pupil_put(s->db, &s->kinds, &(struct pupil_write){ .id = held.ada, .surname = STR("Sample") }, &id, &wrote,
                    &s->err));
    int64_t first = keep(s, recording);
    recording = start(s);
    OK(s, pupil_put(s->db, &s->kinds, &(struct pupil_write){ .id = held.ada, .surname = STR("Third") }, &id, &wrote,
                    &s->err));
    int64_t second = keep(s, recording);
    struct str before = dump(s);
    expect_blocked(s, first, 1500, CODE_WHICH_ONE);
    assert_non_null(strstr(s->err.text, "a pupil was changed since"));
    assert_non_null(strstr(s->err.next, "step 2"));
    assert_true(str_equal(dump(s), before));
    undo(s, second);
    undo(s, first);
}

static void records_that_build_on_it_stand_in_the_way(void **state) {
    struct school *s = *state;
    struct held held = write_records(s);
    struct step_recording *recording = start(s);
    int64_t talk = add_activity(s, ENCOUNTER, day(2026, 11, 20));
    int64_t first = keep(s, recording);
    recording = start(s);
    add_participation_of(s, ENCOUNTER, talk, held.bea, OUTCOME_ATTENDED);
    keep(s, recording);
    struct str before = dump(s);
    expect_blocked(s, first, 1500, CODE_WHICH_ONE);
    assert_true(str_equal(dump(s), before));
}

static void steps_expire(void **state) {
    struct school *s = *state;
    write_records(s);
    struct step_recording *recording = start(s);
    add_pupil(s, "Cia", "Example", "A3");
    int64_t step = keep(s, recording);
    expect_blocked(s, step, 2000, CODE_NOTHING_SELECTED);
    uint64_t count;
    begin(s);
    OK(s, step_expire(s->db, 1999, &count, &s->err));
    assert_int_equal(count, 0);
    OK(s, step_expire(s->db, 2000, &count, &s->err));
    assert_int_equal(count, 1);
    commit(s);
    expect_blocked(s, step, 1500, CODE_NOTHING_SELECTED);
}

static void a_step_that_holds_a_person_is_forgotten_and_others_stay(void **state) {
    struct school *s = *state;
    struct held held = write_records(s);
    struct step_recording *recording = start(s);
    add_pupil(s, "Cia", "Example", "A3");
    keep(s, recording);
    recording = start(s);
    add_participation_of(s, ENCOUNTER, held.talk, held.bea, OUTCOME_ATTENDED);
    int64_t second = keep(s, recording);
    uint64_t count;
    begin(s);
    OK(s, step_forget(s->db, SUBJECT_PUPIL, &held.bea, 1, NULL, 0, &count, &s->err));
    commit(s);
    assert_int_equal(count, 1);
    struct step_info *steps;
    size_t listed;
    OK(s, step_list(s->db, &s->arena, false, &steps, &listed, &s->err));
    assert_int_equal(listed, 1);
    assert_int_equal(steps[0].step, 1);
    assert_int_equal(steps[0].rows, 1);
    expect_blocked(s, second, 1500, CODE_NOTHING_SELECTED);
}

static void a_large_part_is_kept_in_pieces_and_comes_back(void **state) {
    struct school *s = *state;
    struct str before = dump(s);
    static char long_text[60000];
    memset(long_text, 'w', sizeof long_text - 1);
    struct step_recording *recording = start(s);
    int64_t ada = add_pupil(s, "Ada", "Example", "A1");
    for (int i = 0; i < 120; i++) {
        int64_t talk = add_activity(s, ENCOUNTER, day(2026, 11, 20));
        struct field_value remark = { E_REMARK, 0, str_from(long_text) };
        struct participation_write one = { talk, ENCOUNTER, ada, OUTCOME_ATTENDED, &remark, 1 };
        enum wrote wrote;
        OK(s, participation_put(s->db, &s->kinds, &one, &wrote, &s->err));
    }
    int64_t step = keep(s, recording);
    undo(s, step);
    assert_true(str_equal(dump(s), before));
}

static int64_t whole_of(struct school *s, const char *sql) {
    sqlite3 *raw;
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_open_v2(s->path, &raw, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t whole = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(raw);
    return whole;
}

#define MANY 16000 /* more than one change set holds */

/* Takes Ada's talk out of the first part, then fills several, and changes Bea in the first and in the last. */
static int64_t write_long(struct school *s, const struct held *held, int64_t *cia) {
    enum wrote wrote;
    int64_t id;
    struct step_recording *recording = start(s);
    OK(s, pupil_put(s->db, &s->kinds, &(struct pupil_write){ .id = held->bea, .surname = STR("Second") }, &id, &wrote, &s->err));
    *cia = add_pupil(s, "Cia", "Example", "A3");
    for (int i = 0; i < MANY; i++) {
        int64_t talk = add_activity(s, ENCOUNTER, day(2026, 11, 20));
        if (i == 100) add_participation_of(s, ENCOUNTER, talk, *cia, OUTCOME_ATTENDED);
        OK(s, step_rest(recording, &s->err));
    }
    OK(s, activity_remove(s->db, held->talk, &s->err));
    OK(s, pupil_put(s->db, &s->kinds, &(struct pupil_write){ .id = held->bea, .surname = STR("Third") }, &id, &wrote, &s->err));
    return keep(s, recording);
}

static void a_long_step_comes_back_from_its_last_part_to_its_first(void **state) {
    struct school *s = *state;
    struct held held = write_records(s);
    int64_t cia;
    struct str before = dump(s);
    int64_t step = write_long(s, &held, &cia);
    assert_true(whole_of(s, "SELECT max(part) FROM undo_part") >= 1);
    assert_int_equal(whole_of(s, "SELECT expires_at FROM undo"), 2000);
    assert_true(whole_of(s, "SELECT rows FROM undo") > MANY);
    assert_false(str_equal(dump(s), before));
    undo(s, step);
    assert_true(str_equal(dump(s), before));
    expect_blocked(s, step, 1500, CODE_NOTHING_SELECTED);
}

static void a_long_step_that_is_blocked_in_its_first_part_changes_nothing(void **state) {
    struct school *s = *state;
    struct held held = write_records(s);
    int64_t cia, id;
    enum wrote wrote;
    int64_t step = write_long(s, &held, &cia);
    struct step_recording *recording = start(s);
    OK(s, pupil_put(s->db, &s->kinds, &(struct pupil_write){ .id = cia, .surname = STR("Other") }, &id, &wrote, &s->err));
    keep(s, recording);
    struct str before = dump(s);
    expect_blocked(s, step, 1500, CODE_WHICH_ONE);
    assert_true(str_equal(dump(s), before));
}

static void one_look_forgets_the_steps_of_several_people(void **state) {
    struct school *s = *state;
    struct held held = write_records(s);
    int64_t cia, steps[3], *out;
    size_t count;
    uint64_t gone;
    steps[0] = write_long(s, &held, &cia);
    struct step_recording *recording = start(s);
    add_participation_of(s, CAREER_PLAN, held.plan, held.ada, -1);
    steps[1] = keep(s, recording);
    recording = start(s);
    add_pupil(s, "Dan", "Example", "A4");
    steps[2] = keep(s, recording);
    OK(s, step_holding(s->db, &s->arena, SUBJECT_PUPIL, cia, &out, &count, &s->err));
    assert_int_equal(count, 1);
    assert_int_equal(out[0], steps[0]);
    begin(s);
    OK(s, step_forget(s->db, SUBJECT_PUPIL, (int64_t[]){ cia, held.ada }, 2, NULL, 0, &gone, &s->err));
    commit(s);
    assert_int_equal(gone, 2);
    expect_blocked(s, steps[0], 1500, CODE_NOTHING_SELECTED);
    expect_blocked(s, steps[1], 1500, CODE_NOTHING_SELECTED);
    undo(s, steps[2]);
}

#define SCHOOL_TEST(test) cmocka_unit_test_setup_teardown(test, open_school, close_school)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(undo_brings_every_record_back_exactly),
        SCHOOL_TEST(undoing_that_an_erased_pupil_is_back_leaves_the_marks_and_nothing_else),
        SCHOOL_TEST(undoing_the_undo_redoes_it),
        SCHOOL_TEST(nothing_changed_is_no_step),
        SCHOOL_TEST(a_later_change_of_the_same_row_stands_in_the_way),
        SCHOOL_TEST(records_that_build_on_it_stand_in_the_way),
        SCHOOL_TEST(steps_expire),
        SCHOOL_TEST(a_step_that_holds_a_person_is_forgotten_and_others_stay),
        SCHOOL_TEST(a_large_part_is_kept_in_pieces_and_comes_back),
        SCHOOL_TEST(a_long_step_comes_back_from_its_last_part_to_its_first),
        SCHOOL_TEST(a_long_step_that_is_blocked_in_its_first_part_changes_nothing),
        SCHOOL_TEST(one_look_forgets_the_steps_of_several_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

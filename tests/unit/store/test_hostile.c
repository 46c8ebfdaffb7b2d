/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files that mean harm: values that no program of ours writes are damage and never a fault of the process, and a
 * change that SQLite has taken back stays taken back.
 */
#include <sqlite3.h>

#include "base/stop.h"
#include "store/guard.h"
#include "store/step.h"
#include "store/stream.h"
#include "store_fixture.h"

static void meddle(struct school *s, const char *sql) {
    sqlite3 *raw;
    assert_int_equal(sqlite3_open(s->path, &raw), SQLITE_OK);
    int rc = sqlite3_exec(raw, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(raw));
    sqlite3_close(raw);
}

static struct db *reader(struct school *s) {
    struct db *db;
    OK(s, db_open(&s->arena, s->path, DB_READ, NULL, &db, &s->err));
    return db;
}

/* values that we never write */

static void a_field_kept_twice_is_read_once(void **state) {
    struct school *s = *state;
    begin(s);
    struct field_value fields[] = { { E_FORM, 1, { 0 } }, { E_MEANINGFUL, 1, { 0 } }, { E_TICKS, 5, { 0 } } };
    struct activity_write row = { .kind = ENCOUNTER, .date = day(2026, 11, 12), .last_day = DATE_NONE,
                                  .organisation = VALUE_NONE, .fields = fields, .field_count = 3 };
    int64_t id;
    enum wrote wrote;
    OK(s, activity_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    commit(s);
    meddle(s, "INSERT INTO detail SELECT 0, 1, id, 1 FROM kind_field WHERE kind = (SELECT kind FROM activity);"
              "INSERT INTO note SELECT 0, 1, id, 'x' FROM kind_field WHERE kind = (SELECT kind FROM activity);");
    struct activity_card card;
    bool found;
    OK(s, activity_read(s->db, &s->kinds, &s->arena, id, &card, &found, &s->err));
    assert_true(found);
    for (size_t i = 1; i < card.field_count; i++) assert_true(card.fields[i - 1].field < card.fields[i].field);
}

static void catalogue_after(const char *edit, const char *trigger) {
    void *state = NULL;
    char sql[300];
    bool behind;
    assert_int_equal(open_school(&state), 0);
    struct school *s = state;
    struct db *db = reader(s);
    snprintf(sql, sizeof sql, "DROP TRIGGER %s; %s", trigger, edit);
    meddle(s, sql);
    struct kinds kinds = make_kinds(&s->arena);
    if (catalogue_load(db, &s->arena, &kinds, &behind, &s->err)) fail_msg("%s", edit);
    if (s->err.code != CODE_DAMAGED) fail_msg("%s: %s", edit, s->err.text);
    assert_int_equal(close_school(&state), 0);
}

static void a_place_outside_the_facts_is_damage(void **state) {
    static const char *const EDITS[] = {
        "UPDATE kind_field SET width = 64 WHERE name = 'form'",
        "UPDATE kind_field SET width = -3 WHERE name = 'form'",
        "UPDATE kind_field SET width = 0 WHERE name = 'form'",
        "UPDATE kind_field SET bit = 62 WHERE name = 'form'",
        "UPDATE kind_field SET bit = 300 WHERE name = 'form'",
        "UPDATE kind_field SET home = 9 WHERE name = 'form'",
        "INSERT INTO kind_field VALUES (2000000000, 1, 'far', 0, 'flag', NULL, 1, 0, 0)",
        "INSERT INTO kind_field VALUES (-5, 1, 'far', 0, 'flag', NULL, 1, 0, 0)",
        "INSERT INTO fact VALUES (2000000000, 0, 'far', 'flag', NULL)",
        "INSERT INTO kind VALUES (2000000000, 'far', 'note', NULL)",
        "INSERT INTO kind VALUES (-1, 'far', 'note', NULL)",
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(EDITS); i++) catalogue_after(EDITS[i], "kind_field_stays_same");
}

static void ids_at_both_ends_of_the_numbers_are_read(void **state) {
    struct school *s = *state;
    struct feed feed;
    struct activities activities;
    struct stream_options options = { .kinds = &s->kinds, .day = day(2026, 11, 23) };
    const struct needs needs = { .subjects = { true, true, true, true }, .only_subject = VALUE_NONE };
    begin(s);
    int64_t pupil = add_pupil(s, "Zoë", "O'Brien", "");
    int64_t first = add_activity(s, ENCOUNTER, day(2026, 11, 12));
    add_participation_of(s, ENCOUNTER, first, pupil, OUTCOME_ATTENDED);
    commit(s);
    meddle(s, "INSERT INTO activity SELECT -9223372036854775800, kind, date, NULL, NULL, 0, 0, 0, 't' FROM activity;"
              "INSERT INTO activity SELECT 9223372036854775800, kind, date, NULL, NULL, 0, 0, 0, 't' FROM activity "
              "WHERE id = 1; INSERT INTO participation VALUES (1, 9223372036854775800, 1);");
    OK(s, stream_open(&s->arena, s->db, &options, &feed, &s->err));
    OK(s, feed.activities(feed.self, &needs, &activities, &s->err));
    assert_int_equal(activities.count, 3);
    OK(s, feed.subjects(feed.self, SUBJECT_PUPIL, &s->err));
    struct batch batch;
    assert_int_equal(feed.next(feed.self, &batch, &s->err), 1);
    assert_int_equal(batch.participation_count, 2);
    stream_close(&feed);
}

/* changes that SQLite took back */

static int64_t pupils_in(struct school *s) {
    struct guard_result result;
    OK(s, guard_query(reader(s), &s->arena, STR("SELECT count(*) FROM pupils"), NULL, &result, &s->err));
    return result.cells[0].whole;
}

static void nothing_written_after_an_interruption_stays(void **state) {
    struct school *s = *state;
    uint64_t gone;
    int64_t id;
    enum wrote wrote;
    struct pupil_write row = { .first_name = STR("After"), .surname = STR("Interruption") };
    meddle(s, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) "
              "INSERT INTO undo SELECT i, 1, 9000000000, 'import', '', 1, NULL FROM n");
    begin(s);
    add_pupil(s, "Before", "Interruption", "");
    stop_ask();
    assert_false(step_expire(s->db, 1000, &gone, &s->err));
    stop_clear();
    assert_int_equal(s->err.code, CODE_INTERRUPTED);
    assert_false(pupil_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    assert_false(db_commit(s->db, "change", &s->err));
    assert_int_equal(pupils_in(s), 0);
    begin(s);
    add_pupil(s, "Next", "Change", "");
    commit(s);
    assert_int_equal(pupils_in(s), 1);
}

static void a_wait_that_was_stopped_says_so(void **state) {
    struct school *s = *state;
    struct db *other;
    OK(s, db_open(&s->arena, s->path, DB_WRITE, NULL, &other, &s->err));
    begin(s);
    stop_ask();
    bool begun = db_begin(other, "change", DB_PLAIN, &s->err);
    stop_clear();
    assert_false(begun);
    assert_int_equal(s->err.code, CODE_INTERRUPTED);
    db_rollback(s->db, "change");
}

static void a_file_that_claims_to_be_older_than_the_first_is_damage(void **state) {
    struct school *s = *state;
    db_close(s->db);
    meddle(s, "PRAGMA user_version = 0");
    struct arena arena = { 0 };
    struct db *db;
    assert_false(db_open(&arena, s->path, DB_WRITE, NULL, &db, &s->err));
    assert_int_equal(s->err.code, CODE_DAMAGED);
    char backups[160];
    snprintf(backups, sizeof backups, "%s/backups", s->folder);
    assert_false(file_exists(backups));
    arena_free(&arena);
}

static void a_header_of_another_format_is_damage(void **state) {
    struct school *s = *state;
    struct arena arena = { 0 };
    struct db *db;
    db_close(s->db);
    FILE *file = fopen(s->path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 47, SEEK_SET), 0); /* the format of the schema */
    assert_int_equal(fputc(9, file), 9);
    assert_int_equal(fclose(file), 0);
    assert_false(db_open(&arena, s->path, DB_READ, NULL, &db, &s->err));
    assert_int_equal(s->err.code, CODE_DAMAGED);
    arena_free(&arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_school, close_school)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_field_kept_twice_is_read_once),
        cmocka_unit_test(a_place_outside_the_facts_is_damage),
        TEST(ids_at_both_ends_of_the_numbers_are_read),
        TEST(nothing_written_after_an_interruption_stays),
        TEST(a_wait_that_was_stopped_says_so),
        TEST(a_header_of_another_format_is_damage),
        TEST(a_file_that_claims_to_be_older_than_the_first_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

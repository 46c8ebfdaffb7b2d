/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a word may mean, and queries by people.
 */
#include "store/find.h"
#include "store/guard.h"
#include "store_fixture.h"

static struct found *search(struct school *s, const char *words, unsigned what, uint32_t most, size_t wanted) {
    struct found *found;
    size_t count;
    OK(s, find_words(s->db, &s->arena, str_from(words), what, day(2026, 11, 23), most, &found, &count, NULL, &s->err));
    if (count != wanted) fail_msg("'%s' finds %zu", words, count);
    return found;
}

static void fill(struct school *s) {
    enum wrote wrote;
    int64_t id;
    begin(s);
    struct fact_step form = { F_FORM, day(2026, 9, 1), word(s, "9AB") },
                     other = { F_FORM, day(2026, 9, 1), word(s, "10C") };
    struct fact_step gone[] = { { F_LEFT, DATE_FIRST, day(2026, 7, 1).day }, form };
    struct pupil_write row = { .upn = STR("A1"),
                               .admission_no = STR("0042"),
                               .first_name = STR("Łukasz"),
                               .surname = STR("Dvořák"),
                               .known_as = STR("Luke"),
                               .facts = &form,
                               .fact_count = 1 };
    OK(s, pupil_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    row = (struct pupil_write){
        .first_name = STR("Lucy"), .surname = STR("Dover-Jones"), .facts = &other, .fact_count = 1
    };
    OK(s, pupil_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    row = (struct pupil_write){ .first_name = STR("Lucas"), .surname = STR("Dov"), .facts = gone, .fact_count = 2 };
    OK(s, pupil_put(s->db, &s->kinds, &row, &id, &wrote, &s->err));
    struct staff_write staff = { .key = STR("ldo"), .first_name = STR("L."), .surname = STR("Dove") };
    OK(s, staff_put(s->db, &s->kinds, &staff, &id, &wrote, &s->err));
    struct organisation_write tugs = { .name = STR("Dover Tugs") };
    OK(s, organisation_put(s->db, &s->kinds, &tugs, &id, &wrote, &s->err));
    struct activity_write talk = { .kind = ENCOUNTER,
                                   .date = day(2026, 11, 12),
                                   .last_day = DATE_NONE,
                                   .organisation = VALUE_NONE,
                                   .title = STR("Tug yard talk") };
    OK(s, activity_put(s->db, &s->kinds, &talk, &id, &wrote, &s->err));
    commit(s);
}

static void beginnings_of_words_find_people_without_their_accents(void **state) {
    struct school *s = *state;
    fill(s);
    struct found *found = search(s, "luk dvo", FIND_EVERYTHING, 0, 1);
    assert_true(str_is(found[0].name, "Łukasz Dvořák"));
    assert_true(str_is(found[0].about, "9AB"));
    assert_true(found[0].current);
    assert_false(found[0].whole);
    assert_true(search(s, "dvorak lukasz", FIND_PUPILS, 0, 1)[0].whole);
    assert_true(search(s, "LUKASZ DVOŘÁK", FIND_PUPILS, 0, 1)[0].whole);
    search(s, "luke", FIND_PUPILS, 0, 1);
    search(s, "jones", FIND_PUPILS, 0, 1);
    search(s, "vorak", FIND_PUPILS, 0, 0);
    search(s, "   ", FIND_EVERYTHING, 0, 0);
}

static void current_ones_come_first_and_numbers_are_names_too(void **state) {
    struct school *s = *state;
    fill(s);
    struct found *found = search(s, "dov", FIND_EVERYTHING, 0, 4);
    assert_true(str_is(found[0].name, "Lucy Dover-Jones"));
    assert_int_equal(found[1].what, FIND_STAFF);
    assert_int_equal(found[2].what, FIND_ORGANISATIONS);
    assert_false(found[3].current); /* has left */
    search(s, "dov", FIND_EVERYTHING, 2, 2);
    assert_true(search(s, "a1", FIND_PUPILS, 0, 1)[0].whole);
    search(s, "0042", FIND_PUPILS, 0, 1);
    assert_int_equal(search(s, "ldo", FIND_EVERYTHING, 0, 1)[0].what, FIND_STAFF);
    found = search(s, "tug", FIND_ACTIVITIES, 0, 1);
    assert_true(str_is(found[0].about, "encounter, 12 November 2026"));
}

static void forms_are_those_of_pupils_on_roll(void **state) {
    struct school *s = *state;
    struct found_form *forms;
    size_t count;
    fill(s);
    OK(s, find_forms(s->db, &s->arena, STR(""), day(2026, 11, 23), &forms, &count, &s->err));
    assert_int_equal(count, 2);
    assert_true(str_is(forms[1].name, "9AB"));
    assert_int_equal(forms[1].pupils, 1);
    OK(s, find_forms(s->db, &s->arena, STR("9a"), day(2026, 6, 1), &forms, &count, &s->err));
    assert_int_equal(count, 1);
    assert_int_equal(forms[0].pupils, 2);
}

static struct db *reader(struct school *s) {
    struct db *db;
    OK(s, db_open(&s->arena, s->path, DB_READ, NULL, &db, &s->err));
    return db;
}

static void a_select_over_the_views_is_answered(void **state) {
    struct school *s = *state;
    struct guard_result result;
    fill(s);
    OK(s, guard_query(reader(s), &s->arena,
                      STR("SELECT form, count(*) AS n FROM pupils WHERE left_on IS NULL GROUP BY form ORDER BY form;"),
                      NULL, &result, &s->err));
    assert_int_equal(result.row_count, 2);
    assert_true(str_is(result.columns[1], "n"));
    assert_true(str_is(result.cells[0].text, "10C"));
    assert_int_equal(result.cells[3].sort, GUARD_WHOLE);
    assert_int_equal(result.cells[3].whole, 1);
}

static void a_withheld_column_reads_as_empty_and_is_named(void **state) {
    struct school *s = *state;
    const struct str withheld[] = { STR_INIT("pupils.upn"), STR_INIT("pupils.sen") };
    struct guard_options options = { .withheld = withheld, .withheld_count = 2 };
    struct guard_result result;
    fill(s);
    OK(s, guard_query(reader(s), &s->arena, STR("SELECT surname, upn FROM pupils WHERE surname LIKE 'Dvo%'"), &options,
                      &result, &s->err));
    assert_int_equal(result.row_count, 1);
    assert_int_equal(result.cells[0].sort, GUARD_TEXT);
    assert_int_equal(result.cells[1].sort, GUARD_NULL);
    assert_int_equal(result.withheld_count, 1);
    assert_true(str_is(result.withheld[0], "pupils.upn"));
}

static void everything_but_one_select_over_views_is_refused(void **state) {
    static const char *const BAD[] = {
        "SELECT upn FROM pupil",
        "SELECT * FROM sqlite_schema",
        "DELETE FROM pupils",
        "UPDATE pupil SET upn = NULL",
        "PRAGMA user_version",
        "ATTACH 'x' AS y",
        "SELECT 1; SELECT 2",
        "SELECT load_extension('x')",
        "SELECT randomblob(10)",
        "CREATE TEMP TABLE t (x)",
        "SELECT surname FROM",
        "",
        "BEGIN",
    };
    struct school *s = *state;
    struct guard_result result;
    fill(s);
    struct db *db = reader(s);
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        if (guard_query(db, &s->arena, str_from(BAD[i]), NULL, &result, &s->err)) fail_msg("'%s' was answered", BAD[i]);
        assert_int_equal(s->err.code, CODE_ARGUMENTS);
    }
    int64_t number;
    OK(s, db_state(db, &number, &s->err)); /* host statements go on as before */
}

static void a_query_without_end_is_ended(void **state) {
    struct school *s = *state;
    struct guard_options options = { .most_ms = 50, .most_rows = 10 };
    struct guard_result result;
    struct db *db = reader(s);
    assert_false(guard_query(
        db, &s->arena, STR("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"),
        &options, &result, &s->err));
    assert_int_equal(s->err.code, CODE_ARGUMENTS);
    OK(s, guard_query(db, &s->arena,
                      STR("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"), &options,
                      &result, &s->err));
    assert_int_equal(result.row_count, 10);
    assert_true(result.cut);
}

#define SCHOOL_TEST(test) cmocka_unit_test_setup_teardown(test, open_school, close_school)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(beginnings_of_words_find_people_without_their_accents),
        SCHOOL_TEST(current_ones_come_first_and_numbers_are_names_too),
        SCHOOL_TEST(forms_are_those_of_pupils_on_roll),
        SCHOOL_TEST(a_select_over_the_views_is_answered),
        SCHOOL_TEST(a_withheld_column_reads_as_empty_and_is_named),
        SCHOOL_TEST(everything_but_one_select_over_views_is_refused),
        SCHOOL_TEST(a_query_without_end_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

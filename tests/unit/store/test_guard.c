/* SPDX-License-Identifier: GPL-3.0-or-later
 * Queries by people: whatever they call things, only the views are read.
 */
#include "store/guard.h"
#include "store_fixture.h"

static struct db *reader(struct school *s) {
    struct db *db;
    OK(s, db_open(&s->arena, s->path, DB_READ, NULL, &db, &s->err));
    return db;
}

static void a_table_is_not_read_under_another_name(void **state) {
    static const char *const TRICKS[] = {
        "SELECT surname FROM pupil",
        "SELECT count(*) FROM setting",
        "SELECT p.surname FROM pupils, pupil AS p",
        "WITH x AS (SELECT surname FROM pupil) SELECT * FROM x",
        "WITH pupils AS (SELECT surname FROM pupil) SELECT * FROM pupils",
        "WITH \"Pupils\"(n) AS MATERIALIZED (SELECT surname FROM pupil) SELECT n FROM Pupils",
        "WITH x AS (SELECT 1), [pupils] AS NOT MATERIALIZED (SELECT surname FROM pupil) SELECT * FROM pupils",
        "WITH RECURSIVE /* a */ pupils -- b\n AS (SELECT surname FROM pupil) SELECT * FROM pupils",
        "WITH 'pupils' AS (SELECT surname FROM pupil) SELECT * FROM pupils",
        "SELECT * FROM (WITH x AS (SELECT surname FROM pupil) SELECT * FROM x)",
        "SELECT (SELECT surname FROM pupil)",
        "SELECT * FROM (SELECT surname FROM pupil) AS pupils",
        "WITH x AS (SELECT sql FROM sqlite_schema) SELECT * FROM x",
        "WITH x AS (SELECT name FROM pragma_table_info('pupil')) SELECT * FROM x",
        "WITH x AS (SELECT value FROM setting) SELECT * FROM x",
    };
    struct school *s = *state;
    begin(s);
    add_pupil(s, "Zoë", "O'Brien", "");
    commit(s);
    struct db *db = reader(s);
    for (size_t i = 0; i < COUNT_OF(TRICKS); i++) {
        struct guard_result result;
        if (guard_query(db, &s->arena, str_from(TRICKS[i]), NULL, &result, &s->err)) fail_msg("%s", TRICKS[i]);
        assert_int_equal(s->err.code, CODE_ARGUMENTS);
    }
}

static void a_name_for_a_query_over_the_views_is_fine(void **state) {
    static const char *const FINE[] = {
        "WITH x AS (SELECT surname FROM pupils) SELECT * FROM x",
        "WITH x AS (SELECT p.surname FROM pupils AS p), y(n) AS (SELECT surname FROM x) SELECT n FROM y",
        "SELECT surname FROM pupils WHERE surname IN (SELECT surname FROM pupils)",
        "SELECT 'pupils AS (' || surname FROM pupils",
        "SELECT count(*) FROM pupils",
        "SELECT count(*) FROM pupils LEFT JOIN encounter ON encounter.pupil = pupils.id",
    };
    struct school *s = *state;
    begin(s);
    add_pupil(s, "Zoë", "O'Brien", "");
    commit(s);
    struct db *db = reader(s);
    for (size_t i = 0; i < COUNT_OF(FINE); i++) {
        struct guard_result result;
        OK(s, guard_query(db, &s->arena, str_from(FINE[i]), NULL, &result, &s->err));
        assert_int_equal(result.row_count, 1);
    }
}

static void what_is_withheld_stays_withheld_under_another_name(void **state) {
    static const struct str WITHHELD[] = { STR_INIT("pupils.surname") };
    static const char *const TRICKS[] = {
        "SELECT surname FROM pupils",
        "WITH x AS (SELECT surname FROM pupils) SELECT * FROM x",
        "SELECT (SELECT surname FROM pupils)",
        "SELECT q.surname FROM pupils AS q",
    };
    struct school *s = *state;
    begin(s);
    add_pupil(s, "Zoë", "O'Brien", "");
    commit(s);
    struct db *db = reader(s);
    struct guard_options options = { .withheld = WITHHELD, .withheld_count = 1 };
    for (size_t i = 0; i < COUNT_OF(TRICKS); i++) {
        struct guard_result result;
        OK(s, guard_query(db, &s->arena, str_from(TRICKS[i]), &options, &result, &s->err));
        assert_int_equal(result.row_count, 1);
        assert_int_equal(result.cells[0].sort, GUARD_NULL);
        assert_int_equal(result.withheld_count, 1);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_school, close_school)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_table_is_not_read_under_another_name),
        TEST(a_name_for_a_query_over_the_views_is_fine),
        TEST(what_is_withheld_stays_withheld_under_another_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

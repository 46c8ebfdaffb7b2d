/* SPDX-License-Identifier: GPL-3.0-or-later
 * An export between its preview and its carrying out.
 */
#include "work_fixture.h"

#include "work/export.h"

static struct export *small_export(struct fixture *f, const struct export_pupil *pupils) {
    struct sheet *sheet = sheet_new(&f->arena, STR("small"), (struct str){ 0 });
    sheet_column(sheet, STR("upn"), STR("UPN"), CELL_TEXT);
    sheet_row(sheet);
    sheet_text(sheet, STR("P207000016049"));
    struct export *export = arena_new(&f->arena, struct export);
    *export = (struct export){ .sort = STR("small"), .title = STR("Small"), .to = STR("somebody"), .basis = STR("a reason"), .sheet = sheet, .pupils = pupils, .pupil_count = 1, .whole = true };
    return export;
}

static void what_changed_while_the_rows_were_read_is_noticed(void **state) {
    struct fixture *f = *state;
    for (int changes = 0; changes < 2; changes++) {
        struct school *school;
        struct export_pupil pupil = { .pupil = f->zoe, .name = STR("Zoë O’Brien (9AB)") };
        const char *file = file_join(&f->arena, f->folder, "exports/small-2027-06-07.csv");
        say(f, "");
        assert_true(school_for(&f->call, &f->answer, SCHOOL_RECORDS, &school));
        struct export *export = small_export(f, &pupil); /* the rows are read */
        if (!changes) {
            struct change *change = begin(f, "import");
            add_pupil(f, change->db, "Mira", "Late", "A888490121045", 9, "9AB", 0);
            commit(f, change);
        }
        assert_true(export_offer(&f->call, &f->answer, school, export));
        assert_true(f->answer.waits);
        if (!changes) {
            assert_false(export_apply(&f->call, &f->answer));
            assert_int_equal(problem_code(f), CODE_STALE_PREVIEW);
            assert_false(file_exists(file));
        } else {
            assert_true(export_apply(&f->call, &f->answer));
            assert_true(file_exists(file));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_changed_while_the_rows_were_read_is_noticed, open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

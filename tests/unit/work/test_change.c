/* SPDX-License-Identifier: GPL-3.0-or-later
 * The only way to write: lock, transaction, undo step, journal row in a chain. */
#include "work_fixture.h"

#include "store/chain.h"
#include "store/step.h"
#include "work/journal.h"
#include "work/seal.h"
#include "work/undo.h"

static size_t pupils(struct fixture *f) {
    struct pupil_filter filter = { .day = a_day(20261123), .year = VALUE_NONE };
    struct pupil_row *rows;
    size_t count;
    OK(f, pupil_list(f->school->db, f->school->kinds, &f->arena, &filter, &rows, &count, &f->err));
    return count;
}

static void each_change_writes_one_row_that_holds_the_one_before(void **state) {
    struct fixture *f = *state;
    struct chain_row *rows;
    size_t count;
    struct change *change = begin(f, "record");
    add_pupil(f, change->db, "Nia", "Rees", "A888490123179", 8, "8GH", 0);
    commit(f, change);
    OK(f, chain_rows(f->school->db, &f->arena, 1, 0, &rows, &count, &f->err));
    assert_int_equal(count, 2);
    assert_true(str_is(rows[1].verb, "record"));
    assert_true(str_is(rows[1].actor, "tester"));
    assert_true(str_equal(rows[1].hash, seal_chain(&f->arena, rows[0].hash, &rows[1])));
    assert_true(str_equal(rows[0].hash, seal_chain(&f->arena, (struct str){ 0 }, &rows[0])));
    assert_false(str_equal(rows[1].hash, seal_chain(&f->arena, (struct str){ 0 }, &rows[1])));
}

static void every_field_of_a_row_is_sealed(void **state) {
    struct fixture *f = *state;
    struct chain_row row = { .number = 1,
                             .at = 2,
                             .actor = STR("a"),
                             .verb = STR("b"),
                             .about = STR("c"),
                             .step = 3,
                             .before = STR("d"),
                             .after = STR("e") };
    struct str whole = seal_chain(&f->arena, STR("x"), &row);
    struct chain_row other[8];
    for (size_t i = 0; i < COUNT_OF(other); i++) other[i] = row;
    other[0].number = 2;
    other[1].at = 3;
    other[2].actor = STR("ab"), other[2].verb = STR("");
    other[3].verb = STR("c");
    other[4].about = STR("");
    other[5].step = VALUE_NONE;
    other[6].before = STR("de"), other[6].after = STR("");
    other[7].after = STR("f");
    for (size_t i = 0; i < COUNT_OF(other); i++)
        assert_false(str_equal(whole, seal_chain(&f->arena, STR("x"), &other[i])));
    assert_false(str_equal(whole, seal_chain(&f->arena, STR("y"), &row)));
}

static void digests_are_sha_256(void **state) {
    struct fixture *f = *state;
    assert_true(str_is(seal_hex(&f->arena, STR("abc"), 64),
                       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assert_true(str_is(seal_hex(&f->arena, STR("abc"), 4), "ba78"));
    struct seal_sum *sum = seal_begin(&f->arena);
    seal_add(sum, STR("a"));
    seal_add(sum, STR("bc"));
    assert_true(str_equal(seal_end(&f->arena, sum, 64), seal_hex(&f->arena, STR("abc"), 64)));
}

static void a_change_that_changes_nothing_leaves_no_trace(void **state) {
    struct fixture *f = *state;
    struct chain_row *rows;
    size_t count;
    int64_t before, after;
    struct change_done done;
    OK(f, db_state(f->school->db, &before, &f->err));
    struct change *change = begin(f, "record");
    OK(f, change_commit(change, STR("about=nothing"), STR("nothing"), &done, &f->err));
    assert_int_equal(done.step, 0);
    assert_int_equal(done.number, 0);
    OK(f, chain_rows(f->school->db, &f->arena, 1, 0, &rows, &count, &f->err));
    assert_int_equal(count, 1);
    OK(f, db_state(f->school->db, &after, &f->err));
    assert_int_equal(before, after);
}

static void a_cancelled_change_leaves_no_trace(void **state) {
    struct fixture *f = *state;
    size_t before = pupils(f);
    struct change *change = begin(f, "record");
    add_pupil(f, change->db, "Nia", "Rees", "A888490123179", 8, "8GH", 0);
    change_cancel(change);
    change_cancel(change);
    assert_int_equal(pupils(f), before);
    change = begin(f, "record");
    change_cancel(change);
}

static void a_preview_that_is_out_of_date_is_refused(void **state) {
    struct fixture *f = *state;
    int64_t seen;
    OK(f, db_state(f->school->db, &seen, &f->err));
    struct change *change = begin(f, "record");
    add_pupil(f, change->db, "Nia", "Rees", "A888490123179", 8, "8GH", 0);
    commit(f, change);
    struct change_request request = { .verb = STR("import"), .actor = STR("tester"), .state = seen };
    assert_false(change_begin(&f->arena, f->school, &request, &change, &f->err));
    assert_int_equal(f->err.code, CODE_STALE_PREVIEW);
}

static void undo_takes_back_the_newest_step(void **state) {
    struct fixture *f = *state;
    size_t before = pupils(f);
    struct change *change = begin(f, "record");
    add_pupil(f, change->db, "Nia", "Rees", "A888490123179", 8, "8GH", 0);
    commit(f, change);
    assert_int_equal(pupils(f), before + 1);
    say(f, "");
    if (!undo_run(&f->call, &f->answer)) fail_msg("%s", problems_text(f));
    assert_true(f->answer.waits);
    assert_int_equal(pupils(f), before + 1); /* the preview changes nothing */
    if (!undo_apply(&f->call, &f->answer)) fail_msg("%s", problems_text(f));
    assert_int_equal(pupils(f), before);
    int64_t broken, rows;
    OK(f, change_verify(&f->arena, f->school->db, &broken, &rows, &f->err));
    assert_int_equal(broken, 0);
    assert_int_equal(rows, 3); /* undo is itself a row */
}

/* As somebody would who writes into the database with another program. */
static void forge_row(struct fixture *f) {
    struct db *db;
    struct chain_row head;
    OK(f, db_open(&f->arena, file_join(&f->arena, f->folder, "school.db"), DB_WRITE, NULL, &db, &f->err));
    OK(f, db_begin(db, "change", DB_PLAIN, &f->err));
    OK(f, chain_head(db, &f->arena, &head, &f->err));
    struct chain_row row = { .number = head.number + 1,
                             .at = 1,
                             .actor = STR("x"),
                             .verb = STR("import"),
                             .about = STR(""),
                             .step = VALUE_NONE,
                             .hash = STR("01234567890123456789012345678901") };
    OK(f, chain_add(db, &row, &f->err));
    OK(f, db_commit(db, "change", &f->err));
    db_close(db);
}

static void a_broken_chain_stops_changes_until_somebody_accepts_it(void **state) {
    struct fixture *f = *state;
    int64_t broken, rows;
    struct change *change;
    struct change_request request = { .verb = STR("import"), .actor = STR("tester"), .state = VALUE_NONE };
    forge_row(f);
    OK(f, change_verify(&f->arena, f->school->db, &broken, &rows, &f->err));
    assert_int_equal(broken, 2);
    assert_false(change_begin(&f->arena, f->school, &request, &change, &f->err));
    assert_int_equal(f->err.code, CODE_JOURNAL_BROKEN);
    say(f, "");
    option(f, "accept-break", "a copy was put back");
    if (!journal_run(&f->call, &f->answer)) fail_msg("%s", problems_text(f));
    assert_true(f->answer.waits);
    if (!journal_apply(&f->call, &f->answer)) fail_msg("%s", problems_text(f));
    change = begin(f, "record");
    add_pupil(f, change->db, "Nia", "Rees", "A888490123179", 8, "8GH", 0);
    commit(f, change);
    OK(f, change_verify(&f->arena, f->school->db, &broken, &rows, &f->err));
    assert_int_equal(broken, 0);
}

static void verify_reports_a_break_and_ends_with_5(void **state) {
    struct fixture *f = *state;
    forge_row(f);
    say(f, "");
    option(f, "verify", NULL);
    assert_false(journal_run(&f->call, &f->answer));
    assert_int_equal(problem_code(f), CODE_JOURNAL_BROKEN);
    assert_int_equal(f->answer.outcome, OUTCOME_DATA);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(each_change_writes_one_row_that_holds_the_one_before),
        TEST(every_field_of_a_row_is_sealed),
        TEST(digests_are_sha_256),
        TEST(a_change_that_changes_nothing_leaves_no_trace),
        TEST(a_cancelled_change_leaves_no_trace),
        TEST(a_preview_that_is_out_of_date_is_refused),
        TEST(undo_takes_back_the_newest_step),
        TEST(a_broken_chain_stops_changes_until_somebody_accepts_it),
        TEST(verify_reports_a_break_and_ends_with_5),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

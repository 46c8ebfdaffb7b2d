/* SPDX-License-Identifier: GPL-3.0-or-later
 * Notices and messages by natural keys, the journal, what was imported.
 */
#include "store/chain.h"
#include "store/intake.h"
#include "store/ledger.h"
#include "store_fixture.h"

static struct ledger_message message(const char *recipient, int64_t number) {
    return (struct ledger_message){ .message_id = str_from(number == 1 ? "<1@x.example>" : "<2@x.example>"),
                                    .recipient = str_from(recipient),
                                    .plan = STR("weekly"),
                                    .period = STR("2026-W48"),
                                    .number = number,
                                    .state = OUTBOX_QUEUED,
                                    .day = day(2026, 11, 23),
                                    .subject = STR("9AB careers"),
                                    .bytes = STR("From: a\r\n\0tail"),
                                    .digest = STR("\1\2"),
                                    .made_at = 5 };
}

static int64_t add(struct school *s, const struct ledger_message *m, enum wrote wanted) {
    const int64_t people[] = { 3, 4, 3 };
    int64_t id;
    enum wrote wrote;
    OK(s, ledger_add_message(s->db, m, people, 3, &id, &wrote, &s->err));
    assert_int_equal(wrote, wanted);
    return id;
}

static bool move(struct school *s, int64_t id, enum outbox_state from, struct ledger_move how) {
    bool moved;
    OK(s, ledger_move(s->db, id, from, &how, &moved, &s->err));
    return moved;
}

static void a_second_run_makes_no_message_twice(void **state) {
    struct school *s = *state;
    begin(s);
    struct ledger_message one = message("tutor-9AB", 1), two = message("tutor-9AB", 2);
    int64_t id = add(s, &one, WROTE_ADDED);
    assert_int_equal(add(s, &one, WROTE_SAME), id);
    assert_int_not_equal(add(s, &two, WROTE_ADDED), id);
    struct ledger_notice notice = { .finding = STR("f"),
                                    .step = STR("lead"),
                                    .recipient = STR("tutor-9AB"),
                                    .rule = STR("4.1/one"),
                                    .day = day(2026, 11, 23),
                                    .message = id };
    int64_t first, second;
    enum wrote wrote;
    OK(s, ledger_add_notice(s->db, &notice, &first, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_ADDED);
    OK(s, ledger_add_notice(s->db, &notice, &second, &wrote, &s->err));
    assert_int_equal(wrote, WROTE_SAME);
    assert_int_equal(first, second);
    commit(s);
    struct ledger_message back;
    OK(s, ledger_message_by_id(s->db, &s->arena, STR("<1@x.example>"), &back, &s->err));
    assert_int_equal(back.id, id);
    assert_true(str_equal(back.bytes, one.bytes));
    assert_true(str_equal(back.digest, one.digest));
}

static void a_message_moves_only_from_the_state_expected(void **state) {
    struct school *s = *state;
    begin(s);
    struct ledger_message one = message("tutor-9AB", 1);
    int64_t id = add(s, &one, WROTE_ADDED);
    assert_true(move(s, id, OUTBOX_QUEUED,
                     (struct ledger_move){ .to = OUTBOX_BEGUN, .attempt = true, .not_before = VALUE_NONE }));
    assert_false(move(s, id, OUTBOX_QUEUED, (struct ledger_move){ .to = OUTBOX_BEGUN, .not_before = VALUE_NONE }));
    assert_true(move(s, id, OUTBOX_BEGUN, (struct ledger_move){ .to = OUTBOX_DOT, .not_before = VALUE_NONE }));
    assert_true(
        move(s, id, OUTBOX_DOT,
             (struct ledger_move){ .to = OUTBOX_SENT, .not_before = VALUE_NONE, .at = 99, .words = STR("250 ok") }));
    commit(s);
    struct ledger_message back;
    OK(s, ledger_message(s->db, &s->arena, id, &back, &s->err));
    assert_int_equal(back.state, OUTBOX_SENT);
    assert_int_equal(back.attempts, 1);
    assert_int_equal(back.sent_at, 99);
    assert_true(str_is(back.last_words, "250 ok"));
}

static void after_a_crash_begun_is_queued_and_dot_is_doubtful(void **state) {
    struct school *s = *state;
    uint64_t requeued, doubtful;
    begin(s);
    struct ledger_message one = message("tutor-9AB", 1), two = message("tutor-9AB", 2);
    int64_t a = add(s, &one, WROTE_ADDED), b = add(s, &two, WROTE_ADDED);
    move(s, a, OUTBOX_QUEUED, (struct ledger_move){ .to = OUTBOX_BEGUN, .not_before = VALUE_NONE });
    move(s, b, OUTBOX_QUEUED, (struct ledger_move){ .to = OUTBOX_BEGUN, .not_before = VALUE_NONE });
    move(s, b, OUTBOX_BEGUN, (struct ledger_move){ .to = OUTBOX_DOT, .not_before = VALUE_NONE });
    OK(s, ledger_recover(s->db, &requeued, &doubtful, &s->err));
    commit(s);
    assert_int_equal(requeued, 1);
    assert_int_equal(doubtful, 1);
    struct ledger_message *list;
    size_t count;
    OK(s, ledger_messages(s->db, &s->arena, 1u << OUTBOX_DOUBTFUL, false, &list, &count, &s->err));
    assert_int_equal(count, 1);
    assert_int_equal(list[0].id, b);
    assert_int_equal(list[0].bytes.size, 0);
    OK(s, ledger_messages(s->db, &s->arena, 0, true, &list, &count, &s->err));
    assert_int_equal(count, 2);
    assert_true(list[0].bytes.size > 0);
}

static void what_was_given_up_does_not_count_as_told(void **state) {
    struct school *s = *state;
    struct ledger_notice *notices;
    size_t count;
    int64_t id;
    enum wrote wrote;
    begin(s);
    struct ledger_message one = message("tutor-9AB", 1);
    int64_t mail = add(s, &one, WROTE_ADDED);
    struct ledger_notice notice = { .finding = STR("f"),
                                    .step = STR("lead"),
                                    .recipient = STR("tutor-9AB"),
                                    .day = day(2026, 11, 23),
                                    .message = mail };
    OK(s, ledger_add_notice(s->db, &notice, &id, &wrote, &s->err));
    OK(s, ledger_notices(s->db, &s->arena, &notices, &count, &s->err));
    assert_int_equal(count, 1);
    move(s, mail, OUTBOX_QUEUED,
         (struct ledger_move){ .to = OUTBOX_GIVEN_UP, .not_before = VALUE_NONE, .words = STR("out of date") });
    OK(s, ledger_notices(s->db, &s->arena, &notices, &count, &s->err));
    assert_int_equal(count, 0);
    commit(s);
}

static void what_was_refused_is_told_anew_under_the_same_id(void **state) {
    struct school *s = *state;
    struct ledger_notice *notices;
    struct ledger_message back;
    size_t count;
    int64_t id;
    enum wrote wrote;
    begin(s);
    struct ledger_message one = message("tutor-9AB", 1);
    int64_t mail = add(s, &one, WROTE_ADDED);
    struct ledger_notice notice = { .finding = STR("f"), .step = STR("lead"), .recipient = STR("tutor-9AB"), .day = day(2026, 11, 23), .message = mail };
    OK(s, ledger_add_notice(s->db, &notice, &id, &wrote, &s->err));
    move(s, mail, OUTBOX_QUEUED, (struct ledger_move){ .to = OUTBOX_BEGUN, .not_before = VALUE_NONE });
    OK(s, ledger_readdress(s->db, mail, STR("new@x.example"), STR("To: new\r\n"), STR("\3"), &s->err));
    OK(s, ledger_message(s->db, &s->arena, mail, &back, &s->err));
    assert_true(str_equal(back.bytes, one.bytes)); /* only one that was refused changes its address */
    move(s, mail, OUTBOX_BEGUN, (struct ledger_move){ .to = OUTBOX_DOT, .not_before = VALUE_NONE, .at = 7 });
    move(s, mail, OUTBOX_DOT, (struct ledger_move){ .to = OUTBOX_REFUSED, .not_before = VALUE_NONE, .words = STR("550 no") });
    OK(s, ledger_notices(s->db, &s->arena, &notices, &count, &s->err));
    assert_int_equal(count, 0);
    OK(s, ledger_readdress(s->db, mail, STR("new@x.example"), STR("To: new\r\n"), STR("\3"), &s->err));
    OK(s, ledger_message(s->db, &s->arena, mail, &back, &s->err));
    assert_true(str_is(back.address, "new@x.example"));
    assert_true(str_is(back.bytes, "To: new\r\n"));
    assert_int_equal(add(s, &one, WROTE_CHANGED), mail);
    OK(s, ledger_notices(s->db, &s->arena, &notices, &count, &s->err));
    assert_int_equal(count, 0); /* what the first one told is not told by the second, unless it says so */
    OK(s, ledger_add_notice(s->db, &notice, &id, &wrote, &s->err));
    OK(s, ledger_notices(s->db, &s->arena, &notices, &count, &s->err));
    assert_int_equal(count, 1);
    OK(s, ledger_message(s->db, &s->arena, mail, &back, &s->err));
    assert_int_equal(back.state, OUTBOX_QUEUED);
    assert_true(str_equal(back.message_id, one.message_id));
    commit(s);
}

static void a_clear_no_to_the_last_bytes_is_no_doubt(void **state) {
    struct school *s = *state;
    struct ledger_message back, one = message("tutor-9AB", 1);
    begin(s);
    one.file = STR("tutor-9AB");
    int64_t mail = add(s, &one, WROTE_ADDED);
    for (int turn = 0; turn < 2; turn++) {
        move(s, mail, OUTBOX_QUEUED, (struct ledger_move){ .to = OUTBOX_BEGUN, .not_before = VALUE_NONE });
        move(s, mail, OUTBOX_BEGUN, (struct ledger_move){ .to = OUTBOX_DOT, .not_before = VALUE_NONE, .at = 7 });
        move(s, mail, OUTBOX_DOT, (struct ledger_move){ .to = OUTBOX_QUEUED, .not_before = VALUE_NONE, .not_taken = turn == 0 });
        OK(s, ledger_message(s->db, &s->arena, mail, &back, &s->err));
        assert_int_equal(back.dot_at, turn ? 7 : 0);
        if (turn) continue;
        move(s, mail, OUTBOX_QUEUED, (struct ledger_move){ .to = OUTBOX_GIVEN_UP, .not_before = VALUE_NONE });
        assert_int_equal(add(s, &one, WROTE_CHANGED), mail);
        OK(s, ledger_message(s->db, &s->arena, mail, &back, &s->err));
        assert_true(str_is(back.file, "tutor-9AB")); /* its own file, not a second one */
    }
    commit(s);
}

static void add_row(struct school *s, int64_t number, const char *hash) {
    struct chain_row row = { .number = number,
                             .at = 10 * number,
                             .actor = STR("jokoro"),
                             .verb = STR("import"),
                             .about = STR("rows=3"),
                             .step = VALUE_NONE,
                             .hash = str_from(hash) };
    OK(s, chain_add(s->db, &row, &s->err));
}

static void the_journal_grows_at_its_end_only(void **state) {
    struct school *s = *state;
    struct chain_row head, *rows;
    size_t count;
    OK(s, chain_head(s->db, &s->arena, &head, &s->err));
    assert_int_equal(head.number, 0);
    begin(s);
    add_row(s, 1, "h1");
    add_row(s, 2, "h2");
    struct chain_row gap = { .number = 4, .hash = STR("h4"), .step = VALUE_NONE };
    assert_false(chain_add(s->db, &gap, &s->err));
    commit(s);
    OK(s, chain_head(s->db, &s->arena, &head, &s->err));
    assert_int_equal(head.number, 2);
    assert_true(str_is(head.hash, "h2"));
    assert_true(str_is(head.previous, "h1"));
    assert_true(head.step == VALUE_NONE);
    OK(s, chain_rows(s->db, &s->arena, 1, 0, &rows, &count, &s->err));
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].previous.size, 0);
    OK(s, chain_since(s->db, &s->arena, 15, &rows, &count, &s->err));
    assert_int_equal(count, 1);
}

static void imports_and_recipes_are_remembered(void **state) {
    struct school *s = *state;
    struct intake row = { .at = 5,
                          .recipe = STR("mis"),
                          .file = STR("mis.csv"),
                          .digest = STR("ab"),
                          .as_at = day(2026, 11, 23),
                          .rows = 10,
                          .added = 4,
                          .changed = 3,
                          .same = 2,
                          .left_out = 1,
                          .step = VALUE_NONE };
    struct intake *list;
    size_t count;
    int64_t id;
    struct str headings;
    struct date through;
    begin(s);
    OK(s, intake_add(s->db, &row, &id, &s->err));
    row.file = STR("mis2.csv");
    OK(s, intake_add(s->db, &row, &id, &s->err));
    OK(s, intake_set_recipe(s->db, STR("mis"), STR("UPN\nReg"), &s->err));
    OK(s, intake_set_complete(s->db, &s->kinds, ENCOUNTER, day(2026, 11, 1), &s->err));
    OK(s, intake_set_complete(s->db, &s->kinds, ENCOUNTER, day(2026, 10, 1), &s->err));
    commit(s);
    OK(s, intake_list(s->db, &s->arena, 1, &list, &count, &s->err));
    assert_int_equal(count, 1);
    assert_true(str_is(list[0].file, "mis2.csv"));
    assert_int_equal(list[0].rows, list[0].added + list[0].changed + list[0].same + list[0].left_out + list[0].blank);
    OK(s, intake_recipe(s->db, &s->arena, STR("mis"), &headings, &s->err));
    assert_true(str_is(headings, "UPN\nReg"));
    OK(s, intake_recipe(s->db, &s->arena, STR("other"), &headings, &s->err));
    assert_int_equal(headings.size, 0);
    OK(s, intake_complete(s->db, &s->kinds, ENCOUNTER, &through, &s->err));
    assert_true(date_same(through, day(2026, 11, 1)));
    OK(s, intake_complete(s->db, &s->kinds, CPD, &through, &s->err));
    assert_false(date_known(through));
}

#define SCHOOL_TEST(test) cmocka_unit_test_setup_teardown(test, open_school, close_school)

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(a_second_run_makes_no_message_twice),
        SCHOOL_TEST(a_message_moves_only_from_the_state_expected),
        SCHOOL_TEST(after_a_crash_begun_is_queued_and_dot_is_doubtful),
        SCHOOL_TEST(what_was_given_up_does_not_count_as_told),
        SCHOOL_TEST(what_was_refused_is_told_anew_under_the_same_id),
        SCHOOL_TEST(a_clear_no_to_the_last_bytes_is_no_doubt),
        SCHOOL_TEST(the_journal_grows_at_its_end_only),
        SCHOOL_TEST(imports_and_recipes_are_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

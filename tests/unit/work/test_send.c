/* SPDX-License-Identifier: GPL-3.0-or-later
 * What leaves: the class of what a server says, when a message may go, the journal of what left. */
#include "work_fixture.h"

#include "base/clock.h"
#include "work/letter.h"
#include "work/send.h"
#include "work/sent_log.h"
#include "work/smtp_talk.h"

static enum verdict class_of(enum smtp_stage stage, int reply, const char *words) { return smtp_class(stage, reply, str_from(words)); }

static void the_class_follows_reply_and_place(void **state) {
    (void)state;
    static const struct { enum smtp_stage stage; int reply; const char *words; enum verdict wanted; } ROWS[] = {
        { SMTP_CONNECT, 0, "", VERDICT_SERVER },
        { SMTP_CONNECT, 554, "554 go away", VERDICT_SERVER },
        { SMTP_HELLO, 421, "421 busy", VERDICT_SERVER },
        { SMTP_TLS, 454, "454 4.7.0 TLS not available", VERDICT_SERVER },
        { SMTP_AUTH, 535, "535 5.7.8 bad", VERDICT_LOGIN },
        { SMTP_AUTH, 421, "421 closing", VERDICT_BUSY },
        { SMTP_MAIL, 530, "530 5.7.57 not signed in", VERDICT_LOGIN },
        { SMTP_RCPT, 550, "550 5.7.30 basic authentication is not supported", VERDICT_LOGIN },
        { SMTP_MAIL, 550, "550 5.7.60 no permission to send as this sender", VERDICT_SETTINGS },
        { SMTP_MAIL, 501, "501 5.1.7 odd sender", VERDICT_SETTINGS },
        { SMTP_MAIL, 552, "552 5.3.4 too large", VERDICT_REFUSED },
        { SMTP_MAIL, 0, "", VERDICT_SERVER },
        { SMTP_RCPT, 421, "421 4.3.2 closing", VERDICT_BUSY },
        { SMTP_RCPT, 432, "432 4.3.2 too many connections", VERDICT_PACE },
        { SMTP_RCPT, 450, "450 4.7.28 rate", VERDICT_PACE },
        { SMTP_RCPT, 451, "451 4.7.1 Greylisted, try again", VERDICT_LATER },
        { SMTP_RCPT, 450, "450 4.2.1 mailbox busy", VERDICT_LATER },
        { SMTP_RCPT, 452, "452 4.2.2 full", VERDICT_LATER },
        { SMTP_RCPT, 550, "550 5.1.1 unknown", VERDICT_REFUSED },
        { SMTP_RCPT, 556, "556 5.1.10 no mail here", VERDICT_REFUSED },
        { SMTP_DATA, 0, "", VERDICT_SERVER },
        { SMTP_DATA, 554, "554 no", VERDICT_REFUSED },
        { SMTP_TEXT, 0, "", VERDICT_LATER },
        { SMTP_DOT, 0, "", VERDICT_DOUBT },
        { SMTP_DOT, 150, "150 what", VERDICT_DOUBT },
        { SMTP_DOT, 999, "999 what", VERDICT_DOUBT },
        { SMTP_DOT, 451, "451 later", VERDICT_LATER },
        { SMTP_DOT, 421, "421 closing", VERDICT_LATER },
        { SMTP_DOT, 432, "432 too many", VERDICT_LATER },
        { SMTP_DOT, 552, "552 too large", VERDICT_REFUSED },
        { SMTP_DOT, 554, "554 spam", VERDICT_REFUSED },
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        if (class_of(ROWS[i].stage, ROWS[i].reply, ROWS[i].words) != ROWS[i].wanted) fail_msg("row %zu: %s", i, ROWS[i].words);
}

static int64_t at(int year, int month, int day, int hour, int minute) {
    struct date date;
    assert_true(date_make(year, month, day, &date));
    return (int64_t)date.day * 86400 + hour * 3600 + minute * 60;
}

static void nothing_goes_at_night_or_on_quiet_days(void **state) {
    struct fixture *f = *state;
    const struct calendar *c;
    OK(f, school_load(f->school, SCHOOL_CALENDAR, a_day(20261123), &f->answer.problems, &f->err));
    c = f->school->calendar;
    /* Monday 7 June 2027, summer time: seven in London is six UTC. */
    assert_int_equal(send_not_before(c, at(2027, 6, 7, 5, 59)), at(2027, 6, 7, 6, 0));
    assert_int_equal(send_not_before(c, at(2027, 6, 7, 6, 0)), at(2027, 6, 7, 6, 0));
    assert_int_equal(send_not_before(c, at(2027, 6, 7, 16, 59)), at(2027, 6, 7, 16, 59));
    assert_int_equal(send_not_before(c, at(2027, 6, 7, 17, 0)), at(2027, 6, 8, 6, 0));
    /* Friday evening, a weekend, the clocks go forward on Sunday 28 March 2027, and the holiday after it. */
    assert_int_equal(send_not_before(c, at(2027, 3, 26, 18, 0)), at(2027, 4, 12, 6, 0));
    assert_int_equal(send_not_before(c, at(2027, 3, 28, 0, 30)), at(2027, 4, 12, 6, 0));
    /* The clocks go back on Sunday 25 October 2026, in the half-term: Monday 2 November is winter. */
    assert_int_equal(send_not_before(c, at(2026, 10, 25, 0, 30)), at(2026, 11, 2, 7, 0));
    assert_int_equal(send_not_before(c, at(2026, 10, 25, 1, 30)), at(2026, 11, 2, 7, 0));
    /* 23:30 UTC in summer is half past midnight in London, of the next day. */
    assert_int_equal(send_not_before(c, at(2027, 6, 7, 23, 30)), at(2027, 6, 8, 6, 0));
}

static struct sent_line line_of(const char *id, const char *outcome) {
    return (struct sent_line){ .message_id = str_from(id), .digest = STR("00ff"), .outcome = str_from(outcome), .at = 5, .head = STR("3:ab") };
}

static void the_last_word_on_a_message_holds(void **state) {
    struct fixture *f = *state;
    struct sent_log log;
    struct str outcome = { 0 };
    struct sent_line lines[] = { line_of("b@x.example", "dropped"), line_of("a@x.example", "sent"), line_of("b@x.example", "arrived") };
    OK(f, sent_log_read(&f->arena, f->folder, &log, &f->err));
    assert_int_equal(log.count, 0);
    for (size_t i = 0; i < COUNT_OF(lines); i++) OK(f, sent_log_add(&f->arena, f->folder, &lines[i], false, &f->err));
    OK(f, sent_log_read(&f->arena, f->folder, &log, &f->err));
    assert_int_equal(log.count, 3);
    assert_true(sent_log_has(&log, STR("b@x.example"), &outcome) && str_is(outcome, "arrived"));
    assert_true(sent_log_has(&log, STR("a@x.example"), &outcome) && str_is(outcome, "sent"));
    assert_false(sent_log_has(&log, STR("a@x.exampl"), &outcome));
    assert_false(log.torn || log.odd);
}

static void a_torn_line_is_as_if_it_were_not_there(void **state) {
    struct fixture *f = *state;
    struct sent_log log;
    struct str text, outcome;
    struct sent_line one = line_of("a@x.example", "sent"), two = line_of("b@x.example", "sent"), three = line_of("c@x.example", "sent");
    const char *path = file_join(&f->arena, f->folder, "outbox/sent.log");
    OK(f, sent_log_add(&f->arena, f->folder, &one, false, &f->err));
    OK(f, sent_log_add(&f->arena, f->folder, &two, false, &f->err));
    OK(f, file_read(&f->arena, path, 1 << 20, &text, &f->err));
    for (size_t cut = 1; cut < text.size / 2; cut++) {
        OK(f, file_write(path, str_slice(text, 0, text.size - cut), &f->err));
        OK(f, sent_log_read(&f->arena, f->folder, &log, &f->err));
        assert_true(log.torn && log.count == 1 && !log.odd);
        assert_false(sent_log_has(&log, STR("b@x.example"), &outcome));
    }
    OK(f, sent_log_add(&f->arena, f->folder, &three, true, &f->err));
    OK(f, sent_log_read(&f->arena, f->folder, &log, &f->err));
    assert_true(sent_log_has(&log, STR("a@x.example"), &outcome) && sent_log_has(&log, STR("c@x.example"), &outcome));
    assert_int_equal(log.odd, 1);
}

static void an_altered_line_counts_for_nothing(void **state) {
    struct fixture *f = *state;
    struct sent_log log;
    struct str text, outcome;
    struct sent_line one = line_of("a@x.example", "sent");
    const char *path = file_join(&f->arena, f->folder, "outbox/sent.log");
    OK(f, sent_log_add(&f->arena, f->folder, &one, false, &f->err));
    OK(f, file_read(&f->arena, path, 1 << 20, &text, &f->err));
    char *other = arena_copy(&f->arena, text.at, text.size);
    for (size_t i = 0; i + 1 < text.size; i++) {
        other[i] ^= 1;
        OK(f, file_write(path, (struct str){ other, text.size }, &f->err));
        OK(f, sent_log_read(&f->arena, f->folder, &log, &f->err));
        assert_false(sent_log_has(&log, STR("a@x.example"), &outcome));
        other[i] ^= 1;
    }
}

static void an_address_outside_is_refused_at_the_door(void **state) {
    (void)state;
    const struct str domains[] = { STR_INIT("harbourview.example") }, also[] = { STR_INIT("j.rees@council.example") };
    struct mail_settings mail = { .domains = domains, .domain_count = 1, .also = also, .also_count = 1 };
    struct err err = { 0 };
    assert_true(letter_may_go(&mail, STR("A"), STR("a@HarbourView.example"), &err));
    assert_true(letter_may_go(&mail, STR("A"), STR("J.Rees@council.example"), &err));
    static const char *const OUTSIDE[] = { "a@council.example", "a@sub.harbourview.example", "a@harbourview.example.evil.example", "a@xharbourview.example" };
    for (size_t i = 0; i < COUNT_OF(OUTSIDE); i++) {
        assert_false(letter_may_go(&mail, STR("A"), str_from(OUTSIDE[i]), &err));
        assert_int_equal(err.code, CODE_OUTSIDE_DOMAIN);
    }
    assert_false(letter_may_go(&mail, STR("A"), STR("a@harbourview.example\nBcc: b@c.example"), &err));
    assert_int_equal(err.code, CODE_NO_ADDRESS);
    assert_false(letter_may_go(&mail, STR("A"), STR(""), &err));
    assert_int_equal(err.code, CODE_NO_ADDRESS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_class_follows_reply_and_place),
        cmocka_unit_test_setup_teardown(nothing_goes_at_night_or_on_quiet_days, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(the_last_word_on_a_message_holds, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_torn_line_is_as_if_it_were_not_there, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(an_altered_line_counts_for_nothing, open_fixture, close_fixture),
        cmocka_unit_test(an_address_outside_is_refused_at_the_door),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

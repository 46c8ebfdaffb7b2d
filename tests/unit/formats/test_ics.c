/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_ics - calendar files: what is in them, that they fold, escape and read back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "formats/ics.h"

static struct date day(int year, int month, int number) {
    struct date out = DATE_NONE;
    assert_true(date_make(year, month, number, &out));
    return out;
}

static struct ics_event review(void) {
    return (struct ics_event){ .uid = STR("document-41@harbourview.example"), .title = STR("Policy review"),
                               .first = day(2027, 2, 28), .last = day(2027, 2, 28) };
}

static void assert_has(const struct buf *out, const char *line) {
    if (!out->at || !strstr(out->at, line)) fail_msg("'%s' is not in\n%s", line, out->at ? out->at : "(nothing)");
}

static void a_whole_day_ends_the_day_after(void **state) {
    (void)state;
    struct err err = { 0 };
    struct buf out = { 0 };
    struct ics_event events[] = { review(), review() };
    events[1].uid = STR("activity-7@harbourview.example");
    events[1].last = day(2027, 3, 2);
    struct ics ics = { .method = ICS_PUBLISH, .name = STR("Careers"), .stamp = day(2026, 11, 27), .events = events, .count = 2 };
    assert_true(ics_write(&ics, &out, &err));
    assert_has(&out, "METHOD:PUBLISH\r\n");
    assert_has(&out, "DTSTAMP:20261127T000000Z\r\n");
    assert_has(&out, "DTSTART;VALUE=DATE:20270228\r\nDTEND;VALUE=DATE:20270301\r\n");
    assert_has(&out, "DTEND;VALUE=DATE:20270303\r\n");
    assert_has(&out, "X-WR-CALNAME:Careers\r\n");
    assert_null(strstr(out.at, "ATTENDEE"));
    buf_free(&out);
}

static void one_who_is_asked_is_named_and_a_withdrawal_says_so(void **state) {
    (void)state;
    struct err err = { 0 };
    struct buf out = { 0 };
    struct ics_event event = review();
    event.organizer = (struct ics_person){ STR("Careers, Harbour View"), STR("careers@harbourview.example") };
    event.attendee = (struct ics_person){ STR("Mr J. Patel"), STR("j.patel@harbourview.example") };
    event.sequence = 3;
    struct ics ics = { .method = ICS_REQUEST, .stamp = day(2026, 11, 27), .events = &event, .count = 1 };
    assert_true(ics_write(&ics, &out, &err));
    assert_has(&out, "METHOD:REQUEST\r\n");
    assert_has(&out, "SEQUENCE:3\r\n");
    assert_has(&out, "mailto:j.patel@harbourview.example");
    buf_clear(&out);
    ics.method = ICS_CANCEL;
    assert_true(ics_write(&ics, &out, &err));
    assert_has(&out, "METHOD:CANCEL\r\n");
    assert_has(&out, "STATUS:CANCELLED\r\n");
    buf_free(&out);
}

static void long_and_odd_titles_fold_escape_and_read_back(void **state) {
    (void)state;
    struct err err = { 0 };
    struct buf out = { 0 };
    struct arena arena = { 0 };
    struct ics_event event = review();
    struct ics back, ics = { .method = ICS_PUBLISH, .stamp = day(2026, 11, 27), .events = &event, .count = 1 };
    event.title = STR("Zoë’s college, “Łódź & søn”; a \\ back stroke, and more than one line of seventy-five octets of it, so folded");
    event.text = STR("Tutor:\n- Zoë’s list, “one; two” (3.1.1)\n\nSenior leader:\n- a line that is longer than the seventy-five octets that a line of a file may have\n\\n is no break");
    assert_true(ics_write(&ics, &out, &err));
    for (const char *line = out.at; *line;) {
        const char *end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_true(end - line <= 75);
        line = end + 2;
    }
    assert_has(&out, "\\,");
    assert_has(&out, "\\;");
    assert_true(ics_read(&arena, buf_str(&out), &back, &err));
    assert_int_equal(back.count, 1);
    assert_true(ics_event_same(&event, &back.events[0]));
    assert_true(str_equal(event.text, back.events[0].text));
    event.text = STR("Another");
    assert_false(ics_event_same(&event, &back.events[0]));
    assert_true(date_same(back.stamp, ics.stamp));
    arena_free(&arena);
    buf_free(&out);
}

static void what_could_break_a_file_is_refused(void **state) {
    (void)state;
    struct buf out = { 0 };
    for (int i = 0; i < 5; i++) {
        struct err err = { 0 };
        struct ics_event event = review();
        struct ics ics = { .method = ICS_PUBLISH, .stamp = day(2026, 11, 27), .events = &event, .count = 1 };
        if (i == 0) event.title = STR("one\r\nATTENDEE:mailto:x@y.example");
        if (i == 1) event.uid = (struct str){ 0 };
        if (i == 2) event.attendee.address = STR("x@y.example\nBCC:z");
        if (i == 3) event.last = day(2027, 2, 27);
        if (i == 4) event.title = STR("\xff\xfe");
        assert_false(ics_write(&ics, &out, &err));
        assert_true(err.code != CODE_NONE);
    }
    assert_int_equal(out.size, 0);
    buf_free(&out);
}

static void what_is_no_calendar_is_said(void **state) {
    (void)state;
    static const char *const ODD[] = { "", "hello", "BEGIN:VCALENDAR", "BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270132\r\nDTEND:20270230\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//somebody//else//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Away\r\nDTSTART;VALUE=DATE:20270131\r\n"
        "DTEND;VALUE=DATE:20270201\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n") };
    struct arena arena = { 0 };
    for (size_t i = 0; i < COUNT_OF(ODD); i++) {
        struct err err = { 0 };
        struct ics back;
        if (ics_read(&arena, str_from(ODD[i]), &back, &err)) fail_msg("read: %s", ODD[i]);
        assert_int_equal(err.code, CODE_FILE);
    }
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_day_ends_the_day_after), cmocka_unit_test(one_who_is_asked_is_named_and_a_withdrawal_says_so),
        cmocka_unit_test(long_and_odd_titles_fold_escape_and_read_back), cmocka_unit_test(what_could_break_a_file_is_refused),
        cmocka_unit_test(what_is_no_calendar_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_mime - what leaves is clean, the same each time, and what was meant.
 * Owns:  nothing.
 * Must not know: GMime.
 */
#include "base/arena.h"
#include "formats/mime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct mime_letter usual(void) {
    return (struct mime_letter){
        .from_name = STR("Careers, Harbour View Academy"), .from = STR("careers@harbourview.example"),
        .to_name = STR("Mr Łukasz Dvořák"), .to = STR("l.dvorak@harbourview.example"),
        .reply_to = STR("a.okafor@harbourview.example"), .unsubscribe = STR("a.okafor@harbourview.example"),
        .subject = STR("9AB careers — 1 pupil needs an employer encounter by 21 July"),
        .message_id = STR("0123456789abcdef0123456789abcdef@harbourview.example"),
        .at = 1812349800, .offset = 3600, /* Monday 7 June 2027, 07:30 in London */
        .text = STR("Dear Mr Dvořák\n\n.\nFrom here on\n"), .html = STR("<p>Dear Mr Dvořák</p>\n"),
    };
}

static struct str written(struct arena *arena, const struct mime_letter *letter) {
    struct buf out = { 0 };
    struct err err = { 0 };
    assert_true(mime_write(&out, letter, &err));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str head(struct str bytes, const char *name) {
    struct str value = { 0 };
    assert_true(mime_header(bytes, name, &value));
    return value;
}

static void heads_are_ours(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct mime_letter letter = usual();
    struct str bytes = written(&arena, &letter);
    assert_true(str_is(head(bytes, "Date"), "Mon, 07 Jun 2027 07:30:00 +0100"));
    assert_true(str_is(head(bytes, "Message-ID"), "<0123456789abcdef0123456789abcdef@harbourview.example>"));
    assert_true(str_is(head(bytes, "Auto-Submitted"), "auto-generated"));
    assert_true(str_is(head(bytes, "Reply-To"), "a.okafor@harbourview.example"));
    assert_true(str_is(head(bytes, "List-Unsubscribe"), "<mailto:a.okafor@harbourview.example?subject=unsubscribe>"));
    assert_true(str_find(bytes, STR("=?UTF-8?")) != SIZE_MAX);
    assert_true(str_find(bytes, STR("windows-125")) == SIZE_MAX && str_find(bytes, STR("iso-8859")) == SIZE_MAX);
    assert_true(str_find(bytes, STR("X-Unsent")) == SIZE_MAX);
    arena_free(&arena);
}

static void same_letter_gives_same_bytes(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct mime_letter letter = usual();
    assert_true(str_equal(written(&arena, &letter), written(&arena, &letter)));
    arena_free(&arena);
}

static void date_follows_the_offset(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct mime_letter letter = usual();
    letter.at = 1824942600; /* Sunday 31 October 2027, 00:30 UTC: still summer time */
    assert_true(str_is(head(written(&arena, &letter), "Date"), "Sun, 31 Oct 2027 01:30:00 +0100"));
    letter.at += 3600;
    letter.offset = 0;
    assert_true(str_is(head(written(&arena, &letter), "Date"), "Sun, 31 Oct 2027 01:30:00 +0000"));
    arena_free(&arena);
}

static void long_and_odd_texts_come_out_clean(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct buf text = { 0 };
    for (int i = 0; i < 4000; i++) buf_add_c(&text, i % 7 ? "ř" : "=");
    buf_add_c(&text, "\r\n.\r\n..\n\rtail without end");
    struct mime_letter letter = usual();
    letter.text = letter.html = buf_str(&text);
    struct str bytes = written(&arena, &letter);
    assert_true(mime_is_clean(bytes));
    letter.text = letter.html = (struct str){ 0 };
    assert_true(mime_is_clean(written(&arena, &letter)));
    buf_free(&text);
    arena_free(&arena);
}

static void refused(struct mime_letter letter) {
    struct buf out = { 0 };
    struct err err = { 0 };
    assert_false(mime_write(&out, &letter, &err));
    assert_int_equal(err.code, CODE_ODD_HEADER);
    assert_int_equal(out.size, 0);
    buf_free(&out);
}

static void line_breaks_in_heads_are_refused(void **state) {
    (void)state;
    static const struct str BAD[] = { STR_INIT("a\nBcc: x@y.example"), STR_INIT("a\rb"), STR_INIT("a\0b"), STR_INIT("a\tb"),
                                      STR_INIT("a\x7F") };
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        struct mime_letter letter = usual();
        letter.subject = BAD[i];
        refused(letter);
        letter = usual();
        letter.to_name = BAD[i];
        refused(letter);
        letter = usual();
        letter.from_name = BAD[i];
        refused(letter);
        letter = usual();
        letter.message_id = BAD[i];
        refused(letter);
    }
    struct mime_letter letter = usual();
    letter.text = (struct str){ "a\0b", 3 };
    refused(letter);
}

static void only_single_mailboxes_are_addresses(void **state) {
    (void)state;
    static const char *const BAD[] = { "", "a", "@b.example", "a@", "a@b@c.example", "a b@c.example", "a@b.example, c@d.example",
                                       "<a@b.example>", "a@b..example", ".a@b.example", "a.@b.example", "-f@b.example", "a@b.example.",
                                       "a@[127.0.0.1]", "ř@b.example", "a\"@b.example", "a@b.example\n" };
    for (size_t i = 0; i < COUNT_OF(BAD); i++) {
        struct mime_letter letter = usual();
        assert_false(mime_is_address(str_from(BAD[i])));
        letter.to = str_from(BAD[i]);
        refused(letter);
    }
    assert_true(mime_is_address(STR("a.o'kafor+x@harbour-view.sch.example")));
}

static void clean_knows_what_may_leave(void **state) {
    (void)state;
    struct buf line = { 0 };
    for (int i = 0; i < MIME_LINE_MOST; i++) buf_add_byte(&line, 'a');
    buf_add_c(&line, "\r\n");
    assert_true(mime_is_clean(buf_str(&line)));
    buf_clear(&line);
    for (int i = 0; i <= MIME_LINE_MOST; i++) buf_add_byte(&line, 'a');
    buf_add_c(&line, "\r\n");
    assert_false(mime_is_clean(buf_str(&line)));
    buf_free(&line);
    assert_false(mime_is_clean(STR("a\nb\r\n")));
    assert_false(mime_is_clean(STR("a\rb\r\n")));
    assert_false(mime_is_clean(STR("\xC3\xA9\r\n")));
    assert_false(mime_is_clean(STR("a\0b\r\n")));
    assert_false(mime_is_clean(STR("a")));
    assert_false(mime_is_clean(STR("a\r")));
}

static void another_address_changes_the_to_field_alone(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct mime_letter letter = usual();
    struct buf first = { 0 }, second = { 0 };
    struct err err = { 0 };
    struct str out;
    letter.to_name = STR("old.one@harbourview.example, who has a long name that does not fit into one line of a head of a message");
    letter.to = STR("old.one@harbourview.example");
    letter.text = STR("Write to old.one@harbourview.example\n");
    assert_true(mime_write(&first, &letter, &err));
    letter.to = STR("new.one@harbourview.example");
    assert_true(mime_write(&second, &letter, &err));
    assert_true(mime_readdress(&arena, buf_str(&first), STR("old.one@harbourview.example"), letter.to, &out));
    assert_true(str_equal(out, buf_str(&second)));
    assert_false(mime_readdress(&arena, buf_str(&first), STR("nobody@harbourview.example"), letter.to, &out));
    assert_false(mime_readdress(&arena, buf_str(&first), STR("old.one@harbourview.example"), STR("a@b.example\r\nBcc: c@d.example"), &out));
    assert_false(mime_readdress(&arena, STR("Subject: a\r\n\r\nTo: old.one@harbourview.example\r\n"), STR("old.one@harbourview.example"), letter.to, &out));
    buf_free(&first);
    buf_free(&second);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_are_ours),
        cmocka_unit_test(same_letter_gives_same_bytes),
        cmocka_unit_test(date_follows_the_offset),
        cmocka_unit_test(long_and_odd_texts_come_out_clean),
        cmocka_unit_test(line_breaks_in_heads_are_refused),
        cmocka_unit_test(only_single_mailboxes_are_addresses),
        cmocka_unit_test(clean_knows_what_may_leave),
        cmocka_unit_test(another_address_changes_the_to_field_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

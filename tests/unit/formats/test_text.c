/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_text - pages and tables in windows of every width.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "formats/text.h"

static struct arena arena;
static struct buf out;

static int clean(void **state) {
    (void)state;
    arena_free(&arena);
    buf_free(&out);
    return 0;
}

static struct sheet *needs(void) {
    struct sheet *sheet = sheet_new(&arena, STR("needs"), STR("Who needs what"));
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT);
    sheet_column(sheet, STR("left"), STR("Days left"), CELL_WHOLE);
    sheet_column(sheet, STR("status"), STR("Status"), CELL_STATUS);
    return sheet;
}

static void need(struct sheet *sheet, const char *pupil, const char *form, int64_t left, const char *status) {
    sheet_row(sheet);
    sheet_text(sheet, str_from(pupil));
    sheet_text(sheet, str_from(form));
    if (left < 0) sheet_empty(sheet);
    else sheet_whole(sheet, left);
    sheet_status(sheet, str_from(status));
}

static const char *draw(const struct sheet *sheet, struct text_style style) {
    buf_clear(&out);
    text_sheet(&out, sheet, &style);
    return out.at ? out.at : "";
}

static const char *show(const struct page *page, struct text_style style) {
    buf_clear(&out);
    text_page(&out, page, &style);
    return out.at ? out.at : "";
}

static void no_line_is_wider_than(size_t columns) {
    struct str rest = buf_str(&out), line;
    while (str_cut(rest, '\n', &line, &rest)) assert_true(utf8_width(line) <= columns);
}

static void names_of_every_script_line_up_in_a_box(void **state) {
    (void)state;
    struct sheet *sheet = needs();
    need(sheet, "Zoe\xCC\x88 O’Brien", "9AB", 1200, "due_soon");
    need(sheet, "孔子", "9AB", -1, "met");
    need(sheet, "Łukasz Dvořák", "10CD", 3, "overdue");
    assert_string_equal(draw(sheet, (struct text_style){ .width = 80, .boxes = true }),
                        "╭───────────────┬──────┬───────────┬────────────╮\n"
                        "│ Pupil         │ Form │ Days left │ Status     │\n"
                        "├───────────────┼──────┼───────────┼────────────┤\n"
                        "│ Zoe\xCC\x88 O’Brien   │ 9AB  │     1,200 │ ◔ Due soon │\n"
                        "│ 孔子          │ 9AB  │   no data │ ✓ Met      │\n"
                        "│ Łukasz Dvořák │ 10CD │         3 │ ▲ Overdue  │\n"
                        "╰───────────────┴──────┴───────────┴────────────╯\n");
}

static void pipes_get_aligned_text_without_trailing_spaces(void **state) {
    (void)state;
    struct sheet *sheet = needs();
    need(sheet, "Zoë O’Brien", "9AB", 7, "not_applicable");
    need(sheet, "Al", "9AB", 12, "met");
    assert_string_equal(draw(sheet, (struct text_style){ .ascii = true }), "Pupil        Form  Days left  Status\n"
                                                                           "Zoë O’Brien  9AB           7  [n/a]\n"
                                                                           "Al           9AB          12  [met]\n");
}

static void ascii_frames_are_ascii(void **state) {
    (void)state;
    struct sheet *sheet = needs();
    need(sheet, "Al", "9AB", 1, "on_track");
    draw(sheet, (struct text_style){ .width = 80, .boxes = true, .ascii = true });
    for (size_t i = 0; i < out.size; i++) assert_true((unsigned char)out.at[i] < 0x80);
    assert_non_null(strstr(out.at, "+-------+------+-----------+------------+\n| Pupil | Form |"));
    assert_non_null(strstr(out.at, "[on track]"));
}

static struct sheet *wide(void) {
    struct sheet *sheet = sheet_new(&arena, STR("w"), STR(""));
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("needs"), STR("Needs"), CELL_TEXT);
    sheet_column(sheet, STR("organisation"), STR("Organisation"), CELL_TEXT);
    sheet_column(sheet, STR("upn"), STR("UPN"), CELL_TEXT);
    for (int i = 0; i < 3; i++) {
        sheet_row(sheet);
        sheet_text(sheet, STR("Bartholomew Featherstonehaugh-Cholmondeley"));
        sheet_text(sheet, STR("a meaningful employer encounter before the end of the year"));
        sheet_text(sheet, STR("Harbour Tugs and Salvage (Northern) Limited"));
        sheet_text(sheet, STR("P207000016049"));
    }
    return sheet;
}

static void columns_go_from_the_right_and_are_named(void **state) {
    (void)state;
    draw(wide(), (struct text_style){ .width = 74, .boxes = true });
    no_line_is_wider_than(74);
    assert_non_null(strstr(out.at, "Bartholomew Featherstonehaugh-Cholmondeley │"));
    assert_non_null(strstr(out.at, "hidden: organisation, UPN\n"));
    assert_null(strstr(out.at, "P207"));
}

static void a_weak_column_goes_before_those_behind_it(void **state) {
    (void)state;
    struct sheet *sheet = wide();
    sheet->columns[1].weak = true;
    draw(sheet, (struct text_style){ .width = 90, .boxes = true });
    no_line_is_wider_than(90);
    assert_non_null(strstr(out.at, "hidden: needs\n"));
    assert_non_null(strstr(out.at, "P207000016049"));
}

static void every_width_fits_and_never_cuts_the_name(void **state) {
    (void)state;
    struct sheet *sheet = wide();
    for (size_t width = 60; width < 200; width++) {
        draw(sheet, (struct text_style){ .width = width, .boxes = true });
        no_line_is_wider_than(width);
        assert_non_null(strstr(out.at, "Bartholomew Featherstonehaugh-Cholmondeley"));
        draw(sheet, (struct text_style){ .width = width });
        no_line_is_wider_than(width);
    }
    assert_null(strstr(out.at, "hidden"));
}

static void a_narrow_window_gets_cards(void **state) {
    (void)state;
    struct sheet *sheet = needs();
    need(sheet, "Zoë O’Brien", "9AB", 12, "due_soon");
    need(sheet, "Al", "9CD", -1, "met");
    assert_string_equal(draw(sheet, (struct text_style){ .width = 40, .boxes = true }), "Zoë O’Brien\n"
                                                                                        "  Form       9AB\n"
                                                                                        "  Days left  12\n"
                                                                                        "  Status     ◔ Due soon\n"
                                                                                        "\n"
                                                                                        "Al\n"
                                                                                        "  Form       9CD\n"
                                                                                        "  Days left  no data\n"
                                                                                        "  Status     ✓ Met\n");
    draw(wide(), (struct text_style){ .width = 40, .boxes = true });
    no_line_is_wider_than(44);
    assert_non_null(strstr(out.at, "P207000016049"));
}

static void plain_mode_is_one_sentence_a_record(void **state) {
    (void)state;
    struct sheet *sheet = needs();
    need(sheet, "Zoë O’Brien", "9AB", 12, "due_soon");
    assert_string_equal(draw(sheet, (struct text_style){ .plain = true, .boxes = true, .width = 80 }),
                        "Zoë O’Brien: form 9AB, days left 12, status due soon.\n");
}

static void a_long_table_stops_and_says_how_to_go_on(void **state) {
    (void)state;
    struct sheet *sheet = needs();
    for (int i = 0; i < 50; i++) need(sheet, "Al", "9AB", i, "met");
    draw(sheet, (struct text_style){ .width = 80, .boxes = true, .rows = 40, .more = "more" });
    assert_non_null(strstr(out.at, "… 10 more: type more\n"));
    draw(sheet, (struct text_style){ .width = 80, .rows = 40, .ascii = true });
    assert_non_null(strstr(out.at, "... 10 more\n"));
    assert_null(strstr(out.at, " 41 "));
}

static void escapes_in_data_never_reach_the_terminal(void **state) {
    (void)state;
    struct sheet *sheet = needs();
    need(sheet, "\x1b[31mZoë\x07", "9\nAB", 1, "met");
    struct page *page = page_new(&arena, STR("t"));
    page_table(page, sheet);
    page_paragraph(page, STR("bell \x07 and \xE2\x80\xAE turned"));
    page_verbatim(page, STR("raw \x1b]0;title\x07\n  two"));
    page_lead(page, STR("lead \x1b"), STR("side \x1b"));
    const size_t widths[] = { 0, 40, 80 };
    for (size_t i = 0; i < COUNT_OF(widths); i++) {
        show(page, (struct text_style){ .width = widths[i], .boxes = true });
        for (size_t k = 0; k < out.size; k++) assert_true((unsigned char)out.at[k] >= 0x20 || out.at[k] == '\n');
        assert_null(strstr(out.at, "\xE2\x80\xAE"));
        assert_non_null(strstr(out.at, "\\x1b[31mZoë\\x07"));
    }
}

static void colour_is_an_extra(void **state) {
    (void)state;
    struct sheet *sheet = needs();
    need(sheet, "Al", "9AB", 1, "overdue");
    need(sheet, "Bo", "9AB", 1, "on_track");
    struct buf bare = { 0 };
    buf_add(&bare, str_from(draw(sheet, (struct text_style){ .width = 80, .boxes = true })));
    draw(sheet, (struct text_style){ .width = 80, .boxes = true, .colour = true });
    assert_non_null(strstr(out.at, "\x1b[33m▲ Overdue\x1b[0m"));
    assert_null(strstr(out.at, "m○ On track"));
    struct buf stripped = { 0 };
    for (size_t i = 0; i < out.size; i++) {
        if (out.at[i] == '\x1b') while (out.at[i] != 'm') i++;
        else buf_add_byte(&stripped, out.at[i]);
    }
    assert_string_equal(stripped.at, bare.at);
    buf_free(&stripped);
    buf_free(&bare);
}

static void wraps_by_words_and_columns(void **state) {
    (void)state;
    buf_clear(&out);
    text_wrap(&out, STR("孔子 said that Zoë should go home"), 16, 4, 2);
    assert_string_equal(out.at, "孔子 said\n  that Zoë\n  should go home");
    buf_clear(&out);
    text_wrap(&out, STR("one   two\nthree"), 0, 0, 2);
    assert_string_equal(out.at, "one   two\n  three");
    buf_clear(&out);
    text_wrap(&out, STR("supercalifragilistic word"), 12, 0, 0);
    assert_string_equal(out.at, "supercalifragilistic\nword");
    buf_clear(&out);
    text_wrap(&out, STR("a\n\nb"), 20, 0, 3);
    assert_string_equal(out.at, "a\n\n   b");
}

static struct page *answer(void) {
    struct page *page = page_new(&arena, STR("Why"));
    const struct labelled fields[] = { { STR("rule"), STR("must have at least 1 meaningful encounter") },
                                       { STR("found"), STR("nothing that counts") },
                                       { STR(""), STR("University day, attended: a provider") } };
    const struct str commands[] = { STR("why zoe"), STR("remind 9AB") };
    page_lead(page, STR("Zoë O’Brien, 9AB"), STR("due_soon, by 21 July 2027"));
    page_fields(page, fields, COUNT_OF(fields));
    page_next(page, commands, COUNT_OF(commands));
    return page;
}

static void a_lead_has_its_status_at_the_right_edge(void **state) {
    (void)state;
    assert_string_equal(show(answer(), (struct text_style){ .width = 60, .boxes = true }),
                        "Zoë O’Brien, 9AB                 ◔ Due soon, by 21 July 2027\n"
                        "  rule   must have at least 1 meaningful encounter\n"
                        "  found  nothing that counts\n"
                        "         University day, attended: a provider\n"
                        "\n"
                        "Next:  why zoe     remind 9AB\n");
    show(answer(), (struct text_style){ .width = 36, .boxes = true });
    no_line_is_wider_than(36);
    assert_non_null(strstr(out.at, "\n  rule   must have at least 1\n         meaningful encounter\n"));
}

static void plain_pages_have_labels_and_no_shapes(void **state) {
    (void)state;
    assert_string_equal(show(answer(), (struct text_style){ .plain = true }),
                        "Zoë O’Brien, 9AB: Due soon, by 21 July 2027\n"
                        "rule: must have at least 1 meaningful encounter\n"
                        "found: nothing that counts\n"
                        "University day, attended: a provider\n"
                        "\n"
                        "Next: why zoe; remind 9AB\n");
}

static void figures_are_bars_with_their_numbers(void **state) {
    (void)state;
    struct figure_bar bars[] = { { .label = STR("employers"), .note = STR("31 of 40"), .parts = { 31 }, .whole = 40 },
                                 { .label = STR("guidance"), .parts = { 0 }, .whole = 0 },
                                 { .label = STR("one"), .parts = { 1 }, .whole = 1000000 } };
    struct figure figure = { .type = FIGURE_BARS, .title = STR("Behind"), .bars = bars, .bar_count = 3 };
    struct page *page = page_new(&arena, STR("t"));
    page_figure(page, &figure);
    assert_string_equal(show(page, (struct text_style){ .width = 80, .ascii = true }),
                        "Behind\n"
                        "  employers  ##################......  31 of 40\n"
                        "  guidance   ........................  no data\n"
                        "  one        #.......................  1 of 1000000\n");
    struct figure_bar parts = { .label = STR("Year 9"), .parts = { 2, 0, 1 } };
    struct figure stacked = { .type = FIGURE_STACKED, .title = STR("Mixed"), .bars = &parts, .bar_count = 1,
                              .series = { STR("met"), STR("overdue"), STR("not_yet") }, .series_count = 3 };
    page = page_new(&arena, STR("t"));
    page_figure(page, &stacked);
    assert_string_equal(show(page, (struct text_style){ .plain = true }), "Mixed\nYear 9: 2 met, 1 not yet\n");
}

static void nothing_to_list_is_said(void **state) {
    (void)state;
    struct sheet *sheet = needs();
    assert_string_equal(draw(sheet, (struct text_style){ .width = 80, .boxes = true }), "Nothing to list.\n");
    assert_string_equal(draw(sheet, (struct text_style){ 0 }), "Pupil  Form  Days left  Status\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(names_of_every_script_line_up_in_a_box, clean),
        cmocka_unit_test_teardown(pipes_get_aligned_text_without_trailing_spaces, clean),
        cmocka_unit_test_teardown(ascii_frames_are_ascii, clean),
        cmocka_unit_test_teardown(columns_go_from_the_right_and_are_named, clean),
        cmocka_unit_test_teardown(a_weak_column_goes_before_those_behind_it, clean),
        cmocka_unit_test_teardown(every_width_fits_and_never_cuts_the_name, clean),
        cmocka_unit_test_teardown(a_narrow_window_gets_cards, clean),
        cmocka_unit_test_teardown(plain_mode_is_one_sentence_a_record, clean),
        cmocka_unit_test_teardown(a_long_table_stops_and_says_how_to_go_on, clean),
        cmocka_unit_test_teardown(escapes_in_data_never_reach_the_terminal, clean),
        cmocka_unit_test_teardown(colour_is_an_extra, clean),
        cmocka_unit_test_teardown(wraps_by_words_and_columns, clean),
        cmocka_unit_test_teardown(a_lead_has_its_status_at_the_right_edge, clean),
        cmocka_unit_test_teardown(plain_pages_have_labels_and_no_shapes, clean),
        cmocka_unit_test_teardown(figures_are_bars_with_their_numbers, clean),
        cmocka_unit_test_teardown(nothing_to_list_is_said, clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

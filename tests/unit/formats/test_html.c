/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_html - pages as files: escaping, structure, no request, the same bytes each time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "formats/html.h"

static struct arena arena;
static struct buf out;

static int clean(void **state) {
    (void)state;
    arena_free(&arena);
    buf_free(&out);
    return 0;
}

static const char *write(const struct page *page) {
    buf_clear(&out);
    html_page(&out, page);
    return out.at;
}

static size_t count(const char *text, const char *piece) {
    size_t found = 0;
    for (const char *at = strstr(text, piece); at; at = strstr(at + 1, piece)) found++;
    return found;
}

static const struct str HOSTILE = STR_INIT("<script>alert('x')</script> O'Brien & \"Sons\" \x07");

/* One of everything, each text hostile. */
static struct page *hostile_page(void) {
    struct page *page = page_new(&arena, HOSTILE);
    page->foot = HOSTILE;
    page_heading(page, 1, HOSTILE);
    page_paragraph(page, HOSTILE);
    page_lead(page, HOSTILE, HOSTILE);
    page_list(page, &HOSTILE, 1);
    struct labelled field = { HOSTILE, HOSTILE };
    page_fields(page, &field, 1);
    struct sheet *sheet = sheet_new(&arena, HOSTILE, HOSTILE);
    for (int c = 0; c < 4; c++) sheet_column(sheet, HOSTILE, HOSTILE, CELL_TEXT);
    sheet_row(sheet);
    for (int c = 0; c < 3; c++) sheet_text(sheet, HOSTILE);
    sheet_status(sheet, HOSTILE);
    page_table(page, sheet);
    struct figure_bar *bar = arena_new(&arena, struct figure_bar);
    *bar = (struct figure_bar){ .label = HOSTILE, .note = HOSTILE, .parts = { 1, 2 }, .whole = 3 };
    for (int type = FIGURE_BARS; type <= FIGURE_STACKED; type++) {
        struct figure *figure = arena_new(&arena, struct figure);
        *figure = (struct figure){ .type = (enum figure_type)type, .title = HOSTILE, .description = HOSTILE,
                                   .series = { HOSTILE, HOSTILE }, .series_count = 2, .bars = bar, .bar_count = 1 };
        page_figure(page, figure);
    }
    page_aside(page, HOSTILE);
    page_verbatim(page, HOSTILE);
    page_next(page, &HOSTILE, 1);
    return page;
}

static void hostile_text_stays_text_everywhere(void **state) {
    (void)state;
    const char *html = write(hostile_page());
    assert_null(strstr(html, "<script"));
    assert_null(strstr(html, "alert('"));
    assert_null(strstr(html, "\x07"));
    assert_null(strstr(html, "& "));
    assert_true(count(html, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; O&#39;Brien &amp; &quot;Sons&quot;") > 20);
    assert_int_equal(count(html, "</style>"), 1);
}

static void attributes_can_not_be_left(void **state) {
    (void)state;
    struct page *page = page_new(&arena, STR("t"));
    struct sheet *sheet = sheet_new(&arena, STR("s"), STR("\" onfocus=\"x"));
    for (int c = 0; c < 4; c++) sheet_column(sheet, STR("k"), STR("\" onclick='y"), CELL_TEXT);
    sheet_row(sheet);
    for (int c = 0; c < 4; c++) sheet_text(sheet, STR("v"));
    page_table(page, sheet);
    const char *html = write(page);
    assert_null(strstr(html, "\" onfocus"));
    assert_null(strstr(html, "\" onclick"));
    assert_non_null(strstr(html, "data-label=\"&quot; onclick=&#39;y\""));
}

static void the_foot_can_not_leave_the_style_sheet(void **state) {
    (void)state;
    struct page *page = page_new(&arena, STR("t"));
    page->foot = STR("a\"}</style><b>\\\nZoë");
    const char *html = write(page);
    assert_non_null(strstr(html, "content:\"a\\22 \\7d \\3c \\2f style\\3e \\3c b\\3e \\5c \\20 Zoë\"}"));
    assert_int_equal(count(html, "</style>"), 1);
}

static void a_page_asks_for_nothing_from_outside(void **state) {
    (void)state;
    const char *html = write(hostile_page());
    assert_non_null(strstr(html, "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\""));
    assert_null(strstr(html, "src=\""));
    assert_null(strstr(html, "@import"));
    assert_int_equal(count(html, "url("), count(html, "url(#f"));
    assert_int_equal(count(html, "http:"), count(html, "http://www.w3.org/2000/svg")); /* the name of SVG, no address */
    assert_null(strstr(html, "https:"));
    assert_int_equal(count(html, "href=\""), 1);
    assert_non_null(strstr(html, "<a class=\"skip\" href=\"#main\">"));
    assert_non_null(strstr(html, "<html lang=\"en-GB\">"));
}

static void headings_never_leave_out_a_level(void **state) {
    (void)state;
    struct page *page = page_new(&arena, STR("Harbour View"));
    page_heading(page, 3, STR("deep"));
    page_heading(page, 3, STR("deeper"));
    page_heading(page, 1, STR("late"));
    const char *html = write(page);
    assert_int_equal(count(html, "<h1>"), 1);
    assert_non_null(strstr(html, "<h1>Harbour View</h1>"));
    assert_non_null(strstr(html, "<h2>deep</h2>"));
    assert_non_null(strstr(html, "<h3>deeper</h3>"));
    assert_non_null(strstr(html, "<h2>late</h2>"));
    struct page *own = page_new(&arena, STR("Harbour View"));
    page_heading(own, 1, STR("The news"));
    html = write(own);
    assert_int_equal(count(html, "<h1>"), 1);
    assert_non_null(strstr(html, "<p class=\"of\">Harbour View</p>"));
    assert_non_null(strstr(html, "<h1>The news</h1>"));
}

static void tables_have_captions_and_scopes_and_no_empty_cell(void **state) {
    (void)state;
    struct page *page = page_new(&arena, STR("t"));
    struct sheet *sheet = sheet_new(&arena, STR("s"), STR("Pupils who need something"));
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT);
    sheet_column(sheet, STR("left"), STR("Days left"), CELL_WHOLE);
    sheet_column(sheet, STR("status"), STR("Status"), CELL_STATUS);
    for (int i = 0; i < 2; i++) {
        sheet_row(sheet);
        sheet_text(sheet, STR("Zoë"));
        if (i == 0) sheet_whole(sheet, 1200);
        else sheet_empty(sheet);
        sheet_status(sheet, STR("due_soon"));
    }
    page_table(page, sheet);
    const char *html = write(page);
    assert_non_null(strstr(html, "<caption>Pupils who need something</caption>"));
    assert_int_equal(count(html, "<th scope=\"col\""), 3);
    assert_int_equal(count(html, "<th scope=\"row\""), 2);
    assert_non_null(strstr(html, "<td role=\"cell\" class=\"n\">1,200</td>"));
    assert_non_null(strstr(html, "class=\"n quiet\">no data</td>"));
    assert_non_null(strstr(html, "<span class=\"st st-due_soon\"><span aria-hidden=\"true\">◔</span> Due soon</span>"));
    assert_null(strstr(html, "\"></td>"));
}

static void figures_can_be_read_without_seeing(void **state) {
    (void)state;
    struct figure_bar bars[] = { { .label = STR("Year 9"), .parts = { 3, 4, 11 } }, { .label = STR("Year 10") } };
    struct figure figure = { .type = FIGURE_STACKED, .title = STR("Year 9 is behind"),
                             .description = STR("Three of 18."),
                             .series = { STR("met"), STR("on_track"), STR("overdue") }, .series_count = 3, .bars = bars,
                             .bar_count = 2 };
    svg_figure(&out, &figure, 7);
    assert_non_null(strstr(out.at, "role=\"img\" aria-labelledby=\"f7t f7d\""));
    assert_non_null(strstr(out.at, "<title id=\"f7t\">Year 9 is behind</title>"));
    assert_non_null(strstr(out.at, "<desc id=\"f7d\">Three of 18.</desc>"));
    assert_non_null(strstr(out.at, "<pattern id=\"f7s2\""));
    assert_non_null(strstr(out.at, "fill=\"url(#f7s2)\""));
    assert_non_null(strstr(out.at, ">11 overdue</text>"));
    assert_non_null(strstr(out.at, ">3 met, 4 on track</text>"));
    assert_non_null(strstr(out.at, ">no data</text>"));
}

static void the_numbers_of_a_chart_stand_below_it(void **state) {
    (void)state;
    struct figure_bar bars[] = { { .label = STR("employers"), .parts = { 31 }, .whole = 40 },
                                 { .label = STR("guidance"), .parts = { 0 }, .whole = 0 } };
    struct figure figure = { .type = FIGURE_BARS, .title = STR("News"), .bars = bars, .bar_count = 2 };
    struct page *page = page_new(&arena, STR("t"));
    page_figure(page, &figure);
    const char *html = write(page);
    assert_non_null(strstr(html, "width=\"77.5%\""));
    assert_non_null(strstr(html, ">31 of 40</text>"));
    assert_non_null(strstr(html, "class=\"n\">31</td><td role=\"cell\" class=\"n\">40</td>"));
    assert_int_equal(count(html, "no data</td>"), 2);
}

static void the_same_page_gives_the_same_bytes(void **state) {
    (void)state;
    struct buf again = { 0 };
    struct page *page = hostile_page();
    write(page);
    html_page(&again, page);
    assert_int_equal(again.size, out.size);
    assert_memory_equal(again.at, out.at, out.size);
    buf_free(&again);
}

static void a_remark_stands_in_the_margin_of_a_page_that_has_one(void **state) {
    (void)state;
    struct page *page = page_new(&arena, STR("P"));
    page_paragraph(page, STR("Text"));
    assert_null(strstr(write(page), "class=\"noted\""));
    page_beside(page, HOSTILE, STR("partly"));
    const char *text = write(page);
    assert_non_null(strstr(text, "<body class=\"noted\">"));
    assert_non_null(strstr(text, "<div class=\"beside\" role=\"note\"><span class=\"st st-partly\">"));
    assert_null(strstr(text, "<script"));
}

static void each_problem_of_a_row_is_a_link_to_it(void **state) {
    (void)state;
    const struct str heads[] = { STR_INIT("UPN"), STR_INIT("<b>Born</b>") }, cells[] = { STR_INIT("A1"), STR_INIT("<script>") };
    const struct marked_cell wrong[] = { { 1, HOSTILE }, { MARKED_ROW, STR("The row is short.") } };
    const struct marked_row rows[] = { { 12, cells, 2, wrong, 2 }, { 40, cells, 2, NULL, 0 } };
    const struct marked_table table = { HOSTILE, heads, 2, rows, 2 };
    buf_clear(&out);
    html_marked(&out, page_new(&arena, STR("2 rows were left out")), &table, 1);
    assert_int_equal(count(out.at, "<h1>2 rows were left out</h1>"), 1);
    assert_int_equal(count(out.at, "<a href=\"#t1-1\">Row 12"), 2);
    assert_int_equal(count(out.at, "<a href=\"#t1-2\">Row 40"), 1);
    assert_int_equal(count(out.at, "id=\"t1-1\""), 1);
    assert_int_equal(count(out.at, "id=\"t1-2\""), 1);
    assert_int_equal(count(out.at, "class=\"bad\""), 1);
    assert_null(strstr(out.at, "<script"));
    assert_null(strstr(out.at, "<b>"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(hostile_text_stays_text_everywhere, clean),
        cmocka_unit_test_teardown(attributes_can_not_be_left, clean),
        cmocka_unit_test_teardown(the_foot_can_not_leave_the_style_sheet, clean),
        cmocka_unit_test_teardown(a_page_asks_for_nothing_from_outside, clean),
        cmocka_unit_test_teardown(headings_never_leave_out_a_level, clean),
        cmocka_unit_test_teardown(tables_have_captions_and_scopes_and_no_empty_cell, clean),
        cmocka_unit_test_teardown(figures_can_be_read_without_seeing, clean),
        cmocka_unit_test_teardown(the_numbers_of_a_chart_stand_below_it, clean),
        cmocka_unit_test_teardown(the_same_page_gives_the_same_bytes, clean),
        cmocka_unit_test_teardown(each_problem_of_a_row_is_a_link_to_it, clean),
        cmocka_unit_test_teardown(a_remark_stands_in_the_margin_of_a_page_that_has_one, clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

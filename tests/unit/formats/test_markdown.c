/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_markdown - pages as Markdown: no text becomes markup, tables keep their cells.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "formats/markdown.h"

static struct arena arena;
static struct buf out;

static int clean(void **state) {
    (void)state;
    arena_free(&arena);
    buf_free(&out);
    return 0;
}

static const char *text(const char *from) {
    buf_clear(&out);
    markdown_text(&out, str_from(from), "\n");
    return out.at;
}

static void signs_are_escaped(void **state) {
    (void)state;
    assert_string_equal(text("A*B* _c_ <b>d</b> e|f"), "A\\*B\\* \\_c\\_ \\<b\\>d\\</b\\> e\\|f");
    assert_string_equal(text("[a](b) `c` ~~d~~ &amp; \\e"), "\\[a\\](b) \\`c\\` \\~\\~d\\~\\~ \\&amp; \\\\e");
    assert_string_equal(text("bell \x07"), "bell \xEF\xBF\xBD");
}

static void what_begins_a_block_is_escaped_at_the_start_of_a_line_alone(void **state) {
    (void)state;
    assert_string_equal(text("# a\n- b\n+ c\n=== d\n1. e\n12) f"), "\\# a\n\\- b\n\\+ c\n\\=== d\n1\\. e\n12\\) f");
    assert_string_equal(text("Year 9 - 11 is C# + D, clause 4. It holds."), "Year 9 - 11 is C# + D, clause 4. It holds.");
    assert_string_equal(text("4.6.4 is a clause"), "4.6.4 is a clause");
    assert_string_equal(text("a\n     no code"), "a\nno code");
}

static void a_cell_stays_a_cell(void **state) {
    (void)state;
    struct page *page = page_new(&arena, STR("P_1"));
    struct sheet *sheet = sheet_new(&arena, STR("s"), STR("Who"));
    sheet_column(sheet, STR("a"), STR("Name"), CELL_TEXT);
    sheet_column(sheet, STR("b"), STR("How many"), CELL_WHOLE);
    sheet_row(sheet);
    sheet_text(sheet, STR("O|Brien\nthe *second*"));
    sheet_whole(sheet, 3);
    page_table(page, sheet);
    buf_clear(&out);
    markdown_page(&out, page);
    assert_string_equal(out.at, "# P\\_1\n\n**Who**\n\n| Name | How many |\n| --- | ---: |\n"
                                "| O\\|Brien the \\*second\\* | 3 |\n\n");
}

static void a_fence_is_longer_than_what_it_holds(void **state) {
    (void)state;
    struct page *page = page_new(&arena, STR("P"));
    page_verbatim(page, STR("a\n````\nb"));
    buf_clear(&out);
    markdown_page(&out, page);
    assert_string_equal(out.at, "# P\n\n`````\na\n````\nb\n`````\n\n");
}

static void a_remark_says_its_status_in_words(void **state) {
    (void)state;
    struct page *page = page_new(&arena, STR("P"));
    page_beside(page, STR("Owner: form tutor\nall 12 pupils"), STR("met"));
    buf_clear(&out);
    markdown_page(&out, page);
    assert_string_equal(out.at, "# P\n\n> **Met.** Owner: form tutor\\\n> all 12 pupils\n\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(signs_are_escaped, clean),
        cmocka_unit_test_teardown(what_begins_a_block_is_escaped_at_the_start_of_a_line_alone, clean),
        cmocka_unit_test_teardown(a_cell_stays_a_cell, clean),
        cmocka_unit_test_teardown(a_fence_is_longer_than_what_it_holds, clean),
        cmocka_unit_test_teardown(a_remark_says_its_status_in_words, clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

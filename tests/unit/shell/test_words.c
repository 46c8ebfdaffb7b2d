/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_words - lines cut into words, and words read against a row of the command table.
 * Owns:  nothing.
 * Must not know: what the words do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include "shell/words.h"

static const struct argument PARTS[] = {
    { ARGUMENT_WHO, NULL, "WHO", true, false },
    { ARGUMENT_RECIPE, "as", "RECIPE", false, false },
    { ARGUMENT_INTAKE, "into", "KIND", false, false },
    { ARGUMENT_DATE, "on", "DATE", false, false },
    { ARGUMENT_TEXT, "because", "TEXT", false, false },
    { ARGUMENT_DATE, "until", "DATE", false, false },
};
static const struct option_row OPTIONS[] = {
    { "columns", NULL, "all columns" },
    { "fail-on", "GATE", "the gate" },
};
static const struct command WORD = { .name = "word", .usage = "[WHO]", .arguments = PARTS, .argument_count = COUNT_OF(PARTS),
                                     .options = OPTIONS, .option_count = COUNT_OF(OPTIONS) };
static const struct command BARE = { .name = "bare", .usage = "" };

struct read_line {
    struct arena arena;
    struct words words;
    struct globals globals;
    struct line line;
    struct err err;
    bool fine;
};

static struct date day(int year, int month, int of_month) {
    struct date d;
    assert_true(date_make(year, month, of_month, &d));
    return d;
}

static struct read_line read_as(const struct command *command, const char *text) {
    struct read_line r = { 0 };
    words_cut(&r.arena, str_from(text), &r.words);
    r.fine = words_read(&r.arena, command, &r.words, day(2026, 11, 23), &r.globals, &r.line, &r.err);
    return r;
}

static void expect_text(struct str got, const char *wanted) {
    struct arena arena = { 0 };
    assert_string_equal(str_c(&arena, got), wanted);
    arena_free(&arena);
}

static void expect_part(const struct read_line *r, size_t i, const char *phrase, const char *text) {
    assert_true(r->fine);
    assert_true(i < r->line.part_count);
    if (phrase) assert_string_equal(r->line.parts[i].phrase, phrase);
    else assert_null(r->line.parts[i].phrase);
    expect_text(r->line.parts[i].text, text);
}

static void expect_words(const char *line, size_t count, const char *const *wanted) {
    struct arena arena = { 0 };
    struct words words;
    words_cut(&arena, str_from(line), &words);
    assert_int_equal(words.count, count);
    for (size_t i = 0; i < count; i++) expect_text(words.at[i].text, wanted[i]);
    arena_free(&arena);
}

/* ---- cutting ------------------------------------------------------------------------------------------------------- */

static void cuts_at_spaces_and_tabs(void **state) {
    (void)state;
    expect_words("  why \t zoe  4.9.2 ", 3, (const char *const[]){ "why", "zoe", "4.9.2" });
    expect_words("", 0, NULL);
}

static void every_kind_of_quote_holds_a_word_together(void **state) {
    (void)state;
    expect_words("\"Zoë Adeyemi\" 9AB", 2, (const char *const[]){ "Zoë Adeyemi", "9AB" });
    expect_words("'Zoë Adeyemi'", 1, (const char *const[]){ "Zoë Adeyemi" });
    expect_words("“Zoë Adeyemi” x", 2, (const char *const[]){ "Zoë Adeyemi", "x" });
    expect_words("‘Zoë Adeyemi’", 1, (const char *const[]){ "Zoë Adeyemi" });
    expect_words("\"\"", 1, (const char *const[]){ "" });
}

static void an_apostrophe_inside_a_name_quotes_nothing(void **state) {
    (void)state;
    expect_words("why O'Brien 4.9.2", 3, (const char *const[]){ "why", "O'Brien", "4.9.2" });
    expect_words("Zoë O’Brien", 2, (const char *const[]){ "Zoë", "O’Brien" });
    expect_words("\"Zoë O'Brien\" 4.9.2", 2, (const char *const[]){ "Zoë O'Brien", "4.9.2" });
}

static void an_open_quote_takes_the_rest_and_says_so(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct words words;
    words_cut(&arena, STR("why \"Zoë O"), &words);
    assert_true(words.open_quote);
    assert_int_equal(words.count, 2);
    expect_text(words.at[1].text, "Zoë O");
    assert_int_equal(words.at[1].at, 4);
    words_cut(&arena, STR("\"a\" b"), &words);
    assert_false(words.open_quote);
    arena_free(&arena);
}

static void shell_arguments_with_spaces_are_one_word(void **state) {
    (void)state;
    struct read_line r = { 0 };
    char zoe[] = "Zoë O'Brien", year[] = "year 9", clause[] = "4.9.2";
    words_from_arguments(&r.arena, (char *[]){ zoe, clause, year }, 3, &r.words);
    r.fine = words_read(&r.arena, &WORD, &r.words, day(2026, 11, 23), &r.globals, &r.line, &r.err);
    expect_part(&r, 0, NULL, "Zoë O'Brien");
    expect_part(&r, 1, NULL, "4.9.2");
    expect_part(&r, 2, NULL, "year 9");
    arena_free(&r.arena);
}

/* ---- phrases ------------------------------------------------------------------------------------------------------- */

static void phrases_come_in_any_order(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "into provider visit.csv as mis");
    expect_part(&r, 0, "into", "provider");
    expect_part(&r, 1, NULL, "visit.csv");
    expect_part(&r, 2, "as", "mis");
    arena_free(&r.arena);
}

static void upper_and_lower_case_of_phrases_do_not_matter(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "AS mis Year 9");
    expect_part(&r, 0, "as", "mis");
    expect_part(&r, 1, NULL, "Year 9");
    arena_free(&r.arena);
}

static void a_quoted_phrase_is_a_name(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "\"on\" 'into'");
    expect_part(&r, 0, NULL, "on");
    expect_part(&r, 1, NULL, "into");
    arena_free(&r.arena);
}

static void year_and_benchmark_keep_their_number(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "year 11 benchmark 8 gb 3 9AB");
    expect_part(&r, 0, NULL, "year 11");
    expect_part(&r, 1, NULL, "benchmark 8");
    expect_part(&r, 2, NULL, "gb 3");
    expect_part(&r, 3, NULL, "9AB");
    arena_free(&r.arena);
}

static void a_date_takes_as_many_words_as_it_has(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "9AB on 7 september 2026 zoe until next monday");
    expect_part(&r, 0, NULL, "9AB");
    expect_part(&r, 1, "on", "7 september 2026");
    expect_part(&r, 2, NULL, "zoe");
    expect_part(&r, 3, "until", "next monday");
    arena_free(&r.arena);
    r = read_as(&WORD, "on 31 mar 9AB");
    expect_part(&r, 0, "on", "31 mar");
    expect_part(&r, 1, NULL, "9AB");
    arena_free(&r.arena);
    r = read_as(&WORD, "on end of term 9AB");
    expect_part(&r, 0, "on", "end of term");
    expect_part(&r, 1, NULL, "9AB");
    arena_free(&r.arena);
}

static void a_text_goes_on_to_the_next_phrase_or_option(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "zoe because ill for a while until 7/12/2026 --columns");
    expect_part(&r, 0, NULL, "zoe");
    expect_part(&r, 1, "because", "ill for a while");
    expect_part(&r, 2, "until", "7/12/2026");
    assert_int_equal(r.line.option_count, 1);
    arena_free(&r.arena);
}

static void a_phrase_without_its_value_is_refused(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "9AB into");
    assert_false(r.fine);
    assert_int_equal(r.err.code, CODE_ARGUMENTS);
    arena_free(&r.arena);
}

static void a_word_without_parts_takes_none(void **state) {
    (void)state;
    struct read_line r = read_as(&BARE, "9AB");
    assert_false(r.fine);
    assert_int_equal(r.err.code, CODE_ARGUMENTS);
    arena_free(&r.arena);
    r = read_as(&BARE, "as of 31/3/2027");
    assert_true(r.fine);
    arena_free(&r.arena);
}

/* ---- the day to judge on ------------------------------------------------------------------------------------------- */

static void as_of_is_known_to_every_word(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "9AB as of 31 mar");
    assert_true(r.fine);
    assert_true(r.globals.as_of_given);
    assert_int_equal(r.globals.as_of.day, day(2027, 3, 31).day);
    assert_int_equal(r.line.part_count, 1);
    arena_free(&r.arena);
    r = read_as(&WORD, "--as-of=2027-03-31");
    assert_int_equal(r.globals.as_of.day, day(2027, 3, 31).day);
    arena_free(&r.arena);
    r = read_as(&WORD, "--as-of 31/3/2027 zoe");
    assert_int_equal(r.globals.as_of.day, day(2027, 3, 31).day);
    expect_part(&r, 0, NULL, "zoe");
    arena_free(&r.arena);
}

static void a_day_that_needs_the_terms_waits_for_the_school(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "as of end of term zoe");
    assert_true(r.fine);
    expect_text(r.globals.as_of_text, "end of term");
    assert_int_equal(r.globals.as_of.day, day(2026, 11, 23).day);
    expect_part(&r, 0, NULL, "zoe");
    arena_free(&r.arena);
}

static void an_impossible_day_is_refused(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "as of 31/2/2027");
    assert_false(r.fine);
    assert_int_equal(r.err.code, CODE_NO_SUCH_DATE);
    arena_free(&r.arena);
}

/* ---- options ------------------------------------------------------------------------------------------------------- */

static void options_take_their_value_after_equals_or_a_space(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "--fail-on=should:missed --columns 9AB");
    assert_true(r.fine);
    assert_int_equal(r.line.option_count, 2);
    assert_string_equal(r.line.options[0].name, "fail-on");
    expect_text(r.line.options[0].value, "should:missed");
    assert_string_equal(r.line.options[1].name, "columns");
    arena_free(&r.arena);
    r = read_as(&WORD, "--fail-on none");
    expect_text(r.line.options[0].value, "none");
    assert_int_equal(r.line.part_count, 0);
    arena_free(&r.arena);
}

static void an_unknown_option_gets_a_suggestion(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "--colums");
    assert_false(r.fine);
    assert_int_equal(r.err.code, CODE_UNKNOWN_OPTION);
    assert_string_equal(r.err.next, "Did you mean '--columns'?");
    arena_free(&r.arena);
}

static void a_switch_takes_no_value_and_a_value_is_needed(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "--columns=yes");
    assert_false(r.fine);
    arena_free(&r.arena);
    r = read_as(&WORD, "--fail-on");
    assert_false(r.fine);
    assert_int_equal(r.err.code, CODE_ARGUMENTS);
    arena_free(&r.arena);
    r = read_as(&WORD, "--color=pink");
    assert_false(r.fine);
    arena_free(&r.arena);
}

static void two_hyphens_end_options_and_phrases(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "--json -- --columns into on");
    assert_true(r.globals.json);
    expect_part(&r, 0, NULL, "--columns");
    expect_part(&r, 1, NULL, "into");
    expect_part(&r, 2, NULL, "on");
    assert_int_equal(r.line.option_count, 0);
    arena_free(&r.arena);
}

static void a_quoted_option_is_text(void **state) {
    (void)state;
    struct read_line r = read_as(&WORD, "\"--json\"");
    assert_false(r.globals.json);
    expect_part(&r, 0, NULL, "--json");
    arena_free(&r.arena);
}

static void unknown_options_stay_for_the_word_that_is_not_known_yet(void **state) {
    (void)state;
    struct read_line r = { 0 };
    words_cut(&r.arena, STR("--columns --quiet check"), &r.words);
    assert_true(words_globals(&r.arena, &r.words, day(2026, 11, 23), &r.globals, NULL, &r.err));
    assert_true(r.globals.quiet);
    assert_int_equal(r.words.count, 2);
    expect_text(r.words.at[0].text, "--columns");
    arena_free(&r.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_at_spaces_and_tabs),
        cmocka_unit_test(every_kind_of_quote_holds_a_word_together),
        cmocka_unit_test(an_apostrophe_inside_a_name_quotes_nothing),
        cmocka_unit_test(an_open_quote_takes_the_rest_and_says_so),
        cmocka_unit_test(shell_arguments_with_spaces_are_one_word),
        cmocka_unit_test(phrases_come_in_any_order),
        cmocka_unit_test(upper_and_lower_case_of_phrases_do_not_matter),
        cmocka_unit_test(a_quoted_phrase_is_a_name),
        cmocka_unit_test(year_and_benchmark_keep_their_number),
        cmocka_unit_test(a_date_takes_as_many_words_as_it_has),
        cmocka_unit_test(a_text_goes_on_to_the_next_phrase_or_option),
        cmocka_unit_test(a_phrase_without_its_value_is_refused),
        cmocka_unit_test(a_word_without_parts_takes_none),
        cmocka_unit_test(as_of_is_known_to_every_word),
        cmocka_unit_test(a_day_that_needs_the_terms_waits_for_the_school),
        cmocka_unit_test(an_impossible_day_is_refused),
        cmocka_unit_test(options_take_their_value_after_equals_or_a_space),
        cmocka_unit_test(an_unknown_option_gets_a_suggestion),
        cmocka_unit_test(a_switch_takes_no_value_and_a_value_is_needed),
        cmocka_unit_test(two_hyphens_end_options_and_phrases),
        cmocka_unit_test(a_quoted_option_is_text),
        cmocka_unit_test(unknown_options_stay_for_the_word_that_is_not_known_yet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

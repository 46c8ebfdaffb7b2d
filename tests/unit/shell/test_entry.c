/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_entry - what a line at the prompt is taken for.
 * Owns:  nothing.
 * Must not know: what is done with it.
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

#include "shell/entry.h"

static enum entry_sort sort_of(const char *line, const char **name, struct str *rest) {
    const struct command *command;
    enum entry_sort sort = entry_sort(str_from(line), &command, rest);
    *name = command ? command->name : NULL;
    return sort;
}

static void expect_command(const char *line, const char *name, const char *rest) {
    const char *found;
    struct str got;
    if (sort_of(line, &found, &got) != ENTRY_COMMAND) fail_msg("'%s' is no command", line);
    assert_string_equal(found, name);
    struct arena arena = { 0 };
    assert_string_equal(str_c(&arena, got), rest);
    arena_free(&arena);
}

static void expect_sort(const char *line, enum entry_sort wanted) {
    const char *found;
    struct str got;
    enum entry_sort sort = sort_of(line, &found, &got);
    if (sort != wanted) fail_msg("'%s' is of sort %d, not %d", line, (int)sort, (int)wanted);
}

static void a_known_word_begins_a_command(void **state) {
    (void)state;
    expect_command("check", "check", "");
    expect_command("  check 9AB ", "check", "9AB");
    expect_command("CHECK 9AB", "check", "9AB");
    expect_command("why \"Zoë O'Brien\" 4.9.2", "why", "\"Zoë O'Brien\" 4.9.2");
    expect_command("as of 31 mar", "as", "of 31 mar");
    expect_command("quit", "quit", "");
}

static void what_only_lua_writes_makes_it_lua(void **state) {
    (void)state;
    static const char *const LINES[] = {
        "check = 3", "check == 3", "check(1)", "check (1)", "check { who = '9AB' }", "check{}", "check.x", "check[1]", "check, x = 1, 2",
        "check + 1", "check - 1", "check .. 'x'", "check:sort()", "check and 1", "1 + 1", "x", "x = 7", "#it", "it[1].pupil", "x-1",
        "for i = 1, 3 do", "local x = 1", "return 1", "print 'check'", "--[[ a long remark ]]", "function f() return 1 end",
    };
    for (size_t i = 0; i < COUNT_OF(LINES); i++) expect_sort(LINES[i], ENTRY_LUA);
}

static void paths_and_options_after_a_word_are_no_operators(void **state) {
    (void)state;
    expect_command("import ./mis.csv", "import", "./mis.csv");
    expect_command("import ../mis.csv", "import", "../mis.csv");
    expect_command("import /tmp/mis.csv", "import", "/tmp/mis.csv");
    expect_command("import *.csv", "import", "*.csv");
    expect_command("check --json", "check", "--json");
    expect_command("show 4.6.4/employer-encounter", "show", "4.6.4/employer-encounter");
}

static void a_remark_after_two_hyphens_and_a_space_is_no_part(void **state) {
    (void)state;
    expect_command("check 9AB -- before the meeting", "check", "9AB");
    expect_command("check 9AB --", "check", "9AB");
    expect_command("show \"a -- b\"", "show", "\"a -- b\"");
    expect_command("check --names -- all", "check", "--names");
    expect_sort("-- a remark alone", ENTRY_EMPTY);
    expect_sort("--", ENTRY_EMPTY);
    expect_sort("   ", ENTRY_EMPTY);
}

static void a_question_mark_asks_for_help(void **state) {
    (void)state;
    const char *name;
    struct str rest;
    assert_int_equal(sort_of("check?", &name, &rest), ENTRY_QUESTION);
    assert_string_equal(name, "check");
    expect_sort("chekc?", ENTRY_LUA);
}

static void a_slip_is_told_from_lua(void **state) {
    (void)state;
    const char *name;
    struct str rest;
    assert_int_equal(sort_of("chekc 9AB", &name, &rest), ENTRY_UNKNOWN);
    assert_true(str_is(rest, "chekc"));
    expect_sort("chekc zoe", ENTRY_UNKNOWN);
    expect_sort("f 'text'", ENTRY_LUA);
    expect_sort("x and y", ENTRY_LUA);
    expect_sort("goto top", ENTRY_LUA);
}

static void free_text_is_not_remembered(void **state) {
    (void)state;
    struct str kept = entry_remembered(STR("undo 3 because he was ill"));
    assert_true(str_is(kept, "undo 3 because"));
    assert_true(str_is(entry_remembered(STR("x = ' because '")), "x = ' because '"));
    assert_true(str_is(entry_remembered(STR("check 9AB")), "check 9AB"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_word_begins_a_command),
        cmocka_unit_test(what_only_lua_writes_makes_it_lua),
        cmocka_unit_test(paths_and_options_after_a_word_are_no_operators),
        cmocka_unit_test(a_remark_after_two_hyphens_and_a_space_is_no_part),
        cmocka_unit_test(a_question_mark_asks_for_help),
        cmocka_unit_test(a_slip_is_told_from_lua),
        cmocka_unit_test(free_text_is_not_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_layout - the one layout: spaces of no account go, lines and tables stay, and nothing that is said is lost.
 * Owns:  nothing.
 * Must not know: work.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "script/layout.h"
#include "script/lex.h"

/* ---- what one sees ------------------------------------------------------------------------------------------------------ */

static struct str lay(struct arena *arena, const char *text) {
    struct problems problems = { .arena = arena };
    struct str out = { 0 };
    if (!layout_text(arena, STR("policy.lua"), str_from(text), &out, &problems))
        fail_msg("%s: %s", text, problems.count ? str_c(arena, problems.at[0].said) : "refused without a word");
    return out;
}

static void lays(const char *text, const char *wanted) {
    struct arena arena = { 0 };
    struct str once = lay(&arena, text);
    assert_string_equal(once.at, wanted);
    assert_string_equal(lay(&arena, once.at).at, wanted);
    arena_free(&arena);
}

static void test_spaces(void **state) {
    (void)state;
    lays("choose   \"ebacc\"{\"keep\",reason=\"r\"}", "choose \"ebacc\" { \"keep\", reason = \"r\" }\n");
    lays("add \"x\" { f( 1,-2 ),{ }, a.b , c : d( ) , [ \"k\" ]=t[ 1 ],#t,not x,2^-3,a..b }",
         "add \"x\" { f(1, -2), {}, a.b, c:d(), [\"k\"] = t[1], #t, not x, 2 ^ -3, a .. b }\n");
    lays("local x=- -1", "local x = - -1\n"); /* never the beginning of a remark */
    lays("local t=x[ [[k]] ]", "local t = x[ [[k]] ]\n");
    lays("local f = function (s)return s end", "local f = function(s) return s end\n");
    lays("x = f'it\\'s'  ;  y=0x1F", "x = f 'it\\'s'; y = 0x1F\n");
}

static void test_lines(void **state) {
    (void)state;
    lays("\xEF\xBB\xBF\r\n\r\na {  \r\nb=1 ,\r\n\r\n\r\n\r\n\tc = 2 }\r\n\r\n", "a {\n  b = 1,\n\n  c = 2 }\n");
    lays("clause \"1\" { title = \"t\",\nmust \"a\" { who = x,\nwhen = y },\n      should \"b\" { who = z,\nwhen = w } }",
         "clause \"1\" { title = \"t\",\n  must \"a\" { who = x,\n    when = y },\n  should \"b\" { who = z,\n    when = w } }\n");
    lays("a { check = function(s)\nif s then\nreturn 1\nelse\nreturn 2\nend\nend }",
         "a { check = function(s)\n  if s then\n    return 1\n  else\n    return 2\n  end\nend }\n");
    lays("a {\nreason = \"one \" ..\n\"two\",\n}\n", "a {\n  reason = \"one \" ..\n    \"two\",\n}\n");
    lays("local x =\n1\nlocal y = 2", "local x =\n  1\nlocal y = 2\n");
}

static void test_remarks(void **state) {
    (void)state;
    lays("--a  b   \n   --c\na { -- why\n--before the end\n}\n--last", "--a  b\n--c\na { -- why\n  --before the end\n}\n--last\n");
    lays("a { --[[ in the\n     middle ]] b = 1 }", "a { --[[ in the\n     middle ]] b = 1 }\n");
    lays("a { text = [[ kept\n   as  it is ]],b = 1 }", "a { text = [[ kept\n   as  it is ]], b = 1 }\n");
}

static void test_tables(void **state) {
    (void)state;
    lays("role \"slt\"  { title = \"SLT\" }\nrole \"governors\" { title = \"G\" }\n",
         "role \"slt\"       { title = \"SLT\" }\nrole \"governors\" { title = \"G\" }\n");
    /* what nobody set apart is no table */
    lays("role \"slt\" { title = \"SLT\" }\nrole \"governors\" { title = \"G\" }\n",
         "role \"slt\" { title = \"SLT\" }\nrole \"governors\" { title = \"G\" }\n");
    /* nor is what stands behind a blank line or another word */
    lays("role \"slt\"  { a = 1 }\n\nrole \"governors\"  { a = 1 }\nplan \"x\"   { a = 1 }", "role \"slt\" { a = 1 }\n\nrole \"governors\" { a = 1 }\nplan \"x\" { a = 1 }\n");
    lays("t {\n{ below(16),  \"no\",  any },\n{ at_least(16), any, \"nothing\"  },\n}",
         "t {\n  { below(16),    \"no\", any       },\n  { at_least(16), any,  \"nothing\" },\n}\n");
    lays("mail {\nfrom  = \"a\",  -- who\nreply_to = \"abc\", -- to whom\n}", "mail {\n  from     = \"a\",   -- who\n  reply_to = \"abc\", -- to whom\n}\n");
    /* one that is much longer sticks out */
    lays("role \"a\"  { a = 1 }\nrole \"abc\" { a = 1 }\nrole \"a name that is longer than all of the others\" { a = 1 }",
         "role \"a\"   { a = 1 }\nrole \"abc\" { a = 1 }\nrole \"a name that is longer than all of the others\" { a = 1 }\n");
}

static void test_refused(void **state) {
    static const char *const texts[] = { "a { b = 1", "a { b = \"x }", "a } b", "x = = 1", "a { b c }", "\x1bLua", "a { b = \"\xff\" }" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct arena arena = { 0 };
        struct problems problems = { .arena = &arena };
        struct str out;
        assert_false(layout_text(&arena, STR("policy.lua"), str_from(texts[i]), &out, &problems));
        assert_int_not_equal(problems.errors, 0);
        arena_free(&arena);
    }
}

/* ---- noise over the policies that ship ---------------------------------------------------------------------------------- */

static uint32_t seed = 20231127;

static uint32_t draw(uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static void add_blanks(struct buf *out, uint32_t most) {
    for (uint32_t i = draw(most + 1); i > 0; i--) buf_add_byte(out, draw(4) ? ' ' : '\t');
}

/* A gap as somebody in a hurry leaves it.  Lines, tables and remarks stay: the layout must come out the same. */
static void add_untidy(struct buf *out, struct str gap, bool optional) {
    if (optional && gap.size < 2 && str_find(gap, STR("\n")) == SIZE_MAX) {
        if (draw(2)) buf_add_byte(out, ' ');
        return;
    }
    for (size_t i = 0; i < gap.size; i++) {
        if (gap.at[i] != '\n') {
            buf_add_byte(out, gap.at[i]);
            continue;
        }
        bool blank = i + 1 < gap.size && gap.at[i + 1] == '\n';
        add_blanks(out, 3);
        buf_add_c(out, draw(2) ? "\r\n" : "\n");
        if (blank && draw(2)) buf_add_c(out, " \n\n");
        while (i + 1 < gap.size && gap.at[i + 1] == ' ') i++;
        add_blanks(out, 5);
    }
}

/* Anything that Lua takes for white space. */
static void add_wild(struct buf *out, struct str gap) {
    static const char *const wild[] = { " ", "  ", "\t", "\n", "\n\n\n", "\r\n", " -- remark\n", " --[[ so ]] ", "\n--[==[ ]] \n ]==]\n", "    " };
    buf_add(out, gap);
    if (draw(3) == 0) buf_add_c(out, wild[draw(COUNT_OF(wild))]);
}

/* Between these a space may stand or not. */
static bool is_optional(const struct lexeme *a, const struct lexeme *b) {
    static const char *const signs[] = { "{", "}", "(", ")", ",", "=", ";" };
    bool is = false;
    for (size_t i = 0; i < COUNT_OF(signs); i++) is = is || lex_is(a, signs[i]) || lex_is(b, signs[i]);
    return is;
}

static struct str noisy(struct arena *arena, struct str source, bool wild) {
    struct lexed lexed = lex_scan(arena, source);
    struct buf out = { 0 };
    size_t at = 0;
    for (uint32_t i = 0; i <= lexed.count; i++) {
        size_t next = i < lexed.count ? lexed.at[i].at : source.size;
        struct str gap = str_slice(source, at, next);
        if (wild) add_wild(&out, gap);
        else add_untidy(&out, gap, i > 0 && i < lexed.count && is_optional(&lexed.at[i - 1], &lexed.at[i]));
        if (i == lexed.count) break;
        buf_add(&out, str_slice(source, next, next + lexed.at[i].size));
        at = next + lexed.at[i].size;
    }
    struct str copy = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

static void same_tokens(struct arena *arena, struct str a, struct str b) {
    struct lexed x = lex_scan(arena, a), y = lex_scan(arena, b);
    assert_int_equal(x.count, y.count);
    for (uint32_t i = 0; i < x.count; i++)
        assert_true(str_equal(str_slice(a, x.at[i].at, x.at[i].at + x.at[i].size), str_slice(b, y.at[i].at, y.at[i].at + y.at[i].size)));
}

static void one_file(const char *path) {
    struct arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct err err = { 0 };
    struct str source, laid, again;
    assert_true(file_read(&arena, path, (size_t)1 << 20, &source, &err));
    assert_true(layout_text(&arena, str_from(path), source, &laid, &problems));
    if (!str_equal(source, laid)) fail_msg("%s is not set out:  signpost policy fmt %s", path, path);
    for (int turn = 0; turn < 3; turn++) {
        assert_true(layout_text(&arena, str_from(path), noisy(&arena, source, false), &laid, &problems));
        assert_string_equal(laid.at, source.at);
        assert_true(layout_text(&arena, str_from(path), noisy(&arena, source, true), &laid, &problems));
        same_tokens(&arena, source, laid);
        assert_true(layout_text(&arena, str_from(path), laid, &again, &problems));
        assert_string_equal(again.at, laid.at);
    }
    arena_free(&arena);
}

static size_t all_files(const char *folder) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct str *names;
    size_t count, read = 0;
    assert_true(file_list(&arena, folder, &names, &count, &err));
    for (size_t i = 0; i < count; i++) {
        const char *path = file_join(&arena, folder, str_c(&arena, names[i]));
        if (file_is_folder(path)) read += all_files(path);
        else if (str_ends(names[i], ".lua")) one_file(path), read++;
    }
    arena_free(&arena);
    return read;
}

static void test_what_ships(void **state) {
    (void)state;
    print_message("seed %u\n", (unsigned)seed);
    assert_true(all_files(SHIPPED_FOLDER "/policies") > 50);
    assert_true(all_files(SHIPPED_FOLDER "/examples") >= 12);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spaces), cmocka_unit_test(test_lines),   cmocka_unit_test(test_remarks),
        cmocka_unit_test(test_tables), cmocka_unit_test(test_refused), cmocka_unit_test(test_what_ships),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

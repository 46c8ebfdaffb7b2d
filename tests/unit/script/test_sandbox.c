/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_sandbox - every trick under tests/sandbox, one a file, must end as its first line says.
 * Owns:  nothing.
 * Must not know: how the sandbox does it.
 *
 *     -- expect: budget at line 4        the code of the first problem, and its line where given
 *     -- expect: ok                      the text runs
 *     -- in script                       second line: in the environment of scripts, not of policies
 *
 * A policy has one word of its own here: note { anything }, so that what a text declares is read as well.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/file.h"
#include "script/declare.h"
#include "script/script.h"

static void read_trick(struct arena *arena, struct str name, struct str *text, struct str *code, int64_t *line, bool *in_script) {
    struct err err = { 0 };
    struct str first, rest, place = { 0 };
    const char *path = file_join(arena, SANDBOX_FOLDER, str_c(arena, name));
    assert_true(file_read(arena, path, 1 << 20, text, &err));
    struct str head = str_starts(*text, "\xEF\xBB\xBF") ? str_slice(*text, 3, text->size) : *text;
    str_cut(head, '\n', &first, &rest);
    first = str_trim(first);
    assert_true(str_starts(first, "-- expect: "));
    first = str_slice(first, 11, first.size);
    size_t at = str_find(first, STR(" at line "));
    *line = 0;
    if (at != SIZE_MAX) {
        place = str_slice(first, at + 9, first.size);
        assert_true(str_whole(place, line));
    }
    *code = str_slice(first, 0, at == SIZE_MAX ? first.size : at);
    *in_script = str_starts(rest, "-- in script");
}

static void run_in_policy(struct arena *arena, const char *name, struct str text, struct problems *problems) {
    struct word_row note = { .name = STR("note"), .how = HOW_TABLE, .top = true, .items = true, .any_field = true };
    struct word_list words = { .rows = &note, .count = 1 };
    const struct node *items;
    uint32_t count;
    struct chunk *chunk = chunk_read(arena, text, name, WORLD_POLICY, problems);
    if (!chunk->open) return;
    struct vm *vm = vm_open(arena, WORLD_POLICY, NULL);
    bool good = declare_file(vm, arena, &words, 0, chunk, &items, &count, problems);
    vm_close(vm);
    assert_true(good || problems->errors > 0);
}

static void run_in_script(struct arena *arena, const char *path, struct problems *problems) {
    struct script *script = script_open(&(struct script_options){ .library = NULL });
    struct command_call call = { .host = script_host(script), .arena = arena };
    struct answer answer;
    answer_init(&answer, arena);
    bool good = script_run_file(script, &call, path, NULL, 0, &answer);
    assert_true(good || answer.problems.errors > 0);
    *problems = answer.problems;
    answer_free(&answer);
    script_close(script);
}

static void every_trick_ends_as_it_says(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct str *names;
    size_t count, wrong = 0;
    struct err err = { 0 };
    assert_true(file_list(&arena, SANDBOX_FOLDER, &names, &count, &err));
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        struct arena own = { 0 };
        struct str text, code;
        int64_t line;
        bool in_script;
        struct problems problems = { .arena = &own };
        read_trick(&own, names[i], &text, &code, &line, &in_script);
        if (in_script) run_in_script(&own, file_join(&own, SANDBOX_FOLDER, str_c(&own, names[i])), &problems);
        else run_in_policy(&own, str_c(&own, names[i]), text, &problems);
        const char *got = problems.count ? code_name(problems.at[0].code) : "ok";
        bool right = str_is(code, got) && (line == 0 || (problems.count && problems.at[0].place.line == line));
        if (!right) {
            wrong++;
            print_message("%.*s: expected %.*s at %lld, got %s at %u: %.*s\n", STR_ARG(names[i]), STR_ARG(code), (long long)line, got,
                          problems.count ? problems.at[0].place.line : 0, problems.count ? (int)problems.at[0].said.size : 0,
                          problems.count ? problems.at[0].said.at : "");
        }
        arena_free(&own);
    }
    arena_free(&arena);
    assert_int_equal(wrong, 0);
}

/* What is cut into many files has no more to spend. */
static void the_files_of_a_set_share_one_budget(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct word_list words = { 0 };
    const struct node *items;
    uint32_t count, ran = 0;
    struct vm *vm = vm_open(&arena, WORLD_POLICY, NULL);
    struct chunk *chunk = chunk_read(&arena, STR("for i = 1, 700000 do end"), "third.lua", WORLD_POLICY, &problems);
    assert_true(chunk->open);
    while (ran < 20 && declare_file(vm, &arena, &words, 0, chunk, &items, &count, &problems)) ran++;
    assert_true(ran >= 2 && ran < 10);
    assert_true(vm_used_up(vm->L));
    assert_string_equal(code_name(problems.at[0].code), "budget");
    vm_close(vm);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_trick_ends_as_it_says), cmocka_unit_test(the_files_of_a_set_share_one_budget) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

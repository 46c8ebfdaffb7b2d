/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_guide - the page of every problem that the author of a policy can meet: its bad example gives the problem, its good
 * one does not and loads.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "script/script.h"
#include "work/code_page.h"
#include "work/named_policy.h"

#define AMENDS "amends \"ept-2022\" { version = \"1\", school = \"Example School\", setting = \"secondary\", sixth_form = true,\n" \
               "  approved = \"2022-09-14\", approved_by = \"Governors\", from = \"2022-09-01\" }\n"
#define TRUST "trust \"Example Trust\" { policy = \"ept-2022\", version = \"1\" }\n"
#define BASE "policy { id = \"own\", version = \"1\", effective = \"2022-09-01\" }\nrole \"tutor\" { title = \"Tutor\" }\n"

/* What a school has said already; an example that speaks of the same says it itself. */
static const char *const SAID[][2] = {
    { "adopt \"provider-access-2023\"", " { approved = \"2022-12-12\", approved_by = \"Governors\" }\n" },
    { "adopt \"gatsby-2025\"", " { approved = \"2025-06-30\", approved_by = \"Governors\" }\n" },
    { "adopt \"work-experience-2026\"", " { approved = \"2026-05-18\", approved_by = \"Governors\" }\n" },
    { "choose \"programme_years\"", " { years(7, 13), reason = \"From Year 7.\" }\n" },
    { "choose \"careers_leader_title\"", " { \"Head of Careers\", reason = \"Post title.\" }\n" },
    { "choose \"ebacc\"", " { \"keep\", reason = \"Offered.\" }\n" },
    { "choose \"enterprise_adviser\"", " { \"keep\", reason = \"We have one.\" }\n" },
    { "choose \"appendix\"", " { \"none\", reason = \"Nothing.\" }\n" },
};

static bool has(struct str text, const char *part) {
    return str_find(text, str_from(part)) != SIZE_MAX;
}

static void write_part(struct arena *arena, const char *root, struct str name, struct str text) {
    struct err err = { 0 };
    struct buf all = { 0 };
    bool school = str_is(name, "policy.lua"), trust = str_is(name, "trust.lua"), whole = str_starts(text, "\x1B");
    const char *path = file_join(arena, root, str_c(arena, school ? STR("school/policy.lua") : name));
    if (str_starts(name, "policies/own/")) buf_add_c(&all, BASE);
    if (trust) buf_add_c(&all, TRUST);
    if (school && !whole && !has(text, "amends \"") && !has(text, "trust \"")) buf_add_c(&all, AMENDS);
    buf_add(&all, text);
    buf_add_byte(&all, '\n');
    /* A trust adopts for its schools. */
    bool below = school && file_exists(file_join(arena, root, "trust.lua"));
    for (size_t i = 0; (school || trust) && !whole && i < COUNT_OF(SAID); i++)
        if (!has(text, SAID[i][0]) && (str_starts(str_from(SAID[i][0]), "adopt") ? !below : school)) buf_add_c(&all, SAID[i][0]), buf_add_c(&all, SAID[i][1]);
    assert_true(file_write(path, buf_str(&all), &err));
    buf_free(&all);
}

/* "-- in trust.lua" begins another file. */
static void write_example(struct arena *arena, const char *root, struct str text) {
    struct str name = STR("policy.lua"), line, rest = text;
    struct buf part = { 0 };
    if (!has(text, "-- in trust.lua")) write_part(arena, root, name, (struct str){ 0 });
    for (bool more = true; more;) {
        more = str_cut(rest, '\n', &line, &rest);
        if (str_starts(line, "-- in ")) {
            if (part.size) write_part(arena, root, name, buf_str(&part));
            name = str_slice(line, 6, line.size);
            buf_clear(&part);
            continue;
        }
        buf_add(&part, line);
        if (more) buf_add_byte(&part, '\n');
    }
    write_part(arena, root, name, buf_str(&part));
    if (str_is(name, "trust.lua")) write_part(arena, root, STR("policy.lua"), (struct str){ 0 });
    buf_free(&part);
}

/* How often the code is said of the example, and how many errors there are; all are printed when it is not as wanted. */
static size_t run(const struct host *host, struct str text, enum code code, bool wanted, size_t *errors) {
    static const char *const FOLDERS[] = { "school", "policies", "policies/own", "policies/overlays" };
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct answer answer;
    struct named_policy named;
    const char *root;
    size_t said = 0;
    assert_true(file_make_temporary(&arena, &root, &err));
    for (size_t i = 0; i < COUNT_OF(FOLDERS); i++)
        if (i == 0 || has(text, i == 1 ? "policies/" : FOLDERS[i])) assert_true(file_make_folder(file_join(&arena, root, FOLDERS[i]), &err));
    write_example(&arena, root, text);
    struct date day;
    assert_true(date_parse_iso(STR("2026-11-27"), &day));
    struct command_call call = { .host = host, .arena = &arena, .as_of = day, .today = day };
    answer_init(&answer, &arena);
    const char *folder = file_join(&arena, root, has(text, "policies/own") ? "policies/own" : "school");
    (void)!named_policy_read(&call, &answer, (struct named_text){ .name = str_from(folder) }, &named);
    for (size_t i = 0; i < answer.problems.count; i++) said += answer.problems.at[i].code == code;
    *errors = answer.problems.errors;
    for (size_t i = 0; i < answer.problems.count && (wanted ? !said : said || *errors); i++) {
        const struct problem *p = &answer.problems.at[i];
        print_error("  %.*s:%u:%u [%s] %.*s\n", STR_ARG(p->place.file), p->place.line, p->place.column, code_name(p->code), STR_ARG(p->said));
    }
    answer_free(&answer);
    assert_true(file_remove_folder(root, &err));
    arena_free(&arena);
    return said;
}

static void every_problem_of_a_policy_has_a_page_that_holds(void **state) {
    (void)state;
    struct script *script = script_open(&(struct script_options){ .library = NULL });
    const struct host *host = script_host(script);
    size_t wrong = 0, pages = 0;
    for (int i = CODE_NONE + 1; i < CODE_COUNT; i++) {
        enum code code = (enum code)i;
        struct arena arena = { 0 };
        struct code_guide guide;
        struct err err = { 0 };
        size_t errors;
        assert_true(code_guide_read(host, &arena, code, &guide, &err));
        if (code_number(code) < 200) {
            pages++;
            bool whole = guide.why.size && guide.bad.size && guide.good.size;
            if (!whole || !run(host, guide.bad, code, true, &errors)) print_error("%s: the bad example does not give it\n", code_name(code)), wrong++;
            if (!whole || run(host, guide.good, code, false, &errors) || errors) print_error("%s: the good example is not good\n", code_name(code)), wrong++;
        }
        arena_free(&arena);
    }
    script_close(script);
    assert_int_equal(wrong, 0);
    assert_true(pages > 40);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_problem_of_a_policy_has_a_page_that_holds) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_compile - `policy compile`: what a policy comes to as a rule program; with --dump its text.
 * Owns:  nothing.
 * Must not know: terminals, records.
 */
#include "formats/json.h"
#include "policy/program_text.h"
#include "work/named_policy.h"
#include "work/policy_verbs.h"
#include "work/seal.h"

struct section_text {
    enum program_section section;
    struct str text;
    size_t lines;
};

static struct sheet *sections_sheet(struct arena *arena, const struct section_text *sections) {
    struct sheet *sheet = sheet_new(arena, STR("sections"), (struct str){ 0 });
    sheet_column(sheet, STR("section"), STR("Section"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("lines"), STR("Entries"), CELL_WHOLE)->keep = true;
    sheet_column(sheet, STR("about"), STR("What it holds"), CELL_TEXT);
    for (int s = 0; s < PROGRAM_SECTIONS; s++) {
        sheet_row(sheet);
        sheet_text(sheet, str_from(program_section_name((enum program_section)s)));
        sheet_whole(sheet, (int64_t)sections[s].lines);
        sheet_text(sheet, str_from(program_section_about((enum program_section)s)));
    }
    return sheet;
}

static void dump_page(struct arena *arena, struct page *page, const struct section_text *sections) {
    for (int s = 0; s < PROGRAM_SECTIONS; s++) {
        if (!sections[s].lines) continue;
        page_lead(page, str_format(arena, "%s  %s", program_section_name((enum program_section)s), program_section_about((enum program_section)s)),
                  str_format(arena, "%zu", sections[s].lines));
        page_verbatim(page, sections[s].text);
    }
}

static void json_lines(struct answer *answer, const struct named_policy *named, struct str hash, const struct section_text *sections, bool dump) {
    struct json j = json_begin(&answer->data);
    json_open(&j, '{');
    json_key(&j, "v"), json_whole(&j, 1);
    json_key(&j, "line"), json_text(&j, STR("program"));
    json_key(&j, "policy"), json_text(&j, named->policy->edition);
    json_key(&j, "program"), json_text(&j, hash);
    json_close(&j);
    json_line(&j);
    for (int s = 0; s < PROGRAM_SECTIONS; s++) {
        json_open(&j, '{');
        json_key(&j, "v"), json_whole(&j, 1);
        json_key(&j, "line"), json_text(&j, STR("section"));
        json_key(&j, "section"), json_text(&j, str_from(program_section_name((enum program_section)s)));
        json_key(&j, "entries"), json_whole(&j, (int64_t)sections[s].lines);
        if (dump) json_key(&j, "text"), json_text(&j, sections[s].text);
        json_close(&j);
        json_line(&j);
    }
    json_open(&j, '{');
    json_key(&j, "v"), json_whole(&j, 1);
    json_key(&j, "line"), json_text(&j, STR("end"));
    json_key(&j, "exit"), json_whole(&j, (int64_t)answer->outcome);
    json_close(&j);
    json_line(&j);
}

static bool policy_compile_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct str name = { 0 };
    struct named_policy named;
    struct program *program;
    struct section_text sections[PROGRAM_SECTIONS];
    for (size_t i = 0; i < call->part_count; i++)
        if (!call->parts[i].phrase) name = str_trim(call->parts[i].text);
    if (!named_policy_read(call, answer, (struct named_text){ .name = name }, &named)) return false;
    if (!named.folder) problem_forget(&answer->problems, CODE_NOT_ADOPTED); /* nobody is there to adopt anything */
    if (!program_compile(answer->arena, named.policy, &program, &err)) return answer_fail(answer, &err);
    struct buf text = { 0 };
    program_dump(&text, program);
    struct str hash = str_format(answer->arena, "sha256:%.*s", STR_ARG(seal_hex(answer->arena, buf_str(&text), 64)));
    for (int s = 0; s < PROGRAM_SECTIONS; s++) {
        buf_clear(&text);
        sections[s].lines = program_text_section(&text, program, (enum program_section)s);
        sections[s].text = str_copy(answer->arena, buf_str(&text));
    }
    buf_free(&text);
    bool dump = call_has(call, "dump");
    answer->page = page_new(answer->arena, STR("Rule program"));
    page_paragraphf(answer->page, "%.*s\nprogram %.*s", STR_ARG(named.policy->edition), STR_ARG(hash));
    answer->result = sections_sheet(answer->arena, sections);
    if (dump) dump_page(answer->arena, answer->page, sections);
    else page_table(answer->page, answer->result);
    if (!dump) answer_next(answer, "policy compile --dump");
    if (call->json) json_lines(answer, &named, hash, sections, dump);
    return true;
}

ARGUMENTS(compile, { ARGUMENT_TEXT, NULL, "POLICY", false, false }, AS_OF);
OPTIONS(compile, { "dump", NULL, "the program as text, section by section" });
EXAMPLES(compile, "policy compile\twhat the policy comes to, and the number by which reports know it",
         "policy compile --dump\tthe rule program as text, for who works on the engine",
         "policy compile ept-2022 --dump\tthat of the printed policy");

const struct command policy_verb_compile = {
    .name = "policy compile", .group = GROUP_CHECK, .effect = EFFECT_READS, .usage = "[POLICY]",
    .about = "The rule program that the policy is turned into, for who works on the engine.",
    LISTED(compile), OPTED(compile), .examples = compile_examples, .run = policy_compile_run
};

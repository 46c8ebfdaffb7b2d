/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_show - `policy show`; see policy_show.h.
 * Owns:  nothing.
 * Must not know: terminals, records.
 */
#include "work/policy_show.h"

#include "base/date.h"
#include "formats/json.h"
#include "work/named_policy.h"
#include "work/policy_verbs.h"
#include "work/resolve_hint.h"
#include "work/rows.h"
#include "work/show_clause.h"
#include "work/wording.h"

bool policy_show_is_number(struct str text) {
    return text.size && text.at[0] >= '0' && text.at[0] <= '9' && str_find(text, STR(".lua")) == SIZE_MAX;
}

bool policy_show_day(const struct command_call *call, struct date *out, struct err *err) {
    *out = call->as_of;
    if (!call_has(call, "at")) return true;
    return date_read(call_option(call, "at"), call->today, out, err);
}

/* ---- the list of clauses ---- */

/* "an employer encounter; ..." of the rules that are judged here. */
static struct str rules_words(struct arena *arena, const struct policy *policy, size_t clause) {
    const struct clause *of = &policy->clauses[clause];
    size_t count = 0;
    if (of->dropped) return STR("dropped");
    if (!of->applies) return STR("not here");
    if (of->reading_only) return STR("for reading");
    for (size_t i = 0; i < policy->rule_count; i++)
        count += policy->rules[i].clause_index == clause && policy->rules[i].applies;
    if (count) return count_of(arena, count, "rule", "rules");
    return of->also_count ? str_format(arena, "see %.*s", STR_ARG(of->also[0])) : STR("none here");
}

static bool is_below(struct str number, struct str prefix) {
    return !prefix.size || (number.size > prefix.size && number.at[prefix.size] == '.' && str_equal(str_slice(number, 0, prefix.size), prefix));
}

static void one_section(struct page *page, struct sheet *all, const struct policy *policy, struct str section) {
    struct arena *arena = page->arena;
    struct sheet *sheet = sheet_new(arena, section, (struct str){ 0 });
    for (size_t i = 0; i < policy->section_count; i++)
        if (str_equal(policy->sections[i].number, section))
            sheet->caption = str_format(arena, "%.*s  %.*s", STR_ARG(section), STR_ARG(policy->sections[i].title));
    if (!sheet->caption.size) sheet->caption = section;
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("title"), STR("Title"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("rules"), STR("Checked by"), CELL_TEXT);
    for (size_t i = 0; i < policy->clause_count; i++) {
        const struct clause *clause = &policy->clauses[i];
        if (!str_equal(clause->section, section)) continue;
        struct sheet *const both[] = { sheet, all };
        for (size_t b = 0; b < 2; b++) {
            sheet_row(both[b]);
            sheet_text(both[b], clause->number);
            sheet_text(both[b], clause->title);
            sheet_text(both[b], rules_words(arena, policy, i));
            if (both[b] != all) continue;
            sheet_text(all, section);
            sheet_text(all, str_from(basis_name(clause->basis)));
        }
    }
    page_table(page, sheet);
}

static bool list_clauses(const struct command_call *call, struct answer *answer, const struct policy *policy, struct str prefix) {
    struct sheet *all = sheet_new(answer->arena, STR("clauses"), (struct str){ 0 });
    struct str before = { 0 };
    sheet_column(all, STR("clause"), STR("Clause"), CELL_TEXT)->keep = true;
    sheet_column(all, STR("title"), STR("Title"), CELL_TEXT)->keep = true;
    sheet_column(all, STR("rules"), STR("Checked by"), CELL_TEXT);
    sheet_column(all, STR("section"), STR("Section"), CELL_TEXT);
    sheet_column(all, STR("basis"), STR("Basis"), CELL_TEXT);
    answer->page = page_new(answer->arena, policy->title);
    for (size_t i = 0; i < policy->clause_count; i++) {
        struct str section = policy->clauses[i].section;
        if (str_equal(section, before) || !(str_equal(section, prefix) || is_below(section, prefix))) continue;
        before = section;
        one_section(answer->page, all, policy, section);
    }
    if (!all->row_count) return false;
    page_paragraphf(answer->page, "%.*s: %.*s.", STR_ARG(policy->edition), STR_ARG(count_of(answer->arena, all->row_count, "clause", "clauses")));
    answer->result = all;
    answer_next(answer, "policy show %.*s", STR_ARG(sheet_at(all, 0, 0)->text));
    rows_json(call, answer);
    return true;
}

/* ---- one clause ---- */

static bool no_such_clause(struct answer *answer, const struct policy *policy, struct str word) {
    struct err err = { 0 };
    err_set(&err, CODE_UNKNOWN_CLAUSE, "%.*s has no clause '%.*s'.", STR_ARG(policy->id), STR_ARG(word));
    err_next(&err, "%.*s", STR_ARG(hint_clause(answer->arena, policy, word)));
    return answer_fail(answer, &err);
}

static void json_end(struct answer *answer) {
    struct json j = json_begin(&answer->data);
    json_open(&j, '{');
    json_key(&j, "v"), json_whole(&j, 1);
    json_key(&j, "line"), json_text(&j, STR("end"));
    json_key(&j, "exit"), json_whole(&j, (int64_t)answer->outcome);
    json_close(&j);
    json_line(&j);
}

static bool one_clause(const struct command_call *call, struct answer *answer, const struct policy *policy, struct str word) {
    int32_t rule = policy_find_rule(policy, word);
    struct clause_view view = { .clause = rule >= 0 ? (int32_t)policy->rules[rule].clause_index : policy_find_clause(policy, word),
                                .rule = rule, .day = call->as_of, .why = call_has(call, "why") };
    if (view.clause < 0) return list_clauses(call, answer, policy, word) || no_such_clause(answer, policy, word);
    answer->page = page_new(answer->arena, policy->clauses[view.clause].title);
    show_clause(answer->arena, answer->page, policy, &view);
    if (!view.why) answer_next(answer, "policy show %.*s --why", STR_ARG(word));
    if (!call->json) return true;
    show_clause_json(answer->arena, &answer->data, policy, &view);
    json_end(answer);
    return true;
}

static bool words_of(const struct command_call *call, struct str *clause, struct str *name, struct err *err) {
    for (size_t i = 0; i < call->part_count; i++) {
        struct str text = str_trim(call->parts[i].text);
        struct str *into = policy_show_is_number(text) ? clause : name;
        if (call->parts[i].phrase) continue;
        if (into->size) {
            err_set(err, CODE_ARGUMENTS, "policy show takes one clause and one policy, not '%.*s' too.", STR_ARG(text));
            return err_next(err, "policy show 4.9.2  or  policy show ept-2022 4.9.2");
        }
        *into = text;
    }
    if (clause->size || !call_has(call, "why")) return true;
    err_set(err, CODE_ARGUMENTS, "--why needs a clause.");
    return err_next(err, "policy show 4.9.2 --why");
}

bool policy_show_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct str clause = { 0 }, name = { 0 };
    struct command_call then = *call;
    struct named_policy named;
    if (!words_of(call, &clause, &name, &err) || !policy_show_day(call, &then.as_of, &err)) return answer_fail(answer, &err);
    if (!named_policy_read(&then, answer, (struct named_text){ .name = name }, &named)) return false;
    if (!named.folder) problem_forget(&answer->problems, CODE_NOT_ADOPTED); /* nobody is there to adopt anything */
    bool fine = clause.size ? one_clause(&then, answer, named.policy, clause) : list_clauses(&then, answer, named.policy, clause);
    if (fine && call_has(call, "at")) answer_as_at(answer, then.as_of, call->today);
    return fine;
}

ARGUMENTS(show, { ARGUMENT_TEXT, NULL, "POLICY", false, false }, CLAUSE, AS_OF);
OPTIONS(show, { "why", NULL, "where each part was written, who changed it, why and on whose word" },
        { "at", "DATE", "the rules as they are on that day" });
EXAMPLES(show, "policy show\tthe clauses, one line each", "policy show 4.9.2\tone clause in plain words",
         "policy show 4.9.2 --why\twhere each part of it comes from",
         "policy show 4.6.4 --why --at 1/9/2027\tas it will be on that day", "policy show ept-2022 4.9.2\tas the printed policy has it");

const struct command policy_verb_show = {
    .name = "policy show", .group = GROUP_CHECK, .effect = EFFECT_READS, .usage = "[POLICY] [CLAUSE] [as of DATE]",
    .about = "The rules of the policy in plain words; with --why, where each part comes from.",
    LISTED(show), OPTED(show), .examples = show_examples, .run = policy_show_run
};

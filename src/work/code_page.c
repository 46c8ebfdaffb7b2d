/* SPDX-License-Identifier: GPL-3.0-or-later
 * code_page - the page of a problem; see code_page.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/code_page.h"

#include "base/guess.h"
#include "base/utf8.h"
#include "policy/lint.h"
#include "work/lint_page.h"
#include "work/policy_verbs.h"

static struct str text_of(const struct node *page, const char *key) {
    const struct node *field = node_field(page, key);
    return field && field->type == NODE_TEXT ? field->text : (struct str){ 0 };
}

bool code_guide_read(const struct host *host, struct arena *arena, enum code code, struct code_guide *out, struct err *err) {
    struct node module;
    *out = (struct code_guide){ 0 };
    if (!host->module(host->self, arena, "guide", &module, err)) return false;
    const struct node *codes = node_field(&module, "codes");
    const struct node *page = codes ? node_field(codes, code_name(code)) : NULL;
    if (page) *out = (struct code_guide){ text_of(page, "why"), text_of(page, "bad"), text_of(page, "good") };
    return true;
}

enum code code_page_find(struct arena *arena, struct str topic) {
    enum code code = code_by_name(str_c(arena, topic));
    return code == CODE_NONE ? code_by_name(str_c(arena, utf8_capital(arena, topic))) : code; /* e105 */
}

static const char *outcome_sentence(enum outcome outcome) {
    switch (outcome) {
    case OUTCOME_DONE: return "A remark; it does not change the exit code.";
    case OUTCOME_GATE: return "Exit code 1.";
    case OUTCOME_DOUBT: return "Exit code 2: the rest was done.";
    case OUTCOME_POLICY: return "Exit code 3: nothing was judged until it is mended.";
    case OUTCOME_REQUEST: return "Exit code 4: nothing was done.";
    case OUTCOME_DATA: return "Exit code 5: nothing was changed.";
    case OUTCOME_RULE: return "Exit code 6: the other findings stand.";
    case OUTCOME_INTERNAL: return "Exit code 7: nothing was changed.";
    case OUTCOME_INTERRUPTED: return "Exit code 130: the open step was rolled back.";
    }
    return "";
}

static struct str number_of(struct arena *arena, enum code code) {
    return code_number(code) ? str_format(arena, "E%03d", code_number(code)) : (struct str){ 0 };
}

bool code_page_show(const struct command_call *call, struct answer *answer, enum code code) {
    struct code_guide guide;
    struct err err = { 0 };
    if (!code_guide_read(call->host, answer->arena, code, &guide, &err)) return answer_fail(answer, &err);
    struct page *page = answer->page = page_new(answer->arena, str_from(code_name(code)));
    page_lead(page, str_from(code_name(code)), number_of(answer->arena, code));
    page_paragraph(page, str_from(code_sentence(code)));
    if (guide.why.size) page_paragraph(page, guide.why);
    page_paragraph(page, str_from(outcome_sentence(code_outcome(code))));
    if (guide.bad.size) page_heading(page, 3, STR("Not so")), page_verbatim(page, guide.bad);
    if (guide.good.size) page_heading(page, 3, STR("But so")), page_verbatim(page, guide.good);
    return true;
}

/* Those that somebody who writes a policy can meet. */
static void list(struct answer *answer) {
    struct sheet *sheet = sheet_new(answer->arena, STR("codes"), STR("Problems of a policy"));
    sheet_column(sheet, STR("code"), STR("Code"), CELL_TEXT);
    sheet_column(sheet, STR("name"), STR("Name"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("about"), STR("About"), CELL_TEXT);
    for (int i = CODE_NONE + 1; i < CODE_COUNT; i++) {
        enum code code = (enum code)i;
        int hundreds = code_number(code) / 100;
        if (hundreds > 1 && hundreds != 6) continue;
        sheet_row(sheet);
        sheet_text(sheet, number_of(answer->arena, code));
        sheet_text(sheet, str_from(code_name(code)));
        sheet_text(sheet, str_from(code_sentence(code)));
    }
    answer->page = page_new(answer->arena, sheet->caption);
    answer->result = sheet;
    page_table(answer->page, sheet);
    answer_next(answer, "policy help missing-comma");
}

bool code_page_run(const struct command_call *call, struct answer *answer) {
    struct str names[CODE_COUNT];
    struct err err = { 0 };
    size_t count = 0;
    if (!call->part_count) {
        list(answer);
        return true;
    }
    struct str topic = call->parts[0].text;
    enum code code = code_page_find(answer->arena, topic);
    if (code != CODE_NONE) return code_page_show(call, answer, code);
    if (lint_find_rule(topic)) return lint_page_show(call, answer, topic);
    for (int i = CODE_NONE + 1; i < CODE_COUNT; i++) names[count++] = str_from(code_name((enum code)i));
    struct str near = guess_nearest(topic, names, count);
    err_set(&err, CODE_NOTHING_SELECTED, "There is no problem called '%.*s'.", STR_ARG(topic));
    if (near.size) err_next(&err, "Did you mean '%.*s'?", STR_ARG(near));
    else err_next(&err, "policy help  alone lists them");
    return answer_fail(answer, &err);
}

ARGUMENTS(help, { ARGUMENT_TEXT, NULL, "CODE", false, false });
EXAMPLES(help, "policy help\tevery problem that a policy can have", "policy help missing-comma\tone of them, with an example that is mended",
         "policy help E122\tthe same by its number");

const struct command policy_verb_help = {
    .name = "policy help", .group = GROUP_CHECK, .effect = EFFECT_READS, .usage = "[CODE]",
    .about = "What a message about the policy means, with an example that is mended.",
    LISTED(help), .examples = help_examples, .run = code_page_run
};

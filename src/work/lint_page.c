/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_page - the page of a rule of lint; see lint_page.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/lint_page.h"

#include "base/guess.h"
#include "policy/lint.h"

static struct str text_of(const struct node *page, const char *key) {
    const struct node *field = page ? node_field(page, key) : NULL;
    return field && field->type == NODE_TEXT ? str_trim(field->text) : (struct str){ 0 };
}

static bool no_such_rule(struct answer *answer, struct str name) {
    struct err err = { 0 };
    struct str *names = arena_array(answer->arena, struct str, LINT_RULE_COUNT);
    for (size_t i = 0; i < LINT_RULE_COUNT; i++) names[i] = str_from(LINT_RULES[i].name);
    struct str hint = guess_hint(answer->arena, name, names, LINT_RULE_COUNT);
    err_set(&err, CODE_ARGUMENTS, "Lint has no rule '%.*s'.", STR_ARG(name));
    err_next(&err, "%.*s", STR_ARG(hint.size ? hint : STR("policy lint --rules  lists them.")));
    return answer_fail(answer, &err);
}

bool lint_page_show(const struct command_call *call, struct answer *answer, struct str name) {
    const struct lint_rule *rule = lint_find_rule(name);
    struct err err = { 0 };
    struct node module;
    if (!rule) return no_such_rule(answer, name);
    if (!call->host->module(call->host->self, answer->arena, "lint", &module, &err)) return answer_fail(answer, &err);
    const struct node *row = node_field(&module, rule->name);
    struct page *page = answer->page = page_new(answer->arena, str_from(rule->name));
    page_lead(page, str_from(rule->name), STR("a rule of policy lint"));
    page_paragraph(page, str_from(rule->about));
    page_paragraph(page, text_of(row, "why"));
    page_heading(page, 3, STR("Not so"));
    page_verbatim(page, text_of(row, "bad"));
    page_heading(page, 3, STR("But so"));
    page_verbatim(page, text_of(row, "good"));
    if (rule->traits & LINT_FIXES) page_paragraph(page, STR("policy lint --fix  mends it in a school's own file, where it can be done word for word."));
    page_paragraphf(page, "Where it is meant so, write above it:  -- lint: keep %s: why", rule->name);
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_lint - the verb `policy lint`; see policy_lint.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/policy_lint.h"

#include "base/file.h"
#include "base/utf8.h"
#include "formats/text.h"
#include "policy/lint.h"
#include "policy/scope.h"
#include "work/lint_fix.h"
#include "work/lint_page.h"
#include "work/lint_records.h"
#include "work/lint_words.h"
#include "work/named_policy.h"
#include "work/policy_verbs.h"
#include "work/rows.h"
#include "work/wording.h"

#define FILE_MOST ((size_t)1 << 20)
#define SHOWN_COLUMNS 78
#define LINE_COLUMNS 80
#define OWN_LAYERS (1u << LAYER_SCHOOL | 1u << LAYER_TRUST)
#define SHIPPED_LAYERS (1u << LAYER_BASE | 1u << LAYER_UPDATE | 1u << LAYER_OVERLAY_SETTING | 1u << LAYER_OVERLAY_PUPILS)

struct linted {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct named_policy named;
    struct cases *cases;        /* NULL: there are none */
    struct lint_report report;
    struct str no_records, no_cases; /* why some rules were not looked at */
};

/* ---- the tests of a policy ---------------------------------------------------------------------------------------------- */

static bool own_cases(struct linted *l, struct case_text **texts, size_t *count, struct err *err) {
    struct str *names;
    size_t name_count;
    const char *folder = file_join(l->arena, l->named.folder, "tests");
    if (!file_is_folder(folder)) return true;
    if (!file_list(l->arena, folder, &names, &name_count, err)) return false;
    for (size_t i = 0; i < name_count; i++) {
        struct case_text text = { .path = str_format(l->arena, "tests/%.*s", STR_ARG(names[i])) };
        if (!str_ends(names[i], ".lua")) continue;
        if (!file_read(l->arena, file_join(l->arena, folder, str_c(l->arena, names[i])), FILE_MOST, &text.text, err)) return false;
        list_add(l->arena, *texts, *count, text);
    }
    return true;
}

static bool shipped_cases(struct linted *l, struct case_text **texts, size_t *count, struct err *err) {
    const struct host *host = l->call->host;
    const struct str *paths;
    size_t path_count;
    if (!host->files(host->self, l->arena, "policies/", &paths, &path_count, err)) return false;
    for (size_t i = 0; i < path_count; i++) {
        struct case_text text = { .path = paths[i] };
        if (!str_ends(paths[i], ".lua") || str_find(paths[i], STR("/tests/")) == SIZE_MAX) continue;
        if (!host->file(host->self, l->arena, str_c(l->arena, paths[i]), &text.text, err)) return false;
        list_add(l->arena, *texts, *count, text);
    }
    return true;
}

/* Tests with a slip in them are for `policy test` to speak of. */
static bool read_cases(struct linted *l, struct err *err) {
    const struct host *host = l->call->host;
    struct problems unheard = { .arena = l->arena };
    struct case_text *texts = NULL;
    struct document *documents;
    size_t count = 0;
    l->no_cases = STR("there are no tests");
    if (l->named.folder ? !own_cases(l, &texts, &count, err) : str_is(l->named.policy->id, "ept-2022") && !shipped_cases(l, &texts, &count, err)) return false;
    if (!count) return true;
    struct cases *cases = arena_new(l->arena, struct cases);
    l->no_cases = STR("the tests can not be read: policy test says why");
    if (!host->cases(host->self, l->arena, texts, count, l->named.kinds, &documents, &unheard, err)) return unheard.errors > 0;
    if (!cases_read(l->arena, documents, count, l->named.kinds, cases, &unheard)) return true;
    l->no_cases = (struct str){ 0 };
    l->cases = cases;
    return true;
}

/* ---- findings ----------------------------------------------------------------------------------------------------------- */

static struct str where_of(struct arena *arena, const struct lint_finding *f) {
    if (!f->place.column) return str_format(arena, "%.*s:%u", STR_ARG(f->place.file), f->place.line);
    return str_format(arena, "%.*s:%u:%u", STR_ARG(f->place.file), f->place.line, f->place.column);
}

static struct sheet *findings_sheet(const struct linted *l) {
    struct sheet *sheet = sheet_new(l->arena, STR("findings"), STR("What most likely is not meant so"));
    sheet_column(sheet, STR("file"), STR("File"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("row"), STR("Line"), CELL_WHOLE);
    sheet_column(sheet, STR("column"), STR("Column"), CELL_WHOLE);
    sheet_column(sheet, STR("rule"), STR("Rule"), CELL_TEXT);
    sheet_column(sheet, STR("said"), STR("What"), CELL_TEXT);
    sheet_column(sheet, STR("fixable"), STR("Can be mended"), CELL_TEXT);
    sheet_column(sheet, STR("kept"), STR("Kept, because"), CELL_TEXT);
    for (size_t i = 0; i < l->report.count; i++) {
        const struct lint_finding *f = &l->report.at[i];
        sheet_row(sheet);
        sheet_text(sheet, f->place.file);
        sheet_whole(sheet, f->place.line);
        if (f->place.column) sheet_whole(sheet, f->place.column);
        else sheet_empty(sheet);
        sheet_text(sheet, str_from(f->rule->name));
        sheet_text(sheet, f->said);
        sheet_text(sheet, f->fix.there ? STR("yes") : STR("no"));
        if (f->kept) sheet_text(sheet, f->why);
        else sheet_none(sheet, STR("no"));
    }
    return sheet;
}

/* The part of the source line round the place, and a caret under it. */
static void add_source(struct linted *l, const struct place *place, struct buf *out) {
    size_t at = 0, from = 0;
    struct str text = place->text;
    if (!place->column || !text.size) return;
    for (uint32_t c = 1; c < place->column && at < text.size; c++) (void)utf8_next(text, &at);
    while (from < at && utf8_width(str_slice(text, from, at)) > SHOWN_COLUMNS / 2) (void)utf8_next(text, &from);
    while (from < at && text.at[from] == ' ') from++;
    struct str part = utf8_visible(l->arena, utf8_cut(str_slice(text, from, text.size), SHOWN_COLUMNS - 8));
    size_t room = utf8_width(part), before = utf8_width(utf8_visible(l->arena, str_slice(text, from, at))), width = place->width ? place->width : 1;
    if (before + width > room && room > before) width = room - before;
    buf_printf(out, "\n%5u | %.*s\n      | ", place->line, STR_ARG(part));
    for (size_t i = 0; i < before; i++) buf_add_byte(out, ' ');
    for (size_t i = 0; i < width; i++) buf_add_byte(out, '^');
}

static void show_open(struct linted *l) {
    for (size_t i = 0; i < l->report.count; i++) {
        const struct lint_finding *f = &l->report.at[i];
        struct buf out = { 0 };
        if (f->kept) continue;
        text_wrap(&out, str_format(l->arena, "%.*s: lint[%s]: %.*s", STR_ARG(where_of(l->arena, f)), f->rule->name, STR_ARG(utf8_visible(l->arena, f->said))),
                  LINE_COLUMNS, 0, 2);
        add_source(l, &f->place, &out);
        page_verbatim(l->answer->page, str_copy(l->arena, buf_str(&out)));
        buf_free(&out);
    }
}

static void show_kept(struct linted *l) {
    struct str *items = arena_array(l->arena, struct str, l->report.kept + 1);
    size_t count = 0;
    for (size_t i = 0; i < l->report.count; i++) {
        const struct lint_finding *f = &l->report.at[i];
        if (f->kept)
            items[count++] = str_format(l->arena, "%.*s: %s: %.*s. Meant so: %.*s", STR_ARG(where_of(l->arena, f)), f->rule->name, STR_ARG(f->said), STR_ARG(f->why));
    }
    if (!count) return;
    page_heading(l->answer->page, 2, STR("Meant so, as the files say"));
    page_list(l->answer->page, items, count);
}

/* Which rules were left out, in words. */
static void say_left_out(struct linted *l) {
    if (l->no_records.size) answer_note(l->answer, "Not looked at: unused-reason, since %.*s.", STR_ARG(l->no_records));
    if (l->no_cases.size) answer_note(l->answer, "Not looked at: impossible-status, since %.*s.", STR_ARG(l->no_cases));
}

static void say_next(struct linted *l, size_t open) {
    for (size_t i = 0; i < l->report.count && open; i++) {
        if (l->report.at[i].kept) continue;
        answer_next(l->answer, "policy lint --explain %s", l->report.at[i].rule->name);
        break;
    }
    if (l->report.fixable && l->named.folder) answer_next(l->answer, "policy lint --fix");
    if (l->named.folder) answer_next(l->answer, "policy lint base");
}

static void show(struct linted *l, bool fixing) {
    size_t open = l->report.count - l->report.kept;
    if (!fixing) show_open(l);
    if (!fixing) show_kept(l);
    struct str kept = l->report.kept ? str_format(l->arena, ", %zu meant so", l->report.kept) : (struct str){ 0 };
    page_lead(l->answer->page, str_format(l->arena, "%.*s, %zu can be fixed%.*s", STR_ARG(count_of(l->arena, open, "finding", "findings")),
                                          l->report.fixable, STR_ARG(kept)), (struct str){ 0 });
    l->answer->result = findings_sheet(l);
    if (!fixing) say_next(l, open);
}

/* Said as a finding of its own; twice would be once too often. */
static void take_out_not_adopted(struct problems *problems) {
    size_t kept = 0;
    for (size_t i = 0; i < problems->count; i++) {
        if (problems->at[i].code == CODE_NOT_ADOPTED && problems->at[i].severity == SEVERITY_WARNING) problems->warnings--;
        else problems->at[kept++] = problems->at[i];
    }
    problems->count = kept;
}

static struct node text_node(struct str text) {
    return (struct node){ .type = NODE_TEXT, .text = text };
}

/* A trust that has adopted every update: what they add and change belongs to what ships. */
static struct document adopting(struct arena *arena, const struct policy *policy, const struct policy_set *set) {
    struct node *header = arena_new(arena, struct node), *items = arena_array(arena, struct node, set->document_count + 1);
    struct node_field *fields = arena_array(arena, struct node_field, 2), *of = arena_array(arena, struct node_field, 2);
    struct document out = { .layer = LAYER_TRUST, .path = STR("trust.lua"), .name = STR("all updates"), .header = header, .items = items };
    uint32_t at = (uint32_t)set->document_count;
    *header = (struct node){ .type = NODE_CALL, .word = STR("trust"), .id = STR("all updates"), .line = 1, .document = at, .fields = of, .field_count = 2 };
    of[0] = (struct node_field){ STR("policy"), text_node(policy->id) };
    of[1] = (struct node_field){ STR("version"), text_node(policy->version) };
    fields[0] = (struct node_field){ STR("approved"), text_node(STR("2000-01-01")) };
    fields[1] = (struct node_field){ STR("approved_by"), text_node(STR("lint")) };
    for (size_t d = 0; d < set->document_count; d++)
        if (set->documents[d].layer == LAYER_UPDATE && set->documents[d].header)
            items[out.item_count++] = (struct node){ .type = NODE_CALL, .word = STR("adopt"), .id = set->documents[d].header->id, .line = 1, .document = at,
                                                     .fields = fields, .field_count = 2 };
    return out;
}

/* The policy that ships with all its updates, or as it is when they do not go together. */
static const struct policy *with_updates(struct linted *l) {
    const struct policy_set *set = l->named.set;
    struct document *documents = arena_array(l->arena, struct document, set->document_count + 1);
    struct policy_set all = *set;
    struct problems unheard = { .arena = l->arena };
    struct policy *merged;
    for (size_t d = 0; d < set->document_count; d++) documents[d] = set->documents[d];
    all.documents = documents;
    documents[all.document_count++] = adopting(l->arena, l->named.policy, set);
    return policy_merge(l->arena, &all, l->named.kinds, l->call->as_of, &merged, &unheard) ? merged : l->named.policy;
}

static bool look(struct linted *l, struct err *err) {
    struct lint_words words;
    if (!lint_words_read(l->arena, l->call->host, l->named.folder, &words, &l->answer->problems, err) || !read_cases(l, err)) return false;
    if (!l->named.folder) l->named.policy = with_updates(l);
    lint_run(l->arena, &(struct lint_input){ .policy = l->named.policy, .as_of = l->call->as_of, .words = &words, .cases = l->cases,
                                             .layers = l->named.folder ? OWN_LAYERS : SHIPPED_LAYERS }, &l->report);
    lint_records_add(l->arena, l->call, l->named.folder, l->named.policy, &l->report, &l->no_records);
    for (size_t i = 0; i < l->report.count && !l->named.folder; i++) l->report.at[i].fix.there = false; /* what ships is not mended here */
    if (!l->named.folder) l->report.fixable = 0;
    return true;
}

/* ---- what it looks for ------------------------------------------------------------------------------------------------- */

static void list_rules(struct answer *answer) {
    struct sheet *sheet = sheet_new(answer->arena, STR("rules"), STR("What lint looks for"));
    sheet_column(sheet, STR("rule"), STR("Rule"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("about"), STR("What it finds"), CELL_TEXT);
    sheet_column(sheet, STR("fixes"), STR("Mends"), CELL_TEXT);
    for (size_t i = 0; i < LINT_RULE_COUNT; i++) {
        sheet_row(sheet);
        sheet_text(sheet, str_from(LINT_RULES[i].name));
        sheet_text(sheet, str_from(LINT_RULES[i].about));
        sheet_text(sheet, LINT_RULES[i].traits & LINT_FIXES ? STR("yes") : STR("no"));
    }
    answer->page = page_new(answer->arena, STR("Lint"));
    page_table(answer->page, sheet);
    answer->result = sheet;
    answer_next(answer, "policy lint --explain %s", LINT_RULES[0].name);
}

/* ---- the verb ----------------------------------------------------------------------------------------------------------- */

bool policy_lint_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct linted l = { .call = call, .answer = answer, .arena = answer->arena };
    if (call_has(call, "explain")) return lint_page_show(call, answer, call_option(call, "explain"));
    if (call_has(call, "rules")) {
        list_rules(answer);
        rows_json(call, answer);
        return true;
    }
    if (!named_policy_read(call, answer, (struct named_text){ .name = call->part_count ? call->parts[0].text : (struct str){ 0 } }, &l.named)) return false;
    take_out_not_adopted(&answer->problems);
    if (!look(&l, &err)) return answer_fail(answer, &err);
    answer->page = page_new(answer->arena, STR("Lint"));
    bool fix = call_has(call, "fix");
    show(&l, fix);
    if (!fix) say_left_out(&l);
    if (fix && !lint_fix_preview(call, answer, &l.named, &l.report, &err)) return answer_fail(answer, &err);
    if (call_has(call, "gate") && l.report.count > l.report.kept) answer_outcome(answer, OUTCOME_GATE);
    rows_json(call, answer);
    return true;
}

bool policy_lint_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    (void)call;
    answer->problems.count = 0; /* the preview has said them */
    return lint_fix_apply(answer, &err) || answer_fail(answer, &err);
}

ARGUMENTS(lint, { ARGUMENT_TEXT, NULL, "POLICY", false, false });
OPTIONS(lint, { "fix", NULL, "mends the school's own file where that is safe, after showing it" },
        { "gate", NULL, "ends with 1 while there are findings" }, { "rules", NULL, "what it looks for" },
        { "explain", "RULE", "why a rule is there, with an example of each sort" });
EXAMPLES(lint, "policy lint\twhat in the school's own file is most likely not meant so",
         "policy lint base\tthe same of the policy that it amends", "policy lint --explain superseded-name\twhat one rule is for",
         "policy lint --fix\tmends what can be mended word for word");

const struct command policy_verb_lint = {
    .name = "policy lint", TEAM_POLICY, .group = GROUP_CHECK, .effect = EFFECT_READS, .writing_option = "fix", .usage = "[POLICY]",
    .about = "Finds what is allowed in a policy and most likely not meant.",
    LISTED(lint), OPTED(lint), .examples = lint_examples, .run = policy_lint_run, .apply = policy_lint_apply
};

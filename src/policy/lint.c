/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint - the table of rules, the prose of a policy, findings in order; see lint.h.
 * Owns:  the table of rules.
 * Must not know: Lua, files, records.
 */
#include "policy/lint.h"

#include <string.h>

#include "base/utf8.h"
#include "policy/lint_priv.h"

const struct lint_rule LINT_RULES[] = {
    { "absent-also", "A clause says that another repeats its duty, and there is no such clause.", 0, lint_absent_also },
    { "always-holds", "A rule asks for nothing, so that everybody has it.", 0, lint_always_holds },
    { "check-as-data", "A check function counts records, which needs no Lua.", 0, lint_check_as_data },
    { "idle-keep", "A line says that something is meant so, and there is nothing it could mean.", LINT_FIXES, NULL },
    { "impossible-status", "A test expects a status that its rule can not have.", 0, lint_impossible_status },
    { "long-lead", "A reminder is to come sooner than the time for the duty begins.", 0, lint_long_leads },
    { "may-with-number", "A permission asks for a number, which nobody has to reach.", 0, lint_may_with_number },
    { "never-applies", "A rule can never apply to anybody.", 0, lint_never_applies },
    { "never-used", "Something is defined and nothing refers to it.", 0, lint_never_used },
    { "no-owner", "A duty has nobody who answers for it, or no plan to remind of it.", 0, lint_no_owner },
    { "not-adopted", "An update of law or guidance has started and is not adopted.", LINT_TIMED, lint_not_adopted },
    { "nothing-to-check", "A clause promises something and has no rule.", 0, lint_nothing_to_check },
    { "number-in-text", "A text states a number that is a parameter of its clause.", LINT_FIXES, lint_numbers_in_text },
    { "numbering-jump", "A number in the printed order is left out.", 0, lint_numbering_jumps },
    { "past-its-end", "A clause has ended and is still in the text.", LINT_TIMED, lint_past_ends },
    { "reading-astray", "A reading names clauses that do not bear it out.", 0, lint_readings },
    { "repeated-duty", "Two clauses ask for the same, and neither says so.", 0, lint_repeated_duties },
    { "review-passed", "The day on which the policy was to be reviewed has passed.", LINT_TIMED, lint_reviews_passed },
    { "superseded-name", "A text names something that has ended or is called otherwise now.", LINT_FIXES | LINT_CHANGES_TEXT | LINT_TIMED, lint_superseded_names },
    { "two-editions", "One paper is cited in two editions.", 0, lint_two_editions },
    { "two-spellings", "One word is written in two ways.", LINT_FIXES | LINT_CHANGES_TEXT, lint_two_spellings },
    { "unused-reason", "Nobody has used a reason for exemptions for a year.", LINT_TIMED, NULL },
};
const size_t LINT_RULE_COUNT = COUNT_OF(LINT_RULES);

const struct lint_rule *lint_find_rule(struct str name) {
    for (size_t i = 0; i < LINT_RULE_COUNT; i++)
        if (str_is(name, LINT_RULES[i].name)) return &LINT_RULES[i];
    return NULL;
}

/* ---- prose ------------------------------------------------------------------------------------------------------------- */

/* The last declaration that begins at or before a line. */
static const struct node *item_at(const struct document *document, uint32_t line) {
    const struct node *found = document->header && document->header->line <= line ? document->header : NULL;
    for (uint32_t i = 0; i < document->item_count; i++) {
        const struct node *item = &document->items[i];
        if (item->line <= line && (!found || item->line >= found->line)) found = item;
    }
    return found;
}

static bool is_prose(struct str key) {
    static const char *const KEYS[] = { "title", "text", "asks", "advice", "because", "note" };
    for (size_t i = 0; i < COUNT_OF(KEYS); i++)
        if (str_is(key, KEYS[i])) return true;
    return false;
}

static void gather_prose(struct linting *l, const struct document *document) {
    for (uint32_t i = 2; i < document->token_count; i++) {
        const struct token *token = &document->tokens[i];
        if (token->type != TOKEN_TEXT || !str_is(document->tokens[i - 1].text, "=") || !is_prose(document->tokens[i - 2].text)) continue;
        uintptr_t from = (uintptr_t)document->source.at, at = (uintptr_t)token->text.at;
        if (at < from || at + token->text.size > from + document->source.size) continue;
        struct lint_prose prose = { .document = document, .item = item_at(document, token->line), .key = document->tokens[i - 2].text,
                                    .text = token->text, .line = token->line, .column = token->column, .at = at - from };
        if (prose.item) list_add(l->arena, l->prose, l->prose_count, prose);
    }
}

/* ---- findings ---------------------------------------------------------------------------------------------------------- */

bool lint_wants(const struct linting *l, uint32_t document) {
    return document < l->policy->document_count && (l->in->layers >> l->policy->documents[document].layer & 1);
}

static bool is_same(const struct lint_finding *a, const struct lint_rule *rule, const struct place *place, struct str said) {
    return a->rule == rule && a->place.line == place->line && a->place.column == place->column && str_equal(a->place.file, place->file)
           && str_equal(a->said, said);
}

struct lint_finding *lint_add_to(struct linting *l, const struct document *file, uint32_t order, struct place place, struct str said) {
    for (size_t i = 0; i < l->count; i++)
        if (is_same(&l->findings[i], l->rule, &place, said)) return NULL; /* by another version of the rule */
    struct lint_finding finding = { .rule = l->rule, .document = file, .order = order, .place = place, .said = said };
    list_add(l->arena, l->findings, l->count, finding);
    return &l->findings[l->count - 1];
}

static struct lint_finding *add(struct linting *l, uint32_t document, struct place place, struct str said) {
    return lint_add_to(l, &l->policy->documents[document], document, place, said);
}

struct lint_finding *lint_add_at(struct linting *l, uint32_t document, uint32_t line, struct str token, const char *format, ...) {
    va_list args;
    if (!lint_wants(l, document)) return NULL;
    va_start(args, format);
    struct str said = str_vformat(l->arena, format, args);
    va_end(args);
    return add(l, document, document_place(l->arena, &l->policy->documents[document], line, token), said);
}

struct lint_finding *lint_add(struct linting *l, const struct node *at, struct str token, const char *format, ...) {
    va_list args;
    if (!lint_wants(l, at->document)) return NULL;
    va_start(args, format);
    struct str said = str_vformat(l->arena, format, args);
    va_end(args);
    return add(l, at->document, document_place(l->arena, &l->policy->documents[at->document], at->line, token), said);
}

struct lint_finding *lint_add_in(struct linting *l, const struct lint_prose *prose, size_t from, size_t size, const char *format, ...) {
    va_list args;
    uint32_t document = (uint32_t)(prose->document - l->policy->documents);
    struct str source = prose->document->source;
    if (!lint_wants(l, document)) return NULL;
    va_start(args, format);
    struct str said = str_vformat(l->arena, format, args);
    va_end(args);
    size_t at = prose->at + from, line_start = at;
    while (line_start > 0 && source.at[line_start - 1] != '\n') line_start--;
    if (line_start == 0 && str_starts(source, "\xef\xbb\xbf")) line_start = 3;
    struct place place = { .file = prose->document->path, .line = prose->line };
    for (size_t i = 0; i < from; i++) place.line += prose->text.at[i] == '\n';
    place.column = (uint32_t)utf8_length(str_slice(source, line_start, at)) + 1;
    place.width = (uint32_t)utf8_length(str_slice(source, at, at + size));
    size_t end = line_start;
    while (end < source.size && source.at[end] != '\n' && source.at[end] != '\r') end++;
    place.text = str_slice(source, line_start, end);
    return add(l, document, place, said);
}

static int compare(const struct lint_finding *a, const struct lint_finding *b) {
    if (a->order != b->order) return a->order < b->order ? -1 : 1;
    if (a->place.line != b->place.line) return a->place.line < b->place.line ? -1 : 1;
    if (a->place.column != b->place.column) return a->place.column < b->place.column ? -1 : 1;
    return a->rule < b->rule ? -1 : a->rule > b->rule;
}

static void sort_findings(struct linting *l) {
    for (size_t i = 1; i < l->count; i++) {
        struct lint_finding moved = l->findings[i];
        size_t to = i;
        for (; to > 0 && compare(&l->findings[to - 1], &moved) > 0; to--) l->findings[to] = l->findings[to - 1];
        l->findings[to] = moved;
    }
}

/* ---- helpers of the rules ---------------------------------------------------------------------------------------------- */

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

bool lint_next_word(struct str text, size_t *from, struct str *word) {
    size_t at = *from;
    while (at < text.size && !is_letter(text.at[at])) {
        if (text.at[at] == '{') /* a {name} is no word of the text */
            while (at < text.size && text.at[at] != '}') at++;
        else at++;
    }
    size_t end = at;
    while (end < text.size && is_letter(text.at[end])) end++;
    *word = str_slice(text, at, end);
    *from = end;
    return word->size > 0;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static bool same_letter(char a, char b, bool exact) {
    if (exact) return a == b;
    char low_a = a >= 'A' && a <= 'Z' ? (char)(a + 32) : a, low_b = b >= 'A' && b <= 'Z' ? (char)(b + 32) : b;
    return low_a == low_b;
}

/* Bytes of `text` that `needle` takes at its beginning; 0 when it is not there. */
static size_t taken(struct str text, struct str needle, bool exact) {
    size_t at = 0;
    for (size_t i = 0; i < needle.size; i++) {
        if (at >= text.size) return 0;
        if (needle.at[i] == ' ') {
            if (!is_blank(text.at[at])) return 0;
            while (at < text.size && is_blank(text.at[at])) at++;
        } else if (!same_letter(needle.at[i], text.at[at++], exact)) {
            return 0;
        }
    }
    return at < text.size && is_letter(text.at[at]) ? 0 : at;
}

bool lint_find_words(struct str text, struct str needle, bool exact, size_t *from, size_t *size) {
    for (size_t at = *from; at < text.size; at++) {
        if (text.at[at] == '{')
            while (at < text.size && text.at[at] != '}') at++;
        if (at > 0 && is_letter(text.at[at - 1])) continue;
        *size = taken(str_slice(text, at, text.size), needle, exact);
        if (!*size) continue;
        *from = at;
        return true;
    }
    return false;
}

struct str lint_where(struct linting *l, uint32_t document, uint32_t line) {
    return str_format(l->arena, "%.*s:%u", STR_ARG(l->policy->documents[document].path), line);
}

void lint_walk(const struct node *node, void (*visit)(void *self, const struct node *node), void *self) {
    visit(self, node);
    for (uint32_t i = 0; i < node->item_count; i++) lint_walk(&node->items[i], visit, self);
    for (uint32_t i = 0; i < node->field_count; i++) lint_walk(&node->fields[i].value, visit, self);
}

/* ---- all of them ------------------------------------------------------------------------------------------------------- */

void lint_run(struct arena *arena, const struct lint_input *input, struct lint_report *out) {
    struct linting l = { .arena = arena, .in = input, .policy = input->policy };
    for (size_t d = 0; d < l.policy->document_count; d++) gather_prose(&l, &l.policy->documents[d]);
    for (size_t i = 0; i < LINT_RULE_COUNT; i++) {
        l.rule = &LINT_RULES[i];
        if (l.rule->find) l.rule->find(&l);
    }
    lint_keep(&l);
    sort_findings(&l);
    *out = (struct lint_report){ .at = l.findings, .count = l.count };
    for (size_t i = 0; i < l.count; i++) {
        out->kept += l.findings[i].kept;
        out->fixable += l.findings[i].fix.there && !l.findings[i].kept;
    }
}

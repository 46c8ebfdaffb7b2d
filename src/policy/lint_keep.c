/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_keep - remarks in a file that say that something is meant as it is:  -- lint: keep RULE: why
 * Owns:  nothing.
 * Must not know: what the rules look for.
 *
 * The remark stands above a declaration or in it, and is about all of that declaration.
 */
#include "policy/lint_priv.h"

#define MARK STR("-- lint:")

struct keep {
    const struct document *document;
    uint32_t order, line, column;
    size_t at, size;            /* of the remark in the source */
    uint32_t from, to;          /* lines of the declaration it is about; to = 0: there is none */
    const struct lint_rule *rule;
    struct str name, why;
    bool used;
};

static bool in_token(const struct document *document, size_t at) {
    for (uint32_t i = 0; i < document->token_count; i++) {
        const struct token *t = &document->tokens[i];
        uintptr_t from = (uintptr_t)t->text.at - (uintptr_t)document->source.at;
        if (t->type == TOKEN_TEXT && at >= from && at < from + t->text.size) return true;
    }
    return false;
}

/* The declaration that a line stands in, else the next one. */
static void find_lines(struct keep *keep) {
    const struct document *document = keep->document;
    for (uint32_t n = 0; n <= document->item_count; n++) {
        const struct node *item = n ? &document->items[n - 1] : document->header;
        uint32_t next = UINT32_MAX, last = 0;
        if (!item) continue;
        for (uint32_t k = 0; k <= document->item_count; k++) {
            const struct node *other = k ? &document->items[k - 1] : document->header;
            if (other && other->line > item->line && other->line < next) next = other->line;
        }
        for (uint32_t t = 0; t < document->token_count; t++)
            if (document->tokens[t].line >= item->line && document->tokens[t].line < next && document->tokens[t].line > last) last = document->tokens[t].line;
        if (last < keep->line || (keep->to && item->line >= keep->from)) continue;
        keep->from = item->line;
        keep->to = last;
    }
}

static void read_words(struct keep *keep, struct str words) {
    struct str verb, rest;
    words = str_trim(words);
    if (!str_cut(words, ' ', &verb, &rest) || !str_is(verb, "keep")) {
        keep->name = words;
        return;
    }
    str_cut(str_trim(rest), ':', &keep->name, &keep->why);
    keep->name = str_trim(keep->name);
    keep->why = keep->why.size && keep->why.at != keep->name.at ? str_trim(keep->why) : (struct str){ 0 };
    keep->rule = lint_find_rule(keep->name);
}

static void read_file(struct linting *l, const struct document *document, uint32_t order, struct keep **list, size_t *count) {
    struct str source = document->source;
    uint32_t line = 1;
    size_t start = 0;
    for (size_t at = 0; at < source.size; at++) {
        if (source.at[at] == '\n') {
            line++;
            start = at + 1;
        }
        if (source.at[at] != '-' || !str_starts(str_slice(source, at, source.size), "-- lint:") || in_token(document, at)) continue;
        size_t end = at;
        while (end < source.size && source.at[end] != '\n' && source.at[end] != '\r') end++;
        struct keep keep = { .document = document, .order = order, .line = line, .column = (uint32_t)(at - start) + 1, .at = at, .size = end - at };
        read_words(&keep, str_slice(source, at + MARK.size, end));
        find_lines(&keep);
        list_add(l->arena, *list, *count, keep);
        at = end - 1;
    }
}

static void apply(struct linting *l, struct keep *keep) {
    for (size_t i = 0; i < l->count; i++) {
        struct lint_finding *finding = &l->findings[i];
        if (finding->document != keep->document || finding->rule != keep->rule || finding->place.line < keep->from || finding->place.line > keep->to) continue;
        finding->kept = keep->used = true;
        finding->why = keep->why;
    }
}

/* The remark, with its whole line when nothing else stands there. */
static struct lint_fix without(const struct keep *keep) {
    struct str source = keep->document->source;
    size_t at = keep->at, end = keep->at + keep->size;
    while (at > 0 && source.at[at - 1] == ' ') at--;
    bool alone = at == 0 || source.at[at - 1] == '\n';
    if (alone && end < source.size && source.at[end] == '\r') end++;
    if (alone && end < source.size && source.at[end] == '\n') end++;
    return (struct lint_fix){ true, at, end - at, (struct str){ 0 } };
}

static void report(struct linting *l, const struct keep *keep, struct str said, bool fix) {
    struct place place = document_place(l->arena, keep->document, keep->line, (struct str){ 0 });
    place.column = keep->column;
    place.width = (uint32_t)MARK.size;
    struct lint_finding *finding = lint_add_to(l, keep->document, keep->order, place, said);
    if (finding && fix) finding->fix = without(keep);
}

/* A rule that was not looked at, or that may come true another day, keeps its remark. */
static bool was_looked_for(const struct linting *l, const struct lint_rule *rule) {
    if (rule->traits & LINT_TIMED || !rule->find) return false;
    return rule->find != lint_impossible_status || l->in->cases;
}

void lint_keep(struct linting *l) {
    struct keep *list = NULL;
    size_t count = 0;
    for (size_t d = 0; d < l->policy->document_count; d++)
        if (lint_wants(l, (uint32_t)d)) read_file(l, &l->policy->documents[d], (uint32_t)d, &list, &count);
    for (size_t d = 0; l->in->cases && d < l->in->cases->document_count; d++)
        read_file(l, &l->in->cases->documents[d], (uint32_t)(l->policy->document_count + d), &list, &count);
    l->rule = lint_find_rule(STR("idle-keep"));
    for (size_t i = 0; i < count; i++)
        if (list[i].rule && list[i].why.size) apply(l, &list[i]);
    for (size_t i = 0; i < count; i++) {
        const struct keep *keep = &list[i];
        struct str name = keep->name;
        if (!keep->rule) report(l, keep, str_format(l->arena, "no rule of lint is called '%.*s': write  -- lint: keep RULE: why", STR_ARG(name)), false);
        else if (!keep->why.size) report(l, keep, str_format(l->arena, "say why: write  -- lint: keep %.*s: why", STR_ARG(name)), false);
        else if (!keep->used && was_looked_for(l, keep->rule)) report(l, keep, str_format(l->arena, "%.*s finds nothing here: this line can go", STR_ARG(name)), true);
    }
}

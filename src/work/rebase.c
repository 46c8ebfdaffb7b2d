/* SPDX-License-Identifier: GPL-3.0-or-later
 * rebase - a school's file against another base policy; see rebase.h.
 * Owns:  nothing.
 * Must not know: what its header leaves to others.
 */
#include "work/rebase.h"

#include <string.h>

#include "policy/mutant.h"
#include "policy/param.h"

const char *rebase_verdict_key(enum rebase_verdict verdict) {
    static const char *const keys[REBASE_VERDICTS] = { "fits", "look_again", "redundant", "moved", "weaker", "gone", "does_not_fit", "new_question" };
    return keys[verdict];
}

bool rebase_blocks(enum rebase_verdict verdict) {
    return verdict == REBASE_WEAKER || verdict == REBASE_GONE || verdict == REBASE_UNFIT;
}

/* ---- the text with other names --------------------------------------------------------------------------------------- */

/* The name that something has in the other base; empty when it kept the one it had. */
static struct str new_name(const struct rebase *r, struct str name) {
    for (uint32_t i = 0; r->renamed && i < r->renamed->field_count; i++) {
        const struct node_field *field = &r->renamed->fields[i];
        if (str_equal(field->key, name) && field->value.type == NODE_TEXT) return field->value.text;
    }
    return (struct str){ 0 };
}

/* Where the header ends: at the first declaration. */
static uint32_t header_end(const struct document *school) {
    uint32_t end = UINT32_MAX;
    for (uint32_t i = 0; i < school->item_count; i++)
        if (school->items[i].line < end && school->items[i].line > school->header->line) end = school->items[i].line;
    return end;
}

static bool is_token(const struct token *token, enum token_type type, const char *text) {
    return token->type == type && str_is(token->text, text);
}

/* What a text of the file becomes. */
static struct str replacement(const struct rebase *r, uint32_t at, uint32_t end) {
    const struct token *t = &r->school->tokens[at];
    bool in_header = t->line >= r->school->header->line && t->line < end;
    if (in_header && at >= 1 && is_token(t - 1, TOKEN_NAME, "amends")) return r->after->id;
    if (in_header && at >= 2 && is_token(t - 1, TOKEN_SIGN, "=") && is_token(t - 2, TOKEN_NAME, "version")) return r->after->version;
    return new_name(r, t->text);
}

struct str rebase_moved(const struct rebase *r) {
    const struct document *school = r->school;
    struct buf out = { 0 };
    uint32_t end = header_end(school);
    size_t at = 0;
    for (uint32_t i = 0; i < school->token_count; i++) {
        const struct token *token = &school->tokens[i];
        if (token->type != TOKEN_TEXT) continue;
        struct str with = replacement(r, i, end);
        size_t from = (size_t)(token->text.at - school->source.at);
        if (!with.size || from < at) continue;
        buf_add(&out, str_slice(school->source, at, from));
        buf_add(&out, with);
        at = from + token->text.size;
    }
    buf_add(&out, str_slice(school->source, at, school->source.size));
    struct str copy = str_copy(r->arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

/* ---- saying ------------------------------------------------------------------------------------------------------------ */

static void say(struct rebase *r, uint32_t line, struct str change, enum rebase_verdict verdict, struct str said) {
    if (r->count == r->room) {
        r->room = r->room ? r->room * 2 : 16;
        struct rebase_finding *wider = arena_array(r->arena, struct rebase_finding, r->room);
        if (r->count) memcpy(wider, r->findings, r->count * sizeof *wider);
        r->findings = wider;
    }
    r->findings[r->count++] = (struct rebase_finding){ line, change, verdict, said };
    if (rebase_blocks(verdict)) r->blocked++;
}

static struct str change_of(struct arena *arena, const struct node *item) {
    return str_format(arena, "%.*s \"%.*s\"", STR_ARG(item->word), STR_ARG(item->id));
}

static struct str last_line_of(struct arena *arena, const char *before, struct str now, struct str was) {
    return str_format(arena, "%s %.*s now, and was %.*s: look again", before, STR_ARG(now), STR_ARG(was));
}

/* ---- what it speaks of ---------------------------------------------------------------------------------------------------- */

static const struct param *find_param(const struct policy *policy, struct str name) {
    for (size_t i = 0; policy && i < policy->param_count; i++)
        if (str_equal(policy->params[i].name, name)) return &policy->params[i];
    return NULL;
}

static const struct option *find_option(const struct policy *policy, struct str name) {
    for (size_t i = 0; policy && i < policy->option_count; i++)
        if (str_equal(policy->options[i].name, name)) return &policy->options[i];
    return NULL;
}

static const struct clause *find_clause(const struct policy *policy, struct str number) {
    int32_t at = policy ? policy_find_clause(policy, number) : -1;
    return at < 0 ? NULL : &policy->clauses[at];
}

static const struct rule_version *newest(const struct policy *policy, struct str name) {
    int32_t at = policy ? policy_find_rule(policy, name) : -1;
    if (at < 0 || !policy->rules[at].version_count) return NULL;
    return &policy->rules[at].versions[policy->rules[at].version_count - 1];
}

/* The clause that a change is about, in one of the bases. */
static struct str clause_of(const struct policy *policy, const struct node *item, struct str target) {
    struct str sort, name;
    bool cut = str_cut(target, '/', &sort, &name);
    if (node_is(item, "choose")) {
        const struct option *option = find_option(policy, target);
        return option ? option->clause : (struct str){ 0 };
    }
    if (cut && str_is(sort, "param")) {
        const struct param *param = find_param(policy, name);
        return param ? param->clause : (struct str){ 0 };
    }
    return sort;
}

/* A value or a rule of the base that is another now; empty when it is the same. */
static struct str base_changed(const struct rebase *r, struct str old, struct str new) {
    struct str sort, name, new_sort, renamed;
    struct arena *arena = r->arena;
    str_cut(old, '/', &sort, &name);
    str_cut(new, '/', &new_sort, &renamed);
    if (str_is(sort, "param")) {
        const struct param *was = find_param(r->before, name), *is = find_param(r->after, renamed);
        if (!was || !is) return (struct str){ 0 };
        struct str a = param_say(arena, was, param_at(was, r->day)), b = param_say(arena, is, param_at(is, r->day));
        return str_equal(a, b) ? (struct str){ 0 } : last_line_of(arena, "the base says", b, a);
    }
    const struct rule_version *was = newest(r->before, old), *is = newest(r->after, new);
    if (!was || !is) return (struct str){ 0 };
    struct str a = policy_say_have(arena, r->before, was, r->day), b = policy_say_have(arena, r->after, is, r->day);
    if (!str_equal(a, b)) return last_line_of(arena, "the rule asks for", b, a);
    a = policy_say_who(arena, r->before, was, r->day), b = policy_say_who(arena, r->after, is, r->day);
    if (!str_equal(a, b)) return last_line_of(arena, "the rule is about", b, a);
    a = policy_say_window(arena, r->before, &was->when, r->day), b = policy_say_window(arena, r->after, &is->when, r->day);
    return str_equal(a, b) ? (struct str){ 0 } : last_line_of(arena, "the rule's time is", b, a);
}

static struct str reworded(const struct rebase *r, const struct node *item, struct str target) {
    const struct clause *was = find_clause(r->before, clause_of(r->before, item, item->id)), *is = find_clause(r->after, clause_of(r->after, item, target));
    if (!was || !is || (str_equal(was->text_written, is->text_written) && str_equal(was->title_written, is->title_written))) return (struct str){ 0 };
    return str_format(r->arena, "clause %.*s was reworded in %.*s: look again", STR_ARG(is->number), STR_ARG(r->after->id));
}

/* ---- what merging said ----------------------------------------------------------------------------------------------------- */

/* The first line of the declaration after this one. */
static uint32_t item_end(const struct document *document, const struct node *item) {
    uint32_t end = UINT32_MAX;
    for (uint32_t i = 0; i < document->item_count; i++)
        if (document->items[i].line > item->line && document->items[i].line < end) end = document->items[i].line;
    return end;
}

static const struct problem *error_in(const struct problems *problems, const struct document *document, const struct node *item) {
    uint32_t end = item_end(document, item);
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *p = &problems->at[i];
        if (p->severity == SEVERITY_ERROR && str_equal(p->place.file, document->path) && p->place.line >= item->line && p->place.line < end) return p;
    }
    return NULL;
}

static void say_error(struct rebase *r, const struct node *item, const struct problem *problem) {
    enum rebase_verdict verdict = problem->code == CODE_UNKNOWN_TARGET ? REBASE_GONE : problem->code == CODE_NOT_STRICTER ? REBASE_WEAKER : REBASE_UNFIT;
    static const char *const words[REBASE_VERDICTS] = { [REBASE_GONE] = "gone", [REBASE_WEAKER] = "weaker now", [REBASE_UNFIT] = "does not fit" };
    struct str next = str_starts(problem->next, "To read more") ? (struct str){ 0 } : problem->next;
    struct str said = str_format(r->arena, "%s: %.*s%s%.*s", words[verdict], STR_ARG(problem->said), next.size ? " " : "", STR_ARG(next));
    if (verdict == REBASE_GONE && node_is(item, "adopt"))
        said = str_format(r->arena, "gone: %.*s has no such update; take the line out if it says the same itself", STR_ARG(r->after->id));
    say(r, item->line, change_of(r->arena, item), verdict, said);
}

/* ---- without it -------------------------------------------------------------------------------------------------------------- */

static const struct policy *merged(struct rebase *r, const struct document *documents, size_t count, const struct policy_set *set, const struct kinds *kinds) {
    struct problems ignored = { .arena = r->arena };
    struct policy_set other = *set;
    struct policy *policy;
    other.documents = documents;
    other.document_count = count;
    return policy_merge(r->arena, &other, kinds, r->day, &policy, &ignored) ? policy : NULL;
}

static bool same_param(const struct policy *a, const struct policy *b, struct str name, struct arena *arena) {
    const struct param *x = find_param(a, name), *y = find_param(b, name);
    if (!x || !y) return false;
    for (size_t i = 0; i < x->step_count; i++)
        if (!str_equal(param_say(arena, x, &x->steps[i]), param_say(arena, y, param_at(y, x->steps[i].from)))) return false;
    for (size_t i = 0; i < y->step_count; i++)
        if (!str_equal(param_say(arena, y, &y->steps[i]), param_say(arena, x, param_at(x, y->steps[i].from)))) return false;
    return true;
}

/* What the policy asks is the same without the change; empty when it is not. */
static struct str redundant(struct rebase *r, const struct policy *with, const struct policy *without, const struct node *item) {
    struct str sort, name;
    if (!with || !without) return (struct str){ 0 };
    str_cut(item->id, '/', &sort, &name);
    if (str_is(sort, "param") && same_param(with, without, name, r->arena)) {
        const struct param *param = find_param(without, name);
        return str_format(r->arena, "redundant: the base now says %.*s", STR_ARG(param_say(r->arena, param, param_at(param, r->day))));
    }
    return with->hash == without->hash ? STR("redundant: the base says the same") : (struct str){ 0 };
}

static bool may_be_redundant(const struct node *item) {
    return node_is(item, "amend") || node_is(item, "drop") || node_is(item, "relax");
}

/* ---- all ------------------------------------------------------------------------------------------------------------------------ */

/* A change that merges: what somebody should know before it is kept. */
static void judge_one(struct rebase *r, const struct node *was, const struct node *item, struct str spare) {
    struct str moved = str_equal(was->id, item->id) ? (struct str){ 0 } : item->id, change = change_of(r->arena, was);
    size_t before = r->count;
    if (moved.size) say(r, was->line, change, REBASE_MOVED, str_format(r->arena, "moved to %.*s (renamed): rewritten with --write", STR_ARG(moved)));
    if (spare.size) say(r, was->line, change, REBASE_REDUNDANT, spare);
    struct str said = reworded(r, was, item->id);
    if (said.size) say(r, was->line, change, REBASE_LOOK, said);
    said = spare.size || node_is(item, "choose") ? (struct str){ 0 } : base_changed(r, was->id, item->id);
    if (said.size) say(r, was->line, change, REBASE_LOOK, said);
    if (r->count == before) r->fit++;
}

static void say_new_questions(struct rebase *r) {
    for (size_t i = 0; r->before && i < r->after->option_count; i++) {
        const struct option *option = &r->after->options[i];
        bool answered = find_option(r->before, option->name) != NULL;
        for (uint32_t k = 0; k < r->school->item_count; k++)
            answered = answered || (node_is(&r->school->items[k], "choose") && str_equal(r->school->items[k].id, option->name));
        if (!answered)
            say(r, 0, str_format(r->arena, "choose \"%.*s\"", STR_ARG(option->name)), REBASE_NEW, str_format(r->arena, "new question: %.*s", STR_ARG(option->asks)));
    }
}

void rebase_judge(struct rebase *r, const struct policy_set *moved, uint32_t document, const struct kinds *kinds, const struct problems *problems) {
    const struct document *school = &moved->documents[document];
    const struct document *fitting = moved->documents;
    bool known = school->item_count == r->school->item_count; /* the same declarations, with other names in them */
    for (uint32_t i = school->item_count; i > 0; i--) /* backwards: places of those before stay */
        if (error_in(problems, school, &school->items[i - 1])) fitting = mutant_without(r->arena, fitting, moved->document_count, document, i - 1);
    const struct policy *with = merged(r, fitting, moved->document_count, moved, kinds);
    uint32_t left = 0;
    for (uint32_t i = 0; i < school->item_count; i++) {
        const struct node *item = &school->items[i], *was = known ? &r->school->items[i] : item;
        const struct problem *problem = error_in(problems, school, item);
        r->changes++;
        if (problem) {
            say_error(r, was, problem);
            continue;
        }
        struct str spare = { 0 };
        if (may_be_redundant(item))
            spare = redundant(r, with, merged(r, mutant_without(r->arena, fitting, moved->document_count, document, left), moved->document_count, moved, kinds), item);
        judge_one(r, was, item, spare);
        left++;
    }
    say_new_questions(r);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * scope - plain values and names of definitions out of nodes, and problems with their place.
 * Owns:  nothing.
 * Must not know: amendments, the laws of merging.
 */
#include "policy/scope.h"

#include <math.h>
#include <string.h>

#include "base/guess.h"

void *list_room(struct arena *arena, void *at, size_t count, size_t size) {
    if (at && (count < 4 || (count & (count - 1)) != 0)) return at;
    void *wider = arena_alloc_array(arena, count < 4 ? 4 : count * 2, size);
    if (count) memcpy(wider, at, count * size);
    return wider;
}

/* A dotted amendment is written "who.days_on_roll"; a problem is about its last part. */
static struct place place_of(struct scope *scope, const struct node *at, struct str token) {
    if (!at || at->document >= scope->document_count) return (struct place){ 0 };
    const struct document *document = &scope->documents[at->document];
    struct place place = document_place(scope->arena, document, at->line, token);
    if (place.column || !token.size) return place;
    for (uint32_t i = 0; i < document->token_count; i++) {
        const struct token *t = &document->tokens[i];
        if (t->line < at->line || t->text.size <= token.size + 1) continue;
        size_t from = t->text.size - token.size;
        if (t->text.at[from - 1] == '.' && str_equal(str_slice(t->text, from, t->text.size), token))
            return document_place(scope->arena, document, t->line, t->text);
    }
    return place;
}

static bool said_before(const struct problems *list, enum code code, const struct place *place, struct str said) {
    for (size_t i = 0; i < list->count; i++) {
        const struct problem *p = &list->at[i];
        if (p->code == code && p->place.line == place->line && p->place.column == place->column
            && str_equal(p->place.file, place->file) && str_equal(p->said, said))
            return true;
    }
    return false;
}

bool scope_say(struct scope *scope, enum code code, enum severity severity, const struct node *at, struct str token,
               struct str next, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str said = str_vformat(scope->arena, format, args);
    va_end(args);
    struct place place = place_of(scope, at, token);
    if (!next.size) next = str_format(scope->arena, "To read more:  help %s", code_name(code));
    if (!said_before(scope->problems, code, &place, said))
        problem_add(scope->problems, code, severity, place, str_c(scope->arena, next), "%.*s", STR_ARG(said));
    return false;
}

struct str scope_describe(struct scope *scope, const struct node *node) {
    if (node && node->type == NODE_CALL)
        return str_format(scope->arena, node->field_count || !node->item_count ? "%.*s {}" : "%.*s()",
                          STR_ARG(node->word));
    if (node && node->type == NODE_REF)
        return str_format(scope->arena, "%.*s.%.*s", STR_ARG(node->word), STR_ARG(node->id));
    if (node && node->type == NODE_TEXT) return str_format(scope->arena, "the text '%.*s'", STR_ARG(node->text));
    if (node && node->type == NODE_WHOLE) return str_format(scope->arena, "the number %lld", (long long)node->whole);
    return str_from(node_type_name(node));
}

struct str scope_token(struct scope *scope, const struct node *node) {
    if (!node) return NO_HINT;
    switch (node->type) {
    case NODE_TEXT:
        return node->text;
    case NODE_WHOLE:
        return str_format(scope->arena, "%lld", (long long)(node->whole < 0 ? -node->whole : node->whole));
    case NODE_CALL:
        return node->word;
    case NODE_REF:
        return node->id.size ? node->id : node->word;
    case NODE_BOOL:
        return node->yes ? STR("true") : STR("false");
    case NODE_NONE:
    case NODE_NUMBER:
    case NODE_TABLE:
    case NODE_FUNCTION:
        break;
    }
    return NO_HINT;
}

struct str scope_where(struct scope *scope, const struct node *node) {
    const struct document *document = &scope->documents[node->document];
    return str_format(scope->arena, "%.*s:%u", STR_ARG(document->path), (unsigned)node->line);
}

bool scope_is_word(const struct node *node, const char *word) {
    if (!node || node->item_count || node->field_count) return false;
    if (node->type != NODE_CALL && node->type != NODE_REF) return false;
    return str_is(node->word, word) || (!node->word.size && str_is(node->id, word));
}

const struct node *scope_parts(const struct node *node, uint32_t *count) {
    if (node->type == NODE_CALL && node->item_count == 1 && node->items[0].type == NODE_TABLE
        && node->items[0].field_count == 0 && node->field_count == 0)
        node = &node->items[0];
    *count = node->item_count;
    return node->items;
}

bool scope_wrong(struct scope *scope, const struct node *node, const char *where, const char *what) {
    struct str found = scope_describe(scope, node);
    return scope_error(scope, CODE_WRONG_TYPE, node, scope_token(scope, node), NO_HINT,
                       "'%s' must be %s, and this is %.*s.", where, what, STR_ARG(found));
}

bool scope_text(struct scope *scope, const struct node *node, const char *where, struct str *out) {
    if (node->type != NODE_TEXT) return scope_wrong(scope, node, where, "a text");
    *out = node->text;
    return true;
}

bool scope_flag(struct scope *scope, const struct node *node, const char *where, bool *out) {
    if (node->type != NODE_BOOL) return scope_wrong(scope, node, where, "true or false");
    *out = node->yes;
    return true;
}

bool scope_whole(struct scope *scope, const struct node *node, const char *where, int64_t least, int64_t most,
                 int64_t *out) {
    if (node->type != NODE_WHOLE) return scope_wrong(scope, node, where, "a whole number");
    if (node->whole < least || node->whole > most)
        return scope_error(scope, CODE_BAD_CHOICE, node, scope_token(scope, node), NO_HINT,
                           "'%s' must be from %lld to %lld, and this is %lld.", where, (long long)least,
                           (long long)most, (long long)node->whole);
    *out = node->whole;
    return true;
}

bool scope_minutes(struct scope *scope, const struct node *node, const char *where, int64_t *out) {
    double hours = node->type == NODE_WHOLE ? (double)node->whole : node->number;
    if (node->type != NODE_WHOLE && node->type != NODE_NUMBER)
        return scope_wrong(scope, node, where, "a number of hours");
    if (!(hours >= 0 && hours <= 100000))
        return scope_error(scope, CODE_BAD_CHOICE, node, scope_token(scope, node), NO_HINT,
                           "'%s' must be from 0 to 100000 hours.", where);
    double minutes = hours * 60.0;
    if (fabs(minutes - round(minutes)) > 1e-6)
        return scope_error(scope, CODE_BAD_CHOICE, node, scope_token(scope, node),
                           STR("Write hours in steps of a minute: 1.5 is 90 minutes."),
                           "'%s' must be a whole number of minutes.", where);
    *out = (int64_t)llround(minutes);
    return true;
}

bool scope_date(struct scope *scope, const struct node *node, const char *where, struct date *out) {
    if (node->type != NODE_TEXT) return scope_wrong(scope, node, where, "a date such as \"2026-09-01\"");
    if (date_parse_iso(node->text, out)) return true;
    return scope_error(scope, CODE_BAD_DATE, node, node->text, STR("Write it as \"2026-09-01\": year, month, day."),
                       "'%.*s' is not a date.", STR_ARG(node->text));
}

static bool two_digits(struct str text, size_t at, int *out) {
    if (at + 2 > text.size) return false;
    int tens = text.at[at] - '0', ones = text.at[at + 1] - '0';
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return false;
    *out = tens * 10 + ones;
    return true;
}

bool scope_month_day(struct scope *scope, const struct node *node, const char *where, struct month_day *out) {
    if (node->type != NODE_TEXT) return scope_wrong(scope, node, where, "a day of the year such as \"08-31\"");
    int month, day;
    struct date date;
    if (node->text.size == 5 && node->text.at[2] == '-' && two_digits(node->text, 0, &month)
        && two_digits(node->text, 3, &day) && date_make(2024, month, day, &date)) {
        *out = (struct month_day){ .month = month, .day = day };
        return true;
    }
    return scope_error(scope, CODE_BAD_DATE, node, node->text, STR("Write it as \"08-31\": month, day."),
                       "'%.*s' is not a day of the year.", STR_ARG(node->text));
}

static bool wrong_years(struct scope *scope, const struct node *node, const char *where) {
    struct str found = scope_describe(scope, node);
    return scope_error(scope, CODE_WRONG_TYPE, node, scope_token(scope, node), STR("Write  years(7, 13)  with the first year group and the last."),
                       "'%s' must be years(first, last), and this is %.*s.", where, STR_ARG(found));
}

bool scope_years(struct scope *scope, const struct node *node, const char *where, int64_t *out) {
    int64_t low = 0, high = 0;
    if (node->type == NODE_WHOLE) {
        if (node->whole < 0 || node->whole > 20) return wrong_years(scope, node, where);
        low = node->whole;
        *out = INT64_C(1) << low;
        return true;
    }
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    if (node_is(node, "years")) {
        if (count != 2) return wrong_years(scope, node, where);
        if (!scope_whole(scope, &parts[0], "years", 0, 20, &low)) return false;
        if (!scope_whole(scope, &parts[1], "years", 0, 20, &high)) return false;
        if (low > high)
            return scope_error(scope, CODE_BAD_CHOICE, node, scope_token(scope, node),
                               STR("Write the lower year group first."), "years(%lld, %lld) holds no year group.",
                               (long long)low, (long long)high);
        *out = 0;
        for (int64_t year = low; year <= high; year++) *out |= INT64_C(1) << year;
        return true;
    }
    if (node->type != NODE_TABLE && !node_is(node, "among"))
        return wrong_years(scope, node, where);
    *out = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!scope_whole(scope, &parts[i], where, 0, 20, &low)) return false;
        *out |= INT64_C(1) << low;
    }
    return true;
}

bool scope_operand(struct scope *scope, const struct node *node, const char *where, bool hours, struct operand *out) {
    *out = operand_of(0);
    if (node->type == NODE_REF) {
        int32_t param = scope_param(scope, node);
        if (param < 0) return false;
        enum param_type type = scope->policy->params[param].type;
        if (type != (hours ? PARAM_HOURS : PARAM_WHOLE))
            return scope_error(scope, CODE_WRONG_TYPE, node, node->id, NO_HINT,
                               "'%s' needs a parameter of type \"%s\", and %.*s is of another.", where,
                               hours ? "hours" : "whole", STR_ARG(node->id));
        out->param = param;
        return true;
    }
    if (hours) return scope_minutes(scope, node, where, &out->value);
    return scope_whole(scope, node, where, 0, 1000000, &out->value);
}

bool scope_span(struct scope *scope, const struct node *node, const char *where, bool negative, struct span *out) {
    static const char *const words[] = { "days", "school_days", "months" };
    int unit = -1;
    for (int i = 0; i < 3; i++)
        if (node_is(node, words[i])) unit = i;
    uint32_t count = 0;
    const struct node *parts = unit < 0 ? NULL : scope_parts(node, &count);
    if (unit < 0 || count != 1) return scope_wrong(scope, node, where, "days(n), school_days(n) or months(n)");
    *out = (struct span){ .unit = (enum span_unit)unit, .n = operand_of(0) };
    if (parts[0].type == NODE_REF) return scope_operand(scope, &parts[0], words[unit], false, &out->n);
    return scope_whole(scope, &parts[0], words[unit], negative ? -3660 : 0, 36600, &out->n.value);
}

int scope_choice(struct scope *scope, const struct node *node, const char *where, const char *const *names, int count) {
    struct str text, known[16];
    bug_if(count > 16);
    if (!scope_text(scope, node, where, &text)) return -1;
    struct buf list = { 0 };
    for (int i = 0; i < count; i++) {
        if (str_is(text, names[i])) {
            buf_free(&list);
            return i;
        }
        known[i] = str_from(names[i]);
        buf_printf(&list, "%s\"%s\"", i == 0 ? "" : i + 1 == count ? " or " : ", ", names[i]);
    }
    struct str hint = guess_hint(scope->arena, text, known, (size_t)count);
    scope_error(scope, CODE_BAD_CHOICE, node, text, hint, "'%s' must be %s, and this is \"%.*s\".", where,
                list.at ? list.at : "", STR_ARG(text));
    buf_free(&list);
    return -1;
}

/* Names at a fixed distance in an array of definitions. */
static struct str hint_in(struct scope *scope, struct str word, const void *first, size_t count, size_t size) {
    struct str *names = arena_array(scope->arena, struct str, count);
    for (size_t i = 0; i < count; i++) memcpy(&names[i], (const char *)first + i * size, sizeof names[i]);
    return guess_hint(scope->arena, word, names, count);
}

int32_t scope_role(struct scope *scope, const struct node *node) {
    const struct policy *policy = scope->policy;
    if (node->type != NODE_REF || !str_is(node->word, "role")) {
        scope_wrong(scope, node, "owner", "a role such as role.tutor");
        return -1;
    }
    int32_t found = policy_find_role(policy, node->id);
    if (found < 0) {
        struct str hint = policy->role_count ? hint_in(scope, node->id, &policy->roles[0].key, policy->role_count,
                                                       sizeof policy->roles[0])
                                             : NO_HINT;
        scope_error(scope, CODE_UNKNOWN_ROLE, node, node->id, hint, "There is no role called '%.*s'.",
                    STR_ARG(node->id));
    }
    return found;
}

int32_t scope_plan(struct scope *scope, const struct node *node) {
    const struct policy *policy = scope->policy;
    if (node->type != NODE_REF || !str_is(node->word, "plan")) {
        scope_wrong(scope, node, "remind", "a plan such as plan.standard");
        return -1;
    }
    for (size_t i = 0; i < policy->plan_count; i++)
        if (str_equal(policy->plans[i].name, node->id)) return (int32_t)i;
    struct str hint = policy->plan_count ? hint_in(scope, node->id, &policy->plans[0].name, policy->plan_count,
                                                   sizeof policy->plans[0])
                                         : NO_HINT;
    scope_error(scope, CODE_UNKNOWN_PLAN, node, node->id, hint, "There is no reminder plan called '%.*s'.",
                STR_ARG(node->id));
    return -1;
}

int32_t scope_find_param(const struct scope *scope, struct str name) {
    const struct policy *policy = scope->policy;
    for (size_t i = 0; i < policy->param_count; i++)
        if (str_equal(policy->params[i].name, name)) return (int32_t)i;
    return -1;
}

int32_t scope_param(struct scope *scope, const struct node *node) {
    const struct policy *policy = scope->policy;
    if (node->type != NODE_REF || !str_is(node->word, "p")) {
        scope_wrong(scope, node, "value", "a number or a parameter such as p.keep_years");
        return -1;
    }
    int32_t found = scope_find_param(scope, node->id);
    if (found < 0) {
        struct str hint = policy->param_count ? hint_in(scope, node->id, &policy->params[0].name, policy->param_count,
                                                        sizeof policy->params[0])
                                              : NO_HINT;
        scope_error(scope, CODE_UNKNOWN_PARAM, node, node->id, hint, "There is no parameter called '%.*s'.",
                    STR_ARG(node->id));
    }
    return found;
}

int32_t scope_decision(struct scope *scope, const struct node *node) {
    const struct policy *policy = scope->policy;
    if (node->type != NODE_REF || !str_is(node->word, "decide")) {
        scope_wrong(scope, node, "bind", "a decision table such as decide.share_level");
        return -1;
    }
    for (size_t i = 0; i < policy->decision_count; i++)
        if (str_equal(policy->decisions[i].name, node->id)) return (int32_t)i;
    struct str hint = policy->decision_count
                          ? hint_in(scope, node->id, &policy->decisions[0].name, policy->decision_count,
                                    sizeof policy->decisions[0])
                          : NO_HINT;
    scope_error(scope, CODE_UNKNOWN_TABLE, node, node->id, hint, "There is no decision table called '%.*s'.",
                STR_ARG(node->id));
    return -1;
}

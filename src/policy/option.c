/* SPDX-License-Identifier: GPL-3.0-or-later
 * option - the questions a policy puts to every school, and what an answer changes.
 * Owns:  nothing.
 * Must not know: rules.
 */
#include "base/guess.h"
#include "policy/merge_priv.h"
#include "policy/param.h"

static bool unknown_option(struct merging *m, const struct node *call) {
    struct str *names = arena_array(m->scope.arena, struct str, m->item_count);
    size_t count = 0;
    for (size_t i = 0; i < m->item_count; i++)
        if (m->items[i].type == ITEM_OPTION) names[count++] = m->items[i].name;
    return scope_error(&m->scope, CODE_UNKNOWN_TARGET, call, call->id,
                       guess_hint(m->scope.arena, call->id, names, count), "The policy asks no question called '%.*s'.",
                       STR_ARG(call->id));
}

static bool asked_once(struct merging *m, const struct node *call, size_t item) {
    for (size_t i = 0; i < m->choice_count; i++) {
        if (m->choices[i].item != item) continue;
        struct str where = scope_where(&m->scope, m->choices[i].node);
        return scope_error(&m->scope, CODE_MERGE_CONFLICT, call, call->id, STR("Keep one of the two answers."),
                           "'%.*s' is also answered at %.*s; one of the two must go.", STR_ARG(call->id),
                           STR_ARG(where));
    }
    return true;
}

static size_t clause_of(struct merging *m, size_t option) {
    const struct node *clause = node_field(m->items[option].node, "clause");
    size_t found = clause && clause->type == NODE_TEXT ? merging_find(m, ITEM_CLAUSE, clause->text) : NO_ITEM;
    if (found == NO_ITEM)
        scope_error(&m->scope, CODE_UNKNOWN_TARGET, m->items[option].node,
                    clause && clause->type == NODE_TEXT ? clause->text : m->items[option].name, NO_HINT,
                    "The question '%.*s' names no clause of the policy.", STR_ARG(m->items[option].name));
    return found;
}

/* keep, drop, reword, add, none. */
static void choose_one(struct merging *m, struct op op, size_t option, const struct node *choices,
                       const struct node *answer) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(choices, &count);
    struct str *names = arena_array(m->scope.arena, struct str, count), text;
    bool known = false;
    if (!scope_text(&m->scope, answer, str_c(m->scope.arena, m->items[option].name), &text)) return;
    for (uint32_t i = 0; i < count; i++) {
        names[i] = parts[i].text;
        known = known || str_equal(parts[i].text, text);
    }
    if (!known) {
        struct buf list = { 0 };
        for (uint32_t i = 0; i < count; i++)
            buf_printf(&list, "%s\"%.*s\"", i == 0 ? "" : i + 1 == count ? " or " : ", ", STR_ARG(names[i]));
        scope_error(&m->scope, CODE_BAD_CHOICE, answer, text, guess_hint(m->scope.arena, text, names, count),
                    "'%.*s' can be answered with %s.", STR_ARG(m->items[option].name), list.at ? list.at : "nothing");
        buf_free(&list);
        return;
    }
    bool drop = str_is(text, "drop"), reword = str_is(text, "reword");
    if (!drop && !reword) return;
    op.item = clause_of(m, option);
    if (op.item == NO_ITEM) return;
    if (drop) {
        op.action = OP_DROP;
        op_add(m, op);
        return;
    }
    op.field = STR("text");
    op.value = node_field(op.node, "text");
    if (op.value)
        op_add(m, op);
    else
        scope_error(&m->scope, CODE_INCOMPLETE, op.node, op.node->id,
                    STR("Add text = [[ ... ]] with the school's own words."),
                    "The answer \"reword\" needs the new text.");
}

static void choose_value(struct merging *m, struct op op, size_t option, const struct node *sets,
                         const struct node *answer) {
    struct str target, kind, name, field;
    if (!scope_text(&m->scope, sets, "sets", &target)) return;
    bool slash = str_cut(target, '/', &kind, &name);
    op.value = answer;
    if (slash && str_is(kind, "param")) {
        op.item = merging_find(m, ITEM_PARAM, name);
        op.action = OP_TIGHTEN;
        op.field = STR("values");
    } else if (slash && str_is(kind, "role") && str_cut(name, '.', &name, &field) && str_is(field, "title")) {
        op.item = merging_find(m, ITEM_ROLE, name);
        op.field = STR("title");
    }
    if (op.item == NO_ITEM)
        scope_error(&m->scope, CODE_UNKNOWN_TARGET, sets, target, NO_HINT,
                    "The question '%.*s' sets '%.*s', and nothing is called so.", STR_ARG(m->items[option].name),
                    STR_ARG(target));
    else
        op_add(m, op);
}

void option_choose(struct merging *m, const struct source *source, const struct node *call) {
    size_t option = merging_find(m, ITEM_OPTION, call->id);
    if (source->at->layer != LAYER_SCHOOL) {
        scope_error(&m->scope, CODE_NOT_OPEN, call, call->word, STR("Change the policy with amend."),
                    "Only a school answers questions with choose.");
        return;
    }
    merging_need_reason(m, call);
    if (option == NO_ITEM) {
        unknown_option(m, call);
        return;
    }
    if (!asked_once(m, call, option)) return;
    struct choice choice = { .item = option, .node = call, .source = source };
    list_add(m->scope.arena, m->choices, m->choice_count, choice);
    if (call->item_count != 1) {
        scope_error(&m->scope, CODE_INCOMPLETE, call, call->id,
                    STR("Write the answer first: choose \"...\" { \"keep\", reason = \"...\" }."),
                    "'%.*s' needs one answer.", STR_ARG(call->id));
        return;
    }
    const struct node *sets = node_field(m->items[option].node, "sets"),
                      *choices = node_field(m->items[option].node, "choices");
    const struct node *elsewhere = node_field(m->items[option].node, "answered_by");
    struct op op = { .action = OP_SET,
                     .node = call,
                     .source = source,
                     .item = NO_ITEM,
                     .from = source->from,
                     .answers = true,
                     .origin = merging_origin(m, source, call) };
    if (elsewhere && elsewhere->type == NODE_TEXT)
        scope_error(&m->scope, CODE_BAD_CHOICE, call, call->id, NO_HINT, "'%.*s' is answered in the %.*s, not here.",
                    STR_ARG(call->id), STR_ARG(elsewhere->text));
    else if (sets)
        choose_value(m, op, option, sets, &call->items[0]);
    else if (choices)
        choose_one(m, op, option, choices, &call->items[0]);
}

/* ---- the policy's own list ---- */

static struct str answer_text(struct merging *m, const struct node *answer) {
    int64_t mask;
    if (answer->type == NODE_TEXT) return answer->text;
    if (node_is(answer, "years") && scope_years(&m->scope, answer, "years", &mask))
        return years_say(m->scope.arena, mask);
    struct buf out = { 0 };
    if (answer->type == NODE_TABLE) {
        for (uint32_t i = 0; i < answer->item_count; i++)
            if (answer->items[i].type == NODE_TEXT)
                buf_printf(&out, "%s%.*s", i ? ", " : "", STR_ARG(answer->items[i].text));
    } else {
        node_print(&out, answer);
    }
    struct str text = str_copy(m->scope.arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str option_text(struct merging *m, const struct node *option, const char *key) {
    struct str text = NO_HINT;
    const struct node *value = node_field(option, key);
    if (value && !scope_text(&m->scope, value, key, &text)) return NO_HINT;
    return text;
}

static void find_answer(struct merging *m, size_t item, struct option *out) {
    struct str elsewhere = option_text(m, m->items[item].node, "answered_by");
    for (size_t i = 0; i < m->choice_count; i++) {
        const struct choice *choice = &m->choices[i];
        if (choice->item != item || choice->node->item_count != 1) continue;
        out->answered = true;
        out->answer = answer_text(m, &choice->node->items[0]);
        out->answered_at = merging_origin(m, choice->source, choice->node);
    }
    if (!m->school || !elsewhere.size) return;
    if (!str_is(elsewhere, "header")) { /* people.lua: who holds a role is not ours to know */
        out->answered = true;
        return;
    }
    const struct node *header = m->school->at->header, *value = node_field(header, str_c(m->scope.arena, out->name));
    if (!value) return;
    out->answered = true;
    out->answer = answer_text(m, value);
    out->answered_at = merging_origin(m, m->school, header);
}

void merging_options(struct merging *m) {
    struct policy *policy = m->scope.policy;
    struct option *options = NULL;
    size_t count = 0;
    for (size_t i = 0; i < m->item_count; i++) {
        const struct item *item = &m->items[i];
        if (item->type != ITEM_OPTION) continue;
        struct option option = { .name = item->name,
                                 .clause = option_text(m, item->node, "clause"),
                                 .asks = option_text(m, item->node, "asks"),
                                 .advice = option_text(m, item->node, "advice"),
                                 .sets = option_text(m, item->node, "sets"),
                                 .origin = item->origin };
        find_answer(m, i, &option);
        if (m->school && !option.answered) {
            const struct node *header = m->school->at->header;
            struct str next = str_format(m->scope.arena, "Answer it with  choose \"%.*s\" { ..., reason = \"...\" }",
                                         STR_ARG(option.name));
            scope_say(&m->scope, CODE_QUESTION_UNANSWERED, SEVERITY_WARNING, header, header->word, next,
                      "The question '%.*s' is not answered: %.*s", STR_ARG(option.name), STR_ARG(option.asks));
        }
        list_add(m->scope.arena, options, count, option);
        for (size_t to = count - 1; to > 0; to--) { /* by clause, then name */
            int order = clause_compare(options[to - 1].clause, option.clause);
            if (order < 0 || (order == 0 && str_compare(options[to - 1].name, option.name) < 0)) break;
            options[to] = options[to - 1];
            options[to - 1] = option;
        }
    }
    policy->options = options;
    policy->option_count = count;
}

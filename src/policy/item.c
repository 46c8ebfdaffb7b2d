/* SPDX-License-Identifier: GPL-3.0-or-later
 * item - what the documents of a merge declare, by type and name; and the target that an amendment names.
 * Owns:  nothing.
 * Must not know: what the declarations mean.
 */
#include "base/guess.h"
#include "policy/merge_priv.h"

static const struct {
    const char *word;
    enum item_type type;
} WORDS[] = {
    { "section", ITEM_SECTION },       { "clause", ITEM_CLAUSE }, { "for_reading", ITEM_CLAUSE },
    { "reading", ITEM_READING },       { "role", ITEM_ROLE },     { "param", ITEM_PARAM },
    { "option", ITEM_OPTION },         { "plan", ITEM_PLAN },     { "phase", ITEM_PHASE },
    { "transition", ITEM_TRANSITION }, { "one_answer", ITEM_TABLE },
};

const char *item_type_name(enum item_type type) {
    static const char *const names[] = { "section",   "clause", "rule", "reading", "role",
                                         "parameter", "option", "plan", "phase",   "transition",
                                         "decision table" };
    return names[type];
}

size_t merging_find(const struct merging *m, enum item_type type, struct str name) {
    for (size_t i = 0; i < m->item_count; i++)
        if (m->items[i].type == type && str_equal(m->items[i].name, name)) return i;
    return NO_ITEM;
}

static size_t add_item(struct merging *m, struct item item) {
    size_t found = merging_find(m, item.type, item.name);
    if (found != NO_ITEM) {
        struct str token = item.node->id, where = scope_where(&m->scope, m->items[found].node);
        scope_error(&m->scope, CODE_DUPLICATE, item.node, token, STR("Give one of the two another name."),
                    "There are two %ss called '%.*s'; the other is at %.*s.", item_type_name(item.type),
                    STR_ARG(item.name), STR_ARG(where));
        return NO_ITEM;
    }
    list_add(m->scope.arena, m->items, m->item_count, item);
    return m->item_count - 1;
}

bool merging_is_rule(const struct node *node) {
    for (int force = FORCE_MUST; force <= FORCE_SHOULD_NOT; force++)
        if (node_is(node, force_name((enum force)force))) return true;
    return node_is(node, "attest") || node_is(node, "measure") || node_is(node, "keep");
}

static void unknown_word(struct merging *m, const struct node *node) {
    scope_error(&m->scope, CODE_UNKNOWN_WORD, node, scope_token(&m->scope, node), NO_HINT, "%.*s can not stand here.",
                STR_ARG(scope_describe(&m->scope, node)));
}

static void add_rules(struct merging *m, size_t clause) {
    const struct node *node = m->items[clause].node;
    struct str number = m->items[clause].name;
    size_t source = m->items[clause].source;
    for (uint32_t i = 0; i < node->item_count; i++) {
        const struct node *rule = &node->items[i];
        if (!merging_is_rule(rule)) {
            unknown_word(m, rule);
            continue;
        }
        if (!rule->id.size) {
            scope_error(&m->scope, CODE_INCOMPLETE, rule, rule->word,
                        STR("Write a short name after the verb: must \"plan-on-entry\" { ... }"),
                        "A rule of clause %.*s has no name.", STR_ARG(number));
            continue;
        }
        struct item item = { .type = ITEM_RULE,
                             .name = str_format(m->scope.arena, "%.*s/%.*s", STR_ARG(number), STR_ARG(rule->id)),
                             .node = rule,
                             .source = source,
                             .clause = clause,
                             .since = DATE_FIRST };
        item.origin = merging_origin(m, &m->sources[source], rule);
        add_item(m, item);
    }
}

/* What a layer may define: a school's own names change nothing of the policy, its text would. */
static bool layer_defines(enum layer layer, enum item_type type) {
    if (layer != LAYER_SCHOOL && layer != LAYER_OVERLAY_PUPILS) return true;
    return type == ITEM_ROLE || type == ITEM_PLAN || type == ITEM_PARAM || type == ITEM_PHASE
           || type == ITEM_TRANSITION;
}

static void read_item(struct merging *m, size_t source, const struct node *node) {
    static const char *const changes[] = { "amend", "drop", "add", "choose", "adopt", "relax" };
    for (size_t i = 0; i < COUNT_OF(changes); i++)
        if (node_is(node, changes[i])) return;
    for (size_t w = 0; w < COUNT_OF(WORDS); w++) {
        if (!node_is(node, WORDS[w].word)) continue;
        enum item_type type = WORDS[w].type;
        /* whom every rule counts is the policy's to say */
        bool counted = type == ITEM_PARAM && str_is(node->id, "counted_enrolments");
        enum layer layer = m->sources[source].at->layer;
        if (!layer_defines(layer, type) || (layer == LAYER_SCHOOL && counted)) {
            scope_error(&m->scope, CODE_NOT_OPEN, node, node->word,
                        STR("Add a rule under a clause of the policy with add."),
                        m->sources[source].at->layer == LAYER_SCHOOL
                            ? "A school can not add a %s of its own."
                            : "An overlay for some pupils can not add a %s of its own.",
                        item_type_name(type));
            return;
        }
        if (!node->id.size) {
            scope_error(&m->scope, CODE_INCOMPLETE, node, node->word, NO_HINT, "This %s has no name.",
                        item_type_name(type));
            return;
        }
        struct item item = {
            .type = type, .name = node->id, .node = node, .source = source, .clause = NO_ITEM, .since = DATE_FIRST
        };
        item.origin = merging_origin(m, &m->sources[source], node);
        size_t index = add_item(m, item);
        if (index != NO_ITEM && type == ITEM_CLAUSE) add_rules(m, index);
        return;
    }
    if (merging_is_rule(node))
        scope_error(&m->scope, CODE_INCOMPLETE, node, node->word, STR("Put it inside clause \"...\" { ... }."),
                    "This rule stands outside a clause.");
    else
        unknown_word(m, node);
}

void merging_items(struct merging *m) {
    for (size_t s = 0; s < m->source_count; s++) {
        const struct document *document = m->sources[s].at;
        for (uint32_t i = 0; i < document->item_count; i++) read_item(m, s, &document->items[i]);
    }
}

/* ---- targets ---- */

/* "param/x" as type and name; a clause or a rule otherwise. */
static enum item_type target_type(struct str target, struct str *name) {
    static const struct {
        const char *prefix;
        enum item_type type;
    } prefixes[] = {
        { "param/", ITEM_PARAM },
        { "reading/", ITEM_READING },
        { "role/", ITEM_ROLE },
        { "plan/", ITEM_PLAN },
    };
    for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
        if (!str_starts(target, prefixes[i].prefix)) continue;
        *name = str_slice(target, str_from(prefixes[i].prefix).size, target.size);
        return prefixes[i].type;
    }
    *name = target;
    return str_find(target, STR("/")) == SIZE_MAX ? ITEM_CLAUSE : ITEM_RULE;
}

static struct str target_name(struct merging *m, const struct item *item) {
    switch (item->type) {
    case ITEM_CLAUSE:
    case ITEM_RULE:
        return item->name;
    case ITEM_PARAM:
        return str_format(m->scope.arena, "param/%.*s", STR_ARG(item->name));
    case ITEM_READING:
        return str_format(m->scope.arena, "reading/%.*s", STR_ARG(item->name));
    case ITEM_ROLE:
        return str_format(m->scope.arena, "role/%.*s", STR_ARG(item->name));
    case ITEM_PLAN:
        return str_format(m->scope.arena, "plan/%.*s", STR_ARG(item->name));
    default:
        return NO_HINT;
    }
}

/* An update that is not adopted may bring what is missed. */
static struct str from_unadopted(struct merging *m, struct str target) {
    for (size_t i = 0; i < m->set->document_count; i++) {
        const struct document *document = &m->set->documents[i];
        if (document->layer != LAYER_UPDATE || !document->header) continue;
        for (uint32_t k = 0; k < document->item_count; k++)
            if (node_is(&document->items[k], "add") && str_equal(document->items[k].id, target))
                for (size_t a = 0; a < m->adoption_count; a++)
                    if (str_equal(m->adoptions[a].update, document->header->id) && !m->adoptions[a].adopted)
                        return str_format(m->scope.arena, "It comes with the update '%.*s', which is not adopted.",
                                          STR_ARG(document->header->id));
    }
    return NO_HINT;
}

/* "4.6.4/employer": the rules of a clause that there is. */
static struct str rules_of_its_clause(struct merging *m, struct str name) {
    struct str number, rest, all = { 0 };
    size_t clause = str_cut(name, '/', &number, &rest) ? merging_find(m, ITEM_CLAUSE, number) : NO_ITEM;
    for (size_t i = 0; clause != NO_ITEM && i < m->item_count; i++)
        if (m->items[i].type == ITEM_RULE && m->items[i].clause == clause)
            all = str_format(m->scope.arena, "%.*s%s\"%.*s\"", STR_ARG(all), all.size ? ", " : "", STR_ARG(m->items[i].name));
    return all.size ? str_format(m->scope.arena, "Clause %.*s has  %.*s", STR_ARG(number), STR_ARG(all)) : NO_HINT;
}

static void unknown_target(struct merging *m, const struct node *at, struct str name) {
    struct str *names = arena_array(m->scope.arena, struct str, m->item_count);
    size_t count = 0;
    for (size_t i = 0; i < m->item_count; i++) {
        struct str known = target_name(m, &m->items[i]);
        if (known.size) names[count++] = known;
    }
    struct str hint = from_unadopted(m, name);
    if (!hint.size) hint = guess_hint(m->scope.arena, name, names, count);
    if (!hint.size) hint = rules_of_its_clause(m, name);
    scope_error(&m->scope, CODE_UNKNOWN_TARGET, at, name, hint, "Nothing is called '%.*s' in %.*s.",
                STR_ARG(name), STR_ARG(m->scope.policy->id));
}

static size_t find_target(const struct merging *m, struct str target) {
    struct str name;
    enum item_type type = target_type(target, &name);
    return merging_find(m, type, name);
}

/* `renamed` of the base's header: old names to names that are there. */
static const struct node *renamed_of(const struct merging *m) {
    const struct node *renamed = node_field(m->base->at->header, "renamed");
    return renamed && renamed->type == NODE_TABLE ? renamed : NULL;
}

static size_t find_renamed(struct merging *m, const struct node *call) {
    const struct node *renamed = renamed_of(m);
    for (uint32_t i = 0; renamed && i < renamed->field_count; i++) {
        const struct node_field *field = &renamed->fields[i];
        if (!str_equal(field->key, call->id) || field->value.type != NODE_TEXT) continue;
        size_t found = find_target(m, field->value.text);
        if (found != NO_ITEM)
            scope_say(&m->scope, CODE_UNKNOWN_TARGET, SEVERITY_WARNING, call, call->id,
                      str_format(m->scope.arena, "Write '%.*s'.", STR_ARG(field->value.text)),
                      "'%.*s' is called '%.*s' now.", STR_ARG(call->id), STR_ARG(field->value.text));
        return found;
    }
    return NO_ITEM;
}

void merging_renamed(struct merging *m) {
    const struct node *header = m->base->at->header, *renamed = node_field(header, "renamed");
    if (renamed && (renamed->type != NODE_TABLE || renamed->item_count))
        scope_wrong(&m->scope, renamed, "renamed", "a list such as { [\"4.6.4/old\"] = \"4.6.4/new\" }");
    renamed = renamed_of(m);
    for (uint32_t i = 0; renamed && i < renamed->field_count; i++) {
        struct str old = renamed->fields[i].key, new;
        if (!scope_text(&m->scope, &renamed->fields[i].value, "renamed", &new)) continue;
        if (find_target(m, old) != NO_ITEM)
            scope_error(&m->scope, CODE_DUPLICATE, &renamed->fields[i].value, old, STR("Take the line out of 'renamed'."),
                        "'%.*s' is said to have another name, and is there.", STR_ARG(old));
        else if (find_target(m, new) == NO_ITEM)
            unknown_target(m, &renamed->fields[i].value, new);
    }
}

const struct str *merging_former(struct merging *m, struct str name, size_t *count) {
    const struct node *renamed = renamed_of(m);
    struct str *former = NULL;
    *count = 0;
    for (uint32_t i = 0; renamed && i < renamed->field_count; i++) {
        const struct node_field *field = &renamed->fields[i];
        if (field->value.type == NODE_TEXT && str_equal(field->value.text, name))
            list_add(m->scope.arena, former, *count, field->key);
    }
    return former;
}

size_t merging_target(struct merging *m, const struct node *call) {
    size_t found = find_target(m, call->id);
    if (found == NO_ITEM) found = find_renamed(m, call);
    if (found == NO_ITEM) unknown_target(m, call, call->id);
    return found;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * mutant - small mistakes put into the documents of a policy; see mutant.h.
 * Owns:  nothing.
 * Must not know: tests, findings.
 */
#include "policy/mutant.h"

#include <string.h>

#include "policy/scope.h"

struct breeding {
    struct arena *arena;
    struct mutants out;
    struct mutant now;       /* where the walk stands */
    const struct str *roles; /* keys */
    size_t role_count;
};

static void add(struct breeding *b, enum mutant_action action, const struct node *at, struct node with, struct str key, struct str said) {
    struct mutant new = b->now;
    new.action = action;
    new.with = with;
    new.key = key;
    new.line = at->line;
    new.said = said;
    list_add(b->arena, b->out.at, b->out.count, new);
}

static void replace(struct breeding *b, const struct node *at, struct node with, struct str said) {
    add(b, MUTANT_REPLACE, at, with, NO_HINT, said);
}

static bool step_in(struct breeding *b, bool field, uint32_t index) {
    if (b->now.depth == MUTANT_DEPTH) return false;
    b->now.path[b->now.depth++] = (struct mutant_step){ field, index };
    return true;
}

/* ---- values ---- */

static void mutate_whole(struct breeding *b, const struct node *node, struct str where) {
    for (int by = -1; by <= 1; by += 2) {
        struct node with = *node;
        with.whole += by;
        if (with.whole < 0) continue;
        replace(b, node, with, str_format(b->arena, "%lld becomes %lld in %.*s", (long long)node->whole, (long long)with.whole, STR_ARG(where)));
    }
}

/* "2022-09-01" or "05-31", a day earlier or later; empty when it is neither. */
static struct str other_day(struct arena *arena, struct str text, int by) {
    struct date day;
    char iso[DATE_ISO_SIZE];
    if (text.size == 10 && date_parse_iso(text, &day)) return str_format(arena, "%s", date_iso(date_add_days(day, by), iso));
    if (text.size != 5 || text.at[2] != '-') return NO_HINT;
    if (!date_parse_iso(str_format(arena, "2023-%.*s", STR_ARG(text)), &day)) return NO_HINT;
    return str_format(arena, "%.5s", date_iso(date_add_days(day, by), iso) + 5);
}

static bool mutate_day(struct breeding *b, const struct node *node, struct str where) {
    for (int by = -1; by <= 1; by += 2) {
        struct node with = *node;
        with.text = other_day(b->arena, node->text, by);
        if (!with.text.size) return false;
        replace(b, node, with, str_format(b->arena, "%.*s becomes %.*s in %.*s", STR_ARG(node->text), STR_ARG(with.text), STR_ARG(where)));
    }
    return true;
}

static struct node call_of(struct breeding *b, const char *word, const struct node *part) {
    struct node *items = arena_new(b->arena, struct node);
    *items = *part;
    return (struct node){ .type = NODE_CALL, .line = part->line, .document = part->document, .word = str_from(word), .items = items, .item_count = 1 };
}

/* true and false, is_not "x" and "x". */
static void negate(struct breeding *b, const struct node *node, struct str where) {
    struct node with = *node;
    if (node->type == NODE_BOOL) {
        with.yes = !node->yes;
        replace(b, node, with, str_format(b->arena, "%s becomes %s in %.*s", node->yes ? "true" : "false", with.yes ? "true" : "false", STR_ARG(where)));
    } else if (node->type == NODE_TEXT && !other_day(b->arena, node->text, 1).size) {
        replace(b, node, call_of(b, "is_not", node), str_format(b->arena, "'%.*s' becomes is_not '%.*s' in %.*s", STR_ARG(node->text), STR_ARG(node->text), STR_ARG(where)));
    } else if (node_is(node, "is_not") && node->item_count == 1) {
        with = node->items[0];
        replace(b, node, with, str_format(b->arena, "is_not is left out in %.*s", STR_ARG(where)));
    } else if (scope_is_word(node, "known") || scope_is_word(node, "missing")) {
        bool known = scope_is_word(node, "known");
        with.word = known ? STR("missing") : STR("known");
        replace(b, node, with, str_format(b->arena, "%s becomes %.*s in %.*s", known ? "known" : "missing", STR_ARG(with.word), STR_ARG(where)));
    }
}

/* ---- the parts of a rule ---- */

static void walk_value(struct breeding *b, const struct node *node, struct str where);

static bool is_filter(const struct node *node) {
    static const char *const OTHERS[] = { "within", "ahead_of", "all_of", "any_of", "either", "at_least", "at_most", "at_least_total", "for_each", "years",
                                          "among", "below", "above", "is_not", "includes", "includes_all", "includes_any", "lacks_any", "days",
                                          "school_days", "months", "in_year", "earliest", "birthday", "turns_year", "admission", "leaving",
                                          "appointment", "each_school_year", "each_term", "each_half_term", "each_key_stage", "always", "rolling" };
    if (node->type != NODE_CALL || !node->field_count) return false;
    for (size_t i = 0; i < COUNT_OF(OTHERS); i++)
        if (node_is(node, OTHERS[i])) return false;
    return true;
}

static void walk_parts(struct breeding *b, const struct node *node, struct str where) {
    uint32_t depth = b->now.depth;
    bool filter = is_filter(node);
    for (uint32_t i = 0; i < node->item_count; i++) {
        if (!step_in(b, false, i)) return;
        walk_value(b, &node->items[i], where);
        b->now.depth = depth;
    }
    for (uint32_t i = 0; i < node->field_count; i++) {
        const struct node *value = &node->fields[i].value;
        struct str inner = str_format(b->arena, "%.*s.%.*s", STR_ARG(where), STR_ARG(node->fields[i].key));
        if (!step_in(b, true, i)) return;
        if (filter) {
            add(b, MUTANT_DROP, node, *value, NO_HINT, str_format(b->arena, "%.*s is left out", STR_ARG(inner)));
            negate(b, value, inner);
        }
        walk_value(b, value, inner);
        b->now.depth = depth;
    }
}

static void walk_value(struct breeding *b, const struct node *node, struct str where) {
    if (node->type == NODE_WHOLE) mutate_whole(b, node, where);
    else if (node->type == NODE_TEXT) (void)mutate_day(b, node, where);
    else if (node->type == NODE_TABLE || node->type == NODE_CALL) walk_parts(b, node, where);
}

static void mutate_verb(struct breeding *b, const struct node *rule) {
    static const char *const OTHER[][2] = { { "must", "should" }, { "should", "must" }, { "may", "should" }, { "must_not", "should_not" }, { "should_not", "must_not" } };
    for (size_t i = 0; i < COUNT_OF(OTHER); i++) {
        struct node with = *rule;
        if (!node_is(rule, OTHER[i][0])) continue;
        with.word = str_from(OTHER[i][1]);
        replace(b, rule, with, str_format(b->arena, "%s becomes %s", OTHER[i][0], OTHER[i][1]));
    }
}

static void mutate_owner(struct breeding *b, const struct node *owner) {
    struct node with = *owner;
    if (owner->type != NODE_REF) return;
    for (size_t i = 0; i < b->role_count; i++) {
        if (str_equal(b->roles[i], owner->id)) continue;
        with.id = b->roles[i];
        replace(b, owner, with, str_format(b->arena, "the owner becomes role.%.*s", STR_ARG(with.id)));
        return;
    }
}

/* Another sort of window that takes the same parts, or none. */
static void mutate_window(struct breeding *b, const struct node *when) {
    static const struct { const char *from, *to; int parts; } WINDOWS[] = {
        { "each_school_year", "each_term", 0 },     { "each_term", "each_school_year", -1 },         { "each_half_term", "each_term", -1 },
        { "each_key_stage", "each_school_year", 0 }, { "by_age", "by_end_of_year", -2 },              { "further_by_age", "by_age", 1 },
        { "by_end_of_year", "before_year", -1 },    { "before_year", "by_end_of_year", -1 },         { "over_years", "each_school_year", 0 },
        { "by_date_in_year", "by_date_after_year", -1 }, { "by_date_after_year", "by_date_in_year", -1 }, { "rolling", "each_school_year", 0 },
        { "always", "each_school_year", 0 },
    };
    for (size_t i = 0; i < COUNT_OF(WINDOWS); i++) {
        struct node with = *when;
        if (!node_is(when, WINDOWS[i].from)) continue;
        with.word = str_from(WINDOWS[i].to);
        if (WINDOWS[i].parts >= 0) {
            with.item_count = WINDOWS[i].parts > 0 && with.item_count ? (uint32_t)WINDOWS[i].parts : 0;
            with.field_count = 0;
        }
        if (WINDOWS[i].parts == -2) { /* by_age(16) is by_end_of_year(11): the same, but for birthdays, so one year less */
            if (when->item_count != 1 || when->items[0].type != NODE_WHOLE) return;
            struct node *year = arena_new(b->arena, struct node);
            *year = when->items[0];
            year->whole -= 6;
            with.items = year;
        }
        replace(b, when, with, str_format(b->arena, "%s becomes %s", WINDOWS[i].from, WINDOWS[i].to));
    }
}

static void walk_rule(struct breeding *b, const struct node *rule) {
    static const char *const FIELDS[] = { "who", "have", "when", "unless", "late", "grace", "from", "ends", "every", "over", "of", "want", "years" };
    uint32_t depth = b->now.depth;
    mutate_verb(b, rule);
    for (uint32_t i = 0; i < rule->field_count; i++) {
        const struct node *value = &rule->fields[i].value;
        struct str key = rule->fields[i].key;
        if (!step_in(b, true, i)) return;
        if (str_is(key, "owner")) mutate_owner(b, value);
        if (str_is(key, "when")) mutate_window(b, value);
        for (size_t f = 0; f < COUNT_OF(FIELDS); f++)
            if (str_is(key, FIELDS[f])) walk_value(b, value, key);
        const struct node *limit = str_is(key, "exempt") ? node_field(value, "for_at_most") : NULL;
        for (uint32_t e = 0; limit && e < value->field_count; e++) {
            if (&value->fields[e].value != limit || !step_in(b, true, e)) continue;
            walk_value(b, limit, STR("exempt.for_at_most"));
        }
        b->now.depth = depth;
    }
}

/* ---- declarations ---- */

static bool is_rule(const struct node *node) {
    static const char *const VERBS[] = { "must", "should", "may", "must_not", "should_not", "attest", "measure", "keep" };
    for (size_t i = 0; i < COUNT_OF(VERBS); i++)
        if (node_is(node, VERBS[i])) return true;
    return false;
}

static void walk_clause(struct breeding *b, const struct node *clause) {
    for (uint32_t i = 0; i < clause->item_count; i++) {
        const struct node *rule = &clause->items[i];
        if (!is_rule(rule)) continue;
        b->now.rule = str_format(b->arena, "%.*s/%.*s", STR_ARG(clause->id), STR_ARG(rule->id));
        if (step_in(b, false, i)) walk_rule(b, rule);
        b->now.depth = 0;
    }
    b->now.rule = NO_HINT;
    b->now.target = str_format(b->arena, "clause/%.*s", STR_ARG(clause->id));
    for (uint32_t i = 0; i < clause->field_count; i++) {
        struct str key = clause->fields[i].key;
        if (!str_is(key, "from") && !str_is(key, "ends") && !str_is(key, "only")) continue;
        if (step_in(b, true, i)) walk_value(b, &clause->fields[i].value, key);
        b->now.depth = 0;
    }
}

/* { ["2022-06-01"] = 5 }: the day of a step is the name of its field; that of the first governs nothing. */
static void walk_steps(struct breeding *b, const struct node *values) {
    uint32_t depth = b->now.depth;
    for (uint32_t i = 0; i < values->field_count; i++) {
        const struct node_field *step = &values->fields[i];
        if (!step_in(b, true, i)) return;
        for (int by = -1; by <= 1 && (i > 0 || values->field_count > 1); by += 2) {
            struct str key = other_day(b->arena, step->key, by);
            if (i > 0 && key.size) add(b, MUTANT_KEY, values, (struct node){ 0 }, key, str_format(b->arena, "%.*s becomes %.*s", STR_ARG(step->key), STR_ARG(key)));
        }
        walk_value(b, &step->value, STR("its value"));
        b->now.depth = depth;
    }
}

static void walk_field(struct breeding *b, const struct node *node, const char *name, void (*walk)(struct breeding *, const struct node *)) {
    uint32_t depth = b->now.depth;
    for (uint32_t i = 0; i < node->field_count; i++) {
        if (!str_is(node->fields[i].key, name)) continue;
        if (step_in(b, true, i)) walk(b, &node->fields[i].value);
        b->now.depth = depth;
    }
}

static void walk_any(struct breeding *b, const struct node *node) {
    walk_value(b, node, STR("its definition"));
}

/* amend "4.9.2/interview-by-16" { set = { when = ... } } */
static void walk_changes(struct breeding *b, const struct node *set) {
    uint32_t depth = b->now.depth;
    for (uint32_t i = 0; i < set->field_count; i++) {
        struct str key = set->fields[i].key;
        const struct node *value = &set->fields[i].value;
        if (!step_in(b, true, i)) return;
        if (str_is(key, "owner")) mutate_owner(b, value);
        else if (str_is(key, "when")) mutate_window(b, value);
        if (!str_is(key, "title") && !str_is(key, "text") && !str_is(key, "remind")) walk_value(b, value, key);
        b->now.depth = depth;
    }
}

static void walk_amend(struct breeding *b, const struct node *amend) {
    bool rule = str_find(amend->id, STR("/")) != SIZE_MAX && amend->id.at[0] >= '0' && amend->id.at[0] <= '9';
    b->now.rule = rule ? amend->id : NO_HINT;
    b->now.target = amend->id;
    walk_field(b, amend, "set", walk_changes);
    walk_field(b, amend, "tighten", rule ? walk_changes : walk_steps);
    walk_field(b, amend, "from", walk_any);
}

static void walk_plan(struct breeding *b, const struct node *plan) {
    static const char *const FIELDS[] = { "lead", "steps", "then_every", "escalate" };
    for (size_t i = 0; i < COUNT_OF(FIELDS); i++) walk_field(b, plan, FIELDS[i], walk_any);
}

static void walk_item(struct breeding *b, const struct node *item) {
    static const char *const DEFINITIONS[] = { "phase", "transition" };
    b->now.rule = NO_HINT;
    b->now.target = str_format(b->arena, "%.*s/%.*s", STR_ARG(item->word), STR_ARG(item->id));
    if (node_is(item, "clause")) walk_clause(b, item);
    else if (node_is(item, "param")) walk_field(b, item, "values", walk_steps);
    else if (node_is(item, "plan")) walk_plan(b, item);
    else if (node_is(item, "amend") || node_is(item, "relax")) walk_amend(b, item);
    else if (node_is(item, "add")) {
        b->now.rule = item->id;
        for (uint32_t i = 0; i < item->item_count; i++) {
            if (is_rule(&item->items[i]) && step_in(b, false, i)) walk_rule(b, &item->items[i]);
            b->now.depth = 0;
        }
    } else if (node_is(item, "one_answer")) {
        for (uint32_t i = 0; i < item->item_count; i++) {
            if (step_in(b, false, i)) walk_value(b, &item->items[i], STR("a row"));
            b->now.depth = 0;
        }
    }
    for (size_t i = 0; i < COUNT_OF(DEFINITIONS); i++)
        if (node_is(item, DEFINITIONS[i])) walk_parts(b, item, STR("its definition"));
}

static void walk_header(struct breeding *b, const struct document *document) {
    static const char *const FIELDS[] = { "starts", "for_schools", "for_pupils", "from", "effective" };
    b->now.item = MUTANT_HEADER;
    b->now.rule = NO_HINT;
    b->now.target = STR("document");
    for (size_t i = 0; document->header && i < COUNT_OF(FIELDS); i++) walk_field(b, document->header, FIELDS[i], walk_any);
}

struct mutants mutants_of(struct arena *arena, const struct document *documents, size_t count, unsigned layers) {
    struct breeding b = { .arena = arena };
    struct str *roles = NULL;
    for (size_t d = 0; d < count; d++)
        for (uint32_t i = 0; i < documents[d].item_count; i++)
            if (node_is(&documents[d].items[i], "role")) list_add(arena, roles, b.role_count, documents[d].items[i].id);
    b.roles = roles;
    for (size_t d = 0; d < count; d++) {
        if (!(layers >> documents[d].layer & 1)) continue;
        b.now = (struct mutant){ .document = (uint32_t)d };
        if (documents[d].layer != LAYER_SCHOOL) walk_header(&b, &documents[d]);
        for (uint32_t i = 0; i < documents[d].item_count; i++) {
            b.now = (struct mutant){ .document = (uint32_t)d, .item = i };
            walk_item(&b, &documents[d].items[i]);
        }
    }
    return b.out;
}

/* ---- putting one in ---- */

static struct node changed(struct arena *arena, const struct node *node, const struct mutant *m, uint32_t depth) {
    struct node out = *node;
    const struct mutant_step *step = &m->path[depth];
    bool last = depth + 1 == m->depth;
    if (depth == m->depth) return m->with;
    if (!step->field) {
        struct node *items = arena_array(arena, struct node, node->item_count);
        memcpy(items, node->items, node->item_count * sizeof *items);
        items[step->index] = changed(arena, &node->items[step->index], m, depth + 1);
        out.items = items;
        return out;
    }
    struct node_field *fields = arena_array(arena, struct node_field, node->field_count);
    memcpy(fields, node->fields, node->field_count * sizeof *fields);
    out.fields = fields;
    if (last && m->action == MUTANT_DROP) {
        memmove(fields + step->index, fields + step->index + 1, (node->field_count - step->index - 1) * sizeof *fields);
        out.field_count--;
    } else if (last && m->action == MUTANT_KEY) {
        fields[step->index].key = m->key;
    } else {
        fields[step->index].value = changed(arena, &node->fields[step->index].value, m, depth + 1);
    }
    return out;
}

static struct document *copied(struct arena *arena, const struct document *documents, size_t count, uint32_t document) {
    struct document *out = arena_array(arena, struct document, count);
    memcpy(out, documents, count * sizeof *out);
    struct node *items = arena_array(arena, struct node, out[document].item_count + 1);
    if (out[document].item_count) memcpy(items, out[document].items, out[document].item_count * sizeof *items);
    out[document].items = items;
    return out;
}

struct document *mutant_apply(struct arena *arena, const struct document *documents, size_t count, const struct mutant *m) {
    struct document *out = copied(arena, documents, count, m->document);
    struct document *to = &out[m->document];
    if (m->item == MUTANT_HEADER) {
        struct node *header = arena_new(arena, struct node);
        *header = changed(arena, to->header, m, 0);
        to->header = header;
    } else {
        struct node *items = (struct node *)(uintptr_t)to->items;
        items[m->item] = changed(arena, &to->items[m->item], m, 0);
    }
    return out;
}

struct document *mutant_without(struct arena *arena, const struct document *documents, size_t count, uint32_t document, uint32_t item) {
    struct document *out = copied(arena, documents, count, document);
    struct node *items = (struct node *)(uintptr_t)out[document].items;
    memmove(items + item, items + item + 1, (out[document].item_count - item - 1) * sizeof *items);
    out[document].item_count--;
    return out;
}

bool mutant_names(const struct node *node, struct str target) {
    struct str sort, name;
    str_cut(target, '/', &sort, &name);
    if (node->type == NODE_REF && str_equal(node->id, name)) {
        const char *word = str_is(sort, "param") ? "p" : str_is(sort, "plan") ? "plan" : str_is(sort, "one_answer") ? "decide" : "role";
        if (str_is(node->word, word)) return true;
    }
    if (node->type == NODE_TEXT && (str_is(sort, "phase") || str_is(sort, "transition")) && str_equal(node->text, name)) return true;
    for (uint32_t i = 0; i < node->item_count; i++)
        if (mutant_names(&node->items[i], target)) return true;
    for (uint32_t i = 0; i < node->field_count; i++)
        if (mutant_names(&node->fields[i].value, target)) return true;
    return false;
}

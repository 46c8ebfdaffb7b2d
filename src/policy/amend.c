/* SPDX-License-Identifier: GPL-3.0-or-later
 * amend - amend, drop, add and choose of every document, read into single changes of single fields.
 * Owns:  nothing.
 * Must not know: what each layer may change (law.c).
 */
#include "base/guess.h"
#include "policy/merge_priv.h"

struct origin merging_origin(struct merging *m, const struct source *source, const struct node *call) {
    struct origin origin = { .document = source->document, .line = call->line, .approval = source->approval };
    const struct node *reason = node_field(call, "reason");
    if (reason && reason->type == NODE_TEXT) origin.reason = reason->text;
    const struct node *minute = node_field(call, "minute");
    if (minute && minute->type == NODE_TEXT) origin.approval = minute->text;
    const struct node *by = node_field(call, "approved_by"), *on = node_field(call, "approved");
    if (!minute && by && by->type == NODE_TEXT) {
        origin.approval = by->text;
        if (on && on->type == NODE_TEXT)
            origin.approval = str_format(m->scope.arena, "%.*s, %.*s", STR_ARG(by->text), STR_ARG(on->text));
    }
    return origin;
}

void op_add(struct merging *m, struct op op) {
    list_add(m->scope.arena, m->ops, m->op_count, op);
}

static size_t depth_of(struct str field) {
    size_t depth = 0;
    for (size_t i = 0; i < field.size; i++) depth += field.at[i] == '.';
    return depth;
}

/* By layer, then day, then documents and lines: a whole field before its parts. */
static bool op_before(const struct op *a, const struct op *b) {
    if (a->source->at->layer != b->source->at->layer) return a->source->at->layer < b->source->at->layer;
    if (!date_same(a->from, b->from)) return date_before(a->from, b->from);
    if (a->source != b->source) return a->source < b->source;
    size_t depth_a = depth_of(a->field), depth_b = depth_of(b->field);
    if (a->item == b->item && depth_a != depth_b) return depth_a < depth_b;
    return a->node->line < b->node->line;
}

void op_sort(struct merging *m) {
    for (size_t i = 1; i < m->op_count; i++) {
        struct op moved = m->ops[i];
        size_t to = i;
        for (; to > 0 && op_before(&moved, &m->ops[to - 1]); to--) m->ops[to] = m->ops[to - 1];
        m->ops[to] = moved;
    }
}

/* M12: every change gives a reason. */
void merging_need_reason(struct merging *m, const struct node *call) {
    const struct node *reason = node_field(call, "reason");
    struct str text;
    if (!reason) {
        scope_error(&m->scope, CODE_NO_REASON, call, call->id, STR("Add reason = \"...\" and say why in a few words."),
                    "'%.*s' does not say why.", STR_ARG(call->id));
        return;
    }
    if (scope_text(&m->scope, reason, "reason", &text) && !str_trim(text).size)
        scope_error(&m->scope, CODE_NO_REASON, call, call->id, STR("Write in a few words why."),
                    "The reason of '%.*s' is empty.", STR_ARG(call->id));
}

/* The day a change governs from: its own, else the document's. */
static struct date op_from(struct merging *m, const struct source *source, const struct node *call) {
    const struct node *from = node_field(call, "from");
    struct date day;
    char start[DATE_ISO_SIZE];
    if (!from || !scope_date(&m->scope, from, "from", &day)) return source->from;
    if (!date_before(day, source->starts)) return date_max(day, source->from);
    scope_error(&m->scope, CODE_BAD_DATE, from, from->text, STR("Write that day or a later one."),
                "This file governs from %s, and a change in it can not begin earlier.", date_iso(source->starts, start));
    return source->from;
}

bool op_start(struct merging *m, const struct source *source, const struct node *call, struct op *out) {
    *out = (struct op){
        .node = call, .source = source, .item = merging_target(m, call), .origin = merging_origin(m, source, call)
    };
    merging_need_reason(m, call);
    out->from = op_from(m, source, call);
    const struct node *over = node_field(call, "over");
    if (over && !scope_text(&m->scope, over, "over", &out->over)) return false;
    return out->item != NO_ITEM;
}

/* ---- which fields a target has ---- */

static const struct str RULE_FIELDS[] = { STR_INIT("who"),    STR_INIT("have"),     STR_INIT("when"),
                                          STR_INIT("owner"),  STR_INIT("remind"),   STR_INIT("unless"),
                                          STR_INIT("exempt"), STR_INIT("only"),     STR_INIT("from"),
                                          STR_INIT("ends"),   STR_INIT("grace"),    STR_INIT("late"),
                                          STR_INIT("force"),  STR_INIT("severity"), STR_INIT("basis"),
                                          STR_INIT("hint"),   STR_INIT("bind"),     STR_INIT("title"),
                                          STR_INIT("check"),  STR_INIT("reads") };
static const struct str ATTEST_FIELDS[] = { STR_INIT("by"),       STR_INIT("every"), STR_INIT("asks"),
                                            STR_INIT("sample"),   STR_INIT("owner"), STR_INIT("remind"),
                                            STR_INIT("exempt"),   STR_INIT("only"),  STR_INIT("from"),
                                            STR_INIT("severity"), STR_INIT("basis"), STR_INIT("ends"),
                                            STR_INIT("title") };
static const struct str MEASURE_FIELDS[] = { STR_INIT("over"),     STR_INIT("of"),    STR_INIT("as"),
                                             STR_INIT("by"),       STR_INIT("want"),  STR_INIT("when"),
                                             STR_INIT("owner"),    STR_INIT("only"),  STR_INIT("from"),
                                             STR_INIT("severity"), STR_INIT("basis"), STR_INIT("ends"),
                                             STR_INIT("remind"),   STR_INIT("title") };
static const struct str KEEP_FIELDS[] = { STR_INIT("years"), STR_INIT("from"),   STR_INIT("erased_by"), STR_INIT("after"),
                                          STR_INIT("owner"), STR_INIT("remind"), STR_INIT("exempt"),    STR_INIT("severity"),
                                          STR_INIT("basis"), STR_INIT("only"),   STR_INIT("ends"),      STR_INIT("title") };
static const struct str CLAUSE_FIELDS[] = { STR_INIT("title"), STR_INIT("text"),   STR_INIT("basis"),
                                            STR_INIT("also"),  STR_INIT("within"), STR_INIT("only"),
                                            STR_INIT("from"),  STR_INIT("ends"),   STR_INIT("optional") };
static const struct str ROLE_FIELDS[] = { STR_INIT("title"), STR_INIT("clause"), STR_INIT("finds") };
static const struct str READING_FIELDS[] = { STR_INIT("means"), STR_INIT("clause"), STR_INIT("note"), STR_INIT("settling_in") };
static const struct str PLAN_FIELDS[] = { STR_INIT("lead"),   STR_INIT("steps"), STR_INIT("then_every"),
                                          STR_INIT("digest"), STR_INIT("quiet"), STR_INIT("escalate") };
static const struct str PARAM_FIELDS[] = { STR_INIT("values"), STR_INIT("stricter"), STR_INIT("clause") };

static const struct str *known_fields(const struct item *item, size_t *count) {
    switch (item->type) {
    case ITEM_RULE:
        if (node_is(item->node, "attest")) {
            *count = COUNT_OF(ATTEST_FIELDS);
            return ATTEST_FIELDS;
        }
        if (node_is(item->node, "measure")) {
            *count = COUNT_OF(MEASURE_FIELDS);
            return MEASURE_FIELDS;
        }
        if (node_is(item->node, "keep")) {
            *count = COUNT_OF(KEEP_FIELDS);
            return KEEP_FIELDS;
        }
        *count = COUNT_OF(RULE_FIELDS);
        return RULE_FIELDS;
    case ITEM_CLAUSE:
        *count = COUNT_OF(CLAUSE_FIELDS);
        return CLAUSE_FIELDS;
    case ITEM_ROLE:
        *count = COUNT_OF(ROLE_FIELDS);
        return ROLE_FIELDS;
    case ITEM_READING:
        *count = COUNT_OF(READING_FIELDS);
        return READING_FIELDS;
    case ITEM_PLAN:
        *count = COUNT_OF(PLAN_FIELDS);
        return PLAN_FIELDS;
    case ITEM_PARAM:
        *count = COUNT_OF(PARAM_FIELDS);
        return PARAM_FIELDS;
    default:
        *count = 0;
        return NULL;
    }
}

static bool among(const struct str *names, size_t count, struct str name) {
    for (size_t i = 0; i < count; i++)
        if (str_equal(names[i], name)) return true;
    return false;
}

/* "4.6.4/employer-encounter", for whoever wrote the number of its clause. */
static struct str a_rule_of(const struct merging *m, const struct item *clause) {
    for (size_t i = 0; i < m->item_count; i++)
        if (m->items[i].type == ITEM_RULE && &m->items[m->items[i].clause] == clause) return m->items[i].name;
    return NO_HINT;
}

static bool field_known(struct merging *m, const struct item *item, struct str path, const struct node *value) {
    size_t count;
    const struct str *known = known_fields(item, &count);
    struct str root = path_root(path);
    for (size_t i = 0; i < count; i++)
        if (str_equal(known[i], root)) return true;
    struct str what = str_format(m->scope.arena, "A %s", item_type_name(item->type));
    if (node_is(item->node, "attest")) what = STR("An attest");
    if (node_is(item->node, "measure")) what = STR("A measure");
    if (node_is(item->node, "keep")) what = STR("A keep");
    struct str hint = guess_hint(m->scope.arena, root, known, count);
    struct str rule = item->type == ITEM_CLAUSE && among(RULE_FIELDS, COUNT_OF(RULE_FIELDS), root) ? a_rule_of(m, item) : NO_HINT;
    if (!hint.size && merging_find(m, ITEM_PARAM, root) != NO_ITEM)
        hint = str_format(m->scope.arena, "It has a name of its own:  amend \"param/%.*s\" { tighten = { [\"2027-09-01\"] = ... }, reason = ... }", STR_ARG(root));
    if (rule.size) hint = str_format(m->scope.arena, "Name the rule that shall change:  amend \"%.*s\"", STR_ARG(rule));
    return scope_error(&m->scope, CODE_UNKNOWN_FIELD, value, path, hint, "%.*s has no field called '%.*s'.", STR_ARG(what),
                       STR_ARG(root));
}

/* "who.days_on_roll" needs something in who to change. */
static bool path_exists(struct merging *m, const struct op *op) {
    struct str root = path_root(op->field);
    if (root.size == op->field.size || m->items[op->item].type != ITEM_RULE) return true;
    const struct node *base = node_field(m->items[op->item].node, str_c(m->scope.arena, root));
    if (!base)
        for (size_t i = 0; i < m->op_count; i++)
            if (m->ops[i].item == op->item && str_equal(m->ops[i].field, root)) return true;
    if (base && (base->type == NODE_CALL || base->type == NODE_TABLE) && !scope_is_word(base, "never")) return true;
    if (base && scope_is_word(base, "never")) return true; /* law.c says that there are no exemptions */
    return scope_error(&m->scope, CODE_UNKNOWN_FIELD, op->node, op->field, NO_HINT,
                       "%.*s has no '%.*s' of which a part could be changed.", STR_ARG(m->items[op->item].name),
                       STR_ARG(root));
}

/* ---- amend ---- */

static bool is_date_key(struct str key) {
    return key.size == 10 && key.at[4] == '-' && key.at[7] == '-' && key.at[0] >= '0' && key.at[0] <= '9';
}

/* "01/09/2027", "2027-9-1": meant as a day, and not written as a policy writes it. */
static bool is_odd_date(struct merging *m, const struct node *table, struct str key) {
    if (!key.size || key.at[0] < '0' || key.at[0] > '9') return false;
    scope_error(&m->scope, CODE_BAD_DATE, table, key, STR("Write the day year first, as in  [\"2027-09-01\"] = ..."),
                "'%.*s' is not a date as a policy writes it.", STR_ARG(key));
    return true;
}

/* A parameter is changed by a table by date, in set or tighten; other fields of it by name. */
static void amend_param(struct merging *m, struct op op, const struct node *table) {
    bool dates = false;
    for (uint32_t i = 0; i < table->field_count; i++) {
        if (is_date_key(table->fields[i].key)) {
            dates = true;
            continue;
        }
        if (is_odd_date(m, op.node, table->fields[i].key)) continue;
        const struct node *value = &table->fields[i].value;
        struct op one = op;
        one.field = table->fields[i].key;
        one.value = value;
        if (field_known(m, &m->items[op.item], one.field, value)) op_add(m, one);
    }
    if (!dates) return;
    op.field = STR("values");
    op.value = table;
    op_add(m, op);
}

void op_fields(struct merging *m, struct op op, const char *key, enum op_action action) {
    const struct node *table = node_field(op.node, key);
    if (!table) return;
    op.action = action;
    bool dated = m->items[op.item].type == ITEM_PARAM;
    if (table->type != NODE_TABLE) {
        struct str found = scope_describe(&m->scope, table), token = scope_token(&m->scope, table);
        struct str next = dated ? str_format(m->scope.arena, "Write  %s = { [\"2027-09-01\"] = ... }  with the day from which it holds.", key)
                                : str_format(m->scope.arena, "Write  %s = { owner = role.tutor }  or the like.", key);
        scope_error(&m->scope, CODE_WRONG_TYPE, table, token, next, "'%s' must be %s, and this is %.*s.", key,
                    dated ? "a list of values by day" : "a list of fields", STR_ARG(found));
        return;
    }
    if (dated) {
        amend_param(m, op, table);
        return;
    }
    for (uint32_t i = 0; i < table->field_count; i++) {
        const struct node *value = &table->fields[i].value;
        struct op one = op;
        one.field = table->fields[i].key;
        one.value = value;
        if (field_known(m, &m->items[op.item], one.field, value) && path_exists(m, &one)) op_add(m, one);
    }
}

static void read_amend(struct merging *m, const struct source *source, const struct node *call) {
    struct op op;
    if (!op_start(m, source, call, &op)) return;
    if (!node_field(call, "set") && !node_field(call, "tighten")) {
        scope_error(&m->scope, CODE_INCOMPLETE, call, call->id, STR("Write set = { ... } or tighten = { ... }."),
                    "The amendment of '%.*s' changes nothing.", STR_ARG(call->id));
        return;
    }
    op_fields(m, op, "set", OP_SET);
    op_fields(m, op, "tighten", OP_TIGHTEN);
}

static void read_drop(struct merging *m, const struct source *source, const struct node *call) {
    struct op op;
    if (!op_start(m, source, call, &op)) return;
    enum item_type type = m->items[op.item].type;
    if (type != ITEM_RULE && type != ITEM_CLAUSE) {
        scope_error(&m->scope, CODE_WRONG_TYPE, call, call->id, STR("Change it with amend."),
                    "A %s can not be dropped, only a clause or a rule.", item_type_name(type));
        return;
    }
    op.action = OP_DROP;
    op_add(m, op);
}

/* ---- add ---- */

static const struct node *added_rule(struct merging *m, const struct node *call) {
    if (call->item_count == 1 && merging_is_rule(&call->items[0])) return &call->items[0];
    if (call->item_count == 1 && call->items[0].type == NODE_CALL)
        scope_error(&m->scope, CODE_UNKNOWN_WORD, &call->items[0], call->items[0].word,
                    STR("Add one rule: must { ... } or should { ... }."), "'%.*s' can not be added here.",
                    STR_ARG(call->items[0].word));
    else
        scope_error(&m->scope, CODE_INCOMPLETE, call, call->id, STR("Add one rule: must { ... } or should { ... }."),
                    "'%.*s' adds no rule.", STR_ARG(call->id));
    return NULL;
}

/* The nearest clause, or how a rule is added to one. */
static struct str no_clause_hint(struct merging *m, struct str number, const struct str *names, size_t count) {
    struct str hint = guess_hint(m->scope.arena, number, names, count);
    return hint.size || !count ? hint
                               : str_format(m->scope.arena, "Begin the name with a clause that there is, such as  add \"%.*s/our-rule\"", STR_ARG(names[count - 1]));
}

static void read_add(struct merging *m, size_t source_index, const struct node *call) {
    const struct source *source = &m->sources[source_index];
    struct str number, name;
    merging_need_reason(m, call);
    if (!str_cut(call->id, '/', &number, &name) || !name.size) {
        scope_error(&m->scope, CODE_INCOMPLETE, call, call->id,
                    STR("Write add \"7.0.1/our-rule\": the clause, a slash, a short name."),
                    "'%.*s' does not say under which clause the rule belongs.", STR_ARG(call->id));
        return;
    }
    size_t clause = merging_find(m, ITEM_CLAUSE, number);
    if (clause == NO_ITEM) {
        struct str *names = arena_array(m->scope.arena, struct str, m->item_count);
        size_t count = 0;
        for (size_t i = 0; i < m->item_count; i++)
            if (m->items[i].type == ITEM_CLAUSE) names[count++] = m->items[i].name;
        scope_error(&m->scope, CODE_UNKNOWN_TARGET, call, call->id, no_clause_hint(m, number, names, count),
                    "There is no clause %.*s in %.*s to add a rule to.", STR_ARG(number), STR_ARG(m->scope.policy->id));
        return;
    }
    size_t taken = merging_find(m, ITEM_RULE, call->id);
    if (taken != NO_ITEM) {
        scope_error(&m->scope, CODE_DUPLICATE, call, call->id,
                    STR("Give the new rule another name, or change the old one with amend."),
                    "There is a rule called '%.*s' already, at %.*s.", STR_ARG(call->id),
                    STR_ARG(scope_where(&m->scope, m->items[taken].node)));
        return;
    }
    const struct node *rule = added_rule(m, call);
    if (!rule) return;
    struct item item = { .type = ITEM_RULE,
                         .name = call->id,
                         .node = rule,
                         .source = source_index,
                         .clause = clause,
                         .since = op_from(m, source, call),
                         .origin = merging_origin(m, source, call) };
    list_add(m->scope.arena, m->items, m->item_count, item);
}

void merging_amendments(struct merging *m) {
    for (size_t s = 0; s < m->source_count; s++) {
        const struct document *document = m->sources[s].at;
        for (uint32_t i = 0; i < document->item_count; i++) {
            const struct node *node = &document->items[i];
            bool change = node_is(node, "amend") || node_is(node, "drop") || node_is(node, "add")
                          || node_is(node, "choose") || node_is(node, "relax");
            if (change && document->layer == LAYER_BASE)
                scope_error(&m->scope, CODE_HEADER, node, node->word,
                            STR("Change the text itself, or write an update."),
                            "A policy does not amend itself with '%.*s'.", STR_ARG(node->word));
            else if (node_is(node, "add"))
                read_add(m, s, node);
        }
    }
    for (size_t s = 0; s < m->source_count; s++) {
        const struct source *source = &m->sources[s];
        for (uint32_t i = 0; i < source->at->item_count; i++) {
            const struct node *node = &source->at->items[i];
            if (source->at->layer == LAYER_BASE) continue;
            if (node_is(node, "amend")) read_amend(m, source, node);
            if (node_is(node, "drop")) read_drop(m, source, node);
            if (node_is(node, "choose")) option_choose(m, source, node);
            if (node_is(node, "relax")) relax_read(m, source, node);
        }
    }
    op_sort(m);
}

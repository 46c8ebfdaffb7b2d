/* SPDX-License-Identifier: GPL-3.0-or-later
 * param - dated values: their types, their steps after all layers, and the direction in which a school may move them.
 * Owns:  nothing.
 * Must not know: rules.
 */
#include "policy/param.h"

#include <string.h>

#include "base/map.h"
#include "policy/merge_priv.h"

static const char *const TYPES[] = { "whole", "hours", "text", "texts", "codes", "years" };
static const char *const DIRECTIONS[] = { "higher", "lower", "wider" };

/* ---- one value ---- */

static bool read_list(struct scope *scope, const struct node *node, const char *where, struct param_step *out) {
    uint32_t count = 0;
    if (node->type != NODE_TABLE && !node_is(node, "among")) return scope_wrong(scope, node, where, "a list of texts");
    const struct node *parts = scope_parts(node, &count);
    int64_t *values = arena_array(scope->arena, int64_t, count);
    struct str *texts = arena_array(scope->arena, struct str, count);
    for (uint32_t i = 0; i < count; i++) {
        if (!scope_text(scope, &parts[i], where, &texts[i])) return false;
        values[i] = text_value(texts[i]);
    }
    if (count == 0) return scope_wrong(scope, node, where, "a list with at least one text");
    out->values = values;
    out->texts = texts;
    out->count = count;
    return true;
}

static bool read_value(struct scope *scope, const struct node *node, const struct param *param,
                       struct param_step *out) {
    const char *where = str_c(scope->arena, param->name);
    int64_t *value = arena_new(scope->arena, int64_t);
    struct str *text = arena_new(scope->arena, struct str);
    out->values = value;
    out->count = 1;
    switch (param->type) {
    case PARAM_WHOLE:
        return scope_whole(scope, node, where, 0, 1000000, value);
    case PARAM_HOURS:
        return scope_minutes(scope, node, where, value);
    case PARAM_YEARS:
        return scope_years(scope, node, where, value);
    case PARAM_TEXT:
        if (!scope_text(scope, node, where, text)) return false;
        *value = text_value(*text);
        out->texts = text;
        return true;
    case PARAM_TEXTS:
    case PARAM_CODES:
        return read_list(scope, node, where, out);
    }
    return false;
}

/* ---- comparing ---- */

static bool lists(const struct param_step *step, int64_t value) {
    for (size_t i = 0; i < step->count; i++)
        if (step->values[i] == value) return true;
    return false;
}

bool param_no_weaker(const struct param *param, const struct param_step *strict, const struct param_step *loose) {
    switch (param->stricter) {
    case STRICTER_NONE:
        return true;
    case STRICTER_HIGHER:
        return strict->values[0] >= loose->values[0];
    case STRICTER_LOWER:
        return strict->values[0] <= loose->values[0];
    case STRICTER_WIDER:
        if (param->type == PARAM_YEARS) return (loose->values[0] & ~strict->values[0]) == 0;
        for (size_t i = 0; i < loose->count; i++)
            if (!lists(strict, loose->values[i])) return false;
        return true;
    }
    return true;
}

struct str param_say(struct arena *arena, const struct param *param, const struct param_step *step) {
    struct buf out = { 0 };
    int64_t value = step->values[0];
    switch (param->type) {
    case PARAM_WHOLE:
        buf_add_whole(&out, value);
        break;
    case PARAM_HOURS:
        if (value % 60)
            buf_printf(&out, "%lld minutes", (long long)value);
        else
            buf_printf(&out, "%lld hour%s", (long long)(value / 60), value == 60 ? "" : "s");
        break;
    case PARAM_YEARS: {
        struct str years = years_say(arena, value);
        buf_add(&out, years);
        break;
    }
    case PARAM_TEXT:
    case PARAM_TEXTS:
    case PARAM_CODES:
        for (size_t i = 0; i < step->count; i++) {
            if (i) buf_add_c(&out, i + 1 == step->count ? " and " : ", ");
            buf_add(&out, step->texts[i]);
        }
        break;
    }
    struct str said = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return said;
}

struct str years_say(struct arena *arena, int64_t mask) {
    int low = 0, high = 62, count = 0;
    struct buf out = { 0 };
    if (!mask) return STR("no year");
    while (!(mask >> low & 1)) low++;
    while (!(mask >> high & 1)) high--;
    for (int i = low; i <= high; i++) count += (int)(mask >> i & 1);
    if (count == 1) {
        buf_printf(&out, "Year %d", low);
    } else if (count == high - low + 1 && count > 2) {
        buf_printf(&out, "Years %d to %d", low, high);
    } else {
        buf_add_c(&out, "Years ");
        for (int i = low, n = 0; i <= high; i++) {
            if (!(mask >> i & 1)) continue;
            buf_printf(&out, "%s%d", n == 0 ? "" : n + 1 == count ? " and " : ", ", i);
            n++;
        }
    }
    struct str said = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return said;
}

/* ---- steps by layer ---- */

struct steps {
    struct param_step *at;
    size_t count;
};

static void add_step(struct arena *arena, struct steps *steps, struct param_step step) {
    list_add(arena, steps->at, steps->count, step);
    for (size_t to = steps->count - 1; to > 0 && date_after(steps->at[to - 1].from, step.from); to--) {
        steps->at[to] = steps->at[to - 1];
        steps->at[to - 1] = step;
    }
}

static struct steps read_table(struct merging *m, const struct node *table, const struct param *param,
                               struct origin origin) {
    struct steps steps = { 0 };
    if (table->type != NODE_TABLE) {
        scope_wrong(&m->scope, table, "values", "a table by date: { [\"2026-09-01\"] = 2 }");
        return steps;
    }
    for (uint32_t i = 0; i < table->field_count; i++) {
        struct param_step step = { .origin = origin };
        if (!date_parse_iso(table->fields[i].key, &step.from)) {
            if (table->fields[i].key.size >= 4 && table->fields[i].key.at[0] >= '0'
                && table->fields[i].key.at[0] <= '9')
                scope_error(&m->scope, CODE_BAD_DATE, &table->fields[i].value, table->fields[i].key,
                            STR("Write it as [\"2026-09-01\"]: year, month, day."), "'%.*s' is not a date.",
                            STR_ARG(table->fields[i].key));
            continue;
        }
        if (read_value(&m->scope, &table->fields[i].value, param, &step)) add_step(m->scope.arena, &steps, step);
    }
    return steps;
}

static const struct param_step *step_at(const struct steps *steps, struct date day) {
    size_t at = 0;
    while (at + 1 < steps->count && !date_after(steps->at[at + 1].from, day)) at++;
    return &steps->at[at];
}

/* What a layer's change leaves: the lower steps before its first day, its own from then on; and after its last day,
 * when it has one, the lower ones again.  The first of the lower steps governs all earlier days, and goes on doing so
 * (M13). */
static struct steps laid_over(struct merging *m, const struct op *op, const struct steps *lower,
                              const struct steps *upper) {
    struct steps out = { 0 };
    struct date after = op->has_end ? date_add_days(op->ends, 1) : DATE_NONE;
    struct param_step before = lower->at[0];
    if (!date_before(before.from, upper->at[0].from)) before.from = DATE_FIRST;
    add_step(m->scope.arena, &out, before);
    for (size_t i = 1; i < lower->count; i++)
        if (date_before(lower->at[i].from, upper->at[0].from) || date_after(lower->at[i].from, after))
            add_step(m->scope.arena, &out, lower->at[i]);
    for (size_t i = 0; i < upper->count; i++) add_step(m->scope.arena, &out, upper->at[i]);
    if (!op->has_end) return out;
    struct param_step back = *step_at(lower, after);
    back.from = after;
    add_step(m->scope.arena, &out, back);
    return out;
}

/* An update that is adopted later brings the values of that day, and those that follow. */
static void postpone(struct steps *steps, struct date from) {
    while (steps->count > 1 && !date_after(steps->at[1].from, from)) {
        steps->at++;
        steps->count--;
    }
    if (steps->count) steps->at[0].from = date_max(steps->at[0].from, from);
}

static struct steps steps_of(struct merging *m, const struct op *op, const struct param *param) {
    if (op->value->type == NODE_TABLE && op->value->field_count) {
        struct steps steps = read_table(m, op->value, param, op->origin);
        char start[DATE_ISO_SIZE], first[DATE_ISO_SIZE];
        bool late = date_before(op->source->starts, op->source->from) && date_same(op->from, op->source->from);
        if (steps.count && late && !date_before(steps.at[0].from, op->source->starts)) postpone(&steps, op->from);
        if (steps.count && date_before(steps.at[0].from, op->from))
            scope_error(&m->scope, CODE_BAD_DATE, op->value,
                        str_copy(m->scope.arena, str_from(date_iso(steps.at[0].from, first))),
                        STR("Write that day or a later one."),
                        "This change governs from %s, and no value in it can begin earlier.",
                        date_iso(op->from, start));
        return steps;
    }
    struct steps one = { 0 };
    struct param_step step = { .from = op->from, .origin = op->origin };
    if (read_value(&m->scope, op->value, param, &step)) add_step(m->scope.arena, &one, step);
    return one;
}

/* M10: not weaker than what lies below, on each day on which either changes. */
static void check_no_weaker(struct merging *m, const struct op *op, const struct param *param,
                            const struct steps *lower, const struct steps *upper, struct date first, enum code code) {
    for (size_t i = 0; i < upper->count + lower->count; i++) {
        struct date day = i < upper->count ? upper->at[i].from : lower->at[i - upper->count].from;
        if (date_before(day, first)) continue;
        const struct param_step *now = step_at(upper, day), *below = step_at(lower, day);
        if (param_no_weaker(param, now, below)) continue;
        char from[DATE_LONG_SIZE];
        static const char *const steps[] = { "Write %.*s or more.", "Write %.*s or less.", "Keep %.*s and add to it." };
        struct str was = param_say(m->scope.arena, param, below), is = param_say(m->scope.arena, param, now);
        struct str next = param->type == PARAM_YEARS ? str_format(m->scope.arena, "Keep %.*s and add to it; years(first, last) says from which year group to which.", STR_ARG(was))
                                                     : str_format(m->scope.arena, steps[param->stricter - 1], STR_ARG(was));
        scope_error(&m->scope, code, op->node, op->node->id, next,
                    "'%.*s': the %s says %.*s, and from %s this says %.*s; it may only become %s.",
                    STR_ARG(param->name), op->source->at->layer == LAYER_SCHOOL ? "trust" : "policy", STR_ARG(was),
                    date_short(day, from), STR_ARG(is), DIRECTIONS[param->stricter - 1]);
        return;
    }
}

static bool says_law(const struct fields *fields) {
    const struct node *basis = fields_node(fields, "basis");
    return basis && basis->type == NODE_TEXT && str_is(basis->text, "law");
}

static bool names_param(const struct node *node, struct str name) {
    if (node->type == NODE_REF && str_is(node->word, "p") && str_equal(node->id, name)) return true;
    for (uint32_t i = 0; i < node->item_count; i++)
        if (names_param(&node->items[i], name)) return true;
    for (uint32_t i = 0; i < node->field_count; i++)
        if (names_param(&node->fields[i].value, name)) return true;
    return false;
}

/* Of a clause that the law asks for, or read by a rule that it asks for (M9). */
static bool is_law(struct merging *m, const struct op *op, const struct param *param) {
    enum layer below = op->source->at->layer;
    for (size_t i = 0; i < m->item_count; i++) {
        const struct item *item = &m->items[i];
        if (item->type != ITEM_RULE && item->type != ITEM_CLAUSE) continue;
        struct fields fields = fields_at(m, i, DATE_NONE, below);
        if (item->type == ITEM_CLAUSE) {
            if (str_equal(item->name, param->clause) && says_law(&fields)) return true;
            continue;
        }
        struct fields clause = fields_at(m, item->clause, DATE_NONE, below);
        if (!says_law(fields_node(&fields, "basis") ? &fields : &clause)) continue;
        for (size_t f = 0; f < fields.count; f++)
            if (names_param(fields.at[f].value, param->name)) return true;
    }
    return false;
}

static void check_direction(struct merging *m, const struct op *op, const struct param *param,
                            const struct steps *lower, const struct steps *upper, struct date first) {
    enum layer layer = op->source->at->layer;
    bool tighten = op->action == OP_TIGHTEN || layer == LAYER_SCHOOL;
    if (tighten && param->stricter == STRICTER_NONE) {
        scope_error(&m->scope, layer == LAYER_SCHOOL ? CODE_NOT_OPEN : CODE_NOT_STRICTER, op->node, op->node->id,
                    NO_HINT, "param/%.*s does not say which way is stricter, so a school can not change it.",
                    STR_ARG(param->name));
        return;
    }
    if (tighten)
        check_no_weaker(m, op, param, lower, upper, first, CODE_NOT_STRICTER);
    else if (layer > LAYER_UPDATE && is_law(m, op, param)) {
        if (param->stricter == STRICTER_NONE)
            scope_error(&m->scope, CODE_BELOW_THE_LAW, op->node, op->node->id, STR("Only an update can change it."),
                        "param/%.*s belongs to what the law asks for, and does not say which way is stricter.",
                        STR_ARG(param->name));
        else
            check_no_weaker(m, op, param, lower, upper, first, CODE_BELOW_THE_LAW);
    }
}

static void read_steps(struct merging *m, size_t item, const struct fields *fields, struct param *param) {
    const struct node *values = fields_node(fields, "values");
    struct steps steps = { 0 };
    if (!values) {
        scope_error(&m->scope, CODE_INCOMPLETE, m->items[item].node, param->name,
                    STR("Write values = { [\"2026-09-01\"] = 1 }."), "The parameter '%.*s' has no values.",
                    STR_ARG(param->name));
    } else {
        size_t errors = m->scope.problems->errors;
        steps = read_table(m, values, param, param->origin);
        if (!steps.count && errors == m->scope.problems->errors)
            scope_error(&m->scope, CODE_INCOMPLETE, values, param->name,
                        STR("Write values = { [\"2026-09-01\"] = 1 }."), "The parameter '%.*s' has no values.",
                        STR_ARG(param->name));
    }
    for (size_t i = 0; i < m->op_count && steps.count; i++) {
        const struct op *op = &m->ops[i];
        if (op->item != item || !str_is(op->field, "values")) continue;
        struct steps upper = steps_of(m, op, param);
        if (!upper.count) continue;
        struct steps whole = laid_over(m, op, &steps, &upper);
        check_direction(m, op, param, &steps, &whole, upper.at[0].from);
        steps = whole;
    }
    if (!steps.count) { /* there is a problem already; the rest of the policy is still read */
        struct param_step none = { .from = DATE_FIRST,
                                   .values = arena_new(m->scope.arena, int64_t),
                                   .texts = arena_new(m->scope.arena, struct str),
                                   .count = 1 };
        add_step(m->scope.arena, &steps, none);
    }
    param->steps = steps.at;
    param->step_count = steps.count;
}

static void read_param(struct merging *m, size_t item, struct param *param) {
    struct fields fields = fields_at(m, item, DATE_NONE, ALL_LAYERS);
    const struct node *type = fields_node(&fields, "type"), *stricter = fields_node(&fields, "stricter"),
                      *clause = fields_node(&fields, "clause");
    param->name = m->items[item].name;
    param->origin = m->items[item].origin;
    int choice = type ? scope_choice(&m->scope, type, "type", TYPES, COUNT_OF(TYPES)) : -1;
    if (!type)
        scope_error(&m->scope, CODE_INCOMPLETE, m->items[item].node, param->name,
                    STR("Write type = \"whole\", \"hours\", \"text\", \"texts\", \"codes\" or \"years\"."),
                    "The parameter '%.*s' has no type.", STR_ARG(param->name));
    param->type = choice < 0 ? PARAM_WHOLE : (enum param_type)choice;
    if (clause && !scope_text(&m->scope, clause, "clause", &param->clause)) param->clause = NO_HINT;
    if (stricter) param->stricter = (enum stricter)(scope_choice(&m->scope, stricter, "stricter", DIRECTIONS, 3) + 1);
    bool amount = param->type == PARAM_WHOLE || param->type == PARAM_HOURS;
    bool list = param->type == PARAM_TEXTS || param->type == PARAM_CODES || param->type == PARAM_YEARS;
    if ((param->stricter == STRICTER_WIDER && !list)
        || ((param->stricter == STRICTER_HIGHER || param->stricter == STRICTER_LOWER) && !amount)) {
        scope_error(&m->scope, CODE_BAD_CHOICE, stricter, stricter->text,
                    STR("Numbers are stricter \"higher\" or \"lower\", lists \"wider\"."),
                    "A parameter of type \"%s\" can not be stricter \"%.*s\".", TYPES[param->type],
                    STR_ARG(stricter->text));
        param->stricter = STRICTER_NONE;
    }
    if (choice >= 0) read_steps(m, item, &fields, param);
    if (param->step_count) return;
    struct param_step *none = arena_new(m->scope.arena, struct param_step);
    *none = (struct param_step){ .from = DATE_FIRST,
                                 .values = arena_new(m->scope.arena, int64_t),
                                 .texts = arena_new(m->scope.arena, struct str),
                                 .count = 1 };
    param->steps = none;
    param->step_count = 1;
}

void merging_params(struct merging *m) {
    struct policy *policy = m->scope.policy;
    size_t count = 0;
    for (size_t i = 0; i < m->item_count; i++) count += m->items[i].type == ITEM_PARAM;
    size_t *items = arena_array(m->scope.arena, size_t, count);
    struct param *params = arena_array(m->scope.arena, struct param, count);
    size_t n = 0;
    for (size_t i = 0; i < m->item_count; i++) {
        if (m->items[i].type != ITEM_PARAM) continue;
        size_t to = n++;
        for (; to > 0 && str_compare(m->items[items[to - 1]].name, m->items[i].name) > 0; to--)
            items[to] = items[to - 1];
        items[to] = i;
    }
    for (size_t i = 0; i < n; i++) {
        m->typed[items[i]] = (int32_t)i;
        read_param(m, items[i], &params[i]);
    }
    policy->params = params;
    policy->param_count = count;
    policy->counted_enrolments = scope_find_param(&m->scope, STR("counted_enrolments"));
}

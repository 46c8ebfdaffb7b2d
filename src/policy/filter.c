/* SPDX-License-Identifier: GPL-3.0-or-later
 * filter - conditions on subjects and records, from nodes.
 * Owns:  nothing.
 * Must not know: amendments, windows.
 */
#include "policy/filter.h"

#include <string.h>

#include "base/guess.h"
#include "base/map.h"
#include "policy/decision.h"
#include "policy/window_read.h"

static const struct {
    const char *word;
    enum subject_type type;
} SUBJECT_WORDS[] = {
    { "pupils", SUBJECT_PUPIL },      { "staff", SUBJECT_STAFF },   { "organisations", SUBJECT_ORGANISATION },
    { "the_school", SUBJECT_SCHOOL }, { "school", SUBJECT_SCHOOL },
};

static int subject_word(const struct node *node) {
    for (size_t i = 0; i < COUNT_OF(SUBJECT_WORDS); i++)
        if (node_is(node, SUBJECT_WORDS[i].word)) return (int)i;
    return -1;
}

bool filter_is_subject(const struct node *node) {
    return subject_word(node) >= 0;
}

const struct field *filter_fields(const struct kinds *kinds, const struct filter *filter, uint32_t *count) {
    if (filter->of_subject) {
        *count = kinds->facts[filter->subject_type].field_count;
        return kinds->facts[filter->subject_type].fields;
    }
    *count = kinds->kinds[filter->kind].field_count;
    return kinds->kinds[filter->kind].fields;
}

const struct condition *filter_condition(const struct filter *filter, int32_t field) {
    for (size_t i = 0; i < filter->condition_count; i++)
        if (filter->conditions[i].field == field) return &filter->conditions[i];
    return NULL;
}

int32_t filter_find_field(struct scope *scope, const struct node *at, struct str owner, const struct field *fields,
                          uint32_t count, bool has_outcome, struct str name) {
    struct str *names = arena_array(scope->arena, struct str, count);
    uint32_t known = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!has_outcome && i == FIELD_OUTCOME && str_is(fields[i].name, "outcome")) continue;
        if (str_equal(fields[i].name, name)) return (int32_t)i;
        names[known++] = fields[i].name;
    }
    struct str hint = guess_hint(scope->arena, name, names, known);
    if (!hint.size) hint = str_format(scope->arena, "To see them all:  help %.*s", STR_ARG(owner));
    scope_error(scope, CODE_UNKNOWN_FIELD, at, name, hint, "'%.*s' has no field called '%.*s'.", STR_ARG(owner),
                STR_ARG(name));
    return -1;
}

/* ---- constants ---- */

static int32_t read_code(struct scope *scope, const struct node *node, const struct field *field) {
    struct str code = node->text;
    if (node->type == NODE_WHOLE) {
        code = str_format(scope->arena, "%lld", (long long)node->whole);
    } else if (node->type != NODE_TEXT) {
        scope_wrong(scope, node, str_c(scope->arena, field->name), "one of its codes");
        return -1;
    }
    int32_t found = field_find_code(field, code);
    if (found >= 0) return found;
    struct str hint = guess_hint(scope->arena, code, field->codes, field->code_count);
    if (!hint.size) {
        struct buf list = { 0 };
        for (uint32_t i = 0; i < field->code_count && i < 12; i++)
            buf_printf(&list, "%s%.*s", i ? ", " : "It can be ", STR_ARG(field->codes[i]));
        buf_add_c(&list, field->code_count > 12 ? " and more." : ".");
        hint = str_copy(scope->arena, buf_str(&list));
        buf_free(&list);
    }
    scope_error(scope, CODE_UNKNOWN_CODE, node, code, hint, "'%.*s' can not be '%.*s'.", STR_ARG(field->name),
                STR_ARG(code));
    return -1;
}

static bool read_code_mask(struct scope *scope, const struct node *node, const struct field *field, int64_t *out) {
    uint32_t count = 1;
    const struct node *parts = node;
    if (node->type == NODE_TABLE || node->type == NODE_CALL) parts = scope_parts(node, &count);
    *out = 0;
    for (uint32_t i = 0; i < count; i++) {
        int32_t code = read_code(scope, &parts[i], field);
        if (code < 0) return false;
        *out |= INT64_C(1) << code;
    }
    return true;
}

bool filter_read_constant(struct scope *scope, const struct node *node, const struct field *field, int64_t *out) {
    const char *where = str_c(scope->arena, field->name);
    bool yes;
    struct str text;
    struct date date;
    int32_t code;
    switch (field->type) {
    case FIELD_FLAG:
        if (!scope_flag(scope, node, where, &yes)) return false;
        *out = yes;
        return true;
    case FIELD_WHOLE:
        return scope_whole(scope, node, where, 0, 1000000000, out);
    case FIELD_HOURS:
        return scope_minutes(scope, node, where, out);
    case FIELD_TEXT:
        if (!scope_text(scope, node, where, &text)) return false;
        *out = text_value(text);
        return true;
    case FIELD_DAY:
        if (!scope_date(scope, node, where, &date)) return false;
        *out = date.day;
        return true;
    case FIELD_ONE_OF:
        code = read_code(scope, node, field);
        *out = code;
        return code >= 0;
    case FIELD_SET_OF:
        return read_code_mask(scope, node, field, out);
    case FIELD_YEARS:
        return scope_years(scope, node, where, out);
    case FIELD_PERSON:
        return scope_wrong(scope, node, where, "known, missing or any");
    case FIELD_ORGANISATION:
        return scope_wrong(scope, node, where, "organisations {}, known, missing or any");
    }
    return false;
}

/* ---- conditions ---- */

static bool is_set(const struct field *field) {
    return field->type == FIELD_SET_OF || field->type == FIELD_YEARS;
}
static bool is_number(const struct field *field) {
    return field->type == FIELD_WHOLE || field->type == FIELD_HOURS;
}

/* Which parameters may stand for values of a field. */
static bool param_fits(const struct field *field, enum param_type type, bool *scalar) {
    *scalar = type == PARAM_WHOLE || type == PARAM_HOURS;
    switch (type) {
    case PARAM_WHOLE:
        return field->type == FIELD_WHOLE;
    case PARAM_HOURS:
        return field->type == FIELD_HOURS;
    case PARAM_YEARS:
        return field->type == FIELD_WHOLE || field->type == FIELD_YEARS;
    case PARAM_CODES:
        return field->type == FIELD_ONE_OF || field->type == FIELD_SET_OF || field->type == FIELD_TEXT;
    case PARAM_TEXT:
    case PARAM_TEXTS:
        return field->type == FIELD_TEXT;
    }
    return false;
}

static bool read_param(struct scope *scope, const struct node *node, const struct field *field, struct condition *out) {
    int32_t param = scope_param(scope, node);
    bool scalar = false;
    if (param < 0) return false;
    if (!param_fits(field, scope->policy->params[param].type, &scalar))
        return scope_error(scope, CODE_WRONG_TYPE, node, node->id, NO_HINT,
                           "'%.*s' can not be compared with the parameter %.*s.", STR_ARG(field->name),
                           STR_ARG(node->id));
    struct operand operand = { .param = param };
    if (scalar) {
        out->op = CONDITION_RANGE;
        out->low = out->high = operand;
        out->has_low = out->has_high = true;
        return true;
    }
    out->values = arena_new(scope->arena, struct operand);
    out->values[0] = operand;
    out->value_count = 1;
    return true;
}

static int compare_operands(const struct operand *a, const struct operand *b) {
    return a->value < b->value ? -1 : a->value > b->value;
}

/* Constants in order, each once: two ways of writing one list are one condition. */
static void add_value(struct condition *out, int64_t value) {
    struct operand new = operand_of(value);
    size_t to = out->value_count;
    for (size_t i = 0; i < out->value_count; i++)
        if (out->values[i].value == value) return;
    for (; to > 0 && compare_operands(&out->values[to - 1], &new) > 0; to--) out->values[to] = out->values[to - 1];
    out->values[to] = new;
    out->value_count++;
}

static bool read_among(struct scope *scope, const struct node *node, const struct field *field, struct condition *out) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    out->op = CONDITION_AMONG;
    if (count == 0) return scope_wrong(scope, node, str_c(scope->arena, field->name), "a list with at least one value");
    if (count == 1 && parts[0].type == NODE_REF) return read_param(scope, &parts[0], field, out);
    out->values = arena_array(scope->arena, struct operand, count);
    for (uint32_t i = 0; i < count; i++) {
        int64_t value = 0;
        if (!filter_read_constant(scope, &parts[i], field, &value)) return false;
        add_value(out, value);
    }
    return true;
}

/* at_least(n), at_most(n), below(n), above(n): the bounds count, so below is one less. */
static bool read_bound(struct scope *scope, const struct node *node, const struct field *field, struct condition *out) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    const char *where = str_c(scope->arena, field->name);
    if (!is_number(field)) return scope_wrong(scope, node, where, "a value that is no amount");
    if (count != 1) return scope_wrong(scope, node, where, "a bound with one number");
    struct operand operand;
    if (!scope_operand(scope, &parts[0], where, field->type == FIELD_HOURS, &operand)) return false;
    out->op = CONDITION_RANGE;
    bool low = node_is(node, "at_least") || node_is(node, "above");
    bool strict = node_is(node, "below") || node_is(node, "above");
    if (strict && operand.param < 0) {
        operand.value += low ? 1 : -1;
        strict = false;
    }
    if (!strict) {
        out->has_low = low;
        out->has_high = !low;
        if (low)
            out->low = operand;
        else
            out->high = operand;
        return true;
    }
    /* below(p.x) is not(at least p.x): a parameter has no "one less". */
    out->negated = true;
    out->has_low = !low;
    out->has_high = low;
    if (low)
        out->high = operand;
    else
        out->low = operand;
    return true;
}

static bool read_includes(struct scope *scope, const struct node *node, const struct field *field,
                          struct condition *out) {
    const char *where = str_c(scope->arena, field->name);
    if (!is_set(field)) return scope_wrong(scope, node, where, "a value: only a set can include something");
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    out->op = node_is(node, "includes_any") ? CONDITION_INCLUDES_ANY
              : node_is(node, "lacks_any")  ? CONDITION_LACKS_ANY
                                            : CONDITION_INCLUDES_ALL;
    if (count == 0) return scope_wrong(scope, node, where, "a list with at least one value");
    if (count == 1 && parts[0].type == NODE_REF) return read_param(scope, &parts[0], field, out);
    int64_t mask = 0;
    if (field->type == FIELD_YEARS) {
        for (uint32_t i = 0; i < count; i++) {
            int64_t one;
            if (!scope_years(scope, &parts[i], where, &one)) return false;
            mask |= one;
        }
    } else if (!read_code_mask(scope, node, field, &mask)) {
        return false;
    }
    out->values = arena_array(scope->arena, struct operand, 64);
    for (int i = 0; i < 63; i++)
        if (mask >> i & 1) add_value(out, i);
    return true;
}

static bool read_years(struct scope *scope, const struct node *node, const struct field *field, struct condition *out) {
    int64_t mask;
    if (!is_number(field) || field->type == FIELD_HOURS)
        return scope_wrong(scope, node, str_c(scope->arena, field->name), "a value that is no year group");
    if (!scope_years(scope, node, "years", &mask)) return false;
    out->op = CONDITION_RANGE;
    out->has_low = out->has_high = true;
    int64_t low = 0, high = 62;
    while (!(mask >> low & 1)) low++;
    while (!(mask >> high & 1)) high--;
    out->low = operand_of(low);
    out->high = operand_of(high);
    return true;
}

static bool read_is_not(struct scope *scope, const struct node *node, const struct field *field,
                        struct condition *out) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    const char *where = str_c(scope->arena, field->name);
    if (count != 1) return scope_wrong(scope, node, where, "is_not(x) with one value");
    if (scope_is_word(&parts[0], "known") || scope_is_word(&parts[0], "missing") || scope_is_word(&parts[0], "any"))
        return scope_wrong(scope, &parts[0], "is_not", "a value; write known instead of is_not(missing)");
    if (!filter_read_condition(scope, &parts[0], field, out)) return false;
    out->negated = !out->negated;
    return true;
}

static bool read_organisation(struct scope *scope, const struct node *node, const struct field *field,
                              struct condition *out) {
    struct filter *nested = arena_new(scope->arena, struct filter);
    if (field->type != FIELD_ORGANISATION)
        return scope_wrong(scope, node, str_c(scope->arena, field->name), "a value that is no organisation");
    if (!filter_read_subject(scope, node, nested)) return false;
    /* Who came is who came, active or not today. */
    nested->default_on_roll = false;
    out->op = CONDITION_ORGANISATION;
    out->organisation = nested;
    return true;
}

static bool read_call(struct scope *scope, const struct node *node, const struct field *field, struct condition *out) {
    static const char *const bounds[] = { "at_least", "at_most", "below", "above" };
    static const char *const sets[] = { "includes", "includes_all", "includes_any", "lacks_any" };
    if (scope_is_word(node, "known"))
        out->op = CONDITION_KNOWN;
    else if (scope_is_word(node, "missing"))
        out->op = CONDITION_MISSING;
    else if (scope_is_word(node, "any"))
        out->op = CONDITION_ANY;
    else if (node_is(node, "is_not"))
        return read_is_not(scope, node, field, out);
    else if (node_is(node, "among"))
        return read_among(scope, node, field, out);
    else if (node_is(node, "years") && !is_set(field))
        return read_years(scope, node, field, out);
    else if (node_is(node, "organisations"))
        return read_organisation(scope, node, field, out);
    else {
        for (size_t i = 0; i < COUNT_OF(bounds); i++)
            if (node_is(node, bounds[i])) return read_bound(scope, node, field, out);
        for (size_t i = 0; i < COUNT_OF(sets); i++)
            if (node_is(node, sets[i])) return read_includes(scope, node, field, out);
        if (node->type == NODE_REF) return read_param(scope, node, field, out);
        if (!node_is(node, "years"))
            return scope_wrong(scope, node, str_c(scope->arena, field->name), "a value or a condition");
        out->values = arena_new(scope->arena, struct operand);
        out->values[0] = operand_of(0);
        out->value_count = 1;
        return scope_years(scope, node, "years", &out->values[0].value);
    }
    return true;
}

bool filter_read_condition(struct scope *scope, const struct node *node, const struct field *field,
                           struct condition *out) {
    int32_t index = out->field;
    *out = (struct condition){ .field = index, .op = CONDITION_AMONG, .low = operand_of(0), .high = operand_of(0) };
    if (node->type == NODE_CALL || node->type == NODE_REF) return read_call(scope, node, field, out);
    if (node->type == NODE_TABLE && !is_set(field))
        return scope_error(scope, CODE_WRONG_TYPE, node, field->name,
                           STR("Write among { ... } for one of several values."),
                           "'%.*s' has one value, and this is a list.", STR_ARG(field->name));
    out->values = arena_new(scope->arena, struct operand);
    out->values[0] = operand_of(0);
    out->value_count = 1;
    return filter_read_constant(scope, node, field, &out->values[0].value);
}

/* ---- filters ---- */

static void sort_conditions(struct condition *conditions, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct condition moved = conditions[i];
        size_t to = i;
        for (; to > 0 && conditions[to - 1].field > moved.field; to--) conditions[to] = conditions[to - 1];
        conditions[to] = moved;
    }
}

static bool outcome_mask(struct scope *scope, const struct node *node, uint32_t *mask) {
    struct field outcome = {
        .name = STR_INIT("outcome"), .type = FIELD_ONE_OF, .codes = OUTCOME_NAMES, .code_count = OUTCOME_CODE_COUNT
    };
    uint32_t all = (1u << OUTCOME_CODE_COUNT) - 1;
    if (scope_is_word(node, "any")) {
        bool held = scope->policy->readings[READING_OPPORTUNITY].means == OPPORTUNITY_HELD_ONLY;
        *mask = held ? 1u << OUTCOME_ATTENDED : all;
        return true;
    }
    struct condition condition = { .field = FIELD_OUTCOME };
    if (!filter_read_condition(scope, node, &outcome, &condition)) return false;
    if (condition.op != CONDITION_AMONG || condition.value_count == 0 || condition.values[0].param >= 0)
        return scope_wrong(scope, node, "outcome", "an outcome, among { ... } or any");
    *mask = 0;
    for (size_t i = 0; i < condition.value_count; i++) *mask |= 1u << condition.values[i].value;
    if (condition.negated) *mask = all & ~*mask;
    return true;
}

static bool kind_fits(enum shape shape, enum subject_type subject) {
    if (subject == SUBJECT_PUPIL) return shape_of_pupils(shape);
    if (subject == SUBJECT_STAFF) return shape_of_staff(shape);
    return true;
}

int32_t filter_find_kind(struct scope *scope, const struct node *at, struct str name, enum subject_type subject) {
    int32_t kind = kinds_find(scope->kinds, name);
    if (kind < 0) {
        struct str *names = arena_array(scope->arena, struct str, scope->kinds->kind_count);
        for (uint32_t i = 0; i < scope->kinds->kind_count; i++) names[i] = scope->kinds->kinds[i].name;
        struct str hint = guess_hint(scope->arena, name, names, scope->kinds->kind_count);
        scope_error(scope, CODE_UNKNOWN_WORD, at, name, hint, "There is no kind of record called '%.*s'.", STR_ARG(name));
        return -1;
    }
    if (!kind_fits(scope->kinds->kinds[kind].shape, subject)) {
        scope_error(scope, CODE_KIND_SUBJECT, at, name,
                    STR("Count it in a rule about the school, or name a kind about these people."),
                    "A rule about %s can not count '%.*s'.", subject == SUBJECT_PUPIL ? "pupils" : "staff",
                    STR_ARG(name));
        return -1;
    }
    return kind;
}

static int32_t find_kind(struct scope *scope, const struct node *node, enum subject_type subject) {
    if (node->type == NODE_CALL && !node_is(node, "findings"))
        return filter_find_kind(scope, node, node->word, subject);
    if (node->type == NODE_CALL)
        scope_error(scope, CODE_BAD_CHOICE, node, node->word, STR("Count them in a measure."),
                    "Findings are counted in measures, not in rules.");
    else
        scope_wrong(scope, node, "have", "a kind of record such as encounter {}");
    return -1;
}

static bool is_bound(const struct scope *scope, struct str name) {
    for (uint32_t i = 0; scope->bind && i < scope->bind->field_count; i++)
        if (str_equal(scope->bind->fields[i].key, name)) return true;
    return false;
}

bool filter_read_record(struct scope *scope, const struct node *node, enum subject_type subject, struct filter *out) {
    *out = (struct filter){ .kind = find_kind(scope, node, subject), .document = node->document, .line = node->line };
    if (out->kind < 0) return false;
    const struct kind *kind = &scope->kinds->kinds[out->kind];
    struct condition *conditions = arena_array(scope->arena, struct condition, node->field_count);
    struct bound *bounds = arena_array(scope->arena, struct bound, node->field_count);
    bool personal = subject == SUBJECT_PUPIL || subject == SUBJECT_STAFF, good = true;
    out->bounds = bounds;
    if (node->item_count)
        good =
            scope_wrong(scope, &node->items[0], str_c(scope->arena, node->word), "conditions written as field = value");
    for (uint32_t i = 0; i < node->field_count; i++) {
        const struct node *value = &node->fields[i].value;
        struct str name = node->fields[i].key;
        if (subject == SUBJECT_PUPIL && is_bound(scope, name)) {
            good = decision_read_bound(scope, name, value, &bounds[out->bound_count++]) && good;
            continue;
        }
        int32_t index = filter_find_field(scope, value, kind->name, kind->fields, kind->field_count,
                                          shape_has_outcome(kind->shape), name);
        if (index < 0) {
            good = false;
            continue;
        }
        const struct field *field = &kind->fields[index];
        if (!personal && (field->each || index == FIELD_OUTCOME)) {
            good =
                scope_error(scope, CODE_EACH_AT_SCHOOL_LEVEL, value, name,
                            STR("Ask for it in a rule about pupils or staff, or leave it out."),
                            "'%.*s' belongs to one person's part in '%.*s', and this rule is about %s.", STR_ARG(name),
                            STR_ARG(kind->name), subject == SUBJECT_SCHOOL ? "the school" : "organisations");
            continue;
        }
        if (index == FIELD_OUTCOME) {
            if (!outcome_mask(scope, value, &out->outcomes)) good = false;
            continue;
        }
        struct condition *condition = &conditions[out->condition_count];
        condition->field = index;
        if (!filter_read_condition(scope, value, field, condition)) {
            good = false;
            continue;
        }
        if (index == FIELD_CANCELLED) out->names_cancelled = true;
        out->condition_count++;
    }
    sort_conditions(conditions, out->condition_count);
    out->conditions = conditions;
    return good;
}

static bool names_field(const struct node *node, const char *name) {
    return node_field(node, name) != NULL;
}

static void set_defaults(struct scope *scope, const struct node *node, struct filter *out) {
    if (out->subject_type == SUBJECT_PUPIL) {
        out->default_on_roll = !names_field(node, "on_roll") && !names_field(node, "left_on");
        out->default_enrolment = !names_field(node, "enrolment") && scope->policy->counted_enrolments >= 0;
    } else if (out->subject_type == SUBJECT_STAFF) {
        out->default_on_roll = !names_field(node, "in_post") && !names_field(node, "left_on");
    } else if (out->subject_type == SUBJECT_ORGANISATION) {
        out->default_on_roll = !names_field(node, "active");
    }
}

bool filter_read_subject(struct scope *scope, const struct node *node, struct filter *out) {
    int word = subject_word(node);
    if (word < 0) return scope_wrong(scope, node, "who", "pupils {}, staff {}, organisations {} or the_school {}");
    enum subject_type type = SUBJECT_WORDS[word].type;
    *out = (struct filter){
        .of_subject = true, .subject_type = type, .kind = -1, .document = node->document, .line = node->line
    };
    const struct facts *facts = &scope->kinds->facts[type];
    struct condition *conditions = arena_array(scope->arena, struct condition, node->field_count);
    bool good = true;
    if (node->item_count)
        good = scope_wrong(scope, &node->items[0], SUBJECT_WORDS[word].word, "conditions written as field = value");
    for (uint32_t i = 0; i < node->field_count; i++) {
        const struct node *value = &node->fields[i].value;
        int32_t index =
            filter_find_field(scope, value, node->word, facts->fields, facts->field_count, true, node->fields[i].key);
        if (index < 0) {
            good = false;
            continue;
        }
        struct condition *condition = &conditions[out->condition_count];
        condition->field = index;
        if (filter_read_condition(scope, value, &facts->fields[index], condition))
            out->condition_count++;
        else
            good = false;
    }
    sort_conditions(conditions, out->condition_count);
    out->conditions = conditions;
    set_defaults(scope, node, out);
    return good;
}

bool filter_read_subjects(struct scope *scope, const struct node *node, const struct filter **out, size_t *count,
                          enum subject_type *type) {
    uint32_t part_count = 1;
    const struct node *parts = node;
    if (node_is(node, "any_of")) parts = scope_parts(node, &part_count);
    if (part_count == 0) return scope_wrong(scope, node, "any_of", "a list with at least one subject");
    struct filter *filters = arena_array(scope->arena, struct filter, part_count);
    bool good = true;
    for (uint32_t i = 0; i < part_count; i++) {
        if (!filter_read_subject(scope, &parts[i], &filters[i])) {
            good = false;
            continue;
        }
        if (filters[i].subject_type != filters[0].subject_type)
            good = scope_error(scope, CODE_WRONG_TYPE, &parts[i], parts[i].word, STR("Write two rules."),
                               "A rule is about one sort of subject, and this names two.");
    }
    *out = filters;
    *count = part_count;
    *type = filters[0].subject_type;
    return good;
}

/* ---- the school's own facts ---- */

/* What a parameter lists, at the policy's first day: whom a clause is for does not move. */
static bool school_listed(const struct policy *policy, int32_t field, const struct operand *operand, int64_t value) {
    if (operand->param < 0) return operand->value == value;
    const struct param *param = &policy->params[operand->param];
    const struct param_step *step = param_at(param, policy->effective);
    if (param->type == PARAM_YEARS) return value >= 0 && value < 63 && (step->values[0] >> value & 1);
    const struct field *fact = &policy->kinds->facts[SUBJECT_SCHOOL].fields[field];
    bool codes = fact->type == FIELD_ONE_OF || fact->type == FIELD_SET_OF;
    for (size_t i = 0; i < step->count; i++)
        if ((codes ? field_find_code(fact, step->texts[i]) : step->values[i]) == value) return true;
    return false;
}

static bool school_set(const struct policy *policy, const struct condition *condition, int64_t value) {
    bool had_all = true, had_any = false;
    for (int64_t bit = 0; bit < 63; bit++) {
        bool named = false;
        for (size_t i = 0; i < condition->value_count; i++)
            named = named || school_listed(policy, condition->field, &condition->values[i], bit);
        if (!named) continue;
        if (value >> bit & 1)
            had_any = true;
        else
            had_all = false;
    }
    return condition->op == CONDITION_INCLUDES_ALL   ? had_all
           : condition->op == CONDITION_INCLUDES_ANY ? had_any
                                                     : !had_all;
}

static int school_condition(const struct policy *policy, const struct condition *condition) {
    int64_t value = VALUE_NONE, low, high;
    if (condition->field < (int32_t)COUNT_OF(policy->school_facts)) value = policy->school_facts[condition->field];
    if (condition->op == CONDITION_ANY) return 1;
    if (condition->op == CONDITION_KNOWN) return value != VALUE_NONE;
    if (condition->op == CONDITION_MISSING) return value == VALUE_NONE;
    if (value == VALUE_NONE) return -1;
    bool yes = false;
    switch (condition->op) {
    case CONDITION_AMONG:
        for (size_t i = 0; i < condition->value_count; i++)
            yes = yes || school_listed(policy, condition->field, &condition->values[i], value);
        break;
    case CONDITION_RANGE:
        low = condition->has_low ? operand_on(policy, &condition->low, policy->effective) : INT64_MIN;
        high = condition->has_high ? operand_on(policy, &condition->high, policy->effective) : INT64_MAX;
        yes = value >= low && value <= high;
        break;
    case CONDITION_INCLUDES_ALL:
    case CONDITION_INCLUDES_ANY:
    case CONDITION_LACKS_ANY:
        yes = school_set(policy, condition, value);
        break;
    default:
        return -1;
    }
    return yes != condition->negated;
}

int filter_school_admits(const struct policy *policy, const struct filter *filter) {
    int all = 1;
    for (size_t i = 0; i < filter->condition_count; i++) {
        int one = school_condition(policy, &filter->conditions[i]);
        if (one == 0) return 0;
        if (one < 0) all = -1;
    }
    return all;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * gen_filter - random conditions on subjects and records.
 * Owns:  nothing.
 * Must not know: windows, rows.
 */
#include "base/map.h"
#include "gen_policy.h"

struct operand gen_constant(int64_t value) { return (struct operand){ .param = -1, .value = value }; }

int32_t gen_param_of(struct gen *gen, const struct policy *policy, enum param_type type) {
    size_t first = policy->param_count ? (size_t)gen_between(gen, 0, (int64_t)policy->param_count - 1) : 0;
    for (size_t i = 0; i < policy->param_count; i++) {
        size_t at = (first + i) % policy->param_count;
        if (policy->params[at].type == type) return (int32_t)at;
    }
    return -1;
}

struct operand gen_param_or(struct gen *gen, const struct policy *policy, enum param_type type, int64_t value) {
    int32_t param = gen_chance(gen, 20) ? gen_param_of(gen, policy, type) : -1;
    return param < 0 ? gen_constant(value) : (struct operand){ .param = param };
}

static bool is_set(const struct field *field) { return field->type == FIELD_SET_OF || field->type == FIELD_YEARS; }

static bool is_number(const struct field *field) { return field->type == FIELD_WHOLE || field->type == FIELD_HOURS; }

static int64_t random_value(struct gen *gen, const struct field *field) {
    switch (field->type) {
    case FIELD_DAY: return gen_day(gen, 2021, 2023).day;
    case FIELD_FLAG: return gen_chance(gen, 75);
    case FIELD_WHOLE: return str_is(field->name, "days_on_roll") ? gen_between(gen, 0, 500) : gen_between(gen, 3, 18);
    case FIELD_HOURS: return 30 * gen_between(gen, 0, 6);
    case FIELD_TEXT: return text_value(GEN_TEXTS[gen_between(gen, 0, 3)]);
    case FIELD_PERSON: return gen_between(gen, 1, 3);
    case FIELD_ORGANISATION: return 101 + gen_between(gen, 0, 3);
    case FIELD_YEARS: return gen_between(gen, 1, 127) << 7;
    case FIELD_ONE_OF: return gen_between(gen, 0, (int64_t)field->code_count - 1);
    case FIELD_SET_OF: return gen_between(gen, 0, (INT64_C(1) << field->code_count) - 1);
    }
    return 0;
}

static void fill_values(struct gen *gen, const struct policy *policy, const struct field *field, struct condition *c) {
    bool coded = field->type == FIELD_ONE_OF || field->type == FIELD_SET_OF;
    enum param_type type = field->type == FIELD_TEXT ? (gen_chance(gen, 50) ? PARAM_TEXTS : PARAM_TEXT) : PARAM_CODES;
    bool has_list = coded || field->type == FIELD_TEXT;
    if (field->type == FIELD_YEARS || field->type == FIELD_WHOLE) {
        type = PARAM_YEARS;
        has_list = true;
    }
    int32_t param = has_list && gen_chance(gen, 25) ? gen_param_of(gen, policy, type) : -1;
    c->value_count = param >= 0 ? 1 : (size_t)gen_between(gen, 1, 3);
    c->values = arena_array(gen->arena, struct operand, c->value_count);
    for (size_t i = 0; i < c->value_count; i++) {
        bool member = c->op != CONDITION_AMONG;
        int64_t value = random_value(gen, field);
        if (member && field->type == FIELD_YEARS) value = gen_between(gen, 7, 13);
        if (member && field->type == FIELD_SET_OF) value = gen_between(gen, 0, (int64_t)field->code_count - 1);
        c->values[i] = param >= 0 ? (struct operand){ .param = param } : gen_constant(value);
    }
}

static void fill_range(struct gen *gen, const struct policy *policy, const struct field *field, struct condition *c) {
    int64_t a = random_value(gen, field), b = random_value(gen, field);
    c->op = CONDITION_RANGE;
    c->has_low = gen_chance(gen, 65);
    c->has_high = !c->has_low || gen_chance(gen, 50);
    c->low = c->high = gen_constant(0);
    enum param_type type = field->type == FIELD_HOURS ? PARAM_HOURS : PARAM_WHOLE;
    if (c->has_low) c->low = is_number(field) ? gen_param_or(gen, policy, type, a < b ? a : b) : gen_constant(a < b ? a : b);
    if (c->has_high) c->high = gen_constant(a < b ? b : a);
}

struct condition gen_condition(struct gen *gen, const struct policy *policy, const struct field *field, int32_t index) {
    struct condition c = { .field = index, .low = gen_constant(0), .high = gen_constant(0) };
    int roll = (int)gen_between(gen, 0, 99);
    if (roll < 8) c.op = CONDITION_KNOWN;
    else if (roll < 12) c.op = CONDITION_MISSING;
    else if (roll < 14) c.op = CONDITION_ANY;
    if (roll < 14) return c;
    c.negated = gen_chance(gen, 20);
    if (is_set(field)) {
        static const enum condition_op OPS[] = { CONDITION_INCLUDES_ALL, CONDITION_INCLUDES_ANY, CONDITION_LACKS_ANY,
                                                 CONDITION_AMONG };
        c.op = OPS[gen_between(gen, 0, 3)];
        fill_values(gen, policy, field, &c);
    } else if ((is_number(field) && roll < 70) || (field->type == FIELD_DAY && roll < 90)) {
        fill_range(gen, policy, field, &c);
    } else {
        c.op = CONDITION_AMONG;
        fill_values(gen, policy, field, &c);
    }
    return c;
}

/* ---- subjects ------------------------------------------------------------------------------------------------------------ */

static bool has_condition(const struct condition *conditions, size_t count, int32_t field) {
    for (size_t i = 0; i < count; i++) {
        if (conditions[i].field == field) return true;
    }
    return false;
}

static struct condition on_year(struct gen *gen, const struct policy *policy) {
    int32_t year = policy->kinds->known.year;
    struct condition c = { .field = year, .low = gen_constant(7), .high = gen_constant(13) };
    int32_t param = gen_param_of(gen, policy, PARAM_YEARS);
    if (param >= 0 && gen_chance(gen, 30)) {
        struct operand *value = arena_new(gen->arena, struct operand);
        *value = (struct operand){ .param = param };
        c.op = CONDITION_AMONG;
        c.values = value;
        c.value_count = 1;
        return c;
    }
    c.op = CONDITION_RANGE;
    c.has_low = c.has_high = true;
    c.low = gen_constant(gen_between(gen, 7, 11));
    c.high = gen_constant(c.low.value + gen_between(gen, 0, 4));
    return c;
}

static struct filter subject_filter(struct gen *gen, const struct policy *policy, enum subject_type type, bool needs_year,
                                    size_t most) {
    const struct facts *facts = &policy->kinds->facts[type];
    const struct known_facts *known = &policy->kinds->known;
    struct condition *conditions = arena_array(gen->arena, struct condition, most + 1);
    size_t count = 0, wanted = (size_t)gen_between(gen, 0, (int64_t)most);
    if (needs_year) conditions[count++] = on_year(gen, policy);
    while (count < wanted) {
        int32_t fact = (int32_t)gen_between(gen, 0, facts->field_count - 1);
        if (has_condition(conditions, count, fact)) {
            wanted--;
            continue;
        }
        conditions[count++] = gen_condition(gen, policy, &facts->fields[fact], fact);
    }
    struct filter filter = { .of_subject = true, .subject_type = type, .kind = -1, .conditions = conditions,
                             .condition_count = count };
    bool about_roll = type == SUBJECT_PUPIL && (has_condition(conditions, count, known->on_roll) ||
                                                has_condition(conditions, count, known->left_on));
    bool about_post = type == SUBJECT_STAFF && (has_condition(conditions, count, known->in_post) ||
                                                has_condition(conditions, count, known->staff_left_on));
    bool about_active = type == SUBJECT_ORGANISATION && has_condition(conditions, count, known->active);
    filter.default_on_roll = !about_roll && !about_post && !about_active;
    filter.default_enrolment = type == SUBJECT_PUPIL && !has_condition(conditions, count, known->enrolment);
    return filter;
}

const struct filter *gen_who(struct gen *gen, const struct policy *policy, enum subject_type type, bool needs_year) {
    struct filter *filter = arena_new(gen->arena, struct filter);
    *filter = subject_filter(gen, policy, type, needs_year, gen_chance(gen, 65) ? 1 : 3);
    return filter;
}

/* ---- records -------------------------------------------------------------------------------------------------------------- */

int32_t gen_pick_kind(struct gen *gen, const struct kinds *kinds, enum subject_type type) {
    for (;;) {
        uint32_t kind = (uint32_t)gen_between(gen, 0, kinds->kind_count - 1);
        if (!gen_fits(kinds, kind, type)) continue;
        enum shape shape = kinds->kinds[kind].shape;
        bool own = type == SUBJECT_SCHOOL ? shape == SHAPE_SCHOOL : type != SUBJECT_ORGANISATION || shape == SHAPE_ORGANISATION;
        if (own || gen_chance(gen, 30)) return (int32_t)kind;
    }
}

bool gen_may_name(const struct kinds *kinds, int32_t kind, uint32_t field, enum subject_type type) {
    bool person = type == SUBJECT_PUPIL || type == SUBJECT_STAFF;
    if (field == FIELD_OUTCOME || field == FIELD_TITLE) return false;
    return person || !kinds->kinds[kind].fields[field].each;
}

static struct condition on_organisation(struct gen *gen, const struct policy *policy) {
    struct filter *nested = arena_new(gen->arena, struct filter);
    *nested = subject_filter(gen, policy, SUBJECT_ORGANISATION, false, 2);
    return (struct condition){ .field = FIELD_ORGANISATION_OF, .op = CONDITION_ORGANISATION, .negated = gen_chance(gen, 15),
                               .low = gen_constant(0), .high = gen_constant(0), .organisation = nested };
}

static uint32_t random_outcomes(struct gen *gen) {
    if (gen_chance(gen, 65)) return 0;
    if (gen_chance(gen, 40)) return (1u << OUTCOME_CODE_COUNT) - 1;
    return (uint32_t)gen_between(gen, 1, (1 << OUTCOME_CODE_COUNT) - 1);
}

struct filter gen_record_filter(struct gen *gen, const struct policy *policy, enum subject_type type, int32_t kind) {
    const struct kind *k = &policy->kinds->kinds[kind];
    struct condition *conditions = arena_array(gen->arena, struct condition, 4);
    struct filter filter = { .kind = kind, .conditions = conditions };
    size_t wanted = gen_chance(gen, 45) ? 0 : gen_chance(gen, 70) ? 1 : (size_t)gen_between(gen, 2, 3);
    if (shape_has_outcome(k->shape) && (type == SUBJECT_PUPIL || type == SUBJECT_STAFF)) filter.outcomes = random_outcomes(gen);
    for (size_t i = 0; i < wanted; i++) {
        uint32_t field = (uint32_t)gen_between(gen, 0, k->field_count - 1);
        int32_t meaningful = kind_find_field(k, STR("meaningful"));
        if (meaningful >= 0 && gen_chance(gen, 25)) field = (uint32_t)meaningful;
        bool rare = field < FIELD_BUILT_IN_COUNT && !gen_chance(gen, 30);
        if (rare || !gen_may_name(policy->kinds, kind, field, type)) continue;
        if (has_condition(conditions, filter.condition_count, (int32_t)field)) continue;
        bool nested = field == FIELD_ORGANISATION_OF && gen_chance(gen, 85);
        conditions[filter.condition_count++] =
            nested ? on_organisation(gen, policy) : gen_condition(gen, policy, &k->fields[field], (int32_t)field);
        if (field == FIELD_CANCELLED) filter.names_cancelled = true;
    }
    if (type == SUBJECT_PUPIL && policy->decision_count && gen_chance(gen, 12)) {
        struct bound *bound = arena_new(gen->arena, struct bound);
        *bound = (struct bound){ .name = STR("allowed"), .answers = (uint64_t)gen_between(gen, 1, 6),
                                 .decision = (int32_t)gen_between(gen, 0, (int64_t)policy->decision_count - 1) };
        filter.bounds = bound;
        filter.bound_count = 1;
    }
    return filter;
}

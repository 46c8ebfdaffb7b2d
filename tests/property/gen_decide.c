/* SPDX-License-Identifier: GPL-3.0-or-later
 * gen_decide - random decision tables about pupils.
 * Owns:  nothing.
 * Must not know: rules, rows.
 *
 * Rows are drawn one by one: a combination may have no row or two, which the loader would refuse and both evaluators
 * answer alike.
 */
#include "gen_policy.h"

static bool fits(const struct field *field) {
    return field->type == FIELD_WHOLE || field->type == FIELD_FLAG || field->type == FIELD_ONE_OF;
}

static struct decision_input fact_input(struct gen *gen, const struct policy *policy) {
    const struct facts *facts = &policy->kinds->facts[SUBJECT_PUPIL];
    int32_t fact;
    do fact = (int32_t)gen_between(gen, 0, facts->field_count - 1);
    while (!fits(&facts->fields[fact]));
    return (struct decision_input){ .name = facts->fields[fact].name, .fact = fact, .column = FIELD_ABSENT,
                                    .field = facts->fields[fact] };
}

static struct decision_input latest_input(struct gen *gen, const struct policy *policy) {
    struct filter *filter = arena_new(gen->arena, struct filter);
    int32_t column = FIELD_ABSENT;
    while (column < 0) {
        *filter = gen_record_filter(gen, policy, SUBJECT_PUPIL, gen_pick_kind(gen, policy->kinds, SUBJECT_PUPIL));
        const struct kind *kind = &policy->kinds->kinds[filter->kind];
        uint32_t field = (uint32_t)gen_between(gen, FIELD_BUILT_IN_COUNT, (int64_t)kind->field_count);
        if (field < kind->field_count && fits(&kind->fields[field])) column = (int32_t)field;
    }
    const struct field *field = &policy->kinds->kinds[filter->kind].fields[column];
    return (struct decision_input){ .name = field->name, .is_latest = true, .fact = FIELD_ABSENT, .filter = filter,
                                    .column = column, .field = *field, .if_none = gen_between(gen, 0, 1) };
}

void gen_decisions(struct gen *gen, struct policy *policy) {
    struct policy constants = *policy;
    size_t count = (size_t)gen_between(gen, 0, 2);
    struct decision *tables = arena_array(gen->arena, struct decision, count);
    static const struct str ANSWERS[] = { STR_INIT("full"), STR_INIT("basic"), STR_INIT("none") };
    constants.param_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct decision_input *inputs = arena_array(gen->arena, struct decision_input, 3);
        struct decision *table = &tables[i];
        *table = (struct decision){ .name = str_format(gen->arena, "table%zu", i), .inputs = inputs, .answers = ANSWERS,
                                    .answer_count = COUNT_OF(ANSWERS), .unknown = (int32_t)gen_between(gen, 0, 2) };
        table->input_count = (size_t)gen_between(gen, 1, 3);
        for (size_t k = 0; k < table->input_count; k++)
            inputs[k] = gen_chance(gen, 50) ? fact_input(gen, &constants) : latest_input(gen, &constants);
        table->row_count = (size_t)gen_between(gen, 1, 4);
        struct decision_row *rows = arena_array(gen->arena, struct decision_row, table->row_count);
        for (size_t r = 0; r < table->row_count; r++) {
            struct condition *cells = arena_array(gen->arena, struct condition, table->input_count);
            for (size_t k = 0; k < table->input_count; k++)
                cells[k] = gen_condition(gen, &constants, &inputs[k].field, 0);
            rows[r] = (struct decision_row){ .cells = cells, .answer = (int32_t)gen_between(gen, 0, 2) };
        }
        table->rows = rows;
    }
    policy->decisions = tables;
    policy->decision_count = count;
}

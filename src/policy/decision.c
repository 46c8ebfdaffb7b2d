/* SPDX-License-Identifier: GPL-3.0-or-later
 * decision - decision tables, typed: every combination of their inputs has exactly one row (policy-language 8.10).
 * Owns:  nothing.
 * Must not know: rules, records.
 */
#include "policy/decision.h"

#include "policy/filter.h"
#include "policy/merge_priv.h"

#define ANSWERS_MOST 63
#define INPUTS_MOST 16
#define POINTS_MOST 20000 /* combinations that are tried */

/* ---- inputs ---- */

static bool fits_a_table(const struct field *field) {
    return field->type == FIELD_WHOLE || field->type == FIELD_FLAG || field->type == FIELD_ONE_OF;
}

static bool wrong_input(struct merging *m, const struct node *at, struct str name) {
    return scope_error(&m->scope, CODE_WRONG_TYPE, at, name,
                       STR("A table asks for a number, a yes or no, or one of several codes."),
                       "'%.*s' is of another sort.", STR_ARG(name));
}

/* fact "age" */
static bool read_fact(struct merging *m, const struct node *node, struct decision_input *out) {
    const struct facts *facts = &m->scope.kinds->facts[SUBJECT_PUPIL];
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    struct str name;
    if (count != 1) return scope_wrong(&m->scope, node, "where", "fact \"age\" or the like");
    if (!scope_text(&m->scope, &parts[0], "fact", &name)) return false;
    out->fact = filter_find_field(&m->scope, &parts[0], STR("pupils"), facts->fields, facts->field_count, true, name);
    if (out->fact < 0) return false;
    out->field = facts->fields[out->fact];
    return fits_a_table(&out->field) || wrong_input(m, &parts[0], name);
}

/* The value that stands for "no record": of codes one more code, of the others a value of theirs. */
static bool read_if_none(struct merging *m, const struct node *node, struct decision_input *out) {
    struct field *field = &out->field;
    if (field->type != FIELD_ONE_OF) return filter_read_constant(&m->scope, node, field, &out->if_none);
    struct str code;
    if (!scope_text(&m->scope, node, "latest", &code)) return false;
    if ((out->if_none = field_find_code(field, code)) >= 0) return true;
    struct str *codes = arena_array(m->scope.arena, struct str, field->code_count + 1);
    for (uint32_t i = 0; i < field->code_count; i++) codes[i] = field->codes[i];
    codes[field->code_count] = code;
    out->if_none = field->code_count++;
    field->codes = codes;
    return true;
}

/* latest(la_instruction { by = "parent" }, "says", "nothing") */
static bool read_latest(struct merging *m, const struct node *node, struct decision_input *out) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    struct filter *filter = arena_new(m->scope.arena, struct filter);
    struct str name;
    out->is_latest = true;
    out->filter = filter;
    if (count != 3)
        return scope_wrong(&m->scope, node, "where", "latest(records, \"field\", what it is without a record)");
    if (!filter_read_record(&m->scope, &parts[0], SUBJECT_PUPIL, filter)) return false;
    if (!scope_text(&m->scope, &parts[1], "latest", &name)) return false;
    const struct kind *kind = &m->scope.kinds->kinds[filter->kind];
    out->column =
        filter_find_field(&m->scope, &parts[1], kind->name, kind->fields, kind->field_count, false, name);
    if (out->column < 0) return false;
    out->field = kind->fields[out->column];
    if (!fits_a_table(&out->field)) return wrong_input(m, &parts[1], name);
    return read_if_none(m, &parts[2], out);
}

static bool read_inputs(struct merging *m, const struct node *call, struct decision *table) {
    const struct node *columns = node_field(call, "columns"), *where = node_field(call, "where");
    uint32_t count = 0;
    if (!columns || !where)
        return scope_error(&m->scope, CODE_INCOMPLETE, call, call->id,
                           STR("Write columns = { \"age\" }, where = { age = fact \"age\" }."),
                           "The table '%.*s' does not say what it asks.", STR_ARG(call->id));
    const struct node *names = scope_parts(columns, &count);
    struct decision_input *inputs = arena_array(m->scope.arena, struct decision_input, count);
    bool good = (count > 0 && count <= INPUTS_MOST) || scope_wrong(&m->scope, columns, "columns", "a list of 1 to 16 names");
    if (!good) return false;
    for (uint32_t i = 0; i < count; i++) {
        struct decision_input *input = &inputs[i];
        input->fact = input->column = FIELD_ABSENT;
        if (!scope_text(&m->scope, &names[i], "columns", &input->name)) return false;
        const struct node *source = node_field(where, str_c(m->scope.arena, input->name));
        bool read = false;
        if (!source)
            scope_error(&m->scope, CODE_INCOMPLETE, &names[i], input->name,
                        STR("Say in 'where' what it is: fact \"age\", or latest(...)."),
                        "'where' does not say what the column '%.*s' is.", STR_ARG(input->name));
        else if (node_is(source, "fact"))
            read = read_fact(m, source, input);
        else if (node_is(source, "latest"))
            read = read_latest(m, source, input);
        else
            scope_wrong(&m->scope, source, "where", "fact \"age\", or latest(...)");
        good = good && read;
    }
    table->inputs = inputs;
    table->input_count = count;
    return good;
}

/* ---- answers and rows ---- */

static int32_t find_answer(struct merging *m, const struct decision *table, const struct node *node) {
    struct field field = { .name = STR_INIT("answer"), .type = FIELD_ONE_OF, .codes = table->answers,
                           .code_count = (uint32_t)table->answer_count };
    int64_t value;
    return filter_read_constant(&m->scope, node, &field, &value) ? (int32_t)value : -1;
}

static bool read_answers(struct merging *m, const struct node *call, struct decision *table) {
    const struct node *answers = node_field(call, "answers"), *unknown = node_field(call, "unknown");
    uint32_t count = 0;
    if (!answers || !unknown)
        return scope_error(&m->scope, CODE_INCOMPLETE, call, call->id,
                           STR("Write answers = { \"full\", \"basic\" }, unknown = \"basic\"."),
                           "The table '%.*s' does not say which answers there are, and which one when a datum is missing.",
                           STR_ARG(call->id));
    const struct node *parts = scope_parts(answers, &count);
    struct str *names = arena_array(m->scope.arena, struct str, count);
    if (count == 0 || count > ANSWERS_MOST) return scope_wrong(&m->scope, answers, "answers", "a list of 1 to 63 texts");
    for (uint32_t i = 0; i < count; i++)
        if (!scope_text(&m->scope, &parts[i], "answers", &names[i])) return false;
    table->answers = names;
    table->answer_count = count;
    table->unknown = find_answer(m, table, unknown);
    return table->unknown >= 0;
}

/* The same rows must fit on every day. */
static bool is_constant(const struct condition *cell) {
    bool moves = (cell->has_low && cell->low.param >= 0) || (cell->has_high && cell->high.param >= 0);
    for (size_t i = 0; i < cell->value_count; i++) moves = moves || cell->values[i].param >= 0;
    return !moves;
}

static bool read_cell(struct merging *m, const struct node *node, const struct decision_input *input,
                      struct condition *out) {
    struct field field = input->field;
    field.name = input->name;
    if (!filter_read_condition(&m->scope, node, &field, out)) return false;
    if (is_constant(out)) return true;
    return scope_wrong(&m->scope, node, str_c(m->scope.arena, input->name), "a value: a table takes no parameters");
}

static bool read_row(struct merging *m, const struct node *node, const struct decision *table,
                     struct decision_row *out) {
    struct condition *cells = arena_array(m->scope.arena, struct condition, table->input_count);
    if (node->type != NODE_TABLE || node->item_count != table->input_count + 1)
        return scope_error(&m->scope, CODE_WRONG_TYPE, node, NO_HINT,
                           STR("Write one value a column, then the answer."),
                           "A row of '%.*s' needs %zu values and an answer.", STR_ARG(table->name), table->input_count);
    for (size_t i = 0; i < table->input_count; i++)
        if (!read_cell(m, &node->items[i], &table->inputs[i], &cells[i])) return false;
    *out = (struct decision_row){ .cells = cells,
                                  .answer = find_answer(m, table, &node->items[table->input_count]) };
    return out->answer >= 0;
}

static bool read_rows(struct merging *m, const struct node *call, struct decision *table) {
    struct decision_row *rows = arena_array(m->scope.arena, struct decision_row, call->item_count);
    bool good = call->item_count > 0;
    if (!good)
        scope_error(&m->scope, CODE_INCOMPLETE, call, call->id, NO_HINT, "The table '%.*s' has no rows.",
                    STR_ARG(call->id));
    for (uint32_t i = 0; i < call->item_count; i++) good = read_row(m, &call->items[i], table, &rows[i]) && good;
    table->rows = rows;
    table->row_count = call->item_count;
    return good;
}

/* ---- complete and single-valued ---- */

bool decision_admits(const struct condition *cell, int64_t value) {
    bool yes = false;
    switch (cell->op) {
    case CONDITION_ANY:
    case CONDITION_KNOWN: yes = true; break;
    case CONDITION_MISSING: break;
    case CONDITION_RANGE:
        yes = (!cell->has_low || value >= cell->low.value) && (!cell->has_high || value <= cell->high.value);
        break;
    case CONDITION_AMONG:
        for (size_t i = 0; i < cell->value_count; i++) yes = yes || cell->values[i].value == value;
        break;
    case CONDITION_INCLUDES_ALL:
    case CONDITION_INCLUDES_ANY:
    case CONDITION_LACKS_ANY:
    case CONDITION_ORGANISATION: break;
    }
    return yes != cell->negated;
}

struct axis {
    int64_t *values;
    size_t count;
};

static void add_point(struct merging *m, struct axis *axis, int64_t value) {
    if (value < 0) return;
    for (size_t i = 0; i < axis->count; i++)
        if (axis->values[i] == value) return;
    list_add(m->scope.arena, axis->values, axis->count, value);
    for (size_t i = axis->count - 1; i > 0 && axis->values[i - 1] > value; i--) {
        axis->values[i] = axis->values[i - 1];
        axis->values[i - 1] = value;
    }
}

/* The values of an input between which some row may change. */
static struct axis axis_of(struct merging *m, const struct decision *table, size_t input) {
    const struct field *field = &table->inputs[input].field;
    struct axis axis = { 0 };
    if (field->type != FIELD_WHOLE) {
        size_t count = field->type == FIELD_FLAG ? 2 : field->code_count;
        for (size_t i = 0; i < count; i++) add_point(m, &axis, (int64_t)i);
        return axis;
    }
    add_point(m, &axis, 0);
    for (size_t r = 0; r < table->row_count; r++) {
        const struct condition *cell = &table->rows[r].cells[input];
        if (cell->has_low) {
            add_point(m, &axis, cell->low.value);
            add_point(m, &axis, cell->low.value - 1);
        }
        if (cell->has_high) {
            add_point(m, &axis, cell->high.value);
            add_point(m, &axis, cell->high.value + 1);
        }
        for (size_t i = 0; cell->op == CONDITION_AMONG && i < cell->value_count; i++) {
            add_point(m, &axis, cell->values[i].value);
            add_point(m, &axis, cell->values[i].value + 1);
        }
    }
    return axis;
}

static struct str say_point(struct merging *m, const struct decision *table, const struct axis *axes, const size_t *at) {
    struct buf out = { 0 };
    for (size_t i = 0; i < table->input_count; i++) {
        const struct decision_input *input = &table->inputs[i];
        int64_t value = axes[i].values[at[i]];
        buf_printf(&out, "%s%.*s ", i ? ", " : "", STR_ARG(input->name));
        if (input->field.type == FIELD_ONE_OF)
            buf_printf(&out, "'%.*s'", STR_ARG(input->field.codes[value]));
        else if (input->field.type == FIELD_FLAG)
            buf_add_c(&out, value ? "true" : "false");
        else
            buf_add_whole(&out, value);
    }
    struct str text = str_copy(m->scope.arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static bool row_fits(const struct decision *table, const struct decision_row *row, const struct axis *axes,
                     const size_t *at) {
    for (size_t i = 0; i < table->input_count; i++)
        if (!decision_admits(&row->cells[i], axes[i].values[at[i]])) return false;
    return true;
}

static bool next_point(const struct decision *table, const struct axis *axes, size_t *at) {
    for (size_t i = table->input_count; i > 0; i--) {
        if (++at[i - 1] < axes[i - 1].count) return true;
        at[i - 1] = 0;
    }
    return false;
}

/* Which rows fit the point; the first gap and the first overlap are spoken of. */
static bool check_point(struct merging *m, const struct node *call, const struct decision *table,
                        const struct axis *axes, const size_t *at, bool *reached) {
    const struct decision_row *first = NULL;
    for (size_t r = 0; r < table->row_count; r++) {
        const struct decision_row *row = &table->rows[r];
        if (!row_fits(table, row, axes, at)) continue;
        reached[r] = true;
        if (first) {
            struct str point = say_point(m, table, axes, at);
            return scope_error(&m->scope, CODE_TABLE_OVERLAP, call, call->id,
                               STR("Make one of the two rows narrower, or take it away."),
                               "Rows %zu and %zu of '%.*s' both fit %.*s.", (size_t)(first - table->rows) + 1, r + 1,
                               STR_ARG(table->name), STR_ARG(point));
        }
        first = row;
    }
    if (first) return true;
    struct str point = say_point(m, table, axes, at);
    return scope_error(&m->scope, CODE_TABLE_GAP, call, call->id, STR("Add a row for it."),
                       "No row of '%.*s' fits %.*s.", STR_ARG(table->name), STR_ARG(point));
}

static void check_rows(struct merging *m, const struct node *call, struct decision *table) {
    struct axis *axes = arena_array(m->scope.arena, struct axis, table->input_count);
    size_t *at = arena_array(m->scope.arena, size_t, table->input_count), points = 1;
    bool *reached = arena_array(m->scope.arena, bool, table->row_count);
    for (size_t i = 0; i < table->input_count; i++) {
        axes[i] = axis_of(m, table, i);
        points *= axes[i].count;
        if (points > POINTS_MOST) {
            scope_error(&m->scope, CODE_BUDGET, call, call->id, STR("Split it into two tables."),
                        "The table '%.*s' has more than %d combinations.", STR_ARG(table->name), POINTS_MOST);
            return;
        }
    }
    table->combinations = points;
    do {
        if (!check_point(m, call, table, axes, at, reached)) return;
    } while (next_point(table, axes, at));
    for (size_t r = 0; r < table->row_count; r++)
        if (!reached[r])
            scope_error(&m->scope, CODE_TABLE_UNREACHABLE, call, call->id, STR("Take the row away."),
                        "Nothing can ever fit row %zu of '%.*s'.", r + 1, STR_ARG(table->name));
}

/* ---- all tables ---- */

void merging_decisions(struct merging *m) {
    struct policy *policy = m->scope.policy;
    size_t count;
    size_t *items = merging_sorted(m, ITEM_TABLE, &count);
    struct decision *tables = arena_array(m->scope.arena, struct decision, count);
    for (size_t i = 0; i < count; i++) {
        const struct item *item = &m->items[items[i]];
        struct decision *table = &tables[i];
        *table = (struct decision){ .name = item->name, .origin = item->origin, .unknown = -1 };
        bool inputs = read_inputs(m, item->node, table), answers = read_answers(m, item->node, table);
        if (inputs && answers && read_rows(m, item->node, table)) check_rows(m, item->node, table);
    }
    policy->decisions = tables;
    policy->decision_count = count;
}

bool decision_read_bound(struct scope *scope, struct str name, const struct node *value, struct bound *out) {
    const struct node *reference = scope->bind ? node_field(scope->bind, str_c(scope->arena, name)) : NULL;
    *out = (struct bound){ .name = name, .decision = reference ? scope_decision(scope, reference) : -1 };
    if (out->decision < 0) return false;
    const struct decision *table = &scope->policy->decisions[out->decision];
    struct field field = { .name = name, .type = FIELD_ONE_OF, .codes = table->answers,
                           .code_count = (uint32_t)table->answer_count };
    struct condition condition = { .field = 0 };
    if (!filter_read_condition(scope, value, &field, &condition)) return false;
    if (!is_constant(&condition)) return scope_wrong(scope, value, str_c(scope->arena, name), "an answer of the table");
    for (size_t i = 0; i < table->answer_count; i++)
        if (decision_admits(&condition, (int64_t)i)) out->answers |= UINT64_C(1) << i;
    return true;
}

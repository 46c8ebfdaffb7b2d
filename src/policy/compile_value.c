/* SPDX-License-Identifier: GPL-3.0-or-later
 * compile_value - constants: parameters at their day, lists as row values, the cells of a for_each.
 * Owns:  nothing.
 * Must not know: atoms, windows, rows.
 */
#include "base/map.h"
#include "policy/compile.h"

static const struct param_step *step_of(struct compiler *c, int32_t param) {
    c->params_read[param] = true;
    return param_at(&c->policy->params[param], c->day);
}

int64_t compile_operand(struct compiler *c, const struct operand *operand) {
    if (operand->param < 0 || (size_t)operand->param >= c->policy->param_count) return operand->value;
    const struct param_step *step = step_of(c, operand->param);
    return step && step->count > 0 && step->values ? step->values[0] : 0;
}

struct image_span compile_span(struct compiler *c, const struct span *span) {
    return (struct image_span){ span->unit, (int32_t)compile_operand(c, &span->n) };
}

const struct param_step *compile_list(struct compiler *c, int32_t param) { return step_of(c, param); }

static bool is_list(const struct compiler *c, const struct operand *operand) {
    if (operand->param < 0) return false;
    enum param_type type = c->policy->params[operand->param].type;
    return type == PARAM_YEARS || type == PARAM_CODES || type == PARAM_TEXTS || type == PARAM_TEXT;
}

/* A word of a list as the value of a field: the code's index, or the text's value. */
static int64_t value_of_text(const struct field *field, struct str text) {
    if (field->type == FIELD_ONE_OF || field->type == FIELD_SET_OF) {
        int32_t code = field_find_code(field, text);
        return code < 0 ? VALUE_NONE : code;
    }
    int64_t number;
    if (field->type == FIELD_TEXT || !str_whole(text, &number)) return text_value(text);
    return number;
}

static size_t values_of_list(struct compiler *c, const struct field *field, int32_t param, int64_t **out) {
    const struct param_step *step = compile_list(c, param);
    bool years = c->policy->params[param].type == PARAM_YEARS;
    size_t count = 0;
    *out = arena_array(c->arena, int64_t, (step ? step->count : 0) + 64);
    if (years) {
        uint64_t mask = step && step->count ? (uint64_t)step->values[0] : 0;
        for (int year = 0; year < 63; year++) {
            if (mask >> year & 1) (*out)[count++] = year;
        }
        return count;
    }
    for (size_t i = 0; step && i < step->count; i++) {
        int64_t value = value_of_text(field, step->texts[i]);
        if (value != VALUE_NONE) (*out)[count++] = value;
    }
    return count;
}

static size_t sort_values(int64_t *values, size_t count) {
    for (size_t i = 1; i < count; i++) {
        int64_t value = values[i];
        size_t j = i;
        for (; j > 0 && values[j - 1] > value; j--) values[j] = values[j - 1];
        values[j] = value;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || values[kept - 1] != values[i]) values[kept++] = values[i];
    }
    return kept;
}

const int64_t *compile_values(struct compiler *c, const struct field *field, const struct operand *values, size_t count,
                              bool whole_set, size_t *out_count) {
    int64_t *found;
    size_t found_count = 0;
    if (count == 1 && is_list(c, &values[0])) {
        found_count = values_of_list(c, field, values[0].param, &found);
        if (whole_set) {
            int64_t set = 0;
            for (size_t i = 0; i < found_count; i++) set |= INT64_C(1) << found[i];
            found[0] = set;
            found_count = 1;
        }
    } else {
        found = arena_array(c->arena, int64_t, count);
        for (size_t i = 0; i < count; i++) found[found_count++] = compile_operand(c, &values[i]);
    }
    *out_count = sort_values(found, found_count);
    return found;
}

size_t compile_cells(struct compiler *c, const struct term *term, struct cell **out) {
    size_t count = 0;
    if (term->each_param < 0) {
        *out = arena_array(c->arena, struct cell, term->each_count);
        for (; count < term->each_count; count++) {
            (*out)[count] = (struct cell){ .term = term, .value = term->each_values[count] };
            if (term->each_names) (*out)[count].name = term->each_names[count];
        }
        return count;
    }
    const struct param *param = &c->policy->params[term->each_param];
    const struct param_step *step = compile_list(c, term->each_param);
    size_t listed = step ? step->count : 0;
    *out = arena_array(c->arena, struct cell, listed + 64);
    if (param->type == PARAM_YEARS) {
        uint64_t mask = listed ? (uint64_t)step->values[0] : 0;
        for (int year = 0; year < 63; year++) {
            if (mask >> year & 1) (*out)[count++] = (struct cell){ .term = term, .value = year };
        }
        return count;
    }
    for (; count < listed; count++) {
        (*out)[count] = (struct cell){ .term = term, .value = step->values ? step->values[count] : 0 };
        if (step->texts) (*out)[count].name = step->texts[count];
    }
    return count;
}

int64_t compile_cell_value(const struct field *field, const struct cell *cell) {
    bool of_codes = field->type == FIELD_ONE_OF || field->type == FIELD_SET_OF;
    if (of_codes && cell->name.size) return field_find_code(field, cell->name);
    if (field->type == FIELD_TEXT && cell->name.size) return text_value(cell->name);
    return cell->value;
}

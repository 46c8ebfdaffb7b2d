/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_sample - values that fit a condition and values that do not; see case_sample.h.
 * Owns:  nothing.
 * Must not know: windows, findings.
 */
#include "work/case_sample.h"

#include "base/map.h"

static const struct str NOTHING = { 0 };

int64_t sample_operand(const struct sampling *s, const struct operand *operand) {
    if (operand->param < 0) return operand->value;
    return param_at(&s->policy->params[operand->param], s->day)->values[0];
}

struct str sample_print(const struct sampling *s, const struct field *field, int64_t value) {
    char iso[DATE_ISO_SIZE];
    struct buf out = { 0 };
    switch (field->type) {
    case FIELD_FLAG:
        return value ? STR("true") : STR("false");
    case FIELD_HOURS:
        if (value % 60) return str_format(s->arena, "%lld.%lld", (long long)(value / 60), (long long)(value % 60 * 10 / 60));
        return str_format(s->arena, "%lld", (long long)(value / 60));
    case FIELD_DAY:
        return str_format(s->arena, "\"%s\"", date_iso((struct date){ (int32_t)value }, iso));
    case FIELD_ONE_OF:
        if (value < 0 || value >= field->code_count) return NOTHING;
        return str_format(s->arena, "\"%.*s\"", STR_ARG(field->codes[value]));
    case FIELD_SET_OF:
    case FIELD_YEARS:
        buf_add_c(&out, "{ ");
        for (uint32_t i = 0; i < 32; i++) {
            if (!(value >> i & 1) || (field->type == FIELD_SET_OF && i >= field->code_count)) continue;
            if (field->type == FIELD_YEARS) buf_printf(&out, "%s%u", out.size > 2 ? ", " : "", i);
            else buf_printf(&out, "%s\"%.*s\"", out.size > 2 ? ", " : "", STR_ARG(field->codes[i]));
        }
        buf_add_c(&out, out.size > 2 ? " }" : "}");
        struct str text = str_copy(s->arena, buf_str(&out));
        buf_free(&out);
        return text;
    case FIELD_WHOLE:
        return value < 0 ? NOTHING : str_format(s->arena, "%lld", (long long)value);
    case FIELD_TEXT:
    case FIELD_PERSON:
    case FIELD_ORGANISATION:
        break;
    }
    return NOTHING;
}

struct str sample_any(const struct sampling *s, const struct field *field) {
    if (field->type == FIELD_TEXT) return STR("\"Something\"");
    if (field->type == FIELD_PERSON) return STR("\"A. Okafor\"");
    if (field->type == FIELD_ORGANISATION) return STR("\"Harbour Works\"");
    if (field->type == FIELD_DAY) return sample_print(s, field, s->day.day);
    if (field->type == FIELD_YEARS) return STR("years(7, 13)");
    return sample_print(s, field, field->type == FIELD_HOURS ? 60 : field->type == FIELD_ONE_OF ? 0 : 1);
}

/* The members of a condition's list, as a mask of code or year numbers; of a list parameter those of the day. */
static uint64_t members(const struct sampling *s, const struct field *field, const struct condition *c) {
    uint64_t mask = 0;
    for (size_t i = 0; i < c->value_count; i++) {
        if (c->values[i].param < 0) {
            if (c->values[i].value >= 0 && c->values[i].value < 64) mask |= UINT64_C(1) << c->values[i].value;
            continue;
        }
        const struct param *param = &s->policy->params[c->values[i].param];
        const struct param_step *step = param_at(param, s->day);
        if (param->type == PARAM_YEARS) mask |= (uint64_t)step->values[0];
        else if (param->type == PARAM_WHOLE) mask |= UINT64_C(1) << step->values[0];
        for (size_t t = 0; step->texts && t < step->count; t++) {
            int32_t code = field_find_code(field, step->texts[t]);
            if (code >= 0) mask |= UINT64_C(1) << code;
        }
    }
    return mask;
}

/* A text stands in rows as a number: the policy's own files have it as it is written. */
static struct str written(const struct node *node, int64_t value) {
    if (node->type == NODE_TEXT && text_value(node->text) == value) return node->text;
    if (node->id.size && text_value(node->id) == value) return node->id;
    for (uint32_t i = 0; i < node->item_count; i++) {
        struct str found = written(&node->items[i], value);
        if (found.size) return found;
    }
    for (uint32_t i = 0; i < node->field_count; i++) {
        struct str found = written(&node->fields[i].value, value);
        if (found.size) return found;
    }
    return NOTHING;
}

static struct str text_of(const struct sampling *s, const struct condition *c) {
    for (size_t d = 0; c->value_count && c->values[0].param < 0 && d < s->policy->document_count; d++)
        for (uint32_t i = 0; i < s->policy->documents[d].item_count; i++) {
            struct str found = written(&s->policy->documents[d].items[i], c->values[0].value);
            if (found.size) return str_format(s->arena, "\"%.*s\"", STR_ARG(found));
        }
    for (size_t i = 0; i < c->value_count; i++)
        if (c->values[i].param >= 0) {
            const struct param_step *step = param_at(&s->policy->params[c->values[i].param], s->day);
            if (step->texts && step->count) return str_format(s->arena, "\"%.*s\"", STR_ARG(step->texts[0]));
        }
    return NOTHING;
}

static struct str among_value(const struct sampling *s, const struct field *field, const struct condition *c, bool in) {
    uint64_t mask = members(s, field, c);
    int64_t most = field->type == FIELD_ONE_OF ? (int64_t)field->code_count : field->type == FIELD_FLAG ? 2 : 63;
    if (field->type == FIELD_TEXT) return in ? text_of(s, c) : STR("\"Something else\"");
    if (field->type == FIELD_SET_OF || field->type == FIELD_YEARS) return in ? sample_print(s, field, c->values[0].value) : STR("{}");
    int64_t least = field->type == FIELD_WHOLE && !in ? 1 : 0;
    for (int64_t v = least; v < most; v++)
        if ((mask >> v & 1) == (uint64_t)in) return sample_print(s, field, v);
    return NOTHING;
}

static struct str range_value(const struct sampling *s, const struct field *field, const struct condition *c, bool in) {
    int64_t low = c->has_low ? sample_operand(s, &c->low) : 0, high = c->has_high ? sample_operand(s, &c->high) : low;
    int64_t step = field->type == FIELD_HOURS ? 60 : 1;
    if (in) return sample_print(s, field, c->has_low ? low : high);
    if (c->has_low && low - step >= 0) return sample_print(s, field, low - step);
    return c->has_high ? sample_print(s, field, high + step) : NOTHING;
}

static struct str set_value(const struct sampling *s, const struct field *field, const struct condition *c, bool in) {
    uint64_t mask = members(s, field, c);
    bool lacks = c->op == CONDITION_LACKS_ANY;
    if (in != lacks) return sample_print(s, field, (int64_t)mask);
    if (c->op == CONDITION_INCLUDES_ANY) return STR("{}");
    return sample_print(s, field, (int64_t)(mask & (mask - 1)));
}

static struct str organisation_value(const struct sampling *s, const struct condition *c, bool in) {
    const struct filter *filter = c->organisation;
    const struct facts *facts = &s->policy->kinds->facts[SUBJECT_ORGANISATION];
    struct buf out = { 0 };
    buf_add_c(&out, "organisation { ");
    for (size_t i = 0; i < filter->condition_count; i++) {
        const struct field *field = &facts->fields[filter->conditions[i].field];
        struct str value = sample_value(s, field, &filter->conditions[i], in ? SAMPLE_YES : SAMPLE_NO);
        if (value.size) buf_printf(&out, "%s%.*s = %.*s", i ? ", " : "", STR_ARG(field->name), STR_ARG(value));
    }
    buf_add_c(&out, " }");
    struct str text = str_copy(s->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

struct str sample_value(const struct sampling *s, const struct field *field, const struct condition *c, enum sample_sort sort) {
    bool in = (sort == SAMPLE_YES) != c->negated;
    if (sort == SAMPLE_NONE) return STR("none");
    switch (c->op) {
    case CONDITION_AMONG:
        return among_value(s, field, c, in);
    case CONDITION_RANGE:
        return range_value(s, field, c, in);
    case CONDITION_INCLUDES_ALL:
    case CONDITION_INCLUDES_ANY:
    case CONDITION_LACKS_ANY:
        return set_value(s, field, c, in);
    case CONDITION_KNOWN:
        return in ? sample_any(s, field) : STR("none");
    case CONDITION_MISSING:
        return in ? STR("none") : sample_any(s, field);
    case CONDITION_ANY:
        return sort == SAMPLE_YES ? sample_any(s, field) : NOTHING;
    case CONDITION_ORGANISATION:
        return organisation_value(s, c, in);
    }
    return NOTHING;
}

static const struct field *fields_of(const struct sampling *s, const struct filter *filter) {
    const struct kinds *kinds = s->policy->kinds;
    return filter->of_subject ? kinds->facts[filter->subject_type].fields : kinds->kinds[filter->kind].fields;
}

void sample_fields(struct buf *out, const struct sampling *s, const struct filter *filter, int32_t without) {
    const struct field *fields = fields_of(s, filter);
    for (size_t i = 0; i < filter->condition_count; i++) {
        const struct condition *c = &filter->conditions[i];
        if (c->field == without || c->op == CONDITION_ANY || c->op == CONDITION_MISSING || fields[c->field].home == HOME_DERIVED) continue;
        struct str value = sample_value(s, &fields[c->field], c, SAMPLE_YES);
        if (value.size) buf_printf(out, ", %.*s = %.*s", STR_ARG(fields[c->field].name), STR_ARG(value));
    }
}

static bool holds(const struct sampling *s, const struct field *field, const struct condition *c, int64_t value) {
    bool in = true;
    if (c->op == CONDITION_AMONG) in = value >= 0 && value < 64 && (members(s, field, c) >> value & 1);
    if (c->op == CONDITION_RANGE)
        in = (!c->has_low || value >= sample_operand(s, &c->low)) && (!c->has_high || value <= sample_operand(s, &c->high));
    return in != c->negated;
}

bool sample_admits(const struct sampling *s, const struct filter *filter, int32_t field, int64_t value) {
    for (size_t i = 0; i < filter->condition_count; i++)
        if (filter->conditions[i].field == field && !holds(s, &fields_of(s, filter)[field], &filter->conditions[i], value)) return false;
    return true;
}

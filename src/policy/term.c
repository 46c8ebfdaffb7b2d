/* SPDX-License-Identifier: GPL-3.0-or-later
 * term - what a rule counts, from nodes.
 * Owns:  nothing.
 * Must not know: amendments, windows.
 */
#include "policy/term.h"

#include "base/map.h"
#include "policy/filter.h"

size_t term_kinds(const struct term *term, int32_t *kinds, size_t most) {
    size_t count = 0;
    for (size_t i = 0; i < term->filter_count; i++) {
        bool seen = false;
        for (size_t k = 0; k < count; k++) seen = seen || kinds[k] == term->filters[i].kind;
        if (!seen && count < most) kinds[count++] = term->filters[i].kind;
    }
    for (size_t p = 0; p < term->part_count; p++) {
        int32_t below[64];
        size_t below_count = term_kinds(&term->parts[p], below, COUNT_OF(below));
        for (size_t i = 0; i < below_count; i++) {
            bool seen = false;
            for (size_t k = 0; k < count; k++) seen = seen || kinds[k] == below[i];
            if (!seen && count < most) kinds[count++] = below[i];
        }
    }
    return count;
}

static bool read_filters(struct scope *scope, const struct node *node, enum subject_type subject, struct term *out) {
    uint32_t count = 1;
    const struct node *parts = node;
    if (node_is(node, "either")) parts = scope_parts(node, &count);
    if (count == 0) return scope_wrong(scope, node, "either", "a list with at least one kind of record");
    struct filter *filters = arena_array(scope->arena, struct filter, count);
    bool good = true;
    for (uint32_t i = 0; i < count; i++)
        if (!filter_read_record(scope, &parts[i], subject, &filters[i])) good = false;
    out->filters = filters;
    out->filter_count = count;
    return good;
}

/* One name may mean two things in two kinds: other codes, another type. */
static bool same_meaning(const struct field *a, const struct field *b) {
    if (a->type != b->type || a->code_count != b->code_count) return false;
    for (uint32_t c = 0; c < a->code_count; c++)
        if (!str_equal(a->codes[c], b->codes[c])) return false;
    return true;
}

/* A field that is counted over: it must lie at one place in every kind that is counted. */
static bool counted_field(struct scope *scope, const struct node *node, const struct term *term,
                          enum subject_type subject, int32_t *out) {
    struct str name;
    if (!scope_text(scope, node, "field", &name)) return false;
    for (size_t i = 0; i < term->filter_count; i++) {
        const struct kind *kind = &scope->kinds->kinds[term->filters[i].kind];
        int32_t found = filter_find_field(scope, node, kind->name, kind->fields, kind->field_count,
                                          shape_has_outcome(kind->shape), name);
        if (found < 0) return false;
        if (kind->fields[found].each && subject != SUBJECT_PUPIL && subject != SUBJECT_STAFF)
            return scope_error(scope, CODE_EACH_AT_SCHOOL_LEVEL, node, name,
                               STR("Ask for it in a rule about pupils or staff, or leave it out."),
                               "'%.*s' belongs to one person's part in '%.*s', and this rule is about %s.",
                               STR_ARG(name), STR_ARG(kind->name),
                               subject == SUBJECT_SCHOOL ? "the school" : "organisations");
        const struct field *first = &scope->kinds->kinds[term->filters[0].kind].fields[i > 0 ? *out : found];
        if (i > 0 && (found != *out || !same_meaning(first, &kind->fields[found])))
            return scope_error(scope, CODE_BAD_CHOICE, node, name,
                               STR("Count one kind of record, or a field that every record has."),
                               "'%.*s' is not one field in all the kinds counted here.", STR_ARG(name));
        *out = found;
    }
    return true;
}

static bool field_is(struct scope *scope, const struct node *node, const struct term *term, int32_t field,
                     const char *what, bool fits) {
    const struct kind *kind = &scope->kinds->kinds[term->filters[0].kind];
    if (fits) return true;
    return scope_error(scope, CODE_WRONG_TYPE, node, node->text, NO_HINT, "'%.*s' of %.*s is not %s.",
                       STR_ARG(kind->fields[field].name), STR_ARG(kind->name), what);
}

static enum field_type type_of(struct scope *scope, const struct term *term, int32_t field) {
    return scope->kinds->kinds[term->filters[0].kind].fields[field].type;
}

static bool read_options(struct scope *scope, const struct node *node, enum subject_type subject, struct term *out) {
    if (node->type != NODE_TABLE) return scope_wrong(scope, node, "at_least", "{ distinct = field, on = field }");
    bool good = true;
    for (uint32_t i = 0; i < node->field_count; i++) {
        const struct node *value = &node->fields[i].value;
        struct str key = node->fields[i].key;
        if (str_is(key, "distinct")) {
            if (!counted_field(scope, value, out, subject, &out->distinct)) good = false;
        } else if (str_is(key, "on")) {
            if (!counted_field(scope, value, out, subject, &out->on)
                || !field_is(scope, value, out, out->on, "a day", type_of(scope, out, out->on) == FIELD_DAY))
                good = false;
        } else {
            good = scope_error(scope, CODE_UNKNOWN_FIELD, value, key, STR("It can hold distinct and on."),
                               "Counting has no field called '%.*s'.", STR_ARG(key));
        }
    }
    return good;
}

static bool read_n(struct scope *scope, const struct node *node, const char *where, bool hours, int64_t least,
                   struct operand *out) {
    if (!scope_operand(scope, node, where, hours, out)) return false;
    if (out->param >= 0 || out->value >= least) return true;
    return scope_error(scope, CODE_BAD_CHOICE, node, scope_token(scope, node), NO_HINT, "'%s' must ask for at least 1.",
                       where);
}

static bool read_count(struct scope *scope, const struct node *node, enum subject_type subject, struct term *out) {
    bool least = node_is(node, "at_least");
    const char *word = least ? "at_least" : "at_most";
    out->op = least ? TERM_AT_LEAST : TERM_AT_MOST;
    if (node->item_count < 2 || node->item_count > 3)
        return scope_wrong(scope, node, "have", "a count such as at_least(2, encounter {})");
    bool good = read_filters(scope, &node->items[1], subject, out);
    if (!read_n(scope, &node->items[0], word, false, least, &out->n)) good = false;
    if (good && node->item_count == 3) good = read_options(scope, &node->items[2], subject, out);
    return good;
}

static bool read_total(struct scope *scope, const struct node *node, enum subject_type subject, struct term *out) {
    out->op = TERM_AT_LEAST_TOTAL;
    if (node->item_count < 3 || node->item_count > 4)
        return scope_wrong(scope, node, "have", "a total such as at_least_total(25, \"hours\", workplace {})");
    if (!read_filters(scope, &node->items[2], subject, out)) return false;
    if (!counted_field(scope, &node->items[1], out, subject, &out->total)) return false;
    enum field_type type = type_of(scope, out, out->total);
    if (!field_is(scope, &node->items[1], out, out->total, "an amount", type == FIELD_HOURS || type == FIELD_WHOLE))
        return false;
    if (!read_n(scope, &node->items[0], "at_least_total", type == FIELD_HOURS, 1, &out->n)) return false;
    return node->item_count < 4 || read_options(scope, &node->items[3], subject, out);
}

static bool read_at(struct scope *scope, const struct node *node, enum subject_type subject, int depth,
                    struct term *out);

static bool read_parts(struct scope *scope, const struct node *node, enum subject_type subject, int depth,
                       struct term *out) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    out->op = node_is(node, "all_of") ? TERM_ALL_OF : TERM_ANY_OF;
    if (count == 0) return scope_wrong(scope, node, str_c(scope->arena, node->word), "a list with at least one part");
    struct term *terms = arena_array(scope->arena, struct term, count);
    bool good = true;
    for (uint32_t i = 0; i < count; i++)
        if (!read_at(scope, &parts[i], subject, depth + 1, &terms[i])) good = false;
    out->parts = terms;
    out->part_count = count;
    return good;
}

/* ---- for_each ---- */

/* The field as each kind below has it; all must agree on what a value means. */
static const struct field *each_field(struct scope *scope, const struct node *at, struct term *out,
                                      enum subject_type subject) {
    int32_t kinds[64];
    const struct field *field = NULL;
    size_t count = term_kinds(&out->parts[0], kinds, COUNT_OF(kinds));
    for (size_t i = 0; i < count; i++) {
        const struct kind *kind = &scope->kinds->kinds[kinds[i]];
        int32_t found =
            filter_find_field(scope, at, kind->name, kind->fields, kind->field_count, false, out->each_field);
        if (found < 0) return NULL;
        const struct field *here = &kind->fields[found];
        if (here->each && subject != SUBJECT_PUPIL && subject != SUBJECT_STAFF) {
            scope_error(scope, CODE_EACH_AT_SCHOOL_LEVEL, at, here->name,
                        STR("Ask for it in a rule about pupils or staff, or leave it out."),
                        "'%.*s' belongs to one person's part in '%.*s', and this rule is not about persons.",
                        STR_ARG(here->name), STR_ARG(kind->name));
            return NULL;
        }
        if (field && !same_meaning(field, here)) {
            scope_error(scope, CODE_BAD_CHOICE, at, here->name,
                        STR("Write one for_each for each kind, inside all_of {}."),
                        "'%.*s' means different things in the kinds counted here.", STR_ARG(here->name));
            return NULL;
        }
        field = here;
    }
    return field;
}

/* One value of for_each: for a set, the member that must be included. */
static bool each_value(struct scope *scope, const struct node *node, const struct field *field, int64_t *out) {
    struct field one = *field;
    if (field->type == FIELD_SET_OF) one.type = FIELD_ONE_OF;
    if (field->type == FIELD_YEARS) one.type = FIELD_WHOLE;
    return filter_read_constant(scope, node, &one, out);
}

static bool each_constants(struct scope *scope, const struct node *node, const struct field *field, struct term *out) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    int64_t mask = 0;
    bool years = node_is(node, "years");
    if (years && !scope_years(scope, node, "years", &mask)) return false;
    if (!years && node->type != NODE_TABLE && !node_is(node, "among"))
        return scope_wrong(scope, node, "for_each", "a list, years(a, b) or a list parameter");
    int64_t *values = arena_array(scope->arena, int64_t, years ? 64 : count);
    struct str *names = arena_array(scope->arena, struct str, years ? 64 : count);
    for (int64_t year = 0; years && year < 63; year++) {
        if (!(mask >> year & 1)) continue;
        values[out->each_count] = year;
        names[out->each_count++] = str_format(scope->arena, "%lld", (long long)year);
    }
    for (uint32_t i = 0; !years && i < count; i++) {
        if (!each_value(scope, &parts[i], field, &values[i])) return false;
        names[i] = scope_token(scope, &parts[i]);
        out->each_count++;
    }
    out->each_values = values;
    out->each_names = names;
    if (out->each_count == 0) return scope_wrong(scope, node, "for_each", "a list with at least one value");
    if (years && field->type != FIELD_WHOLE && field->type != FIELD_YEARS)
        return scope_wrong(scope, node, "for_each", "values of the field, which are no year groups");
    return true;
}

static bool each_param(struct scope *scope, const struct node *node, const struct field *field, struct term *out) {
    out->each_param = scope_param(scope, node);
    if (out->each_param < 0) return false;
    enum param_type type = scope->policy->params[out->each_param].type;
    bool fits = type == PARAM_YEARS   ? field->type == FIELD_WHOLE || field->type == FIELD_YEARS
                : type == PARAM_TEXTS ? field->type == FIELD_TEXT
                : type == PARAM_CODES
                    ? field->type == FIELD_ONE_OF || field->type == FIELD_SET_OF || field->type == FIELD_TEXT
                    : false;
    if (fits) return true;
    return scope_error(scope, CODE_WRONG_TYPE, node, node->id, NO_HINT,
                       "The parameter %.*s does not list values of '%.*s'.", STR_ARG(node->id), STR_ARG(field->name));
}

/* The largest number of values that a parameter ever lists. */
static size_t param_most(const struct param *param) {
    size_t most = 0;
    for (size_t i = 0; i < param->step_count; i++) {
        size_t count = param->steps[i].count;
        if (param->type == PARAM_YEARS) {
            count = 0;
            for (int64_t mask = param->steps[i].values[0]; mask; mask &= mask - 1) count++;
        }
        if (count > most) most = count;
    }
    return most;
}

static size_t cells(const struct scope *scope, const struct term *term) {
    size_t sum = 0;
    if (term->part_count == 0) return 1;
    for (size_t i = 0; i < term->part_count; i++) sum += cells(scope, &term->parts[i]);
    if (term->op != TERM_FOR_EACH) return sum;
    size_t count = term->each_param >= 0 ? param_most(&scope->policy->params[term->each_param]) : term->each_count;
    return sum > SIZE_MAX / (count + 1) ? SIZE_MAX : sum * count;
}

static bool read_for_each(struct scope *scope, const struct node *node, enum subject_type subject, int depth,
                          struct term *out) {
    out->op = TERM_FOR_EACH;
    if (node->item_count != 3) return scope_wrong(scope, node, "have", "for_each(field, values, what is counted)");
    struct term *part = arena_new(scope->arena, struct term);
    out->parts = part;
    out->part_count = 1;
    if (!scope_text(scope, &node->items[0], "for_each", &out->each_field)) return false;
    if (!read_at(scope, &node->items[2], subject, depth + 1, part)) return false;
    const struct field *field = each_field(scope, &node->items[0], out, subject);
    if (!field) return false;
    if (field->type == FIELD_DAY || field->type == FIELD_FLAG || field->type == FIELD_PERSON
        || field->type == FIELD_ORGANISATION)
        return scope_error(scope, CODE_WRONG_TYPE, &node->items[0], out->each_field, NO_HINT,
                           "for_each needs a field with codes, numbers or texts, and '%.*s' is none.",
                           STR_ARG(out->each_field));
    bool good = node->items[1].type == NODE_REF ? each_param(scope, &node->items[1], field, out)
                                                : each_constants(scope, &node->items[1], field, out);
    if (!good) return false;
    size_t count = cells(scope, out);
    if (count <= TERM_CELLS) return true;
    return scope_error(scope, CODE_BUDGET, node, node->word, STR("Write two rules with shorter lists."),
                       "This grid has %zu cells, and %d are the most.", count, TERM_CELLS);
}

static bool read_at(struct scope *scope, const struct node *node, enum subject_type subject, int depth,
                    struct term *out) {
    *out = (struct term){
        .op = TERM_AT_LEAST, .n = operand_of(1), .distinct = -1, .on = -1, .total = -1, .each_param = -1
    };
    if (depth > TERM_DEPTH)
        return scope_error(scope, CODE_BUDGET, node, node->word, NO_HINT, "Conditions are nested more than %d deep.",
                           TERM_DEPTH);
    if (node->type != NODE_CALL) return scope_wrong(scope, node, "have", "a kind of record, or a count of records");
    if (node_is(node, "at_least") || node_is(node, "at_most")) return read_count(scope, node, subject, out);
    if (node_is(node, "at_least_total")) return read_total(scope, node, subject, out);
    if (node_is(node, "all_of") || node_is(node, "any_of")) return read_parts(scope, node, subject, depth, out);
    if (node_is(node, "for_each")) return read_for_each(scope, node, subject, depth, out);
    return read_filters(scope, node, subject, out);
}

bool term_read(struct scope *scope, const struct node *node, enum subject_type subject, struct term *out) {
    return read_at(scope, node, subject, 0, out);
}

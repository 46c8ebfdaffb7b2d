/* SPDX-License-Identifier: GPL-3.0-or-later
 * filter_order - whether one set of filters admits only what another admits, decided by trying every value that could
 *                make a difference.
 * Owns:  nothing.
 * Must not know: amendments, windows.
 *
 * A filter is a conjunction of conditions, one a field, so it suffices to look at each field's own values: every code,
 * every cut point of a range and its neighbours, every subset of the members of a set that some condition names, one
 * value that nobody names, and "not recorded".
 */
#include <string.h>

#include "policy/filter.h"
#include "policy/param.h"
#include "policy/window_read.h"

#define MOST_POINTS 200000
#define MOST_SET_BITS 10
#define OTHER_VALUE (INT64_C(1) << 61) /* a text, day or key that no condition names */

struct axis {
    int32_t field;
    int64_t *values;
    size_t count;
};

struct order {
    struct scope *scope;
    struct date day;
    const struct filter *narrow;
    const struct filter *wide;
    size_t wide_count;
    struct axis *axes;
    size_t axis_count;
    size_t points;
    int64_t *at; /* the point, by axis */
};

/* ---- one condition and one value: 1 yes, 0 no, -1 not known ---- */

static bool in_param(const struct policy *policy, int32_t param, int64_t value, struct date day,
                     const struct field *field) {
    const struct param *p = &policy->params[param];
    const struct param_step *step = param_at(p, day);
    if (p->type == PARAM_YEARS) return value >= 0 && value < 63 && (step->values[0] >> value & 1);
    for (size_t i = 0; i < step->count; i++) {
        if (p->type != PARAM_CODES || field->type == FIELD_TEXT) {
            if (step->values[i] == value) return true;
        } else if (field_find_code(field, step->texts[i]) == value) {
            return true;
        }
    }
    return false;
}

static bool listed(const struct order *o, const struct condition *c, const struct field *field, int64_t value) {
    const struct policy *policy = o->scope->policy;
    for (size_t i = 0; i < c->value_count; i++)
        if (c->values[i].param >= 0 ? in_param(policy, c->values[i].param, value, o->day, field)
                                    : c->values[i].value == value)
            return true;
    return false;
}

/* The members that a condition on a set names, as a mask. */
static int64_t named_members(const struct order *o, const struct condition *c, const struct field *field) {
    int64_t mask = 0;
    for (int64_t i = 0; i < 63; i++)
        if (listed(o, c, field, i)) mask |= INT64_C(1) << i;
    return mask;
}

static int answer(const struct order *o, const struct condition *c, const struct field *field, int64_t value) {
    const struct policy *policy = o->scope->policy;
    bool yes = false;
    if (c->op == CONDITION_ANY) return 1;
    if (c->op == CONDITION_KNOWN) return value != VALUE_NONE;
    if (c->op == CONDITION_MISSING) return value == VALUE_NONE;
    if (value == VALUE_NONE) return -1;
    switch (c->op) {
    case CONDITION_AMONG:
        yes = listed(o, c, field, value);
        break;
    case CONDITION_RANGE:
        yes = (!c->has_low || value >= operand_on(policy, &c->low, o->day))
              && (!c->has_high || value <= operand_on(policy, &c->high, o->day));
        break;
    case CONDITION_INCLUDES_ALL:
        yes = (named_members(o, c, field) & ~value) == 0;
        break;
    case CONDITION_INCLUDES_ANY:
        yes = (named_members(o, c, field) & value) != 0;
        break;
    case CONDITION_LACKS_ANY:
        yes = (named_members(o, c, field) & ~value) != 0;
        break;
    default:
        return -1;
    }
    return yes != c->negated;
}

/* ---- what a filter says of one field, its silent defaults included ---- */

static bool has_outcomes(const struct order *o, const struct filter *f) {
    return !f->of_subject && shape_has_outcome(o->scope->kinds->kinds[f->kind].shape);
}

static bool default_admits(const struct order *o, const struct filter *f, int32_t field, int64_t value) {
    const struct known_facts *known = &o->scope->kinds->known;
    const struct policy *policy = o->scope->policy;
    if (!f->of_subject) {
        if (field == FIELD_CANCELLED && !f->names_cancelled) return value != 1;
        if (field == FIELD_OUTCOME && has_outcomes(o, f)) {
            uint32_t mask = f->outcomes ? f->outcomes : o->scope->kinds->kinds[f->kind].counts;
            return value >= 0 && value < OUTCOME_CODE_COUNT && (mask >> value & 1);
        }
        return true;
    }
    if (f->subject_type == SUBJECT_PUPIL) {
        if (f->default_on_roll && field == known->on_roll) return value == 1;
        if (f->default_enrolment && field == known->enrolment)
            return value != VALUE_NONE
                   && in_param(policy, policy->counted_enrolments, value, o->day,
                               &o->scope->kinds->facts[SUBJECT_PUPIL].fields[field]);
    }
    if (f->subject_type == SUBJECT_STAFF && f->default_on_roll && field == known->in_post) return value == 1;
    if (f->subject_type == SUBJECT_ORGANISATION && f->default_on_roll && field == known->active) return value != 0;
    return true;
}

static bool has_default(const struct order *o, const struct filter *f, int32_t field) {
    return !default_admits(o, f, field, 0) || !default_admits(o, f, field, 1)
           || !default_admits(o, f, field, VALUE_NONE);
}

static bool organisation_within(const struct order *o, const struct filter *f) {
    const struct condition *wide = filter_condition(f, FIELD_ORGANISATION_OF);
    const struct condition *narrow = filter_condition(o->narrow, FIELD_ORGANISATION_OF);
    struct str sample;
    if (!narrow || narrow->op != CONDITION_ORGANISATION) return false;
    return filter_within(o->scope, narrow->organisation, 1, wide->organisation, 1, o->day, &sample);
}

/* The conditions of a filter on one field, one after the other: NULL at the end.  Two overlays may name the same. */
static const struct condition *next_on(const struct filter *f, int32_t field, const struct condition *last) {
    size_t i = last ? (size_t)(last - f->conditions) + 1 : 0;
    while (i < f->condition_count && f->conditions[i].field != field) i++;
    return i < f->condition_count ? &f->conditions[i] : NULL;
}

static bool admits(const struct order *o, const struct filter *f, int32_t field, int64_t value) {
    uint32_t count;
    const struct field *fields = filter_fields(o->scope->kinds, f, &count);
    if (!default_admits(o, f, field, value)) return false;
    for (const struct condition *c = next_on(f, field, NULL); c; c = next_on(f, field, c)) {
        bool yes = c->op == CONDITION_ORGANISATION ? value != VALUE_NONE && (f == o->narrow || organisation_within(o, f))
                                                   : answer(o, c, &fields[field], value) == 1;
        if (!yes) return false;
    }
    return true;
}

/* ---- the values worth trying ---- */

static void add_value(struct order *o, struct axis *axis, int64_t value) {
    if (value < 0 && value != VALUE_NONE) return;
    for (size_t i = 0; i < axis->count; i++)
        if (axis->values[i] == value) return;
    list_add(o->scope->arena, axis->values, axis->count, value);
}

static void add_operand(struct order *o, struct axis *axis, const struct operand *operand) {
    int64_t value = operand_on(o->scope->policy, operand, o->day);
    for (int64_t d = -1; d <= 1; d++) add_value(o, axis, value + d);
}

static void add_cuts_of(struct order *o, struct axis *axis, const struct condition *c) {
    if (c->has_low) add_operand(o, axis, &c->low);
    if (c->has_high) add_operand(o, axis, &c->high);
    for (size_t i = 0; i < c->value_count; i++) {
        if (c->values[i].param < 0) {
            add_operand(o, axis, &c->values[i]);
            continue;
        }
        const struct param *p = &o->scope->policy->params[c->values[i].param];
        const struct param_step *step = param_at(p, o->day);
        for (int64_t year = 0; p->type == PARAM_YEARS && year < 22; year++) add_value(o, axis, year);
        for (size_t v = 0; p->type != PARAM_YEARS && v < step->count; v++) add_value(o, axis, step->values[v]);
    }
}

static void add_cuts(struct order *o, struct axis *axis, const struct filter *f) {
    for (const struct condition *c = next_on(f, axis->field, NULL); c; c = next_on(f, axis->field, c))
        add_cuts_of(o, axis, c);
}

static int64_t members_of(const struct order *o, const struct filter *f, int32_t index, const struct field *field) {
    int64_t named = 0;
    for (const struct condition *c = next_on(f, index, NULL); c; c = next_on(f, index, c))
        named |= c->op == CONDITION_AMONG && c->value_count && c->values[0].param < 0 ? c->values[0].value
                                                                                      : named_members(o, c, field);
    return named;
}

static bool add_subsets(struct order *o, struct axis *axis, const struct field *field) {
    int64_t named = members_of(o, o->narrow, axis->field, field);
    for (size_t w = 0; w < o->wide_count; w++) named |= members_of(o, &o->wide[w], axis->field, field);
    int bits[MOST_SET_BITS + 1], count = 0;
    bool other = false;
    for (int i = 0; i < 62; i++) {
        bool is_named = named >> i & 1;
        if (!is_named && other) continue;
        if (!is_named) other = true;
        if (count > MOST_SET_BITS) return false;
        bits[count++] = i;
    }
    for (int subset = 0; subset < 1 << count; subset++) {
        int64_t value = 0;
        for (int i = 0; i < count; i++)
            if (subset >> i & 1) value |= INT64_C(1) << bits[i];
        add_value(o, axis, value);
    }
    return true;
}

/* False when a field has more values than can be tried. */
static bool make_axis(struct order *o, int32_t index, struct axis *axis) {
    uint32_t count;
    const struct field *field = &filter_fields(o->scope->kinds, o->narrow, &count)[index];
    *axis = (struct axis){ .field = index };
    if (!o->narrow->of_subject && index == FIELD_OUTCOME && has_outcomes(o, o->narrow)) {
        for (int64_t i = 0; i < OUTCOME_CODE_COUNT; i++) add_value(o, axis, i);
        return true;
    }
    switch (field->type) {
    case FIELD_FLAG:
        add_value(o, axis, 1);
        add_value(o, axis, 0);
        break;
    case FIELD_ONE_OF:
        for (uint32_t i = 0; i < field->code_count; i++) add_value(o, axis, i);
        break;
    case FIELD_SET_OF:
    case FIELD_YEARS:
        if (!add_subsets(o, axis, field)) return false;
        break;
    case FIELD_WHOLE:
    case FIELD_HOURS:
    case FIELD_TEXT:
    case FIELD_DAY:
    case FIELD_PERSON:
    case FIELD_ORGANISATION:
        if (field->type == FIELD_WHOLE || field->type == FIELD_HOURS)
            add_value(o, axis, 0);
        else
            add_value(o, axis, OTHER_VALUE);
        add_cuts(o, axis, o->narrow);
        for (size_t w = 0; w < o->wide_count; w++) add_cuts(o, axis, &o->wide[w]);
        break;
    }
    add_value(o, axis, VALUE_NONE);
    return true;
}

/* Keeps what the narrow filter admits. */
static void thin(struct order *o, struct axis *axis) {
    size_t kept = 0;
    for (size_t i = 0; i < axis->count; i++)
        if (admits(o, o->narrow, axis->field, axis->values[i])) axis->values[kept++] = axis->values[i];
    axis->count = kept;
}

static bool matters(const struct order *o, int32_t field) {
    if (filter_condition(o->narrow, field)) return true;
    for (size_t w = 0; w < o->wide_count; w++)
        if (filter_condition(&o->wide[w], field) || has_default(o, &o->wide[w], field)) return true;
    return false;
}

/* ---- a point that the narrow filter admits and none of the wide ones ---- */

static bool covered(const struct order *o) {
    for (size_t w = 0; w < o->wide_count; w++) {
        bool all = true;
        for (size_t a = 0; a < o->axis_count && all; a++) all = admits(o, &o->wide[w], o->axes[a].field, o->at[a]);
        if (all) return true;
    }
    return false;
}

static bool find_gap(struct order *o, size_t axis) {
    if (axis == o->axis_count) return o->points++ >= MOST_POINTS || !covered(o);
    for (size_t i = 0; i < o->axes[axis].count; i++) {
        o->at[axis] = o->axes[axis].values[i];
        if (find_gap(o, axis + 1)) return true;
    }
    return false;
}

static void say_value(struct order *o, struct buf *out, const struct field *field, int64_t value) {
    buf_printf(out, "%.*s ", STR_ARG(field->name));
    if (value == VALUE_NONE)
        buf_add_c(out, "not recorded");
    else if (str_is(field->name, "outcome") && value < OUTCOME_CODE_COUNT)
        buf_add(out, OUTCOME_NAMES[value]);
    else if (value == OTHER_VALUE)
        buf_add_c(out, "of any other value");
    else if (field->type == FIELD_WHOLE)
        buf_add_whole(out, value);
    else if (field->type == FIELD_TEXT)
        buf_add_c(out, "of another value");
    else
        buf_add(out, field_print(o->scope->arena, field, value));
}

static struct str say_gap(struct order *o) {
    struct buf out = { 0 };
    uint32_t count;
    const struct field *fields = filter_fields(o->scope->kinds, o->narrow, &count);
    if (o->narrow->of_subject) {
        static const char *const names[] = { "a pupil", "a member of staff", "an organisation", "a school" };
        buf_add_c(&out, names[o->narrow->subject_type]);
    } else {
        buf_printf(&out, "a record of %.*s", STR_ARG(o->scope->kinds->kinds[o->narrow->kind].name));
    }
    size_t said = 0;
    for (size_t a = 0; a < o->axis_count; a++) {
        bool tells = o->wide_count == 0;
        for (size_t w = 0; w < o->wide_count; w++) tells = tells || !admits(o, &o->wide[w], o->axes[a].field, o->at[a]);
        if (!tells) continue;
        buf_add_c(&out, said++ ? ", " : " with ");
        say_value(o, &out, &fields[o->axes[a].field], o->at[a]);
    }
    struct str text = str_copy(o->scope->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static bool one_within(struct order *o, struct str *sample) {
    uint32_t count;
    filter_fields(o->scope->kinds, o->narrow, &count);
    for (uint32_t f = 0; f < count; f++) {
        struct axis axis;
        if (!matters(o, (int32_t)f)) continue;
        if (!make_axis(o, (int32_t)f, &axis)) return false;
        thin(o, &axis);
        if (axis.count == 0) return true; /* it admits nothing at all */
        list_add(o->scope->arena, o->axes, o->axis_count, axis);
    }
    o->at = arena_array(o->scope->arena, int64_t, o->axis_count);
    if (!find_gap(o, 0)) return true;
    if (o->points < MOST_POINTS) *sample = say_gap(o);
    return false;
}

/* What a decision table must say: narrow asks for no other answers than wide. */
static bool bounds_within(const struct filter *narrow, const struct filter *wide) {
    for (size_t w = 0; w < wide->bound_count; w++) {
        bool found = false;
        for (size_t n = 0; n < narrow->bound_count; n++)
            if (narrow->bounds[n].decision == wide->bounds[w].decision)
                found = found || (narrow->bounds[n].answers & ~wide->bounds[w].answers) == 0;
        if (!found) return false;
    }
    return true;
}

bool filter_within(struct scope *scope, const struct filter *narrow, size_t narrow_count, const struct filter *wide,
                   size_t wide_count, struct date day, struct str *sample) {
    *sample = NO_HINT;
    struct filter *same = arena_array(scope->arena, struct filter, wide_count);
    for (size_t n = 0; n < narrow_count; n++) {
        struct order order = { .scope = scope, .day = day, .narrow = &narrow[n], .wide = same };
        for (size_t w = 0; w < wide_count; w++) {
            bool comparable = wide[w].of_subject == narrow[n].of_subject
                              && (narrow[n].of_subject ? wide[w].subject_type == narrow[n].subject_type
                                                       : wide[w].kind == narrow[n].kind);
            if (comparable && bounds_within(&narrow[n], &wide[w])) same[order.wide_count++] = wide[w];
        }
        if (!one_within(&order, sample)) return false;
    }
    return true;
}

struct filter filter_both(struct scope *scope, const struct filter *a, const struct filter *b) {
    const struct known_facts *known = &scope->kinds->known;
    struct filter both = *a;
    size_t count = 0;
    struct condition *conditions = arena_array(scope->arena, struct condition, a->condition_count + b->condition_count);
    for (size_t i = 0; i < a->condition_count; i++) conditions[count++] = a->conditions[i];
    for (size_t i = 0; i < b->condition_count; i++) conditions[count++] = b->conditions[i];
    both.conditions = conditions;
    both.condition_count = count;
    /* Naming these switches the silent part off. */
    if (filter_condition(b, known->on_roll) || filter_condition(b, known->left_on)) both.default_on_roll = false;
    if (filter_condition(b, known->enrolment)) both.default_enrolment = false;
    return both;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * gen_term - random terms and windows.
 * Owns:  nothing.
 * Must not know: rows.
 */
#include "base/map.h"
#include "gen_policy.h"

/* A field of the kind that suits; -1 when none does. */
static int32_t pick_field(struct gen *gen, const struct policy *policy, enum subject_type type, int32_t kind,
                          bool (*suits)(const struct field *field)) {
    const struct kind *k = &policy->kinds->kinds[kind];
    uint32_t first = (uint32_t)gen_between(gen, 0, k->field_count - 1);
    for (uint32_t i = 0; i < k->field_count; i++) {
        uint32_t at = (first + i) % k->field_count;
        if (gen_may_name(policy->kinds, kind, at, type) && suits(&k->fields[at])) return (int32_t)at;
    }
    return -1;
}

static bool is_day(const struct field *f) { return f->type == FIELD_DAY && !str_is(f->name, "date"); }
static bool is_amount(const struct field *f) { return f->type == FIELD_HOURS || f->type == FIELD_WHOLE; }
static bool is_grouping(const struct field *f) {
    return f->type == FIELD_ONE_OF || f->type == FIELD_TEXT || f->type == FIELD_PERSON || f->type == FIELD_ORGANISATION ||
           f->type == FIELD_SET_OF || f->type == FIELD_WHOLE || f->type == FIELD_FLAG;
}
static bool is_listed(const struct field *f) {
    return f->type == FIELD_ONE_OF || f->type == FIELD_TEXT || f->type == FIELD_SET_OF || f->type == FIELD_YEARS ||
           f->type == FIELD_WHOLE;
}

static struct term leaf(struct gen *gen, const struct policy *policy, enum subject_type type, int32_t kind, bool one_kind) {
    struct term term = { .op = TERM_AT_LEAST, .distinct = -1, .on = -1, .total = -1, .each_param = -1 };
    term.filter_count = gen_chance(gen, 75) ? 1 : 2;
    struct filter *filters = arena_array(gen->arena, struct filter, term.filter_count);
    filters[0] = gen_record_filter(gen, policy, type, kind);
    for (size_t i = 1; i < term.filter_count; i++)
        filters[i] = gen_record_filter(gen, policy, type, one_kind ? kind : gen_pick_kind(gen, policy->kinds, type));
    term.filters = filters;
    int roll = (int)gen_between(gen, 0, 99);
    if (roll < 12) term.op = TERM_AT_MOST;
    if (roll >= 12 && roll < 25) term.total = pick_field(gen, policy, type, kind, is_amount);
    if (term.total >= 0) term.op = TERM_AT_LEAST_TOTAL;
    if (roll >= 25 && roll < 40) term.distinct = pick_field(gen, policy, type, kind, is_grouping);
    if (gen_chance(gen, 20)) term.on = pick_field(gen, policy, type, kind, is_day);
    bool own = term.total >= FIELD_BUILT_IN_COUNT || term.distinct >= FIELD_BUILT_IN_COUNT || term.on >= FIELD_BUILT_IN_COUNT;
    for (size_t i = 1; own && i < term.filter_count; i++) /* such a field must be one field in all the kinds */
        filters[i] = gen_record_filter(gen, policy, type, kind);
    if (term.op == TERM_AT_LEAST_TOTAL) term.n = gen_param_or(gen, policy, PARAM_HOURS, 60 * gen_between(gen, 0, 5));
    else if (term.op == TERM_AT_MOST) term.n = gen_constant(gen_between(gen, 0, 2));
    else term.n = gen_param_or(gen, policy, PARAM_WHOLE, gen_chance(gen, 60) ? 1 : gen_between(gen, 0, 4));
    return term;
}

static void fill_values(struct gen *gen, const struct field *field, struct term *term) {
    int64_t *values = arena_array(gen->arena, int64_t, 3);
    struct str *names = arena_array(gen->arena, struct str, 3);
    term->each_count = (size_t)gen_between(gen, 1, 3);
    bool coded = field->type == FIELD_ONE_OF || field->type == FIELD_SET_OF;
    for (size_t i = 0; i < term->each_count; i++) {
        if (coded) {
            values[i] = gen_between(gen, 0, (int64_t)field->code_count - 1);
            names[i] = field->codes[values[i]];
        } else if (field->type == FIELD_TEXT) {
            names[i] = GEN_TEXTS[gen_between(gen, 0, 3)];
            values[i] = text_value(names[i]);
        } else {
            values[i] = gen_between(gen, 7, 13);
            names[i] = str_format(gen->arena, "%d", (int)values[i]);
        }
    }
    term->each_values = values;
    term->each_names = names;
}

static struct term for_each(struct gen *gen, const struct policy *policy, enum subject_type type, int32_t kind, int depth) {
    struct term term = { .op = TERM_FOR_EACH, .distinct = -1, .on = -1, .total = -1, .each_param = -1, .n = gen_constant(0) };
    int32_t at = pick_field(gen, policy, type, kind, is_listed);
    if (at < 0) return leaf(gen, policy, type, kind, true);
    const struct field *field = &policy->kinds->kinds[kind].fields[at];
    term.each_field = field->name;
    enum param_type list = field->type == FIELD_TEXT                                   ? PARAM_TEXTS
                           : field->type == FIELD_YEARS || field->type == FIELD_WHOLE ? PARAM_YEARS
                                                                                       : PARAM_CODES;
    if (gen_chance(gen, 35)) term.each_param = gen_param_of(gen, policy, list);
    if (term.each_param < 0) fill_values(gen, field, &term);
    struct term *part = arena_new(gen->arena, struct term);
    *part = depth > 0 && gen_chance(gen, 30) ? for_each(gen, policy, type, kind, depth - 1)
                                             : leaf(gen, policy, type, kind, true);
    term.parts = part;
    term.part_count = 1;
    return term;
}

struct term gen_term(struct gen *gen, const struct policy *policy, enum subject_type type, int32_t kind, int depth) {
    if (kind < 0) kind = gen_pick_kind(gen, policy->kinds, type);
    int roll = (int)gen_between(gen, 0, 99);
    if (depth == 0 || roll < 55) return leaf(gen, policy, type, kind, false);
    if (roll < 68) return for_each(gen, policy, type, kind, 1);
    struct term term = { .op = roll < 84 ? TERM_ALL_OF : TERM_ANY_OF, .distinct = -1, .on = -1, .total = -1,
                         .each_param = -1, .n = gen_constant(0) };
    term.part_count = (size_t)gen_between(gen, 2, 3);
    struct term *parts = arena_array(gen->arena, struct term, term.part_count);
    for (size_t i = 0; i < term.part_count; i++) parts[i] = gen_term(gen, policy, type, i == 0 ? kind : -1, depth - 1);
    term.parts = parts;
    return term;
}

/* ---- windows ---------------------------------------------------------------------------------------------------------------- */

static struct span random_span(struct gen *gen, const struct policy *policy, int64_t most_days) {
    struct span span = { .unit = SPAN_DAYS };
    int roll = (int)gen_between(gen, 0, 99);
    if (roll < 15) {
        span.n = gen_constant(0);
    } else if (roll < 45) {
        span.n = gen_param_or(gen, policy, PARAM_WHOLE, gen_between(gen, 1, most_days));
    } else if (roll < 75) {
        span.unit = SPAN_SCHOOL_DAYS;
        span.n = gen_param_or(gen, policy, PARAM_WHOLE, gen_between(gen, 1, most_days / 2 + 1));
    } else {
        span.unit = SPAN_MONTHS;
        span.n = gen_constant(gen_between(gen, 1, 14));
    }
    return span;
}

static struct month_day random_month_day(struct gen *gen) {
    static const struct month_day DAYS[] = { { 9, 1 }, { 1, 31 }, { 2, 28 }, { 2, 29 }, { 5, 31 }, { 8, 31 }, { 9, 30 },
                                             { 10, 31 }, { 7, 20 } };
    return DAYS[gen_between(gen, 0, (int64_t)COUNT_OF(DAYS) - 1)];
}

static void fill_anchor(struct gen *gen, const struct policy *policy, enum subject_type type, struct window *w) {
    w->anchor = ANCHOR_RECORD;
    if (type == SUBJECT_PUPIL && gen_chance(gen, 35)) w->anchor = (enum anchor)gen_between(gen, 1, 4);
    if (type == SUBJECT_STAFF && gen_chance(gen, 35)) w->anchor = gen_chance(gen, 50) ? ANCHOR_LEAVING : ANCHOR_APPOINTMENT;
    if (w->anchor == ANCHOR_BIRTHDAY) w->anchor_n = gen_constant(gen_between(gen, 13, 17));
    if (w->anchor == ANCHOR_TURNS_YEAR) w->anchor_n = gen_constant(gen_between(gen, 8, 12));
    if (w->anchor != ANCHOR_RECORD) return;
    int32_t kind = gen_pick_kind(gen, policy->kinds, type);
    w->anchor_filter = gen_record_filter(gen, policy, type, kind);
    if (gen_chance(gen, 25)) w->anchor_on = pick_field(gen, policy, type, kind, is_day);
    w->same_record = gen_chance(gen, 45);
}

static void fill_names(struct gen *gen, struct window *w, size_t count) {
    uint32_t *names = arena_array(gen->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        if (gen_chance(gen, 70) || (i + 1 == count && w->name_count == 0)) names[w->name_count++] = i;
    }
    w->names = names;
}

/* One to four days of the pupil. */
static void fill_days(struct gen *gen, const struct policy *policy, struct window *w) {
    const struct facts *facts = &policy->kinds->facts[SUBJECT_PUPIL];
    uint32_t *names = arena_array(gen->arena, uint32_t, 4);
    int64_t wanted = gen_between(gen, 1, 3);
    w->names = names;
    while ((int64_t)w->name_count < wanted) {
        uint32_t fact = (uint32_t)gen_between(gen, 0, (int64_t)facts->field_count - 1);
        if (facts->fields[fact].type == FIELD_DAY && !facts->fields[fact].dated) names[w->name_count++] = fact;
    }
}

static enum window_op pick_window(struct gen *gen, enum subject_type type) {
    static const enum window_op OTHERS[] = { WINDOW_EACH_SCHOOL_YEAR, WINDOW_EACH_TERM, WINDOW_EACH_HALF_TERM,
                                             WINDOW_WITHIN, WINDOW_AHEAD_OF, WINDOW_ROLLING, WINDOW_ALWAYS };
    if (type != SUBJECT_PUPIL) return OTHERS[gen_between(gen, 0, (int64_t)COUNT_OF(OTHERS) - 1)];
    if (gen_chance(gen, 30)) return OTHERS[gen_between(gen, 3, 6)];
    return (enum window_op)gen_between(gen, WINDOW_EACH_SCHOOL_YEAR, WINDOW_REVIEW);
}

struct window gen_window(struct gen *gen, const struct policy *policy, enum subject_type type) {
    struct operand none = gen_constant(0);
    struct span nothing = { .unit = SPAN_DAYS, .n = none };
    struct window w = { .op = pick_window(gen, type), .a = none, .b = none, .anchor_n = none, .anchor_on = -1,
                        .anchor_filter.kind = -1, .length = nothing, .grace = nothing, .may_precede = nothing,
                        .opens = { .unit = SPAN_MONTHS, .n = gen_constant(12) } };
    switch (w.op) {
    case WINDOW_EACH_SCHOOL_YEAR:
        if (gen_chance(gen, 40)) w.day = random_month_day(gen);
        break;
    case WINDOW_EACH_KEY_STAGE: w.key_stages = (uint32_t)gen_between(gen, 0, 7) << 3; break;
    case WINDOW_BY_AGE: w.a = gen_constant(gen_between(gen, 13, 17)); break;
    case WINDOW_FURTHER_BY_AGE:
        w.b = gen_constant(gen_between(gen, 14, 16));
        w.a = gen_constant(w.b.value + gen_between(gen, 0, 2));
        break;
    case WINDOW_BY_END_OF_YEAR:
    case WINDOW_BEFORE_YEAR: w.a = gen_constant(gen_between(gen, 8, 13)); break;
    case WINDOW_OVER_YEARS:
        w.a = gen_constant(gen_between(gen, 7, 12));
        w.b = gen_constant(w.a.value + gen_between(gen, 0, 2));
        break;
    case WINDOW_IN_PHASES: fill_names(gen, &w, policy->phase_count); break;
    case WINDOW_AT_TRANSITIONS: fill_names(gen, &w, policy->transition_count); break;
    case WINDOW_BY_DATE_IN_YEAR:
    case WINDOW_BY_DATE_AFTER_YEAR: w.day = random_month_day(gen); break;
    case WINDOW_WITHIN:
        w.length = random_span(gen, policy, 90);
        if (gen_chance(gen, 20)) w.grace = random_span(gen, policy, 20);
        if (gen_chance(gen, 50)) w.may_precede = random_span(gen, policy, 200);
        break;
    case WINDOW_AHEAD_OF:
        w.length = random_span(gen, policy, 40);
        if (gen_chance(gen, 50)) w.opens = random_span(gen, policy, 200);
        break;
    case WINDOW_ROLLING:
        w.length = random_span(gen, policy, 300);
        if (gen_chance(gen, 30)) w.grace = random_span(gen, policy, 40);
        break;
    case WINDOW_ALWAYS: w.grace = random_span(gen, policy, 40); break;
    case WINDOW_KEPT:
    case WINDOW_REVIEW:
        w.a = gen_param_or(gen, policy, PARAM_WHOLE, gen_between(gen, 1, 4));
        fill_days(gen, policy, &w);
        break;
    default: break;
    }
    if (w.op == WINDOW_WITHIN || w.op == WINDOW_AHEAD_OF) fill_anchor(gen, policy, type, &w);
    return w;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * compile_window - windows with their constants, and the years that `who` names.
 * Owns:  nothing.
 * Must not know: terms, look-up tables, rows.
 */
#include "policy/compile.h"

#define YEAR_LIMIT 32

/* The years for which all conditions of a filter on `year` answer yes; false when there is none. */
static bool years_of_filter(struct compiler *c, const struct filter *filter, uint32_t *years) {
    int32_t year = c->kinds->known.year;
    bool named = false;
    *years = UINT32_MAX;
    if (filter->subject_type != SUBJECT_PUPIL || year < 0) return false;
    for (size_t i = 0; i < filter->condition_count; i++) {
        struct image_atom atom;
        if (filter->conditions[i].field != year) continue;
        named = true;
        if (!compile_condition(c, compile_table_of_subject(c, SUBJECT_PUPIL), &filter->conditions[i], &atom)) continue;
        for (int y = 0; y < YEAR_LIMIT; y++) {
            if (image_atom_answer(&atom, y) != ANSWERED_YES) *years &= ~(UINT32_C(1) << y);
        }
    }
    return named;
}

static void name_facts(const struct compiler *c, const struct filter *filters, size_t count,
                       struct image_version *version) {
    const struct known_facts *known = &c->kinds->known;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < filters[i].condition_count; j++) {
            int32_t fact = filters[i].conditions[j].field;
            if (filters[i].subject_type == SUBJECT_PUPIL) {
                version->names_age = version->names_age || fact == known->age;
                version->names_year = version->names_year || fact == known->year || fact == known->key_stage;
                version->names_days = version->names_days || fact == known->days_on_roll;
            } else if (filters[i].subject_type == SUBJECT_STAFF) {
                version->names_days = version->names_days || fact == known->days_in_post;
            }
        }
    }
}

void compile_names(struct compiler *c, const struct rule_version *source, struct image_version *version) {
    version->who_names_year = source->who_count > 0;
    for (size_t i = 0; i < source->who_count; i++) {
        uint32_t years;
        if (years_of_filter(c, &source->who[i], &years)) version->who_years |= years;
        else version->who_names_year = false;
    }
    const struct policy *policy = c->policy;
    for (uint32_t i = 0; i < policy->overlay_count; i++)
        if (policy->rules[version->rule].overlays >> i & 1)
            name_facts(c, policy->overlays[i].guards, policy->overlays[i].guard_count, version);
    name_facts(c, source->who, source->who_count, version);
    name_facts(c, source->unless, source->unless_count, version);
}

/* readings that every finding of a version rests on */

static void read_filter(const struct compiler *c, const struct filter *filter, uint32_t *readings) {
    if (filter->of_subject) return;
    const struct kind *kind = &c->kinds->kinds[filter->kind];
    for (size_t i = 0; i < filter->condition_count; i++) {
        bool named = str_is(kind->fields[filter->conditions[i].field].name, "meaningful");
        if (named) *readings |= 1u << READING_MEANINGFUL;
    }
    bool of_people = c->subject == SUBJECT_PUPIL || c->subject == SUBJECT_STAFF;
    if (of_people && shape_has_outcome(kind->shape) && filter->outcomes == (1u << OUTCOME_CODE_COUNT) - 1) {
        *readings |= 1u << READING_OPPORTUNITY;
    }
}

static void read_term(const struct compiler *c, const struct term *term, uint32_t *readings) {
    bool cells = term->op == TERM_FOR_EACH && str_is(term->each_field, "meaningful");
    if (cells) *readings |= 1u << READING_MEANINGFUL;
    for (size_t i = 0; i < term->filter_count; i++) read_filter(c, &term->filters[i], readings);
    for (size_t i = 0; i < term->part_count; i++) read_term(c, &term->parts[i], readings);
}

uint32_t compile_readings(const struct compiler *c, const struct rule_version *source) {
    uint32_t readings = 0;
    enum window_op op = source->when.op;
    if (op == WINDOW_BY_AGE || op == WINDOW_FURTHER_BY_AGE) readings |= 1u << READING_BY_THE_AGE_OF;
    if (op == WINDOW_FURTHER_BY_AGE) readings |= 1u << READING_ONE_FURTHER;
    bool kept = op == WINDOW_KEPT || op == WINDOW_REVIEW;
    if (kept && source->when.name_count > 1) readings |= 1u << READING_EARLIER_OF_TWO;
    read_term(c, &source->have, &readings);
    bool anchored = op == WINDOW_WITHIN || op == WINDOW_AHEAD_OF;
    if (anchored && source->when.anchor == ANCHOR_RECORD) read_filter(c, &source->when.anchor_filter, &readings);
    return readings;
}

struct image_window compile_window(struct compiler *c, const struct rule_version *version) {
    const struct window *w = &version->when;
    struct image_window image = {
        .op = w->op,
        .a = (int)compile_operand(c, &w->a),
        .b = (int)compile_operand(c, &w->b),
        .day = w->day,
        .key_stages = w->key_stages,
        .names = w->names,
        .name_count = w->name_count,
        .length = compile_span(c, &w->length),
        .grace = compile_span(c, &w->grace),
        .may_precede = compile_span(c, &w->may_precede),
        .opens = compile_span(c, &w->opens),
        .anchor = w->anchor,
        .anchor_on = w->anchor_on,
        .same_record = w->same_record,
    };
    if (w->op != WINDOW_WITHIN && w->op != WINDOW_AHEAD_OF) return image;
    if (w->anchor == ANCHOR_RECORD) {
        image.anchor_filter = compile_filter(c, &w->anchor_filter, NULL, 0);
        compile_read_field(c, (uint32_t)w->anchor_filter.kind, w->anchor_on);
    } else if (w->anchor == ANCHOR_BIRTHDAY || w->anchor == ANCHOR_TURNS_YEAR) {
        image.anchor_n = (int)compile_operand(c, &w->anchor_n);
    }
    return image;
}

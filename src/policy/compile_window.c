/* SPDX-License-Identifier: GPL-3.0-or-later
 * compile_window - windows with their constants, and the years that `who` names.
 * Owns:  nothing.
 * Must not know: terms, look-up tables, rows.
 */
#include "policy/compile.h"

#define YEAR_LIMIT 32

static uint32_t years_of_condition(struct compiler *c, const struct field *field, const struct condition *condition) {
    uint32_t years = 0;
    if (condition->op == CONDITION_RANGE) {
        int64_t low = condition->has_low ? compile_operand(c, &condition->low) : INT64_MIN;
        int64_t high = condition->has_high ? compile_operand(c, &condition->high) : INT64_MAX;
        for (int64_t y = 0; y < YEAR_LIMIT; y++) years |= y >= low && y <= high ? UINT32_C(1) << y : 0;
    } else {
        size_t count;
        const int64_t *values = compile_values(c, field, condition->values, condition->value_count, &count);
        for (size_t i = 0; i < count; i++) {
            if (values[i] >= 0 && values[i] < YEAR_LIMIT) years |= UINT32_C(1) << values[i];
        }
    }
    return condition->negated ? ~years : years;
}

bool compile_who_years(struct compiler *c, const struct rule_version *version, uint32_t *years) {
    bool all_named = version->who_count > 0;
    int32_t year = c->kinds->known.year;
    *years = 0;
    for (size_t i = 0; i < version->who_count; i++) {
        const struct filter *filter = &version->who[i];
        uint32_t admitted = UINT32_MAX;
        bool named = false;
        for (size_t j = 0; j < filter->condition_count; j++) {
            const struct condition *condition = &filter->conditions[j];
            if (condition->field != year || filter->subject_type != SUBJECT_PUPIL) continue;
            if (condition->op != CONDITION_RANGE && condition->op != CONDITION_AMONG) continue;
            admitted &= years_of_condition(c, &c->kinds->facts[SUBJECT_PUPIL].fields[year], condition);
            named = true;
        }
        if (named) *years |= admitted;
        else all_named = false;
    }
    return all_named;
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

/* SPDX-License-Identifier: GPL-3.0-or-later
 * term_order - whether one term being met shows that another is met.
 * Owns:  nothing.
 * Must not know: amendments, windows.
 */
#include "policy/filter.h"
#include "policy/term.h"
#include "policy/window_read.h"

static bool counts_at_least(const struct term *t) {
    return t->op == TERM_AT_LEAST || t->op == TERM_AT_LEAST_TOTAL;
}

static bool count_implies(struct scope *scope, const struct term *strict, const struct term *loose, struct date day,
                          struct str *sample) {
    int64_t n = operand_on(scope->policy, &strict->n, day), was = operand_on(scope->policy, &loose->n, day);
    *sample = NO_HINT;
    if (strict->op != loose->op || strict->on != loose->on) return false;
    if (loose->op == TERM_AT_LEAST_TOTAL && strict->total != loose->total) return false;
    if (loose->distinct >= 0 && strict->distinct != loose->distinct) return false;
    if (loose->op == TERM_AT_MOST) {
        if (strict->distinct != loose->distinct) return false;
        if (n > was) {
            *sample = str_format(scope->arena, "%lld instead of at most %lld", (long long)n, (long long)was);
            return false;
        }
        return filter_within(scope, loose->filters, loose->filter_count, strict->filters, strict->filter_count, day,
                             sample);
    }
    if (n < was) {
        *sample = str_format(scope->arena, "%lld instead of %lld", (long long)n, (long long)was);
        return false;
    }
    return filter_within(scope, strict->filters, strict->filter_count, loose->filters, loose->filter_count, day,
                         sample);
}

/* Every value that the looser grid asks for is asked for by the stricter one. */
static bool values_cover(struct scope *scope, const struct term *strict, const struct term *loose, struct date day,
                         struct str *sample) {
    if (strict->each_param >= 0 && strict->each_param == loose->each_param) return true;
    for (size_t i = 0; i < loose->each_count; i++) {
        bool found = false;
        for (size_t k = 0; k < strict->each_count; k++)
            found = found || strict->each_values[k] == loose->each_values[i];
        if (strict->each_param >= 0) {
            const struct param *p = &scope->policy->params[strict->each_param];
            const struct param_step *step = param_at(p, day);
            int64_t value = loose->each_values[i];
            if (p->type == PARAM_YEARS) found = value < 63 && (step->values[0] >> value & 1);
            for (size_t v = 0; p->type != PARAM_YEARS && v < step->count; v++)
                found = found || str_equal(step->texts[v], loose->each_names[i]);
        }
        if (found) continue;
        *sample = str_format(scope->arena, "leaving out %.*s", STR_ARG(loose->each_names[i]));
        return false;
    }
    if (loose->each_param < 0) return true;
    const struct param *p = &scope->policy->params[loose->each_param];
    const struct param_step *step = param_at(p, day);
    if (strict->each_param >= 0) return false;
    for (int64_t year = 0; p->type == PARAM_YEARS && year < 63; year++) {
        bool found = !(step->values[0] >> year & 1);
        for (size_t k = 0; k < strict->each_count; k++) found = found || strict->each_values[k] == year;
        if (!found) return false;
    }
    for (size_t v = 0; p->type != PARAM_YEARS && v < step->count; v++) {
        bool found = false;
        for (size_t k = 0; k < strict->each_count; k++)
            found = found || str_equal(strict->each_names[k], step->texts[v]);
        if (!found) return false;
    }
    return true;
}

bool term_implies(struct scope *scope, const struct term *strict, const struct term *loose, struct date day,
                  struct str *sample) {
    *sample = NO_HINT;
    if (loose->op == TERM_ALL_OF) {
        for (size_t i = 0; i < loose->part_count; i++)
            if (!term_implies(scope, strict, &loose->parts[i], day, sample)) return false;
        return true;
    }
    if (strict->op == TERM_ANY_OF) {
        for (size_t i = 0; i < strict->part_count; i++)
            if (!term_implies(scope, &strict->parts[i], loose, day, sample)) return false;
        return true;
    }
    if (loose->op == TERM_ANY_OF) {
        for (size_t i = 0; i < loose->part_count; i++)
            if (term_implies(scope, strict, &loose->parts[i], day, sample)) return true;
        if (strict->op != TERM_ALL_OF) return false;
    }
    if (strict->op == TERM_ALL_OF) {
        for (size_t i = 0; i < strict->part_count; i++)
            if (term_implies(scope, &strict->parts[i], loose, day, sample)) return true;
        return false;
    }
    if (loose->op == TERM_FOR_EACH && strict->op == TERM_FOR_EACH && str_equal(loose->each_field, strict->each_field))
        return values_cover(scope, strict, loose, day, sample)
               && term_implies(scope, &strict->parts[0], &loose->parts[0], day, sample);
    /* A grid asks for at least what each of its cells asks for. */
    if (strict->op == TERM_FOR_EACH && counts_at_least(loose))
        return term_implies(scope, &strict->parts[0], loose, day, sample);
    if (loose->part_count || strict->part_count) return false;
    return count_implies(scope, strict, loose, day, sample);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * never - the statuses that a rule can never have; see never.h.
 * Owns:  nothing.
 * Must not know: records.
 */
#include "policy/never.h"

#define BIT(status) (1u << (status))

static bool asks_something(const struct filter *filter) {
    for (size_t i = 0; i < filter->condition_count; i++) {
        enum condition_op op = filter->conditions[i].op;
        if (op != CONDITION_KNOWN && op != CONDITION_MISSING && op != CONDITION_ANY) return true;
    }
    return filter->bound_count > 0;
}

/* Whether a record can be there of which it is not known that it counts. */
static bool can_be_in_doubt(const struct term *term) {
    if (term->each_count || term->each_param >= 0 || term->distinct >= 0 || term->op == TERM_AT_LEAST_TOTAL) return true;
    for (size_t i = 0; i < term->filter_count; i++)
        if (asks_something(&term->filters[i])) return true;
    for (size_t i = 0; i < term->part_count; i++)
        if (can_be_in_doubt(&term->parts[i])) return true;
    return false;
}

/* The school itself is always concerned by a rule that makes no condition. */
static unsigned impossible_for_the_school(const struct rule_version *v) {
    unsigned out = 0;
    bool concerns = v->unless_count == 0;
    for (size_t i = 0; i < v->who_count; i++) concerns = concerns && v->who[i].condition_count == 0;
    if (v->subject != SUBJECT_SCHOOL || !concerns) return 0;
    out |= BIT(STATUS_NOT_APPLICABLE);
    if (v->hatch < 0 && !can_be_in_doubt(&v->have) && !asks_something(&v->when.anchor_filter)) out |= BIT(STATUS_UNKNOWN);
    return out;
}

unsigned never_statuses(const struct rule_version *v) {
    unsigned out = v->measuring ? 0 : impossible_for_the_school(v);
    bool state = v->when.op == WINDOW_ALWAYS || v->when.op == WINDOW_ROLLING;
    bool to_the_last_day = (v->when.op == WINDOW_BY_AGE || v->when.op == WINDOW_FURTHER_BY_AGE) && !v->has_late;
    if (!v->exempt.allowed) out |= BIT(STATUS_WAIVED);
    if (to_the_last_day) out |= BIT(STATUS_MISSED);
    if (v->when.op == WINDOW_KEPT || v->when.op == WINDOW_REVIEW) out |= BIT(STATUS_NOT_APPLICABLE);
    if (v->hatch >= 0 && v->when.op == WINDOW_ALWAYS) out |= BIT(STATUS_ON_TRACK) | BIT(STATUS_DUE_SOON);
    if (v->measuring) return out | BIT(STATUS_ON_TRACK) | BIT(STATUS_DUE_SOON) | BIT(STATUS_OVERDUE);
    if (v->force == FORCE_MUST_NOT || v->force == FORCE_SHOULD_NOT) return out | BIT(STATUS_ON_TRACK) | BIT(STATUS_DUE_SOON) | BIT(STATUS_OVERDUE);
    if (v->force == FORCE_MAY) return out | BIT(STATUS_DUE_SOON) | BIT(STATUS_OVERDUE) | BIT(STATUS_MISSED) | BIT(STATUS_WAIVED) | BIT(STATUS_UNKNOWN);
    if (state) out |= BIT(STATUS_MISSED);
    return out;
}

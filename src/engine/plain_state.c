/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain_state - the reference evaluator: rolling and always, what holds today and until when.
 * Owns:  nothing.
 * Must not know: statuses.
 */
#include "engine/plain_priv.h"

static struct date known_or(struct date a, int64_t value) {
    return value == VALUE_NONE ? a : date_max(a, (struct date){ (int32_t)value });
}

struct date plain_began(const struct plain_case *c) {
    return date_max(c->version->from, policy_begins(c->run->policy));
}

struct date plain_start(const struct plain_case *c) {
    const struct known_facts *known = &c->run->kinds->known;
    const struct plain_subject *subject = c->subject;
    struct date start = plain_began(c);
    if (subject->type == SUBJECT_STAFF && known->started_on >= 0)
        start = known_or(start, subject->batch->facts[known->started_on]);
    if (subject->type != SUBJECT_PUPIL) return start;
    if (known->admitted_on >= 0) start = known_or(start, subject->batch->facts[known->admitted_on]);
    bool all;
    uint32_t years = plain_who_years(c, &all);
    if (!all || years == 0) return start;
    int lowest = 0, school_year;
    while (!(years >> lowest & 1)) lowest++;
    if (!plain_first_school_year(c->run, subject, lowest, &school_year)) return start;
    return date_max(start, school_year_start(school_year));
}

struct plain_candidates plain_in_force(const struct plain_case *c, const struct plain_candidates *all, struct date day) {
    struct plain_candidates out = { .at = arena_array(c->run->scratch, struct plain_candidate, all->count) };
    for (size_t i = 0; i < all->count; i++) {
        if (date_after(all->at[i].day, day) || date_before(all->at[i].until, day)) continue;
        out.at[out.count++] = all->at[i];
    }
    return out;
}

static bool holds_on(const struct plain_case *c, const struct plain_candidates *candidates, struct date day) {
    struct plain_result *results = arena_array(c->run->scratch, struct plain_result, c->leaf_count);
    for (size_t i = 0; i < c->leaf_count; i++) {
        struct plain_candidates there = plain_in_force(c, &candidates[i], day);
        plain_count(c, c->leaves[i], &there, &results[i]);
    }
    return plain_judge(&c->have, results).verdict == PLAIN_MET;
}

/* What is in force changes only on the first day of a record and on the day after its last. */

static struct date first_day_it_fails(const struct plain_case *c, const struct plain_candidates *candidates) {
    struct date found = DATE_NONE, as_of = c->run->judging->as_of;
    for (size_t i = 0; i < c->leaf_count; i++) {
        for (size_t j = 0; j < candidates[i].count; j++) {
            struct date day = date_add_days(candidates[i].at[j].until, 1);
            if (!date_known(day) || !date_after(day, as_of) || !date_before(day, found)) continue;
            if (!holds_on(c, candidates, day)) found = day;
        }
    }
    return found;
}

static void consider(const struct plain_case *c, const struct plain_candidates *candidates, struct date start,
                     struct date day, struct date *found) {
    if (date_before(day, start) || !date_before(day, c->run->judging->as_of)) return;
    if (date_known(*found) && !date_after(day, *found)) return;
    if (holds_on(c, candidates, day)) *found = day;
}

static struct date last_day_it_held(const struct plain_case *c, const struct plain_candidates *candidates,
                                    struct date start) {
    struct date found = DATE_NONE;
    consider(c, candidates, start, date_add_days(c->run->judging->as_of, -1), &found);
    for (size_t i = 0; i < c->leaf_count; i++) {
        for (size_t j = 0; j < candidates[i].count; j++) {
            consider(c, candidates, start, candidates[i].at[j].until, &found);
            consider(c, candidates, start, date_add_days(candidates[i].at[j].day, -1), &found);
        }
    }
    return found;
}

struct plain_state plain_state(const struct plain_instance *instance, const struct plain_candidates *candidates) {
    const struct plain_case *c = instance->rule;
    const struct window *when = &c->version->when;
    struct plain_state out = { .opens = instance->opens, .deadline = DATE_NONE };
    out.holds = holds_on(c, candidates, c->run->judging->as_of);
    if (out.holds) {
        out.deadline = date_add_days(first_day_it_fails(c, candidates), -1);
        return out;
    }
    struct date held = last_day_it_held(c, candidates, instance->opens);
    const struct span *span = date_known(held) || when->op == WINDOW_ALWAYS ? &when->grace : &when->length;
    struct date from = date_known(held) ? held : instance->opens;
    out.deadline = plain_span_after(c->run, from, span->unit, plain_operand(c, &span->n));
    return out;
}

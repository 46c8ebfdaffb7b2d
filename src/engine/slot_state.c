/* SPDX-License-Identifier: GPL-3.0-or-later
 * slot_state - rolling and always: does `have` hold now, until when, since when not.
 * Owns:  nothing.
 * Must not know: statuses, exemptions.
 *
 * What is in force changes only on the first day of a record and on the day after its last.
 */
#include <stdlib.h>

#include "engine/slot.h"

/* slots->at is used as scratch and holds nothing afterwards. */
static bool holds_on(struct engine *e, const struct image_version *v, struct slots *slots, int32_t day) {
    for (uint32_t i = 0; i < v->leaf_count; i++) {
        const struct items *found = &slots->found[i];
        struct items *there = &slots->there;
        there->at = engine_grow(e, there->at, 0, &there->room, found->count, sizeof *there->at);
        there->count = 0;
        for (uint32_t j = 0; j < found->count; j++) {
            if (found->at[j].day <= day && found->at[j].until >= day) there->at[there->count++] = found->at[j];
        }
        slot_count(e, &e->program->leaves[v->leaves + i], there, slots, &slots->at[i]);
    }
    return slots_judge(e, v, slots).verdict == VERDICT_MET;
}

static int by_day(const void *a, const void *b) {
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

/* Days between low and high on which something may have changed, ascending, each once. */
static uint32_t days_of_change(struct engine *e, const struct image_version *v, struct slots *slots, int32_t low,
                               int32_t high, bool lapses_only) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < v->leaf_count; i++) {
        const struct items *found = &slots->found[i];
        slots->days = engine_grow(e, slots->days, count, &slots->day_room, count + (size_t)2 * found->count,
                                  sizeof *slots->days);
        for (uint32_t j = 0; j < found->count; j++) {
            int64_t lapse = (int64_t)found->at[j].until + 1, begin = found->at[j].day;
            if (found->at[j].until != INT32_MAX && lapse >= low && lapse <= high) slots->days[count++] = lapse;
            if (!lapses_only && begin >= low && begin <= high) slots->days[count++] = begin;
        }
    }
    if (count) qsort(slots->days, count, sizeof *slots->days, by_day);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || slots->days[kept - 1] != slots->days[i]) slots->days[kept++] = slots->days[i];
    }
    return kept;
}

/* The last day before as-of, and not before start, on which it held; INT32_MAX when there is none. */
static int32_t last_held(struct engine *e, const struct image_version *v, struct slots *slots, int32_t start) {
    int32_t end = e->as_of - 1;
    uint32_t count = days_of_change(e, v, slots, start, end, false);
    while (count > 0 && end >= start) {
        int32_t day = (int32_t)slots->days[--count];
        if (day <= end && holds_on(e, v, slots, day)) return end;
        end = day - 1;
    }
    return end >= start && holds_on(e, v, slots, start) ? end : INT32_MAX;
}

static int32_t first_failing(struct engine *e, const struct image_version *v, struct slots *slots) {
    uint32_t count = days_of_change(e, v, slots, e->as_of + 1, INT32_MAX, true);
    for (uint32_t i = 0; i < count; i++) {
        if (!holds_on(e, v, slots, (int32_t)slots->days[i])) return (int32_t)slots->days[i];
    }
    return INT32_MAX;
}

struct date slots_deadline(struct engine *e, const struct instance *instance, struct slots *slots) {
    const struct image_version *v = instance->version;
    slots_find(e, instance, slots);
    if (holds_on(e, v, slots, e->as_of)) {
        int32_t failing = first_failing(e, v, slots);
        return failing == INT32_MAX ? DATE_NONE : (struct date){ failing - 1 };
    }
    int32_t held = last_held(e, v, slots, instance->opens.day);
    if (held != INT32_MAX) return engine_after(e, (struct date){ held }, v->when.grace);
    return engine_after(e, instance->opens, v->when.op == WINDOW_ROLLING ? v->when.length : v->when.grace);
}

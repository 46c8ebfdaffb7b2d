/* SPDX-License-Identifier: GPL-3.0-or-later
 * slot - what one instance of a rule's window holds: for each term the records that count, certain and possible.
 * Owns:  nothing; lists grow in the arena of the run and are used again.
 * Must not know: statuses, exemptions.
 */
#include "engine/slot.h"

#include <stdlib.h>
#include <string.h>

#define SMALL 24 /* up to here sorting by insertion is quicker */

void slots_clear(struct slots *slots) { slots->version = slots->change_version = NULL; }

int slot_scope(struct engine *e, const struct image_version *v, struct date day) {
    int who = subject_any(&e->subject, v->who, v->who_count, day);
    if (v->who_count == 0) who = ANSWERED_YES;
    if (v->unless_count == 0 || who == ANSWERED_NO) return who;
    int kept = ANSWERED_YES - subject_any(&e->subject, v->unless, v->unless_count, day);
    return kept < who ? kept : who;
}

/* ---- which records may count ------------------------------------------------------------------------------------- */

int slot_answer(const struct engine *e, const struct image_leaf *leaf, const struct record *record, uint32_t kind) {
    const uint64_t *words = e->records.words + record->words;
    if (leaf->filter_count == 1) return mask_answer(&e->program->filters[leaf->filters], words);
    int best = ANSWERED_NO;
    for (uint32_t i = 0; i < leaf->filter_count; i++) {
        const struct image_filter *filter = &e->program->filters[leaf->filters + i];
        if (filter->table != kind) continue;
        int answer = mask_answer(filter, words);
        if (answer > best) best = answer;
    }
    return best;
}

int32_t slot_day(const struct engine *e, const struct image_version *v, const struct image_leaf *leaf, uint32_t kind_at,
                 const struct record *record) {
    if (leaf->on) {
        int64_t day = leaf->on[kind_at] < 0 ? VALUE_NONE : record_value(e, record, leaf->on[kind_at]);
        return day == VALUE_NONE ? INT32_MAX : (int32_t)day;
    }
    return v->when.same_record ? record_activity(e, record)->date.day : record->day;
}

int32_t slot_until(const struct engine *e, const struct image_version *v, uint32_t kind, const struct record *record,
                   int32_t day) {
    int32_t until = INT32_MAX, ends = e->kinds->kinds[kind].ends;
    if (v->when.op == WINDOW_ROLLING) {
        until = engine_after(e, (struct date){ day }, v->when.length).day;
    } else if (ends >= 0) {
        int64_t last = record_value(e, record, ends);
        if (last != VALUE_NONE) until = (int32_t)last;
    }
    return record->replaced < until ? record->replaced : until;
}

static bool owns_item(struct engine *e, const struct image_version *v, const struct image_leaf *leaf, uint32_t kind_at,
                      uint32_t index, struct item *out) {
    uint32_t kind = leaf->kinds[kind_at];
    const struct record *record = &e->records.at[index];
    int answer = slot_answer(e, leaf, record, kind);
    if (answer == ANSWERED_NO) return false;
    int32_t day = slot_day(e, v, leaf, kind_at, record);
    if (day > e->as_of) return false; /* also when it has none */
    bool state = v->when.op == WINDOW_ROLLING || v->when.op == WINDOW_ALWAYS;
    bool lasts = state || (e->kinds->kinds[kind].ends >= 0 && !leaf->on);
    *out = (struct item){ .day = day, .record = index, .yes = answer == ANSWERED_YES };
    out->until = lasts ? slot_until(e, v, kind, record, day) : day;
    const int32_t *valued = leaf->op == IMAGE_TOTAL ? leaf->total : leaf->distinct;
    if (valued) {
        out->value = valued[kind_at] < 0 ? VALUE_NONE : record_value(e, record, valued[kind_at]);
        out->value_missing = out->value == VALUE_NONE;
    }
    if (!e->judging->summary) out->id = record_activity(e, record)->id;
    return true;
}

static void find_items(struct engine *e, const struct image_version *v, const struct image_leaf *leaf, int32_t anchor,
                       struct items *out) {
    out->count = 0;
    for (uint32_t k = 0; k < leaf->kind_count; k++) {
        uint32_t first = e->records.firsts[leaf->kinds[k]], count = e->records.counts[leaf->kinds[k]];
        for (uint32_t i = first; i < first + count; i++) {
            struct item item;
            if (v->when.same_record &&
                (anchor < 0 || e->records.at[i].activity != e->records.at[anchor].activity)) continue;
            if (!owns_item(e, v, leaf, k, i, &item)) continue;
            if (out->count == out->room) {
                out->at = engine_grow(e, out->at, out->count, &out->room, (size_t)out->count + 1, sizeof *out->at);
            }
            out->at[out->count++] = item;
        }
    }
}

void slots_find(struct engine *e, const struct instance *instance, struct slots *slots) {
    const struct image_version *v = instance->version;
    if (slots->version == v && (!v->when.same_record || slots->anchor == instance->anchor)) return;
    uint32_t had = slots->found_room;
    slots->found = engine_grow(e, slots->found, had, &slots->found_room, v->leaf_count, sizeof *slots->found);
    slots->at = engine_grow(e, slots->at, slots->room, &slots->room, v->leaf_count, sizeof *slots->at);
    for (uint32_t i = 0; i < v->leaf_count; i++) {
        find_items(e, v, &e->program->leaves[v->leaves + i], instance->anchor, &slots->found[i]);
    }
    slots->version = v;
    slots->anchor = instance->anchor;
}

/* ---- which of them count in the instance ------------------------------------------------------------------------- */

static bool lasts_now(const struct engine *e, const struct image_version *v, const struct record *record) {
    if (v->when.op == WINDOW_ROLLING) return true;
    const struct kind *kind = &e->kinds->kinds[record_activity(e, record)->kind];
    return kind->ends >= 0 || records_are_replaced(e, kind);
}

/* False when it does not count; else *item with the first day on which it does. */
static bool place(struct engine *e, const struct instance *instance, struct item *item) {
    const struct image_version *v = instance->version;
    bool negative = slot_is_negative(v);
    if (instance->state && negative) {
        bool lasts = lasts_now(e, v, &e->records.at[item->record]);
        if (lasts ? item->until < e->as_of : item->day < instance->opens.day) return false;
    } else if (instance->state) {
        return item->until >= e->as_of;
    } else {
        bool instant = item->until == item->day;
        int32_t first = item->day, last = item->until < e->as_of ? item->until : e->as_of;
        if (first < instance->counts_from.day) first = instant ? INT32_MAX : instance->counts_from.day;
        if (instance->late_until.day < last) last = instance->late_until.day;
        if (first > last) return false;
        item->day = first;
        if (first > instance->sure_until.day) item->yes = false;
    }
    if (!negative) return true;
    int scope = slot_scope(e, v, (struct date){ item->day });
    if (scope == ANSWERED_NOT_KNOWN) item->yes = false;
    return scope != ANSWERED_NO;
}

static int by_day_and_id(const void *a, const void *b) {
    const struct item *left = a, *right = b;
    if (left->day != right->day) return left->day < right->day ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

void items_sort(struct items *items) {
    if (items->count > SMALL) {
        qsort(items->at, items->count, sizeof *items->at, by_day_and_id);
        return;
    }
    for (uint32_t i = 1; i < items->count; i++) {
        struct item item = items->at[i];
        uint32_t j = i;
        for (; j > 0 && by_day_and_id(&items->at[j - 1], &item) > 0; j--) items->at[j] = items->at[j - 1];
        items->at[j] = item;
    }
}

static int by_id(const void *a, const void *b) {
    const struct item *left = a, *right = b;
    return (left->id > right->id) - (left->id < right->id);
}

void items_sort_by_id(struct items *items) {
    if (items->count) qsort(items->at, items->count, sizeof *items->at, by_id);
}

void slots_fill(struct engine *e, const struct instance *instance, struct slots *slots) {
    const struct image_version *v = instance->version;
    slots_find(e, instance, slots);
    slots->count = v->leaf_count;
    for (uint32_t i = 0; i < v->leaf_count; i++) {
        const struct items *found = &slots->found[i];
        struct slot *slot = &slots->at[i];
        struct items *items = &slot->items;
        items->at = engine_grow(e, items->at, 0, &items->room, found->count, sizeof *items->at);
        items->count = 0;
        for (uint32_t j = 0; j < found->count; j++) {
            items->at[items->count] = found->at[j];
            if (place(e, instance, &items->at[items->count])) items->count++;
        }
        if (!e->judging->summary) items_sort(items);
        slot_count(e, &e->program->leaves[v->leaves + i], items, slots, slot);
    }
}

/* ---- counting ---------------------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b) {
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static int by_value_and_day(const void *a, const void *b) {
    const struct item *left = a, *right = b;
    if (left->value != right->value) return left->value < right->value ? -1 : 1;
    return (left->day > right->day) - (left->day < right->day);
}

/* Distinct known values; a candidate without one may be one more.  A certain record is one, whatever its value. */
static void count_distinct(struct engine *e, const struct image_leaf *leaf, const struct items *items,
                           struct slots *slots, struct slot *out) {
    struct items *sorted = &slots->sorted;
    sorted->at = engine_grow(e, sorted->at, 0, &sorted->room, items->count, sizeof *sorted->at);
    slots->numbers = engine_grow(e, slots->numbers, 0, &slots->number_room, items->count, sizeof *slots->numbers);
    int32_t first_yes = INT32_MAX;
    uint32_t known = 0, certain = 0;
    int64_t possible = 0;
    for (uint32_t i = 0; i < items->count; i++) {
        const struct item *item = &items->at[i];
        if (item->yes && item->day < first_yes) first_yes = item->day;
        if (item->value_missing) possible++;
        else sorted->at[known++] = *item;
    }
    if (known) qsort(sorted->at, known, sizeof *sorted->at, by_value_and_day);
    for (uint32_t i = 0; i < known;) {
        int64_t value = sorted->at[i].value;
        int32_t day = INT32_MAX;
        for (; i < known && sorted->at[i].value == value; i++) {
            if (sorted->at[i].yes && sorted->at[i].day < day) day = sorted->at[i].day;
        }
        possible++;
        if (day != INT32_MAX) slots->numbers[certain++] = day;
    }
    if (certain) qsort(slots->numbers, certain, sizeof *slots->numbers, by_number);
    out->tally.certain = certain == 0 && first_yes != INT32_MAX ? 1 : certain;
    out->tally.possible = possible;
    if (leaf->n == 1) out->met_on = first_yes;
    else if (leaf->n > 1 && leaf->n <= certain) out->met_on = (int32_t)slots->numbers[leaf->n - 1];
}

static void count_total(const struct image_leaf *leaf, const struct items *items, struct slot *out) {
    bool unbounded = false;
    for (uint32_t i = 0; i < items->count; i++) {
        const struct item *item = &items->at[i];
        if (item->value_missing) {
            unbounded = true;
            continue;
        }
        out->tally.possible += item->value;
        if (!item->yes) continue;
        out->tally.certain += item->value;
        if (leaf->n > 0 && out->tally.certain >= leaf->n && out->met_on == INT32_MAX) out->met_on = item->day;
    }
    if (unbounded) out->tally.possible = INT64_MAX;
}

static void count_records(const struct image_leaf *leaf, const struct items *items, struct slot *out) {
    out->tally.possible = items->count;
    for (uint32_t i = 0; i < items->count; i++) {
        if (!items->at[i].yes) continue;
        if (++out->tally.certain == leaf->n) out->met_on = items->at[i].day;
    }
}

void slot_count(struct engine *e, const struct image_leaf *leaf, const struct items *items, struct slots *slots,
                struct slot *out) {
    out->tally = (struct tally){ .need = leaf->n };
    out->met_on = INT32_MAX;
    if (leaf->op == IMAGE_TOTAL) count_total(leaf, items, out);
    else if (leaf->distinct) count_distinct(e, leaf, items, slots, out);
    else count_records(leaf, items, out);
    const struct tally *t = &out->tally;
    if (leaf->op == IMAGE_AT_MOST) {
        out->verdict = t->possible <= leaf->n ? VERDICT_MET : t->certain > leaf->n ? VERDICT_FAILING : VERDICT_OPEN;
    } else {
        out->verdict = t->certain >= leaf->n ? VERDICT_MET : t->possible < leaf->n ? VERDICT_FAILING : VERDICT_OPEN;
    }
    if (leaf->op == IMAGE_AT_MOST || out->verdict != VERDICT_MET) out->met_on = INT32_MAX;
}

/* ---- the tree ---------------------------------------------------------------------------------------------------- */

static struct ruling judge_node(const struct image_node *nodes, uint32_t index, const struct slots *slots,
                                bool counts_met) {
    const struct image_node *node = &nodes[index];
    if (node->op != IMAGE_ALL && node->op != IMAGE_ANY) {
        const struct slot *slot = &slots->at[node->leaf];
        bool granted = counts_met && node->op != IMAGE_AT_MOST;
        return (struct ruling){ granted ? VERDICT_MET : slot->verdict, slot->met_on };
    }
    bool all = node->op == IMAGE_ALL, dayless = false;
    struct ruling out = { all ? VERDICT_MET : VERDICT_FAILING, INT32_MAX };
    int32_t latest = INT32_MIN, earliest = INT32_MAX;
    for (uint32_t i = index + 1; i < node->end; i = nodes[i].end) {
        struct ruling part = judge_node(nodes, i, slots, counts_met);
        if (all ? part.verdict < out.verdict : part.verdict > out.verdict) out.verdict = part.verdict;
        if (part.verdict != VERDICT_MET) continue;
        if (part.met_on == INT32_MAX) dayless = true;
        else if (part.met_on > latest) latest = part.met_on;
        if (part.met_on < earliest) earliest = part.met_on;
    }
    if (out.verdict != VERDICT_MET) return out;
    if (all) out.met_on = latest == INT32_MIN ? INT32_MAX : latest;
    else out.met_on = dayless ? INT32_MAX : earliest;
    return out;
}

struct ruling slots_judge(const struct engine *e, const struct image_version *v, const struct slots *slots) {
    return judge_node(e->program->nodes + v->nodes, 0, slots, false);
}

struct ruling slots_judge_part(const struct engine *e, const struct image_version *v, const struct slots *slots,
                               uint32_t node) {
    return judge_node(e->program->nodes + v->nodes, node, slots, false);
}

bool slots_can_be_met(const struct engine *e, const struct image_version *v, const struct slots *slots) {
    return judge_node(e->program->nodes + v->nodes, 0, slots, true).verdict != VERDICT_FAILING;
}

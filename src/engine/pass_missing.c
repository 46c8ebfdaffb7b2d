/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_missing - the data that are not recorded and would change a finding.
 * Owns:  nothing.
 * Must not know: statuses, where findings go.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/status.h"

static void put(struct engine *e, struct slots *slots, int32_t kind, int32_t field, int64_t activity) {
    slots->lacks = engine_grow(e, slots->lacks, slots->lack_count, &slots->lack_room, (size_t)slots->lack_count + 1,
                               sizeof *slots->lacks);
    slots->lacks[slots->lack_count++] = (struct missing){ .kind = kind, .field = field, .activity = activity };
}

/* The conditions of a filter that answer not known, when the filter does. */
static void put_filter(struct engine *e, struct slots *slots, const struct image_filter *filter, const uint64_t *words,
                       uint64_t need, int32_t kind, int64_t activity) {
    const uint64_t *pair = words + (size_t)2 * filter->word;
    const struct image_table *table = &e->program->tables[filter->table];
    uint64_t open = need & ~pair[0];
    if (filter->never || (pair[1] & need)) return;
    for (uint32_t bit = 0; open >> bit; bit++) {
        if (!(open >> bit & 1)) continue;
        uint32_t atom = table->atom_at[filter->word * 64 + bit];
        put(e, slots, kind, e->program->atoms[atom].field, activity);
        if (bit == 63) break;
    }
}

static void put_facts(struct engine *e, struct slots *slots, uint32_t filters, uint32_t count, struct date day) {
    if (subject_any(&e->subject, filters, count, day) != ANSWERED_NOT_KNOWN) return;
    for (uint32_t i = 0; i < count; i++) {
        const struct image_filter *filter = &e->program->filters[filters + i];
        put_filter(e, slots, filter, subject_words(&e->subject, day), filter->need, -1, 0);
    }
}

static void put_scope(struct engine *e, struct slots *slots, const struct image_version *v, struct date day) {
    if (slot_scope(e, v, day) != ANSWERED_NOT_KNOWN) return;
    put_facts(e, slots, v->who, v->who_count, day);
    put_facts(e, slots, v->unless, v->unless_count, day);
}

static void put_record(struct engine *e, struct slots *slots, const struct record *record, uint32_t filters,
                       uint32_t count, bool anchor) {
    const struct activity *activity = record_activity(e, record);
    for (uint32_t i = 0; i < count; i++) {
        const struct image_filter *filter = &e->program->filters[filters + i];
        if (filter->table != activity->kind) continue;
        if (record_answer(e, record, filter, anchor) != ANSWERED_NOT_KNOWN) continue;
        uint64_t need = anchor ? record_anchor_need(e, record, filter) : filter->need;
        put_filter(e, slots, filter, e->records.words + record->words, need, (int32_t)activity->kind, activity->id);
    }
}

static void put_leaf(struct engine *e, const struct judgement *j, uint32_t index) {
    const struct image_leaf *leaf = &e->program->leaves[j->version->leaves + index];
    const struct items *items = &j->slots->at[index].items;
    const int32_t *valued = leaf->op == IMAGE_TOTAL ? leaf->total : leaf->distinct;
    for (uint32_t i = 0; i < items->count; i++) {
        const struct item *item = &items->at[i];
        const struct record *record = &e->records.at[item->record];
        const struct activity *activity = record_activity(e, record);
        if (!item->yes) {
            if (slot_answer(e, leaf, record, activity->kind) == ANSWERED_NOT_KNOWN) {
                put_record(e, j->slots, record, leaf->filters, leaf->filter_count, false);
            }
            if (j->negative) put_scope(e, j->slots, j->version, (struct date){ item->day });
        }
        if (!valued || !item->value_missing) continue;
        uint32_t k = 0;
        while (leaf->kinds[k] != activity->kind) k++;
        if (valued[k] >= 0) put(e, j->slots, (int32_t)activity->kind, valued[k], activity->id);
    }
}

/* Only open parts of open wholes: elsewhere nothing would change. */
static void put_node(struct engine *e, const struct judgement *j, uint32_t index) {
    const struct image_node *nodes = e->program->nodes + j->version->nodes;
    if (slots_judge_part(e, j->version, j->slots, index).verdict != VERDICT_OPEN) return;
    if (nodes[index].op != IMAGE_ALL && nodes[index].op != IMAGE_ANY) {
        put_leaf(e, j, nodes[index].leaf);
        return;
    }
    for (uint32_t i = index + 1; i < nodes[index].end; i = nodes[i].end) put_node(e, j, i);
}

void missing_of_guards(struct engine *e, struct slots *slots, uint32_t overlays) {
    slots->lack_count = 0;
    for (uint32_t i = 0; i < e->policy->overlay_count; i++) {
        const struct image_guard *guard = &e->program->guards[i];
        if (overlays >> i & 1) put_facts(e, slots, guard->filters, guard->filter_count, e->judging->as_of);
    }
}

static int by_place(const void *a, const void *b) {
    const struct missing *left = a, *right = b;
    if ((left->kind < 0) != (right->kind < 0)) return left->kind < 0 ? -1 : 1;
    if (left->activity != right->activity) return left->activity < right->activity ? -1 : 1;
    return (left->field > right->field) - (left->field < right->field);
}

void missing_add(struct finding *f, const struct missing *lacks, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t kept = f->missing_count < FINDING_EVIDENCE ? f->missing_count : FINDING_EVIDENCE, at = 0;
        while (at < kept && by_place(&f->missing[at], &lacks[i]) < 0) at++;
        if (at < kept && by_place(&f->missing[at], &lacks[i]) == 0) continue;
        f->missing_count++;
        if (kept == FINDING_EVIDENCE) kept--;
        if (at == FINDING_EVIDENCE) continue;
        memmove(&f->missing[at + 1], &f->missing[at], (kept - at) * sizeof *f->missing);
        f->missing[at] = lacks[i];
    }
}

void missing_list(struct engine *e, struct judgement *j) {
    struct slots *slots = j->slots;
    struct finding *f = j->finding;
    const struct instance *i = j->instance;
    slots->lack_count = 0;
    for (uint32_t n = 0; n < i->lack_count; n++) put(e, slots, -1, i->lacks[n], 0);
    if (j->scope == ANSWERED_NOT_KNOWN) {
        put_scope(e, slots, j->version, instance_scope_day(e, i));
        if (i->anchor >= 0 && i->anchor_answer == ANSWERED_NOT_KNOWN) {
            put_record(e, slots, &e->records.at[i->anchor], j->version->when.anchor_filter, 1, true);
        }
    }
    if (!i->dateless && j->have.verdict == VERDICT_OPEN) put_node(e, j, 0);
    if (slots->lack_count) qsort(slots->lacks, slots->lack_count, sizeof *slots->lacks, by_place);
    for (uint32_t n = 0; n < slots->lack_count; n++) {
        if (n > 0 && by_place(&slots->lacks[n], &slots->lacks[n - 1]) == 0) continue;
        if (f->missing_count < FINDING_EVIDENCE) f->missing[f->missing_count] = slots->lacks[n];
        f->missing_count++;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_variant - one answer from several: what a rule says to a pupil of whom it is not known which variant is theirs.
 * Owns:  nothing; lists grow in the arena of the run and are used again.
 * Must not know: guards, where findings go.
 */
#include "engine/pass_variant.h"

#include <stdlib.h>
#include <string.h>

void variants_clear(struct variant_answers *answers) { answers->count = 0; }

void variants_add(struct engine *e, struct variant_answers *answers, const struct finding *finding,
                  const struct instance *instance) {
    answers->at = engine_grow(e, answers->at, answers->count, &answers->room, (size_t)answers->count + 1,
                              sizeof *answers->at);
    answers->at[answers->count++] =
        (struct answer){ .finding = *finding, .version = instance->version, .dateless = instance->dateless };
}

/* Nothing to do weighs less than something, and of what is to be done the worst weighs most. */
static int weight(const struct finding *f) {
    static const int quiet[STATUS_COUNT] = {
        [STATUS_NOT_APPLICABLE] = 1, [STATUS_MET] = 2, [STATUS_ON_TRACK] = 3, [STATUS_WAIVED] = 4
    };
    static const int loud[STATUS_COUNT] = { [STATUS_DUE_SOON] = 1, [STATUS_OVERDUE] = 2, [STATUS_MISSED] = 3 };
    if (quiet[f->status]) return quiet[f->status];
    return 4 + (loud[f->underlying] ? loud[f->underlying] : 4);
}

static void set_doubt(const struct engine *e, struct answer *answer, const struct slots *slots) {
    struct finding *f = &answer->finding;
    const struct rule_version *source = answer->version->source;
    if (f->status == STATUS_NOT_APPLICABLE) return;
    f->who_unknown = true;
    if (f->status == STATUS_MET) return;
    bool quiet = f->status == STATUS_ON_TRACK || f->status == STATUS_WAIVED;
    if (!quiet) {
        struct judgement j = { .version = answer->version, .finding = f };
        f->status = STATUS_UNKNOWN;
        f->satisfied = false;
        f->since = f->met_on = DATE_NONE;
        f->late_days = 0;
        f->severity = status_severity(&j);
    }
    if (e->judging->summary) return;
    missing_add(f, slots->lacks, slots->lack_count);
    bool only_record = slot_is_negative(answer->version) || answer->dateless || answer->version->when.same_record
                       || (!quiet && f->underlying == STATUS_MISSED);
    if (source->force == FORCE_MAY || f->status == STATUS_WAIVED) f->fix = FIX_NONE;
    else f->fix = only_record ? FIX_RECORD : FIX_RECORD_OR_ADD;
}

/* The answers with the key of number `first`, as one. */
static struct answer join(const struct engine *e, struct variant_answers *answers, uint32_t first,
                          uint32_t variant_count, const struct slots *slots) {
    struct answer out = answers->at[first];
    const enum status status = out.finding.status, underlying = out.finding.underlying;
    struct date next = DATE_NONE;
    uint32_t found = 0;
    bool same = true;
    for (uint32_t i = first; i < answers->count; i++) {
        struct answer *other = &answers->at[i];
        const struct finding *f = &other->finding;
        if (other->taken || strcmp(f->instance, answers->at[first].finding.instance) != 0) continue;
        other->taken = i > first;
        found++;
        same = same && f->status == status && f->underlying == underlying;
        next = date_min(next, f->next_change);
        if (weight(f) > weight(&out.finding)) out = *other;
    }
    if (same && found == variant_count) out = answers->at[first];
    else set_doubt(e, &out, slots);
    if (found < variant_count) next = date_add_days(e->judging->as_of, 1);
    out.finding.next_change = e->judging->summary ? DATE_NONE : next;
    out.taken = false;
    return out;
}

static int by_opens(const void *a, const void *b) {
    const struct finding *left = &((const struct answer *)a)->finding, *right = &((const struct answer *)b)->finding;
    if (left->opens.day != right->opens.day) return left->opens.day < right->opens.day ? -1 : 1;
    return strcmp(left->instance, right->instance);
}

void variants_join(struct engine *e, struct variant_answers *answers, uint32_t overlays, uint32_t variant_count,
                   struct slots *slots) {
    uint32_t kept = 0;
    missing_of_guards(e, slots, overlays);
    for (uint32_t i = 0; i < answers->count; i++) {
        if (answers->at[i].taken) continue;
        answers->at[kept++] = join(e, answers, i, variant_count, slots);
    }
    answers->count = kept;
    if (kept) qsort(answers->at, kept, sizeof *answers->at, by_opens);
}

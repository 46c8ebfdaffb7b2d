/* SPDX-License-Identifier: GPL-3.0-or-later
 * gen_hatch - check functions for random policies: rules that ask one, and one that answers by what it was shown.
 * Owns:  nothing.
 * Must not know: evaluators.
 */
#include "gen_policy.h"

/* Every part of the question has a say in the answer. */
static void judge(void *self, const struct hatch_question *q, struct hatch_verdict *out) {
    uint64_t sum = (uint64_t)q->hatch * 7 + (uint64_t)(uint32_t)q->opens.day + (uint64_t)(uint32_t)q->due.day * 3;
    const struct facts *facts = &q->kinds->facts[q->subject_type];
    (void)self;
    for (uint32_t i = 0; i < facts->field_count; i++)
        if (q->facts[i] != VALUE_NONE) sum += (uint64_t)q->facts[i] * (i + 5);
    for (size_t i = 0; i < q->record_count; i++) {
        const struct hatch_record *r = &q->records[i];
        sum = sum * 31 + (uint64_t)r->activity->id + (uint64_t)r->person * 11 + r->facts + r->has_part;
        sum = sum * 31 + (uint64_t)(uint32_t)r->day.day + (uint64_t)(uint32_t)r->until.day * 17;
        for (uint32_t d = 0; d < r->detail_count; d++) sum += (uint64_t)r->details[d].value + r->details[d].field;
        if (i < COUNT_OF(out->evidence)) out->evidence[out->evidence_count++] = r->activity->id;
    }
    out->answer = (enum hatch_answer)(sum % 3);
    if (sum % 17 == 0) {
        out->answer = HATCH_UNKNOWN;
        out->error = CODE_RULE_FAILED;
    }
    out->words = str_format(q->arena, "%zu records, %016llx", q->record_count, (unsigned long long)sum);
}

const struct hatch *gen_hatch(void) {
    static const struct hatch hatch = { .judge = judge };
    return &hatch;
}

static void ask(struct gen *gen, const struct policy *policy, struct rule_version *v, int32_t number) {
    int32_t *kinds = arena_array(gen->arena, int32_t, 2);
    kinds[0] = gen_pick_kind(gen, policy->kinds, v->subject);
    kinds[1] = gen_pick_kind(gen, policy->kinds, v->subject);
    v->reads = kinds;
    v->read_count = kinds[0] < kinds[1] ? 2 : 1;
    v->hatch = number;
    v->have = (struct term){ .op = TERM_ALL_OF, .n = gen_constant(0), .distinct = -1, .on = -1, .total = -1, .each_param = -1 };
}

static void add_to_versions(struct gen *gen, const struct policy *policy, const struct rule_version *list, size_t count, size_t first, int percent) {
    struct rule_version *versions = (struct rule_version *)(uintptr_t)list;
    for (size_t i = 0; i < count; i++) {
        struct rule_version *v = &versions[i];
        bool ban = v->force == FORCE_MUST_NOT || v->force == FORCE_SHOULD_NOT;
        if (!ban && !v->when.same_record && gen_chance(gen, percent)) ask(gen, policy, v, (int32_t)(first + i));
    }
}

/* Also a rule that asks none may do so for some pupils, and the other way round. */
void gen_add_hatches(struct gen *gen, struct policy *policy) {
    for (size_t r = 0; r < policy->rule_count; r++) {
        const struct rule *rule = &policy->rules[r];
        add_to_versions(gen, policy, rule->versions, rule->version_count, r * 128, 12);
        for (size_t v = 0; v < rule->variant_count; v++)
            add_to_versions(gen, policy, rule->variants[v].versions, rule->variants[v].version_count, r * 128 + 8 * (v + 1), 25);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * gen_overlay - random overlays for pupils over a random policy, and the variants that they make of its rules.
 * Owns:  nothing.
 * Must not know: rows.
 */
#include "gen_policy.h"

/* A guard of plain values that asks for something, and leaves being on roll and enrolment to the rule. */
static struct filter guard_of(struct gen *gen, struct policy *policy) {
    size_t params = policy->param_count;
    struct filter guard;
    policy->param_count = 0;
    do guard = *gen_who(gen, policy, SUBJECT_PUPIL, false);
    while (guard.condition_count == 0);
    policy->param_count = params;
    guard.default_on_roll = guard.default_enrolment = false;
    return guard;
}

static void fill_overlays(struct gen *gen, struct policy *policy) {
    static const struct str NAMES[] = { STR_INIT("send"), STR_INIT("care"), STR_INIT("eal") };
    struct overlay *overlays = arena_array(gen->arena, struct overlay, COUNT_OF(NAMES));
    policy->overlay_count = gen_chance(gen, 60) ? (size_t)gen_between(gen, 1, COUNT_OF(NAMES)) : 0;
    for (size_t i = 0; i < policy->overlay_count; i++) {
        struct filter *guards = arena_array(gen->arena, struct filter, 2);
        overlays[i] = (struct overlay){ .name = NAMES[i], .guards = guards, .guard_count = gen_chance(gen, 75) ? 1 : 2 };
        for (size_t g = 0; g < overlays[i].guard_count; g++) guards[g] = guard_of(gen, policy);
    }
    policy->overlays = overlays;
}

static void fill_variant(struct gen *gen, const struct policy *policy, const struct rule *rule, struct variant *variant) {
    variant->version_count = rule->version_count;
    struct rule_version *versions = arena_array(gen->arena, struct rule_version, rule->version_count);
    for (size_t v = 0; v < rule->version_count; v++) {
        versions[v] = rule->versions[v];
        if (v == 0 && gen_chance(gen, 15)) continue; /* the overlay says nothing of earlier deadlines */
        versions[v].overlays = variant->overlays;
        bool kept = rule->version_count > 1 && date_same(rule->versions[0].governs_from, rule->versions[rule->version_count / 2].governs_from);
        switch (gen_between(gen, kept, 4)) { /* a keep stays one */
        case 0: versions[v] = gen_version(gen, policy, SUBJECT_PUPIL); break;
        case 1: versions[v].ends = gen_day(gen, 2021, 2023); break;
        case 2: versions[v].plan = (int32_t)gen_between(gen, 0, 2); break;
        case 3:
            versions[v].who = gen_who(gen, policy, SUBJECT_PUPIL, true);
            versions[v].who_count = 1;
            break;
        default:
            if (!versions[v].when.same_record) versions[v].have = gen_version(gen, policy, SUBJECT_PUPIL).have;
            break;
        }
        versions[v].governs_from = rule->versions[v].governs_from;
        versions[v].overlays = variant->overlays;
    }
    variant->versions = versions;
}

static void fill_rule(struct gen *gen, const struct policy *policy, struct rule *rule) {
    struct variant *variants = arena_array(gen->arena, struct variant, 8);
    rule->overlays = (uint32_t)gen_between(gen, 1, (INT64_C(1) << policy->overlay_count) - 1);
    for (uint32_t mask = 1; mask <= rule->overlays; mask++) {
        if ((mask & rule->overlays) != mask || gen_chance(gen, 10)) continue; /* now and then held to be empty */
        struct variant *variant = &variants[rule->variant_count++];
        variant->overlays = mask;
        variant->name = STR("some");
        fill_variant(gen, policy, rule, variant);
    }
    rule->variants = variants;
}

void gen_overlays(struct gen *gen, struct policy *policy) {
    struct rule *rules = (struct rule *)(uintptr_t)policy->rules;
    fill_overlays(gen, policy);
    for (size_t i = 0; i < policy->rule_count && policy->overlay_count; i++) {
        bool pupils = true;
        for (size_t v = 0; v < rules[i].version_count; v++)
            pupils = pupils && rules[i].versions[v].subject == SUBJECT_PUPIL;
        if (pupils && gen_chance(gen, 50)) fill_rule(gen, policy, &rules[i]);
    }
}

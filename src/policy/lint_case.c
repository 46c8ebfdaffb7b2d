/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_case - tests of the policy that can not come true.
 * Owns:  nothing.
 * Must not know: how anything is judged.
 */
#include "policy/lint_priv.h"
#include "policy/never.h"

/* What a rule can never be, in none of its versions and variants; nothing of a name that the policy does not have. */
static unsigned never_of(const struct policy *policy, struct str name) {
    unsigned never = ~0u;
    size_t count;
    int32_t at = policy_find_rule(policy, name);
    if (at < 0) return 0;
    const struct rule *rule = &policy->rules[at];
    for (uint32_t variant = 0; variant <= rule->variant_count; variant++) {
        const struct rule_version *versions = rule_versions(rule, variant, &count);
        for (size_t v = 0; v < count; v++) never &= never_statuses(&versions[v]);
    }
    return never;
}

static void look_day(struct linting *l, const struct case_block *block, const struct case_day *day) {
    const struct cases *cases = l->in->cases;
    for (size_t e = 0; e < day->expected_count; e++) {
        const struct case_expected *expected = &day->expected[e];
        for (size_t a = 0; a < expected->asked_count; a++) {
            const struct case_asked *asked = &expected->asked[a];
            enum status status;
            if (asked->ask != CASE_STATUS || asked->none || !status_by_key(asked->text, &status)) continue;
            if (!(never_of(l->policy, expected->rule) >> status & 1)) continue;
            lint_add_to(l, &cases->documents[block->document], (uint32_t)l->policy->document_count + block->document,
                        case_place(l->arena, cases, block, asked->text),
                        str_format(l->arena, "the test expects %.*s of %.*s, which that rule can not be", STR_ARG(asked->text), STR_ARG(expected->rule)));
        }
    }
}

/* A test that adds to the policy, or makes another school of it, may have other rules than those at hand. */
void lint_impossible_status(struct linting *l) {
    const struct cases *cases = l->in->cases;
    for (size_t b = 0; cases && b < cases->block_count; b++) {
        const struct case_block *block = &cases->blocks[b];
        if (block->setup.with || block->setup.facts || block->type == CASE_MERGE) continue;
        for (size_t d = 0; d < block->day_count; d++) look_day(l, block, &block->days[d]);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * owner_sight - who answers for pupils that may not be named to him; see owner_sight.h.
 * Owns:  nothing.
 * Must not know: who holds a role, what is open.
 */
#include "work/owner_sight.h"

#include "work/redact.h"

static uint32_t withheld_of(const struct policy *policy, const struct audience_table *table, const struct rule *rule, int32_t role, struct date as_of) {
    const struct rule_version *version = rule->applies && rule->version_count ? rule_at(rule, as_of) : NULL;
    if (!version || version->owner != role || version->subject != SUBJECT_PUPIL || version->measuring) return 0;
    const struct audience *audience = audience_table_of_role(table, policy->roles[role].key);
    /* A day reckoned from a birthday is told, the birthday is not; and who is told no names at all expects none. */
    if (!audience || !audience_may(audience, ABOUT_NAME)) return 0;
    return redact_rule(table, policy, version) & ~ABOUT(ABOUT_BIRTH) & ~audience->may;
}

static struct owner_blind blind_of(struct arena *arena, const struct policy *policy, const struct audience_table *table, int32_t role, struct date as_of) {
    struct owner_blind blind = { .role = role, .audience = audience_table_of_role(table, policy->roles[role].key) };
    struct str *numbers = arena_array(arena, struct str, policy->rule_count);
    struct buf out = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < policy->rule_count; i++) {
        uint32_t withheld = withheld_of(policy, table, &policy->rules[i], role, as_of);
        blind.withheld |= withheld;
        if (withheld && (!count || !str_equal(numbers[count - 1], policy->rules[i].clause))) numbers[count++] = policy->rules[i].clause;
    }
    for (size_t i = 0; i < count; i++) buf_printf(&out, "%s%.*s", !i ? "" : i + 1 == count ? " and " : ", ", STR_ARG(numbers[i]));
    blind.clauses = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return blind;
}

size_t owner_sight_find(struct arena *arena, const struct policy *policy, const struct audience_table *table, struct date as_of, struct owner_blind **out) {
    size_t count = 0;
    *out = arena_array(arena, struct owner_blind, policy->role_count + 1);
    for (size_t role = 0; role < policy->role_count; role++) {
        struct owner_blind blind = blind_of(arena, policy, table, (int32_t)role, as_of);
        if (blind.withheld) (*out)[count++] = blind;
    }
    return count;
}

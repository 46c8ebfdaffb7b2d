/* SPDX-License-Identifier: GPL-3.0-or-later
 * model - looking things up in an effective policy.
 * Owns:  nothing.
 * Must not know: Lua, files, rows.
 */
#include "policy/model.h"

const struct param_step *param_at(const struct param *param, struct date day) {
    size_t at = 0;
    while (at + 1 < param->step_count && !date_after(param->steps[at + 1].from, day)) at++;
    return &param->steps[at];
}

struct date policy_begins(const struct policy *policy) {
    struct date begins = date_known(policy->effective) ? policy->effective : DATE_FIRST;
    return date_known(policy->records_from) ? date_max(begins, policy->records_from) : begins;
}

int32_t policy_find_rule(const struct policy *policy, struct str name) {
    for (size_t i = 0; i < policy->rule_count; i++)
        if (str_equal(policy->rules[i].name, name)) return (int32_t)i;
    return -1;
}

int32_t policy_find_clause(const struct policy *policy, struct str number) {
    for (size_t i = 0; i < policy->clause_count; i++)
        if (str_equal(policy->clauses[i].number, number)) return (int32_t)i;
    return -1;
}

int32_t policy_find_role(const struct policy *policy, struct str key) {
    for (size_t i = 0; i < policy->role_count; i++)
        if (str_equal(policy->roles[i].key, key)) return (int32_t)i;
    return -1;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Compares two runs of digits by value, whatever their length; moves both on. */
static int digits_compare(struct str a, size_t *i, struct str b, size_t *j) {
    while (*i < a.size && a.at[*i] == '0') (*i)++;
    while (*j < b.size && b.at[*j] == '0') (*j)++;
    size_t from_a = *i, from_b = *j;
    while (*i < a.size && is_digit(a.at[*i])) (*i)++;
    while (*j < b.size && is_digit(b.at[*j])) (*j)++;
    size_t size_a = *i - from_a, size_b = *j - from_b;
    if (size_a != size_b) return size_a < size_b ? -1 : 1;
    return str_compare(str_slice(a, from_a, *i), str_slice(b, from_b, *j));
}

int clause_compare(struct str a, struct str b) {
    size_t i = 0, j = 0;
    while (i < a.size && j < b.size) {
        if (is_digit(a.at[i]) && is_digit(b.at[j])) {
            int by_number = digits_compare(a, &i, b, &j);
            if (by_number) return by_number;
            continue;
        }
        if (a.at[i] != b.at[j]) return (unsigned char)a.at[i] < (unsigned char)b.at[j] ? -1 : 1;
        i++;
        j++;
    }
    if (i < a.size || j < b.size) return i < a.size ? 1 : -1;
    return str_compare(a, b); /* "4.01" and "4.1" are two names */
}

bool rule_is_called(const struct rule *rule, struct str name) {
    for (size_t i = 0; i < rule->former_count; i++)
        if (str_equal(rule->former[i], name)) return true;
    return str_equal(rule->name, name);
}

const struct rule_version *rule_versions(const struct rule *rule, uint32_t variant, size_t *count) {
    bug_if(variant > rule->variant_count);
    *count = variant ? rule->variants[variant - 1].version_count : rule->version_count;
    return variant ? rule->variants[variant - 1].versions : rule->versions;
}

struct date rule_governs_to(const struct rule_version *versions, size_t count, size_t version) {
    bool last = version + 1 == count || !date_after(versions[version + 1].governs_from, versions[version].governs_from);
    return last ? DATE_NONE : date_add_days(versions[version + 1].governs_from, -1);
}

const struct rule_version *rule_at(const struct rule *rule, struct date deadline) {
    size_t at = 0;
    for (size_t i = 1; i < rule->version_count; i++)
        if (!date_after(rule->versions[i].governs_from, deadline)) at = i;
    return &rule->versions[at];
}

static const char *const STATUS_KEYS[STATUS_COUNT] = {
    [STATUS_MET] = "met",         [STATUS_ON_TRACK] = "on_track", [STATUS_DUE_SOON] = "due_soon",
    [STATUS_OVERDUE] = "overdue", [STATUS_MISSED] = "missed",     [STATUS_WAIVED] = "waived",
    [STATUS_UNKNOWN] = "unknown", [STATUS_NOT_APPLICABLE] = "not_applicable",
};

const char *status_key(enum status status) { return STATUS_KEYS[status]; }

bool status_by_key(struct str key, enum status *out) {
    for (int i = 0; i < STATUS_COUNT; i++) {
        if (!str_is(key, STATUS_KEYS[i])) continue;
        *out = (enum status)i;
        return true;
    }
    return false;
}

bool rule_is_measure(const struct rule *rule) { return rule->version_count > 0 && rule->versions[0].measuring; }

const char *force_name(enum force force) {
    static const char *const names[] = { "must", "should", "may", "must_not", "should_not" };
    return names[force];
}

const char *basis_name(enum basis basis) {
    static const char *const names[] = { "law", "guidance", "trust" };
    return names[basis];
}

const char *level_name(enum severity_level level) {
    static const char *const names[] = { "info", "low", "medium", "high", "critical" };
    return names[level];
}

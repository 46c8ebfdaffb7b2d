/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_merge - running a merge_test; see case_merge.h.
 * Owns:  nothing.
 * Must not know: findings, how results are shown.
 */
#include "work/case_merge.h"

#include <string.h>

#include "work/wording.h"

static void fail(struct arena *arena, struct case_tally *tally, const struct case_block *block, struct str rule, struct str wanted, struct str got) {
    struct case_failure *wider = arena_array(arena, struct case_failure, tally->failure_count + 1);
    if (tally->failure_count) memcpy(wider, tally->failures, tally->failure_count * sizeof *wider);
    wider[tally->failure_count++] = (struct case_failure){ block, block->as_of, rule,
                                                           str_format(arena, "expected %.*s, got %.*s", STR_ARG(wanted), STR_ARG(got)), { 0 } };
    tally->failures = wider;
    tally->failed++;
}

/* "merge-conflict (…)" or "no problem". */
static struct str what_came(struct arena *arena, const struct problems *problems) {
    struct buf out = { 0 };
    for (size_t i = 0; i < problems->count; i++)
        if (problems->at[i].severity == SEVERITY_ERROR)
            buf_printf(&out, "%s%s: %.*s", out.size ? "; " : "", code_name(problems->at[i].code), STR_ARG(problems->at[i].said));
    struct str text = out.size ? str_copy(arena, buf_str(&out)) : STR("no problem");
    buf_free(&out);
    return text;
}

static bool has_code(const struct problems *problems, struct str name) {
    for (size_t i = 0; i < problems->count; i++)
        if (problems->at[i].severity == SEVERITY_ERROR && str_is(name, code_name(problems->at[i].code))) return true;
    return false;
}

/* ---- what the policy says --------------------------------------------------------------------------------------- */

static bool years_text(struct arena *arena, int64_t mask, struct str *out) {
    struct buf text = { 0 };
    for (int y = 0; y < 32; y++)
        if (mask >> y & 1) buf_printf(&text, "%s%d", text.size ? ", " : "", y);
    *out = str_copy(arena, buf_str(&text));
    buf_free(&text);
    return true;
}

static bool say_param(struct arena *arena, const struct policy *policy, struct str name, struct date day, struct str *out) {
    for (size_t i = 0; i < policy->param_count; i++) {
        const struct param *param = &policy->params[i];
        if (!str_equal(param->name, name)) continue;
        const struct param_step *step = param_at(param, day);
        if (param->type == PARAM_YEARS) return years_text(arena, step->values[0], out);
        if (param->type == PARAM_WHOLE || param->type == PARAM_HOURS) {
            *out = str_format(arena, "%lld", (long long)(param->type == PARAM_HOURS ? step->values[0] / 60 : step->values[0]));
            return true;
        }
        struct buf text = { 0 };
        for (size_t t = 0; t < step->count; t++) buf_printf(&text, "%s%.*s", t ? ", " : "", STR_ARG(step->texts[t]));
        *out = str_copy(arena, buf_str(&text));
        buf_free(&text);
        return true;
    }
    return false;
}

static bool say_named(struct arena *arena, const struct policy *policy, struct str target, struct date day, struct str *out) {
    struct str sort, name;
    str_cut(target, '/', &sort, &name);
    if (str_is(sort, "param")) return say_param(arena, policy, name, day, out);
    for (size_t i = 0; str_is(sort, "role") && i < policy->role_count; i++)
        if (str_equal(policy->roles[i].key, name)) return *out = policy->roles[i].title, true;
    for (int i = 0; str_is(sort, "reading") && i < READING_COUNT; i++)
        if (str_equal(policy->readings[i].name, name)) return *out = policy->readings[i].means_text, true;
    return false;
}

/* A field of a rule on a day; false when it has none of that name. */
static bool say_rule(struct arena *arena, const struct policy *policy, const struct rule *rule, struct str field, struct date day, struct str *out) {
    const struct rule_version *v = rule->version_count ? rule_at(rule, day) : NULL;
    char iso[DATE_ISO_SIZE];
    if (str_is(field, "title")) *out = rule->title;
    else if (!v) return false;
    else if (str_is(field, "owner")) *out = role_key(policy, v->owner);
    else if (str_is(field, "remind")) *out = v->plan >= 0 ? policy->plans[v->plan].name : STR("none");
    else if (str_is(field, "force")) *out = str_from(force_name(v->force));
    else if (str_is(field, "basis")) *out = str_from(basis_name(v->basis));
    else if (str_is(field, "have")) *out = policy_say_have(arena, policy, v, day);
    else if (str_is(field, "who")) *out = policy_say_who(arena, policy, v, day);
    else if (str_is(field, "when")) *out = policy_say_window(arena, policy, &v->when, day);
    else if (str_is(field, "ends")) *out = date_known(v->ends) ? str_format(arena, "%s", date_iso(v->ends, iso)) : STR("none");
    else return false;
    return true;
}

static struct str say(struct arena *arena, const struct policy *policy, const struct case_merged *asked, struct date day, bool *there) {
    struct str out = { 0 };
    int32_t rule = policy_find_rule(policy, asked->target), clause = policy_find_clause(policy, asked->target);
    *there = true;
    if (rule >= 0 && !asked->field.size) {
        *there = policy->rules[rule].applies;
        return *there ? STR("true") : policy->rules[rule].why_not;
    }
    if (rule >= 0 && say_rule(arena, policy, &policy->rules[rule], asked->field, day, &out)) return out;
    if (clause >= 0) {
        const struct clause *c = &policy->clauses[clause];
        *there = c->applies && !c->dropped;
        if (!asked->field.size) return *there ? STR("true") : STR("dropped, or not for this school");
        if (str_is(asked->field, "title")) return c->title;
        if (str_is(asked->field, "text")) return c->text;
    }
    if (rule < 0 && clause < 0 && say_named(arena, policy, asked->target, day, &out)) return out;
    *there = false;
    return STR("nothing of that name");
}

void case_merge_run(struct arena *arena, const struct case_block *block, const struct case_policy *policy, struct case_tally *tally) {
    struct date day = date_known(block->as_of) ? block->as_of : date_from_number(22001231);
    tally->blocks++;
    if (block->expect_error.size) {
        tally->assertions++;
        if (policy->policy || !has_code(&policy->problems, block->expect_error))
            fail(arena, tally, block, block->name, block->expect_error, policy->policy ? STR("no problem") : what_came(arena, &policy->problems));
        return;
    }
    if (!policy->policy) {
        tally->assertions++;
        fail(arena, tally, block, block->name, STR("a policy"), what_came(arena, &policy->problems));
        return;
    }
    if (block->hash.size) {
        struct str hash = str_format(arena, "%016llx", (unsigned long long)policy->policy->hash);
        tally->assertions++;
        if (!str_starts(hash, str_c(arena, block->hash))) fail(arena, tally, block, STR("canonical hash"), block->hash, hash);
    }
    for (size_t i = 0; i < block->merged_count; i++) {
        const struct case_merged *asked = &block->merged[i];
        bool there;
        struct str got = say(arena, policy->policy, asked, day, &there);
        struct str name = asked->field.size ? str_format(arena, "%.*s %.*s", STR_ARG(asked->target), STR_ARG(asked->field)) : asked->target;
        tally->assertions++;
        if (asked->none ? there && !str_is(got, "none") : !there || !str_equal(got, asked->said))
            fail(arena, tally, block, name, asked->none ? STR("nothing") : asked->said, got);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * gen_policy - random policies: parameters, readings, rules cut into versions.
 * Owns:  nothing.
 * Must not know: rows.
 */
#include "gen_policy.h"

#include "base/map.h"

static struct date day_of(int year, int month, int day) {
    struct date d = DATE_NONE;
    bug_if(!date_make(year, month, day, &d));
    return d;
}

/* ---- parameters -------------------------------------------------------------------------------------------------------------- */

static void fill_step(struct gen *gen, enum param_type type, bool enrolments, struct param_step *step) {
    static const struct str CODES[] = { STR_INIT("talk"), STR_INIT("purpose"), STR_INIT("policy"), STR_INIT("programme"),
                                        STR_INIT("english"), STR_INIT("careers"), STR_INIT("guidance"), STR_INIT("granted"),
                                        STR_INIT("leader"), STR_INIT("support"), STR_INIT("tutor"), STR_INIT("none") };
    static const struct str ENROLMENTS[] = { STR_INIT("single"), STR_INIT("main"), STR_INIT("guest") };
    int64_t *values = arena_array(gen->arena, int64_t, 3);
    struct str *texts = arena_array(gen->arena, struct str, 3);
    step->values = values;
    step->count = 1;
    switch (type) {
    case PARAM_WHOLE: values[0] = gen_between(gen, 1, 12); return;
    case PARAM_HOURS: values[0] = 30 * gen_between(gen, 0, 8); return;
    case PARAM_YEARS: values[0] = gen_between(gen, 1, 63) << 8; return;
    case PARAM_TEXT:
    case PARAM_TEXTS:
    case PARAM_CODES: break;
    }
    if (type != PARAM_TEXT) step->count = (size_t)gen_between(gen, 1, 3);
    for (size_t i = 0; i < step->count; i++) {
        texts[i] = type == PARAM_CODES ? CODES[gen_between(gen, 0, (int64_t)COUNT_OF(CODES) - 1)] : GEN_TEXTS[gen_between(gen, 0, 3)];
        if (enrolments) texts[i] = ENROLMENTS[i];
        values[i] = text_value(texts[i]);
    }
    step->texts = texts;
}

static void fill_param(struct gen *gen, struct param *param, struct str name, enum param_type type, bool enrolments) {
    *param = (struct param){ .name = name, .type = type };
    param->step_count = (size_t)gen_between(gen, 1, 3);
    struct param_step *steps = arena_array(gen->arena, struct param_step, param->step_count);
    struct date from = day_of(2021, 6, 1);
    for (size_t i = 0; i < param->step_count; i++) {
        if (i > 0) from = date_max(date_add_days(from, 1), gen_day(gen, 2021, 2023));
        steps[i].from = from;
        fill_step(gen, type, enrolments, &steps[i]);
    }
    param->steps = steps;
}

static void fill_params(struct gen *gen, struct policy *policy) {
    static const enum param_type TYPES[] = { PARAM_WHOLE, PARAM_HOURS, PARAM_TEXT, PARAM_TEXTS, PARAM_CODES, PARAM_YEARS,
                                             PARAM_WHOLE, PARAM_CODES };
    size_t count = gen_chance(gen, 80) ? COUNT_OF(TYPES) : 0;
    struct param *params = arena_array(gen->arena, struct param, COUNT_OF(TYPES));
    for (size_t i = 0; i < count; i++)
        fill_param(gen, &params[i], str_format(gen->arena, "p%zu", i), TYPES[i], i == COUNT_OF(TYPES) - 1);
    policy->params = params;
    policy->param_count = count;
    policy->counted_enrolments = count > 0 && gen_chance(gen, 70) ? (int32_t)count - 1 : -1;
}

static void fill_definitions(struct gen *gen, struct policy *policy) {
    static const struct role ROLES[] = { { .key = STR_INIT("slt") }, { .key = STR_INIT("leader") } };
    static const struct phase PHASES[] = {
        { .name = STR_INIT("first phase"), .opens_year = 8, .opens = { 9, 1 }, .closes_year = 9, .closes = { 2, 28 } },
        { .name = STR_INIT("second phase of a long name for its key"), .opens_year = 9, .opens = { 3, 1 }, .closes_year = 11,
          .closes = { 2, 28 } },
    };
    static const struct transition TRANSITIONS[] = {
        { .name = STR_INIT("options"), .year = 9, .opens = { 1, 1 }, .closes = { 5, 31 } },
        { .name = STR_INIT("post16"), .year = 11, .opens = { 9, 1 }, .closes = { 5, 31 } },
    };
    struct plan *plans = arena_array(gen->arena, struct plan, 3);
    for (size_t i = 0; i < 3; i++) {
        plans[i].name = str_format(gen->arena, "plan%zu", i);
        plans[i].lead = (struct span){ .unit = (enum span_unit)i, .n = gen_constant(gen_between(gen, 0, i == 2 ? 3 : 40)) };
    }
    policy->roles = ROLES;
    policy->role_count = COUNT_OF(ROLES);
    policy->phases = PHASES;
    policy->phase_count = COUNT_OF(PHASES);
    policy->transitions = TRANSITIONS;
    policy->transition_count = COUNT_OF(TRANSITIONS);
    policy->plans = plans;
    policy->plan_count = 3;
}

static void fill_readings(struct gen *gen, struct policy *policy) {
    static const int CHOICES[READING_COUNT] = {
        [READING_BY_THE_AGE_OF] = 2, [READING_ONE_FURTHER] = 3, [READING_LEAP_DAY] = 2, [READING_MEANINGFUL] = 2,
        [READING_OPPORTUNITY] = 2, [READING_JOINED_LATE] = 4, [READING_EARLIER_OF_TWO] = 2,
    };
    for (int i = 0; i < READING_COUNT; i++) {
        if (CHOICES[i] && gen_chance(gen, 50)) policy->readings[i].means = (int)gen_between(gen, 0, CHOICES[i] - 1);
    }
    if (gen_chance(gen, 50)) policy->readings[READING_JOINED_LATE].settling_in = (int32_t)gen_between(gen, 1, 60);
}

/* ---- rules ------------------------------------------------------------------------------------------------------------------ */

static void fill_exempting(struct gen *gen, const struct policy *policy, struct exempting *exempt) {
    static const struct str REASONS[] = { STR_INIT("medical"), STR_INIT("declined") };
    exempt->approved_by = -1;
    exempt->never = gen_chance(gen, 10);
    exempt->allowed = !exempt->never && gen_chance(gen, 90);
    exempt->reasons = REASONS;
    exempt->reason_count = (size_t)gen_between(gen, 0, 2);
    exempt->has_limit = gen_chance(gen, 25);
    exempt->for_at_most = (struct span){ .unit = gen_chance(gen, 50) ? SPAN_MONTHS : SPAN_DAYS, .n = gen_constant(gen_between(gen, 1, 9)) };
    if (exempt->for_at_most.unit == SPAN_DAYS) exempt->for_at_most.n.value *= 30;
    else exempt->for_at_most.n = gen_param_or(gen, policy, PARAM_WHOLE, exempt->for_at_most.n.value);
    if (gen_chance(gen, 25)) exempt->approved_by = (int32_t)gen_between(gen, 0, 1);
}

static bool names_years(enum window_op op) { return op == WINDOW_BY_DATE_IN_YEAR || op == WINDOW_BY_DATE_AFTER_YEAR; }

static void fill_subjects(struct gen *gen, const struct policy *policy, struct rule_version *v) {
    v->who_count = gen_chance(gen, 75) ? 1 : 2;
    struct filter *who = arena_array(gen->arena, struct filter, v->who_count);
    for (size_t i = 0; i < v->who_count; i++) {
        bool needs_year = v->subject == SUBJECT_PUPIL && ((i == 0 && names_years(v->when.op)) || gen_chance(gen, 50));
        who[i] = *gen_who(gen, policy, v->subject, needs_year);
    }
    v->who = who;
    if (!gen_chance(gen, 20)) return;
    struct filter *unless = arena_new(gen->arena, struct filter);
    *unless = *gen_who(gen, policy, v->subject, false);
    if (unless->condition_count == 0) return; /* nobody would be left */
    v->unless = unless;
    v->unless_count = 1;
}

/* With same_record, something that the anchor may meet. */
static struct term random_have(struct gen *gen, const struct policy *policy, const struct rule_version *v) {
    bool own = v->when.same_record || (v->when.anchor_filter.kind >= 0 && gen_chance(gen, 30));
    return gen_term(gen, policy, v->subject, own ? v->when.anchor_filter.kind : -1, v->when.same_record ? 0 : 3);
}

struct rule_version gen_version(struct gen *gen, const struct policy *policy, enum subject_type subject) {
    static const enum force FORCES[] = { FORCE_MUST, FORCE_MUST, FORCE_MUST, FORCE_SHOULD, FORCE_MAY, FORCE_MUST_NOT,
                                         FORCE_SHOULD_NOT };
    struct rule_version v = { .governs_from = DATE_FIRST, .from = DATE_FIRST, .ends = DATE_NONE, .subject = subject };
    v.force = FORCES[gen_between(gen, 0, (int64_t)COUNT_OF(FORCES) - 1)];
    v.top_level = gen_chance(gen, 75) ? -1 : (int32_t)gen_between(gen, 0, 4);
    v.when = gen_window(gen, policy, subject);
    v.have = random_have(gen, policy, &v);
    v.owner = v.hint = v.hatch = -1;
    v.plan = gen_chance(gen, 40) ? -1 : (int32_t)gen_between(gen, 0, 2);
    v.has_late = gen_chance(gen, 15);
    v.late = (struct span){ .unit = SPAN_DAYS, .n = gen_constant(gen_between(gen, 0, 60)) };
    if (gen_chance(gen, 15)) v.from = gen_day(gen, 2021, 2022);
    if (gen_chance(gen, 15)) v.ends = gen_day(gen, 2022, 2024);
    fill_subjects(gen, policy, &v);
    fill_exempting(gen, policy, &v.exempt);
    return v;
}

/* A keep: all of the review, then all that say how long. */
static void fill_keep(struct gen *gen, const struct policy *policy, struct rule *rule) {
    size_t days = gen_chance(gen, 60) ? 1 : 2;
    struct rule_version *versions = arena_array(gen->arena, struct rule_version, 2 * days);
    struct window when;
    do when = gen_window(gen, policy, SUBJECT_PUPIL);
    while (when.op != WINDOW_KEPT);
    for (size_t i = 0; i < days; i++) {
        struct rule_version *kept = &versions[days + i];
        *kept = gen_version(gen, policy, SUBJECT_PUPIL);
        kept->has_late = false;
        kept->have = gen_term(gen, policy, SUBJECT_PUPIL, -1, 0);
        kept->force = FORCE_MUST_NOT;
        kept->when = when;
        if (i > 0) kept->when.a = gen_constant(gen_between(gen, 1, 4));
        if (i > 0) kept->governs_from = gen_day(gen, 2021, 2024);
        versions[i] = *kept;
        versions[i].force = FORCE_SHOULD;
        versions[i].when.op = WINDOW_REVIEW;
    }
    rule->versions = versions;
    rule->version_count = 2 * days;
}

static void fill_rule(struct gen *gen, const struct policy *policy, struct rule *rule, size_t number) {
    static const enum subject_type SUBJECTS[] = { SUBJECT_PUPIL, SUBJECT_PUPIL, SUBJECT_PUPIL, SUBJECT_PUPIL, SUBJECT_STAFF,
                                                  SUBJECT_ORGANISATION, SUBJECT_SCHOOL };
    enum subject_type subject = SUBJECTS[gen_between(gen, 0, (int64_t)COUNT_OF(SUBJECTS) - 1)];
    rule->name = str_format(gen->arena, "1.0.%zu/rule", number);
    rule->clause = str_format(gen->arena, "1.0.%zu", number);
    rule->applies = gen_chance(gen, 97);
    if (subject == SUBJECT_PUPIL && gen_chance(gen, 10)) {
        fill_keep(gen, policy, rule);
        return;
    }
    rule->version_count = gen_chance(gen, 75) ? 1 : 2;
    struct rule_version *versions = arena_array(gen->arena, struct rule_version, rule->version_count);
    versions[0] = gen_version(gen, policy, subject);
    for (size_t i = 1; i < rule->version_count; i++) {
        versions[i] = versions[0];
        if (gen_chance(gen, 30)) versions[i] = gen_version(gen, policy, subject);
        else versions[i].have = random_have(gen, policy, &versions[i]);
        if (versions[i].when.op == WINDOW_EACH_SCHOOL_YEAR) versions[i].when.day = (struct month_day){ 7, 19 };
        versions[i].governs_from = gen_day(gen, 2021, 2023);
    }
    rule->versions = versions;
}

static struct policy *empty_policy(struct arena *arena, const struct kinds *kinds) {
    struct policy *policy = arena_new(arena, struct policy);
    policy->kinds = kinds;
    policy->id = STR("test");
    policy->effective = day_of(2021, 9, 1);
    policy->records_from = DATE_NONE;
    policy->counted_enrolments = -1;
    for (size_t i = 0; i < COUNT_OF(policy->school_facts); i++) policy->school_facts[i] = VALUE_NONE;
    return policy;
}

struct policy *gen_policy(struct gen *gen, const struct kinds *kinds) {
    struct policy *policy = empty_policy(gen->arena, kinds);
    if (gen_chance(gen, 20)) policy->effective = gen_day(gen, 2021, 2022);
    policy->records_from = gen_chance(gen, 30) ? gen_day(gen, 2021, 2024) : DATE_NONE;
    policy->school_facts[0] = gen_chance(gen, 20) ? VALUE_NONE : gen_between(gen, 0, 2);
    policy->school_facts[1] = gen_chance(gen, 20) ? VALUE_NONE : gen_between(gen, 0, 1);
    policy->school_facts[2] = gen_chance(gen, 20) ? VALUE_NONE : 0x3f80;
    fill_params(gen, policy);
    fill_definitions(gen, policy);
    fill_readings(gen, policy);
    gen_decisions(gen, policy);
    policy->rule_count = (size_t)gen_between(gen, 3, 8);
    struct rule *rules = arena_array(gen->arena, struct rule, policy->rule_count);
    for (size_t i = 0; i < policy->rule_count; i++) fill_rule(gen, policy, &rules[i], i + 1);
    policy->rules = rules;
    gen_overlays(gen, policy);
    return policy;
}

struct policy *gen_plain_policy(struct arena *arena, const struct kinds *kinds, struct rule_version version) {
    struct gen gen = gen_seeded(arena, 1);
    struct policy *policy = empty_policy(arena, kinds);
    struct rule_version *v = arena_new(arena, struct rule_version);
    struct rule *rule = arena_new(arena, struct rule);
    fill_definitions(&gen, policy);
    *v = version;
    *rule = (struct rule){ .name = STR("1.0.1/rule"), .clause = STR("1.0.1"), .versions = v, .version_count = 1, .applies = true };
    policy->rules = rule;
    policy->rule_count = 1;
    return policy;
}

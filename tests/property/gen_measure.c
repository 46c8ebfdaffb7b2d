/* SPDX-License-Identifier: GPL-3.0-or-later
 * gen_measure - random measures among the rules of a random policy.
 * Owns:  nothing.
 * Must not know: rows.
 */
#include <string.h>

#include "gen_policy.h"

static struct measured_side subjects(struct gen *gen, const struct policy *policy, enum subject_type type) {
    struct measured_side side = { .things = MEASURED_SUBJECTS, .subject = type, .filter_count = gen_chance(gen, 80) ? 1 : 2 };
    struct filter *filters = arena_array(gen->arena, struct filter, side.filter_count);
    for (size_t i = 0; i < side.filter_count; i++) {
        filters[i] = *gen_who(gen, policy, type, false);
        if (gen_chance(gen, 40)) filters[i].condition_count = 0; /* enough of them for groups */
    }
    side.filters = filters;
    return side;
}

static struct measured_side records(struct gen *gen, const struct policy *policy, enum subject_type type, int32_t kind) {
    struct measured_side side = { .things = MEASURED_RECORDS, .subject = type, .filter_count = gen_chance(gen, 70) ? 1 : 2 };
    struct filter *filters = arena_array(gen->arena, struct filter, side.filter_count);
    for (size_t i = 0; i < side.filter_count; i++) {
        filters[i] = gen_record_filter(gen, policy, type, kind);
        if (gen_chance(gen, 30)) filters[i].condition_count = 0;
    }
    side.filters = filters;
    return side;
}

static struct measured_side findings(struct gen *gen, const struct policy *policy) {
    struct measured_side side = { .things = MEASURED_FINDINGS, .statuses = (1u << STATUS_COUNT) - 1 };
    if (gen_chance(gen, 75)) side.statuses = (uint32_t)gen_between(gen, 1, (1 << STATUS_NOT_APPLICABLE) - 1);
    if (gen_chance(gen, 30)) side.statuses = 1u << STATUS_MET;
    if (gen_chance(gen, 40)) return side;
    bool *rules = arena_array(gen->arena, bool, policy->rule_count);
    for (size_t i = 0; i < policy->rule_count; i++) rules[i] = !rule_is_measure(&policy->rules[i]) && gen_chance(gen, 40);
    side.rules = rules;
    return side;
}

static bool tells_apart(const struct field *field) {
    return field->type == FIELD_FLAG || field->type == FIELD_ONE_OF || field->type == FIELD_WHOLE;
}

static void fill_by(struct gen *gen, const struct policy *policy, struct measuring *m) {
    const struct kinds *kinds = policy->kinds;
    struct measured_by *by = arena_array(gen->arena, struct measured_by, 3);
    size_t wanted = (size_t)gen_between(gen, m->as == MEASURE_GAP, 3);
    m->by = by;
    for (int tries = 0; tries < 40 && m->by_count < wanted && m->over.things != MEASURED_FINDINGS; tries++) {
        bool organisation = m->over.things == MEASURED_RECORDS && gen_chance(gen, 40);
        const struct facts *facts = &kinds->facts[organisation ? SUBJECT_ORGANISATION : m->over.subject];
        const struct field *fields = facts->fields;
        uint32_t count = facts->field_count;
        if (m->over.things == MEASURED_RECORDS && !organisation) {
            fields = kinds->kinds[m->over.filters[0].kind].fields;
            count = kinds->kinds[m->over.filters[0].kind].field_count;
        }
        if (count == 0) continue;
        uint32_t field = (uint32_t)gen_between(gen, 0, (int64_t)count - 1);
        if (!tells_apart(&fields[field]) || fields[field].each) continue;
        if (m->over.things == MEASURED_RECORDS && !organisation && field == FIELD_OUTCOME) continue;
        by[m->by_count++] = (struct measured_by){ (int32_t)field, organisation };
    }
}

static void fill_sides(struct gen *gen, const struct policy *policy, struct measuring *m) {
    static const enum subject_type TYPES[] = { SUBJECT_PUPIL, SUBJECT_PUPIL, SUBJECT_PUPIL, SUBJECT_STAFF, SUBJECT_ORGANISATION };
    enum subject_type type = TYPES[gen_between(gen, 0, (int64_t)COUNT_OF(TYPES) - 1)];
    int32_t kind = gen_pick_kind(gen, policy->kinds, SUBJECT_SCHOOL);
    int over = (int)gen_between(gen, 0, 3), of = (int)gen_between(gen, 0, 2);
    m->has_of = gen_chance(gen, 85);
    if (over == 0) {
        m->over = records(gen, policy, SUBJECT_SCHOOL, kind);
        if (m->has_of) m->of = records(gen, policy, SUBJECT_SCHOOL, kind);
    } else if (over == 1) {
        m->over = findings(gen, policy);
        if (m->has_of) m->of = findings(gen, policy);
    } else {
        m->over = subjects(gen, policy, type);
        if (!m->has_of) return;
        m->of = of == 0 ? subjects(gen, policy, type)
                : of == 1 ? records(gen, policy, type, gen_pick_kind(gen, policy->kinds, type)) : findings(gen, policy);
    }
}

static struct term counted(const struct measuring *m) {
    struct term term = { .op = TERM_ALL_OF, .n = gen_constant(0), .distinct = FIELD_ABSENT, .on = FIELD_ABSENT,
                         .total = FIELD_ABSENT, .each_param = -1 };
    const struct measured_side *side = m->over.things == MEASURED_RECORDS ? &m->over : &m->of;
    if (side->things != MEASURED_RECORDS) return term;
    term.op = TERM_AT_LEAST;
    term.n = gen_constant(1);
    term.filters = side->filters;
    term.filter_count = side->filter_count;
    return term;
}

static struct window window(struct gen *gen, const struct policy *policy) {
    static const enum window_op OPS[] = { WINDOW_EACH_SCHOOL_YEAR, WINDOW_EACH_SCHOOL_YEAR, WINDOW_EACH_SCHOOL_YEAR, WINDOW_EACH_TERM,
                                          WINDOW_EACH_HALF_TERM, WINDOW_ROLLING, WINDOW_ALWAYS };
    enum window_op op = OPS[gen_between(gen, 0, (int64_t)COUNT_OF(OPS) - 1)];
    struct window w;
    do w = gen_window(gen, policy, SUBJECT_SCHOOL);
    while (w.op != op);
    return w;
}

static struct rule_version version(struct gen *gen, const struct policy *policy) {
    struct measuring *m = arena_new(gen->arena, struct measuring);
    struct rule_version v = { .governs_from = DATE_FIRST, .from = DATE_FIRST, .ends = DATE_NONE, .subject = SUBJECT_SCHOOL,
                              .force = FORCE_SHOULD, .owner = -1, .plan = -1, .hint = -1, .hatch = -1, .measuring = m };
    fill_sides(gen, policy, m);
    if (m->has_of) m->as = (enum measure_as)gen_between(gen, MEASURE_COUNT, MEASURE_GAP);
    if (m->over.things == MEASURED_FINDINGS && m->as == MEASURE_GAP) m->as = MEASURE_PERCENT;
    fill_by(gen, policy, m);
    m->has_most = m->as == MEASURE_GAP || gen_chance(gen, 50);
    m->has_least = !m->has_most && gen_chance(gen, 80);
    int64_t most = m->as == MEASURE_PERCENT ? 100 : m->as == MEASURE_GAP ? 60 : 12;
    m->least = m->most = gen_param_or(gen, policy, PARAM_WHOLE, gen_between(gen, 0, most));
    v.top_level = gen_chance(gen, 75) ? -1 : (int32_t)gen_between(gen, 0, 4);
    v.exempt.never = true;
    v.exempt.approved_by = -1;
    v.have = counted(m);
    v.when = window(gen, policy);
    if (gen_chance(gen, 10)) v.from = gen_day(gen, 2021, 2022);
    if (gen_chance(gen, 10)) v.ends = gen_day(gen, 2022, 2024);
    return v;
}

void gen_measures(struct gen *gen, struct policy *policy) {
    size_t more = (size_t)gen_between(gen, 1, 3), count = policy->rule_count + more, next = 0;
    struct rule *rules = arena_array(gen->arena, struct rule, count);
    const struct rule *before = policy->rules;
    size_t left = policy->rule_count;
    for (size_t i = 0; i < count; i++) {
        bool measure = more > 0 && (left == 0 || gen_chance(gen, 25));
        if (!measure) {
            rules[i] = before[next++];
            left--;
            continue;
        }
        struct rule_version *versions = arena_array(gen->arena, struct rule_version, 2);
        rules[i] = (struct rule){ .name = str_format(gen->arena, "2.0.%zu/figure", more), .clause = STR("2.0.1"), .versions = versions,
                                  .version_count = gen_chance(gen, 80) ? 1 : 2, .applies = gen_chance(gen, 97) };
        versions[0].measuring = arena_new(gen->arena, struct measuring); /* what is a measure is known before they are filled */
        more--;
    }
    policy->rules = rules;
    policy->rule_count = count;
    for (size_t i = 0; i < count; i++) {
        if (!rule_is_measure(&rules[i])) continue;
        struct rule_version *versions = (struct rule_version *)(uintptr_t)rules[i].versions;
        for (size_t v = 0; v < rules[i].version_count; v++) {
            versions[v] = version(gen, policy);
            if (v > 0) versions[v].governs_from = gen_day(gen, 2021, 2023);
        }
    }
}

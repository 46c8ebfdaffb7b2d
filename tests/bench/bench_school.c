/* SPDX-License-Identifier: GPL-3.0-or-later
 * bench_school - the vocabulary, the day and the rules that every benchmark program shares.
 * Owns:  nothing; all lies in the arena passed in.
 * Must not know: databases.
 */
#include "bench_school.h"

#include <string.h>
#include <sys/resource.h>
#include <time.h>

double bench_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

uint64_t bench_peak(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)usage.ru_maxrss * 1024;
}

/* ---- vocabulary -------------------------------------------------------------------------------------------------- */

struct field_row {
    const char *name;
    enum field_type type;
    const char *codes; /* words between spaces */
    bool each, dated;
};

#define FLAG(name) { name, FIELD_FLAG, NULL, false, false }
#define WHOLE(name) { name, FIELD_WHOLE, NULL, false, false }
#define ONE_OF(name, codes) { name, FIELD_ONE_OF, codes, false, false }
#define DAY(name) { name, FIELD_DAY, NULL, false, false }
#define EACH(name, type) { name, type, NULL, true, false }
#define DATED(name, type, codes) { name, type, codes, false, true }

struct kind_row {
    const char *name;
    enum shape shape;
    bool latest;
    struct field_row fields[8];
};

static const struct kind_row KINDS[] = {
    { "career_plan", SHAPE_NOTE, false, { FLAG("long_term"), FLAG("next_step"), FLAG("own_words") } },
    { "destination", SHAPE_NOTE, true, { ONE_OF("activity", "education employment apprenticeship neet not_known"), FLAG("sustained") } },
    { "encounter", SHAPE_MEETING, false,
      { FLAG("enterprise"), ONE_OF("form", "fair talk workshop skills competition mentoring project other"),
        FLAG("maths_or_science"), FLAG("meaningful"), FLAG("stem"), FLAG("two_way"), EACH("prepared", FIELD_FLAG) } },
    { "explored", SHAPE_NOTE, false, { ONE_OF("route", "a_level t_level vocational apprenticeship supported_internship work_with_study higher_education") } },
    { "guidance", SHAPE_MEETING, false,
      { WHOLE("adviser_level"), FLAG("group"), ONE_OF("purpose", "options post16 post18 review other"),
        EACH("actions", FIELD_WHOLE), EACH("offered_on", FIELD_DAY) } },
    { "intention", SHAPE_NOTE, false, { FLAG("keeps_duty") } },
    { "lesson", SHAPE_MEETING, false, { ONE_OF("given_in", "pshe tutor_time subject"), ONE_OF("theme", "careers employability enterprise maths_value") } },
    { "lmi", SHAPE_MEETING, false, { ONE_OF("audience", "pupils both parents") } },
    { "provider", SHAPE_MEETING, false, { FLAG("academic"), FLAG("in_school_hours"), FLAG("meaningful"), FLAG("technical") } },
    { "referral", SHAPE_NOTE, false, { ONE_OF("to", "adviser early_help social_care la_participation jobcentre bursary") } },
    { "risk_review", SHAPE_NOTE, false, { ONE_OF("level", "none amber red"), FLAG("plan_agreed") } },
    { "workplace", SHAPE_MEETING, false,
      { ONE_OF("form", "visit placement volunteering shadowing project virtual_tour"), FLAG("meaningful"), FLAG("stem"),
        EACH("hours", FIELD_HOURS), EACH("matched", FIELD_FLAG) } },
};

static const struct field_row PUPIL_FACTS[] = {
    DAY("dob"), DAY("admitted_on"), DAY("left_on"), DAY("records_from"),
    DATED("year", FIELD_WHOLE, NULL), DATED("enrolment", FIELD_ONE_OF, "single main subsidiary guest"),
    DATED("sen", FIELD_ONE_OF, "none support ehcp"), DATED("care", FIELD_ONE_OF, "no looked_after previously care_leaver"),
    WHOLE("age"), WHOLE("key_stage"), FLAG("on_roll"), WHOLE("days_on_roll"),
};
static const struct field_row STAFF_FACTS[] = { DAY("started_on"), DAY("left_on"), FLAG("in_post"), WHOLE("days_in_post") };
static const struct field_row ORGANISATION_FACTS[] = { ONE_OF("type", "employer fe_college university"), FLAG("is_local"), FLAG("active") };
static const struct field_row SCHOOL_FACTS[] = { ONE_OF("setting", "secondary special pru ap") };

static void fill_field(struct arena *arena, const struct field_row *row, struct field *field) {
    *field = (struct field){ .name = str_from(row->name), .type = row->type, .each = row->each, .dated = row->dated };
    if (!row->codes) return;
    struct str *codes = arena_array(arena, struct str, 16), rest = str_from(row->codes), word;
    do {
        struct str after = { 0 };
        if (!str_cut(rest, ' ', &word, &after)) after = (struct str){ 0 };
        codes[field->code_count++] = word;
        rest = after;
    } while (rest.size);
    field->codes = codes;
}

static struct facts facts_of(struct arena *arena, const struct field_row *rows, uint32_t count) {
    struct facts facts = { arena_array(arena, struct field, count), count };
    for (uint32_t i = 0; i < count; i++) fill_field(arena, &rows[i], &facts.fields[i]);
    return facts;
}

static void fill_kind(struct arena *arena, const struct kind_row *row, struct kind *kind) {
    *kind = (struct kind){ .name = str_from(row->name), .shape = row->shape, .counts = 1u << OUTCOME_ATTENDED,
                           .counts_on = FIELD_ABSENT, .ends = FIELD_ABSENT, .has_latest_by = row->latest };
    kind->fields = arena_array(arena, struct field, FIELD_BUILT_IN_COUNT + COUNT_OF(row->fields));
    kind->field_count = FIELD_BUILT_IN_COUNT;
    for (size_t i = 0; i < COUNT_OF(row->fields) && row->fields[i].name; i++) {
        fill_field(arena, &row->fields[i], &kind->fields[kind->field_count++]);
    }
}

struct kinds *bench_kinds(struct arena *arena) {
    struct kinds *kinds = arena_new(arena, struct kinds);
    kinds->kind_count = COUNT_OF(KINDS);
    kinds->kinds = arena_array(arena, struct kind, kinds->kind_count);
    for (uint32_t i = 0; i < kinds->kind_count; i++) fill_kind(arena, &KINDS[i], &kinds->kinds[i]);
    kinds->facts[SUBJECT_PUPIL] = facts_of(arena, PUPIL_FACTS, COUNT_OF(PUPIL_FACTS));
    kinds->facts[SUBJECT_STAFF] = facts_of(arena, STAFF_FACTS, COUNT_OF(STAFF_FACTS));
    kinds->facts[SUBJECT_ORGANISATION] = facts_of(arena, ORGANISATION_FACTS, COUNT_OF(ORGANISATION_FACTS));
    kinds->facts[SUBJECT_SCHOOL] = facts_of(arena, SCHOOL_FACTS, COUNT_OF(SCHOOL_FACTS));
    kinds_pack(kinds);
    return kinds;
}

/* ---- simple rules ------------------------------------------------------------------------------------------------ */

#define NONE { { NULL, 0, 0 } }
#define IS_TRUE(field) { { field, 1, 1 } }

const struct bench_rule BENCH_RULES[BENCH_SIMPLE] = {
    { "employer-encounter", "encounter", IS_TRUE("meaningful"), 1, 7, 13, BENCH_YEAR, 0, 0, false },
    { "stem-before-11", "encounter", IS_TRUE("stem"), 1, 7, 10, BENCH_SINCE, 7, 10, false },
    { "workplace-by-16", "workplace", NONE, 1, 7, 11, BENCH_SINCE, 7, 11, false },
    { "workplace-by-18", "workplace", NONE, 1, 12, 13, BENCH_SINCE, 12, 13, false },
    { "provider-yearly", "provider", { { "technical", 1, 1 }, { "meaningful", 1, 1 } }, 1, 8, 13, BENCH_YEAR, 0, 0, false },
    { "interview-by-16", "guidance", { { "adviser_level", 6, 8 } }, 1, 7, 11, BENCH_SINCE, 7, 11, false },
    { "interview-by-18", "guidance", { { "adviser_level", 6, 8 } }, 1, 12, 13, BENCH_SINCE, 12, 13, false },
    { "unqualified-interview", "guidance", { { "adviser_level", 0, 5 } }, 1, 7, 13, BENCH_YEAR, 0, 0, true },
    { "lmi-yearly", "lmi", { { "audience", 0, 1 } }, 1, 7, 13, BENCH_YEAR, 0, 0, false },
    { "plan-kept", "career_plan", IS_TRUE("own_words"), 1, 7, 13, BENCH_ROLLING, 365, 0, false },
    { "intention-kept", "intention", IS_TRUE("keeps_duty"), 1, 11, 12, BENCH_SINCE, 9, 12, false },
    { "careers-lessons", "lesson", { { "theme", 0, 1 } }, 2, 7, 13, BENCH_YEAR, 0, 0, false },
};

struct bench_rule bench_variant(uint32_t i) {
    struct bench_rule rule = BENCH_RULES[i % BENCH_SIMPLE];
    rule.n += i / BENCH_SIMPLE;
    return rule;
}

static struct operand constant(int64_t value) { return (struct operand){ .param = -1, .value = value }; }

static struct span days(int64_t n) { return (struct span){ SPAN_DAYS, constant(n) }; }

static struct condition between(int32_t field, int64_t low, int64_t high) {
    return (struct condition){ .field = field, .op = CONDITION_RANGE, .low = constant(low), .high = constant(high),
                               .has_low = true, .has_high = true };
}

static const struct filter *who_in_years(struct arena *arena, const struct kinds *kinds, int from, int to) {
    struct filter *who = arena_new(arena, struct filter);
    struct condition *years = arena_new(arena, struct condition);
    *years = between(kinds->known.year, from, to);
    *who = (struct filter){ .of_subject = true, .subject_type = SUBJECT_PUPIL, .kind = -1, .conditions = years,
                            .condition_count = 1, .default_on_roll = true, .default_enrolment = true };
    return who;
}

static struct filter *records_like(struct arena *arena, const struct kinds *kinds, const char *kind_name,
                                   const struct bench_condition *conditions) {
    struct filter *filter = arena_new(arena, struct filter);
    struct condition *found = arena_array(arena, struct condition, 3);
    int32_t kind = kinds_find(kinds, str_from(kind_name));
    bug_if(kind < 0);
    *filter = (struct filter){ .kind = kind, .conditions = found };
    for (int i = 0; i < 3 && conditions && conditions[i].field; i++) {
        int32_t field = kind_find_field(&kinds->kinds[kind], str_from(conditions[i].field));
        bug_if(field < 0);
        found[filter->condition_count++] = between(field, conditions[i].low, conditions[i].high);
    }
    return filter;
}

static struct term at_least(const struct filter *filter, int64_t n) {
    return (struct term){ .op = TERM_AT_LEAST, .n = constant(n), .filters = filter, .filter_count = 1, .distinct = -1,
                          .on = -1, .total = -1, .each_param = -1 };
}

static struct rule_version *new_version(struct arena *arena, const struct kinds *kinds, int from_year, int to_year) {
    struct rule_version *v = arena_new(arena, struct rule_version);
    *v = (struct rule_version){ .governs_from = DATE_FIRST, .force = FORCE_MUST, .top_level = -1,
                                .subject = SUBJECT_PUPIL, .who_count = 1, .from = DATE_FIRST, .ends = DATE_NONE,
                                .owner = -1, .plan = -1, .hint = -1, .hatch = -1 };
    v->who = who_in_years(arena, kinds, from_year, to_year);
    v->when.anchor_on = -1;
    v->when.a = v->when.b = v->when.anchor_n = constant(0);
    v->when.length = v->when.grace = v->when.may_precede = v->when.opens = days(0);
    return v;
}

static struct rule_version *simple_version(struct arena *arena, const struct kinds *kinds,
                                           const struct bench_rule *rule) {
    struct rule_version *v = new_version(arena, kinds, rule->from_year, rule->to_year);
    v->have = at_least(records_like(arena, kinds, rule->kind, rule->conditions), rule->n);
    if (rule->banned) v->force = FORCE_MUST_NOT;
    if (rule->window == BENCH_YEAR) {
        v->when.op = WINDOW_EACH_SCHOOL_YEAR;
    } else if (rule->window == BENCH_ROLLING) {
        v->when.op = WINDOW_ROLLING;
        v->when.length = days(rule->a);
    } else {
        v->when.op = WINDOW_OVER_YEARS;
        v->when.a = constant(rule->a);
        v->when.b = constant(rule->b);
    }
    return v;
}

/* ---- the others -------------------------------------------------------------------------------------------------- */

static const struct {
    enum window_op op;
    int a, b, from_year, to_year;
    const char *kind;
    struct bench_condition conditions[3];
    enum force force;
} OTHERS[] = {
    { WINDOW_EACH_TERM, 0, 0, 7, 13, "lesson", NONE, FORCE_MUST },
    { WINDOW_EACH_KEY_STAGE, 0, 0, 7, 13, "lmi", NONE, FORCE_MUST },
    { WINDOW_BY_AGE, 16, 0, 7, 11, "guidance", { { "adviser_level", 6, 8 } }, FORCE_MUST },
    { WINDOW_BY_AGE, 14, 0, 7, 9, "encounter", IS_TRUE("maths_or_science"), FORCE_MUST },
    { WINDOW_FURTHER_BY_AGE, 18, 16, 12, 13, "guidance", NONE, FORCE_MUST },
    { WINDOW_FURTHER_BY_AGE, 18, 16, 12, 13, "workplace", NONE, FORCE_MUST },
    { WINDOW_BY_END_OF_YEAR, 9, 0, 7, 9, "explored", NONE, FORCE_SHOULD },
    { WINDOW_BEFORE_YEAR, 11, 0, 7, 10, "encounter", IS_TRUE("enterprise"), FORCE_SHOULD },
    { WINDOW_OVER_YEARS, 10, 11, 10, 11, "workplace", IS_TRUE("meaningful"), FORCE_MUST },
    { WINDOW_BY_DATE_IN_YEAR, 0, 0, 11, 11, "intention", NONE, FORCE_SHOULD },
    { WINDOW_BY_DATE_AFTER_YEAR, 0, 0, 11, 12, "destination", NONE, FORCE_MUST },
    { WINDOW_WITHIN, 20, 0, 7, 13, "career_plan", NONE, FORCE_MUST },
    { WINDOW_ALWAYS, 0, 0, 7, 13, "risk_review", NONE, FORCE_SHOULD },
    { WINDOW_ROLLING, 730, 0, 9, 13, "explored", NONE, FORCE_SHOULD },
    { WINDOW_EACH_SCHOOL_YEAR, 0, 0, 7, 13, "encounter", IS_TRUE("two_way"), FORCE_MAY },
    { WINDOW_EACH_SCHOOL_YEAR, 0, 0, 8, 13, "provider", IS_TRUE("academic"), FORCE_MUST },
    { WINDOW_EACH_SCHOOL_YEAR, 0, 0, 8, 13, "provider", { { "in_school_hours", 0, 0 } }, FORCE_MUST_NOT },
    { WINDOW_EACH_SCHOOL_YEAR, 0, 0, 7, 13, "workplace", IS_TRUE("stem"), FORCE_SHOULD },
    { WINDOW_EACH_SCHOOL_YEAR, 0, 0, 9, 11, "guidance", NONE, FORCE_SHOULD },
    { WINDOW_EACH_SCHOOL_YEAR, 0, 0, 7, 13, "encounter", { { "form", 1, 2 } }, FORCE_SHOULD },
    { WINDOW_EACH_SCHOOL_YEAR, 0, 0, 7, 13, "encounter", { { "prepared", 1, 1 } }, FORCE_SHOULD },
    { WINDOW_EACH_SCHOOL_YEAR, 0, 0, 7, 13, "lesson", { { "given_in", 1, 1 } }, FORCE_SHOULD },
    { WINDOW_EACH_SCHOOL_YEAR, 0, 0, 11, 13, "referral", NONE, FORCE_MAY },
    { WINDOW_OVER_YEARS, 8, 9, 8, 9, "provider", NONE, FORCE_MUST },
    { WINDOW_OVER_YEARS, 10, 11, 10, 11, "provider", NONE, FORCE_MUST },
    { WINDOW_OVER_YEARS, 12, 13, 12, 13, "provider", NONE, FORCE_MUST },
    { WINDOW_OVER_YEARS, 7, 9, 7, 9, "encounter", NONE, FORCE_MUST },
    { WINDOW_OVER_YEARS, 7, 13, 7, 13, "destination", NONE, FORCE_MAY },
};

static struct rule_version *other_version(struct arena *arena, const struct kinds *kinds, uint32_t i) {
    struct rule_version *v = new_version(arena, kinds, OTHERS[i].from_year, OTHERS[i].to_year);
    v->have = at_least(records_like(arena, kinds, OTHERS[i].kind, OTHERS[i].conditions), 1);
    v->force = OTHERS[i].force;
    v->when.op = OTHERS[i].op;
    v->when.a = constant(OTHERS[i].a);
    v->when.b = constant(OTHERS[i].b);
    v->when.length = days(OTHERS[i].a);
    if (OTHERS[i].op == WINDOW_BY_DATE_IN_YEAR) v->when.day = (struct month_day){ 1, 31 };
    if (OTHERS[i].op == WINDOW_BY_DATE_AFTER_YEAR) v->when.day = (struct month_day){ 9, 30 };
    if (OTHERS[i].op == WINDOW_WITHIN) v->when.anchor = ANCHOR_ADMISSION;
    return v;
}

const struct policy *bench_policy(struct arena *arena, const struct kinds *kinds, uint32_t count) {
    struct policy *policy = arena_new(arena, struct policy);
    struct rule *rules = arena_array(arena, struct rule, count);
    bug_if(BENCH_SIMPLE + COUNT_OF(OTHERS) < BENCH_MOST);
    for (uint32_t i = 0; i < count; i++) {
        bool other = count <= BENCH_MOST && i >= BENCH_SIMPLE && count != 3 * BENCH_SIMPLE;
        struct bench_rule simple = bench_variant(i);
        const char *name = other ? OTHERS[i - BENCH_SIMPLE].kind : simple.name;
        rules[i] = (struct rule){ .name = str_format(arena, "%u/%s", i + 1, name), .clause = STR("1"), .applies = true,
                                  .version_count = 1 };
        rules[i].versions =
            other ? other_version(arena, kinds, i - BENCH_SIMPLE) : simple_version(arena, kinds, &simple);
    }
    *policy = (struct policy){ .kinds = kinds, .id = STR("bench"), .rules = rules, .rule_count = count,
                               .counted_enrolments = -1, .effective = date_from_number(20220601) };
    for (size_t i = 0; i < COUNT_OF(policy->school_facts); i++) policy->school_facts[i] = VALUE_NONE;
    return policy;
}

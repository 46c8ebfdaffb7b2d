/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_pass - how the one pass goes about its work: what it asks for, what it looks at once, whom it hands over.
 * Owns:  its small vocabulary.
 * Must not know: the reference evaluator; what rules mean is tested there, and that both agree by property tests.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "engine/feed_memory.h"
#include "engine/pass.h"

enum { ENCOUNTER, GUIDANCE, KIND_COUNT };
enum { STEM = FIELD_BUILT_IN_COUNT, REFLECTED_ON };
enum { LEVEL = FIELD_BUILT_IN_COUNT };
enum { ADMITTED_ON, DOB, LEFT_ON, ON_ROLL, RECORDS_FROM, YEAR, FACT_COUNT };
enum { ACTIVE, IS_LOCAL, ORGANISATION_FACT_COUNT };

#define PUPILS 4
#define RULES 3
#define ACTIVITIES 6

struct world {
    struct arena arena;
    struct kind kinds[KIND_COUNT];
    struct kinds vocabulary;
    struct filter who[RULES], records[RULES], local;
    struct condition years[RULES], asked[RULES], is_local;
    struct operand yes;
    struct rule_version versions[RULES];
    struct rule rules[RULES];
    struct policy policy;
    struct activity activities[ACTIVITIES];
    struct participation participations[PUPILS][ACTIVITIES];
    int64_t facts[PUPILS][FACT_COUNT];
    struct fact_step steps[PUPILS];
    struct batch pupils[PUPILS], organisation;
    int64_t organisation_facts[ORGANISATION_FACT_COUNT];
    struct feed_memory memory;
    struct calendar *calendar;
    struct finding found[64];
    size_t found_count, take_at_most;
    struct pass_counts counts;
    bool asked_for_organisations;
};

static struct date on(const char *iso) {
    struct date d = DATE_NONE;
    if (!date_parse_iso(str_from(iso), &d)) fail_msg("%s is no date", iso);
    return d;
}

static struct operand n_of(int64_t value) { return (struct operand){ .param = -1, .value = value }; }

static struct field field(const char *name, enum field_type type, bool each) {
    return (struct field){ .name = str_from(name), .type = type, .each = each };
}

static void add_kind(struct world *w, int index, const char *name, struct field a, struct field b) {
    struct kind *kind = &w->kinds[index];
    *kind = (struct kind){ .name = str_from(name), .shape = SHAPE_MEETING, .counts = 1u << OUTCOME_ATTENDED,
                           .counts_on = FIELD_ABSENT, .ends = FIELD_ABSENT };
    kind->fields = arena_array(&w->arena, struct field, FIELD_BUILT_IN_COUNT + 2);
    kind->fields[FIELD_BUILT_IN_COUNT] = a;
    kind->fields[FIELD_BUILT_IN_COUNT + 1] = b;
    kind->field_count = FIELD_BUILT_IN_COUNT + (b.name.size ? 2 : 1);
}

static void add_vocabulary(struct world *w) {
    add_kind(w, ENCOUNTER, "encounter", field("stem", FIELD_FLAG, false), field("reflected_on", FIELD_DAY, true));
    add_kind(w, GUIDANCE, "guidance", field("level", FIELD_WHOLE, false), (struct field){ 0 });
    struct field *facts = arena_array(&w->arena, struct field, FACT_COUNT);
    facts[ADMITTED_ON] = field("admitted_on", FIELD_DAY, false);
    facts[DOB] = field("dob", FIELD_DAY, false);
    facts[LEFT_ON] = field("left_on", FIELD_DAY, false);
    facts[ON_ROLL] = field("on_roll", FIELD_FLAG, false);
    facts[RECORDS_FROM] = field("records_from", FIELD_DAY, false);
    facts[YEAR] = field("year", FIELD_WHOLE, false);
    facts[YEAR].dated = true;
    struct field *of_organisations = arena_array(&w->arena, struct field, ORGANISATION_FACT_COUNT);
    of_organisations[ACTIVE] = field("active", FIELD_FLAG, false);
    of_organisations[IS_LOCAL] = field("is_local", FIELD_FLAG, false);
    w->vocabulary = (struct kinds){ .kinds = w->kinds, .kind_count = KIND_COUNT };
    w->vocabulary.facts[SUBJECT_PUPIL] = (struct facts){ facts, FACT_COUNT };
    w->vocabulary.facts[SUBJECT_ORGANISATION] = (struct facts){ of_organisations, ORGANISATION_FACT_COUNT };
    kinds_pack(&w->vocabulary);
}

/* Rule i: at least one record of the kind in each school year, for pupils in Years 7 to 13. */
static void add_rule(struct world *w, int i, const char *name, int32_t kind) {
    struct span none = { SPAN_DAYS, n_of(0) };
    w->years[i] = (struct condition){ .field = YEAR, .op = CONDITION_RANGE, .low = n_of(7), .high = n_of(13), .has_low = true,
                                      .has_high = true };
    w->who[i] = (struct filter){ .of_subject = true, .subject_type = SUBJECT_PUPIL, .kind = -1, .conditions = &w->years[i],
                                 .condition_count = 1, .default_on_roll = true };
    w->records[i] = (struct filter){ .kind = kind };
    w->versions[i] = (struct rule_version){
        .governs_from = DATE_FIRST, .from = DATE_FIRST, .ends = DATE_NONE, .top_level = -1, .owner = -1, .plan = -1, .hint = -1,
        .hatch = -1, .subject = SUBJECT_PUPIL, .who = &w->who[i], .who_count = 1,
        .have = { .op = TERM_AT_LEAST, .n = n_of(1), .filters = &w->records[i], .filter_count = 1, .distinct = -1, .on = -1,
                  .total = -1, .each_param = -1 },
        .when = { .op = WINDOW_EACH_SCHOOL_YEAR, .a = n_of(0), .b = n_of(0), .anchor_n = n_of(0), .anchor_on = -1, .length = none,
                  .grace = none, .may_precede = none, .opens = none } };
    w->rules[i] = (struct rule){ .name = str_from(name), .versions = &w->versions[i], .version_count = 1, .applies = true };
    w->policy.rule_count = (size_t)i + 1;
}

/* Four pupils in Year 9 who all came in Year 7. */
static struct world *new_world(void) {
    static struct world world;
    struct world *w = &world;
    struct err err;
    memset(w, 0, sizeof *w);
    add_vocabulary(w);
    if (!calendar_make(&w->arena, NULL, 0, NULL, 0, &w->calendar, &err)) fail_msg("%s", err.text);
    w->policy = (struct policy){ .kinds = &w->vocabulary, .rules = w->rules, .counted_enrolments = -1,
                                 .effective = on("2022-06-01"), .records_from = DATE_NONE };
    add_rule(w, 0, "1/encounter", ENCOUNTER);
    for (int p = 0; p < PUPILS; p++) {
        for (int f = 0; f < FACT_COUNT; f++) w->facts[p][f] = VALUE_NONE;
        w->facts[p][DOB] = on("2009-02-10").day + p;
        w->facts[p][ADMITTED_ON] = on("2020-09-01").day;
        w->steps[p] = (struct fact_step){ YEAR, on("2022-09-01"), 9 };
        w->pupils[p] = (struct batch){ .subject = 11 + p, .facts = w->facts[p], .steps = &w->steps[p], .step_count = 1,
                                       .participations = w->participations[p] };
    }
    w->organisation_facts[ACTIVE] = VALUE_NONE;
    w->organisation = (struct batch){ .subject = 500, .facts = w->organisation_facts };
    w->memory.activities.at = w->activities;
    w->memory.subjects[SUBJECT_PUPIL] = w->pupils;
    w->memory.subject_count[SUBJECT_PUPIL] = PUPILS;
    w->memory.subjects[SUBJECT_ORGANISATION] = &w->organisation;
    w->memory.subject_count[SUBJECT_ORGANISATION] = 1;
    w->take_at_most = COUNT_OF(w->found);
    return w;
}

static void end_world(struct world *w) { arena_free(&w->arena); }

/* In order of day; the first `count` pupils were there. */
static struct activity *add(struct world *w, int32_t kind, const char *date, int count) {
    uint32_t index = w->memory.activities.count++;
    w->activities[index] = (struct activity){ .id = 100 + index, .kind = (uint32_t)kind, .date = on(date), .last_day = DATE_NONE,
                                              .organisation = VALUE_NONE };
    for (int p = 0; p < count; p++) {
        w->participations[p][w->pupils[p].participation_count++] =
            (struct participation){ .activity = index, .facts = OUTCOME_ATTENDED + 1 };
    }
    return &w->activities[index];
}

static bool keep(void *self, const struct finding *finding, struct err *err) {
    struct world *w = self;
    if (w->found_count == w->take_at_most) return err_set(err, CODE_DISK_FULL, "No room.");
    w->found[w->found_count++] = *finding;
    return true;
}

static bool try_judging(struct world *w, struct judging judging, struct err *err) {
    struct feed feed = feed_memory(&w->memory);
    struct finding_sink sink = { .self = w, .take = keep };
    struct program *program;
    struct pass *pass;
    w->found_count = 0;
    judging.calendar = w->calendar;
    if (!program_compile(&w->arena, &w->policy, &program, err)) return false;
    if (!pass_open(&w->arena, program, &judging, &pass, err)) return false;
    w->asked_for_organisations = pass_needs(pass)->subjects[SUBJECT_ORGANISATION];
    bool done = pass_run(pass, &feed, &sink, err);
    w->counts = pass_counts(pass);
    return done;
}

static void judge(struct world *w, struct judging judging) {
    struct err err = { 0 };
    if (!try_judging(w, judging, &err)) fail_msg("%s", err.text);
}

static const struct finding *of(const struct world *w, int64_t subject, uint32_t rule) {
    for (size_t i = 0; i < w->found_count; i++) {
        bool this_year = strcmp(w->found[i].instance, "2022/23") == 0;
        if (w->found[i].subject == subject && w->found[i].rule == rule && this_year) return &w->found[i];
    }
    fail_msg("no finding of %d about rule %u", (int)subject, rule);
    return NULL;
}

#define MAY ((struct judging){ .as_of = on("2023-05-22") })

static void an_activity_is_looked_at_once_however_many_took_part(void **state) {
    struct world *w = new_world();
    (void)state;
    add(w, ENCOUNTER, "2022-10-03", PUPILS);
    add(w, ENCOUNTER, "2023-01-16", PUPILS);
    judge(w, MAY);
    assert_int_equal(w->counts.masks_computed, 2);
    assert_int_equal(w->counts.activities, 2);
    assert_int_equal(w->counts.participations, 2 * PUPILS);
    assert_int_equal(w->counts.subjects, PUPILS);
    assert_int_equal(w->counts.findings, w->found_count);
    end_world(w);
}

static void pupils_who_are_alike_keep_their_own_records(void **state) {
    struct world *w = new_world();
    (void)state;
    add(w, ENCOUNTER, "2022-10-03", 2);
    judge(w, MAY);
    assert_int_equal(of(w, 11, 0)->status, STATUS_MET);
    assert_int_equal(of(w, 12, 0)->status, STATUS_MET);
    assert_int_equal(of(w, 13, 0)->status, STATUS_DUE_SOON);
    assert_int_equal(of(w, 14, 0)->status, STATUS_DUE_SOON);
    end_world(w);
}

static void a_pupil_who_came_later_is_not_taken_for_the_others(void **state) {
    struct world *w = new_world();
    (void)state;
    w->facts[2][ADMITTED_ON] = on("2023-01-09").day;
    w->facts[3][RECORDS_FROM] = on("2022-11-01").day;
    judge(w, (struct judging){ .as_of = on("2023-08-01") });
    assert_int_equal(of(w, 12, 0)->status, STATUS_OVERDUE);
    assert_int_equal(of(w, 13, 0)->status, STATUS_UNKNOWN);
    assert_true(of(w, 13, 0)->joined_late);
    assert_int_equal(of(w, 14, 0)->status, STATUS_UNKNOWN);
    judge(w, (struct judging){ .as_of = on("2023-08-01"), .summary = true });
    assert_int_equal(of(w, 12, 0)->status, STATUS_OVERDUE);
    assert_int_equal(of(w, 13, 0)->status, STATUS_UNKNOWN);
    assert_int_equal(of(w, 14, 0)->status, STATUS_UNKNOWN);
    end_world(w);
}

static void only_the_rules_that_are_asked_for_are_judged(void **state) {
    struct world *w = new_world();
    const bool only[RULES] = { false, true, false };
    (void)state;
    add_rule(w, 1, "2/guidance", GUIDANCE);
    add_rule(w, 2, "3/encounter", ENCOUNTER);
    judge(w, (struct judging){ .as_of = on("2023-05-22"), .only_rules = only });
    assert_true(w->found_count > 0);
    for (size_t i = 0; i < w->found_count; i++) assert_int_equal(w->found[i].rule, 1);
    end_world(w);
}

static void findings_come_by_subject_then_rule_then_opening(void **state) {
    struct world *w = new_world();
    (void)state;
    add_rule(w, 1, "2/guidance", GUIDANCE);
    judge(w, (struct judging){ .as_of = on("2023-11-20"), .past = true });
    assert_int_equal(w->found_count, PUPILS * 2 * 3); /* the school years 2021/22, which ends under the policy, to 2023/24 */
    for (size_t i = 1; i < w->found_count; i++) {
        const struct finding *a = &w->found[i - 1], *b = &w->found[i];
        assert_true(a->subject <= b->subject);
        if (a->subject == b->subject) assert_true(a->rule <= b->rule);
        if (a->subject == b->subject && a->rule == b->rule) assert_true(date_before(a->opens, b->opens));
    }
    end_world(w);
}

static void a_sink_that_refuses_ends_the_pass_with_its_reason(void **state) {
    struct world *w = new_world();
    struct err err = { 0 };
    (void)state;
    w->take_at_most = 3;
    assert_false(try_judging(w, MAY, &err));
    assert_int_equal(err.code, CODE_DISK_FULL);
    assert_int_equal(w->found_count, 3);
    end_world(w);
}

static void organisations_are_fetched_only_when_some_rule_asks_about_them(void **state) {
    struct world *w = new_world();
    (void)state;
    judge(w, MAY);
    assert_false(w->asked_for_organisations);
    w->yes = n_of(1);
    w->is_local = (struct condition){ .field = IS_LOCAL, .op = CONDITION_AMONG, .values = &w->yes, .value_count = 1 };
    w->local = (struct filter){ .of_subject = true, .subject_type = SUBJECT_ORGANISATION, .kind = -1, .conditions = &w->is_local,
                                .condition_count = 1 };
    w->asked[0] = (struct condition){ .field = FIELD_ORGANISATION_OF, .op = CONDITION_ORGANISATION, .organisation = &w->local };
    w->records[0].conditions = &w->asked[0];
    w->records[0].condition_count = 1;
    add(w, ENCOUNTER, "2022-10-03", 1)->organisation = 500;
    w->organisation_facts[IS_LOCAL] = 1;
    judge(w, MAY);
    assert_true(w->asked_for_organisations);
    assert_int_equal(of(w, 11, 0)->status, STATUS_MET);
    w->organisation_facts[IS_LOCAL] = 0;
    judge(w, MAY);
    assert_int_equal(of(w, 11, 0)->status, STATUS_DUE_SOON);
    w->organisation_facts[IS_LOCAL] = VALUE_NONE;
    judge(w, MAY);
    assert_int_equal(of(w, 11, 0)->status, STATUS_UNKNOWN);
    assert_int_equal(of(w, 11, 0)->missing[0].field, FIELD_ORGANISATION_OF);
    end_world(w);
}

static void the_school_counts_an_activity_once_whoever_came(void **state) {
    struct world *w = new_world();
    (void)state;
    w->versions[0].subject = SUBJECT_SCHOOL;
    w->versions[0].who_count = 0;
    w->versions[0].have.n = n_of(2);
    add(w, ENCOUNTER, "2022-10-03", PUPILS);
    judge(w, MAY);
    assert_int_equal(of(w, 0, 0)->certain, 1);
    assert_int_equal(of(w, 0, 0)->status, STATUS_DUE_SOON);
    assert_int_equal(w->counts.participations, 0); /* no rule is about pupils */
    add(w, ENCOUNTER, "2022-11-07", 0);
    judge(w, MAY);
    assert_int_equal(of(w, 0, 0)->status, STATUS_MET);
    end_world(w);
}

static void a_summary_gives_status_dates_and_counts_alone(void **state) {
    struct world *w = new_world();
    (void)state;
    add(w, ENCOUNTER, "2022-10-03", 2);
    judge(w, MAY);
    struct finding full = *of(w, 11, 0);
    judge(w, (struct judging){ .as_of = on("2023-05-22"), .summary = true });
    const struct finding *brief = of(w, 11, 0);
    assert_int_equal(brief->status, full.status);
    assert_true(date_same(brief->due, full.due));
    assert_int_equal(brief->certain, full.certain);
    assert_int_equal(full.evidence_count, 1);
    assert_int_equal(brief->evidence_count, 0);
    end_world(w);
}

static void a_day_must_be_given(void **state) {
    struct world *w = new_world();
    struct err err = { 0 };
    (void)state;
    assert_false(try_judging(w, (struct judging){ .as_of = DATE_NONE }, &err));
    assert_int_equal(err.code, CODE_ARGUMENTS);
    end_world(w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_activity_is_looked_at_once_however_many_took_part),
        cmocka_unit_test(pupils_who_are_alike_keep_their_own_records),
        cmocka_unit_test(a_pupil_who_came_later_is_not_taken_for_the_others),
        cmocka_unit_test(only_the_rules_that_are_asked_for_are_judged),
        cmocka_unit_test(findings_come_by_subject_then_rule_then_opening),
        cmocka_unit_test(a_sink_that_refuses_ends_the_pass_with_its_reason),
        cmocka_unit_test(organisations_are_fetched_only_when_some_rule_asks_about_them),
        cmocka_unit_test(the_school_counts_an_activity_once_whoever_came),
        cmocka_unit_test(a_summary_gives_status_dates_and_counts_alone),
        cmocka_unit_test(a_day_must_be_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

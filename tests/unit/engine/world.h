/* SPDX-License-Identifier: GPL-3.0-or-later
 * world - one pupil, one rule, a few records: the smallest thing that can be judged, for the tests of the engine.
 * Owns:  its small vocabulary.
 * Must not know: the pass.
 *
 * Example:
 *     struct world *w = new_world();
 *     want_encounter(w, 1);
 *     meaningful(w, "2023-03-10");
 *     expect(w, "2022/23", "2023-05-21", "met");
 *     end_world(w);
 */
#ifndef SIGNPOST_TEST_WORLD_H
#define SIGNPOST_TEST_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "engine/feed_memory.h"
#include "engine/plain.h"

/* ---- a vocabulary ------------------------------------------------------------------------------------------------------- */

enum { ENCOUNTER, GUIDANCE, PUBLICATION, REVIEW, STUDY, WORKPLACE, KIND_COUNT };
enum { FIRST = FIELD_BUILT_IN_COUNT };
enum { MEANINGFUL = FIRST, REFLECTED_ON };          /* encounter */
enum { LEVEL = FIRST, SHARED_ON };                  /* guidance */
enum { ITEM = FIRST, LIVE };                        /* publication */
enum { LOOKS_AHEAD = FIRST, INPUT_ON };             /* review */
enum { ENDS_ON = FIRST };                           /* study */
enum { HOURS = FIRST };                             /* workplace */
enum { ADMITTED_ON, AGE, DOB, LEFT_ON, ON_ROLL, RECORDS_FROM, SEN, YEAR, FACT_COUNT };

struct world {
    struct arena arena;
    struct kind kinds[KIND_COUNT];
    struct kinds vocabulary;
    struct rule_version version;
    struct rule rule;
    struct param params[1];
    struct policy policy;
    struct activity activities[12];
    struct detail details[12];
    struct participation participations[12];
    struct detail each_details[12];
    int64_t facts[FACT_COUNT];
    struct fact_step steps[8];
    struct batch pupil;
    struct exemption exemption;
    struct date complete_through[KIND_COUNT];
    struct feed_memory memory;
    struct calendar *calendar;
    struct condition conditions[8];
    struct operand operands[8];
    struct filter filters[8];
    size_t condition_count, filter_count;
    struct finding found[8];
    size_t found_count;
    const char *past;
};

static inline struct date on(const char *iso) {
    struct date d = DATE_NONE;
    if (!date_parse_iso(str_from(iso), &d)) fail_msg("%s is no date", iso);
    return d;
}

static inline struct field field(const char *name, enum field_type type, bool each) {
    return (struct field){ .name = str_from(name), .type = type, .each = each };
}

static inline void add_kind(struct world *w, int index, const char *name, enum shape shape, struct field a, struct field b) {
    struct kind *kind = &w->kinds[index];
    *kind = (struct kind){ .name = str_from(name), .shape = shape, .counts = 1u << OUTCOME_ATTENDED,
                           .counts_on = FIELD_ABSENT, .ends = FIELD_ABSENT };
    kind->fields = arena_array(&w->arena, struct field, FIRST + 2);
    kind->fields[FIRST] = a;
    kind->fields[FIRST + 1] = b;
    kind->field_count = FIRST + (b.name.size ? 2 : 1);
}

static inline void add_vocabulary(struct world *w) {
    static const struct str ITEMS[] = { STR_INIT("programme"), STR_INIT("statement") };
    static const struct str NEEDS[] = { STR_INIT("none"), STR_INIT("ehcp") };
    struct field nothing = { 0 }, item = field("item", FIELD_ONE_OF, false);
    item.codes = ITEMS;
    item.code_count = COUNT_OF(ITEMS);
    add_kind(w, ENCOUNTER, "encounter", SHAPE_MEETING, field("meaningful", FIELD_FLAG, false), field("reflected_on", FIELD_DAY, true));
    add_kind(w, GUIDANCE, "guidance", SHAPE_MEETING, field("level", FIELD_WHOLE, false), field("shared_on", FIELD_DAY, true));
    add_kind(w, PUBLICATION, "publication", SHAPE_SCHOOL, item, field("live", FIELD_FLAG, false));
    add_kind(w, REVIEW, "review", SHAPE_NOTE, field("looks_ahead", FIELD_FLAG, false), field("input_on", FIELD_DAY, false));
    add_kind(w, STUDY, "study", SHAPE_NOTE, field("ends_on", FIELD_DAY, false), nothing);
    add_kind(w, WORKPLACE, "workplace", SHAPE_MEETING, field("hours", FIELD_HOURS, true), nothing);
    static const uint32_t LATEST_BY[] = { ITEM };
    w->kinds[PUBLICATION].has_latest_by = true;
    w->kinds[PUBLICATION].latest_by = LATEST_BY;
    w->kinds[PUBLICATION].latest_by_count = 1;
    w->kinds[STUDY].ends = ENDS_ON;
    w->kinds[WORKPLACE].counts_on = FIELD_LAST_DAY;
    struct field *facts = arena_array(&w->arena, struct field, FACT_COUNT);
    facts[ADMITTED_ON] = field("admitted_on", FIELD_DAY, false);
    facts[AGE] = field("age", FIELD_WHOLE, false);
    facts[DOB] = field("dob", FIELD_DAY, false);
    facts[LEFT_ON] = field("left_on", FIELD_DAY, false);
    facts[ON_ROLL] = field("on_roll", FIELD_FLAG, false);
    facts[RECORDS_FROM] = field("records_from", FIELD_DAY, false);
    facts[SEN] = field("sen", FIELD_ONE_OF, false);
    facts[SEN].codes = NEEDS;
    facts[SEN].code_count = COUNT_OF(NEEDS);
    facts[YEAR] = field("year", FIELD_WHOLE, false);
    facts[SEN].dated = facts[YEAR].dated = true;
    w->vocabulary = (struct kinds){ .kinds = w->kinds, .kind_count = KIND_COUNT };
    w->vocabulary.facts[SUBJECT_PUPIL] = (struct facts){ facts, FACT_COUNT };
    kinds_pack(&w->vocabulary);
}

/* ---- rules ------------------------------------------------------------------------------------------------------------------ */

static inline struct operand n_of(int64_t value) { return (struct operand){ .param = -1, .value = value }; }

static inline struct span days(int64_t n) { return (struct span){ SPAN_DAYS, n_of(n) }; }
static inline struct span school_days(int64_t n) { return (struct span){ SPAN_SCHOOL_DAYS, n_of(n) }; }
static inline struct span months(int64_t n) { return (struct span){ SPAN_MONTHS, n_of(n) }; }

static inline struct condition is(struct world *w, int32_t index, int64_t value) {
    struct operand *operand = &w->operands[w->condition_count];
    *operand = n_of(value);
    return (struct condition){ .field = index, .op = CONDITION_AMONG, .values = operand, .value_count = 1 };
}

static inline struct condition from_to(int32_t index, int64_t low, int64_t high) {
    return (struct condition){ .field = index, .op = CONDITION_RANGE, .low = n_of(low), .high = n_of(high), .has_low = true,
                               .has_high = true };
}

static inline void narrow(struct world *w, struct filter *filter, struct condition condition) {
    if (filter->condition_count == 0) filter->conditions = &w->conditions[w->condition_count];
    w->conditions[w->condition_count++] = condition;
    filter->condition_count++;
}

static inline struct filter *records(struct world *w, int32_t kind) {
    struct filter *filter = &w->filters[w->filter_count++];
    *filter = (struct filter){ .kind = kind };
    return filter;
}

static inline struct term at_least(int64_t n, const struct filter *filter) {
    return (struct term){ .op = TERM_AT_LEAST, .n = n_of(n), .filters = filter, .filter_count = 1, .distinct = -1, .on = -1,
                          .total = -1, .each_param = -1 };
}

static inline struct window when(enum window_op op) {
    return (struct window){ .op = op, .a = n_of(0), .b = n_of(0), .anchor_n = n_of(0), .anchor_on = -1, .length = days(0),
                            .grace = days(0), .may_precede = days(0), .opens = months(12), .anchor_filter = { .kind = -1 } };
}

static inline struct filter *who(struct world *w, enum subject_type type) {
    struct filter *filter = &w->filters[w->filter_count++];
    *filter = (struct filter){ .of_subject = true, .subject_type = type, .kind = -1, .default_on_roll = type != SUBJECT_SCHOOL };
    w->version.subject = type;
    w->version.who = filter;
    w->version.who_count = 1;
    return filter;
}

/* A pupil in Year 9 in 2022/23, here since Year 7; a must over one school year; years without terms end on 20 July. */
static inline struct world *new_world(void) {
    static struct world world;
    struct world *w = &world;
    struct err err;
    memset(w, 0, sizeof *w);
    add_vocabulary(w);
    if (!calendar_make(&w->arena, NULL, 0, NULL, 0, &w->calendar, &err)) fail_msg("%s", err.text);
    w->version = (struct rule_version){ .governs_from = DATE_FIRST, .from = DATE_FIRST, .ends = DATE_NONE, .top_level = -1,
                                        .owner = -1, .plan = -1, .hint = -1, .hatch = -1, .when = when(WINDOW_EACH_SCHOOL_YEAR) };
    w->version.exempt = (struct exempting){ .allowed = true, .approved_by = -1 };
    narrow(w, who(w, SUBJECT_PUPIL), from_to(YEAR, 7, 13));
    w->rule = (struct rule){ .name = STR("1.0.1/rule"), .versions = &w->version, .version_count = 1, .applies = true };
    w->policy = (struct policy){ .kinds = &w->vocabulary, .rules = &w->rule, .rule_count = 1, .counted_enrolments = -1,
                                 .effective = on("2022-06-01"), .params = w->params };
    for (size_t i = 0; i < FACT_COUNT; i++) w->facts[i] = VALUE_NONE;
    w->facts[DOB] = on("2009-02-10").day;
    w->facts[ADMITTED_ON] = on("2020-09-01").day;
    w->steps[0] = (struct fact_step){ YEAR, on("2022-09-01"), 9 };
    w->pupil = (struct batch){ .subject = 11, .facts = w->facts, .steps = w->steps, .step_count = 1,
                               .participations = w->participations, .details = w->each_details };
    for (size_t i = 0; i < KIND_COUNT; i++) w->complete_through[i] = DATE_NONE;
    w->memory = (struct feed_memory){ .activities = { .at = w->activities, .details = w->details },
                                      .exemptions = &w->exemption, .complete_through = w->complete_through };
    w->memory.subjects[SUBJECT_PUPIL] = &w->pupil;
    w->memory.subject_count[SUBJECT_PUPIL] = 1;
    return w;
}

static inline void end_world(struct world *w) { arena_free(&w->arena); }

/* ---- records; in order of day, the pupil at each ------------------------------------------------------------------------------ */

static inline struct activity *add(struct world *w, int kind, const char *date) {
    uint32_t i = w->memory.activities.count++;
    w->activities[i] = (struct activity){ .id = 100 + i, .kind = (uint32_t)kind, .date = on(date), .last_day = DATE_NONE,
                                          .organisation = VALUE_NONE };
    w->activities[i].detail_first = w->memory.activities.detail_count;
    enum shape shape = w->kinds[kind].shape;
    if (shape_of_pupils(shape))
        w->participations[w->pupil.participation_count++] =
            (struct participation){ .activity = i, .facts = shape_has_outcome(shape) ? OUTCOME_ATTENDED + 1 : 0 };
    return &w->activities[i];
}

static inline void outcome_is(struct world *w, enum outcome_code outcome) {
    w->participations[w->pupil.participation_count - 1].facts = (uint64_t)outcome + 1;
}

static inline void pack(struct world *w, struct activity *a, int32_t index, int64_t value) {
    assert_true(field_pack(&w->kinds[a->kind].fields[index], value, &a->facts));
}

static inline void detail(struct world *w, struct activity *a, int32_t index, const char *iso) {
    w->details[w->memory.activities.detail_count++] =
        (struct detail){ (uint32_t)(a - w->activities), (uint32_t)index, on(iso).day };
    a->detail_count++;
}

static inline void each_day(struct world *w, const struct activity *a, int32_t index, const char *iso) {
    w->each_details[w->pupil.detail_count++] = (struct detail){ (uint32_t)(a - w->activities), (uint32_t)index, on(iso).day };
}

static inline struct activity *meaningful(struct world *w, const char *date) {
    struct activity *a = add(w, ENCOUNTER, date);
    pack(w, a, MEANINGFUL, 1);
    return a;
}

/* ---- asking -------------------------------------------------------------------------------------------------------------------- */

static inline bool keep(void *self, const struct finding *finding, struct err *err) {
    struct world *w = self;
    (void)err;
    if (w->found_count < COUNT_OF(w->found)) w->found[w->found_count++] = *finding;
    return true;
}

static inline size_t judge(struct world *w, const char *as_of) {
    struct arena arena = { 0 };
    struct judging judging = { .as_of = on(as_of), .calendar = w->calendar, .not_applicable = true };
    struct feed feed = feed_memory(&w->memory);
    struct finding_sink sink = { .self = w, .take = keep };
    struct err err = { 0 };
    w->found_count = 0;
    if (!plain_run(&arena, &w->policy, &judging, &feed, &sink, &err)) fail_msg("%s", err.text);
    arena_free(&arena);
    return w->found_count;
}

/* The finding of the instance on that day. */
static const struct finding *see(struct world *w, const char *instance, const char *as_of) {
    judge(w, as_of);
    for (size_t i = 0; i < w->found_count; i++) {
        if (strcmp(w->found[i].instance, instance) == 0) return &w->found[i];
    }
    fail_msg("no finding '%s' on %s", instance, as_of);
    return NULL;
}

static inline void expect(struct world *w, const char *instance, const char *as_of, const char *status) {
    const struct finding *f = see(w, instance, as_of);
    if (strcmp(status_key(f->status), status) != 0)
        fail_msg("%s on %s: expected %s, got %s", instance, as_of, status, status_key(f->status));
}

static inline void expect_day(struct date d, const char *iso) {
    char text[DATE_ISO_SIZE];
    assert_string_equal(date_iso(d, text), iso);
}

static inline void want_encounter(struct world *w, int64_t n) {
    struct filter *filter = records(w, ENCOUNTER);
    narrow(w, filter, is(w, MEANINGFUL, 1));
    w->version.have = at_least(n, filter);
}

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * due_days - the days on which something falls due; see due_days.h.
 * Owns:  nothing.
 * Must not know: how it is shown.
 */
#include "work/due_days.h"

#include <stdlib.h>
#include <string.h>

#include "engine/feed_memory.h"
#include "work/position.h"
#include "work/wording.h"

#define YOUNGEST 7
#define OLDEST 13

enum due_state { DUE_DONE, DUE_NOT_KNOWN, DUE_TO_DO };

/* One subject, one day, one rule. */
struct entry {
    struct date day;
    uint32_t rule;
    const struct rule_version *version;
    enum subject_type type;
    int64_t subject;
    enum due_state state;
    int year;         /* of a pupil on that day; -1: not known */
};

struct gathering {
    const struct policy *policy;
    const struct roster *roster;
    struct date from, to;
    struct date opened;  /* only turns that open after it; DATE_NONE: all */
    int model_year;      /* school year in which the number of a model pupil is its year group; -1: these are real pupils */
    uint32_t taught;     /* bit per year group */
    struct buf entries;
};

static bool is_state(const struct rule_version *version) {
    return version->when.op == WINDOW_ROLLING || version->when.op == WINDOW_ALWAYS;
}

/* What holds until its due day has to be done again by then. */
static enum due_state state_of(const struct finding *f, const struct rule_version *version) {
    switch (f->status) {
    case STATUS_MET: return is_state(version) ? DUE_TO_DO : DUE_DONE;
    case STATUS_WAIVED: return DUE_DONE;
    case STATUS_UNKNOWN: return DUE_NOT_KNOWN;
    default: return DUE_TO_DO;
    }
}

static int year_of(const struct gathering *g, const struct finding *f) {
    if (f->subject_type != SUBJECT_PUPIL) return -1;
    if (g->model_year >= 0) return (int)f->subject + school_year_of(f->due) - g->model_year;
    const struct pupil_row *row = roster_pupil(g->roster, f->subject);
    return row && row->year != VALUE_NONE && row->year >= 0 && row->year < 32 ? (int)row->year : -1;
}

static void take(struct gathering *g, const struct finding *f) {
    const struct rule_version *version = finding_version(g->policy, f);
    struct entry entry = { f->due, f->rule, version, f->subject_type, f->subject, state_of(f, version), year_of(g, f) };
    if (f->status == STATUS_NOT_APPLICABLE || force_forbids(version->force) || version->force == FORCE_MAY || version->measuring) return;
    if (!date_known(f->due) || date_before(f->due, g->from) || date_after(f->due, g->to)) return;
    if (date_known(g->opened) && !date_after(f->opens, g->opened)) return;
    if (g->model_year >= 0 && f->subject_type == SUBJECT_PUPIL && !(entry.year >= 0 && entry.year < 32 && g->taught >> entry.year & 1)) return;
    buf_add(&g->entries, (struct str){ (const char *)&entry, sizeof entry });
}

static bool take_of_position(void *self, const struct position *position, const struct finding *f, struct err *err) {
    struct gathering *g = self;
    (void)err;
    g->roster = position->roster;
    take(g, f);
    return true;
}

/* A model pupil has a year of birth, and no birthday. */
static bool follows_birthday(const struct policy *policy, const struct rule_version *version) {
    enum window_op op = version->when.op;
    if (op == WINDOW_BY_AGE || op == WINDOW_FURTHER_BY_AGE) return policy->readings[READING_BY_THE_AGE_OF].means == BY_AGE_BIRTHDAY;
    return (op == WINDOW_WITHIN || op == WINDOW_AHEAD_OF) && version->when.anchor == ANCHOR_BIRTHDAY;
}

static bool take_of_pass(void *self, const struct finding *f, struct err *err) {
    struct gathering *g = self;
    (void)err;
    if (!follows_birthday(g->policy, finding_version(g->policy, f))) take(g, f);
    return true;
}

/* ---- lines ---- */

/* Rules stand in the policy by clause.  Of one subject twice the open one comes first. */
static int in_order(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    int order = (x->day.day > y->day.day) - (x->day.day < y->day.day);
    if (!order) order = (x->rule > y->rule) - (x->rule < y->rule);
    if (!order) order = (int)x->type - (int)y->type;
    if (!order) order = (x->subject > y->subject) - (x->subject < y->subject);
    return order ? order : (int)y->state - (int)x->state;
}

static void make_lines(struct arena *arena, struct gathering *g, struct due_days *out) {
    size_t count = g->entries.size / sizeof(struct entry);
    struct entry *entries = arena_array(arena, struct entry, count);
    if (count) memcpy(entries, g->entries.at, count * sizeof *entries);
    if (count) qsort(entries, count, sizeof *entries, in_order);
    out->at = arena_array(arena, struct due_line, count);
    out->count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct entry *e = &entries[i], *before = i ? e - 1 : NULL;
        bool same = before && date_same(before->day, e->day) && before->rule == e->rule && before->type == e->type;
        if (same && before->subject == e->subject) continue;
        if (!same) out->at[out->count++] = (struct due_line){ .day = e->day, .rule = e->rule, .version = e->version, .subject = e->type };
        struct due_line *line = &out->at[out->count - 1];
        line->of++;
        line->to_do += e->state == DUE_TO_DO;
        line->not_known += e->state == DUE_NOT_KNOWN;
        if (e->state != DUE_DONE && e->year >= 0 && e->year < 32) line->years |= 1u << e->year;
    }
}

/* ---- a school with records ---- */

static bool judge_on(struct arena *arena, struct school *school, struct gathering *g, struct date day, bool past, const struct tick *tick,
                     struct err *err) {
    struct position *position;
    struct position_request request = { .as_of = day, .past = past, .each = take_of_position, .self = g, .tick = tick };
    return position_judge(arena, school, &request, &position, err);
}

bool due_days_of_school(struct arena *arena, struct school *school, struct date from, struct date to, struct date today,
                        const struct tick *tick, struct due_days *out, struct err *err) {
    struct gathering g = { .policy = school->policy, .from = from, .to = to, .opened = DATE_NONE, .model_year = -1 };
    bool fine = judge_on(arena, school, &g, today, date_before(from, today), tick, err);
    g.opened = today;
    if (fine && date_after(to, today)) fine = judge_on(arena, school, &g, to, false, tick, err);
    *out = (struct due_days){ .from_records = true };
    if (fine) make_lines(arena, &g, out);
    buf_free(&g.entries);
    return fine;
}

/* ---- a policy alone ---- */

/* Pupils of whom nothing is known but the year group: they came to Year 7, and were born in the middle of their school year.
 * Their number is the year in which they are when `from` comes. */
static struct batch *model_pupils(struct arena *arena, const struct policy *policy, int school_year, int span, size_t *count) {
    const struct facts *facts = &policy->kinds->facts[SUBJECT_PUPIL];
    int32_t year = policy->kinds->known.year, admitted = policy->kinds->known.admitted_on, dob = policy->kinds->known.dob;
    struct batch *list = arena_array(arena, struct batch, OLDEST - YOUNGEST + 1 + (size_t)span);
    for (int number = YOUNGEST - span; number <= OLDEST; number++) {
        int64_t *values = arena_array(arena, int64_t, facts->field_count + 1);
        struct fact_step *step = arena_new(arena, struct fact_step);
        for (uint32_t i = 0; i < facts->field_count; i++) values[i] = VALUE_NONE;
        values[year] = number;
        if (admitted != FIELD_ABSENT) values[admitted] = school_year_start(school_year + YOUNGEST - number).day;
        struct date born;
        if (dob != FIELD_ABSENT && date_make(school_year - number - 4, 1, 1, &born)) values[dob] = born.day;
        *step = (struct fact_step){ (uint32_t)year, school_year_start(school_year), number };
        list[(*count)++] = (struct batch){ .subject = number, .facts = values, .steps = step, .step_count = 1 };
    }
    return list;
}

static bool judge_model(struct arena *arena, const struct named_policy *named, const struct program *program, const struct calendar *calendar,
                        struct feed_memory *memory, struct date day, struct gathering *g, struct err *err) {
    struct judging judging = { .as_of = day, .calendar = calendar, .past = true, .hatch = named->set->hatch, .without_measures = true };
    struct finding_sink sink = { .self = g, .take = take_of_pass };
    struct arena scratch = { 0 };
    struct feed feed = feed_memory(memory);
    struct pass *pass;
    (void)arena;
    bool fine = pass_open(&scratch, program, &judging, &pass, err) && pass_run(pass, &feed, &sink, err);
    arena_free(&scratch);
    return fine;
}

bool due_days_of_policy(struct arena *arena, const struct named_policy *named, const struct calendar *calendar, struct date from,
                        struct date to, struct due_days *out, struct err *err) {
    const struct policy *policy = named->policy;
    int32_t taught = policy->kinds->known.years_taught;
    int64_t years = taught == FIELD_ABSENT ? VALUE_NONE : policy->school_facts[taught];
    struct gathering g = { .policy = policy, .from = from, .to = to, .opened = DATE_NONE, .model_year = school_year_of(from) };
    struct feed_memory memory = { 0 };
    struct program *program;
    g.taught = years == VALUE_NONE ? (1u << (OLDEST + 1)) - (1u << YOUNGEST) : (uint32_t)years;
    *out = (struct due_days){ 0 };
    memory.subjects[SUBJECT_PUPIL] = model_pupils(arena, policy, g.model_year, school_year_of(to) - g.model_year, &memory.subject_count[SUBJECT_PUPIL]);
    if (!program_compile(arena, policy, &program, err)) return false;
    bool fine = judge_model(arena, named, program, calendar, &memory, from, &g, err);
    g.opened = from;
    if (fine && date_after(to, from)) fine = judge_model(arena, named, program, calendar, &memory, to, &g, err);
    if (fine) make_lines(arena, &g, out);
    buf_free(&g.entries);
    return fine;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * gen_rows - random subjects with their records.
 * Owns:  nothing.
 * Must not know: evaluators.
 */
#include "gen_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

#define FIRST_YEAR 2021
#define LAST_YEAR 2023

static int64_t random_value(struct gen *gen, const struct field *field, struct date near) {
    switch (field->type) {
    case FIELD_DAY:
        if (gen_chance(gen, 60)) return near.day + gen_between(gen, -20, 120);
        return gen_day(gen, FIRST_YEAR, LAST_YEAR).day;
    case FIELD_FLAG: return gen_chance(gen, 70);
    case FIELD_WHOLE: return gen_between(gen, 3, 16);
    case FIELD_HOURS: return 30 * gen_between(gen, 0, 6);
    case FIELD_TEXT: return text_value(GEN_TEXTS[gen_between(gen, 0, 3)]);
    case FIELD_PERSON: return gen_between(gen, 1, 3);
    case FIELD_ORGANISATION: return 101 + gen_between(gen, 0, 3);
    case FIELD_YEARS: return gen_between(gen, 0, 127) << 7;
    case FIELD_ONE_OF: return gen_between(gen, 0, (int64_t)field->code_count - 1);
    case FIELD_SET_OF: return gen_between(gen, 0, (INT64_C(1) << field->code_count) - 1);
    }
    return 0;
}

/* ---- changing rows ------------------------------------------------------------------------------------------------------------ */

static void set_detail(struct gen_rows *rows, struct detail **list, uint32_t *count, uint32_t at, struct detail new) {
    struct detail *out = arena_array(rows->arena, struct detail, *count + 1);
    if (*count) memcpy(out, *list, at * sizeof *out);
    if (at < *count) memcpy(out + at + 1, *list + at, (*count - at) * sizeof *out);
    out[at] = new;
    *list = out;
    (*count)++;
}

static void remove_detail(struct detail *list, uint32_t *count, uint32_t at) {
    memmove(list + at, list + at + 1, (*count - at - 1) * sizeof *list);
    (*count)--;
}

/* Details of activities lie one activity after the other. */
static void place_details(struct gen_rows *rows) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < rows->activity_count; i++) {
        rows->activities[i].detail_first = at;
        while (at < rows->detail_count && rows->details[at].activity == i) at++;
        rows->activities[i].detail_count = at - rows->activities[i].detail_first;
    }
}

static void put_detail(struct gen_rows *rows, struct detail **list, uint32_t *count, struct detail new) {
    uint32_t at = 0;
    while (at < *count && ((*list)[at].activity < new.activity ||
                           ((*list)[at].activity == new.activity && (*list)[at].field < new.field))) at++;
    bool there = at < *count && (*list)[at].activity == new.activity && (*list)[at].field == new.field;
    if (there) remove_detail(*list, count, at);
    if (new.value != VALUE_NONE) set_detail(rows, list, count, at, new);
}

void gen_set(struct gen_rows *rows, uint32_t activity, int32_t field, int64_t value) {
    struct activity *a = &rows->activities[activity];
    const struct field *f = &rows->kinds->kinds[a->kind].fields[field];
    if (field == FIELD_LAST_DAY) {
        a->last_day = value == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)value };
    } else if (field == FIELD_ORGANISATION_OF) {
        a->organisation = value;
    } else if (f->home == HOME_FACTS) {
        bug_if(!field_pack(f, value, &a->facts));
    } else {
        put_detail(rows, &rows->details, &rows->detail_count, (struct detail){ activity, (uint32_t)field, value });
        place_details(rows);
    }
}

void gen_set_each(struct gen_rows *rows, enum subject_type type, size_t subject, uint32_t participation, int32_t field,
                  int64_t value) {
    struct batch *batch = &rows->subjects[type][subject];
    struct participation *p = &batch->participations[participation];
    const struct field *f = &rows->kinds->kinds[rows->activities[p->activity].kind].fields[field];
    if (field == FIELD_OUTCOME) {
        p->facts = (p->facts & ~(uint64_t)7) | (value == VALUE_NONE ? 0 : (uint64_t)value + 1);
    } else if (f->home == HOME_FACTS) {
        bug_if(!field_pack(f, value, &p->facts));
    } else {
        struct detail *details = (struct detail *)(uintptr_t)batch->details;
        put_detail(rows, &details, &batch->detail_count, (struct detail){ p->activity, (uint32_t)field, value });
        batch->details = details;
    }
}

static void shift(struct detail *details, uint32_t count, uint32_t from, int by) {
    for (uint32_t i = 0; i < count; i++) {
        if (details[i].activity >= from) details[i].activity = (uint32_t)((int64_t)details[i].activity + by);
    }
}

static void shift_all(struct gen_rows *rows, uint32_t from, int by) {
    shift(rows->details, rows->detail_count, from, by);
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        for (size_t s = 0; s < rows->subject_count[type]; s++) {
            struct batch *batch = &rows->subjects[type][s];
            shift((struct detail *)(uintptr_t)batch->details, batch->detail_count, from, by);
            for (uint32_t i = 0; i < batch->participation_count; i++) {
                struct participation *p = &batch->participations[i];
                if (p->activity >= from) p->activity = (uint32_t)((int64_t)p->activity + by);
            }
        }
    }
}

static void drop_details_of(struct detail *details, uint32_t *count, uint32_t activity) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        if (details[i].activity != activity) details[kept++] = details[i];
    }
    *count = kept;
}

void gen_drop_activity(struct gen_rows *rows, uint32_t index) {
    drop_details_of(rows->details, &rows->detail_count, index);
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        for (size_t s = 0; s < rows->subject_count[type]; s++) {
            struct batch *batch = &rows->subjects[type][s];
            uint32_t kept = 0;
            drop_details_of((struct detail *)(uintptr_t)batch->details, &batch->detail_count, index);
            for (uint32_t i = 0; i < batch->participation_count; i++) {
                if (batch->participations[i].activity != index) batch->participations[kept++] = batch->participations[i];
            }
            batch->participation_count = kept;
        }
    }
    rows->activity_count--;
    memmove(rows->activities + index, rows->activities + index + 1, (rows->activity_count - index) * sizeof *rows->activities);
    shift_all(rows, index + 1, -1);
    place_details(rows);
}

void gen_drop_subject(struct gen_rows *rows, enum subject_type type, size_t index) {
    size_t left = --rows->subject_count[type] - index;
    memmove(rows->subjects[type] + index, rows->subjects[type] + index + 1, left * sizeof *rows->subjects[type]);
}

uint32_t gen_add_activity(struct gen_rows *rows, int32_t kind, struct date date, int64_t id) {
    struct activity *out = arena_array(rows->arena, struct activity, rows->activity_count + 1);
    uint32_t at = 0;
    while (at < rows->activity_count && (date_before(rows->activities[at].date, date) ||
                                         (date_same(rows->activities[at].date, date) && rows->activities[at].id < id))) at++;
    shift_all(rows, at, 1);
    if (at) memcpy(out, rows->activities, at * sizeof *out);
    if (at < rows->activity_count) memcpy(out + at + 1, rows->activities + at, (rows->activity_count - at) * sizeof *out);
    out[at] = (struct activity){ .id = id, .kind = (uint32_t)kind, .date = date, .last_day = DATE_NONE, .organisation = VALUE_NONE };
    rows->activities = out;
    rows->activity_count++;
    place_details(rows);
    return at;
}

uint32_t gen_add_participation(struct gen_rows *rows, enum subject_type type, size_t subject, uint32_t activity, int64_t outcome) {
    struct batch *batch = &rows->subjects[type][subject];
    struct participation *out = arena_array(rows->arena, struct participation, batch->participation_count + 1);
    uint32_t at = 0;
    while (at < batch->participation_count && batch->participations[at].activity < activity) at++;
    if (at) memcpy(out, batch->participations, at * sizeof *out);
    if (at < batch->participation_count)
        memcpy(out + at + 1, batch->participations + at, (batch->participation_count - at) * sizeof *out);
    out[at] = (struct participation){ .activity = activity, .facts = outcome == VALUE_NONE ? 0 : (uint64_t)outcome + 1 };
    batch->participations = out;
    batch->participation_count++;
    return at;
}

/* ---- random records ------------------------------------------------------------------------------------------------------------- */

static void fill_fields(struct gen *gen, struct gen_rows *rows, uint32_t activity, int missing) {
    const struct activity *a = &rows->activities[activity];
    const struct kind *kind = &rows->kinds->kinds[a->kind];
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
        if (kind->fields[i].each || gen_chance(gen, missing)) continue;
        gen_set(rows, activity, (int32_t)i, random_value(gen, &kind->fields[i], a->date));
    }
}

static int64_t random_outcome(struct gen *gen, int missing) {
    if (gen_chance(gen, 65)) return OUTCOME_ATTENDED;
    if (missing && gen_chance(gen, 40)) return gen_chance(gen, 50) ? VALUE_NONE : OUTCOME_INVITED;
    int64_t outcome = gen_between(gen, 0, OUTCOME_CODE_COUNT - 1);
    return outcome == OUTCOME_INVITED && !missing ? OUTCOME_ABSENT : outcome;
}

static void take_part(struct gen *gen, struct gen_rows *rows, enum subject_type type, size_t subject, uint32_t activity, int missing) {
    const struct kind *kind = &rows->kinds->kinds[rows->activities[activity].kind];
    int64_t outcome = shape_has_outcome(kind->shape) ? random_outcome(gen, missing) : VALUE_NONE;
    uint32_t p = gen_add_participation(rows, type, subject, activity, outcome);
    for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
        if (!kind->fields[i].each || gen_chance(gen, missing)) continue;
        gen_set_each(rows, type, subject, p, (int32_t)i, random_value(gen, &kind->fields[i], rows->activities[activity].date));
    }
}

static void add_participants(struct gen *gen, struct gen_rows *rows, uint32_t activity, int missing) {
    enum shape shape = rows->kinds->kinds[rows->activities[activity].kind].shape;
    bool pupils = shape_of_pupils(shape), staff = shape_of_staff(shape);
    if (!pupils && !staff) return;
    enum subject_type type = pupils ? SUBJECT_PUPIL : SUBJECT_STAFF;
    if (rows->subject_count[type] == 0) return;
    if (!shape_has_outcome(shape)) {
        take_part(gen, rows, type, (size_t)gen_between(gen, 0, (int64_t)rows->subject_count[type] - 1), activity, missing);
        return;
    }
    for (size_t s = 0; s < rows->subject_count[type]; s++) {
        if (gen_chance(gen, 70)) take_part(gen, rows, type, s, activity, missing);
    }
}

/* A kind that some leaf of the term counts. */
static int32_t named_kind(struct gen *gen, const struct term *term) {
    while (term->part_count) term = &term->parts[gen_between(gen, 0, (int64_t)term->part_count - 1)];
    return term->filters[gen_between(gen, 0, (int64_t)term->filter_count - 1)].kind;
}

static int32_t pick_kind(struct gen *gen, const struct policy *policy) {
    if (gen_chance(gen, 35)) return (int32_t)gen_between(gen, 0, policy->kinds->kind_count - 1);
    const struct rule *rule = &policy->rules[gen_between(gen, 0, (int64_t)policy->rule_count - 1)];
    while (rule_is_measure(rule) && !rule->versions[0].have.filter_count)
        rule = &policy->rules[gen_between(gen, 0, (int64_t)policy->rule_count - 1)];
    const struct window *when = &rule->versions[0].when;
    if (when->anchor_filter.kind >= 0 && gen_chance(gen, 50)) return when->anchor_filter.kind;
    const struct rule_version *version = &rule->versions[0];
    return version->read_count ? version->reads[0] : named_kind(gen, &version->have);
}

static void add_activities(struct gen *gen, struct gen_rows *rows, const struct policy *policy, int missing) {
    int64_t count = gen_between(gen, 0, 34);
    for (int64_t i = 0; i < count; i++) {
        int32_t kind = pick_kind(gen, policy);
        struct date date = gen_day(gen, FIRST_YEAR, LAST_YEAR);
        if (rows->activity_count && gen_chance(gen, 15)) date = rows->activities[0].date;
        uint32_t at = gen_add_activity(rows, kind, date, 1000 + (i * 37) % 101);
        struct activity *a = &rows->activities[at];
        if (gen_chance(gen, 45)) a->last_day = date_add_days(date, (int32_t)gen_between(gen, 0, 9));
        if (gen_chance(gen, 70) || rows->kinds->kinds[kind].shape == SHAPE_ORGANISATION)
            a->organisation = 101 + gen_between(gen, 0, missing ? GEN_ORGANISATIONS : GEN_ORGANISATIONS - 1);
        a->cancelled = gen_chance(gen, 10);
        fill_fields(gen, rows, at, missing);
        add_participants(gen, rows, at, missing);
    }
}

/* ---- random subjects -------------------------------------------------------------------------------------------------------------- */

struct facts_draft {
    int64_t *facts;
    struct fact_step *steps;
    uint32_t step_count;
};

static void add_step(struct facts_draft *draft, int32_t fact, struct date from, int64_t value) {
    draft->steps[draft->step_count++] = (struct fact_step){ (uint32_t)fact, from, value };
    draft->facts[fact] = value;
}

static void add_steps(struct gen *gen, struct facts_draft *draft, const struct kinds *kinds, enum subject_type type,
                      int32_t fact, int missing) {
    const struct field *field = &kinds->facts[type].fields[fact];
    struct date from = gen_chance(gen, 30) ? DATE_FIRST : gen_day(gen, FIRST_YEAR - 1, FIRST_YEAR);
    int64_t count = gen_chance(gen, missing) ? 0 : gen_between(gen, 1, 3);
    for (int64_t i = 0; i < count; i++) {
        int64_t value = gen_chance(gen, missing) ? VALUE_NONE : random_value(gen, field, DATE_NONE);
        add_step(draft, fact, from, value);
        from = gen_day(gen, FIRST_YEAR, LAST_YEAR);
        if (!date_after(from, draft->steps[draft->step_count - 1].from)) break;
    }
}

/* A year group, sometimes stepping oddly: held back, moved on, not recorded for a while. */
static void add_years(struct gen *gen, struct facts_draft *draft, int32_t fact, int start_year, int school_year, int missing) {
    if (gen_chance(gen, missing)) return;
    struct date from = gen_chance(gen, 75) ? school_year_start(school_year) : gen_day(gen, school_year, school_year);
    int64_t value = start_year;
    if (gen_chance(gen, 6)) {
        add_step(draft, fact, DATE_FIRST, value); /* a year without a day says nothing */
        if (gen_chance(gen, 30)) return;
    }
    for (int i = 0; i < 3; i++) {
        add_step(draft, fact, from, i > 0 && gen_chance(gen, missing / 3) ? VALUE_NONE : value);
        if (gen_chance(gen, 50)) return;
        int next = school_year + i + 1;
        from = gen_chance(gen, 80) ? school_year_start(next) : gen_day(gen, next, next);
        if (!date_after(from, draft->steps[draft->step_count - 1].from)) return;
        value += gen_chance(gen, 80) ? 1 : gen_between(gen, 0, 2);
    }
}

static struct date random_birth(struct gen *gen, int birth_school_year) {
    int64_t roll = gen_between(gen, 0, 9);
    if (roll == 0) return school_year_start(birth_school_year);
    if (roll == 1) return school_year_end(birth_school_year);
    if (roll == 2) return school_year_day(2007, 2, 29); /* a leap day */
    return gen_day(gen, birth_school_year, birth_school_year);
}

static struct batch random_pupil(struct gen *gen, const struct kinds *kinds, int64_t key, int missing) {
    const struct known_facts *known = &kinds->known;
    const struct facts *facts = &kinds->facts[SUBJECT_PUPIL];
    struct facts_draft draft = { arena_array(gen->arena, int64_t, facts->field_count),
                                 arena_array(gen->arena, struct fact_step, 16), 0 };
    for (uint32_t i = 0; i < facts->field_count; i++) draft.facts[i] = VALUE_NONE;
    int year = (int)gen_between(gen, 7, 12);
    struct date came = school_year_start(FIRST_YEAR - (int)gen_between(gen, 0, 3));
    if (gen_chance(gen, 35)) came = gen_day(gen, FIRST_YEAR, LAST_YEAR);
    if (!gen_chance(gen, missing)) draft.facts[known->admitted_on] = came.day;
    if (gen_chance(gen, 20)) draft.facts[known->left_on] = date_max(came, gen_day(gen, FIRST_YEAR, LAST_YEAR)).day;
    if (!gen_chance(gen, missing)) draft.facts[known->dob] = random_birth(gen, FIRST_YEAR - year - 5).day;
    if (gen_chance(gen, 15)) draft.facts[known->records_from] = came.day - gen_between(gen, 0, 400);
    if (gen_chance(gen, 50)) draft.facts[known->ks4_end] = gen_day(gen, FIRST_YEAR, LAST_YEAR).day;
    int32_t eal = gen_fact(kinds, SUBJECT_PUPIL, "eal"), form = gen_fact(kinds, SUBJECT_PUPIL, "form");
    if (!gen_chance(gen, missing)) draft.facts[eal] = gen_between(gen, 0, 1);
    if (gen_chance(gen, 60)) add_step(&draft, known->enrolment, DATE_FIRST, 0);
    else add_steps(gen, &draft, kinds, SUBJECT_PUPIL, known->enrolment, missing);
    add_steps(gen, &draft, kinds, SUBJECT_PUPIL, form, missing);
    add_steps(gen, &draft, kinds, SUBJECT_PUPIL, known->sen, missing);
    add_years(gen, &draft, known->year, year, FIRST_YEAR, missing);
    return (struct batch){ .subject = key, .erased = gen_chance(gen, 4), .facts = draft.facts, .steps = draft.steps, .step_count = draft.step_count };
}

static struct batch random_staff(struct gen *gen, const struct kinds *kinds, int64_t key, int missing) {
    const struct known_facts *known = &kinds->known;
    const struct facts *facts = &kinds->facts[SUBJECT_STAFF];
    struct facts_draft draft = { arena_array(gen->arena, int64_t, facts->field_count),
                                 arena_array(gen->arena, struct fact_step, 4), 0 };
    for (uint32_t i = 0; i < facts->field_count; i++) draft.facts[i] = VALUE_NONE;
    struct date came = gen_day(gen, FIRST_YEAR - 1, LAST_YEAR - 1);
    if (!gen_chance(gen, missing)) draft.facts[known->started_on] = came.day;
    if (gen_chance(gen, 25)) draft.facts[known->staff_left_on] = date_max(came, gen_day(gen, FIRST_YEAR, LAST_YEAR)).day;
    int32_t teaches = gen_fact(kinds, SUBJECT_STAFF, "teaches");
    if (!gen_chance(gen, missing)) draft.facts[teaches] = gen_between(gen, 0, 1);
    add_steps(gen, &draft, kinds, SUBJECT_STAFF, known->roles, missing);
    return (struct batch){ .subject = key, .facts = draft.facts, .steps = draft.steps, .step_count = draft.step_count };
}

static struct batch random_organisation(struct gen *gen, const struct kinds *kinds, int64_t key, int missing) {
    const struct facts *facts = &kinds->facts[SUBJECT_ORGANISATION];
    int64_t *values = arena_array(gen->arena, int64_t, facts->field_count);
    for (uint32_t i = 0; i < facts->field_count; i++)
        values[i] = gen_chance(gen, missing) ? VALUE_NONE : random_value(gen, &facts->fields[i], DATE_NONE);
    if (gen_chance(gen, 60)) values[kinds->known.active] = 1;
    return (struct batch){ .subject = key, .facts = values };
}

static int by_rule_and_from(const void *a, const void *b) {
    const struct exemption *left = a, *right = b;
    if (left->subject_type != right->subject_type) return left->subject_type < right->subject_type ? -1 : 1;
    if (left->subject != right->subject) return left->subject < right->subject ? -1 : 1;
    int order = str_compare(left->rule, right->rule);
    if (order != 0) return order;
    if (left->from.day != right->from.day) return left->from.day < right->from.day ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

static void add_exemptions(struct gen *gen, struct gen_rows *rows, const struct policy *policy) {
    static const struct str REASONS[] = { STR_INIT("medical"), STR_INIT("declined"), STR_INIT("other") };
    static const struct str ROLES[] = { STR_INIT("slt"), STR_INIT("leader") };
    rows->exemption_count = (size_t)gen_between(gen, 0, 12);
    rows->exemptions = arena_array(gen->arena, struct exemption, rows->exemption_count);
    for (size_t i = 0; i < rows->exemption_count; i++) {
        struct exemption *e = &rows->exemptions[i];
        const struct rule *rule = &policy->rules[gen_between(gen, 0, (int64_t)policy->rule_count - 1)];
        e->id = 900 + (int64_t)i;
        e->rule = rule->name;
        e->subject_type = rule->versions[0].subject;
        size_t count = rows->subject_count[e->subject_type];
        if (count) e->subject = rows->subjects[e->subject_type][gen_between(gen, 0, (int64_t)count - 1)].subject;
        e->reason = REASONS[gen_chance(gen, 60) ? 0 : gen_between(gen, 0, 2)];
        e->from = gen_day(gen, FIRST_YEAR, LAST_YEAR);
        e->ends = gen_chance(gen, 30) ? DATE_NONE : date_add_days(e->from, (int32_t)gen_between(gen, 0, 400));
        e->approved_by = ROLES[gen_between(gen, 0, 1)];
        e->approved_on = e->from;
        e->approver_held_role = gen_chance(gen, 80);
        if (gen_chance(gen, 85)) continue;
        /* A hold: of no rule, approved by nobody. */
        size_t pupils = rows->subject_count[SUBJECT_PUPIL];
        e->hold = true;
        e->rule = e->reason = e->approved_by = (struct str){ 0 };
        e->subject_type = SUBJECT_PUPIL;
        e->subject = rows->subjects[SUBJECT_PUPIL][gen_between(gen, 0, (int64_t)pupils - 1)].subject;
    }
    if (rows->exemption_count) qsort(rows->exemptions, rows->exemption_count, sizeof *rows->exemptions, by_rule_and_from);
}

struct gen_rows *gen_rows(struct gen *gen, const struct policy *policy, int missing) {
    struct gen_rows *rows = arena_new(gen->arena, struct gen_rows);
    rows->arena = gen->arena;
    rows->kinds = policy->kinds;
    const size_t counts[SUBJECT_TYPE_COUNT] = { (size_t)(gen_chance(gen, 10) ? gen_between(gen, 12, 20) : gen_between(gen, 1, 3)), (size_t)gen_between(gen, 0, 2), GEN_ORGANISATIONS, 0 };
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        rows->subjects[type] = arena_array(gen->arena, struct batch, counts[type]);
        rows->subject_count[type] = counts[type];
        for (size_t i = 0; i < counts[type]; i++) {
            rows->subjects[type][i] = type == SUBJECT_PUPIL   ? random_pupil(gen, rows->kinds, 11 + (int64_t)i, missing)
                                      : type == SUBJECT_STAFF ? random_staff(gen, rows->kinds, 51 + (int64_t)i, missing)
                                                              : random_organisation(gen, rows->kinds, 101 + (int64_t)i, missing);
        }
    }
    add_activities(gen, rows, policy, missing);
    add_exemptions(gen, rows, policy);
    rows->complete_through = arena_array(gen->arena, struct date, rows->kinds->kind_count);
    for (uint32_t i = 0; i < rows->kinds->kind_count; i++)
        rows->complete_through[i] = missing && gen_chance(gen, 25) ? gen_day(gen, FIRST_YEAR, LAST_YEAR) : DATE_NONE;
    return rows;
}

struct feed_memory gen_memory(const struct gen_rows *rows) {
    struct feed_memory memory = {
        .activities = { rows->activities, rows->activity_count, rows->details, rows->detail_count },
        .exemptions = rows->exemptions,
        .exemption_count = rows->exemption_count,
        .complete_through = rows->complete_through,
    };
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        memory.subjects[type] = rows->subjects[type];
        memory.subject_count[type] = rows->subject_count[type];
    }
    return memory;
}

static void *copied(struct arena *arena, const void *at, size_t count, size_t size) {
    void *out = arena_alloc_array(arena, count, size);
    if (count) memcpy(out, at, count * size);
    return out;
}

struct gen_rows *gen_copy(struct arena *arena, const struct gen_rows *rows) {
    struct gen_rows *out = copied(arena, rows, 1, sizeof *rows);
    out->arena = arena;
    out->activities = copied(arena, rows->activities, rows->activity_count, sizeof *rows->activities);
    out->details = copied(arena, rows->details, rows->detail_count, sizeof *rows->details);
    out->exemptions = copied(arena, rows->exemptions, rows->exemption_count, sizeof *rows->exemptions);
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        out->subjects[type] = copied(arena, rows->subjects[type], rows->subject_count[type], sizeof *rows->subjects[type]);
        for (size_t i = 0; i < rows->subject_count[type]; i++) {
            struct batch *b = &out->subjects[type][i];
            b->facts = copied(arena, b->facts, rows->kinds->facts[type].field_count, sizeof *b->facts);
            b->steps = copied(arena, b->steps, b->step_count, sizeof *b->steps);
            b->details = copied(arena, b->details, b->detail_count, sizeof *b->details);
            b->participations = copied(arena, b->participations, b->participation_count, sizeof *b->participations);
        }
    }
    out->complete_through = copied(arena, rows->complete_through, rows->kinds->kind_count, sizeof *rows->complete_through);
    return out;
}

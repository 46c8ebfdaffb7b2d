/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_rows - one day of a test as rows, and what the evaluators say of it; see case_rows.h.
 * Owns:  nothing.
 * Must not know: what the test expects.
 */
#include "work/case_rows.h"

#include <stdlib.h>
#include <string.h>

#include "engine/pass.h"
#include "engine/plain.h"
#include "policy/scope.h"

/* A record with its place among the activities. */
struct placed {
    const struct case_record *record;
    int64_t id;
};

struct making {
    struct arena *arena;
    const struct kinds *kinds;
    const struct case_day *day;
    struct placed *placed;
    struct activity *activities;
    struct detail *details;
    uint32_t detail_count;
    uint64_t seed;
    struct err *err;
};

static uint64_t next_random(uint64_t *seed) {
    *seed = hash_mix(*seed, UINT64_C(0x5167));
    return *seed;
}

static int by_day(const void *a, const void *b) {
    const struct placed *x = a, *y = b;
    if (x->record->date.day != y->record->date.day) return x->record->date.day < y->record->date.day ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static int by_date_and_rank(const void *a, const void *b) {
    const struct placed *x = a, *y = b;
    if (x->record->date.day != y->record->date.day) return x->record->date.day < y->record->date.day ? -1 : 1;
    return (x->record->rank > y->record->rank) - (x->record->rank < y->record->rank);
}

/* Numbers in the order of writing; shuffled between days, kept within one. */
static void place_records(struct making *m) {
    size_t count = m->day->record_count;
    m->placed = arena_array(m->arena, struct placed, count + 1);
    for (size_t i = 0; i < count; i++) m->placed[i] = (struct placed){ &m->day->records[i], m->day->records[i].rank };
    if (count) qsort(m->placed, count, sizeof *m->placed, by_date_and_rank);
    if (!m->seed || count < 2) return;
    int64_t *ids = arena_array(m->arena, int64_t, count);
    uint64_t seed = m->seed;
    for (size_t i = 0; i < count; i++) ids[i] = m->placed[i].id;
    for (size_t i = count - 1; i > 0; i--) {
        size_t other = (size_t)(next_random(&seed) % (i + 1));
        int64_t moved = ids[i];
        ids[i] = ids[other];
        ids[other] = moved;
    }
    for (size_t i = 0; i < count; i++) m->placed[i].id = ids[i];
    for (size_t i = 1; i < count; i++) /* within a day by number, as written */
        for (size_t k = i; k > 0 && date_same(m->placed[k].record->date, m->placed[k - 1].record->date) && m->placed[k].id < m->placed[k - 1].id; k--) {
            int64_t moved = m->placed[k].id;
            m->placed[k].id = m->placed[k - 1].id;
            m->placed[k - 1].id = moved;
        }
    qsort(m->placed, count, sizeof *m->placed, by_day);
}

static int64_t row_value(const struct field *field, int64_t value) {
    if (value == VALUE_NONE) return value;
    if (field->type == FIELD_PERSON) return 1001 + value;
    if (field->type == FIELD_ORGANISATION) return 2001 + value;
    return value;
}

/* A field that lies in facts, else in details. */
static bool put_value(struct making *m, const struct field *field, const struct case_value *value, uint32_t activity, uint64_t *facts,
                      struct detail *details, uint32_t *count) {
    int64_t v = row_value(field, value->value);
    if (v == VALUE_NONE) return true;
    if (field->home == HOME_FACTS) {
        if (field_pack(field, v, facts)) return true;
        return err_set(m->err, CODE_BAD_CHOICE, "'%.*s' can not be as much as %lld.", STR_ARG(field->name), (long long)v);
    }
    details[(*count)++] = (struct detail){ activity, (uint32_t)value->field, v };
    return true;
}

static int by_activity(const void *a, const void *b) {
    const struct detail *x = a, *y = b;
    if (x->activity != y->activity) return x->activity < y->activity ? -1 : 1;
    return (x->field > y->field) - (x->field < y->field);
}

static bool make_activity(struct making *m, uint32_t index) {
    const struct case_record *record = m->placed[index].record;
    const struct kind *kind = &m->kinds->kinds[record->kind];
    struct activity *out = &m->activities[index];
    *out = (struct activity){ .id = m->placed[index].id, .kind = (uint32_t)record->kind, .date = record->date, .last_day = DATE_NONE,
                              .organisation = VALUE_NONE, .detail_first = m->detail_count };
    for (size_t i = 0; i < record->value_count; i++) {
        const struct case_value *value = &record->values[i];
        const struct field *field = &kind->fields[value->field];
        if (value->field == FIELD_LAST_DAY) out->last_day = value->value == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)value->value };
        else if (value->field == FIELD_ORGANISATION_OF) out->organisation = row_value(field, value->value);
        else if (value->field == FIELD_CANCELLED) out->cancelled = value->value == 1;
        else if (!field->each && !put_value(m, field, value, index, &out->facts, m->details, &m->detail_count)) return false;
    }
    out->detail_count = m->detail_count - out->detail_first;
    if (out->detail_count) qsort(m->details + out->detail_first, out->detail_count, sizeof *m->details, by_activity);
    return true;
}

static bool make_part(struct making *m, uint32_t index, struct batch *batch, struct detail *details) {
    const struct case_record *record = m->placed[index].record;
    const struct kind *kind = &m->kinds->kinds[record->kind];
    struct participation *part = &batch->participations[batch->participation_count++];
    *part = (struct participation){ .activity = index };
    for (size_t i = 0; i < record->value_count; i++) {
        const struct case_value *value = &record->values[i];
        if (value->field == FIELD_OUTCOME) {
            if (value->value != VALUE_NONE) part->facts |= (uint64_t)value->value + 1;
        } else if (kind->fields[value->field].each
                   && !put_value(m, &kind->fields[value->field], value, index, &part->facts, details, &batch->detail_count))
            return false;
    }
    return true;
}

static bool make_subject(struct making *m, size_t index, struct batch *out) {
    const struct case_subject *subject = &m->day->subjects[index];
    const struct facts *list = &m->kinds->facts[subject->type];
    int64_t *facts = arena_array(m->arena, int64_t, list->field_count + 1);
    struct fact_step *steps = arena_array(m->arena, struct fact_step, subject->fact_count + 1);
    size_t values = 0;
    *out = (struct batch){ .subject = subject->key, .facts = facts, .steps = steps };
    for (uint32_t i = 0; i < list->field_count; i++) facts[i] = VALUE_NONE;
    for (size_t i = 0; i < subject->fact_count; i++) {
        const struct case_value *fact = &subject->facts[i];
        facts[fact->field] = fact->value;
        if (list->fields[fact->field].dated)
            steps[out->step_count++] = (struct fact_step){ (uint32_t)fact->field, fact->from, fact->value };
    }
    for (size_t i = 0; i < m->day->record_count; i++) values += m->placed[i].record->value_count;
    struct detail *details = arena_array(m->arena, struct detail, values + 1);
    out->participations = arena_array(m->arena, struct participation, m->day->record_count + 1);
    for (size_t i = 0; i < m->day->record_count; i++)
        if (m->placed[i].record->subject == index && !make_part(m, (uint32_t)i, out, details)) return false;
    if (out->detail_count) qsort(details, out->detail_count, sizeof *details, by_activity);
    out->details = details;
    return true;
}

static int by_key(const void *a, const void *b) {
    const struct batch *x = a, *y = b;
    return (x->subject > y->subject) - (x->subject < y->subject);
}

static bool make_subjects(struct making *m, struct feed_memory *memory) {
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        struct batch *list = arena_array(m->arena, struct batch, m->day->subject_count + 1);
        size_t count = 0;
        for (size_t i = 0; i < m->day->subject_count; i++)
            if (m->day->subjects[i].type == (enum subject_type)type && !make_subject(m, i, &list[count++])) return false;
        if (count) qsort(list, count, sizeof *list, by_key);
        memory->subjects[type] = list;
        memory->subject_count[type] = count;
    }
    return true;
}

static int by_subject_and_rule(const void *a, const void *b) {
    const struct exemption *x = a, *y = b;
    if (x->subject_type != y->subject_type) return x->subject_type < y->subject_type ? -1 : 1;
    if (x->subject != y->subject) return x->subject < y->subject ? -1 : 1;
    int order = str_compare(x->rule, y->rule);
    if (order) return order;
    return (x->from.day > y->from.day) - (x->from.day < y->from.day);
}

/* Exemptions are everybody's in the test whom the rule could be about. */
static void make_exemptions(struct making *m, const struct case_block *block, struct feed_memory *memory) {
    struct exemption *list = arena_array(m->arena, struct exemption, (m->day->subject_count + 1) * (block->exemption_count + 1));
    for (size_t e = 0; e < block->exemption_count; e++) {
        const struct case_exemption *from = &block->exemptions[e];
        struct exemption one = { .id = (int64_t)e + 1, .subject_type = SUBJECT_SCHOOL, .rule = from->rule, .reason = from->reason, .from = from->from,
                                 .ends = from->ends, .approved_by = from->approved_by, .approved_on = from->approved_on, .approver_held_role = from->held_role };
        list[memory->exemption_count++] = one;
        for (size_t i = 0; i < m->day->subject_count; i++) {
            one.subject_type = m->day->subjects[i].type;
            one.subject = m->day->subjects[i].key;
            list[memory->exemption_count++] = one;
        }
    }
    if (memory->exemption_count) qsort(list, memory->exemption_count, sizeof *list, by_subject_and_rule);
    memory->exemptions = list;
}

bool case_rows_make(struct arena *arena, const struct kinds *kinds, const struct case_block *block, const struct case_day *day,
                    uint64_t seed, struct case_rows *out, struct err *err) {
    struct making m = { .arena = arena, .kinds = kinds, .day = day, .seed = seed, .err = err };
    size_t values = 0;
    *out = (struct case_rows){ 0 };
    place_records(&m);
    m.activities = arena_array(arena, struct activity, day->record_count + 1);
    for (size_t i = 0; i < day->record_count; i++) values += day->records[i].value_count;
    m.details = arena_array(arena, struct detail, values + 1);
    for (uint32_t i = 0; i < day->record_count; i++)
        if (!make_activity(&m, i)) return false;
    out->memory.activities = (struct activities){ m.activities, (uint32_t)day->record_count, m.details, m.detail_count };
    if (!make_subjects(&m, &out->memory)) return false;
    make_exemptions(&m, block, &out->memory);
    return true;
}

/* ---- judging ---- */

struct keeping {
    struct arena *arena;
    struct finding *at;
    size_t count, room;
    struct case_figure *figures;
    size_t figure_count;
};

static bool keep(void *self, const struct finding *finding, struct err *err) {
    struct keeping *k = self;
    (void)err;
    if (k->count == k->room) {
        size_t room = k->room ? k->room * 2 : 8;
        struct finding *wider = arena_array(k->arena, struct finding, room);
        if (k->count) memcpy(wider, k->at, k->count * sizeof *wider);
        k->at = wider;
        k->room = room;
    }
    k->at[k->count] = *finding;
    k->at[k->count++].words = str_copy(k->arena, finding->words);
    return true;
}

static bool keep_figure(void *self, const struct measured *m, struct err *err) {
    struct keeping *k = self;
    const struct measured_cell *all = &m->cells[0];
    struct case_figure figure = { .rule = m->rule, .n = all->n, .certain = all->count.low, .possible = all->count.high };
    (void)err;
    memcpy(figure.instance, m->instance, sizeof figure.instance);
    list_add(k->arena, k->figures, k->figure_count, figure);
    return true;
}

bool case_rows_judge(struct arena *arena, struct case_rows *rows, const struct case_question *question, struct case_findings *out,
                     struct err *err) {
    struct judging judging = { .as_of = question->as_of, .calendar = question->calendar, .not_applicable = true, .only_rules = question->rules,
                               .hatch = question->hatch };
    struct keeping keeping = { .arena = arena };
    struct finding_sink sink = { .self = &keeping, .take = keep, .measure = keep_figure };
    struct feed feed = feed_memory(&rows->memory);
    struct arena scratch = { 0 };
    bool fine;
    if (question->program) {
        struct pass *pass;
        fine = pass_open(&scratch, question->program, &judging, &pass, err) && pass_run(pass, &feed, &sink, err);
    } else {
        fine = plain_run(&scratch, question->policy, &judging, &feed, &sink, err);
    }
    arena_free(&scratch);
    *out = (struct case_findings){ keeping.at, keeping.count, keeping.figures, keeping.figure_count };
    return fine;
}

static bool same_ids(const int64_t *a, uint32_t a_count, const int64_t *b, uint32_t b_count) {
    if (a_count != b_count) return false;
    for (uint32_t i = 0; i < a_count && i < FINDING_EVIDENCE; i++)
        if (a[i] != b[i]) return false;
    return true;
}

static bool same_missing(const struct finding *a, const struct finding *b) {
    if (a->missing_count != b->missing_count) return false;
    for (uint32_t i = 0; i < a->missing_count && i < FINDING_EVIDENCE; i++)
        if (a->missing[i].kind != b->missing[i].kind || a->missing[i].field != b->missing[i].field
            || a->missing[i].activity != b->missing[i].activity)
            return false;
    return true;
}

static bool same_tallies(const struct finding *a, const struct finding *b) {
    if (a->term_count != b->term_count || a->need != b->need || a->certain != b->certain || a->possible != b->possible) return false;
    for (uint32_t i = 0; i < a->term_count && i < FINDING_TERMS; i++)
        if (a->terms[i].need != b->terms[i].need || a->terms[i].certain != b->terms[i].certain || a->terms[i].possible != b->terms[i].possible)
            return false;
    return true;
}

static bool same_dates(const struct finding *a, const struct finding *b) {
    return date_same(a->opens, b->opens) && date_same(a->lead, b->lead) && date_same(a->due, b->due) && date_same(a->deadline, b->deadline)
           && date_same(a->late_until, b->late_until) && date_same(a->since, b->since) && date_same(a->next_change, b->next_change)
           && date_same(a->met_on, b->met_on);
}

static bool same_finding(const struct finding *a, const struct finding *b) {
    return a->subject_type == b->subject_type && a->subject == b->subject && a->rule == b->rule && a->variant == b->variant
           && a->version == b->version && strcmp(a->instance, b->instance) == 0 && a->status == b->status && a->underlying == b->underlying
           && a->satisfied == b->satisfied && a->who_unknown == b->who_unknown && a->joined_late == b->joined_late && a->stale == b->stale
           && same_dates(a, b) && same_tallies(a, b) && a->late_days == b->late_days && a->exemption == b->exemption
           && same_ids(a->evidence, a->evidence_count, b->evidence, b->evidence_count)
           && same_ids(a->doubtful, a->doubtful_count, b->doubtful, b->doubtful_count) && same_missing(a, b) && a->fix == b->fix
           && str_equal(a->words, b->words) && a->error == b->error && a->severity == b->severity && a->readings == b->readings;
}

bool case_findings_agree(const struct case_findings *a, const struct case_findings *b, uint32_t *rule) {
    size_t most = a->count > b->count ? a->count : b->count;
    for (size_t i = 0; i < most; i++) {
        if (i < a->count && i < b->count && same_finding(&a->at[i], &b->at[i])) continue;
        *rule = i < a->count ? a->at[i].rule : b->at[i].rule;
        return false;
    }
    for (size_t i = 0; i < a->figure_count || i < b->figure_count; i++) {
        const struct case_figure *x = &a->figures[i], *y = &b->figures[i];
        bool both = i < a->figure_count && i < b->figure_count;
        if (both && x->rule == y->rule && x->n == y->n && x->certain == y->certain && x->possible == y->possible) continue;
        *rule = i < a->figure_count ? x->rule : y->rule;
        return false;
    }
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_hatch - the pass: a check function asked about one instance, with the rows it may see.
 * Owns:  nothing; arrays belong to the run and are used again.
 * Must not know: what answers.
 */
#include <stdlib.h>

#include "engine/status.h"

static bool reads(const struct rule_version *version, uint32_t kind) {
    for (size_t i = 0; i < version->read_count; i++)
        if (version->reads[i] == (int32_t)kind) return true;
    return false;
}

/* ---- the rows ---------------------------------------------------------------------------------------------------- */

static int64_t part_value(const struct engine *e, const struct hatch_record *record, int32_t index) {
    const struct field *field = &e->kinds->kinds[record->activity->kind].fields[index];
    if (!field->each) return mask_session_value(&e->masks, record->activity, index);
    if (!record->has_part) return VALUE_NONE;
    if (field->home == HOME_FACTS) return field_unpack(field, record->facts);
    for (uint32_t i = 0; i < record->detail_count; i++)
        if (record->details[i].field == (uint32_t)index) return record->details[i].value;
    return VALUE_NONE;
}

static struct date day_in(const struct engine *e, const struct hatch_record *record, int32_t field) {
    int64_t value = field >= 0 ? part_value(e, record, field) : VALUE_NONE;
    return value == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)value };
}

static int by_date(const void *a, const void *b) {
    const struct hatch_record *left = a, *right = b;
    int32_t x = left->activity->date.day, y = right->activity->date.day;
    if (x != y) return x < y ? -1 : 1;
    return (left->activity->id > right->activity->id) - (left->activity->id < right->activity->id);
}

static int by_day(const void *a, const void *b) {
    const struct hatch_record *left = a, *right = b;
    if (left->day.day != right->day.day) return left->day.day < right->day.day ? -1 : 1;
    return (left->activity->id > right->activity->id) - (left->activity->id < right->activity->id);
}

static bool takes_over(const struct engine *e, const struct hatch_record *from, const struct hatch_record *by) {
    const struct kind *kind = &e->kinds->kinds[from->activity->kind];
    if (by->activity->kind != from->activity->kind || by->activity->date.day > e->as_of) return false;
    for (uint32_t i = 0; i < kind->latest_by_count; i++) {
        int32_t field = (int32_t)kind->latest_by[i];
        if (part_value(e, from, field) != part_value(e, by, field)) return false;
    }
    return true;
}

/* Rows in order of (date, id): the end of each, by its own day or by the one that takes its place. */
static void set_ends(const struct engine *e, struct hatch_record *records, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct kind *kind = &e->kinds->kinds[records[i].activity->kind];
        records[i].until = kind->ends >= 0 ? day_in(e, &records[i], kind->ends) : DATE_NONE;
        if (!records_are_replaced(e, kind)) continue;
        for (size_t k = i + 1; k < count; k++) {
            if (!takes_over(e, &records[i], &records[k])) continue;
            records[i].until = date_min(records[i].until, date_add_days(records[k].activity->date, -1));
            break;
        }
    }
}

static struct hatch_record row_of(const struct engine *e, uint32_t index) {
    return (struct hatch_record){ .activity = &e->masks.activities.at[index],
                                  .person = e->persons ? e->persons[index] : 0 };
}

static size_t rows_of_person(struct engine *e, const struct rule_version *version, struct hatch_record *out) {
    const struct batch *batch = e->subject.batch;
    size_t count = 0;
    uint32_t detail = 0;
    for (uint32_t i = 0; i < batch->participation_count; i++) {
        const struct participation *p = &batch->participations[i];
        struct hatch_record row = row_of(e, p->activity);
        while (detail < batch->detail_count && batch->details[detail].activity < p->activity) detail++;
        uint32_t first = detail;
        while (detail < batch->detail_count && batch->details[detail].activity == p->activity) detail++;
        if (!reads(version, row.activity->kind) || row.activity->cancelled) continue;
        row.has_part = true;
        row.person = batch->subject;
        row.facts = p->facts;
        row.details = detail > first ? &batch->details[first] : NULL;
        row.detail_count = detail - first;
        out[count++] = row;
    }
    return count;
}

static size_t rows_of_activities(struct engine *e, const struct rule_version *version, struct hatch_record *out) {
    const struct activities *all = &e->masks.activities;
    bool whole = e->subject.type == SUBJECT_SCHOOL;
    size_t count = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        if (!reads(version, all->at[i].kind) || all->at[i].cancelled) continue;
        if (whole || all->at[i].organisation == e->subject.batch->subject) out[count++] = row_of(e, i);
    }
    return count;
}

static size_t list_rows(struct engine *e, const struct rule_version *version, struct hatch_record *out) {
    bool of_person = e->subject.type == SUBJECT_PUPIL || e->subject.type == SUBJECT_STAFF;
    size_t count = of_person ? rows_of_person(e, version, out) : rows_of_activities(e, version, out), kept = 0;
    if (count) qsort(out, count, sizeof *out, by_date);
    set_ends(e, out, count);
    for (size_t i = 0; i < count; i++) {
        struct date counts_on = day_in(e, &out[i], e->kinds->kinds[out[i].activity->kind].counts_on);
        out[i].day = date_known(counts_on) ? counts_on : out[i].activity->date;
        if (out[i].day.day <= e->as_of) out[kept++] = out[i];
    }
    if (kept) qsort(out, kept, sizeof *out, by_day);
    return kept;
}

/* ---- asking ------------------------------------------------------------------------------------------------------ */

void hatch_ask(struct engine *e, const struct judgement *j, struct hatch_verdict *out) {
    const struct rule_version *version = j->version->source;
    bool of_person = e->subject.type == SUBJECT_PUPIL || e->subject.type == SUBJECT_STAFF;
    size_t most = of_person ? e->subject.batch->participation_count : e->masks.activities.count;
    const struct facts *facts = &e->kinds->facts[e->subject.type];
    e->hatch_rows = engine_grow(e, e->hatch_rows, 0, &e->hatch_room, most, sizeof *e->hatch_rows);
    e->hatch_facts = engine_grow(e, e->hatch_facts, 0, &e->hatch_fact_room, facts->field_count, sizeof *e->hatch_facts);
    for (uint32_t i = 0; i < facts->field_count; i++)
        e->hatch_facts[i] = subject_fact(&e->subject, (int32_t)i, e->judging->as_of);
    struct hatch_question question = { .hatch = version->hatch, .kinds = e->kinds, .activities = &e->masks.activities,
                                       .subject_type = e->subject.type, .subject = e->subject.batch->subject,
                                       .facts = e->hatch_facts, .opens = j->instance->opens, .due = j->finding->due,
                                       .as_of = e->judging->as_of, .reads = version->reads,
                                       .read_count = version->read_count, .records = e->hatch_rows,
                                       .arena = e->arena };
    question.record_count = most ? list_rows(e, version, e->hatch_rows) : 0;
    *out = (struct hatch_verdict){ .answer = HATCH_UNKNOWN };
    e->judging->hatch->judge(e->judging->hatch->self, &question, out);
}

/* ---- whose a note is --------------------------------------------------------------------------------------------- */

/* Kinds of notes about these people that functions about the school or an organisation read. */
static bool note_kinds(const struct engine *e, enum subject_type people, bool *kinds) {
    enum shape wanted = people == SUBJECT_PUPIL ? SHAPE_NOTE : SHAPE_STAFF_NOTE;
    bool any = false;
    for (uint32_t i = 0; i < e->program->version_count; i++) {
        const struct rule_version *source = e->program->versions[i].source;
        if (source->subject == SUBJECT_PUPIL || source->subject == SUBJECT_STAFF) continue;
        for (size_t k = 0; k < source->read_count; k++) {
            if (e->kinds->kinds[source->reads[k]].shape != wanted) continue;
            if (kinds) kinds[source->reads[k]] = true;
            any = true;
        }
    }
    return any;
}

bool hatch_wants_people(const struct engine *e, enum subject_type people) {
    return (people == SUBJECT_PUPIL || people == SUBJECT_STAFF) && note_kinds(e, people, NULL);
}

void hatch_start(struct engine *e) {
    if (!hatch_wants_people(e, SUBJECT_PUPIL) && !hatch_wants_people(e, SUBJECT_STAFF)) return;
    e->note_kinds = arena_array(e->arena, bool, e->kinds->kind_count);
    note_kinds(e, SUBJECT_PUPIL, e->note_kinds);
    note_kinds(e, SUBJECT_STAFF, e->note_kinds);
    e->persons = arena_array(e->arena, int64_t, e->masks.activities.count);
}

void hatch_note_persons(struct engine *e, const struct batch *batch) {
    if (!e->persons) return;
    for (uint32_t i = 0; i < batch->participation_count; i++) {
        uint32_t activity = batch->participations[i].activity;
        if (e->note_kinds[e->masks.activities.at[activity].kind]) e->persons[activity] = batch->subject;
    }
}

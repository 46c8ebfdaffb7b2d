/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain_hatch - the reference evaluator: a check function asked about one instance.
 * Owns:  nothing.
 * Must not know: what answers.
 */
#include <stdlib.h>

#include "engine/plain_priv.h"

static bool reads(const struct rule_version *version, uint32_t kind) {
    for (size_t i = 0; i < version->read_count; i++)
        if (version->reads[i] == (int32_t)kind) return true;
    return false;
}

static int by_day(const void *a, const void *b) {
    const struct hatch_record *left = a, *right = b;
    if (left->day.day != right->day.day) return left->day.day < right->day.day ? -1 : 1;
    return (left->activity->id > right->activity->id) - (left->activity->id < right->activity->id);
}

/* Whatever the window: the record's own end, or the day before another takes its place. */
static struct date last_day(const struct plain_case *c, const struct plain_record *record) {
    int32_t ends = c->run->kinds->kinds[record->activity->kind].ends;
    int64_t value = ends >= 0 ? plain_field(c->run, c->subject, record, ends) : VALUE_NONE;
    struct date until = value == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)value };
    struct date replaced = plain_replaced_on(c, record);
    return date_known(replaced) ? date_min(until, date_add_days(replaced, -1)) : until;
}

static struct hatch_record seen(const struct plain_case *c, const struct plain_record *record) {
    const struct batch *batch = c->subject->batch;
    struct hatch_record out = { .activity = record->activity,
                                .day = plain_own_day(c->run, c->subject, record),
                                .has_part = record->participation != NULL };
    out.until = last_day(c, record);
    if (!record->participation) {
        if (c->run->persons) out.person = c->run->persons[record->index];
        return out;
    }
    out.person = batch->subject;
    out.facts = record->participation->facts;
    for (uint32_t i = 0; i < batch->detail_count; i++) {
        if (batch->details[i].activity != record->index) continue;
        if (out.detail_count++ == 0) out.details = &batch->details[i];
    }
    return out;
}

void plain_ask(const struct plain_instance *instance, struct date due, struct hatch_verdict *out) {
    const struct plain_case *c = instance->rule;
    const struct plain *run = c->run;
    const struct facts *facts = &run->kinds->facts[c->subject->type];
    struct date as_of = run->judging->as_of;
    struct hatch_record *records = arena_array(run->scratch, struct hatch_record, c->subject->record_count);
    int64_t *values = arena_array(run->scratch, int64_t, facts->field_count);
    size_t count = 0;
    for (size_t i = 0; i < c->subject->record_count; i++) {
        const struct plain_record *record = &c->subject->records[i];
        if (!reads(c->version, record->activity->kind) || record->activity->cancelled) continue;
        struct hatch_record one = seen(c, record);
        if (!date_after(one.day, as_of)) records[count++] = one;
    }
    if (count) qsort(records, count, sizeof *records, by_day);
    for (uint32_t i = 0; i < facts->field_count; i++) values[i] = plain_fact(run, c->subject, (int32_t)i, as_of);
    struct hatch_question question = { .hatch = c->version->hatch, .kinds = run->kinds, .activities = &run->activities,
                                       .subject_type = c->subject->type, .subject = c->subject->batch->subject,
                                       .facts = values, .opens = instance->opens, .due = due, .as_of = as_of,
                                       .reads = c->version->reads, .read_count = c->version->read_count,
                                       .records = records, .record_count = count, .arena = run->arena };
    *out = (struct hatch_verdict){ .answer = HATCH_UNKNOWN };
    run->judging->hatch->judge(run->judging->hatch->self, &question, out);
}

bool plain_hatch_kinds(const struct policy *policy, enum subject_type people, bool *kinds) {
    bool any = false;
    for (size_t r = 0; r < policy->rule_count; r++) {
        for (size_t v = 0; v < policy->rules[r].version_count; v++) {
            const struct rule_version *version = &policy->rules[r].versions[v];
            if (version->subject == SUBJECT_PUPIL || version->subject == SUBJECT_STAFF) continue;
            for (size_t i = 0; i < version->read_count; i++) {
                enum shape shape = policy->kinds->kinds[version->reads[i]].shape;
                if (shape != (people == SUBJECT_PUPIL ? SHAPE_NOTE : SHAPE_STAFF_NOTE)) continue;
                if (kinds) kinds[version->reads[i]] = true;
                any = true;
            }
        }
    }
    return any;
}

static bool read_persons_of(struct arena *arena, struct plain *run, enum subject_type type, struct err *err) {
    bool *kinds = arena_array(arena, bool, run->kinds->kind_count);
    struct batch batch;
    int more;
    if (!plain_hatch_kinds(run->policy, type, kinds)) return true;
    if (!run->persons) run->persons = arena_array(arena, int64_t, run->activities.count);
    if (!run->feed->subjects(run->feed->self, type, err)) return false;
    while ((more = run->feed->next(run->feed->self, &batch, err)) > 0) {
        for (uint32_t i = 0; i < batch.participation_count; i++) {
            uint32_t activity = batch.participations[i].activity;
            if (kinds[run->activities.at[activity].kind]) run->persons[activity] = batch.subject;
        }
    }
    return more == 0;
}

/* School-level functions see whose a note is. */
bool plain_read_persons(struct arena *arena, struct plain *run, struct err *err) {
    return read_persons_of(arena, run, SUBJECT_PUPIL, err) && read_persons_of(arena, run, SUBJECT_STAFF, err);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_record - the rows of one subject as masks, by kind.
 * Owns:  nothing; arrays belong to the run and are used again.
 * Must not know: windows, statuses.
 */
#include <string.h>

#include "engine/pass_engine.h"

#if defined(__GNUC__) || defined(__clang__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

void *engine_grow(struct engine *e, void *at, size_t count, uint32_t *room, size_t needed, size_t size) {
    if (needed <= *room) return at;
    uint32_t larger = *room ? *room * 2 : 64;
    while (larger < needed) larger *= 2;
    void *moved = arena_alloc_array(e->arena, larger, size);
    if (count) memcpy(moved, at, count * size);
    *room = larger;
    return moved;
}

void records_start(struct engine *e) {
    e->records = (struct records){ .firsts = arena_array(e->arena, uint32_t, (size_t)e->kinds->kind_count + 1),
                                   .counts = arena_array(e->arena, uint32_t, (size_t)e->kinds->kind_count + 1) };
    e->records.at = engine_grow(e, NULL, 0, &e->records.room, 1, sizeof *e->records.at);
    e->records.words = engine_grow(e, NULL, 0, &e->records.word_room, 1, sizeof *e->records.words);
    e->records.replacing = arena_array(e->arena, uint32_t, e->kinds->kind_count);
    for (uint32_t kind = 0; kind < e->kinds->kind_count; kind++) {
        bool used = e->program->kinds_used[kind] && e->kinds->kinds[kind].has_latest_by;
        if (used) e->records.replacing[e->records.replacing_count++] = kind;
    }
}

static const struct activity_class *class_of(const struct engine *e, uint32_t activity) {
    return &e->masks.classes[e->masks.marks[activity].class];
}

/* Room for the records of each kind, once counted. */
static void lay_out(struct engine *e, uint32_t total, uint32_t words) {
    struct records *r = &e->records;
    r->at = engine_grow(e, r->at, 0, &r->room, total ? total : 1, sizeof *r->at); /* never NULL: offsets are added */
    r->words = engine_grow(e, r->words, 0, &r->word_room, words, sizeof *r->words);
    r->count = total;
    r->word_count = 0;
    uint32_t next = 0;
    for (uint32_t kind = 0; kind < e->kinds->kind_count; kind++) {
        r->firsts[kind] = next;
        next += r->counts[kind];
        r->counts[kind] = 0;
    }
}

static struct record *put_record(struct engine *e, uint32_t activity, const struct activity_class *class) {
    struct records *r = &e->records;
    struct record *record = &r->at[r->firsts[class->kind] + r->counts[class->kind]++];
    const uint64_t *from = e->masks.words + class->words;
    uint64_t *to = r->words + r->word_count;
    *record = (struct record){ .activity = activity, .words = r->word_count, .day = e->masks.marks[activity].day,
                               .replaced = INT32_MAX };
    for (uint32_t i = 0; i < class->size; i++) to[i] = from[i];
    r->word_count += class->size;
    return record;
}

static int64_t each_value(const struct engine *e, const struct record *record, const struct field *field,
                          int32_t index) {
    if (field->home == HOME_FACTS) return field_unpack(field, record->facts);
    if (index == FIELD_OUTCOME) {
        uint64_t raw = record->facts & ((1u << OUTCOME_BITS) - 1);
        return raw ? (int64_t)raw - 1 : VALUE_NONE;
    }
    if (record->detail_count == 0) return VALUE_NONE;
    const struct detail *detail = &e->subject.batch->details[record->detail_first];
    for (uint32_t i = 0; i < record->detail_count; i++) {
        if (detail[i].field == (uint32_t)index) return detail[i].value;
    }
    return VALUE_NONE;
}

int64_t record_value(const struct engine *e, const struct record *record, int32_t field) {
    const struct activity *activity = record_activity(e, record);
    const struct field *f = &e->kinds->kinds[activity->kind].fields[field];
    return f->each ? each_value(e, record, f, field) : mask_session_value(&e->masks, activity, field);
}

/* What the participation itself says. */
static void add_each(const struct engine *e, struct record *record, const struct activity_class *class) {
    const struct image_table *table = &e->program->tables[class->kind];
    const struct kind *kind = &e->kinds->kinds[class->kind];
    uint64_t *words = e->records.words + record->words;
    if (shape_has_outcome(kind->shape)) {
        uint64_t raw = record->facts & ((1u << OUTCOME_BITS) - 1);
        const uint64_t *entry = table->outcome_table + (raw * 2 + class->come) * 2 * table->words;
        for (uint32_t i = 0; i < 2 * table->words; i++) words[i] |= entry[i];
    }
    for (uint32_t i = 0; i < table->each_count; i++) {
        const struct image_column *column = &table->each[i];
        if (column->form == COLUMN_RAW) {
            mask_add_raw(column, table->words, record->facts, words);
        } else {
            int64_t value = each_value(e, record, &kind->fields[column->field], column->field);
            mask_add_value(e->program, column, table->words, value, words);
        }
    }
    if (kind->counts_on >= 0 && kind->fields[kind->counts_on].each) {
        int64_t day = each_value(e, record, &kind->fields[kind->counts_on], kind->counts_on);
        if (day != VALUE_NONE) record->day = (int32_t)day;
    }
}

static bool same_values(const struct engine *e, const struct kind *kind, const struct record *a,
                        const struct record *b) {
    for (uint32_t i = 0; i < kind->latest_by_count; i++) {
        int32_t field = (int32_t)kind->latest_by[i];
        if (record_value(e, a, field) != record_value(e, b, field)) return false;
    }
    return true;
}

bool records_are_replaced(const struct engine *e, const struct kind *kind) {
    if (!kind->has_latest_by) return false;
    switch (e->subject.type) {
    case SUBJECT_PUPIL: return shape_of_pupils(kind->shape);
    case SUBJECT_STAFF: return shape_of_staff(kind->shape);
    case SUBJECT_ORGANISATION: return kind->shape == SHAPE_ORGANISATION;
    case SUBJECT_SCHOOL: return kind->shape == SHAPE_SCHOOL;
    case SUBJECT_TYPE_COUNT: break;
    }
    return false;
}

/* latest_by: the next record with the same values takes over from its own date. */
static void replace_records(struct engine *e, uint32_t index) {
    const struct kind *kind = &e->kinds->kinds[index];
    struct record *at = e->records.at + e->records.firsts[index];
    uint32_t count = e->records.counts[index];
    for (uint32_t i = 0; i + 1 < count; i++) {
        for (uint32_t j = i + 1; j < count; j++) {
            const struct activity *next = record_activity(e, &at[j]);
            if (next->date.day > e->as_of) break;
            if (next->cancelled || !same_values(e, kind, &at[i], &at[j])) continue;
            at[i].replaced = next->date.day - 1;
            break;
        }
    }
}

static void replace_all(struct engine *e) {
    for (uint32_t i = 0; i < e->records.replacing_count; i++) {
        uint32_t kind = e->records.replacing[i];
        if (e->records.counts[kind] < 2 || !records_are_replaced(e, &e->kinds->kinds[kind])) continue;
        replace_records(e, kind);
    }
}

/* The rows that some rule can look at, with the classes of their activities.  Marks lie far apart in memory, so they
 * are asked for before they are needed. */
static uint32_t choose_rows(struct engine *e, const struct batch *batch, uint32_t *words) {
    struct records *r = &e->records;
    const struct activity_mark *marks = e->masks.marks;
    const struct activity_class *classes = e->masks.classes;
    const struct participation *rows = batch->participations;
    enum subject_type type = e->subject.type;
    uint32_t chosen = 0, size = 0;
    r->chosen = engine_grow(e, r->chosen, 0, &r->chosen_room, batch->participation_count, sizeof *r->chosen);
    for (uint32_t i = 0; i < batch->participation_count; i++) PREFETCH(&marks[rows[i].activity]);
    for (uint32_t i = 0; i < batch->participation_count; i++) {
        uint32_t class = marks[rows[i].activity].class;
        if (!classes[class].live[type]) continue;
        r->chosen[chosen++] = (struct chosen){ i, class };
        r->counts[classes[class].kind]++;
        size += classes[class].size;
    }
    *words = size;
    return chosen;
}

void records_of_person(struct engine *e, const struct batch *batch) {
    struct records *r = &e->records;
    uint32_t words, detail = 0;
    memset(r->counts, 0, e->kinds->kind_count * sizeof *r->counts);
    uint32_t chosen = choose_rows(e, batch, &words);
    lay_out(e, chosen, words);
    for (uint32_t i = 0; i < chosen; i++) {
        const struct participation *p = &batch->participations[r->chosen[i].row];
        const struct activity_class *class = &e->masks.classes[r->chosen[i].class];
        struct record *record = put_record(e, p->activity, class);
        record->facts = p->facts;
        while (detail < batch->detail_count && batch->details[detail].activity < p->activity) detail++;
        record->detail_first = detail;
        while (detail < batch->detail_count && batch->details[detail].activity == p->activity) detail++;
        record->detail_count = detail - record->detail_first;
        add_each(e, record, class);
    }
    replace_all(e);
}

void records_of_activities(struct engine *e, const uint32_t *activities, uint32_t count) {
    struct records *r = &e->records;
    uint32_t words = 0;
    memset(r->counts, 0, e->kinds->kind_count * sizeof *r->counts);
    for (uint32_t i = 0; i < count; i++) {
        const struct activity_class *class = class_of(e, activities[i]);
        r->counts[class->kind]++;
        words += class->size;
    }
    lay_out(e, count, words);
    for (uint32_t i = 0; i < count; i++) put_record(e, activities[i], class_of(e, activities[i]));
    replace_all(e);
}

uint64_t record_anchor_need(const struct engine *e, const struct record *record, const struct image_filter *filter) {
    uint64_t raw = record->facts & ((1u << OUTCOME_BITS) - 1);
    bool invited = raw == 0 || raw == OUTCOME_INVITED + 1;
    if (!filter->outcome || !filter->wants_attended || !invited) return filter->need;
    return record_activity(e, record)->date.day > e->as_of ? filter->need & ~filter->outcome : filter->need;
}

int record_answer(const struct engine *e, const struct record *record, const struct image_filter *filter, bool anchor) {
    const uint64_t *words = e->records.words + record->words;
    if (!anchor) return mask_answer(filter, words);
    struct image_filter asked = *filter;
    asked.need = record_anchor_need(e, record, filter);
    return mask_answer(&asked, words);
}

static struct date moved(const struct engine *e, struct date day, enum span_unit unit, int32_t n) {
    if (n == 0) return day;
    switch (unit) {
    case SPAN_DAYS: return date_add_days(day, n);
    case SPAN_MONTHS: return date_add_months(day, n);
    case SPAN_SCHOOL_DAYS: return calendar_add_school_days(e->judging->calendar, day, n);
    }
    return day;
}

struct date engine_after(const struct engine *e, struct date day, struct image_span span) {
    return moved(e, day, span.unit, span.n);
}

struct date engine_before(const struct engine *e, struct date day, struct image_span span) {
    return moved(e, day, span.unit, -span.n);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * mask - activities as the conditions they answer: each is looked at once, however many took part.
 * Owns:  a mark for each activity, the classes that marks point to, the answers of organisations.
 * Must not know: windows, statuses, subjects.
 */
#include "engine/mask.h"

#include <string.h>

#include "base/map.h"

#define NO_CLASS UINT32_MAX

static void *grown(struct arena *arena, void *at, size_t count, uint32_t *room, size_t needed, size_t size) {
    if (needed <= *room) return at;
    uint32_t larger = *room ? *room * 2 : 64;
    while (larger < needed) larger *= 2;
    void *moved = arena_alloc_array(arena, larger, size);
    if (count) memcpy(moved, at, count * size);
    *room = larger;
    return moved;
}

static void list_filters(struct masks *m) {
    const struct program *p = m->program;
    uint32_t *counts = arena_array(m->arena, uint32_t, p->kind_count);
    for (uint32_t i = 0; i < p->filter_count; i++) {
        if (p->filters[i].table < p->kind_count) counts[p->filters[i].table]++;
    }
    m->live_filters = arena_array(m->arena, const uint32_t *, p->kind_count);
    for (uint32_t kind = 0; kind < p->kind_count; kind++) {
        uint32_t *list = arena_array(m->arena, uint32_t, (size_t)counts[kind] + 1), count = 0;
        for (uint32_t i = 0; i < p->filter_count; i++) {
            if (p->filters[i].table == kind) list[count++] = i;
        }
        list[count] = UINT32_MAX;
        m->live_filters[kind] = list;
    }
}

void masks_start(struct masks *m, struct arena *arena, const struct program *program, struct date as_of,
                 bool drop_dead) {
    *m = (struct masks){ .arena = arena, .program = program, .as_of = as_of, .drop_dead = drop_dead };
    m->asked = arena_array(arena, uint32_t, program->atom_count);
    for (uint32_t i = 0; i < program->atom_count; i++) {
        if (program->atoms[i].op == ATOM_ORGANISATION) m->asked[m->asked_count++] = program->atoms[i].filter;
    }
    m->words = grown(arena, NULL, 0, &m->word_room, 1, sizeof *m->words);
    m->is_listed = arena_array(arena, bool, program->filter_count);
    list_filters(m);
}

void mask_add_value(const struct program *program, const struct image_column *column, uint32_t words, int64_t value,
                    uint64_t *out) {
    if (column->form == COLUMN_CUTS) {
        uint32_t low = 0, high = column->cut_count; /* cuts[0 .. low) <= value */
        while (low < high) {
            uint32_t middle = (low + high) / 2;
            if (column->cuts[middle] <= value) low = middle + 1;
            else high = middle;
        }
        const uint64_t *entry = column->table + (size_t)(value == VALUE_NONE ? 0 : low + 1) * 2 * words;
        for (uint32_t i = 0; i < 2 * words; i++) out[i] |= entry[i];
        return;
    }
    for (uint32_t i = 0; i < column->bit_count; i++) {
        uint32_t place = column->bits[i];
        int answer = image_atom_answer(&program->atoms[column->atoms[i]], value);
        if (answer == ANSWERED_NOT_KNOWN) continue;
        out[(place / 64) * 2 + (answer == ANSWERED_NO)] |= UINT64_C(1) << place % 64;
    }
}

/* organisations */

void masks_add_organisation(struct masks *m, const struct batch *batch) {
    const struct program *p = m->program;
    const struct image_table *table = &p->tables[p->kind_count + SUBJECT_ORGANISATION];
    uint32_t count = m->organisation_count, room = m->organisation_room;
    m->organisations = grown(m->arena, m->organisations, count, &room, (size_t)count + 1, sizeof *m->organisations);
    if (room != m->organisation_room) {
        uint8_t *larger = arena_array(m->arena, uint8_t, (size_t)room * (m->asked_count + 1));
        if (count) memcpy(larger, m->answers, (size_t)count * m->asked_count);
        m->answers = larger;
        m->organisation_room = room;
    }
    uint64_t *words = arena_array(m->arena, uint64_t, (size_t)2 * table->words + 1);
    for (uint32_t i = 0; i < table->session_count; i++) {
        mask_add_value(p, &table->session[i], table->words, batch->facts[table->session[i].field], words);
    }
    m->organisations[count] = batch->subject;
    for (uint32_t i = 0; i < m->asked_count; i++) {
        m->answers[(size_t)count * m->asked_count + i] = (uint8_t)mask_answer(&p->filters[m->asked[i]], words);
    }
    m->organisation_count++;
}

static int organisation_answer(const struct masks *m, int64_t key, uint32_t filter) {
    uint32_t low = 0, high = m->organisation_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (m->organisations[middle] < key) low = middle + 1;
        else high = middle;
    }
    if (key == VALUE_NONE || low == m->organisation_count || m->organisations[low] != key) return ANSWERED_NOT_KNOWN;
    for (uint32_t i = 0; i < m->asked_count; i++) {
        if (m->asked[i] == filter) return m->answers[(size_t)low * m->asked_count + i];
    }
    return ANSWERED_NOT_KNOWN;
}

/* activities */

static int64_t day_value(struct date d) { return date_known(d) ? d.day : VALUE_NONE; }

int64_t mask_session_value(const struct masks *m, const struct activity *activity, int32_t field) {
    const struct field *f = &m->program->policy->kinds->kinds[activity->kind].fields[field];
    if (f->home == HOME_FACTS) return field_unpack(f, activity->facts);
    switch (field) {
    case FIELD_DATE: return activity->date.day;
    case FIELD_LAST_DAY: return day_value(activity->last_day);
    case FIELD_ORGANISATION_OF: return activity->organisation;
    case FIELD_CANCELLED: return activity->cancelled;
    case FIELD_OUTCOME: return VALUE_NONE;
    default: break;
    }
    if (activity->detail_count == 0) return VALUE_NONE;
    const struct detail *detail = &m->activities.details[activity->detail_first];
    for (uint32_t i = 0; i < activity->detail_count; i++) {
        if (detail[i].field == (uint32_t)field) return detail[i].value;
    }
    return VALUE_NONE;
}

static void mask_activity(const struct masks *m, const struct activity *activity, uint64_t *out) {
    const struct program *p = m->program;
    const struct image_table *table = &p->tables[activity->kind];
    for (uint32_t i = 0; i < table->session_count; i++) {
        const struct image_column *column = &table->session[i];
        if (column->form == COLUMN_RAW) mask_add_raw(column, table->words, activity->facts, out);
        else mask_add_value(p, column, table->words, mask_session_value(m, activity, column->field), out);
    }
    for (uint32_t i = 0; i < table->cancelled_count; i++) {
        uint32_t place = table->cancelled_bits[i];
        out[(place / 64) * 2 + activity->cancelled] |= UINT64_C(1) << place % 64;
    }
    for (uint32_t i = 0; i < table->organisation_count; i++) {
        const struct image_atom *atom = &p->atoms[table->organisation_atoms[i]];
        uint32_t place = table->organisation_bits[i];
        int answer = organisation_answer(m, activity->organisation, atom->filter);
        if (answer == ANSWERED_NOT_KNOWN) continue;
        out[(place / 64) * 2 + ((answer == ANSWERED_NO) != atom->negated)] |= UINT64_C(1) << place % 64;
    }
}

/* Whether a rule about that type of subject may look at such a record at all. */
static bool is_live(const struct masks *m, uint32_t kind, enum subject_type type, const uint64_t *words) {
    const struct program *p = m->program;
    for (const uint32_t *i = m->live_filters[kind]; *i != UINT32_MAX; i++) {
        const struct image_filter *filter = &p->filters[*i];
        if (filter->subject != type || !m->is_listed[*i]) continue;
        /* what it replaces, and when it comes, matters even if it can not count */
        if (!m->drop_dead || p->policy->kinds->kinds[kind].has_latest_by) return true;
        if (mask_answer(filter, words) != ANSWERED_NO) return true;
    }
    return false;
}

static uint32_t add_class(struct masks *m, uint32_t kind, bool come, const uint64_t *words, uint32_t size) {
    m->classes = grown(m->arena, m->classes, m->class_count, &m->class_room, (size_t)m->class_count + 1,
                       sizeof *m->classes);
    m->words = grown(m->arena, m->words, m->word_count, &m->word_room, (size_t)m->word_count + size, sizeof *m->words);
    struct activity_class *class = &m->classes[m->class_count];
    *class = (struct activity_class){ .kind = kind, .come = come, .words = m->word_count, .size = size };
    if (size) memcpy(m->words + m->word_count, words, size * sizeof *words);
    m->word_count += size;
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        class->live[type] = is_live(m, kind, (enum subject_type)type, words);
    }
    return m->class_count++;
}

static uint64_t class_hash(uint32_t kind, bool come, const uint64_t *words, uint32_t size) {
    uint64_t hash = hash_mix(kind, come);
    for (uint32_t i = 0; i < size; i++) hash = hash_mix(hash, words[i]);
    return hash;
}

static void enlarge_table(struct masks *m) {
    uint32_t size = m->table_size ? m->table_size * 4 : 256;
    uint32_t *table = arena_array(m->arena, uint32_t, size);
    memset(table, 0xff, size * sizeof *table);
    for (uint32_t i = 0; i < m->class_count; i++) {
        const struct activity_class *class = &m->classes[i];
        uint32_t words = 2 * m->program->tables[class->kind].words;
        uint64_t at = class_hash(class->kind, class->come, m->words + class->words, words);
        while (table[at & (size - 1)] != NO_CLASS) at++;
        table[at & (size - 1)] = i;
    }
    m->table = table;
    m->table_size = size;
}

static uint32_t find_class(struct masks *m, uint32_t kind, bool come, const uint64_t *words) {
    uint32_t size = 2 * m->program->tables[kind].words;
    if ((m->class_count + 1) * 2 > m->table_size) enlarge_table(m);
    uint64_t at = class_hash(kind, come, words, size);
    for (;; at++) {
        uint32_t *slot = &m->table[at & (m->table_size - 1)];
        if (*slot == NO_CLASS) return *slot = add_class(m, kind, come, words, size);
        const struct activity_class *class = &m->classes[*slot];
        if (class->kind == kind && class->come == come &&
            (size == 0 || memcmp(m->words + class->words, words, size * sizeof *words) == 0)) {
            return *slot;
        }
    }
}

/* The kind's own day, as far as the session tells it. */
static int32_t own_day(const struct masks *m, const struct activity *activity) {
    const struct kind *kind = &m->program->policy->kinds->kinds[activity->kind];
    if (kind->counts_on < 0 || kind->fields[kind->counts_on].each) return activity->date.day;
    int64_t day = mask_session_value(m, activity, kind->counts_on);
    return day == VALUE_NONE ? activity->date.day : (int32_t)day;
}

void masks_mark(struct masks *m, const struct activities *activities) {
    uint32_t widest = 1;
    for (uint32_t i = 0; i < m->program->kind_count; i++) {
        if (m->program->tables[i].words > widest) widest = m->program->tables[i].words;
    }
    uint64_t *words = arena_array(m->arena, uint64_t, (size_t)2 * widest);
    m->activities = *activities;
    m->marks = arena_array(m->arena, struct activity_mark, activities->count);
    for (uint32_t i = 0; i < activities->count; i++) {
        const struct activity *activity = &activities->at[i];
        memset(words, 0, (size_t)2 * m->program->tables[activity->kind].words * sizeof *words);
        mask_activity(m, activity, words);
        bool come = !date_after(activity->date, m->as_of);
        m->marks[i].class = find_class(m, activity->kind, come, words);
        m->marks[i].day = own_day(m, activity);
        m->computed++;
    }
}

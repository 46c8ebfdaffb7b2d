/* SPDX-License-Identifier: GPL-3.0-or-later
 * note_list - all records of one kind about single pupils; see note_list.h.
 * Owns:  nothing.
 * Must not know: what the kind is for.
 */
#include "work/note_list.h"

#include <stdlib.h>

static int by_pupil(const void *a, const void *b) {
    const struct note *x = a, *y = b;
    if (x->pupil != y->pupil) return x->pupil < y->pupil ? -1 : 1;
    if (x->date.day != y->date.day) return x->date.day < y->date.day ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

bool note_list(struct arena *arena, struct school *school, struct str name, struct date day, struct notes *out, struct err *err) {
    int32_t kind = kinds_find(school->kinds, name);
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count, used = 0;
    *out = (struct notes){ 0 };
    bug_if(kind == FIELD_ABSENT);
    out->kind = &school->kinds->kinds[kind];
    bug_if(out->kind->shape != SHAPE_NOTE);
    filter.kind = kind;
    filter.to = day;
    if (!activity_list(school->db, school->kinds, arena, &filter, &rows, &count, err)) return false;
    struct note *notes = arena_array(arena, struct note, count);
    for (size_t i = 0; i < count; i++) {
        struct activity_card card;
        bool found;
        if (rows[i].cancelled) continue;
        if (!activity_read(school->db, school->kinds, arena, rows[i].id, &card, &found, err)) return false;
        if (!found || !card.people_count) continue;
        notes[used++] = (struct note){ .id = rows[i].id, .pupil = card.people[0].person, .date = rows[i].date, .organisation = rows[i].organisation_name,
                                       .title = rows[i].title, .fields = card.fields, .field_count = card.field_count };
    }
    if (used) qsort(notes, used, sizeof *notes, by_pupil);
    out->at = notes;
    out->count = used;
    return true;
}

const struct note *note_of(const struct notes *notes, int64_t pupil, size_t *count) {
    size_t low = 0, high = notes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (notes->at[middle].pupil < pupil) low = middle + 1;
        else high = middle;
    }
    for (*count = 0; low + *count < notes->count && notes->at[low + *count].pupil == pupil;) ++*count;
    return *count ? &notes->at[low] : NULL;
}

const struct note *note_newest(const struct notes *notes, int64_t pupil) {
    size_t count;
    const struct note *first = note_of(notes, pupil, &count);
    return first ? &first[count - 1] : NULL;
}

static const struct field_value *value_of(const struct notes *notes, const struct note *note, struct str name, const struct field **field) {
    int32_t index = kind_find_field(notes->kind, name);
    bug_if(index == FIELD_ABSENT);
    *field = &notes->kind->fields[index];
    for (size_t i = 0; note && i < note->field_count; i++)
        if (note->fields[i].field == (uint32_t)index) return &note->fields[i];
    return NULL;
}

int64_t note_value(const struct notes *notes, const struct note *note, struct str name) {
    const struct field *field;
    const struct field_value *value = value_of(notes, note, name, &field);
    return value ? value->value : VALUE_NONE;
}

struct str note_word(const struct notes *notes, const struct note *note, struct str name) {
    const struct field *field;
    const struct field_value *value = value_of(notes, note, name, &field);
    if (!value) return (struct str){ 0 };
    if (field->type == FIELD_TEXT) return value->text;
    bool known = field->type == FIELD_ONE_OF && value->value >= 0 && value->value < field->code_count;
    return known ? field->codes[value->value] : (struct str){ 0 };
}

struct str note_print(struct arena *arena, const struct notes *notes, const struct note *note, struct str name) {
    const struct field *field;
    const struct field_value *value = value_of(notes, note, name, &field);
    if (!value) return (struct str){ 0 };
    if (field->type == FIELD_TEXT) return value->text;
    return value->value == VALUE_NONE ? (struct str){ 0 } : field_print(arena, field, value->value);
}

struct date note_day(const struct notes *notes, const struct note *note, struct str name) {
    const struct field *field;
    const struct field_value *value = value_of(notes, note, name, &field);
    return value && field->type == FIELD_DAY && value->value != VALUE_NONE ? (struct date){ (int32_t)value->value } : DATE_NONE;
}

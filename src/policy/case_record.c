/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_record - the records of a test: written flat; which field is whose, and whose the record is, the kind knows.
 * Owns:  nothing.
 * Must not know: rules.
 */
#include "policy/case_priv.h"
#include "policy/filter.h"

bool case_is_record(const struct reading_case *r, const struct node *node) {
    return node->type == NODE_CALL && kinds_find(r->kinds, node->word) >= 0;
}

static bool read_person(struct reading_case *r, const struct node *value, int64_t *out) {
    struct str name = value->type == NODE_TEXT ? value->text : node_is(value, "staff") ? value->id : NO_HINT;
    if (!name.size) return scope_wrong(r->scope, value, "a person", "the name of a member of staff, in quotes");
    *out = map_put(&r->people, name);
    return true;
}

/* A name, or organisation { type = "jobcentre" }. */
static bool read_organisation(struct reading_case *r, const struct node *value, int64_t *out) {
    if (value->type == NODE_TEXT) {
        *out = map_put(&r->organisations, value->text);
        return true;
    }
    if (!node_is(value, "organisation")) return scope_wrong(r->scope, value, "organisation", "a name, or organisation {}");
    size_t at = case_add_subject(r, value);
    if (at == CASE_NOBODY) return false;
    *out = map_put(&r->organisations, r->subjects[at].name);
    return true;
}

static bool read_field(struct reading_case *r, const struct node *value, const struct field *field, int64_t *out) {
    *out = VALUE_NONE;
    if (scope_is_word(value, "none")) return true;
    if (field->type == FIELD_PERSON) return read_person(r, value, out);
    if (field->type == FIELD_ORGANISATION) return read_organisation(r, value, out);
    return filter_read_constant(r->scope, value, field, out);
}

/* The values of a record may be those of another one: they are copied before one is changed. */
static void put_value(struct reading_case *r, struct case_record *record, struct case_value value) {
    struct case_value *values = arena_array(r->scope->arena, struct case_value, record->value_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < record->value_count; i++)
        if (record->values[i].field != value.field) values[count++] = record->values[i];
    values[count++] = value;
    record->values = values;
    record->value_count = count;
}

bool case_set_field(struct reading_case *r, struct case_record *record, int32_t field, const struct node *value) {
    const struct field *of = &r->kinds->kinds[record->kind].fields[field];
    struct case_value read = { .field = field, .from = DATE_FIRST };
    if (!read_field(r, value, of, &read.value)) return false;
    if (field == FIELD_DATE) {
        if (read.value == VALUE_NONE)
            return scope_wrong(r->scope, value, "date", "a date: every record has one");
        record->date = (struct date){ (int32_t)read.value };
        return true;
    }
    put_value(r, record, read);
    return true;
}

static bool has_value(const struct case_record *record, int32_t field) {
    for (size_t i = 0; i < record->value_count; i++)
        if (record->values[i].field == field) return true;
    return false;
}

void case_add_record(struct reading_case *r, const struct node *node, size_t whose) {
    const struct kind *kind = &r->kinds->kinds[kinds_find(r->kinds, node->word)];
    struct case_record record = { .kind = kinds_find(r->kinds, node->word), .date = DATE_NONE, .subject = whose, .rank = ++r->rank };
    for (uint32_t i = 0; i < node->field_count; i++) {
        int32_t field = filter_find_field(r->scope, node, kind->name, kind->fields, kind->field_count,
                                          shape_has_outcome(kind->shape), node->fields[i].key);
        if (field >= 0) (void)!case_set_field(r, &record, field, &node->fields[i].value);
    }
    if (shape_has_outcome(kind->shape) && !has_value(&record, FIELD_OUTCOME))
        put_value(r, &record, (struct case_value){ FIELD_OUTCOME, DATE_FIRST, OUTCOME_ATTENDED });
    list_add(r->scope->arena, r->records, r->record_count, record);
}

/* ---- whose a flat record is ---- */

static void give_organisation(struct reading_case *r, struct case_record *record, size_t subject) {
    if (subject == CASE_NOBODY || has_value(record, FIELD_ORGANISATION_OF)) return;
    put_value(r, record, (struct case_value){ FIELD_ORGANISATION_OF, DATE_FIRST,
                                             map_put(&r->organisations, r->subjects[subject].name) });
}

void case_give_records(struct reading_case *r) {
    for (size_t i = 0; i < r->record_count; i++) {
        struct case_record *record = &r->records[i];
        enum shape shape = r->kinds->kinds[record->kind].shape;
        bool of_organisation = record->subject != CASE_NOBODY && r->subjects[record->subject].type == SUBJECT_ORGANISATION;
        if (of_organisation) {
            give_organisation(r, record, record->subject);
            record->subject = CASE_NOBODY;
        }
        if (record->subject == CASE_NOBODY && shape_of_pupils(shape) && !of_organisation) record->subject = r->flat[SUBJECT_PUPIL];
        if (record->subject == CASE_NOBODY && shape_of_staff(shape)) record->subject = r->flat[SUBJECT_STAFF];
        give_organisation(r, record, r->flat[SUBJECT_ORGANISATION]);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * record_write - what is to be recorded, into the tables; what is there already is found and not written twice.
 * Owns:  nothing.
 * Must not know: how it was typed, how it is shown.
 */
#include "base/utf8.h"
#include "store/hand.h"
#include "store/organisation.h"
#include "store/staff.h"
#include "work/record_priv.h"

/* ---- people and organisations that are new ---------------------------------------------------------------------------- */

/* Somebody whom only people.lua knows becomes a row of the staff, with the same key. */
static bool staff_key(struct recording *r, const struct person *person, int64_t *id, struct err *err) {
    struct str first = { 0 }, surname = person->name;
    enum wrote wrote;
    for (size_t i = person->name.size; i > 0; i--) {
        if (person->name.at[i - 1] != ' ') continue;
        first = str_trim(str_slice(person->name, 0, i - 1));
        surname = str_slice(person->name, i, person->name.size);
        break;
    }
    struct staff_write row = { .key = person->key, .title = person->title, .first_name = first, .surname = surname };
    return staff_put(r->change->db, r->school->kinds, &row, id, &wrote, err);
}

static bool make_organisation(struct recording *r, struct err *err) {
    const struct facts *facts = &r->school->kinds->facts[SUBJECT_ORGANISATION];
    int32_t type = r->school->kinds->known.org_type;
    struct organisation_write row = { .name = r->organisation };
    struct fact_step step;
    enum wrote wrote;
    if (r->organisation_id != 0) return true;
    if (type != FIELD_ABSENT && r->sort.size) {
        step = (struct fact_step){ (uint32_t)type, DATE_FIRST, field_find_code(&facts->fields[type], r->sort) };
        row.facts = &step;
        row.fact_count = 1;
    }
    return organisation_put(r->change->db, r->school->kinds, &row, &r->organisation_id, &wrote, err);
}

bool record_settle(struct recording *r, struct err *err) {
    for (size_t i = 0; i < r->people_count; i++)
        if (!r->people[i].id && !staff_key(r, r->people[i].person, &r->people[i].id, err)) return false;
    for (size_t i = 0; i < r->field_count; i++)
        if (r->fields[i].person && r->fields[i].value.value == VALUE_NONE
            && !staff_key(r, r->fields[i].person, &r->fields[i].value.value, err)) return false;
    return make_organisation(r, err);
}

/* ---- what is there already ----------------------------------------------------------------------------------------------- */

static bool is_each(const struct recording *r, const struct recorded_field *field) { return r->kind->fields[field->value.field].each; }

static const struct field_value *recorded_in(const struct activity_card *card, uint32_t field) {
    for (size_t i = 0; i < card->field_count; i++)
        if (card->fields[i].field == field) return &card->fields[i];
    return NULL;
}

static bool same_value(const struct field *field, const struct field_value *there, const struct field_value *said) {
    return field->type == FIELD_TEXT ? str_equal(there->text, said->text) : there->value == said->value;
}

static bool says_nothing(const struct field_value *said) { return said->value == VALUE_NONE && !said->text.size; }

/* A meeting is the same one unless something that was said differs; of other records everything said must be there. */
static bool is_same(const struct recording *r, const struct activity_card *card) {
    bool meeting = shape_has_outcome(r->kind->shape);
    if (r->title.size && card->row.title.size && !str_equal(utf8_fold(r->arena, r->title), utf8_fold(r->arena, card->row.title))) return false;
    if (r->organisation_id != VALUE_NONE && card->row.organisation != VALUE_NONE && card->row.organisation != r->organisation_id) return false;
    for (size_t i = 0; i < r->field_count; i++) {
        if (is_each(r, &r->fields[i])) continue;
        const struct field_value *there = recorded_in(card, r->fields[i].value.field);
        if (!there && !meeting && !says_nothing(&r->fields[i].value)) return false;
        if (there && !same_value(&r->kind->fields[there->field], there, &r->fields[i].value)) return false;
    }
    return true;
}

/* Two interviews of one pupil on one day that differ in a field are a correction more often than two interviews. */
static bool says_otherwise(const struct recording *r, int64_t there, struct err *err) {
    err_set(err, CODE_WHICH_ONE, "There is one of that day already, #%lld, and it says something else.", (long long)there);
    return err_next(err, "to correct it:  correct %lld FIELD=VALUE;  a second one on that day:  --another", (long long)there) || r->bad;
}

static bool find_same(struct recording *r, const struct recorded_person *only, int64_t *id, struct err *err) {
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    size_t count;
    int64_t other = 0;
    *id = 0;
    if (call_has(r->call, "another")) return true;
    filter.kind = (int32_t)r->kind_at;
    filter.from = filter.to = r->date;
    if (only && shape_of_pupils(r->kind->shape)) filter.pupil = only->id;
    if (only && shape_of_staff(r->kind->shape)) filter.staff = only->id;
    if (!activity_list(r->change->db, r->school->kinds, r->arena, &filter, &rows, &count, err)) return false;
    for (size_t i = 0; i < count && !*id; i++) {
        struct activity_card card;
        bool found;
        if (rows[i].cancelled) continue;
        if (!activity_read(r->change->db, r->school->kinds, r->arena, rows[i].id, &card, &found, err)) return false;
        if (found && is_same(r, &card)) *id = rows[i].id;
        else if (found) other = rows[i].id;
    }
    if (!*id && other && only && shape_has_outcome(r->kind->shape)) return says_otherwise(r, other, err);
    return true;
}

/* ---- writing -------------------------------------------------------------------------------------------------------------- */

static size_t gather(const struct recording *r, bool each, struct field_value *out) {
    size_t count = 0;
    for (size_t i = 0; i < r->field_count; i++)
        if (is_each(r, &r->fields[i]) == each) out[count++] = r->fields[i].value;
    return count;
}

static bool write_person(struct recording *r, int64_t activity, const struct recorded_person *person, struct err *err) {
    struct field_value fields[RECORD_FIELDS];
    enum wrote wrote;
    struct participation_write row = { .activity = activity, .kind = r->kind_at, .person = person->id, .outcome = r->outcome,
                                       .fields = fields, .field_count = gather(r, true, fields) };
    if (!participation_put(r->change->db, r->school->kinds, &row, &wrote, err)) return false;
    r->people_new += wrote == WROTE_ADDED;
    r->people_changed += wrote == WROTE_CHANGED;
    r->people_same += wrote == WROTE_SAME;
    return true;
}

static bool write_one(struct recording *r, const struct recorded_person *people, size_t count, struct err *err) {
    struct field_value fields[RECORD_FIELDS];
    enum wrote wrote;
    int64_t id;
    if (!find_same(r, r->one_each ? people : NULL, &id, err)) return false;
    struct activity_write row = { .id = id, .kind = r->kind_at, .date = r->date, .last_day = r->last_day,
                                  .last_day_given = date_known(r->last_day), .organisation = r->organisation_id, .title = r->title,
                                  .fields = fields, .field_count = gather(r, false, fields) };
    bool there = id != 0, found;
    struct activity_card before;
    if (there && !activity_read(r->change->db, r->school->kinds, r->arena, id, &before, &found, err)) return false;
    if (!activity_put(r->change->db, r->school->kinds, &row, &id, &wrote, err)) return false;
    r->activities_new += !there;
    r->activities_changed += there && wrote == WROTE_CHANGED;
    if (!r->first_activity) r->first_activity = id;
    for (size_t i = 0; i < count; i++)
        if (!write_person(r, id, &people[i], err)) return false;
    return !there || hand_note(r->change->db, r->school->kinds, r->arena, &before, err);
}

bool record_write(struct recording *r, struct err *err) {
    r->activities_new = r->activities_changed = r->people_new = r->people_changed = r->people_same = 0;
    r->first_activity = 0;
    if (!record_settle(r, err)) return false;
    if (!r->one_each) return write_one(r, r->people, r->people_count, err);
    for (size_t i = 0; i < r->people_count; i++)
        if (!write_one(r, &r->people[i], 1, err)) return false;
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * passport - what a pupil takes along; see passport.h.
 * Owns:  nothing.
 * Must not know: terminals, HTML.
 */
#include "work/passport.h"

#include "base/utf8.h"
#include "formats/json.h"
#include "formats/json_read.h"
#include "store/organisation.h"
#include "store/pupil.h"
#include "work/roster.h"
#include "work/seal.h"

/* What counts elsewhere, or what the pupil said; with_text: its title and texts were written with the pupil or are public. */
static const struct {
    const char *kind;
    bool with_title, with_texts;
} PASSPORT_KINDS[] = {
    { "agreed_action", true, false }, { "career_plan", true, false }, { "encounter", true, false }, { "explored", true, true },
    { "guidance", false, false },     { "lmi", true, true },          { "provider", true, false },  { "workplace", true, false },
};

static size_t kind_row(const struct kind *kind) {
    size_t i = 0;
    while (i < COUNT_OF(PASSPORT_KINDS) && !str_is(kind->name, PASSPORT_KINDS[i].kind)) i++;
    return i;
}

bool passport_has_kind(const struct kind *kind) { return kind_row(kind) < COUNT_OF(PASSPORT_KINDS); }

bool passport_has_field(const struct audience_table *table, const struct kind *kind, const struct field *field) {
    size_t row = kind_row(kind);
    if (row == COUNT_OF(PASSPORT_KINDS) || field->is_private || str_starts(field->name, "x_")) return false;
    if (field->type == FIELD_PERSON || field->type == FIELD_ORGANISATION) return false;
    if (field->type == FIELD_TEXT && !PASSPORT_KINDS[row].with_texts) return false;
    return audience_may_all(audience_table_find(table, STR("pupil")), audience_table_of_kind(table, kind, field));
}

/* ---- schools ---------------------------------------------------------------------------------------------------------- */

struct passport_school passport_school_of(struct arena *arena, const struct school *school) {
    struct passport_school out = { .name = school->name };
    if (school->policy->school_key > 0) {
        out.key = str_format(arena, "urn-%lld", (long long)school->policy->school_key);
        return out;
    }
    struct str folded = utf8_fold(arena, school->name);
    char *text = arena_copy(arena, folded.at, folded.size);
    for (size_t i = 0; i < folded.size; i++)
        if (text[i] == '/') text[i] = ' ';
    out.key = str_format(arena, "name-%.*s", (int)folded.size, text);
    return out;
}

struct str passport_reference(struct arena *arena, const struct passport_school *from, int64_t number) {
    return str_format(arena, "%.*s/%lld/%.*s", STR_ARG(from->key), (long long)number, STR_ARG(from->name));
}

bool passport_origin(const struct activity_origin *origin, struct passport_school *from, int64_t *number) {
    struct str rest, digits;
    if (!str_equal(origin->source, PASSPORT_SOURCE) || !str_cut(origin->reference, '/', &from->key, &rest)) return false;
    return str_cut(rest, '/', &digits, &from->name) && str_whole(digits, number) && from->name.size > 0;
}

/* ---- gathering -------------------------------------------------------------------------------------------------------- */

struct gathering {
    struct arena *arena;
    struct school *school;
    const struct audience_table *table;
    struct passport_school here;
    struct passport *out;
    struct err *err;
};

static void add_fields(struct gathering *g, const struct kind *kind, const struct field_value *from, size_t count, struct passport_record *record,
                       struct field_value *to) {
    for (size_t i = 0; i < count; i++)
        if (passport_has_field(g->table, kind, &kind->fields[from[i].field])) to[record->field_count++] = from[i];
}

static bool organisation_of(struct gathering *g, int64_t id, struct passport_record *record) {
    const struct kinds *kinds = g->school->kinds;
    struct organisation organisation;
    bool found;
    int32_t type = kinds->known.org_type;
    if (id == VALUE_NONE) return true;
    if (!organisation_read(g->school->db, kinds, g->arena, id, &organisation, &found, g->err)) return false;
    if (!found) return true;
    record->organisation = organisation.name;
    if (type != FIELD_ABSENT && organisation.facts[type] != VALUE_NONE)
        record->organisation_type = kinds->facts[SUBJECT_ORGANISATION].fields[type].codes[organisation.facts[type]];
    return true;
}

static bool add_record(struct gathering *g, const struct activity_row *row, int64_t pupil) {
    const struct kind *kind = &g->school->kinds->kinds[row->kind];
    struct activity_card card;
    struct activity_origin origin;
    bool found;
    if (row->cancelled || !passport_has_kind(kind) || (shape_has_outcome(kind->shape) && row->outcome != OUTCOME_ATTENDED)) return true;
    if (!activity_read(g->school->db, g->school->kinds, g->arena, row->id, &card, &found, g->err)
        || !activity_origin(g->school->db, g->arena, row->id, &origin, g->err))
        return false;
    struct passport_record *record = &g->out->records[g->out->record_count++];
    *record = (struct passport_record){ .number = row->id, .from = g->here, .kind = row->kind, .date = row->date, .last_day = row->last_day,
                                        .outcome = row->outcome };
    record->ours = !passport_origin(&origin, &record->from, &record->number);
    if (PASSPORT_KINDS[kind_row(kind)].with_title) record->title = row->title;
    struct field_value *fields = arena_array(g->arena, struct field_value, (size_t)kind->field_count * 2 + 1);
    record->fields = fields;
    add_fields(g, kind, card.fields, card.field_count, record, fields);
    for (size_t i = 0; i < card.people_count; i++)
        if (card.people[i].person == pupil) add_fields(g, kind, card.people[i].fields, card.people[i].field_count, record, fields);
    return organisation_of(g, row->organisation, record);
}

bool passport_gather(struct arena *arena, struct school *school, const struct audience_table *table, int64_t pupil, struct date as_of,
                     struct passport *out, struct err *err) {
    struct gathering g = { arena, school, table, passport_school_of(arena, school), out, err };
    struct activity_filter filter = ACTIVITY_ANY;
    struct activity_row *rows;
    struct roster *roster;
    struct pupil found;
    size_t count;
    bool there;
    *out = (struct passport){ .pupil = pupil, .year = VALUE_NONE };
    if (!pupil_read(school->db, school->kinds, arena, pupil, &found, &there, err) || !roster_read(arena, school, as_of, &roster, err)) return false;
    const struct pupil_row *row = roster_pupil(roster, pupil);
    if (!there || !row) return err_set(err, CODE_UNKNOWN_PERSON, "This pupil is not in the records.");
    out->upn = found.upn;
    out->first_name = row->known_as.size ? row->known_as : row->first_name;
    out->surname = row->surname;
    out->form = row->form;
    out->year = row->year;
    filter.pupil = pupil;
    filter.to = as_of;
    if (!activity_list(school->db, school->kinds, arena, &filter, &rows, &count, err)) return false;
    out->records = arena_array(arena, struct passport_record, count + 1);
    for (size_t i = 0; i < count; i++)
        if (!add_record(&g, &rows[i], pupil)) return false;
    return true;
}

/* ---- the file --------------------------------------------------------------------------------------------------------- */

static void text_field(struct json *j, const char *key, struct str text) {
    if (text.size) json_key(j, key), json_text(j, text);
}

/* As an import reads a cell: "yes", "12:30", "2026-11-12", "talk", "purpose, outcomes". */
static struct str field_text(struct arena *arena, const struct field *field, const struct field_value *value) {
    struct buf out = { 0 };
    char day[DATE_ISO_SIZE];
    switch (field->type) {
    case FIELD_TEXT: return value->text;
    case FIELD_FLAG: return value->value ? STR("yes") : STR("no");
    case FIELD_DAY: return str_copy(arena, str_from(date_iso((struct date){ (int32_t)value->value }, day)));
    case FIELD_HOURS: return str_format(arena, "%lld:%02d", (long long)(value->value / 60), (int)(value->value % 60));
    case FIELD_ONE_OF: return field->codes[value->value];
    case FIELD_WHOLE: return str_format(arena, "%lld", (long long)value->value);
    case FIELD_SET_OF:
    case FIELD_YEARS:
        for (int i = 0; i < 62; i++) {
            if (!(value->value >> i & 1)) continue;
            if (field->type == FIELD_YEARS) buf_printf(&out, "%s%d", out.size ? ", " : "", i);
            else buf_printf(&out, "%s%.*s", out.size ? ", " : "", STR_ARG(field->codes[i]));
        }
        break;
    case FIELD_PERSON:
    case FIELD_ORGANISATION: break;
    }
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void add_record_json(struct json *j, struct arena *arena, const struct kinds *kinds, const struct passport_record *record) {
    const struct kind *kind = &kinds->kinds[record->kind];
    json_open(j, '{');
    json_key(j, "kind"), json_text(j, kind->name);
    json_key(j, "date"), json_day(j, record->date);
    if (date_known(record->last_day)) json_key(j, "last_day"), json_day(j, record->last_day);
    text_field(j, "title", record->title);
    text_field(j, "organisation", record->organisation);
    text_field(j, "organisation_type", record->organisation_type);
    if (record->outcome >= 0) json_key(j, "outcome"), json_text(j, OUTCOME_NAMES[record->outcome]);
    json_key(j, "record"), json_whole(j, record->number);
    if (!record->ours) json_key(j, "from_key"), json_text(j, record->from.key);
    if (!record->ours) json_key(j, "from_school"), json_text(j, record->from.name);
    json_key(j, "fields");
    json_open(j, '{');
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &kind->fields[record->fields[i].field];
        struct str text = field_text(arena, field, &record->fields[i]);
        if (text.size) json_key(j, str_c(arena, field->name)), json_text(j, text);
    }
    json_close(j);
    json_close(j);
}

static void add_passport_json(struct json *j, struct arena *arena, const struct kinds *kinds, const struct passport *passport) {
    json_open(j, '{');
    text_field(j, "upn", passport->upn);
    text_field(j, "first_name", passport->first_name);
    text_field(j, "surname", passport->surname);
    json_key(j, "records");
    json_open(j, '[');
    for (size_t i = 0; i < passport->record_count; i++) {
        add_record_json(j, arena, kinds, &passport->records[i]);
        buf_add_byte(j->out, '\n'); /* a line a record, for who looks into the file */
    }
    json_close(j);
    json_close(j);
}

bool passport_bytes(struct arena *arena, const struct kinds *kinds, const struct passport_school *from, struct date made_on,
                    const struct passport *passports, size_t count, struct str *out, struct err *err) {
    struct buf text = { 0 };
    struct json_file read;
    struct json j = json_begin(&text);
    json_open(&j, '{');
    json_key(&j, PASSPORT_MARK), json_whole(&j, PASSPORT_VERSION);
    json_key(&j, "made_on"), json_day(&j, made_on);
    json_key(&j, "school");
    json_open(&j, '{');
    text_field(&j, "key", from->key);
    text_field(&j, "name", from->name);
    json_close(&j);
    buf_add_byte(&text, '\n');
    json_key(&j, "pupils");
    json_open(&j, '[');
    for (size_t i = 0; i < count; i++) add_passport_json(&j, arena, kinds, &passports[i]);
    json_close(&j);
    struct buf whole = { 0 };
    buf_printf(&whole, "%.*s}", STR_ARG(buf_str(&text)));
    bool good = json_read(arena, STR("the passport"), buf_str(&whole), NULL, &read, err);
    buf_free(&whole);
    if (good) {
        buf_add_byte(&text, '\n');
        json_key(&j, "digest"), json_text(&j, seal_hex(arena, read.canonical, 64));
        json_close(&j);
        json_line(&j);
        *out = str_copy(arena, buf_str(&text));
    }
    buf_free(&text);
    return good;
}

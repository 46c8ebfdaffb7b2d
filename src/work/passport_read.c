/* SPDX-License-Identifier: GPL-3.0-or-later
 * passport_read - a passport that another school sent; see passport_read.h.
 * Owns:  nothing.
 * Must not know: our records.
 */
#include "work/passport_read.h"

#include "base/map.h"
#include "base/utf8.h"
#include "formats/json_read.h"
#include "work/seal.h"

#define MARK_WITHIN ((size_t)512)
#define TEXT_MOST ((size_t)2000)
#define RECORDS_MOST 20000

static const char *const HEADINGS[PASSPORT_COLUMNS] = { "upn", "first_name", "surname", "kind", "date", "last_day", "title",
    "organisation", "organisation_type", "outcome", "record", "from_key", "from_school" };

struct unpacking {
    struct arena *arena;
    struct str name;
    struct passport_read *out;
    struct str fields[PASSPORT_FIELDS_MOST];
    size_t field_count;
    uint32_t room;
    struct map upns;
    struct err *err;
};

bool passport_is_one(struct str bytes) {
    struct str text = str_starts(bytes, "\xEF\xBB\xBF") ? str_slice(bytes, 3, bytes.size) : bytes;
    text = str_trim(str_slice(text, 0, MARK_WITHIN));
    return str_starts(text, "{") && str_find(text, STR("\"" PASSPORT_MARK "\"")) != SIZE_MAX;
}

static bool wrong(const struct unpacking *r, const char *what) {
    err_set(r->err, CODE_PASSPORT, "%.*s is not a passport as Signpost writes it: %s.", STR_ARG(r->name), what);
    return err_next(r->err, "ask the school for it again; nothing was read");
}

/* ---- cells ------------------------------------------------------------------------------------------------------------ */

/* Texts, whole numbers and yes or no are cells; nothing else is. */
static bool cell_of(const struct unpacking *r, const struct json_value *value, struct str *out) {
    *out = (struct str){ 0 };
    if (!value || value->type == JSON_NOTHING) return true;
    if (value->type == JSON_WHOLE) *out = str_format(r->arena, "%lld", (long long)value->whole);
    else if (value->type == JSON_YES_NO) *out = value->yes ? STR("yes") : STR("no");
    else if (value->type == JSON_TEXT && value->text.size <= TEXT_MOST) *out = str_trim(utf8_compose(r->arena, value->text));
    else if (value->type == JSON_TEXT) return wrong(r, "a text in it is longer than any that a passport holds");
    else return wrong(r, "a list stands in it where a text belongs");
    return true;
}

static size_t field_column(struct unpacking *r, struct str name) {
    for (size_t i = 0; i < r->field_count; i++)
        if (str_equal(r->fields[i], name)) return i;
    if (r->field_count == PASSPORT_FIELDS_MOST) return SIZE_MAX;
    r->fields[r->field_count] = name;
    return r->field_count++;
}

static struct grid_row *new_row(struct unpacking *r) {
    struct grid *grid = r->out->grid;
    if (grid->row_count == r->room) {
        r->room = r->room ? r->room * 2 : 64;
        struct grid_row *wider = arena_array(r->arena, struct grid_row, r->room);
        for (uint32_t i = 0; i < grid->row_count; i++) wider[i] = grid->rows[i];
        grid->rows = wider;
    }
    struct grid_row *row = &grid->rows[grid->row_count];
    *row = (struct grid_row){ .cells = arena_array(r->arena, struct str, PASSPORT_COLUMNS + PASSPORT_FIELDS_MOST), .line = grid->row_count++ };
    return row;
}

/* ---- records, pupils ---------------------------------------------------------------------------------------------------- */

static bool add_record(struct unpacking *r, const struct json_value *pupil, const struct json_value *record) {
    const struct json_value *fields = json_field(record, "fields");
    if (record->type != JSON_FIELDS) return wrong(r, "a record in it has no parts");
    if (r->out->grid->row_count > RECORDS_MOST)
        return err_set(r->err, CODE_FILE_LIMIT, "%.*s holds more than %d records.", STR_ARG(r->name), RECORDS_MOST);
    struct grid_row *row = new_row(r);
    for (size_t i = 0; i < PASSPORT_COLUMNS; i++)
        if (!cell_of(r, json_field(i <= PASSPORT_SURNAME ? pupil : record, HEADINGS[i]), &row->cells[i])) return false;
    for (size_t i = 0; fields && fields->type == JSON_FIELDS && i < fields->count; i++) {
        size_t at = field_column(r, fields->keys[i]);
        if (at == SIZE_MAX) return wrong(r, "its records have more fields than there are");
        if (!cell_of(r, &fields->items[i], &row->cells[PASSPORT_COLUMNS + at])) return false;
    }
    return true;
}

static bool add_pupil(struct unpacking *r, const struct json_value *pupil) {
    const struct json_value *records = json_field(pupil, "records");
    struct str upn = json_text_of(json_field(pupil, "upn"));
    if (!upn.size) return wrong(r, "a pupil in it has no UPN");
    if (!records || records->type != JSON_LIST) return wrong(r, "a pupil in it has no list of records");
    uint32_t before = r->upns.count;
    if (map_put(&r->upns, upn) != before) return wrong(r, "one UPN stands in it twice");
    for (size_t i = 0; i < records->count; i++)
        if (!add_record(r, pupil, &records->items[i])) return false;
    return true;
}

static void add_headings(struct unpacking *r) {
    struct grid *grid = r->out->grid;
    struct grid_row *row = &grid->rows[0];
    for (size_t i = 0; i < PASSPORT_COLUMNS; i++) row->cells[i] = str_from(HEADINGS[i]);
    for (size_t i = 0; i < r->field_count; i++) row->cells[PASSPORT_COLUMNS + i] = r->fields[i];
    for (uint32_t i = 0; i < grid->row_count; i++) grid->rows[i].cell_count = (uint32_t)(PASSPORT_COLUMNS + r->field_count);
}

/* ---- the file --------------------------------------------------------------------------------------------------------- */

static bool check_version(const struct unpacking *r, const struct json_value *root) {
    const struct json_value *version = json_field(root, PASSPORT_MARK);
    if (!version || version->type != JSON_WHOLE || version->whole < 1) return wrong(r, "it does not say its version");
    if (version->whole == PASSPORT_VERSION) return true;
    err_set(r->err, CODE_PASSPORT, "%.*s is a passport of version %lld; this Signpost reads version %d.", STR_ARG(r->name), (long long)version->whole, PASSPORT_VERSION);
    return err_next(r->err, "bring Signpost up to date, or ask the school for the printed page; nothing was read");
}

static bool check_digest(const struct unpacking *r, const struct json_file *file) {
    struct str said = json_text_of(json_field(&file->root, "digest"));
    if (!said.size) return wrong(r, "it has no digest, so nobody can see whether it is whole");
    if (str_equal_fold_ascii(said, seal_hex(r->arena, file->canonical, 64))) return true;
    err_set(r->err, CODE_PASSPORT, "%.*s was changed after it was written: what it holds does not fit its digest.", STR_ARG(r->name));
    return err_next(r->err, "ask the school for it again; nothing was read");
}

/* A key of ours stands in references: it is short, and without a slash. */
static bool read_school(const struct unpacking *r, const struct json_value *root) {
    const struct json_value *school = json_field(root, "school");
    struct passport_school *from = &r->out->from;
    struct str day = json_text_of(json_field(root, "made_on"));
    from->key = str_trim(json_text_of(json_field(school, "key")));
    from->name = str_trim(json_text_of(json_field(school, "name")));
    if (!from->key.size || !from->name.size) return wrong(r, "it does not say which school wrote it");
    if (from->key.size > 200 || from->name.size > 200 || str_find(from->key, STR("/")) != SIZE_MAX) return wrong(r, "what it says of its school is no name of a school");
    return date_parse_iso(day, &r->out->made_on) || wrong(r, "it does not say on which day it was written");
}

bool passport_read(struct arena *arena, struct str name, struct str bytes, struct passport_read *out, struct err *err) {
    struct json_file file;
    *out = (struct passport_read){ .made_on = DATE_NONE, .grid = arena_new(arena, struct grid) };
    struct unpacking r = { .arena = arena, .name = str_copy(arena, name), .out = out, .upns = map_make(arena), .err = err };
    if (!json_read(arena, r.name, bytes, "digest", &file, err)) return false;
    const struct json_value *pupils = json_field(&file.root, "pupils");
    if (!check_version(&r, &file.root) || !check_digest(&r, &file) || !read_school(&r, &file.root)) return false;
    if (!pupils || pupils->type != JSON_LIST || !pupils->count) return wrong(&r, "it is about nobody");
    out->grid->name = out->grid->title = r.name;
    out->grid->encoding = STR("a careers passport");
    out->pupils = pupils->count;
    new_row(&r);
    for (size_t i = 0; i < pupils->count; i++)
        if (!add_pupil(&r, &pupils->items[i])) return false;
    add_headings(&r);
    return true;
}

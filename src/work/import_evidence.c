/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_evidence - rows about the school, its staff and its partners: what was published, met, reviewed, trained.
 * Owns:  nothing.
 * Must not know: how cells are read.
 *
 * The kind is a column; `items` of lua/columns.lua says which field the column "item" fills.  Further columns are the
 * kind's own fields by name.
 */
#include "store/staff.h"
#include "work/import_priv.h"

#define FIELDS_MOST 24

struct evidence_row {
    const struct import_table *table;
    uint32_t row;
    const struct kind *kind;
    struct field_value session[FIELDS_MOST], each[FIELDS_MOST];
    size_t session_count, each_count;
    struct str kind_name, item, title, organisation_name, person_name;
    bool item_may_change; /* what is said only later does not tell records apart */
    int64_t organisation, person;
    struct date date;
};

static struct cell_place place_of(const struct evidence_row *r, const char *field) {
    return (struct cell_place){ r->table, import_column_of(r->table, field), r->row };
}

static struct str cell_of(const struct evidence_row *r, const char *field) {
    const struct cell_place at = place_of(r, field);
    return at.column ? import_cell(&at) : (struct str){ 0 };
}

static bool left_out(struct importing *in, const struct cell_place *at, const char *before, struct str word, const char *after) {
    import_problem(in, at, CODE_UNKNOWN_VALUE, SEVERITY_ERROR, "The row was left out.", "%s'%.*s'%s", before, STR_ARG(word), after);
    return false;
}

/* ---- what the item says ----------------------------------------------------------------------------------------------- */

static bool put_word(struct evidence_row *r, struct str field_name, const struct node *value) {
    int32_t index = kind_find_field(r->kind, field_name);
    if (index < FIELD_BUILT_IN_COUNT || r->session_count == FIELDS_MOST) return false;
    const struct field *field = &r->kind->fields[index];
    struct field_value out = { (uint32_t)index, VALUE_NONE, { 0 } };
    if (field->type == FIELD_TEXT) out.text = value->text;
    else out.value = value->type == NODE_BOOL ? value->yes : field_find_code(field, value->text);
    if (out.value == FIELD_ABSENT) return false;
    r->session[r->session_count++] = out;
    return true;
}

static bool read_item(struct evidence_row *r, const struct node *rule) {
    const struct node *instead = node_field(rule, "instead"), *words = node_field(rule, "words"), *also = node_field(rule, "also");
    const struct node *field = node_field(rule, "field"), *blank = node_field(rule, "may_be_blank");
    for (uint32_t i = 0; instead && i < instead->field_count; i++)
        if (str_equal(instead->fields[i].key, r->item))
            return put_word(r, node_field(&instead->fields[i].value, "field")->text, node_field(&instead->fields[i].value, "value"));
    struct node value = { .type = NODE_TEXT, .text = r->item };
    for (uint32_t i = 0; words && i < words->field_count; i++)
        if (str_equal(words->fields[i].key, r->item)) value.text = words->fields[i].value.text;
    for (uint32_t i = 0; also && i < also->field_count; i++)
        if (!put_word(r, also->fields[i].key, &also->fields[i].value)) return false;
    if (!field && !r->title.size) r->title = r->item;
    r->item_may_change = blank && blank->yes;
    if (!field || (r->item_may_change && !r->item.size)) return true;
    return r->item.size && put_word(r, field->text, &value);
}

/* ---- further columns -------------------------------------------------------------------------------------------------- */

/* What has been read by then: the row's own columns. */
static bool is_own(struct str field) {
    static const char *const OWN[] = { "kind", "item", "date", "title", "organisation", "type", "person" };
    for (size_t i = 0; i < COUNT_OF(OWN); i++)
        if (str_is(field, OWN[i])) return true;
    return false;
}

static bool is_set(const struct evidence_row *r, uint32_t field) {
    for (size_t i = 0; i < r->session_count; i++)
        if (r->session[i].field == field) return true;
    return false;
}

static bool read_columns(struct importing *in, struct evidence_row *r, struct err *err) {
    bool of_staff = shape_of_staff(r->kind->shape);
    for (size_t i = 0; i < r->table->column_count; i++) {
        const struct import_column *column = &r->table->columns[i];
        const struct cell_place at = { r->table, column, r->row };
        if (is_own(column->field) || !import_cell(&at).size) continue;
        int32_t index = kind_find_field(r->kind, column->field);
        const struct field *field = index < FIELD_BUILT_IN_COUNT ? NULL : &r->kind->fields[index];
        if (!field || (field->each && !of_staff)) {
            import_say_once(in, "The column '%.*s' is left out for records of kind %.*s: the kind has no such field.",
                            STR_ARG(column->heading), STR_ARG(r->kind_name));
            continue;
        }
        if (is_set(r, (uint32_t)index)) continue; /* the item has said it */
        bug_if(r->session_count == FIELDS_MOST || r->each_count == FIELDS_MOST);
        struct field_value *value = field->each ? &r->each[r->each_count] : &r->session[r->session_count];
        *value = (struct field_value){ (uint32_t)index, VALUE_NONE, { 0 } };
        if (!import_field(in, &at, field, value, err)) return false;
        if (value->value != VALUE_NONE || value->text.size) ++*(field->each ? &r->each_count : &r->session_count);
    }
    return true;
}

/* The partner, and of what staff did the member of staff: without one such a record is about nobody. */
static bool read_parties(struct importing *in, struct evidence_row *r, struct err *err) {
    const struct cell_place at_person = place_of(r, "person"), at_organisation = place_of(r, "organisation"), at_kind = place_of(r, "kind");
    r->organisation_name = cell_of(r, "organisation");
    r->person_name = cell_of(r, "person");
    r->organisation = r->person = VALUE_NONE;
    if (r->organisation_name.size && !import_organisation(in, r->organisation_name, cell_of(r, "type"), &r->organisation, err)) return false;
    if (r->kind->shape == SHAPE_ORGANISATION && r->organisation == VALUE_NONE)
        return left_out(in, at_organisation.column ? &at_organisation : &at_kind, "The row does not say with whom: ", r->kind_name,
                        " is about a partner.");
    if (!shape_of_staff(r->kind->shape)) return true;
    uint32_t count = 0;
    if (r->person_name.size && !staff_find(in->db, r->person_name, &r->person, &count, err)) return false;
    if (count == 1) return true;
    if (!r->person_name.size)
        return left_out(in, at_person.column ? &at_person : &at_kind, "The row does not say who: ", r->kind_name, " is about a member of staff.");
    return left_out(in, &at_person, count ? "More than one member of staff fits " : "No member of staff is called ", r->person_name, ".");
}

/* ---- rows ------------------------------------------------------------------------------------------------------------- */

static bool read_row(struct importing *in, struct evidence_row *r, struct err *err) {
    const struct cell_place at_kind = place_of(r, "kind"), at_item = place_of(r, "item"), at_date = place_of(r, "date");
    const struct node *items = node_field(r->table->spec, "items"), *rule = NULL;
    r->kind_name = import_cell(&at_kind);
    r->item = import_cell(&at_item);
    r->title = cell_of(r, "title");
    for (uint32_t i = 0; items && i < items->field_count; i++)
        if (str_equal(items->fields[i].key, r->kind_name)) rule = &items->fields[i].value;
    int32_t kind = rule ? kinds_find(in->kinds, r->kind_name) : FIELD_ABSENT;
    if (kind == FIELD_ABSENT) return left_out(in, &at_kind, "There is no sort of evidence called ", r->kind_name, ".");
    r->kind = &in->kinds->kinds[kind];
    if (!read_item(r, rule)) return left_out(in, &at_item, "", r->item, " is not known for this sort of evidence.");
    if (!import_day(in, &at_date, &r->date)) return false;
    if (!date_known(r->date)) return import_no_date(in, &at_date);
    if (shape_has_outcome(r->kind->shape) && !import_meet_has_been(in, &at_date, r->date, OUTCOME_ATTENDED)) return false;
    return read_parties(in, r, err) && read_columns(in, r, err);
}

static struct str key_of(struct importing *in, const struct evidence_row *r) {
    struct str item = r->item_may_change ? (struct str){ 0 } : r->item;
    struct str key = str_format(&in->row, "%.*s/%.*s/%d", STR_ARG(r->kind_name), STR_ARG(item), date_number(r->date));
    if (r->organisation_name.size) key = str_format(&in->row, "%.*s/%.*s", STR_ARG(key), STR_ARG(r->organisation_name));
    return r->person_name.size ? str_format(&in->row, "%.*s/%.*s", STR_ARG(key), STR_ARG(r->person_name)) : key;
}

static bool write_row(struct importing *in, struct evidence_row *r, struct import_turns *turns, enum wrote *wrote, struct err *err) {
    uint32_t kind = (uint32_t)(r->kind - in->kinds->kinds);
    struct activity_write write = { .kind = kind, .date = r->date, .last_day = DATE_NONE, .organisation = r->organisation, .title = r->title, .source = r->table->name,
                                    .reference = import_turn(in, turns, key_of(in, r)), .fields = r->session, .field_count = r->session_count };
    struct activity_card was;
    int64_t id;
    bool out = false;
    enum wrote part = WROTE_SAME;
    if (!write.title.size) write.title.at = NULL;
    if (!activity_find(in->db, write.source, write.reference, &write.id, err) || (write.id && !import_hand_session(in, &write, r->session, err))) return false;
    if (!import_change_was(in, write.source, write.reference, &was, err) || !activity_put(in->db, in->kinds, &write, &id, wrote, err)) return false;
    if (!shape_of_staff(r->kind->shape)) return *wrote != WROTE_CHANGED || import_change_is(in, r->table, (struct str){ 0 }, &was, err);
    struct participation_write one = { .activity = id, .kind = kind, .person = r->person, .fields = r->each, .field_count = r->each_count,
                                       .outcome = shape_has_outcome(r->kind->shape) ? OUTCOME_ATTENDED : -1 };
    if (!import_hand_person(in, &one, r->each, &out, err)) return false;
    if (!out && !participation_put(in->db, in->kinds, &one, &part, err)) return false;
    if (*wrote == WROTE_SAME && part != WROTE_SAME) *wrote = WROTE_CHANGED;
    return *wrote != WROTE_CHANGED || import_change_is(in, r->table, (struct str){ 0 }, &was, err);
}

bool import_evidence(struct importing *in, struct import_table *table, struct err *err) {
    struct import_turns turns = { .times = NULL };
    struct import_doubles doubles = import_doubles_make(in, table);
    for (uint32_t row = table->grid->header + 1; row < table->grid->row_count; row++) {
        enum wrote wrote = WROTE_SAME;
        if (!import_next(in, table, row, err)) return false;
        struct evidence_row read = { .table = table, .row = row };
        bool good = import_row_reads(in, table, row) && read_row(in, &read, err);
        if (err->code != CODE_NONE) return false;
        if (!good) {
            import_left_hold(table, row);
            continue;
        }
        if (import_doubles_has(&doubles, table, row, key_of(in, &read))) {
            import_double(table);
            continue;
        }
        if (!write_row(in, &read, &turns, &wrote, err)) return false;
        import_count(table, wrote);
    }
    return true;
}

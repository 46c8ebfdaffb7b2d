/* SPDX-License-Identifier: GPL-3.0-or-later
 * council_table - what the files for the local authority hold; see council_table.h.
 * Owns:  nothing.
 * Must not know: pupils, how a file is written.
 */
#include "work/council_table.h"

#include "base/guess.h"
#include "work/data_file.h"

#define FIELDS_MOST 20 /* with the basic ones they fit into a sheet */

static const char *const OWN[OWN_TEXT_COUNT] = { "upn",      "uln",    "surname",        "first_name", "known_as", "address",
                                                 "postcode", "parent", "parent_address", "contact",    "la" };
static const uint32_t OWN_ABOUT[OWN_TEXT_COUNT] = { ABOUT(ABOUT_NUMBER),  ABOUT(ABOUT_NUMBER),  ABOUT(ABOUT_NAME),    ABOUT(ABOUT_NAME),
                                                    ABOUT(ABOUT_NAME),    ABOUT(ABOUT_CONTACT), ABOUT(ABOUT_CONTACT), ABOUT(ABOUT_CONTACT),
                                                    ABOUT(ABOUT_CONTACT), ABOUT(ABOUT_CONTACT), ABOUT(ABOUT_CONTACT) };
/* What the law says of everybody: nothing else can be called basic. */
static const char *const LAWFUL[] = { "surname", "first_name", "dob", "address", "postcode", "parent", "parent_address" };
static const char *const GROUPS[GUARANTEE_GROUPS] = { "offer_made", "not_appropriate", "no_offer", "not_recorded" };
static const char *const YEARS[2] = { "year_11", "year_12" };

struct table_reader {
    struct arena *arena;
    struct council_table *table;
    const struct kinds *kinds;
    const struct audience_table *audiences;
    const struct node *shipped;
    const struct data_file *file;   /* the school's own */
    struct problems *problems;
};

static void wrong(const struct table_reader *r, enum code code, uint32_t line, const char *next, const char *before, struct str name, const char *after) {
    problem_add(r->problems, code, SEVERITY_ERROR, data_file_place(r->file, line, name), next, "%s%.*s%s", before, STR_ARG(name), after);
}

/* ---- fields ------------------------------------------------------------------------------------------------------------ */

static struct str key_of(struct arena *arena, struct str source) {
    char *key = arena_copy(arena, source.at, source.size);
    for (size_t i = 0; i < source.size; i++)
        if (key[i] == '.') key[i] = '_';
    return (struct str){ key, source.size };
}

static bool of_record(const struct table_reader *r, struct str kind_name, struct str field_name, struct table_field *out) {
    int32_t kind = kinds_find(r->kinds, kind_name);
    if (kind == FIELD_ABSENT || r->kinds->kinds[kind].shape != SHAPE_NOTE) return false;
    int32_t field = kind_find_field(&r->kinds->kinds[kind], field_name);
    bool organisation = str_is(field_name, "organisation"), date = str_is(field_name, "date");
    if (!organisation && !date && field == FIELD_ABSENT) return false;
    const struct field *of = organisation || date ? NULL : &r->kinds->kinds[kind].fields[field];
    out->source = SOURCE_RECORD;
    out->index = (uint32_t)kind;
    out->field = field_name;
    out->type = date || (of && of->type == FIELD_DAY) ? CELL_DAY : CELL_TEXT;
    out->abouts = audience_table_of_kind(r->audiences, &r->kinds->kinds[kind], of);
    return true;
}

static bool of_fact(const struct table_reader *r, struct str name, struct table_field *out) {
    int32_t fact = facts_find(&r->kinds->facts[SUBJECT_PUPIL], name);
    if (fact == FIELD_ABSENT) return false;
    const struct field *field = &r->kinds->facts[SUBJECT_PUPIL].fields[fact];
    out->source = SOURCE_FACT;
    out->index = (uint32_t)fact;
    out->type = field->type == FIELD_DAY ? CELL_DAY : field->type == FIELD_WHOLE ? CELL_WHOLE : CELL_TEXT;
    out->abouts = audience_table_of_fact(r->audiences, field);
    return true;
}

static bool of_text(struct str name, struct table_field *out) {
    for (uint32_t i = 0; i < OWN_TEXT_COUNT; i++) {
        if (!str_is(name, OWN[i])) continue;
        out->source = SOURCE_TEXT;
        out->index = i;
        out->type = CELL_TEXT;
        out->abouts = OWN_ABOUT[i];
        return true;
    }
    return false;
}

/* "intention.route = Intends" */
static bool read_field(const struct table_reader *r, struct str text, uint32_t line, struct table_field *out) {
    struct str source, title = { 0 }, kind, field = { 0 };
    str_cut(text, '=', &source, &title);
    source = str_trim(source);
    *out = (struct table_field){ .key = key_of(r->arena, source), .title = title.size ? str_trim(title) : source };
    bool found = str_cut(source, '.', &kind, &field) ? of_record(r, kind, field, out) : of_text(source, out) || of_fact(r, source, out);
    if (!found)
        wrong(r, CODE_UNKNOWN_FIELD, line, "Write a fact of a pupil (\"risk\"), or a field of a record about one (\"intention.route\").",
              "Nothing that is known of a pupil is called '", source, "'.");
    return found;
}

static bool is_lawful(struct str key) {
    for (size_t i = 0; i < COUNT_OF(LAWFUL); i++)
        if (str_is(key, LAWFUL[i])) return true;
    return false;
}

static bool is_there(const struct table_field *fields, size_t count, struct str key) {
    for (size_t i = 0; i < count; i++)
        if (str_equal(fields[i].key, key)) return true;
    return false;
}

static void read_fields(const struct table_reader *r, const struct node *call, const char *name, bool basic, struct table_field **out, size_t *count) {
    const struct node *list = node_field(call, name);
    if (!list) return;
    struct table_field *fields = arena_array(r->arena, struct table_field, list->item_count + 1);
    size_t used = 0;
    for (uint32_t i = 0; i < list->item_count; i++) {
        const struct node *item = &list->items[i];
        uint32_t line = item->line ? item->line : call->line;
        if (item->type != NODE_TEXT) wrong(r, CODE_WRONG_TYPE, line, "Write  more = { \"upn\", \"risk = Risk\" }.", "'", str_from(name), "' is a list of texts.");
        else if (!read_field(r, item->text, line, &fields[used])) continue;
        else if (basic && !is_lawful(fields[used].key))
            wrong(r, CODE_BELOW_THE_LAW, line, "Move it to  more = { ... }.",
                  "'", fields[used].key, "' is not among what may be told of everybody: name, date of birth, address, parent and the parent's address.");
        else if (!is_there(fields, used, fields[used].key)) used++;
    }
    if (used > FIELDS_MOST) wrong(r, CODE_BAD_CHOICE, call->line, "Leave some out.", "'", str_from(name), "' has more fields than a file can hold.");
    else *out = fields, *count = used;
}

/* ---- the rest ------------------------------------------------------------------------------------------------------------ */

static void read_years(const struct table_reader *r, const struct node *call) {
    const struct node *years = node_field(call, "years");
    if (!years) return;
    bool good = years->type == NODE_TABLE && years->item_count == 2 && years->items[0].type == NODE_WHOLE && years->items[1].type == NODE_WHOLE
                && years->items[0].whole >= 7 && years->items[1].whole <= 14 && years->items[0].whole <= years->items[1].whole;
    if (!good) {
        wrong(r, CODE_WRONG_TYPE, call->line, "Write  years = { 9, 13 }.", "'", STR("years"), "' is the first and the last year group.");
        return;
    }
    r->table->first_year = years->items[0].whole;
    r->table->last_year = years->items[1].whole;
}

static bool has_value(const struct node *list, struct str value) {
    for (uint32_t i = 0; list && i < list->item_count; i++)
        if (str_equal(list->items[i].text, value)) return true;
    return false;
}

static void read_guarantee(const struct table_reader *r, const struct node *call, struct str year) {
    const struct node *shipped = node_field(r->shipped, "guarantee");
    for (int y = 0; y < 2; y++) {
        if (!str_is(year, YEARS[y])) continue;
        const struct node *values = node_field(node_field(shipped, YEARS[y]), "values");
        for (int g = 0; g < GUARANTEE_GROUPS; g++) {
            const struct node *value = node_field(call, GROUPS[g]);
            if (!value) continue;
            if (value->type == NODE_TEXT && (!value->text.size || has_value(values, value->text))) r->table->guarantee[y][g] = value->text;
            else wrong(r, CODE_BAD_CHOICE, call->line, "The values are those of lua/exports.lua, in quotes: offer_made = \"110\".", "'", value->type == NODE_TEXT ? value->text : str_from(GROUPS[g]), "' is no value of that list.");
        }
        return;
    }
    wrong(r, CODE_BAD_CHOICE, call->line, "Write  guarantee \"year_11\" { offer_made = \"110\" }.", "There is no list '", year, "'.");
}

static void read_labels(const struct table_reader *r, const struct node *list) {
    struct code_label *labels = arena_array(r->arena, struct code_label, r->table->label_count + (list ? list->field_count : 0) + 1);
    size_t used = 0;
    for (; used < r->table->label_count; used++) labels[used] = r->table->labels[used];
    for (uint32_t i = 0; list && i < list->field_count; i++) {
        size_t at = 0;
        if (list->fields[i].value.type != NODE_TEXT) continue;
        while (at < used && !str_equal(labels[at].value, list->fields[i].key)) at++;
        labels[at] = (struct code_label){ list->fields[i].key, list->fields[i].value.text };
        if (at == used) used++;
    }
    r->table->labels = labels;
    r->table->label_count = used;
}

static void read_routes(const struct table_reader *r, const struct node *call) {
    const struct node *values = node_field(node_field(r->shipped, "intended"), "values");
    struct code_label *routes = arena_array(r->arena, struct code_label, call->field_count + 1);
    size_t used = 0;
    for (uint32_t i = 0; i < call->field_count; i++) {
        const struct node_field *field = &call->fields[i];
        if (field->value.type == NODE_TEXT && has_value(values, field->value.text)) routes[used++] = (struct code_label){ field->key, field->value.text };
        else wrong(r, CODE_BAD_CHOICE, call->line, "The values are those of lua/exports.lua, in quotes: intended { [\"a levels\"] = \"211\" }.",
                   "What stands for '", field->key, "' is no value of that list.");
    }
    r->table->routes = routes;
    r->table->route_count = used;
}

static void take_call(const struct table_reader *r, const struct node *call) {
    static const struct str known[] = { STR_INIT("name"), STR_INIT("years"), STR_INIT("basic"), STR_INIT("more") };
    if (node_is(call, "guarantee")) read_guarantee(r, call, call->id);
    else if (node_is(call, "labels")) read_labels(r, call);
    else if (node_is(call, "intended")) read_routes(r, call);
    if (!node_is(call, "council")) return;
    for (uint32_t i = 0; i < call->field_count; i++) {
        bool found = false;
        for (size_t k = 0; k < COUNT_OF(known); k++) found = found || str_equal(call->fields[i].key, known[k]);
        if (!found) wrong(r, CODE_UNKNOWN_FIELD, call->line, str_c(r->arena, guess_hint(r->arena, call->fields[i].key, known, COUNT_OF(known))), "'council' has no field called '", call->fields[i].key, "'.");
    }
    const struct node *name = node_field(call, "name");
    if (name && name->type == NODE_TEXT && str_trim(name->text).size) r->table->council = str_trim(name->text);
    read_years(r, call);
    read_fields(r, call, "basic", true, &r->table->basic, &r->table->basic_count);
    read_fields(r, call, "more", false, &r->table->more, &r->table->more_count);
}

bool council_table_load(struct arena *arena, const struct host *host, const char *folder, const struct kinds *kinds, const struct council_table **out,
                        struct problems *problems, struct err *err) {
    struct node *module = arena_new(arena, struct node);
    struct council_table *table = arena_new(arena, struct council_table);
    struct table_reader r = { .arena = arena, .table = table, .kinds = kinds, .shipped = module, .problems = problems };
    struct data_file file = { 0 };
    size_t before = problems->errors;
    r.file = &file;
    if (!host->module(host->self, arena, "exports", module, err) || !audience_table_load(arena, host, folder, kinds, &r.audiences, problems, err)) return false;
    table->council = node_field(module, "council")->text;
    read_years(&r, module);
    read_fields(&r, module, "basic", true, &table->basic, &table->basic_count);
    read_fields(&r, module, "more", false, &table->more, &table->more_count);
    read_labels(&r, node_field(node_field(module, "labels"), "guarantee"));
    if (!data_file_read(arena, host, folder, "exports.lua", "council guarantee labels intended", &file, problems, err)) return false;
    for (uint32_t i = 0; i < file.items.item_count; i++) take_call(&r, &file.items.items[i]);
    if (problems->errors > before) return err_set(err, CODE_LOAD, "exports.lua can not be used as it is.");
    *out = table;
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * audience_table - who may see what of a pupil; see audience_table.h.
 * Owns:  nothing.
 * Must not know: who asks, how it is printed.
 */
#include "work/audience_table.h"

#include <string.h>

#include "base/guess.h"
#include "work/data_file.h"

/* The rows' names in the table, in the order of enum about. */
static const char *const NAMES[ABOUT_COUNT] = { "name",   "number", "group",       "date_of_birth", "sex",       "contact",
                                                "sen",    "care",   "child_in_need", "fsm",         "disadvantaged", "eal",
                                                "placement", "risk", "grades",     "records",       "destination",   "notes_pupil",
                                                "notes_professional", "reasons", "sharing", "private", "staff" };

struct table_reading {
    struct arena *arena;
    struct audience_table *table;
    const struct data_file *file;
    struct problems *problems;
};

/* ---- what ships ------------------------------------------------------------------------------------------------------ */

static struct str text_of(const struct node *node, const char *key) {
    const struct node *value = node_field(node, key);
    return value && value->type == NODE_TEXT ? value->text : (struct str){ 0 };
}

static struct audience *find(const struct audience_table *table, struct str name) {
    for (size_t i = 0; i < table->count; i++)
        if (str_equal(table->at[i].name, name)) return &table->at[i];
    return NULL;
}

static enum about about_named(struct str name) {
    for (int i = 0; i < ABOUT_COUNT; i++)
        if (str_is(name, NAMES[i])) return (enum about)i;
    return ABOUT_COUNT;
}

static void take_audience(struct arena *arena, const struct node *node, struct audience *out) {
    const struct node *roles = node_field(node, "roles"), *profile = node_field(node, "profile");
    struct str *list = arena_array(arena, struct str, roles ? roles->item_count : 0);
    for (uint32_t i = 0; roles && i < roles->item_count; i++) list[i] = roles->items[i].text;
    *out = (struct audience){ .name = text_of(node, "name"), .title = text_of(node, "title"), .roles = list,
                              .role_count = roles ? roles->item_count : 0, .profile = profile && profile->yes };
}

/* "tutor senco": a bit in may and most, or in most alone, of each. */
static void take_names(const struct audience_table *table, struct str names, enum about about, bool may) {
    struct str name;
    for (bool more = names.size > 0; more;) {
        more = str_cut(names, ' ', &name, &names);
        if (!name.size) continue;
        struct audience *audience = find(table, name);
        bug_if(!audience);
        audience->most |= ABOUT(about);
        if (may) audience->may |= ABOUT(about), audience->shipped |= ABOUT(about);
    }
}

static void take_shipped(struct arena *arena, const struct node *module, struct audience_table *table) {
    const struct node *audiences = node_field(module, "audiences"), *fewest = node_field(module, "fewest");
    table->fields = node_field(module, "fields");
    bug_if(!audiences || !fewest || !table->fields || table->fields->item_count != ABOUT_COUNT);
    table->fewest = fewest->whole;
    table->at = arena_array(arena, struct audience, audiences->item_count);
    for (uint32_t i = 0; i < audiences->item_count; i++) take_audience(arena, &audiences->items[i], &table->at[table->count++]);
    for (uint32_t i = 0; i < table->fields->item_count; i++) {
        const struct node *row = &table->fields->items[i];
        enum about about = about_named(text_of(row, "field"));
        bug_if(about != (enum about)i);
        table->rows[about] = (struct audience_row){ text_of(row, "field"), text_of(row, "about"), text_of(row, "why") };
        take_names(table, text_of(row, "may"), about, true);
        take_names(table, text_of(row, "also"), about, false);
    }
}

/* ---- what the school says ---------------------------------------------------------------------------------------------- */

static void wrong(const struct table_reading *r, enum code code, uint32_t line, struct str word, const char *next, struct str said) {
    problem_add(r->problems, code, SEVERITY_ERROR, data_file_place(r->file, line, word), next, "%.*s", STR_ARG(said));
}

static void known_fields(const struct table_reading *r, const struct node *call, const struct str *known, size_t count) {
    for (uint32_t i = 0; i < call->field_count; i++) {
        struct str key = call->fields[i].key;
        bool found = false;
        for (size_t k = 0; k < count && !found; k++) found = str_equal(key, known[k]);
        if (found) continue;
        struct str hint = guess_hint(r->arena, key, known, count);
        wrong(r, CODE_UNKNOWN_FIELD, call->line, key, str_c(r->arena, hint),
              str_format(r->arena, "'%.*s' has no field called '%.*s'.", STR_ARG(call->word), STR_ARG(key)));
    }
}

static enum about row_of(const struct table_reading *r, const struct node *call) {
    struct str names[ABOUT_COUNT];
    enum about about = about_named(call->id);
    for (int i = 0; i < ABOUT_COUNT; i++) names[i] = str_from(NAMES[i]);
    if (about == ABOUT_COUNT)
        wrong(r, CODE_UNKNOWN_FIELD, call->line, call->id.size ? call->id : call->word,
              str_c(r->arena, guess_hint(r->arena, call->id, names, ABOUT_COUNT)),
              str_format(r->arena, "Nothing that is told of a pupil is called '%.*s'.", STR_ARG(call->id)));
    return about;
}

static struct audience *audience_named(const struct table_reading *r, const struct node *call, const struct node *item) {
    struct audience *found = item->type == NODE_TEXT ? find(r->table, item->text) : NULL;
    if (found) return found;
    struct str *names = arena_array(r->arena, struct str, r->table->count), name = item->type == NODE_TEXT ? item->text : (struct str){ 0 };
    for (size_t i = 0; i < r->table->count; i++) names[i] = r->table->at[i].name;
    wrong(r, CODE_BAD_CHOICE, item->line ? item->line : call->line, name, str_c(r->arena, guess_hint(r->arena, name, names, r->table->count)),
          str_format(r->arena, "There is no audience called '%.*s'.", STR_ARG(name)));
    return NULL;
}

static const struct node *list_of(const struct table_reading *r, const struct node *call, const char *key) {
    const struct node *list = node_field(call, key);
    if (list && list->type == NODE_TABLE && list->item_count && !list->field_count) return list;
    wrong(r, CODE_INCOMPLETE, call->line, call->word,
          str_c(r->arena, str_format(r->arena, "%.*s \"risk\" { %s = { \"slt\" }%s }", STR_ARG(call->word), key,
                                     str_is(call->word, "allow") ? ", reason = \"They plan the support.\"" : "")),
          str_format(r->arena, "'%.*s' needs a list of audiences in '%s'.", STR_ARG(call->word), key));
    return NULL;
}

/* Whoever runs the program needs what it judges by; nothing of that can be taken from them here. */
static void take_withhold(const struct table_reading *r, const struct node *call) {
    static const struct str known[] = { STR_INIT("from"), STR_INIT("reason") };
    enum about about = row_of(r, call);
    known_fields(r, call, known, COUNT_OF(known));
    const struct node *from = list_of(r, call, "from");
    for (uint32_t i = 0; from && about < ABOUT_COUNT && i < from->item_count; i++) {
        struct audience *audience = audience_named(r, call, &from->items[i]);
        if (audience == r->table->at)
            wrong(r, CODE_BAD_CHOICE, call->line, from->items[i].text, "Take it out of the list.",
                  STR("The careers team works with all of it, so nothing can be withheld from it."));
        else if (audience)
            audience->may &= ~ABOUT(about);
    }
}

static void take_allow(const struct table_reading *r, const struct node *call) {
    static const struct str known[] = { STR_INIT("to"), STR_INIT("reason") };
    enum about about = row_of(r, call);
    known_fields(r, call, known, COUNT_OF(known));
    const struct node *to = list_of(r, call, "to");
    if (!text_of(call, "reason").size)
        wrong(r, CODE_NO_REASON, call->line, call->word, "Write  reason = \"...\"  with what the school decided, and why.",
              str_format(r->arena, "'allow' of '%.*s' gives no reason.", STR_ARG(call->id)));
    for (uint32_t i = 0; to && about < ABOUT_COUNT && i < to->item_count; i++) {
        struct audience *audience = audience_named(r, call, &to->items[i]);
        if (!audience) continue;
        if (audience->most >> about & 1)
            audience->may |= ABOUT(about);
        else
            wrong(r, CODE_BELOW_THE_LAW, call->line, to->items[i].text, str_c(r->arena, r->table->rows[about].why),
                  str_format(r->arena, "A school may not show %.*s to %.*s.", STR_ARG(r->table->rows[about].about), STR_ARG(audience->title)));
    }
}

static void take_counts(const struct table_reading *r, const struct node *call) {
    static const struct str known[] = { STR_INIT("fewest") };
    const struct node *fewest = node_field(call, "fewest");
    known_fields(r, call, known, COUNT_OF(known));
    if (fewest && fewest->type == NODE_WHOLE && fewest->whole >= r->table->fewest && fewest->whole <= 1000)
        r->table->fewest = fewest->whole;
    else
        wrong(r, fewest && fewest->type == NODE_WHOLE ? CODE_BELOW_THE_LAW : CODE_WRONG_TYPE, call->line, STR("fewest"),
              str_c(r->arena, str_format(r->arena, "counts { fewest = 10 }  or leave it out: %lld.", (long long)r->table->fewest)),
              str_format(r->arena, "'fewest' is a number from %lld to 1000: the threshold can rise, not fall.", (long long)r->table->fewest));
}

static void take_file(const struct table_reading *r) {
    for (uint32_t i = 0; i < r->file->items.item_count; i++) {
        const struct node *call = &r->file->items.items[i];
        if (node_is(call, "withhold")) take_withhold(r, call);
        else if (node_is(call, "allow")) take_allow(r, call);
        else if (node_is(call, "counts")) take_counts(r, call);
    }
}

bool audience_table_load(struct arena *arena, const struct host *host, const char *folder, const struct kinds *kinds,
                         const struct audience_table **out, struct problems *problems, struct err *err) {
    struct audience_table *table = arena_new(arena, struct audience_table);
    struct node *module = arena_new(arena, struct node);
    struct data_file file;
    size_t before = problems->errors;
    table->kinds = kinds;
    if (!host->module(host->self, arena, "audiences", module, err)) return false;
    take_shipped(arena, module, table);
    if (!data_file_read(arena, host, folder, "audiences.lua", "withhold allow counts", &file, problems, err)) return false;
    take_file(&(struct table_reading){ arena, table, &file, problems });
    if (problems->errors > before) return err_set(err, CODE_LOAD, "audiences.lua can not be used as it is.");
    *out = table;
    return true;
}

/* ---- questions --------------------------------------------------------------------------------------------------------- */

const struct audience *audience_table_find(const struct audience_table *table, struct str name) { return find(table, name); }

const struct audience *audience_table_of_role(const struct audience_table *table, struct str role) {
    for (size_t i = 0; i < table->count; i++)
        for (size_t k = 0; k < table->at[i].role_count; k++)
            if (str_equal(table->at[i].roles[k], role)) return &table->at[i];
    return find(table, STR("tutor"));
}

static uint32_t rows_with(const struct audience_table *table, const char *list, struct str name) {
    uint32_t abouts = 0;
    for (uint32_t i = 0; i < table->fields->item_count; i++) {
        const struct node *names = node_field(&table->fields->items[i], list);
        for (uint32_t k = 0; names && k < names->item_count; k++)
            if (str_equal(names->items[k].text, name)) abouts |= ABOUT(i);
    }
    return abouts;
}

uint32_t audience_table_of_fact(const struct audience_table *table, const struct field *fact) {
    uint32_t abouts = rows_with(table, "facts", fact->name);
    return abouts || !fact->is_private ? abouts : ABOUT(ABOUT_PRIVATE);
}

uint32_t audience_table_of_kind(const struct audience_table *table, const struct kind *kind, const struct field *field) {
    uint32_t abouts = rows_with(table, "kinds", kind->name), own = 0;
    if (!field) return abouts;
    char name[128];
    if (kind->name.size + field->name.size + 2 > sizeof name) return field->is_private ? abouts | ABOUT(ABOUT_PRIVATE) : abouts;
    memcpy(name, kind->name.at, kind->name.size);
    name[kind->name.size] = '.';
    memcpy(name + kind->name.size + 1, field->name.at, field->name.size);
    own = rows_with(table, "kinds", (struct str){ name, kind->name.size + 1 + field->name.size });
    return own || !field->is_private ? abouts | own : abouts | ABOUT(ABOUT_PRIVATE);
}

uint32_t audience_table_of_column(const struct audience_table *table, struct str key) { return rows_with(table, "columns", key); }

/* SPDX-License-Identifier: GPL-3.0-or-later
 * load_kinds - lua/kinds.lua to the record vocabulary.
 * Owns:  nothing.
 * Must not know: rules, tables.
 */
#include <stdlib.h>
#include <string.h>

#include "script/load.h"

struct reading_kinds {
    struct arena *arena;
    const struct node *items; /* declarations of the file */
    uint32_t count;
    struct problems *problems;
    struct str path;
    struct kinds *kinds;
};

static void wrong(struct reading_kinds *r, const struct node *node, enum code code, const char *format, ...) PRINTF_LIKE(4, 5);
static void wrong(struct reading_kinds *r, const struct node *node, enum code code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str said = str_vformat(r->arena, format, args);
    va_end(args);
    problem_add(r->problems, code, SEVERITY_ERROR, (struct place){ .file = r->path, .line = node->line }, NULL, "%.*s", STR_ARG(said));
}

static void words_for_kinds(struct arena *arena, struct word_list *list) {
    static const struct { const char *name; enum declare_how how; bool top; } WORDS[] = {
        { "codes", HOW_ID, true }, { "facts", HOW_ID, true }, { "record", HOW_ID, true }, { "extend", HOW_ID, true },
        { "day", HOW_VALUE, false }, { "flag", HOW_VALUE, false }, { "whole", HOW_VALUE, false }, { "hours", HOW_VALUE, false },
        { "text", HOW_VALUE, false }, { "person", HOW_VALUE, false }, { "years_set", HOW_VALUE, false }, { "one_of", HOW_CALL, false },
        { "set_of", HOW_CALL, false }, { "dated", HOW_CALL, false }, { "private", HOW_CALL, false }, { "derived", HOW_CALL, false },
    };
    list->rows = arena_array(arena, struct word_row, COUNT_OF(WORDS));
    list->count = COUNT_OF(WORDS);
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        list->rows[i] = (struct word_row){ .name = str_from(WORDS[i].name), .how = WORDS[i].how, .top = WORDS[i].top, .items = true, .any_field = true };
}

static void read_codes(struct reading_kinds *r, const struct node *list, struct field *out) {
    out->codes = NULL;
    struct str *codes = arena_array(r->arena, struct str, list->item_count + 1);
    for (uint32_t i = 0; i < list->item_count; i++) {
        const struct node *item = &list->items[i];
        codes[i] = item->type == NODE_WHOLE ? str_format(r->arena, "%lld", (long long)item->whole) : item->text;
    }
    out->codes = codes;
    out->code_count = list->item_count;
}

/* one_of { ... } or set_of "audience": a list of its own, or a named one. */
static void read_choice(struct reading_kinds *r, const struct node *type, struct field *out) {
    bool named = type->item_count == 1 && type->items[0].type == NODE_TEXT;
    for (uint32_t i = 0; named && i < r->count; i++)
        if (str_is(r->items[i].word, "codes") && str_equal(r->items[i].id, type->items[0].text)) {
            read_codes(r, &r->items[i], out);
            return;
        }
    read_codes(r, type, out);
}

static void read_type(struct reading_kinds *r, const struct node *type, struct field *out) {
    static const struct { const char *name; enum field_type type; } TYPES[] = {
        { "day", FIELD_DAY }, { "flag", FIELD_FLAG }, { "whole", FIELD_WHOLE }, { "hours", FIELD_HOURS }, { "text", FIELD_TEXT },
        { "person", FIELD_PERSON }, { "years_set", FIELD_YEARS }, { "one_of", FIELD_ONE_OF }, { "set_of", FIELD_SET_OF },
    };
    for (int depth = 0; depth < 4 && type->type == NODE_CALL && type->item_count == 1; depth++) {
        if (node_is(type, "dated")) out->dated = true;
        else if (node_is(type, "private")) out->is_private = true;
        else if (node_is(type, "derived")) out->home = HOME_DERIVED;
        else break;
        type = &type->items[0];
    }
    for (size_t i = 0; i < COUNT_OF(TYPES); i++) {
        if (!node_is(type, TYPES[i].name)) continue;
        out->type = TYPES[i].type;
        if (out->type == FIELD_ONE_OF || out->type == FIELD_SET_OF) read_choice(r, type, out);
        return;
    }
    wrong(r, type, CODE_WRONG_TYPE, "The field '%.*s' has no type that is known.", STR_ARG(out->name));
}

/* Fields of one list, sorted by name as the nodes are. */
static uint32_t read_fields(struct reading_kinds *r, const struct node *list, bool each, struct field *out) {
    for (uint32_t i = 0; list && i < list->field_count; i++) {
        out[i] = (struct field){ .name = list->fields[i].key, .each = each };
        read_type(r, &list->fields[i].value, &out[i]);
    }
    return list ? list->field_count : 0;
}

static void built_in(struct field *out) {
    static const struct { const char *name; enum field_type type; } FIELDS[FIELD_BUILT_IN_COUNT] = {
        [FIELD_DATE] = { "date", FIELD_DAY }, [FIELD_LAST_DAY] = { "last_day", FIELD_DAY }, [FIELD_TITLE] = { "title", FIELD_TEXT },
        [FIELD_ORGANISATION_OF] = { "organisation", FIELD_ORGANISATION }, [FIELD_CANCELLED] = { "cancelled", FIELD_FLAG },
        [FIELD_OUTCOME] = { "outcome", FIELD_ONE_OF },
    };
    for (int i = 0; i < FIELD_BUILT_IN_COUNT; i++) {
        out[i] = (struct field){ .name = str_from(FIELDS[i].name), .type = FIELDS[i].type, .each = i == FIELD_OUTCOME, .home = HOME_COLUMN };
        if (i == FIELD_OUTCOME) out[i].codes = OUTCOME_NAMES, out[i].code_count = OUTCOME_CODE_COUNT;
    }
}

static int32_t named_field(struct reading_kinds *r, const struct kind *kind, const struct node *node, const char *key) {
    const struct node *name = node_field(node, key);
    if (!name) return FIELD_ABSENT;
    int32_t field = kind_find_field(kind, name->text);
    if (field == FIELD_ABSENT) wrong(r, node, CODE_UNKNOWN_FIELD, "The kind '%.*s' has no field '%.*s'.", STR_ARG(kind->name), STR_ARG(name->text));
    return field;
}

static void read_record(struct reading_kinds *r, const struct node *node, struct kind *kind) {
    static const char *const SHAPES[] = { "meeting", "note", "staff", "staff_note", "school", "organisation" };
    const struct node *shape = node_field(node, "shape"), *about = node_field(node, "about"), *counts = node_field(node, "counts");
    const struct node *session = node_field(node, "session"), *each = node_field(node, "each"), *latest = node_field(node, "latest_by");
    *kind = (struct kind){ .name = node->id, .about = about ? about->text : (struct str){ 0 }, .counts = 1u << OUTCOME_ATTENDED,
                           .counts_on = FIELD_ABSENT, .ends = FIELD_ABSENT };
    size_t found = 0;
    while (shape && found < COUNT_OF(SHAPES) && !str_is(shape->text, SHAPES[found])) found++;
    if (!shape || found == COUNT_OF(SHAPES)) wrong(r, node, CODE_BAD_CHOICE, "The kind '%.*s' has no shape that is known.", STR_ARG(node->id));
    else kind->shape = (enum shape)found;
    size_t room = FIELD_BUILT_IN_COUNT + (session ? session->field_count : 0) + (each ? each->field_count : 0);
    kind->fields = arena_array(r->arena, struct field, room);
    built_in(kind->fields);
    kind->field_count = FIELD_BUILT_IN_COUNT;
    kind->field_count += read_fields(r, session, false, kind->fields + kind->field_count);
    kind->field_count += read_fields(r, each, true, kind->fields + kind->field_count);
    kind->counts_on = named_field(r, kind, node, "counts_on");
    kind->ends = named_field(r, kind, node, "ends");
    for (uint32_t i = 0; counts && i < counts->item_count; i++) {
        if (i == 0) kind->counts = 0;
        for (unsigned o = 0; o < OUTCOME_CODE_COUNT; o++)
            if (str_equal(OUTCOME_NAMES[o], counts->items[i].text)) kind->counts |= 1u << o;
    }
    kind->has_latest_by = latest != NULL;
    uint32_t *by = arena_array(r->arena, uint32_t, (latest ? latest->item_count : 0) + 1);
    for (uint32_t i = 0; latest && i < latest->item_count; i++) {
        int32_t field = kind_find_field(kind, latest->items[i].text);
        if (field == FIELD_ABSENT) wrong(r, node, CODE_UNKNOWN_FIELD, "The kind '%.*s' has no field '%.*s'.", STR_ARG(kind->name), STR_ARG(latest->items[i].text));
        else by[kind->latest_by_count++] = (uint32_t)field;
    }
    kind->latest_by = by;
}

static int by_name(const void *a, const void *b) {
    return str_compare(((const struct kind *)a)->name, ((const struct kind *)b)->name);
}

static void read_all(struct reading_kinds *r) {
    struct kinds *kinds = r->kinds;
    kinds->kinds = arena_array(r->arena, struct kind, r->count + 1);
    for (uint32_t i = 0; i < r->count; i++) {
        const struct node *node = &r->items[i];
        if (node_is(node, "record")) read_record(r, node, &kinds->kinds[kinds->kind_count++]);
        for (int type = 0; node_is(node, "facts") && type < SUBJECT_TYPE_COUNT; type++) {
            if (!str_is(node->id, subject_type_name((enum subject_type)type))) continue;
            kinds->facts[type].fields = arena_array(r->arena, struct field, node->field_count + 1);
            kinds->facts[type].field_count = read_fields(r, node, false, kinds->facts[type].fields);
        }
    }
    qsort(kinds->kinds, kinds->kind_count, sizeof *kinds->kinds, by_name);
    for (uint32_t i = 1; i < kinds->kind_count; i++)
        if (str_equal(kinds->kinds[i].name, kinds->kinds[i - 1].name))
            problem_add(r->problems, CODE_DUPLICATE, SEVERITY_ERROR, (struct place){ .file = r->path }, "Take one of them out.",
                        "Two kinds are called '%.*s'.", STR_ARG(kinds->kinds[i].name));
}

bool load_kinds(const struct library *library, struct arena *arena, struct kinds **out, struct problems *problems, struct err *err) {
    struct str text;
    struct word_list words;
    struct reading_kinds r = { .arena = arena, .problems = problems, .path = STR("lua/kinds.lua"), .kinds = arena_new(arena, struct kinds) };
    if (!library_file(library, arena, r.path, &text, err)) return false;
    const struct chunk *chunk = chunk_read(arena, text, r.path.at, WORLD_DATA, problems);
    if (!chunk->open) return err_set(err, CODE_LOAD, "The vocabulary lua/kinds.lua can not be read.");
    words_for_kinds(arena, &words);
    struct vm *vm = vm_open(arena, WORLD_DATA, library);
    bool good = declare_file(vm, arena, &words, 0, chunk, &r.items, &r.count, problems);
    vm_close(vm);
    if (good) read_all(&r);
    if (problems->errors) return err_set(err, CODE_LOAD, "The vocabulary lua/kinds.lua has a slip in it.");
    kinds_pack(r.kinds);
    *out = r.kinds;
    return true;
}

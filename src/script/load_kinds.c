/* SPDX-License-Identifier: GPL-3.0-or-later
 * load_kinds - lua/kinds.lua, and kinds.lua of a trust and a school, to the record vocabulary.
 * Owns:  nothing.
 * Must not know: rules, tables.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/guess.h"
#include "script/load.h"

#define FILE_MOST ((size_t)1 << 20)
#define SHIPPED 0 /* document of lua/kinds.lua; others are a trust's or a school's own */

struct reading_kinds {
    struct arena *arena;
    struct node *items; /* declarations of all files */
    uint32_t count;
    struct problems *problems;
    struct document files[3];
    uint32_t file_count;
    struct kinds *kinds;
};

static struct place place_of(struct reading_kinds *r, const struct node *node) {
    return document_place(r->arena, &r->files[node->document], node->line, node->id);
}

static void wrong(struct reading_kinds *r, const struct node *node, enum code code, const char *format, ...) PRINTF_LIKE(4, 5);
static void wrong(struct reading_kinds *r, const struct node *node, enum code code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str said = str_vformat(r->arena, format, args);
    va_end(args);
    problem_add(r->problems, code, SEVERITY_ERROR, place_of(r, node), NULL, "%.*s", STR_ARG(said));
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
        /* What a school adds is for its careers leader alone. */
        out[i] = (struct field){ .name = list->fields[i].key, .each = each, .is_private = list->fields[i].value.document != SHIPPED };
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

/* ---- kinds and fields of one's own --------------------------------------------------------------------------------------- */

static const struct node *record_named(const struct reading_kinds *r, struct str name) {
    for (uint32_t i = 0; i < r->count; i++)
        if (node_is(&r->items[i], "record") && str_equal(r->items[i].id, name)) return &r->items[i];
    return NULL;
}

static bool has_field(const struct node *node, const char *list, struct str name) {
    const struct node *fields = node_field(node, list);
    for (uint32_t i = 0; fields && i < fields->field_count; i++)
        if (str_equal(fields->fields[i].key, name)) return true;
    return false;
}

/* Every record has these, and files say with them whom a row is about. */
static bool is_built_in(struct str name) {
    static const char *const NAMES[] = { "date", "last_day", "title", "organisation", "cancelled", "outcome", "upn", "admission_no" };
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (str_is(name, NAMES[i])) return true;
    return false;
}

/* The fields of a kind have names of their own. */
static void check_fields(struct reading_kinds *r, const struct node *record, const char *list) {
    const struct node *fields = node_field(record, list);
    for (uint32_t i = 0; fields && i < fields->field_count; i++) {
        struct str name = fields->fields[i].key;
        if (is_built_in(name))
            wrong(r, record, CODE_DUPLICATE, "Every kind has '%.*s' already: give the field of '%.*s' another name.", STR_ARG(name), STR_ARG(record->id));
        else if (str_is(str_from(list), "each") && has_field(record, "session", name))
            wrong(r, record, CODE_DUPLICATE, "'%.*s' has a field '%.*s' twice, in session and in each.", STR_ARG(record->id), STR_ARG(name));
    }
}

/* A field that extends a kind is new to it. */
static void check_new(struct reading_kinds *r, const struct node *record, const struct node *extend, const char *list) {
    const struct node *fields = node_field(extend, list);
    for (uint32_t i = 0; fields && i < fields->field_count; i++) {
        struct str name = fields->fields[i].key;
        bool taken = is_built_in(name) || has_field(record, "session", name) || has_field(record, "each", name);
        for (const struct node *other = r->items; other < extend; other++)
            if (node_is(other, "extend") && str_equal(other->id, extend->id))
                taken = taken || has_field(other, "session", name) || has_field(other, "each", name);
        taken = taken || (str_is(str_from(list), "each") && has_field(extend, "session", name));
        if (taken) wrong(r, extend, CODE_DUPLICATE, "'%.*s' has a field '%.*s' already.", STR_ARG(extend->id), STR_ARG(name));
    }
}

static void check_extend(struct reading_kinds *r, const struct node *extend) {
    const struct node *record = record_named(r, extend->id), *shape = record ? node_field(record, "shape") : NULL;
    if (!record) {
        struct str *names = arena_array(r->arena, struct str, r->count);
        size_t count = 0;
        for (uint32_t i = 0; i < r->count; i++)
            if (node_is(&r->items[i], "record")) names[count++] = r->items[i].id;
        problem_add(r->problems, CODE_UNKNOWN_TARGET, SEVERITY_ERROR, place_of(r, extend),
                    str_c(r->arena, guess_hint(r->arena, extend->id, names, count)), "There is no kind '%.*s' to extend.", STR_ARG(extend->id));
        return;
    }
    for (uint32_t i = 0; i < extend->field_count; i++)
        if (!str_is(extend->fields[i].key, "session") && !str_is(extend->fields[i].key, "each"))
            wrong(r, extend, CODE_UNKNOWN_FIELD, "'extend' adds session and each fields, no '%.*s'.", STR_ARG(extend->fields[i].key));
    check_new(r, record, extend, "session");
    check_new(r, record, extend, "each");
    bool people = shape && (str_is(shape->text, "meeting") || str_is(shape->text, "staff"));
    if (node_field(extend, "each") && !people)
        wrong(r, extend, CODE_BAD_CHOICE, "Records of '%.*s' have nobody who takes part, so no each fields.", STR_ARG(extend->id));
}

/* What a file of one's own may declare. */
static void check_own(struct reading_kinds *r, const struct node *node) {
    if (node_is(node, "extend")) check_extend(r, node);
    if (node_is(node, "record")) {
        check_fields(r, node, "session");
        check_fields(r, node, "each");
    }
    if (node_is(node, "facts")) wrong(r, node, CODE_NOT_OPEN, "What is known of people can not be added to.");
    bool named = node_is(node, "record") || node_is(node, "codes");
    if (named && !str_starts(node->id, "x_"))
        wrong(r, node, CODE_BAD_CHOICE, "A %.*s of one's own begins with x_: '%.*s'.", STR_ARG(node->word), STR_ARG(node->id));
}

/* session or each of a record, with what extends it; in order of name. */
static const struct node *extended(struct reading_kinds *r, const struct node *record, const char *list) {
    const struct node *own = node_field(record, list);
    struct node *all = arena_new(r->arena, struct node);
    struct node_field *fields = NULL;
    uint32_t count = own ? own->field_count : 0;
    for (uint32_t i = 0; i < r->count; i++) {
        const struct node *more = node_is(&r->items[i], "extend") && str_equal(r->items[i].id, record->id) ? node_field(&r->items[i], list) : NULL;
        if (!more || !more->field_count) continue;
        struct node_field *wider = arena_array(r->arena, struct node_field, count + more->field_count);
        if (count) memcpy(wider, fields ? fields : own->fields, count * sizeof *wider);
        for (uint32_t k = 0; k < more->field_count; k++) {
            uint32_t to = count++;
            for (; to > 0 && str_compare(wider[to - 1].key, more->fields[k].key) > 0; to--) wider[to] = wider[to - 1];
            wider[to] = more->fields[k];
        }
        fields = wider;
    }
    if (!fields) return own;
    *all = (struct node){ .type = NODE_TABLE, .line = record->line, .document = record->document, .fields = fields, .field_count = count };
    return all;
}

/* A list of names of fields. */
static const uint32_t *named_fields(struct reading_kinds *r, const struct kind *kind, const struct node *node, const char *key, uint32_t *count) {
    const struct node *list = node_field(node, key);
    uint32_t *out = arena_array(r->arena, uint32_t, (list ? list->item_count : 0) + 1);
    for (uint32_t i = 0; list && i < list->item_count; i++) {
        int32_t field = kind_find_field(kind, list->items[i].text);
        if (field == FIELD_ABSENT) wrong(r, node, CODE_UNKNOWN_FIELD, "The kind '%.*s' has no field '%.*s'.", STR_ARG(kind->name), STR_ARG(list->items[i].text));
        else out[(*count)++] = (uint32_t)field;
    }
    return out;
}

static void read_record(struct reading_kinds *r, const struct node *node, struct kind *kind) {
    static const char *const SHAPES[] = { "meeting", "note", "staff", "staff_note", "school", "organisation" };
    const struct node *shape = node_field(node, "shape"), *about = node_field(node, "about"), *counts = node_field(node, "counts");
    const struct node *session = extended(r, node, "session"), *each = extended(r, node, "each"), *ahead = node_field(node, "ahead");
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
    kind->has_latest_by = node_field(node, "latest_by") != NULL;
    kind->latest_by = named_fields(r, kind, node, "latest_by", &kind->latest_by_count);
    kind->needs = named_fields(r, kind, node, "needs", &kind->needs_count);
    kind->ahead = ahead && ahead->type == NODE_BOOL && ahead->yes;
}

static int by_name(const void *a, const void *b) {
    return str_compare(((const struct kind *)a)->name, ((const struct kind *)b)->name);
}

static void read_all(struct reading_kinds *r) {
    struct kinds *kinds = r->kinds;
    for (uint32_t i = 0; i < r->count; i++)
        if (r->items[i].document != SHIPPED) check_own(r, &r->items[i]);
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
            problem_add(r->problems, CODE_DUPLICATE, SEVERITY_ERROR, (struct place){ .file = r->files[r->file_count - 1].path }, "Take one of them out.",
                        "Two kinds are called '%.*s'.", STR_ARG(kinds->kinds[i].name));
}

/* Declarations of one more file; false when it is none that can be read. */
static bool add_file(struct reading_kinds *r, struct vm *vm, const struct word_list *words, struct str text, struct str shown) {
    const struct node *items = NULL;
    uint32_t count = 0, document = r->file_count++;
    const struct chunk *chunk = chunk_read(r->arena, text, str_c(r->arena, shown), WORLD_DATA, r->problems);
    r->files[document] = (struct document){ .path = shown, .source = text, .tokens = lex_tokens(&chunk->lexed), .token_count = chunk->lexed.count };
    if (!chunk->open || !declare_file(vm, r->arena, words, document, chunk, &items, &count, r->problems)) return false;
    struct node *all = arena_array(r->arena, struct node, r->count + count);
    if (r->count) memcpy(all, r->items, r->count * sizeof *all);
    if (count) memcpy(all + r->count, items, count * sizeof *all);
    r->items = all;
    r->count += count;
    return true;
}

/* kinds.lua of the trust beside the school, then of the school. */
static bool add_own(struct reading_kinds *r, struct vm *vm, const struct word_list *words, const char *folder, struct err *err) {
    static const char *const NAMES[] = { "../kinds.lua", "kinds.lua" };
    for (size_t i = 0; folder && i < COUNT_OF(NAMES); i++) {
        struct str text;
        const char *path = file_join(r->arena, folder, NAMES[i]);
        if (!file_exists(path)) continue;
        if (!file_read(r->arena, path, FILE_MOST, &text, err)) return false;
        if (!add_file(r, vm, words, text, str_from(NAMES[i]))) return err_set(err, CODE_LOAD, "%s has a slip in it.", NAMES[i]);
    }
    return true;
}

bool load_kinds(const struct library *library, struct arena *arena, const char *folder, struct kinds **out, struct problems *problems,
                struct err *err) {
    struct str text, path = STR("lua/kinds.lua");
    struct word_list words = { 0 };
    struct reading_kinds r = { .arena = arena, .problems = problems, .kinds = arena_new(arena, struct kinds) };
    if (!library_file(library, arena, path, &text, err)) return false;
    words_for_kinds(arena, &words);
    struct vm *vm = vm_open(arena, WORLD_DATA, library);
    bool good = add_file(&r, vm, &words, text, path) || err_set(err, CODE_LOAD, "The vocabulary lua/kinds.lua can not be read.");
    good = good && add_own(&r, vm, &words, folder, err);
    vm_close(vm);
    if (!good) return false;
    read_all(&r);
    if (problems->errors) return err_set(err, CODE_LOAD, "%.*s has a slip in it.", STR_ARG(r.files[r.file_count - 1].path));
    kinds_pack(r.kinds);
    *out = r.kinds;
    return true;
}

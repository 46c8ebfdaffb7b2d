/* SPDX-License-Identifier: GPL-3.0-or-later
 * code_list - code lists of school and council data; see code_list.h.
 * Owns:  nothing.
 * Must not know: who asks, how it is printed.
 */
#include "work/code_list.h"

#include "base/guess.h"
#include "work/data_file.h"

struct list_reading {
    struct arena *arena;
    struct code_lists *lists;
    const struct kinds *kinds;
    const struct data_file *file;
    struct problems *problems;
};

/* ---- what ships ------------------------------------------------------------------------------------------------------ */

static struct str text_of(const struct node *node, const char *key) {
    const struct node *value = node_field(node, key);
    return value && value->type == NODE_TEXT ? value->text : (struct str){ 0 };
}

static struct list_code *add_code(struct arena *arena, struct code_list *list, struct list_code code) {
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 16;
        struct list_code *wider = arena_array(arena, struct list_code, room);
        for (size_t i = 0; i < list->count; i++) wider[i] = list->at[i];
        list->at = wider;
        list->room = room;
    }
    list->at[list->count] = code;
    return &list->at[list->count++];
}

static void take_shipped(struct arena *arena, const struct node *module, struct code_lists *lists) {
    lists->at = arena_array(arena, struct code_list, module->item_count);
    for (uint32_t i = 0; i < module->item_count; i++) {
        const struct node *node = &module->items[i], *codes = node_field(node, "codes");
        struct code_list *list = &lists->at[lists->count++];
        *list = (struct code_list){ .name = text_of(node, "name"), .title = text_of(node, "title"), .source = text_of(node, "source"),
                                    .reads = node_field(node, "reads") };
        bug_if(!codes || !list->name.size);
        for (uint32_t k = 0; k < codes->item_count; k++) {
            const struct node *one = &codes->items[k], *over = node_field(one, "over");
            struct str name = one->type == NODE_TEXT ? one->text : text_of(one, "code");
            (void)add_code(arena, list, (struct list_code){ .code = name, .label = text_of(one, "label"), .is = text_of(one, "is"),
                                                            .over = over && over->yes });
        }
    }
}

/* ---- what the school says ---------------------------------------------------------------------------------------------- */

static void wrong(const struct list_reading *r, enum code code, uint32_t line, struct str word, struct str next, struct str said) {
    problem_add(r->problems, code, SEVERITY_ERROR, data_file_place(r->file, line, word), str_c(r->arena, next), "%.*s", STR_ARG(said));
}

static struct code_list *list_of(const struct list_reading *r, const struct node *call) {
    struct str *names = arena_array(r->arena, struct str, r->lists->count);
    for (size_t i = 0; i < r->lists->count; i++) {
        if (str_equal(r->lists->at[i].name, call->id)) return &r->lists->at[i];
        names[i] = r->lists->at[i].name;
    }
    struct str hint = guess_hint(r->arena, call->id, names, r->lists->count);
    wrong(r, CODE_UNKNOWN_CODE, call->line, call->id.size ? call->id : call->word, hint.size ? hint : STR("codes  lists them"),
          str_format(r->arena, "There is no list of codes called '%.*s'.", STR_ARG(call->id)));
    return NULL;
}

/* label "leaving_reason" { PM = "...", ["110"] = "..." } */
static void take_labels(const struct list_reading *r, const struct node *call) {
    struct code_list *list = list_of(r, call);
    for (uint32_t i = 0; list && i < call->field_count; i++) {
        struct str key = call->fields[i].key;
        const struct node *value = &call->fields[i].value;
        struct list_code *code = NULL;
        for (size_t k = 0; k < list->count && !code; k++)
            if (str_equal(list->at[k].code, key)) code = &list->at[k];
        if (!code)
            wrong(r, CODE_UNKNOWN_CODE, call->line, key, str_format(r->arena, "code \"%.*s\" { code = \"%.*s\" }  adds one.", STR_ARG(list->name), STR_ARG(key)),
                  str_format(r->arena, "The list %.*s has no code '%.*s'.", STR_ARG(list->name), STR_ARG(key)));
        else if (value->type != NODE_TEXT)
            wrong(r, CODE_WRONG_TYPE, call->line, key, STR("Write the label in quotes."),
                  str_format(r->arena, "The label of '%.*s' must be a text.", STR_ARG(key)));
        else
            code->label = value->text, code->own = true;
    }
}

static bool knows_fields(const struct list_reading *r, const struct node *call) {
    static const struct str known[] = { STR_INIT("code"), STR_INIT("label"), STR_INIT("is") };
    bool good = true;
    for (uint32_t i = 0; i < call->field_count; i++) {
        struct str key = call->fields[i].key;
        bool found = false;
        for (size_t k = 0; k < COUNT_OF(known) && !found; k++) found = str_equal(key, known[k]);
        bool text = call->fields[i].value.type == NODE_TEXT;
        if (!found)
            wrong(r, CODE_UNKNOWN_FIELD, call->line, key, guess_hint(r->arena, key, known, COUNT_OF(known)),
                  str_format(r->arena, "'code' has no field called '%.*s'.", STR_ARG(key)));
        else if (!text)
            wrong(r, CODE_WRONG_TYPE, call->line, key, STR("Write it in quotes."), str_format(r->arena, "'%.*s' of code must be a text.", STR_ARG(key)));
        good = good && found && text;
    }
    return good;
}

static const struct field *field_at(const struct kinds *kinds, struct str path) {
    struct str kind, name;
    if (!str_cut(path, '.', &kind, &name)) {
        int32_t fact = facts_find(&kinds->facts[SUBJECT_PUPIL], path);
        return fact == FIELD_ABSENT ? NULL : &kinds->facts[SUBJECT_PUPIL].fields[fact];
    }
    int32_t k = kinds_find(kinds, kind), f = k == FIELD_ABSENT ? FIELD_ABSENT : kind_find_field(&kinds->kinds[k], name);
    return f == FIELD_ABSENT ? NULL : &kinds->kinds[k].fields[f];
}

/* A value that no field takes would be said of every cell, and by whom not. */
static bool is_value(const struct list_reading *r, const struct node *call, const struct code_list *list, struct str is) {
    const struct field *field = NULL;
    for (uint32_t i = 0; list->reads && i < list->reads->item_count; i++) {
        field = field_at(r->kinds, list->reads->items[i].text);
        if (field && field_find_code(field, is) != FIELD_ABSENT) return true;
    }
    if (!field)
        wrong(r, CODE_BAD_CHOICE, call->line, is, STR("Leave  is  out."), str_format(r->arena, "Nothing is read by the list %.*s.", STR_ARG(list->name)));
    else
        wrong(r, CODE_UNKNOWN_CODE, call->line, is, guess_hint(r->arena, is, field->codes, field->code_count),
              str_format(r->arena, "'%.*s' is no value of %.*s.", STR_ARG(is), STR_ARG(field->name)));
    return false;
}

/* code "sen_provision" { code = "A", label = "School Action", is = "support" } */
static void take_code(const struct list_reading *r, const struct node *call) {
    struct code_list *list = list_of(r, call);
    struct str name = text_of(call, "code");
    if (!knows_fields(r, call) || !list) return;
    if (!name.size) {
        wrong(r, CODE_INCOMPLETE, call->line, call->word, STR("code \"sen_provision\" { code = \"A\", label = \"School Action\", is = \"support\" }"),
              STR("A code needs the code itself."));
        return;
    }
    struct str is = text_of(call, "is");
    if (is.size && !is_value(r, call, list, is)) return;
    struct list_code *code = NULL;
    for (size_t k = 0; k < list->count && !code; k++)
        if (str_equal_fold_ascii(list->at[k].code, name)) code = &list->at[k];
    if (!code) code = add_code(r->arena, list, (struct list_code){ .code = name });
    if (text_of(call, "label").size) code->label = text_of(call, "label");
    if (is.size) code->is = is;
    code->own = true;
}

bool code_list_load(struct arena *arena, const struct host *host, const char *folder, const struct kinds *kinds,
                    const struct code_lists **out, struct problems *problems, struct err *err) {
    struct code_lists *lists = arena_new(arena, struct code_lists);
    struct node *module = arena_new(arena, struct node);
    struct data_file file;
    size_t before = problems->errors;
    if (!host->module(host->self, arena, "codes", module, err)) return false;
    take_shipped(arena, module, lists);
    if (!data_file_read(arena, host, folder, "codes.lua", "label code", &file, problems, err)) return false;
    struct list_reading r = { arena, lists, kinds, &file, problems };
    for (uint32_t i = 0; i < file.items.item_count; i++) {
        if (node_is(&file.items.items[i], "label")) take_labels(&r, &file.items.items[i]);
        else take_code(&r, &file.items.items[i]);
    }
    if (problems->errors > before) return err_set(err, CODE_LOAD, "codes.lua can not be used as it is.");
    *out = lists;
    return true;
}

/* ---- questions --------------------------------------------------------------------------------------------------------- */

const struct code_list *code_list_find(const struct code_lists *lists, struct str name) {
    for (size_t i = 0; i < lists->count; i++)
        if (str_equal(lists->at[i].name, name)) return &lists->at[i];
    return NULL;
}

const struct list_code *code_list_code(const struct code_list *list, struct str code) {
    for (size_t i = 0; i < list->count; i++)
        if (str_equal_fold_ascii(list->at[i].code, code)) return &list->at[i];
    return NULL;
}

/* "K", "SEN support", "K - SEN Support", "K: ..." */
static const struct list_code *code_of_cell(const struct code_list *list, struct str cell) {
    const struct list_code *code = code_list_code(list, cell);
    for (size_t i = 0; i < list->count && !code; i++)
        if (list->at[i].label.size && str_equal_fold_ascii(list->at[i].label, cell)) code = &list->at[i];
    size_t end = 0;
    while (end < cell.size && cell.at[end] != ' ' && cell.at[end] != ':' && cell.at[end] != '-') end++;
    struct str rest = str_trim(str_slice(cell, end, cell.size));
    bool parted = rest.size && (rest.at[0] == '-' || rest.at[0] == ':');
    return code || !parted ? code : code_list_code(list, str_slice(cell, 0, end));
}

struct str code_list_value(const struct code_lists *lists, struct str field, struct str cell) {
    for (size_t i = 0; i < lists->count; i++) {
        const struct code_list *list = &lists->at[i];
        for (uint32_t k = 0; list->reads && k < list->reads->item_count; k++) {
            if (!str_equal(list->reads->items[k].text, field)) continue;
            const struct list_code *code = code_of_cell(list, str_trim(cell));
            if (code && code->is.size) return code->is;
        }
    }
    return (struct str){ 0 };
}

struct str code_list_words(struct arena *arena, const struct code_lists *lists, struct str list, struct str text) {
    const struct code_list *found = code_list_find(lists, list);
    const struct list_code *code = found && text.size ? code_list_code(found, text) : NULL;
    if (!code || !code->label.size) return text;
    return str_format(arena, "%.*s (%.*s)", STR_ARG(text), STR_ARG(code->label));
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * words_list - the rows of the word table as C values; see declare.h.
 * Owns:  nothing.
 * Must not know: Lua.
 */
#include <string.h>

#include "script/declare.h"

static const struct str *texts_of(struct arena *arena, const struct node *list, size_t *count) {
    *count = list ? list->item_count : 0;
    struct str *out = arena_array(arena, struct str, *count + 1);
    for (size_t i = 0; i < *count; i++) out[i] = list->items[i].text;
    return out;
}

static bool yes_of(const struct node *row, const char *key) {
    const struct node *value = node_field(row, key);
    return value && value->type == NODE_BOOL && value->yes;
}

static enum declare_how how_of(struct str how) {
    static const char *const NAMES[] = { "id", "table", "either", "call", "value", "name" };
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (str_is(how, NAMES[i])) return (enum declare_how)i;
    bug_if(true);
    return HOW_TABLE;
}

/* In a file of tests the words of a policy stand inside a test: in `with`. */
static void place_of(struct word_row *word, const struct node *row, bool tests) {
    const struct node *where = node_field(row, "where"), *how = node_field(row, "in_tests");
    bool top = where && str_is(where->text, "top"), test = where && str_is(where->text, "test");
    word->test = test || (where && str_is(where->text, "in a test"));
    word->top = tests ? test : top;
    if (!tests || !how) return;
    word->how = how_of(how->text);
    word->items = true;
}

void declare_read_words(struct arena *arena, const struct node *module, bool tests, struct word_list *out) {
    *out = (struct word_list){ .rows = arena_array(arena, struct word_row, module->field_count + 1), .tests = tests };
    for (uint32_t i = 0; i < module->field_count; i++) {
        const struct node *row = &module->fields[i].value, *fields = node_field(row, "fields");
        struct word_row *word = &out->rows[out->count];
        *word = (struct word_row){ .name = module->fields[i].key, .how = how_of(node_field(row, "how")->text),
                                   .header = yes_of(row, "header"), .items = yes_of(row, "items"), .names = yes_of(row, "names"),
                                   .any_field = fields && fields->type == NODE_TEXT };
        if (!word->any_field) word->fields = texts_of(arena, fields, &word->field_count);
        word->needs = texts_of(arena, node_field(row, "needs"), &word->need_count);
        word->texts = texts_of(arena, node_field(row, "texts"), &word->text_count);
        word->numbers = texts_of(arena, node_field(row, "numbers"), &word->number_count);
        if (word->how == HOW_CALL) word->items = word->any_field = true;
        place_of(word, row, tests);
        if (tests || !word->test) out->count++;
    }
}

static struct word_row *add_row(struct arena *arena, struct word_list *list, struct str name, enum declare_how how, bool top) {
    struct word_row *wider = arena_array(arena, struct word_row, list->count + 1);
    if (list->count) memcpy(wider, list->rows, list->count * sizeof *wider);
    list->rows = wider;
    struct word_row *row = &wider[list->count++];
    *row = (struct word_row){ .name = str_copy(arena, name), .how = how, .top = top, .items = true, .any_field = true };
    return row;
}

void declare_data_words(struct arena *arena, const char *names, struct word_list *out) {
    struct str rest = str_from(names), name;
    *out = (struct word_list){ 0 };
    while (rest.size) {
        bool more = str_cut(rest, ' ', &name, &rest);
        bool list = str_ends(name, "{}");
        if (list) name = str_slice(name, 0, name.size - 2);
        if (name.size) add_row(arena, out, name, list ? HOW_TABLE : HOW_EITHER, true);
        if (!more) break;
    }
}

void declare_add_kinds(struct arena *arena, const struct kinds *kinds, struct word_list *list) {
    for (uint32_t k = 0; k < kinds->kind_count; k++) {
        bool taken = false;
        for (size_t i = 0; i < list->count; i++) taken = taken || str_equal(list->rows[i].name, kinds->kinds[k].name);
        /* The fields of a kind are checked where filters are read, with the kind's own list in the message. */
        if (!taken) add_row(arena, list, kinds->kinds[k].name, HOW_TABLE, false)->items = false;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * letter_words - the texts of reminders with their gaps; see letter_words.h.
 * Owns:  nothing.
 * Must not know: who is written to.
 */
#include "work/letter_words.h"

#include "base/guess.h"
#include "work/data_file.h"

#define TEXT_MOST 400

static struct str text_of(const struct node *row, const char *key) {
    const struct node *value = node_field(row, key);
    return value && value->type == NODE_TEXT ? value->text : (struct str){ 0 };
}

static struct letter_word *find(const struct letter_words *words, struct str key) {
    for (size_t i = 0; i < words->count; i++)
        if (str_equal(words->at[i].key, key)) return &words->at[i];
    return NULL;
}

/* The next gap from *at on; false when there is none.  An opening without an end is a gap without a name. */
static bool next_gap(struct str text, size_t *at, struct str *before, struct str *name) {
    size_t open = str_find(str_slice(text, *at, text.size), STR("{{"));
    if (open == SIZE_MAX) return false;
    open += *at;
    size_t close = str_find(str_slice(text, open, text.size), STR("}}"));
    *before = str_slice(text, *at, open);
    *name = close == SIZE_MAX ? (struct str){ 0 } : str_trim(str_slice(text, open + 2, open + close));
    *at = close == SIZE_MAX ? text.size : open + close + 2;
    return true;
}

static bool has_gap(struct str text, struct str wanted) {
    struct str before, name;
    for (size_t at = 0; next_gap(text, &at, &before, &name);)
        if (str_equal(name, wanted)) return true;
    return false;
}

static void refuse(const struct data_file *file, const struct node *row, struct str word, struct problems *problems, const char *next, struct str said) {
    problem_add(problems, CODE_LOAD, SEVERITY_ERROR, data_file_place(file, row->line, word), next, "%.*s", STR_ARG(said));
}

static void take(struct arena *arena, const struct data_file *file, const struct node *row, const struct letter_words *out, struct problems *problems) {
    struct str says = text_of(row, "says"), before, name;
    struct letter_word *word = find(out, row->id);
    if (!word) {
        struct str *keys = arena_array(arena, struct str, out->count);
        for (size_t i = 0; i < out->count; i++) keys[i] = out->at[i].key;
        struct str hint = guess_hint(arena, row->id, keys, out->count);
        refuse(file, row, row->id, problems, hint.size ? str_c(arena, hint) : "help messages  lists their names.",
               str_format(arena, "No text of a message is called '%.*s'.", STR_ARG(row->id)));
        return;
    }
    size_t before_this = problems->errors;
    if (!says.size || says.size > TEXT_MOST || row->field_count != 1) {
        refuse(file, row, row->id, problems, "message \"greeting\" { says = \"Hello {{reader}}\" }",
               str_format(arena, "'%.*s' has one field, says: a text of at most %d letters.", STR_ARG(row->id), TEXT_MOST));
        return;
    }
    for (size_t i = 0; i < says.size && problems->errors == before_this; i++)
        if ((unsigned char)says.at[i] < ' ' || says.at[i] == 0x7f)
            refuse(file, row, row->id, problems, "Write it on one line.", str_format(arena, "'%.*s' has a line break or a sign that can not be seen.", STR_ARG(row->id)));
    for (size_t at = 0; next_gap(says, &at, &before, &name);)
        if (!name.size || !has_gap(word->shipped, name))
            refuse(file, row, name, problems, str_c(arena, str_format(arena, "It may use what this one does: %.*s", STR_ARG(word->shipped))),
                   str_format(arena, "'%.*s' can not say {{%.*s}}.", STR_ARG(row->id), STR_ARG(name)));
    if (problems->errors == before_this) word->says = says;
}

static bool read_words(struct arena *arena, const struct host *host, const char *folder, struct letter_words *out, struct problems *problems, struct err *err) {
    struct node shipped;
    struct data_file file;
    if (!host->module(host->self, arena, "messages", &shipped, err)) return false;
    *out = (struct letter_words){ .at = arena_array(arena, struct letter_word, shipped.item_count + 1), .count = shipped.item_count };
    for (uint32_t i = 0; i < shipped.item_count; i++) {
        struct str says = text_of(&shipped.items[i], "says");
        out->at[i] = (struct letter_word){ text_of(&shipped.items[i], "key"), says, says };
    }
    if (!data_file_read(arena, host, folder, "messages.lua", "message", &file, problems, err)) return problems->errors > 0;
    for (uint32_t i = 0; i < file.items.item_count; i++) take(arena, &file, &file.items.items[i], out, problems);
    return true;
}

bool letter_words_load(struct arena *arena, const struct school *school, struct letter_words *out, struct err *err) {
    struct problems problems = { .arena = arena };
    if (!read_words(arena, school->host, school->folder, out, &problems, err)) return false;
    return problems.errors ? problem_first(&problems, err) : true;
}

bool letter_words_check(struct arena *arena, const struct host *host, const char *folder, struct problems *problems, struct err *err) {
    struct letter_words words;
    return read_words(arena, host, folder, &words, problems, err);
}

static void add_plain(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.size; i++) buf_add_byte(out, (unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f ? ' ' : text.at[i]);
}

struct str letter_words_say(struct arena *arena, const struct letter_words *words, const char *key, const struct gap *gaps, size_t count) {
    const struct letter_word *word = find(words, str_from(key));
    struct str before, name;
    struct buf out = { 0 };
    size_t at = 0;
    bug_if(!word);
    while (next_gap(word->says, &at, &before, &name)) {
        buf_add(&out, before);
        for (size_t i = 0; i < count; i++)
            if (str_is(name, gaps[i].name)) add_plain(&out, gaps[i].text);
    }
    buf_add(&out, str_slice(word->says, at, word->says.size));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

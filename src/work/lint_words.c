/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_words - names of the past, spellings and papers; see lint_words.h.
 * Owns:  nothing.
 * Must not know: policies.
 */
#include "work/lint_words.h"

#include "base/file.h"
#include "policy/scope.h"

struct reading_words {
    struct arena *arena;
    struct problems *problems;
    struct str file;
    struct lint_name *names;
    struct lint_spelling *spellings;
    struct str *papers;
    size_t name_count, spelling_count, paper_count;
};

static bool slip(struct reading_words *r, const struct node *row, const char *what) {
    problem_add(r->problems, CODE_INCOMPLETE, SEVERITY_ERROR, (struct place){ .file = r->file, .line = row->line },
                "superseded \"NAME\" { ended = \"2026-07-31\", now = \"what it is called now\" }", "%s", what);
    return false;
}

static struct str text_of(const struct node *row, const char *key) {
    const struct node *value = node_field(row, key);
    return value && value->type == NODE_TEXT ? value->text : (struct str){ 0 };
}

/* The texts among the positional parts of a list, after `first`. */
static const struct str *texts_of(struct arena *arena, const struct node *list, struct str first, size_t *count) {
    struct str *out = arena_array(arena, struct str, (list ? list->item_count : 0) + 1);
    *count = 0;
    if (first.size) out[(*count)++] = first;
    for (uint32_t i = 0; list && i < list->item_count; i++)
        if (list->items[i].type == NODE_TEXT && list->items[i].text.size) out[(*count)++] = list->items[i].text;
    return out;
}

static bool read_name(struct reading_words *r, const struct node *row) {
    const struct node *exact = node_field(row, "exact");
    struct lint_name name = { .name = row->id.size ? row->id : text_of(row, "name"), .now = text_of(row, "now"), .instead = text_of(row, "write"),
                              .exact = exact && exact->type == NODE_BOOL && exact->yes };
    if (!name.name.size) return slip(r, row, "A row of superseded has no name.");
    if (!date_parse_iso(text_of(row, "ended"), &name.ended)) return slip(r, row, "A name of the past needs  ended = \"2026-07-31\": the first day on which it is history.");
    if (!name.now.size) return slip(r, row, "A name of the past needs  now = \"...\": what a writer has to know.");
    name.forms = texts_of(r->arena, node_field(row, "forms"), name.name, &name.form_count);
    list_add(r->arena, r->names, r->name_count, name);
    return true;
}

static bool read_spelling(struct reading_words *r, const struct node *row) {
    struct lint_spelling spelling;
    spelling.forms = texts_of(r->arena, row, (struct str){ 0 }, &spelling.form_count);
    if (spelling.form_count < 2) return slip(r, row, "A spelling needs two ways to write one word.");
    list_add(r->arena, r->spellings, r->spelling_count, spelling);
    return true;
}

static void read_papers(struct reading_words *r, const struct node *row) {
    size_t count;
    const struct str *papers = texts_of(r->arena, row, row->id, &count);
    for (size_t i = 0; i < count; i++) list_add(r->arena, r->papers, r->paper_count, papers[i]);
}

static bool read_shipped(struct reading_words *r, const struct host *host, struct err *err) {
    struct node module;
    bool good = true;
    if (!host->module(host->self, r->arena, "superseded", &module, err)) return false;
    const struct node *names = node_field(&module, "names"), *spellings = node_field(&module, "spellings"), *papers = node_field(&module, "papers");
    r->file = STR("lua/superseded.lua");
    for (uint32_t i = 0; names && i < names->item_count; i++) good = read_name(r, &names->items[i]) && good;
    for (uint32_t i = 0; spellings && i < spellings->item_count; i++) good = read_spelling(r, &spellings->items[i]) && good;
    if (papers) read_papers(r, papers);
    return good || err_set(err, CODE_LOAD, "lua/superseded.lua has a slip in it.");
}

static bool read_own(struct reading_words *r, const struct host *host, const char *path, const char *shown, struct err *err) {
    struct node list;
    bool good = true;
    if (!file_exists(path)) return true;
    if (!host->data(host->self, r->arena, path, "superseded spelling paper", &list, r->problems, err)) return false;
    r->file = str_from(shown);
    for (uint32_t i = 0; i < list.item_count; i++) {
        const struct node *row = &list.items[i];
        if (node_is(row, "superseded")) good = read_name(r, row) && good;
        else if (node_is(row, "spelling")) good = read_spelling(r, row) && good;
        else read_papers(r, row);
    }
    return good || err_set(err, CODE_LOAD, "%s has a slip in it.", shown);
}

bool lint_words_read(struct arena *arena, const struct host *host, const char *folder, struct lint_words *out, struct problems *problems,
                     struct err *err) {
    struct reading_words r = { .arena = arena, .problems = problems };
    if (!read_shipped(&r, host, err)) return false;
    if (folder && (!read_own(&r, host, file_join(arena, folder, "../superseded.lua"), "../superseded.lua", err)
                   || !read_own(&r, host, file_join(arena, folder, "superseded.lua"), "superseded.lua", err)))
        return false;
    *out = (struct lint_words){ .names = r.names, .name_count = r.name_count, .spellings = r.spellings, .spelling_count = r.spelling_count,
                                .documents = r.papers, .document_count = r.paper_count };
    return true;
}

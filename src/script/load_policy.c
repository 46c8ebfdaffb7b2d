/* SPDX-License-Identifier: GPL-3.0-or-later
 * load_policy - which documents make a policy set, each run once in its own environment; data files likewise.
 * Owns:  the state of a set; closed before the call returns.
 * Must not know: merging.
 */
#include <string.h>

#include "base/file.h"
#include "script/judge.h"
#include "script/load.h"

#define FILE_MOST ((size_t)1 << 20)
#define DOCUMENTS_MOST 128

/* What the file that was named is: a school's; one of a policy's own folder; a trust's; an update or an overlay. */
enum named_as { NAMED_SCHOOL, NAMED_BASE, NAMED_TRUST, NAMED_PART };

struct loading {
    const struct library *library;
    struct arena *arena;
    const struct policy_request *request;
    struct problems *problems;
    struct vm *vm;
    struct word_list words;
    struct document *documents;
    uint32_t count;
    struct str wanted_base;
    enum named_as as;
    struct str named;    /* the text of the file that was named */
    struct str own;      /* its name, once it has been read */
    bool full;           /* that there are too many files has been said */
};

static enum layer layer_of(const struct node *header) {
    if (node_is(header, "policy")) return LAYER_BASE;
    if (node_is(header, "update")) return LAYER_UPDATE;
    if (node_is(header, "trust")) return LAYER_TRUST;
    if (node_is(header, "overlay")) return node_field(header, "for_pupils") ? LAYER_OVERLAY_PUPILS : LAYER_OVERLAY_SETTING;
    return LAYER_SCHOOL;
}

static bool is_header(const struct word_list *words, const struct node *node) {
    for (size_t i = 0; i < words->count; i++)
        if (str_equal(words->rows[i].name, node->word)) return words->rows[i].header;
    return false;
}

static struct str name_of(const struct node *header) {
    if (!node_is(header, "policy")) return header->id;
    const struct node *id = node_field(header, "id");
    return id ? id->text : (struct str){ 0 };
}

/* Header apart from the other declarations. */
static void split(struct loading *l, struct document *document, const struct node *items, uint32_t count) {
    struct node *others = arena_array(l->arena, struct node, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        if (!is_header(&l->words, &items[i])) {
            others[document->item_count++] = items[i];
            continue;
        }
        if (document->header)
            problem_add(l->problems, CODE_HEADER, SEVERITY_ERROR, document_place(l->arena, document, items[i].line, items[i].word), "Take one of them out.",
                        "The file has two headers: '%.*s' and '%.*s'.", STR_ARG(document->header->word), STR_ARG(items[i].word));
        else document->header = &items[i];
    }
    document->items = others;
    if (document->header) {
        document->layer = layer_of(document->header);
        document->name = name_of(document->header);
    }
}

/* True when the file could be run; its slips are among the problems. */
static bool load_text(struct loading *l, struct str path, struct str text, enum layer layer, struct str name) {
    const struct node *items = NULL;
    uint32_t count = 0;
    if (l->count == DOCUMENTS_MOST) {
        if (!l->full)
            problem_add(l->problems, CODE_BUDGET, SEVERITY_ERROR, (struct place){ .file = path, .line = 1 },
                        "Put several clauses into one file.", "There are more than %d files in this policy.", DOCUMENTS_MOST);
        l->full = true;
        return false;
    }
    const struct chunk *chunk = chunk_read(l->arena, text, str_c(l->arena, path), WORLD_POLICY, l->problems);
    struct document *document = &l->documents[l->count++];
    *document = (struct document){ .layer = layer, .path = path, .name = name, .source = text, .tokens = lex_tokens(&chunk->lexed),
                                   .token_count = chunk->lexed.count };
    if (!chunk->open || vm_used_up(l->vm->L)) return false; /* the file that used up the set's share has been named */
    bool ran = declare_file(l->vm, l->arena, &l->words, l->count - 1, chunk, &items, &count, l->problems);
    split(l, document, items, count);
    return ran;
}

static bool load_library_file(struct loading *l, struct str path, enum layer layer, struct str name, struct err *err) {
    struct str bytes;
    if (!library_file(l->library, l->arena, path, &bytes, err)) return false;
    (void)!load_text(l, path, bytes, layer, name);
    return true;
}

/* A trust may keep policies of its own beside its schools: `policies/` next to the school's folder comes first. */
static const char *beside(struct loading *l, const char *name) {
    static const char *const ABOVE[] = { [NAMED_SCHOOL] = "../", [NAMED_BASE] = "../../", [NAMED_TRUST] = "", [NAMED_PART] = "../../" };
    const char *folder = l->request->folder ? l->request->folder : l->request->beside;
    if (!folder) return NULL;
    return file_join(l->arena, folder, str_c(l->arena, str_format(l->arena, "%s%s", ABOVE[l->as], name)));
}

static struct str shown_in(struct loading *l, struct str folder, struct str name) {
    return folder.size ? str_format(l->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name)) : name;
}

static bool load_folder(struct loading *l, const char *folder, struct str shown, enum layer layer, struct str name, struct err *err) {
    struct str *names;
    size_t count;
    if (!file_list(l->arena, folder, &names, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        struct str bytes;
        if (!str_ends(names[i], ".lua") || str_equal(names[i], l->own)) continue;
        if (!file_read(l->arena, file_join(l->arena, folder, str_c(l->arena, names[i])), FILE_MOST, &bytes, err)) return false;
        (void)!load_text(l, shown_in(l, shown, names[i]), bytes, layer, name);
    }
    return true;
}

/* The name becomes a part of a path: it must not lead out of the folder of policies. */
static bool is_plain_name(struct str name) {
    for (size_t i = 0; i < name.size; i++)
        if (name.at[i] == '/' || name.at[i] == '\\' || (name.at[i] == '.' && (i == 0 || name.at[i - 1] == '.'))) return false;
    return name.size > 0;
}

static bool load_base(struct loading *l, struct err *err) {
    struct str name = l->wanted_base;
    if (!is_plain_name(name)) return true; /* nothing is called so */
    const char *own = beside(l, str_c(l->arena, str_format(l->arena, "policies/%.*s", STR_ARG(name))));
    if (own && file_is_folder(own)) return load_folder(l, own, str_format(l->arena, "policies/%.*s", STR_ARG(name)), LAYER_BASE, name, err);
    const struct str *paths;
    size_t count;
    struct str prefix = str_format(l->arena, "policies/%.*s/", STR_ARG(name));
    if (!library_list(l->library, l->arena, str_c(l->arena, prefix), &paths, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
        if (str_ends(paths[i], ".lua") && str_find(str_slice(paths[i], prefix.size, paths[i].size), STR("/")) == SIZE_MAX
            && !load_library_file(l, paths[i], LAYER_BASE, name, err)) return false;
    return true;
}

/* What ships for another policy is not looked at. */
static bool load_for_base(struct loading *l, struct str path, enum layer layer, struct err *err) {
    uint32_t before = l->count;
    if (str_equal(file_name(path), l->own)) return true;
    if (!load_library_file(l, path, layer, (struct str){ 0 }, err)) return false;
    const struct node *header = l->count > before ? l->documents[before].header : NULL;
    const struct node *of = header ? node_field(header, "of") : NULL;
    if (of && of->type == NODE_TEXT && !str_equal(of->text, l->wanted_base)) l->count = before;
    return true;
}

/* The Lua files of a folder of the trust's own, or else of the library. */
static bool load_shelf(struct loading *l, const char *name, enum layer layer, struct err *err) {
    const struct str *paths;
    size_t count;
    const char *own = beside(l, name);
    struct str prefix = str_format(l->arena, "%s/", name);
    if (own && file_is_folder(own)) return load_folder(l, own, str_from(name), layer, (struct str){ 0 }, err);
    if (!library_list(l->library, l->arena, str_c(l->arena, prefix), &paths, &count, err)) return false;
    for (size_t i = 0; i < count; i++)
        if (str_ends(paths[i], ".lua") && str_find(str_slice(paths[i], prefix.size, paths[i].size), STR("/")) == SIZE_MAX
            && !load_for_base(l, paths[i], layer, err)) return false;
    return true;
}

/* Every update that ships, so that the merger can say which has started and is not adopted; every overlay, so that it can
 * choose those that are for the school. */
static bool load_shelves(struct loading *l, struct err *err) {
    return load_shelf(l, "policies/updates", LAYER_UPDATE, err)
           && load_shelf(l, "policies/overlays", LAYER_OVERLAY_SETTING, err);
}

/* What the school's own file is called. */
static struct str school_file(const struct loading *l) {
    if (l->request->shown.size) return l->request->shown;
    return l->request->file.size ? l->request->file : STR("policy.lua");
}

/* The folder of a path as it was typed; empty: the one at hand. */
static struct str folder_shown(struct str path) {
    struct str name = file_name(path);
    return path.size > name.size ? str_slice(path, 0, path.size - name.size - 1) : (struct str){ 0 };
}

static bool load_school(struct loading *l, struct err *err) {
    const char *trust = beside(l, "trust.lua");
    struct str shown = folder_shown(school_file(l));
    if (trust && file_exists(trust)) {
        struct str text;
        if (!file_read(l->arena, trust, FILE_MOST, &text, err)) return false;
        (void)!load_text(l, shown_in(l, shown, shown.size ? STR("../trust.lua") : STR("trust.lua")), text, LAYER_TRUST, (struct str){ 0 });
    }
    uint32_t at = l->count;
    (void)!load_text(l, school_file(l), l->named, LAYER_SCHOOL, (struct str){ 0 });
    struct document *school = &l->documents[at];
    if (l->count == at) return true;
    if (node_is(school->header, "amends")) l->wanted_base = school->header->id;
    else if (school->header)
        problem_add(l->problems, CODE_HEADER, SEVERITY_ERROR, document_place(l->arena, school, school->header->line, school->header->word),
                    "Begin it with  amends \"ept-2022\" { ... }", "A school's file can not begin with '%.*s'.", STR_ARG(school->header->word));
    else if (l->problems->errors == 0)
        problem_add(l->problems, CODE_HEADER, SEVERITY_ERROR, (struct place){ .file = school_file(l), .line = 1 },
                    "Begin the file with  amends \"ept-2022\" { ... }", "The file does not say which policy it amends.");
    return true;
}

/* ---- a policy from its own folder ------------------------------------------------------------------------------------- */

/* The word with which a file says what it is, wherever it stands outside of brackets; empty: it does not say. */
static struct str header_word(struct loading *l, struct str text) {
    struct problems unheard = { .arena = l->arena };
    int depth = 0;
    if (!lex_bytes(text, "", &unheard)) return (struct str){ 0 };
    struct lexed lexed = lex_scan(l->arena, text);
    for (uint32_t i = 0; i < lexed.count; i++) {
        const struct lexeme *lexeme = &lexed.at[i];
        if (lex_is(lexeme, "{") || lex_is(lexeme, "(")) depth++;
        if (lex_is(lexeme, "}") || lex_is(lexeme, ")")) depth--;
        if (depth > 0 || lexeme->token.type != TOKEN_NAME) continue;
        for (size_t w = 0; w < l->words.count; w++)
            if (l->words.rows[w].header && str_equal(l->words.rows[w].name, lexeme->token.text)) return lexeme->token.text;
    }
    return (struct str){ 0 };
}

/* A file without a header is a further one of the policy that it lies beside. */
static enum named_as named_as(struct loading *l) {
    struct str first, word = header_word(l, l->named);
    struct err unheard = { 0 };
    if (str_is(word, "policy")) return NAMED_BASE;
    if (!l->request->file.size) return NAMED_SCHOOL;
    if (str_is(word, "trust")) return NAMED_TRUST;
    if (str_is(word, "update") || str_is(word, "overlay")) return NAMED_PART;
    if (word.size || !file_read(l->arena, file_join(l->arena, l->request->folder, "policy.lua"), FILE_MOST, &first, &unheard)) return NAMED_SCHOOL;
    return str_is(header_word(l, first), "policy") ? NAMED_BASE : NAMED_SCHOOL;
}

static bool read_named(struct loading *l, struct err *err) {
    struct str name = l->request->file.size ? l->request->file : STR("policy.lua");
    l->named = l->request->unsaved;
    if (!l->request->folder) return true;
    if (!l->named.at && !file_read(l->arena, file_join(l->arena, l->request->folder, str_c(l->arena, name)), FILE_MOST, &l->named, err)) return false;
    l->as = named_as(l);
    return true;
}

/* What is typed into an editor stands for the file of that name, which need not be there yet. */
static bool load_own_base(struct loading *l, struct err *err) {
    struct str id = file_name(str_from(l->request->folder));
    struct str shown = l->request->shown.size ? folder_shown(l->request->shown) : str_format(l->arena, "policies/%.*s", STR_ARG(id));
    l->own = l->request->file.size ? l->request->file : STR("policy.lua");
    (void)!load_text(l, shown_in(l, shown, l->own), l->named, LAYER_BASE, id);
    if (!load_folder(l, l->request->folder, shown, LAYER_BASE, id, err)) return false;
    l->own = (struct str){ 0 };
    for (uint32_t i = 0; i < l->count; i++)
        if (node_is(l->documents[i].header, "policy")) l->wanted_base = l->documents[i].name;
    for (uint32_t i = 0; i < l->count; i++)
        if (!l->documents[i].header) l->documents[i].name = l->wanted_base;
    return load_shelves(l, err);
}

/* ---- a trust's file, an update, an overlay ------------------------------------------------------------------------------- */

/* The trust adopts all, so that what was named is merged with whatever it builds on. */
static bool load_adopting_trust(struct loading *l, struct err *err) {
    const char *path = beside(l, "trust.lua");
    struct buf text = { 0 };
    struct str real = { 0 };
    if (file_exists(path) && !file_read(l->arena, path, FILE_MOST, &real, err)) return false;
    buf_add(&text, real);
    for (uint32_t i = 0; i < l->count && !real.size; i++) {
        const struct node *version = node_is(l->documents[i].header, "policy") ? node_field(l->documents[i].header, "version") : NULL;
        if (version) buf_printf(&text, "trust \"Trust\" { policy = \"%.*s\", version = \"%.*s\" }", STR_ARG(l->wanted_base), STR_ARG(version->text));
    }
    for (uint32_t i = 0; i < l->count; i++) {
        struct str adopt = str_format(l->arena, "adopt \"%.*s\"", STR_ARG(l->documents[i].name));
        if (l->documents[i].layer == LAYER_UPDATE && str_find(real, adopt) == SIZE_MAX)
            buf_printf(&text, "\n%.*s { approved = \"2000-01-01\", approved_by = \"Trust\" }", STR_ARG(adopt));
    }
    (void)!load_text(l, STR("trust.lua"), str_copy(l->arena, buf_str(&text)), LAYER_TRUST, (struct str){ 0 });
    buf_free(&text);
    return true;
}

static bool load_part(struct loading *l, struct err *err) {
    if (!load_text(l, school_file(l), l->named, LAYER_UPDATE, (struct str){ 0 }) || !l->documents[0].header) return true;
    const struct node *of = node_field(l->documents[0].header, l->as == NAMED_TRUST ? "policy" : "of");
    if (of && of->type == NODE_TEXT) l->wanted_base = of->text;
    if (!load_base(l, err)) return false;
    l->own = l->request->file;
    if (!load_shelves(l, err)) return false;
    return l->as == NAMED_TRUST || load_adopting_trust(l, err);
}

bool load_words(const struct library *library, struct arena *arena, bool tests, struct word_list *out, struct err *err) {
    struct node *module = arena_new(arena, struct node);
    if (!load_module(library, arena, "words", module, err)) return false;
    declare_read_words(arena, module, tests, out);
    return true;
}

static bool load_all(struct loading *l, struct err *err) {
    if (l->as == NAMED_BASE) return load_own_base(l, err);
    if (l->as != NAMED_SCHOOL) return load_part(l, err);
    if (l->request->folder && !load_school(l, err)) return false;
    if (!l->wanted_base.size) l->wanted_base = l->request->base.size ? l->request->base : STR("ept-2022");
    uint32_t before = l->count;
    if (!load_base(l, err)) return false;
    if (l->count > before) return load_shelves(l, err);
    struct place place = { .file = school_file(l) };
    if (before) place = document_place(l->arena, &l->documents[before - 1], 1, l->wanted_base);
    problem_add(l->problems, CODE_UNKNOWN_TARGET, SEVERITY_ERROR, place, "The policy that ships is called 'ept-2022'.", "There is no policy called '%.*s'.",
                STR_ARG(l->wanted_base));
    return true;
}

bool load_policy(const struct library *library, struct arena *arena, const struct policy_request *request, struct policy_set **out,
                 struct problems *problems, struct err *err) {
    struct loading l = { .library = library, .arena = arena, .request = request, .problems = problems,
                         .documents = arena_array(arena, struct document, DOCUMENTS_MOST) };
    struct kinds *kinds;
    if (!load_words(library, arena, false, &l.words, err) || !read_named(&l, err)) return false;
    /* The vocabulary lies in a school's folder and the trust's above, or in the trust's alone. */
    const char *folder = l.as == NAMED_BASE || l.as == NAMED_PART ? file_join(arena, request->folder, "..") : request->folder;
    if (l.as == NAMED_TRUST && file_is_folder(beside(&l, "policies"))) folder = beside(&l, "policies");
    if (!load_kinds(library, arena, folder, &kinds, problems, err)) return false;
    declare_add_kinds(arena, kinds, &l.words);
    l.vm = vm_open(arena, WORLD_POLICY, library);
    bool good = load_all(&l, err);
    *out = arena_new(arena, struct policy_set);
    **out = (struct policy_set){ .documents = l.documents, .document_count = l.count, .vocabulary = folder };
    good = good && problems->errors == 0;
    if (good && judge_has_any(l.vm)) (*out)->hatch = judge_open(arena, l.vm);
    else vm_close(l.vm);
    return good;
}

bool load_data(struct arena *arena, const char *path, const char *words, struct node *out, struct problems *problems, struct err *err) {
    struct str text, shown = file_name(str_from(path));
    struct word_list list;
    const struct node *items = NULL;
    *out = (struct node){ .type = NODE_TABLE };
    if (!file_read(arena, path, FILE_MOST, &text, err)) return false;
    const struct chunk *chunk = chunk_read(arena, text, str_c(arena, shown), WORLD_DATA, problems);
    if (!chunk->open) return err_set(err, CODE_LOAD, "%.*s can not be read.", STR_ARG(shown));
    declare_data_words(arena, words, &list);
    struct vm *vm = vm_open(arena, WORLD_DATA, NULL);
    bool good = declare_file(vm, arena, &list, 0, chunk, &items, &out->item_count, problems);
    vm_close(vm);
    out->items = items;
    return good || err_set(err, CODE_LOAD, "%.*s has a slip in it.", STR_ARG(shown));
}

bool load_module(const struct library *library, struct arena *arena, const char *name, struct node *out, struct err *err) {
    struct vm *vm = vm_open(arena, WORLD_DATA, library);
    bool good = declare_module(vm, arena, name, out, err);
    vm_close(vm);
    return good;
}

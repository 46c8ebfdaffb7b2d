/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_editor - `policy editor`: two files by which an editor completes and explains the words of the language.
 * Owns:  .luarc.json and .editor/signpost.lua in the folder named.
 * Must not know: terminals; which editor it is.
 *
 * The definitions are comments in the form that lua-language-server reads (LuaCATS).
 */
#include "base/file.h"
#include "work/policy_verbs.h"
#include "work/reference.h"
#include "work/rows.h"

#define DEFINITIONS ".editor/signpost.lua"
#define SETTINGS ".luarc.json"
#define OURS "Written by signpost policy editor"
#define MOST ((size_t)4 << 20)

/* ---- comments ---- */

/* A text as lines of a comment: what a policy's own kinds.lua says may hold anything. */
static void add_comment(struct buf *out, struct str text) {
    struct str line, rest = text;
    bool more = text.size > 0;
    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        buf_add_c(out, "---");
        for (size_t i = 0; i < line.size; i++) buf_add_byte(out, (unsigned char)line.at[i] < ' ' ? ' ' : line.at[i]);
        buf_add_byte(out, '\n');
    }
}

static bool is_name(struct str text) {
    for (size_t i = 0; i < text.size; i++) {
        bool letter = (text.at[i] >= 'a' && text.at[i] <= 'z') || (text.at[i] >= 'A' && text.at[i] <= 'Z') || text.at[i] == '_';
        if (!letter && (i == 0 || text.at[i] < '0' || text.at[i] > '9')) return false;
    }
    return text.size > 0;
}

/* ---- kinds and facts ---- */

static void add_code(struct buf *out, struct str code) {
    int64_t number;
    bool whole = str_whole(code, &number);
    buf_printf(out, whole ? "%.*s" : "\"%.*s\"", STR_ARG(code));
}

static const char *type_words(enum field_type type) {
    switch (type) {
    case FIELD_FLAG: return "boolean|signpost.part";
    case FIELD_WHOLE: return "integer|signpost.part";
    case FIELD_HOURS: return "number|signpost.part";
    case FIELD_DAY:
    case FIELD_TEXT: return "string|signpost.part";
    default: return "signpost.part";
    }
}

static void add_aliases(struct buf *out, struct str owner, const struct field *fields, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (!fields[i].code_count) continue;
        buf_printf(out, "---@alias signpost.%.*s.%.*s ", STR_ARG(owner), STR_ARG(fields[i].name));
        for (uint32_t c = 0; c < fields[i].code_count; c++) {
            if (c) buf_add_byte(out, '|');
            add_code(out, fields[i].codes[c]);
        }
        buf_add_byte(out, '\n');
    }
}

static void add_class(struct buf *out, struct str owner, const struct field *fields, uint32_t count, const struct kind *of) {
    struct arena scratch = { 0 };
    add_aliases(out, owner, fields, count);
    buf_printf(out, "---@class signpost.%.*s\n", STR_ARG(owner));
    for (uint32_t i = 0; i < count; i++) {
        const struct field *field = &fields[i];
        if (!is_name(field->name) || (of && !reference_has(of, i))) continue;
        buf_printf(out, "---@field %.*s? ", STR_ARG(field->name));
        if (field->code_count)
            buf_printf(out, "signpost.%.*s.%.*s%s|signpost.part", STR_ARG(owner), STR_ARG(field->name), field->type == FIELD_SET_OF ? "[]" : "");
        else buf_add_c(out, type_words(field->type));
        buf_printf(out, " %.*s\n", STR_ARG(reference_field(&scratch, field)));
    }
    buf_add_byte(out, '\n');
    arena_free(&scratch);
}

static void add_kinds(struct buf *out, const struct reference *r) {
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++)
        add_class(out, str_format(r->arena, "facts.%s", subject_type_name((enum subject_type)type)), r->kinds->facts[type].fields,
                  r->kinds->facts[type].field_count, NULL);
    for (uint32_t k = 0; k < r->kinds->kind_count; k++) {
        const struct kind *kind = &r->kinds->kinds[k];
        if (!is_name(kind->name)) continue;
        add_class(out, kind->name, kind->fields, kind->field_count, kind);
        if (reference_how(r, kind->name).size) continue; /* a word of the language comes first */
        add_comment(out, kind->about);
        buf_printf(out, "---@param fields signpost.%.*s\n---@return signpost.part\nfunction %.*s(fields) end\n\n", STR_ARG(kind->name), STR_ARG(kind->name));
    }
}

/* ---- words ---- */

/* Words whose braces hold the facts of somebody. */
static const char *facts_of(struct str word) {
    static const struct { const char *word, *facts; } ROWS[] = {
        { "pupils", "pupil" }, { "pupil", "pupil" }, { "staff", "staff" }, { "organisations", "organisation" }, { "organisation", "organisation" },
        { "school", "school" }, { "the_school", "school" },
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        if (str_is(word, ROWS[i].word)) return ROWS[i].facts;
    return NULL;
}

static bool is_listed(const struct node *list, struct str text) {
    for (uint32_t i = 0; list && i < list->item_count; i++)
        if (str_equal(list->items[i].text, text)) return true;
    return false;
}

static void add_word_class(struct buf *out, const struct reference *r, struct str word) {
    const struct node *row = reference_row(r, word), *explained = reference_explained(r, word);
    const struct node *fields = explained ? node_field(explained, "fields") : NULL, *needs = row ? node_field(row, "needs") : NULL;
    const struct node *items = row ? node_field(row, "items") : NULL, *open = row ? node_field(row, "fields") : NULL;
    const char *facts = facts_of(word);
    buf_printf(out, "---@class signpost.word.%.*s%s%s\n", STR_ARG(word), facts ? " : signpost.facts." : "", facts ? facts : "");
    for (uint32_t i = 0; fields && i < fields->field_count; i++) {
        struct str name = fields->fields[i].key;
        buf_printf(out, "---@field %.*s%s any %.*s\n", STR_ARG(name), is_listed(needs, name) ? "" : "?", STR_ARG(fields->fields[i].value.text));
    }
    if (open && open->type == NODE_TEXT && !facts) buf_add_c(out, "---@field [string] any\n");
    if ((items && items->yes) || facts) buf_add_c(out, "---@field [integer] any\n");
    buf_add_byte(out, '\n');
}

static void add_explanation(struct buf *out, const struct reference *r, struct str word) {
    const struct node *explained = reference_explained(r, word);
    const struct node *says = explained ? node_field(explained, "says") : NULL, *example = explained ? node_field(explained, "example") : NULL;
    add_comment(out, reference_about(r, word));
    if (says) add_comment(out, says->text);
    buf_add_c(out, "---\n");
    add_comment(out, str_format(r->arena, "    %.*s", STR_ARG(reference_form(r, word))));
    if (!example) return;
    buf_add_c(out, "---\n---```lua\n");
    add_comment(out, example->text);
    buf_add_c(out, "---```\n");
}

static void add_word(struct buf *out, const struct reference *r, struct str word) {
    struct str how = reference_how(r, word);
    const struct node *row = reference_row(r, word), *names = row ? node_field(row, "names") : NULL;
    bool braces = str_is(how, "id") || str_is(how, "table") || str_is(how, "either");
    if (braces) add_word_class(out, r, word);
    if (names && names->yes)
        buf_printf(out, "---@class signpost.names.%.*s\n---@field [string] signpost.part\n---@operator call(string): fun(fields: signpost.word.%.*s): signpost.part\n\n",
                   STR_ARG(word), STR_ARG(word));
    add_explanation(out, r, word);
    if (names && names->yes) {
        buf_printf(out, "---@type signpost.names.%.*s\n%.*s = {}\n\n", STR_ARG(word), STR_ARG(word));
    } else if (str_is(how, "value")) {
        buf_printf(out, "---@type signpost.part\n%.*s = {}\n\n", STR_ARG(word));
    } else if (str_is(how, "name")) {
        buf_printf(out, "---@type table<string, signpost.part>\n%.*s = {}\n\n", STR_ARG(word));
    } else if (str_is(how, "call")) {
        buf_printf(out, "---@param ... any\n---@return signpost.part\nfunction %.*s(...) end\n\n", STR_ARG(word));
    } else if (str_is(how, "table")) {
        buf_printf(out, "---@param fields signpost.word.%.*s\n---@return signpost.part\nfunction %.*s(fields) end\n\n", STR_ARG(word), STR_ARG(word));
    } else {
        if (str_is(how, "either")) buf_printf(out, "---@overload fun(fields: signpost.word.%.*s): signpost.part\n", STR_ARG(word));
        buf_printf(out, "---@param name string\n---@return fun(fields: signpost.word.%.*s): signpost.part\nfunction %.*s(name) end\n\n", STR_ARG(word), STR_ARG(word));
    }
}

static struct str definitions(const struct reference *r) {
    struct buf out = { 0 };
    struct str *names;
    size_t count = reference_names(r, &names);
    buf_add_c(&out, "---@meta signpost\n-- " OURS "; run it again when the program or kinds.lua changes.\n"
                    "-- For the editor alone: no policy reads this file.\n\n"
                    "---What a word gives: it stands where a value, a record, a window or a person is asked for.\n---@class signpost.part\n\n");
    add_kinds(&out, r);
    for (size_t i = 0; i < count; i++)
        if (reference_how(r, names[i]).size) add_word(&out, r, names[i]);
    struct str text = str_copy(r->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static const char SETTINGS_TEXT[] =
    "{\n"
    "  \"signpost\": \"" OURS "\",\n"
    "  \"runtime.version\": \"Lua 5.4\",\n"
    "  \"runtime.builtin\": { \"coroutine\": \"disable\", \"debug\": \"disable\", \"io\": \"disable\", \"os\": \"disable\", \"package\": \"disable\" },\n"
    "  \"workspace.library\": [\".editor\"],\n"
    "  \"workspace.checkThirdParty\": false,\n"
    "  \"completion.callSnippet\": \"Disable\"\n"
    "}\n";

/* ---- the verb ---- */

static bool put(struct arena *arena, const char *folder, const char *name, struct str text, struct err *err) {
    const char *path = file_join(arena, folder, name);
    struct str there;
    if (file_exists(path)) {
        if (!file_read(arena, path, MOST, &there, err)) return false;
        if (str_find(there, STR(OURS)) == SIZE_MAX) {
            err_set(err, CODE_FILE_IN_USE, "%s is there and is not ours.", path);
            return err_next(err, "move it away, or name another folder with --out");
        }
    }
    return file_write(path, text, err);
}

static bool run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct reference r;
    struct arena *arena = answer->arena;
    struct str out = call_option(call, "out");
    const char *folder = out.size ? str_c(arena, out) : call->folder;
    if (!folder) {
        err_set(&err, CODE_ARGUMENTS, "Where do the policy files lie? Outside a school it needs a folder.");
        err_next(&err, "policy editor --out FOLDER");
        return answer_fail(answer, &err);
    }
    if (!reference_open(call, arena, &r, &err) || !file_make_folder(folder, &err) || !put(arena, folder, SETTINGS, str_from(SETTINGS_TEXT), &err)
        || !file_make_folder(file_join(arena, folder, ".editor"), &err) || !put(arena, folder, DEFINITIONS, definitions(&r), &err))
        return answer_fail(answer, &err);
    answer->page = page_new(arena, STR("Files for an editor"));
    page_paragraphf(answer->page, "Wrote %s and %s in %s.", SETTINGS, DEFINITIONS, folder);
    page_paragraph(answer->page, STR("Open that folder in an editor with the Lua language server (in VS Code the extension is called Lua): it completes the "
                                     "words, their fields and their codes, and shows what each one means."));
    struct sheet *sheet = sheet_new(arena, STR("files"), (struct str){ 0 });
    sheet_column(sheet, STR("file"), STR("File"), CELL_TEXT);
    sheet_row(sheet);
    sheet_text(sheet, STR(SETTINGS));
    sheet_row(sheet);
    sheet_text(sheet, STR(DEFINITIONS));
    answer->result = sheet;
    rows_json(call, answer);
    return true;
}

OPTIONS(editor, { "out", "FOLDER", "where the policy files lie; else the school's folder" });
EXAMPLES(editor, "policy editor\tthe school's folder, as an editor opens it", "policy editor --out trust\ta trust's folder");

const struct command policy_verb_editor = {
    .name = "policy editor", .group = GROUP_CHECK, .effect = EFFECT_WRITES, .usage = "[--out FOLDER]",
    .about = "Two files by which an editor completes and explains every word of the language.",
    OPTED(editor), .examples = editor_examples, .run = run
};

/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_reference - `policy reference`: the language in words, whole or one word, on the screen or as a file.
 * Owns:  nothing.
 * Must not know: terminals, what the pages say.
 */
#include "base/guess.h"
#include "work/page_file.h"
#include "work/policy_verbs.h"
#include "work/reference.h"
#include "work/rows.h"

static struct sheet *words_sheet(const struct reference *r) {
    struct str *names;
    size_t count = reference_names(r, &names);
    struct sheet *sheet = sheet_new(r->arena, STR("words"), (struct str){ 0 });
    sheet_column(sheet, STR("word"), STR("Word"), CELL_TEXT);
    sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT);
    sheet_column(sheet, STR("about"), STR("About"), CELL_TEXT);
    for (size_t i = 0; i < count; i++) {
        int32_t kind = reference_how(r, names[i]).size ? FIELD_ABSENT : kinds_find(r->kinds, names[i]);
        sheet_row(sheet);
        sheet_text(sheet, names[i]);
        sheet_text(sheet, kind < 0 ? reference_form(r, names[i]) : str_format(r->arena, "%.*s { ... }", STR_ARG(names[i])));
        sheet_text(sheet, kind < 0 ? reference_about(r, names[i]) : r->kinds->kinds[kind].about);
    }
    return sheet;
}

static bool one_word(const struct command_call *call, struct answer *answer, const struct reference *r, struct str name) {
    struct err err = { 0 };
    struct str *names;
    answer->page = page_new(answer->arena, name);
    if (reference_topic(r, name, answer->page, &answer->result)) {
        if (answer->result) rows_json(call, answer);
        return true;
    }
    answer->page = NULL;
    size_t count = reference_names(r, &names);
    struct str hint = guess_hint(answer->arena, name, names, count);
    err_set(&err, CODE_NOTHING_SELECTED, "The language has no word '%.*s'.", STR_ARG(name));
    if (hint.size) err_next(&err, "%.*s", STR_ARG(hint));
    else err_next(&err, "policy reference  shows all of it.");
    return answer_fail(answer, &err);
}

static bool run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct reference r;
    struct str file = call_option(call, "out"), name = { 0 };
    for (size_t i = 0; i < call->part_count; i++)
        name = str_format(answer->arena, "%.*s%s%.*s", STR_ARG(name), i ? " " : "", STR_ARG(call->parts[i].text));
    const char *path = str_c(answer->arena, file);
    if (file.at && !page_file_check(path, &err)) return answer_fail(answer, &err);
    if (!reference_open(call, answer->arena, &r, &err)) return answer_fail(answer, &err);
    if (name.size && !file.at) return one_word(call, answer, &r, name);
    if (name.size) {
        err_set(&err, CODE_ARGUMENTS, "A file holds the whole language, not one word of it.");
        err_next(&err, "policy reference --out reference.md");
        return answer_fail(answer, &err);
    }
    struct page *page = reference_page(&r);
    answer->result = words_sheet(&r);
    answer->page = page;
    if (file.at) {
        if (!page_file_write(answer->arena, path, page, &err)) return answer_fail(answer, &err);
        answer->page = page_new(answer->arena, STR("Reference"));
        page_paragraphf(answer->page, "%zu words and kinds of record. Wrote %.*s.", answer->result->row_count, STR_ARG(file));
    }
    rows_json(call, answer);
    return true;
}

ARGUMENTS(reference, { ARGUMENT_TEXT, NULL, "WORD", true, false });
OPTIONS(reference, { "out", "FILE", "where to; the ending says how: .html, .md or .txt" });
EXAMPLES(reference, "policy reference\tevery word of the language, with examples",
         "policy reference within\tone word", "policy reference encounter\twhat a record of that kind holds",
         "policy reference --out reference.html\tto keep beside the editor");

const struct command policy_verb_reference = {
    .name = "policy reference", .group = GROUP_CHECK, .effect = EFFECT_READS, .writing_option = "out", .usage = "[WORD] [--out FILE]",
    .about = "The language of policies: every word with its fields and an example, every kind of record.",
    LISTED(reference), OPTED(reference), .examples = reference_examples, .run = run
};

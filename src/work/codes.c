/* SPDX-License-Identifier: GPL-3.0-or-later
 * codes - the word that shows code lists; see codes.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/codes.h"

#include "base/guess.h"
#include "work/code_list.h"
#include "work/rows.h"
#include "work/school.h"

static void text_or_none(struct sheet *sheet, struct str text, const char *words) {
    if (text.size) sheet_text(sheet, text);
    else sheet_none(sheet, str_from(words));
}

static struct sheet *all_lists(struct answer *answer, const struct code_lists *lists) {
    struct sheet *sheet = sheet_new(answer->arena, STR("lists"), STR("Code lists"));
    sheet_column(sheet, STR("list"), STR("List"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("about"), STR("What"), CELL_TEXT);
    sheet_column(sheet, STR("codes"), STR("Codes"), CELL_WHOLE);
    sheet_column(sheet, STR("without_label"), STR("Without label"), CELL_WHOLE);
    sheet_column(sheet, STR("source"), STR("From"), CELL_TEXT)->weak = true;
    for (size_t i = 0; i < lists->count; i++) {
        const struct code_list *list = &lists->at[i];
        int64_t blank = 0;
        for (size_t k = 0; k < list->count; k++) blank += !list->at[k].label.size;
        sheet_row(sheet);
        sheet_text(sheet, list->name);
        sheet_text(sheet, list->title);
        sheet_whole(sheet, (int64_t)list->count);
        sheet_whole(sheet, blank);
        sheet_text(sheet, list->source);
    }
    page_table(answer->page, sheet);
    page_paragraph(answer->page, STR("A label that nobody has verified is left blank.  codes.lua in the school's folder fills labels and adds codes."));
    answer_next(answer, "codes leaving_reason");
    return sheet;
}

static struct sheet *one_list(struct answer *answer, const struct code_list *list) {
    struct sheet *sheet = sheet_new(answer->arena, STR("codes"), list->title);
    sheet_column(sheet, STR("code"), STR("Code"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("label"), STR("Label"), CELL_TEXT);
    sheet_column(sheet, STR("is"), STR("Read as"), CELL_TEXT);
    sheet_column(sheet, STR("source"), STR("From"), CELL_TEXT);
    for (size_t i = 0; i < list->count; i++) {
        const struct list_code *code = &list->at[i];
        sheet_row(sheet);
        sheet_text(sheet, code->code);
        text_or_none(sheet, code->label, "not verified");
        text_or_none(sheet, code->is, "nothing");
        sheet_text(sheet, code->own ? STR("codes.lua") : code->over ? STR("shipped; no longer given") : STR("shipped"));
    }
    page_table(answer->page, sheet);
    page_paragraphf(answer->page, "From: %.*s.", STR_ARG(list->source));
    return sheet;
}

bool codes_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    const struct code_lists *lists;
    struct str name = { 0 };
    for (size_t i = 0; i < call->part_count && !name.at; i++)
        if (!call->parts[i].phrase) name = str_trim(call->parts[i].text);
    if (!school_for(call, answer, SCHOOL_RECORDS, &school)) return false;
    if (!code_list_load(answer->arena, school->host, school->folder, school->kinds, &lists, &answer->problems, &err))
        return answer->problems.errors ? answer_outcome(answer, problem_outcome(&answer->problems)), false : answer_fail(answer, &err);
    answer->page = page_new(answer->arena, STR("Codes"));
    const struct code_list *list = code_list_find(lists, name);
    if (name.size && !list) {
        struct str *names = arena_array(answer->arena, struct str, lists->count);
        for (size_t i = 0; i < lists->count; i++) names[i] = lists->at[i].name;
        struct str near = guess_nearest(name, names, lists->count);
        err_set(&err, CODE_NOTHING_SELECTED, "There is no list of codes called '%.*s'.", STR_ARG(name));
        if (near.size) err_next(&err, "codes %.*s", STR_ARG(near));
        else err_next(&err, "codes  lists them");
        return answer_fail(answer, &err);
    }
    answer->result = list ? one_list(answer, list) : all_lists(answer, lists);
    rows_json(call, answer);
    return true;
}

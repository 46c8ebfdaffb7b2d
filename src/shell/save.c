/* SPDX-License-Identifier: GPL-3.0-or-later
 * save - `save`; see save.h.
 * Owns:  nothing.
 * Must not know: what the rows mean.
 */
#include "shell/save.h"

#include <string.h>

#include "base/file.h"
#include "formats/csv.h"
#include "formats/html.h"
#include "formats/json.h"
#include "formats/markdown.h"
#include "formats/xlsx_write.h"
#include "work/change.h"
#include "work/rights.h"
#include "work/rows.h"
#include "work/seal.h"
#include "work/wording.h"

enum form { FORM_XLSX, FORM_CSV, FORM_JSON, FORM_HTML, FORM_MARKDOWN, FORM_NONE };

static const struct {
    const char *ending;
    enum form form;
} FORMS[] = { { "xlsx", FORM_XLSX }, { "csv", FORM_CSV }, { "json", FORM_JSON }, { "html", FORM_HTML }, { "htm", FORM_HTML }, { "md", FORM_MARKDOWN } };

struct save_plan {
    const char *path;
    struct str bytes, ending;
    size_t rows;
    bool leaves;
};

static enum form form_of(struct str path) {
    for (size_t i = 0; i < COUNT_OF(FORMS); i++)
        if (str_equal_fold_ascii(file_ending(path), str_from(FORMS[i].ending))) return FORMS[i].form;
    return FORM_NONE;
}

static struct page *page_of(struct arena *arena, const struct sheet *sheet) {
    struct page *page = page_new(arena, sheet->caption.size ? sheet->caption : sheet->name);
    page_table(page, sheet);
    return page;
}

static bool make_bytes(struct arena *arena, const struct sheet *sheet, enum form form, struct date day, struct str *out, struct err *err) {
    struct buf buf = { 0 };
    struct answer rows = { .arena = arena, .result = (struct sheet *)(uintptr_t)sheet };
    const struct command_call as_json = { .json = true };
    if (form == FORM_XLSX) return xlsx_write_sheet(arena, sheet, day, out, err);
    if (form == FORM_CSV) csv_file(&buf, sheet);
    if (form == FORM_HTML) html_page(&buf, page_of(arena, sheet));
    if (form == FORM_MARKDOWN) markdown_page(&buf, page_of(arena, sheet));
    if (form == FORM_JSON) {
        rows_json(&as_json, &rows);
        buf_add(&buf, buf_str(&rows.data));
        buf_free(&rows.data);
    }
    *out = str_copy(arena, buf_str(&buf));
    buf_free(&buf);
    return true;
}

/* The folder that the file would lie in, links resolved. */
static bool folder_of(struct arena *arena, const char *path, const char **out, struct err *err) {
    struct str text = str_from(path), name = file_name(text);
    struct str folder = str_slice(text, 0, text.size - name.size);
    const char *real;
    if (!name.size || file_is_folder(path)) {
        err_set(err, CODE_ARGUMENTS, "'%s' is a folder, not the name of a file.", path);
        return err_next(err, "save missing.xlsx");
    }
    if (file_real_path(arena, folder.size ? str_c(arena, folder) : ".", &real, err)) return *out = real, true;
    err_set(err, CODE_FILE, "There is no folder %.*s.", STR_ARG(folder));
    return err_next(err, "save in a folder that is there");
}

static bool is_inside(const char *folder, const char *school) {
    size_t size = school ? strlen(school) : 0;
    return size && strncmp(folder, school, size) == 0 && (!folder[size] || folder[size] == '/');
}

static bool refuse(struct answer *answer, enum code code, const char *said, const char *next) {
    struct err err = { 0 };
    err_set(&err, code, "%s", said);
    err_next(&err, "%s", next);
    return answer_fail(answer, &err);
}

static bool write_now(const struct save_plan *plan, struct answer *answer, struct err *err) {
    if (!file_write(plan->path, plan->bytes, err)) return answer_fail(answer, err);
    answer->page = page_new(answer->arena, STR("Saved"));
    page_paragraphf(answer->page, "Wrote %s: %.*s.", plan->path, STR_ARG(count_of(answer->arena, plan->rows, "row", "rows")));
    answer_next(answer, "open \"%s\"", plan->path);
    return true;
}

/* What is there is replaced, or leaves the school, only when somebody says so. */
static bool ask_first(const struct command_call *call, struct answer *answer, struct save_plan *plan, const struct sheet *sheet, bool there) {
    struct str columns = { 0 };
    for (size_t i = 0; i < sheet->column_count; i++)
        columns = str_format(answer->arena, "%.*s%s%.*s", STR_ARG(columns), i ? ", " : "", STR_ARG(sheet->columns[i].title));
    answer->page = page_new(answer->arena, STR("Save"));
    struct str rows = count_of(answer->arena, plan->rows, "row", "rows");
    page_paragraphf(answer->page, "%.*s with %.*s, to %s.", STR_ARG(rows), STR_ARG(columns), plan->path);
    if (plan->leaves && call->folder) page_paragraph(answer->page, STR("That is outside the school's folder: it counts as leaving the school and is written down in the journal. It can not be taken back."));
    if (there) page_paragraph(answer->page, STR("A file of that name is there already and would be replaced."));
    answer->plan = plan;
    answer->waits = true;
    answer->leaves = plan->leaves && call->folder ? plan->rows : 0;
    answer->question = plan->leaves ? str_format(answer->arena, "This leaves the school: %.*s.", STR_ARG(rows)) : STR("Replace it?");
    return true;
}

bool save_run(struct shell *shell, const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct save_plan *plan = arena_new(answer->arena, struct save_plan);
    struct str path = call->part_count ? str_trim(call->parts[0].text) : (struct str){ 0 };
    const char *folder = NULL;
    if (!path.size) return refuse(answer, CODE_ARGUMENTS, "Under which name?", "save missing.xlsx  or .csv .json .html .md");
    if (!shell->last) return refuse(answer, CODE_NOTHING_SELECTED, "There is no result to save yet.", "ask for one first, for example  check 9AB");
    enum form form = form_of(path);
    if (form == FORM_NONE) return refuse(answer, CODE_ARGUMENTS, "The ending of the name does not say which form is wanted.", "let it end in .xlsx, .csv, .json, .html or .md");
    *plan = (struct save_plan){ .path = str_c(answer->arena, path), .ending = file_ending(path), .rows = shell->last->row_count };
    if (!folder_of(answer->arena, plan->path, &folder, &err)) return answer_fail(answer, &err);
    plan->path = file_join(answer->arena, folder, str_c(answer->arena, file_name(path)));
    plan->leaves = call->folder && !is_inside(folder, call->folder);
    if (plan->leaves && !rights_to_leave(answer->arena, call->folder, answer, &err)) return answer_fail(answer, &err);
    if (str_starts(file_name(path), "school."))
        return refuse(answer, CODE_FILE_IN_USE, "A name that begins with 'school.' belongs to the records.", "give it another name");
    if (!make_bytes(answer->arena, shell->last, form, call->as_of, &plan->bytes, &err)) return answer_fail(answer, &err);
    bool there = file_exists(plan->path);
    if (there || plan->leaves || call->dry_run) return ask_first(call, answer, plan, shell->last, there);
    return write_now(plan, answer, &err);
}

/* The row of the journal is written before the file is there. */
static bool note(const struct command_call *call, struct answer *answer, const struct save_plan *plan, struct err *err) {
    struct school *school;
    struct change *change;
    struct change_done done;
    struct change_request request = { .verb = STR("save"), .actor = call->actor, .flags = CHANGE_FULL | CHANGE_NO_STEP, .state = VALUE_NONE };
    if (!school_for(call, answer, SCHOOL_RECORDS, &school)) return false;
    if (!change_begin(answer->arena, school, &request, &change, err)) return answer_fail(answer, err);
    change->after = seal_hex(answer->arena, plan->bytes, 64);
    struct str about = str_format(answer->arena, "left rows=%zu form=%.*s", plan->rows, STR_ARG(plan->ending));
    return change_commit(change, about, (struct str){ 0 }, &done, err) || answer_fail(answer, err);
}

bool save_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    const struct save_plan *plan = answer->plan;
    bug_if(!plan);
    answer->waits = false;
    if (plan->leaves && !note(call, answer, plan, &err)) return false;
    return write_now(plan, answer, &err);
}

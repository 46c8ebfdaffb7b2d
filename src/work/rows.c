/* SPDX-License-Identifier: GPL-3.0-or-later
 * rows - the result sheet of an answer as JSON Lines; see rows.h.
 * Owns:  nothing.
 * Must not know: what the rows mean.
 */
#include "work/rows.h"

#include "formats/json.h"
#include "work/wording.h"

static void cell_json(struct json *j, const struct cell *cell) {
    switch (cell->type) {
    case CELL_TEXT:
    case CELL_STATUS:
        json_text(j, cell->text);
        return;
    case CELL_WHOLE:
    case CELL_PERCENT:
        json_whole(j, cell->number);
        return;
    case CELL_DAY:
        json_day(j, (struct date){ (int32_t)cell->number });
        return;
    case CELL_EMPTY:
        break;
    }
    json_null(j);
}

void rows_run(const struct command_call *call, struct answer *answer, const char *word, const struct school *school) {
    if (!call->json) return;
    struct json j = json_begin(&answer->data);
    json_open(&j, '{');
    json_key(&j, "v"), json_whole(&j, 1);
    json_key(&j, "line"), json_text(&j, STR("run"));
    json_key(&j, "word"), json_text(&j, str_from(word));
    json_key(&j, "as_of"), json_day(&j, call->as_of);
    json_key(&j, "school");
    if (school->policy->school_key) json_text(&j, str_format(answer->arena, "%lld", (long long)school->policy->school_key));
    else json_null(&j);
    json_key(&j, "policy"), json_text(&j, policy_label(answer->arena, school->policy));
    json_key(&j, "policy_version"), json_text(&j, school->policy->version);
    json_close(&j);
    json_line(&j);
}

void rows_json(const struct command_call *call, struct answer *answer) {
    if (!call->json) return;
    size_t rows = answer->result ? answer->result->row_count : 0;
    for (size_t i = 0; i < rows; i++) {
        struct json j = json_begin(&answer->data);
        json_open(&j, '{');
        json_key(&j, "v"), json_whole(&j, 1);
        for (size_t c = 0; c < answer->result->column_count; c++) {
            json_key(&j, str_c(answer->arena, answer->result->columns[c].key));
            cell_json(&j, sheet_at(answer->result, i, c));
        }
        json_close(&j);
        json_line(&j);
    }
    struct json j = json_begin(&answer->data);
    json_open(&j, '{');
    json_key(&j, "v"), json_whole(&j, 1);
    json_key(&j, "line"), json_text(&j, STR("end"));
    json_key(&j, "rows"), json_whole(&j, (int64_t)rows);
    json_key(&j, "exit"), json_whole(&j, (int64_t)answer->outcome);
    json_close(&j);
    json_line(&j);
}

void rows_change(const struct command_call *call, struct answer *answer, const struct rows_change *change) {
    if (!call->json && !call->csv) return; /* the table that people had before stays theirs: `it` */
    struct sheet *sheet = sheet_new(answer->arena, STR("change"), (struct str){ 0 });
    sheet_column(sheet, STR("step"), STR("Step"), CELL_WHOLE);
    sheet_column(sheet, STR("record"), STR("Record"), CELL_WHOLE);
    sheet_column(sheet, STR("added"), STR("Added"), CELL_WHOLE);
    sheet_column(sheet, STR("changed"), STR("Changed"), CELL_WHOLE);
    sheet_row(sheet);
    if (change->step) sheet_whole(sheet, change->step);
    else sheet_none(sheet, STR("none yet"));
    if (change->record) sheet_whole(sheet, change->record);
    else sheet_none(sheet, STR("none"));
    sheet_whole(sheet, (int64_t)change->added);
    sheet_whole(sheet, (int64_t)change->changed);
    answer->result = sheet;
    buf_clear(&answer->data);
    rows_json(call, answer);
}

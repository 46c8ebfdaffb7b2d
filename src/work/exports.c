/* SPDX-License-Identifier: GPL-3.0-or-later
 * exports - the word `export`; see exports.h.
 * Owns:  the table.
 * Must not know: terminals.
 */
#include "work/exports.h"

#include "store/departure.h"
#include "work/export_left.h"
#include "work/rows.h"
#include "work/school.h"

#define SHOWN 10

const struct command *const EXPORT_VERBS[] = {
#define EXPORT(name) &export_verb_##name,
#include "work/exports.def"
#undef EXPORT
    NULL
};

static struct sheet *departures_sheet(struct arena *arena, const struct departure *rows, size_t count) {
    struct sheet *sheet = sheet_new(arena, STR("exports"), STR("What left the school"));
    sheet_column(sheet, STR("export"), STR("Number"), CELL_WHOLE)->keep = true;
    sheet_column(sheet, STR("sort"), STR("What"), CELL_TEXT);
    sheet_column(sheet, STR("day"), STR("As at"), CELL_DAY);
    sheet_column(sheet, STR("to"), STR("For"), CELL_TEXT)->weak = true;
    sheet_column(sheet, STR("pupils"), STR("Pupils"), CELL_WHOLE);
    sheet_column(sheet, STR("withheld"), STR("Kept back"), CELL_WHOLE);
    sheet_column(sheet, STR("receipt"), STR("Receipt"), CELL_DAY);
    for (size_t i = 0; i < count; i++) {
        sheet_row(sheet);
        sheet_whole(sheet, rows[i].id);
        sheet_text(sheet, rows[i].sort);
        sheet_day(sheet, rows[i].day);
        sheet_text(sheet, rows[i].recipient);
        sheet_whole(sheet, rows[i].pupils);
        sheet_whole(sheet, rows[i].withheld);
        if (date_known(rows[i].receipt_on)) sheet_day(sheet, rows[i].receipt_on);
        else sheet_none(sheet, STR("none yet"));
    }
    return sheet;
}

bool exports_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct departure *rows;
    struct labelled fields[COUNT_OF(EXPORT_VERBS)];
    size_t count = 0, left;
    if (call->part_count) return verb_unknown(command_find(STR("export")), answer->arena, call->parts[0].text, &err), answer_fail(answer, &err);
    if (!school_for(call, answer, SCHOOL_RECORDS, &school)) return false;
    if (!departure_list(school->db, answer->arena, (struct str){ 0 }, 0, SHOWN, &rows, &left, &err)) return answer_fail(answer, &err);
    for (size_t i = 0; EXPORT_VERBS[i]; i++) fields[count++] = (struct labelled){ verb_name(EXPORT_VERBS[i]), str_from(EXPORT_VERBS[i]->about) };
    answer->page = page_new(answer->arena, STR("export"));
    page_lead(answer->page, STR("export KIND ..."), (struct str){ 0 });
    page_fields(answer->page, fields, count);
    page_paragraph(answer->page, STR("help export KIND  shows what one takes.  Each shows first what would leave, for whom and why."));
    answer->result = departures_sheet(answer->arena, rows, left);
    if (left) page_table(answer->page, answer->result);
    if (!export_left_say(answer, school, &err)) return answer_fail(answer, &err);
    rows_json(call, answer);
    return true;
}

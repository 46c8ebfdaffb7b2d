/* SPDX-License-Identifier: GPL-3.0-or-later
 * intentions - export intentions: what pupils of Years 11 to 13 mean to do next (clause 4.3.8).
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/code_list.h"
#include "work/council.h"
#include "work/export.h"
#include "work/exports.h"
#include "work/note_list.h"

static const struct council_field FIELDS[] = {
    { "route", "Intends", CELL_TEXT }, { "keeps_duty", "Keeps the duty to stay on", CELL_TEXT }, { "considered", "Considered", CELL_TEXT }, { "asked_on", "Asked on", CELL_DAY },
};

static bool intentions_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct council council;
    struct notes notes;
    const struct code_lists *codes;
    if (!council_open(call, answer, ABOUT(ABOUT_DESTINATION), &council)) return false;
    if (!note_list(answer->arena, council.school, STR("intention"), call->as_of, &notes, &err)) return answer_fail(answer, &err);
    if (!code_list_load(answer->arena, call->host, council.school->folder, council.school->kinds, &codes, &answer->problems, &err)) return answer_fail(answer, &err);
    struct sheet *sheet = council_sheet(&council, STR("intentions"), FIELDS, COUNT_OF(FIELDS));
    size_t without = 0;
    for (size_t i = 0; i < council.roster->pupil_count; i++) {
        const struct pupil_row *pupil = &council.roster->pupils[i];
        if (!pupil->on_roll || pupil->year == VALUE_NONE || pupil->year < 11 || pupil->year > 13) continue;
        const struct note *last = note_newest(&notes, pupil->id);
        bool all = council_row(&council, sheet, pupil, FIELDS, COUNT_OF(FIELDS));
        without += !last;
        council_text(sheet, all, code_list_words(answer->arena, codes, STR("intended_destination"), note_print(answer->arena, &notes, last, STR("route"))));
        council_text(sheet, all, note_print(answer->arena, &notes, last, STR("keeps_duty")));
        council_text(sheet, all, note_print(answer->arena, &notes, last, STR("considered")));
        council_day(sheet, all, last ? last->date : DATE_NONE);
    }
    struct export *export = council_export(&council, sheet, STR("intentions"), STR("Intended destinations of Years 11 to 13"));
    export->nothing = STR("Nobody in Years 11 to 13 is on roll: nothing leaves.");
    if (without) export->remark = str_format(answer->arena, "%zu of them have not said what they mean to do.  Their cells stay empty.", without);
    return export_offer(call, answer, council.school, export);
}

ARGUMENTS(intentions, AS_OF);
OPTIONS(intentions, EXPORT_OPTIONS);
EXAMPLES(intentions, "export intentions\twhat would leave, and about whom", "export intentions --output intentions.xlsx\tas a workbook");
const struct command export_verb_intentions = {
    .name = "export intentions", LEAVING, .usage = "[as of DATE] [--output FILE]", .about = "What pupils of Years 11 to 13 mean to do next.",
    LISTED(intentions), OPTED(intentions), .examples = intentions_examples, .run = intentions_run
};

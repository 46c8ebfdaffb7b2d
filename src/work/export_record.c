/* SPDX-License-Identifier: GPL-3.0-or-later
 * export_record - `export record WHO`: everything held about one pupil, as a page to read or as data, for a request for access.
 * Owns:  nothing.
 * Must not know: what is held (subject_access.h); terminals.
 */
#include "base/file.h"
#include "formats/html.h"
#include "formats/json.h"
#include "work/export.h"
#include "work/exports.h"
#include "work/resolve.h"
#include "work/seal.h"
#include "work/subject_access.h"
#include "work/wording.h"

#define DIGEST_DIGITS 32

/* ---- as a page -------------------------------------------------------------------------------------------------------------- */

static const char *const NOTHING[ACCESS_PARTS] = {
    [ACCESS_PERSON] = "Nothing is recorded.", [ACCESS_HISTORY] = "Nothing has changed.", [ACCESS_ACTIVITIES] = "Nothing is recorded.",
    [ACCESS_NOTES] = "Nothing was noted.", [ACCESS_DECISIONS] = "Nothing was decided.", [ACCESS_FINDINGS] = "Nothing is asked.",
    [ACCESS_MESSAGES] = "Nobody was written to.", [ACCESS_LEFT] = "Nothing left the school.", [ACCESS_JOURNAL] = "No entry that is still kept touched it.",
};

static struct str as_page(struct arena *arena, const struct school *school, const struct subject_access *access, struct date day) {
    struct str name = pupil_name(arena, access->pupil);
    struct page *page = page_new(arena, str_format(arena, "Record of %.*s", STR_ARG(name)));
    struct buf out = { 0 };
    char text[DATE_LONG_SIZE];
    page->foot = school_foot(arena, school, day);
    page_heading(page, 1, page->title);
    page_paragraphf(page, "Everything that %.*s holds about %.*s in its careers records on %s.", STR_ARG(school->name), STR_ARG(name), date_long(day, text));
    page_paragraph(page, STR("Notes that professionals wrote for each other are among them, and say so.  Other pupils are counted, not named; members of staff are "
                             "named for what they did in their work.  Entries of the journal are numbers: it holds no names."));
    for (int i = 0; i < ACCESS_PARTS; i++) {
        struct sheet *sheet = access->parts[i];
        page_heading(page, 2, sheet->caption);
        if (sheet->row_count) page_table(page, sheet);
        else page_paragraph(page, str_from(NOTHING[i]));
    }
    html_page(&out, page);
    struct str bytes = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return bytes;
}

/* ---- as data ---------------------------------------------------------------------------------------------------------------- */

static void json_cell(struct json *j, const struct cell *cell) {
    switch (cell->type) {
    case CELL_TEXT:
    case CELL_STATUS: json_text(j, cell->text); return;
    case CELL_WHOLE:
    case CELL_PERCENT: json_whole(j, cell->number); return;
    case CELL_DAY: json_day(j, (struct date){ (int32_t)cell->number }); return;
    case CELL_EMPTY: break;
    }
    json_null(j);
}

static struct str as_data(struct arena *arena, const struct school *school, const struct subject_access *access, struct date day) {
    struct buf out = { 0 };
    struct json j = json_begin(&out);
    json_open(&j, '{');
    json_key(&j, "v"), json_whole(&j, 1);
    json_key(&j, "school"), json_text(&j, school->name);
    json_key(&j, "as_at"), json_day(&j, day);
    json_key(&j, "pupil"), json_whole(&j, access->pupil->id);
    for (int i = 0; i < ACCESS_PARTS; i++) {
        const struct sheet *sheet = access->parts[i];
        json_key(&j, str_c(arena, sheet->name));
        json_open(&j, '[');
        for (size_t row = 0; row < sheet->row_count; row++) {
            json_open(&j, '{');
            for (size_t c = 0; c < sheet->column_count; c++) json_key(&j, str_c(arena, sheet->columns[c].key)), json_cell(&j, sheet_at(sheet, row, c));
            json_close(&j);
        }
        json_close(&j);
    }
    json_close(&j);
    json_line(&j);
    struct str bytes = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return bytes;
}

/* ---- the word ------------------------------------------------------------------------------------------------------------------ */

static struct str counts(struct arena *arena, const struct subject_access *access) {
    static const struct { enum access_part part; const char *one, *many; } SAID[] = {
        { ACCESS_ACTIVITIES, "activity", "activities" }, { ACCESS_NOTES, "note", "notes" }, { ACCESS_DECISIONS, "decision", "decisions" },
        { ACCESS_FINDINGS, "answer of the policy", "answers of the policy" }, { ACCESS_MESSAGES, "message", "messages" },
        { ACCESS_LEFT, "file that left", "files that left" }, { ACCESS_JOURNAL, "entry of the journal", "entries of the journal" },
    };
    struct buf out = { 0 };
    for (size_t i = 0; i < COUNT_OF(SAID); i++)
        buf_printf(&out, "%s%.*s", i ? ", " : "", STR_ARG(count_of(arena, access->parts[SAID[i].part]->row_count, SAID[i].one, SAID[i].many)));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str fields_held(struct arena *arena, const struct subject_access *access) {
    struct buf out = { 0 };
    for (int i = 0; i < ACCESS_PARTS; i++) buf_printf(&out, "%s%.*s", i ? " " : "", STR_ARG(access->parts[i]->name));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static bool wants_data(const struct command_call *call) {
    struct str output = call->output;
    if (str_ends(output, ".sealed")) output.size -= sizeof ".sealed" - 1;
    return call_has(call, "data") || str_equal_fold_ascii(file_ending(output), STR("json"));
}

static bool record_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct school *school;
    struct selection who;
    struct subject_access *access = arena_new(arena, struct subject_access);
    struct export *export = arena_new(arena, struct export);
    struct export_pupil *pupil = arena_new(arena, struct export_pupil);
    char day[DATE_ISO_SIZE];
    bool data = wants_data(call);
    if (!school_for(call, answer, SCHOOL_POLICY, &school) || !resolve_call(school, call, RESOLVE_PUPILS, &who, answer)) return false;
    if (who.pupil_count != 1) {
        err_set(&err, CODE_ARGUMENTS, "A record is asked for one pupil at a time.");
        err_next(&err, "export record \"Zoë O'Brien\"");
        return answer_fail(answer, &err);
    }
    if (!subject_access_read(arena, school, call->as_of, who.pupils[0], access, &err)) return answer_fail(answer, &err);
    bug_if(!access->pupil);
    struct str bytes = data ? as_data(arena, school, access, call->as_of) : as_page(arena, school, access, call->as_of);
    *pupil = (struct export_pupil){ .pupil = access->pupil->id, .name = pupil_name(arena, access->pupil), .digest = seal_hex(arena, bytes, DIGEST_DIGITS) };
    *export = (struct export){
        .sort = STR("record"), .title = STR("Everything held about one pupil"), .to = STR("the pupil, or whoever may ask for the pupil"),
        .basis = STR("a request for access (UK GDPR, article 15)"), .bytes = bytes, .form = data ? STR("json") : STR("html"), .fields = fields_held(arena, access),
        .pupils = pupil, .pupil_count = 1, .whole = true,
        .file = str_format(arena, "record-%lld-%s", (long long)access->pupil->id, date_iso(call->as_of, day)) };
    export->remark = str_format(arena, "It holds %.*s.  %sRead the notes before it goes: others may be spoken of without their full name.", STR_ARG(counts(arena, access)),
                                access->masked ? str_c(arena, str_format(arena, "Names of other pupils were left out in %.*s.  ", STR_ARG(count_of(arena, access->masked, "place", "places")))) : "");
    return export_offer(call, answer, school, export);
}

ARGUMENTS(record, { ARGUMENT_WHO, NULL, "WHO", true, true }, AS_OF);
OPTIONS(record, { "data", NULL, "as data (JSON) and not as a page to read" }, EXPORT_OPTIONS);
EXAMPLES(record, "export record zoe\teverything held about one pupil, as a page to read",
         "export record zoe --data\tthe same as data", "export record zoe --encrypt\tsealed for a passphrase");
const struct command export_verb_record = {
    .name = "export record", LEAVING, .usage = "WHO [--data] [as of DATE] [--output FILE]",
    .about = "Everything held about one pupil, for a request for access.",
    LISTED(record), OPTED(record), .examples = record_examples, .run = record_run
};

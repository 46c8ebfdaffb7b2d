/* SPDX-License-Identifier: GPL-3.0-or-later
 * export_again - about a file that left: the same bytes once more, and the receipt for it.
 * Owns:  nothing.
 * Must not know: what the file is for; terminals.
 */
#include "base/file.h"
#include "store/activity.h"
#include "work/export.h"
#include "work/export_left.h"
#include "work/exports.h"
#include "work/resolve.h"
#include "work/rights.h"
#include "work/rows.h"
#include "work/seal.h"
#include "work/wording.h"

struct again_plan {
    struct departure row;
    int64_t state;
    const char *path;
    struct str said_path;
    struct date receipt_on;
    struct str words;
};

static struct str first_part(const struct command_call *call) {
    for (size_t i = 0; i < call->part_count; i++)
        if (!call->parts[i].phrase) return call->parts[i].text;
    return (struct str){ 0 };
}

static bool find_departure(const struct command_call *call, struct answer *answer, struct school **school, struct departure *out, struct err *err) {
    struct str text = first_part(call);
    int64_t number = 0;
    bool found = false;
    if (text.size && text.at[0] == '#') text = str_slice(text, 1, text.size);
    if (!str_whole(text, &number)) {
        err_set(err, CODE_ARGUMENTS, text.size ? "'%.*s' is not the number of an export." : "Which export?%.*s", STR_ARG(text));
        return err_next(err, "export  alone lists them");
    }
    if (!departure_get((*school)->db, answer->arena, number, out, &found, err)) return false;
    if (found) return true;
    err_set(err, CODE_NOTHING_SELECTED, "There is no export %lld.", (long long)number);
    return err_next(err, "export  alone lists them");
}

static void departure_fields(struct answer *answer, const struct departure *row, const struct labelled *more) {
    struct labelled fields[8];
    size_t used = 0;
    char day[DATE_LONG_SIZE];
    fields[used++] = (struct labelled){ STR("export"), str_format(answer->arena, "%lld, %.*s, as at %s", (long long)row->id, STR_ARG(row->file), date_long(row->day, day)) };
    fields[used++] = (struct labelled){ STR("for"), row->recipient };
    fields[used++] = (struct labelled){ STR("because"), row->basis };
    fields[used++] = (struct labelled){ STR("about"), count_of(answer->arena, (uint64_t)row->pupils, "pupil", "pupils") };
    fields[used++] = (struct labelled){ STR("digest"), row->digest };
    if (more) fields[used++] = *more;
    page_fields(answer->page, fields, used);
}

/* ---- the same bytes once more ------------------------------------------------------------------------------------------- */

/* Nothing leaves: at most it is noted that the file has its name. */
static bool is_there(const struct command_call *call, struct answer *answer, struct school *school, const struct departure *row) {
    struct err err = { 0 };
    if (!row->placed && !call->dry_run && !export_left_placed(answer->arena, school, call->actor, row->id, &err)) return answer_fail(answer, &err);
    answer->page = page_new(answer->arena, STR("The same file again"));
    departure_fields(answer, row, NULL);
    page_paragraphf(answer->page, "exports/%.*s is there already, byte for byte what left.  For another copy:  export again %lld --output FILE", STR_ARG(row->file), (long long)row->id);
    rows_json(call, answer);
    return true;
}

static bool again_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct again_plan *plan = arena_new(answer->arena, struct again_plan);
    if (!school_for(call, answer, SCHOOL_RECORDS, &school)) return false;
    if (!find_departure(call, answer, &school, &plan->row, &err)) return answer_fail(answer, &err);
    if (!plan->row.has_bytes) {
        err_set(&err, CODE_NOTHING_SELECTED, "The bytes of export %lld are no longer kept: it is over a year old, or somebody in it was erased.", (long long)plan->row.id);
        err_next(&err, "export %.*s  makes a file of what is true now", STR_ARG(plan->row.sort));
        return answer_fail(answer, &err);
    }
    if (!call->output.size && export_left_lies(answer->arena, school, &plan->row)) return is_there(call, answer, school, &plan->row);
    if (!rights_to_leave(answer->arena, call->folder, answer, &err)) return answer_fail(answer, &err);
    if (!export_place(call, answer->arena, plan->row.file, &plan->path, &plan->said_path, &err)) return answer_fail(answer, &err);
    plan->state = school->state;
    answer->page = page_new(answer->arena, STR("The same file again"));
    departure_fields(answer, &plan->row, &(struct labelled){ STR("file"), plan->said_path });
    page_paragraph(answer->page, STR("Byte for byte what left then; what has changed since is not in it."));
    answer->plan = plan;
    answer->waits = true;
    answer->leaves = plan->row.pupils ? (size_t)plan->row.pupils : 1;
    answer->question = str_format(answer->arena, "This leaves the school once more: %.*s.", STR_ARG(count_of(answer->arena, (uint64_t)plan->row.pupils, "pupil", "pupils")));
    rows_json(call, answer);
    return true;
}

static bool leave_again(const struct command_call *call, struct answer *answer, struct school *school, struct again_plan *plan, struct change_done *done, struct err *err) {
    struct arena *arena = answer->arena;
    struct change *change;
    struct str bytes;
    struct file_draft draft;
    struct change_request request = { .verb = STR("export-again"), .actor = call->actor, .flags = CHANGE_FULL | CHANGE_NO_STEP, .state = plan->state };
    if (!departure_bytes(school->db, arena, plan->row.id, &bytes, err)) return false;
    if (!str_equal(seal_hex(arena, bytes, 64), plan->row.digest))
        return err_set(err, CODE_DAMAGED, "The bytes that are kept are not those that left: nothing was written.");
    if (!call->output.size && !file_make_folder(file_join(arena, call->folder, "exports"), err)) return false;
    if (!file_prepare(arena, plan->path, bytes, &draft, err)) return false;
    struct str about = str_format(arena, "export=%lld pupils=%lld digest=%.*s", (long long)plan->row.id, (long long)plan->row.pupils, STR_ARG(str_slice(plan->row.digest, 0, 16)));
    bool fine = change_begin(arena, school, &request, &change, err) && change_commit(change, about, (struct str){ 0 }, done, err);
    fine = fine && file_draft_place(&draft, plan->path, true, err);
    file_draft_end(&draft);
    return fine && export_left_placed(arena, school, call->actor, plan->row.id, err);
}

static bool again_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct change_done done = { 0 };
    struct again_plan *plan = answer->plan;
    bug_if(!plan);
    if (!school_for(call, answer, SCHOOL_RECORDS, &school) || !leave_again(call, answer, school, plan, &done, &err))
        return err.code == CODE_NONE ? false : answer_fail(answer, &err);
    answer->waits = false;
    answer->page = page_new(answer->arena, STR("The same file again"));
    page_paragraphf(answer->page, "%.*s is written: export %lld once more.  Journal row %lld.", STR_ARG(plan->said_path), (long long)plan->row.id, (long long)done.number);
    buf_clear(&answer->data);
    rows_json(call, answer);
    return true;
}

/* ---- the receipt --------------------------------------------------------------------------------------------------------- */

static bool receipt_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct again_plan *plan = arena_new(answer->arena, struct again_plan);
    struct str on = call_phrase(call, "on");
    char day[DATE_LONG_SIZE];
    if (!school_for(call, answer, SCHOOL_CALENDAR, &school)) return false;
    if (!find_departure(call, answer, &school, &plan->row, &err)) return answer_fail(answer, &err);
    plan->receipt_on = call->as_of;
    plan->words = call_phrase(call, "because");
    if (on.size && !resolve_date(on, call->today, school->calendar, &plan->receipt_on, &err)) return answer_fail(answer, &err);
    if (date_before(plan->receipt_on, plan->row.day) || date_after(plan->receipt_on, date_max(call->today, call->as_of))) {
        err_set(&err, CODE_ARGUMENTS, "A receipt comes after the file has left and not after today: not on %s.", date_long(plan->receipt_on, day));
        return answer_fail(answer, &err);
    }
    plan->state = school->state;
    answer->page = page_new(answer->arena, STR("Receipt"));
    struct labelled receipt = { STR("receipt"), str_format(answer->arena, "%s%s%.*s", date_long(plan->receipt_on, day), plan->words.size ? ": " : "", STR_ARG(plan->words)) };
    departure_fields(answer, &plan->row, &receipt);
    rows_change(call, answer, &(struct rows_change){ .record = plan->row.id, .changed = 1 });
    if (date_same(plan->row.receipt_on, plan->receipt_on) && str_equal(plan->row.receipt, plan->words)) {
        page_paragraph(answer->page, STR("That is written down already: nothing changes."));
        return true;
    }
    answer->plan = plan;
    answer->waits = true;
    answer->question = STR("Go ahead?");
    return true;
}

/* The records that the export made have the day too, where their kind has a field for it: rules ask for it. */
static bool mark_record(struct change *change, const struct kinds *kinds, struct arena *arena, const struct again_plan *plan, int64_t pupil, struct err *err) {
    int64_t id;
    struct activity_card card;
    bool found;
    enum wrote wrote;
    if (!activity_find(change->db, STR("export"), export_reference(arena, plan->row.id, pupil), &id, err)) return false;
    if (!id) return true;
    if (!activity_read(change->db, kinds, arena, id, &card, &found, err)) return false;
    int32_t field = found ? kind_find_field(&kinds->kinds[card.row.kind], STR("receipt_on")) : FIELD_ABSENT;
    if (field == FIELD_ABSENT) return true;
    struct field_value value = { .field = (uint32_t)field, .value = plan->receipt_on.day };
    struct activity_write row = { .id = id, .kind = card.row.kind, .date = DATE_NONE, .last_day = DATE_NONE, .organisation = VALUE_NONE, .fields = &value, .field_count = 1 };
    return activity_put(change->db, kinds, &row, &id, &wrote, err);
}

static bool mark_records(struct change *change, const struct school *school, struct arena *arena, const struct again_plan *plan, struct err *err) {
    struct departure_pupil *people;
    size_t count;
    if (!departure_people(change->db, arena, plan->row.id, &people, &count, err) || !mark_record(change, school->kinds, arena, plan, 0, err)) return false;
    for (size_t i = 0; i < count; i++)
        if (!mark_record(change, school->kinds, arena, plan, people[i].pupil, err)) return false;
    return true;
}

static bool receipt_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct change *change;
    struct change_done done;
    char day[DATE_ISO_SIZE];
    const struct again_plan *plan = answer->plan;
    bug_if(!plan);
    if (!school_for(call, answer, SCHOOL_RECORDS, &school)) return false;
    struct change_request request = { .verb = STR("export-receipt"), .actor = call->actor, .flags = CHANGE_NO_STEP, .state = plan->state };
    if (!change_begin(answer->arena, school, &request, &change, &err)) return answer_fail(answer, &err);
    if (!departure_receipt(change->db, plan->row.id, plan->receipt_on, plan->words, &err) || !mark_records(change, school, answer->arena, plan, &err)) {
        change_cancel(change);
        return answer_fail(answer, &err);
    }
    struct str about = str_format(answer->arena, "export=%lld receipt_on=%s", (long long)plan->row.id, date_iso(plan->receipt_on, day));
    if (!change_commit(change, about, (struct str){ 0 }, &done, &err)) return answer_fail(answer, &err);
    answer->waits = false;
    answer->page = page_new(answer->arena, STR("Receipt"));
    page_paragraphf(answer->page, "The receipt for export %lld is written down.  Journal row %lld.", (long long)plan->row.id, (long long)done.number);
    rows_change(call, answer, &(struct rows_change){ .record = plan->row.id, .changed = 1 });
    return true;
}

ARGUMENTS(again, { ARGUMENT_WORD, NULL, "NUMBER", false, true });
EXAMPLES(again, "export again 3\tthe file of export 3 once more, byte for byte",
         "export again 3 --output /media/stick/la.csv\tto another place");
const struct command export_verb_again = {
    .name = "export again", TEAM_LEAVES, .group = GROUP_REPORT, .effect = EFFECT_LEAVES, .needs_school = true, .takes_output = true,
    .usage = "NUMBER [--output FILE]", .about = "The same file once more, byte for byte.",
    LISTED(again), .examples = again_examples, .run = again_run, .apply = again_apply
};

ARGUMENTS(receipt, { ARGUMENT_WORD, NULL, "NUMBER", false, true }, { ARGUMENT_DATE, "on", "DATE", false, false },
          { ARGUMENT_TEXT, "because", "TEXT", false, false });
EXAMPLES(receipt, "export receipt 3 on 1 dec\tthe council said on that day that it has the file",
         "export receipt 3 on today because \"number 4711\"\twith what it said");
const struct command export_verb_receipt = {
    .name = "export receipt", TEAM_LEAVES, .group = GROUP_REPORT, .effect = EFFECT_CHANGES, .needs_school = true,
    .usage = "NUMBER [on DATE] [because TEXT]", .about = "Writes down that a file arrived.",
    .way_back = "Another receipt takes its place.",
    LISTED(receipt), .examples = receipt_examples, .run = receipt_run, .apply = receipt_apply
};

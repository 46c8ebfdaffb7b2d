/* SPDX-License-Identifier: GPL-3.0-or-later
 * journal - what was done, by whom, and whether the chain holds; see journal.h.
 * Owns:  nothing.
 * Must not know: which verb wrote a row.
 */
#include "work/journal.h"

#include "base/clock.h"
#include "store/chain.h"
#include "work/change.h"
#include "work/journal_words.h"
#include "work/redact.h"
#include "work/rows.h"

#define HEAD_DIGITS 16

struct journal_plan {
    int64_t broken, state;
    struct str why;
};

static struct str head_digits(struct arena *arena, struct str hash) {
    static const char hex[] = "0123456789abcdef";
    char text[HEAD_DIGITS + 1] = "";
    for (size_t i = 0; i < HEAD_DIGITS / 2 && i < hash.size; i++) {
        unsigned char byte = (unsigned char)hash.at[i];
        text[2 * i] = hex[byte >> 4];
        text[2 * i + 1] = hex[byte & 15];
    }
    return str_copy(arena, str_from(text));
}

static bool verify(struct school *school, struct answer *answer, int64_t *broken, struct err *err) {
    int64_t rows;
    struct chain_row head;
    if (!change_verify(answer->arena, school->db, broken, &rows, err)) return false;
    if (!db_check(school->db, true, err)) return false;
    if (*broken) {
        err_set(err, CODE_JOURNAL_BROKEN, "The chain of the journal does not hold from row %lld on.",
                (long long)*broken);
        return err_next(err, "put back a copy from backups/, or go on with  journal --accept-break \"WHY\"");
    }
    if (!chain_head(school->db, answer->arena, &head, err)) return false;
    struct str digits = head_digits(answer->arena, head.hash);
    page_paragraphf(answer->page, "The journal holds: %lld rows, head %lld %.*s.  The records are whole.",
                    (long long)rows, (long long)head.number, STR_ARG(digits));
    return true;
}

/* "Thursday 26 November 2026, 9.35 pm", in London. */
static struct str moment(struct arena *arena, int64_t at) {
    char day[DATE_LONG_SIZE];
    int64_t minutes = (((at + clock_london_offset(at)) % 86400 + 86400) % 86400) / 60;
    int hour = (int)(minutes / 60), half = hour % 12 ? hour % 12 : 12;
    return str_format(arena, "%s, %d.%02d %s", date_long(clock_london_date(at), day), half, (int)(minutes % 60),
                      hour < 12 ? "am" : "pm");
}

/* Why something was done is often about a person. */
static struct str without_why(const struct viewer *viewer, struct str about) {
    static const char *const KEYS[] = { "because=", "reason=" };
    for (size_t i = 0; i < COUNT_OF(KEYS) && !redact_may(viewer, ABOUT_REASONS); i++) {
        size_t why = str_find(about, str_from(KEYS[i]));
        if (why != SIZE_MAX) about = str_trim(str_slice(about, 0, why));
    }
    return about;
}

static bool list(const struct command_call *call, struct school *school, struct answer *answer, struct err *err) {
    struct chain_row *rows;
    struct viewer viewer;
    size_t count;
    struct str since = call_phrase(call, "since");
    bool data = call->json || call->csv;
    int64_t from = INT64_MIN;
    if (since.at) {
        struct date day;
        if (!date_read(since, call->today, &day, err)) return false;
        from = (int64_t)day.day * 86400;
        from -= clock_london_offset(from);
    }
    if (!redact_viewer(call, school, &viewer, err)) return false;
    if (!chain_since(school->db, answer->arena, from, &rows, &count, err)) return false;
    struct sheet *sheet = sheet_new(answer->arena, STR("journal"), (struct str){ 0 });
    sheet_column(sheet, STR("number"), STR("Row"), CELL_WHOLE);
    sheet_column(sheet, STR("when"), data ? STR("When (UTC)") : STR("When"), CELL_TEXT);
    sheet_column(sheet, STR("verb"), STR("Word"), CELL_TEXT);
    sheet_column(sheet, STR("who"), STR("Who"), CELL_TEXT);
    sheet_column(sheet, STR("step"), STR("Step"), CELL_WHOLE);
    if (redact_names(&viewer)) sheet_column(sheet, STR("about"), STR("What"), CELL_TEXT); /* no single change is told in counts */
    for (size_t i = 0; i < count; i++) {
        char stamp[CLOCK_STAMP_SIZE];
        sheet_row(sheet);
        sheet_whole(sheet, rows[i].number);
        sheet_text(sheet, data ? str_from(clock_stamp(rows[i].at, stamp)) : moment(answer->arena, rows[i].at));
        sheet_text(sheet, rows[i].verb);
        sheet_text(sheet, rows[i].actor);
        if (rows[i].step == VALUE_NONE)
            sheet_none(sheet, STR("none"));
        else
            sheet_whole(sheet, rows[i].step);
        rows[i].about = without_why(&viewer, rows[i].about);
        if (redact_names(&viewer)) sheet_text(sheet, data ? rows[i].about : journal_words(answer->arena, &rows[i]));
    }
    sheet = redact_sheet(answer->arena, &viewer, sheet);
    if (count)
        page_table(answer->page, sheet);
    else
        page_paragraph(answer->page, STR("Nothing was done yet."));
    answer->result = sheet;
    answer_next(answer, "journal --verify");
    return true;
}

static bool accept_preview(struct school *school, const struct command_call *call, struct answer *answer,
                           struct err *err) {
    struct journal_plan *plan = arena_new(answer->arena, struct journal_plan);
    int64_t rows;
    plan->why = str_trim(call_option(call, "accept-break"));
    if (!plan->why.size) {
        err_set(err, CODE_ARGUMENTS, "Say why the break is accepted.");
        return err_next(err, "journal --accept-break \"restored from a copy\"");
    }
    plan->state = school->state;
    if (!change_verify(answer->arena, school->db, &plan->broken, &rows, err)) return false;
    if (!plan->broken) return err_set(err, CODE_NOTHING_SELECTED, "The journal holds; there is no break to accept.");
    page_paragraphf(answer->page,
                    "The journal does not hold from row %lld on.  A new row will say that you accept this, and why.",
                    (long long)plan->broken);
    answer->waits = true;
    answer->question = STR("Go on in spite of it?");
    answer->plan = plan;
    return true;
}

bool journal_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    int64_t broken;
    if (!school_for(call, answer, SCHOOL_RECORDS, &school)) return false;
    answer->page = page_new(answer->arena, STR("Journal"));
    bool fine;
    if (call_has(call, "accept-break"))
        fine = accept_preview(school, call, answer, &err);
    else if (call_has(call, "verify"))
        fine = verify(school, answer, &broken, &err);
    else
        fine = list(call, school, answer, &err);
    if (!fine) return answer_fail(answer, &err);
    rows_json(call, answer);
    return true;
}

/* The last row that does not hold is named, so that all before it are accepted with it. */
bool journal_apply(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    struct change *change;
    struct change_done done;
    struct chain_row head;
    const struct journal_plan *plan = answer->plan;
    bug_if(!plan);
    if (!school_for(call, answer, SCHOOL_RECORDS, &school)) return false;
    struct change_request request = { .verb = STR("accept-break"),
                                      .actor = call->actor,
                                      .flags = CHANGE_NO_STEP,
                                      .state = plan->state,
                                      .accepts_break = true };
    if (!chain_head(school->db, answer->arena, &head, &err)
        || !change_begin(answer->arena, school, &request, &change, &err))
        return answer_fail(answer, &err);
    struct str about =
        str_format(answer->arena, "accepts=%lld because=%.*s", (long long)head.number, STR_ARG(plan->why));
    if (!change_commit(change, about, (struct str){ 0 }, &done, &err)) return answer_fail(answer, &err);
    answer->waits = false;
    answer->page = page_new(answer->arena, STR("Journal"));
    page_paragraphf(answer->page, "Journal row %lld accepts the break.", (long long)done.number);
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * retain_delete - `retain --delete`; see retain_delete.h.
 * Owns:  nothing.
 * Must not know: terminals; how an erasure is carried out (erasure.h).
 */
#include "work/retain_delete.h"

#include "base/utf8.h"
#include "work/erasure.h"
#include "work/keep_date.h"
#include "work/resolve.h"
#include "work/rows.h"
#include "work/wording.h"

#define NAMES_SHOWN 12
#define FILES_SHOWN 20
#define SHORTEST_NAME 3

struct delete_plan {
    bool resume;
    int64_t state;
    int64_t *pupils;
    size_t count;
    struct str reason;
    bool asked;
};

struct deleting {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;
    struct keep_dates *dates;
    const struct keep_date **who;
    size_t count, held;
    bool asked;               /* of people by name, on request */
    struct str because;       /* of one person on request; else empty */
};

/* ---- who ------------------------------------------------------------------------------------------------------------------ */

static bool on_another_day(const struct command_call *call, struct err *err) {
    if (date_same(call->as_of, call->today)) return false;
    err_set(err, CODE_ARGUMENTS, "What is past its keep date on another day can be looked at, not deleted.");
    err_next(err, "retain --delete,  without 'as of'");
    return true;
}

/* The reason stands in the journal, which is kept for good. */
static bool holds_a_name(struct deleting *d) {
    struct str text = utf8_fold(d->arena, d->because);
    for (size_t i = 0; i < d->count; i++) {
        const struct pupil_row *pupil = d->who[i]->pupil;
        const struct str names[] = { pupil->first_name, pupil->surname, pupil->known_as, pupil->upn };
        for (size_t k = 0; k < COUNT_OF(names); k++)
            if (names[k].size >= SHORTEST_NAME && str_find(text, utf8_fold(d->arena, names[k])) != SIZE_MAX) return true;
    }
    return false;
}

static bool is_held(struct deleting *d, const struct keep_date *date, struct err *err) {
    char day[DATE_LONG_SIZE];
    const struct ruling_hold *hold = date->hold;
    struct str name = pupil_name(d->arena, date->pupil), until = STR("until it is lifted");
    if (date_known(hold->until)) until = str_format(d->arena, "until %s", date_long(hold->until, day));
    err_set(err, CODE_NOT_ALLOWED, "The records of %.*s are held %.*s: %.*s.", STR_ARG(name), STR_ARG(until), STR_ARG(hold->why));
    err_next(err, "hold \"%.*s\" --end  when the reason is gone", STR_ARG(resolve_pupil_words(d->school, d->arena, d->call->as_of, date->pupil->id)));
    return true;
}

/* One person, or several by name, on request. */
static bool choose_asked(struct deleting *d, struct err *err) {
    for (size_t i = 0; i < d->dates->count; i++) {
        const struct keep_date *date = &d->dates->at[i];
        if (date->hold && is_held(d, date, err)) return false;
        d->who[d->count++] = date;
    }
    if (!d->because.size) {
        err_set(err, CODE_ARGUMENTS, "Why are they to be deleted?");
        return err_next(err, "retain PUPIL --delete because \"asked for by the family\"");
    }
    if (!holds_a_name(d)) return true;
    err_set(err, CODE_ARGUMENTS, "The reason goes into the journal, which is kept, and it holds a name that is to go.");
    return err_next(err, "because \"asked for by the family on 3 May\":  say it without the name");
}

static bool choose(struct deleting *d, struct err *err) {
    d->who = (const struct keep_date **)arena_alloc_array(d->arena, d->dates->count + 1, sizeof *d->who);
    if (d->asked) return choose_asked(d, err);
    for (size_t i = 0; i < d->dates->count; i++) {
        const struct keep_date *date = &d->dates->at[i];
        if (!keep_date_is_over(date, d->call->as_of)) continue;
        if (date->hold) d->held++;
        else d->who[d->count++] = date;
    }
    return true;
}

/* ---- the preview ---------------------------------------------------------------------------------------------------------- */

static struct str names(struct deleting *d) {
    struct buf out = { 0 };
    for (size_t i = 0; i < d->count && i < NAMES_SHOWN; i++) buf_printf(&out, "%s%.*s", i ? ", " : "", STR_ARG(pupil_name(d->arena, d->who[i]->pupil)));
    if (d->count > NAMES_SHOWN) buf_printf(&out, " and %zu more", d->count - NAMES_SHOWN);
    struct str text = str_copy(d->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str rows_words(struct arena *arena, const struct pupil_erased *rows) {
    const struct { uint64_t count; const char *one, *many; } PLACES[] = {
        { rows->notes, "note", "notes" }, { rows->meetings, "place at an activity (the activity keeps its count)", "places at activities (the activities keep their counts)" },
        { rows->facts, "fact with a history", "facts with a history" }, { rows->decisions, "decision", "decisions" }, { rows->findings, "finding of kept runs", "findings of kept runs" },
        { rows->messages, "message or notice", "messages and notices" },
    };
    struct buf out = { 0 };
    for (size_t i = 0; i < COUNT_OF(PLACES); i++)
        if (PLACES[i].count) buf_printf(&out, "%s%.*s", out.size ? ", " : "", STR_ARG(count_of(arena, PLACES[i].count, PLACES[i].one, PLACES[i].many)));
    struct str text = out.size ? str_copy(arena, buf_str(&out)) : STR("the person alone");
    buf_free(&out);
    return text;
}

/* What the policy still asks for: the latest of them. */
static struct str still_asked(struct deleting *d) {
    const struct keep_date *last = NULL;
    size_t count = 0;
    char day[DATE_LONG_SIZE];
    for (size_t i = 0; i < d->count; i++) {
        const struct keep_date *date = d->who[i];
        bool open = date->pupil->on_roll || (date_known(date->asked) && !date_before(date->asked, d->call->as_of));
        if (!open) continue;
        count++;
        if (!last || date_after(date->asked, last->asked)) last = date;
    }
    if (!last) return (struct str){ 0 };
    if (last->asked_rule < 0 || !date_known(last->asked))
        return str_format(d->arena, "%.*s still at the school: the policy asks to keep what is recorded for years after leaving, and check will call this a breach",
                          STR_ARG(count_of(d->arena, count, "is", "are")));
    const struct rule *rule = &d->school->policy->rules[last->asked_rule];
    return str_format(d->arena, "%.*s (%s) asks to keep them until %s: deleting now is a breach of it, and check will say so", STR_ARG(rule->clause),
                      basis_name(d->school->policy->clauses[rule->clause_index].basis), date_short(last->asked, day));
}

static void show(struct deleting *d, const struct erasure_would *would) {
    struct labelled fields[8];
    size_t used = 0;
    struct str files = folder_files_say(d->arena, &would->files), asked = still_asked(d);
    struct page *page = d->answer->page = page_new(d->arena, STR("Erasure"));
    fields[used++] = (struct labelled){ STR("who"), names(d) };
    fields[used++] = (struct labelled){ STR("because"), d->because.size ? d->because : STR("past the keep date") };
    if (asked.size) fields[used++] = (struct labelled){ STR("but"), asked };
    fields[used++] = (struct labelled){ STR("records"), rows_words(d->arena, &would->rows) };
    if (would->rows.steps)
        fields[used++] = (struct labelled){ STR("undo"), str_format(d->arena, "%.*s can no longer be taken back", STR_ARG(count_of(d->arena, would->rows.steps, "step", "steps"))) };
    fields[used++] = (struct labelled){ STR("files"), files.size ? str_format(d->arena, "%.*s: removed, all of them", STR_ARG(files)) : STR("no drafts of theirs, reports or copies are there") };
    fields[used++] = (struct labelled){ STR("then"), STR("a fresh copy, and a search through every file of the folder") };
    fields[used++] = (struct labelled){ STR("stays"), STR("a mark without name or number, made with a secret key: an import that has them again leaves them out") };
    page_fields(page, fields, used);
    if (d->held) page_paragraphf(page, "%.*s past the keep date %s held, and %s.", STR_ARG(count_of(d->arena, d->held, "pupil", "pupils")), d->held == 1 ? "is" : "are", d->held == 1 ? "stays" : "stay");
    page_paragraph(page, STR("This can not be undone: not by undo, and not from a copy."));
}

static void to_rows(const struct command_call *call, struct answer *answer, size_t pupils, uint64_t rows, const struct erasure_report *done) {
    if (!call->json && !call->csv) return;
    struct sheet *sheet = sheet_new(answer->arena, STR("erasure"), (struct str){ 0 });
    static const char *const KEYS[] = { "journal", "pupils", "rows", "removed", "searched", "found", "unsearched" };
    for (size_t i = 0; i < COUNT_OF(KEYS); i++) sheet_column(sheet, str_from(KEYS[i]), utf8_capital(answer->arena, str_from(KEYS[i])), CELL_WHOLE);
    sheet_row(sheet);
    if (done) sheet_whole(sheet, done->row);
    else sheet_none(sheet, STR("none yet"));
    sheet_whole(sheet, (int64_t)pupils);
    sheet_whole(sheet, (int64_t)rows);
    sheet_whole(sheet, done ? (int64_t)done->removed_count : 0);
    sheet_whole(sheet, done ? (int64_t)done->searched : 0);
    sheet_whole(sheet, done ? (int64_t)done->hit_count : 0);
    sheet_whole(sheet, done ? (int64_t)done->unsearched_count : 0);
    answer->result = sheet;
    buf_clear(&answer->data);
    rows_json(call, answer);
}

static bool preview_resume(const struct command_call *call, struct answer *answer, int64_t row) {
    struct delete_plan *plan = arena_new(answer->arena, struct delete_plan);
    plan->resume = true;
    answer->page = page_new(answer->arena, STR("Erasure"));
    page_paragraphf(answer->page, "The erasure of journal row %lld is not finished.  The rest of it comes first: the database is written anew, drafts, reports and "
                    "copies are removed, a fresh copy is made, and every file is searched.", (long long)row);
    answer->plan = plan;
    answer->waits = true;
    answer->question = STR("Finish it?");
    to_rows(call, answer, 0, 0, NULL);
    return true;
}

bool retain_delete_run(const struct command_call *call, struct answer *answer, struct school *school) {
    struct err err = { 0 };
    struct deleting d = { .call = call, .answer = answer, .arena = answer->arena, .school = school, .because = str_trim(call_phrase(call, "because")) };
    struct selection only;
    struct erasure_would would;
    struct delete_plan *plan = arena_new(answer->arena, struct delete_plan);
    int64_t row;
    for (size_t i = 0; i < call->part_count; i++) d.asked = d.asked || !call->parts[i].phrase;
    if (erasure_pending(school->folder, &row)) return preview_resume(call, answer, row);
    if (on_another_day(call, &err)) return answer_fail(answer, &err);
    if (d.asked && !resolve_call(school, call, RESOLVE_PUPILS, &only, answer)) return false;
    if (!keep_dates_read(d.arena, school, call->as_of, d.asked ? &only : NULL, &d.dates, &err) || !choose(&d, &err)) return answer_fail(answer, &err);
    if (!d.count) {
        answer->page = page_new(answer->arena, STR("Erasure"));
        page_paragraphf(answer->page, "No records are past their keep date%s: nothing changes.", d.held ? " but those that are held" : "");
        to_rows(call, answer, 0, 0, NULL);
        return true;
    }
    plan->pupils = arena_array(d.arena, int64_t, d.count);
    plan->count = d.count;
    for (size_t i = 0; i < d.count; i++) plan->pupils[i] = d.who[i]->pupil->id;
    plan->asked = d.asked;
    plan->reason = d.because.size ? str_format(d.arena, "asked: %.*s", STR_ARG(d.because)) : STR("keep-date");
    struct erasure_request request = { .pupils = plan->pupils, .count = plan->count, .day = call->today, .reason = plan->reason, .asked = plan->asked, .actor = call->actor, .state = school->state };
    if (!erasure_preview(d.arena, school, &request, &would, &err)) return answer_fail(answer, &err);
    plan->state = school->state;
    show(&d, &would);
    to_rows(call, answer, d.count, would.rows.rows, NULL);
    answer->plan = plan;
    answer->waits = true;
    answer->leaves = d.count;
    answer->question = str_format(d.arena, "Erase the records of %.*s for good?", STR_ARG(count_of(d.arena, d.count, "pupil", "pupils")));
    return true;
}

/* ---- afterwards ------------------------------------------------------------------------------------------------------------ */

static const char *text_sort(const struct remains *text) {
    static const char *const SORTS[] = { "a number, an address or a parent", "a name", "a name", "words from a note" };
    return SORTS[text->sort];
}

/* Where in the records, so that somebody can mend it. */
static void say_places(struct arena *arena, struct school *school, struct page *page, const struct remains *text, struct str files) {
    struct remains_place *places;
    struct err ignored = { 0 };
    struct buf out = { 0 };
    size_t count = 0;
    if (remains_places(school->db, arena, text->text, &places, &count, &ignored))
        for (size_t i = 0; i < count; i++) buf_printf(&out, "%s%.*s #%lld", i ? ", " : "", STR_ARG(places[i].what), (long long)places[i].id);
    if (count) page_paragraphf(page, "Still in the records (%.*s), in what was written about something else: %.*s (%s).  Correct it by hand, then make a backup.",
                               STR_ARG(files), STR_ARG(buf_str(&out)), text_sort(text));
    else page_paragraphf(page, "Still in the records (%.*s: %s), and in no record that can be named: make a backup, and ask for help.", STR_ARG(files),
                         text_sort(text));
    buf_free(&out);
}

static void list_files(struct arena *arena, struct page *page, const struct str *files, size_t count) {
    struct str *items = arena_array(arena, struct str, FILES_SHOWN + 1);
    size_t used = 0;
    for (size_t i = 0; i < count && i < FILES_SHOWN; i++) items[used++] = files[i];
    if (count > FILES_SHOWN) items[used++] = str_format(arena, "and %zu more", count - FILES_SHOWN);
    page_list(page, items, used);
}

static void say_hits(struct arena *arena, struct school *school, struct answer *answer, const struct erasure_report *report) {
    struct page *page = answer->page;
    struct str *lines = arena_array(arena, struct str, report->hit_count + 1);
    const struct remains *in_records = NULL;
    struct str kept = { 0 };
    size_t others = 0;
    for (size_t i = 0; i < report->hit_count; i++) {
        const struct search_hit *hit = &report->hits[i];
        if (hit->sort == FOLDER_RECORDS || hit->sort == FOLDER_COPY) {
            in_records = hit->first;
            kept = str_format(arena, "%.*s%s%.*s", STR_ARG(kept), kept.size ? ", " : "", STR_ARG(hit->path));
        } else lines[others++] = str_format(arena, "%.*s: %s", STR_ARG(hit->path), text_sort(hit->first));
    }
    page_paragraphf(page, "Found in %zu of %.*s.", report->hit_count, STR_ARG(count_of(arena, report->searched, "file", "files")));
    if (others) {
        page_paragraph(page, STR("For a person to decide, since they were brought in, sent out or put there by hand:"));
        list_files(arena, page, lines, others);
    }
    if (in_records) say_places(arena, school, page, in_records, kept);
    answer_outcome(answer, OUTCOME_DOUBT);
}

static void say_finished(struct arena *arena, struct school *school, struct answer *answer, const struct erasure_report *report) {
    struct page *page = answer->page;
    if (report->removed_count) {
        page_paragraphf(page, "Removed %.*s of ours:", STR_ARG(count_of(arena, report->removed_count, "file", "files")));
        list_files(arena, page, report->removed, report->removed_count);
        bool draft = false;
        for (size_t i = 0; i < report->removed_count; i++) draft = draft || str_starts(report->removed[i], "outbox/");
        if (draft) page_paragraph(page, STR("What else stood in those drafts is told anew by the next  remind --drafts  or  remind --send."));
    }
    page_paragraphf(page, "The fresh copy is backups/%.*s.", STR_ARG(report->copy));
    if (report->texts_lost) page_paragraph(page, STR("Not verified: the list of what to look for was damaged."));
    else if (!report->texts) page_paragraph(page, STR("Not verified: nothing was recorded that is theirs alone, so there is nothing to look for."));
    else if (!report->hit_count) page_paragraphf(page, "Verified: not found in %.*s.", STR_ARG(count_of(arena, report->searched, "file", "files")));
    else say_hits(arena, school, answer, report);
    if (report->unsearched_count) {
        page_paragraphf(page, "Not searched, because they can not be: look at %s yourself.", report->unsearched_count == 1 ? "it" : "them");
        list_files(arena, page, report->unsearched, report->unsearched_count);
    }
    page_paragraph(page, STR("What you typed at the prompt is forgotten; others who use it have a history of their own: ~/.local/state/signpost/history."));
    page_paragraph(page, STR("Copies elsewhere, sent files and old blocks of a flash disk are out of reach: an encrypted disk keeps the last of them closed."));
}

bool retain_delete_apply(const struct command_call *call, struct answer *answer, struct school *school) {
    struct err err = { 0 };
    struct erasure_report report;
    const struct delete_plan *plan = answer->plan;
    bug_if(!plan);
    struct erasure_request request = { .pupils = plan->pupils, .count = plan->count, .day = call->today, .reason = plan->reason, .asked = plan->asked, .actor = call->actor, .state = plan->state };
    bool fine = plan->resume ? erasure_resume(answer->arena, school, call->actor, &report, &err) : erasure_run(answer->arena, school, &request, &report, &err);
    if (!fine) return answer_fail(answer, &err);
    answer->waits = false;
    answer->forgets = report.begun;
    answer->page = page_new(answer->arena, STR("Erasure"));
    if (!report.begun) page_paragraph(answer->page, STR("It was cut off before anything was deleted: nothing was, and it can be asked for again."));
    else if (plan->resume) page_paragraphf(answer->page, "The erasure of journal row %lld went on.", (long long)report.row);
    else page_paragraphf(answer->page, "The records of %.*s are gone.  Journal row %lld.", STR_ARG(count_of(answer->arena, plan->count, "pupil", "pupils")), (long long)report.row);
    if (report.begun && report.finished) say_finished(answer->arena, school, answer, &report);
    if (!report.finished) {
        page_paragraph(answer->page, STR("It is not finished: what was deleted may still lie in the file, in drafts, reports or copies.  Every word says so until it is."));
        answer_next(answer, "retain --delete");
        (void)answer_fail(answer, &report.why);
    } else answer_next(answer, "journal");
    to_rows(call, answer, plan->count, report.rows.rows, &report);
    return true;
}

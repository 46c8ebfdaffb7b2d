/* SPDX-License-Identifier: GPL-3.0-or-later
 * retain - what is past its keep date, what is held, what comes next; see retain.h.
 * Owns:  nothing.
 * Must not know: terminals; how an erasure is carried out (erasure.h).
 */
#include "work/retain.h"

#include <stdlib.h>

#include "store/run.h"
#include "work/keep_date.h"
#include "work/retain_delete.h"
#include "work/rows.h"
#include "work/wording.h"

#define PUPILS_SHOWN 30
#define HELD_SHOWN 30
#define DATES_SHOWN 4

struct listing {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;
    struct keep_dates *dates;
    struct date since;              /* --news: the run kept last; else DATE_NONE */
    const struct keep_date **past;  /* may go: by the day, then the name */
    size_t past_count;
    const struct keep_date **held;
    size_t held_count, no_birthday, past_in_all;
};

static int by_last(const void *a, const void *b) {
    const struct keep_date *x = *(const struct keep_date *const *)a, *y = *(const struct keep_date *const *)b;
    if (!date_same(x->last, y->last)) return x->last.day < y->last.day ? -1 : 1;
    return (x > y) - (x < y); /* they lie in the order of names */
}

static void sort_out(struct listing *l) {
    l->past = (const struct keep_date **)arena_alloc_array(l->arena, l->dates->count + 1, sizeof *l->past);
    l->held = (const struct keep_date **)arena_alloc_array(l->arena, l->dates->count + 1, sizeof *l->held);
    for (size_t i = 0; i < l->dates->count; i++) {
        const struct keep_date *date = &l->dates->at[i];
        bool over = keep_date_is_over(date, l->call->as_of);
        bool is_new = !date_known(l->since) || !date_before(date->last, l->since);
        if (date->no_birthday && date_known(date->asked) && date_before(date->asked, l->call->as_of)) l->no_birthday++;
        if (date->hold) l->held[l->held_count++] = date;
        else if (over) {
            l->past_in_all++;
            if (is_new) l->past[l->past_count++] = date;
        }
    }
    if (l->past_count) qsort(l->past, l->past_count, sizeof *l->past, by_last);
}

/* ---- rows for programs, and for a workbook ------------------------------------------------------------------------------------ */

static struct str reason_key(const struct listing *l, const struct keep_date *date) {
    if (date->rule >= 0) return l->school->policy->rules[date->rule].name;
    return date->reason == KEEP_BY_RECORD_SEND ? STR("pupil record, SEND") : STR("pupil record");
}

static void add_row(const struct listing *l, struct sheet *sheet, const struct keep_date *date, bool data) {
    sheet_row(sheet);
    sheet_whole(sheet, date->pupil->id);
    if (!data || l->call->names) sheet_text(sheet, pupil_name(l->arena, date->pupil));
    sheet_day(sheet, date->pupil->left_on);
    if (date->pupil->on_roll) sheet_none(sheet, STR("on roll"));
    else sheet_day(sheet, date->last);
    sheet_text(sheet, date->pupil->on_roll || !date_known(date->last) ? STR("")
                      : data ? reason_key(l, date) : keep_date_reason(l->arena, l->school, l->dates, date));
    sheet_text(sheet, date->hold ? STR("held") : STR("past"));
    if (!date->hold) sheet_none(sheet, STR("no hold"));
    else if (date_known(date->hold->until)) sheet_day(sheet, date->hold->until);
    else sheet_none(sheet, STR("until lifted"));
}

static struct sheet *make_rows(const struct listing *l) {
    bool data = l->call->json || l->call->csv;
    struct sheet *sheet = sheet_new(l->arena, STR("retention"), STR("Records past their keep date, and records that are held"));
    sheet_column(sheet, STR("pupil"), STR("Number"), CELL_WHOLE);
    if (!data || l->call->names) sheet_column(sheet, STR("name"), STR("Pupil"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("left_on"), STR("Left on"), CELL_DAY);
    sheet_column(sheet, STR("keep_until"), STR("Kept until"), CELL_DAY);
    sheet_column(sheet, STR("reason"), STR("Because of"), CELL_TEXT);
    sheet_column(sheet, STR("state"), STR("State"), CELL_TEXT);
    sheet_column(sheet, STR("held_until"), STR("Held until"), CELL_DAY);
    for (size_t i = 0; i < l->past_count; i++) add_row(l, sheet, l->past[i], data);
    for (size_t i = 0; i < l->held_count && !date_known(l->since); i++) add_row(l, sheet, l->held[i], data);
    return sheet;
}

/* ---- the page --------------------------------------------------------------------------------------------------------------- */

struct heap {
    struct str reason;
    int year;
    size_t pupils;
};

static int by_reason(const void *a, const void *b) {
    const struct heap *x = a, *y = b;
    int order = str_compare(x->reason, y->reason);
    return order ? order : (x->year > y->year) - (x->year < y->year);
}

/* By reason and by the school year in which the day passed. */
static void show_heaps(const struct listing *l, struct page *page) {
    struct heap *heaps = arena_array(l->arena, struct heap, l->past_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < l->past_count; i++) {
        struct heap one = { keep_date_reason(l->arena, l->school, l->dates, l->past[i]), school_year_of(date_add_days(l->past[i]->last, 1)), 1 };
        size_t at = 0;
        while (at < count && by_reason(&heaps[at], &one) != 0) at++;
        if (at == count) heaps[count++] = one;
        else heaps[at].pupils++;
    }
    if (count) qsort(heaps, count, sizeof *heaps, by_reason);
    struct sheet *sheet = sheet_new(l->arena, STR("reasons"), (struct str){ 0 });
    sheet_column(sheet, STR("reason"), STR("Kept because of"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("year"), STR("Past since"), CELL_TEXT);
    sheet_column(sheet, STR("pupils"), STR("Pupils"), CELL_WHOLE);
    for (size_t i = 0; i < count; i++) {
        char year[SCHOOL_YEAR_SIZE];
        sheet_row(sheet);
        sheet_text(sheet, heaps[i].reason);
        sheet_text(sheet, str_copy(l->arena, str_from(school_year_name(heaps[i].year, year))));
        sheet_whole(sheet, (int64_t)heaps[i].pupils);
    }
    page_table(page, sheet);
}

static void show_pupils(const struct listing *l, struct page *page) {
    struct sheet *sheet = sheet_new(l->arena, STR("pupils"), (struct str){ 0 });
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("left_on"), STR("Left on"), CELL_DAY);
    sheet_column(sheet, STR("keep_until"), STR("Kept until"), CELL_DAY);
    for (size_t i = 0; i < l->past_count && i < PUPILS_SHOWN; i++) {
        sheet_row(sheet);
        sheet_text(sheet, pupil_name(l->arena, l->past[i]->pupil));
        if (date_known(l->past[i]->pupil->left_on)) sheet_day(sheet, l->past[i]->pupil->left_on);
        else sheet_none(sheet, STR("not recorded"));
        sheet_day(sheet, l->past[i]->last);
    }
    page_table(page, sheet);
    if (l->past_count > PUPILS_SHOWN) page_paragraphf(page, "And %zu more:  retain --output past.xlsx  lists them all.", l->past_count - PUPILS_SHOWN);
}

static void show_held(const struct listing *l, struct page *page) {
    struct sheet *sheet = sheet_new(l->arena, STR("held"), (struct str){ 0 });
    char day[DATE_LONG_SIZE];
    if (!l->held_count) return;
    page_heading(page, 2, STR("Held: nothing of theirs is deleted"));
    sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("until"), STR("Until"), CELL_TEXT);
    sheet_column(sheet, STR("why"), STR("Why"), CELL_TEXT);
    for (size_t i = 0; i < l->held_count && i < HELD_SHOWN; i++) {
        const struct ruling_hold *hold = l->held[i]->hold;
        sheet_row(sheet);
        sheet_text(sheet, pupil_name(l->arena, l->held[i]->pupil));
        sheet_text(sheet, date_known(hold->until) ? str_copy(l->arena, str_from(date_short(hold->until, day))) : STR("until lifted"));
        sheet_text(sheet, hold->why);
    }
    page_table(page, sheet);
    if (l->held_count > HELD_SHOWN) page_paragraphf(page, "And %zu more:  retain --output past.xlsx  lists them all.", l->held_count - HELD_SHOWN);
}

/* The soonest days to come, with how many each. */
static void show_next(const struct listing *l, struct page *page) {
    const struct keep_date **next = (const struct keep_date **)arena_alloc_array(l->arena, l->dates->count + 1, sizeof *next);
    size_t count = 0, days = 0, i = 0;
    char day[DATE_LONG_SIZE];
    struct buf text = { 0 };
    for (size_t k = 0; k < l->dates->count; k++) {
        const struct keep_date *date = &l->dates->at[k];
        if (!date->pupil->on_roll && !date->hold && date_known(date->last) && !date_before(date->last, l->call->as_of)) next[count++] = date;
    }
    if (count) qsort(next, count, sizeof *next, by_last);
    while (i < count && days < DATES_SHOWN) {
        size_t same = i;
        while (same < count && date_same(next[same]->last, next[i]->last)) same++;
        buf_printf(&text, "%s%s (%.*s)", days++ ? ", " : "", date_short(next[i]->last, day), STR_ARG(count_of(l->arena, same - i, "pupil", "pupils")));
        i = same;
    }
    if (days) page_paragraphf(page, "Kept until next: %.*s%s.", STR_ARG(buf_str(&text)), i < count ? ", and later days" : "");
    else page_paragraph(page, STR("Nobody else who has left has a day to come."));
    buf_free(&text);
}

static void make_page(struct listing *l) {
    struct page *page = l->answer->page = page_new(l->arena, STR("Retention"));
    bool news = date_known(l->since);
    if (!l->past_count) page_paragraph(page, STR("No records are past their keep date."));
    else {
        page_paragraphf(page, "%s past their keep date: the records of %.*s.", news ? "Newly" : "Now", STR_ARG(count_of(l->arena, l->past_count, "pupil", "pupils")));
        show_heaps(l, page);
        show_pupils(l, page);
    }
    if (!news) show_held(l, page);
    if (l->no_birthday && !news)
        page_paragraphf(page, "Not known of %.*s: the date of birth is not recorded, and the pupil record is kept by it.", STR_ARG(count_of(l->arena, l->no_birthday, "pupil", "pupils")));
    if (!news) show_next(l, page);
    if (l->past_count) {
        answer_next(l->answer, "hold PUPIL because \"...\"");
        answer_next(l->answer, "retain --delete");
    }
}

/* What is new is what passed since the run that was kept last; without one, everything. */
static bool read_since(struct listing *l, struct err *err) {
    struct run_info newest;
    l->since = DATE_NONE;
    if (!call_has(l->call, "news")) return true;
    if (!run_newest(l->school->db, l->arena, &newest, err)) return false;
    l->since = newest.id ? newest.as_at : DATE_FIRST;
    return true;
}

static bool list(const struct command_call *call, struct answer *answer, struct school *school, struct err *err) {
    if (call_phrase(call, "because").size) {
        err_set(err, CODE_ARGUMENTS, "A reason is asked for when something is deleted.");
        err_next(err, "retain PUPIL --delete because \"...\"");
        return answer_fail(answer, err);
    }
    struct listing l = { .call = call, .answer = answer, .arena = answer->arena, .school = school };
    struct selection only;
    bool some = false;
    for (size_t i = 0; i < call->part_count; i++) some = some || !call->parts[i].phrase;
    if (some && !resolve_call(school, call, RESOLVE_PUPILS, &only, answer)) return false;
    if (!keep_dates_read(l.arena, school, call->as_of, some ? &only : NULL, &l.dates, err) || !read_since(&l, err)) return answer_fail(answer, err);
    sort_out(&l);
    answer->result = make_rows(&l);
    if (!date_known(l.since) || l.past_count) make_page(&l);
    rows_json(call, answer);
    return true;
}

bool retain_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct school *school;
    if (!school_for(call, answer, SCHOOL_POLICY, &school)) return false;
    return call_has(call, "delete") ? retain_delete_run(call, answer, school) : list(call, answer, school, &err);
}

bool retain_apply(const struct command_call *call, struct answer *answer) {
    struct school *school;
    return school_for(call, answer, SCHOOL_POLICY, &school) && retain_delete_apply(call, answer, school);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * remind_year - what goes out from one day to another, if nothing more is recorded; see remind.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#include <string.h>

#include "work/letter.h"
#include "work/message.h"
#include "work/remind.h"
#include "work/rows.h"
#include "work/undelivered.h"
#include "work/wording.h"

#define DAYS_MOST 400

struct looking_ahead {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;
    const struct selection *selection;
    struct date from, to;
    struct waiting *waiting;       /* of an earlier day: made anew */
    struct ledger_notice *told;    /* what would count as told by then */
    size_t told_count, told_room;
    struct sheet *sheet;
    size_t messages, days;
    bool *people;                  /* who gets one */
    struct str *bars;              /* of each: why none can go; filled when one would have gone */
    struct undelivered *undelivered;
    size_t undelivered_count;
    bool texts;
};

static bool read_days(struct looking_ahead *l, struct err *err) {
    struct str from = call_phrase(l->call, "from"), to = call_phrase(l->call, "to");
    l->from = l->call->as_of;
    if (from.at && !resolve_date(from, l->call->today, l->school->calendar, &l->from, err)) return false;
    if (!to.at) {
        err_set(err, CODE_ARGUMENTS, "Until when?");
        return err_next(err, "remind from today to \"end of term\"");
    }
    if (!resolve_date(to, l->call->today, l->school->calendar, &l->to, err)) return false;
    if (!date_before(l->to, l->from) && l->to.day - l->from.day <= DAYS_MOST) return true;
    err_set(err, CODE_ARGUMENTS, "The second day comes after the first, at most %d days later.", DAYS_MOST);
    return err_next(err, "remind from today to \"end of term\"");
}

static struct ledger_notice kept(struct arena *arena, const struct ledger_notice *n) {
    struct ledger_notice copy = *n;
    copy.finding = str_copy(arena, n->finding);
    copy.step = str_copy(arena, n->step);
    copy.recipient = str_copy(arena, n->recipient);
    copy.rule = str_copy(arena, n->rule);
    return copy;
}

static void add_told(struct looking_ahead *l, const struct ledger_notice *notice) {
    if (l->told_count == l->told_room) {
        size_t room = l->told_room ? l->told_room * 2 : 256;
        struct ledger_notice *wider = arena_array(l->arena, struct ledger_notice, room);
        if (l->told_count) memcpy(wider, l->told, l->told_count * sizeof *wider);
        l->told = wider;
        l->told_room = room;
    }
    l->told[l->told_count++] = kept(l->arena, notice);
}

static void add_row(struct looking_ahead *l, const struct letter *letter, const struct digest *d, const struct agenda *agenda) {
    bool data = l->call->json || l->call->csv;
    sheet_row(l->sheet);
    sheet_day(l->sheet, agenda->as_of);
    sheet_text(l->sheet, data && !l->call->names ? str_copy(l->arena, d->person->key) : str_copy(l->arena, d->person->name));
    sheet_text(l->sheet, message_role(l->arena, agenda, d));
    sheet_whole(l->sheet, (int64_t)d->count);
    sheet_text(l->sheet, str_copy(l->arena, letter->subject));
    if (data && l->texts) sheet_text(l->sheet, str_copy(l->arena, letter->text));
    l->people[d->person - l->school->people->at] = true;
    l->messages++;
}

/* Nothing goes there, and that is said instead. */
static bool is_barred(struct looking_ahead *l, const struct digest *d, bool asked) {
    struct str bar = undelivered_bar(l->arena, l->school, l->undelivered, l->undelivered_count, d->person);
    if (bar.size && asked) l->bars[d->person - l->school->people->at] = bar;
    return bar.size > 0;
}

static void say_barred(struct looking_ahead *l) {
    const struct people *people = l->school->people;
    struct str *items = arena_array(l->arena, struct str, people->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < people->count; i++)
        if (l->bars[i].size) items[count++] = str_format(l->arena, "%.*s.", STR_ARG(l->bars[i]));
    if (count) page_list(l->answer->page, items, count);
}

/* One day, in an arena of its own; with `texts` each message in full. */
static bool one_day(struct looking_ahead *l, struct date day, struct err *err) {
    struct arena arena = { 0 };
    struct digests *digests;
    struct messages *messages;
    const struct agenda_request asked = { .as_of = day, .also = l->told, .also_count = l->told_count, .without = l->waiting };
    bool fine = remind_plan_day(&arena, l->school, &asked, &digests, err) && message_start(&arena, l->school, digests, &messages, err);
    for (size_t i = 0; fine && i < digests->count; i++) {
        const struct digest *d = &digests->at[i];
        struct ledger_notice *told = arena_array(&arena, struct ledger_notice, d->count + 1);
        if (is_barred(l, d, remind_plan_fits(digests->agenda, d, l->selection))) continue;
        size_t told_count = message_told(messages, d, told);
        for (size_t k = 0; k < told_count; k++) add_told(l, &told[k]);
        if (!remind_plan_fits(digests->agenda, d, l->selection)) continue;
        struct letter letter = message_letter(messages, d, 0);
        add_row(l, &letter, d, digests->agenda);
        if (!l->texts) continue;
        char text[DATE_LONG_SIZE];
        page_heading(l->answer->page, 2, str_format(l->arena, "%s, %.*s", date_long(day, text), STR_ARG(d->person->name)));
        page_verbatim(l->answer->page, str_format(l->arena, "Subject: %.*s\n\n%.*s", STR_ARG(letter.subject), STR_ARG(letter.text)));
    }
    l->days += fine && digests->count > 0;
    arena_free(&arena);
    return fine;
}

bool remind_year_run(const struct command_call *call, struct answer *answer, struct school *school, const struct selection *selection) {
    struct err err = { 0 };
    struct looking_ahead l = { .call = call, .answer = answer, .arena = answer->arena, .school = school, .selection = selection };
    char from[DATE_LONG_SIZE], to[DATE_LONG_SIZE];
    size_t people = 0;
    if (!remind_texts(call, &l.texts, &err) || !read_days(&l, &err) || !waiting_list(l.arena, school, call->today, false, &l.waiting, &err)) return answer_fail(answer, &err);
    answer->page = page_new(l.arena, STR("Reminders ahead"));
    l.people = arena_array(l.arena, bool, school->people->count + 1);
    l.bars = arena_array(l.arena, struct str, school->people->count + 1);
    if (!undelivered_list(l.arena, school, &l.undelivered, &l.undelivered_count, &err)) return answer_fail(answer, &err);
    l.sheet = sheet_new(l.arena, STR("ahead"), STR("What will go out, if nothing more is recorded"));
    sheet_column(l.sheet, STR("day"), STR("Day"), CELL_DAY)->keep = true;
    sheet_column(l.sheet, STR("person"), STR("Person"), CELL_TEXT)->keep = true;
    sheet_column(l.sheet, STR("role"), STR("Role"), CELL_TEXT)->weak = true;
    sheet_column(l.sheet, STR("items"), STR("Items"), CELL_WHOLE);
    sheet_column(l.sheet, STR("subject"), STR("Subject"), CELL_TEXT);
    if (l.texts && (call->json || call->csv)) sheet_column(l.sheet, STR("text"), STR("Text"), CELL_TEXT);
    for (struct date day = l.from; !date_after(day, l.to); day = date_add_days(day, 1)) {
        tick_at(call->tick, "Looking ahead", "day", (uint64_t)(day.day - l.from.day), (uint64_t)(l.to.day - l.from.day + 1));
        if (calendar_is_school_day(school->calendar, day) && !one_day(&l, day, &err)) return answer_fail(answer, &err);
    }
    for (size_t i = 0; i < school->people->count; i++) people += l.people[i];
    answer->result = l.sheet;
    page_table(answer->page, l.sheet);
    say_barred(&l);
    page_paragraphf(answer->page, "From %s to %s: %.*s to %.*s.  Nothing was sent and nothing was written.", date_short(l.from, from), date_short(l.to, to),
                    STR_ARG(count_of(l.arena, l.messages, "message", "messages")), STR_ARG(count_of(l.arena, people, "person", "people")));
    answer_next(answer, "remind");
    rows_run(call, answer, "remind", school);
    rows_json(call, answer);
    return true;
}

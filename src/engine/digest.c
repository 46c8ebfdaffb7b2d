/* SPDX-License-Identifier: GPL-3.0-or-later
 * digest - which notices become one message a person on a day; see digest.h.
 * Owns:  nothing.
 * Must not know: names, messages.
 */
#include "engine/digest.h"

#include <stdlib.h>

#define DAILY_DAYS 7
#define LATE_IN_WEEK 3 /* Thursday */

static const char *const PACES[PACE_COUNT] = { "daily", "weekly", "termly" };

enum digest_pace digest_pace(struct str word) {
    for (int i = 0; i < PACE_COUNT; i++)
        if (str_is(word, PACES[i])) return (enum digest_pace)i;
    return PACE_WEEKLY;
}

const char *digest_pace_key(enum digest_pace pace) {
    return PACES[pace];
}

/* ---- periods ---- */

/* Without written terms: September, January and April begin one. */
static struct date rough_term(struct date day, bool end) {
    static const int months[] = { 9, 1, 4, 9 };
    int year = school_year_of(day), at = 0;
    for (int i = 0; i < 3; i++)
        if (!date_before(day, school_year_day(year, months[i], 1))) at = i;
    if (!end) return school_year_day(year, months[at], 1);
    return at == 2 ? school_year_end(year) : date_add_days(school_year_day(year, months[at + 1], 1), -1);
}

static struct date term_edge(const struct calendar *calendar, struct date day, bool end) {
    size_t count;
    const struct calendar_part *terms = calendar_terms(calendar, &count);
    for (size_t i = 0; i < count; i++)
        if (!date_before(day, terms[i].opens) && !date_after(day, terms[i].closes)) return end ? terms[i].closes : terms[i].opens;
    return rough_term(day, end);
}

struct date digest_begins(const struct calendar *calendar, enum digest_pace pace, struct date day) {
    if (pace == PACE_TERMLY) return term_edge(calendar, day, false);
    return pace == PACE_WEEKLY ? date_add_days(day, -date_weekday(day)) : day;
}

struct date digest_ends(const struct calendar *calendar, enum digest_pace pace, struct date day) {
    if (pace == PACE_TERMLY) return term_edge(calendar, day, true);
    return pace == PACE_WEEKLY ? date_add_days(day, 6 - date_weekday(day)) : day;
}

struct date digest_reach(const struct calendar *calendar, enum digest_pace pace, struct date day) {
    bool late = pace == PACE_WEEKLY && date_weekday(day) >= LATE_IN_WEEK;
    return date_add_days(digest_ends(calendar, pace, day), late ? 7 : 0);
}

/* ---- lists ---- */

struct planned {
    struct arena *arena;
    const struct digest_planning *asked;
    struct digest_line *lines;
    size_t count, room;
    struct date *last;                 /* of each person, by pace: when the last list went; DATE_NONE: never */
    struct date *through;              /* of each person: the last day for which the last weekly list counts; DATE_NONE: there was none */
    bool *far;                         /* of each person: a list goes today, and looks as far ahead as it counts */
    struct date begins[PACE_COUNT];
    int32_t people;                    /* numbers below this */
};

static int by_day(const void *a, const void *b) {
    const struct digest_heard *x = a, *y = b;
    return (x->day.day > y->day.day) - (x->day.day < y->day.day);
}

/* Which of the letters were weekly lists and which came in between, told apart from the first one on. */
static void note_lists(struct planned *out) {
    const struct digest_planning *p = out->asked;
    struct digest_heard *heard = arena_array(out->arena, struct digest_heard, p->heard_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < p->heard_count; i++)
        if (p->heard[i].pace == PACE_WEEKLY && p->heard[i].person >= 0 && !date_after(p->heard[i].day, p->as_of)) heard[count++] = p->heard[i];
    if (count) qsort(heard, count, sizeof *heard, by_day);
    out->through = arena_array(out->arena, struct date, (size_t)out->people + 1);
    for (int32_t i = 0; i < out->people; i++) out->through[i] = DATE_NONE;
    for (size_t i = 0; i < count; i++) {
        struct date *through = &out->through[heard[i].person];
        if (!date_known(*through) || date_after(heard[i].day, *through)) *through = digest_reach(p->calendar, PACE_WEEKLY, heard[i].day);
    }
}

/* What was heard, in one pass: a ledger grows for years. */
static void note_heard(struct planned *out) {
    const struct digest_planning *p = out->asked;
    for (size_t i = 0; i < p->heard_count; i++)
        if (p->heard[i].person >= out->people) out->people = p->heard[i].person + 1;
    for (size_t i = 0; i < p->matter_count; i++)
        for (int k = 0; k < NOTICES_MOST; k++)
            if (p->matters[i].person[k] >= out->people) out->people = p->matters[i].person[k] + 1;
    out->far = arena_array(out->arena, bool, (size_t)out->people + 1);
    size_t places = (size_t)out->people * PACE_COUNT;
    out->last = arena_array(out->arena, struct date, places + 1);
    for (size_t i = 0; i < places; i++) out->last[i] = DATE_NONE;
    for (size_t i = 0; i < p->heard_count; i++) {
        const struct digest_heard *h = &p->heard[i];
        if (h->person < 0 || date_after(h->day, p->as_of)) continue;
        struct date *last = &out->last[(size_t)h->person * PACE_COUNT + (size_t)h->pace];
        if (!date_known(*last) || date_after(h->day, *last)) *last = h->day;
    }
    for (int pace = 0; pace < PACE_COUNT; pace++) out->begins[pace] = digest_begins(p->calendar, (enum digest_pace)pace, p->as_of);
    note_lists(out);
}

static bool heard_since(const struct planned *out, int32_t person, enum digest_pace pace, struct date since) {
    struct date last = out->last[(size_t)person * PACE_COUNT + (size_t)pace];
    return date_known(last) && !date_before(last, since);
}

static bool list_is_open(const struct planned *out, int32_t person, enum digest_pace pace) {
    if (pace != PACE_WEEKLY) return pace == PACE_DAILY || !heard_since(out, person, pace, out->begins[pace]);
    return !date_known(out->through[person]) || date_after(out->asked->as_of, out->through[person]);
}

/* The last day before the next list. */
static struct date reach(const struct planned *out, int32_t person, enum digest_pace pace) {
    if (pace == PACE_WEEKLY && !list_is_open(out, person, pace)) return out->through[person];
    return (out->far[person] ? digest_reach : digest_ends)(out->asked->calendar, pace, out->asked->as_of);
}

static bool heard_today(const struct planned *out, int32_t person) {
    bool heard = false;
    for (int pace = 0; pace < PACE_COUNT; pace++) heard = heard || heard_since(out, person, (enum digest_pace)pace, out->asked->as_of);
    return heard;
}

static struct date next_list(const struct planned *out, int32_t person, enum digest_pace pace) {
    return calendar_school_day_after(out->asked->calendar, date_add_days(reach(out, person, pace), 1));
}

/* DATE_NONE: never. */
static struct date first_told(const struct digest_matter *m, int32_t role) {
    struct date first = DATE_NONE;
    for (size_t i = 0; i < m->ledger.told_count; i++)
        if (m->ledger.told[i].role == role) first = date_min(first, m->ledger.told[i].day);
    return first;
}

/* A letter a day about the same thing helps nobody: a week after the due day, or the first telling, repeats go with the others. */
static bool is_folded(const struct planned *out, const struct digest_matter *m, const struct notice *notice) {
    struct date told = first_told(m, notice->role);
    return notice->cause == NOTICE_AGAIN && date_known(told) && out->asked->as_of.day - date_max(told, m->source.due).day >= DAILY_DAYS;
}

/* What was told before, or is told of others, goes on the first day of a list and not whenever its day comes. */
static bool waits_for_list(const struct planned *out, int32_t person, const struct notice *notice, enum digest_pace own) {
    if (own == PACE_WEEKLY && out->far[person]) return false; /* the list goes today, and not again next week */
    if (notice->at_once || (notice->cause != NOTICE_AGAIN && notice->cause != NOTICE_ESCALATED)) return false;
    if (notice->cause == NOTICE_ESCALATED && own == PACE_TERMLY) own = PACE_WEEKLY;
    return date_after(notice->planned, out->begins[own]);
}

static void add(struct planned *out, int32_t person, size_t matter, const struct notice *notice, enum digest_pace pace, enum digest_pace went) {
    for (size_t i = out->count; i-- > 0 && out->lines[i].matter == matter;)
        if (out->lines[i].person == person) return;
    if (out->count == out->room) {
        size_t room = out->room ? out->room * 2 : 64;
        struct digest_line *wider = arena_array(out->arena, struct digest_line, room);
        for (size_t i = 0; i < out->count; i++) wider[i] = out->lines[i];
        out->lines = wider;
        out->room = room;
    }
    out->lines[out->count++] = (struct digest_line){ person, matter, *notice, pace, went };
}

static const struct notice *notice_for(const struct notice *notices, size_t count, int32_t role) {
    for (size_t i = 0; i < count; i++)
        if (notices[i].role == role) return &notices[i];
    return NULL;
}

/* Down from the plan's own pace to faster ones, as long as it can not wait. */
static void take_role(struct planned *out, size_t at, int32_t role, int32_t person) {
    const struct digest_planning *p = out->asked;
    const struct digest_matter *m = &p->matters[at];
    enum digest_pace own = digest_pace(m->source.plan->digest);
    for (int pace = (int)own; pace >= PACE_DAILY; pace--) {
        struct notice notices[NOTICES_MOST];
        struct date horizon = reach(out, person, (enum digest_pace)pace);
        size_t count = notices_of(p->calendar, &m->source, &m->ledger, p->as_of, horizon, notices);
        const struct notice *notice = notice_for(notices, count, role);
        if (notice && own == PACE_DAILY && is_folded(out, m, notice)) pace = own = PACE_WEEKLY;
        if (!notice || waits_for_list(out, person, notice, own)) return;
        bool open = list_is_open(out, person, (enum digest_pace)pace);
        if (notice->at_once || open) {
            add(out, person, at, notice, own, open ? (enum digest_pace)pace : PACE_DAILY);
            return;
        }
        bool waits = date_known(first_told(m, role)) || !date_before(m->source.due, next_list(out, person, (enum digest_pace)pace));
        if (waits || (pace == PACE_WEEKLY && (m->source.asks || date_before(m->source.due, p->as_of)))) return;
    }
}

static void take(struct planned *out, size_t at) {
    const struct digest_planning *p = out->asked;
    const struct digest_matter *m = &p->matters[at];
    if (m->done) {
        const struct notice done = { .role = m->source.owner, .cause = NOTICE_DONE, .planned = p->as_of };
        if (m->person[0] != DIGEST_NOBODY && list_is_open(out, m->person[0], PACE_WEEKLY) && calendar_is_school_day(p->calendar, p->as_of))
            add(out, m->person[0], at, &done, PACE_WEEKLY, PACE_WEEKLY);
        return;
    }
    if (!m->source.open) return;
    if (m->person[0] != DIGEST_NOBODY) take_role(out, at, m->source.owner, m->person[0]);
    for (size_t i = 0; i < m->source.plan->escalate_count; i++)
        if (m->person[i + 1] != DIGEST_NOBODY && m->source.plan->escalate[i].role != m->source.owner)
            take_role(out, at, m->source.plan->escalate[i].role, m->person[i + 1]);
}

/* What begins next week opens no list on a Thursday; but a list that goes then stands for next week as well. */
static bool look_farther(struct planned *out) {
    bool any = false;
    if (date_weekday(out->asked->as_of) < LATE_IN_WEEK) return false;
    for (size_t i = 0; i < out->count; i++) any = any || out->lines[i].went == PACE_WEEKLY;
    for (size_t i = 0; any && i < out->count; i++) out->far[out->lines[i].person] = out->far[out->lines[i].person] || out->lines[i].went == PACE_WEEKLY;
    if (any) out->count = 0;
    return any;
}

static int by_person(const void *a, const void *b) {
    const struct digest_line *x = a, *y = b;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    return (x->matter > y->matter) - (x->matter < y->matter);
}

size_t digest_plan(struct arena *arena, const struct digest_planning *planning, struct digest_line **out) {
    struct planned planned = { .arena = arena, .asked = planning };
    size_t kept = 0;
    note_heard(&planned);
    for (size_t i = 0; i < planning->matter_count; i++) take(&planned, i);
    if (look_farther(&planned))
        for (size_t i = 0; i < planning->matter_count; i++) take(&planned, i);
    for (size_t i = 0; i < planned.count; i++)
        if (!heard_today(&planned, planned.lines[i].person)) planned.lines[kept++] = planned.lines[i];
    if (kept) qsort(planned.lines, kept, sizeof *planned.lines, by_person);
    *out = planned.lines;
    return kept;
}

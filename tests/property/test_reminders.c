/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_reminders - random plans, things to do and days on which the program ran: nothing is told twice, nothing is lost,
 * nothing goes on a closed day, and nobody gets a second message on one day; gaps never shrink, a letter that tells nothing
 * new comes once a week at most, and those above hear after the owner knew for as long as the plan says.  On some days some
 * letters can not leave: they are withdrawn by the next run, the same day or later, and what they told is told anew.
 * Owns:  nothing.
 * Must not know: names, messages.
 *
 * Usage: test_reminders [SEED [YEARS]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/digest.h"

enum { OWNER, LEADER, HEAD, ROLES };
enum { MATTERS = 24, TOLD = 600, PERSONS = 5, HEARD = 20000, STALE_MOST = 1 };

struct thing {
    struct plan *plan;
    struct date due, appears, done, silent_from, silent_to;
    struct date in_hand_from, in_hand_to;
    bool asks, closed;
    int32_t person[NOTICES_MOST];
    struct told told[TOLD];
    struct date planned[TOLD];
    size_t told_count;
};

struct year {
    struct arena arena;
    uint64_t seed;
    struct calendar *calendar;
    struct plan plans[4];
    struct thing things[MATTERS];
    struct digest_heard heard[HEARD];
    size_t heard_count, messages;
    struct date week;                   /* Monday of the letters counted in `stale` */
    int stale[PERSONS];
    bool stuck[PERSONS];                /* whose letter of today does not leave */
    struct date as_of;
};

static uint32_t chance(struct year *y, uint32_t below) {
    y->seed = y->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(y->seed >> 33) % below;
}

static void stop(const struct year *y, const struct thing *t, const char *what) {
    char day[DATE_ISO_SIZE], due[DATE_ISO_SIZE];
    printf("on %s, of thing %d due %s: %s\n", date_iso(y->as_of, day), t ? (int)(t - y->things) : -1, date_iso(t ? t->due : DATE_NONE, due), what);
    exit(1);
}

static struct date day(const char *iso) {
    struct date d;
    if (!date_parse_iso(str_from(iso), &d)) exit(1);
    return d;
}

static struct span in_days(int64_t n) {
    return (struct span){ .unit = SPAN_DAYS, .n = { .value = n, .param = -1 } };
}

static void make_plans(struct year *y) {
    static const char *const words[] = { "weekly", "daily", "termly", "weekly" };
    for (int i = 0; i < 4; i++) {
        struct span *steps = arena_array(&y->arena, struct span, 4), *gaps = arena_array(&y->arena, struct span, 3);
        int64_t lead = 5 + (int64_t)chance(y, 90);
        steps[0] = in_days(-lead);
        steps[1] = in_days(-(lead / 2));
        steps[2] = in_days(0);
        for (int g = 0; g < 3; g++) gaps[g] = in_days(1 + (int64_t)chance(y, 30));
        y->plans[i] = (struct plan){ .lead = in_days(lead), .steps = steps, .step_count = 1 + chance(y, 3), .then_every = gaps,
                                     .then_count = chance(y, 4), .digest = str_from(words[i]), .quiet_holidays = true, .escalate_count = chance(y, 3) };
        for (size_t e = 0; e < y->plans[i].escalate_count; e++) {
            y->plans[i].escalate[e].after = in_days(2 + (int64_t)chance(y, 28) + 28 * (int64_t)e);
            y->plans[i].escalate[e].role = (int32_t)e + LEADER;
        }
    }
}

static void make_things(struct year *y, struct date first) {
    for (int i = 0; i < MATTERS; i++) {
        struct thing *t = &y->things[i];
        *t = (struct thing){ .plan = &y->plans[chance(y, 4)], .due = date_add_days(first, (int32_t)chance(y, 330)), .done = DATE_NONE,
                             .silent_from = DATE_NONE, .silent_to = DATE_NONE, .in_hand_from = DATE_NONE, .in_hand_to = DATE_NONE, .asks = !chance(y, 5) };
        t->appears = date_add_days(t->due, (int32_t)chance(y, 120) - 100);
        for (int k = 0; k < NOTICES_MOST; k++) t->person[k] = (int32_t)chance(y, PERSONS);
        if (chance(y, 2)) t->done = date_add_days(t->appears, 1 + (int32_t)chance(y, 150));
        if (!chance(y, 4)) t->silent_from = date_add_days(t->appears, (int32_t)chance(y, 60));
        if (!chance(y, 4)) t->in_hand_from = date_add_days(t->appears, (int32_t)chance(y, 60));
        if (date_known(t->in_hand_from)) t->in_hand_to = date_add_days(t->in_hand_from, 3 + (int32_t)chance(y, 40));
        if (date_known(t->silent_from)) t->silent_to = date_add_days(t->silent_from, 3 + (int32_t)chance(y, 40));
    }
}

static void make_year(struct year *y, uint64_t seed) {
    struct err err;
    struct half_term halves[] = { { TERM_AUTUMN, 1, day("2022-09-02"), day("2022-10-21") }, { TERM_AUTUMN, 2, day("2022-10-31"), day("2022-12-16") },
                                  { TERM_SPRING, 1, day("2023-01-04"), day("2023-02-10") }, { TERM_SPRING, 2, day("2023-02-20"), day("2023-03-31") },
                                  { TERM_SUMMER, 1, day("2023-04-17"), day("2023-05-26") }, { TERM_SUMMER, 2, day("2023-06-05"), day("2023-07-21") } };
    struct closure closed = { day("2023-05-01"), day("2023-05-01"), STR("bank holiday") };
    *y = (struct year){ .seed = seed };
    if (!calendar_make(&y->arena, halves, COUNT_OF(halves), &closed, 1, &y->calendar, &err)) exit(1);
    make_plans(y);
    make_things(y, day("2022-09-10"));
}

static bool is_open(const struct year *y, const struct thing *t, struct date on) {
    (void)y;
    return !date_before(on, t->appears) && (!date_known(t->done) || date_before(on, t->done));
}

static bool is_silent(const struct thing *t, struct date on) {
    return date_known(t->silent_from) && !date_before(on, t->silent_from) && !date_after(on, t->silent_to);
}

static bool is_in_hand(const struct thing *t, struct date on) {
    return date_known(t->in_hand_from) && !date_before(on, t->in_hand_from) && !date_after(on, t->in_hand_to);
}

static struct digest_matter matter_of(const struct year *y, const struct thing *t) {
    struct digest_matter m = { .source = { .plan = t->plan, .owner = OWNER, .due = t->due, .asks = t->asks, .open = is_open(y, t, y->as_of) },
                               .ledger = { .told = t->told, .told_count = t->told_count, .silent_to = DATE_NONE, .in_hand_from = DATE_NONE, .in_hand_to = DATE_NONE } };
    if (date_known(t->in_hand_from) && !date_before(y->as_of, t->in_hand_from)) {
        m.ledger.in_hand_from = t->in_hand_from;
        m.ledger.in_hand_to = t->in_hand_to;
    }
    if (date_known(t->silent_from) && !date_before(y->as_of, t->silent_from)) m.ledger.silent_to = t->silent_to;
    memcpy(m.person, t->person, sizeof m.person);
    if (!m.source.open && t->told_count && !t->closed && date_known(t->done) && !date_before(y->as_of, t->done)) m.done = true;
    return m;
}

static const struct told *first_told(const struct thing *t, int32_t role) {
    for (size_t i = 0; i < t->told_count; i++)
        if (t->told[i].role == role) return &t->told[i];
    return NULL;
}

/* Repeats of a daily plan are daily for a week, then they go with the weekly list. */
static enum digest_pace pace_now(const struct year *y, const struct thing *t, const struct notice *n) {
    enum digest_pace pace = digest_pace(t->plan->digest);
    const struct told *first = first_told(t, OWNER);
    return pace == PACE_DAILY && n->cause == NOTICE_AGAIN && first && y->as_of.day - date_max(first->day, t->due).day >= 7 ? PACE_WEEKLY : pace;
}

/* Between two letters about the same thing lies at least each gap that lay between earlier ones. */
static void check_gap(struct year *y, struct thing *t, const struct notice *n) {
    struct date last = t->told[0].day;
    int32_t promised = 0;
    size_t times = 0;
    for (size_t i = 0; i < t->told_count; i++) {
        struct date through = date_max(t->told[i].day, t->told[i].through);
        if (t->told[i].role != OWNER || date_before(through, date_add_days(t->due, (int32_t)t->plan->steps[t->plan->step_count - 1].n.value))) continue;
        if (times < t->plan->then_count && t->plan->then_every[times].n.value > promised) promised = (int32_t)t->plan->then_every[times].n.value;
        times++;
        last = through;
    }
    if (!times) stop(y, t, "called a repeat of what was never told");
    if (n->planned.day - last.day < promised || y->as_of.day - last.day < promised) stop(y, t, "a gap shorter than one before it");
}

/* What is so of each line that goes. */
static void check_line(struct year *y, struct thing *t, const struct digest_line *line) {
    const struct notice *n = &line->notice;
    if (!calendar_is_school_day(y->calendar, y->as_of)) stop(y, t, "told on a closed day");
    if (n->cause == NOTICE_DONE) {
        if (t->closed || is_open(y, t, y->as_of)) stop(y, t, "closed twice, or closed while it is open");
        return;
    }
    if (!is_open(y, t, y->as_of)) stop(y, t, "told when nothing is to be done");
    if (is_silent(t, y->as_of)) stop(y, t, "told in its silence");
    for (size_t i = 0; i < t->told_count; i++)
        if (t->told[i].role == n->role && !n->at_once && !date_before(t->planned[i], n->planned)) stop(y, t, "told twice of one day");
    if (n->role == OWNER && is_in_hand(t, y->as_of)) stop(y, t, "told though somebody is at it");
    if (n->cause == NOTICE_AGAIN && !n->at_once) check_gap(y, t, n);
    bool ahead = date_after(n->planned, y->as_of);
    if (ahead && (n->cause == NOTICE_AGAIN || n->cause == NOTICE_ESCALATED)) stop(y, t, "a repeat or an escalation before its day");
    if (ahead && date_after(n->planned, digest_reach(y->calendar, digest_pace(t->plan->digest), y->as_of))) stop(y, t, "told before its period");
    if (n->cause != NOTICE_ESCALATED) return;
    const struct told *owner = first_told(t, OWNER);
    struct date knew = date_known(t->in_hand_from) && !date_after(t->in_hand_from, y->as_of) ? t->in_hand_from : DATE_NONE;
    if (owner) knew = date_min(knew, owner->day);
    if (!date_known(knew) || calendar_count_school_days(y->calendar, knew, date_add_days(y->as_of, -1)) < 1)
        stop(y, t, "escalated before the owner knew and had a school day");
    int32_t wait = (int32_t)t->plan->escalate[n->role - LEADER].after.n.value;
    if (date_before(y->as_of, date_add_days(date_max(t->due, knew), wait))) stop(y, t, "escalated before the owner knew of it for so long");
}

static void write_down(struct year *y, const struct digest_line *line) {
    struct thing *t = &y->things[line->matter];
    if (line->notice.cause == NOTICE_DONE) t->closed = true;
    else if (t->told_count == TOLD) stop(y, t, "told too often");
    else {
        t->planned[t->told_count] = line->notice.planned;
        t->told[t->told_count++] = (struct told){ .day = y->as_of, .role = line->notice.role, .through = line->notice.planned };
    }
    if (y->heard_count == HEARD) stop(y, t, "too many messages");
    y->heard[y->heard_count++] = (struct digest_heard){ line->person, y->as_of, line->pace };
}

/* The weekly list that counts for today: one of Thursday or later counts for the week after it, too. */
static struct date weekly_list(const struct year *y, int32_t person) {
    struct date list = DATE_NONE, through = DATE_NONE;
    for (size_t i = 0; i < y->heard_count; i++) {
        struct date on = y->heard[i].day;
        if (y->heard[i].person != person || y->heard[i].pace != PACE_WEEKLY || (date_known(through) && !date_after(on, through))) continue;
        list = on;
        through = date_add_days(on, 6 - date_weekday(on) + (date_weekday(on) >= 3 ? 7 : 0));
    }
    return date_known(through) && !date_after(y->as_of, through) ? list : DATE_NONE;
}

static struct date last_list(const struct year *y, int32_t person, enum digest_pace pace) {
    if (pace == PACE_WEEKLY) return weekly_list(y, person);
    struct date begins = digest_begins(y->calendar, pace, y->as_of), last = DATE_NONE;
    for (size_t i = 0; i < y->heard_count; i++)
        if (y->heard[i].person == person && y->heard[i].pace == pace && !date_before(y->heard[i].day, begins)) last = date_min(last, y->heard[i].day);
    return last;
}

/* What is due and did not go waits for a list, and only if it came up after this period's list went. */
static void check_waiting(struct year *y, const struct thing *t) {
    struct digest_matter m = matter_of(y, t);
    struct notice notices[NOTICES_MOST];
    if (!m.source.open || m.done || is_silent(t, y->as_of) || is_in_hand(t, y->as_of)) return;
    size_t count = notices_of(y->calendar, &m.source, &m.ledger, y->as_of, y->as_of, notices);
    for (size_t i = 0; i < count; i++) {
        if (notices[i].role != OWNER) continue;
        enum digest_pace pace = pace_now(y, t, &notices[i]);
        struct date list = last_list(y, t->person[0], pace);
        if (notices[i].cause == NOTICE_AGAIN && !notices[i].at_once && date_after(notices[i].planned, digest_begins(y->calendar, pace, y->as_of))) continue;
        if (pace == PACE_DAILY || !date_known(list)) stop(y, t, "due, and left out of a list");
        bool new = date_after(t->appears, list) || is_silent(t, list) || is_in_hand(t, list), repeat = notices[i].cause == NOTICE_AGAIN && date_after(notices[i].planned, list);
        if (!new && !repeat) stop(y, t, "it should have been on the list that went");
        bool first = !first_told(t, OWNER) && !is_silent(t, list) && !is_in_hand(t, list);
        if (first && !t->asks && date_same(t->due, y->as_of)) stop(y, t, "its day is today and nobody was told");
    }
}

/* A letter that tells nothing new: each thing in it is a repeat of what its reader has known for a week.  One a week is enough. */
static void check_stale(struct year *y, const struct digest_line *lines, size_t count) {
    struct date week = digest_begins(y->calendar, PACE_WEEKLY, y->as_of);
    if (!date_same(week, y->week)) memset(y->stale, 0, sizeof y->stale);
    y->week = week;
    for (size_t from = 0, to; from < count; from = to) {
        bool stale = true;
        for (to = from; to < count && lines[to].person == lines[from].person; to++) {
            const struct thing *t = &y->things[lines[to].matter];
            const struct told *first = lines[to].notice.cause == NOTICE_AGAIN ? first_told(t, lines[to].notice.role) : NULL;
            bool kept_back = first && date_known(t->in_hand_to) && date_after(t->in_hand_to, first->day);
            stale = stale && !lines[to].notice.at_once && first && !kept_back && y->as_of.day - date_max(first->day, t->due).day >= 7;
        }
        if (y->stuck[lines[from].person]) continue;
        if (stale && ++y->stale[lines[from].person] > STALE_MOST) stop(y, &y->things[lines[from].matter], "too many letters in a week that tell nothing new");
    }
}

static bool is_same(const struct digest_line *a, const struct digest_line *b) {
    return a->person == b->person && a->matter == b->matter && a->pace == b->pace && a->notice.role == b->notice.role && a->notice.cause == b->notice.cause
           && date_same(a->notice.planned, b->notice.planned);
}

static void run(struct year *y) {
    struct digest_matter matters[MATTERS];
    struct digest_planning planning = { .calendar = y->calendar, .matters = matters, .matter_count = MATTERS, .heard = y->heard, .as_of = y->as_of };
    struct digest_line *lines, *before = NULL;
    size_t waits = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < MATTERS; i++) matters[i] = matter_of(y, &y->things[i]);
        planning.heard_count = y->heard_count;
        size_t count = digest_plan(&y->arena, &planning, &lines);
        if (pass && count != waits) stop(y, count ? &y->things[lines[0].matter] : NULL, "the second run of the day tells something, or not what waits");
        for (size_t i = 0; pass && i < count; i++)
            if (!is_same(&lines[i], &before[i])) stop(y, &y->things[lines[i].matter], "what waits would say something else on the same day");
        for (size_t i = 0; i < count; i++) {
            if (i && lines[i - 1].person == lines[i].person && lines[i - 1].matter == lines[i].matter) stop(y, &y->things[lines[i].matter], "twice in one message");
            if (!y->stuck[lines[i].person] && (i == 0 || lines[i - 1].person != lines[i].person)) y->messages++;
            check_line(y, &y->things[lines[i].matter], &lines[i]);
        }
        if (!pass) check_stale(y, lines, count);
        before = arena_array(&y->arena, struct digest_line, count + 1);
        for (size_t i = 0; !pass && i < count; i++) {
            if (y->stuck[lines[i].person]) before[waits++] = lines[i];
            else write_down(y, &lines[i]);
        }
    }
    if (!calendar_is_school_day(y->calendar, y->as_of)) return;
    for (int i = 0; i < MATTERS; i++)
        if (!y->stuck[y->things[i].person[0]]) check_waiting(y, &y->things[i]);
}

/* At the end: whatever was open for three weeks of runs in a weekly plan, and had begun, was told. */
static void check_lost(struct year *y, struct date runs_from) {
    for (int i = 0; i < MATTERS; i++) {
        struct thing *t = &y->things[i];
        struct date begin = date_max(t->appears, date_add_days(t->due, (int32_t)t->plan->steps[0].n.value));
        if (t->told_count || digest_pace(t->plan->digest) == PACE_TERMLY || date_known(t->silent_from) || date_known(t->in_hand_from)
            || !is_open(y, t, y->as_of)) continue;
        if (date_before(date_max(begin, runs_from), date_add_days(y->as_of, -21))) stop(y, t, "lost");
    }
}

int main(int argc, char **argv) {
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    unsigned long years = argc > 2 ? strtoul(argv[2], NULL, 10) : 400, messages = 0;
    struct year *y = malloc(sizeof *y);
    printf("test_reminders %llu %lu\n", (unsigned long long)seed, years);
    for (unsigned long i = 0; y && i < years; i++) {
        make_year(y, seed + i);
        uint32_t often = 1 + chance(y, 6);
        struct date end = day("2023-07-21");
        for (y->as_of = day("2022-09-01"); !date_after(y->as_of, end); y->as_of = date_add_days(y->as_of, 1)) {
            bool last_weeks = date_after(y->as_of, date_add_days(end, -40)), down = !last_weeks && !chance(y, 4);
            for (int p = 0; p < PERSONS; p++) y->stuck[p] = down && !chance(y, 2);
            if (last_weeks || !chance(y, often)) run(y);
        }
        y->as_of = end;
        check_lost(y, date_add_days(end, -40));
        messages += (unsigned long)y->messages;
        arena_free(&y->arena);
    }
    free(y);
    printf("%lu messages in %lu years\n", messages, years);
    return messages == 0;
}

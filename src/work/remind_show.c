/* SPDX-License-Identifier: GPL-3.0-or-later
 * remind_show - the way of each matter of a pupil: who was told, what comes next and to whom, the letter; see remind.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 *
 * What comes next is found by living through the days ahead, as if nothing more were recorded.
 */
#include <stdlib.h>

#include "work/agenda_priv.h"
#include "work/letter.h"
#include "work/message.h"
#include "work/outbox.h"
#include "work/remind.h"
#include "work/undelivered.h"
#include "work/wording.h"

#define AHEAD_DAYS 250
#define STEPS_MOST 6 /* of each matter */

struct showing {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;
    const struct agenda *agenda;
    const struct selection *selection;
    size_t *matters;             /* of the pupils asked for: places in agenda->of */
    size_t matter_count;
    struct undelivered *undelivered;
    size_t undelivered_count;
    struct sheet *told, *next, *all;
    struct date first;           /* the day of the first letter that can go */
    size_t first_matter;
};

static struct str bar_of(const struct showing *s, const struct person *person) {
    return undelivered_bar(s->arena, s->school, s->undelivered, s->undelivered_count, person);
}

static bool is_asked(const struct showing *s, size_t at) {
    const struct matter *m = &s->agenda->of[at];
    return m->type == MATTER_FINDING && m->finding.subject_type == SUBJECT_PUPIL && selection_has_pupil(s->selection, m->finding.subject);
}

static struct str pupil_of(const struct showing *s, int64_t id) {
    const struct pupil_row *pupil = roster_pupil(s->agenda->position->roster, id);
    bool named = s->call->names || !(s->call->json || s->call->csv);
    return named ? (pupil ? pupil_name(s->arena, pupil) : STR("")) : str_format(s->arena, "%lld", (long long)id);
}

/* Of one pupil her name stands above. */
static struct sheet *new_sheet(const struct showing *s, const char *name, const char *caption, bool with_state) {
    struct sheet *sheet = sheet_new(s->arena, str_from(name), str_from(caption));
    sheet_column(sheet, STR("day"), STR("Day"), CELL_DAY)->keep = true;
    if (with_state || s->selection->pupil_count > 1) sheet_column(sheet, STR("pupil"), STR("Pupil"), CELL_TEXT);
    sheet_column(sheet, STR("what"), STR("What"), CELL_TEXT);
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT);
    sheet_column(sheet, STR("to"), STR("To"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("why"), STR("Why"), CELL_TEXT);
    if (with_state) sheet_column(sheet, STR("state"), STR("State"), CELL_TEXT);
    return sheet;
}

struct way_row {
    struct date day;
    int64_t pupil;
    struct str what, clause, to, why;
};

static void add_row(const struct showing *s, struct sheet *sheet, const struct way_row *row, const char *state) {
    struct sheet *both[] = { sheet, s->all };
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        sheet_row(both[i]);
        sheet_day(both[i], row->day);
        if (both[i] == s->all || s->selection->pupil_count > 1) sheet_text(both[i], pupil_of(s, row->pupil));
        sheet_text(both[i], row->what);
        sheet_text(both[i], row->clause);
        sheet_text(both[i], row->to);
        sheet_text(both[i], row->why);
    }
    sheet_text(s->all, str_from(state));
}

/* ---- told so far ---- */

/* As the day stood to the due day on which it was told, or will be. */
static struct str cause_words(struct arena *arena, enum notice_cause cause, struct date day, struct date due) {
    bool late = date_known(due) && date_after(day, due);
    struct str how = late ? str_format(arena, "%.*s late", STR_ARG(message_late(arena, day.day - due.day))) : (struct str){ 0 };
    switch (cause) {
    case NOTICE_LEAD: return late ? str_format(arena, "the first time, %.*s", STR_ARG(how)) : STR("the first time");
    case NOTICE_STEP:
        if (late) return how;
        return date_known(due) && date_before(day, due) ? str_format(arena, "%.*s before", STR_ARG(count_of(arena, (uint64_t)(due.day - day.day), "day", "days"))) : STR("a reminder");
    case NOTICE_DUE: return late ? how : date_known(due) && date_same(day, due) ? STR("on the last day") : STR("before the last day");
    case NOTICE_AGAIN: return late ? str_format(arena, "again, %.*s", STR_ARG(how)) : STR("again");
    case NOTICE_ESCALATED: return late ? str_format(arena, "passed on, %.*s", STR_ARG(how)) : STR("passed on");
    case NOTICE_DONE: return STR("it is done");
    case NOTICE_CAUSE_COUNT: break;
    }
    return STR("told");
}

static int by_day(const void *a, const void *b) {
    const struct ledger_notice *x = *(const struct ledger_notice *const *)a, *y = *(const struct ledger_notice *const *)b;
    if (x->day.day != y->day.day) return x->day.day < y->day.day ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static struct date due_of(const struct showing *s, struct str key) {
    for (size_t i = 0; i < s->matter_count; i++)
        if (str_equal(s->agenda->of[s->matters[i]].key, key)) return s->agenda->plans[s->matters[i]].source.due;
    return DATE_NONE;
}

/* "lead 2027-05-22", as the ledger has it. */
static struct str step_words(const struct showing *s, const struct ledger_notice *n) {
    struct str key, rest;
    enum notice_cause cause;
    str_cut(n->step, ' ', &key, &rest);
    if (n->closing) return STR("it is done");
    if (!notice_cause_by_key(key, &cause)) return n->step;
    return cause_words(s->arena, cause, n->day, due_of(s, n->finding));
}

static void add_told(const struct showing *s) {
    const struct agenda *agenda = s->agenda;
    const struct policy *policy = s->school->policy;
    const struct ledger_notice **rows = (const struct ledger_notice **)arena_alloc_array(s->arena, agenda->notice_count + 1, sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; i < agenda->notice_count; i++) {
        const struct ledger_notice *n = &agenda->notices[i];
        if (n->subject_type == SUBJECT_PUPIL && n->subject && selection_has_pupil(s->selection, n->subject)) rows[count++] = n;
    }
    if (count) qsort(rows, count, sizeof *rows, by_day);
    for (size_t i = 0; i < count; i++) {
        const struct ledger_notice *n = rows[i];
        int32_t rule = policy_find_rule(policy, n->rule);
        struct way_row row = { .day = n->day, .pupil = n->subject, .to = outbox_name(s->arena, s->school, n->recipient), .why = step_words(s, n) };
        row.what = rule >= 0 && policy->rules[rule].version_count ? version_name(s->arena, &policy->rules[rule], rule_at(&policy->rules[rule], agenda->as_of)) : n->rule;
        row.clause = rule >= 0 ? policy->rules[rule].clause : (struct str){ 0 };
        add_row(s, s->told, &row, "told");
    }
}

/* ---- what comes ---- */

struct living {
    const struct showing *s;
    struct arena *arena;          /* of one day */
    struct digest_matter *plans;  /* those of the people who will hear of it */
    size_t *from;                 /* places in agenda->of */
    size_t *steps;                /* said so far */
    bool *asked;
    size_t count, open;
    struct digest_heard *heard;
    size_t heard_count, heard_room;
};

static void gather_people(struct living *l) {
    const struct agenda *agenda = l->s->agenda;
    bool *people = arena_array(l->s->arena, bool, l->s->school->people->count + 1);
    for (size_t i = 0; i < l->s->matter_count; i++)
        for (size_t k = 0; k < NOTICES_MOST; k++) {
            int32_t person = agenda->plans[l->s->matters[i]].person[k];
            if (person != DIGEST_NOBODY) people[person] = true;
        }
    for (size_t i = 0; i < agenda->count; i++) {
        bool hears = is_asked(l->s, i);
        for (size_t k = 0; k < NOTICES_MOST && !hears; k++) hears = agenda->plans[i].person[k] != DIGEST_NOBODY && people[agenda->plans[i].person[k]];
        if (!hears) continue;
        l->plans[l->count] = agenda->plans[i];
        l->asked[l->count] = is_asked(l->s, i);
        l->from[l->count++] = i;
    }
}

static void was_told(struct living *l, const struct digest_line *line, struct date day) {
    struct notice_ledger *ledger = &l->plans[line->matter].ledger;
    struct told *wider = arena_array(l->s->arena, struct told, ledger->told_count + 1);
    for (size_t i = 0; i < ledger->told_count; i++) wider[i] = ledger->told[i];
    wider[ledger->told_count] = (struct told){ .day = day, .role = line->notice.role, .through = line->notice.planned };
    ledger->told = wider;
    ledger->told_count++;
    if (l->plans[line->matter].done) l->plans[line->matter].person[0] = DIGEST_NOBODY; /* it is told once */
    if (l->heard_count == l->heard_room) {
        struct digest_heard *more = arena_array(l->s->arena, struct digest_heard, 2 * l->heard_room + 64);
        for (size_t i = 0; i < l->heard_count; i++) more[i] = l->heard[i];
        l->heard = more;
        l->heard_room = 2 * l->heard_room + 64;
    }
    l->heard[l->heard_count++] = (struct digest_heard){ line->person, day, line->pace };
}

static void say_step(struct living *l, struct showing *s, const struct digest_line *line, struct date day) {
    const struct matter *m = &s->agenda->of[l->from[line->matter]];
    const struct person *person = &s->school->people->at[line->person];
    bool above = line->notice.cause == NOTICE_ESCALATED;
    int32_t role = above ? line->notice.role : m->role;
    struct str title = s->school->policy->roles[role].title, away = { 0 }, bar = bar_of(s, person);
    if (!above && m->holder && m->holder != person) away = str_format(s->arena, ", for %.*s", STR_ARG(m->holder->name));
    struct way_row row = { .day = day, .pupil = m->finding.subject, .clause = m->clause,
                           .to = str_format(s->arena, "%.*s%.*s (%.*s)", STR_ARG(person->name), STR_ARG(away), STR_ARG(title)) };
    if (bar.size) row.to = str_format(s->arena, "%.*s (%.*s)%.*s", STR_ARG(person->name), STR_ARG(title), STR_ARG(str_slice(bar, person->name.size, bar.size)));
    row.what = m->finding.status == STATUS_UNKNOWN ? missing_words(s->arena, s->school->policy, &m->finding, &m->finding.missing[0], false)
                                                   : finding_words(s->arena, s->school->policy, s->agenda->as_of, &m->finding, false);
    row.why = line->notice.at_once ? STR("the silence ends") : cause_words(s->arena, line->notice.cause, day, l->plans[line->matter].source.due);
    add_row(s, s->next, &row, date_same(day, s->agenda->as_of) ? "today" : "ahead");
    if (!date_known(s->first) && !bar.size) {
        s->first = day;
        s->first_matter = l->from[line->matter];
    }
    if (++l->steps[line->matter] == STEPS_MOST) l->open--;
}

/* What nobody can do any more is told to nobody. */
static void close_late(struct living *l, struct date day) {
    for (size_t i = 0; i < l->count; i++) {
        const struct matter *m = &l->s->agenda->of[l->from[i]];
        if (m->type == MATTER_FINDING && date_known(m->finding.late_until) && date_after(day, m->finding.late_until)) l->plans[i].source.open = false;
    }
}

static void live_on(struct showing *s) {
    const struct agenda *agenda = s->agenda;
    struct arena scratch = { 0 };
    struct living l = { .s = s, .plans = arena_array(s->arena, struct digest_matter, agenda->count + 1), .from = arena_array(s->arena, size_t, agenda->count + 1),
                        .steps = arena_array(s->arena, size_t, agenda->count + 1), .asked = arena_array(s->arena, bool, agenda->count + 1),
                        .open = s->matter_count, .heard = agenda->heard, .heard_count = agenda->heard_count, .heard_room = agenda->heard_count };
    gather_people(&l);
    for (int i = 0; i < AHEAD_DAYS && l.open; i++) {
        struct date day = date_add_days(agenda->as_of, i);
        if (!calendar_is_school_day(s->school->calendar, day)) continue;
        close_late(&l, day);
        struct digest_planning planning = { .calendar = s->school->calendar, .matters = l.plans, .matter_count = l.count, .heard = l.heard,
                                            .heard_count = l.heard_count, .as_of = day };
        struct digest_line *lines;
        size_t count = digest_plan(&scratch, &planning, &lines);
        for (size_t k = 0; k < count; k++) {
            was_told(&l, &lines[k], day);
            if (l.asked[lines[k].matter] && l.steps[lines[k].matter] < STEPS_MOST) say_step(&l, s, &lines[k], day);
        }
        arena_reset(&scratch);
    }
    arena_free(&scratch);
}

/* ---- the letter in which it stands next ---- */

static const struct digest *digest_with(const struct showing *s, const struct digests *digests, struct str key) {
    for (size_t i = 0; i < digests->count; i++)
        for (size_t k = 0; k < digests->at[i].count; k++)
            if (str_equal(digests->at[i].items[k].matter->key, key) && !bar_of(s, digests->at[i].person).size) return &digests->at[i];
    return NULL;
}

static bool add_letter(struct showing *s, const struct digests *today, struct messages *messages, struct err *err) {
    struct digests *then;
    const struct agenda_request day = { .as_of = s->first, .without = s->agenda->without, .tick = s->call->tick };
    struct str key = s->agenda->of[s->first_matter].key;
    const struct digest *digest = digest_with(s, today, key);
    char text[DATE_LONG_SIZE];
    if (!digest) {
        if (!remind_plan_day(s->arena, s->school, &day, &then, err) || !message_start(s->arena, s->school, then, &messages, err)) return false;
        digest = digest_with(s, then, key);
    }
    if (!digest) return true;
    page_heading(s->answer->page, 2, str_format(s->arena, "The next letter, on %s", date_long(s->first, text)));
    page_verbatim(s->answer->page, message_shown(messages, digest));
    return true;
}

/* ---- all of it ---- */

static bool start(struct showing *s, struct err *err) {
    if (!s->selection->pupils) {
        err_set(err, CODE_ARGUMENTS, "Whose?");
        return err_next(err, "remind zoe --show");
    }
    s->told = new_sheet(s, "told", "Told so far", false);
    s->next = new_sheet(s, "next", "What comes, if nothing more is recorded", false);
    s->all = new_sheet(s, "way", "", true);
    s->matters = arena_array(s->arena, size_t, s->agenda->count + 1);
    for (size_t i = 0; i < s->agenda->count; i++)
        if (is_asked(s, i)) s->matters[s->matter_count++] = i;
    return true;
}

/* What was put off or is in hand, so that it is clear why nobody hears of it. */
static bool add_silences(const struct showing *s, struct err *err) {
    struct ruling_snooze *all;
    size_t count, said = 0;
    if (!ruling_snoozes(s->school->db, s->arena, DATE_NONE, &all, &count, err)) return false;
    struct str *items = arena_array(s->arena, struct str, s->agenda->count + 1);
    for (size_t i = 0; i < s->agenda->count; i++) {
        const struct finding *f = &s->agenda->of[i].finding;
        bool again = i > 0 && str_equal(s->agenda->of[i - 1].key, s->agenda->of[i].key); /* of a form with two tutors */
        if (!is_asked(s, i) || again) continue;
        struct str words = agenda_silence_words(s->arena, all, count, s->school->policy, f, s->agenda->as_of, true);
        if (!words.size) continue;
        struct str what = finding_words(s->arena, s->school->policy, s->agenda->as_of, f, false), who = pupil_of(s, f->subject);
        items[said++] = s->selection->pupil_count > 1 ? str_format(s->arena, "%.*s, %.*s: %.*s", STR_ARG(who), STR_ARG(what), STR_ARG(words))
                                                      : str_format(s->arena, "%.*s: %.*s", STR_ARG(what), STR_ARG(words));
    }
    if (said) page_list(s->answer->page, items, said);
    return true;
}

bool remind_show(const struct command_call *call, struct answer *answer, struct school *school, const struct digests *digests, struct messages *messages,
                 const struct selection *selection, struct err *err) {
    struct showing s = { .call = call, .answer = answer, .arena = answer->arena, .school = school, .agenda = digests->agenda, .selection = selection, .first = DATE_NONE };
    struct page *page = answer->page;
    if (!start(&s, err) || !undelivered_list(s.arena, school, &s.undelivered, &s.undelivered_count, err)) return false;
    add_told(&s);
    live_on(&s);
    page_heading(page, 1, selection->who);
    if (s.told->row_count) page_table(page, s.told);
    else page_paragraphf(page, "Nobody was told anything of %.*s yet.", STR_ARG(selection->who));
    if (!add_silences(&s, err)) return false;
    if (s.next->row_count) {
        page_table(page, s.next);
        page_paragraph(page, STR("The day is the first on which it can go, when the program runs on each school day."));
    } else page_paragraphf(page, "Nothing of %.*s waits to be told.  why  shows what lies ahead.", STR_ARG(selection->who));
    answer->result = s.all;
    return !date_known(s.first) || add_letter(&s, digests, messages, err);
}

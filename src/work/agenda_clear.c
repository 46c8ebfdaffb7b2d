/* SPDX-License-Identifier: GPL-3.0-or-later
 * agenda_clear - "all clear": once a term to whoever was told of something and has nothing left; see agenda.h.
 * Owns:  nothing.
 * Must not know: what a message says.
 *
 * A school switches it on in mail {}, a person for himself in staff {}.  Who asked for it himself gets it at the end of a
 * term in which there was nothing at all.
 */
#include "work/agenda_priv.h"

#define LAST_DAYS 14

struct clearing {
    struct agenda *agenda;
    struct date term, closes;
    bool *had, *busy, *cleared;   /* by person */
};

static bool wants(const struct clearing *c, const struct person *person) {
    if (person->all_clear != CLEAR_UNSAID) return person->all_clear == CLEAR_YES;
    return c->agenda->school->people->mail.all_clear;
}

static void note_told(struct clearing *c) {
    const struct agenda *agenda = c->agenda;
    for (size_t i = 0; i < agenda->notice_count; i++) {
        const struct ledger_notice *n = &agenda->notices[i];
        int32_t person = date_before(n->day, c->term) ? DIGEST_NOBODY : agenda_person(agenda, n->recipient);
        if (person == DIGEST_NOBODY) continue;
        if (str_is(n->rule, AGENDA_CLEAR)) c->cleared[person] = true;
        else c->had[person] = true;
    }
}

/* What is open keeps its reader busy, and everybody who was told of it: also while it waits for an answer of somebody else. */
static void note_open(struct clearing *c) {
    const struct agenda *agenda = c->agenda;
    for (size_t i = 0; i < agenda->count; i++) {
        const struct digest_matter *m = &agenda->plans[i];
        int32_t person = m->person[0];
        if (m->done && person != DIGEST_NOBODY) c->had[person] = true;
        if (m->done || !m->source.open) continue;
        if (person != DIGEST_NOBODY) c->busy[person] = true;
        size_t count;
        const struct ledger_notice *rows = agenda_told(agenda, agenda->of[i].key, &count);
        for (size_t k = 0; k < count; k++) {
            int32_t told = agenda_person(agenda, rows[k].recipient);
            if (told != DIGEST_NOBODY) c->busy[told] = true;
        }
    }
}

static int32_t role_of(const struct clearing *c, const struct person *person) {
    const struct policy *policy = c->agenda->school->policy;
    for (size_t i = 0; i < policy->role_count; i++)
        if (person_holds(person, policy->roles[i].key, c->agenda->as_of)) return (int32_t)i;
    return -1;
}

static void clear_one(struct clearing *c, int32_t at) {
    struct agenda *agenda = c->agenda;
    const struct person *person = &agenda->school->people->at[at];
    char iso[DATE_ISO_SIZE];
    bool ends = agenda->as_of.day >= c->closes.day - LAST_DAYS, asked = person->all_clear == CLEAR_YES && ends;
    int32_t role = role_of(c, person);
    if (c->busy[at] || c->cleared[at] || !wants(c, person) || person_away(person, agenda->as_of)) return;
    if (!c->had[at] && (!asked || role < 0)) return;
    struct matter matter = { .type = MATTER_CLEAR, .key = str_format(agenda->arena, "a:%s", date_iso(c->term, iso)), .rule = STR(AGENDA_CLEAR),
                             .title = c->had[at] ? STR("clear") : STR("clear-quiet"), .role = role, .post = -1, .holder = person };
    struct digest_matter plan = { .source = { .owner = role, .due = agenda->as_of }, .done = true };
    plan.ledger.silent_to = DATE_NONE;
    for (size_t k = 0; k < NOTICES_MOST; k++) plan.person[k] = DIGEST_NOBODY;
    plan.person[0] = at;
    agenda_add(agenda, &matter, &plan);
}

void agenda_clear(struct gathering *g) {
    struct agenda *agenda = g->agenda;
    const struct calendar *calendar = agenda->school->calendar;
    size_t people = agenda->school->people->count;
    struct clearing c = { .agenda = agenda, .term = digest_begins(calendar, PACE_TERMLY, agenda->as_of),
                          .closes = calendar_school_day_before(calendar, digest_ends(calendar, PACE_TERMLY, agenda->as_of)),
                          .had = arena_array(agenda->arena, bool, people + 1), .busy = arena_array(agenda->arena, bool, people + 1),
                          .cleared = arena_array(agenda->arena, bool, people + 1) };
    for (size_t i = 0; i < g->cause_count; i++)
        if (g->causes[i].stale) return; /* how things stand is not known */
    note_told(&c);
    note_open(&c);
    for (size_t i = 0; i < people; i++) clear_one(&c, (int32_t)i);
}

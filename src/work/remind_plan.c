/* SPDX-License-Identifier: GPL-3.0-or-later
 * remind_plan - what one day's messages hold; see remind_plan.h.
 * Owns:  nothing.
 * Must not know: what a message says.
 */
#include "work/remind_plan.h"

#include <stdlib.h>

#include "work/letter.h"
#include "work/wording.h"

struct planning {
    struct arena *arena;
    const struct agenda *agenda;
    struct digests *out;
    const struct audience_table *table;
    struct digest_line *lines;
    size_t line_count;
};

/* ---- may a name be told? ---- */

static struct digest_item item_of(const struct planning *p, const struct matter *m, const struct notice *notice, enum digest_pace pace) {
    const struct policy *policy = p->agenda->school->policy;
    struct digest_item item = { .matter = m, .notice = *notice, .pace = pace, .named = true };
    item.in_hand = notice_is_in_hand(&p->agenda->plans[m - p->agenda->of].ledger, p->agenda->as_of);
    if ((m->type != MATTER_FINDING && m->type != MATTER_DONE) || m->finding.subject_type != SUBJECT_PUPIL) return item;
    struct viewer viewer = { .table = p->table, .audience = audience_table_of_role(p->table, policy->roles[notice->role].key), .fewest = p->table->fewest };
    /* Whoever has to do it has to know for whom; a day reckoned from a birthday is told, the birthday is not. */
    uint32_t tells = redact_rule(p->table, policy, finding_version(policy, &m->finding)) & ~ABOUT(ABOUT_BIRTH);
    bool names = redact_names(&viewer), number = !names || notice->cause == NOTICE_ESCALATED;
    item.hidden = !audience_may_all(viewer.audience, number ? tells & DIGEST_SENSITIVE : tells); /* a number alone tells of nobody */
    item.named = !item.hidden && names;
    return item;
}

/* ---- order: what is to do, what others left, what is not recorded, what is done ---- */

static enum digest_part part_of(const struct matter *m, const struct notice *notice) {
    if (m->type == MATTER_DONE) return PART_DONE;
    if (m->type == MATTER_CLEAR) return PART_CLEAR;
    if (notice->asks) return PART_MISSING;
    return notice->cause == NOTICE_ESCALATED ? PART_PASSED : PART_DO;
}

static struct date day_of(const struct planning *p, const struct matter *m) {
    if (m->type == MATTER_FINDING || m->type == MATTER_DONE) return finding_by(&m->finding);
    return p->agenda->plans[m - p->agenda->of].source.due;
}

static int by_urgency(const void *a, const void *b) {
    const struct digest_item *x = a, *y = b;
    int order = (int)x->part - (int)y->part;
    if (!order) order = (x->by.day > y->by.day) - (x->by.day < y->by.day);
    if (!order) order = clause_compare(x->matter->clause, y->matter->clause);
    if (!order) order = str_compare(x->matter->rule, y->matter->rule);
    return order ? order : (x->matter > y->matter) - (x->matter < y->matter);
}

/* ---- digests ---- */

static struct digest *add_digest(struct planning *p, int32_t person) {
    struct digests *d = p->out;
    if (d->count == d->room) {
        size_t room = d->room ? d->room * 2 : 16;
        struct digest *wider = arena_array(p->arena, struct digest, room);
        for (size_t i = 0; i < d->count; i++) wider[i] = d->at[i];
        d->at = wider;
        d->room = room;
    }
    d->at[d->count] = (struct digest){ .person = &p->agenda->school->people->at[person], .role = -1 };
    return &d->at[d->count++];
}

static int by_number(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static size_t different_pupils(struct arena *arena, const struct digest *d) {
    int64_t *pupils = arena_array(arena, int64_t, d->count + 1);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < d->count; i++) {
        const struct matter *m = d->items[i].matter;
        if (d->items[i].part == PART_DO && m->type == MATTER_FINDING && m->finding.subject_type == SUBJECT_PUPIL) pupils[count++] = m->finding.subject;
    }
    if (count) qsort(pupils, count, sizeof *pupils, by_number);
    for (size_t i = 0; i < count; i++) kept += i == 0 || pupils[i] != pupils[i - 1];
    return kept;
}

/* Told before, open still, and not in this message. */
static void find_told(const struct planning *p, int32_t person, struct digest *d) {
    d->told = arena_array(p->arena, struct digest_item, p->agenda->count + 1);
    for (size_t i = 0; i < p->agenda->count; i++) {
        const struct digest_matter *m = &p->agenda->plans[i];
        bool told = false;
        bool put_off = date_known(m->ledger.silent_to) && !date_after(p->agenda->as_of, m->ledger.silent_to);
        if (m->done || put_off || p->agenda->of[i].type == MATTER_OCCASION || m->person[0] != person) continue;
        for (size_t k = 0; k < m->ledger.told_count; k++) told = told || m->ledger.told[k].role == m->source.owner;
        for (size_t k = 0; k < d->count; k++) told = told && d->items[k].matter != &p->agenda->of[i];
        if (!told) continue;
        const struct notice notice = { .role = m->source.owner, .planned = m->source.due, .asks = m->source.asks };
        struct digest_item item = item_of(p, &p->agenda->of[i], &notice, PACE_WEEKLY);
        item.part = PART_TOLD;
        item.by = day_of(p, &p->agenda->of[i]);
        d->told[d->known++] = item;
    }
    if (d->known) qsort(d->told, d->known, sizeof *d->told, by_urgency);
}

static void finish(struct planning *p, struct digest *d, int32_t person) {
    const struct calendar *calendar = p->agenda->school->calendar;
    bool same = true, own = false;
    find_told(p, person, d);
    qsort(d->items, d->count, sizeof *d->items, by_urgency);
    d->role = d->items[0].notice.asks || d->items[0].matter->type != MATTER_FINDING ? d->items[0].matter->role : d->items[0].notice.role;
    d->group = d->items[0].matter->group;
    bool paces[PACE_COUNT] = { false };
    for (size_t i = 0; i < d->count; i++) {
        paces[d->items[i].pace] = true;
        if (d->items[i].part != PART_DO && d->items[i].part != PART_DONE) continue;
        same = same && str_equal(d->items[i].matter->group, d->group);
        own = true;
    }
    if (!paces[PACE_WEEKLY] && !paces[PACE_TERMLY]) d->known = 0; /* what is urgent comes alone */
    d->daily = paces[PACE_DAILY];
    d->pace = paces[PACE_WEEKLY] || d->known ? PACE_WEEKLY : paces[PACE_TERMLY] ? PACE_TERMLY : PACE_DAILY;
    if (!same || !own) d->group = (struct str){ 0 };
    d->pupils = different_pupils(p->arena, d);
    enum digest_pace soonest = paces[PACE_DAILY] ? PACE_DAILY : d->pace;
    d->next = calendar_school_day_after(calendar, date_add_days(digest_reach(calendar, soonest, p->agenda->as_of), 1));
}

static void make_digest(struct planning *p, size_t from, size_t to) {
    struct digest *d = add_digest(p, p->lines[from].person);
    d->items = arena_array(p->arena, struct digest_item, to - from);
    for (size_t i = from; i < to; i++) {
        const struct matter *m = &p->agenda->of[p->lines[i].matter];
        struct digest_item item = item_of(p, m, &p->lines[i].notice, p->lines[i].went);
        item.part = part_of(m, &p->lines[i].notice);
        item.by = day_of(p, m);
        d->items[d->count++] = item;
    }
    finish(p, d, p->lines[from].person);
}

static int by_role(const void *a, const void *b) {
    const struct digest *x = a, *y = b;
    if (x->role != y->role) return x->role < y->role ? -1 : 1;
    int order = str_compare(x->group, y->group);
    return order ? order : str_compare(x->person->key, y->person->key);
}

bool remind_plan_day(struct arena *arena, struct school *school, const struct agenda_request *day, struct digests **out, struct err *err) {
    struct agenda *agenda;
    struct viewer viewer;
    struct planning p = { .arena = arena, .out = arena_new(arena, struct digests) };
    if (!agenda_make(arena, school, day, &agenda, err)) return false;
    if (!redact_viewer_named(arena, school, STR("tutor"), &viewer, err)) return false;
    p.agenda = p.out->agenda = agenda;
    p.table = p.out->table = viewer.table;
    struct digest_planning planning = agenda_planning(agenda);
    p.line_count = digest_plan(arena, &planning, &p.lines);
    for (size_t from = 0, to; from < p.line_count; from = to) {
        for (to = from + 1; to < p.line_count && p.lines[to].person == p.lines[from].person;) to++;
        make_digest(&p, from, to);
    }
    if (p.out->count) qsort(p.out->at, p.out->count, sizeof *p.out->at, by_role);
    for (size_t i = 0; i < school->people->count; i++) p.out->written += agenda->written_today[i];
    *out = p.out;
    return true;
}

void remind_plan_told(struct arena *arena, const struct agenda *agenda, const struct digest *digest, struct ledger_notice *out) {
    struct str recipient = letter_recipient(arena, agenda->school->people, digest->person->key);
    for (size_t i = 0; i < digest->count; i++) {
        const struct digest_item *item = &digest->items[i];
        const struct matter *m = item->matter;
        bool about = m->type == MATTER_FINDING || m->type == MATTER_DONE;
        out[i] = (struct ledger_notice){ .finding = m->key, .step = agenda_step(arena, &item->notice), .recipient = recipient,
                                         .subject_type = about ? m->finding.subject_type : SUBJECT_SCHOOL, .subject = about ? m->finding.subject : 0,
                                         .rule = m->rule, .day = agenda->as_of, .message = VALUE_NONE, .closing = m->type == MATTER_DONE || m->type == MATTER_CLEAR };
    }
}

static bool has_pupil(const struct digest *digest, const struct selection *s) {
    for (size_t i = 0; i < digest->count; i++) {
        const struct matter *m = digest->items[i].matter;
        if ((m->type == MATTER_FINDING || m->type == MATTER_DONE) && m->finding.subject_type == SUBJECT_PUPIL && selection_has_pupil(s, m->finding.subject)) return true;
    }
    return false;
}

bool remind_plan_fits(const struct agenda *agenda, const struct digest *digest, const struct selection *s) {
    if (!s->role_count && !s->staff_count) return !s->pupils || has_pupil(digest, s);
    for (size_t i = 0; i < s->role_count; i++) {
        if (person_holds(digest->person, agenda->school->policy->roles[s->roles[i]].key, agenda->as_of)) return true;
        for (size_t k = 0; k < digest->count; k++) /* a deputy is told as the holder is */
            if ((digest->items[k].part == PART_PASSED ? digest->items[k].notice.role : digest->items[k].matter->role) == s->roles[i]) return true;
    }
    for (size_t i = 0; i < s->staff_count; i++)
        if (s->staff[i] == digest->person) return true;
    return false;
}

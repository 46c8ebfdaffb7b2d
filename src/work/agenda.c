/* SPDX-License-Identifier: GPL-3.0-or-later
 * agenda - what may have to be told on a day, and to whom; see agenda.h.
 * Owns:  nothing.
 * Must not know: what a message says.
 */
#include "work/agenda.h"

#include <stdlib.h>

#include "store/ruling.h"
#include "work/agenda_priv.h"
#include "work/letter.h"
#include "work/wording.h"

/* ---- the ledger ---- */

static int by_finding(const void *a, const void *b) {
    const struct ledger_notice *x = a, *y = b;
    int order = str_compare(x->finding, y->finding);
    if (!order) order = str_compare(x->recipient, y->recipient);
    if (!order) order = (x->day.day > y->day.day) - (x->day.day < y->day.day);
    return order ? order : str_compare(x->step, y->step);
}

struct date agenda_step_day(struct str step) {
    struct date day = DATE_NONE;
    if (step.size > DATE_ISO_SIZE - 1 && !date_parse_iso(str_slice(step, step.size - (DATE_ISO_SIZE - 1), step.size), &day)) return DATE_NONE;
    return day;
}

struct str agenda_step(struct arena *arena, const struct notice *notice) {
    char iso[DATE_ISO_SIZE];
    return str_format(arena, "%s %s", notice_cause_key(notice->cause), date_iso(notice->planned, iso));
}

const struct ledger_notice *agenda_told(const struct agenda *agenda, struct str key, size_t *count) {
    size_t low = 0, high = agenda->notice_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (str_compare(agenda->notices[middle].finding, key) < 0) low = middle + 1;
        else high = middle;
    }
    for (*count = 0; low + *count < agenda->notice_count && str_equal(agenda->notices[low + *count].finding, key);) ++*count;
    return agenda->notices + low;
}

int32_t agenda_person(const struct agenda *agenda, struct str recipient) {
    const struct people *people = agenda->school->people;
    const struct person *person = letter_person(people, recipient);
    return person ? (int32_t)(person - people->at) : DIGEST_NOBODY;
}

static enum digest_pace pace_of(const struct agenda *agenda, const struct ledger_notice *n) {
    const struct policy *policy = agenda->school->policy;
    int32_t rule = n->closing ? -1 : policy_find_rule(policy, n->rule);
    if (rule < 0 || !policy->rules[rule].version_count) return PACE_WEEKLY;
    int32_t plan = rule_at(&policy->rules[rule], agenda->as_of)->plan;
    return plan < 0 ? PACE_WEEKLY : digest_pace(policy->plans[plan].digest);
}

/* Of this week or term, by the pace of its plan. */
static bool is_recent(const struct agenda *agenda, const struct ledger_notice *n) {
    return !date_before(n->day, digest_begins(agenda->school->calendar, pace_of(agenda, n), agenda->as_of));
}

static bool read_ledger(struct agenda *agenda, const struct agenda_request *request, struct err *err) {
    const struct ledger_notice *also = request->also;
    struct ledger_notice *rows, *all;
    size_t count, kept = 0, also_count = request->also_count;
    if (!ledger_notices(agenda->school->db, agenda->arena, &rows, &count, err)) return false;
    all = arena_array(agenda->arena, struct ledger_notice, count + also_count + 1);
    for (size_t i = 0; i < count + also_count; i++) {
        const struct ledger_notice *n = i < count ? &rows[i] : &also[i - count];
        if (waiting_has(request->without, n->message)) continue;
        if (!date_after(n->day, agenda->as_of) && !(request->again && is_recent(agenda, n))) all[kept++] = *n;
    }
    if (kept) qsort(all, kept, sizeof *all, by_finding);
    agenda->notices = all;
    agenda->notice_count = kept;
    agenda->heard = arena_array(agenda->arena, struct digest_heard, kept + 1);
    agenda->written_today = arena_array(agenda->arena, bool, agenda->school->people->count + 1);
    struct date term = digest_begins(agenda->school->calendar, PACE_TERMLY, agenda->as_of); /* no list looks further back */
    for (size_t i = 0; i < kept; i++) {
        int32_t person = date_before(all[i].day, term) ? DIGEST_NOBODY : agenda_person(agenda, all[i].recipient);
        if (person == DIGEST_NOBODY) continue;
        agenda->heard[agenda->heard_count++] = (struct digest_heard){ person, all[i].day, pace_of(agenda, &all[i]) };
        if (date_same(all[i].day, agenda->as_of)) agenda->written_today[person] = true;
    }
    return true;
}

/* ---- who reads ---- */

const struct person *agenda_holder(const struct gathering *g, int32_t role, const struct finding *f) {
    struct str group = roster_group(g->agenda->position->roster, f->subject_type, f->subject);
    return people_owner(g->agenda->school->people, &g->agenda->school->policy->roles[role], group, group, g->agenda->as_of);
}

int32_t agenda_reader(const struct agenda *agenda, const struct person *holder) {
    const struct people *people = agenda->school->people;
    return holder ? (int32_t)(people_reader(people, holder, agenda->as_of) - people->at) : DIGEST_NOBODY;
}

int32_t agenda_supplier(const struct agenda *agenda, const struct finding *f) {
    const struct gathering *g = agenda->gathering;
    const struct kinds *kinds = agenda->school->kinds;
    struct str kind = STR("pupil");
    if (f->subject_type != SUBJECT_PUPIL) kind = str_from(subject_type_name(f->subject_type));
    if (f->missing_count && f->missing[0].kind >= 0) kind = kinds->kinds[f->missing[0].kind].name;
    int32_t role = policy_find_role(agenda->school->policy, occasion_supplier(&g->occasions, kind));
    return role >= 0 && agenda_holder(g, role, f) ? role : policy_find_role(agenda->school->policy, STR("careers_leader"));
}

/* ---- matters ---- */

size_t agenda_add(struct agenda *agenda, const struct matter *matter, const struct digest_matter *plan) {
    if (agenda->count == agenda->room) {
        size_t room = agenda->room ? agenda->room * 2 : 64;
        struct matter *of = arena_array(agenda->arena, struct matter, room);
        struct digest_matter *plans = arena_array(agenda->arena, struct digest_matter, room);
        for (size_t i = 0; i < agenda->count; i++) {
            of[i] = agenda->of[i];
            plans[i] = agenda->plans[i];
        }
        agenda->of = of;
        agenda->plans = plans;
        agenda->room = room;
    }
    agenda->of[agenda->count] = *matter;
    agenda->plans[agenda->count] = *plan;
    return agenda->count++;
}

/* What was told of it, by the role as which each reader stands today. */
void agenda_ledger(const struct agenda *agenda, struct str key, struct digest_matter *plan) {
    size_t count, room = 0;
    const struct ledger_notice *rows = agenda_told(agenda, key, &count);
    const struct plan *p = plan->source.plan;
    struct told *told = arena_array(agenda->arena, struct told, count * NOTICES_MOST + 1);
    for (size_t i = 0; i < count; i++) {
        int32_t person = rows[i].closing ? DIGEST_NOBODY : agenda_person(agenda, rows[i].recipient);
        struct date day = agenda_step_day(rows[i].step);
        for (size_t k = 0; person != DIGEST_NOBODY && k <= p->escalate_count; k++)
            if (plan->person[k] == person)
                told[room++] = (struct told){ .day = rows[i].day, .role = k ? p->escalate[k - 1].role : plan->source.owner, .through = date_known(day) ? day : rows[i].day };
    }
    plan->ledger.told = told;
    plan->ledger.told_count = room;
}

/* The latest of several. */
static void take_in_hand(const struct ruling_snooze *s, struct notice_ledger *ledger) {
    if (date_known(ledger->in_hand_from) && !date_after(s->until, ledger->in_hand_to)) return;
    ledger->in_hand_from = s->from;
    ledger->in_hand_to = s->until;
}

static bool is_about(const struct ruling_snooze *s, const struct policy *policy, const struct finding *f, struct date as_of) {
    if (date_after(s->from, as_of) || s->subject_type != f->subject_type || s->subject != f->subject) return false;
    return !s->rule.size || str_equal(s->rule, policy->rules[f->rule].name);
}

void agenda_silence(const struct ruling_snooze *all, size_t count, const struct policy *policy, const struct finding *f, struct date as_of, struct notice_ledger *ledger) {
    for (size_t i = 0; i < count; i++) {
        if (!is_about(&all[i], policy, f, as_of)) continue;
        if (all[i].sort == SNOOZE_IN_HAND) take_in_hand(&all[i], ledger);
        else if (!date_known(ledger->silent_to) || date_after(all[i].until, ledger->silent_to)) ledger->silent_to = all[i].until;
    }
}

struct str agenda_silence_words(struct arena *arena, const struct ruling_snooze *all, size_t count, const struct policy *policy, const struct finding *f,
                                struct date as_of, bool why) {
    struct str out = { 0 };
    char until[DATE_LONG_SIZE];
    for (size_t i = 0; i < count; i++) {
        const struct ruling_snooze *s = &all[i];
        if (!is_about(s, policy, f, as_of) || (date_known(s->until) && date_before(s->until, as_of))) continue;
        out = str_format(arena, "%.*s%s%s%s%s%s%.*s", STR_ARG(out), out.size ? "; " : "", s->sort == SNOOZE_IN_HAND ? "in hand" : "put off",
                         date_known(s->until) ? " until " : "", date_known(s->until) ? date_short(s->until, until) : "", why && s->why.size ? ": " : "",
                         STR_ARG(why ? s->why : (struct str){ 0 }));
    }
    return out;
}

static bool reads_already(const struct agenda *agenda, size_t from, int32_t person) {
    for (size_t i = from; i < agenda->count; i++)
        if (agenda->plans[i].person[0] == person) return true;
    return false;
}

/* Of a form or department with two holders each is told, a deputy of two of them once; those above hear of it once. */
static void take_others(struct gathering *g, const struct matter *first, const struct digest_matter *plan) {
    struct agenda *agenda = g->agenda;
    const struct finding *f = &first->finding;
    const struct role *role = &agenda->school->policy->roles[first->role];
    struct matter matter = *first;
    size_t from = agenda->count - 1; /* the first holder's */
    if (!role->finds.size) return;
    while ((matter.holder = people_owner_after(agenda->school->people, role, first->pupil_form, first->pupil_form, agenda->as_of, matter.holder))) {
        struct digest_matter other = { .source = plan->source, .ledger = NOTICE_LEDGER_NONE };
        for (size_t i = 0; i < NOTICES_MOST; i++) other.person[i] = DIGEST_NOBODY;
        other.person[0] = agenda_reader(agenda, matter.holder);
        if (reads_already(agenda, from, other.person[0])) continue;
        agenda_ledger(agenda, matter.key, &other);
        agenda_silence(g->snoozes, g->snooze_count, agenda->school->policy, f, agenda->as_of, &other.ledger);
        agenda_add(agenda, &matter, &other);
    }
}

void agenda_finding(struct gathering *g, const struct finding *f, const struct notice_source *source) {
    struct agenda *agenda = g->agenda;
    const struct policy *policy = agenda->school->policy;
    struct digest_matter plan = { .source = *source, .ledger = NOTICE_LEDGER_NONE };
    int32_t role = source->asks ? agenda_supplier(agenda, f) : source->owner;
    const struct person *holder = role >= 0 ? agenda_holder(g, role, f) : NULL;
    struct str group = roster_group(agenda->position->roster, f->subject_type, f->subject);
    struct str own = role >= 0 && policy->roles[role].finds.size ? group : (struct str){ 0 };
    if (!holder) {
        agenda_nobody(g, role, own);
        return;
    }
    plan.person[0] = agenda_reader(agenda, holder);
    for (size_t i = 0; i < NOTICES_MOST - 1; i++) {
        bool above = !source->asks && i < source->plan->escalate_count;
        plan.person[i + 1] = above ? agenda_reader(agenda, agenda_holder(g, source->plan->escalate[i].role, f)) : DIGEST_NOBODY;
    }
    struct matter matter = { .type = MATTER_FINDING, .finding = *f, .key = finding_key(agenda->arena, agenda->position, f), .rule = policy->rules[f->rule].name,
                             .clause = policy->rules[f->rule].clause, .role = role, .group = own, .pupil_form = group, .holder = holder };
    agenda_ledger(agenda, matter.key, &plan);
    agenda_silence(g->snoozes, g->snooze_count, policy, f, agenda->as_of, &plan.ledger);
    agenda_add(agenda, &matter, &plan);
    take_others(g, &matter, &plan);
}

static bool each(void *self, const struct position *position, const struct finding *f, struct err *err) {
    struct gathering *g = self;
    const struct policy *policy = position->school->policy;
    const struct rule_version *version = finding_version(policy, f);
    (void)err;
    if (version->plan < 0 || version->owner < 0) return true;
    g->agenda->position = position;
    struct date horizon = digest_reach(position->school->calendar, digest_pace(policy->plans[version->plan].digest), position->as_of);
    struct notice_source source = notice_source(policy, f, horizon);
    if (f->status == STATUS_MET) agenda_done(g, f);
    else if (source.open && f->stale) agenda_stale(g, f);
    else if (source.open && (!source.asks || f->missing_count)) agenda_finding(g, f, &source);
    return true;
}

/* Rules of which somebody may be told. */
static const bool *told_rules(struct arena *arena, const struct policy *policy) {
    bool *rules = arena_array(arena, bool, policy->rule_count + 1);
    for (size_t i = 0; i < policy->rule_count; i++)
        for (size_t variant = 0; variant <= policy->rules[i].variant_count; variant++) {
            size_t count;
            const struct rule_version *versions = rule_versions(&policy->rules[i], (uint32_t)variant, &count);
            for (size_t v = 0; v < count; v++) rules[i] = rules[i] || (versions[v].plan >= 0 && versions[v].owner >= 0);
        }
    return rules;
}

bool agenda_begin(struct arena *arena, struct school *school, const struct agenda_request *asked, struct agenda **out, struct err *err) {
    struct agenda *agenda = arena_new(arena, struct agenda);
    struct gathering *g = arena_new(arena, struct gathering);
    struct ruling_snooze *snoozes;
    *agenda = (struct agenda){ .arena = arena, .school = school, .as_of = asked->as_of, .without = asked->without, .gathering = g };
    *g = (struct gathering){ .agenda = agenda };
    *out = agenda;
    if (!read_ledger(agenda, asked, err)) return false;
    if (!ruling_snoozes(school->db, arena, DATE_NONE, &snoozes, &g->snooze_count, err)) return false;
    g->snoozes = snoozes;
    return occasion_list(arena, school, asked->as_of, &g->occasions, err);
}

bool agenda_make(struct arena *arena, struct school *school, const struct agenda_request *asked, struct agenda **out, struct err *err) {
    struct agenda *agenda;
    struct position *position;
    if (!agenda_begin(arena, school, asked, &agenda, err)) return false;
    struct gathering *g = agenda->gathering;
    struct selection selection = { .rules = told_rules(arena, school->policy), .clause = -1, .rule = -1 };
    struct position_request request = { .as_of = asked->as_of, .selection = &selection, .each = each, .self = g, .tick = asked->tick };
    if (!position_judge(arena, school, &request, &position, err)) return false;
    agenda->position = position;
    agenda_close(g);
    agenda_occasions(g);
    agenda_causes(g);
    if (!agenda_undelivered(g, err)) return false;
    agenda_unreached(g);
    agenda_clear(g);
    *out = agenda;
    return true;
}

struct digest_planning agenda_planning(const struct agenda *agenda) {
    return (struct digest_planning){ .calendar = agenda->school->calendar, .matters = agenda->plans, .matter_count = agenda->count,
                                     .heard = agenda->heard, .heard_count = agenda->heard_count, .as_of = agenda->as_of };
}

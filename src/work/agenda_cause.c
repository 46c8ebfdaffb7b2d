/* SPDX-License-Identifier: GPL-3.0-or-later
 * agenda_cause - what stands for many findings, what is done, days that return; see agenda.h.
 * Owns:  nothing.
 * Must not know: what a message says.
 */
#include <string.h>

#include "work/agenda_priv.h"
#include "work/letter.h"
#include "work/reach.h"
#include "work/undelivered.h"
#include "work/wording.h"

#define REPEATS 2

/* ---- causes ---- */

static struct agenda_cause *cause_of(struct gathering *g, bool stale, int32_t role, struct str group) {
    for (size_t i = 0; i < g->cause_count; i++)
        if (g->causes[i].stale == stale && g->causes[i].role == role && str_equal(g->causes[i].group, group)) return &g->causes[i];
    if (g->cause_count == g->cause_room) {
        size_t room = g->cause_room ? g->cause_room * 2 : 16;
        struct agenda_cause *wider = arena_array(g->agenda->arena, struct agenda_cause, room);
        for (size_t i = 0; i < g->cause_count; i++) wider[i] = g->causes[i];
        g->causes = wider;
        g->cause_room = room;
    }
    g->causes[g->cause_count] = (struct agenda_cause){ .stale = stale, .role = role, .group = group };
    return &g->causes[g->cause_count++];
}

void agenda_nobody(struct gathering *g, int32_t role, struct str group) {
    cause_of(g, false, role, group)->things++;
}

void agenda_stale(struct gathering *g, const struct finding *f) {
    (void)f;
    cause_of(g, true, -1, (struct str){ 0 })->things++;
}

/* On the day, then after two weeks, then each month. */
static const struct plan *cause_plan(struct arena *arena) {
    static const int64_t gaps[REPEATS] = { 14, 28 };
    struct plan *plan = arena_new(arena, struct plan);
    struct span *spans = arena_array(arena, struct span, REPEATS + 1);
    for (size_t i = 0; i <= REPEATS; i++) spans[i] = (struct span){ .unit = SPAN_DAYS, .n = { .value = i ? gaps[i - 1] : 0, .param = -1 } };
    *plan = (struct plan){ .name = STR("cause"), .steps = spans, .step_count = 1, .then_every = spans + 1, .then_count = REPEATS, .digest = STR("weekly"), .quiet_holidays = true };
    plan->lead = spans[0];
    return plan;
}

/* The first of these posts that somebody holds; not: a post or a person who can not. */
static const struct person *who_mends(const struct gathering *g, const char *const *posts, size_t count, int32_t not, const struct person *nor, int32_t *role) {
    const struct policy *policy = g->agenda->school->policy;
    for (size_t i = 0; i < count; i++) {
        *role = policy_find_role(policy, str_from(posts[i]));
        if (*role < 0 || *role == not) continue;
        const struct person *person = people_owner(g->agenda->school->people, &policy->roles[*role], (struct str){ 0 }, (struct str){ 0 }, g->agenda->as_of);
        if (person && (!nor || people_reader(g->agenda->school->people, person, g->agenda->as_of) != nor)) return person;
    }
    return NULL;
}

static const char *const STALE[] = { "data_manager", "careers_leader", "slt", "headteacher" }, *const EMPTY[] = { "careers_leader", "slt", "headteacher", "data_manager" };

static void plan_cause(struct gathering *g, const struct matter *matter, const struct plan *plan) {
    struct agenda *agenda = g->agenda;
    size_t told;
    struct digest_matter planned = { .source = { .plan = plan, .owner = matter->role, .due = agenda->as_of, .open = true } };
    planned.ledger = NOTICE_LEDGER_NONE;
    for (size_t i = 0; i < NOTICES_MOST; i++) planned.person[i] = DIGEST_NOBODY;
    planned.person[0] = agenda_reader(agenda, matter->holder);
    const struct ledger_notice *rows = agenda_told(agenda, matter->key, &told);
    for (size_t i = 0; i < told; i++) planned.source.due = date_min(planned.source.due, rows[i].day);
    agenda_ledger(agenda, matter->key, &planned);
    agenda_add(agenda, matter, &planned);
}

static void add_cause(struct gathering *g, const struct agenda_cause *cause, const struct plan *plan) {
    struct agenda *agenda = g->agenda;
    const struct role *role = cause->role >= 0 ? &agenda->school->policy->roles[cause->role] : NULL;
    struct str of = cause->group.size ? str_format(agenda->arena, " of %.*s", STR_ARG(cause->group)) : (struct str){ 0 };
    struct str title = role ? role->title : STR("Careers Leader");
    if (str_starts(title, "The ")) title = str_format(agenda->arena, "the %.*s", STR_ARG(str_slice(title, 4, title.size)));
    struct matter matter = { .type = MATTER_CAUSE, .post = cause->role, .waiting = cause->things };
    matter.holder = who_mends(g, cause->stale ? STALE : EMPTY, COUNT_OF(STALE), cause->role, NULL, &matter.role);
    if (!matter.holder) return; /* nobody at all: today, doctor and the preview say so */
    struct str things = count_of(agenda->arena, cause->things, "thing", "things");
    if (cause->stale) {
        matter.key = STR("c:stale");
        matter.rule = STR("cause/stale");
        matter.title = str_format(agenda->arena, "bring in a new export: the last one is too old to say how %.*s stand%s", STR_ARG(things), cause->things == 1 ? "s" : "");
    } else {
        matter.key = str_format(agenda->arena, "c:nobody:%.*s:%.*s", STR_ARG(role ? role->key : STR("")), STR_ARG(cause->group));
        matter.rule = STR("cause/nobody");
        matter.post_words = str_format(agenda->arena, "%.*s%.*s", STR_ARG(title), STR_ARG(of));
        matter.title = str_format(agenda->arena, "nobody is %.*s, and %.*s wait%s: name somebody in people.lua", STR_ARG(matter.post_words), STR_ARG(things),
                                  cause->things == 1 ? "s" : "");
    }
    plan_cause(g, &matter, plan);
}

bool agenda_undelivered(struct gathering *g, struct err *err) {
    struct agenda *agenda = g->agenda;
    struct arena *arena = agenda->arena;
    const struct plan *plan = cause_plan(arena);
    struct undelivered *list;
    size_t count;
    if (!undelivered_list(arena, agenda->school, &list, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        const struct undelivered *one = &list[i];
        struct str name = one->person->name, mend = undelivered_mend(arena, one);
        struct matter matter = { .type = MATTER_CAUSE, .post = -1, .rule = STR("cause/undelivered") };
        matter.holder = who_mends(g, EMPTY, COUNT_OF(EMPTY), -1, one->person, &matter.role);
        if (!matter.holder || date_after(one->day, agenda->as_of)) continue; /* today, doctor and the preview say so */
        matter.key = str_format(arena, "c:undelivered:%.*s:%lld", STR_ARG(one->person->key), (long long)one->message);
        matter.title = one->refused ? str_format(arena, "mail to %.*s was refused and was not read: %.*s", STR_ARG(name), STR_ARG(mend))
                                    : str_format(arena, "mail to %.*s was put off and was not read: %.*s", STR_ARG(name), STR_ARG(mend));
        plan_cause(g, &matter, plan);
    }
    return true;
}

/* How many things of each person would be told today, were they reached; false: all can be. */
static bool count_unreached(const struct gathering *g, size_t *things) {
    const struct agenda *agenda = g->agenda;
    const struct people *people = agenda->school->people;
    struct digest_planning planning = agenda_planning(agenda);
    struct digest_line *lines;
    bool any = false;
    for (size_t i = 0; i < agenda->count && !any; i++)
        for (size_t k = 0; k < NOTICES_MOST && !any; k++) {
            int32_t person = agenda->plans[i].person[k];
            any = person != DIGEST_NOBODY && reach_trouble(&people->mail, &people->at[person]).size;
        }
    size_t count = any ? digest_plan(agenda->arena, &planning, &lines) : 0;
    for (size_t i = 0; i < count; i++) things[lines[i].person]++;
    return any;
}

void agenda_unreached(struct gathering *g) {
    struct agenda *agenda = g->agenda;
    struct arena *arena = agenda->arena;
    const struct people *people = agenda->school->people;
    const struct plan *plan = cause_plan(arena);
    size_t *things = arena_array(arena, size_t, people->count + 1);
    if (!count_unreached(g, things)) return;
    for (size_t i = 0; i < people->count; i++) {
        const struct person *person = &people->at[i];
        struct str trouble = things[i] ? reach_trouble(&people->mail, person) : (struct str){ 0 };
        struct matter matter = { .type = MATTER_CAUSE, .post = -1, .rule = STR("cause/unreached"), .waiting = things[i] };
        if (!trouble.size || !(matter.holder = who_mends(g, EMPTY, COUNT_OF(EMPTY), -1, person, &matter.role))) continue;
        matter.key = str_format(arena, "c:unreached:%.*s", STR_ARG(person->key));
        matter.unreached = str_format(arena, "%.*s %.*s", STR_ARG(person->name), STR_ARG(trouble));
        matter.title = str_format(arena, "%.*s, and %.*s wait%s: %.*s", STR_ARG(matter.unreached), STR_ARG(count_of(arena, things[i], "thing", "things")), things[i] == 1 ? "s" : "",
                                  STR_ARG(reach_mend(arena, &people->mail, person)));
        plan_cause(g, &matter, plan);
    }
}

void agenda_causes(struct gathering *g) {
    const struct plan *plan = cause_plan(g->agenda->arena);
    for (size_t i = 0; i < g->cause_count; i++) add_cause(g, &g->causes[i], plan);
}

/* ---- days that return ---- */

static void add_occasion(struct gathering *g, const struct occasion *o, const struct person *holder, struct str group) {
    struct agenda *agenda = g->agenda;
    struct matter matter = { .type = MATTER_OCCASION, .key = str_format(agenda->arena, "o:%.*s", STR_ARG(o->key)), .title = o->title, .role = o->role, .post = -1,
                             .rule = str_format(agenda->arena, "occasion/%.*s", STR_ARG(o->name)), .holder = holder, .group = group };
    struct digest_matter plan = { .source = { .plan = o->plan, .owner = o->role, .due = o->due, .open = !date_after(agenda->as_of, o->open_to) } };
    plan.ledger = NOTICE_LEDGER_NONE;
    for (size_t k = 0; k < NOTICES_MOST; k++) plan.person[k] = DIGEST_NOBODY;
    plan.person[0] = agenda_reader(agenda, holder);
    agenda_ledger(agenda, matter.key, &plan);
    agenda_add(agenda, &matter, &plan);
}

/* To the holder of the role; of a role that finds a form or department, to each of them. */
void agenda_occasions(struct gathering *g) {
    struct agenda *agenda = g->agenda;
    const struct people *people = agenda->school->people;
    for (size_t i = 0; i < g->occasions.count; i++) {
        const struct occasion *o = &g->occasions.at[i];
        const struct role *role = &agenda->school->policy->roles[o->role];
        const struct person *owner = people_owner(people, role, (struct str){ 0 }, (struct str){ 0 }, agenda->as_of);
        bool held = false, time = !date_after(date_add_days(o->due, -(int32_t)o->plan->lead.n.value), agenda->as_of);
        for (size_t k = 0; k < people->count; k++) {
            const struct person *person = &people->at[k];
            bool each = role->finds.size > 0 && person_holds(person, role->key, agenda->as_of);
            if (!each && person != owner) continue;
            add_occasion(g, o, person, !each ? (struct str){ 0 } : str_is(role->finds, "form") ? person->form : person->department);
            held = true;
        }
        if (!held && time && !date_after(agenda->as_of, o->open_to)) agenda_nobody(g, o->role, (struct str){ 0 });
    }
}

/* ---- what is done ---- */

static bool closed_for(const struct ledger_notice *rows, size_t count, struct str recipient) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].closing && str_equal(rows[i].recipient, recipient)) return true;
    return false;
}

/* As which somebody hears of the end: the owner, one above, or a role that is held; -1: none any more. */
static int32_t told_as(const struct gathering *g, const struct finding *f, int32_t person) {
    const struct agenda *agenda = g->agenda;
    const struct policy *policy = agenda->school->policy;
    const struct rule_version *version = finding_version(policy, f);
    const struct plan *plan = &policy->plans[version->plan];
    const struct role *owner = &policy->roles[version->owner];
    struct str group = roster_group(agenda->position->roster, f->subject_type, f->subject);
    for (const struct person *holder = agenda_holder(g, version->owner, f); holder;
         holder = owner->finds.size ? people_owner_after(agenda->school->people, owner, group, group, agenda->as_of, holder) : NULL)
        if (agenda_reader(agenda, holder) == person) return version->owner;
    for (size_t i = 0; i < plan->escalate_count; i++)
        if (agenda_reader(agenda, agenda_holder(g, plan->escalate[i].role, f)) == person) return plan->escalate[i].role;
    for (size_t i = 0; i < policy->role_count; i++)
        if (person_holds(&agenda->school->people->at[person], policy->roles[i].key, agenda->as_of)) return (int32_t)i;
    return -1;
}

/* One for each who was told and has not heard the end of it. */
void agenda_done(struct gathering *g, const struct finding *f) {
    struct agenda *agenda = g->agenda;
    const struct policy *policy = agenda->school->policy;
    if (!agenda->notice_count) return;
    struct matter matter = { .type = MATTER_DONE, .finding = *f, .key = finding_key(agenda->arena, agenda->position, f), .rule = policy->rules[f->rule].name,
                             .clause = policy->rules[f->rule].clause };
    size_t count;
    const struct ledger_notice *rows = agenda_told(agenda, matter.key, &count);
    matter.pupil_form = roster_group(agenda->position->roster, f->subject_type, f->subject);
    for (size_t i = 0; i < count; i++) {
        int32_t person = agenda_person(agenda, rows[i].recipient);
        bool again = i > 0 && str_equal(rows[i - 1].recipient, rows[i].recipient);
        if (again || person == DIGEST_NOBODY || closed_for(rows, count, rows[i].recipient)) continue;
        matter.role = told_as(g, f, person);
        matter.group = matter.role >= 0 && policy->roles[matter.role].finds.size ? matter.pupil_form : (struct str){ 0 };
        struct digest_matter plan = { .source = { .plan = &policy->plans[finding_version(policy, f)->plan], .owner = finding_version(policy, f)->owner, .due = agenda->as_of }, .done = true };
        plan.ledger = NOTICE_LEDGER_NONE;
        for (size_t k = 0; k < NOTICES_MOST; k++) plan.person[k] = DIGEST_NOBODY;
        plan.person[0] = person;
        agenda_add(agenda, &matter, &plan);
    }
}

static bool was_told(const struct digest_matter *plan, int32_t person) {
    for (size_t k = 0; k < NOTICES_MOST; k++) {
        int32_t role = k == 0 || !plan->source.plan ? plan->source.owner : k <= plan->source.plan->escalate_count ? plan->source.plan->escalate[k - 1].role : -1;
        for (size_t i = 0; plan->person[k] == person && i < plan->ledger.told_count; i++)
            if (plan->ledger.told[i].role == role) return true;
    }
    return false;
}

/* Something of the same rule and group of which that person was told is still open. */
static bool something_left(const struct agenda *agenda, size_t at) {
    const struct matter *done = &agenda->of[at];
    for (size_t i = 0; i < agenda->count; i++) {
        const struct matter *m = &agenda->of[i];
        if (m->type == MATTER_FINDING && m->finding.rule == done->finding.rule && str_equal(m->pupil_form, done->pupil_form)
            && was_told(&agenda->plans[i], agenda->plans[at].person[0])) return true;
    }
    return false;
}

void agenda_close(struct gathering *g) {
    struct agenda *agenda = g->agenda;
    size_t kept = 0;
    bool *left = arena_array(agenda->arena, bool, agenda->count + 1);
    for (size_t i = 0; i < agenda->count; i++) left[i] = agenda->of[i].type == MATTER_DONE && something_left(agenda, i);
    for (size_t i = 0; i < agenda->count; i++) {
        if (left[i]) continue;
        agenda->of[kept] = agenda->of[i];
        agenda->plans[kept++] = agenda->plans[i];
    }
    agenda->count = kept;
}

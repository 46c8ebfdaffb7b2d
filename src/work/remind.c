/* SPDX-License-Identifier: GPL-3.0-or-later
 * remind - who would be told what today; see remind.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#include "work/remind.h"

#include <stdlib.h>

#include "work/message.h"
#include "work/remind_letters.h"
#include "work/rows.h"
#include "work/wording.h"

/* ---- may a name be told? -------------------------------------------------------------------- */

static bool filter_is_private(const struct policy *policy, const struct filter *filter) {
    if (!filter->of_subject) return false;
    const struct facts *facts = &policy->kinds->facts[filter->subject_type];
    for (size_t i = 0; i < filter->condition_count; i++) {
        int32_t field = filter->conditions[i].field;
        if (field >= 0 && (uint32_t)field < facts->field_count && facts->fields[field].is_private) return true;
    }
    return false;
}

/* That a rule about pupils with a plan, or in care, concerns somebody, says that they are; so does what an overlay for
 * such pupils makes of a rule. */
static bool rests_on_private(const struct policy *policy, const struct rule_version *version) {
    for (uint32_t i = 0; i < policy->overlay_count; i++)
        for (size_t g = 0; (version->overlays >> i & 1) && g < policy->overlays[i].guard_count; g++)
            if (filter_is_private(policy, &policy->overlays[i].guards[g])) return true;
    for (size_t i = 0; i < version->who_count; i++)
        if (filter_is_private(policy, &version->who[i])) return true;
    for (size_t i = 0; i < version->unless_count; i++)
        if (filter_is_private(policy, &version->unless[i])) return true;
    return false;
}

/* ---- what is due ---------------------------------------------------------------------------- */

struct planning {
    struct arena *arena;
    const struct position *position;
    const struct selection *selection;
    const struct ruling_snooze *snoozes;
    size_t snooze_count;
    struct digests *out;
};

static bool silenced(const struct position *position, const struct finding *f, const struct ruling_snooze *snoozes, size_t count) {
    struct str rule = position->school->policy->rules[f->rule].name;
    for (size_t i = 0; i < count; i++) {
        const struct ruling_snooze *s = &snoozes[i];
        if (s->subject_type != f->subject_type || s->subject != f->subject) continue;
        if (!s->rule.size || str_equal(s->rule, rule)) return true;
    }
    return false;
}

bool remind_is_due(const struct position *position, const struct finding *f, const struct ruling_snooze *snoozes, size_t count,
                   struct date through) {
    bool ahead = f->status == STATUS_ON_TRACK && date_after(through, position->as_of) && date_known(f->lead);
    if (finding_version(position->school->policy, f)->plan < 0) return false;
    if (f->status != STATUS_DUE_SOON && f->status != STATUS_OVERDUE && !ahead) return false;
    return !(date_known(f->lead) && date_after(f->lead, through)) && !silenced(position, f, snoozes, count);
}

static bool due_now(const struct planning *p, const struct finding *f) {
    return remind_is_due(p->position, f, p->snoozes, p->snooze_count, p->position->as_of);
}

static bool asked_for(const struct planning *p, int32_t role, const struct person *person) {
    const struct selection *s = p->selection;
    if (!s->role_count && !s->staff_count) return true;
    for (size_t i = 0; i < s->role_count; i++)
        if (s->roles[i] == role) return true;
    for (size_t i = 0; i < s->staff_count; i++)
        if (s->staff[i] == person) return true;
    return false;
}

static struct digest *digest_of(struct planning *p, int32_t role, const struct person *person, struct str group) {
    struct digests *d = p->out;
    for (size_t i = 0; i < d->count; i++) {
        struct digest *at = &d->at[i];
        if (person ? at->person == person : !at->person && at->role == role && str_equal(at->group, group)) {
            if (!str_equal(at->group, group))
                at->group = (struct str){ 0 }; /* of several forms: each line says which */
            return at;
        }
    }
    if (d->count == d->room) {
        size_t room = d->room ? d->room * 2 : 16;
        struct digest *wider = arena_array(p->arena, struct digest, room);
        for (size_t i = 0; i < d->count; i++) wider[i] = d->at[i];
        d->at = wider;
        d->room = room;
    }
    d->at[d->count] = (struct digest){ .person = person, .role = role, .group = group };
    return &d->at[d->count++];
}

static void add_item(struct planning *p, struct digest *digest, const struct finding *f, bool named) {
    if (digest->count == digest->room) {
        size_t room = digest->room ? digest->room * 2 : 8;
        struct digest_item *wider = arena_array(p->arena, struct digest_item, room);
        for (size_t i = 0; i < digest->count; i++) wider[i] = digest->items[i];
        digest->items = wider;
        digest->room = room;
    }
    digest->items[digest->count++] = (struct digest_item){ f, named };
}

static void take_finding(struct planning *p, const struct finding *f) {
    const struct position *position = p->position;
    const struct policy *policy = position->school->policy;
    const struct rule_version *version = finding_version(policy, f);
    if (version->owner < 0 || !due_now(p, f)) return;
    const struct person *person = position_owner(position, f);
    if (!asked_for(p, version->owner, person)) return;
    const struct role *role = &policy->roles[version->owner];
    struct str group =
        role->finds.size ? roster_group(position->roster, f->subject_type, f->subject) : (struct str){ 0 };
    add_item(p, digest_of(p, version->owner, person, group), f, !rests_on_private(policy, version));
}

static int by_number(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static size_t different(struct arena *arena, const struct digest *digest) {
    int64_t *pupils = arena_array(arena, int64_t, digest->count);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < digest->count; i++)
        if (digest->items[i].finding->subject_type == SUBJECT_PUPIL)
            pupils[count++] = digest->items[i].finding->subject;
    if (count) qsort(pupils, count, sizeof *pupils, by_number);
    for (size_t i = 0; i < count; i++) kept += i == 0 || pupils[i] != pupils[i - 1];
    return kept;
}

static size_t not_known(const struct planning *p, const struct digest *digest) {
    const struct roster *roster = p->position->roster;
    size_t count = 0;
    for (size_t i = 0; digest->group.size && i < roster->pupil_count; i++)
        if (str_equal(roster->pupils[i].form, digest->group) && (p->position->pupil_statuses[i] & KEEP(STATUS_UNKNOWN)))
            count++;
    return count;
}

static int by_role(const void *a, const void *b) {
    const struct digest *x = a, *y = b;
    int order = (x->role > y->role) - (x->role < y->role);
    if (!order) order = str_compare(x->group, y->group);
    if (order || !x->person || !y->person) return order ? order : (x->person != NULL) - (y->person != NULL);
    return str_compare(x->person->key, y->person->key);
}

static size_t idle_people(const struct planning *p) {
    const struct people *people = p->position->school->people;
    size_t idle = 0;
    for (size_t i = 0; i < people->count; i++) {
        bool asked = false, busy = false;
        for (size_t k = 0; k < p->selection->role_count; k++)
            asked = asked
                    || person_holds(&people->at[i], p->position->school->policy->roles[p->selection->roles[k]].key,
                                    p->position->as_of);
        for (size_t k = 0; k < p->out->count; k++) busy = busy || p->out->at[k].person == &people->at[i];
        idle += asked && !busy;
    }
    return idle;
}

bool remind_plan(struct arena *arena, struct school *school, const struct position *position,
                 const struct selection *selection, struct digests **out, struct err *err) {
    struct ruling_snooze *snoozes;
    struct planning p = {
        .arena = arena, .position = position, .selection = selection, .out = arena_new(arena, struct digests)
    };
    if (!ruling_snoozes(school->db, arena, position->as_of, &snoozes, &p.snooze_count, err)) return false;
    p.snoozes = snoozes;
    const struct finding **list = (const struct finding **)arena_alloc_array(arena, position->kept_count, sizeof *list);
    for (size_t i = 0; i < position->kept_count; i++) list[i] = &position->kept[i];
    position_sort(arena, position, list, position->kept_count);
    for (size_t i = 0; i < position->kept_count; i++) take_finding(&p, list[i]);
    for (size_t i = 0; i < p.out->count; i++) {
        p.out->at[i].pupils = different(arena, &p.out->at[i]);
        p.out->at[i].unknown = not_known(&p, &p.out->at[i]);
    }
    if (p.out->count) qsort(p.out->at, p.out->count, sizeof *p.out->at, by_role);
    p.out->idle = idle_people(&p);
    *out = p.out;
    return true;
}

/* ---- the preview ---------------------------------------------------------------------------- */

struct previewing {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;
    struct selection selection;
    struct position *position;
    struct digests *digests;
};

static struct str role_of(const struct previewing *v, const struct digest *d) {
    struct str title = v->school->policy->roles[d->role].title;
    return d->group.size ? str_format(v->arena, "%.*s of %.*s", STR_ARG(title), STR_ARG(d->group)) : title;
}

static const struct digest *longest(const struct previewing *v) {
    const struct digest *best = NULL;
    for (size_t i = 0; i < v->digests->count; i++)
        if (v->digests->at[i].person && (!best || v->digests->at[i].count > best->count)) best = &v->digests->at[i];
    return best;
}

static void counts(struct previewing *v, size_t messages, const struct digest *most) {
    struct buf text = { 0 };
    struct str people = count_of(v->arena, messages, "person has", "people have");
    buf_printf(&text, "Preview.  %.*s something to do", STR_ARG(people));
    if (v->digests->idle)
        buf_printf(&text, ", %zu %s nothing and %s no message", v->digests->idle,
                   v->digests->idle == 1 ? "has" : "have", v->digests->idle == 1 ? "gets" : "get");
    buf_add_byte(&text, '.');
    if (most && most->pupils)
        buf_printf(&text, "  The longest list is %.*s (%.*s).",
                   STR_ARG(count_of(v->arena, most->pupils, "pupil", "pupils")), STR_ARG(role_of(v, most)));
    struct str trial = v->school->people->mail.trial_to;
    if (trial.size) buf_printf(&text, "\nTrial is on: all of it would go to %.*s.", STR_ARG(trial));
    if (most) buf_add_c(&text, "  The longest in full:");
    page_paragraph(v->answer->page, buf_str(&text));
    buf_free(&text);
}

/* Who can not be reached, and what nobody answers for. */
static void gaps(struct previewing *v) {
    struct str *items = arena_array(v->arena, struct str, v->digests->count);
    size_t count = 0;
    const struct mail_settings *mail = &v->school->people->mail;
    for (size_t i = 0; i < v->digests->count; i++) {
        const struct digest *d = &v->digests->at[i];
        struct str role = role_of(v, d), n = count_of(v->arena, d->count, "thing", "things");
        if (!d->person)
            items[count++] = str_format(v->arena, "Nobody is %.*s: %.*s would reach nobody. Write it into people.lua.",
                                        STR_ARG(role), STR_ARG(n));
        else if (!d->person->email.size)
            items[count++] = str_format(v->arena, "%.*s (%.*s) has no address in people.lua.", STR_ARG(d->person->name),
                                        STR_ARG(role));
        else if (!message_inside(mail, d->person->email))
            items[count++] = str_format(v->arena, "The address of %.*s (%.*s) is outside the school's own domains.",
                                        STR_ARG(d->person->name), STR_ARG(role));
    }
    if (count) page_list(v->answer->page, items, count);
}

/* What is late or due and has an owner, and of which no message speaks: the policy gives it no reminder plan. */
static void silent_rules(struct previewing *v) {
    const struct policy *policy = v->school->policy;
    struct buf text = { 0 };
    for (size_t r = 0; r < policy->rule_count; r++) {
        size_t things = 0;
        for (size_t i = 0; i < v->position->kept_count; i++) {
            const struct finding *f = &v->position->kept[i];
            const struct rule_version *version = finding_version(policy, f);
            bool open = f->status == STATUS_OVERDUE || f->status == STATUS_DUE_SOON;
            if (f->rule != r || !open || version->plan >= 0 || version->owner < 0) continue;
            bool asked = !v->selection.role_count;
            for (size_t k = 0; k < v->selection.role_count; k++)
                asked = asked || v->selection.roles[k] == version->owner;
            things += asked;
        }
        if (!things) continue;
        struct str words = rule_words(v->arena, &policy->rules[r]);
        buf_printf(&text, "%s%.*s %.*s (%zu)", text.size ? "; " : "", STR_ARG(policy->rules[r].clause), STR_ARG(words),
                   things);
    }
    if (text.size)
        page_paragraphf(v->answer->page,
                        "No message speaks of these, for the policy gives them no reminders: %.*s.  check lists them.",
                        (int)text.size, text.at);
    buf_free(&text);
}

/* A message of somebody else can be asked for by form or name. */
static void other_messages(struct previewing *v, const struct digest *most, size_t messages) {
    if (messages < 2) return;
    page_table(v->answer->page, v->answer->result);
    for (size_t i = 0; i < v->digests->count; i++) {
        const struct digest *d = &v->digests->at[i];
        if (d == most || !d->person) continue;
        if (d->group.size)
            answer_next(v->answer, "remind %.*s", STR_ARG(d->group));
        else
            answer_next(v->answer, "remind \"%.*s\"", STR_ARG(d->person->name));
        return;
    }
}

static struct sheet *recipients(struct previewing *v) {
    const struct policy *policy = v->school->policy;
    struct sheet *sheet = sheet_new(v->arena, STR("recipients"), STR("Who would be told"));
    sheet_column(sheet, STR("person"), STR("Person"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("role"), STR("Role"), CELL_TEXT);
    sheet_column(sheet, STR("group"), STR("Form"), CELL_TEXT);
    sheet_column(sheet, STR("items"), STR("Items"), CELL_WHOLE);
    sheet_column(sheet, STR("pupils"), STR("Pupils"), CELL_WHOLE);
    sheet_column(sheet, STR("address"), STR("Address"), CELL_TEXT);
    bool data = v->call->json || v->call->csv;
    for (size_t i = 0; i < v->digests->count; i++) {
        const struct digest *d = &v->digests->at[i];
        sheet_row(sheet);
        if (!d->person)
            sheet_none(sheet, STR("nobody"));
        else
            sheet_text(sheet, data && !v->call->names ? d->person->key : d->person->name);
        sheet_text(sheet, data ? policy->roles[d->role].key : policy->roles[d->role].title);
        if (d->group.size)
            sheet_text(sheet, d->group);
        else
            sheet_none(sheet, STR("none"));
        sheet_whole(sheet, (int64_t)d->count);
        sheet_whole(sheet, (int64_t)d->pupils);
        sheet_text(sheet, d->person && d->person->email.size ? STR("yes") : STR("no"));
    }
    return sheet;
}

static bool carry_on(struct previewing *v) {
    struct letter *letters = arena_array(v->arena, struct letter, v->digests->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < v->digests->count; i++)
        if (v->digests->at[i].person) letters[count++] = message_letter(v->arena, v->position, &v->digests->at[i]);
    return remind_letters_run(v->call, v->answer, v->school, letters, count);
}

static void make_page(struct previewing *v) {
    const struct digest *most = longest(v);
    size_t messages = 0;
    v->answer->page = page_new(v->arena, STR("Reminders"));
    for (size_t i = 0; i < v->digests->count; i++) messages += v->digests->at[i].person != NULL;
    counts(v, messages, most);
    if (most) page_verbatim(v->answer->page, message_text(v->arena, v->position, most));
    v->answer->result = recipients(v);
    gaps(v);
    silent_rules(v);
    other_messages(v, most, messages);
    if (most && most->group.size)
        answer_next(v->answer, "check %.*s", STR_ARG(most->group));
    else
        answer_next(v->answer, "check");
}

bool remind_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct previewing v = { .call = call, .answer = answer, .arena = answer->arena };
    if (!school_for(call, answer, SCHOOL_POLICY, &v.school)) return false;
    if (!resolve_call(v.school, call, RESOLVE_ROLES | RESOLVE_STAFF | RESOLVE_PUPILS, &v.selection, answer))
        return false;
    struct position_request request = {
        .as_of = call->as_of, .selection = &v.selection, .keep = KEEP_NEEDS, .tick = call->tick
    };
    if (!position_judge(v.arena, v.school, &request, &v.position, &err)) return answer_fail(answer, &err);
    if (!remind_plan(v.arena, v.school, v.position, &v.selection, &v.digests, &err)) return answer_fail(answer, &err);
    make_page(&v);
    if (!carry_on(&v)) return false;
    rows_json(call, answer);
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * remind - who would be told what today; see remind.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#include "work/remind.h"

#include "work/message.h"
#include "work/remind_letters.h"
#include "work/rows.h"
#include "work/stand_in.h"
#include "work/wording.h"

static bool silenced(const struct position *position, const struct finding *f, const struct ruling_snooze *snoozes, size_t count) {
    struct str rule = position->school->policy->rules[f->rule].name;
    for (size_t i = 0; i < count; i++) {
        const struct ruling_snooze *s = &snoozes[i];
        if (s->sort == SNOOZE_IN_HAND || s->subject_type != f->subject_type || s->subject != f->subject) continue;
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

/* ---- the preview ---------------------------------------------------------------------------- */

struct previewing {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;
    struct selection selection;
    struct digests *digests;
    struct messages *messages;
    const struct digest **fit;      /* those that were asked for */
    size_t fit_count;
    struct waiting *waiting;
    bool texts;                     /* each message in full, not one */
};

static struct str role_of(const struct previewing *v, const struct digest *d) { return message_role(v->arena, v->digests->agenda, d); }

static const struct digest *longest(const struct previewing *v) {
    const struct digest *best = NULL;
    for (size_t i = 0; v->selection.pupils && i < v->fit_count; i++) /* of a form that was named: its tutor's */
        if (v->fit[i]->group.size && (!best || v->fit[i]->pupils > best->pupils)) best = v->fit[i];
    if (best) return best;
    for (size_t i = 0; i < v->fit_count; i++)
        if (!best || v->fit[i]->pupils > best->pupils || (v->fit[i]->pupils == best->pupils && v->fit[i]->count > best->count)) best = v->fit[i];
    return best;
}

/* Holders of the roles asked for with nothing today. */
static size_t idle_people(const struct previewing *v) {
    const struct people *people = v->school->people;
    size_t idle = 0;
    for (size_t i = 0; i < people->count; i++) {
        bool asked = false, busy = v->digests->agenda->written_today[i];
        for (size_t k = 0; k < v->selection.role_count; k++)
            asked = asked || person_holds(&people->at[i], v->school->policy->roles[v->selection.roles[k]].key, v->call->as_of);
        for (size_t k = 0; k < v->fit_count; k++) busy = busy || v->fit[k]->person == &people->at[i];
        idle += asked && !busy;
    }
    return idle;
}

/* What waits has not gone yet. */
static void say_written(struct previewing *v, struct buf *text) {
    struct ledger_message *list;
    struct err unheard = { 0 };
    size_t count, waits = 0, tried = 0, had = v->digests->written;
    if (!ledger_messages(v->school->db, v->arena, 1u << OUTBOX_QUEUED | 1u << OUTBOX_BEGUN, false, &list, &count, &unheard)) return;
    for (size_t i = 0; i < count; i++) {
        bool of_today = date_same(list[i].day, v->call->as_of) && letter_person(v->school->people, list[i].recipient);
        waits += of_today;
        tried += of_today && !waiting_has(v->waiting, list[i].id); /* counts as told, and was not */
    }
    had = had > tried ? had - tried : 0;
    if (had) buf_printf(text, "  %.*s a message today already.", STR_ARG(count_of(v->arena, had, "person had", "people had")));
    if (waits) buf_printf(text, "  %.*s to be sent:  send  tries again.", STR_ARG(count_of(v->arena, waits, "message of today waits", "messages of today wait")));
}

static void counts(struct previewing *v, const struct digest *most) {
    struct buf text = { 0 };
    char day[DATE_LONG_SIZE];
    size_t idle = idle_people(v);
    struct date next = calendar_school_day_after(v->school->calendar, v->call->as_of);
    buf_printf(&text, "Preview.  %.*s something to read", STR_ARG(count_of(v->arena, v->fit_count, "person has", "people have")));
    if (idle) buf_printf(&text, ", %zu %s nothing and %s no message", idle, idle == 1 ? "has" : "have", idle == 1 ? "gets" : "get");
    buf_add_byte(&text, '.');
    if (!calendar_is_school_day(v->school->calendar, v->call->as_of))
        buf_printf(&text, "  The school is closed; what is due goes on %s.", date_long(next, day));
    if (v->waiting->old)
        buf_printf(&text, "  %.*s %.*s did not go: what %s is told from the records of now.",
                   STR_ARG(count_of(v->arena, v->waiting->old, "message", "messages")), STR_ARG(waiting_days(v->arena, v->waiting->first, v->waiting->last)),
                   v->waiting->old == 1 ? "it said" : "they said");
    say_written(v, &text);
    if (most && most->pupils)
        buf_printf(&text, "  The longest list is %.*s (%.*s).", STR_ARG(count_of(v->arena, most->pupils, "pupil", "pupils")), STR_ARG(role_of(v, most)));
    if (call_has(v->call, "again")) buf_add_c(&text, "\nAgain: whoever was written to this week or this term is written to once more.");
    struct str trial = v->school->people->mail.trial_to;
    if (trial.size) buf_printf(&text, "\nTrial is on: all of it would go to %.*s, who would read what is for the designated teacher and the SENCO as well.", STR_ARG(trial));
    if (most && !v->texts) buf_add_c(&text, "  The longest in full:");
    page_paragraph(v->answer->page, buf_str(&text));
    buf_free(&text);
}

/* Who can not be reached, and who reads in whose place. */
static void gaps(struct previewing *v) {
    const struct policy *policy = v->school->policy;
    struct str *items = arena_array(v->arena, struct str, v->fit_count * 2 + policy->role_count + 1);
    size_t count = 0;
    char day[DATE_LONG_SIZE];
    for (size_t i = 0; i < v->fit_count; i++) {
        const struct digest *d = v->fit[i];
        const struct person *holder = d->items[0].matter->holder;
        struct err err = { 0 };
        if (!d->person->email.size) items[count++] = str_format(v->arena, "%.*s (%.*s) has no address in people.lua.", STR_ARG(d->person->name), STR_ARG(role_of(v, d)));
        else if (!letter_may_go(&v->school->people->mail, d->person->name, d->person->email, &err))
            items[count++] = str_format(v->arena, err.code == CODE_OUTSIDE_DOMAIN ? "The address of %.*s (%.*s) is outside the school's own domains." : "What stands as the address of %.*s (%.*s) is no address.",
                                        STR_ARG(d->person->name), STR_ARG(role_of(v, d)));
        if (holder && d->items[0].part == PART_DO && person_away(holder, v->call->as_of))
            items[count++] = holder == d->person
                ? str_format(v->arena, "%.*s is away until %s and has no deputy: the message waits in the box.", STR_ARG(holder->name), date_short(holder->away_to, day))
                : str_format(v->arena, "%.*s reads for %.*s, who is away until %s.", STR_ARG(d->person->name), STR_ARG(holder->name), date_short(holder->away_to, day));
    }
    for (size_t i = 0; i < policy->role_count; i++) {
        struct str two = people_say_two(v->arena, v->school->people, &policy->roles[i], v->call->as_of);
        bool written = false;
        for (size_t k = 0; k < v->fit_count && two.size; k++) written = written || v->fit[k]->role == (int32_t)i;
        if (written) items[count++] = str_format(v->arena, "%.*s.", STR_ARG(two));
    }
    if (count) page_list(v->answer->page, items, count);
}

/* Who would read what the own role may not see. */
static void stand_ins(struct previewing *v) {
    struct stand_in *list;
    size_t kept = 0, count = stand_in_list(v->arena, v->school, v->digests->table, v->call->as_of, true, &list);
    struct str *items = arena_array(v->arena, struct str, count + 1);
    for (size_t i = 0; i < count; i++) {
        bool written = false;
        for (size_t k = 0; k < v->fit_count; k++) written = written || v->fit[k]->person == list[i].reads;
        if (written) items[kept++] = str_format(v->arena, "%.*s.", STR_ARG(list[i].said));
    }
    if (kept) page_list(v->answer->page, items, kept);
}

/* What stands for many: posts that nobody holds, an import that is too old. */
static void nobody(struct previewing *v) {
    const struct agenda *agenda = v->digests->agenda;
    struct str *items = arena_array(v->arena, struct str, agenda->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < agenda->count; i++) {
        const struct matter *m = &agenda->of[i];
        bool asked = !v->selection.role_count && !v->selection.staff_count && !v->selection.pupils;
        for (size_t k = 0; k < v->selection.role_count; k++) asked = asked || v->selection.roles[k] == m->post;
        if (m->type == MATTER_CAUSE && asked) items[count++] = str_format(v->arena, "The %.*s is told: %.*s.", STR_ARG(v->school->policy->roles[m->role].title), STR_ARG(m->title));
    }
    if (count) page_list(v->answer->page, items, count);
}

/* A message of somebody else can be asked for by form or name. */
static void other_messages(struct previewing *v, const struct digest *most) {
    if (v->fit_count < 2) return;
    page_table(v->answer->page, v->answer->result);
    for (size_t i = 0; i < v->fit_count; i++) {
        const struct digest *d = v->fit[i];
        if (d == most) continue;
        if (d->group.size && d->pupils) answer_next(v->answer, "remind %.*s", STR_ARG(d->group));
        else answer_next(v->answer, "remind \"%.*s\"", STR_ARG(d->person->name));
        return;
    }
}

bool remind_texts(const struct command_call *call, bool *texts, struct err *err) {
    *texts = call_has(call, "texts");
    if (!*texts || !(call->json || call->csv) || call->names) return true;
    err_set(err, CODE_ARGUMENTS, "The text of a message names pupils, and data holds no names unless they are asked for.");
    return err_next(err, "add  --names,  or leave  --texts  out");
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
    bool data = v->call->json || v->call->csv, texts = data && v->texts;
    if (texts) sheet_column(sheet, STR("subject"), STR("Subject"), CELL_TEXT);
    if (texts) sheet_column(sheet, STR("text"), STR("Text"), CELL_TEXT);
    for (size_t i = 0; i < v->fit_count; i++) {
        const struct digest *d = v->fit[i];
        struct err unheard = { 0 };
        sheet_row(sheet);
        sheet_text(sheet, data && !v->call->names ? d->person->key : d->person->name);
        if (d->role >= 0) sheet_text(sheet, data ? policy->roles[d->role].key : policy->roles[d->role].title);
        else sheet_none(sheet, STR("none"));
        if (d->group.size) sheet_text(sheet, d->group);
        else sheet_none(sheet, STR("none"));
        sheet_whole(sheet, (int64_t)d->count);
        sheet_whole(sheet, (int64_t)d->pupils);
        sheet_text(sheet, letter_may_go(&v->school->people->mail, d->person->name, d->person->email, &unheard) ? STR("yes") : STR("no"));
        if (!texts) continue;
        struct letter letter = message_letter(v->messages, d, 0);
        sheet_text(sheet, letter.subject);
        sheet_text(sheet, letter.text);
    }
    return sheet;
}

/* One more than the letters that this person has in the period: 0 without --again. */
static int64_t number_of(const struct previewing *v, const struct ledger_message *messages, size_t count, const struct digest *d) {
    int64_t number = 0;
    char iso[DATE_ISO_SIZE];
    struct str period = str_from(date_iso(v->call->as_of, iso)), recipient = letter_recipient(v->arena, v->school->people, d->person->key);
    for (size_t i = 0; i < count && call_has(v->call, "again"); i++)
        if (str_equal(messages[i].recipient, recipient) && str_equal(messages[i].period, period) && messages[i].number >= number) number = messages[i].number + 1;
    return number;
}

static const struct letter *letter_of(const struct previewing *v, const struct letter *letters, struct str recipient) {
    for (size_t i = 0; i < v->fit_count; i++)
        if (str_equal(letter_recipient(v->arena, v->school->people, letters[i].recipient), recipient)) return &letters[i];
    return NULL;
}

/* Letters that wait and are closed: those of an earlier day, and those of today that would say something else now.  When some
 * people were asked for, those of the people who get one: the others' wait for a run for all. */
static bool find_withdrawn(const struct previewing *v, const struct letter *letters, struct letters_for_today *out, struct err *err) {
    const struct selection *s = &v->selection;
    bool all = !s->role_count && !s->staff_count && !s->pupils;
    struct ledger_message *list = arena_array(v->arena, struct ledger_message, v->waiting->count + 1);
    for (size_t i = 0; i < v->waiting->count; i++) {
        const struct ledger_message *m = &v->waiting->at[i];
        const struct letter *letter = letter_of(v, letters, m->recipient);
        bool same = false;
        if (!letter && !all) continue;
        if (letter && !letter_is_same(v->arena, v->school, letter, m, &same, err)) return false;
        if (!same) list[out->withdrawn_count++] = *m;
    }
    out->withdrawn = list;
    return true;
}

static bool carry_on(struct previewing *v, struct err *err) {
    struct letters_for_today today = { .count = v->fit_count };
    struct letter *letters = arena_array(v->arena, struct letter, v->fit_count + 1);
    struct ledger_message *sent = NULL;
    size_t sent_count = 0;
    if (call_has(v->call, "again") && !ledger_messages(v->school->db, v->arena, 0, false, &sent, &sent_count, err)) return false;
    for (size_t i = 0; i < v->fit_count; i++) letters[i] = message_letter(v->messages, v->fit[i], number_of(v, sent, sent_count, v->fit[i]));
    today.letters = letters;
    return find_withdrawn(v, letters, &today, err) && remind_letters_run(v->call, v->answer, v->school, &today);
}

static bool make_page(struct previewing *v, struct err *err) {
    const struct digest *most = longest(v);
    v->answer->page = page_new(v->arena, STR("Reminders"));
    if (call_has(v->call, "show")) {
        answer_next(v->answer, "remind");
        return remind_show(v->call, v->answer, v->school, v->digests, v->messages, &v->selection, err);
    }
    counts(v, most);
    for (size_t i = 0; v->texts && i < v->fit_count; i++) {
        page_heading(v->answer->page, 2, v->fit[i]->person->name);
        page_verbatim(v->answer->page, message_shown(v->messages, v->fit[i]));
    }
    if (most && !v->texts) page_verbatim(v->answer->page, message_shown(v->messages, most));
    v->answer->result = recipients(v);
    gaps(v);
    stand_ins(v);
    nobody(v);
    other_messages(v, most);
    if (most && most->group.size && most->pupils) answer_next(v->answer, "check %.*s", STR_ARG(most->group));
    else answer_next(v->answer, "check");
    return true;
}

bool remind_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct previewing v = { .call = call, .answer = answer, .arena = answer->arena };
    if (!school_for(call, answer, SCHOOL_POLICY | SCHOOL_MAIL, &v.school)) return false;
    if (!resolve_call(v.school, call, RESOLVE_ROLES | RESOLVE_STAFF | RESOLVE_PUPILS, &v.selection, answer)) return false;
    if (call_phrase(call, "from").at || call_phrase(call, "to").at) return remind_year_run(call, answer, v.school, &v.selection);
    if (!remind_texts(call, &v.texts, &err)) return answer_fail(answer, &err);
    if (!waiting_list(v.arena, v.school, call->today, date_same(call->as_of, call->today), &v.waiting, &err)) return answer_fail(answer, &err);
    const struct agenda_request day = { .as_of = call->as_of, .without = v.waiting, .again = call_has(call, "again"), .tick = call->tick };
    if (!remind_plan_day(v.arena, v.school, &day, &v.digests, &err)) return answer_fail(answer, &err);
    if (!message_start(v.arena, v.school, v.digests, &v.messages, &err)) return answer_fail(answer, &err);
    v.fit = (const struct digest **)arena_alloc_array(v.arena, v.digests->count + 1, sizeof *v.fit);
    for (size_t i = 0; i < v.digests->count; i++)
        if (remind_plan_fits(v.digests->agenda, &v.digests->at[i], &v.selection)) v.fit[v.fit_count++] = &v.digests->at[i];
    if (!make_page(&v, &err)) return answer_fail(answer, &err);
    if (!carry_on(&v, &err)) return err.text[0] ? answer_fail(answer, &err) : false;
    rows_run(call, answer, "remind", v.school);
    rows_json(call, answer);
    return true;
}

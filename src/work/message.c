/* SPDX-License-Identifier: GPL-3.0-or-later
 * message - one digest as a letter; see message.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#include "work/message.h"

#include "base/clock.h"
#include "formats/html.h"
#include "formats/mime.h"
#include "work/message_priv.h"
#include "work/wording.h"

#define MORNING ((int64_t)7 * 3600)
#define DAY ((int64_t)86400)
#define CHANCES 2

static const struct agenda *agenda_of(const struct writing *w) { return w->m->digests->agenda; }

bool message_start(struct arena *arena, struct school *school, const struct digests *digests, struct messages **out, struct err *err) {
    struct messages *m = arena_new(arena, struct messages);
    *m = (struct messages){ .arena = arena, .school = school, .digests = digests };
    if (!letter_words_load(arena, school, &m->words, err)) return false;
    int32_t role = policy_find_role(school->policy, STR("careers_leader"));
    const struct person *person = role < 0 ? NULL : people_owner(school->people, &school->policy->roles[role], (struct str){ 0 }, (struct str){ 0 },
                                                                 digests->agenda->as_of);
    m->keeper = person ? person->name : role < 0 ? STR("the Careers Leader") : str_format(arena, "the %.*s", STR_ARG(school->policy->roles[role].title));
    *out = m;
    return true;
}

struct str message_role(struct arena *arena, const struct agenda *agenda, const struct digest *d) {
    struct str title = d->role >= 0 ? agenda->school->policy->roles[d->role].title : STR("nobody");
    bool of = d->group.size && d->role >= 0 && agenda->school->policy->roles[d->role].finds.size;
    return of ? str_format(arena, "%.*s of %.*s", STR_ARG(title), STR_ARG(d->group)) : title;
}

/* ---- subject ---- */

/* " by 21 July", ", the next by 21 July", ", late since 3 May". */
static struct str subject_by(const struct writing *w) {
    struct date next = DATE_NONE, late = DATE_NONE;
    char day[DATE_LONG_SIZE];
    for (size_t i = 0; i < w->row_count && w->rows[i].part == PART_DO; i++) {
        if (w->rows[i].first->matter->type == MATTER_CAUSE) continue;
        if (w->rows[i].late) late = date_min(late, w->rows[i].day);
        else next = date_min(next, w->rows[i].day);
    }
    bool one = w->parts[PART_DO] == 1 && date_same(w->rows[0].day, w->rows[0].last);
    if (date_known(next)) return str_format(w->m->arena, "%s %s", one ? " by" : date_known(late) ? ", the next by" : ", the first by", date_short(next, day));
    return date_known(late) ? str_format(w->m->arena, ", late since %s", date_short(late, day)) : (struct str){ 0 };
}

static bool only_pupils(const struct writing *w) {
    for (size_t i = 0; i < w->row_count; i++)
        if (w->rows[i].part == PART_DO && !w->rows[i].pupils) return false;
    return w->parts[PART_DO] > 0;
}

static struct str subject(const struct writing *w) {
    struct arena *arena = w->m->arena;
    bool one = w->parts[PART_DO] == 1 && !message_is_private(w, w->rows[0].first);
    struct str about = w->d->group.size ? str_format(arena, "%.*s careers", STR_ARG(w->d->group)) : STR("Careers"), by = subject_by(w);
    struct gap gaps[] = { { "about", about }, { "what", one ? w->rows[0].what : (struct str){ 0 } }, { "by", by },
                          { "pupils", count_of(arena, w->d->pupils, "pupil", "pupils") }, { "need", w->d->pupils == 1 ? STR("needs") : STR("need") },
                          { "things", (struct str){ 0 } } };
    enum digest_part part = w->rows[0].part;
    size_t things = 0;
    for (size_t i = 0; i < w->row_count; i++) things += w->rows[i].part == part ? (part == PART_PASSED || part == PART_MISSING ? w->rows[i].items : 1) : 0;
    gaps[5].text = count_of(arena, things, "thing", "things");
    const char *key = part == PART_PASSED ? "subject-passed" : part == PART_MISSING ? "subject-missing" : part == PART_DONE ? "subject-done"
                      : !only_pupils(w) ? "subject-things" : one ? "subject-one" : "subject-pupils";
    return message_say(w, key, gaps, COUNT_OF(gaps));
}

/* ---- above the list ---- */

/* "Mr Patel"; without a title "J. Patel". */
static struct str called(struct arena *arena, const struct person *person) {
    if (!person->title.size) return person->name;
    for (size_t i = person->name.size; i > 0; i--)
        if (person->name.at[i - 1] == ' ') return str_format(arena, "%.*s %.*s", STR_ARG(person->title), STR_ARG(str_slice(person->name, i, person->name.size)));
    return person_full(arena, person);
}

static void add_state(struct buf *out, struct str words) {
    buf_printf(out, "%s%.*s", out->size ? "; " : "", STR_ARG(words));
}

static struct str state_of(const struct writing *w) {
    struct arena *arena = w->m->arena;
    const struct roster *roster = agenda_of(w)->position->roster;
    struct buf out = { 0 };
    size_t size = 0, passed = 0, missing = 0, things = 0;
    for (size_t i = 0; w->d->group.size && i < roster->pupil_count; i++) size += roster->pupils[i].on_roll && str_equal(roster->pupils[i].form, w->d->group);
    for (size_t i = 0; i < w->row_count; i++) {
        passed += w->rows[i].part == PART_PASSED ? w->rows[i].items : 0;
        missing += w->rows[i].part == PART_MISSING ? w->rows[i].items : 0;
        things += w->rows[i].part == PART_DO && !w->rows[i].pupils;
    }
    if (w->d->pupils) {
        struct str of = size ? str_format(arena, " of %zu", size) : (struct str){ 0 };
        add_state(&out, str_format(arena, "%zu%.*s %s need%s something", w->d->pupils, STR_ARG(of), size != 1 && (size || w->d->pupils != 1) ? "pupils" : "pupil",
                                   w->d->pupils == 1 ? "s" : ""));
    }
    if (things) add_state(&out, str_format(arena, "%.*s %s to do", STR_ARG(count_of(arena, things, "thing", "things")), things == 1 ? "is" : "are"));
    if (passed) add_state(&out, str_format(arena, "%.*s %s long overdue with others", STR_ARG(count_of(arena, passed, "thing", "things")), passed == 1 ? "is" : "are"));
    if (missing) add_state(&out, str_format(arena, "%.*s for what is not recorded", STR_ARG(count_of(arena, missing, "answer waits", "answers wait"))));
    if (!out.size) add_state(&out, STR("something that you were told of is done"));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void add_opening(const struct writing *w) {
    char day[DATE_LONG_SIZE];
    struct date as_of = agenda_of(w)->as_of;
    struct gap gaps[] = { { "reader", called(w->m->arena, w->d->person) }, { "group", w->d->group }, { "day", str_copy(w->m->arena, str_from(date_long(as_of, day))) },
                          { "state", state_of(w) } };
    page_paragraph(w->page, message_say(w, "greeting", gaps, COUNT_OF(gaps)));
    page_paragraph(w->page, message_say(w, w->d->group.size ? "opening-group" : "opening", gaps, COUNT_OF(gaps)));
    for (size_t i = 0; i < w->d->count; i++) {
        const struct person *holder = w->d->items[i].matter->holder;
        if (!holder || holder == w->d->person || w->d->items[i].part == PART_PASSED || !person_away(holder, as_of)) continue;
        struct gap away[] = { { "holder", person_full(w->m->arena, holder) }, { "until", str_copy(w->m->arena, str_from(date_short(holder->away_to, day))) } };
        page_paragraph(w->page, message_say(w, "deputy", away, COUNT_OF(away)));
        return;
    }
}

/* ---- the lists ---- */

static void add_more(const struct writing *w, enum digest_part part) {
    if (w->parts[part] <= MESSAGE_LINES) return;
    struct gap gaps[] = { { "things", count_of(w->m->arena, w->parts[part] - MESSAGE_LINES, "thing", "things") }, { "keeper", w->m->keeper } };
    page_paragraph(w->page, message_say(w, str_equal(w->d->person->name, w->m->keeper) ? "more-own" : "more", gaps, COUNT_OF(gaps)));
}

static void add_table(const struct writing *w) {
    struct sheet *sheet = sheet_new(w->m->arena, STR("to-do"), (struct str){ 0 });
    if (!w->parts[PART_DO]) return;
    sheet_column(sheet, STR("what"), STR("What"), CELL_TEXT);
    sheet_column(sheet, STR("by"), STR("By"), CELL_TEXT);
    sheet_column(sheet, STR("who"), STR("For"), CELL_TEXT);
    for (size_t i = 0; i < w->row_count && sheet->row_count < MESSAGE_LINES; i++) {
        if (w->rows[i].part != PART_DO) continue;
        sheet_row(sheet);
        sheet_text(sheet, w->rows[i].what);
        sheet_text(sheet, w->rows[i].by);
        sheet_text(sheet, w->rows[i].who);
    }
    page_table(w->page, sheet);
    add_more(w, PART_DO);
}

static struct str listed(const struct writing *w, const struct message_row *row) {
    struct arena *arena = w->m->arena;
    struct gap gaps[] = { { "group", row->who }, { "clause", row->clause }, { "what", row->what } };
    if (row->part == PART_DONE) return message_say(w, row->who.size ? "done-group" : "done-thing", gaps, COUNT_OF(gaps));
    struct str by = row->by.size ? str_format(arena, ", %.*s", STR_ARG(row->by)) : (struct str){ 0 };
    struct str who = row->who.size ? str_format(arena, ": %.*s", STR_ARG(row->who)) : (struct str){ 0 };
    return str_format(arena, "%.*s%.*s%.*s", STR_ARG(row->what), STR_ARG(by), STR_ARG(who));
}

static void add_list(const struct writing *w, enum digest_part part, const char *heading) {
    struct str *items = arena_array(w->m->arena, struct str, MESSAGE_LINES);
    size_t count = 0;
    for (size_t i = 0; i < w->row_count && count < MESSAGE_LINES; i++)
        if (w->rows[i].part == part) items[count++] = listed(w, &w->rows[i]);
    if (!count) return;
    page_heading(w->page, 2, message_say(w, heading, NULL, 0));
    page_list(w->page, items, count);
    add_more(w, part);
}

/* ---- below ---- */

static bool also_open(const struct writing *w, const struct message_row *row, int32_t rule) {
    const struct agenda *agenda = agenda_of(w);
    for (size_t i = 0; i < agenda->count; i++) {
        const struct matter *m = &agenda->of[i];
        if (m->type == MATTER_FINDING && m->finding.rule == (uint32_t)rule && m->finding.subject_type == row->first->matter->finding.subject_type
            && m->finding.subject == row->first->matter->finding.subject) return true;
    }
    return false;
}

static void add_hints(const struct writing *w) {
    const struct policy *policy = w->m->school->policy;
    size_t chances = 0;
    for (size_t i = 0; i < w->row_count && i < MESSAGE_LINES && chances < CHANCES; i++) {
        const struct message_row *row = &w->rows[i];
        if (row->part != PART_DO || row->first->matter->type != MATTER_FINDING || !row->pupils || !row->first->named || message_is_private(w, row->first)) continue;
        int32_t hint = finding_version(policy, &row->first->matter->finding)->hint;
        if (hint >= 0 && also_open(w, row, hint)) {
            struct gap gaps[] = { { "what", row->what }, { "clause", policy->rules[hint].clause } };
            page_paragraph(w->page, message_say(w, "serves", gaps, COUNT_OF(gaps)));
        }
        size_t pupils;
        struct str event = message_chance(w, row, &pupils);
        if (!event.size) continue;
        page_paragraph(w->page, message_say(w, "chance", (struct gap[]){ { "event", event }, { "pupils", count_of(w->m->arena, pupils, "pupil", "pupils") } }, 2));
        chances++;
    }
}

/* "Tutor of 9AB and SENCO", and the clauses that say so. */
static struct str why_words(const struct writing *w) {
    const struct policy *policy = w->m->school->policy;
    struct arena *arena = w->m->arena;
    bool *seen = arena_array(arena, bool, policy->role_count + 1);
    struct buf roles = { 0 }, clauses = { 0 };
    for (size_t i = 0; i < w->d->count; i++) {
        const struct digest_item *item = &w->d->items[i];
        int32_t role = item->notice.asks || item->matter->type != MATTER_FINDING ? item->matter->role : item->notice.role;
        if (role < 0 || seen[role]) continue;
        seen[role] = true;
        struct str of = policy->roles[role].finds.size ? item->matter->group : (struct str){ 0 };
        buf_printf(&roles, "%s%.*s%s%.*s", roles.size ? " and " : "", STR_ARG(policy->roles[role].title), of.size ? " of " : "", STR_ARG(of));
        if (item->matter->clause.size) buf_printf(&clauses, "%s%.*s", clauses.size ? ", " : "", STR_ARG(item->matter->clause));
    }
    struct gap gaps[] = { { "roles", str_copy(arena, buf_str(&roles)) }, { "clauses", str_copy(arena, buf_str(&clauses)) } };
    buf_free(&roles);
    buf_free(&clauses);
    return message_say(w, gaps[1].text.size ? "why" : "why-plain", gaps, COUNT_OF(gaps));
}

static void add_foot(const struct writing *w) {
    char day[DATE_LONG_SIZE];
    static const char *const lists[] = { "list-daily", "list-weekly", "list-termly" };
    struct arena *arena = w->m->arena;
    bool own = str_equal(w->d->person->name, w->m->keeper);
    if (w->d->known)
        page_paragraph(w->page, message_say(w, "told", (struct gap[]){ { "things", count_of(arena, w->d->known, "thing", "things") } }, 1));
    add_hints(w);
    if (w->parts[PART_DO]) page_paragraph(w->page, message_say(w, own ? "reply-own" : "reply", (struct gap[]){ { "keeper", w->m->keeper } }, 1));
    struct str why = why_words(w), next = str_copy(arena, str_from(date_long(w->d->next, day)));
    struct str list = message_say(w, lists[w->d->pace], (struct gap[]){ { "day", next } }, 1);
    struct str other = own ? (struct str){ 0 } : message_say(w, "other", NULL, 0);
    page_paragraphf(w->page, "%.*s  %.*s%s%.*s", STR_ARG(why), STR_ARG(list), own ? "" : "  ", STR_ARG(other));
}

static struct writing write(struct messages *m, const struct digest *d, struct str *line) {
    struct writing w = { .m = m, .d = d };
    message_rows(&w);
    *line = subject(&w);
    w.page = page_new(m->arena, *line);
    add_opening(&w);
    add_table(&w);
    add_list(&w, PART_PASSED, "passed");
    add_list(&w, PART_MISSING, "missing");
    add_list(&w, PART_DONE, "done");
    add_foot(&w);
    return w;
}

/* ---- the letter ---- */

/* Seven in the morning of that day, in London. */
static int64_t morning(struct date day) {
    int64_t at = (int64_t)day.day * DAY + MORNING;
    return at - clock_london_offset(at);
}

struct letter message_letter(struct messages *m, const struct digest *d, int64_t number) {
    struct arena *arena = m->arena;
    const struct agenda *agenda = m->digests->agenda;
    char iso[DATE_ISO_SIZE];
    struct str line;
    struct writing w = write(m, d, &line);
    struct ledger_notice *told = arena_array(arena, struct ledger_notice, d->count + 1);
    struct letter_notice *notices = arena_array(arena, struct letter_notice, d->count + 1);
    struct buf html = { 0 };
    html_letter(&html, w.page);
    remind_plan_told(arena, agenda, d, told);
    for (size_t i = 0; i < d->count; i++)
        notices[i] = (struct letter_notice){ .finding = told[i].finding, .step = told[i].step, .subject_type = told[i].subject_type, .subject = told[i].subject,
                                             .rule = told[i].rule, .closing = told[i].closing };
    struct str role = d->role >= 0 ? agenda->school->policy->roles[d->role].key : STR("message");
    struct letter letter = {
        .recipient = d->person->key, .name = person_full(arena, d->person), .address = d->person->email, .plan = STR("digest"),
        .period = str_copy(arena, str_from(date_iso(agenda->as_of, iso))), .number = number, .day = agenda->as_of,
        .file = str_format(arena, "%.*s-%.*s", STR_ARG(role), STR_ARG(d->group.size ? d->group : d->person->key)),
        .subject = line, .text = message_plain(arena, w.page), .html = str_copy(arena, buf_str(&html)), .notices = notices, .notice_count = d->count,
        .persons = w.named, .person_count = w.named_count, .not_before = morning(agenda->as_of),
    };
    buf_free(&html);
    return letter;
}

static void header(struct buf *out, const char *name, struct str text) {
    if (text.size) buf_printf(out, "%-9s %.*s\n", name, STR_ARG(text));
}

struct str message_shown(struct messages *m, const struct digest *d) {
    struct arena *arena = m->arena;
    const struct mail_settings *mail = &m->school->people->mail;
    const struct person *person = d->person;
    struct str line;
    struct writing w = write(m, d, &line);
    struct buf out = { 0 };
    if (mail->from.size) header(&out, "From:", str_format(arena, "Careers, %.*s <%.*s>", STR_ARG(m->school->name), STR_ARG(mail->from)));
    header(&out, "To:", mime_is_address(person->email) ? str_format(arena, "%.*s <%.*s>", STR_ARG(person_full(arena, person)), STR_ARG(person->email))
                                           : str_format(arena, "%.*s (no address)", STR_ARG(person_full(arena, person))));
    header(&out, "Reply-To:", mail->reply_to);
    header(&out, "Subject:", line);
    buf_add_byte(&out, '\n');
    buf_add(&out, message_plain(arena, w.page));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

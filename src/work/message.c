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
#define QUOTES 8
#define QUOTE_MOST 300

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
    struct str title = d->role >= 0 ? agenda->school->policy->roles[d->role].title : STR("told before");
    bool of = d->group.size && d->role >= 0 && agenda->school->policy->roles[d->role].finds.size;
    return of ? str_format(arena, "%.*s of %.*s", STR_ARG(title), STR_ARG(d->group)) : title;
}

/* ---- subject ---- */

/* Different pupils with something late, or lines of which the same is so. */
static size_t late_count(const struct writing *w, bool pupils) {
    size_t count = 0;
    for (size_t i = 0; !pupils && i < w->row_count; i++) count += w->rows[i].part == PART_DO && (w->rows[i].late || w->rows[i].old);
    for (size_t i = 0; pupils && i < w->d->count; i++) {
        const struct digest_item *item = &w->d->items[i];
        bool counts = item->part == PART_DO && item->matter->type == MATTER_FINDING && date_before(item->by, agenda_of(w)->as_of);
        for (size_t k = 0; counts && k < i; k++)
            counts = w->d->items[k].part != PART_DO || w->d->items[k].matter->finding.subject != item->matter->finding.subject;
        count += counts;
    }
    return count;
}

/* " by 21 July", ", 3 late, the next by 21 July", ", late since 3 May", ", all late". */
static struct str subject_by(const struct writing *w, bool pupils) {
    struct date next = DATE_NONE, since = DATE_NONE;
    char day[DATE_LONG_SIZE];
    size_t late = late_count(w, pupils);
    bool one = w->parts[PART_DO] == 1, old = false;
    for (size_t i = 0; i < w->row_count; i++) {
        const struct message_row *row = &w->rows[i];
        if (row->part != PART_DO || row->first->matter->type == MATTER_CAUSE) continue;
        old = old || row->old;
        if (!row->late) next = date_min(next, row->day);
        else since = date_min(since, row->day);
        one = one && date_same(row->day, row->last);
    }
    date_short(date_known(next) ? next : since, day);
    bool today = date_known(next) && date_same(next, agenda_of(w)->as_of);
    struct str by = today ? STR("today") : str_format(w->m->arena, "by %s", day);
    if (date_known(next) && !late) return str_format(w->m->arena, "%s %.*s", one ? "" : ", the first", STR_ARG(by));
    if (date_known(next) && pupils && w->d->pupils == 1) return str_format(w->m->arena, ", part of it late, the next %.*s", STR_ARG(by));
    if (date_known(next)) return str_format(w->m->arena, ", %zu late, the next %.*s", late, STR_ARG(by));
    if (!late) return (struct str){ 0 };
    if (one && old) return STR(", open for more than a year");
    if (one) return str_format(w->m->arena, ", late since %s", day);
    return late == (pupils ? w->d->pupils : w->parts[PART_DO]) ? STR(", all late") : str_format(w->m->arena, ", %zu late", late);
}

static bool only_pupils(const struct writing *w) {
    for (size_t i = 0; i < w->row_count; i++)
        if (w->rows[i].part == PART_DO && !w->rows[i].pupils) return false;
    return w->parts[PART_DO] > 0;
}

static struct str subject(const struct writing *w) {
    struct arena *arena = w->m->arena;
    bool one = w->parts[PART_DO] == 1 && !message_is_private(w, w->rows[0].first);
    struct str about = w->d->group.size ? str_format(arena, "%.*s careers", STR_ARG(w->d->group)) : STR("Careers"), by = subject_by(w, only_pupils(w));
    struct gap gaps[] = { { "about", about }, { "what", one ? w->rows[0].what : (struct str){ 0 } }, { "by", by },
                          { "pupils", count_of(arena, w->d->pupils, "pupil", "pupils") }, { "need", w->d->pupils == 1 ? STR("needs") : STR("need") },
                          { "things", (struct str){ 0 } } };
    enum digest_part part = w->rows[0].part;
    size_t things = 0;
    for (size_t i = 0; i < w->row_count; i++) things += w->rows[i].part == part ? (part == PART_PASSED || part == PART_MISSING ? w->rows[i].items : 1) : 0;
    gaps[5].text = count_of(arena, things, "thing", "things");
    const char *key = part == PART_PASSED ? "subject-passed" : part == PART_MISSING ? "subject-missing" : part == PART_DONE ? "subject-done"
                      : part == PART_CLEAR ? "subject-clear"
                      : !only_pupils(w) ? "subject-things" : one ? "subject-one" : "subject-pupils";
    return message_say(w, key, gaps, COUNT_OF(gaps));
}

/* ---- above the list ---- */

/* "governing body" of "Governing body"; "SEND team" stays. */
static struct str mid_sentence(struct arena *arena, struct str title) {
    bool word = title.size > 1 && title.at[0] >= 'A' && title.at[0] <= 'Z' && title.at[1] >= 'a' && title.at[1] <= 'z';
    return word ? str_format(arena, "%c%.*s", title.at[0] | ('a' - 'A'), STR_ARG(str_slice(title, 1, title.size))) : title;
}

/* "Tutor of 9AB", "of the governing body", "of the Trust": what stands after "you are". */
static struct str role_words(const struct writing *w, int32_t role, struct str group) {
    const struct role *r = &w->m->school->policy->roles[role];
    if (str_starts(r->title, "The ")) return str_format(w->m->arena, "of the %.*s", STR_ARG(str_slice(r->title, 4, r->title.size)));
    if (str_ends(r->title, " body") || str_ends(r->title, " team"))
        return str_format(w->m->arena, "of the %.*s", STR_ARG(mid_sentence(w->m->arena, r->title)));
    return r->finds.size && group.size ? str_format(w->m->arena, "%.*s of %.*s", STR_ARG(r->title), STR_ARG(group)) : r->title;
}

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
    size_t size = 0, passed = 0, missing = 0, things = 0, with_pupils = 0;
    for (size_t i = 0; w->d->group.size && i < roster->pupil_count; i++) size += roster->pupils[i].on_roll && str_equal(roster->pupils[i].form, w->d->group);
    for (size_t i = 0; i < w->row_count; i++) {
        passed += w->rows[i].part == PART_PASSED ? w->rows[i].items : 0;
        missing += w->rows[i].part == PART_MISSING ? w->rows[i].items : 0;
        things += w->rows[i].part == PART_DO;
        with_pupils += w->rows[i].part == PART_DO && w->rows[i].pupils;
    }
    bool mixed = things > with_pupils;
    if (!mixed && w->d->pupils) {
        struct str of = size ? str_format(arena, " of %zu", size) : (struct str){ 0 };
        add_state(&out, str_format(arena, "%zu%.*s %s need%s something", w->d->pupils, STR_ARG(of), size != 1 && (size || w->d->pupils != 1) ? "pupils" : "pupil",
                                   w->d->pupils == 1 ? "s" : ""));
    }
    if (mixed) {
        struct str of = with_pupils ? str_format(arena, ", %zu of them for %.*s", with_pupils, STR_ARG(count_of(arena, w->d->pupils, "pupil", "pupils"))) : (struct str){ 0 };
        add_state(&out, str_format(arena, "%.*s %s to do%.*s", STR_ARG(count_of(arena, things, "thing", "things")), things == 1 ? "is" : "are", STR_ARG(of)));
    }
    if (passed) add_state(&out, str_format(arena, "%.*s %s long overdue with others", STR_ARG(count_of(arena, passed, "thing", "things")), passed == 1 ? "is" : "are"));
    if (missing) add_state(&out, str_format(arena, "%.*s for what is not recorded", STR_ARG(count_of(arena, missing, "check waits", "checks wait"))));
    if (!out.size) add_state(&out, w->parts[PART_DONE] ? STR("something that you were told of is done") : STR("nothing waits for you"));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* Whose place the reader takes; a list may hold what is the reader's own as well. */
static void add_deputy(const struct writing *w) {
    const struct person *away = NULL;
    const struct matter *of = NULL;
    bool own = false;
    char day[DATE_LONG_SIZE];
    for (size_t i = 0; i < w->d->count; i++) {
        if (w->d->items[i].part == PART_PASSED || w->d->items[i].part == PART_DONE) continue;
        const struct person *holder = w->d->items[i].matter->holder;
        bool stands_in = holder && holder != w->d->person && person_away(holder, agenda_of(w)->as_of);
        if (stands_in && !away) of = w->d->items[i].matter;
        if (stands_in && !away) away = holder;
        own = own || holder != away;
    }
    if (!away) return;
    struct gap gaps[] = { { "holder", person_full(w->m->arena, away) }, { "until", str_copy(w->m->arena, str_from(date_short(away->away_to, day))) },
                          { "role", role_words(w, of->role, of->group) } };
    page_paragraph(w->page, message_say(w, own ? "deputy-part" : "deputy", gaps, COUNT_OF(gaps)));
}

static void add_opening(const struct writing *w) {
    char day[DATE_LONG_SIZE];
    struct date as_of = agenda_of(w)->as_of;
    struct gap gaps[] = { { "reader", called(w->m->arena, w->d->person) }, { "group", w->d->group }, { "day", str_copy(w->m->arena, str_from(date_long(as_of, day))) },
                          { "state", state_of(w) } };
    page_paragraph(w->page, message_say(w, "greeting", gaps, COUNT_OF(gaps)));
    page_paragraph(w->page, message_say(w, w->d->group.size ? "opening-group" : "opening", gaps, COUNT_OF(gaps)));
    add_deputy(w);
}

/* ---- the lists ---- */

static void add_more(const struct writing *w, enum digest_part part) {
    if (w->parts[part] <= w->lines) return;
    struct gap gaps[] = { { "things", count_of(w->m->arena, w->parts[part] - w->lines, "thing", "things") }, { "keeper", w->m->keeper } };
    page_paragraph(w->page, message_say(w, w->own ? "more-own" : "more", gaps, COUNT_OF(gaps)));
}

static void add_table(const struct writing *w) {
    struct sheet *sheet = sheet_new(w->m->arena, STR("to-do"), (struct str){ 0 });
    if (!w->parts[PART_DO]) return;
    sheet_column(sheet, STR("what"), STR("What"), CELL_TEXT);
    sheet_column(sheet, STR("by"), STR("By"), CELL_TEXT);
    sheet_column(sheet, STR("who"), STR("For"), CELL_TEXT);
    for (size_t i = 0; i < w->row_count && sheet->row_count < w->lines; i++) {
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
    struct str *items = arena_array(w->m->arena, struct str, w->lines);
    size_t count = 0;
    for (size_t i = 0; i < w->row_count && count < w->lines; i++)
        if (w->rows[i].part == part) items[count++] = listed(w, &w->rows[i]);
    if (!count) return;
    page_heading(w->page, 2, message_say(w, heading, NULL, 0));
    page_list(w->page, items, count);
    add_more(w, part);
}

static void add_clear(const struct writing *w) {
    for (size_t i = 0; i < w->row_count; i++)
        if (w->rows[i].part == PART_CLEAR)
            page_paragraph(w->page, message_say(w, w->parts[PART_DONE] ? "clear-last" : str_is(w->rows[i].what, "clear") ? "clear" : "clear-quiet", NULL, 0));
}

/* ---- below ---- */

/* The first sentences, as far as they go into the room that a letter has. */
static struct str first_sentences(struct str text) {
    size_t end = 0;
    if (text.size <= QUOTE_MOST) return text;
    for (size_t i = 0; i + 1 < text.size && (i < QUOTE_MOST || !end); i++)
        if (text.at[i] == '.' && text.at[i + 1] == ' ') end = i + 1;
    return end ? str_slice(text, 0, end) : text;
}

/* What the policy says of each kind of thing, once: the titles alone mean little to whoever does not know it. */
static void add_quotes(const struct writing *w) {
    const struct policy *policy = w->m->school->policy;
    struct str *items = arena_array(w->m->arena, struct str, QUOTES);
    size_t count = 0, shown = 0;
    for (size_t i = 0; i < w->row_count && count < QUOTES && shown < w->lines; i++) {
        const struct message_row *row = &w->rows[i];
        bool before = row->first->hidden || row->first->matter->type != MATTER_FINDING || row->first->notice.asks;
        if (row->part != PART_DO) continue;
        shown++;
        for (size_t k = 0; k < i; k++) before = before || (w->rows[k].part == PART_DO && !w->rows[k].first->hidden && str_equal(w->rows[k].clause, row->clause));
        int32_t clause = before ? -1 : policy_find_clause(policy, row->clause);
        if (clause < 0 || !policy->clauses[clause].text.size) continue;
        items[count++] = message_say(w, "quote", (struct gap[]){ { "clause", row->clause }, { "text", first_sentences(policy->clauses[clause].text) } }, 2);
    }
    if (!count) return;
    page_heading(w->page, 2, message_say(w, "quotes", NULL, 0));
    page_list(w->page, items, count);
}

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
    for (size_t i = 0; i < w->row_count && i < w->lines && chances < CHANCES; i++) {
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

static int32_t told_as(const struct digest_item *item) {
    return item->notice.asks || item->matter->type != MATTER_FINDING ? item->matter->role : item->notice.role;
}

/* "Tutor of 9BH"; of somebody else's "reading for Robin Drake, Tutor of 9AH". */
static struct str why_of(const struct writing *w, const struct digest_item *item, bool *reads) {
    const struct matter *m = item->matter;
    int32_t role = told_as(item);
    bool of_owner = item->part != PART_PASSED && item->part != PART_DONE;
    struct str words = role_words(w, role, of_owner || role == m->role ? m->group : (struct str){ 0 });
    *reads = of_owner && m->holder && m->holder != w->d->person;
    return *reads ? str_format(w->m->arena, "reading for %.*s, %.*s", STR_ARG(m->holder->name), STR_ARG(words)) : words;
}

/* "Tutor of 9BH and reading for Robin Drake, Tutor of 9AH", and the clauses that say so. */
static struct str why_words(const struct writing *w) {
    struct arena *arena = w->m->arena;
    struct str *said = arena_array(arena, struct str, w->d->count + 1);
    size_t count = 0;
    struct buf roles = { 0 }, clauses = { 0 };
    for (int turn = 0; turn < 2; turn++) /* the own ones first */
        for (size_t i = 0; i < w->d->count; i++) {
            const struct digest_item *item = &w->d->items[i];
            if (told_as(item) < 0 || item->part == PART_CLEAR) continue;
            bool reads, before = false;
            struct str words = why_of(w, item, &reads);
            for (size_t k = 0; k < count; k++) before = before || str_equal(said[k], words);
            if (before || reads != (turn == 1)) continue;
            said[count++] = words;
            buf_printf(&roles, "%s%.*s", roles.size ? " and " : "", STR_ARG(words));
            if (item->matter->clause.size && str_find(buf_str(&clauses), item->matter->clause) == SIZE_MAX)
                buf_printf(&clauses, "%s%.*s", clauses.size ? ", " : "", STR_ARG(item->matter->clause));
        }
    struct gap gaps[] = { { "roles", str_copy(arena, buf_str(&roles)) }, { "clauses", str_copy(arena, buf_str(&clauses)) } };
    buf_free(&roles);
    buf_free(&clauses);
    return message_say(w, !gaps[0].text.size ? "why-told" : gaps[1].text.size ? "why" : "why-plain", gaps, COUNT_OF(gaps));
}

/* Something to do is about pupils, staff or partners, so that a name says which. */
static bool names_somebody(const struct writing *w) {
    for (size_t i = 0; i < w->row_count; i++) {
        const struct matter *m = w->rows[i].first->matter;
        if (w->rows[i].part == PART_DO && m->type == MATTER_FINDING && m->finding.subject_type != SUBJECT_SCHOOL) return true;
    }
    return false;
}

static void add_foot(const struct writing *w) {
    char day[DATE_LONG_SIZE];
    static const char *const lists[] = { "list-daily", "list-weekly", "list-termly" };
    bool own = w->own;
    if (w->rows[0].part == PART_CLEAR) { /* and nothing else */
        page_paragraph(w->page, message_say(w, "why-clear", NULL, 0));
        return;
    }
    add_hints(w);
    if (!own) add_quotes(w);
    const char *reply = w->parts[PART_DO] ? (own ? "reply-own" : names_somebody(w) ? "reply" : "reply-school") : w->parts[PART_MISSING] ? (own ? "reply-missing-own" : "reply-missing") : NULL;
    if (reply) page_paragraph(w->page, message_say(w, reply, (struct gap[]){ { "keeper", w->m->keeper } }, 1));
    struct str why = why_words(w), next = str_copy(w->m->arena, str_from(date_long(w->d->next, day)));
    struct str list = message_say(w, w->d->daily && w->d->pace != PACE_DAILY ? "list-mixed" : lists[w->d->pace], (struct gap[]){ { "day", next } }, 1);
    bool moves = !own && (w->parts[PART_DO] || w->parts[PART_PASSED] || w->parts[PART_MISSING]); /* what is done is nobody else's job */
    struct str other = moves ? message_say(w, "other", NULL, 0) : (struct str){ 0 };
    page_paragraphf(w->page, "%.*s  %.*s%s%.*s", STR_ARG(why), STR_ARG(list), moves ? "  " : "", STR_ARG(other));
}

static struct writing begin(struct messages *m, const struct digest *d) {
    struct writing w = { .m = m, .d = d, .own = str_equal(d->person->name, m->keeper) };
    w.lines = w.own ? MESSAGE_LINES_OWN : MESSAGE_LINES;
    message_rows(&w);
    return w;
}

static struct writing write(struct messages *m, const struct digest *d, struct str *line) {
    struct writing w = begin(m, d);
    *line = subject(&w);
    w.page = page_new(m->arena, *line);
    add_opening(&w);
    add_table(&w);
    add_list(&w, PART_PASSED, "passed");
    if (w.parts[PART_PASSED]) page_paragraph(w.page, message_say(&w, w.own ? "passed-do-own" : "passed-do", (struct gap[]){ { "keeper", m->keeper } }, w.own ? 0 : 1));
    add_list(&w, PART_MISSING, "missing");
    add_list(&w, PART_DONE, "done");
    add_list(&w, PART_TOLD, "told");
    add_clear(&w);
    add_foot(&w);
    return w;
}

/* ---- the letter ---- */

/* Seven in the morning of that day, in London. */
static int64_t morning(struct date day) {
    int64_t at = (int64_t)day.day * DAY + MORNING;
    return at - clock_london_offset(at);
}

static size_t told_of(const struct writing *w, struct ledger_notice *out) {
    size_t count = 0;
    remind_plan_told(w->m->arena, agenda_of(w), w->d, out);
    for (size_t i = 0; i < w->d->count; i++)
        if (!w->cut[i]) out[count++] = out[i];
    return count;
}

size_t message_told(struct messages *m, const struct digest *d, struct ledger_notice *out) {
    struct writing w = begin(m, d);
    return told_of(&w, out);
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
    size_t told_count = told_of(&w, told);
    for (size_t i = 0; i < told_count; i++)
        notices[i] = (struct letter_notice){ .finding = told[i].finding, .step = told[i].step, .subject_type = told[i].subject_type, .subject = told[i].subject,
                                             .rule = told[i].rule, .closing = told[i].closing };
    struct str role = d->role >= 0 ? agenda->school->policy->roles[d->role].key : STR("message");
    struct letter letter = {
        .recipient = d->person->key, .name = person_full(arena, d->person), .address = d->person->email, .plan = STR(LETTER_PLAN),
        .period = str_copy(arena, str_from(date_iso(agenda->as_of, iso))), .number = number, .day = agenda->as_of,
        .file = str_format(arena, "%.*s-%.*s", STR_ARG(role), STR_ARG(d->group.size ? d->group : d->person->key)),
        .subject = line, .text = message_plain(arena, w.page), .html = str_copy(arena, buf_str(&html)), .notices = notices, .notice_count = told_count,
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

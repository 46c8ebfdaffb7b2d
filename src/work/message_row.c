/* SPDX-License-Identifier: GPL-3.0-or-later
 * message_row - lines of a digest that say the same become one row; see message.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#include <stdlib.h>

#include "policy/merge.h"
#include "work/message_priv.h"
#include "work/wording.h"

#define STAFF_NAMED 20
#define FORMS_NAMED 30
#define SOON_DAYS 28
#define OLD_DAYS 365
#define CLASSES 5 /* of urgency */

struct str message_say(const struct writing *w, const char *key, const struct gap *gaps, size_t count) {
    return letter_words_say(w->m->arena, &w->m->words, key, gaps, count);
}

static bool is_sensitive(const struct writing *w, const struct digest_item *item) {
    return (redact_rule(w->m->digests->table, w->m->school->policy, finding_version(w->m->school->policy, &item->matter->finding)) & DIGEST_SENSITIVE) != 0;
}

bool message_is_private(const struct writing *w, const struct digest_item *item) {
    const struct matter *m = item->matter;
    if (m->type != MATTER_FINDING && m->type != MATTER_DONE) return false;
    return !item->named || is_sensitive(w, item);
}

/* ---- what, by ---- */

struct str message_late(struct arena *arena, int32_t days) {
    if (days < 14) return count_of(arena, (uint64_t)days, "day", "days");
    if (days < 60) return count_of(arena, (uint64_t)(days / 7), "week", "weeks");
    if (days < 730) return count_of(arena, (uint64_t)(days / 30), "month", "months");
    return count_of(arena, (uint64_t)(days / 365), "year", "years");
}

/* "by Wednesday 21 July 2027", "was due 29 January 2026, 10 months late". */
struct str message_by(struct arena *arena, struct date day, struct date as_of) {
    char text[DATE_LONG_SIZE];
    if (!date_known(day)) return STR("now");
    if (date_same(day, as_of)) return STR("today");
    if (date_after(day, as_of)) return str_format(arena, "by %s", date_long(day, text));
    return str_format(arena, "was due %s, %.*s late", date_short(day, text), STR_ARG(message_late(arena, as_of.day - day.day)));
}

/* "employer encounter: whether it was meaningful", without the numbers of single records. */
static struct str missing_what(const struct writing *w, const struct matter *matter) {
    struct arena *arena = w->m->arena;
    const struct finding *f = &matter->finding;
    const struct policy *policy = w->m->school->policy;
    const struct missing *m = &f->missing[0];
    const struct audience_table *table = w->m->digests->table;
    const struct audience *reader = audience_table_of_role(table, policy->roles[matter->role].key);
    if (m->field < 0) return STR("something that a rule asks about");
    if (m->kind < 0) {
        const struct field *fact = &policy->kinds->facts[f->subject_type].fields[m->field];
        if (fact->is_private && !audience_may_all(reader, audience_table_of_fact(table, fact))) return STR("something private that a rule asks about");
        return str_format(arena, "the %.*s of the %s", STR_ARG(policy_say_field(arena, fact)), subject_type_name(f->subject_type));
    }
    const struct field *field = &policy->kinds->kinds[m->kind].fields[m->field];
    struct str noun = policy_say_kind(arena, policy, m->kind), flag = { 0 };
    if (!audience_may_all(reader, audience_table_of_kind(table, &policy->kinds->kinds[m->kind], field) & DIGEST_SENSITIVE)) return STR("something private that a rule asks about");
    if (m->field == FIELD_OUTCOME) return str_format(arena, "%.*s: who came", STR_ARG(noun));
    if (field->type == FIELD_FLAG) flag = policy_say_flag(arena, policy, m->kind, field);
    if (flag.size) return str_format(arena, "%.*s: whether it %.*s", STR_ARG(noun), STR_ARG(flag));
    return str_format(arena, "%.*s: the %.*s", STR_ARG(noun), STR_ARG(policy_say_field(arena, field)));
}

/* The SENCO reads "meeting with you", not "meeting with the SENCO". */
static struct str with_you(const struct writing *w, const struct digest_item *item, struct str what) {
    struct arena *arena = w->m->arena;
    if (item->matter->role < 0 || item->matter->holder != w->d->person || (item->part != PART_DO && item->part != PART_TOLD)) return what;
    struct str with = str_format(arena, " with the %.*s", STR_ARG(w->m->school->policy->roles[item->matter->role].title));
    size_t at = str_find(what, with), end = at == SIZE_MAX ? 0 : at + with.size;
    if (!end || (end < what.size && what.at[end] != ' ' && what.at[end] != ',')) return what;
    return str_format(arena, "%.*s with you%.*s", STR_ARG(str_slice(what, 0, at)), STR_ARG(str_slice(what, end, what.size)));
}

/* What brings lines together. */
static struct str title_of(const struct writing *w, const struct digest_item *item) {
    const struct matter *m = item->matter;
    const struct policy *policy = w->m->school->policy;
    if (m->type == MATTER_CAUSE && m->post_words.size && w->posts > 1) return message_say(w, "nobody", NULL, 0);
    if (m->type == MATTER_CAUSE && m->unreached.size && w->unreached > 1) return message_say(w, "unreached", (struct gap[]){ { "people", count_of(w->m->arena, w->unreached, "person", "people") } }, 1);
    if (m->type != MATTER_FINDING && m->type != MATTER_DONE) return m->title;
    if (item->notice.asks) return missing_what(w, m);
    if (item->hidden) return message_say(w, "hidden", (struct gap[]){ { "clause", m->clause } }, 1);
    if (item->part == PART_DONE) return version_name(w->m->arena, &policy->rules[m->finding.rule], finding_version(policy, &m->finding));
    return with_you(w, item, finding_short(w->m->arena, policy, &m->finding));
}

/* With which of its turns, where there is one alone and the day does not say it. */
static struct str what_of(const struct writing *w, const struct message_row *row) {
    const struct matter *m = row->first->matter;
    const struct policy *policy = w->m->school->policy;
    struct date as_of = w->m->digests->agenda->as_of;
    bool turns = !row->first->hidden && m->type == MATTER_FINDING && (row->part == PART_DO || row->part == PART_PASSED);
    if (!turns || row->old || (row->items > 1 && !date_same(row->day, row->last))) return row->what;
    if (str_starts(finding_when(w->m->arena, policy, as_of, &m->finding, true), "by ")) return row->what;
    return with_you(w, row->first, finding_words(w->m->arena, policy, as_of, &m->finding, true));
}

/* Of what has been open for more than a year, its day says nothing to anybody. */
static struct str old_words(const struct message_row *row) {
    const struct matter *m = row->first->matter;
    return m->type == MATTER_FINDING && m->finding.evidence_count ? STR("not complete for more than a year") : STR("nothing on record for more than a year");
}

static struct str by_of(const struct writing *w, const struct message_row *row) {
    char day[DATE_LONG_SIZE];
    if ((row->part != PART_DO && row->part != PART_PASSED) || row->first->matter->type == MATTER_CAUSE) return (struct str){ 0 };
    if (row->first->hidden) return row->late ? STR("late") : (struct str){ 0 }; /* with its day another list would nearly say who */
    if (row->old) return old_words(row);
    if (date_same(row->day, row->last)) return message_by(w->m->arena, row->day, w->m->digests->agenda->as_of);
    if (!row->late) return str_format(w->m->arena, "the first %.*s", STR_ARG(message_by(w->m->arena, row->day, w->m->digests->agenda->as_of)));
    return str_format(w->m->arena, "late, the first since %s", date_short(row->day, day));
}

/* ---- who ---- */

static const struct pupil_row *pupil_of(const struct writing *w, const struct digest_item *item) {
    const struct matter *m = item->matter;
    bool about = (m->type == MATTER_FINDING || m->type == MATTER_DONE) && m->finding.subject_type == SUBJECT_PUPIL;
    return about ? roster_pupil(w->m->digests->agenda->position->roster, m->finding.subject) : NULL;
}

static void add_listed(struct buf *out, struct str text, size_t at, size_t count) {
    if (at) buf_add_c(out, at + 1 == count ? " and " : ", ");
    buf_add(out, text);
}

static struct str finished(const struct writing *w, struct buf *out) {
    struct str text = str_copy(w->m->arena, buf_str(out));
    buf_free(out);
    return text;
}

static bool is_named_already(const struct writing *w, int64_t pupil) {
    for (size_t i = 0; i < w->named_count; i++)
        if (w->named[i] == pupil) return true;
    return false;
}

static size_t form_size(const struct writing *w, struct str form) {
    const struct roster *roster = w->m->digests->agenda->position->roster;
    size_t count = 0;
    for (size_t i = 0; i < roster->pupil_count; i++) count += roster->pupils[i].on_roll && str_equal(roster->pupils[i].form, form);
    return count;
}

static struct str pupils_words(const struct writing *w, const struct message_row *row) {
    struct arena *arena = w->m->arena;
    const struct viewer viewer = { .table = w->m->digests->table, .audience = audience_table_of_role(w->m->digests->table,
                                   w->m->school->policy->roles[row->first->notice.role].key) };
    if ((row->first->hidden || !redact_names(&viewer)) && (int64_t)row->pupils < w->m->digests->table->fewest)
        return str_format(arena, "fewer than %lld pupils", (long long)w->m->digests->table->fewest);
    if (w->d->group.size && row->pupils > 1 && row->pupils == form_size(w, w->d->group)) return str_format(arena, "all %zu pupils", row->pupils);
    return count_of(arena, row->pupils, "pupil", "pupils");
}

/* "16 September", with its year where that is not the one of today. */
static struct str short_day(const struct writing *w, struct date day) {
    char text[DATE_LONG_SIZE];
    struct str whole = str_from(date_short(day, text));
    bool same = school_year_of(day) == school_year_of(w->m->digests->agenda->as_of);
    return str_copy(w->m->arena, str_slice(whole, 0, same && whole.size > 5 ? whole.size - 5 : whole.size));
}

static struct str name_of(const struct writing *w, const struct digest_item *item, const struct pupil_row *pupil) {
    struct str name = roster_short(w->m->arena, w->m->digests->agenda->position->roster, pupil), form = w->d->group.size ? (struct str){ 0 } : pupil->form;
    const char *in_hand = item->in_hand ? "in hand" : "";
    if (!form.size && !item->in_hand) return name;
    return str_format(w->m->arena, "%.*s (%.*s%s%s)", STR_ARG(name), STR_ARG(form), form.size && item->in_hand ? ", " : "", in_hand);
}

/* Different pupils from one item on to another: "Zoë O. and Łukasz D.". */
static void add_names(struct writing *w, struct buf *out, const struct digest_item *const *items, size_t from, size_t to) {
    struct str *names = arena_array(w->m->arena, struct str, to - from + 1);
    size_t count = 0;
    for (size_t i = from; i < to; i++) {
        const struct pupil_row *pupil = pupil_of(w, items[i]);
        bool twice = !pupil;
        for (size_t k = from; k < i; k++) twice = twice || items[k]->matter->finding.subject == items[i]->matter->finding.subject;
        if (twice) continue;
        names[count++] = name_of(w, items[i], pupil);
        if (!is_named_already(w, pupil->id)) w->named[w->named_count++] = pupil->id;
    }
    for (size_t i = 0; i < count; i++) add_listed(out, names[i], i, count);
}

/* The names of all, those of one day together; a number where the reader may not know them, or the school says so. */
static struct str pupils_of(struct writing *w, const struct message_row *row, const struct digest_item *const *items) {
    struct str many = pupils_words(w, row);
    struct buf out = { 0 };
    bool days = !row->old && row->part == PART_DO && !date_same(row->day, row->last);
    if (!row->first->named) return message_say(w, "hidden-who", (struct gap[]){ { "pupils", many }, { "keeper", w->m->keeper } }, 2);
    if (w->m->school->people->mail.counts_only) return many;
    for (size_t from = 0, to; from < row->items; from = to) {
        for (to = from + 1; to < row->items && (!days || date_same(items[to]->by, items[from]->by));) to++;
        if (from) buf_add_c(&out, "; ");
        if (days) buf_printf(&out, "%s %.*s: ", row->late ? "since" : "by", STR_ARG(short_day(w, items[from]->by)));
        add_names(w, &out, items, from, to);
    }
    return finished(w, &out);
}

static struct str others_of(const struct writing *w, const struct message_row *row, const struct digest_item *const *items) {
    const struct finding *f = &row->first->matter->finding;
    struct buf out = { 0 };
    if (f->subject_type == SUBJECT_SCHOOL) return (struct str){ 0 };
    if (row->items > STAFF_NAMED) return count_of(w->m->arena, row->items, f->subject_type == SUBJECT_STAFF ? "member of staff" : "organisation",
                                                  f->subject_type == SUBJECT_STAFF ? "members of staff" : "organisations");
    for (size_t i = 0; i < row->items; i++)
        add_listed(&out, roster_name(w->m->arena, w->m->digests->agenda->position->roster, f->subject_type, items[i]->matter->finding.subject), i, row->items);
    return finished(w, &out);
}

/* Of what others left: how many of each form, and who was told. */
static struct str forms_of(const struct writing *w, const struct message_row *row, const struct digest_item *const *items) {
    struct buf out = { 0 };
    size_t said = 0;
    const struct audience *reader = audience_table_of_role(w->m->digests->table, w->m->school->policy->roles[row->first->notice.role].key);
    bool untold = row->first->hidden || (row->pupils && is_sensitive(w, row->first)); /* a form would nearly say who */
    if (untold || !audience_may(reader, ABOUT_STAFF) || !audience_may(reader, ABOUT_GROUP)) return row->pupils ? pupils_words(w, row) : (struct str){ 0 };
    for (size_t i = 0; i < row->items; i++) {
        size_t count = 0;
        const struct matter *m = items[i]->matter;
        bool before = false;
        for (size_t k = 0; k < row->items; k++) {
            bool same = str_equal(items[k]->matter->pupil_form, m->pupil_form) && items[k]->matter->holder == m->holder;
            before = before || (same && k < i);
            count += same;
        }
        if (before || said >= FORMS_NAMED) continue;
        if (m->finding.subject_type == SUBJECT_PUPIL)
            buf_printf(&out, "%s%zu in %.*s", said ? "; " : "", count, STR_ARG(m->pupil_form.size ? m->pupil_form : STR("no form")));
        else buf_add_c(&out, said ? "; " : "");
        if (m->holder) buf_printf(&out, "%s%.*s", m->finding.subject_type == SUBJECT_PUPIL ? ", " : "", STR_ARG(m->holder->name));
        said++;
    }
    return finished(w, &out);
}

/* "Headteacher (2 things) and SENCO (14 things)", "Colm Reilly has no usable address (3 things) and ...". */
static struct str posts_of(const struct writing *w, const struct message_row *row, const struct digest_item *const *items) {
    struct buf out = { 0 };
    for (size_t i = 0; i < row->items; i++) {
        const struct matter *m = items[i]->matter;
        struct str post = str_format(w->m->arena, "%.*s (%.*s)", STR_ARG(m->unreached.size ? m->unreached : m->post_words), STR_ARG(count_of(w->m->arena, m->waiting, "thing", "things")));
        add_listed(&out, post, i, row->items);
    }
    return finished(w, &out);
}

static struct str who_of(struct writing *w, const struct message_row *row, const struct digest_item *const *items) {
    const struct matter *m = row->first->matter;
    if (m->type == MATTER_CAUSE && row->items > 1) return posts_of(w, row, items);
    if (m->type != MATTER_FINDING && m->type != MATTER_DONE) return (struct str){ 0 };
    if (row->first->notice.asks && row->part == PART_TOLD) return str_format(w->m->arena, "not recorded for %zu check%s", row->items, row->items == 1 ? "" : "s");
    if (row->first->notice.asks) return str_format(w->m->arena, "%zu", row->items);
    if (row->part == PART_PASSED) return forms_of(w, row, items);
    if (row->part == PART_DONE) return m->pupil_form;
    return m->finding.subject_type == SUBJECT_PUPIL ? pupils_of(w, row, items) : others_of(w, row, items);
}

/* ---- rows ---- */

static size_t row_of(struct writing *w, const struct digest_item *item, struct str title) {
    bool by_form = item->part == PART_DONE, dated = item->part == PART_DO || item->part == PART_PASSED;
    bool late = dated && item->matter->type != MATTER_CAUSE && date_before(item->by, w->m->digests->agenda->as_of);
    bool old = late && item->matter->type == MATTER_FINDING && w->m->digests->agenda->as_of.day - item->by.day > OLD_DAYS;
    bool asks = item->notice.asks;
    bool fresh = item->notice.cause != NOTICE_AGAIN;
    for (size_t i = 0; i < w->row_count; i++) {
        struct message_row *row = &w->rows[i];
        if (row->part != item->part || row->late != late || row->old != old || row->first->notice.asks != asks || !str_equal(row->what, title)) continue;
        if (!asks && (row->first->named != item->named || row->first->hidden != item->hidden)) continue;
        if (by_form && !(str_equal(row->first->matter->pupil_form, item->matter->pupil_form) && str_equal(row->clause, item->matter->clause))) continue;
        row->day = date_min(row->day, item->by);
        row->last = date_max(row->last, item->by);
        row->fresh = row->fresh || fresh;
        return i;
    }
    w->rows[w->row_count] = (struct message_row){ .part = item->part, .what = title, .clause = item->matter->clause, .day = item->by, .last = item->by,
                                                  .late = late, .old = old, .fresh = fresh, .first = item };
    w->parts[item->part]++;
    return w->row_count++;
}

static size_t different(const struct digest_item *const *items, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool twice = (items[i]->matter->type != MATTER_FINDING && items[i]->matter->type != MATTER_DONE)
                     || items[i]->matter->finding.subject_type != SUBJECT_PUPIL;
        for (size_t k = 0; k < i && !twice; k++) twice = items[k]->matter->finding.subject == items[i]->matter->finding.subject;
        kept += !twice;
    }
    return kept;
}

/* What can still be done in time and soon, then posts that nobody holds, what is late, the rest, and what has been open for
 * years; of these three what was not told before comes first, so that what a cut list left out is not left out again. */
static int urgency(const struct message_row *row, struct date as_of) {
    int again = row->fresh ? 0 : CLASSES;
    if (row->old) return 4 + again;
    if (row->first->matter->type == MATTER_CAUSE) return 1;
    if (row->late) return 2 + again;
    return row->day.day - as_of.day <= SOON_DAYS ? 0 : 3 + again;
}

static bool comes_before(const struct message_row *a, const struct message_row *b, struct date as_of) {
    int x = urgency(a, as_of), y = urgency(b, as_of);
    if (a->part != b->part) return a->part < b->part;
    if (a->part == PART_MISSING) return a->items > b->items;
    if (a->part == PART_DONE || a->part == PART_TOLD || a->part == PART_CLEAR) return false;
    if (x != y) return x < y;
    if (x % CLASSES == 2 && (a->pupils > 0) != (b->pupils > 0)) return a->pupils > 0;
    if (a->first->hidden != b->first->hidden) return b->first->hidden; /* its place would tell its day */
    return date_before(a->day, b->day) || (date_same(a->day, b->day) && a->first->named && !b->first->named);
}

static void sort_rows(struct writing *w, size_t *order) {
    for (size_t i = 0; i < w->row_count; i++) {
        size_t at = i;
        for (; at > 0 && comes_before(&w->rows[i], &w->rows[order[at - 1]], w->m->digests->agenda->as_of); at--) order[at] = order[at - 1];
        order[at] = i;
    }
}

void message_rows(struct writing *w) {
    struct arena *arena = w->m->arena;
    const struct digest *d = w->d;
    size_t count = d->count + d->known;
    size_t *at = arena_array(arena, size_t, count + 1), *order = arena_array(arena, size_t, count + 1);
    const struct digest_item **all = (const struct digest_item **)arena_alloc_array(arena, count + 1, sizeof *all);
    const struct digest_item **items = (const struct digest_item **)arena_alloc_array(arena, count + 1, sizeof *items);
    w->rows = arena_array(arena, struct message_row, count + 1);
    w->named = arena_array(arena, int64_t, count + 1);
    w->cut = arena_array(arena, bool, count + 1);
    for (size_t i = 0; i < count; i++) {
        all[i] = i < d->count ? &d->items[i] : &d->told[i - d->count];
        w->posts += all[i]->matter->type == MATTER_CAUSE && all[i]->matter->post_words.size > 0;
        w->unreached += all[i]->matter->type == MATTER_CAUSE && all[i]->matter->unreached.size > 0;
    }
    for (size_t i = 0; i < count; i++) {
        at[i] = row_of(w, all[i], title_of(w, all[i]));
        w->rows[at[i]].items++;
    }
    for (size_t i = 0; i < count; i++)
        if (all[i]->matter->type == MATTER_FINDING && all[i]->matter->finding.subject_type == SUBJECT_PUPIL) w->rows[at[i]].pupils++; /* to sort by */
    sort_rows(w, order);
    struct message_row *rows = arena_array(arena, struct message_row, count + 1);
    size_t shown[PART_COUNT] = { 0 };
    for (size_t r = 0; r < w->row_count; r++) {
        struct message_row *row = &w->rows[order[r]];
        size_t kept = 0;
        for (size_t i = 0; i < count; i++)
            if (at[i] == order[r]) items[kept++] = all[i];
        row->pupils = different(items, kept);
        row->what = what_of(w, row);
        row->by = by_of(w, row);
        bool cut = shown[row->part]++ >= w->lines;
        if (!cut) row->who = who_of(w, row, items); /* nobody is named who is not shown */
        for (size_t i = 0; i < d->count; i++) w->cut[i] = w->cut[i] || (cut && at[i] == order[r]);
        rows[r] = *row;
    }
    w->rows = rows;
}

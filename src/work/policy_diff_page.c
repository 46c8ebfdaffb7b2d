/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_diff_page - what two policies say otherwise, as a page for governors and careers leaders.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include <string.h>

#include "work/policy_diff.h"
#include "work/wording.h"

#define MOST_FIELDS 256

struct paging {
    struct policy_diff *d;
    struct arena *arena;
    struct page *page;
    struct labelled fields[MOST_FIELDS];
    size_t count;
};

static void flush(struct paging *p) {
    if (p->count) page_fields(p->page, p->fields, p->count);
    p->count = 0;
}

static void field(struct paging *p, struct str label, struct str text) {
    if (p->count == MOST_FIELDS) flush(p);
    p->fields[p->count++] = (struct labelled){ label, text };
}

/* ---- whose change it is ---- */

static const struct policy *policy_of(const struct policy_pair *pair, bool a) {
    return a ? pair->a.policy : pair->b.policy;
}

static const struct document *document_of(const struct policy_pair *pair, const struct difference *x) {
    const struct policy *policy = policy_of(pair, x->placed_in_a);
    return x->origin.line && x->origin.document < policy->document_count ? &policy->documents[x->origin.document] : NULL;
}

/* Of what-if: not a line that policy.lua has. */
static bool is_the_change(const struct policy_pair *pair, const struct difference *x) {
    const struct document *document = document_of(pair, x);
    return pair->lines && !x->placed_in_a && document && document->layer == LAYER_SCHOOL && x->origin.line > pair->lines;
}

struct str policy_diff_place(struct arena *arena, const struct policy_pair *pair, const struct difference *x) {
    const struct document *document = document_of(pair, x);
    if (!document) return (struct str){ 0 };
    if (is_the_change(pair, x)) return str_format(arena, "what-if:%u", x->origin.line - pair->lines);
    return str_format(arena, "%.*s:%u", STR_ARG(document->path), x->origin.line);
}

/* The heading under which a change stands. */
static struct str source_words(struct paging *p, const struct difference *x) {
    const struct policy_pair *pair = &p->d->pair;
    const struct document *document = document_of(pair, x);
    const struct policy *policy = policy_of(pair, x->placed_in_a);
    struct str who = policy->school_name.size ? policy->school_name : STR("the school"), words;
    if (x->of == DIFFERENCE_FACT) return STR("What the schools are");
    if (!document) return STR("Other");
    if (x->of == DIFFERENCE_UPDATE && x->placed_in_a) return str_format(p->arena, "Updates adopted; not in %.*s", STR_ARG(pair->b.label));
    if (x->of == DIFFERENCE_UPDATE) return STR("Updates adopted");
    switch (document->layer) {
    case LAYER_SCHOOL: words = str_format(p->arena, "Settled by %.*s", STR_ARG(who)); break;
    case LAYER_TRUST: words = STR("Settled by the trust"); break;
    case LAYER_UPDATE: words = str_format(p->arena, "From the update %.*s", STR_ARG(document->name)); break;
    case LAYER_OVERLAY_SETTING: words = str_format(p->arena, "For schools of this sort, overlay %.*s", STR_ARG(document->name)); break;
    case LAYER_OVERLAY_PUPILS: words = str_format(p->arena, "For some pupils, overlay %.*s", STR_ARG(document->name)); break;
    default: words = str_format(p->arena, "In the text of %.*s", STR_ARG(policy->id)); break;
    }
    if (is_the_change(pair, x)) words = STR("The change");
    if (!x->placed_in_a) return words;
    if (document->layer == LAYER_BASE) return str_format(p->arena, "Not in %.*s", STR_ARG(pair->b.label));
    return str_format(p->arena, "%.*s; not in %.*s", STR_ARG(words), STR_ARG(pair->b.label));
}

/* ---- one change in words ---- */

static struct str part_label(const struct difference *x) {
    static const struct { const char *part; const char *words; } labels[] = {
        { "who", "whom it concerns" },     { "have", "what is asked for" },       { "when", "by when" },
        { "owner", "who answers for it" }, { "remind", "reminders" },             { "exempt", "exemptions" },
        { "unless", "not where" },         { "life", "how long the rule holds" }, { "force", "how binding it is" },
        { "severity", "how serious" },     { "hint", "what may serve too" },      { "text", "text" },
        { "title", "name" },               { "basis", "rests on" },               { "state", "the clause" }
    };
    for (size_t i = 0; x->part && i < COUNT_OF(labels); i++)
        if (strcmp(labels[i].part, x->part) == 0) return str_from(labels[i].words);
    return (struct str){ 0 };
}

static struct str when_words(struct paging *p, const struct difference *x) {
    char from[DATE_LONG_SIZE], to[DATE_LONG_SIZE];
    if (date_known(x->since) && date_known(x->until)) return str_format(p->arena, ", %s to %s", date_short(x->since, from), date_short(x->until, to));
    if (date_known(x->until)) return str_format(p->arena, ", until %s", date_short(x->until, to));
    if (!date_known(x->since)) return (struct str){ 0 };
    return str_format(p->arena, ", %s %s", date_after(x->since, p->d->call->as_of) ? "from" : "since", date_short(x->since, from));
}

static bool has_article(struct str text) {
    return str_starts(text, "a ") || str_starts(text, "an ") || str_starts(text, "the ");
}

static struct str head_words(struct paging *p, const struct difference *x) {
    struct str part = part_label(x), title = x->title;
    if (x->instead.size) title = str_format(p->arena, "%.*s, for pupils of the overlay %.*s", STR_ARG(title), STR_ARG(x->instead));
    if (x->of == DIFFERENCE_PARAM || x->of == DIFFERENCE_ROLE || !part.size || has_article(part)) {
        if (!part.size || x->of != DIFFERENCE_CLAUSE) return title;
    }
    return str_format(p->arena, "%.*s; %.*s", STR_ARG(title), STR_ARG(part));
}

static bool is_long(struct str text) {
    return text.size > 60;
}

static void one_change(struct paging *p, const struct difference *x) {
    struct buf text = { 0 };
    struct str head = head_words(p, x), when = when_words(p, x), place = policy_diff_place(p->arena, &p->d->pair, x), none = { 0 };
    bool added = !x->from.size, gone = !x->to.size, two = !added && !gone && (is_long(x->from) || is_long(x->to));
    buf_add(&text, head);
    if (added || gone) buf_printf(&text, ": %s%.*s", added ? "new" : "no longer there", STR_ARG(when));
    else if (!two) buf_printf(&text, "%s %.*s → %.*s%.*s", str_ends(head, "?") ? "" : ":", STR_ARG(x->from), STR_ARG(x->to), STR_ARG(when));
    else buf_add(&text, when);
    if (x->demand == DEMAND_MORE) buf_add_c(&text, " (asks for more)");
    if (x->demand == DEMAND_LESS) buf_add_c(&text, " (asks for less)");
    field(p, x->clause, str_copy(p->arena, buf_str(&text)));
    if (two || gone) field(p, none, str_format(p->arena, "was: %.*s", STR_ARG(x->from)));
    if (two || added) field(p, none, str_format(p->arena, "%s: %.*s", two ? "now" : "it says", STR_ARG(x->to)));
    text.size = 0;
    if (!is_the_change(&p->d->pair, x)) {
        if (x->origin.reason.size) buf_printf(&text, "\"%.*s\" ", STR_ARG(x->origin.reason));
        if (place.size) buf_printf(&text, "(%.*s%s%.*s)", STR_ARG(place), x->origin.approval.size ? ", " : "", STR_ARG(x->origin.approval));
        if (text.size) field(p, none, str_copy(p->arena, buf_str(&text)));
    }
    buf_free(&text);
}

static void all_changes(struct paging *p) {
    const struct differences *all = &p->d->differences;
    bool *done = arena_array(p->arena, bool, all->count);
    for (size_t i = 0; i < all->count; i++) {
        if (done[i]) continue;
        struct str heading = source_words(p, &all->at[i]);
        page_heading(p->page, 2, heading);
        for (size_t k = i; k < all->count; k++) {
            if (done[k] || !str_equal(source_words(p, &all->at[k]), heading)) continue;
            one_change(p, &all->at[k]);
            done[k] = true;
        }
        flush(p);
    }
}

static void summary(struct paging *p) {
    size_t of[DEMAND_OTHER + 1] = { 0 };
    const struct differences *all = &p->d->differences;
    for (size_t i = 0; i < all->count; i++) of[all->at[i].demand]++;
    size_t more = of[DEMAND_MORE], less = of[DEMAND_LESS], open = of[DEMAND_OTHER];
    if (!all->count) return;
    struct buf text = { 0 };
    if (all->count == 1) {
        static const char *const words[] = { "It asks for nothing more or less.", "It asks for more, as a school may.", "It asks for less.",
                                             "Whether it asks for more can not be said." };
        buf_add_c(&text, words[all->at[0].demand]);
    } else {
        buf_printf(&text, "%zu changes: %zu for more, %zu for less", all->count, more, less);
        if (open) buf_printf(&text, ", %zu of which it can not be said", open);
        if (of[DEMAND_NONE]) buf_printf(&text, ", %zu that ask for nothing more or less", of[DEMAND_NONE]);
        buf_add_byte(&text, '.');
        if (!less && !open && more) buf_add_c(&text, "  Every change moves the way a school may.");
    }
    page_paragraph(p->page, buf_str(&text));
    buf_free(&text);
}

/* ---- the effect ---- */

static struct str status_words(int status) {
    if (status == NOT_ASKED) return STR("not asked");
    const struct status_look *look = status_look(str_from(status_key((enum status)status)));
    return look ? look->word : str_from(status_key((enum status)status));
}

static struct str lower(struct arena *arena, struct str text) {
    char *copy = arena_copy(arena, text.at, text.size);
    if (text.size && copy[0] >= 'A' && copy[0] <= 'Z') copy[0] = (char)(copy[0] + 32);
    return (struct str){ copy, text.size };
}

static struct str people_words(struct paging *p, enum subject_type type, size_t count, bool more) {
    static const char *const one[] = { [SUBJECT_PUPIL] = "pupil", [SUBJECT_STAFF] = "member of staff", [SUBJECT_ORGANISATION] = "partner" };
    static const char *const many[] = { [SUBJECT_PUPIL] = "pupils", [SUBJECT_STAFF] = "members of staff", [SUBJECT_ORGANISATION] = "partners" };
    if (type == SUBJECT_SCHOOL) return more ? STR("the school also needs") : STR("the school no longer needs");
    if (more) return str_format(p->arena, "%zu more %s %s", count, count == 1 ? one[type] : many[type], count == 1 ? "needs" : "need");
    return str_format(p->arena, "%zu %s no longer %s", count, count == 1 ? one[type] : many[type], count == 1 ? "needs" : "need");
}

static struct str more_words(struct paging *p, const struct effect_rule *rule) {
    char first[DATE_LONG_SIZE], last[DATE_LONG_SIZE];
    struct str title = rule_title(p->arena, rule->rule), who = people_words(p, rule->type, rule->more, true);
    if (!date_known(rule->first)) return str_format(p->arena, "%.*s %.*s", STR_ARG(who), STR_ARG(title));
    if (date_same(rule->first, rule->last)) return str_format(p->arena, "%.*s %.*s by %s", STR_ARG(who), STR_ARG(title), date_short(rule->first, first));
    return str_format(p->arena, "%.*s %.*s, by days from %s to %s", STR_ARG(who), STR_ARG(title), date_short(rule->first, first), date_short(rule->last, last));
}

static struct str late_words(struct paging *p, const struct effect_rule *rule) {
    static const char *const one[] = { [SUBJECT_PUPIL] = "pupil", [SUBJECT_STAFF] = "member of staff", [SUBJECT_ORGANISATION] = "partner" };
    static const char *const many[] = { [SUBJECT_PUPIL] = "pupils", [SUBJECT_STAFF] = "members of staff", [SUBJECT_ORGANISATION] = "partners" };
    if (rule->forbids) return str_format(p->arena, "%zu more breached", rule->late);
    if (rule->type == SUBJECT_SCHOOL) return STR("the school has missed it");
    return str_format(p->arena, "%.*s missed it", STR_ARG(count_of(p->arena, rule->late, str_c(p->arena, str_format(p->arena, "more %s has", one[rule->type])), str_c(p->arena, str_format(p->arena, "more %s have", many[rule->type])))));
}

/* "136 more pupils need an employer encounter by 19 July 2024; 2 more pupils have missed it". */
static struct str people_sentence(struct paging *p, const struct effect_rule *rule) {
    struct str parts[3];
    size_t count = 0;
    if (rule->more) parts[count++] = more_words(p, rule);
    if (rule->late) parts[count++] = late_words(p, rule);
    if (rule->less && rule->forbids) parts[count++] = str_format(p->arena, "%zu no longer breached", rule->less);
    else if (rule->less) parts[count++] = str_format(p->arena, "%.*s it", STR_ARG(people_words(p, rule->type, rule->less, false)));
    struct str out = { 0 };
    for (size_t i = 0; i < count; i++) out = str_format(p->arena, "%.*s%s%.*s", STR_ARG(out), i ? "; " : "", STR_ARG(parts[i]));
    return out;
}

static struct str effect_words(struct paging *p, const struct effect_rule *rule) {
    struct buf text = { 0 };
    for (int s = 0; s < STATUSES_AND_NONE; s++) {
        if (rule->from[s] == rule->to[s] || s == NOT_ASKED || s == STATUS_NOT_APPLICABLE) continue;
        struct str word = rule->forbids && s == STATUS_MISSED ? STR("breached") : lower(p->arena, status_words(s));
        buf_printf(&text, "%s%.*s %llu → %llu", text.size ? ", " : "", STR_ARG(word), (unsigned long long)rule->from[s], (unsigned long long)rule->to[s]);
    }
    if (!text.size && rule->changed) buf_printf(&text, "%zu answered otherwise, the same numbers", rule->changed);
    if (rule->moved) buf_printf(&text, "%s%zu by another day", text.size ? ", " : "", rule->moved);
    if (rule->handed)
        buf_printf(&text, "%s%zu open %s answered for by %.*s, no longer by %.*s", text.size ? ", " : "", rule->handed, rule->handed == 1 ? "thing" : "things",
                   STR_ARG(rule->hand_to ? rule->hand_to->title : STR("nobody")), STR_ARG(rule->hand_from ? rule->hand_from->title : STR("nobody")));
    struct str people = rule_is_measure(rule->rule) ? (struct str){ 0 } : people_sentence(p, rule);
    if (people.size) buf_printf(&text, ": %.*s", STR_ARG(people));
    struct str out = str_copy(p->arena, buf_str(&text));
    buf_free(&text);
    return out;
}

static void effect_rules(struct paging *p) {
    const struct policy_effect *effect = p->d->effect;
    for (size_t i = 0; i < effect->rule_count; i++) {
        const struct effect_rule *rule = &effect->rules[i];
        if (!rule->changed && !rule->moved && !rule->handed) continue;
        struct str words = rule_words(p->arena, rule->rule);
        field(p, rule->rule->clause, str_format(p->arena, "%.*s: %.*s", STR_ARG(words), STR_ARG(effect_words(p, rule))));
    }
    flush(p);
}

static void messages(struct paging *p) {
    const struct policy_effect *effect = p->d->effect;
    struct buf text = { 0 };
    size_t from = 0, to = 0;
    for (size_t i = 0; i < effect->role_count; i++) {
        const struct effect_role *role = &effect->roles[i];
        from += role->from;
        to += role->to;
        if (role->from == role->to) continue;
        buf_printf(&text, "%s%.*s %+lld", text.size ? ", " : "", STR_ARG(role->role->title), (long long)role->to - (long long)role->from);
    }
    if (text.size) page_paragraphf(p->page, "Reminders of the next %d days, as it stands: %zu things to do → %zu: %.*s.", EFFECT_DAYS, from, to, (int)text.size, text.at);
    else page_paragraphf(p->page, "Reminders of the next %d days, as it stands: %zu things to do, with both.", EFFECT_DAYS, to);
    buf_free(&text);
}

struct str policy_diff_about(struct policy_diff *d, const struct changed_finding *c, bool names) {
    const struct roster *roster = d->effect->positions[0]->roster;
    if (c->type == SUBJECT_SCHOOL) return STR("the school");
    return names ? roster_name(d->arena, roster, c->type, c->subject) : str_format(d->arena, "%lld", (long long)c->subject);
}

static void status_cell(struct sheet *sheet, int status, bool forbids) {
    if (status == NOT_ASKED) sheet_none(sheet, STR("not asked"));
    else sheet_status(sheet, forbids && status == STATUS_MISSED ? STR("breached") : str_from(status_key((enum status)status)));
}

static void list(struct paging *p) {
    const struct policy_effect *effect = p->d->effect;
    const struct roster *roster = effect->positions[0]->roster;
    struct sheet *sheet = sheet_new(p->arena, STR("changed"), STR("What changes, one line each"));
    sheet_column(sheet, STR("about"), STR("About"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT)->weak = true;
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT);
    sheet_column(sheet, STR("needs"), STR("What"), CELL_TEXT)->weak = true;
    sheet_column(sheet, STR("from"), STR("From"), CELL_STATUS);
    sheet_column(sheet, STR("to"), STR("To"), CELL_STATUS);
    sheet_column(sheet, STR("by"), STR("By"), CELL_DAY)->keep = true;
    for (size_t i = 0; i < effect->changed_count; i++) {
        const struct changed_finding *c = &effect->changed[i];
        const struct effect_rule *rule = &effect->rules[c->rule];
        struct str form = roster_group(roster, c->type, c->subject);
        struct date by = date_known(c->by_to) ? c->by_to : c->by_from;
        sheet_row(sheet);
        sheet_text(sheet, policy_diff_about(p->d, c, true));
        if (form.size) sheet_text(sheet, form);
        else sheet_none(sheet, STR("none"));
        sheet_text(sheet, rule->rule->clause);
        sheet_text(sheet, rule_words(p->arena, rule->rule));
        status_cell(sheet, c->from, rule->forbids);
        status_cell(sheet, c->to, rule->forbids);
        if (date_known(by)) sheet_day(sheet, by);
        else sheet_none(sheet, STR("no day"));
    }
    if (sheet->row_count) page_table(p->page, sheet);
}

static void history(struct paging *p) {
    const struct policy_diff *d = p->d;
    struct sheet *sheet = sheet_new(p->arena, STR("history"), STR("What the difference would have been"));
    sheet_column(sheet, STR("as_of"), STR("As at"), CELL_DAY)->keep = true;
    sheet_column(sheet, STR("changed"), STR("Answers"), CELL_WHOLE);
    sheet_column(sheet, STR("pupils"), STR("Pupils"), CELL_WHOLE);
    sheet_column(sheet, STR("more"), STR("More to do"), CELL_WHOLE);
    sheet_column(sheet, STR("less"), STR("Less to do"), CELL_WHOLE);
    sheet_column(sheet, STR("clauses"), STR("Where"), CELL_TEXT);
    for (size_t i = 0; i < d->day_count; i++) {
        sheet_row(sheet);
        sheet_day(sheet, d->days[i].day);
        sheet_whole(sheet, (int64_t)d->days[i].changed);
        sheet_whole(sheet, (int64_t)d->days[i].pupils);
        sheet_whole(sheet, (int64_t)d->days[i].more);
        sheet_whole(sheet, (int64_t)d->days[i].less);
        if (d->days[i].clauses.size) sheet_text(sheet, d->days[i].clauses);
        else sheet_none(sheet, STR("nowhere"));
    }
    if (sheet->row_count) page_table(p->page, sheet);
}

static void effect(struct paging *p) {
    struct policy_diff *d = p->d;
    char day[DATE_LONG_SIZE];
    if (!d->effect) {
        page_paragraph(p->page, d->pair.school ? STR("The two speak of records that this school does not keep: their effect here can not be shown.")
                                               : STR("There are no records here, so this is about the texts alone.  In a school's folder it says whom the changes touch."));
        return;
    }
    struct str pupils = count_of(p->arena, d->effect->pupils, "pupil", "pupils");
    page_heading(p->page, 2, str_format(p->arena, "For the %.*s here, as at %s", STR_ARG(pupils), date_short(d->effect->day, day)));
    if (!d->effect->changed_count) page_paragraph(p->page, STR("No answer changes for anybody."));
    effect_rules(p);
    messages(p);
    if (d->list) list(p);
    if (d->day_count) history(p);
}

void policy_diff_page(struct policy_diff *d) {
    struct paging *p = arena_new(d->arena, struct paging);
    *p = (struct paging){ .d = d, .arena = d->arena };
    p->page = d->answer->page = page_new(d->arena, STR("What differs"));
    if (!d->differences.count) {
        if (d->what_if) page_paragraph(p->page, STR("The change makes no difference: the policy says that already."));
        else page_paragraphf(p->page, "Nothing differs between %.*s and %.*s.", STR_ARG(d->pair.a.label), STR_ARG(d->pair.b.label));
    }
    all_changes(p);
    summary(p);
    if (d->differences.count || (d->effect && d->effect->changed_count)) effect(p);
    if (d->what_if && d->differences.count) page_paragraph(p->page, STR("Nothing was written.  To keep a change, write it into policy.lua with its reason."));
    bool more = d->effect && d->effect->changed_count;
    if (more && !d->list && d->what_if && d->change.size && str_find(d->change, STR("'")) == SIZE_MAX) answer_next(d->answer, "policy what-if '%.*s' --list", STR_ARG(d->change));
    if (more && !d->list && !d->what_if) answer_next(d->answer, "policy diff %.*s %.*s --list", STR_ARG(d->pair.a.label), STR_ARG(d->pair.b.label));
}

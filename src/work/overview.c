/* SPDX-License-Identifier: GPL-3.0-or-later
 * overview - the blocks of the overview report; see report.h.
 * Owns:  nothing.
 * Must not know: files, HTML.
 */
#include <stdlib.h>

#include "work/report.h"
#include "work/wording.h"

struct overview {
    struct arena *arena;
    const struct position *p;
    const struct policy *policy;
    struct page *page;
};

static const enum status SHOWN[] = { STATUS_MET,    STATUS_ON_TRACK, STATUS_DUE_SOON, STATUS_OVERDUE,
                                     STATUS_MISSED, STATUS_WAIVED,   STATUS_UNKNOWN };

static enum subject_type subject_of(const struct rule *rule) {
    return rule->version_count ? rule->versions[rule->version_count - 1].subject : SUBJECT_SCHOOL;
}

static uint64_t rule_total(const struct position *p, size_t rule) {
    uint64_t total = 0;
    for (size_t s = 0; s < COUNT_OF(SHOWN); s++) total += p->by_rule[rule][SHOWN[s]];
    return total;
}

static uint64_t behind(const struct position *p, size_t rule) {
    return p->by_rule[rule][STATUS_OVERDUE] + p->by_rule[rule][STATUS_MISSED];
}

static bool is_must(const struct rule *rule) {
    enum force force = rule->versions[rule->version_count - 1].force;
    return force == FORCE_MUST || force == FORCE_MUST_NOT;
}

/* ---- the news ------------------------------------------------------------------------------- */

/* Rules by how many are behind, then still to come, the law first among equals. */
struct ranked {
    size_t rule;
    uint64_t behind, soon, unknown;
};

static int worst_first(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    if (x->behind != y->behind) return x->behind < y->behind ? 1 : -1;
    if (x->soon != y->soon) return x->soon < y->soon ? 1 : -1;
    if (x->unknown != y->unknown) return x->unknown < y->unknown ? 1 : -1;
    return (x->rule > y->rule) - (x->rule < y->rule);
}

static size_t rank_rules(const struct overview *o, struct ranked **out) {
    size_t count = 0;
    *out = arena_array(o->arena, struct ranked, o->policy->rule_count);
    for (size_t i = 0; i < o->policy->rule_count; i++) {
        const uint64_t *by = o->p->by_rule[i];
        if (!o->policy->rules[i].version_count || !is_must(&o->policy->rules[i])) continue;
        struct ranked r = { i, behind(o->p, i), by[STATUS_DUE_SOON], by[STATUS_UNKNOWN] };
        if (r.behind || r.soon || r.unknown) (*out)[count++] = r;
    }
    if (count) qsort(*out, count, sizeof **out, worst_first);
    return count;
}

static struct str subjects(const struct overview *o, size_t rule, uint64_t count) {
    enum subject_type type = subject_of(&o->policy->rules[rule]);
    if (type == SUBJECT_PUPIL) return count_of(o->arena, count, "pupil", "pupils");
    if (type == SUBJECT_STAFF) return count_of(o->arena, count, "member of staff", "members of staff");
    if (type == SUBJECT_ORGANISATION) return count_of(o->arena, count, "organisation", "organisations");
    return STR("the school");
}

static struct str rule_label(const struct overview *o, size_t rule) {
    struct str words = rule_words(o->arena, &o->policy->rules[rule]);
    return str_format(o->arena, "%.*s %.*s", STR_ARG(o->policy->rules[rule].clause), STR_ARG(words));
}

static void lead(const struct overview *o, const struct ranked *ranked, size_t count) {
    unsigned needs = KEEP(STATUS_OVERDUE) | KEEP(STATUS_DUE_SOON);
    size_t all = position_pupils(o->p, NULL, KEEP_ALL), some = position_pupils(o->p, NULL, needs);
    size_t late = position_pupils(o->p, NULL, KEEP(STATUS_OVERDUE));
    size_t missed = position_pupils(o->p, NULL, KEEP(STATUS_MISSED));
    struct buf text = { 0 };
    buf_printf(&text, "%zu of %zu pupils %s something", some, all, some == 1 ? "needs" : "need");
    if (late) buf_printf(&text, "; %zu %s late", late, late == 1 ? "is" : "are");
    if (missed) buf_printf(&text, "; %zu missed something in the last year", missed);
    buf_add_byte(&text, '.');
    if (count && ranked[0].behind)
        buf_printf(&text, " Most is open under %.*s: %.*s.", STR_ARG(rule_label(o, ranked[0].rule)),
                   STR_ARG(subjects(o, ranked[0].rule, ranked[0].behind)));
    else if (count && ranked[0].soon)
        buf_printf(&text, " Next comes %.*s: %.*s.", STR_ARG(rule_label(o, ranked[0].rule)),
                   STR_ARG(subjects(o, ranked[0].rule, ranked[0].soon)));
    page_paragraph(o->page, buf_str(&text));
    buf_free(&text);
}

static int64_t total_was(const struct run_total *was, size_t count, struct str item, const char *part) {
    for (size_t i = 0; i < count; i++)
        if (str_equal(was[i].item, item) && str_is(was[i].part, part)) return was[i].number;
    return 0;
}

/* The three largest moves of what is met since the run before. */
static void since_last(const struct overview *o, const struct run_total *was, size_t was_count,
                       const struct run_info *before) {
    struct str items[3];
    size_t count = 0;
    char day[DATE_LONG_SIZE];
    bool *told = arena_array(o->arena, bool, o->policy->rule_count);
    if (!before || !before->id) return;
    while (count < COUNT_OF(items)) {
        int64_t best = 0;
        size_t at = 0;
        for (size_t i = 0; i < o->policy->rule_count; i++) {
            int64_t move =
                (int64_t)o->p->by_rule[i][STATUS_MET] - total_was(was, was_count, o->policy->rules[i].name, "met");
            if (told[i] || llabs(move) <= llabs(best)) continue;
            best = move;
            at = i;
        }
        if (!best) break;
        told[at] = true;
        items[count++] =
            str_format(o->arena, "%.*s: met %s%lld", STR_ARG(rule_label(o, at)), best > 0 ? "+" : "", (long long)best);
    }
    if (!count) page_paragraphf(o->page, "Nothing changed since %s.", date_short(before->as_at, day));
    if (!count) return;
    page_paragraphf(o->page, "Since %s:", date_short(before->as_at, day));
    page_list(o->page, items, count);
}

/* ---- figure and tables ---------------------------------------------------------------------- */

static void add_parts(struct figure_bar *bar, const uint64_t *by) {
    for (size_t s = 0; s < COUNT_OF(SHOWN); s++) {
        bar->parts[s] += (int64_t)by[SHOWN[s]];
        bar->whole += (int64_t)by[SHOWN[s]];
    }
}

static void figure(const struct overview *o, const struct ranked *ranked, size_t ranked_count) {
    struct figure *f = arena_new(o->arena, struct figure);
    f->type = FIGURE_STACKED;
    f->series_count = COUNT_OF(SHOWN);
    for (size_t s = 0; s < COUNT_OF(SHOWN); s++) f->series[s] = str_from(status_key(SHOWN[s]));
    f->bars = arena_array(o->arena, struct figure_bar, 9);
    for (int benchmark = 0; benchmark <= 8; benchmark++) {
        struct figure_bar bar = { .label = benchmark ? str_format(o->arena, "Benchmark %d", benchmark)
                                                     : STR("Other duties") };
        for (size_t i = 0; i < o->policy->rule_count; i++)
            if (o->policy->clauses[o->policy->rules[i].clause_index].benchmark == benchmark)
                add_parts(&bar, o->p->by_rule[i]);
        if (!bar.whole) continue;
        bar.note = str_format(o->arena, "%lld of %lld met", (long long)bar.parts[0], (long long)bar.whole);
        if (benchmark)
            f->bars[f->bar_count++] = bar;
        else
            f->bars[8] = bar;
    }
    if (f->bars[8].whole && f->bar_count < 8) {
        f->bars[f->bar_count++] = f->bars[8];
    } else if (f->bars[8].whole && f->bar_count == 8) {
        f->bar_count = 9;
    }
    struct str title = STR("Nothing is late");
    if (ranked_count && ranked[0].behind)
        title = str_format(o->arena, "Furthest behind: %.*s", STR_ARG(rule_label(o, ranked[0].rule)));
    f->title = title;
    f->description =
        str_format(o->arena,
                   "One bar for each benchmark: how many answers are met, on track, due soon, overdue, missed, waived "
                   "and not known. %llu are met, %llu overdue, %llu missed.",
                   (unsigned long long)o->p->totals[STATUS_MET], (unsigned long long)o->p->totals[STATUS_OVERDUE],
                   (unsigned long long)o->p->totals[STATUS_MISSED]);
    if (f->bar_count) page_figure(o->page, f);
}

static void count_columns(struct sheet *sheet) {
    for (size_t s = 0; s < COUNT_OF(SHOWN); s++) {
        const struct status_look *look = status_look(str_from(status_key(SHOWN[s])));
        sheet_column(sheet, look->key, look->word, CELL_WHOLE);
    }
}

static void clause_table(const struct overview *o) {
    struct sheet *sheet =
        sheet_new(o->arena, STR("clauses"), STR("Each promise about pupils, and how many it is kept for"));
    sheet_column(sheet, STR("rule"), STR("Clause"), CELL_TEXT)->keep = true;
    count_columns(sheet);
    for (size_t i = 0; i < o->policy->rule_count; i++) {
        if (subject_of(&o->policy->rules[i]) != SUBJECT_PUPIL || !rule_total(o->p, i)) continue;
        sheet_row(sheet);
        sheet_text(sheet, rule_label(o, i));
        for (size_t s = 0; s < COUNT_OF(SHOWN); s++) sheet_whole(sheet, (int64_t)o->p->by_rule[i][SHOWN[s]]);
    }
    if (sheet->row_count) page_table(o->page, sheet);
}

struct form_row {
    struct str form;
    uint64_t pupils, late, soon, unknown;
};

static int by_form(const void *a, const void *b) {
    return str_compare(((const struct form_row *)a)->form, ((const struct form_row *)b)->form);
}

static void form_table(const struct overview *o) {
    const struct roster *roster = o->p->roster;
    struct form_row *forms = arena_array(o->arena, struct form_row, roster->pupil_count);
    size_t count = 0;
    for (size_t i = 0; i < roster->pupil_count; i++) {
        const struct pupil_row *row = &roster->pupils[i];
        size_t at = 0;
        if (!row->on_roll || !row->form.size) continue;
        while (at < count && !str_equal(forms[at].form, row->form)) at++;
        if (at == count) forms[count++].form = row->form;
        unsigned has = o->p->pupil_statuses[i];
        bool late = (has & (KEEP(STATUS_OVERDUE) | KEEP(STATUS_MISSED))) != 0,
             soon = (has & KEEP(STATUS_DUE_SOON)) != 0;
        forms[at].pupils++;
        forms[at].late += late;
        forms[at].soon += soon && !late;
        forms[at].unknown += !late && !soon && (has & KEEP(STATUS_UNKNOWN)) != 0;
    }
    if (!count) return;
    qsort(forms, count, sizeof *forms, by_form);
    struct sheet *sheet = sheet_new(o->arena, STR("forms"), STR("Pupils of each form who need something"));
    sheet_column(sheet, STR("form"), STR("Form"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("pupils"), STR("Pupils"), CELL_WHOLE);
    sheet_column(sheet, STR("late"), STR("Something is late"), CELL_WHOLE);
    sheet_column(sheet, STR("soon"), STR("Something is due soon"), CELL_WHOLE);
    sheet_column(sheet, STR("unknown"), STR("Only not known"), CELL_WHOLE);
    for (size_t i = 0; i < count; i++) {
        sheet_row(sheet);
        sheet_text(sheet, forms[i].form);
        sheet_whole(sheet, (int64_t)forms[i].pupils);
        sheet_whole(sheet, (int64_t)forms[i].late);
        sheet_whole(sheet, (int64_t)forms[i].soon);
        sheet_whole(sheet, (int64_t)forms[i].unknown);
    }
    page_table(o->page, sheet);
}

/* ---- what to do, what is not known, the school's own duties --------------------------------- */

static void what_next(const struct overview *o, const struct ranked *ranked, size_t count) {
    struct str items[3];
    size_t used = 0;
    char day[DATE_LONG_SIZE];
    for (size_t i = 0; i < count && used < COUNT_OF(items); i++) {
        const struct rule *rule = &o->policy->rules[ranked[i].rule];
        uint64_t overdue = o->p->by_rule[ranked[i].rule][STATUS_OVERDUE];
        struct date first = DATE_NONE;
        for (size_t k = 0; k < o->p->kept_count; k++) {
            const struct finding *f = &o->p->kept[k];
            if (f->rule == ranked[i].rule && (f->status == STATUS_OVERDUE || f->status == STATUS_DUE_SOON))
                first = date_min(first, finding_by(f));
        }
        if (!date_known(first)) continue;
        int32_t owner = rule->versions[rule->version_count - 1].owner;
        struct str who = owner >= 0 ? o->policy->roles[owner].title : STR("nobody yet");
        struct str many = subjects(o, ranked[i].rule, overdue + ranked[i].soon);
        items[used++] =
            str_format(o->arena, "%.*s: %.*s, the first by %s. Owner: %.*s.", STR_ARG(rule_label(o, ranked[i].rule)),
                       STR_ARG(many), date_short(first, day), STR_ARG(who));
    }
    if (!used) return;
    page_heading(o->page, 2, STR("What to do next"));
    page_list(o->page, items, used);
}

static struct str datum_source(const struct overview *o, const struct missing *m) {
    if (m->kind < 0) return STR("the data manager, from the management system");
    (void)o;
    return m->field == FIELD_OUTCOME ? STR("whoever kept the register") : STR("whoever ran the activity");
}

struct gap {
    int32_t kind, field;
    enum subject_type type;
    struct missing missing;
    const struct finding *finding;
    uint64_t count;
};

static int most_first(const void *a, const void *b) {
    const struct gap *x = a, *y = b;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (x->field > y->field) - (x->field < y->field);
}

/* "the meaningful tick of encounter is not recorded": without the numbers of single activities. */
static struct str gap_words(const struct overview *o, const struct gap *g) {
    const struct kinds *kinds = o->policy->kinds;
    if (g->kind < 0) {
        const struct field *fact = &kinds->facts[g->type].fields[g->field];
        return fact->is_private ? STR("something private that a rule asks about")
                                : str_format(o->arena, "%.*s of a %s", STR_ARG(fact->name), subject_type_name(g->type));
    }
    const struct kind *kind = &kinds->kinds[g->kind];
    return str_format(o->arena, "%.*s of records of kind %.*s", STR_ARG(kind->fields[g->field].name),
                      STR_ARG(kind->name));
}

static void not_known(const struct overview *o) {
    struct gap gaps[64];
    size_t count = 0;
    for (size_t i = 0; i < o->p->kept_count; i++) {
        const struct finding *f = &o->p->kept[i];
        if (f->status != STATUS_UNKNOWN || !f->missing_count || f->missing[0].field < 0) continue;
        const struct missing *m = &f->missing[0];
        size_t at = 0;
        while (at < count
               && (gaps[at].kind != m->kind || gaps[at].field != m->field || gaps[at].type != f->subject_type))
            at++;
        if (at == COUNT_OF(gaps)) continue;
        if (at == count) gaps[count++] = (struct gap){ m->kind, m->field, f->subject_type, *m, f, 0 };
        gaps[at].count++;
    }
    uint64_t unknown = o->p->totals[STATUS_UNKNOWN];
    page_heading(o->page, 2, STR("What is not known"));
    if (!unknown) {
        page_paragraph(o->page, STR("Nothing that matters is missing."));
        return;
    }
    struct str answers = count_of(o->arena, unknown, "answer is", "answers are");
    page_paragraphf(o->page, "%.*s not known. A blank is never counted as a no.", STR_ARG(answers));
    if (count) qsort(gaps, count, sizeof *gaps, most_first);
    struct sheet *sheet = sheet_new(o->arena, STR("unknown"), STR("Missing data that would settle an answer"));
    sheet_column(sheet, STR("datum"), STR("Not recorded"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("answers"), STR("Answers"), CELL_WHOLE);
    sheet_column(sheet, STR("who"), STR("Who can supply it"), CELL_TEXT);
    for (size_t i = 0; i < count; i++) {
        sheet_row(sheet);
        sheet_text(sheet, gap_words(o, &gaps[i]));
        sheet_whole(sheet, (int64_t)gaps[i].count);
        sheet_text(sheet, datum_source(o, &gaps[i].missing));
    }
    if (sheet->row_count) page_table(o->page, sheet);
}

static void school_duties(const struct overview *o) {
    const struct finding **list = (const struct finding **)arena_alloc_array(o->arena, o->p->kept_count, sizeof *list);
    size_t count = 0;
    struct sheet *sheet = sheet_new(o->arena, STR("duties"), STR("What the school itself still has to do"));
    sheet_column(sheet, STR("duty"), STR("Duty"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("status"), STR("Status"), CELL_STATUS);
    sheet_column(sheet, STR("by"), STR("By"), CELL_DAY);
    sheet_column(sheet, STR("owner"), STR("Owner"), CELL_TEXT);
    for (size_t i = 0; i < o->p->kept_count; i++)
        if (o->p->kept[i].subject_type == SUBJECT_SCHOOL) list[count++] = &o->p->kept[i];
    position_sort(o->arena, o->p, list, count);
    for (size_t i = 0; i < count; i++) {
        int32_t owner = finding_version(o->policy, list[i])->owner;
        struct str duty = rule_label(o, list[i]->rule);
        bool over = date_known(list[i]->deadline) && date_before(list[i]->deadline, o->p->as_of);
        sheet_row(sheet);
        sheet_text(sheet, over ? str_format(o->arena, "%.*s, %s", STR_ARG(duty), list[i]->instance) : duty);
        sheet_status(sheet, str_from(status_key(list[i]->status)));
        sheet_day(sheet, finding_by(list[i]));
        if (owner >= 0)
            sheet_text(sheet, o->policy->roles[owner].title);
        else
            sheet_empty(sheet);
    }
    page_heading(o->page, 2, STR("The school's own duties"));
    if (sheet->row_count)
        page_table(o->page, sheet);
    else
        page_paragraph(o->page, STR("Nothing is open."));
}

struct page *overview_page(struct arena *arena, const struct position *p, const struct run_total *was, size_t was_count,
                           const struct run_info *before) {
    struct overview o = { .arena = arena, .p = p, .policy = p->school->policy };
    struct ranked *ranked;
    char day[DATE_LONG_SIZE];
    size_t count = rank_rules(&o, &ranked);
    o.page = page_new(arena, str_format(arena, "Careers at %.*s: overview", STR_ARG(p->school->name)));
    o.page->foot = school_foot(arena, p->school, p->as_of);
    page_heading(o.page, 1, o.page->title);
    page_paragraphf(o.page,
                    "As at %s. For the careers leader and the senior team; no names and nothing about single pupils.",
                    date_long(p->as_of, day));
    lead(&o, ranked, count);
    since_last(&o, was, was_count, before);
    figure(&o, ranked, count);
    what_next(&o, ranked, count);
    page_heading(o.page, 2, STR("Promises to pupils"));
    clause_table(&o);
    form_table(&o);
    not_known(&o);
    school_duties(&o);
    return o.page;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * overview - the blocks of the overview report; see report.h.
 * Owns:  nothing.
 * Must not know: files, HTML.
 */
#include <stdlib.h>

#include "work/check_counts.h"
#include "work/figures.h"
#include "work/report.h"
#include "work/wording.h"

struct overview {
    struct arena *arena;
    const struct position *p;
    const struct policy *policy;
    const struct standing *standing;
    const struct viewer *viewer;
    struct page *page;
};

static const enum status SHOWN[] = { STATUS_MET,    STATUS_ON_TRACK, STATUS_DUE_SOON, STATUS_OVERDUE,
                                     STATUS_MISSED, STATUS_WAIVED,   STATUS_UNKNOWN };

static enum subject_type subject_of(const struct rule *rule) {
    return rule->version_count ? rule->versions[rule->version_count - 1].subject : SUBJECT_SCHOOL;
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
        const struct rule *rule = &o->policy->rules[i];
        if (!rule->version_count || !is_must(rule)) continue;
        struct ranked r = { i, o->p->by_rule[i][STATUS_OVERDUE], o->p->by_rule[i][STATUS_DUE_SOON],
                            o->p->by_rule[i][STATUS_UNKNOWN] };
        if (subject_of(rule) == SUBJECT_PUPIL) {
            struct stood stood = standing_rule(o->standing, i);
            r = (struct ranked){ i, stood.by[STATUS_OVERDUE], stood.by[STATUS_DUE_SOON], stood.by[STATUS_UNKNOWN] };
        }
        if (r.behind || r.soon || r.unknown) (*out)[count++] = r;
    }
    if (count) qsort(*out, count, sizeof **out, worst_first);
    return count;
}

/* Whether so many of a whole would tell of few, or leave few over. */
static bool tells_of_few(const struct overview *o, uint64_t count, uint64_t whole) {
    bool hidden[2];
    redact_counts(o->viewer, (const int64_t[]){ (int64_t)count, (int64_t)(whole > count ? whole - count : 0) }, hidden, 2);
    return hidden[0];
}

static struct str few_words(const struct overview *o, const char *whom) {
    return str_format(o->arena, "fewer than %lld %s", (long long)o->viewer->fewest, whom);
}

static struct str subject_words(const struct overview *o, enum subject_type type, uint64_t count) {
    if (type == SUBJECT_PUPIL && count && (int64_t)count < o->viewer->fewest) return few_words(o, "pupils");
    if (type == SUBJECT_PUPIL) return count_of(o->arena, count, "pupil", "pupils");
    if (type == SUBJECT_STAFF) return count_of(o->arena, count, "member of staff", "members of staff");
    if (type == SUBJECT_ORGANISATION) return count_of(o->arena, count, "organisation", "organisations");
    return STR("the school");
}

/* A check counts those too for whom there is nothing now but a window that is over: where such a count is hidden there, it
 * would follow from these. */
static bool others_follow(const struct overview *o, size_t rule, const struct stood *stood) {
    int64_t all = 0;
    for (int s = 0; s < STATUS_COUNT; s++) all += s == STATUS_NOT_APPLICABLE ? 0 : o->p->counted[rule].people[s];
    return o->viewer->fewest && all != (int64_t)stood->pupils && check_counts_hides(o->p, rule, o->viewer->fewest);
}

static struct str subjects(const struct overview *o, size_t rule, uint64_t count) {
    bool pupils = subject_of(&o->policy->rules[rule]) == SUBJECT_PUPIL, few = (int64_t)count < o->viewer->fewest;
    struct stood stood = standing_rule(o->standing, rule);
    if (pupils && !few && others_follow(o, rule, &stood)) return STR("some pupils");
    if (pupils && !few && tells_of_few(o, count, stood.pupils)) return STR("nearly all pupils");
    return subject_words(o, subject_of(&o->policy->rules[rule]), count);
}

static struct str rule_label(const struct overview *o, size_t rule) {
    struct str words = rule_words(o->arena, &o->policy->rules[rule]);
    return str_format(o->arena, "%.*s %.*s", STR_ARG(o->policy->rules[rule].clause), STR_ARG(words));
}

static void lead(const struct overview *o, const struct ranked *ranked, size_t count) {
    struct stood now = standing_whole(o->standing);
    size_t all = position_pupils(o->p, NULL, KEEP_ALL);
    uint64_t late = now.by[STATUS_OVERDUE], soon = now.by[STATUS_DUE_SOON], some = late + soon;
    struct buf text = { 0 };
    bool hidden[3], whole = tells_of_few(o, some, all);
    redact_counts(o->viewer, (const int64_t[]){ (int64_t)late, (int64_t)soon, (int64_t)(all > some ? all - some : 0) }, hidden, 3);
    if (whole)
        buf_printf(&text, "Of %.*s some need something; how many would tell of few", STR_ARG(subject_words(o, SUBJECT_PUPIL, all)));
    else
        buf_printf(&text, "%llu of %zu pupils %s something", (unsigned long long)some, all, some == 1 ? "needs" : "need");
    bool gone = tells_of_few(o, now.left_open, now.left) || check_counts_hides_left(o->p, o->viewer->fewest);
    if (now.left_open && !gone)
        buf_printf(&text, ", and %llu who have left", (unsigned long long)now.left_open);
    else if (now.left_open)
        buf_add(&text, STR(", and some who have left"));
    if (some && !whole && !hidden[0] && !hidden[1])
        buf_printf(&text, ": for %llu on roll it is late, for %llu it is due soon", (unsigned long long)late,
                   (unsigned long long)soon);
    buf_add_byte(&text, '.');
    if (now.missed && !tells_of_few(o, now.missed, all))
        buf_printf(&text, " In the last year %.*s missed something that can no longer be put right.",
                   STR_ARG(count_of(o->arena, now.missed, "pupil", "pupils")));
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
            if (told[i] || llabs(move) <= llabs(best) || llabs(move) < o->viewer->fewest) continue;
            best = move;
            at = i;
        }
        if (!best) break;
        told[at] = true;
        items[count++] = str_format(o->arena, "%.*s: %lld %s met", STR_ARG(rule_label(o, at)), (long long)llabs(best),
                                    best > 0 ? "more" : "fewer");
    }
    if (!count) page_paragraphf(o->page, "Nothing%s changed since %s.", o->viewer->fewest ? " much" : "", date_short(before->as_at, day));
    if (!count) return;
    page_paragraphf(o->page, "Since %s:", date_short(before->as_at, day));
    page_list(o->page, items, count);
}

/* ---- figure and tables ---------------------------------------------------------------------- */

/* "Employers", of the first section that the policy gives the benchmark to. */
static struct str benchmark_name(const struct overview *o, int benchmark) {
    for (size_t i = 0; i < o->policy->section_count; i++)
        if (o->policy->sections[i].benchmark == benchmark)
            return str_format(o->arena, "%d  %.*s", benchmark, STR_ARG(o->policy->sections[i].title));
    return str_format(o->arena, "Benchmark %d", benchmark);
}

/* Duties of the school itself under a benchmark, by how they stand now. */
static uint64_t school_parts(const struct overview *o, int benchmark, struct figure_bar *bar) {
    const uint64_t *by = standing_others(o->standing, benchmark);
    uint64_t whole = 0;
    for (size_t s = 0; s < COUNT_OF(SHOWN); s++) {
        bar->parts[s] = (int64_t)by[SHOWN[s]];
        whole += by[SHOWN[s]];
    }
    return whole;
}

/* Of pupils each counted once; where a benchmark asks only the school, of its duties. */
static bool benchmark_bar(const struct overview *o, int benchmark, struct figure_bar *bar) {
    struct stood stood = standing_benchmark(o->standing, benchmark);
    *bar = (struct figure_bar){ .label = benchmark ? benchmark_name(o, benchmark) : STR("Other duties") };
    if (!stood.pupils) {
        uint64_t whole = school_parts(o, benchmark, bar);
        bar->whole = (int64_t)whole;
        bar->note = str_format(o->arena, "of %.*s of the school", STR_ARG(count_of(o->arena, whole, "duty", "duties")));
        return whole > 0;
    }
    bool hidden[COUNT_OF(SHOWN)];
    for (size_t s = 0; s < COUNT_OF(SHOWN); s++) bar->parts[s] = (int64_t)stood.by[SHOWN[s]];
    redact_counts(o->viewer, bar->parts, hidden, COUNT_OF(SHOWN));
    for (size_t s = 0; s < COUNT_OF(SHOWN); s++)
        if (hidden[s]) return false;
    bar->whole = (int64_t)stood.pupils;
    bar->note = str_format(o->arena, "%lld %% of %.*s have nothing open", (long long)stood_percent(&stood),
                           STR_ARG(count_of(o->arena, stood.pupils, "pupil", "pupils")));
    return true;
}

/* A chart shows all of its parts or is left out. */
static size_t bars_left_out(const struct overview *o, size_t shown) {
    size_t all = 0;
    for (int benchmark = 0; benchmark < STANDING_BENCHMARKS; benchmark++) {
        struct figure_bar bar = { 0 };
        all += standing_benchmark(o->standing, benchmark).pupils || school_parts(o, benchmark, &bar);
    }
    return all - shown;
}

static void figure(const struct overview *o, const struct ranked *ranked, size_t ranked_count) {
    struct figure *f = arena_new(o->arena, struct figure);
    struct stood now = standing_whole(o->standing);
    f->type = FIGURE_STACKED;
    f->series_count = COUNT_OF(SHOWN);
    for (size_t s = 0; s < COUNT_OF(SHOWN); s++) f->series[s] = str_from(status_key(SHOWN[s]));
    f->bars = arena_array(o->arena, struct figure_bar, 9);
    for (int benchmark = 1; benchmark <= 9; benchmark++)
        if (benchmark_bar(o, benchmark % 9, &f->bars[f->bar_count])) f->bar_count++;
    struct str title = STR("Nothing is late");
    if (ranked_count && ranked[0].behind)
        title = str_format(o->arena, "Furthest behind: %.*s, late for %.*s", STR_ARG(rule_label(o, ranked[0].rule)),
                           STR_ARG(subjects(o, ranked[0].rule, ranked[0].behind)));
    f->title = title;
    f->description =
        str_format(o->arena,
                   "One bar for each benchmark. A pupil on roll counts once, under the most urgent answer that is open "
                   "now: overdue, due soon, not known, waived, on track or met. For all benchmarks together %llu "
                   "pupils have something overdue and %llu something due soon.",
                   (unsigned long long)now.by[STATUS_OVERDUE], (unsigned long long)now.by[STATUS_DUE_SOON]);
    if (o->viewer->fewest)
        f->description = STR("One bar for each benchmark. A pupil on roll counts once, under the most urgent answer that is open now: overdue, "
                             "due soon, not known, waived, on track or met.");
    if (f->bar_count) page_figure(o->page, f);
    size_t left_out = bars_left_out(o, f->bar_count);
    if (left_out)
        page_paragraphf(o->page, "%.*s left out of the chart: a part of each is fewer than %lld pupils.",
                        STR_ARG(count_of(o->arena, left_out, "benchmark is", "benchmarks are")), (long long)o->viewer->fewest);
}

/* Of a whole of few not even what is none is told. */
static void count_cell(const struct overview *o, struct sheet *sheet, int64_t count, bool hidden, bool whole_is_few) {
    if (!hidden && !whole_is_few) sheet_whole(sheet, count);
    else if (!whole_is_few && count && count < o->viewer->fewest) sheet_none(sheet, str_format(o->arena, "under %lld", (long long)o->viewer->fewest));
    else sheet_none(sheet, STR("not shown"));
}

/* The cells of a promise: who it concerns, the share with nothing open, the parts, who missed it last year. */
static void promise_cells(const struct overview *o, struct sheet *sheet, const struct stood *stood, bool untold) {
    int64_t open[] = { (int64_t)stood->by[STATUS_DUE_SOON], (int64_t)stood->by[STATUS_OVERDUE], (int64_t)stood->by[STATUS_UNKNOWN], 0 };
    int64_t pupils = (int64_t)stood->pupils, missed = (int64_t)stood->missed;
    bool hidden[COUNT_OF(open)], few = pupils && pupils < o->viewer->fewest;
    open[3] = pupils - open[0] - open[1] - open[2];
    redact_counts(o->viewer, open, hidden, COUNT_OF(open));
    few = few || untold;
    count_cell(o, sheet, pupils, few, untold);
    if (!stood->pupils) sheet_none(sheet, STR("nobody now"));
    else if (few || hidden[3]) sheet_none(sheet, STR("not shown"));
    else sheet_percent(sheet, stood_percent(stood));
    for (size_t s = 0; s + 1 < COUNT_OF(open); s++) count_cell(o, sheet, open[s], hidden[s], few);
    count_cell(o, sheet, missed, missed && missed < o->viewer->fewest, false);
}

static void clause_table(const struct overview *o) {
    static const enum status columns[] = { STATUS_DUE_SOON, STATUS_OVERDUE, STATUS_UNKNOWN };
    struct sheet *sheet =
        sheet_new(o->arena, STR("clauses"),
                  STR("Each promise about pupils, and for how many it is kept. Each pupil counts once."));
    sheet_column(sheet, STR("rule"), STR("Promise"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("pupils"), STR("Pupils"), CELL_WHOLE);
    sheet_column(sheet, STR("kept"), STR("Nothing open"), CELL_PERCENT);
    for (size_t s = 0; s < COUNT_OF(columns); s++) {
        const struct status_look *look = status_look(str_from(status_key(columns[s])));
        sheet_column(sheet, look->key, look->word, CELL_WHOLE);
    }
    sheet_column(sheet, STR("missed"), STR("Missed last year"), CELL_WHOLE);
    for (size_t i = 0; i < o->policy->rule_count; i++) {
        struct stood stood = standing_rule(o->standing, i);
        if (subject_of(&o->policy->rules[i]) != SUBJECT_PUPIL || !(stood.pupils + stood.missed)) continue;
        sheet_row(sheet);
        sheet_text(sheet, rule_label(o, i));
        promise_cells(o, sheet, &stood, others_follow(o, i, &stood));
    }
    if (sheet->row_count) page_table(o->page, sheet);
}

struct form_row {
    struct str form;
    uint64_t pupils, late, soon, unknown;
};

static int64_t leading_number(struct str form) {
    int64_t number = 0;
    for (size_t i = 0; i < form.size && i < 6 && form.at[i] >= '0' && form.at[i] <= '9'; i++)
        number = number * 10 + (form.at[i] - '0');
    return number;
}

/* 9AB before 10AB. */
static int by_form(const void *a, const void *b) {
    struct str x = ((const struct form_row *)a)->form, y = ((const struct form_row *)b)->form;
    int64_t left = leading_number(x), right = leading_number(y);
    if (left != right) return left < right ? -1 : 1;
    return str_compare(x, y);
}

static void form_cells(const struct overview *o, struct sheet *sheet, const struct form_row *form) {
    int64_t parts[] = { (int64_t)form->late, (int64_t)form->soon, (int64_t)form->unknown, 0 };
    int64_t pupils = (int64_t)form->pupils;
    bool hidden[COUNT_OF(parts)], few = pupils < o->viewer->fewest;
    parts[3] = pupils - parts[0] - parts[1] - parts[2];
    redact_counts(o->viewer, parts, hidden, COUNT_OF(parts));
    count_cell(o, sheet, pupils, few, false);
    for (size_t i = 0; i + 1 < COUNT_OF(parts); i++) count_cell(o, sheet, parts[i], hidden[i], few);
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
        form_cells(o, sheet, &forms[i]);
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
        struct date first = DATE_NONE;
        for (size_t k = 0; k < o->p->kept_count; k++) {
            const struct finding *f = &o->p->kept[k];
            if (f->rule == ranked[i].rule && (f->status == STATUS_OVERDUE || f->status == STATUS_DUE_SOON))
                first = date_min(first, finding_by(f));
        }
        if (!date_known(first)) continue;
        int32_t owner = rule->versions[rule->version_count - 1].owner;
        struct str who = owner >= 0 ? o->policy->roles[owner].title : STR("nobody yet");
        bool late = date_before(first, o->p->as_of);
        struct str many = subjects(o, ranked[i].rule, late ? ranked[i].behind : ranked[i].soon);
        items[used++] = str_format(o->arena, "%.*s: %.*s, %s %s. Owner: %.*s.", STR_ARG(rule_label(o, ranked[i].rule)),
                                   STR_ARG(many), late ? "late since" : "the first by",
                                   date_short(first, day), STR_ARG(who));
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

/* One datum that is missing, of whatever pupils or records; private facts are one and have no name here. */
struct gap {
    int32_t kind, field;
    enum subject_type type;
    struct missing missing;
    uint64_t count; /* different subjects */
    int64_t newest; /* findings come subject by subject */
};

static int most_first(const void *a, const void *b) {
    const struct gap *x = a, *y = b;
    if (x->count != y->count) return x->count < y->count ? 1 : -1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (x->field > y->field) - (x->field < y->field);
}

static bool gap_is_private(const struct overview *o, const struct gap *g) {
    return g->kind < 0 && o->policy->kinds->facts[g->type].fields[g->field].is_private;
}

/* "whether an employer encounter is meaningful": without the numbers of single activities. */
static struct str gap_words(const struct overview *o, const struct gap *g) {
    const struct kinds *kinds = o->policy->kinds;
    if (gap_is_private(o, g)) return STR("something private that a rule asks about");
    if (g->kind < 0) {
        struct str fact = policy_say_field(o->arena, &kinds->facts[g->type].fields[g->field]);
        return str_format(o->arena, "the %.*s of the %s", STR_ARG(fact), subject_type_name(g->type));
    }
    const struct field *field = &kinds->kinds[g->kind].fields[g->field];
    struct str noun = policy_say_kind(o->arena, o->policy, g->kind), flag = { 0 };
    if (g->field == FIELD_OUTCOME) return str_format(o->arena, "%.*s: who came", STR_ARG(noun));
    if (field->type == FIELD_FLAG) flag = policy_say_flag(o->arena, o->policy, g->kind, field);
    if (flag.size) return str_format(o->arena, "%.*s: whether it %.*s", STR_ARG(noun), STR_ARG(flag));
    return str_format(o->arena, "%.*s: the %.*s", STR_ARG(noun), STR_ARG(policy_say_field(o->arena, field)));
}

static size_t find_gaps(const struct overview *o, struct gap *gaps, size_t room) {
    size_t count = 0;
    for (size_t i = 0; i < o->p->kept_count; i++) {
        const struct finding *f = &o->p->kept[i];
        bool over = date_known(f->late_until) && date_before(f->late_until, o->p->as_of);
        if (over || f->status != STATUS_UNKNOWN || !f->missing_count || f->missing[0].field < 0) continue;
        struct gap gap = { f->missing[0].kind, f->missing[0].field, f->subject_type, f->missing[0], 1, f->subject };
        size_t at = 0;
        for (; at < count; at++) {
            bool both = gap_is_private(o, &gap) && gap_is_private(o, &gaps[at]);
            if (gaps[at].type == gap.type && (both || (gaps[at].kind == gap.kind && gaps[at].field == gap.field)))
                break;
        }
        if (at == room) continue;
        if (at == count)
            gaps[count++] = gap;
        else if (gaps[at].newest != gap.newest)
            gaps[at].count++, gaps[at].newest = gap.newest;
    }
    return count;
}

static void not_known(const struct overview *o) {
    struct gap gaps[64];
    size_t count = find_gaps(o, gaps, COUNT_OF(gaps));
    page_heading(o->page, 2, STR("What is not known"));
    if (!count) {
        page_paragraph(o->page, STR("Nothing that matters is missing."));
        return;
    }
    page_paragraph(o->page, STR("A blank is never counted as a no. These would settle an answer:"));
    qsort(gaps, count, sizeof *gaps, most_first);
    struct sheet *sheet = sheet_new(o->arena, STR("unknown"), STR("Missing data that would settle an answer"));
    sheet_column(sheet, STR("datum"), STR("Not recorded"), CELL_TEXT)->keep = true;
    sheet_column(sheet, STR("answers"), STR("Matters for"), CELL_TEXT);
    sheet_column(sheet, STR("who"), STR("Who can supply it"), CELL_TEXT);
    for (size_t i = 0; i < count; i++) {
        sheet_row(sheet);
        sheet_text(sheet, gap_words(o, &gaps[i]));
        sheet_text(sheet, subject_words(o, gaps[i].type, gaps[i].count));
        sheet_text(sheet, datum_source(o, &gaps[i].missing));
    }
    page_table(o->page, sheet);
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
        if (o->p->kept[i].subject_type == SUBJECT_SCHOOL && !rule_is_measure(&o->policy->rules[o->p->kept[i].rule]))
            list[count++] = &o->p->kept[i];
    position_sort(o->arena, o->p, list, count);
    for (size_t i = 0; i < count; i++) {
        int32_t owner = finding_version(o->policy, list[i])->owner;
        struct str words = finding_words(o->arena, o->policy, o->p->as_of, list[i], true);
        struct str clause = o->policy->rules[list[i]->rule].clause;
        sheet_row(sheet);
        sheet_text(sheet, str_format(o->arena, "%.*s %.*s", STR_ARG(clause), STR_ARG(words)));
        sheet_status(sheet, finding_status(o->policy, list[i]));
        if (date_known(finding_by(list[i])))
            sheet_day(sheet, finding_by(list[i]));
        else
            sheet_none(sheet, STR("no day"));
        if (owner >= 0)
            sheet_text(sheet, o->policy->roles[owner].title);
        else
            sheet_none(sheet, STR("nobody"));
    }
    page_heading(o->page, 2, STR("The school's own duties"));
    if (sheet->row_count)
        page_table(o->page, sheet);
    else
        page_paragraph(o->page, STR("Nothing is open."));
}

/* The page leaves the careers team: what tells about few people does not. */
static void figures(const struct overview *o) {
    struct sheet *sheet = figures_sheet(o->arena, o->p, o->viewer->fewest);
    if (!sheet) return;
    page_heading(o->page, 2, STR("What is measured"));
    page_table(o->page, sheet);
}

struct page *overview_page(struct arena *arena, const struct position *p, const struct standing *standing,
                           const struct viewer *viewer, const struct run_total *was, size_t was_count, const struct run_info *before) {
    struct overview o = { .arena = arena, .p = p, .policy = p->school->policy, .standing = standing, .viewer = viewer };
    struct ranked *ranked;
    char day[DATE_LONG_SIZE];
    size_t count = rank_rules(&o, &ranked);
    o.page = page_new(arena, str_format(arena, "Careers at %.*s: overview", STR_ARG(p->school->name)));
    o.page->foot = redact_foot(arena, p->school, viewer, p->as_of);
    if (viewer->fewest)
        page_paragraphf(o.page, "As at %s. For %.*s; no names, and numbers under %lld are not shown, nor what they would follow from.",
                        date_long(p->as_of, day), STR_ARG(viewer->audience->title), (long long)viewer->fewest);
    else
        page_paragraphf(o.page, "As at %s. For the careers team alone: small numbers are shown, which tell about single pupils.",
                        date_long(p->as_of, day));
    lead(&o, ranked, count);
    since_last(&o, was, was_count, before);
    figure(&o, ranked, count);
    what_next(&o, ranked, count);
    page_heading(o.page, 2, STR("Promises to pupils"));
    clause_table(&o);
    form_table(&o);
    figures(&o);
    not_known(&o);
    school_duties(&o);
    return o.page;
}

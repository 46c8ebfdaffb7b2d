/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_write - boundary cases of a rule as text: rows on the days where its answer changes; see case_draft.h.
 * Owns:  nothing.
 * Must not know: evaluators, files.
 */
#include <string.h>

#include "work/case_draft.h"
#include "work/wording.h"

#define LINE_MOST 116

/* ---- rows ---- */

/* What was judged, and after it what else the row says; beside the owner the deadline. */
static void add_cell(struct draft *d, struct buf *row, struct str more) {
    char iso[DATE_ISO_SIZE];
    const struct draft_result *r = d->judged ? &d->results[d->at++] : NULL;
    d->rows++;
    if (!r) buf_add_c(row, "\"met\"");
    else if (!r->found) buf_add_c(row, "none");
    else {
        buf_printf(row, "\"%s\"", status_key(r->status));
        if (r->underlying != r->status) buf_printf(row, ", underlying = \"%s\"", status_key(r->underlying));
        if (r->missing.size && r->status == STATUS_UNKNOWN) buf_printf(row, ", missing = \"%.*s\"", STR_ARG(r->missing));
        if (r->instance[0]) buf_printf(row, ", instance = \"%s\"", r->instance);
        if (r->late_days && r->status == STATUS_MET) buf_printf(row, ", late_days = %d", r->late_days);
    }
    if (more.size) buf_printf(row, ", %.*s", STR_ARG(more));
    if (r && r->found && date_known(r->deadline) && str_find(more, STR("force = ")) != SIZE_MAX)
        buf_printf(row, ", deadline = \"%s\"", date_iso(r->deadline, iso));
}

/* Rows stand next to each other as far as a line goes. */
static void put_row(struct draft *d, struct buf *out, const struct buf *row) {
    if (d->column && d->column + row->size + 2 > LINE_MOST) {
        buf_add_c(out, "\n");
        d->column = 0;
    }
    buf_add_c(out, d->column ? " " : "  ");
    buf_add(out, buf_str(row));
    buf_add_c(out, ",");
    d->column += row->size + 2;
}

static void end_line(struct draft *d, struct buf *out) {
    if (d->column) buf_add_c(out, "\n");
    d->column = 0;
}

static void timeline_row(struct draft *d, struct buf *out, struct date day, struct str more) {
    struct buf row = { 0 };
    char iso[DATE_ISO_SIZE];
    if (!date_known(day) || day.day == INT32_MIN) return;
    buf_printf(&row, "{ \"%s\", ", date_iso(day, iso));
    add_cell(d, &row, more);
    buf_add_c(&row, " }");
    put_row(d, out, &row);
    buf_free(&row);
}

/* { DATE, JUDGED ON, STATUS, more } */
static void case_row(struct draft *d, struct buf *out, struct date date, struct date on, struct str more) {
    struct buf row = { 0 };
    char iso[DATE_ISO_SIZE];
    struct str key = str_format(d->arena, "%d %d %.*s", date.day, on.day, STR_ARG(more));
    if (d->column && str_equal(key, d->last)) return; /* two borders on one day */
    d->last = key;
    if (date_known(date)) buf_printf(&row, "{ \"%s\", ", date_iso(date, iso));
    else buf_add_c(&row, "{ none, ");
    buf_printf(&row, "\"%s\", ", date_iso(on, iso));
    add_cell(d, &row, more);
    buf_add_c(&row, " }");
    put_row(d, out, &row);
    buf_free(&row);
}

/* ---- headings ---- */

static struct str rule_key(struct draft *d, const struct finding *f) {
    if (!f || strcmp(f->instance, "now") == 0 || !f->instance[0]) return d->rule_name;
    return str_format(d->arena, "%.*s %s", STR_ARG(d->rule_name), f->instance);
}

/* "a { ... }, b { ... }, " as far as a line goes. */
static void put_records(struct buf *out, struct str records) {
    size_t column = 0;
    while (records.size) {
        size_t end = str_find(records, STR(" }, "));
        struct str one = str_slice(records, 0, end == SIZE_MAX ? records.size : end + 3);
        records = str_slice(records, end == SIZE_MAX ? records.size : end + 4, records.size);
        if (column && column + one.size + 1 > LINE_MOST) {
            buf_add_byte(out, '\n');
            column = 0;
        }
        buf_printf(out, "%s%.*s", column ? " " : "  ", STR_ARG(one));
        column += one.size + 1;
    }
    if (column) buf_add_byte(out, '\n');
}

static void heading(struct draft *d, struct buf *out, const char *word, const char *about, const struct finding *f, struct str more) {
    struct str key = rule_key(d, f), title = rule_title(d->arena, d->rule);
    buf_printf(out, "%s \"%.*s %.*s: %s\" { %.*srule = \"%.*s\",\n", word, STR_ARG(d->rule->clause), STR_ARG(title), about, STR_ARG(d->setup), STR_ARG(key));
    if (d->subject.size) buf_printf(out, "  %.*s,\n", STR_ARG(d->subject));
    put_records(out, more);
    d->column = 0;
}

static void days_around(struct draft *d, struct buf *out, const struct finding *f, struct str first) {
    struct date earliest = f->opens.day == INT32_MIN || !date_known(f->opens) ? DATE_FIRST : date_add_days(f->opens, -1);
    const struct date days[] = { d->version->ends, date_add_days(d->version->ends, 1), date_add_days(f->opens, -1), f->opens, date_add_days(f->lead, -1), f->lead, f->due, date_add_days(f->due, 1), f->deadline,
                                 date_add_days(f->deadline, 1), f->late_until, date_add_days(f->late_until, 1) };
    const struct date of[] = { d->version->ends, d->version->ends, f->opens, f->opens, f->lead, f->lead, f->due, f->due, f->deadline, f->deadline, f->late_until, f->late_until };
    struct date last = DATE_FIRST;
    bool said = false;
    for (;;) { /* in order of time, each once */
        struct date next = DATE_NONE;
        for (size_t i = 0; i < COUNT_OF(days); i++)
            if (date_known(of[i]) && of[i].day != INT32_MIN && date_after(days[i], last) && !date_before(days[i], earliest)) next = date_min(next, days[i]);
        if (!date_known(next)) break;
        bool open = !date_before(next, date_known(f->lead) && f->lead.day != INT32_MIN ? date_max(f->opens, f->lead) : f->opens);
        timeline_row(d, out, next, open && !said ? first : (struct str){ 0 });
        said = said || open;
        last = next;
    }
    end_line(d, out);
}

static struct str owner_and_force(struct draft *d) {
    struct str owner = role_key(d->policy, d->version->owner);
    return str_format(d->arena, "%s%.*s%sforce = \"%s\"", owner.size ? "owned_by = \"" : "", STR_ARG(owner), owner.size ? "\", " : "", force_name(d->version->force));
}

/* ---- blocks ---- */

static void write_nothing(struct draft *d, struct buf *out) {
    heading(d, out, "timeline", "nothing on record", &d->probe, d->version->when.same_record ? (struct str){ 0 } : draft_anchor(d));
    days_around(d, out, &d->probe, owner_and_force(d));
    buf_add_c(out, "}\n");
}

/* Fields of a leaf that are written for all rows of a table; the others vary. */
static struct str evidence_of(struct draft *d, const struct draft_leaf *leaf) {
    struct buf out = { 0 }, fields = { 0 };
    sample_fields(&fields, &d->sampling, leaf->filter, leaf->term->distinct >= 0 ? leaf->term->distinct : leaf->term->on);
    buf_add(&fields, leaf->cells);
    if (d->version->when.same_record) draft_anchor_fields(d, &fields, leaf->filter);
    if (fields.size)
        buf_printf(&out, "%.*s { %.*s }", STR_ARG(d->policy->kinds->kinds[leaf->filter->kind].name), (int)fields.size - 2, fields.at + 2);
    else
        buf_add(&out, d->policy->kinds->kinds[leaf->filter->kind].name);
    struct str text = str_copy(d->arena, buf_str(&out));
    buf_free(&out);
    buf_free(&fields);
    return text;
}

static struct str on_field(struct draft *d, const struct draft_leaf *leaf, struct date day) {
    char iso[DATE_ISO_SIZE];
    if (leaf->term->on < 0) return (struct str){ 0 };
    return str_format(d->arena, "%.*s = \"%s\"", STR_ARG(d->policy->kinds->kinds[leaf->filter->kind].fields[leaf->term->on].name), date_iso(day, iso));
}

static struct str joined(struct draft *d, struct str a, struct str b) {
    return str_format(d->arena, "%.*s%s%.*s", STR_ARG(a), a.size && b.size ? ", " : "", STR_ARG(b));
}

static bool is_distinct(const struct draft_leaf *leaf) {
    return leaf->term->distinct >= 0 && leaf->term->op == TERM_AT_LEAST;
}

/* Each field that the leaf names: no, and not recorded. */
static void vary_fields(struct draft *d, struct buf *out, const struct draft_leaf *leaf, struct date date, struct date on, struct str always) {
    const struct kind *kind = &d->policy->kinds->kinds[leaf->filter->kind];
    for (size_t i = 0; i < leaf->filter->condition_count; i++) {
        const struct condition *c = &leaf->filter->conditions[i];
        if (c->op == CONDITION_ANY || (is_distinct(leaf) && leaf->term->distinct == c->field)) continue;
        struct str name = kind->fields[c->field].name, no = sample_value(&d->sampling, &kind->fields[c->field], c, SAMPLE_NO);
        if (no.size && !str_is(no, "none")) case_row(d, out, date, on, joined(d, always, str_format(d->arena, "%.*s = %.*s", STR_ARG(name), STR_ARG(no))));
        if (c->op != CONDITION_MISSING) case_row(d, out, date, on, joined(d, always, str_format(d->arena, "%.*s = none", STR_ARG(name))));
    }
    for (size_t left = 0; left < leaf->member_count && left < 9; left++) { /* each of the set is needed */
        struct buf set = { 0 };
        for (size_t i = 0; i < leaf->member_count; i++)
            if (i != left) buf_printf(&set, "%s%.*s", set.size ? ", " : "", STR_ARG(leaf->members[i]));
        case_row(d, out, date, on, joined(d, always, str_format(d->arena, "%.*s = { %.*s }", STR_ARG(leaf->set), (int)set.size, set.at ? set.at : "")));
        buf_free(&set);
    }
    if (shape_has_outcome(kind->shape) && (d->version->subject == SUBJECT_PUPIL || d->version->subject == SUBJECT_STAFF)) {
        case_row(d, out, date, on, joined(d, always, STR("outcome = \"absent\"")));
        case_row(d, out, date, on, joined(d, always, STR("outcome = \"invited\"")));
    }
    end_line(d, out);
}

/* How many: one fewer, as many, one more. */
static void vary_number(struct draft *d, struct buf *out, const struct draft_leaf *leaf, struct date date, struct date on, struct str always) {
    int64_t n = sample_operand(&d->sampling, &leaf->term->n);
    if (leaf->term->op == TERM_AT_LEAST_TOTAL) {
        const struct field *field = &d->policy->kinds->kinds[leaf->filter->kind].fields[leaf->term->total];
        int64_t step = field->type == FIELD_HOURS ? 60 : 1;
        for (int64_t v = n - step; v <= n; v += step)
            case_row(d, out, date, on, joined(d, always, str_format(d->arena, "%.*s = %.*s", STR_ARG(field->name), STR_ARG(sample_print(&d->sampling, field, v)))));
    } else if (is_distinct(leaf)) { /* once more the same; one that differs; not said */
        struct str name = d->policy->kinds->kinds[leaf->filter->kind].fields[leaf->term->distinct].name;
        case_row(d, out, date, on, joined(d, always, str_format(d->arena, "%.*s = %.*s", STR_ARG(name), STR_ARG(draft_distinct(d, leaf, 0)))));
        case_row(d, out, date, on, joined(d, always, str_format(d->arena, "%.*s = %.*s", STR_ARG(name), STR_ARG(draft_distinct(d, leaf, (int)n - 1)))));
        case_row(d, out, date, on, joined(d, always, str_format(d->arena, "%.*s = none", STR_ARG(name))));
    } else if (n > 1) {
        for (int64_t v = n - 1; v <= n + 1; v++) case_row(d, out, date, on, joined(d, always, str_format(d->arena, "times = %lld", (long long)v)));
    }
    end_line(d, out);
}

static struct str fact_value(struct draft *d, const struct filter *filter, size_t i, enum sample_sort sort) {
    const struct field *field = &d->policy->kinds->facts[d->version->subject].fields[filter->conditions[i].field];
    struct str value = sample_value(&d->sampling, field, &filter->conditions[i], sort);
    if (field->home == HOME_DERIVED || filter->conditions[i].op == CONDITION_ANY || !value.size) return (struct str){ 0 };
    return str_format(d->arena, "%.*s = %.*s", STR_ARG(field->name), STR_ARG(value));
}

static bool names(const struct filter *filter, int32_t field) {
    for (size_t i = 0; i < filter->condition_count; i++)
        if (filter->conditions[i].field == field) return true;
    return false;
}

/* any_of { pupils { ... }, pupils { ... } }: one of the others, and not the first. */
static void vary_alternatives(struct draft *d, struct buf *out, struct date date, struct date on, struct str always) {
    const struct filter *first = d->version->who;
    for (size_t w = 1; w < d->version->who_count; w++) {
        const struct filter *other = &d->version->who[w];
        for (int yes = 1; yes >= 0; yes--) {
            struct str row = always;
            for (size_t i = 0; i < first->condition_count; i++)
                if (!names(other, first->conditions[i].field)) row = joined(d, row, fact_value(d, first, i, SAMPLE_NO));
            for (size_t i = 0; i < other->condition_count; i++) {
                bool own = !names(first, other->conditions[i].field);
                if (other->conditions[i].field != d->policy->kinds->known.year || own)
                    row = joined(d, row, fact_value(d, other, i, yes || !own ? SAMPLE_YES : SAMPLE_NO));
            }
            case_row(d, out, date, on, row);
        }
    }
}

static void vary_unless(struct draft *d, struct buf *out, struct date date, struct date on, struct str always) {
    int32_t on_roll = d->policy->kinds->known.on_roll;
    for (size_t u = 0; u < d->version->unless_count; u++) {
        struct str row = always;
        const struct filter *filter = &d->version->unless[u];
        for (size_t i = 0; i < filter->condition_count; i++)
            row = joined(d, row, d->version->subject == SUBJECT_PUPIL && filter->conditions[i].field == on_roll ? STR("left_on = none")
                                                                                                               : fact_value(d, filter, i, SAMPLE_YES));
        case_row(d, out, date, on, row);
    }
}

/* What the window counts from: each condition that the rule does not ask for itself. */
static void vary_anchor(struct draft *d, struct buf *out, const struct filter *beside, struct date date, struct date on, struct str always) {
    const struct filter *anchor = &d->version->when.anchor_filter;
    const struct kind *kind = &d->policy->kinds->kinds[anchor->kind];
    for (size_t i = 0; i < anchor->condition_count; i++) {
        const struct condition *c = &anchor->conditions[i];
        struct str name = kind->fields[c->field].name, no = sample_value(&d->sampling, &kind->fields[c->field], c, SAMPLE_NO);
        if (beside && names(beside, c->field)) continue;
        if (no.size && !str_is(no, "none")) case_row(d, out, date, on, joined(d, always, str_format(d->arena, "%.*s = %.*s", STR_ARG(name), STR_ARG(no))));
        if (c->op != CONDITION_MISSING) case_row(d, out, date, on, joined(d, always, str_format(d->arena, "%.*s = none", STR_ARG(name))));
    }
    end_line(d, out);
}

/* In another year group, in whichever turn of the window is theirs.  Below Year 7 they came early. */
static void year_row(struct draft *d, struct buf *out, struct date date, struct date on, struct str always, int year) {
    struct str early = year < 7 ? str_format(d->arena, ", admitted_on = \"%d-09-01\"", d->school_year - 1) : (struct str){ 0 };
    if (d->rows < DRAFT_ROWS) d->newest[d->rows] = true;
    case_row(d, out, date, on, joined(d, always, str_format(d->arena, "year = %d%.*s", year, STR_ARG(early))));
}

/* Days on roll and ages are worked out: the days around the border. */
static void derived_rows(struct draft *d, struct buf *out, const struct condition *c, struct date date, struct date on, struct str always) {
    const struct known_facts *known = &d->policy->kinds->known;
    char iso[DATE_ISO_SIZE];
    if (d->version->subject != SUBJECT_PUPIL || c->op != CONDITION_RANGE || !c->has_low) {
        if (c->field != known->age || c->op != CONDITION_AMONG) return;
        for (int a = 13; a < 20; a++) {
            if (sample_admits(&d->sampling, d->version->who, c->field, a) == sample_admits(&d->sampling, d->version->who, c->field, a + 1)) continue;
            struct date born = date_add_months(d->good, -12 * (a + 1));
            case_row(d, out, date, on, joined(d, always, str_format(d->arena, "dob = \"%s\"", date_iso(date_add_days(born, 1), iso))));
            case_row(d, out, date, on, joined(d, always, str_format(d->arena, "dob = \"%s\"", date_iso(born, iso))));
        }
        return;
    }
    if (c->field != known->days_on_roll) return;
    for (int i = -1; i <= 0; i++)
        case_row(d, out, date, on, joined(d, always, str_format(d->arena, "admitted_on = \"%s\"",
                                                                date_iso(date_add_days(on, -(int32_t)sample_operand(&d->sampling, &c->low) - i), iso))));
}

/* Whom it concerns: each fact no, and not recorded. */
static void vary_who(struct draft *d, struct buf *out, struct date date, struct date on, struct str always) {
    const struct facts *facts = &d->policy->kinds->facts[d->version->subject];
    const struct filter *who = d->version->who_count ? &d->version->who[0] : NULL;
    if (d->version->subject == SUBJECT_SCHOOL) return;
    for (size_t i = 0; who && i < who->condition_count; i++) {
        const struct condition *c = &who->conditions[i];
        const struct field *field = &facts->fields[c->field];
        if (field->home == HOME_DERIVED) derived_rows(d, out, c, date, on, always);
        if (c->op == CONDITION_ANY || field->home == HOME_DERIVED) continue;
        if (c->field == d->policy->kinds->known.year && d->version->subject == SUBJECT_PUPIL) {
            for (int y = 6; y <= 14; y++) /* the years on both sides of each border */
                if (sample_admits(&d->sampling, who, c->field, y) != sample_admits(&d->sampling, who, c->field, y + 1)) {
                    year_row(d, out, date, on, always, y);
                    year_row(d, out, date, on, always, y + 1);
                }
            continue;
        }
        struct str no = sample_value(&d->sampling, field, c, SAMPLE_NO);
        if (no.size && !str_is(no, "none")) case_row(d, out, date, on, joined(d, always, str_format(d->arena, "%.*s = %.*s", STR_ARG(field->name), STR_ARG(no))));
        if (c->op != CONDITION_MISSING) case_row(d, out, date, on, joined(d, always, str_format(d->arena, "%.*s = none", STR_ARG(field->name))));
    }
    vary_alternatives(d, out, date, on, always);
    vary_unless(d, out, date, on, always);
    end_line(d, out);
}

/* Came after the window had opened, on the last day of settling in and the next; born on the borders of a school year. */
static void vary_dates(struct draft *d, struct buf *out, struct date on) {
    const struct finding *f = &d->probe;
    enum window_op op = d->version->when.op;
    char iso[DATE_ISO_SIZE];
    if (d->version->subject != SUBJECT_PUPIL || force_forbids(d->version->force) || op == WINDOW_WITHIN || op == WINDOW_AHEAD_OF) return;
    if (!date_known(f->opens) || f->opens.day == INT32_MIN || !date_known(f->deadline)) return;
    struct date came = date_add_days(f->opens, d->policy->readings[READING_JOINED_LATE].settling_in);
    for (int i = 0; i <= 1; i++)
        case_row(d, out, DATE_NONE, on, str_format(d->arena, "admitted_on = \"%s\"", date_iso(date_add_days(came, i), iso)));
    if (op == WINDOW_BY_AGE || op == WINDOW_FURTHER_BY_AGE) {
        int born = d->school_year - d->year - 5;
        case_row(d, out, DATE_NONE, on, str_format(d->arena, "dob = \"%d-08-31\"", born));
        case_row(d, out, DATE_NONE, on, str_format(d->arena, "dob = \"%d-09-01\"", born));
        case_row(d, out, DATE_NONE, on, str_format(d->arena, "dob = \"%d-09-01\"", born + 1));
        case_row(d, out, DATE_NONE, on, STR("dob = none"));
    }
    end_line(d, out);
}

static void begin_table(struct draft *d, struct buf *out, const char *about, const struct draft_leaf *leaf, const struct finding *f) {
    struct buf fixed = { 0 };
    if (!d->version->when.same_record) buf_add(&fixed, draft_anchor(d));
    if (d->leaf_count > 1) { /* all the other records that are needed */
        struct draft others = *d;
        size_t count = 0;
        for (size_t i = 0; i < d->leaf_count; i++)
            if (d->leaves[i].filter != leaf->filter || !str_equal(d->leaves[i].cells, leaf->cells)) others.leaves[count++] = d->leaves[i];
        others.leaf_count = count;
        buf_add(&fixed, draft_records(&others));
    }
    if (is_distinct(leaf)) { /* the others of those that differ */
        struct draft others = *d;
        others.leaves[0] = *leaf;
        others.leaf_count = 1;
        struct str all = draft_records(&others);
        int64_t n = sample_operand(&d->sampling, &leaf->term->n);
        for (size_t i = 0, seen = 0; i + 4 <= all.size; i++)
            if (str_starts(str_slice(all, i, all.size), " }, ") && (int64_t)++seen == n - 1) buf_add(&fixed, str_slice(all, 0, i + 4));
    }
    about = str_c(d->arena, str_format(d->arena, "%s, %.*s", about, STR_ARG(d->policy->kinds->kinds[leaf->filter->kind].name)));
    heading(d, out, "cases", about, f, buf_str(&fixed));
    buf_printf(out, "  evidence = %.*s, columns = { \"date\", \"judged on\", \"status\" },\n", STR_ARG(evidence_of(d, leaf)));
    buf_free(&fixed);
}

static void evidence_row(struct draft *d, struct buf *out, const struct draft_leaf *leaf, struct date date, struct date on, struct str always) {
    if (!date_known(date) || date.day == INT32_MIN) return;
    case_row(d, out, date, date_max(on, date), joined(d, always, on_field(d, leaf, date)));
}

static struct str times_of(struct draft *d, const struct draft_leaf *leaf) {
    if (is_distinct(leaf))
        return str_format(d->arena, "%.*s = %.*s", STR_ARG(d->policy->kinds->kinds[leaf->filter->kind].fields[leaf->term->distinct].name),
                          STR_ARG(draft_distinct(d, leaf, (int)sample_operand(&d->sampling, &leaf->term->n) - 1)));
    int64_t n = leaf->term->op == TERM_AT_LEAST ? sample_operand(&d->sampling, &leaf->term->n) : 1;
    if (leaf->term->op == TERM_AT_LEAST_TOTAL) {
        const struct field *field = &d->policy->kinds->kinds[leaf->filter->kind].fields[leaf->term->total];
        return str_format(d->arena, "%.*s = %.*s", STR_ARG(field->name), STR_ARG(sample_print(&d->sampling, field, sample_operand(&d->sampling, &leaf->term->n))));
    }
    return n > 1 ? str_format(d->arena, "times = %lld", (long long)n) : (struct str){ 0 };
}

/* A window with a deadline: evidence around its days, then what the evidence and the person must be. */
static void write_table(struct draft *d, struct buf *out, const struct draft_leaf *leaf) {
    const struct finding *f = &d->probe;
    bool ban = force_forbids(d->version->force), dated = date_known(f->deadline) && !ban;
    struct date open = f->opens.day == INT32_MIN || !date_known(f->opens) ? d->anchor : f->opens;
    struct date after = dated ? date_add_days(f->deadline, 1) : date_add_days(d->anchor, 30);
    struct date good = d->good;
    begin_table(d, out, "what counts", leaf, f);
    struct str times = times_of(d, leaf);
    evidence_row(d, out, leaf, date_add_days(open, -1), after, times);
    evidence_row(d, out, leaf, open, after, times);
    if (dated) evidence_row(d, out, leaf, f->deadline, after, times);
    if (dated) evidence_row(d, out, leaf, after, after, times);
    end_line(d, out);
    struct str on = on_field(d, leaf, good);
    vary_number(d, out, leaf, good, after, on);
    vary_fields(d, out, leaf, good, after, joined(d, times, on));
    struct date mid = dated ? date_min(f->deadline, date_max(f->due, good)) : after;
    vary_who(d, out, ban ? good : DATE_NONE, mid, ban ? on : (struct str){ 0 });
    if (leaf == &d->leaves[d->leaf_count - 1]) vary_dates(d, out, after);
    buf_add_c(out, "}\n");
}

/* The record as it is before anything was done about it: its day missing, else its first condition not so. */
static struct str not_done(struct draft *d, const struct draft_leaf *leaf) {
    const struct kind *kind = &d->policy->kinds->kinds[leaf->filter->kind];
    const struct condition *c = NULL;
    for (size_t i = 0; leaf->term->on < 0 && i < leaf->filter->condition_count && !c; i++)
        if (!names(&d->version->when.anchor_filter, leaf->filter->conditions[i].field)) c = &leaf->filter->conditions[i];
    if (!c) return (struct str){ 0 };
    struct str no = sample_value(&d->sampling, &kind->fields[c->field], c, SAMPLE_NO);
    return no.size ? str_format(d->arena, "%.*s = %.*s", STR_ARG(kind->fields[c->field].name), STR_ARG(no)) : (struct str){ 0 };
}

/* The record is the anchor itself: its own fields and days. */
static void write_same_record(struct draft *d, struct buf *out, const struct draft_leaf *leaf) {
    const struct finding *f = &d->probe;
    char iso[DATE_ISO_SIZE];
    bool ban = force_forbids(d->version->force);
    struct date anchor = d->anchor, after = date_add_days(f->deadline, 1);
    struct str own = (struct str){ 0 };
    if (d->version->when.anchor_on >= 0)
        own = str_format(d->arena, "%.*s = \"%s\"", STR_ARG(d->policy->kinds->kinds[leaf->filter->kind].fields[d->version->when.anchor_on].name), date_iso(anchor, iso));
    begin_table(d, out, "what counts", leaf, f);
    if (leaf->term->on >= 0) {
        const struct date days[] = { date_add_days(f->opens, -1), f->opens, anchor, f->deadline, after };
        for (size_t i = 0; i < COUNT_OF(days); i++) case_row(d, out, anchor, after, joined(d, own, on_field(d, leaf, days[i])));
    }
    struct str open = joined(d, own, not_done(d, leaf));
    if (leaf->term->on < 0) case_row(d, out, anchor, after, own);
    bool ahead = date_before(date_add_days(f->due, -1), anchor); /* nothing is judged before the record is there */
    case_row(d, out, anchor, date_add_days(f->due, -1), ahead ? open : joined(d, open, owner_and_force(d)));
    for (int i = 0; i <= 1; i++)
        case_row(d, out, anchor, date_add_days(f->due, i), ahead && i == 0 ? joined(d, open, owner_and_force(d)) : open);
    if (date_known(f->late_until)) {
        case_row(d, out, anchor, f->late_until, open);
        case_row(d, out, anchor, date_add_days(f->late_until, 1), open);
    }
    end_line(d, out);
    vary_fields(d, out, leaf, anchor, after, joined(d, own, on_field(d, leaf, anchor)));
    vary_anchor(d, out, leaf->filter, anchor, after, joined(d, own, on_field(d, leaf, anchor)));
    vary_who(d, out, anchor, after, ban ? joined(d, own, on_field(d, leaf, anchor)) : own);
    buf_add_c(out, "}\n");
}

/* What runs out: with the record on one day, until it no longer suffices. */
static void write_lasting(struct draft *d, struct buf *out) {
    heading(d, out, "timeline", "with what is needed", NULL, draft_records(d));
    struct finding f = d->lasting;
    f.opens = d->anchor;
    days_around(d, out, &f, owner_and_force(d));
    buf_add_c(out, "}\n");
}

static void write_state_table(struct draft *d, struct buf *out, const struct draft_leaf *leaf) {
    struct date after = date_add_days(d->anchor, 30);
    const struct kind *kind = &d->policy->kinds->kinds[leaf->filter->kind];
    struct str times = times_of(d, leaf), on = on_field(d, leaf, d->anchor);
    begin_table(d, out, "what counts", leaf, NULL);
    case_row(d, out, d->anchor, after, joined(d, times, on));
    vary_number(d, out, leaf, d->anchor, after, on);
    vary_fields(d, out, leaf, d->anchor, after, joined(d, times, on));
    if (kind->ends >= 0) {
        char iso[DATE_ISO_SIZE];
        struct str ends = str_format(d->arena, "%.*s = \"%s\"", STR_ARG(kind->fields[kind->ends].name), date_iso(after, iso));
        case_row(d, out, d->anchor, after, joined(d, joined(d, times, on), ends));
        case_row(d, out, d->anchor, date_add_days(after, 1), joined(d, joined(d, times, on), ends));
    }
    vary_who(d, out, force_forbids(d->version->force) ? d->anchor : DATE_NONE, after, (struct str){ 0 });
    end_line(d, out);
    buf_add_c(out, "}\n");
}

/* Other records that would do as well: each by itself. */
static void write_others(struct draft *d, struct buf *out) {
    for (size_t i = 0; i < d->other_count; i++) {
        bool state = draft_is_state(d);
        if (is_distinct(&d->others[i])) {
            begin_table(d, out, "another that counts", &d->others[i], state ? NULL : &d->probe);
        } else {
            heading(d, out, "cases", "another that counts", state ? NULL : &d->probe, draft_anchor(d));
            buf_printf(out, "  evidence = %.*s, columns = { \"date\", \"judged on\", \"status\" },\n", STR_ARG(evidence_of(d, &d->others[i])));
        }
        struct date on = !state && date_known(d->probe.deadline) ? date_add_days(d->probe.deadline, 1) : date_add_days(d->anchor, 30);
        struct date good = d->good;
        if (!state && date_before(on, good)) on = good;
        case_row(d, out, good, on, joined(d, times_of(d, &d->others[i]), on_field(d, &d->others[i], good)));
        vary_fields(d, out, &d->others[i], good, on, joined(d, times_of(d, &d->others[i]), on_field(d, &d->others[i], good)));
        end_line(d, out);
        buf_add_c(out, "}\n");
    }
}

static void write_turns(struct draft *d, struct buf *out) {
    int year = d->year;
    for (size_t i = 0; i < d->turn_count; i++) {
        draft_turn(d, d->turn_years[i]);
        heading(d, out, "timeline", str_c(d->arena, str_format(d->arena, "nothing on record, %s", d->turns[i].instance)), &d->turns[i], (struct str){ 0 });
        days_around(d, out, &d->turns[i], owner_and_force(d));
        buf_add_c(out, "}\n");
    }
    draft_turn(d, year);
}

/* The record that a window counts from, and what is none. */
static void write_anchors(struct draft *d, struct buf *out) {
    const struct filter *anchor = &d->version->when.anchor_filter;
    struct buf fields = { 0 };
    char iso[DATE_ISO_SIZE];
    if (!draft_anchor(d).size || !anchor->condition_count) return;
    sample_fields(&fields, &d->sampling, anchor, d->version->when.anchor_on);
    if (d->version->when.anchor_on >= 0)
        buf_printf(&fields, ", %.*s = \"%s\"", STR_ARG(d->policy->kinds->kinds[anchor->kind].fields[d->version->when.anchor_on].name), date_iso(d->anchor, iso));
    heading(d, out, "cases", "what it counts from", &d->probe, (struct str){ 0 });
    buf_printf(out, "  evidence = %.*s { %.*s }, columns = { \"date\", \"judged on\", \"status\" },\n", STR_ARG(d->policy->kinds->kinds[anchor->kind].name),
               (int)fields.size - 2, fields.at + 2);
    struct date on = date_known(d->probe.due) ? date_max(d->probe.due, d->anchor) : d->anchor;
    case_row(d, out, d->anchor, on, (struct str){ 0 });
    vary_anchor(d, out, NULL, d->anchor, on, (struct str){ 0 });
    buf_add_c(out, "}\n");
    buf_free(&fields);
}

/* A waiver as long as one may be: the day before it, its first and last day, the day after; and what makes one void. */
static void write_waiver(struct draft *d, struct buf *out) {
    const struct exempting *e = &d->version->exempt;
    const struct finding *f = &d->probe;
    char from[DATE_ISO_SIZE], ends[DATE_ISO_SIZE];
    if (!e->allowed || !date_known(f->due)) return;
    struct date start = date_add_days(f->due, 1), last = date_add_days(start, 90);
    if (e->has_limit) last = e->for_at_most.unit == SPAN_MONTHS ? date_add_months(start, (int32_t)sample_operand(&d->sampling, &e->for_at_most.n))
                                                                : date_add_days(start, (int32_t)sample_operand(&d->sampling, &e->for_at_most.n));
    for (int longer = 0; longer <= (e->has_limit ? 1 : 0); longer++) {
        struct str role = e->approved_by >= 0 ? role_key(d->policy, e->approved_by) : STR("slt");
        struct str waiver = str_format(d->arena, "exemption { rule = \"%.*s\", reason = \"%.*s\", from = \"%s\", ends = \"%s\", approved_by = \"%.*s\" }, ",
                                       STR_ARG(d->rule_name), STR_ARG(e->reason_count ? e->reasons[0] : STR("medical")), date_iso(start, from),
                                       date_iso(date_add_days(last, longer), ends), STR_ARG(role));
        heading(d, out, "timeline", longer ? "a waiver a day too long" : "a waiver", f, waiver);
        timeline_row(d, out, date_add_days(start, -1), (struct str){ 0 });
        timeline_row(d, out, start, (struct str){ 0 });
        timeline_row(d, out, last, (struct str){ 0 });
        timeline_row(d, out, date_add_days(last, 1), (struct str){ 0 });
        end_line(d, out);
        buf_add_c(out, "}\n");
    }
}

void draft_write(struct draft *d, struct buf *out) {
    bool ban = force_forbids(d->version->force), state = draft_is_state(d);
    d->at = d->rows = 0;
    if (d->version->measuring) {
        buf_printf(out, "-- %.*s is a figure: it takes several pupils or records, written by hand.\n", STR_ARG(d->rule_name));
        return;
    }
    if (!d->has_probe) {
        buf_printf(out, "-- %.*s says nothing of an example subject in %d/%d: write its tests by hand.\n", STR_ARG(d->rule_name), d->school_year, d->school_year % 100 + 1);
        return;
    }
    if (d->version->when.same_record && d->leaf_count) {
        write_same_record(d, out, &d->leaves[0]);
        return;
    }
    write_nothing(d, out);
    write_turns(d, out);
    write_anchors(d, out);
    write_waiver(d, out);
    if (state && d->has_lasting && !ban) write_lasting(d, out);
    const struct draft_leaf *leaf = d->leaf_count ? &d->leaves[d->leaf_count - 1] : NULL;
    if (!leaf) return;
    if (state) write_state_table(d, out, leaf);
    else write_table(d, out, leaf);
    for (size_t i = 0; d->version->have.op == TERM_ALL_OF && i + 1 < d->leaf_count && i < 4; i++) {
        if (d->leaves[i].filter == leaf->filter) continue;
        if (state) write_state_table(d, out, &d->leaves[i]);
        else write_table(d, out, &d->leaves[i]);
    }
    write_others(d, out);
}

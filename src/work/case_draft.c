/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_draft - the example subject and its records for boundary cases; see case_draft.h.
 * Owns:  nothing.
 * Must not know: evaluators, files.
 */
#include "work/case_draft.h"

#include <string.h>

static struct str taken(struct draft *d, struct buf *text) {
    struct str out = str_copy(d->arena, buf_str(text));
    buf_free(text);
    return out;
}

bool draft_is_state(const struct draft *d) {
    return d->version->when.op == WINDOW_ALWAYS || d->version->when.op == WINDOW_ROLLING;
}

/* ---- what is counted ---- */

static void add_leaf(struct draft *d, const struct term *term, struct str cells, bool other) {
    for (size_t f = 0; f < term->filter_count; f++) {
        bool beside = other || f > 0;
        struct draft_leaf leaf = { .term = term, .filter = &term->filters[f], .cells = cells };
        if (beside && d->other_count < DRAFT_LEAVES) d->others[d->other_count++] = leaf;
        if (!beside && d->leaf_count < DRAFT_LEAVES) d->leaves[d->leaf_count++] = leaf;
    }
}

/* The values of a for_each as they are written. */
static size_t cell_texts(struct draft *d, const struct term *term, const struct field *field, struct str out[DRAFT_LEAVES]) {
    size_t count = 0;
    if (term->each_param < 0) {
        for (size_t i = 0; i < term->each_count && count < DRAFT_LEAVES; i++) {
            bool number = field->type == FIELD_WHOLE || field->type == FIELD_YEARS;
            out[count++] = number ? term->each_names[i] : str_format(d->arena, "\"%.*s\"", STR_ARG(term->each_names[i]));
        }
        return count;
    }
    const struct param *param = &d->policy->params[term->each_param];
    const struct param_step *step = param_at(param, d->sampling.day);
    if (param->type == PARAM_YEARS) {
        for (int y = 0; y < 32 && count < DRAFT_LEAVES; y++)
            if (step->values[0] >> y & 1) out[count++] = str_format(d->arena, "%d", y);
        return count;
    }
    for (size_t i = 0; i < step->count && count < DRAFT_LEAVES; i++) out[count++] = str_format(d->arena, "\"%.*s\"", STR_ARG(step->texts[i]));
    return count;
}

static const struct term *first_leaf(const struct term *term) {
    while (term->part_count) term = &term->parts[0];
    return term;
}

static void add_term(struct draft *d, const struct term *term, struct str cells, bool other) {
    if (term->op == TERM_FOR_EACH) {
        struct str values[DRAFT_LEAVES];
        const struct kind *kind = &d->policy->kinds->kinds[first_leaf(term)->filters[0].kind];
        int32_t field = kind_find_field(kind, term->each_field);
        size_t count = field >= 0 ? cell_texts(d, term, &kind->fields[field], values) : 0;
        bool set = count && (kind->fields[field].type == FIELD_SET_OF || kind->fields[field].type == FIELD_YEARS);
        if (set && !term->parts[0].part_count) { /* one record that has them all */
            struct buf all = { 0 };
            for (size_t i = 0; i < count; i++) buf_printf(&all, "%s%.*s", i ? ", " : "", STR_ARG(values[i]));
            struct str list = taken(d, &all), *members = arena_array(d->arena, struct str, count);
            size_t first = d->leaf_count;
            memcpy(members, values, count * sizeof *members);
            add_term(d, &term->parts[0], str_format(d->arena, "%.*s, %.*s = { %.*s }", STR_ARG(cells), STR_ARG(term->each_field), STR_ARG(list)), other);
            for (size_t i = first; i < d->leaf_count; i++) {
                d->leaves[i].set = term->each_field;
                d->leaves[i].members = members;
                d->leaves[i].member_count = count;
            }
            return;
        }
        for (size_t i = 0; i < count; i++) {
            add_term(d, &term->parts[0],
                     str_format(d->arena, set ? "%.*s, %.*s = { %.*s }" : "%.*s, %.*s = %.*s", STR_ARG(cells), STR_ARG(term->each_field), STR_ARG(values[i])), other);
        }
        return;
    }
    if (!term->part_count) {
        add_leaf(d, term, cells, other);
        return;
    }
    for (size_t i = 0; i < term->part_count; i++) add_term(d, &term->parts[i], cells, other || (term->op == TERM_ANY_OF && i > 0));
}

/* ---- whom ---- */

static const struct filter *who_of(const struct draft *d) {
    return d->version->who_count ? &d->version->who[0] : NULL;
}

static const struct condition *condition_on(const struct filter *filter, int32_t field) {
    for (size_t i = 0; filter && field >= 0 && i < filter->condition_count; i++)
        if (filter->conditions[i].field == field) return &filter->conditions[i];
    return NULL;
}

static int wanted_year(const struct draft *d) {
    const struct window *w = &d->version->when;
    int64_t a = sample_operand(&d->sampling, &w->a), b = sample_operand(&d->sampling, &w->b);
    switch (w->op) {
    case WINDOW_BY_AGE:
    case WINDOW_FURTHER_BY_AGE:
        return (int)a - 5;
    case WINDOW_BY_END_OF_YEAR:
        return (int)a;
    case WINDOW_BEFORE_YEAR:
        return (int)a - 1;
    case WINDOW_OVER_YEARS:
        return (int)b;
    case WINDOW_AT_TRANSITIONS:
        return w->name_count ? d->policy->transitions[w->names[0]].year : 9;
    case WINDOW_IN_PHASES:
        return w->name_count ? d->policy->phases[w->names[0]].closes_year : 9;
    case WINDOW_EACH_KEY_STAGE:
        return w->key_stages & 1u << 3 ? 9 : 11;
    case WINDOW_WITHIN:
    case WINDOW_AHEAD_OF:
        if (w->anchor == ANCHOR_BIRTHDAY) return (int)sample_operand(&d->sampling, &w->anchor_n) - 5;
        if (w->anchor == ANCHOR_TURNS_YEAR) return (int)sample_operand(&d->sampling, &w->anchor_n);
        return 9;
    default:
        return 9;
    }
}

static int example_year(const struct draft *d) {
    const struct known_facts *known = &d->policy->kinds->known;
    const struct filter *who = who_of(d);
    const struct condition *age = condition_on(who, known->age);
    int wanted = wanted_year(d);
    if (age && !condition_on(who, known->year))
        for (int a = 11; a < 20; a++)
            if (sample_admits(&d->sampling, who, known->age, a)) return a - 4;
    if (sample_admits(&d->sampling, who, known->year, wanted)) return wanted;
    for (int y = 7; y <= 14; y++)
        if (sample_admits(&d->sampling, who, known->year, y)) return y;
    return wanted;
}

static bool left_is_needed(const struct draft *d) {
    int32_t on_roll = d->policy->kinds->known.on_roll;
    for (size_t i = 0; i < d->version->unless_count; i++)
        if (condition_on(&d->version->unless[i], on_roll)) return true;
    return d->version->when.op == WINDOW_WITHIN && d->version->when.anchor == ANCHOR_LEAVING;
}

static void pupil_facts(struct draft *d, struct buf *out) {
    const struct kinds *kinds = d->policy->kinds;
    const struct filter *who = who_of(d);
    char name[SCHOOL_YEAR_SIZE];
    struct buf facts = { 0 };
    buf_printf(out, "pupil { year = %d, as_at = \"%s\"", d->year, school_year_name(d->school_year, name));
    if (!condition_on(who, kinds->known.dob)) buf_printf(out, ", dob = \"%d-02-10\"", d->school_year + 1 - d->year - 5);
    if (!condition_on(who, kinds->known.sen)) buf_add_c(out, ", sen = \"none\"");
    sample_fields(&facts, &d->sampling, who, kinds->known.year);
    buf_add(out, buf_str(&facts));
    buf_free(&facts);
    if (d->version->when.anchor == ANCHOR_ADMISSION && d->version->when.op == WINDOW_WITHIN)
        buf_printf(out, ", admitted_on = \"%d-11-07\"", d->school_year);
    if (left_is_needed(d)) buf_printf(out, ", left_on = \"%d-07-31\"", d->school_year + 1);
    buf_add_c(out, " }");
}

static struct str example_subject(struct draft *d) {
    struct buf out = { 0 };
    struct buf facts = { 0 };
    if (d->version->subject == SUBJECT_PUPIL) pupil_facts(d, &out);
    if (d->version->subject == SUBJECT_STAFF || d->version->subject == SUBJECT_ORGANISATION) {
        bool staff = d->version->subject == SUBJECT_STAFF;
        sample_fields(&facts, &d->sampling, who_of(d), FIELD_ABSENT);
        buf_printf(&out, staff ? "staff \"A. Okafor\" { " : "organisation \"Harbour Works\" { ");
        if (staff && d->version->when.anchor == ANCHOR_APPOINTMENT && !condition_on(who_of(d), d->policy->kinds->known.started_on))
            buf_printf(&out, "started_on = \"%d-11-07\"%s", d->school_year, facts.size ? "" : " ");
        buf_add(&out, str_slice(buf_str(&facts), out.size && out.at[out.size - 1] == '"' ? 0 : 2, facts.size));
        buf_add_c(&out, " }");
    }
    buf_free(&facts);
    return taken(d, &out);
}

/* ---- records ---- */

static const char *kind_name(const struct draft *d, const struct filter *filter) {
    return str_c(d->arena, d->policy->kinds->kinds[filter->kind].name);
}

struct str draft_anchor(struct draft *d) {
    const struct window *w = &d->version->when;
    struct buf out = { 0 };
    char day[DATE_ISO_SIZE];
    if ((w->op != WINDOW_WITHIN && w->op != WINDOW_AHEAD_OF) || w->anchor != ANCHOR_RECORD) return (struct str){ 0 };
    buf_printf(&out, "%s { date = \"%s\"", kind_name(d, &w->anchor_filter), date_iso(d->anchor, day));
    sample_fields(&out, &d->sampling, &w->anchor_filter, w->anchor_on);
    if (w->anchor_on >= 0)
        buf_printf(&out, ", %.*s = \"%s\"", STR_ARG(d->policy->kinds->kinds[w->anchor_filter.kind].fields[w->anchor_on].name), day);
    buf_add_c(&out, " }, ");
    return taken(d, &out);
}

void draft_anchor_fields(struct draft *d, struct buf *out, const struct filter *beside) {
    struct filter rest = d->version->when.anchor_filter;
    struct condition *conditions = arena_array(d->arena, struct condition, rest.condition_count + 1);
    size_t count = 0;
    if (rest.kind != beside->kind) return;
    for (size_t i = 0; i < rest.condition_count; i++)
        if (!condition_on(beside, rest.conditions[i].field)) conditions[count++] = rest.conditions[i];
    rest.conditions = conditions;
    rest.condition_count = count;
    sample_fields(out, &d->sampling, &rest, FIELD_ABSENT);
}

struct str draft_distinct(struct draft *d, const struct draft_leaf *leaf, int number) {
    const struct field *field = &d->policy->kinds->kinds[leaf->filter->kind].fields[leaf->term->distinct];
    if (field->type == FIELD_ONE_OF) return sample_print(&d->sampling, field, number);
    if (field->type == FIELD_WHOLE) return str_format(d->arena, "%d", number + 1);
    return str_format(d->arena, "\"Number %d\"", number + 1);
}

static void add_record(struct draft *d, struct buf *out, const struct draft_leaf *leaf) {
    const struct kind *kind = &d->policy->kinds->kinds[leaf->filter->kind];
    int64_t n = leaf->term->op == TERM_AT_LEAST ? sample_operand(&d->sampling, &leaf->term->n) : 1;
    char day[DATE_ISO_SIZE];
    for (int64_t i = 0; i < n && i < 12; i++) {
        buf_printf(out, "%s { date = \"%s\"", kind_name(d, leaf->filter), date_iso(d->good, day));
        sample_fields(out, &d->sampling, leaf->filter, leaf->term->distinct >= 0 ? leaf->term->distinct : leaf->term->on);
        buf_add(out, leaf->cells);
        if (leaf->term->on >= 0) buf_printf(out, ", %.*s = \"%s\"", STR_ARG(kind->fields[leaf->term->on].name), day);
        if (leaf->term->distinct >= 0)
            buf_printf(out, ", %.*s = %.*s", STR_ARG(kind->fields[leaf->term->distinct].name), STR_ARG(draft_distinct(d, leaf, (int)i)));
        buf_add_c(out, " }, ");
    }
}

struct str draft_records(struct draft *d) {
    struct buf out = { 0 };
    for (size_t i = 0; i < d->leaf_count; i++) add_record(d, &out, &d->leaves[i]);
    return taken(d, &out);
}

struct str draft_probe(struct draft *d, struct str records) {
    static const struct { int year, month, day; } DAYS[] = { { 0, 9, 20 }, { 0, 10, 15 }, { 0, 12, 20 }, { 1, 2, 15 }, { 1, 4, 1 }, { 1, 5, 20 },
                                                             { 1, 6, 30 }, { 1, 8, 20 }, { 1, 9, 15 }, { 1, 11, 20 } };
    struct buf out = { 0 };
    buf_printf(&out, "timeline \"probe\" { %.*srule = \"%.*s\", %.*s%s%.*s", STR_ARG(d->setup), STR_ARG(d->rule_name), STR_ARG(d->subject), d->subject.size ? ", " : "",
               STR_ARG(records));
    for (size_t i = 0; i < COUNT_OF(DAYS); i++)
        buf_printf(&out, "{ \"%04d-%02d-%02d\", \"met\" }, ", d->school_year + DAYS[i].year, DAYS[i].month, DAYS[i].day);
    buf_add_c(&out, "}\n");
    return taken(d, &out);
}

void draft_place(struct draft *d) {
    if (!d->has_probe || draft_is_state(d)) return;
    if (date_known(d->probe.opens) && d->probe.opens.day != INT32_MIN) d->good = date_max(d->good, d->probe.opens);
    if (date_known(d->probe.deadline)) d->good = date_min(d->good, d->probe.deadline);
}

void draft_turn(struct draft *d, int year) {
    d->year = year;
    d->subject = example_subject(d);
}

void draft_begin(struct draft *d) {
    const struct rule *rule = d->rule;
    d->version = &rule->versions[rule->version_count - 1];
    struct date from = date_max(d->version->from, d->version->governs_from);
    d->school_year = 2022;
    if (from.day != INT32_MIN && school_year_of(from) > d->school_year) d->school_year = school_year_of(from);
    if (date_known(d->version->ends)) d->school_year = school_year_of(d->version->ends);
    d->first = school_year_start(d->school_year);
    d->anchor = school_year_day(d->school_year, 11, 14);
    if (date_before(d->anchor, d->policy->effective)) d->anchor = date_add_days(d->policy->effective, 14);
    d->good = d->anchor;
    d->sampling = (struct sampling){ d->arena, d->policy, date_max(d->anchor, from) };
    add_term(d, &d->version->have, (struct str){ 0 }, false);
    if (d->version->hatch >= 0) d->leaf_count = d->other_count = 0;
    draft_turn(d, example_year(d));
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_people - whom a test is about: pupils, staff, organisations, with their facts and what is theirs by default.
 * Owns:  nothing.
 * Must not know: rules.
 */
#include <string.h>

#include "base/guess.h"
#include "policy/case_priv.h"
#include "policy/filter.h"

static bool subject_type(const struct node *node, enum subject_type *out) {
    if (node_is(node, "pupil")) *out = SUBJECT_PUPIL;
    else if (node_is(node, "staff")) *out = SUBJECT_STAFF;
    else if (node_is(node, "organisation")) *out = SUBJECT_ORGANISATION;
    else return false;
    return true;
}

bool case_is_subject(const struct node *node) {
    enum subject_type type;
    return subject_type(node, &type);
}

/* By field, then day.  A row of cases shares facts with the others: they are copied before one is changed. */
static void put_fact(struct reading_case *r, struct case_subject *subject, struct case_value value) {
    struct case_value *facts = arena_array(r->scope->arena, struct case_value, subject->fact_count + 1);
    size_t count = 0;
    bool placed = false;
    for (size_t i = 0; i < subject->fact_count; i++) {
        const struct case_value *f = &subject->facts[i];
        bool same = f->field == value.field && date_same(f->from, value.from);
        bool after = f->field > value.field || (f->field == value.field && f->from.day > value.from.day);
        if (after && !placed) facts[count++] = value, placed = true;
        if (!same) facts[count++] = *f;
    }
    if (!placed) facts[count++] = value;
    subject->facts = facts;
    subject->fact_count = count;
}

static const struct case_value *fact_of(const struct case_subject *subject, int32_t fact) {
    for (size_t i = 0; fact >= 0 && i < subject->fact_count; i++)
        if (subject->facts[i].field == fact) return &subject->facts[i];
    return NULL;
}

/* Facts as they were before, so that a row changes its own alone. */
static void forget_fact(struct reading_case *r, struct case_subject *subject, int32_t fact) {
    struct case_value *kept = arena_array(r->scope->arena, struct case_value, subject->fact_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < subject->fact_count; i++)
        if (subject->facts[i].field != fact) kept[count++] = subject->facts[i];
    subject->facts = NULL;
    subject->fact_count = 0;
    for (size_t i = 0; i < count; i++) put_fact(r, subject, kept[i]);
}

static bool read_value(struct reading_case *r, const struct node *node, const struct field *field, int64_t *out) {
    *out = VALUE_NONE;
    return scope_is_word(node, "none") || filter_read_constant(r->scope, node, field, out);
}

/* { ["2022-09-01"] = "none", ["2023-01-10"] = "ehcp" } */
static bool by_day(const struct node *value) {
    return value->type == NODE_TABLE && value->field_count && !value->item_count;
}

bool case_set_fact(struct reading_case *r, struct case_subject *subject, int32_t fact, const struct node *value) {
    const struct field *field = &r->kinds->facts[subject->type].fields[fact];
    const struct case_value *before = fact == r->kinds->known.year ? fact_of(subject, fact) : NULL;
    struct case_value one = { .field = fact, .from = before ? before->from : DATE_FIRST };
    if (field->home == HOME_DERIVED)
        return scope_error(r->scope, CODE_BAD_CHOICE, value, field->name, STR("Give what it is worked out from: dob, year, admitted_on."),
                           "'%.*s' is worked out for the day and can not be written.", STR_ARG(field->name));
    forget_fact(r, subject, fact);
    if (!field->dated || !by_day(value)) {
        if (!read_value(r, value, field, &one.value)) return false;
        put_fact(r, subject, one);
        return true;
    }
    for (uint32_t i = 0; i < value->field_count; i++) {
        if (!date_parse_iso(value->fields[i].key, &one.from))
            return scope_error(r->scope, CODE_BAD_DATE, value, value->fields[i].key, STR("Dates are written \"2026-09-01\"."),
                               "'%.*s' is not a date.", STR_ARG(value->fields[i].key));
        if (!read_value(r, &value->fields[i].value, field, &one.value)) return false;
        put_fact(r, subject, one);
    }
    return true;
}

/* ---- what is so unless it is written ---- */

/* The school year of `as_at`, else that of the day judged. */
static bool year_of(struct reading_case *r, const struct node *node, int *out) {
    const struct node *at = node_field(node, "as_at");
    char name[SCHOOL_YEAR_SIZE];
    int64_t first;
    *out = r->school_year;
    if (!at) return r->school_year != INT32_MIN;
    if (at->type == NODE_TEXT && at->text.size == 7 && str_whole(str_slice(at->text, 0, 4), &first)
        && str_is(at->text, school_year_name((int)first, name))) {
        *out = (int)first;
        return true;
    }
    return scope_error(r->scope, CODE_BAD_DATE, at, scope_token(r->scope, at), STR("Write it as \"2022/23\"."),
                       "'as_at' is a school year.");
}

static void place_year(struct reading_case *r, struct case_subject *subject, const struct node *node) {
    int32_t fact = r->kinds->known.year;
    int school_year;
    const struct node *written = node_field(node, "year");
    if (!written || by_day(written) || scope_is_word(written, "none") || !fact_of(subject, fact)) return;
    if (!year_of(r, node, &school_year)) {
        if (!node_field(node, "as_at"))
            scope_error(r->scope, CODE_INCOMPLETE, node, STR("year"), STR("Add  as_at = \"2022/23\"."),
                        "To which school year the pupil's year group belongs is not said.");
        return;
    }
    int64_t value = fact_of(subject, fact)->value;
    forget_fact(r, subject, fact);
    put_fact(r, subject, (struct case_value){ .field = fact, .from = school_year_start(school_year), .value = value });
}

/* The start of Year 7, by year group or else by birth; seven years ago when neither is said. */
static struct date start_of_year_7(struct reading_case *r, const struct case_subject *subject) {
    const struct case_value *year = fact_of(subject, r->kinds->known.year), *born = fact_of(subject, r->kinds->known.dob);
    if (year && year->value != VALUE_NONE && !date_same(year->from, DATE_FIRST))
        return school_year_start(school_year_of(year->from) - (int)year->value + 7);
    if (born && born->value != VALUE_NONE)
        return school_year_start(school_year_of((struct date){ (int32_t)born->value }) + 12);
    return school_year_start((r->school_year == INT32_MIN ? 2022 : r->school_year) - 7);
}

static void default_fact(struct reading_case *r, struct case_subject *subject, int32_t fact, int64_t value) {
    if (fact >= 0 && !fact_of(subject, fact))
        put_fact(r, subject, (struct case_value){ .field = fact, .from = DATE_FIRST, .value = value });
}

static void fill_pupil(struct reading_case *r, struct case_subject *subject) {
    const struct known_facts *known = &r->kinds->known;
    if (known->enrolment >= 0) {
        int32_t single = field_find_code(&r->kinds->facts[SUBJECT_PUPIL].fields[known->enrolment], STR("single"));
        if (single >= 0) default_fact(r, subject, known->enrolment, single);
    }
    default_fact(r, subject, known->admitted_on, start_of_year_7(r, subject).day);
}

void case_fill_subjects(struct reading_case *r) {
    size_t of_type[SUBJECT_TYPE_COUNT] = { 0 };
    for (size_t i = 0; i < r->subject_count; i++) {
        struct case_subject *subject = &r->subjects[i];
        size_t n = of_type[subject->type]++;
        if (subject->type == SUBJECT_PUPIL) fill_pupil(r, subject);
        if (subject->type == SUBJECT_PUPIL) subject->key = (int64_t)n + 1;
        if (subject->type == SUBJECT_STAFF) subject->key = CASE_PERSON_KEY(map_put(&r->people, subject->name));
        if (subject->type == SUBJECT_ORGANISATION) subject->key = CASE_ORGANISATION_KEY(map_put(&r->organisations, subject->name));
    }
}

/* ---- reading ---- */

/* Without a name: what is written on one line in one way is one. */
static struct str name_of(struct reading_case *r, const struct node *node) {
    struct buf text = { 0 };
    if (node->id.size) return node->id;
    buf_printf(&text, "%u ", node->line);
    node_print(&text, node);
    struct str name = str_copy(r->scope->arena, buf_str(&text));
    buf_free(&text);
    return name;
}

static void read_facts(struct reading_case *r, struct case_subject *subject, const struct node *node) {
    const struct facts *facts = &r->kinds->facts[subject->type];
    for (uint32_t i = 0; i < node->field_count; i++) {
        struct str key = node->fields[i].key;
        if (subject->type == SUBJECT_PUPIL && str_is(key, "as_at")) continue;
        int32_t fact = filter_find_field(r->scope, node, node->word, facts->fields, facts->field_count, false, key);
        if (fact >= 0) (void)!case_set_fact(r, subject, fact, &node->fields[i].value);
    }
    if (subject->type == SUBJECT_PUPIL) place_year(r, subject, node);
}

size_t case_add_subject(struct reading_case *r, const struct node *node) {
    enum subject_type type;
    if (!subject_type(node, &type)) return CASE_NOBODY;
    struct str name = name_of(r, node);
    for (size_t i = 0; i < r->subject_count; i++)
        if (r->subjects[i].type == type && str_equal(r->subjects[i].name, name)) return i;
    struct case_subject subject = { .type = type, .name = name };
    size_t at = r->subject_count;
    read_facts(r, &subject, node);
    list_add(r->scope->arena, r->subjects, r->subject_count, subject);
    for (uint32_t i = 0; i < node->item_count; i++) {
        if (case_is_record(r, &node->items[i]))
            case_add_record(r, &node->items[i], at);
        else
            scope_wrong(r->scope, &node->items[i], str_c(r->scope->arena, node->word), "a record");
    }
    return at;
}

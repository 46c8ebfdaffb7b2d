/* SPDX-License-Identifier: GPL-3.0-or-later
 * keep - how long records are kept: the two rules that this stands for.
 * Owns:  nothing.
 * Must not know: amendments, rows.
 *
 * keep "x" { years = 3, from = earliest { "left_on", "ks4_end" }, erased_by = erasure {}, after = "review" } of a pupil on
 * record, on roll or not, is
 * must_not: an erasure before that day three years on ("kept"), and
 * should: after it, within twelve months, somebody looks whether the record is still needed ("review"); an erasure, whenever
 * it was, settles it.  A hold on the records waives the review, also where no
 * exemption is allowed (engine/plain.h, K6).
 */
#include "policy/filter.h"
#include "policy/merge_priv.h"

#define MOST_FACTS 4
#define MOST_YEARS 100

static bool one_fact(struct merging *m, const struct node *node, uint32_t *out) {
    const struct facts *facts = &m->scope.kinds->facts[SUBJECT_PUPIL];
    struct str name;
    if (!scope_text(&m->scope, node, "from", &name)) return false;
    int32_t found = filter_find_field(&m->scope, node, STR("pupils"), facts->fields, facts->field_count, true, name);
    if (found < 0) return false;
    const struct field *field = &facts->fields[found];
    *out = (uint32_t)found;
    return (field->type == FIELD_DAY && !field->dated)
           || scope_error(&m->scope, CODE_WRONG_TYPE, node, name, STR("Take a day such as \"left_on\"."),
                          "'%.*s' is no day from which years can be counted.", STR_ARG(name));
}

static bool read_from(struct merging *m, const struct node *node, struct window *out) {
    uint32_t count = 1;
    const struct node *parts = node;
    if (node_is(node, "earliest")) parts = scope_parts(node, &count);
    if (count == 0 || count > MOST_FACTS)
        return scope_wrong(&m->scope, node, "from", "a day of the pupil, or earliest { ... } of up to four");
    uint32_t *facts = arena_array(m->scope.arena, uint32_t, count);
    bool good = true;
    for (uint32_t i = 0; i < count; i++) good = one_fact(m, &parts[i], &facts[i]) && good;
    out->names = facts;
    out->name_count = count;
    return good;
}

static bool read_erased_by(struct merging *m, const struct node *node, struct term *out) {
    uint32_t count = 1;
    const struct node *parts = node;
    if (node_is(node, "either")) parts = scope_parts(node, &count);
    if (count == 0) return scope_wrong(&m->scope, node, "erased_by", "a kind of record such as erasure {}");
    struct filter *filters = arena_array(m->scope.arena, struct filter, count);
    bool good = true;
    for (uint32_t i = 0; i < count; i++) good = filter_read_record(&m->scope, &parts[i], SUBJECT_PUPIL, &filters[i]) && good;
    *out = (struct term){ .op = TERM_AT_LEAST, .n = operand_of(1), .filters = filters, .filter_count = count,
                          .distinct = FIELD_ABSENT, .on = FIELD_ABSENT, .total = FIELD_ABSENT, .each_param = -1 };
    return good;
}

static bool read_years(struct merging *m, const struct node *node, struct operand *out) {
    if (!scope_operand(&m->scope, node, "years", false, out)) return false;
    if (out->param >= 0 || (out->value >= 1 && out->value <= MOST_YEARS)) return true;
    return scope_error(&m->scope, CODE_BAD_CHOICE, node, scope_token(&m->scope, node), STR("Write years = 3 or the like."),
                       "'years' must be from 1 to %d, and this is %lld.", MOST_YEARS, (long long)out->value);
}

/* Everybody on record: the condition is named so that those who have left are asked about. */
static const struct filter *everybody(struct merging *m) {
    struct filter *who = arena_new(m->scope.arena, struct filter);
    struct condition *any = arena_new(m->scope.arena, struct condition);
    *any = (struct condition){ .field = m->scope.kinds->known.on_roll, .op = CONDITION_ANY, .low = operand_of(0), .high = operand_of(0) };
    *who = (struct filter){ .of_subject = true, .subject_type = SUBJECT_PUPIL, .kind = -1, .conditions = any, .condition_count = 1 };
    return who;
}

bool keep_read(struct merging *m, size_t item, const struct fields *fields, struct rule_version *out) {
    static const char *const needed[] = { "years", "from", "erased_by" }, *const afters[] = { "review" };
    const struct node *rule = m->items[item].node, *after = fields_node(fields, "after");
    for (size_t i = 0; i < COUNT_OF(needed); i++)
        if (!fields_node(fields, needed[i]))
            return scope_error(&m->scope, CODE_INCOMPLETE, rule, rule->id.size ? rule->id : rule->word,
                               STR("Write years = 3, from = \"left_on\", erased_by = erasure {}."), "%.*s does not say '%s'.",
                               STR_ARG(m->items[item].name), needed[i]);
    out->subject = SUBJECT_PUPIL;
    out->who = everybody(m);
    out->who_count = 1;
    out->when = (struct window){ .op = WINDOW_KEPT, .b = operand_of(0), .anchor_n = operand_of(0), .anchor_on = -1,
                                 .anchor_filter = { .kind = -1 } };
    out->when.length.n = out->when.grace.n = out->when.may_precede.n = out->when.opens.n = operand_of(0);
    bool good = read_years(m, fields_node(fields, "years"), &out->when.a);
    good = read_from(m, fields_node(fields, "from"), &out->when) && good;
    good = read_erased_by(m, fields_node(fields, "erased_by"), &out->have) && good;
    return (!after || scope_choice(&m->scope, after, "after", afters, 1) >= 0) && good;
}

struct rule_version keep_review(const struct rule_version *kept) {
    struct rule_version review = *kept;
    review.force = FORCE_SHOULD;
    review.top_level = -1; /* `severity` speaks of the breach */
    review.when.op = WINDOW_REVIEW;
    return review;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain_term - the reference evaluator: terms unrolled, records counted, and what the counts say.
 * Owns:  nothing.
 * Must not know: statuses.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/plain_priv.h"

bool plain_is_leaf(const struct plain_node *node) {
    return node->op == TERM_AT_LEAST || node->op == TERM_AT_MOST || node->op == TERM_AT_LEAST_TOTAL;
}

bool plain_is_negative(enum force force) { return force == FORCE_MUST_NOT || force == FORCE_SHOULD_NOT; }

/* ---- building --------------------------------------------------------------------------------------------------------- */

static struct plain_node build(struct plain_case *c, const struct term *term, const struct plain_cell *cells);

static struct plain_node build_parts(struct plain_case *c, const struct term *term, const struct plain_cell *cells) {
    struct plain_node node = { .op = term->op, .term = term, .cells = cells, .part_count = term->part_count };
    node.parts = arena_array(c->run->scratch, struct plain_node, term->part_count);
    for (size_t i = 0; i < term->part_count; i++) node.parts[i] = build(c, &term->parts[i], cells);
    return node;
}

static struct plain_cell *new_cell(struct plain_case *c, const struct term *term, const struct plain_cell *outer) {
    struct plain_cell *cell = arena_new(c->run->scratch, struct plain_cell);
    cell->field = term->each_field;
    cell->outer = outer;
    return cell;
}

/* all_of the part, once for each value. */
static struct plain_node build_for_each(struct plain_case *c, const struct term *term, const struct plain_cell *cells) {
    const struct param *param = term->each_param >= 0 ? &c->run->policy->params[term->each_param] : NULL;
    const struct param_step *step = param ? plain_param(param, c->first) : NULL;
    bool numbered = param && (param->type == PARAM_YEARS || param->type == PARAM_WHOLE || param->type == PARAM_HOURS);
    size_t most = !param ? term->each_count : param->type == PARAM_YEARS ? 63 : step->count;
    struct plain_node node = { .op = TERM_ALL_OF, .term = term, .cells = cells };
    node.parts = arena_array(c->run->scratch, struct plain_node, most);
    for (size_t i = 0; i < most; i++) {
        if (param && param->type == PARAM_YEARS && !(step->values[0] >> i & 1)) continue;
        struct plain_cell *cell = new_cell(c, term, cells);
        if (!param) {
            cell->name = term->each_names ? term->each_names[i] : (struct str){ 0 };
            cell->number = term->each_values ? term->each_values[i] : 0;
        } else if (numbered) {
            cell->number = param->type == PARAM_YEARS ? (int64_t)i : step->values[i];
        } else {
            cell->name = step->texts[i];
        }
        node.parts[node.part_count++] = build(c, &term->parts[0], cell);
    }
    return node;
}

static struct plain_node build(struct plain_case *c, const struct term *term, const struct plain_cell *cells) {
    if (term->op == TERM_ALL_OF || term->op == TERM_ANY_OF) return build_parts(c, term, cells);
    if (term->op == TERM_FOR_EACH) return build_for_each(c, term, cells);
    struct plain_node leaf = { .op = term->op, .term = term, .cells = cells, .n = plain_operand(c, &term->n) };
    bool further = c->version->when.op == WINDOW_FURTHER_BY_AGE;
    bool total = c->run->policy->readings[READING_ONE_FURTHER].means == FURTHER_TWO_IN_TOTAL;
    if (term->op == TERM_AT_LEAST && further && total) leaf.n++;
    return leaf;
}

static size_t list_leaves(const struct plain_node *node, const struct plain_node **out, size_t count) {
    if (plain_is_leaf(node)) {
        if (out) out[count] = node;
        return count + 1;
    }
    for (size_t i = 0; i < node->part_count; i++) count = list_leaves(&node->parts[i], out, count);
    return count;
}

void plain_build(struct plain_case *c) {
    c->have = build(c, &c->version->have, NULL);
    c->leaf_count = list_leaves(&c->have, NULL, 0);
    c->leaves = arena_array(c->run->scratch, const struct plain_node *, c->leaf_count);
    list_leaves(&c->have, c->leaves, 0);
}

/* ---- does a record count ------------------------------------------------------------------------------------------------ */

int32_t plain_field_in(const struct plain_case *c, const struct plain_node *leaf, int32_t field, uint32_t kind) {
    uint32_t first = (uint32_t)leaf->term->filters[0].kind;
    if (kind == first) return field;
    return kind_find_field(&c->run->kinds->kinds[kind], c->run->kinds->kinds[first].fields[field].name);
}

static struct date field_date(const struct plain_case *c, const struct plain_record *record, int32_t field) {
    int64_t value = field < 0 ? VALUE_NONE : plain_field(c->run, c->subject, record, field);
    return value == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)value };
}

struct date plain_day(const struct plain_case *c, const struct plain_node *leaf, const struct plain_record *record) {
    uint32_t kind = record->activity->kind;
    if (leaf->term->on >= 0) return field_date(c, record, plain_field_in(c, leaf, leaf->term->on, kind));
    struct date counts_on = field_date(c, record, c->run->kinds->kinds[kind].counts_on);
    return !c->version->when.same_record && date_known(counts_on) ? counts_on : record->activity->date;
}

/* latest_by is about the records of one pupil, one member of staff, one organisation, the school. */
static bool is_replaceable(const struct plain_case *c, const struct kind *kind) {
    if (!kind->has_latest_by) return false;
    switch (c->subject->type) {
    case SUBJECT_PUPIL: return shape_of_pupils(kind->shape);
    case SUBJECT_STAFF: return shape_of_staff(kind->shape);
    case SUBJECT_ORGANISATION: return kind->shape == SHAPE_ORGANISATION;
    default: return kind->shape == SHAPE_SCHOOL;
    }
}

static bool has_same_values(const struct plain_case *c, const struct kind *kind, const struct plain_record *a,
                            const struct plain_record *b) {
    for (uint32_t i = 0; i < kind->latest_by_count; i++) {
        int32_t field = (int32_t)kind->latest_by[i];
        if (plain_field(c->run, c->subject, a, field) != plain_field(c->run, c->subject, b, field)) return false;
    }
    return true;
}

struct date plain_replaced_on(const struct plain_case *c, const struct plain_record *record) {
    const struct kind *kind = &c->run->kinds->kinds[record->activity->kind];
    if (!is_replaceable(c, kind)) return DATE_NONE;
    for (size_t i = 0; i < c->subject->record_count; i++) {
        const struct plain_record *other = &c->subject->records[i];
        if (other->index <= record->index || other->activity->kind != record->activity->kind) continue;
        if (other->activity->cancelled || date_after(other->activity->date, c->run->judging->as_of)) continue;
        if (has_same_values(c, kind, record, other)) return other->activity->date;
    }
    return DATE_NONE;
}

struct date plain_until(const struct plain_case *c, const struct plain_record *record, struct date day) {
    const struct kind *kind = &c->run->kinds->kinds[record->activity->kind];
    const struct window *when = &c->version->when;
    struct date until = DATE_NONE;
    if (when->op == WINDOW_ROLLING)
        until = plain_span_after(c->run, day, when->length.unit, plain_operand(c, &when->length.n));
    else if (kind->ends >= 0) until = field_date(c, record, kind->ends);
    struct date replaced = plain_replaced_on(c, record);
    return date_known(replaced) ? date_min(until, date_add_days(replaced, -1)) : until;
}

enum plain_answer plain_counts(const struct plain_case *c, const struct plain_node *leaf,
                               const struct plain_record *record, struct date own_day, struct plain_lacks *lacks) {
    enum plain_answer answer = PLAIN_NO;
    for (size_t i = 0; i < leaf->term->filter_count; i++) {
        enum plain_answer part = plain_on_record(c, &leaf->term->filters[i], leaf->cells, record, false, NULL);
        if (part > answer) answer = part;
    }
    if (lacks && answer == PLAIN_NOT_KNOWN) {
        for (size_t i = 0; i < leaf->term->filter_count; i++)
            plain_on_record(c, &leaf->term->filters[i], leaf->cells, record, false, lacks);
    }
    if (answer == PLAIN_NO || !plain_is_negative(c->version->force)) return answer;
    enum plain_answer scope = plain_scope(c, own_day, NULL);
    if (lacks && scope == PLAIN_NOT_KNOWN) plain_scope(c, own_day, lacks);
    return scope < answer ? scope : answer;
}

bool plain_place(const struct plain_instance *instance, const struct plain_node *leaf, const struct plain_record *record,
                 struct plain_candidate *out) {
    const struct plain_case *c = instance->rule;
    const struct kind *kind = &c->run->kinds->kinds[record->activity->kind];
    struct date as_of = c->run->judging->as_of, day = plain_day(c, leaf, record);
    if (!date_known(day) || date_after(day, as_of)) return false;
    if (instance->is_state) {
        *out = (struct plain_candidate){ .record = record, .day = day, .until = plain_until(c, record, day) };
        if (!plain_is_negative(c->version->force)) return true;
        bool lasts = c->version->when.op == WINDOW_ROLLING || kind->ends >= 0 || is_replaceable(c, kind);
        return lasts ? !date_before(out->until, as_of) : !date_before(day, instance->opens);
    }
    bool lasts = kind->ends >= 0 && leaf->term->on < 0; /* what is counted on a day of its own is over with that day */
    struct date until = lasts ? plain_until(c, record, day) : day;
    struct date first = lasts ? date_max(day, instance->counts_from) : day;
    struct date last = date_min(date_min(until, instance->late_until), as_of);
    if (date_before(first, instance->counts_from) || date_after(first, last)) return false;
    *out = (struct plain_candidate){ .record = record, .day = first, .until = until };
    return true;
}

static int by_day_and_id(const void *a, const void *b) {
    const struct plain_candidate *left = a, *right = b;
    if (left->day.day != right->day.day) return left->day.day < right->day.day ? -1 : 1;
    int64_t x = left->record->activity->id, y = right->record->activity->id;
    return (x > y) - (x < y);
}

struct plain_candidates plain_collect(const struct plain_instance *instance, const struct plain_node *leaf) {
    const struct plain_case *c = instance->rule;
    struct plain_candidates out = { .at = arena_array(c->run->scratch, struct plain_candidate, c->subject->record_count) };
    for (size_t i = 0; i < c->subject->record_count; i++) {
        const struct plain_record *record = &c->subject->records[i];
        struct plain_candidate *candidate = &out.at[out.count];
        if (c->version->when.same_record && (!instance->anchor || instance->anchor->index != record->index)) continue;
        bool seen = false;
        for (size_t j = 0; j < leaf->term->filter_count; j++) seen |= plain_sees(&leaf->term->filters[j], record);
        if (!seen || !plain_place(instance, leaf, record, candidate)) continue;
        candidate->answer = plain_counts(c, leaf, record, candidate->day, NULL);
        bool doubtful = candidate->answer == PLAIN_YES && date_after(candidate->day, instance->sure_until);
        if (doubtful) candidate->answer = PLAIN_NOT_KNOWN;
        if (candidate->answer != PLAIN_NO) out.count++;
    }
    if (out.count) qsort(out.at, out.count, sizeof *out.at, by_day_and_id);
    return out;
}

/* ---- counting ------------------------------------------------------------------------------------------------------------ */

static int64_t value_of(const struct plain_case *c, const struct plain_node *leaf, int32_t field,
                        const struct plain_record *record) {
    int32_t f = plain_field_in(c, leaf, field, record->activity->kind);
    return f < 0 ? VALUE_NONE : plain_field(c->run, c->subject, record, f);
}

/* Has an earlier candidate (certain ones only, if so asked) the same known value? */
static bool is_repeat(const struct plain_case *c, const struct plain_node *leaf, const struct plain_candidates *candidates,
                      size_t i, int64_t value, bool certain_only) {
    for (size_t j = 0; j < i; j++) {
        if (certain_only && candidates->at[j].answer != PLAIN_YES) continue;
        if (value_of(c, leaf, leaf->term->distinct, candidates->at[j].record) == value) return true;
    }
    return false;
}

struct sums {
    int64_t certain, possible;
    bool unbounded;
    struct date reached; /* the day on which certain came to n */
};

static void add_one(const struct plain_case *c, const struct plain_node *leaf, const struct plain_candidates *candidates,
                    size_t i, struct sums *sums) {
    const struct plain_candidate *candidate = &candidates->at[i];
    bool yes = candidate->answer == PLAIN_YES;
    if (leaf->op == TERM_AT_LEAST_TOTAL) {
        int64_t value = value_of(c, leaf, leaf->term->total, candidate->record);
        if (value == VALUE_NONE) sums->unbounded = true;
        else sums->possible += value;
        if (yes && value != VALUE_NONE) sums->certain += value;
    } else if (leaf->term->distinct >= 0) {
        int64_t value = value_of(c, leaf, leaf->term->distinct, candidate->record);
        if (value == VALUE_NONE || !is_repeat(c, leaf, candidates, i, value, false)) sums->possible++;
        if (yes && value != VALUE_NONE && !is_repeat(c, leaf, candidates, i, value, true)) sums->certain++;
    } else {
        sums->possible++;
        if (yes) sums->certain++;
    }
}

/* Candidates come by (day, id), so that the day on which n is reached falls out. */
void plain_count(const struct plain_case *c, const struct plain_node *leaf, const struct plain_candidates *candidates,
                 struct plain_result *out) {
    struct sums sums = { .reached = DATE_NONE };
    bool any_yes = false, distinct = leaf->op != TERM_AT_LEAST_TOTAL && leaf->term->distinct >= 0;
    for (size_t i = 0; i < candidates->count; i++) {
        add_one(c, leaf, candidates, i, &sums);
        any_yes |= candidates->at[i].answer == PLAIN_YES;
        bool lone = distinct && any_yes && sums.certain < 1; /* some value, though it is not recorded which */
        if (leaf->n > 0 && sums.certain + lone >= leaf->n && !date_known(sums.reached))
            sums.reached = candidates->at[i].day;
    }
    if (distinct && any_yes && sums.certain < 1) sums.certain = 1;
    int64_t possible = sums.unbounded ? INT64_MAX : sums.possible;
    *out = (struct plain_result){ .tally = { leaf->n, sums.certain, possible }, .met_on = DATE_NONE };
    if (leaf->op == TERM_AT_MOST) {
        out->verdict = possible <= leaf->n ? PLAIN_MET : sums.certain > leaf->n ? PLAIN_FAILING : PLAIN_OPEN;
        return;
    }
    out->verdict = sums.certain >= leaf->n ? PLAIN_MET : possible < leaf->n ? PLAIN_FAILING : PLAIN_OPEN;
    if (out->verdict == PLAIN_MET) out->met_on = sums.reached;
}

static struct plain_result judge(const struct plain_node *node, const struct plain_result *results, size_t *leaf) {
    if (plain_is_leaf(node)) return results[(*leaf)++];
    bool all = node->op == TERM_ALL_OF;
    struct plain_result out = { .verdict = all ? PLAIN_MET : PLAIN_FAILING, .met_on = DATE_NONE };
    struct date latest = DATE_NONE, earliest = DATE_NONE;
    bool dayless = false;
    for (size_t i = 0; i < node->part_count; i++) {
        struct plain_result part = judge(&node->parts[i], results, leaf);
        if (all ? part.verdict < out.verdict : part.verdict > out.verdict) out.verdict = part.verdict;
        if (part.verdict != PLAIN_MET) continue;
        if (!date_known(part.met_on)) {
            dayless = true;
            continue;
        }
        if (!date_known(latest) || date_after(part.met_on, latest)) latest = part.met_on;
        earliest = date_min(earliest, part.met_on);
    }
    if (out.verdict == PLAIN_MET) out.met_on = all ? latest : dayless ? DATE_NONE : earliest;
    return out;
}

struct plain_result plain_judge(const struct plain_node *node, const struct plain_result *results) {
    size_t leaf = 0;
    return judge(node, results, &leaf);
}

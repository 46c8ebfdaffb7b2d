/* SPDX-License-Identifier: GPL-3.0-or-later
 * difference_demand - whether one version of a rule asks for more than another, as far as that can be shown.
 * Owns:  nothing.
 * Must not know: records.
 *
 * Parts of two policies are compared as stricter.c compares layers of one, with the numbers of the second.  Where that can
 * not be, what a school amended is known to ask for more: merging has seen to that.
 */
#include "policy/difference_priv.h"
#include "policy/filter.h"
#include "policy/term.h"
#include "policy/window_read.h"

#define SAME_NAMES(list, count, name)                                                                                              \
    do {                                                                                                                           \
        if (a->count != b->count) return false;                                                                                    \
        for (size_t i = 0; i < a->count; i++)                                                                                      \
            if (!str_equal(a->list[i].name, b->list[i].name)) return false;                                                        \
    } while (0)

static bool same_kinds(const struct kinds *a, const struct kinds *b) {
    if (a == b) return true;
    if (a->kind_count != b->kind_count) return false;
    for (uint32_t k = 0; k < a->kind_count; k++) {
        const struct kind *x = &a->kinds[k], *y = &b->kinds[k];
        if (!str_equal(x->name, y->name) || x->field_count != y->field_count) return false;
        for (uint32_t f = 0; f < x->field_count; f++)
            if (!str_equal(x->fields[f].name, y->fields[f].name)) return false;
    }
    return true;
}

static bool same_tables(const struct policy *a, const struct policy *b) {
    SAME_NAMES(phases, phase_count, name);
    SAME_NAMES(transitions, transition_count, name);
    return true;
}

/* ---- what the first policy says, with the numbers of the second ---- */

struct moving {
    struct arena *arena;
    const struct policy *from, *to;
    bool lost; /* it needs a number or a table that the second does not have */
};

static void move_operand(struct moving *m, struct operand *n) {
    if (n->param < 0) return;
    struct str name = m->from->params[n->param].name;
    for (size_t i = 0; i < m->to->param_count; i++) {
        if (!str_equal(m->to->params[i].name, name)) continue;
        n->param = (int32_t)i;
        return;
    }
    m->lost = true;
    n->param = -1;
}

static const struct filter *move_filters(struct moving *m, const struct filter *filters, size_t count) {
    struct filter *out = arena_array(m->arena, struct filter, count);
    for (size_t i = 0; i < count; i++) {
        struct condition *conditions = arena_array(m->arena, struct condition, filters[i].condition_count);
        out[i] = filters[i];
        out[i].conditions = conditions;
        m->lost = m->lost || filters[i].bound_count;
        for (size_t k = 0; k < filters[i].condition_count; k++) {
            struct condition *c = &conditions[k];
            *c = filters[i].conditions[k];
            if (c->has_low) move_operand(m, &c->low);
            if (c->has_high) move_operand(m, &c->high);
            struct operand *values = arena_array(m->arena, struct operand, c->value_count);
            for (size_t v = 0; v < c->value_count; v++) {
                values[v] = c->values[v];
                move_operand(m, &values[v]);
            }
            c->values = values;
            if (c->organisation) c->organisation = move_filters(m, c->organisation, 1);
        }
    }
    return out;
}

static void move_term(struct moving *m, struct term *term) {
    struct term *parts = arena_array(m->arena, struct term, term->part_count);
    struct operand each = { .param = term->each_param };
    if (term->filter_count) move_operand(m, &term->n);
    term->filters = move_filters(m, term->filters, term->filter_count);
    move_operand(m, &each);
    term->each_param = each.param;
    for (size_t i = 0; i < term->part_count; i++) {
        parts[i] = term->parts[i];
        move_term(m, &parts[i]);
    }
    term->parts = parts;
}

static void move_window(struct moving *m, struct window *w) {
    struct span *const spans[] = { &w->length, &w->grace, &w->may_precede, &w->opens };
    move_operand(m, &w->a);
    move_operand(m, &w->b);
    move_operand(m, &w->anchor_n);
    for (size_t i = 0; i < COUNT_OF(spans); i++) move_operand(m, &spans[i]->n);
    if (w->anchor == ANCHOR_RECORD && (w->op == WINDOW_WITHIN || w->op == WINDOW_AHEAD_OF)) w->anchor_filter = *move_filters(m, &w->anchor_filter, 1);
}

/* False when it can not be compared. */
static bool move(struct arena *arena, const struct policy *from, const struct policy *to, struct rule_version *version) {
    struct moving m = { .arena = arena, .from = from, .to = to };
    if (!same_kinds(from->kinds, to->kinds)) return false;
    version->who = move_filters(&m, version->who, version->who_count);
    move_term(&m, &version->have);
    move_window(&m, &version->when);
    if (version->exempt.has_limit) move_operand(&m, &version->exempt.for_at_most.n);
    return !m.lost;
}

static bool forbids(enum force force) {
    return force == FORCE_MUST_NOT || force == FORCE_SHOULD_NOT;
}

static enum demand of_two(bool more, bool less) {
    return more == less ? DEMAND_OTHER : more ? DEMAND_MORE : DEMAND_LESS;
}

static int weight(enum force force) {
    static const int weights[] = { [FORCE_MUST] = 2, [FORCE_SHOULD] = 1, [FORCE_MAY] = 0, [FORCE_MUST_NOT] = 2, [FORCE_SHOULD_NOT] = 1 };
    return weights[force];
}

static enum demand by_force(const struct rule_version *a, const struct rule_version *b) {
    if (a->force == b->force) return DEMAND_NONE;
    if (forbids(a->force) != forbids(b->force)) return DEMAND_OTHER;
    return weight(b->force) > weight(a->force) ? DEMAND_MORE : DEMAND_LESS;
}

static enum demand by_exempt(const struct policy *policy, const struct rule_version *a, const struct rule_version *b, struct date day) {
    const struct exempting *x = &a->exempt, *y = &b->exempt;
    if (x->allowed != y->allowed) return x->allowed ? DEMAND_MORE : DEMAND_LESS;
    if (!x->has_limit && !y->has_limit) return DEMAND_OTHER;
    if (!x->has_limit || !y->has_limit) return y->has_limit ? DEMAND_MORE : DEMAND_LESS;
    return of_two(span_no_longer(policy, &y->for_at_most, &x->for_at_most, day), span_no_longer(policy, &x->for_at_most, &y->for_at_most, day));
}

/* Ending sooner, or beginning later, is less. */
static enum demand by_life(const struct rule_version *a, const struct rule_version *b) {
    int32_t x = date_known(a->ends) ? a->ends.day : INT32_MAX, y = date_known(b->ends) ? b->ends.day : INT32_MAX;
    if (x != y) return x < y ? DEMAND_MORE : DEMAND_LESS;
    return date_after(b->from, a->from) ? DEMAND_LESS : DEMAND_MORE;
}

static enum demand by_sets(struct scope *scope, const struct rule_version *a, const struct rule_version *b, enum rule_part part, struct date day) {
    struct str sample;
    bool no = forbids(b->force);
    if (part == PART_WHO)
        return of_two(filter_within(scope, a->who, a->who_count, b->who, b->who_count, day, &sample),
                      filter_within(scope, b->who, b->who_count, a->who, a->who_count, day, &sample));
    if (part == PART_WHEN)
        return of_two(window_no_later(scope->policy, &b->when, &a->when, day), window_no_later(scope->policy, &a->when, &b->when, day));
    if (a->hatch >= 0 || b->hatch >= 0 || a->measuring || b->measuring) return DEMAND_OTHER;
    bool up = term_implies(scope, &b->have, &a->have, day, &sample), down = term_implies(scope, &a->have, &b->have, day, &sample);
    return no ? of_two(down, up) : of_two(up, down);
}

static bool amended_by_school(const struct policy *policy, const struct rule_version *v, enum rule_part part) {
    const char *const fields[] = { [PART_WHO] = "who", [PART_HAVE] = "have", [PART_WHEN] = "when" };
    for (size_t i = 0; i < v->change_count; i++)
        if (str_is(path_root(v->changed_fields[i]), fields[part]) && policy->documents[v->changes[i].document].layer == LAYER_SCHOOL) return true;
    return false;
}

enum demand differing_demand(const struct differing *d, const struct rule_version *a, const struct rule_version *b, enum rule_part part, struct date day) {
    struct policy copy = *d->b;
    struct problems ignored = { .arena = d->arena };
    struct scope scope = { .arena = d->arena, .kinds = copy.kinds, .documents = copy.documents, .document_count = copy.document_count,
                           .problems = &ignored, .policy = &copy };
    struct rule_version was = *a;
    bool comparable = a->subject == b->subject && move(d->arena, d->a, d->b, &was);
    if (part == PART_WHEN) comparable = comparable && (!a->when.name_count || same_tables(d->a, d->b));
    switch (part) {
    case PART_FORCE: return by_force(a, b);
    case PART_LIFE: return by_life(a, b);
    case PART_EXEMPT: return comparable ? by_exempt(&copy, &was, b, day) : DEMAND_OTHER;
    case PART_WHO:
    case PART_HAVE:
    case PART_WHEN:
        if (comparable) return by_sets(&scope, &was, b, part, day);
        return of_two(amended_by_school(d->b, b, part), amended_by_school(d->a, a, part));
    case PART_UNLESS: return DEMAND_OTHER;
    case PART_OWNER:
    case PART_REMIND:
    case PART_SEVERITY:
    case PART_HINT:
    case PART_COUNT: break;
    }
    return DEMAND_NONE;
}

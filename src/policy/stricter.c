/* SPDX-License-Identifier: GPL-3.0-or-later
 * stricter - whether the amendments of a rule only make it stricter, where that is all they may do (M8, M9, M10).
 * Owns:  nothing.
 * Must not know: how a rule is read.
 */
#include "policy/filter.h"
#include "policy/merge_priv.h"
#include "policy/term.h"
#include "policy/window_read.h"

struct comparison {
    struct merging *m;
    const struct op *op;
    const struct rule_version *lower, *upper;
    struct date day;
};

static void refuse(const struct comparison *c, const char *format_sample, struct str sample) {
    const struct op *op = c->op;
    struct merging *m = c->m;
    enum code code = c->lower->basis == BASIS_LAW ? CODE_BELOW_THE_LAW : CODE_NOT_STRICTER;
    struct str name = m->items[op->item].name;
    struct str said = sample.size ? str_format(m->scope.arena, format_sample, STR_ARG(sample))
                                  : STR("that it does not can not be shown");
    struct str next = code == CODE_BELOW_THE_LAW
                          ? STR("Only an update can weaken what the law asks for.")
                          : STR("A school may only ask for more; anything else needs the trust.");
    scope_error(&m->scope, code, op->node, op->node->id, next, "%.*s: '%.*s' asks for less than before: %.*s.",
                STR_ARG(name), STR_ARG(op->field), STR_ARG(said));
}

static bool refusal(enum force force) {
    return force == FORCE_MUST_NOT || force == FORCE_SHOULD_NOT;
}

static void compare_have(const struct comparison *c) {
    struct str sample;
    const struct term *strict = &c->upper->have, *loose = &c->lower->have;
    /* A prohibition is stricter when it forbids at least as much. */
    if (refusal(c->lower->force)) {
        if (!term_implies(&c->m->scope, loose, strict, c->day, &sample)) refuse(c, "it no longer forbids %.*s", sample);
    } else if (!term_implies(&c->m->scope, strict, loose, c->day, &sample)) {
        refuse(c, "it would be met by %.*s", sample);
    }
}

static bool has_limit(const struct term *term) {
    bool limit = term->op == TERM_AT_MOST;
    for (size_t i = 0; i < term->part_count; i++) limit = limit || has_limit(&term->parts[i]);
    return limit;
}

static void compare_who(const struct comparison *c) {
    struct str sample;
    if (!filter_within(&c->m->scope, c->lower->who, c->lower->who_count, c->upper->who, c->upper->who_count, c->day,
                       &sample))
        refuse(c, "it leaves out %.*s", sample);
    /* Where a limit is what may not be kept, the records of more people would break it. */
    else if (refusal(c->upper->force) && has_limit(&c->upper->have)
             && !filter_within(&c->m->scope, c->upper->who, c->upper->who_count, c->lower->who, c->lower->who_count,
                               c->day, &sample))
        refuse(c, "%.*s", STR("it counts what happened to others too"));
}

static void compare_when(const struct comparison *c) {
    /* What may not happen, or not too often, is looked for in the whole window: an earlier end would forbid less. */
    bool limits = refusal(c->upper->force) || has_limit(&c->upper->have) || has_limit(&c->lower->have);
    if (limits && !window_same(c->m->scope.policy, &c->upper->when, &c->lower->when, c->day))
        refuse(c, "%.*s", STR("it is looked for in another time"));
    else if (!window_no_later(c->m->scope.policy, &c->upper->when, &c->lower->when, c->day))
        refuse(c, "%.*s", STR("the deadline could be later, or can not be compared"));
}

static void compare_exempt(const struct comparison *c) {
    const struct exempting *lower = &c->lower->exempt, *upper = &c->upper->exempt;
    if (!upper->has_limit || !lower->allowed) return;
    if (lower->has_limit && !span_no_longer(c->m->scope.policy, &upper->for_at_most, &lower->for_at_most, c->day))
        refuse(c, "%.*s", STR("an exemption could last longer"));
}

static void compare_want(const struct comparison *c) {
    const struct policy *policy = c->m->scope.policy;
    const struct measuring *lower = c->lower->measuring, *upper = c->upper->measuring;
    bool least = !lower->has_least
                 || (upper->has_least && operand_on(policy, &upper->least, c->day) >= operand_on(policy, &lower->least, c->day));
    bool most = !lower->has_most
                || (upper->has_most && operand_on(policy, &upper->most, c->day) <= operand_on(policy, &lower->most, c->day));
    if (!least || !most) refuse(c, "%.*s", STR("the figure that is wanted is easier to reach"));
}

static void compare_years(const struct comparison *c) {
    const struct policy *policy = c->m->scope.policy;
    if (operand_on(policy, &c->upper->when.a, c->day) < operand_on(policy, &c->lower->when.a, c->day))
        refuse(c, "%.*s", STR("records could be erased sooner"));
}

static void compare(struct merging *m, const struct op *op, struct date day) {
    enum layer layer = op->source->at->layer;
    struct rule_version lower, upper;
    if (!rule_read(m, op->item, day, layer, &lower)) return;
    if (op->source->overlay >= 0) m->guarded = UINT32_C(1) << op->source->overlay;
    bool read = rule_read(m, op->item, day, (enum layer)(layer + 1), &upper);
    m->guarded = 0;
    if (!read) return;
    struct comparison c = { .m = m, .op = op, .lower = &lower, .upper = &upper, .day = day };
    bool bound = layer == LAYER_SCHOOL || op->action == OP_TIGHTEN || lower.basis == BASIS_LAW;
    struct str root = path_root(op->field);
    if (!bound) return;
    if (str_is(root, "have")) compare_have(&c);
    if (str_is(root, "who")) compare_who(&c);
    if (str_is(root, "when") || str_is(root, "every")) compare_when(&c);
    if (str_is(root, "years")) compare_years(&c);
    if (str_is(root, "want") && lower.measuring && upper.measuring) compare_want(&c);
    if (str_is(op->field, "exempt.for_at_most")) compare_exempt(&c);
}

/* On its first day, and on each later day on which a parameter or another amendment moves. */
static void compare_on_all_days(struct merging *m, const struct op *op) {
    const struct policy *policy = m->scope.policy;
    size_t errors = m->scope.problems->errors;
    compare(m, op, op->from);
    for (size_t p = 0; p < policy->param_count; p++)
        for (size_t s = 0; s < policy->params[p].step_count && errors == m->scope.problems->errors; s++)
            if (date_after(policy->params[p].steps[s].from, op->from)) compare(m, op, policy->params[p].steps[s].from);
    for (size_t i = 0; i < m->op_count && errors == m->scope.problems->errors; i++)
        if (m->ops[i].item == op->item && date_after(m->ops[i].from, op->from)) compare(m, op, m->ops[i].from);
}

void merging_stricter(struct merging *m) {
    for (size_t i = 0; i < m->op_count; i++) {
        const struct op *op = &m->ops[i];
        enum layer layer = op->source->at->layer;
        if (m->items[op->item].type != ITEM_RULE || op->action == OP_DROP) continue;
        if (layer == LAYER_SCHOOL && m->sources[m->items[op->item].source].at->layer == LAYER_SCHOOL) continue;
        if (layer > LAYER_UPDATE || op->action == OP_TIGHTEN) compare_on_all_days(m, op);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * variant - what overlays for some pupils make of rules (M6): guarded variants beside the rule, never an overwriting.
 * Owns:  nothing.
 * Must not know: what each layer may change (law.c), how a rule is read.
 *
 * A rule that k overlays change has one variant for each set of them that some pupil can be in.
 */
#include "policy/filter.h"
#include "policy/merge_priv.h"

#define MOST_OVERLAYS 4 /* that change one rule */

static bool is_guarded(const struct op *op) {
    return op->source->overlay >= 0;
}

static bool meets(const struct op *a, const struct op *b) {
    if (a->item != b->item) return false;
    if (a->action == OP_DROP || b->action == OP_DROP) return true;
    return path_covers(a->field, b->field) || path_covers(b->field, a->field);
}

bool variant_sees(const struct merging *m, const struct op *op, struct date day) {
    if (date_after(op->from, day) || (op->has_end && date_after(day, op->ends))) return false;
    if (is_guarded(op) && !(m->guarded >> op->source->overlay & 1)) return false;
    if (!m->guarded || op->source->at->layer < LAYER_OVERLAY_PUPILS) return true;
    for (size_t i = 0; i < m->op_count; i++) {
        const struct op *other = &m->ops[i];
        if (other == op || !is_guarded(other) || !(m->guarded >> other->source->overlay & 1)) continue;
        if (date_after(other->from, day) || !meets(op, other)) continue;
        if (op->action == OP_DROP && op->source->at->layer == LAYER_SCHOOL) continue;
        if (op->source->at->layer == LAYER_SCHOOL) return false; /* inside the guard the overlay's word stands */
        if (str_equal(other->over, op->source->name)) return false;
    }
    return true;
}

/* ---- who is in several overlays at once ---------------------------------------------------------------------------------- */

/* Calls nothing back: tries each way to take one guard of each overlay.  True when some pupil can be in all of them. */
static bool some_pupil(struct merging *m, const uint32_t *overlays, size_t count, struct filter together,
                       struct str *sample) {
    if (count == 0) return !filter_within(&m->scope, &together, 1, NULL, 0, m->as_of, sample);
    const struct overlay *overlay = &m->scope.policy->overlays[overlays[0]];
    for (size_t g = 0; g < overlay->guard_count; g++) {
        struct filter more = filter_both(&m->scope, &together, &overlay->guards[g]);
        if (some_pupil(m, overlays + 1, count - 1, more, sample)) return true;
    }
    return false;
}

static bool can_be_together(struct merging *m, uint32_t mask, struct str *sample) {
    uint32_t overlays[32];
    size_t count = 0;
    for (uint32_t i = 0; i < m->scope.policy->overlay_count; i++)
        if (mask >> i & 1) overlays[count++] = i;
    struct filter all = { .of_subject = true, .subject_type = SUBJECT_PUPIL, .kind = -1 };
    *sample = NO_HINT;
    return some_pupil(m, overlays, count, all, sample);
}

/* ---- M6: two overlays on one field ----------------------------------------------------------------------------------------- */

static struct str said_of(const struct op *op) {
    return op->action == OP_DROP ? STR("the rule") : op->field;
}

static void check_pair(struct merging *m, const struct op *first, const struct op *second) {
    bool forth = str_equal(second->over, first->source->name), back = str_equal(first->over, second->source->name);
    struct str sample, where = scope_where(&m->scope, first->node), name = m->items[second->item].name;
    if (forth != back) return;
    if (forth) {
        scope_error(&m->scope, CODE_OVERLAY_OVERLAP, second->node, second->node->id, STR("Take one of the two 'over' away."),
                    "%.*s: each of the overlays '%.*s' and '%.*s' says that it replaces the other, at %.*s too.",
                    STR_ARG(name), STR_ARG(first->source->name), STR_ARG(second->source->name), STR_ARG(where));
        return;
    }
    if (!can_be_together(m, UINT32_C(1) << first->source->overlay | UINT32_C(1) << second->source->overlay, &sample)) return;
    struct str next = str_format(m->scope.arena, "Say which one stands for them, with over = \"%.*s\", or make the two apart.",
                                 STR_ARG(first->source->name));
    scope_error(&m->scope, CODE_OVERLAY_OVERLAP, second->node, second->node->id, next,
                "'%.*s' of %.*s is also changed by the overlay '%.*s' at %.*s, and %.*s is in both.", STR_ARG(said_of(second)),
                STR_ARG(name), STR_ARG(first->source->name), STR_ARG(where),
                STR_ARG(sample.size ? sample : STR("some pupil")));
}

/* A school's change beside an overlay's is no slip: it is said for whom each stands. */
static void note_school(struct merging *m, const struct op *op) {
    for (size_t i = 0; i < m->op_count; i++) {
        const struct op *other = &m->ops[i];
        if (!is_guarded(other) || op->action == OP_DROP || !meets(op, other)) continue;
        struct str where = scope_where(&m->scope, other->node);
        scope_say(&m->scope, CODE_MERGE_SHADOW, SEVERITY_NOTE, op->node, op->node->id,
                  STR("Nothing needs to be done; the trust can change the overlay."),
                  "'%.*s' of %.*s is changed here for all pupils but those of the overlay '%.*s' (%.*s).", STR_ARG(op->field),
                  STR_ARG(m->items[op->item].name), STR_ARG(other->source->name), STR_ARG(where));
        return;
    }
}

void variant_check(struct merging *m) {
    for (size_t i = 0; i < m->op_count; i++) {
        const struct op *op = &m->ops[i];
        if (op->source->at->layer == LAYER_SCHOOL) note_school(m, op);
        for (size_t k = 0; is_guarded(op) && k < i; k++)
            if (is_guarded(&m->ops[k]) && m->ops[k].source != op->source && meets(&m->ops[k], op))
                check_pair(m, &m->ops[k], op);
    }
}

/* ---- the variants of a rule -------------------------------------------------------------------------------------------------- */

static uint32_t overlays_on(const struct merging *m, size_t item, const struct op **last) {
    uint32_t mask = 0;
    for (size_t i = 0; i < m->op_count; i++) {
        if (m->ops[i].item != item || !is_guarded(&m->ops[i])) continue;
        mask |= UINT32_C(1) << m->ops[i].source->overlay;
        *last = &m->ops[i];
    }
    return mask;
}

static int bits_of(uint32_t mask) {
    int count = 0;
    for (; mask; mask &= mask - 1) count++;
    return count;
}

static struct str names_of(struct merging *m, uint32_t mask) {
    struct buf out = { 0 };
    int left = bits_of(mask), said = 0;
    for (uint32_t i = 0; i < m->scope.policy->overlay_count; i++) {
        if (!(mask >> i & 1)) continue;
        left--;
        buf_add_c(&out, said++ == 0 ? "" : left ? ", " : " and ");
        buf_add(&out, m->scope.policy->overlays[i].name);
    }
    struct str text = str_copy(m->scope.arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* The overlays that have a say in what the rule says on that day. */
static uint32_t in_force(const struct merging *m, size_t item, struct date day) {
    uint32_t mask = 0;
    for (size_t i = 0; i < m->op_count; i++)
        if (m->ops[i].item == item && is_guarded(&m->ops[i]) && variant_sees(m, &m->ops[i], day))
            mask |= UINT32_C(1) << m->ops[i].source->overlay;
    return mask;
}

static bool is_about_pupils(struct merging *m, size_t item, const struct op *op, const struct rule_version *versions,
                            size_t count) {
    for (size_t i = 0; i < count; i++)
        if (versions[i].subject != SUBJECT_PUPIL)
            return scope_error(&m->scope, CODE_WRONG_TYPE, op->node, op->node->id,
                               STR("Change it in an overlay for schools, or ask the trust."),
                               "%.*s is not about pupils, and this overlay is for some pupils only.",
                               STR_ARG(m->items[item].name));
    return true;
}

void variant_rules(struct merging *m, size_t item, struct rule *rule) {
    const struct op *last = NULL;
    uint32_t all = overlays_on(m, item, &last);
    if (!all || !is_about_pupils(m, item, last, rule->versions, rule->version_count)) return;
    if (bits_of(all) > MOST_OVERLAYS) {
        scope_error(&m->scope, CODE_OVERLAY_OVERLAP, last->node, last->node->id,
                    STR("Put what belongs together into one overlay."), "More than %d overlays for pupils change %.*s.",
                    MOST_OVERLAYS, STR_ARG(rule->name));
        return;
    }
    struct variant *variants = arena_array(m->scope.arena, struct variant, (size_t)1 << MOST_OVERLAYS);
    for (uint32_t mask = all & -all; mask; mask = (mask - all) & all) { /* each set of them once */
        struct str sample;
        if (!can_be_together(m, mask, &sample)) continue;
        struct variant *variant = &variants[rule->variant_count++];
        m->guarded = mask;
        *variant = (struct variant){ .overlays = mask, .name = names_of(m, mask) };
        struct rule_version *versions = rule_read_versions(m, item, &variant->version_count);
        for (size_t v = 0; v < variant->version_count; v++)
            versions[v].overlays = in_force(m, item, versions[v].governs_from);
        variant->versions = versions;
        if (!is_about_pupils(m, item, last, versions, variant->version_count)) break;
    }
    m->guarded = 0;
    rule->overlays = all;
    rule->variants = variants;
}

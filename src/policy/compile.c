/* SPDX-License-Identifier: GPL-3.0-or-later
 * compile - from the effective policy to a rule program: rules that apply, cut into versions with constants only.
 * Owns:  nothing.
 * Must not know: rows, Lua, SQL.
 */
#include "policy/compile.h"

#include <string.h>

#define LEAD_DAYS 60

void *compile_grow(struct compiler *c, void *at, uint32_t count, uint32_t *room, size_t size) {
    if (count < *room) return at;
    uint32_t larger = *room ? *room * 2 : 32;
    void *moved = arena_alloc_array(c->arena, larger, size);
    if (count) memcpy(moved, at, (size_t)count * size);
    *room = larger;
    return moved;
}

static bool names_roll(const struct compiler *c, const struct rule_version *source) {
    const struct known_facts *known = &c->kinds->known;
    for (size_t i = 0; i < source->who_count; i++) {
        for (size_t j = 0; j < source->who[i].condition_count; j++) {
            int32_t field = source->who[i].conditions[j].field;
            if (field == known->on_roll || field == known->left_on) return true;
        }
    }
    return false;
}

static struct image_span lead_of(struct compiler *c, const struct rule_version *source) {
    if (source->plan < 0) return (struct image_span){ SPAN_DAYS, LEAD_DAYS };
    return compile_span(c, &c->policy->plans[source->plan].lead);
}

/* A check function may look at every field. */
static void read_kind(struct compiler *c, uint32_t kind) {
    c->program->kinds_used[kind] = true;
    for (uint32_t i = 0; i < c->kinds->kinds[kind].field_count; i++) c->program->fields_used[kind][i] = true;
}

/* One version with the constants of c->day. */
static void put_version(struct compiler *c, const struct image_rule *rule, uint32_t version, struct date from,
                        struct date to) {
    struct program *p = c->program;
    size_t count;
    const struct rule_version *source = &rule_versions(&c->policy->rules[rule->rule], rule->variant, &count)[version];
    struct image_version image = { .rule = rule->rule, .variant = rule->variant, .version = version, .source = source, .governs_from = from,
                                   .governs_to = to, .nodes = p->node_count, .leaves = p->leaf_count };
    c->version_node = p->node_count;
    c->version_leaf = p->leaf_count;
    c->subject = source->subject;
    image.who = compile_filters(c, source->who, source->who_count, NULL, 0);
    image.who_count = (uint32_t)source->who_count;
    image.unless = compile_filters(c, source->unless, source->unless_count, NULL, 0);
    image.unless_count = (uint32_t)source->unless_count;
    c->one_more = source->when.op == WINDOW_FURTHER_BY_AGE &&
                  c->policy->readings[READING_ONE_FURTHER].means == FURTHER_TWO_IN_TOTAL;
    compile_term(c, &source->have);
    for (size_t i = 0; i < source->read_count; i++) read_kind(c, (uint32_t)source->reads[i]);
    c->program->has_hatches = c->program->has_hatches || source->hatch >= 0;
    image.node_count = p->node_count - image.nodes;
    image.leaf_count = p->leaf_count - image.leaves;
    image.when = compile_window(c, source);
    image.has_late = source->has_late;
    if (source->has_late) image.late = compile_span(c, &source->late);
    image.lead = lead_of(c, source);
    image.names_roll = source->subject == SUBJECT_PUPIL && names_roll(c, source);
    compile_names(c, source, &image);
    image.readings = compile_readings(c, source);
    bool birthday = source->when.anchor == ANCHOR_BIRTHDAY &&
                    (source->when.op == WINDOW_WITHIN || source->when.op == WINDOW_AHEAD_OF);
    image.leap_matters = birthday || image.names_age || source->when.op == WINDOW_BY_AGE ||
                         source->when.op == WINDOW_FURTHER_BY_AGE;
    COMPILE_GROW(c, p->versions, p->version_count, c->version_room);
    p->versions[p->version_count++] = image;
}

struct date compile_next_step(const struct compiler *c, struct date day) {
    struct date next = DATE_NONE;
    for (size_t i = 0; i < c->policy->param_count; i++) {
        const struct param *param = &c->policy->params[i];
        if (!c->params_read[i]) continue;
        for (size_t j = 1; j < param->step_count; j++) {
            if (date_after(param->steps[j].from, day)) next = date_min(next, param->steps[j].from);
        }
    }
    return next;
}

static void put_one(struct compiler *c, struct image_rule image) {
    struct program *p = c->program;
    size_t count;
    const struct rule_version *versions = rule_versions(&c->policy->rules[image.rule], image.variant, &count);
    image.versions = p->version_count;
    for (uint32_t i = 0; i < count && !c->failed; i++) {
        struct date end = rule_governs_to(versions, count, i);
        struct date from = versions[i].governs_from;
        memset(c->params_read, 0, c->policy->param_count * sizeof *c->params_read);
        for (;;) {
            c->day = from;
            put_version(c, &image, i, from, end);
            struct date next = compile_next_step(c, from);
            if (c->failed || !date_known(next) || date_after(next, end)) break;
            p->versions[p->version_count - 1].governs_to = date_add_days(next, -1);
            from = next;
        }
    }
    image.version_count = p->version_count - image.versions;
    for (uint32_t i = 0; i < count; i++) image.subjects |= 1u << versions[i].subject;
    COMPILE_GROW(c, p->rules, p->rule_count, c->rule_room);
    p->rules[p->rule_count++] = image;
}

/* The rule as it stands, then its variants. */
static void put_rule(struct compiler *c, uint32_t index) {
    const struct rule *rule = &c->policy->rules[index];
    put_one(c, (struct image_rule){ .rule = index, .overlays = rule->overlays,
                                    .variant_count = (uint32_t)rule->variant_count });
    for (uint32_t v = 0; v < rule->variant_count && !c->failed; v++)
        put_one(c, (struct image_rule){ .rule = index, .variant = v + 1, .overlays = rule->variants[v].overlays });
}

static void put_guards(struct compiler *c) {
    const struct policy *policy = c->policy;
    c->program->guards = arena_array(c->arena, struct image_guard, policy->overlay_count);
    c->subject = SUBJECT_PUPIL;
    c->day = DATE_FIRST;
    for (size_t i = 0; i < policy->overlay_count; i++) {
        const struct overlay *overlay = &policy->overlays[i];
        c->program->guards[i] = (struct image_guard){ compile_filters(c, overlay->guards, overlay->guard_count, NULL, 0),
                                                      (uint32_t)overlay->guard_count };
    }
}

static void prepare(struct compiler *c) {
    struct program *p = c->program;
    p->policy = c->policy;
    p->kind_count = c->kinds->kind_count;
    p->table_count = p->kind_count + SUBJECT_TYPE_COUNT;
    p->tables = arena_array(c->arena, struct image_table, p->table_count);
    p->kinds_used = arena_array(c->arena, bool, p->kind_count);
    p->fields_used = arena_array(c->arena, bool *, p->kind_count);
    for (uint32_t i = 0; i < p->kind_count; i++) {
        p->fields_used[i] = arena_array(c->arena, bool, c->kinds->kinds[i].field_count);
    }
    p->decisions = arena_array(c->arena, struct image_decision, c->policy->decision_count);
    p->deciding = arena_array(c->arena, uint32_t, p->table_count);
    c->params_read = arena_array(c->arena, bool, c->policy->param_count);
    c->growth = arena_array(c->arena, struct table_growth, p->table_count);
}

bool program_compile(struct arena *arena, const struct policy *policy, struct program **out, struct err *err) {
    struct compiler c = { .arena = arena, .policy = policy, .kinds = policy->kinds, .err = err };
    c.program = *out = arena_new(arena, struct program);
    prepare(&c);
    put_guards(&c);
    for (uint32_t i = 0; i < policy->rule_count && !c.failed; i++) {
        const struct rule *rule = &policy->rules[i];
        if (!rule->applies || rule->version_count == 0) continue;
        if (rule_is_measure(rule)) compile_measure(&c, i);
        else put_rule(&c, i);
    }
    if (c.failed) return false;
    compile_tables(&c);
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * compile_measure - measures with constants only, cut where a parameter that they read moves.
 * Owns:  nothing.
 * Must not know: rows, how a figure comes about.
 */
#include <string.h>

#include "policy/compile.h"

static bool asks_roll(const struct measured_side *side) {
    for (size_t i = 0; i < side->filter_count; i++)
        if (!side->filters[i].default_on_roll) return true;
    return false;
}

static void read_by(struct compiler *c, const struct measuring *m) {
    for (size_t i = 0; i < m->by_count; i++) {
        if (m->by[i].of_organisation) c->program->organisations_asked = true;
        else if (m->over.things == MEASURED_RECORDS) compile_read_field(c, (uint32_t)m->over.filters[0].kind, m->by[i].field);
    }
}

static void put(struct compiler *c, uint32_t rule, uint32_t version, struct date from, struct date to) {
    struct program *p = c->program;
    const struct rule_version *source = &c->policy->rules[rule].versions[version];
    const struct measuring *m = source->measuring;
    struct image_measure image = { .counting = { .rule = rule, .version = version, .source = source, .governs_from = from,
                                                 .governs_to = to, .nodes = p->node_count, .leaves = p->leaf_count } };
    struct image_version *counting = &image.counting;
    c->version_node = p->node_count;
    c->version_leaf = p->leaf_count;
    c->one_more = false;
    c->subject = m->over.things == MEASURED_SUBJECTS ? m->over.subject : SUBJECT_SCHOOL;
    if (m->over.things == MEASURED_SUBJECTS) {
        counting->who = compile_filters(c, m->over.filters, m->over.filter_count, NULL, 0);
        counting->who_count = (uint32_t)m->over.filter_count;
        image.everybody = c->subject == SUBJECT_PUPIL && asks_roll(&m->over);
    }
    if (source->have.op == TERM_AT_LEAST) compile_term(c, &source->have);
    counting->node_count = p->node_count - counting->nodes;
    counting->leaf_count = p->leaf_count - counting->leaves;
    counting->when = (struct image_window){ .op = WINDOW_EACH_SCHOOL_YEAR, .anchor_on = -1 };
    bool same = m->has_of && (m->of.things == MEASURED_SUBJECTS || m->over.things == MEASURED_RECORDS);
    if (same) {
        image.of = compile_filters(c, m->of.filters, m->of.filter_count, NULL, 0);
        image.of_count = (uint32_t)m->of.filter_count;
    }
    read_by(c, m);
    image.length = compile_span(c, &source->when.length);
    if (m->has_least) image.least = compile_operand(c, &m->least);
    if (m->has_most) image.most = compile_operand(c, &m->most);
    COMPILE_GROW(c, p->measures, p->measure_count, c->measure_room);
    p->measures[p->measure_count++] = image;
}

void compile_measure(struct compiler *c, uint32_t rule) {
    const struct rule *source = &c->policy->rules[rule];
    for (uint32_t i = 0; i < source->version_count && !c->failed; i++) {
        bool last = i + 1 == source->version_count;
        struct date end = last ? DATE_NONE : date_add_days(source->versions[i + 1].governs_from, -1);
        struct date from = source->versions[i].governs_from;
        memset(c->params_read, 0, c->policy->param_count * sizeof *c->params_read);
        for (;;) {
            c->day = from;
            put(c, rule, i, from, end);
            struct date next = compile_next_step(c, from);
            if (c->failed || !date_known(next) || date_after(next, end)) break;
            c->program->measures[c->program->measure_count - 1].counting.governs_to = date_add_days(next, -1);
            from = next;
        }
    }
}

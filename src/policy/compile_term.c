/* SPDX-License-Identifier: GPL-3.0-or-later
 * compile_term - terms to a flat tree in pre-order, every for_each unrolled.
 * Owns:  nothing.
 * Must not know: windows, look-up tables, rows.
 */
#include "policy/compile.h"

struct around {
    struct cell cells[CELL_DEPTH];
    size_t count;
};

static uint32_t put_node(struct compiler *c, enum image_op op) {
    struct program *p = c->program;
    COMPILE_GROW(c, p->nodes, p->node_count, c->node_room);
    p->nodes[p->node_count] = (struct image_node){ .op = op };
    return p->node_count++;
}

/* The field of the same name in another kind of the same term. */
static int32_t field_in(const struct compiler *c, uint32_t first_kind, int32_t field, uint32_t kind) {
    if (kind == first_kind) return field;
    return kind_find_field(&c->kinds->kinds[kind], c->kinds->kinds[first_kind].fields[field].name);
}

static int32_t *fields_in_kinds(struct compiler *c, const struct term *term, const struct image_leaf *leaf,
                                int32_t field) {
    if (field < 0) return NULL;
    int32_t *fields = arena_array(c->arena, int32_t, leaf->kind_count);
    for (uint32_t i = 0; i < leaf->kind_count; i++) {
        fields[i] = field_in(c, (uint32_t)term->filters[0].kind, field, leaf->kinds[i]);
        compile_read_field(c, leaf->kinds[i], fields[i]);
    }
    return fields;
}

static void leaf_kinds(struct compiler *c, const struct term *term, struct image_leaf *leaf) {
    uint32_t *kinds = arena_array(c->arena, uint32_t, term->filter_count);
    uint32_t count = 0;
    for (size_t i = 0; i < term->filter_count; i++) {
        uint32_t kind = (uint32_t)term->filters[i].kind, at = count;
        bool seen = false;
        for (uint32_t j = 0; j < count; j++) seen = seen || kinds[j] == kind;
        if (seen) continue;
        for (; at > 0 && kinds[at - 1] > kind; at--) kinds[at] = kinds[at - 1];
        kinds[at] = kind;
        count++;
    }
    leaf->kinds = kinds;
    leaf->kind_count = count;
}

/* The days of a kind that decide where a record lies in time. */
static void read_days(struct compiler *c, uint32_t kind) {
    const struct kind *k = &c->kinds->kinds[kind];
    compile_read_field(c, kind, k->counts_on);
    compile_read_field(c, kind, k->ends);
    for (uint32_t i = 0; k->has_latest_by && i < k->latest_by_count; i++) {
        compile_read_field(c, kind, (int32_t)k->latest_by[i]);
    }
}

static void put_leaf(struct compiler *c, const struct term *term, const struct around *around) {
    struct program *p = c->program;
    struct image_leaf leaf = { .n = compile_operand(c, &term->n), .filter_count = (uint32_t)term->filter_count };
    leaf.op = term->op == TERM_AT_MOST ? IMAGE_AT_MOST : term->op == TERM_AT_LEAST_TOTAL ? IMAGE_TOTAL : IMAGE_AT_LEAST;
    if (leaf.op == IMAGE_AT_LEAST && c->one_more) leaf.n++;
    leaf.filters = compile_filters(c, term->filters, term->filter_count, around->cells, around->count);
    leaf_kinds(c, term, &leaf);
    leaf.distinct = fields_in_kinds(c, term, &leaf, term->distinct);
    leaf.on = fields_in_kinds(c, term, &leaf, term->on);
    if (leaf.op == IMAGE_TOTAL) leaf.total = fields_in_kinds(c, term, &leaf, term->total);
    for (uint32_t i = 0; i < leaf.kind_count; i++) read_days(c, leaf.kinds[i]);
    uint32_t node = put_node(c, leaf.op);
    p->nodes[node].leaf = p->leaf_count - c->version_leaf;
    p->nodes[node].end = p->node_count - c->version_node;
    COMPILE_GROW(c, p->leaves, p->leaf_count, c->leaf_room);
    p->leaves[p->leaf_count++] = leaf;
}

static void put_term(struct compiler *c, const struct term *term, struct around *around) {
    if (term->op == TERM_AT_LEAST || term->op == TERM_AT_MOST || term->op == TERM_AT_LEAST_TOTAL) {
        put_leaf(c, term, around);
        return;
    }
    uint32_t node = put_node(c, term->op == TERM_ANY_OF ? IMAGE_ANY : IMAGE_ALL);
    if (term->op != TERM_FOR_EACH) {
        for (size_t i = 0; i < term->part_count; i++) put_term(c, &term->parts[i], around);
    } else if (around->count == CELL_DEPTH) {
        if (!c->failed) err_set(c->err, CODE_BUDGET, "A for_each is nested more than %d deep.", CELL_DEPTH);
        c->failed = true;
    } else {
        struct cell *cells;
        size_t count = compile_cells(c, term, &cells);
        for (size_t i = 0; i < count; i++) {
            around->cells[around->count++] = cells[i];
            put_term(c, &term->parts[0], around);
            around->count--;
        }
    }
    c->program->nodes[node].end = c->program->node_count - c->version_node;
}

void compile_term(struct compiler *c, const struct term *term) {
    struct around around = { .count = 0 };
    put_term(c, term, &around);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * field - the fields of a declared thing after the amendments that are in force on a day.
 * Owns:  nothing.
 * Must not know: what a field means.
 */
#include <string.h>

#include "policy/merge_priv.h"

struct str path_root(struct str path) {
    struct str before, after;
    str_cut(path, '.', &before, &after);
    return before;
}

bool path_covers(struct str outer, struct str inner) {
    if (outer.size > inner.size || !str_equal(outer, str_slice(inner, 0, outer.size))) return false;
    return outer.size == inner.size || inner.at[outer.size] == '.';
}

const struct field_value *fields_find(const struct fields *fields, const char *name) {
    for (size_t i = 0; i < fields->count; i++)
        if (str_is(fields->at[i].name, name)) return &fields->at[i];
    return NULL;
}

const struct node *fields_node(const struct fields *fields, const char *name) {
    const struct field_value *found = fields_find(fields, name);
    return found ? found->value : NULL;
}

/* A copy of `node` in which the field at `path` is `value`.  any_of { … } hands the change to each of its parts. */
static struct node with_field(struct arena *arena, const struct node *node, struct str path, const struct node *value) {
    struct node out = *node;
    struct str key, rest;
    bool deeper = str_cut(path, '.', &key, &rest);
    if (node_is(node, "any_of")) {
        struct node *parts = arena_array(arena, struct node, node->item_count);
        for (uint32_t i = 0; i < node->item_count; i++) parts[i] = with_field(arena, &node->items[i], path, value);
        out.items = parts;
        return out;
    }
    if (node->type == NODE_TABLE && node->item_count && !node->field_count) { /* any_of({ … }) */
        struct node *parts = arena_array(arena, struct node, node->item_count);
        for (uint32_t i = 0; i < node->item_count; i++) parts[i] = with_field(arena, &node->items[i], path, value);
        out.items = parts;
        return out;
    }
    struct node_field *fields = arena_array(arena, struct node_field, node->field_count + 1);
    uint32_t count = 0;
    bool done = false;
    for (uint32_t i = 0; i < node->field_count; i++) {
        int order = str_compare(node->fields[i].key, key);
        if (order > 0 && !done) {
            fields[count++] = (struct node_field){ .key = key, .value = *value };
            done = true;
        }
        fields[count] = node->fields[i];
        if (order == 0) {
            fields[count].value = deeper ? with_field(arena, &node->fields[i].value, rest, value) : *value;
            done = true;
        }
        count++;
    }
    if (!done) fields[count++] = (struct node_field){ .key = key, .value = *value };
    out.fields = fields;
    out.field_count = count;
    return out;
}

static struct field_value *slot(struct arena *arena, struct fields *fields, struct str name) {
    for (size_t i = 0; i < fields->count; i++)
        if (str_equal(fields->at[i].name, name)) return &fields->at[i];
    struct field_value value = { .name = name };
    list_add(arena, fields->at, fields->count, value);
    return &fields->at[fields->count - 1];
}

static void apply(struct merging *m, struct fields *fields, const struct op *op) {
    struct arena *arena = m->scope.arena;
    struct str root = path_root(op->field);
    struct field_value *field = slot(arena, fields, root);
    if (root.size < op->field.size && scope_is_word(field->value, "never")) return; /* law.c has said so */
    if (root.size == op->field.size || !field->value) {
        field->value = op->value;
    } else {
        struct node *changed = arena_new(arena, struct node);
        *changed = with_field(arena, field->value, str_slice(op->field, root.size + 1, op->field.size), op->value);
        field->value = changed;
    }
    field->origin = op->origin;
    field->changed = true;
}

struct fields fields_at(struct merging *m, size_t item, struct date day, enum layer below) {
    const struct item *it = &m->items[item];
    struct fields fields = { 0 };
    for (uint32_t i = 0; i < it->node->field_count; i++) {
        struct field_value value = { .name = it->node->fields[i].key,
                                     .value = &it->node->fields[i].value,
                                     .origin = it->origin };
        list_add(m->scope.arena, fields.at, fields.count, value);
    }
    for (size_t i = 0; i < m->op_count; i++) {
        const struct op *op = &m->ops[i];
        if (op->item != item || op->action == OP_DROP || op->source->at->layer >= below || !variant_sees(m, op, day))
            continue;
        if (it->type == ITEM_PARAM && str_is(op->field, "values")) continue; /* by date: param.c */
        apply(m, &fields, op);
    }
    return fields;
}

const struct op *merging_drop(const struct merging *m, size_t item, struct date day) {
    for (size_t i = 0; i < m->op_count; i++) {
        const struct op *op = &m->ops[i];
        if (op->action != OP_DROP || !variant_sees(m, op, day)) continue;
        if (op->item == item || (m->items[item].type == ITEM_RULE && op->item == m->items[item].clause)) return op;
    }
    return NULL;
}

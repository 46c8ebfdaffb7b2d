/* SPDX-License-Identifier: GPL-3.0-or-later
 * attest - a named person vouches: the rule that this stands for.
 * Owns:  nothing.
 * Must not know: amendments, rows.
 *
 * attest "x" { by = role.slt, every = months(12) } of clause 1.0.3 is
 * must "x" { who = the_school {}, have = attestation { clause = "1.0.3", role = "slt" }, when = rolling(months(12)) }.
 */
#include "policy/merge_priv.h"

#define MOST_DRAWN 100

static struct node call_of(const struct node *at, struct str word) {
    return (struct node){ .type = NODE_CALL, .line = at->line, .document = at->document, .word = word };
}

static struct node text_of(const struct node *at, struct str text) {
    return (struct node){ .type = NODE_TEXT, .line = at->line, .document = at->document, .text = text };
}

/* One more field, from the same hand as the one that it follows from. */
static void add_field(struct merging *m, struct fields *fields, const struct field_value *like, struct str name,
                      struct node value) {
    struct field_value added = *like;
    struct node *node = arena_new(m->scope.arena, struct node);
    *node = value;
    added.name = name;
    added.value = node;
    list_add(m->scope.arena, fields->at, fields->count, added);
}

static bool read_vouching(struct merging *m, const struct fields *fields, struct vouching *out) {
    const struct node *sample = fields_node(fields, "sample");
    out->by = scope_role(&m->scope, fields_node(fields, "by"));
    bool good = scope_text(&m->scope, fields_node(fields, "asks"), "asks", &out->asks);
    if (sample) good = scope_whole(&m->scope, sample, "sample", 1, MOST_DRAWN, &out->sample) && good;
    return good && out->by >= 0;
}

bool attest_write_out(struct merging *m, size_t item, struct fields *fields, struct rule_version *out) {
    const struct item *it = &m->items[item];
    struct vouching *vouching = arena_new(m->scope.arena, struct vouching);
    if (!fields_node(fields, "by") || !fields_node(fields, "every") || !fields_node(fields, "asks"))
        return scope_error(&m->scope, CODE_INCOMPLETE, it->node, it->node->id,
                           STR("Write by = role.slt, every = months(12), asks = \"Is ...?\"."),
                           "%.*s does not say who vouches, how often and for what.", STR_ARG(it->name));
    if (!read_vouching(m, fields, vouching)) return false;
    out->vouching = vouching;
    struct field_value own = { .origin = it->origin };
    const struct field_value by = *fields_find(fields, "by"), every = *fields_find(fields, "every");
    struct node_field *parts = arena_array(m->scope.arena, struct node_field, 2);
    struct node have = call_of(it->node, STR("attestation")), when = call_of(every.value, STR("rolling"));
    parts[0] = (struct node_field){ STR("clause"), text_of(it->node, m->items[it->clause].name) };
    parts[1] = (struct node_field){ STR("role"), text_of(by.value, by.value->id) };
    have.fields = parts;
    have.field_count = 2;
    when.items = every.value;
    when.item_count = 1;
    add_field(m, fields, &own, STR("who"), call_of(it->node, STR("the_school")));
    add_field(m, fields, &by, STR("have"), have);
    add_field(m, fields, &every, STR("when"), when);
    return true;
}

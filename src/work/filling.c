/* SPDX-License-Identifier: GPL-3.0-or-later
 * filling - where a datum is filled in; see filling.h.
 * Owns:  nothing.
 * Must not know: findings, terminals.
 */
#include "work/filling.h"

bool filling_open(struct arena *arena, const struct host *host, const struct kinds *kinds, struct filling *out,
                  struct err *err) {
    *out = (struct filling){ .arena = arena, .kinds = kinds };
    return host->module(host->self, arena, "columns", &out->columns, err);
}

static struct str text_of(const struct node *node, const char *key) {
    const struct node *value = node_field(node, key);
    return value && value->type == NODE_TEXT ? value->text : (struct str){ 0 };
}

/* The heading under which an intake reads a field; empty when it has no column for it. */
static struct str heading_of(const struct node *intake, struct str field) {
    const struct node *columns = node_field(intake, "columns");
    for (uint32_t i = 0; columns && i < columns->item_count; i++) {
        const struct node *heads = node_field(&columns->items[i], "heads");
        if (str_equal(text_of(&columns->items[i], "field"), field) && heads && heads->item_count)
            return heads->items[0].text;
    }
    return (struct str){ 0 };
}

static const struct node *intake_named(const struct filling *filling, const char *key, struct str value) {
    for (uint32_t i = 0; i < filling->columns.item_count; i++)
        if (str_equal(text_of(&filling->columns.items[i], key), value)) return &filling->columns.items[i];
    return NULL;
}

static struct str column_words(const struct filling *filling, struct str heading, const char *file) {
    return str_format(filling->arena, "column '%.*s' of the %s file", STR_ARG(heading), file);
}

struct str filling_fact(const struct filling *filling, struct str fact) {
    const struct node *pupils = intake_named(filling, "name", STR("pupils"));
    struct str heading = pupils ? heading_of(pupils, fact) : (struct str){ 0 };
    return heading.size ? column_words(filling, heading, "pupils") : (struct str){ 0 };
}

/* Kinds without an intake of their own: meetings come with the activities, the school's own with the evidence. */
static struct str common_words(const struct filling *filling, const struct kind *kind, struct str field) {
    const struct node *evidence = intake_named(filling, "name", STR("evidence"));
    const struct node *items = evidence ? node_field(evidence, "items") : NULL;
    if (str_is(kind->name, "post")) return STR("the staff file: a row with that role");
    if (items && node_field(items, str_c(filling->arena, kind->name)))
        return field.size ? column_words(filling, field, "evidence")
                          : str_format(filling->arena, "the evidence file: a row of the kind %.*s", STR_ARG(kind->name));
    if (kind->shape != SHAPE_MEETING || str_starts(kind->name, "x_")) {
        struct str into = str_format(filling->arena, "import FILE.csv into %.*s", STR_ARG(kind->name));
        return field.size
                   ? str_format(filling->arena, "column '%.*s' of the file:  %.*s", STR_ARG(field), STR_ARG(into))
                   : into;
    }
    if (field.size) return column_words(filling, field, "activities");
    return str_format(filling->arena, "the activities file (kind %.*s), and who came in the register file",
                      STR_ARG(kind->name));
}

struct str filling_field(const struct filling *filling, int32_t kind, int32_t field) {
    const struct kind *of = &filling->kinds->kinds[kind];
    struct str name = field >= 0 && (uint32_t)field < of->field_count ? of->fields[field].name : (struct str){ 0 };
    const struct node *intake = intake_named(filling, "kind", of->name);
    if (field == FIELD_OUTCOME && !intake) return STR("column 'outcome' of the register file");
    if (!intake) return common_words(filling, of, name);
    const char *file = str_c(filling->arena, text_of(intake, "name"));
    struct str heading = name.size ? heading_of(intake, name) : (struct str){ 0 };
    if (heading.size) return column_words(filling, heading, file);
    /* A heading that is the field's own name is understood as well. */
    return name.size ? column_words(filling, name, file) : str_format(filling->arena, "the %s file", file);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_set - the policies that tests are run against; see case_set.h.
 * Owns:  nothing.
 * Must not know: findings, what a test expects.
 */
#include "work/case_set.h"

#include <string.h>

#include "base/file.h"
#include "base/guess.h"

/* A set as it was read from files: of the base, or of one school. */
struct named_set {
    struct str name;
    struct policy_set *set;
};

bool case_set_open(struct arena *arena, const struct host *host, const char *folder, struct case_set *out,
                   struct problems *problems, struct err *err) {
    *out = (struct case_set){ .arena = arena, .host = host, .folder = folder };
    if (!host->kinds(host->self, arena, folder, &out->kinds, problems, err)) return false;
    kinds_pack(out->kinds);
    return true;
}

/* ---- which files ---- */

/* The folder of a school by its name: the one whose tests they are, or one beside it. */
static const char *school_folder(struct case_set *set, struct str name) {
    if (!set->folder) return NULL;
    if (!name.size || str_is(name, "school") || str_equal(name, file_name(str_from(set->folder)))) return set->folder;
    if (str_find(name, STR("/")) != SIZE_MAX || str_starts(name, ".")) return NULL;
    const char *beside = file_join(set->arena, set->folder, str_c(set->arena, str_format(set->arena, "../%.*s", STR_ARG(name))));
    return file_exists(file_join(set->arena, beside, "policy.lua")) ? beside : NULL;
}

static bool no_such_policy(struct str name, struct err *err) {
    err_set(err, CODE_UNKNOWN_TARGET, "There is no policy and no school called '%.*s'.", STR_ARG(name));
    return err_next(err, "Write policy = \"base\", or the name of a school's folder beside this one.");
}

/* One name for one policy, however a test calls it. */
static struct str known_as(const struct case_set *set, struct str name) {
    if (str_is(name, "base") || str_is(name, "ept-2022") || (!name.size && !set->folder)) return STR("base");
    if (set->folder && (!name.size || str_equal(name, file_name(str_from(set->folder))))) return STR("school");
    return name;
}

static struct policy_set *load(struct case_set *set, struct str called, struct err *err) {
    struct str name = known_as(set, called);
    for (size_t i = 0; i < set->loaded_count; i++)
        if (str_equal(set->loaded[i].name, name)) return set->loaded[i].set;
    bool base = str_is(name, "base");
    struct policy_request request = { .folder = base ? NULL : school_folder(set, name), .base = STR("ept-2022") };
    struct problems *problems = arena_new(set->arena, struct problems);
    struct policy_set *loaded;
    problems->arena = set->arena;
    if (!base && !request.folder) return no_such_policy(called, err), NULL;
    if (!set->host->policy(set->host->self, set->arena, &request, &loaded, problems, err)) {
        if (problems->errors)
            err_set(err, problems->at[0].code, "%.*s:%u: %.*s", STR_ARG(problems->at[0].place.file), problems->at[0].place.line,
                    STR_ARG(problems->at[0].said));
        return NULL;
    }
    struct named_set *wider = arena_array(set->arena, struct named_set, set->loaded_count + 1);
    if (set->loaded_count) memcpy(wider, set->loaded, set->loaded_count * sizeof *wider);
    wider[set->loaded_count] = (struct named_set){ name, loaded };
    set->loaded = wider;
    set->loaded_count++;
    return loaded;
}

/* ---- what a test adds ---- */

struct changing {
    struct arena *arena;
    struct document *documents;
    size_t count;
};

static const struct document *base_of(const struct changing *c) {
    for (size_t i = 0; i < c->count; i++)
        if (c->documents[i].layer == LAYER_BASE && c->documents[i].header) return &c->documents[i];
    return NULL;
}

static void add_item(struct changing *c, uint32_t document, const struct node *item) {
    struct document *to = &c->documents[document];
    struct node *items = arena_array(c->arena, struct node, to->item_count + 1);
    if (to->item_count) memcpy(items, to->items, to->item_count * sizeof *items);
    items[to->item_count] = node_moved(c->arena, item, document);
    to->items = items;
    to->item_count++;
}

static struct node text_node(struct str text) {
    return (struct node){ .type = NODE_TEXT, .text = text };
}

static struct str header_text(const struct document *document, const char *key) {
    const struct node *value = document ? node_field(document->header, key) : NULL;
    return value ? value->text : (struct str){ 0 };
}

/* Sorted by name, as fields of a node are. */
static void put_field(struct arena *arena, struct node *node, const char *key, struct node value) {
    struct node_field *fields = arena_array(arena, struct node_field, node->field_count + 1);
    uint32_t count = 0, at = 0;
    for (uint32_t i = 0; i < node->field_count; i++)
        if (!str_is(node->fields[i].key, key)) fields[count++] = node->fields[i];
    while (at < count && str_compare(fields[at].key, str_from(key)) < 0) at++;
    memmove(fields + at + 1, fields + at, (count - at) * sizeof *fields);
    fields[at] = (struct node_field){ str_from(key), value };
    node->fields = fields;
    node->field_count = count + 1;
}

static uint32_t add_document(struct changing *c, enum layer layer, struct node *header) {
    struct document *wider = arena_array(c->arena, struct document, c->count + 1);
    if (c->count) memcpy(wider, c->documents, c->count * sizeof *wider);
    *header = node_moved(c->arena, header, (uint32_t)c->count);
    wider[c->count] = (struct document){ .layer = layer, .path = layer == LAYER_TRUST ? STR("trust.lua") : STR("policy.lua"),
                                         .name = header->id, .header = header };
    c->documents = wider;
    return (uint32_t)c->count++;
}

static uint32_t find_layer(const struct changing *c, enum layer layer) {
    for (size_t i = 0; i < c->count; i++)
        if (c->documents[i].layer == layer) return (uint32_t)i;
    return UINT32_MAX;
}

/* An invented school with the facts of the test, where none is there. */
static uint32_t school_of(struct changing *c, const struct node *facts) {
    uint32_t found = find_layer(c, LAYER_SCHOOL);
    const struct document *base = base_of(c);
    if (found != UINT32_MAX || !base) return found;
    struct node *header = arena_new(c->arena, struct node);
    struct str day = header_text(base, "effective");
    *header = (struct node){ .type = NODE_CALL, .word = STR("amends"), .id = header_text(base, "id"), .line = 1 };
    put_field(c->arena, header, "version", text_node(header_text(base, "version")));
    put_field(c->arena, header, "school", text_node(STR("The school of the test")));
    put_field(c->arena, header, "from", text_node(day));
    put_field(c->arena, header, "approved", text_node(day));
    put_field(c->arena, header, "approved_by", text_node(STR("the test")));
    for (uint32_t i = 0; facts && i < facts->field_count; i++)
        put_field(c->arena, header, str_c(c->arena, facts->fields[i].key), facts->fields[i].value);
    return add_document(c, LAYER_SCHOOL, header);
}

static uint32_t trust_of(struct changing *c) {
    uint32_t found = find_layer(c, LAYER_TRUST);
    const struct document *base = base_of(c);
    if (found != UINT32_MAX || !base) return found;
    struct node *header = arena_new(c->arena, struct node);
    *header = (struct node){ .type = NODE_CALL, .word = STR("trust"), .id = STR("The trust of the test"), .line = 1 };
    put_field(c->arena, header, "policy", text_node(header_text(base, "id")));
    put_field(c->arena, header, "version", text_node(header_text(base, "version")));
    return add_document(c, LAYER_TRUST, header);
}

static void add_with(struct changing *c, const struct case_setup *setup) {
    bool had_school = find_layer(c, LAYER_SCHOOL) != UINT32_MAX;
    if (setup->facts) (void)school_of(c, setup->facts);
    for (uint32_t i = 0; setup->with && i < setup->with->item_count; i++) {
        const struct node *item = &setup->with->items[i];
        bool trust = node_is(item, "relax")
                     || (node_is(item, "adopt") && (!had_school || find_layer(c, LAYER_TRUST) != UINT32_MAX));
        uint32_t to = trust ? trust_of(c) : school_of(c, NULL);
        if (to != UINT32_MAX) add_item(c, to, item);
    }
}

/* A reading of the policy with another meaning; false when the policy has none of that name. */
static bool change_reading(struct changing *c, struct str name, const struct node *means) {
    for (size_t d = 0; d < c->count; d++)
        for (uint32_t i = 0; i < c->documents[d].item_count; i++) {
            const struct node *item = &c->documents[d].items[i];
            if (!node_is(item, "reading") || !str_equal(item->id, name)) continue;
            struct node *items = arena_array(c->arena, struct node, c->documents[d].item_count);
            memcpy(items, c->documents[d].items, c->documents[d].item_count * sizeof *items);
            put_field(c->arena, &items[i], "means", node_moved(c->arena, means, (uint32_t)d));
            c->documents[d].items = items;
            return true;
        }
    return false;
}

const struct policy_set *case_set_documents(struct case_set *set, const struct case_setup *setup, struct err *err) {
    struct policy_set *loaded = load(set, setup->policy, err), *out;
    if (!loaded) return NULL;
    struct changing c = { .arena = set->arena, .count = loaded->document_count };
    c.documents = arena_array(set->arena, struct document, c.count);
    memcpy(c.documents, loaded->documents, c.count * sizeof *c.documents);
    add_with(&c, setup);
    for (uint32_t i = 0; setup->readings && i < setup->readings->field_count; i++) {
        const struct node_field *reading = &setup->readings->fields[i];
        if (change_reading(&c, reading->key, &reading->value)) continue;
        err_set(err, CODE_UNKNOWN_TARGET, "The policy has no reading called '%.*s'.", STR_ARG(reading->key));
        return NULL;
    }
    out = arena_new(set->arena, struct policy_set);
    *out = (struct policy_set){ .documents = c.documents, .document_count = c.count, .hatch = loaded->hatch };
    return out;
}

const struct case_policy *case_set_get(struct case_set *set, const struct case_setup *setup, struct err *err) {
    for (size_t i = 0; i < set->count; i++)
        if (str_equal(set->at[i]->key, setup->key)) return set->at[i];
    struct case_policy *made = arena_new(set->arena, struct case_policy);
    const struct policy *policy;
    *made = (struct case_policy){ .key = setup->key, .problems = { .arena = set->arena } };
    made->documents = case_set_documents(set, setup, err);
    if (!made->documents) return NULL;
    if (policy_merge(set->arena, made->documents, set->kinds, DATE_FIRST, (struct policy **)(uintptr_t)&policy, &made->problems))
        made->policy = policy;
    struct case_policy **wider = arena_array(set->arena, struct case_policy *, set->count + 1);
    if (set->count) memcpy(wider, set->at, set->count * sizeof *wider);
    wider[set->count++] = made;
    set->at = wider;
    return made;
}

bool case_policy_compile(struct arena *arena, struct case_policy *policy, struct err *err) {
    return policy->program || program_compile(arena, policy->policy, &policy->program, err);
}

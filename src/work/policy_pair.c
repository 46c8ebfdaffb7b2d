/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_pair - two policies side by side; see policy_pair.h.
 * Owns:  nothing.
 * Must not know: what differs, terminals.
 */
#include "work/policy_pair.h"

#include <string.h>

#include "base/file.h"
#include "work/what_if.h"

/* ---- a base alone, as the school would have it ---- */

static const struct document *school_document(const struct policy_set *set) {
    for (size_t i = 0; set && i < set->document_count; i++)
        if (set->documents[i].layer == LAYER_SCHOOL && set->documents[i].header) return &set->documents[i];
    return NULL;
}

static const struct document *base_document(const struct policy_set *set) {
    for (size_t i = 0; i < set->document_count; i++)
        if (set->documents[i].layer == LAYER_BASE && set->documents[i].header) return &set->documents[i];
    return NULL;
}

/* The header of the school's file, amending this base at its version. */
static struct node *header_for(struct arena *arena, const struct node *header, const struct document *base) {
    struct node *out = arena_new(arena, struct node);
    struct node_field *fields = arena_array(arena, struct node_field, header->field_count);
    const struct node *version = node_field(base->header, "version");
    *out = *header;
    out->id = base->name;
    memcpy(fields, header->fields, header->field_count * sizeof *fields);
    for (uint32_t i = 0; i < header->field_count; i++)
        if (version && str_is(fields[i].key, "version")) fields[i].value = *version;
    out->fields = fields;
    return out;
}

static void lend_header(struct arena *arena, struct named_policy *base, const struct document *school) {
    const struct document *own = base_document(base->set);
    size_t count = base->set->document_count;
    if (base->folder || !school || !own) return;
    struct document *documents = arena_array(arena, struct document, count + 1);
    struct policy_set *set = arena_new(arena, struct policy_set);
    memcpy(documents, base->set->documents, count * sizeof *documents);
    documents[count] = document_moved(arena, school, (uint32_t)count);
    documents[count].header = header_for(arena, documents[count].header, own);
    documents[count].items = NULL;
    documents[count].item_count = 0;
    *set = *base->set;
    set->documents = documents;
    set->document_count = count + 1;
    base->set = set;
}

static bool lend_headers(const struct command_call *call, struct answer *answer, struct policy_pair *pair) {
    const struct document *of_a = school_document(pair->a.set), *of_b = school_document(pair->b.set);
    struct named_policy own;
    if (!of_a && !of_b && call->folder && file_exists(file_join(answer->arena, call->folder, "policy.lua"))) {
        if (!named_policy_load(call, answer, (struct named_text){ 0 }, &own)) return false;
        of_a = of_b = school_document(own.set);
    }
    lend_header(answer->arena, &pair->a, of_b ? of_b : of_a);
    lend_header(answer->arena, &pair->b, of_a ? of_a : of_b);
    return true;
}

/* ---- merging ---- */

/* Warnings belong to `policy check`; an error stops. */
static bool merge(const struct command_call *call, struct answer *answer, struct named_policy *side, struct kinds *kinds, bool *fits) {
    struct policy *policy = NULL;
    struct problems found = { .arena = answer->arena };
    *fits = !kinds || policy_merge(answer->arena, side->set, kinds, call->as_of, &policy, &found);
    if (kinds && *fits) {
        side->policy = policy;
        side->kinds = kinds;
        return true;
    }
    found = (struct problems){ .arena = answer->arena };
    if (policy_merge(answer->arena, side->set, side->kinds, call->as_of, &policy, &found)) {
        side->policy = policy;
        return true;
    }
    for (size_t i = 0; i < found.count; i++)
        if (found.at[i].severity == SEVERITY_ERROR)
            problem_add(&answer->problems, found.at[i].code, SEVERITY_ERROR, found.at[i].place, str_c(answer->arena, found.at[i].next), "%.*s",
                        STR_ARG(found.at[i].said));
    return named_policy_fail(answer);
}

static bool merge_both(const struct command_call *call, struct answer *answer, struct policy_pair *pair) {
    bool a_fits, b_fits;
    struct kinds *kinds = pair->school ? pair->school->kinds : NULL;
    if (!merge(call, answer, &pair->a, kinds, &a_fits) || !merge(call, answer, &pair->b, kinds, &b_fits)) return false;
    pair->comparable = pair->school && a_fits && b_fits;
    return true;
}

static bool open_records(const struct command_call *call, struct answer *answer, struct policy_pair *pair) {
    pair->school = NULL;
    if (!call->school && (!call->folder || !file_exists(file_join(answer->arena, call->folder, "school.db")))) return true;
    return school_for(call, answer, SCHOOL_CALENDAR | SCHOOL_PEOPLE, &pair->school);
}

bool policy_pair_read(const struct command_call *call, struct answer *answer, struct named_text a, struct named_text b,
                      struct policy_pair *out) {
    *out = (struct policy_pair){ 0 };
    return named_policy_load(call, answer, a, &out->a) && named_policy_load(call, answer, b, &out->b) && lend_headers(call, answer, out)
           && open_records(call, answer, out) && merge_both(call, answer, out);
}

bool policy_pair_what_if(const struct command_call *call, struct answer *answer, struct str change, struct date day,
                         struct policy_pair *out) {
    struct what_if what;
    *out = (struct policy_pair){ 0 };
    if (!named_policy_load(call, answer, (struct named_text){ 0 }, &out->a)) return false;
    if (!what_if_read(call, answer, change, day, &out->a, &what)) return false;
    out->b = what.with;
    out->lines = what.lines;
    bool fine = open_records(call, answer, out) && merge_both(call, answer, out);
    if (!fine) what_if_places(&what, &answer->problems);
    return fine;
}

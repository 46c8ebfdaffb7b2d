/* SPDX-License-Identifier: GPL-3.0-or-later
 * merge - a set of documents to one effective policy, whatever their order.
 * Owns:  nothing.
 * Must not know: Lua, rows.
 */
#include "policy/merge.h"

#include "base/map.h"
#include "policy/filter.h"
#include "policy/merge_priv.h"

/* The school's own facts stand in its header, under their names. */
void merging_school_facts(struct merging *m) {
    struct policy *policy = m->scope.policy;
    const struct facts *facts = &m->scope.kinds->facts[SUBJECT_SCHOOL];
    for (size_t i = 0; i < COUNT_OF(policy->school_facts); i++) policy->school_facts[i] = VALUE_NONE;
    if (!m->school) return;
    for (uint32_t i = 0; i < facts->field_count && i < COUNT_OF(policy->school_facts); i++) {
        const struct field *field = &facts->fields[i];
        const struct node *value = node_field(m->school->at->header, str_c(m->scope.arena, field->name));
        if (value && !filter_read_constant(&m->scope, value, field, &policy->school_facts[i]))
            policy->school_facts[i] = VALUE_NONE;
    }
}

static struct str edition(struct merging *m) {
    const struct policy *policy = m->scope.policy;
    struct buf out = { 0 };
    buf_printf(&out, "%.*s version %.*s", STR_ARG(policy->id), STR_ARG(policy->version));
    size_t adopted = 0, said = 0;
    for (size_t i = 0; i < m->adoption_count; i++) adopted += m->adoptions[i].adopted;
    for (size_t i = 0; i < m->adoption_count; i++) {
        if (!m->adoptions[i].adopted) continue;
        buf_printf(&out, "%s%.*s",
                   said == 0             ? " with "
                   : said + 1 == adopted ? " and "
                                         : ", ",
                   STR_ARG(m->adoptions[i].update));
        said++;
    }
    struct str text = str_copy(m->scope.arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static const bool *in_force(const struct merging *m) {
    bool *out = arena_array(m->scope.arena, bool, m->set->document_count + 1);
    for (size_t i = 0; i < m->source_count; i++) out[m->sources[i].document] = true;
    return out;
}

static void read_types(struct merging *m) {
    m->typed = arena_array(m->scope.arena, int32_t, m->item_count);
    for (size_t i = 0; i < m->item_count; i++) m->typed[i] = -1;
    merging_readings(m);
    merging_params(m);
    merging_definitions(m);
    merging_clauses(m);
    merging_options(m);
    merging_texts(m);
    merging_decisions(m);
    merging_rule_names(m);
    merging_rules(m);
}

bool policy_merge(struct arena *arena, const struct policy_set *set, const struct kinds *kinds, struct date as_of,
                  struct policy **out, struct problems *problems) {
    size_t errors_before = problems->errors;
    struct policy *policy = arena_new(arena, struct policy);
    *policy = (struct policy){ .kinds = kinds,
                               .documents = set->documents,
                               .document_count = set->document_count,
                               .review_by = DATE_NONE,
                               .counted_enrolments = -1 };
    struct merging m = { .scope = { .arena = arena,
                                    .kinds = kinds,
                                    .documents = set->documents,
                                    .document_count = set->document_count,
                                    .problems = problems,
                                    .policy = policy },
                         .set = set,
                         .as_of = as_of };
    if (!merging_sources(&m)) {
        problem_sort(problems);
        return false;
    }
    policy->in_force = in_force(&m);
    merging_items(&m);
    merging_amendments(&m);
    merging_renamed(&m);
    merging_laws(&m);
    read_types(&m);
    merging_stricter(&m);
    problem_sort(problems);
    if (problems->errors != errors_before) return false;
    policy->edition = edition(&m);
    struct buf bytes = { 0 };
    policy_canon(&bytes, policy);
    policy->hash = hash_bytes(bytes.at, bytes.size, 0);
    buf_free(&bytes);
    *out = policy;
    return true;
}

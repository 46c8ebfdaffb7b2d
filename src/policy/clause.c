/* SPDX-License-Identifier: GPL-3.0-or-later
 * clause - clauses, typed; and their titles and texts with values filled in.
 * Owns:  nothing.
 * Must not know: rules.
 */
#include "base/guess.h"
#include "policy/filter.h"
#include "policy/merge_priv.h"
#include "policy/param.h"

static struct str text_or_empty(struct merging *m, const struct fields *fields, const char *key) {
    struct str text = NO_HINT;
    const struct node *node = fields_node(fields, key);
    if (node && !scope_text(&m->scope, node, key, &text)) return NO_HINT;
    return text;
}

/* The section named by `within`, else the one whose number the clause's begins with. */
static void find_section(struct merging *m, const struct fields *fields, struct clause *clause) {
    const struct policy *policy = m->scope.policy;
    const struct node *within = fields_node(fields, "within");
    struct str number = clause->number;
    if (within && !scope_text(&m->scope, within, "within", &number)) return;
    for (;;) {
        for (size_t i = 0; i < policy->section_count; i++) {
            if (!str_equal(policy->sections[i].number, number)) continue;
            clause->section = number;
            clause->benchmark = policy->sections[i].benchmark;
            return;
        }
        size_t dot = number.size;
        while (dot > 0 && number.at[dot - 1] != '.') dot--;
        if (within || dot == 0) break;
        number = str_slice(number, 0, dot - 1);
    }
    if (!within) return;
    struct str *names = arena_array(m->scope.arena, struct str, policy->section_count);
    for (size_t i = 0; i < policy->section_count; i++) names[i] = policy->sections[i].number;
    scope_error(&m->scope, CODE_UNKNOWN_TARGET, within, number,
                guess_hint(m->scope.arena, number, names, policy->section_count), "There is no section %.*s.",
                STR_ARG(number));
}

static void read_also(struct merging *m, const struct node *node, struct clause *clause) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    struct str *also = arena_array(m->scope.arena, struct str, count);
    for (uint32_t i = 0; i < count; i++)
        if (scope_text(&m->scope, &parts[i], "also", &also[clause->also_count])) clause->also_count++;
    clause->also = also;
}

static void read_clause(struct merging *m, size_t item, struct clause *clause) {
    static const char *const bases[] = { "law", "guidance", "trust" };
    struct fields fields = fields_at(m, item, DATE_NONE, ALL_LAYERS);
    const struct node *node;
    *clause = (struct clause){ .number = m->items[item].name,
                               .basis = BASIS_GUIDANCE,
                               .from = DATE_FIRST,
                               .ends = DATE_NONE,
                               .applies = true,
                               .origin = m->items[item].origin };
    clause->title = clause->title_written = text_or_empty(m, &fields, "title");
    clause->text = clause->text_written = text_or_empty(m, &fields, "text");
    clause->reading_only = node_is(m->items[item].node, "for_reading");
    for (size_t i = 0; clause->reading_only && i < m->item_count; i++) /* an added rule gives it something to check */
        if (m->items[i].type == ITEM_RULE && m->items[i].clause == item) clause->reading_only = false;
    find_section(m, &fields, clause);
    if ((node = fields_node(&fields, "basis"))) {
        int basis = scope_choice(&m->scope, node, "basis", bases, 3);
        if (basis >= 0) clause->basis = (enum basis)basis;
    }
    if ((node = fields_node(&fields, "also"))) read_also(m, node, clause);
    if ((node = fields_node(&fields, "optional")) && !scope_flag(&m->scope, node, "optional", &clause->optional))
        clause->optional = false;
    if ((node = fields_node(&fields, "from")) && !scope_date(&m->scope, node, "from", &clause->from))
        clause->from = DATE_FIRST;
    if ((node = fields_node(&fields, "ends")) && !scope_date(&m->scope, node, "ends", &clause->ends))
        clause->ends = DATE_NONE;
    if ((node = fields_node(&fields, "only"))) {
        const struct filter *filters;
        size_t count;
        enum subject_type type;
        if (filter_read_subjects(&m->scope, node, &filters, &count, &type)) {
            if (type != SUBJECT_SCHOOL)
                scope_wrong(&m->scope, node, "only", "a condition on the school: school { setting = \"pru\" }");
            int best = 0;
            for (size_t i = 0; i < count && type == SUBJECT_SCHOOL; i++) {
                int one = filter_school_admits(m->scope.policy, &filters[i]);
                if (one == 1 || (one < 0 && best == 0)) best = one;
            }
            clause->applies = best != 0; /* not known: a duty does not vanish because a header is silent */
        }
    }
    clause->dropped = merging_drop(m, item, DATE_NONE) != NULL;
    for (size_t i = 0; i < fields.count; i++)
        if (fields.at[i].changed) clause->origin = fields.at[i].origin;
}

void merging_clauses(struct merging *m) {
    struct policy *policy = m->scope.policy;
    size_t count = 0, n = 0;
    for (size_t i = 0; i < m->item_count; i++) count += m->items[i].type == ITEM_CLAUSE;
    size_t *items = arena_array(m->scope.arena, size_t, count);
    struct clause *clauses = arena_array(m->scope.arena, struct clause, count);
    for (size_t i = 0; i < m->item_count; i++) {
        if (m->items[i].type != ITEM_CLAUSE) continue;
        size_t to = n++;
        for (; to > 0 && clause_compare(m->items[items[to - 1]].name, m->items[i].name) > 0; to--)
            items[to] = items[to - 1];
        items[to] = i;
    }
    for (size_t i = 0; i < n; i++) {
        m->typed[items[i]] = (int32_t)i;
        read_clause(m, items[i], &clauses[i]);
    }
    policy->clauses = clauses;
    policy->clause_count = count;
}

/* ---- texts ---- */

/* The day whose values a printed text shows: the day itself, and not before the school's file, else the policy, governs. */
static struct date text_day(const struct merging *m) {
    struct date day = m->scope.policy->effective;
    if (m->school && date_known(m->school->from)) day = date_max(day, m->school->from);
    return date_known(m->as_of) ? date_max(day, m->as_of) : day;
}

static bool fill_name(struct merging *m, const struct node *at, struct str name, struct buf *out) {
    const struct policy *policy = m->scope.policy;
    int32_t param = scope_find_param(&m->scope, name), role = policy_find_role(policy, name);
    if (param >= 0) {
        buf_add(out, param_say(m->scope.arena, &policy->params[param], param_at(&policy->params[param], text_day(m))));
        return true;
    }
    if (role >= 0) {
        buf_add(out, policy->roles[role].title);
        return true;
    }
    size_t count = policy->param_count + policy->role_count;
    struct str *names = arena_array(m->scope.arena, struct str, count);
    for (size_t i = 0; i < policy->param_count; i++) names[i] = policy->params[i].name;
    for (size_t i = 0; i < policy->role_count; i++) names[policy->param_count + i] = policy->roles[i].key;
    return scope_error(&m->scope, CODE_UNKNOWN_PARAM, at, NO_HINT, guess_hint(m->scope.arena, name, names, count),
                       "The text names {%.*s}, and there is no such parameter or role.", STR_ARG(name));
}

static bool is_name(struct str s) {
    for (size_t i = 0; i < s.size; i++) {
        char c = s.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    }
    return s.size > 0;
}

static struct str fill(struct merging *m, const struct node *at, struct str text) {
    struct buf out = { 0 };
    for (size_t i = 0; i < text.size;) {
        size_t end = i + 1;
        while (text.at[i] == '{' && end < text.size && text.at[end] != '}' && text.at[end] != '{') end++;
        struct str name = str_slice(text, i + 1, end);
        if (text.at[i] == '{' && end < text.size && text.at[end] == '}' && is_name(name)) {
            if (!fill_name(m, at, name, &out)) buf_printf(&out, "{%.*s}", STR_ARG(name));
            i = end + 1;
        } else {
            buf_add_byte(&out, text.at[i++]);
        }
    }
    struct str filled = str_copy(m->scope.arena, buf_str(&out));
    buf_free(&out);
    return filled;
}

void merging_texts(struct merging *m) {
    struct clause *clauses = (struct clause *)m->scope.policy->clauses;
    for (size_t i = 0; i < m->item_count; i++) {
        if (m->items[i].type != ITEM_CLAUSE || m->typed[i] < 0) continue;
        struct clause *clause = &clauses[m->typed[i]];
        clause->title = fill(m, m->items[i].node, clause->title);
        clause->text = fill(m, m->items[i].node, clause->text);
    }
}

struct str merging_rule_title(struct merging *m, size_t item, struct str *written) {
    struct fields fields = fields_at(m, item, DATE_NONE, ALL_LAYERS);
    const struct node *node = fields_node(&fields, "title");
    struct str title = *written = text_or_empty(m, &fields, "title");
    const struct node *by = fields_node(&fields, "by");
    if (title.size) return fill(m, node, title);
    if (node_is(m->items[item].node, "keep")) return STR("a record erased too soon");
    if (!by || by->type != NODE_REF) return title;
    int32_t role = policy_find_role(m->scope.policy, by->id); /* attest: who vouches */
    return role < 0 ? title : str_format(m->scope.arena, "an attestation by the %.*s", STR_ARG(m->scope.policy->roles[role].title));
}

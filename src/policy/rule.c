/* SPDX-License-Identifier: GPL-3.0-or-later
 * rule - rules, typed: one version from each day on which an amendment of it begins to govern.
 * Owns:  nothing.
 * Must not know: what a layer may change.
 */
#include <string.h>

#include "base/guess.h"
#include "policy/filter.h"
#include "policy/merge_priv.h"
#include "policy/say_priv.h"
#include "policy/term.h"
#include "policy/window_read.h"

/* ---- parts of a rule ---- */

static bool read_force(struct merging *m, size_t item, const struct fields *fields, struct rule_version *out) {
    static const char *const names[] = { "must", "should", "may", "must_not", "should_not" };
    const struct node *force = fields_node(fields, "force");
    int found = node_is(m->items[item].node, "attest")    ? FORCE_MUST
                : node_is(m->items[item].node, "measure") ? FORCE_SHOULD
                : node_is(m->items[item].node, "keep")    ? FORCE_MUST_NOT
                                                          : -1;
    for (int i = 0; i < 5 && !force; i++)
        if (node_is(m->items[item].node, names[i])) found = i;
    if (force) found = scope_choice(&m->scope, force, "force", names, 5);
    out->force = found < 0 ? FORCE_MUST : (enum force)found;
    return found >= 0;
}

static bool read_who(struct merging *m, size_t item, const struct fields *fields, struct rule_version *out) {
    const struct node *who = fields_node(fields, "who"), *rule = m->items[item].node;
    if (!who)
        return scope_error(&m->scope, CODE_INCOMPLETE, rule, rule->id.size ? rule->id : rule->word,
                           STR("Write who = pupils { ... }."), "The rule %.*s does not say whom it concerns.",
                           STR_ARG(m->items[item].name));
    return filter_read_subjects(&m->scope, who, &out->who, &out->who_count, &out->subject);
}

static bool read_unless(struct merging *m, const struct fields *fields, struct rule_version *out) {
    const struct node *unless = fields_node(fields, "unless");
    if (!unless) return true;
    uint32_t count = 1;
    const struct node *parts = unless;
    if (unless->type == NODE_TABLE) {
        parts = unless->items;
        count = unless->item_count;
        const struct node *because = node_field(unless, "because");
        if (because && !scope_text(&m->scope, because, "because", &out->because)) return false;
    }
    if (count == 0)
        return scope_wrong(&m->scope, unless, "unless", "a list such as { pupils { ... }, because = \"...\" }");
    struct filter *filters = NULL;
    for (uint32_t i = 0; i < count; i++) {
        const struct filter *some;
        size_t some_count;
        enum subject_type type;
        if (!filter_read_subjects(&m->scope, &parts[i], &some, &some_count, &type)) return false;
        if (type != out->subject)
            return scope_error(&m->scope, CODE_WRONG_TYPE, &parts[i], parts[i].word, NO_HINT,
                               "'unless' must speak of those whom the rule concerns.");
        for (size_t f = 0; f < some_count; f++) list_add(m->scope.arena, filters, out->unless_count, some[f]);
    }
    out->unless = filters;
    return true;
}

static bool read_exempt(struct merging *m, const struct fields *fields, struct exempting *out) {
    const struct node *exempt = fields_node(fields, "exempt"), *value;
    *out = (struct exempting){ .never = true, .approved_by = -1 };
    if (!exempt || scope_is_word(exempt, "never")) return true;
    if (exempt->type != NODE_TABLE)
        return scope_wrong(&m->scope, exempt, "exempt", "never, or a list such as { reasons = { ... } }");
    out->never = false;
    out->allowed = true;
    bool good = true;
    if ((value = node_field(exempt, "reasons"))) {
        uint32_t count = 0;
        const struct node *parts = scope_parts(value, &count);
        struct str *reasons = arena_array(m->scope.arena, struct str, count);
        for (uint32_t i = 0; i < count; i++)
            if (scope_text(&m->scope, &parts[i], "reasons", &reasons[out->reason_count]))
                out->reason_count++;
            else
                good = false;
        out->reasons = reasons;
    }
    if ((value = node_field(exempt, "for_at_most"))) {
        out->has_limit = scope_span(&m->scope, value, "for_at_most", false, &out->for_at_most);
        good = good && out->has_limit;
    }
    if ((value = node_field(exempt, "approved_by"))) {
        out->approved_by = scope_role(&m->scope, value);
        good = good && out->approved_by >= 0;
    }
    return good;
}

static bool read_hint(struct merging *m, size_t item, const struct fields *fields, struct rule_version *out) {
    const struct node *hint = fields_node(fields, "hint");
    struct str name;
    out->hint = -1;
    if (!hint) return true;
    if (!scope_text(&m->scope, hint, "hint", &name)) return false;
    out->hint = policy_find_rule(m->scope.policy, name);
    if (out->hint >= 0 && !str_equal(name, m->items[item].name)) return true;
    struct str *names = arena_array(m->scope.arena, struct str, m->scope.policy->rule_count);
    for (size_t i = 0; i < m->scope.policy->rule_count; i++) names[i] = m->scope.policy->rules[i].name;
    if (out->hint >= 0)
        return scope_error(&m->scope, CODE_BAD_CHOICE, hint, name, NO_HINT, "A rule can not be its own hint.");
    return scope_error(&m->scope, CODE_UNKNOWN_TARGET, hint, name,
                       guess_hint(m->scope.arena, name, names, m->scope.policy->rule_count),
                       "There is no rule called '%.*s'.", STR_ARG(name));
}

static bool uses_bound(const struct term *term, struct str name) {
    for (size_t f = 0; f < term->filter_count; f++)
        for (size_t b = 0; b < term->filters[f].bound_count; b++)
            if (str_equal(term->filters[f].bounds[b].name, name)) return true;
    for (size_t i = 0; i < term->part_count; i++)
        if (uses_bound(&term->parts[i], name)) return true;
    return false;
}

/* Names for decision tables: of pupils only, no field's name, each used. */
static bool check_bind(struct merging *m, const struct node *bind, const struct rule_version *rule) {
    bool good = true;
    int32_t kinds[64];
    size_t kind_count = term_kinds(&rule->have, kinds, COUNT_OF(kinds));
    if (rule->subject != SUBJECT_PUPIL)
        return scope_error(&m->scope, CODE_WINDOW_SUBJECT, bind, STR("bind"), NO_HINT,
                           "A decision table is about one pupil, and this rule is not about pupils.");
    for (uint32_t i = 0; i < bind->field_count; i++) {
        struct str name = bind->fields[i].key;
        for (size_t k = 0; k < kind_count; k++)
            if (kind_find_field(&m->scope.kinds->kinds[kinds[k]], name) >= 0)
                good = scope_error(&m->scope, CODE_NAME_TAKEN, &bind->fields[i].value, name,
                                   STR("Bind the table to another name."), "'%.*s' is already a field of '%.*s'.",
                                   STR_ARG(name), STR_ARG(m->scope.kinds->kinds[kinds[k]].name));
        if (!uses_bound(&rule->have, name))
            good = scope_error(&m->scope, CODE_INCOMPLETE, &bind->fields[i].value, name,
                               STR("Use it in 'have', or take it out of 'bind'."), "'%.*s' is bound and never used.",
                               STR_ARG(name));
    }
    return good;
}

/* What is counted; with names for decision tables around it. */
static bool read_have(struct merging *m, const struct fields *fields, struct rule_version *out) {
    const struct node *bind = fields_node(fields, "bind");
    if (bind && bind->type != NODE_TABLE)
        return scope_wrong(&m->scope, bind, "bind", "a list such as { allowed = decide.share_level }");
    m->scope.bind = bind;
    bool good = term_read(&m->scope, fields_node(fields, "have"), out->subject, &out->have);
    m->scope.bind = NULL;
    return good && (!bind || check_bind(m, bind, out));
}

static bool read_when(struct merging *m, size_t item, const struct fields *fields, struct rule_version *out) {
    const struct node *when = fields_node(fields, "when"), *rule = m->items[item].node, *value;
    if (!when)
        return scope_error(&m->scope, CODE_INCOMPLETE, rule, rule->id.size ? rule->id : rule->word,
                           STR("Write when = each_school_year()."), "The rule %.*s does not say by when.",
                           STR_ARG(m->items[item].name));
    if (!window_read(&m->scope, when, out->subject, &out->when)) return false;
    if ((value = fields_node(fields, "late"))) {
        out->has_late = scope_span(&m->scope, value, "late", false, &out->late);
        if (!out->has_late) return false;
    }
    if (!(value = fields_node(fields, "grace"))) return true;
    enum window_op op = out->when.op;
    if (op != WINDOW_ALWAYS && op != WINDOW_ROLLING && op != WINDOW_WITHIN)
        return scope_error(&m->scope, CODE_BAD_CHOICE, value, STR("grace"),
                           STR("Write late = days(n) to leave more time to put it right."),
                           "'grace' belongs to always, rolling and within.");
    return scope_span(&m->scope, value, "grace", false, &out->when.grace);
}

/* Lowest and highest: a filter names years when its condition on the year group is bounded above. */
static bool names_years(struct merging *m, const struct filter *filter) {
    const struct condition *year = filter_condition(filter, m->scope.kinds->known.year);
    if (m->scope.kinds->known.year < 0 || !year || year->negated) return false;
    return year->op == CONDITION_AMONG || (year->op == CONDITION_RANGE && (year->has_high || year->has_low));
}

static bool check_window(struct merging *m, const struct fields *fields, const struct rule_version *rule) {
    const struct window *window = &rule->when;
    const struct node *when = fields_node(fields, "when");
    if (window->op == WINDOW_BY_DATE_IN_YEAR || window->op == WINDOW_BY_DATE_AFTER_YEAR)
        for (size_t i = 0; i < rule->who_count; i++)
            if (!names_years(m, &rule->who[i]))
                return scope_error(&m->scope, CODE_WINDOW_SUBJECT, when, when->word,
                                   STR("Write year = 11 or the like in who."),
                                   "'%.*s' needs the year groups named in who.", STR_ARG(when->word));
    if (!window->same_record) return true;
    if (rule->hatch >= 0)
        return scope_error(&m->scope, CODE_BAD_CHOICE, when, STR("same_record"), NO_HINT,
                           "'same_record' counts a record, and 'check' counts none.");
    int32_t kinds[64];
    size_t count = term_kinds(&rule->have, kinds, COUNT_OF(kinds));
    for (size_t i = 0; i < count; i++)
        if (kinds[i] == window->anchor_filter.kind) return true;
    const struct kind *kind = &m->scope.kinds->kinds[window->anchor_filter.kind];
    return scope_error(&m->scope, CODE_BAD_CHOICE, when, STR("same_record"), NO_HINT,
                       "'same_record' counts the %.*s itself, and 'have' asks for another kind.", STR_ARG(kind->name));
}

/* ---- dates, basis ---- */

static struct date field_date(struct merging *m, const struct fields *fields, const char *key, struct date absent) {
    struct date date;
    const struct node *node = fields_node(fields, key);
    return node && scope_date(&m->scope, node, key, &date) ? date : absent;
}

static void read_validity(struct merging *m, size_t item, struct date day, enum layer below,
                          const struct fields *fields, const struct fields *clause, struct rule_version *out) {
    static const char *const bases[] = { "law", "guidance", "trust" };
    const struct op *drop = merging_drop(m, item, day);
    out->from = field_date(m, clause, "from", DATE_FIRST);
    if (!node_is(m->items[item].node, "keep")) /* there it is the day from which years are counted */
        out->from = date_max(out->from, field_date(m, fields, "from", DATE_FIRST));
    out->from = date_max(out->from, m->items[item].since);
    out->ends = date_min(field_date(m, fields, "ends", DATE_NONE), field_date(m, clause, "ends", DATE_NONE));
    if (drop && drop->source->at->layer < below) out->ends = date_min(out->ends, date_add_days(drop->from, -1));
    const struct node *basis = fields_node(fields, "basis");
    if (!basis) basis = fields_node(clause, "basis");
    int choice = basis ? scope_choice(&m->scope, basis, "basis", bases, 3) : BASIS_GUIDANCE;
    out->basis = choice < 0 ? BASIS_GUIDANCE : (enum basis)choice;
}

/* check = function(s) ... end, with the kinds it may see. */
static bool read_check(struct merging *m, size_t item, const struct fields *fields, struct rule_version *out) {
    const struct node *check = fields_node(fields, "check"), *reads = fields_node(fields, "reads");
    struct str name = m->items[item].name;
    uint32_t count = 0;
    if (check->type != NODE_FUNCTION) return scope_wrong(&m->scope, check, "check", "function(s) ... end");
    if (fields_node(fields, "have"))
        return scope_error(&m->scope, CODE_BAD_CHOICE, check, STR("check"), STR("Keep one of the two."),
                           "The rule %.*s has both 'have' and 'check'.", STR_ARG(name));
    if (out->force == FORCE_MUST_NOT || out->force == FORCE_SHOULD_NOT)
        return scope_error(&m->scope, CODE_BAD_CHOICE, check, STR("check"), STR("Write must, and answer met when all is well."),
                           "'check' says what must be so, and %.*s is a prohibition.", STR_ARG(name));
    if (!reads || !scope_parts(reads, &count) || count == 0)
        return scope_error(&m->scope, CODE_NO_READS, check, STR("check"), STR("Add reads = { \"post\" } or the like."),
                           "The check of %.*s does not say which kinds of record it reads.", STR_ARG(name));
    const struct node *parts = scope_parts(reads, &count);
    int32_t *kinds = arena_array(m->scope.arena, int32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        struct str kind;
        if (!scope_text(&m->scope, &parts[i], "reads", &kind)) return false;
        int32_t found = filter_find_kind(&m->scope, &parts[i], kind, out->subject);
        if (found < 0) return false;
        size_t to = out->read_count++;
        for (; to > 0 && kinds[to - 1] > found; to--) kinds[to] = kinds[to - 1];
        kinds[to] = found;
    }
    out->reads = kinds;
    out->hatch = (int32_t)check->whole;
    out->check = check->text;
    out->have = (struct term){ .op = TERM_ALL_OF, .n = operand_of(0), .distinct = FIELD_ABSENT,
                               .on = FIELD_ABSENT, .total = FIELD_ABSENT, .each_param = -1 };
    return true;
}

static void note_changes(struct merging *m, const struct fields *fields, const struct fields *clause,
                         struct rule_version *out) {
    static const char *const inherited[] = { "basis", "from", "ends", "only" };
    struct origin *changes = NULL;
    struct str *names = NULL;
    size_t count = 0, name_count = 0;
    for (size_t i = 0; i < fields->count; i++) {
        if (!fields->at[i].changed) continue;
        list_add(m->scope.arena, changes, count, fields->at[i].origin);
        list_add(m->scope.arena, names, name_count, fields->at[i].name);
    }
    for (size_t i = 0; i < COUNT_OF(inherited); i++) {
        const struct field_value *field = fields_find(clause, inherited[i]);
        if (!field || !field->changed || fields_find(fields, inherited[i])) continue;
        list_add(m->scope.arena, changes, count, field->origin);
        list_add(m->scope.arena, names, name_count, field->name);
    }
    out->changes = changes;
    out->changed_fields = names;
    out->change_count = count;
}

/* A rule that an overlay adds is for its pupils alone. */
static bool keep_to_guard(struct merging *m, size_t item, struct rule_version *out) {
    int32_t index = m->sources[m->items[item].source].overlay;
    if (index < 0) return true;
    if (out->subject != SUBJECT_PUPIL)
        return scope_error(&m->scope, CODE_WRONG_TYPE, m->items[item].node, STR("who"),
                           STR("Write who = pupils { ... }, or add it in an overlay for schools."),
                           "%.*s is not about pupils, and this overlay is for some pupils only.",
                           STR_ARG(m->items[item].name));
    const struct overlay *overlay = &m->scope.policy->overlays[index];
    struct filter *who = NULL;
    size_t count = 0;
    for (size_t i = 0; i < out->who_count; i++)
        for (size_t g = 0; g < overlay->guard_count; g++)
            list_add(m->scope.arena, who, count, filter_both(&m->scope, &out->who[i], &overlay->guards[g]));
    out->who = who;
    out->who_count = count;
    return true;
}

/* Whom it concerns, what is needed, by when. */
static bool read_asked(struct merging *m, size_t item, const struct fields *fields, struct rule_version *out) {
    const struct node *rule = m->items[item].node;
    bool who = read_who(m, item, fields, out) && keep_to_guard(m, item, out);
    bool have = false, when = false, good = true;
    if (fields_node(fields, "check")) {
        have = who && read_check(m, item, fields, out);
    } else if (!fields_node(fields, "have")) {
        scope_error(&m->scope, CODE_INCOMPLETE, rule, rule->id.size ? rule->id : rule->word,
                    STR("Write have = encounter {} or the like."), "The rule %.*s does not say what is needed.",
                    STR_ARG(m->items[item].name));
    } else if (who) {
        have = read_have(m, fields, out);
    }
    if (who) {
        good = read_unless(m, fields, out);
        when = read_when(m, item, fields, out);
    }
    if (have && when) good = check_window(m, fields, out) && good;
    return good && who && have && when;
}

bool rule_read(struct merging *m, size_t item, struct date day, enum layer below, struct rule_version *out) {
    struct fields fields = fields_at(m, item, day, below), clause = fields_at(m, m->items[item].clause, day, below);
    static const char *const levels[] = { "info", "low", "medium", "high", "critical" };
    const struct node *node, *rule = m->items[item].node;
    *out = (struct rule_version){ .governs_from = day,
                                  .top_level = -1,
                                  .owner = -1,
                                  .plan = -1,
                                  .hint = -1,
                                  .hatch = -1,
                                  .origin = m->items[item].origin };
    if (node_is(rule, "attest") && !attest_write_out(m, item, &fields, out)) return false;
    bool good = read_force(m, item, &fields, out);
    good = (node_is(rule, "measure") ? measuring_read(m, item, &fields, out)
            : node_is(rule, "keep")  ? keep_read(m, item, &fields, out) && keep_to_guard(m, item, out)
                                     : read_asked(m, item, &fields, out))
           && good;
    good = read_exempt(m, &fields, &out->exempt) && good;
    good = read_hint(m, item, &fields, out) && good;
    if ((node = fields_node(&fields, "owner"))) good = (out->owner = scope_role(&m->scope, node)) >= 0 && good;
    if ((node = fields_node(&fields, "remind"))) good = (out->plan = scope_plan(&m->scope, node)) >= 0 && good;
    if ((node = fields_node(&fields, "severity")))
        good = (out->top_level = scope_choice(&m->scope, node, "severity", levels, 5)) >= 0 && good;
    read_validity(m, item, day, below, &fields, &clause, out);
    note_changes(m, &fields, &clause, out);
    return good;
}

/* ---- all rules ---- */

static bool rule_before(const struct merging *m, size_t a, size_t b) {
    int by_clause = clause_compare(m->items[m->items[a].clause].name, m->items[m->items[b].clause].name);
    return by_clause ? by_clause < 0 : a < b; /* items stand in the order of documents, then as written */
}

void merging_rule_names(struct merging *m) {
    struct policy *policy = m->scope.policy;
    size_t count = 0, n = 0;
    for (size_t i = 0; i < m->item_count; i++) count += m->items[i].type == ITEM_RULE;
    size_t *items = arena_array(m->scope.arena, size_t, count);
    struct rule *rules = arena_array(m->scope.arena, struct rule, count);
    for (size_t i = 0; i < m->item_count; i++) {
        if (m->items[i].type != ITEM_RULE) continue;
        size_t to = n++;
        for (; to > 0 && rule_before(m, i, items[to - 1]); to--) items[to] = items[to - 1];
        items[to] = i;
    }
    for (size_t i = 0; i < n; i++) {
        const struct item *item = &m->items[items[i]];
        m->typed[items[i]] = (int32_t)i;
        rules[i].name = item->name;
        rules[i].former = merging_former(m, item->name, &rules[i].former_count);
        rules[i].clause = m->items[item->clause].name;
        rules[i].clause_index = (uint32_t)m->typed[item->clause];
        rules[i].applies = true;
    }
    policy->rules = rules;
    policy->rule_count = count;
}

static void add_day(struct arena *arena, struct date **days, size_t *count, struct date day) {
    for (size_t i = 0; i < *count; i++)
        if (date_same((*days)[i], day)) return;
    list_add(arena, *days, *count, day);
    for (size_t to = *count - 1; to > 0 && date_after((*days)[to - 1], day); to--) {
        (*days)[to] = (*days)[to - 1];
        (*days)[to - 1] = day;
    }
}

/* The days on which the rule begins to say something else. */
static struct date *version_days(struct merging *m, size_t item, size_t *count) {
    static const char *const inherited[] = { "basis", "from", "ends", "only" };
    struct date *days = NULL;
    *count = 0;
    add_day(m->scope.arena, &days, count, DATE_FIRST);
    for (size_t i = 0; i < m->op_count; i++) {
        const struct op *op = &m->ops[i];
        bool ours = op->item == item && (op->source->overlay < 0 || (m->guarded >> op->source->overlay & 1));
        for (size_t f = 0; f < COUNT_OF(inherited) && op->item == m->items[item].clause; f++)
            ours = ours || str_is(op->field, inherited[f]);
        if (op->item == m->items[item].clause && op->action == OP_DROP) ours = true;
        if (ours) add_day(m->scope.arena, &days, count, op->from);
        if (ours && op->has_end) add_day(m->scope.arena, &days, count, date_add_days(op->ends, 1));
    }
    return days;
}

/* Whether an `only` admits this school; not known admits: a duty does not vanish because a header is silent. */
static bool admits(struct merging *m, const struct node *only, struct str *said) {
    const struct filter *filters;
    size_t count;
    enum subject_type type;
    if (!only || !filter_read_subjects(&m->scope, only, &filters, &count, &type)) return true;
    if (type != SUBJECT_SCHOOL)
        return !scope_wrong(&m->scope, only, "only", "a condition on the school: school { setting = \"pru\" }");
    for (size_t i = 0; i < count; i++)
        if (filter_school_admits(m->scope.policy, &filters[i]) != 0) return true;
    *said = say_only(m->scope.arena, m->scope.policy, filters, count);
    return false;
}

/* `only` of the rule and of its clause, from each day on which one of them is changed (M13).  A version that does not
 * admit the school judges nothing.  True when some version does. */
static bool keep_to_only(struct merging *m, size_t item, const struct rule_version *versions, size_t count,
                         struct str *said) {
    bool *admitted = arena_array(m->scope.arena, bool, count), any = false;
    for (size_t v = 0; v < count; v++) {
        struct date day = versions[v].governs_from;
        struct fields fields = fields_at(m, item, day, ALL_LAYERS);
        struct fields clause = fields_at(m, m->items[item].clause, day, ALL_LAYERS);
        admitted[v] = admits(m, fields_node(&fields, "only"), said) && admits(m, fields_node(&clause, "only"), said);
        any = any || admitted[v];
    }
    for (size_t v = 0; v < count; v++)
        if (any && !admitted[v]) ((struct rule_version *)(uintptr_t)versions)[v].ends = DATE_FIRST;
    return any;
}

static void read_only(struct merging *m, size_t item, struct rule *rule) {
    struct str said = NO_HINT;
    rule->applies = keep_to_only(m, item, rule->versions, rule->version_count, &said);
    for (size_t i = 0; i < rule->variant_count; i++)
        keep_to_only(m, item, rule->variants[i].versions, rule->variants[i].version_count, &said);
    if (!rule->applies) rule->why_not = str_format(m->scope.arena, "only %.*s", STR_ARG(said));
}

static void read_dropped(struct merging *m, size_t item, struct rule *rule) {
    const struct op *drop = merging_drop(m, item, DATE_NONE);
    if (!drop || !rule->applies) return;
    rule->why_not = str_format(m->scope.arena, "dropped: %.*s", STR_ARG(drop->origin.reason));
    rule->applies = date_after(drop->from, m->scope.policy->effective);
}

struct rule_version *rule_read_versions(struct merging *m, size_t item, size_t *count) {
    size_t day_count;
    struct date *days = version_days(m, item, &day_count);
    struct rule_version *versions = arena_array(m->scope.arena, struct rule_version, 2 * day_count);
    *count = 0;
    for (size_t v = 0; v < day_count; v++) {
        struct fields fields = fields_at(m, item, days[v], ALL_LAYERS);
        struct rule_version *version = &versions[day_count + v];
        if (!rule_read(m, item, days[v], ALL_LAYERS, version)) version->governs_from = days[v];
        if (node_is(m->items[item].node, "keep") && fields_node(&fields, "after")) versions[(*count)++] = keep_review(version);
    }
    memmove(&versions[*count], &versions[day_count], day_count * sizeof *versions);
    *count += day_count;
    return versions;
}

void merging_rules(struct merging *m) {
    struct rule *rules = (struct rule *)m->scope.policy->rules;
    for (size_t i = 0; i < m->item_count; i++) {
        if (m->items[i].type != ITEM_RULE) continue;
        struct rule *rule = &rules[m->typed[i]];
        rule->title = merging_rule_title(m, i, &rule->title_written);
        rule->versions = rule_read_versions(m, i, &rule->version_count);
        variant_rules(m, i, rule);
        read_only(m, i, rule);
        read_dropped(m, i, rule);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * measuring - what a measure counts, as what, told apart by what, and what is wanted of it.
 * Owns:  nothing.
 * Must not know: rows, how a figure comes about.
 *
 * A measure is kept as a rule about the school that is never asked of anybody: a should without who and have of its own.
 */
#include "base/guess.h"
#include "policy/filter.h"
#include "policy/merge_priv.h"
#include "policy/window_read.h"

#define ALL_STATUSES ((1u << STATUS_COUNT) - 1)

/* ---- findings { rule = ..., clause = ..., status = ... } ---- */

/* Texts of a condition: one, or among { ... }; is_not "x" where `negated` is wanted. */
static const struct node *words_of(struct merging *m, const struct node *node, const char *key, bool *negated, uint32_t *count) {
    const struct node *parts = node;
    *count = 1;
    if (negated && node_is(node, "is_not")) {
        *negated = true;
        parts = scope_parts(node, count);
    } else if (node_is(node, "among")) {
        parts = scope_parts(node, count);
    }
    for (uint32_t i = 0; i < *count; i++) {
        struct str text;
        if (!scope_text(&m->scope, &parts[i], key, &text)) return NULL;
    }
    if (*count) return parts;
    scope_wrong(&m->scope, node, key, "a name, or among { ... }");
    return NULL;
}

static bool unknown_name(struct merging *m, const struct node *node, const char *what, const struct str *names, size_t count) {
    return scope_error(&m->scope, CODE_UNKNOWN_TARGET, node, node->text, guess_hint(m->scope.arena, node->text, names, count),
                       "There is no %s called '%.*s'.", what, STR_ARG(node->text));
}

static bool take_rules(struct merging *m, const struct node *value, bool *rules) {
    const struct policy *policy = m->scope.policy;
    uint32_t count;
    const struct node *parts = words_of(m, value, "rule", NULL, &count);
    struct str *names = arena_array(m->scope.arena, struct str, policy->rule_count);
    for (size_t i = 0; i < policy->rule_count; i++) names[i] = policy->rules[i].name;
    for (uint32_t i = 0; parts && i < count; i++) {
        int32_t found = policy_find_rule(policy, parts[i].text);
        if (found < 0) return unknown_name(m, &parts[i], "rule", names, policy->rule_count);
        size_t named = merging_find(m, ITEM_RULE, parts[i].text);
        if (named != NO_ITEM && node_is(m->items[named].node, "measure"))
            return scope_error(&m->scope, CODE_BAD_CHOICE, &parts[i], parts[i].text, NO_HINT,
                               "'%.*s' is a measure, and a measure counts findings of rules.", STR_ARG(parts[i].text));
        rules[found] = true;
    }
    return parts != NULL;
}

static bool take_clauses(struct merging *m, const struct node *value, bool *rules) {
    const struct policy *policy = m->scope.policy;
    uint32_t count;
    const struct node *parts = words_of(m, value, "clause", NULL, &count);
    struct str *names = arena_array(m->scope.arena, struct str, policy->clause_count);
    for (size_t i = 0; i < policy->clause_count; i++) names[i] = policy->clauses[i].number;
    for (uint32_t i = 0; parts && i < count; i++) {
        int32_t found = policy_find_clause(policy, parts[i].text);
        if (found < 0) return unknown_name(m, &parts[i], "clause", names, policy->clause_count);
        for (size_t r = 0; r < policy->rule_count; r++)
            rules[r] = rules[r] || policy->rules[r].clause_index == (uint32_t)found;
    }
    return parts != NULL;
}

static bool take_statuses(struct merging *m, const struct node *value, uint32_t *statuses) {
    uint32_t count, mask = 0;
    bool negated = false;
    const struct node *parts = words_of(m, value, "status", &negated, &count);
    struct str names[STATUS_COUNT];
    for (int i = 0; i < STATUS_COUNT; i++) names[i] = str_from(status_key((enum status)i));
    for (uint32_t i = 0; parts && i < count; i++) {
        enum status status;
        if (!status_by_key(parts[i].text, &status) || status == STATUS_NOT_APPLICABLE)
            return unknown_name(m, &parts[i], "status", names, STATUS_NOT_APPLICABLE);
        mask |= 1u << status;
    }
    *statuses = negated ? ALL_STATUSES & ~mask : mask;
    return parts != NULL;
}

static bool read_findings(struct merging *m, const struct node *node, struct measured_side *out) {
    static const struct str known[] = { STR_INIT("rule"), STR_INIT("clause"), STR_INIT("status") };
    size_t rule_count = m->scope.policy->rule_count;
    bool *rules = arena_array(m->scope.arena, bool, rule_count), *in_clause = arena_array(m->scope.arena, bool, rule_count);
    bool good = true, named = false, of_clause = false;
    *out = (struct measured_side){ .things = MEASURED_FINDINGS, .statuses = ALL_STATUSES };
    for (uint32_t i = 0; i < node->field_count; i++) {
        const struct node *value = &node->fields[i].value;
        struct str key = node->fields[i].key;
        if (str_is(key, "rule")) named = true, good = take_rules(m, value, rules) && good;
        else if (str_is(key, "clause")) of_clause = true, good = take_clauses(m, value, in_clause) && good;
        else if (str_is(key, "status")) good = take_statuses(m, value, &out->statuses) && good;
        else
            good = scope_error(&m->scope, CODE_UNKNOWN_FIELD, value, key, guess_hint(m->scope.arena, key, known, COUNT_OF(known)),
                               "'findings' has no field called '%.*s'.", STR_ARG(key));
    }
    if (!named && !of_clause) return good;
    for (size_t i = 0; i < rule_count; i++) rules[i] = (rules[i] || !named) && (in_clause[i] || !of_clause);
    out->rules = rules;
    return good;
}

static bool word_names(const struct merging *m, const struct node *value, const struct op *drop, bool clause) {
    uint32_t count = 1;
    const struct node *parts = value && node_is(value, "among") ? scope_parts(value, &count) : value;
    for (uint32_t i = 0; parts && i < count; i++) {
        size_t item = parts[i].type == NODE_TEXT ? merging_find(m, clause ? ITEM_CLAUSE : ITEM_RULE, parts[i].text) : NO_ITEM;
        if (item != NO_ITEM && (item == drop->item || (!clause && m->items[item].clause == drop->item))) return true;
    }
    return false;
}

bool measuring_names(const struct merging *m, const struct fields *fields, const struct op *drop) {
    static const char *const sides[] = { "over", "of" };
    for (size_t i = 0; i < COUNT_OF(sides); i++) {
        const struct node *side = fields_node(fields, sides[i]);
        if (!side || !node_is(side, "findings")) continue;
        if (word_names(m, node_field(side, "rule"), drop, false) || word_names(m, node_field(side, "clause"), drop, true)) return true;
    }
    return false;
}

/* ---- over, of ---- */

static bool is_of_subjects(const struct node *node) {
    if (!node_is(node, "any_of")) return filter_is_subject(node);
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    return count > 0 && filter_is_subject(&parts[0]);
}

/* Records of `subject`, or SUBJECT_SCHOOL for activities whoever came. */
static bool read_records(struct merging *m, const struct node *node, enum subject_type subject, struct measured_side *out) {
    uint32_t count = 1;
    const struct node *parts = node;
    if (node_is(node, "either")) parts = scope_parts(node, &count);
    if (count == 0) return scope_wrong(&m->scope, node, "either", "a list with at least one kind of record");
    struct filter *filters = arena_array(m->scope.arena, struct filter, count);
    bool good = true;
    for (uint32_t i = 0; i < count; i++)
        if (!filter_read_record(&m->scope, &parts[i], subject, &filters[i])) good = false;
    *out = (struct measured_side){ .things = MEASURED_RECORDS, .subject = subject, .filters = filters, .filter_count = count };
    return good;
}

static bool read_subjects(struct merging *m, const struct node *node, struct measured_side *out) {
    *out = (struct measured_side){ .things = MEASURED_SUBJECTS };
    if (!filter_read_subjects(&m->scope, node, &out->filters, &out->filter_count, &out->subject)) return false;
    if (out->subject != SUBJECT_SCHOOL) return true;
    return scope_error(&m->scope, CODE_KIND_SUBJECT, node, node->word, STR("Count pupils {}, records or findings {}."),
                       "There is one school: it can not be counted.");
}

static bool read_over(struct merging *m, const struct node *node, struct measured_side *out) {
    if (node_is(node, "findings")) return read_findings(m, node, out);
    if (is_of_subjects(node)) return read_subjects(m, node, out);
    return read_records(m, node, SUBJECT_SCHOOL, out);
}

static bool mismatch(struct merging *m, const struct node *node, const char *wanted) {
    return scope_error(&m->scope, CODE_BAD_CHOICE, node, node->word, NO_HINT, "'of' must say which of those in 'over' are counted: %s.",
                       wanted);
}

static bool read_of(struct merging *m, const struct node *node, const struct measured_side *over, struct measured_side *out) {
    bool findings = node_is(node, "findings"), subjects = is_of_subjects(node);
    if (over->things == MEASURED_FINDINGS) return findings ? read_findings(m, node, out) : mismatch(m, node, "findings {}");
    if (over->things == MEASURED_RECORDS) {
        if (findings || subjects) return mismatch(m, node, "records of the same kind");
        if (!read_records(m, node, SUBJECT_SCHOOL, out)) return false;
        for (size_t i = 0; i < out->filter_count; i++) {
            bool same = false;
            for (size_t k = 0; k < over->filter_count; k++) same = same || over->filters[k].kind == out->filters[i].kind;
            if (!same) return mismatch(m, node, "records of the same kind");
        }
        return true;
    }
    if (findings) return read_findings(m, node, out);
    if (!subjects) return read_records(m, node, over->subject, out);
    return read_subjects(m, node, out) && (out->subject == over->subject || mismatch(m, node, "the same sort of subject"));
}

/* ---- as, by, want, when ---- */

static bool tells_apart(const struct field *field) {
    return field->type == FIELD_FLAG || field->type == FIELD_ONE_OF || field->type == FIELD_WHOLE;
}

static bool one_by(struct merging *m, const struct node *node, const struct measured_side *over, struct measured_by *out) {
    const struct kinds *kinds = m->scope.kinds;
    const struct facts *facts = &kinds->facts[over->things == MEASURED_SUBJECTS ? over->subject : SUBJECT_ORGANISATION];
    const struct field *fields = facts->fields;
    uint32_t count = facts->field_count;
    struct str name, owner = str_from(subject_type_name(over->things == MEASURED_SUBJECTS ? over->subject : SUBJECT_ORGANISATION));
    *out = (struct measured_by){ .field = FIELD_ABSENT, .of_organisation = over->things == MEASURED_RECORDS };
    if (!scope_text(&m->scope, node, "by", &name)) return false;
    for (uint32_t i = 0; over->things == MEASURED_RECORDS && i < count; i++)
        if (str_equal(fields[i].name, name)) out->field = (int32_t)i;
    if (out->field < 0 && over->things == MEASURED_RECORDS) {
        const struct kind *kind = &kinds->kinds[over->filters[0].kind];
        fields = kind->fields;
        count = kind->field_count;
        owner = kind->name;
        out->of_organisation = false;
    }
    if (out->field < 0) out->field = filter_find_field(&m->scope, node, owner, fields, count, false, name);
    if (out->field < 0) return false;
    if (fields[out->field].each)
        return scope_error(&m->scope, CODE_EACH_AT_SCHOOL_LEVEL, node, name, STR("Measure over = pupils {} instead."),
                           "'%.*s' belongs to one person's part in '%.*s', and the records are counted once.", STR_ARG(name),
                           STR_ARG(owner));
    return tells_apart(&fields[out->field])
           || scope_error(&m->scope, CODE_WRONG_TYPE, node, name, STR("Take a fact with codes, with yes or no, or a whole number."),
                          "A measure can not be told apart by '%.*s'.", STR_ARG(name));
}

static bool read_by(struct merging *m, const struct node *node, struct measuring *out) {
    uint32_t count = 1;
    const struct node *parts = node;
    if (node->type == NODE_TABLE) parts = scope_parts(node, &count);
    if (count == 0) return scope_wrong(&m->scope, node, "by", "a list such as { \"sen\", \"sex\" }");
    if (out->over.things == MEASURED_FINDINGS)
        return scope_error(&m->scope, CODE_BAD_CHOICE, node, STR("by"), STR("Measure over = pupils {}, of = findings { ... }."),
                           "Findings are not told apart by facts.");
    for (size_t i = 1; out->over.things == MEASURED_RECORDS && i < out->over.filter_count; i++)
        if (out->over.filters[i].kind != out->over.filters[0].kind)
            return scope_error(&m->scope, CODE_BAD_CHOICE, node, STR("by"), STR("Write one measure for each kind."),
                               "Records of several kinds are not told apart by a field.");
    struct measured_by *by = arena_array(m->scope.arena, struct measured_by, count);
    bool good = true;
    for (uint32_t i = 0; i < count; i++) good = one_by(m, &parts[i], &out->over, &by[i]) && good;
    out->by = by;
    out->by_count = count;
    return good;
}

static bool read_want(struct merging *m, const struct node *node, struct measuring *out) {
    uint32_t count = 0;
    bool least = node_is(node, "at_least"), most = node_is(node, "at_most");
    const struct node *parts = least || most ? scope_parts(node, &count) : NULL;
    if (count != 1) return scope_wrong(&m->scope, node, "want", "at_least(n) or at_most(n)");
    if (out->as == MEASURE_GAP && !most)
        return scope_error(&m->scope, CODE_BAD_CHOICE, node, STR("want"), STR("Write want = at_most(10)."),
                           "Of a gap it can only be wanted that it is at most so many points.");
    out->has_least = least;
    out->has_most = most;
    return scope_operand(&m->scope, &parts[0], "want", false, least ? &out->least : &out->most);
}

static bool read_as(struct merging *m, const struct node *rule, const struct fields *fields, struct measuring *out) {
    static const char *const names[] = { "count", "percent", "gap" };
    const struct node *as = fields_node(fields, "as");
    int choice = as ? scope_choice(&m->scope, as, "as", names, 3) : (int)MEASURE_COUNT;
    if (choice < 0) return false;
    out->as = (enum measure_as)choice;
    if (out->as != MEASURE_COUNT && !out->has_of)
        return scope_error(&m->scope, CODE_INCOMPLETE, as, rule->id, STR("Add of = ...: which of them are meant."),
                           "A share needs 'of' as well as 'over'.");
    if (out->as == MEASURE_GAP && !fields_node(fields, "by"))
        return scope_error(&m->scope, CODE_INCOMPLETE, as, rule->id, STR("Add by = { \"sen\" } or the like."),
                           "A gap needs 'by': between which groups.");
    return true;
}

static bool read_when(struct merging *m, const struct fields *fields, struct window *out) {
    const struct node *when = fields_node(fields, "when");
    *out = (struct window){ .op = WINDOW_EACH_SCHOOL_YEAR, .anchor_on = -1, .a = operand_of(0), .b = operand_of(0) };
    out->length.n = out->grace.n = out->may_precede.n = out->opens.n = out->anchor_n = operand_of(0);
    out->anchor_filter.kind = -1;
    if (!when) return true;
    if (!window_read(&m->scope, when, SUBJECT_SCHOOL, out)) return false;
    if (out->op != WINDOW_WITHIN && out->op != WINDOW_AHEAD_OF && !out->day.month) return true;
    return scope_error(&m->scope, CODE_BAD_CHOICE, when, when->word,
                       STR("Write each_school_year(), each_term(), each_half_term(), rolling(months(n)) or always()."),
                       "A measure is taken now, and '%.*s' looks elsewhere.", STR_ARG(when->word));
}

/* The records that are found by their day: those in 'over', or those of each subject in 'of'. */
static struct term counted(const struct measuring *measuring) {
    struct term term = { .op = TERM_ALL_OF, .n = operand_of(0), .distinct = FIELD_ABSENT, .on = FIELD_ABSENT, .total = FIELD_ABSENT,
                         .each_param = -1 };
    const struct measured_side *side = measuring->over.things == MEASURED_RECORDS ? &measuring->over : &measuring->of;
    if (side->things != MEASURED_RECORDS || (side == &measuring->of && !measuring->has_of)) return term;
    term.op = TERM_AT_LEAST;
    term.n = operand_of(1);
    term.filters = side->filters;
    term.filter_count = side->filter_count;
    return term;
}

bool measuring_read(struct merging *m, size_t item, const struct fields *fields, struct rule_version *out) {
    const struct node *rule = m->items[item].node, *over = fields_node(fields, "over"), *of = fields_node(fields, "of"), *node;
    struct measuring *measuring = arena_new(m->scope.arena, struct measuring);
    struct filter *who = arena_new(m->scope.arena, struct filter);
    *measuring = (struct measuring){ .least = operand_of(0), .most = operand_of(0) };
    *who = (struct filter){ .of_subject = true, .subject_type = SUBJECT_SCHOOL, .kind = -1 };
    out->measuring = measuring;
    out->subject = SUBJECT_SCHOOL;
    out->who = who;
    out->who_count = 1;
    if (!over)
        return scope_error(&m->scope, CODE_INCOMPLETE, rule, rule->id.size ? rule->id : rule->word, STR("Write over = pupils {} or the like."),
                           "The measure %.*s does not say over what it is taken.", STR_ARG(m->items[item].name));
    if (!read_over(m, over, &measuring->over)) return false;
    measuring->has_of = of != NULL;
    bool good = !of || read_of(m, of, &measuring->over, &measuring->of);
    good = read_as(m, rule, fields, measuring) && good;
    if ((node = fields_node(fields, "by"))) good = read_by(m, node, measuring) && good;
    if ((node = fields_node(fields, "want"))) good = read_want(m, node, measuring) && good;
    out->have = counted(measuring);
    return read_when(m, fields, &out->when) && good;
}

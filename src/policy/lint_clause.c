/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_clause - the printed policy: its order, its dates, what its clauses say of one another, how its words are read.
 * Owns:  nothing.
 * Must not know: what rules ask for, records.
 */
#include "policy/lint_priv.h"

static struct lint_finding *at_clause(struct linting *l, const struct clause *clause, struct str said) {
    return lint_add_at(l, clause->origin.document, clause->origin.line, clause->number, "%.*s", STR_ARG(said));
}

/* ---- numbers in order -------------------------------------------------------------------------------------------------- */

#define PARTS_MOST 8

static size_t parts_of(struct str number, int64_t parts[PARTS_MOST]) {
    size_t count = 0;
    struct str part, rest = number;
    bool more = true;
    while (more && count < PARTS_MOST) {
        struct str whole = rest;
        more = str_cut(whole, '.', &part, &rest);
        if (!str_whole(part, &parts[count++])) return 0;
    }
    return more ? 0 : count;
}

/* 4.3.2 after 4.3.1; 3.1.1 after 3.0.2; of numbers of one length only. */
static bool follows(const int64_t *a, const int64_t *b, size_t count) {
    size_t same = 0;
    while (same < count && a[same] == b[same]) same++;
    if (same == count || b[same] != a[same] + 1) return false;
    for (size_t i = same + 1; i < count; i++)
        if (b[i] != (i + 1 == count ? 1 : b[i]) || b[i] > 1) return false;
    return true;
}

static void jump_between(struct linting *l, const struct clause *before, const struct clause *after) {
    int64_t a[PARTS_MOST], b[PARTS_MOST];
    size_t count = parts_of(before->number, a);
    if (!count || parts_of(after->number, b) != count || follows(a, b, count)) return;
    at_clause(l, after, str_format(l->arena, "%.*s is followed by %.*s within %.*s", STR_ARG(before->number), STR_ARG(after->number), STR_ARG(after->section)));
}

/* The nearest number before the last part of `own` that some section has or begins with; 0 when there is none. */
static int64_t part_before(const struct policy *policy, const int64_t *own, size_t count) {
    int64_t best = -1;
    for (size_t i = 0; i < policy->section_count; i++) {
        int64_t other[PARTS_MOST];
        bool same = parts_of(policy->sections[i].number, other) >= count;
        for (size_t p = 0; same && p + 1 < count; p++) same = own[p] == other[p];
        if (same && other[count - 1] < own[count - 1] && other[count - 1] > best) best = other[count - 1];
    }
    return best;
}

static void section_jumps(struct linting *l) {
    for (size_t i = 0; i < l->policy->section_count; i++) {
        const struct section *section = &l->policy->sections[i];
        int64_t own[PARTS_MOST];
        size_t count = parts_of(section->number, own);
        int64_t before = count ? part_before(l->policy, own, count) : -1;
        if (before < 0 || own[count - 1] == before + 1) continue;
        struct str stem = str_slice(section->number, 0, section->number.size);
        while (stem.size && stem.at[stem.size - 1] != '.') stem.size--;
        lint_add_at(l, section->origin.document, section->origin.line, section->number, "section %.*s%lld is followed by section %.*s", STR_ARG(stem),
                    (long long)before, STR_ARG(section->number));
    }
}

void lint_numbering_jumps(struct linting *l) {
    const struct policy *policy = l->policy;
    for (size_t i = 1; i < policy->clause_count; i++)
        if (str_equal(policy->clauses[i - 1].section, policy->clauses[i].section)) jump_between(l, &policy->clauses[i - 1], &policy->clauses[i]);
    section_jumps(l);
}

/* ---- clauses ----------------------------------------------------------------------------------------------------------- */

static bool names_also(const struct clause *clause, struct str number) {
    for (size_t i = 0; i < clause->also_count; i++)
        if (str_equal(clause->also[i], number)) return true;
    return false;
}

void lint_nothing_to_check(struct linting *l) {
    const struct policy *policy = l->policy;
    for (size_t i = 0; i < policy->clause_count; i++) {
        const struct clause *clause = &policy->clauses[i];
        bool checked = clause->reading_only || clause->dropped;
        for (size_t r = 0; r < policy->rule_count && !checked; r++) checked = policy->rules[r].clause_index == i;
        for (size_t k = 0; k < policy->clause_count && !checked; k++) checked = names_also(&policy->clauses[k], clause->number);
        if (!checked)
            at_clause(l, clause, str_format(l->arena, "clause %.*s has no rule: write one, name it in the `also` of the clause that is checked, or call it for_reading",
                                            STR_ARG(clause->number)));
    }
}

void lint_absent_also(struct linting *l) {
    const struct policy *policy = l->policy;
    for (size_t i = 0; i < policy->clause_count; i++) {
        const struct clause *clause = &policy->clauses[i];
        for (size_t a = 0; a < clause->also_count; a++) {
            struct str number = clause->also[a];
            bool own = str_equal(number, clause->number);
            if (!own && policy_find_clause(policy, number) >= 0) continue;
            lint_add_at(l, clause->origin.document, clause->origin.line, own ? STR("also") : number,
                        own ? "clause %.*s names itself in `also`%.*s" : "clause %.*s names %.*s in `also`, and there is no such clause",
                        STR_ARG(clause->number), STR_ARG(own ? (struct str){ 0 } : number));
        }
    }
}

static void past_relaxations(struct linting *l) {
    for (size_t d = 0; d < l->policy->document_count; d++) {
        const struct document *document = &l->policy->documents[d];
        for (uint32_t i = 0; i < document->item_count; i++) {
            const struct node *item = &document->items[i], *ends = node_field(item, "ends");
            struct date day;
            char said[DATE_LONG_SIZE];
            if (!node_is(item, "relax") || !ends || !date_parse_iso(ends->text, &day) || !date_before(day, l->in->as_of)) continue;
            lint_add(l, item, ends->text, "the relaxation of %.*s ended on %s and is still in the file", STR_ARG(item->id), date_short(day, said));
        }
    }
}

void lint_past_ends(struct linting *l) {
    for (size_t i = 0; i < l->policy->clause_count; i++) {
        const struct clause *clause = &l->policy->clauses[i];
        char day[DATE_LONG_SIZE];
        if (clause->dropped || !date_known(clause->ends) || !date_before(clause->ends, l->in->as_of)) continue;
        at_clause(l, clause, str_format(l->arena, "clause %.*s ended on %s and is still in the text", STR_ARG(clause->number), date_short(clause->ends, day)));
    }
    past_relaxations(l);
}

void lint_reviews_passed(struct linting *l) {
    for (size_t d = 0; d < l->policy->document_count; d++) {
        const struct document *document = &l->policy->documents[d];
        const struct node *by = document->header ? node_field(document->header, "review_by") : NULL;
        struct date day;
        char said[DATE_LONG_SIZE];
        if (!by || by->type != NODE_TEXT || !date_parse_iso(by->text, &day) || !date_before(day, l->in->as_of)) continue;
        lint_add(l, document->header, by->text, "the review date %s has passed", date_short(day, said));
    }
}

/* ---- duties that are the same ------------------------------------------------------------------------------------------ */

struct duty {
    const struct node *rule;
    struct str clause, key; /* what it asks, of whom, when */
};

struct duties {
    struct duty *at;
    size_t count;
};

static void add_duty(struct linting *l, struct duties *list, const struct node *rule, struct str clause) {
    static const char *const PARTS[] = { "who", "have", "when", "unless", "over", "of", "as", "by", "want", "every", "asks" };
    struct buf key = { 0 };
    if (rule->type != NODE_CALL || !rule->id.size || node_field(rule, "check")) return;
    buf_add(&key, rule->word);
    for (size_t i = 0; i < COUNT_OF(PARTS); i++) {
        const struct node *part = node_field(rule, PARTS[i]);
        if (!part) continue;
        buf_printf(&key, "\n%s ", PARTS[i]);
        node_print(&key, part);
    }
    struct duty duty = { rule, clause, str_copy(l->arena, buf_str(&key)) };
    buf_free(&key);
    list_add(l->arena, list->at, list->count, duty);
}

static struct duties gather_duties(struct linting *l) {
    struct duties list = { 0 };
    for (size_t d = 0; d < l->policy->document_count; d++) {
        const struct document *document = &l->policy->documents[d];
        for (uint32_t i = 0; i < document->item_count; i++) {
            const struct node *item = &document->items[i];
            if (!node_is(item, "clause")) continue; /* what others add is added to what is there, and on purpose */
            for (uint32_t r = 0; r < item->item_count; r++) add_duty(l, &list, &item->items[r], item->id);
        }
    }
    return list;
}

static bool linked(const struct policy *policy, struct str a, struct str b) {
    int32_t first = policy_find_clause(policy, a), second = policy_find_clause(policy, b);
    return first >= 0 && second >= 0 && (names_also(&policy->clauses[first], b) || names_also(&policy->clauses[second], a));
}

void lint_repeated_duties(struct linting *l) {
    struct duties list = gather_duties(l);
    for (size_t i = 1; i < list.count; i++) {
        const struct duty *duty = &list.at[i];
        for (size_t k = 0; k < i; k++) {
            const struct duty *other = &list.at[k];
            if (!str_equal(duty->key, other->key) || linked(l->policy, duty->clause, other->clause)) continue;
            lint_add(l, duty->rule, duty->rule->id, "%.*s/%.*s asks for the same as %.*s/%.*s: keep one, and name the other clause in its `also`",
                     STR_ARG(duty->clause), STR_ARG(duty->rule->id), STR_ARG(other->clause), STR_ARG(other->rule->id));
            break;
        }
    }
}

/* ---- readings ---------------------------------------------------------------------------------------------------------- */

/* The `only` of a clause as text; empty when it has none. */
static struct str only_of(struct linting *l, struct str number) {
    struct buf out = { 0 };
    for (size_t d = 0; d < l->policy->document_count; d++) {
        const struct document *document = &l->policy->documents[d];
        for (uint32_t i = 0; i < document->item_count; i++) {
            const struct node *item = &document->items[i], *only;
            if ((!node_is(item, "clause") && !node_is(item, "for_reading")) || !str_equal(item->id, number)) continue;
            if ((only = node_field(item, "only"))) node_print(&out, only);
        }
    }
    struct str text = str_copy(l->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* "4.3.13 - 4.3.17": the clauses of a block carry one `only`, and the one after it another. */
static void check_block(struct linting *l, const struct node *item, struct str means) {
    struct str first, last;
    const struct policy *policy = l->policy;
    if (!str_cut(means, '-', &first, &last)) return;
    first = str_trim(first);
    last = str_trim(last);
    int32_t from = policy_find_clause(policy, first), to = policy_find_clause(policy, last);
    if (from < 0 || to < from) {
        lint_add(l, item, means, "the reading '%.*s' means %.*s, and the policy has no such clauses", STR_ARG(item->id), STR_ARG(means));
        return;
    }
    struct str only = only_of(l, first);
    for (int32_t i = from; i <= to; i++) {
        if (only.size && str_equal(only_of(l, policy->clauses[i].number), only)) continue;
        lint_add(l, item, means, "the reading '%.*s' says that %.*s are a block, and clause %.*s is not kept to the same schools", STR_ARG(item->id),
                 STR_ARG(means), STR_ARG(policy->clauses[i].number));
        return;
    }
    if ((size_t)to + 1 < policy->clause_count && str_equal(only_of(l, policy->clauses[to + 1].number), only))
        lint_add(l, item, means, "the reading '%.*s' ends its block at %.*s, and clause %.*s is kept to the same schools", STR_ARG(item->id),
                 STR_ARG(last), STR_ARG(policy->clauses[to + 1].number));
}

static bool clause_has_window(const struct policy *policy, int32_t clause, enum window_op op) {
    for (size_t r = 0; r < policy->rule_count; r++)
        for (size_t v = 0; policy->rules[r].clause_index == (uint32_t)clause && v < policy->rules[r].version_count; v++)
            if (policy->rules[r].versions[v].when.op == op) return true;
    return false;
}

/* A reading that names a clause whose windows do not turn on it. */
static void check_clause(struct linting *l, const struct node *item, struct str number) {
    static const struct { const char *reading; enum window_op op; } TURNS_ON[] = {
        { "by the age of", WINDOW_BY_AGE }, { "one further", WINDOW_FURTHER_BY_AGE }, { "earlier of two", WINDOW_KEPT }
    };
    int32_t clause = policy_find_clause(l->policy, number);
    if (clause < 0) {
        lint_add(l, item, number, "the reading '%.*s' names clause %.*s, and there is none", STR_ARG(item->id), STR_ARG(number));
        return;
    }
    for (size_t i = 0; i < COUNT_OF(TURNS_ON); i++)
        if (str_is(item->id, TURNS_ON[i].reading) && !clause_has_window(l->policy, clause, TURNS_ON[i].op))
            lint_add(l, item, number, "the reading '%.*s' names clause %.*s, and no rule there depends on it", STR_ARG(item->id), STR_ARG(number));
}

void lint_readings(struct linting *l) {
    for (size_t d = 0; d < l->policy->document_count; d++) {
        const struct document *document = &l->policy->documents[d];
        for (uint32_t i = 0; i < document->item_count; i++) {
            const struct node *item = &document->items[i], *clause = node_field(item, "clause"), *means = node_field(item, "means");
            if (!node_is(item, "reading")) continue;
            if (clause && clause->type == NODE_TEXT) check_clause(l, item, clause->text);
            if (str_is(item->id, "pru block") && means && means->type == NODE_TEXT) check_block(l, item, means->text);
        }
    }
}

/* ---- updates ----------------------------------------------------------------------------------------------------------- */

static bool is_adopted(const struct policy *policy, struct str update) {
    for (size_t d = 0; d < policy->document_count; d++)
        for (uint32_t i = 0; i < policy->documents[d].item_count; i++)
            if (node_is(&policy->documents[d].items[i], "adopt") && str_equal(policy->documents[d].items[i].id, update)) return true;
    return false;
}

void lint_not_adopted(struct linting *l) {
    const struct policy *policy = l->policy;
    const struct node *school = NULL;
    for (size_t d = 0; d < policy->document_count; d++)
        if (policy->documents[d].layer == LAYER_SCHOOL) school = policy->documents[d].header;
    for (size_t d = 0; school && d < policy->document_count; d++) {
        const struct node *header = policy->documents[d].header;
        const struct node *starts = header ? node_field(header, "starts") : NULL;
        struct date day;
        char said[DATE_LONG_SIZE];
        if (policy->documents[d].layer != LAYER_UPDATE || !starts || !date_parse_iso(starts->text, &day)) continue;
        if (date_after(day, l->in->as_of) || is_adopted(policy, header->id)) continue;
        lint_add(l, school, school->word, "the update '%.*s' has been there since %s and is not adopted", STR_ARG(header->id), date_short(day, said));
    }
}

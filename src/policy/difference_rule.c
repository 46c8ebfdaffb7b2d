/* SPDX-License-Identifier: GPL-3.0-or-later
 * difference_rule - what two policies say otherwise in their clauses and rules.
 * Owns:  nothing.
 * Must not know: records, how it is shown.
 */
#include "policy/difference_priv.h"

/* One rule in both policies, as it stands or as an overlay has it. */
struct compared {
    const struct rule *a, *b;
    const struct rule_version *versions_a, *versions_b;
    size_t count_a, count_b;
    struct str instead;
    bool review; /* of a keep: its review, or how long */
};

/* ---- words ---- */

static const char *part_name(enum rule_part part) {
    static const char *const names[] = { "force", "who", "unless", "have", "when", "life", "owner", "remind", "exempt", "severity", "hint" };
    return names[part];
}

static const char *part_field(enum rule_part part) {
    return part == PART_LIFE ? "ends" : part_name(part);
}

static struct str life_words(const struct differing *d, const struct rule_version *v) {
    char from[DATE_LONG_SIZE], ends[DATE_LONG_SIZE];
    bool open = !date_known(v->from) || date_same(v->from, DATE_FIRST);
    if (date_known(v->ends) && open) return str_format(d->arena, "until %s", date_short(v->ends, ends));
    if (date_known(v->ends)) return str_format(d->arena, "from %s until %s", date_short(v->from, from), date_short(v->ends, ends));
    return open ? STR("no end") : str_format(d->arena, "from %s", date_short(v->from, from));
}

static struct str when_words(const struct differing *d, const struct policy *policy, const struct rule_version *v, struct date day) {
    struct str words = policy_say_window(d->arena, policy, &v->when, day);
    if (!v->has_late) return words;
    long long n = (long long)(v->late.n.param < 0 ? v->late.n.value : param_at(&policy->params[v->late.n.param], day)->values[0]);
    return str_format(d->arena, "%.*s, and %lld %s later all the same", STR_ARG(words), n,
                      v->late.unit == SPAN_MONTHS ? "months" : v->late.unit == SPAN_DAYS ? "days" : "school days");
}

static struct str part_words(const struct differing *d, const struct policy *policy, const struct rule_version *v, enum rule_part part, struct date day) {
    struct str none = STR("nothing");
    switch (part) {
    case PART_FORCE: return str_format(d->arena, "%.*s (%s)", STR_ARG(differing_spaced(d->arena, str_from(force_name(v->force)))), basis_name(v->basis));
    case PART_WHO: return v->measuring ? STR("the figure") : policy_say_who(d->arena, policy, v, day);
    case PART_UNLESS: return v->unless_count ? v->because : STR("for all of them");
    case PART_HAVE: return policy_say_have(d->arena, policy, v, day);
    case PART_WHEN: return when_words(d, policy, v, day);
    case PART_LIFE: return life_words(d, v);
    case PART_OWNER: return v->owner >= 0 ? policy->roles[v->owner].title : STR("nobody");
    case PART_REMIND: return v->plan >= 0 ? policy_say_plan(d->arena, policy, &policy->plans[v->plan], day) : STR("no reminders");
    case PART_EXEMPT: return policy_say_exempt(d->arena, policy, &v->exempt, day);
    case PART_SEVERITY: return v->top_level >= 0 ? str_from(level_name((enum severity_level)v->top_level)) : STR("as the clause's basis has it");
    case PART_HINT: return v->hint >= 0 ? policy->rules[v->hint].title : none;
    case PART_COUNT: break;
    }
    return none;
}

static bool part_differs(const struct differing *d, const struct rule_version *a, const struct rule_version *b, enum rule_part part) {
    struct buf was = { 0 }, is = { 0 };
    canon_part(&was, d->a, a, part);
    canon_part(&is, d->b, b, part);
    return differing_bytes(&was, &is);
}

static struct str title_of(const struct differing *d, const struct rule *rule) {
    if (rule->title.size) return rule->title;
    size_t slash = str_find(rule->name, STR("/"));
    return differing_spaced(d->arena, str_slice(rule->name, slash == SIZE_MAX ? 0 : slash + 1, rule->name.size));
}

/* ---- one rule in both ---- */

static const struct rule_version *version_on(const struct compared *c, bool of_a, struct date day) {
    const struct rule_version *versions = of_a ? c->versions_a : c->versions_b, *found = NULL;
    size_t count = of_a ? c->count_a : c->count_b;
    for (size_t i = 0; i < count; i++) {
        if ((versions[i].when.op == WINDOW_REVIEW) != c->review) continue;
        if (!found || !date_after(versions[i].governs_from, day)) found = &versions[i];
    }
    return found;
}

static const struct origin *change_of(const struct rule_version *v, enum rule_part part) {
    struct str field = str_from(part_field(part));
    const struct origin *found = NULL;
    for (size_t i = 0; i < v->change_count; i++) {
        struct str root = path_root(v->changed_fields[i]);
        if (str_equal(root, field) || (part == PART_HAVE && (str_is(root, "want") || str_is(root, "reads") || str_is(root, "check")))) found = &v->changes[i];
    }
    return found;
}

/* Where the difference comes from: of the rule itself where nothing amended it. */
static void place(const struct differing *d, struct difference *out, const struct rule_version *a, const struct rule_version *b, enum rule_part part) {
    const struct origin *x = change_of(a, part), *y = change_of(b, part);
    if (!x && !y) differing_place(d, out, &a->origin, &b->origin);
    else differing_place(d, out, x, y);
}

/* The part on that day; `last` is what was said of it for the days before. */
static struct difference *one_part(struct differing *d, const struct compared *c, enum rule_part part, struct date day, size_t *last) {
    const struct rule_version *a = version_on(c, true, day), *b = version_on(c, false, day);
    struct difference *before = *last != SIZE_MAX ? &d->out.at[*last] : NULL;
    struct date on = date_max(day, d->day);
    if (!a || !b || !part_differs(d, a, b, part)) {
        if (before && !date_known(before->until)) before->until = date_add_days(day, -1);
        return NULL;
    }
    struct str from = part_words(d, d->a, a, part, on), to = part_words(d, d->b, b, part, on);
    if (before && !date_known(before->until)) {
        if (str_equal(before->from, from) && str_equal(before->to, to)) return NULL;
        before->until = date_add_days(day, -1);
    }
    struct difference *out = differing_add(d, DIFFERENCE_RULE, c->b->name, c->b->clause);
    *last = d->out.count - 1;
    out->title = title_of(d, c->b);
    out->part = part_name(part);
    out->instead = c->instead;
    out->from = from;
    out->to = str_equal(from, to) ? str_format(d->arena, "%.*s, said otherwise", STR_ARG(to)) : to;
    out->since = date_same(day, DATE_FIRST) || part == PART_LIFE ? DATE_NONE : day;
    out->demand = differing_demand(d, a, b, part, on);
    place(d, out, a, b, part);
    return out;
}

static size_t all_days(const struct differing *d, const struct compared *c, struct date **days) {
    size_t count = 0;
    *days = arena_array(d->arena, struct date, c->count_a + c->count_b);
    for (size_t i = 0; i < c->count_a; i++) (*days)[count++] = c->versions_a[i].governs_from;
    for (size_t i = 0; i < c->count_b; i++) (*days)[count++] = c->versions_b[i].governs_from;
    return differing_days(*days, count);
}

/* Of an overlay only what is not already said of the rule as it stands. */
static bool said_already(const struct differing *d, const struct compared *c, const struct compared *plain, enum rule_part part, struct date day) {
    const struct rule_version *a = version_on(c, true, day), *b = version_on(c, false, day);
    const struct rule_version *x = version_on(plain, true, day), *y = version_on(plain, false, day);
    struct differing own = *d;
    if (!a || !b || !x || !y) return false;
    own.b = d->a;
    bool as_a = !part_differs(&own, a, x, part);
    own.a = own.b = d->b;
    return as_a && !part_differs(&own, b, y, part);
}

static void compare(struct differing *d, const struct compared *c, const struct compared *plain) {
    struct date *days;
    size_t count = all_days(d, c, &days);
    for (int part = 0; part < PART_COUNT; part++) {
        size_t last = SIZE_MAX;
        for (size_t i = 0; i < count; i++) {
            if (plain && said_already(d, c, plain, (enum rule_part)part, days[i])) continue;
            one_part(d, c, (enum rule_part)part, days[i], &last);
        }
    }
}

static const struct variant *find_variant(const struct rule *rule, struct str name) {
    for (size_t i = 0; i < rule->variant_count; i++)
        if (str_equal(rule->variants[i].name, name)) return &rule->variants[i];
    return NULL;
}

static struct compared as_it_stands(const struct rule *x, const struct rule *y, bool review) {
    return (struct compared){ .a = x, .b = y, .versions_a = x->versions, .versions_b = y->versions, .count_a = x->version_count,
                              .count_b = y->version_count, .review = review };
}

static void one_variant(struct differing *d, const struct rule *x, const struct rule *y, struct str name) {
    const struct variant *a = find_variant(x, name), *b = find_variant(y, name);
    struct compared plain = as_it_stands(x, y, false), c = plain;
    c.instead = name;
    if (a) c.versions_a = a->versions, c.count_a = a->version_count;
    if (b) c.versions_b = b->versions, c.count_b = b->version_count;
    compare(d, &c, &plain);
}

static void both(struct differing *d, const struct rule *x, const struct rule *y) {
    struct compared c = as_it_stands(x, y, false), review = as_it_stands(x, y, true);
    if (!str_equal(x->title_written, y->title_written)) {
        struct difference *out = differing_add(d, DIFFERENCE_RULE, y->name, y->clause);
        out->title = title_of(d, y);
        out->part = "title";
        out->from = x->title;
        out->to = y->title;
        differing_place(d, out, &x->versions[0].origin, &y->versions[0].origin);
    }
    compare(d, &c, NULL);
    compare(d, &review, NULL);
    for (size_t i = 0; i < y->variant_count; i++) one_variant(d, x, y, y->variants[i].name);
    for (size_t i = 0; i < x->variant_count; i++)
        if (!find_variant(y, x->variants[i].name)) one_variant(d, x, y, x->variants[i].name);
}

/* ---- rules in one alone ---- */

static bool asks(enum force force) {
    return force == FORCE_MUST || force == FORCE_SHOULD;
}

static struct str whole_words(const struct differing *d, const struct policy *policy, const struct rule *rule) {
    const struct rule_version *v = rule_at(rule, d->day);
    if (v->measuring) return policy_say_have(d->arena, policy, v, d->day);
    struct str force = differing_spaced(d->arena, str_from(force_name(v->force))), who = policy_say_who(d->arena, policy, v, d->day);
    struct str have = policy_say_have(d->arena, policy, v, d->day), when = policy_say_window(d->arena, policy, &v->when, d->day);
    return str_format(d->arena, "%.*s %.*s: %.*s, %.*s", STR_ARG(who), STR_ARG(force), STR_ARG(have), STR_ARG(when));
}

static bool judged(const struct policy *policy, const struct rule *rule) {
    const struct clause *clause = rule ? &policy->clauses[rule->clause_index] : NULL;
    return rule && rule->applies && rule->version_count && !clause->dropped;
}

/* What a clause that is dropped, or that is for other schools, would ask is said of the clause. */
static bool clause_says(const struct policy *policy, struct str number) {
    int32_t index = policy_find_clause(policy, number);
    return index < 0 || policy->clauses[index].dropped || !policy->clauses[index].applies;
}

static void one_alone(struct differing *d, const struct rule *rule, const struct rule *other, bool in_a) {
    const struct policy *policy = in_a ? d->a : d->b, *without = in_a ? d->b : d->a;
    if (clause_says(without, rule->clause)) return;
    struct difference *out = differing_add(d, DIFFERENCE_RULE, rule->name, rule->clause);
    enum force force = rule_at(rule, d->day)->force;
    bool binds = !rule_is_measure(rule) && (asks(force) || force == FORCE_MUST_NOT || force == FORCE_SHOULD_NOT);
    out->title = title_of(d, rule);
    *(in_a ? &out->from : &out->to) = whole_words(d, policy, rule);
    if (other && other->why_not.size) *(in_a ? &out->to : &out->from) = str_format(d->arena, "not there: %.*s", STR_ARG(other->why_not));
    out->demand = !binds ? DEMAND_NONE : in_a ? DEMAND_LESS : DEMAND_MORE;
    differing_place(d, out, in_a ? &rule->versions[0].origin : NULL, in_a ? NULL : &rule->versions[0].origin);
}

static const struct rule *counterpart(const struct policy *policy, const struct rule *rule) {
    int32_t index = policy_find_rule(policy, rule->name);
    if (index >= 0) return &policy->rules[index];
    for (size_t i = 0; i < policy->rule_count; i++)
        if (rule_is_called(&policy->rules[i], rule->name) || rule_is_called(rule, policy->rules[i].name)) return &policy->rules[i];
    return NULL;
}

void differing_rules(struct differing *d) {
    for (size_t i = 0; i < d->b->rule_count; i++) {
        const struct rule *y = &d->b->rules[i], *x = counterpart(d->a, y);
        bool was = judged(d->a, x), is = judged(d->b, y);
        if (was && is) both(d, x, y);
        else if (is) one_alone(d, y, x, false);
    }
    for (size_t i = 0; i < d->a->rule_count; i++) {
        const struct rule *x = &d->a->rules[i], *y = counterpart(d->b, x);
        if (judged(d->a, x) && !judged(d->b, y)) one_alone(d, x, y, true);
    }
}

/* ---- clauses ---- */

static struct str state_words(const struct clause *clause) {
    if (!clause) return (struct str){ 0 };
    return clause->dropped ? STR("dropped") : !clause->applies ? STR("not for this school") : STR("in force");
}

static struct difference *add_clause(struct differing *d, const struct clause *x, const struct clause *y, const char *part) {
    const struct clause *either = y ? y : x;
    /* cppcheck-suppress nullPointerRedundantCheck; one of the two is there */
    struct difference *out = differing_add(d, DIFFERENCE_CLAUSE, either->number, either->number);
    /* cppcheck-suppress nullPointerRedundantCheck; one of the two is there */
    out->title = either->title;
    out->part = part;
    differing_place(d, out, x ? &x->origin : NULL, y ? &y->origin : NULL);
    return out;
}

/* Whether a clause is in force is told by the answer to a question, where there is one. */
static void place_answer(const struct differing *d, struct difference *out, struct str number) {
    const struct policy *sides[] = { d->a, d->b };
    const struct origin *found[2] = { NULL, NULL };
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < sides[s]->option_count; i++) {
            const struct option *option = &sides[s]->options[i];
            if (option->answered && str_equal(option->clause, number)) found[s] = &option->answered_at;
        }
    if (found[0] || found[1]) differing_place(d, out, found[0], found[1]);
}

static void one_clause(struct differing *d, const struct clause *x, const struct clause *y) {
    struct str from = state_words(x), to = state_words(y);
    if (!str_equal(from, to)) {
        struct difference *out = add_clause(d, x, y, x && y ? "state" : NULL);
        out->from = from;
        out->to = to;
        out->demand = str_is(to, "in force") ? DEMAND_MORE : str_is(from, "in force") ? DEMAND_LESS : DEMAND_NONE;
        if (x && y) place_answer(d, out, y->number);
    }
    if (!x || !y || y->dropped || x->dropped) return;
    if (!str_equal(x->title_written, y->title_written)) {
        struct difference *out = add_clause(d, x, y, "title");
        out->from = x->title;
        out->to = y->title;
    }
    if (!str_equal(x->text_written, y->text_written)) {
        struct difference *out = add_clause(d, x, y, "text");
        out->from = x->text;
        out->to = y->text;
    }
    if (x->basis != y->basis) {
        struct difference *out = add_clause(d, x, y, "basis");
        out->from = str_from(basis_name(x->basis));
        out->to = str_from(basis_name(y->basis));
    }
}

void differing_clauses(struct differing *d) {
    for (size_t i = 0; i < d->b->clause_count; i++) {
        int32_t index = policy_find_clause(d->a, d->b->clauses[i].number);
        one_clause(d, index >= 0 ? &d->a->clauses[index] : NULL, &d->b->clauses[i]);
    }
    for (size_t i = 0; i < d->a->clause_count; i++)
        if (policy_find_clause(d->b, d->a->clauses[i].number) < 0) one_clause(d, &d->a->clauses[i], NULL);
}

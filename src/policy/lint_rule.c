/* SPDX-License-Identifier: GPL-3.0-or-later
 * lint_rule - single rules: whom they reach, what they ask for, who answers, when reminders begin.
 * Owns:  nothing.
 * Must not know: texts, records.
 *
 * Only what holds for every record and every day is said: where a parameter or an exemption could make a difference, nothing.
 */
#include "policy/filter.h"
#include "policy/lint_priv.h"

/* Each version of each rule, and where it is said: at the amendment that changed one of `fields`, else at the rule. */
struct said_at { uint32_t document, line; };

static struct said_at place_of(const struct linting *l, const struct rule_version *v, const char *const *fields) {
    for (size_t c = 0; c < v->change_count; c++)
        for (size_t f = 0; fields[f]; f++)
            if (str_is(v->changed_fields[c], fields[f]) && lint_wants(l, v->changes[c].document))
                return (struct said_at){ v->changes[c].document, v->changes[c].line };
    return (struct said_at){ v->origin.document, v->origin.line };
}

/* How the file names the rule there: "4.6.4/employer-encounter" where it is added or changed, else its own name. */
static struct str name_at(struct linting *l, const struct rule *rule, struct said_at at) {
    struct str clause, name;
    if (at.document < l->policy->document_count) {
        struct place place = document_place(l->arena, &l->policy->documents[at.document], at.line, rule->name);
        if (place.column && place.line == at.line) return rule->name;
    }
    return str_cut(rule->name, '/', &clause, &name) ? name : rule->name;
}

#define FIELDS(...) (const char *const[]){ __VA_ARGS__, NULL }
#define AT(l, rule, v, fields, ...) \
    do { \
        struct said_at at_ = place_of((l), (v), (fields)); \
        lint_add_at((l), at_.document, at_.line, name_at((l), (rule), at_), __VA_ARGS__); \
    } while (0)

static void each_version(struct linting *l, void (*look)(struct linting *, const struct rule *, const struct rule_version *)) {
    for (size_t r = 0; r < l->policy->rule_count; r++)
        for (size_t v = 0; v < l->policy->rules[r].version_count; v++) look(l, &l->policy->rules[r], &l->policy->rules[r].versions[v]);
}

/* ---- an operand over all its days -------------------------------------------------------------------------------------- */

static int64_t lowest(const struct policy *policy, const struct operand *n) {
    int64_t low = n->value;
    for (size_t i = 0; n->param >= 0 && i < policy->params[n->param].step_count; i++)
        if (!i || policy->params[n->param].steps[i].values[0] < low) low = policy->params[n->param].steps[i].values[0];
    return low;
}

static int64_t highest(const struct policy *policy, const struct operand *n) {
    int64_t high = n->value;
    for (size_t i = 0; n->param >= 0 && i < policy->params[n->param].step_count; i++)
        if (!i || policy->params[n->param].steps[i].values[0] > high) high = policy->params[n->param].steps[i].values[0];
    return high;
}

/* ---- never applies ----------------------------------------------------------------------------------------------------- */

#define YEAR_MOST 14

static bool year_listed(const struct policy *policy, const struct condition *c, int64_t year) {
    for (size_t i = 0; i < c->value_count; i++) {
        if (c->values[i].param < 0) {
            if (c->values[i].value == year) return true;
            continue;
        }
        const struct param *param = &policy->params[c->values[i].param];
        for (size_t s = 0; s < param->step_count; s++)
            for (size_t k = 0; k < param->steps[s].count; k++)
                if (param->type == PARAM_YEARS ? param->steps[s].values[k] >> year & 1 : param->steps[s].values[k] == year) return true;
    }
    return false;
}

/* Whether some value of the parameters lets the condition admit that year group. */
static bool may_be_year(const struct policy *policy, const struct condition *c, int64_t year) {
    if (c->negated) return true;
    if (c->op == CONDITION_AMONG) return year_listed(policy, c, year);
    if (c->op != CONDITION_RANGE) return true;
    return (!c->has_low || lowest(policy, &c->low) <= year) && (!c->has_high || highest(policy, &c->high) >= year);
}

static bool reaches_year(const struct policy *policy, const struct filter *filter, int64_t first, int64_t last) {
    uint32_t count;
    const struct field *fields = filter_fields(policy->kinds, filter, &count);
    for (size_t i = 0; i < filter->condition_count; i++) {
        const struct condition *c = &filter->conditions[i];
        bool any = false;
        if (c->field < 0 || (uint32_t)c->field >= count || !str_is(fields[c->field].name, "year")) continue;
        for (int64_t year = first; year <= last && !any; year++) any = may_be_year(policy, c, year);
        if (!any) return false;
    }
    return true;
}

static bool reaches(const struct policy *policy, const struct rule_version *v, int64_t first, int64_t last) {
    for (size_t i = 0; i < v->who_count; i++)
        if (reaches_year(policy, &v->who[i], first, last)) return true;
    return v->who_count == 0;
}

/* years_taught of the school's header; false when it does not say. */
static bool taught(const struct policy *policy, int64_t *first, int64_t *last) {
    for (size_t d = 0; d < policy->document_count; d++) {
        const struct node *header = policy->documents[d].header;
        const struct node *years = policy->documents[d].layer == LAYER_SCHOOL && header ? node_field(header, "years_taught") : NULL;
        uint32_t count = 0;
        const struct node *parts = years ? scope_parts(years, &count) : NULL;
        if (!node_is(years, "years") || count != 2 || parts[0].type != NODE_WHOLE || parts[1].type != NODE_WHOLE) continue;
        *first = parts[0].whole;
        *last = parts[1].whole;
        return true;
    }
    return false;
}

static void look_never(struct linting *l, const struct rule *rule, const struct rule_version *v) {
    int64_t first, last;
    char from[DATE_LONG_SIZE], ends[DATE_LONG_SIZE];
    if (date_known(v->ends) && date_before(v->ends, v->from)) {
        AT(l, rule, v, FIELDS("from", "ends"), "%.*s ends on %s, before it begins on %s", STR_ARG(rule->name), date_short(v->ends, ends), date_short(v->from, from));
        return;
    }
    if (v->subject != SUBJECT_PUPIL || v->measuring) return;
    struct said_at place = place_of(l, v, FIELDS("who", "who.year"));
    bool own = place.document < l->policy->document_count && l->policy->documents[place.document].layer == LAYER_SCHOOL;
    if (!reaches(l->policy, v, 0, YEAR_MOST)) AT(l, rule, v, FIELDS("who", "who.year"), "%.*s is about year groups that there are not", STR_ARG(rule->name));
    else if (own && taught(l->policy, &first, &last) && !reaches(l->policy, v, first, last))
        AT(l, rule, v, FIELDS("who", "who.year"), "%.*s is about year groups that are not taught here (Years %lld to %lld)", STR_ARG(rule->name),
           (long long)first, (long long)last);
}

/* A text, or the texts of among { ... }; 0 when it is neither. */
static uint32_t texts_of(const struct node *value, const struct node **parts) {
    uint32_t count = 1;
    *parts = value;
    if (node_is(value, "among")) *parts = scope_parts(value, &count);
    for (uint32_t i = 0; i < count; i++)
        if ((*parts)[i].type != NODE_TEXT) return 0;
    return count;
}

static bool disjoint(const struct node *a, const struct node *b) {
    const struct node *left, *right;
    uint32_t lefts = texts_of(a, &left), rights = texts_of(b, &right);
    if (a->type == NODE_BOOL && b->type == NODE_BOOL) return a->yes != b->yes;
    for (uint32_t i = 0; i < lefts; i++)
        for (uint32_t k = 0; k < rights; k++)
            if (str_equal(left[i].text, right[k].text)) return false;
    return lefts && rights;
}

static bool contradict(const struct node *a, const struct node *b) {
    for (uint32_t i = 0; node_is(a, "school") && node_is(b, "school") && i < a->field_count; i++)
        for (uint32_t k = 0; k < b->field_count; k++)
            if (str_equal(a->fields[i].key, b->fields[k].key) && disjoint(&a->fields[i].value, &b->fields[k].value)) return true;
    return false;
}

/* A rule kept to other schools than its clause. */
static void look_only(struct linting *l, const struct node *clause) {
    const struct node *outer = node_field(clause, "only");
    for (uint32_t r = 0; outer && r < clause->item_count; r++) {
        const struct node *inner = node_field(&clause->items[r], "only");
        if (inner && contradict(outer, inner))
            lint_add(l, &clause->items[r], clause->items[r].id, "%.*s/%.*s is kept to schools for which its clause is not", STR_ARG(clause->id),
                     STR_ARG(clause->items[r].id));
    }
}

void lint_never_applies(struct linting *l) {
    each_version(l, look_never);
    for (size_t d = 0; d < l->policy->document_count; d++)
        for (uint32_t i = 0; i < l->policy->documents[d].item_count; i++)
            if (node_is(&l->policy->documents[d].items[i], "clause")) look_only(l, &l->policy->documents[d].items[i]);
}

/* ---- always holds ------------------------------------------------------------------------------------------------------ */

static bool asks_nothing(const struct policy *policy, const struct term *term) {
    bool all = true, any = false;
    switch (term->op) {
    case TERM_AT_LEAST:
    case TERM_AT_LEAST_TOTAL:
        return highest(policy, &term->n) <= 0;
    case TERM_AT_MOST:
        return false;
    case TERM_ALL_OF:
    case TERM_ANY_OF:
    case TERM_FOR_EACH:
        for (size_t i = 0; i < term->part_count; i++) {
            bool nothing = asks_nothing(policy, &term->parts[i]);
            all = all && nothing;
            any = any || nothing;
        }
        if (term->op == TERM_FOR_EACH) return all || (term->each_param < 0 && term->each_count == 0);
        return term->op == TERM_ALL_OF ? all : any;
    }
    return false;
}

static bool wants_nothing(const struct policy *policy, const struct measuring *m) {
    if (m->has_least && !m->has_most) return m->as != MEASURE_GAP && highest(policy, &m->least) <= 0;
    if (m->has_most && !m->has_least) return m->as == MEASURE_PERCENT && lowest(policy, &m->most) >= 100;
    return false;
}

static void look_holds(struct linting *l, const struct rule *rule, const struct rule_version *v) {
    bool nothing = v->measuring ? wants_nothing(l->policy, v->measuring)
                                : v->hatch < 0 && !v->vouching && v->force != FORCE_MUST_NOT && v->force != FORCE_SHOULD_NOT && v->when.op != WINDOW_KEPT
                                      && v->when.op != WINDOW_REVIEW && asks_nothing(l->policy, &v->have);
    if (nothing) AT(l, rule, v, FIELDS("have", "want"), "%.*s asks for nothing: it holds whatever is recorded", STR_ARG(rule->name));
}

void lint_always_holds(struct linting *l) {
    each_version(l, look_holds);
}

/* ---- who answers, who is reminded -------------------------------------------------------------------------------------- */

static void look_owner(struct linting *l, const struct rule *rule, const struct rule_version *v) {
    if (v->force != FORCE_MUST || v->measuring) return;
    if (v->owner < 0) AT(l, rule, v, FIELDS("owner"), "%.*s is a duty, and nobody answers for it: give it an owner", STR_ARG(rule->name));
    else if (v->plan < 0) AT(l, rule, v, FIELDS("remind"), "%.*s is a duty, and nobody is reminded of it: give it a plan", STR_ARG(rule->name));
}

void lint_no_owner(struct linting *l) {
    each_version(l, look_owner);
}

static void look_may(struct linting *l, const struct rule *rule, const struct rule_version *v) {
    if (v->force != FORCE_MAY || v->hatch >= 0) return;
    bool number = (v->have.op == TERM_AT_LEAST && highest(l->policy, &v->have.n) > 1) || v->have.op == TERM_AT_LEAST_TOTAL;
    if (number) AT(l, rule, v, FIELDS("have", "force"), "%.*s is a permission and asks for a number: nobody has to reach it", STR_ARG(rule->name));
}

void lint_may_with_number(struct linting *l) {
    each_version(l, look_may);
}

/* ---- a lead that is longer than its window ----------------------------------------------------------------------------- */

#define HALF_TERM_MOST 63
#define TERM_MOST 126

static int64_t days_of(const struct policy *policy, const struct span *span) {
    int64_t n = highest(policy, &span->n);
    if (span->unit == SPAN_SCHOOL_DAYS) return (n * 7 + 4) / 5;
    return span->unit == SPAN_MONTHS ? n * 31 : n;
}

static int month_days(struct month_day day) { /* since 1 September, in a leap year */
    static const int BEFORE[] = { 0, 122, 153, 182, 213, 243, 274, 304, 335, 0, 30, 61, 91 };
    return day.month >= 1 && day.month <= 12 ? BEFORE[day.month] + day.day : 0;
}

/* The most days that a turn of the window has in common terms; 0: no such limit. */
static int64_t longest(const struct policy *policy, const struct window *w) {
    int64_t most = 0;
    switch (w->op) {
    case WINDOW_EACH_TERM:
        return TERM_MOST;
    case WINDOW_EACH_HALF_TERM:
        return HALF_TERM_MOST;
    case WINDOW_EACH_SCHOOL_YEAR:
    case WINDOW_BY_DATE_IN_YEAR:
        return w->day.month ? month_days(w->day) : 0;
    case WINDOW_WITHIN:
        return days_of(policy, &w->length) + days_of(policy, &w->may_precede);
    case WINDOW_AHEAD_OF:
        return days_of(policy, &w->opens);
    case WINDOW_ROLLING:
        return days_of(policy, &w->length);
    case WINDOW_AT_TRANSITIONS:
        for (size_t i = 0; i < w->name_count; i++) {
            const struct transition *t = &policy->transitions[w->names[i]];
            int64_t days = month_days(t->closes) - month_days(t->opens);
            if (days > most) most = days;
        }
        return most;
    default:
        return 0;
    }
}

static void look_lead(struct linting *l, const struct rule *rule, const struct rule_version *v) {
    if (v->plan < 0 || v->hatch >= 0) return;
    const struct plan *plan = &l->policy->plans[v->plan];
    int64_t lead = days_of(l->policy, &plan->lead), days = longest(l->policy, &v->when);
    if (days > 0 && lead > days)
        AT(l, rule, v, FIELDS("when", "remind"), "%.*s is reminded of by the plan '%.*s', %lld days ahead, and its time is %lld days at most", STR_ARG(rule->name),
           STR_ARG(plan->name), (long long)lead, (long long)days);
}

void lint_long_leads(struct linting *l) {
    each_version(l, look_lead);
}

/* ---- a check function that only counts --------------------------------------------------------------------------------- */

static bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The function, whose tokens stand apart by one space, without its texts. */
static struct str bare_code(struct linting *l, struct str check) {
    struct buf out = { 0 };
    for (size_t i = 0; i < check.size; i++) {
        char c = check.at[i];
        if (c == '"' || c == '\'') {
            for (i++; i < check.size && check.at[i] != c; i++) i += check.at[i] == '\\';
        } else {
            buf_add_byte(&out, c);
        }
    }
    struct str code = str_copy(l->arena, buf_str(&out));
    buf_free(&out);
    return code;
}

static size_t count_in(struct str code, const char *part) {
    struct str needle = str_from(part);
    size_t count = 0;
    for (size_t i = 0; i + needle.size <= code.size; i++)
        count += str_equal(str_slice(code, i, i + needle.size), needle) && (i == 0 || !is_name(code.at[i - 1]));
    return count;
}

/* One s:count(...) and nothing else of s, no loop and no reckoning: `have` says the same. */
static void look_check(struct linting *l, const struct rule *rule, const struct rule_version *v) {
    if (v->hatch < 0) return;
    struct str code = bare_code(l, v->check);
    static const char *const OTHERS[] = { "s .", "for ", "while ", "repeat ", "and ", "or ", "%", "+", "*" };
    if (count_in(code, "s : count (") != 1 || count_in(code, "s :") != 1) return;
    for (size_t i = 0; i < COUNT_OF(OTHERS); i++)
        if (count_in(code, OTHERS[i])) return;
    AT(l, rule, v, FIELDS("check"), "the check of %.*s only counts records: `have` can say that without Lua", STR_ARG(rule->name));
}

void lint_check_as_data(struct linting *l) {
    each_version(l, look_check);
}

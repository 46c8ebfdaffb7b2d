/* SPDX-License-Identifier: GPL-3.0-or-later
 * difference - what one effective policy says otherwise than another: its definitions; see difference.h.
 * Owns:  nothing.
 * Must not know: records, how it is shown.
 */
#include "policy/difference_priv.h"
#include "policy/param.h"

const char *difference_of_name(enum difference_of of) {
    static const char *const names[] = { "update",  "option",   "param",  "reading", "role", "plan", "phase",
                                         "overlay", "decision", "clause", "rule",    "fact", "other" };
    return names[of];
}

const char *demand_name(enum demand demand) {
    static const char *const names[] = { "none", "more", "less", "other" };
    return names[demand];
}

/* ---- shared with difference_rule.c ---- */

struct difference *differing_add(struct differing *d, enum difference_of of, struct str key, struct str clause) {
    list_add(d->arena, d->out.at, d->out.count, ((struct difference){ .of = of, .key = key, .title = key, .clause = clause,
                                                                     .since = DATE_NONE, .until = DATE_NONE }));
    return &d->out.at[d->out.count - 1];
}

static enum layer layer_of(const struct policy *policy, const struct origin *origin) {
    return origin->document < policy->document_count ? policy->documents[origin->document].layer : LAYER_BASE;
}

/* The later layer has the last word: it is what makes the difference.  Either may be NULL. */
void differing_place(const struct differing *d, struct difference *to, const struct origin *a, const struct origin *b) {
    to->placed_in_a = a && (!b || layer_of(d->a, a) > layer_of(d->b, b));
    to->origin = to->placed_in_a ? *a : b ? *b : (struct origin){ 0 };
}

struct str differing_spaced(struct arena *arena, struct str name) {
    char *words = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (words[i] == '_' || words[i] == '-') words[i] = ' ';
    return (struct str){ words, name.size };
}

bool differing_bytes(struct buf *a, struct buf *b) {
    bool differ = !str_equal(buf_str(a), buf_str(b));
    buf_free(a);
    buf_free(b);
    return differ;
}

/* ---- numbers ---- */

static bool same_step(const struct param *x, const struct param_step *a, const struct param_step *b) {
    bool texts = x->type == PARAM_TEXT || x->type == PARAM_TEXTS || x->type == PARAM_CODES;
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (texts ? !str_equal(a->texts[i], b->texts[i]) : a->values[i] != b->values[i]) return false;
    return true;
}

static const struct param *find_param(const struct policy *policy, struct str name) {
    for (size_t i = 0; i < policy->param_count; i++)
        if (str_equal(policy->params[i].name, name)) return &policy->params[i];
    return NULL;
}

static enum demand demand_of(const struct param *param, const struct param_step *a, const struct param_step *b) {
    if (param->stricter == STRICTER_NONE) return DEMAND_NONE;
    if (param_no_weaker(param, b, a)) return DEMAND_MORE;
    return param_no_weaker(param, a, b) ? DEMAND_LESS : DEMAND_OTHER;
}

/* The first step governs earlier days too. */
static struct date step_since(const struct param *x, const struct param *y, struct date day) {
    return date_same(day, x->steps[0].from) && date_same(day, y->steps[0].from) ? DATE_NONE : day;
}

static void one_step(struct differing *d, const struct param *x, const struct param *y, struct date day, size_t first) {
    const struct param_step *a = param_at(x, day), *b = param_at(y, day);
    struct difference *last = d->out.count > first ? &d->out.at[d->out.count - 1] : NULL;
    struct str from = param_say(d->arena, x, a), to = param_say(d->arena, y, b);
    bool same = same_step(x, a, b);
    if (last && !date_known(last->until)) {
        if (!same && str_equal(last->from, from) && str_equal(last->to, to)) return;
        last->until = date_add_days(day, -1);
    }
    if (same) return;
    struct difference *out = differing_add(d, DIFFERENCE_PARAM, str_format(d->arena, "param/%.*s", STR_ARG(y->name)), y->clause);
    out->title = differing_spaced(d->arena, y->name);
    out->part = "values";
    out->from = from;
    out->to = to;
    out->since = step_since(x, y, day);
    out->demand = demand_of(y, a, b);
    differing_place(d, out, &a->origin, &b->origin);
}

static int by_day(const void *a, const void *b) {
    const struct date *x = a, *y = b;
    return (x->day > y->day) - (x->day < y->day);
}

size_t differing_days(struct date *days, size_t count) {
    size_t kept = 0;
    if (count) qsort(days, count, sizeof *days, by_day);
    for (size_t i = 0; i < count; i++)
        if (!kept || !date_same(days[kept - 1], days[i])) days[kept++] = days[i];
    return kept;
}

static void both_params(struct differing *d, const struct param *x, const struct param *y) {
    size_t count = 0, first = d->out.count;
    struct date *days = arena_array(d->arena, struct date, x->step_count + y->step_count);
    for (size_t i = 0; i < x->step_count; i++) days[count++] = x->steps[i].from;
    for (size_t i = 0; i < y->step_count; i++) days[count++] = y->steps[i].from;
    count = differing_days(days, count);
    for (size_t i = 0; i < count; i++) one_step(d, x, y, days[i], first);
}

/* New numbers come with the rules that ask for them. */
static void one_param_only(struct differing *d, const struct param *param, bool in_a) {
    struct difference *out = differing_add(d, DIFFERENCE_PARAM, str_format(d->arena, "param/%.*s", STR_ARG(param->name)), param->clause);
    out->title = differing_spaced(d->arena, param->name);
    *(in_a ? &out->from : &out->to) = param_say(d->arena, param, param_at(param, d->day));
    differing_place(d, out, in_a ? &param->origin : NULL, in_a ? NULL : &param->origin);
}

static void params(struct differing *d) {
    for (size_t i = 0; i < d->b->param_count; i++) {
        const struct param *old = find_param(d->a, d->b->params[i].name);
        if (old) both_params(d, old, &d->b->params[i]);
        else one_param_only(d, &d->b->params[i], false);
    }
    for (size_t i = 0; i < d->a->param_count; i++)
        if (!find_param(d->b, d->a->params[i].name)) one_param_only(d, &d->a->params[i], true);
}

/* ---- what else is defined ---- */

static void settling_in(struct differing *d, const struct reading_choice *x, const struct reading_choice *y) {
    if (x->settling_in == y->settling_in) return;
    struct difference *out = differing_add(d, DIFFERENCE_READING, str_format(d->arena, "reading/%.*s", STR_ARG(y->name)), y->clause);
    out->part = "settling_in";
    out->title = str_format(d->arena, "\"%.*s\" begins after", STR_ARG(y->name));
    out->from = str_format(d->arena, "%d days", (int)x->settling_in);
    out->to = str_format(d->arena, "%d days", (int)y->settling_in);
    out->demand = y->settling_in > x->settling_in ? DEMAND_MORE : DEMAND_LESS;
    differing_place(d, out, &x->origin, &y->origin);
}

static void readings(struct differing *d) {
    for (int i = 0; i < READING_COUNT; i++) {
        const struct reading_choice *x = &d->a->readings[i], *y = &d->b->readings[i];
        settling_in(d, x, y);
        if (str_equal(x->means_text, y->means_text)) continue;
        struct difference *out = differing_add(d, DIFFERENCE_READING, str_format(d->arena, "reading/%.*s", STR_ARG(y->name)), y->clause);
        out->title = str_format(d->arena, "\"%.*s\" is read as", STR_ARG(y->name));
        out->from = differing_spaced(d->arena, x->means_text);
        out->to = differing_spaced(d->arena, y->means_text);
        bool more = reading_is_stricter(y->name, y->means_text), less = reading_is_stricter(x->name, x->means_text);
        out->demand = more == less ? DEMAND_OTHER : more ? DEMAND_MORE : DEMAND_LESS;
        differing_place(d, out, &x->origin, &y->origin);
    }
}

static void roles(struct differing *d) {
    for (size_t i = 0; i < d->b->role_count; i++) {
        const struct role *y = &d->b->roles[i];
        int32_t index = policy_find_role(d->a, y->key);
        const struct role *x = index >= 0 ? &d->a->roles[index] : NULL;
        if (x && str_equal(x->title, y->title)) continue;
        struct difference *out = differing_add(d, DIFFERENCE_ROLE, str_format(d->arena, "role/%.*s", STR_ARG(y->key)), y->clause);
        out->part = "title";
        out->title = str_format(d->arena, "the %.*s is called", STR_ARG(differing_spaced(d->arena, y->key)));
        if (x) out->from = x->title;
        out->to = y->title;
        differing_place(d, out, x ? &x->origin : NULL, &y->origin);
    }
    for (size_t i = 0; i < d->a->role_count; i++) {
        const struct role *x = &d->a->roles[i];
        if (policy_find_role(d->b, x->key) >= 0) continue;
        struct difference *out = differing_add(d, DIFFERENCE_ROLE, str_format(d->arena, "role/%.*s", STR_ARG(x->key)), x->clause);
        out->title = STR("role");
        out->from = x->title;
        differing_place(d, out, &x->origin, NULL);
    }
}

static const struct plan *find_plan(const struct policy *policy, struct str name) {
    for (size_t i = 0; i < policy->plan_count; i++)
        if (str_equal(policy->plans[i].name, name)) return &policy->plans[i];
    return NULL;
}

static void one_plan(struct differing *d, const struct plan *x, const struct plan *y) {
    struct buf was = { 0 }, is = { 0 };
    /* cppcheck-suppress nullPointerRedundantCheck; one of the two is there */
    struct str name = x ? x->name : y->name;
    if (x) canon_plan(&was, d->a, x);
    if (y) canon_plan(&is, d->b, y);
    if (!differing_bytes(&was, &is)) return;
    struct difference *out = differing_add(d, DIFFERENCE_PLAN, str_format(d->arena, "plan/%.*s", STR_ARG(name)), (struct str){ 0 });
    out->title = str_format(d->arena, "reminders, plan %.*s", STR_ARG(name));
    if (x) out->from = policy_say_plan(d->arena, d->a, x, d->day);
    if (y) out->to = policy_say_plan(d->arena, d->b, y, d->day);
    differing_place(d, out, x ? &x->origin : NULL, y ? &y->origin : NULL);
}

static void plans(struct differing *d) {
    for (size_t i = 0; i < d->b->plan_count; i++) one_plan(d, find_plan(d->a, d->b->plans[i].name), &d->b->plans[i]);
    for (size_t i = 0; i < d->a->plan_count; i++)
        if (!find_plan(d->b, d->a->plans[i].name)) one_plan(d, &d->a->plans[i], NULL);
}

static struct str phase_words(const struct differing *d, const struct phase *phase) {
    if (!phase) return (struct str){ 0 };
    struct str opens = policy_say_month_day(d->arena, phase->opens), closes = policy_say_month_day(d->arena, phase->closes);
    return str_format(d->arena, "%.*s in Year %d to %.*s in Year %d", STR_ARG(opens), phase->opens_year, STR_ARG(closes), phase->closes_year);
}

static const struct phase *find_phase(const struct policy *policy, struct str name) {
    for (size_t i = 0; i < policy->phase_count; i++)
        if (str_equal(policy->phases[i].name, name)) return &policy->phases[i];
    return NULL;
}

static void one_phase(struct differing *d, const struct phase *x, const struct phase *y) {
    struct str from = phase_words(d, x), to = phase_words(d, y), name = x ? x->name : y->name;
    if (str_equal(from, to)) return;
    struct difference *out = differing_add(d, DIFFERENCE_PHASE, str_format(d->arena, "phase/%.*s", STR_ARG(name)), (struct str){ 0 });
    out->title = str_format(d->arena, "the %.*s phase", STR_ARG(name));
    out->from = from;
    out->to = to;
    differing_place(d, out, x ? &x->origin : NULL, y ? &y->origin : NULL);
}

static void phases(struct differing *d) {
    for (size_t i = 0; i < d->b->phase_count; i++) one_phase(d, find_phase(d->a, d->b->phases[i].name), &d->b->phases[i]);
    for (size_t i = 0; i < d->a->phase_count; i++)
        if (!find_phase(d->b, d->a->phases[i].name)) one_phase(d, &d->a->phases[i], NULL);
}

static const struct overlay *find_overlay(const struct policy *policy, struct str name) {
    for (size_t i = 0; i < policy->overlay_count; i++)
        if (str_equal(policy->overlays[i].name, name)) return &policy->overlays[i];
    return NULL;
}

static struct str guard_words(const struct differing *d, const struct policy *policy, const struct overlay *overlay) {
    struct rule_version whom = { .subject = SUBJECT_PUPIL, .who = overlay->guards, .who_count = overlay->guard_count };
    return policy_say_who(d->arena, policy, &whom, d->day);
}

static void one_overlay(struct differing *d, const struct overlay *x, const struct overlay *y) {
    struct buf was = { 0 }, is = { 0 };
    /* cppcheck-suppress nullPointerRedundantCheck; one of the two is there */
    struct str name = x ? x->name : y->name;
    if (x) canon_guards(&was, d->a, x);
    if (y) canon_guards(&is, d->b, y);
    if (!differing_bytes(&was, &is)) return;
    struct difference *out = differing_add(d, DIFFERENCE_OVERLAY, str_format(d->arena, "overlay/%.*s", STR_ARG(name)), (struct str){ 0 });
    out->title = str_format(d->arena, "rules of their own, overlay %.*s", STR_ARG(name));
    if (x) out->from = guard_words(d, d->a, x);
    if (y) out->to = guard_words(d, d->b, y);
    differing_place(d, out, x ? &x->origin : NULL, y ? &y->origin : NULL);
}

static void overlays(struct differing *d) {
    for (size_t i = 0; i < d->b->overlay_count; i++) one_overlay(d, find_overlay(d->a, d->b->overlays[i].name), &d->b->overlays[i]);
    for (size_t i = 0; i < d->a->overlay_count; i++)
        if (!find_overlay(d->b, d->a->overlays[i].name)) one_overlay(d, &d->a->overlays[i], NULL);
}

static const struct decision *find_decision(const struct policy *policy, struct str name) {
    for (size_t i = 0; i < policy->decision_count; i++)
        if (str_equal(policy->decisions[i].name, name)) return &policy->decisions[i];
    return NULL;
}

static void one_decision(struct differing *d, const struct decision *x, const struct decision *y) {
    struct buf was = { 0 }, is = { 0 };
    /* cppcheck-suppress nullPointerRedundantCheck; one of the two is there */
    struct str name = x ? x->name : y->name;
    if (x) canon_decision(&was, d->a, x);
    if (y) canon_decision(&is, d->b, y);
    if (!differing_bytes(&was, &is)) return;
    struct difference *out = differing_add(d, DIFFERENCE_DECISION, str_format(d->arena, "one_answer/%.*s", STR_ARG(name)), (struct str){ 0 });
    out->title = str_format(d->arena, "the table of answers for %.*s", STR_ARG(differing_spaced(d->arena, name)));
    if (x) out->from = str_format(d->arena, "%zu rows", x->row_count);
    if (y) out->to = x && x->row_count == y->row_count ? str_format(d->arena, "%zu rows, of which some answer otherwise", y->row_count)
                                                      : str_format(d->arena, "%zu rows", y->row_count);
    out->demand = DEMAND_OTHER;
    differing_place(d, out, x ? &x->origin : NULL, y ? &y->origin : NULL);
}

static void decisions(struct differing *d) {
    for (size_t i = 0; i < d->b->decision_count; i++) one_decision(d, find_decision(d->a, d->b->decisions[i].name), &d->b->decisions[i]);
    for (size_t i = 0; i < d->a->decision_count; i++)
        if (!find_decision(d->b, d->a->decisions[i].name)) one_decision(d, &d->a->decisions[i], NULL);
}

/* ---- questions, updates, facts of the school ---- */

static const struct option *find_option(const struct policy *policy, struct str name) {
    for (size_t i = 0; i < policy->option_count; i++)
        if (str_equal(policy->options[i].name, name)) return &policy->options[i];
    return NULL;
}

/* What an answer changes is named by itself: a number, a title, a text.  Named here is the answer that changes nothing else. */
static void options(struct differing *d) {
    for (size_t i = 0; i < d->b->option_count; i++) {
        const struct option *y = &d->b->options[i], *x = find_option(d->a, y->name);
        bool was = x && x->answered;
        if (!x || (was == y->answered && str_equal(x->answer, y->answer)) || y->sets.size) continue;
        struct difference *out = differing_add(d, DIFFERENCE_OPTION, str_format(d->arena, "option/%.*s", STR_ARG(y->name)), y->clause);
        out->title = y->asks;
        out->from = was ? x->answer : STR("not answered");
        out->to = y->answered ? y->answer : STR("not answered");
        differing_place(d, out, was ? &x->answered_at : NULL, y->answered ? &y->answered_at : NULL);
    }
}

static const struct node *find_adoption(const struct policy *policy, struct str update, uint32_t *document) {
    for (uint32_t i = 0; i < policy->document_count; i++)
        for (uint32_t k = 0; k < policy->documents[i].item_count; k++) {
            const struct node *item = &policy->documents[i].items[k];
            *document = i;
            if (node_is(item, "adopt") && str_equal(item->id, update)) return item;
        }
    return NULL;
}

static const struct document *find_update(const struct policy *policy, struct str name) {
    for (size_t i = 0; i < policy->document_count; i++)
        if (policy->documents[i].layer == LAYER_UPDATE && str_equal(policy->documents[i].name, name)) return &policy->documents[i];
    return NULL;
}

static struct str text_of(const struct node *node, const char *key) {
    const struct node *field = node ? node_field(node, key) : NULL;
    return field && field->type == NODE_TEXT ? field->text : (struct str){ 0 };
}

static void one_adoption(struct differing *d, const struct policy *policy, const struct node *item, uint32_t document, bool in_a) {
    const struct document *update = find_update(policy, item->id);
    struct difference *out = differing_add(d, DIFFERENCE_UPDATE, str_format(d->arena, "update/%.*s", STR_ARG(item->id)), (struct str){ 0 });
    struct str starts = text_of(update ? update->header : NULL, "starts"), by = text_of(item, "approved_by");
    struct date day;
    out->title = str_format(d->arena, "update %.*s", STR_ARG(item->id));
    *(in_a ? &out->from : &out->to) = STR("adopted");
    *(in_a ? &out->to : &out->from) = STR("not adopted");
    if (starts.size && date_parse_iso(starts, &day)) out->since = day;
    struct origin origin = { .document = document, .line = item->line, .reason = text_of(update ? update->header : NULL, "reason"), .approval = by };
    if (text_of(item, "approved").size) origin.approval = str_format(d->arena, "%.*s, %.*s", STR_ARG(by), STR_ARG(text_of(item, "approved")));
    differing_place(d, out, in_a ? &origin : NULL, in_a ? NULL : &origin);
}

static void adoptions(struct differing *d, const struct policy *policy, const struct policy *other, bool in_a) {
    for (uint32_t i = 0; i < policy->document_count; i++)
        for (uint32_t k = 0; k < policy->documents[i].item_count; k++) {
            const struct node *item = &policy->documents[i].items[k];
            uint32_t ignored;
            if (node_is(item, "adopt") && !find_adoption(other, item->id, &ignored)) one_adoption(d, policy, item, i, in_a);
        }
}

static struct str fact_words(const struct differing *d, const struct policy *policy, uint32_t fact) {
    if (policy->school_facts[fact] == VALUE_NONE) return STR("not said");
    const struct field *field = &policy->kinds->facts[SUBJECT_SCHOOL].fields[fact];
    if (str_is(field->name, "years_taught")) return years_say(d->arena, policy->school_facts[fact]);
    return differing_spaced(d->arena, field_print(d->arena, field, policy->school_facts[fact]));
}

static void facts(struct differing *d) {
    const struct facts *all = &d->b->kinds->facts[SUBJECT_SCHOOL];
    bool known = d->a->school_name.size && d->b->school_name.size;
    for (uint32_t i = 0; known && i < all->field_count && i < COUNT_OF(d->a->school_facts); i++) {
        if (d->a->school_facts[i] == d->b->school_facts[i]) continue;
        struct difference *out = differing_add(d, DIFFERENCE_FACT, all->fields[i].name, (struct str){ 0 });
        out->title = differing_spaced(d->arena, all->fields[i].name);
        out->from = fact_words(d, d->a, i);
        out->to = fact_words(d, d->b, i);
        for (uint32_t k = 0; k < d->b->document_count; k++)
            if (d->b->documents[k].layer == LAYER_SCHOOL && d->b->documents[k].header)
                out->origin = (struct origin){ .document = k, .line = d->b->documents[k].header->line };
    }
}

/* ---- all ---- */

/* Canonical lines of what is not compared part by part above. */
static void add_rest(struct buf *out, const struct policy *policy) {
    static const char *const kept[] = { "section ", "transition ", "clause " };
    struct buf bytes = { 0 };
    policy_canon(&bytes, policy);
    struct str left = buf_str(&bytes), line;
    while (left.size) {
        (void)str_cut(left, '\n', &line, &left);
        for (size_t i = 0; i < COUNT_OF(kept); i++)
            if (str_starts(line, kept[i])) buf_printf(out, "%.*s\n", STR_ARG(line));
    }
    buf_free(&bytes);
}

/* Nothing that differs goes unsaid. */
static void anything_else(struct differing *d) {
    struct buf a = { 0 }, b = { 0 };
    if (d->out.count) return;
    add_rest(&a, d->a);
    add_rest(&b, d->b);
    if (!differing_bytes(&a, &b)) return;
    struct difference *out = differing_add(d, DIFFERENCE_OTHER, STR("other"), (struct str){ 0 });
    out->title = STR("sections, times of change, or what clauses share");
    out->from = STR("one way");
    out->to = STR("another");
    out->demand = DEMAND_OTHER;
}

/* An answer that is seen in what it changes is not named by itself. */
static bool is_seen(const struct differences *all, const struct difference *answer) {
    for (size_t i = 0; i < all->count; i++) {
        const struct difference *x = &all->at[i];
        if (x->of != DIFFERENCE_OPTION && x->placed_in_a == answer->placed_in_a && x->origin.line == answer->origin.line
            && x->origin.document == answer->origin.document) return true;
    }
    return false;
}

static void forget_seen_answers(struct differences *all) {
    size_t kept = 0, count = all->count;
    for (size_t i = 0; i < count; i++) {
        struct difference one = all->at[i]; /* what is moved to the front is no answer, or an answer that stays */
        if (one.of != DIFFERENCE_OPTION || !is_seen(all, &one)) all->at[kept++] = one;
    }
    all->count = kept;
}

struct differences difference_find(struct arena *arena, const struct policy *a, const struct policy *b, struct date day) {
    struct differing d = { .arena = arena, .a = a, .b = b, .day = day };
    facts(&d);
    adoptions(&d, b, a, false);
    adoptions(&d, a, b, true);
    options(&d);
    params(&d);
    readings(&d);
    roles(&d);
    plans(&d);
    phases(&d);
    overlays(&d);
    decisions(&d);
    differing_clauses(&d);
    differing_rules(&d);
    anything_else(&d);
    forget_seen_answers(&d.out);
    return d.out;
}

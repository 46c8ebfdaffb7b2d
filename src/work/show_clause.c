/* SPDX-License-Identifier: GPL-3.0-or-later
 * show_clause - one clause in words; see show_clause.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/show_clause.h"

#include "policy/param.h"
#include "work/wording.h"

#define MOST_FIELDS 48

struct showing {
    struct arena *arena;
    const struct policy *policy;
    struct date day;
    struct labelled fields[MOST_FIELDS];
    size_t count;
    bool guarded; /* only what an overlay for pupils changed */
};

static void field(struct showing *s, const char *label, struct str text) {
    if (text.size && s->count < MOST_FIELDS) s->fields[s->count++] = (struct labelled){ str_from(label), text };
}

static int64_t number_of(const struct showing *s, struct operand n) {
    if (n.param < 0) return n.value;
    const struct param_step *step = param_at(&s->policy->params[n.param], s->day);
    return step && step->count ? step->values[0] : 0;
}

static struct str span_words(struct showing *s, struct span span) {
    static const char *const units[] = { "day", "school day", "month" };
    int64_t n = number_of(s, span.n);
    if (n < 0) n = -n;
    return str_format(s->arena, "%lld %s%s", (long long)n, units[span.unit], n == 1 ? "" : "s");
}

static struct str words_of_plan(struct showing *s, const struct plan *plan) {
    struct buf text = { 0 };
    buf_printf(&text, "%.*s: ", STR_ARG(plan->name));
    for (size_t i = 0; i < plan->step_count; i++) {
        int64_t n = number_of(s, plan->steps[i].n);
        if (i) buf_add_c(&text, ", ");
        if (!n)
            buf_add_c(&text, "on the day");
        else
            buf_printf(&text, "%.*s %s", STR_ARG(span_words(s, plan->steps[i])), n < 0 ? "before" : "after");
    }
    for (size_t i = 0; i < plan->then_count; i++)
        buf_printf(&text, "%s%.*s", i ? ", " : ", then after ", STR_ARG(span_words(s, plan->then_every[i])));
    for (size_t i = 0; i < plan->escalate_count; i++) {
        if (plan->escalate[i].role < 0) continue;
        struct str title = s->policy->roles[plan->escalate[i].role].title;
        buf_printf(&text, "; %.*s %.*s past due", STR_ARG(title), STR_ARG(span_words(s, plan->escalate[i].after)));
    }
    struct str out = str_copy(s->arena, buf_str(&text));
    buf_free(&text);
    return out;
}

struct str plan_words(struct arena *arena, const struct policy *policy, int32_t plan) {
    struct showing s = { .arena = arena, .policy = policy };
    return plan < 0 ? (struct str){ 0 } : words_of_plan(&s, &policy->plans[plan]);
}

static struct str spaced(struct arena *arena, struct str name, char mark) {
    char *words = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (words[i] == mark) words[i] = ' ';
    return (struct str){ words, name.size };
}

static struct str exempt_words(struct showing *s, const struct exempting *x) {
    if (x->never) return STR("never");
    if (!x->allowed) return STR("not foreseen");
    struct buf text = { 0 };
    if (!x->reason_count) buf_add_c(&text, "any reason");
    for (size_t i = 0; i < x->reason_count; i++) {
        if (i) buf_add_c(&text, ", ");
        buf_add(&text, spaced(s->arena, x->reasons[i], '_'));
    }
    if (x->has_limit) buf_printf(&text, "; at most %.*s", STR_ARG(span_words(s, x->for_at_most)));
    if (x->approved_by >= 0) buf_printf(&text, "; approved by %.*s", STR_ARG(s->policy->roles[x->approved_by].title));
    struct str out = str_copy(s->arena, buf_str(&text));
    buf_free(&text);
    return out;
}

/* Where a part comes from, when not from the rule itself: the last change of it that is in force. */
static struct str place_of(struct showing *s, const struct rule_version *version, const char *part) {
    const struct origin *origin = &version->origin;
    for (size_t i = 0; i < version->change_count; i++)
        if (str_is(version->changed_fields[i], part)) origin = &version->changes[i];
    if (origin == &version->origin) return (struct str){ 0 };
    struct str place = origin_place(s->arena, s->policy, origin);
    if (!origin->reason.size) return place;
    return str_format(s->arena, "%.*s, \"%.*s\"%s%.*s", STR_ARG(place), STR_ARG(origin->reason),
                      origin->approval.size ? ", " : "", STR_ARG(origin->approval));
}

/* A change made by an overlay for pupils. */
static bool is_guarded(const struct showing *s, const struct rule_version *version, const char *part) {
    for (size_t i = 0; i < version->change_count; i++) {
        enum layer layer = s->policy->documents[version->changes[i].document].layer;
        if (layer == LAYER_OVERLAY_PUPILS && str_is(version->changed_fields[i], part)) return true;
    }
    return false;
}

static void part(struct showing *s, const struct rule_version *version, const char *label, const char *name,
                 struct str text) {
    if (!text.size || (s->guarded && !is_guarded(s, version, name))) return;
    struct str place = place_of(s, version, name);
    field(s, label, place.size ? str_format(s->arena, "%.*s   [%.*s]", STR_ARG(text), STR_ARG(place)) : text);
}

static struct str role_words(struct showing *s, int32_t role) {
    return role < 0 ? (struct str){ 0 } : s->policy->roles[role].title;
}

/* The parameters that the words of a rule rest on, each with where its number stands. */
static void one_param(struct showing *s, struct operand n) {
    if (n.param < 0) return;
    const struct param *param = &s->policy->params[n.param];
    const struct param_step *step = param_at(param, s->day);
    char since[DATE_LONG_SIZE];
    if (!step) return;
    struct str place = origin_place(s->arena, s->policy, &step->origin);
    struct str value = param_say(s->arena, param, step);
    field(s, "number",
          str_format(s->arena, "%.*s: %.*s since %s   [%.*s]", STR_ARG(spaced(s->arena, param->name, '_')),
                     STR_ARG(value), date_short(step->from, since), STR_ARG(place)));
}

static void params_of(struct showing *s, const struct term *term, int depth) {
    one_param(s, term->n);
    for (size_t i = 0; i < term->filter_count; i++) {
        for (size_t k = 0; k < term->filters[i].condition_count; k++) {
            const struct condition *c = &term->filters[i].conditions[k];
            if (c->op == CONDITION_RANGE && c->has_low) one_param(s, c->low);
            if (c->op == CONDITION_RANGE && c->has_high) one_param(s, c->high);
            for (size_t v = 0; v < c->value_count; v++) one_param(s, c->values[v]);
        }
    }
    for (size_t i = 0; i < term->part_count && depth < 16; i++) params_of(s, &term->parts[i], depth + 1);
}

static void one_version(struct showing *s, const struct rule_version *version, struct str title) {
    const struct policy *policy = s->policy;
    s->count = 0;
    if (!s->guarded && title.size) field(s, force_forbids(version->force) ? "forbids" : "asks for", title);
    if (version->measuring) {
        part(s, version, "measure", "over", policy_say_have(s->arena, policy, version, s->day));
    } else {
        part(s, version, "who", "who", policy_say_who(s->arena, policy, version, s->day));
        part(s, version, "have", "have", policy_say_have(s->arena, policy, version, s->day));
    }
    if (!s->guarded || is_guarded(s, version, "have")) params_of(s, &version->have, 0);
    if (version->vouching && version->vouching->sample)
        part(s, version, "sample", "sample",
             str_format(s->arena, "%lld records drawn to look at", (long long)version->vouching->sample));
    if (version->when.op == WINDOW_KEPT || version->when.op == WINDOW_REVIEW) one_param(s, version->when.a);
    part(s, version, "when", "when", policy_say_window(s->arena, policy, &version->when, s->day));
    if (version->because.size) part(s, version, "unless", "unless", version->because);
    part(s, version, "owner", "owner", role_words(s, version->owner));
    if (version->plan >= 0) part(s, version, "remind", "remind", words_of_plan(s, &policy->plans[version->plan]));
    if (!version->measuring) part(s, version, "exempt", "exempt", exempt_words(s, &version->exempt));
    if (version->hint >= 0 && (!s->guarded || is_guarded(s, version, "hint")))
        field(s, "hint",
              str_format(s->arena, "one event may also serve %.*s", STR_ARG(policy->rules[version->hint].name)));
}

/* Whose the guards are: "pupils with SEN anything but none". */
static struct str guard_words(struct showing *s, uint32_t overlays) {
    struct str words = { 0 };
    for (uint32_t i = 0; i < s->policy->overlay_count; i++) {
        const struct overlay *overlay = &s->policy->overlays[i];
        struct rule_version whom = { .subject = SUBJECT_PUPIL,
                                     .who = overlay->guards,
                                     .who_count = overlay->guard_count };
        if (!(overlays >> i & 1)) continue;
        struct str one = policy_say_who(s->arena, s->policy, &whom, s->day);
        words = words.size ? str_format(s->arena, "%.*s, who are also %.*s", STR_ARG(words), STR_ARG(one)) : one;
    }
    return words;
}

static struct str approvals(struct showing *s, uint32_t overlays) {
    struct str words = { 0 };
    for (uint32_t i = 0; i < s->policy->overlay_count; i++) {
        const struct overlay *overlay = &s->policy->overlays[i];
        if (!(overlays >> i & 1)) continue;
        words = str_format(s->arena, "%.*s%soverlay %.*s, %.*s", STR_ARG(words), words.size ? "; " : "",
                           STR_ARG(overlay->name), STR_ARG(overlay->origin.approval));
    }
    return words;
}

/* What is otherwise for the pupils of overlays: the parts that they changed. */
static void one_variant(struct showing *s, struct page *page, const struct rule *rule, const struct variant *variant) {
    char from[DATE_LONG_SIZE];
    const struct rule_version *now = variant->versions;
    for (size_t i = 1; i < variant->version_count; i++)
        if (!date_after(variant->versions[i].governs_from, s->day)) now = &variant->versions[i];
    for (const struct rule_version *version = now; version < variant->versions + variant->version_count; version++) {
        if (!version->overlays) continue;
        struct str side = approvals(s, version->overlays);
        if (version != now)
            side = str_format(s->arena, "%.*s, from %s", STR_ARG(side), date_short(version->governs_from, from));
        page_lead(page,
                  str_format(s->arena, "%.*s, for %.*s instead", STR_ARG(rule->name),
                             STR_ARG(guard_words(s, version->overlays))),
                  side);
        s->guarded = true;
        one_version(s, version, rule->title);
        s->guarded = false;
        if (date_before(version->ends, date_max(version->governs_from, s->day)))
            field(s, "dropped", str_copy(s->arena, str_from("it does not concern them")));
        page_fields(page, s->fields, s->count);
    }
}

static void one_rule(struct showing *s, struct page *page, const struct rule *rule) {
    char from[DATE_LONG_SIZE];
    if (!rule->applies) {
        page_lead(page, rule->name, STR("does not apply here"));
        if (rule->why_not.size) page_paragraph(page, rule->why_not);
        return;
    }
    const struct rule_version *now = rule_at(rule, s->day);
    for (size_t i = 0; i < rule->version_count; i++) {
        const struct rule_version *version = &rule->versions[i];
        bool earlier = version->governs_from.day < now->governs_from.day;
        if (earlier) continue; /* what no deadline can fall under any more */
        struct str side = spaced(s->arena, str_from(force_name(version->force)), '_');
        if (date_after(version->governs_from, now->governs_from))
            side = str_format(s->arena, "%.*s, from %s", STR_ARG(side), date_short(version->governs_from, from));
        page_lead(page, rule->name, side);
        one_version(s, version, version->when.op == WINDOW_REVIEW ? version_title(s->arena, rule, version) : rule->title);
        field(s, "written", origin_place(s->arena, s->policy, &version->origin));
        page_fields(page, s->fields, s->count);
    }
    for (size_t i = 0; i < rule->variant_count; i++) one_variant(s, page, rule, &rule->variants[i]);
}

void show_clause(struct arena *arena, struct page *page, const struct policy *policy, int32_t index, int32_t only,
                 struct date day) {
    const struct clause *clause = &policy->clauses[index];
    struct showing s = { .arena = arena, .policy = policy, .day = day };
    struct str basis =
        str_format(arena, "basis: %s%s", basis_name(clause->basis), clause->optional ? ", optional" : "");
    page_lead(page, str_format(arena, "%.*s  %.*s", STR_ARG(clause->number), STR_ARG(clause->title)), basis);
    if (clause->text.size) page_paragraph(page, clause->text);
    if (clause->benchmark) field(&s, "benchmark", str_format(arena, "%d", clause->benchmark));
    for (size_t i = 0; i < clause->also_count; i++) field(&s, i ? "" : "also keeps", clause->also[i]);
    if (clause->reading_only) field(&s, "rules", STR("none: the clause is for reading"));
    if (clause->dropped) field(&s, "dropped", STR("the school has dropped this clause"));
    field(&s, "written", origin_place(arena, policy, &clause->origin));
    page_fields(page, s.fields, s.count);
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (policy->rules[i].clause_index != (uint32_t)index || (only >= 0 && (size_t)only != i)) continue;
        one_rule(&s, page, &policy->rules[i]);
    }
}

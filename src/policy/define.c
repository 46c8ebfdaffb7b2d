/* SPDX-License-Identifier: GPL-3.0-or-later
 * define - roles, plans, phases, transitions, sections and readings, typed.
 * Owns:  nothing.
 * Must not know: rules.
 */
#include "base/guess.h"
#include "policy/merge_priv.h"

static struct str text_or_empty(struct merging *m, const struct fields *fields, const char *key) {
    struct str text = NO_HINT;
    const struct node *node = fields_node(fields, key);
    if (node && !scope_text(&m->scope, node, key, &text)) return NO_HINT;
    return text;
}

static struct fields all_fields(struct merging *m, size_t item) {
    return fields_at(m, item, DATE_NONE, ALL_LAYERS);
}

static struct origin origin_of(const struct merging *m, size_t item, const struct fields *fields, const char *key) {
    const struct field_value *field = fields_find(fields, key);
    return field && field->changed ? field->origin : m->items[item].origin;
}

static size_t count_items(const struct merging *m, enum item_type type) {
    size_t count = 0;
    for (size_t i = 0; i < m->item_count; i++) count += m->items[i].type == type;
    return count;
}

/* So that nothing depends on the order of files. */
size_t *merging_sorted(struct merging *m, enum item_type type, size_t *count) {
    size_t *items = arena_array(m->scope.arena, size_t, count_items(m, type));
    size_t n = 0;
    for (size_t i = 0; i < m->item_count; i++) {
        if (m->items[i].type != type) continue;
        size_t to = n++;
        for (; to > 0 && clause_compare(m->items[items[to - 1]].name, m->items[i].name) > 0; to--)
            items[to] = items[to - 1];
        items[to] = i;
    }
    for (size_t i = 0; i < n; i++) m->typed[items[i]] = (int32_t)i;
    *count = n;
    return items;
}

static void read_roles(struct merging *m) {
    struct policy *policy = m->scope.policy;
    size_t count;
    size_t *items = merging_sorted(m, ITEM_ROLE, &count);
    struct role *roles = arena_array(m->scope.arena, struct role, count);
    for (size_t i = 0; i < count; i++) {
        struct fields fields = all_fields(m, items[i]);
        const struct node *finds = fields_node(&fields, "finds");
        static const char *const places[] = { "form", "department" };
        roles[i] = (struct role){ .key = m->items[items[i]].name,
                                  .title = text_or_empty(m, &fields, "title"),
                                  .clause = text_or_empty(m, &fields, "clause"),
                                  .origin = origin_of(m, items[i], &fields, "title") };
        if (finds && scope_choice(&m->scope, finds, "finds", places, 2) >= 0) roles[i].finds = finds->text;
        if (!roles[i].title.size) roles[i].title = roles[i].key;
    }
    policy->roles = roles;
    policy->role_count = count;
}

/* ---- plans ---- */

static struct span negated(struct span span) {
    span.n.value = -span.n.value;
    return span;
}

/* The days of a plan are numbers: they say when a notice is sent, not what is asked for. */
static bool plan_span(struct merging *m, const struct node *node, const char *where, bool negative, struct span *out) {
    if (!scope_span(&m->scope, node, where, negative, out)) return false;
    if (out->n.param < 0) return true;
    out->n = operand_of(0);
    return scope_wrong(&m->scope, node, where, "a number of days, and no parameter");
}

static void read_steps(struct merging *m, const struct node *node, struct plan *plan) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    struct span *steps = arena_array(m->scope.arena, struct span, count);
    for (uint32_t i = 0; i < count; i++) {
        struct span step = { .unit = SPAN_DAYS, .n = operand_of(0) };
        static const char *const names[] = { "lead", "due" };
        if (parts[i].type == NODE_TEXT) {
            int choice = scope_choice(&m->scope, &parts[i], "steps", names, 2);
            if (choice < 0) continue;
            if (choice == 0) step = negated(plan->lead);
        } else if (!plan_span(m, &parts[i], "steps", true, &step)) {
            continue;
        }
        steps[plan->step_count++] = step;
    }
    plan->steps = steps;
}

static void read_gaps(struct merging *m, const struct node *node, struct plan *plan) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    struct span *gaps = arena_array(m->scope.arena, struct span, count);
    for (uint32_t i = 0; i < count; i++)
        if (plan_span(m, &parts[i], "then_every", false, &gaps[plan->then_count])) plan->then_count++;
    plan->then_every = gaps;
}

static void read_escalation(struct merging *m, const struct node *node, struct plan *plan) {
    uint32_t count = 0;
    const struct node *parts = scope_parts(node, &count);
    for (uint32_t i = 0; i < count; i++) {
        const struct node *after = node_field(&parts[i], "after"), *to = node_field(&parts[i], "to");
        if (!after || !to) {
            scope_error(&m->scope, CODE_INCOMPLETE, &parts[i], STR("escalate"),
                        STR("Write { after = days(28), to = role.slt }."),
                        "A step of 'escalate' needs 'after' and 'to'.");
            continue;
        }
        if (plan->escalate_count == COUNT_OF(plan->escalate)) {
            scope_error(&m->scope, CODE_BUDGET, &parts[i], STR("escalate"), NO_HINT,
                        "A plan has at most %zu steps of escalation.", COUNT_OF(plan->escalate));
            return;
        }
        size_t at = plan->escalate_count;
        plan->escalate[at].role = scope_role(&m->scope, to);
        if (plan_span(m, after, "after", false, &plan->escalate[at].after) && plan->escalate[at].role >= 0)
            plan->escalate_count++;
    }
}

static void read_plans(struct merging *m) {
    struct policy *policy = m->scope.policy;
    static const char *const digests[] = { "daily", "weekly", "termly" }, *const quiets[] = { "holidays", "never" };
    size_t count;
    size_t *items = merging_sorted(m, ITEM_PLAN, &count);
    struct plan *plans = arena_array(m->scope.arena, struct plan, count);
    for (size_t i = 0; i < count; i++) {
        struct fields fields = all_fields(m, items[i]);
        struct plan *plan = &plans[i];
        const struct node *node;
        plan->name = m->items[items[i]].name;
        plan->origin = m->items[items[i]].origin;
        plan->lead = (struct span){ .unit = SPAN_DAYS, .n = operand_of(60) };
        plan->quiet_holidays = true; /* a closed day is quiet, unless the plan says otherwise */
        if ((node = fields_node(&fields, "lead")) && !plan_span(m, node, "lead", false, &plan->lead))
            plan->lead.n = operand_of(0);
        if ((node = fields_node(&fields, "steps"))) read_steps(m, node, plan);
        if ((node = fields_node(&fields, "then_every"))) read_gaps(m, node, plan);
        if ((node = fields_node(&fields, "digest")) && scope_choice(&m->scope, node, "digest", digests, 3) >= 0)
            plan->digest = node->text;
        if ((node = fields_node(&fields, "quiet")))
            plan->quiet_holidays = scope_choice(&m->scope, node, "quiet", quiets, 2) == 0;
        if ((node = fields_node(&fields, "escalate"))) read_escalation(m, node, plan);
        for (size_t f = 0; f < fields.count; f++)
            if (fields.at[f].changed) plan->origin = fields.at[f].origin;
    }
    policy->plans = plans;
    policy->plan_count = count;
}

/* ---- phases, transitions, sections ---- */

static bool missing(struct merging *m, size_t item, const char *key) {
    const struct node *node = m->items[item].node;
    return scope_error(&m->scope, CODE_INCOMPLETE, node, node->id, NO_HINT, "The %s '%.*s' needs '%s'.",
                       item_type_name(m->items[item].type), STR_ARG(m->items[item].name), key);
}

/* in_year(8, "09-01") */
static bool read_in_year(struct merging *m, size_t item, const struct fields *fields, const char *key, int *year,
                         struct month_day *day) {
    const struct node *node = fields_node(fields, key);
    uint32_t count = 0;
    int64_t number;
    if (!node) return missing(m, item, key);
    const struct node *parts = scope_parts(node, &count);
    if (!node_is(node, "in_year") || count != 2)
        return scope_wrong(&m->scope, node, key, "a day such as in_year(8, \"09-01\")");
    if (!scope_whole(&m->scope, &parts[0], "in_year", 0, 14, &number)) return false;
    *year = (int)number;
    return scope_month_day(&m->scope, &parts[1], "in_year", day);
}

static int place_in_year(struct month_day day) {
    return (day.month + 3) % 12 * 100 + day.day;
}

static void read_phases(struct merging *m) {
    struct policy *policy = m->scope.policy;
    size_t count;
    size_t *items = merging_sorted(m, ITEM_PHASE, &count);
    struct phase *phases = arena_array(m->scope.arena, struct phase, count);
    for (size_t i = 0; i < count; i++) {
        struct fields fields = all_fields(m, items[i]);
        struct phase *phase = &phases[i];
        phase->name = m->items[items[i]].name;
        phase->origin = m->items[items[i]].origin;
        bool opens = read_in_year(m, items[i], &fields, "opens", &phase->opens_year, &phase->opens);
        bool closes = read_in_year(m, items[i], &fields, "closes", &phase->closes_year, &phase->closes);
        if (opens && closes
            && phase->opens_year * 10000 + place_in_year(phase->opens)
                   > phase->closes_year * 10000 + place_in_year(phase->closes))
            scope_error(&m->scope, CODE_BAD_CHOICE, m->items[items[i]].node, phase->name,
                        STR("Turn the two days round."), "The phase '%.*s' closes before it opens.",
                        STR_ARG(phase->name));
    }
    policy->phases = phases;
    policy->phase_count = count;
}

static void read_transitions(struct merging *m) {
    struct policy *policy = m->scope.policy;
    size_t count;
    size_t *items = merging_sorted(m, ITEM_TRANSITION, &count);
    struct transition *transitions = arena_array(m->scope.arena, struct transition, count);
    for (size_t i = 0; i < count; i++) {
        struct fields fields = all_fields(m, items[i]);
        struct transition *transition = &transitions[i];
        const struct node *year = fields_node(&fields, "year"), *opens = fields_node(&fields, "opens"),
                          *closes = fields_node(&fields, "closes");
        int64_t number = 0;
        transition->name = m->items[items[i]].name;
        transition->origin = m->items[items[i]].origin;
        bool good = (year || missing(m, items[i], "year")) && (opens || missing(m, items[i], "opens"))
                    && (closes || missing(m, items[i], "closes"));
        if (!good || !scope_whole(&m->scope, year, "year", 0, 14, &number)) continue;
        transition->year = (int)number;
        if (!scope_month_day(&m->scope, opens, "opens", &transition->opens)
            || !scope_month_day(&m->scope, closes, "closes", &transition->closes))
            continue;
        if (place_in_year(transition->opens) > place_in_year(transition->closes))
            scope_error(&m->scope, CODE_BAD_CHOICE, m->items[items[i]].node, transition->name,
                        STR("Turn the two days round."), "The transition '%.*s' closes before it opens.",
                        STR_ARG(transition->name));
    }
    policy->transitions = transitions;
    policy->transition_count = count;
}

static void read_sections(struct merging *m) {
    struct policy *policy = m->scope.policy;
    size_t count;
    size_t *items = merging_sorted(m, ITEM_SECTION, &count);
    struct section *sections = arena_array(m->scope.arena, struct section, count);
    for (size_t i = 0; i < count; i++) {
        struct fields fields = all_fields(m, items[i]);
        const struct node *benchmark = fields_node(&fields, "benchmark");
        int64_t number = 0;
        sections[i] = (struct section){ .number = m->items[items[i]].name,
                                        .title = text_or_empty(m, &fields, "title"),
                                        .origin = m->items[items[i]].origin };
        if (benchmark && scope_whole(&m->scope, benchmark, "benchmark", 1, 8, &number))
            sections[i].benchmark = (int32_t)number;
    }
    policy->sections = sections;
    policy->section_count = count;
}

void merging_definitions(struct merging *m) {
    read_roles(m);
    read_plans(m);
    read_phases(m);
    read_transitions(m);
    read_sections(m);
}

/* ---- readings ---- */

static const struct {
    const char *name;
    struct {
        const char *means;
        bool stricter;
    } meanings[4];
} READINGS[READING_COUNT] = {
    [READING_BY_THE_AGE_OF] = { "by the age of", { { "year-end", false }, { "birthday", true } } },
    [READING_ONE_FURTHER] = { "one further",
                              { { "after-year-11", false }, { "two-in-total", false }, { "after-birthday", false } } },
    [READING_LEAP_DAY] = { "leap-day birthday", { { "mar-01", false }, { "feb-28", true } } },
    [READING_MEANINGFUL] = { "meaningful", { { "only-when-said", false }, { "unless-denied", false } } },
    [READING_OPPORTUNITY] = { "opportunity", { { "offer-counts", false }, { "held-only", true } } },
    [READING_JOINED_LATE] = { "joined late",
                              { { "unknown", false },
                                { "judge", true },
                                { "not-applicable", false },
                                { "ask-previous-school", false } } },
    [READING_EARLIER_OF_TWO] = { "earlier of two", { { "as-written", false }, { "later", true } } },
    [READING_SCHOOL_YEAR] = { "school year", { { "1 September to 31 August", false } } },
    [READING_PRU_BLOCK] = { "pru block", { { NULL, false } } }, /* any text: it documents, and changes nothing */
};

static int find_reading(struct str name) {
    for (int i = 0; i < READING_COUNT; i++)
        if (str_is(name, READINGS[i].name)) return i;
    return -1;
}

bool reading_is_stricter(struct str reading, struct str means) {
    int found = find_reading(reading);
    for (size_t i = 0; found >= 0 && i < 4 && READINGS[found].meanings[i].means; i++)
        if (str_is(means, READINGS[found].meanings[i].means)) return READINGS[found].meanings[i].stricter;
    return false;
}

static void read_means(struct merging *m, int reading, const struct node *node, struct reading_choice *out) {
    const char *names[4];
    int count = 0;
    while (count < 4 && READINGS[reading].meanings[count].means) {
        names[count] = READINGS[reading].meanings[count].means;
        count++;
    }
    if (count == 0) {
        if (!scope_text(&m->scope, node, "means", &out->means_text)) out->means_text = NO_HINT;
        return;
    }
    int means = scope_choice(&m->scope, node, "means", names, count);
    if (means < 0) return;
    out->means = means;
    out->means_text = node->text;
}

/* School years open on 1 September, whichever day the school does, and new pupils come over some days. */
static void read_settling_in(struct merging *m, int reading, const struct node *node, struct reading_choice *out) {
    struct span span;
    if (reading != READING_JOINED_LATE)
        scope_error(&m->scope, CODE_UNKNOWN_FIELD, node, STR("settling_in"), STR("It belongs to the reading \"joined late\"."),
                    "The reading '%.*s' has no settling_in.", STR_ARG(out->name));
    else if (!plan_span(m, node, "settling_in", false, &span))
        return;
    else if (span.unit != SPAN_DAYS || span.n.value > 60)
        (void)scope_wrong(&m->scope, node, "settling_in", "days(0) to days(60)");
    else
        out->settling_in = (int32_t)span.n.value;
}

void merging_readings(struct merging *m) {
    struct policy *policy = m->scope.policy;
    for (int i = 0; i < READING_COUNT; i++)
        policy->readings[i] =
            (struct reading_choice){ .name = str_from(READINGS[i].name),
                                     .means_text = str_from(READINGS[i].meanings[0].means),
                                     .origin = { .document = m->base->document, .line = m->base->at->header->line } };
    for (size_t i = 0; i < m->item_count; i++) {
        const struct item *item = &m->items[i];
        if (item->type != ITEM_READING) continue;
        int reading = find_reading(item->name);
        if (reading < 0) {
            struct str names[READING_COUNT];
            for (int r = 0; r < READING_COUNT; r++) names[r] = str_from(READINGS[r].name);
            scope_error(&m->scope, CODE_BAD_CHOICE, item->node, item->name,
                        guess_hint(m->scope.arena, item->name, names, READING_COUNT), "No reading is called '%.*s'.",
                        STR_ARG(item->name));
            continue;
        }
        struct fields fields = all_fields(m, i);
        struct reading_choice *out = &policy->readings[reading];
        const struct node *means = fields_node(&fields, "means");
        out->clause = text_or_empty(m, &fields, "clause");
        out->note = text_or_empty(m, &fields, "note");
        out->origin = origin_of(m, i, &fields, "means");
        const struct node *settling_in = fields_node(&fields, "settling_in");
        if (settling_in) read_settling_in(m, reading, settling_in, out);
        if (means)
            read_means(m, reading, means, out);
        else
            missing(m, i, "means");
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_effect - what two policies say of the same people on one day; see policy_effect.h.
 * Owns:  nothing.
 * Must not know: how it is shown, why the policies differ.
 */
#include "work/policy_effect.h"

#include <stdlib.h>
#include <string.h>

#include "work/remind.h"
#include "work/wording.h"

/* What is kept of a finding. */
struct item {
    int64_t subject;
    struct date by;
    uint32_t rule; /* index in effect.rules */
    int32_t owner; /* index in effect.roles, or -1 */
    uint8_t type, status;
    char instance[INSTANCE_KEY_SIZE];
};

struct side {
    struct effecting *whole;
    int index;              /* 0, 1 */
    uint32_t *rules;        /* by rule of the policy: index in effect.rules */
    uint32_t *roles;        /* by role of the policy: index in effect.roles */
    struct buf items;
};

struct effecting {
    struct arena *arena;
    struct policy_effect *out;
    struct side sides[2];
    const struct ruling_snooze *snoozes;
    size_t snooze_count;
};

const char *effect_status_key(int status) {
    return status == NOT_ASKED ? "not_asked" : status_key((enum status)status);
}

/* ---- which rule is which ---- */

static int by_clause(const void *a, const void *b) {
    const struct effect_rule *x = a, *y = b;
    int order = clause_compare(x->rule->clause, y->rule->clause);
    return order ? order : str_compare(x->rule->name, y->rule->name);
}

static bool same_rule(const struct rule *x, const struct rule *y) {
    return rule_is_called(x, y->name) || rule_is_called(y, x->name);
}

static const struct rule *counterpart(const struct policy *policy, const struct rule *rule) {
    int32_t index = policy_find_rule(policy, rule->name);
    if (index >= 0) return &policy->rules[index];
    for (size_t i = 0; i < policy->rule_count; i++)
        if (same_rule(&policy->rules[i], rule)) return &policy->rules[i];
    return NULL;
}

static uint32_t place_of(const struct policy_effect *effect, const struct rule *rule) {
    for (uint32_t i = 0; i < effect->rule_count; i++)
        if (str_equal(effect->rules[i].rule->name, rule->name)) return i;
    for (uint32_t i = 0; i < effect->rule_count; i++)
        if (same_rule(effect->rules[i].rule, rule)) return i;
    return 0;
}

static void gather_rules(struct effecting *e, const struct policy *a, const struct policy *b) {
    struct policy_effect *out = e->out;
    const struct policy *policies[] = { a, b };
    out->rules = arena_array(e->arena, struct effect_rule, a->rule_count + b->rule_count);
    for (size_t i = 0; i < b->rule_count; i++) out->rules[out->rule_count++].rule = &b->rules[i];
    for (size_t i = 0; i < a->rule_count; i++)
        if (!counterpart(b, &a->rules[i])) out->rules[out->rule_count++].rule = &a->rules[i];
    if (out->rule_count) qsort(out->rules, out->rule_count, sizeof *out->rules, by_clause);
    for (size_t i = 0; i < out->rule_count; i++) {
        struct effect_rule *rule = &out->rules[i];
        rule->forbids = rule->rule->version_count && force_forbids(rule_at(rule->rule, out->day)->force);
        rule->first = rule->last = DATE_NONE;
    }
    for (int s = 0; s < 2; s++) {
        e->sides[s].rules = arena_array(e->arena, uint32_t, policies[s]->rule_count);
        for (size_t i = 0; i < policies[s]->rule_count; i++) e->sides[s].rules[i] = place_of(out, &policies[s]->rules[i]);
    }
}

static void gather_roles(struct effecting *e, const struct policy *a, const struct policy *b) {
    const struct policy *policies[] = { b, a };
    e->out->roles = arena_array(e->arena, struct effect_role, a->role_count + b->role_count);
    for (int p = 0; p < 2; p++) {
        uint32_t *places = e->sides[1 - p].roles = arena_array(e->arena, uint32_t, policies[p]->role_count);
        for (size_t i = 0; i < policies[p]->role_count; i++) {
            const struct role *role = &policies[p]->roles[i];
            uint32_t at = 0;
            while (at < e->out->role_count && !str_equal(e->out->roles[at].role->key, role->key)) at++;
            if (at == e->out->role_count) e->out->roles[e->out->role_count++].role = role;
            places[i] = at;
        }
    }
}

/* ---- while judging ---- */

static bool take(void *self, const struct position *p, const struct finding *f, struct err *err) {
    struct side *side = self;
    struct effecting *e = side->whole;
    (void)err;
    int32_t owner = finding_version(p->school->policy, f)->owner;
    struct item item = { .owner = owner < 0 ? -1 : (int32_t)side->roles[owner], .subject = f->subject, .by = finding_by(f), .rule = side->rules[f->rule], .type = (uint8_t)f->subject_type,
                         .status = (uint8_t)f->status };
    memcpy(item.instance, f->instance, sizeof item.instance);
    buf_add(&side->items, (struct str){ (const char *)&item, sizeof item });
    struct date through = date_add_days(p->as_of, EFFECT_DAYS);
    if (owner < 0 || !remind_is_due(p, f, e->snoozes, e->snooze_count, through)) return true;
    struct effect_role *role = &e->out->roles[side->roles[owner]];
    if (side->index) role->to++;
    else role->from++;
    return true;
}

/* ---- joining ---- */

static int by_subject(const void *a, const void *b) {
    const struct item *x = a, *y = b;
    int order = (x->type > y->type) - (x->type < y->type);
    if (!order) order = (x->subject > y->subject) - (x->subject < y->subject);
    if (!order) order = (x->rule > y->rule) - (x->rule < y->rule);
    return order ? order : strcmp(x->instance, y->instance);
}

static bool same_place(const struct item *x, const struct item *y) {
    return x->type == y->type && x->subject == y->subject && x->rule == y->rule;
}

static bool is_open(int status) {
    return status == STATUS_ON_TRACK || status == STATUS_DUE_SOON || status == STATUS_OVERDUE;
}

static bool is_settled(int status) {
    return status == STATUS_MET || status == STATUS_WAIVED || status == NOT_ASKED || status == STATUS_NOT_APPLICABLE;
}

struct joining {
    struct effecting *e;
    struct changed_finding *list;
    size_t count, room;
};

static void add_changed(struct joining *j, struct changed_finding changed) {
    if (j->count == j->room) {
        size_t room = j->room ? j->room * 2 : 256;
        struct changed_finding *wider = arena_array(j->e->arena, struct changed_finding, room);
        if (j->count) memcpy(wider, j->list, j->count * sizeof *wider);
        j->list = wider;
        j->room = room;
    }
    j->list[j->count++] = changed;
}

static const struct role *role_at(const struct joining *j, int32_t role) {
    return role < 0 ? NULL : j->e->out->roles[role].role;
}

/* Of one rule and subject: x or y may be NULL. */
static void pair(struct joining *j, const struct item *x, const struct item *y) {
    const struct item *either = y ? y : x;
    bug_if(!either);
    struct effect_rule *rule = &j->e->out->rules[either->rule];
    struct changed_finding c = { .type = (enum subject_type)either->type, .subject = either->subject, .rule = either->rule,
                                 .from = x ? x->status : NOT_ASKED, .to = y ? y->status : NOT_ASKED,
                                 .by_from = x ? x->by : DATE_NONE, .by_to = y ? y->by : DATE_NONE };
    memcpy(c.instance, either->instance, sizeof c.instance);
    rule->from[c.from]++;
    rule->to[c.to]++;
    if (x && y && x->owner != y->owner && is_open(c.to)) {
        rule->handed++;
        rule->hand_from = role_at(j, x->owner);
        rule->hand_to = role_at(j, y->owner);
        rule->type = c.type;
    }
    bool moved = x && y && !date_same(x->by, y->by) && (is_open(c.from) || c.from == STATUS_MISSED);
    if (c.from == c.to && !moved) return;
    rule->type = c.type;
    if (c.from == c.to) rule->moved++;
    else rule->changed++;
    add_changed(j, c);
}

static const struct item *next_in(const struct item *at, const struct item *end, const bool *used, const struct item *first) {
    while (at < end && used[at - first]) at++;
    return at < end ? at : NULL;
}

/* All turns of one rule for one subject: the same turns first, then what is left in order. */
static void join_group(struct joining *j, const struct item *a, size_t a_count, const struct item *b, size_t b_count) {
    struct arena scratch = { 0 };
    bool *used_a = arena_array(&scratch, bool, a_count + 1), *used_b = arena_array(&scratch, bool, b_count + 1);
    for (size_t i = 0, k = 0; i < a_count && k < b_count;) {
        int order = strcmp(a[i].instance, b[k].instance);
        if (order == 0) {
            pair(j, &a[i], &b[k]);
            used_a[i] = used_b[k] = true;
        }
        i += order <= 0;
        k += order >= 0;
    }
    const struct item *x = a, *y = b;
    for (;;) {
        x = x ? next_in(x, a + a_count, used_a, a) : NULL;
        y = y ? next_in(y, b + b_count, used_b, b) : NULL;
        if (!x && !y) break;
        pair(j, x, y);
        if (x) x++;
        if (y) y++;
    }
    arena_free(&scratch);
}

static size_t group_of(const struct item *at, const struct item *end) {
    const struct item *next = at;
    while (next < end && same_place(at, next)) next++;
    return (size_t)(next - at);
}

static void join(struct joining *j) {
    struct side *sides = j->e->sides;
    struct item *a = (struct item *)(void *)sides[0].items.at, *b = (struct item *)(void *)sides[1].items.at;
    size_t a_count = sides[0].items.size / sizeof *a, b_count = sides[1].items.size / sizeof *b;
    if (a_count) qsort(a, a_count, sizeof *a, by_subject);
    if (b_count) qsort(b, b_count, sizeof *b, by_subject);
    const struct item *x = a, *y = b, *x_end = a_count ? a + a_count : a, *y_end = b_count ? b + b_count : b;
    while (x < x_end || y < y_end) {
        size_t in_a = x < x_end ? group_of(x, x_end) : 0, in_b = y < y_end ? group_of(y, y_end) : 0;
        if (in_a && in_b && !same_place(x, y)) {
            struct item left = *x, right = *y;
            left.instance[0] = right.instance[0] = 0;
            if (by_subject(&left, &right) < 0) in_b = 0;
            else in_a = 0;
        }
        join_group(j, x, in_a, y, in_b);
        x += in_a;
        y += in_b;
    }
}

/* ---- how many people ---- */

static void note_day(struct effect_rule *rule, struct date by) {
    if (!date_known(by)) return;
    rule->first = date_known(rule->first) ? date_min(rule->first, by) : by;
    rule->last = date_known(rule->last) ? date_max(rule->last, by) : by;
}

/* Changed findings come by subject and rule: each subject is counted once for a rule. */
static void count_people(struct policy_effect *effect) {
    int64_t last_pupil = VALUE_NONE;
    for (size_t i = 0; i < effect->changed_count;) {
        const struct changed_finding *first = &effect->changed[i];
        struct effect_rule *rule = &effect->rules[first->rule];
        bool more = false, less = false, late = false;
        for (; i < effect->changed_count; i++) {
            const struct changed_finding *c = &effect->changed[i];
            if (c->type != first->type || c->subject != first->subject || c->rule != first->rule) break;
            bool adds = is_open(c->to) && is_settled(c->from);
            more = more || adds;
            late = late || (c->to == STATUS_MISSED && is_settled(c->from));
            less = less || ((is_open(c->from) || c->from == STATUS_MISSED) && is_settled(c->to));
            if (adds) note_day(rule, c->by_to);
        }
        rule->more += more;
        rule->late += late && !more;
        rule->less += less && !more;
        if (first->type != SUBJECT_PUPIL) continue;
        effect->pupils_changed += first->subject != last_pupil;
        last_pupil = first->subject;
    }
}

static size_t on_roll(const struct roster *roster) {
    size_t count = 0;
    for (size_t i = 0; i < roster->pupil_count; i++) count += roster->pupils[i].on_roll;
    return count;
}

/* ---- all ---- */

static bool school_with(struct arena *arena, const struct school *school, const struct named_policy *side, struct school *out, struct err *err) {
    *out = *school;
    out->policy = side->policy;
    out->hatch = side->set->hatch;
    return program_compile(arena, side->policy, &out->program, err);
}

static bool judge(struct effecting *e, const struct policy_pair *pair, const struct tick *tick, struct err *err) {
    struct school *schools[2];
    struct position_request requests[2];
    const struct named_policy *sides[] = { &pair->a, &pair->b };
    for (int s = 0; s < 2; s++) {
        schools[s] = arena_new(e->arena, struct school);
        if (!school_with(e->arena, pair->school, sides[s], schools[s], err)) return false;
        e->sides[s].whole = e;
        e->sides[s].index = s;
        requests[s] = (struct position_request){ .as_of = e->out->day, .each = take, .self = &e->sides[s], .tick = tick };
    }
    return position_judge_all(e->arena, schools, requests, 2, e->out->positions, err);
}

bool policy_effect_judge(struct arena *arena, const struct policy_pair *pair, struct date day, const struct tick *tick,
                         struct policy_effect **out, struct err *err) {
    struct effecting e = { .arena = arena, .out = arena_new(arena, struct policy_effect) };
    struct ruling_snooze *snoozes;
    e.out->day = day;
    if (!ruling_snoozes(pair->school->db, arena, day, &snoozes, &e.snooze_count, err)) return false;
    e.snoozes = snoozes;
    gather_rules(&e, pair->a.policy, pair->b.policy);
    gather_roles(&e, pair->a.policy, pair->b.policy);
    bool fine = judge(&e, pair, tick, err);
    if (fine) {
        struct joining j = { .e = &e };
        join(&j);
        e.out->changed = j.list;
        e.out->changed_count = j.count;
        count_people(e.out);
        e.out->pupils = on_roll(e.out->positions[0]->roster);
        *out = e.out;
    }
    buf_free(&e.sides[0].items);
    buf_free(&e.sides[1].items);
    return fine;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain_variant - the reference evaluator: which variants of a rule a pupil may be under, and one answer from several.
 * Owns:  nothing.
 * Must not know: windows, terms, records.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/plain_priv.h"

/* ---- the guards ---------------------------------------------------------------------------------------------------------- */

/* The variants that are possible, the rule itself as 0, and what is missing to say more. */
struct choice {
    uint32_t variants[PLAIN_VARIANTS];
    size_t count;
    struct plain_lacks lacks;
};

static enum plain_answer guard_says(const struct plain_case *c, const struct overlay *overlay,
                                    struct plain_lacks *lacks) {
    struct date as_of = c->run->judging->as_of;
    enum plain_answer answer = PLAIN_NO;
    for (size_t i = 0; i < overlay->guard_count; i++) {
        enum plain_answer one = plain_on_facts(c, &overlay->guards[i], as_of, NULL);
        if (one > answer) answer = one;
    }
    for (size_t i = 0; answer == PLAIN_NOT_KNOWN && i < overlay->guard_count; i++)
        plain_on_facts(c, &overlay->guards[i], as_of, lacks);
    return answer;
}

static void choose(const struct plain *run, const struct plain_subject *subject, uint32_t rule, struct choice *out) {
    const struct rule *r = &run->policy->rules[rule];
    *out = (struct choice){ .lacks.arena = run->scratch };
    uint32_t yes = 0, open = 0;
    struct plain_case c = { .run = run, .subject = subject, .rule = rule, .first = run->judging->as_of,
                            .last = run->judging->as_of };
    for (uint32_t i = 0; subject->type == SUBJECT_PUPIL && i < run->policy->overlay_count; i++) {
        if (!(r->overlays >> i & 1)) continue;
        enum plain_answer answer = guard_says(&c, &run->policy->overlays[i], &out->lacks);
        if (answer == PLAIN_YES) yes |= UINT32_C(1) << i;
        if (answer == PLAIN_NOT_KNOWN) open |= UINT32_C(1) << i;
    }
    for (uint32_t v = 0; v <= r->variant_count; v++) {
        uint32_t mask = v ? r->variants[v - 1].overlays : 0;
        if ((yes & ~mask) == 0 && (mask & ~(yes | open)) == 0) out->variants[out->count++] = v;
    }
    if (out->count == 0) out->variants[out->count++] = 0; /* nobody should be here */
}

bool plain_guards_name(const struct plain_case *c, int32_t fact) {
    const struct policy *policy = c->run->policy;
    for (uint32_t i = 0; i < policy->overlay_count; i++) {
        if (!(policy->rules[c->rule].overlays >> i & 1)) continue;
        if (plain_names(policy->overlays[i].guards, policy->overlays[i].guard_count, fact)) return true;
    }
    return false;
}

/* ---- one answer from several ------------------------------------------------------------------------------------------------ */

/* From what asks for least to what asks for most. */
static int weight(const struct finding *f) {
    switch (f->status) {
    case STATUS_NOT_APPLICABLE: return 0;
    case STATUS_MET: return 1;
    case STATUS_ON_TRACK: return 2;
    case STATUS_WAIVED: return 3;
    default: break;
    }
    switch (f->underlying) {
    case STATUS_DUE_SOON: return 4;
    case STATUS_OVERDUE: return 5;
    case STATUS_MISSED: return 6;
    default: return 7;
    }
}

static int by_place(const void *a, const void *b) {
    const struct missing *left = a, *right = b;
    bool left_fact = left->kind < 0, right_fact = right->kind < 0;
    if (left_fact != right_fact) return left_fact ? -1 : 1;
    if (left->activity != right->activity) return left->activity < right->activity ? -1 : 1;
    return (left->field > right->field) - (left->field < right->field);
}

/* The guard's data among what is missing already. */
static void add_lacks(struct finding *f, const struct plain_lacks *lacks) {
    struct missing all[2 * FINDING_EVIDENCE];
    uint32_t kept = f->missing_count < FINDING_EVIDENCE ? f->missing_count : FINDING_EVIDENCE, count = kept;
    memcpy(all, f->missing, kept * sizeof *all);
    for (size_t i = 0; i < lacks->count && count < COUNT_OF(all); i++) {
        bool there = false;
        for (uint32_t k = 0; k < count; k++) there = there || by_place(&all[k], &lacks->at[i]) == 0;
        if (!there) all[count++] = lacks->at[i];
    }
    qsort(all, count, sizeof *all, by_place);
    f->missing_count += count - kept;
    memset(f->missing, 0, sizeof f->missing);
    memcpy(f->missing, all, (count < FINDING_EVIDENCE ? count : FINDING_EVIDENCE) * sizeof *all);
}

static enum fix fix_of_doubt(const struct plain_said *said) {
    const struct rule_version *v = said->instance->rule->version;
    if (v->force == FORCE_MAY || said->finding.status == STATUS_WAIVED) return FIX_NONE;
    if (plain_is_negative(v->force) || said->instance->is_dateless || v->when.same_record) return FIX_RECORD;
    bool gone = said->finding.status == STATUS_UNKNOWN && said->finding.underlying == STATUS_MISSED;
    return gone ? FIX_RECORD : FIX_RECORD_OR_ADD;
}

static enum severity_level severity_of_doubt(const struct rule_version *v) {
    if (v->force == FORCE_MAY) return LEVEL_INFO;
    bool weak = v->force == FORCE_SHOULD || v->force == FORCE_SHOULD_NOT;
    int top = v->top_level >= 0 ? v->top_level : weak ? LEVEL_MEDIUM : LEVEL_HIGH;
    return top - 1 < LEVEL_INFO ? LEVEL_INFO : (enum severity_level)(top - 1);
}

/* What weighs most, with the doubt whether it is so. */
static void put_in_doubt(struct plain_said *said, const struct plain_lacks *lacks) {
    struct finding *f = &said->finding;
    if (f->status == STATUS_NOT_APPLICABLE) return;
    f->who_unknown = true;
    if (f->status == STATUS_MET) return;
    if (f->status != STATUS_ON_TRACK && f->status != STATUS_WAIVED) {
        f->status = STATUS_UNKNOWN;
        f->satisfied = false;
        f->since = f->met_on = DATE_NONE;
        f->late_days = 0;
        f->severity = severity_of_doubt(said->instance->rule->version);
    }
    add_lacks(f, lacks);
    f->fix = fix_of_doubt(said);
}

/* All answers with one key, in the order of their variants. */
static struct plain_said one_of(const struct plain *run, const struct plain_saying *group, const struct choice *choice) {
    struct plain_said out = group->at[0];
    struct date next = DATE_NONE;
    bool same = group->count == choice->count;
    for (size_t i = 0; i < group->count; i++) {
        const struct finding *f = &group->at[i].finding, *first = &group->at[0].finding;
        same = same && f->status == first->status && f->underlying == first->underlying;
        next = date_min(next, f->next_change);
        if (weight(f) > weight(&out.finding)) out = group->at[i];
    }
    if (group->count < choice->count) next = date_add_days(run->judging->as_of, 1); /* the others may get it any day */
    if (same) out = group->at[0];
    else put_in_doubt(&out, &choice->lacks);
    out.finding.next_change = next;
    return out;
}

/* ---- a rule ---------------------------------------------------------------------------------------------------------------- */

static void say(const struct plain *run, struct plain_saying *saying, struct plain_said said) {
    if (saying->count == saying->room) {
        size_t room = saying->room ? saying->room * 2 : 16;
        struct plain_said *wider = arena_array(run->scratch, struct plain_said, room);
        if (saying->count) memcpy(wider, saying->at, saying->count * sizeof *wider);
        saying->at = wider;
        saying->room = room;
    }
    saying->at[saying->count++] = said;
}

static void judge_variant(const struct plain *run, const struct plain_subject *subject, uint32_t rule, uint32_t variant,
                          struct plain_saying *out) {
    struct plain_sifted sifted = plain_rule(run, subject, rule, variant);
    for (size_t i = 0; i < sifted.instances.count; i++) {
        struct plain_said said = { .instance = &sifted.instances.at[i] };
        plain_finding(said.instance, sifted.next_opens, &said.finding);
        say(run, out, said);
    }
}

static int by_opens_and_key(const void *a, const void *b) {
    const struct plain_said *left = a, *right = b;
    if (left->finding.opens.day != right->finding.opens.day)
        return left->finding.opens.day < right->finding.opens.day ? -1 : 1;
    return strcmp(left->finding.instance, right->finding.instance);
}

struct plain_saying plain_judge_rule(const struct plain *run, const struct plain_subject *subject, uint32_t rule) {
    struct plain_saying all = { 0 }, out = { 0 };
    struct choice choice;
    choose(run, subject, rule, &choice);
    for (size_t i = 0; i < choice.count; i++) judge_variant(run, subject, rule, choice.variants[i], &all);
    if (choice.count == 1) return all;
    for (size_t i = 0; i < all.count; i++) {
        struct plain_saying group = { 0 };
        bool taken = false;
        for (size_t k = 0; k < all.count; k++) {
            if (strcmp(all.at[k].finding.instance, all.at[i].finding.instance) != 0) continue;
            taken = taken || k < i;
            say(run, &group, all.at[k]);
        }
        if (!taken) say(run, &out, one_of(run, &group, &choice));
    }
    if (out.count) qsort(out.at, out.count, sizeof *out.at, by_opens_and_key);
    return out;
}

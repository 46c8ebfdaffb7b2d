/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain - the reference evaluator: the loop over subjects, rules and instances.
 * Owns:  nothing but scratch memory.
 * Must not know: programs, masks, slots; it shares no code with the pass.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/plain_priv.h"

/* ---- the instances that are judged -------------------------------------------------------------------------------------- */

static int by_from(const void *a, const void *b) {
    const struct date *left = a, *right = b;
    return (left->day > right->day) - (left->day < right->day);
}

/* The first days of the cuts of a version: its own, and every step of every parameter within it. */
static struct date *cuts_of(const struct plain *run, struct date first, struct date last, size_t *count) {
    const struct policy *policy = run->policy;
    size_t room = 1;
    for (size_t i = 0; i < policy->param_count; i++) room += policy->params[i].step_count;
    struct date *cuts = arena_array(run->scratch, struct date, room);
    cuts[0] = first;
    *count = 1;
    for (size_t i = 0; i < policy->param_count; i++) {
        for (size_t j = 1; j < policy->params[i].step_count; j++) {
            struct date from = policy->params[i].steps[j].from;
            if (date_after(from, first) && !date_after(from, last)) cuts[(*count)++] = from;
        }
    }
    qsort(cuts, *count, sizeof *cuts, by_from);
    return cuts;
}

/* The rule and the policy reach the deadline (or the as-of day where there is none). */
static bool is_in_force(const struct plain_case *c, struct date day) {
    bool review = c->version->when.op == WINDOW_REVIEW; /* D15 */
    if (!review && date_before(day, policy_begins(c->run->policy))) return false;
    if (date_before(day, c->version->from)) return false;
    return !date_after(day, c->version->ends);
}

/* And so does the cut. */
static bool is_governed(const struct plain_case *c, const struct plain_instance *instance) {
    bool now = instance->is_state || instance->is_dateless || !date_known(instance->deadline);
    struct date day = now ? c->run->judging->as_of : instance->deadline;
    return !date_before(day, c->first) && !date_after(day, c->last) && is_in_force(c, day);
}

static void append(const struct plain *run, struct plain_instances *all, const struct plain_instance *instance) {
    if (all->count == all->room) {
        size_t room = all->room ? all->room * 2 : 16;
        struct plain_instance *at = arena_array(run->scratch, struct plain_instance, room);
        if (all->count) memcpy(at, all->at, all->count * sizeof *at);
        all->at = at;
        all->room = room;
    }
    all->at[all->count++] = *instance;
}

static const struct plain_instance *find(const struct plain_instances *all, const char *key) {
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->at[i].key, key) == 0) return &all->at[i];
    }
    return NULL;
}

/* Windows with one instance: by another age or year it is the same duty under another key. */
static bool is_single(const struct plain_instance *instance) {
    switch (instance->rule->version->when.op) {
    case WINDOW_BY_AGE:
    case WINDOW_FURTHER_BY_AGE:
    case WINDOW_BY_END_OF_YEAR:
    case WINDOW_BEFORE_YEAR:
    case WINDOW_OVER_YEARS: return true;
    default: return false;
    }
}

static const struct plain_instance *find_old(const struct plain_instances *before, const struct plain_instance *now) {
    if (before->count == 1 && is_single(now) && is_single(&before->at[0])) return &before->at[0];
    return find(before, now->key);
}

static void keep(const struct plain *run, struct plain_instances *all, const struct plain_instance *instance) {
    if (!find(all, instance->key)) append(run, all, instance); /* the earlier word stays */
}

/* beyond: the instances of the cut before whose deadline lies after it; afterwards those of this one. */
static void add_cut(const struct plain_case *cut, struct plain_instances *beyond, struct plain_instances *all) {
    struct plain_case *c = arena_new(cut->run->scratch, struct plain_case);
    struct plain_instances made = { 0 }, before = *beyond;
    *beyond = (struct plain_instances){ 0 };
    *c = *cut;
    plain_windows(c, &made);
    plain_build(c);
    for (size_t i = 0; i < made.count; i++) {
        const struct plain_instance *instance = &made.at[i];
        bool dated = !instance->is_state && !instance->is_dateless && date_known(instance->deadline);
        if (is_governed(c, instance)) keep(cut->run, all, instance);
        else if (dated && date_after(instance->deadline, c->last)) append(cut->run, beyond, instance);
        else if (dated && date_before(instance->deadline, c->first)) {
            /* too early for this cut, too late for the one before: nothing has come to govern it since */
            const struct plain_instance *old = find_old(&before, instance);
            if (old && is_in_force(old->rule, old->deadline)) keep(cut->run, all, old);
        }
    }
}

static void add_version(const struct plain *run, const struct plain_subject *subject, const struct plain_case *whose,
                        uint32_t version, struct plain_instances *beyond, struct plain_instances *all) {
    size_t version_count;
    const struct rule_version *versions = rule_versions(&run->policy->rules[whose->rule], whose->variant, &version_count);
    const struct rule_version *v = &versions[version];
    if (v->subject != subject->type) {
        *beyond = (struct plain_instances){ 0 };
        return;
    }
    struct date first = v->governs_from, last = DATE_NONE;
    bool more = version + 1 < version_count && date_after(versions[version + 1].governs_from, first); /* a keep begins anew */
    if (more) last = date_add_days(versions[version + 1].governs_from, -1);
    size_t count;
    struct date *cuts = cuts_of(run, first, last, &count);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && date_same(cuts[i], cuts[i - 1])) continue;
        struct plain_case c = { .run = run, .subject = subject, .rule = whose->rule, .variant = whose->variant, .version = v,
                                .version_index = version, .first = cuts[i], .last = last };
        size_t next = i + 1;
        while (next < count && date_same(cuts[next], cuts[i])) next++;
        if (next < count) c.last = date_add_days(cuts[next], -1);
        add_cut(&c, beyond, all);
    }
}

static bool is_judged(const struct plain *run, const struct plain_instance *instance) {
    struct date as_of = run->judging->as_of;
    if (instance->is_dateless) return true;
    if (date_after(instance->opens, as_of)) return false;
    return run->judging->past || !date_before(instance->late_until, date_add_months(as_of, -12));
}

/* A pupil who has left, or has yet to come, concerns only rules that speak of it. */
static bool is_asked(const struct plain *run, const struct plain_subject *subject, const struct plain_case *c) {
    const struct known_facts *known = &run->kinds->known;
    enum window_op op = c->version->when.op;
    if (subject->batch->erased && op != WINDOW_KEPT && op != WINDOW_REVIEW) return false; /* K7 */
    if (subject->type != SUBJECT_PUPIL || run->judging->leavers || known->on_roll < 0) return true;
    if (plain_fact(run, subject, known->on_roll, run->judging->as_of) == 1) return true;
    const struct rule_version *v = c->version;
    return plain_names(v->who, v->who_count, known->on_roll) || plain_names(v->who, v->who_count, known->left_on);
}

static int by_opens_and_key(const void *a, const void *b) {
    const struct plain_instance *left = a, *right = b;
    if (left->opens.day != right->opens.day) return left->opens.day < right->opens.day ? -1 : 1;
    return strcmp(left->key, right->key);
}

struct plain_sifted plain_rule(const struct plain *run, const struct plain_subject *subject, uint32_t rule,
                               uint32_t variant) {
    const struct plain_case whose = { .rule = rule, .variant = variant };
    size_t version_count;
    struct plain_instances all = { 0 }, beyond = { 0 };
    struct plain_sifted out = { .next_opens = DATE_NONE };
    rule_versions(&run->policy->rules[rule], variant, &version_count);
    for (uint32_t v = 0; v < version_count; v++) add_version(run, subject, &whose, v, &beyond, &all);
    out.instances.at = arena_array(run->scratch, struct plain_instance, all.count);
    for (size_t i = 0; i < all.count; i++) {
        const struct plain_instance *instance = &all.at[i];
        bool ahead = !instance->is_state && !instance->is_dateless && date_after(instance->opens, run->judging->as_of);
        if (ahead) out.next_opens = date_min(out.next_opens, instance->opens);
        if (is_judged(run, instance) && is_asked(run, subject, instance->rule))
            out.instances.at[out.instances.count++] = *instance;
    }
    if (out.instances.count)
        qsort(out.instances.at, out.instances.count, sizeof *out.instances.at, by_opens_and_key);
    return out;
}

/* ---- subjects --------------------------------------------------------------------------------------------------------------- */

static int by_index(const void *a, const void *b) {
    const struct plain_record *left = a, *right = b;
    return (left->index > right->index) - (left->index < right->index);
}

struct plain_subject plain_subject(const struct plain *run, enum subject_type type, const struct batch *batch) {
    struct plain_subject subject = { .type = type, .batch = batch };
    bool by_person = type == SUBJECT_PUPIL || type == SUBJECT_STAFF;
    size_t most = by_person ? batch->participation_count : run->activities.count;
    struct plain_record *records = arena_array(run->scratch, struct plain_record, most);
    for (uint32_t i = 0; i < most; i++) {
        uint32_t index = by_person ? batch->participations[i].activity : i;
        const struct activity *activity = &run->activities.at[index];
        if (type == SUBJECT_ORGANISATION && activity->organisation != batch->subject) continue;
        records[subject.record_count++] =
            (struct plain_record){ index, activity, by_person ? &batch->participations[i] : NULL };
    }
    if (subject.record_count) qsort(records, subject.record_count, sizeof *records, by_index);
    subject.records = records;
    return subject;
}

static bool is_asked_for(const struct plain *run, uint32_t rule) {
    return run->policy->rules[rule].applies && (!run->judging->only_rules || run->judging->only_rules[rule]);
}

static bool is_measured(const struct plain *run, uint32_t rule) {
    return !run->judging->without_measures && is_asked_for(run, rule) && rule_is_measure(&run->policy->rules[rule]);
}

static bool hand_over(const struct plain *run, const struct finding *finding, const struct finding_sink *sink,
                      struct err *err) {
    if (finding->status == STATUS_NOT_APPLICABLE && !run->judging->not_applicable) return true;
    return !is_asked_for(run, finding->rule) || sink->take(sink->self, finding, err);
}

static bool judge_rule(struct plain *run, const struct plain_subject *subject, uint32_t rule,
                       const struct finding_sink *sink, struct err *err) {
    if (!run->policy->rules[rule].applies || rule_is_measure(&run->policy->rules[rule])) return true;
    if (run->judged && !run->judged[rule]) return true;
    struct plain_saying saying = plain_judge_rule(run, subject, rule);
    for (size_t i = 0; i < saying.count; i++) {
        bool counts = run->notes && saying.at[i].finding.status != STATUS_NOT_APPLICABLE;
        if (counts) plain_note(run->arena, run->notes, &saying.at[i].finding);
        if (!hand_over(run, &saying.at[i].finding, sink, err)) return false;
    }
    return true;
}

static bool judge_subject(struct plain *run, enum subject_type type, const struct batch *batch,
                          const struct finding_sink *sink, struct err *err) {
    const struct plain_subject subject = plain_subject(run, type, batch);
    for (uint32_t rule = 0; rule < run->policy->rule_count; rule++)
        if (!judge_rule(run, &subject, rule, sink, err)) return false;
    arena_reset(run->scratch);
    return true;
}

/* ---- the school, last of all, with what is measured ---------------------------------------------------------------------- */

static bool keep_finding(void *self, const struct finding *finding, struct err *err) {
    const struct plain *held = self;
    struct finding copy = *finding;
    (void)err;
    copy.words = str_copy(held->arena, finding->words);
    plain_note(held->arena, held->notes, &copy);
    return true;
}

static bool measure_rule(const struct plain *run, uint32_t rule, const struct finding_sink *sink, struct err *err) {
    struct measured measured;
    struct finding finding;
    bool said;
    if (!plain_measure(run, rule, &measured, &finding, &said, err)) return false;
    if (!said) return true;
    if (sink->measure && !sink->measure(sink->self, &measured, err)) return false;
    bool wanted = measured.source->has_least || measured.source->has_most;
    return !wanted || hand_over(run, &finding, sink, err);
}

/* Measures count the findings of all rules, so that those of the school wait until all are known. */
static bool judge_school(struct plain *run, const struct finding_sink *sink, struct err *err) {
    const struct batch school = { .facts = run->policy->school_facts };
    struct plain_notes kept = { 0 };
    struct plain holding = { .arena = run->arena, .notes = &kept };
    const struct finding_sink hold = { .self = &holding, .take = keep_finding };
    if (!judge_subject(run, SUBJECT_SCHOOL, &school, &hold, err)) return false;
    size_t next = 0;
    for (uint32_t rule = 0; rule < run->policy->rule_count; rule++) {
        if (is_measured(run, rule) && !measure_rule(run, rule, sink, err)) return false;
        for (; next < kept.count && kept.at[next].rule == rule; next++)
            if (!sink->take(sink->self, &kept.at[next], err)) return false;
    }
    return true;
}

/* The rules whose findings some measure counts are judged too, whether they are asked for or not. */
static void choose_rules(struct plain *run) {
    size_t count = run->policy->rule_count;
    bool *judged = arena_array(run->arena, bool, count);
    for (uint32_t rule = 0; rule < count; rule++) judged[rule] = judged[rule] || is_asked_for(run, rule);
    for (uint32_t rule = 0; rule < count; rule++) {
        if (!is_measured(run, rule)) continue;
        run->notes = run->notes ? run->notes : arena_new(run->arena, struct plain_notes);
        const struct rule *measure = &run->policy->rules[rule];
        for (size_t v = 0; v < measure->version_count; v++) {
            const struct measuring *m = measure->versions[v].measuring;
            const struct measured_side *sides[] = { &m->over, &m->of };
            for (size_t i = 0; i < COUNT_OF(sides); i++)
                for (size_t r = 0; sides[i]->things == MEASURED_FINDINGS && r < count; r++)
                    judged[r] = judged[r] || !sides[i]->rules || sides[i]->rules[r];
        }
    }
    run->judged = judged;
}

/* Organisations are asked about by the rules of others, so that they are read first and kept. */
static bool read_organisations(struct arena *arena, struct plain *run, struct err *err) {
    uint32_t fact_count = run->kinds->facts[SUBJECT_ORGANISATION].field_count;
    struct batch batch;
    size_t room = 0;
    int more;
    if (!run->feed->subjects(run->feed->self, SUBJECT_ORGANISATION, err)) return false;
    while ((more = run->feed->next(run->feed->self, &batch, err)) > 0) {
        if (run->organisation_count == room) {
            struct batch *at = arena_array(arena, struct batch, room ? room * 2 : 16);
            if (room) memcpy(at, run->organisations, room * sizeof *at);
            run->organisations = at;
            room = room ? room * 2 : 16;
        }
        int64_t *facts = arena_array(arena, int64_t, fact_count);
        if (fact_count) memcpy(facts, batch.facts, fact_count * sizeof *facts);
        struct fact_step *steps = arena_array(arena, struct fact_step, batch.step_count);
        if (batch.step_count) memcpy(steps, batch.steps, batch.step_count * sizeof *steps);
        run->organisations[run->organisation_count++] = (struct batch){
            .subject = batch.subject, .facts = facts, .steps = steps, .step_count = batch.step_count };
    }
    return more == 0;
}

bool plain_open(struct arena *arena, struct arena *scratch, const struct policy *policy, const struct judging *judging,
                const struct feed *feed, const struct needs *needs, struct plain *out, struct err *err) {
    *out = (struct plain){ .arena = arena, .scratch = scratch, .policy = policy, .kinds = policy->kinds, .judging = judging, .feed = feed };
    if (!feed->activities(feed->self, needs, &out->activities, err)) return false;
    if (!feed->exemptions(feed->self, &out->exemptions, &out->exemption_count, err)) return false;
    return read_organisations(arena, out, err) && plain_read_persons(arena, out, err);
}

static bool judge_people(struct plain *run, enum subject_type type, const struct finding_sink *sink,
                         struct err *err) {
    struct batch batch;
    int more;
    if (!run->feed->subjects(run->feed->self, type, err)) return false;
    while ((more = run->feed->next(run->feed->self, &batch, err)) > 0) {
        if (!judge_subject(run, type, &batch, sink, err)) return false;
    }
    return more == 0;
}

static bool judge_all(struct plain *run, const struct finding_sink *sink, struct err *err) {
    choose_rules(run);
    if (!judge_people(run, SUBJECT_PUPIL, sink, err) || !judge_people(run, SUBJECT_STAFF, sink, err)) return false;
    for (size_t i = 0; i < run->organisation_count; i++) {
        if (!judge_subject(run, SUBJECT_ORGANISATION, &run->organisations[i], sink, err)) return false;
    }
    return judge_school(run, sink, err);
}

bool plain_run(struct arena *arena, const struct policy *policy, const struct judging *judging, const struct feed *feed,
               const struct finding_sink *sink, struct err *err) {
    const struct needs needs = { .subjects = { true, true, true, true }, .only_subject = VALUE_NONE, .leavers = true };
    struct arena scratch = { 0 };
    struct plain run;
    bool done = plain_open(arena, &scratch, policy, judging, feed, &needs, &run, err) && judge_all(&run, sink, err);
    arena_free(&scratch);
    return done;
}

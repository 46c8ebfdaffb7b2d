/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain_change - the reference evaluator: the first later day on which the same records may give another answer.
 * Owns:  nothing.
 * Must not know: statuses.
 *
 * Earlier than needed costs a re-evaluation; later than needed would be a bug.
 */
#include "engine/plain_priv.h"

struct change {
    const struct plain_instance *instance;
    const struct plain_case *c;
    struct date as_of, next;
};

static void on(struct change *change, struct date day) {
    if (date_known(day) && date_after(day, change->as_of)) change->next = date_min(change->next, day);
}

static void after(struct change *change, struct date day) { on(change, date_add_days(day, 1)); }

static void of_dates(struct change *change, const struct finding *f) {
    on(change, f->lead);
    after(change, f->due);
    after(change, f->deadline);
    after(change, f->late_until);
    if (change->c->run->judging->past) return;
    struct date told = date_add_months(f->late_until, 12);
    after(change, told);
    after(change, date_add_days(told, 1)); /* seen from 29 February, twelve months ago is 28 February */
}

static void of_exemptions(struct change *change, const struct finding *f) {
    const struct plain *run = change->c->run;
    if (run->judging->ignore_exemptions) return;
    for (size_t i = 0; i < run->exemption_count; i++) {
        const struct exemption *e = &run->exemptions[i];
        if (e->subject_type != f->subject_type || e->subject != f->subject) continue;
        if (e->hold ? change->c->version->when.op != WINDOW_REVIEW : !rule_is_called(&run->policy->rules[f->rule], e->rule)) continue;
        on(change, e->from);
        after(change, e->ends);
    }
}

static struct date fact_date(const struct plain_case *c, int32_t fact) {
    int64_t value = fact < 0 ? VALUE_NONE : c->subject->batch->facts[fact];
    return value == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)value };
}

static bool names(const struct plain_case *c, int32_t fact) {
    const struct rule_version *v = c->version;
    return plain_names(v->who, v->who_count, fact) || plain_names(v->unless, v->unless_count, fact)
           || plain_guards_name(c, fact);
}

static void of_birthday(struct change *change) {
    struct date born = fact_date(change->c, change->c->run->kinds->known.dob);
    if (!date_known(born)) return;
    for (int age = 0; age < 300; age++) {
        struct date birthday = date_birthday(born, age, plain_leap_day(change->c->run));
        if (!date_after(birthday, change->as_of)) continue;
        on(change, birthday);
        return;
    }
}

static void of_facts(struct change *change) {
    const struct plain_case *c = change->c;
    const struct known_facts *known = &c->run->kinds->known;
    enum subject_type type = c->subject->type;
    if (c->version->hatch >= 0) after(change, change->as_of);
    if (type == SUBJECT_PUPIL) {
        on(change, fact_date(c, known->admitted_on));
        after(change, fact_date(c, known->left_on));
        if (names(c, known->year) || names(c, known->key_stage))
            on(change, school_year_start(school_year_of(change->as_of) + 1));
        if (names(c, known->age)) of_birthday(change);
        if (names(c, known->days_on_roll)) after(change, change->as_of);
    }
    if (type == SUBJECT_STAFF) {
        on(change, fact_date(c, known->started_on));
        after(change, fact_date(c, known->staff_left_on));
        if (names(c, known->days_in_post)) after(change, change->as_of);
    }
    if (type == SUBJECT_SCHOOL) return;
    for (uint32_t i = 0; i < c->subject->batch->step_count; i++) {
        const struct fact_step *step = &c->subject->batch->steps[i];
        if (c->run->kinds->facts[type].fields[step->fact].dated) on(change, step->from);
    }
}

static bool sees(const struct plain_node *leaf, const struct plain_record *record) {
    for (size_t i = 0; i < leaf->term->filter_count; i++) {
        if (plain_sees(&leaf->term->filters[i], record)) return true;
    }
    return false;
}

static void of_records(struct change *change) {
    const struct plain_case *c = change->c;
    const struct window *when = &c->version->when;
    bool anchored = when->op == WINDOW_WITHIN || when->op == WINDOW_AHEAD_OF;
    for (size_t i = 0; i < c->subject->record_count; i++) {
        const struct plain_record *record = &c->subject->records[i];
        if (anchored && when->anchor == ANCHOR_RECORD && plain_sees(&when->anchor_filter, record))
            on(change, record->activity->date);
        for (size_t j = 0; j < c->leaf_count; j++) {
            if (!sees(c->leaves[j], record)) continue;
            struct date day = plain_day(c, c->leaves[j], record);
            on(change, record->activity->date);
            on(change, day);
            bool state = when->op == WINDOW_ROLLING || when->op == WINDOW_ALWAYS;
            if (state && !date_after(day, change->as_of)) after(change, plain_until(c, record, day));
        }
    }
}

static void of_imports(struct change *change) {
    const struct plain_case *c = change->c;
    for (size_t i = 0; i < c->leaf_count; i++) {
        const struct term *term = c->leaves[i]->term;
        for (size_t j = 0; j < term->filter_count; j++) {
            uint32_t kind = (uint32_t)term->filters[j].kind;
            int32_t fresh = c->run->kinds->kinds[kind].fresh_days;
            if (fresh > 0) after(change, date_add_days(c->run->feed->complete_through(c->run->feed->self, kind), fresh));
        }
    }
}

/* Judged by the as-of day, not by a deadline. */
static void of_policy(struct change *change) {
    const struct policy *policy = change->c->run->policy;
    for (size_t i = 0; i < policy->param_count; i++) {
        for (size_t j = 0; j < policy->params[i].step_count; j++) on(change, policy->params[i].steps[j].from);
    }
    size_t count;
    const struct rule_version *versions = rule_versions(&policy->rules[change->c->rule], change->c->variant, &count);
    for (size_t i = 0; i < count; i++) on(change, versions[i].governs_from);
    after(change, change->c->version->ends);
}

struct date plain_next_change(const struct plain_instance *instance, const struct finding *finding, struct date next_opens) {
    struct change change = { .instance = instance, .c = instance->rule, .as_of = instance->rule->run->judging->as_of,
                             .next = DATE_NONE };
    of_dates(&change, finding);
    on(&change, next_opens);
    of_exemptions(&change, finding);
    of_facts(&change);
    of_records(&change);
    of_imports(&change);
    if (instance->is_state || !date_known(instance->deadline)) of_policy(&change);
    return change.next;
}

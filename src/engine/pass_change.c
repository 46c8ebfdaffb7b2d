/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_change - the first later day on which the same records may give another answer (policy language 8.7).
 * Owns:  nothing.
 * Must not know: statuses.
 *
 * Earlier than needed costs a judgement more; later than needed would be a bug.
 */
#include "engine/status.h"

struct change {
    int32_t as_of, next;
};

static void on(struct change *c, int64_t day) {
    if (day > c->as_of && day < c->next) c->next = (int32_t)day;
}

static void on_date(struct change *c, struct date day) { on(c, day.day); }
static void after(struct change *c, struct date day) {
    if (date_known(day)) on(c, (int64_t)day.day + 1);
}

int32_t change_of_dates(const struct engine *e, struct date lead, struct date due, struct date deadline,
                        struct date late_until) {
    struct change c = { e->as_of, INT32_MAX };
    on_date(&c, lead);
    after(&c, due);
    after(&c, deadline);
    after(&c, late_until);
    if (!e->judging->past) {
        after(&c, date_add_months(late_until, 12));
        after(&c, date_add_days(date_add_months(late_until, 12), 1)); /* seen from 29 February */
    }
    return c.next;
}

static void of_exemptions(const struct engine *e, struct change *c, const struct image_version *v) {
    if (e->judging->ignore_exemptions) return;
    for (size_t i = 0; i < e->exemption_count; i++) {
        const struct exemption *x = &e->exemptions[i];
        if (!status_exemption_names(e, v, x)) continue;
        on_date(c, x->from);
        after(c, x->ends);
    }
}

static struct date next_birthday(const struct engine *e) {
    struct date born = subject_date(&e->subject, e->subject.known->dob);
    if (!date_known(born)) return DATE_NONE;
    int age = date_age(born, e->judging->as_of, e->subject.leap);
    return date_birthday(born, age < -1 ? 0 : age + 1, e->subject.leap);
}

static void of_facts(const struct engine *e, struct change *c, const struct image_version *v) {
    const struct subject *s = &e->subject;
    const struct known_facts *k = s->known;
    if (s->type == SUBJECT_PUPIL) {
        on_date(c, subject_date(s, k->admitted_on));
        after(c, subject_date(s, k->left_on));
        if (v->names_year) on_date(c, e->next_september);
        if (v->names_age) on_date(c, next_birthday(e));
    } else if (s->type == SUBJECT_STAFF) {
        on_date(c, subject_date(s, k->started_on));
        after(c, subject_date(s, k->staff_left_on));
    }
    if (v->names_days || v->source->hatch >= 0) on(c, (int64_t)e->as_of + 1);
    if (s->type == SUBJECT_SCHOOL) return;
    for (uint32_t i = 0; i < s->batch->step_count; i++) {
        const struct fact_step *step = &s->batch->steps[i];
        if (e->kinds->facts[s->type].fields[step->fact].dated) on_date(c, step->from);
    }
}

static bool is_seen(const struct engine *e, const struct image_leaf *leaf, uint32_t kind, bool cancelled) {
    for (uint32_t i = 0; i < leaf->filter_count; i++) {
        const struct image_filter *filter = &e->program->filters[leaf->filters + i];
        if (filter->table == kind && (!cancelled || filter->source->names_cancelled)) return true;
    }
    return false;
}

static void of_leaf(const struct engine *e, struct change *c, const struct image_version *v,
                    const struct image_leaf *leaf) {
    bool state = v->when.op == WINDOW_ROLLING || v->when.op == WINDOW_ALWAYS;
    for (uint32_t k = 0; k < leaf->kind_count; k++) {
        uint32_t kind = leaf->kinds[k];
        const struct record *records = e->records.at + e->records.firsts[kind];
        for (uint32_t i = 0; i < e->records.counts[kind]; i++) {
            const struct activity *activity = record_activity(e, &records[i]);
            if (!is_seen(e, leaf, kind, activity->cancelled)) continue;
            int32_t day = slot_day(e, v, leaf, k, &records[i]);
            on_date(c, activity->date);
            on(c, day);
            if (state && day <= c->as_of) after(c, (struct date){ slot_until(e, v, kind, &records[i], day) });
        }
    }
}

static void of_anchors(const struct engine *e, struct change *c, const struct image_version *v) {
    const struct image_window *w = &v->when;
    if ((w->op != WINDOW_WITHIN && w->op != WINDOW_AHEAD_OF) || w->anchor != ANCHOR_RECORD) return;
    const struct image_filter *filter = &e->program->filters[w->anchor_filter];
    const struct record *records = e->records.at + e->records.firsts[filter->table];
    for (uint32_t i = 0; i < e->records.counts[filter->table]; i++) {
        const struct activity *activity = record_activity(e, &records[i]);
        if (!activity->cancelled || filter->source->names_cancelled) on_date(c, activity->date);
    }
}

int32_t change_of_records(const struct engine *e, const struct image_version *v) {
    struct change c = { e->as_of, INT32_MAX };
    for (uint32_t i = 0; i < v->leaf_count; i++) of_leaf(e, &c, v, &e->program->leaves[v->leaves + i]);
    of_anchors(e, &c, v);
    return c.next;
}

static void of_imports(const struct engine *e, struct change *c, const struct image_version *v) {
    for (uint32_t i = 0; i < v->leaf_count; i++) {
        const struct image_leaf *leaf = &e->program->leaves[v->leaves + i];
        for (uint32_t k = 0; k < leaf->kind_count; k++) {
            struct date through = e->complete_through[leaf->kinds[k]];
            int32_t fresh = e->kinds->kinds[leaf->kinds[k]].fresh_days;
            if (fresh > 0) after(c, date_add_days(through, fresh));
        }
    }
}

/* Judged by the as-of day, not by a deadline. */
static void of_policy(const struct engine *e, struct change *c, const struct image_version *v) {
    for (size_t i = 0; i < e->policy->param_count; i++) {
        const struct param *param = &e->policy->params[i];
        for (size_t j = 0; j < param->step_count; j++) on_date(c, param->steps[j].from);
    }
    size_t count;
    const struct rule_version *versions = rule_versions(&e->policy->rules[v->rule], v->variant, &count);
    for (size_t i = 0; i < count; i++) on_date(c, versions[i].governs_from);
    after(c, v->source->ends);
}

struct date change_next(const struct engine *e, const struct judgement *j, struct date next_opens) {
    const struct image_version *v = j->version;
    const struct finding *f = j->finding;
    struct change c = { e->as_of, j->change_of_dates };
    if (j->instance->state) c.next = change_of_dates(e, f->lead, f->due, f->deadline, f->late_until);
    on_date(&c, next_opens);
    of_exemptions(e, &c, v);
    of_facts(e, &c, v);
    on(&c, j->slots->change_of_records);
    of_imports(e, &c, v);
    if (j->instance->state || !date_known(j->instance->deadline)) of_policy(e, &c, v);
    return (struct date){ c.next };
}

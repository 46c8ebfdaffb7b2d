/* SPDX-License-Identifier: GPL-3.0-or-later
 * measure - what the pass counts for measures while it judges.
 * Owns:  the tallies, by measure and group.
 * Must not know: windows of rules, where figures go.
 */
#include "engine/measure.h"

#include <stdio.h>
#include <string.h>

#include "engine/measure_say.h"

/* What is looked up of organisations: one fact. */
struct known_organisations {
    int64_t *keys;   /* ascending */
    int64_t *values; /* [organisation][fact] */
    uint32_t count, key_room, value_room;
};

struct measures {
    struct weighed *at;
    uint32_t count;
    bool *judged;
    bool any_organisation;
    struct known_organisations organisations;
    uint32_t fact_count;  /* of organisations */
    struct slots slots;
    int64_t *values;      /* scratch: of one member, by fact */
};

/* ---- which measures ---------------------------------------------------------------------------------------------- */

static bool is_in_force(const struct engine *e, const struct image_measure *image) {
    const struct image_version *v = &image->counting;
    struct date as_of = e->judging->as_of;
    if (date_before(as_of, v->governs_from) || date_after(as_of, v->governs_to)) return false;
    if (date_before(as_of, v->source->from) || date_after(as_of, v->source->ends)) return false;
    return !date_before(as_of, e->begins);
}

/* The last part of the calendar that has begun. */
static bool newest_part(const struct engine *e, const struct calendar_part *parts, size_t count, struct weighed *w) {
    char year[SCHOOL_YEAR_SIZE];
    size_t begun = 0;
    while (begun < count && !date_after(parts[begun].opens, e->judging->as_of)) begun++;
    if (begun == 0) return false;
    const struct calendar_part *part = &parts[begun - 1];
    school_year_name(part->school_year, year);
    if (part->half) snprintf(w->key, sizeof w->key, "%s %s %d", year, term_name(part->term), part->half);
    else snprintf(w->key, sizeof w->key, "%s %s", year, term_name(part->term));
    w->from = part->opens;
    w->to = part->closes;
    return true;
}

static bool set_window(const struct engine *e, struct weighed *w) {
    struct date as_of = e->judging->as_of;
    const struct calendar_part *parts;
    char year[SCHOOL_YEAR_SIZE];
    size_t count;
    switch (w->image->counting.source->when.op) {
    case WINDOW_EACH_TERM:
        parts = calendar_terms(e->judging->calendar, &count);
        return newest_part(e, parts, count, w);
    case WINDOW_EACH_HALF_TERM:
        parts = calendar_half_terms(e->judging->calendar, &count);
        return newest_part(e, parts, count, w);
    case WINDOW_ROLLING:
    case WINDOW_ALWAYS:
        snprintf(w->key, sizeof w->key, "now");
        w->from = DATE_FIRST;
        w->to = DATE_NONE;
        if (w->image->counting.source->when.op == WINDOW_ALWAYS) return true;
        w->from = engine_before(e, as_of, w->image->length);
        w->to = as_of;
        return true;
    default: break;
    }
    w->from = school_year_start(school_year_of(as_of));
    w->to = school_year_end(school_year_of(as_of));
    snprintf(w->key, sizeof w->key, "%s", school_year_name(school_year_of(as_of), year));
    return true;
}

static void judge_counted(struct measures *ms, const struct engine *e, const struct measured_side *side) {
    if (side->things != MEASURED_FINDINGS) return;
    for (size_t r = 0; r < e->policy->rule_count; r++) ms->judged[r] = ms->judged[r] || !side->rules || side->rules[r];
}

void measures_start(struct measures **out, struct engine *e) {
    const struct program *program = e->program;
    struct measures *ms = arena_new(e->arena, struct measures);
    *out = NULL;
    ms->at = arena_array(e->arena, struct weighed, program->measure_count);
    ms->judged = arena_array(e->arena, bool, e->policy->rule_count);
    ms->fact_count = e->kinds->facts[SUBJECT_ORGANISATION].field_count;
    for (size_t r = 0; r < e->policy->rule_count; r++) ms->judged[r] = !e->judging->only_rules || e->judging->only_rules[r];
    size_t most = 0;
    for (uint32_t i = 0; i < program->measure_count; i++) {
        struct weighed w = { .image = &program->measures[i], .m = program->measures[i].counting.source->measuring };
        bool asked = !e->judging->only_rules || e->judging->only_rules[w.image->counting.rule];
        if (!asked) continue;
        judge_counted(ms, e, &w.m->over);
        judge_counted(ms, e, &w.m->of);
        if (!is_in_force(e, w.image) || !set_window(e, &w)) continue;
        if (w.m->by_count > most) most = w.m->by_count;
        w.all.value = VALUE_NONE;
        w.facts = arena_array(e->arena, struct by_fact, w.m->by_count);
        for (size_t k = 0; k < w.m->by_count; k++) ms->any_organisation = ms->any_organisation || w.m->by[k].of_organisation;
        ms->at[ms->count++] = w;
    }
    ms->values = arena_array(e->arena, int64_t, most);
    if (ms->count) *out = ms;
}

const bool *measures_rules(const struct measures *ms) { return ms->judged; }

uint32_t measures_count(const struct measures *ms) { return ms->count; }

uint32_t measures_rule(const struct measures *ms, uint32_t index) { return ms->at[index].image->counting.rule; }

bool measures_want(const struct measures *ms, enum subject_type type) {
    if (type == SUBJECT_SCHOOL) return true;
    for (uint32_t i = 0; i < ms->count; i++)
        if (ms->at[i].m->over.things == MEASURED_SUBJECTS && ms->at[i].m->over.subject == type) return true;
    return false;
}

bool measures_want_leavers(const struct measures *ms) {
    for (uint32_t i = 0; i < ms->count; i++)
        if (ms->at[i].image->everybody) return true;
    return false;
}

void measures_list(const struct measures *ms, const struct program *program, bool *is_listed) {
    for (uint32_t i = 0; i < ms->count; i++) {
        const struct image_measure *image = ms->at[i].image;
        for (uint32_t l = 0; l < image->counting.leaf_count; l++) {
            const struct image_leaf *leaf = &program->leaves[image->counting.leaves + l];
            for (uint32_t f = 0; f < leaf->filter_count; f++) is_listed[leaf->filters + f] = true;
        }
        for (uint32_t f = 0; f < image->of_count; f++) is_listed[image->of + f] = true;
    }
}

/* ---- tallies ----------------------------------------------------------------------------------------------------- */

static struct group *group_of(struct engine *e, struct by_fact *fact, int64_t value) {
    uint32_t low = 0, high = fact->count;
    if (value == VALUE_NONE) return &fact->unplaced;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (fact->at[middle].value < value) low = middle + 1;
        else high = middle;
    }
    if (low < fact->count && fact->at[low].value == value) return &fact->at[low];
    fact->at = engine_grow(e, fact->at, fact->count, &fact->room, (size_t)fact->count + 1, sizeof *fact->at);
    memmove(&fact->at[low + 1], &fact->at[low], (fact->count - low) * sizeof *fact->at);
    fact->at[low] = (struct group){ .value = value };
    fact->count++;
    return &fact->at[low];
}

/* over is never ANSWERED_NO. */
static void put(struct engine *e, struct weighed *w, int over, int of, const int64_t *values) {
    bool sure = over == ANSWERED_YES;
    (sure ? w->all.sure : w->all.doubtful)[of]++;
    for (size_t k = 0; k < w->m->by_count; k++) {
        struct group *group = group_of(e, &w->facts[k], values[k]);
        (sure ? group->sure : group->doubtful)[of]++;
    }
}

/* ---- findings ---------------------------------------------------------------------------------------------------- */

static bool is_inside(const struct engine *e, const struct weighed *w, const struct finding *f) {
    size_t count;
    const struct rule_version *v = &rule_versions(&e->policy->rules[f->rule], f->variant, &count)[f->version];
    if (v->when.op == WINDOW_ROLLING || v->when.op == WINDOW_ALWAYS || f->opens.day == DATE_NONE.day) return true;
    return f->opens.day <= w->to.day && f->deadline.day >= w->from.day;
}

static int finding_is(const struct measured_side *side, const struct finding *f) {
    uint32_t now = 1u << f->status, later = 1u << STATUS_MET | 1u << f->underlying;
    if (side->statuses & now) return ANSWERED_YES;
    if (f->status != STATUS_UNKNOWN) return ANSWERED_NO;
    return (side->statuses & later) || f->underlying == STATUS_UNKNOWN ? ANSWERED_NOT_KNOWN : ANSWERED_NO;
}

static bool is_of_rules(const struct measured_side *side, const struct finding *f) { return !side->rules || side->rules[f->rule]; }

void measures_note(struct measures *ms, const struct engine *e, const struct finding *f) {
    if (f->status == STATUS_NOT_APPLICABLE) return;
    for (uint32_t i = 0; i < ms->count; i++) {
        struct weighed *w = &ms->at[i];
        const struct measuring *m = w->m;
        if (m->over.things == MEASURED_FINDINGS) {
            if (!is_of_rules(&m->over, f)) continue;
            int over = finding_is(&m->over, f), of = ANSWERED_YES;
            if (m->has_of) of = is_of_rules(&m->of, f) ? finding_is(&m->of, f) : ANSWERED_NO;
            if (over == ANSWERED_NO || !is_inside(e, w, f)) continue;
            (over == ANSWERED_YES ? w->all.sure : w->all.doubtful)[of]++;
            w->stale = w->stale || f->stale;
        } else if (m->has_of && m->of.things == MEASURED_FINDINGS && f->subject_type == m->over.subject && !e->subject.batch->erased) {
            if (!is_of_rules(&m->of, f) || !is_inside(e, w, f)) continue;
            int of = finding_is(&m->of, f);
            if (of > w->now.answer) w->now.answer = of;
            w->now.seen = true;
            w->now.sure = w->now.sure || !f->who_unknown;
            w->now.stale = w->now.stale || f->stale;
        }
    }
}

/* ---- subjects and records ---------------------------------------------------------------------------------------- */

static struct instance window_of(const struct weighed *w) {
    return (struct instance){ .version = &w->image->counting, .opens = w->from, .deadline = w->to, .late_until = w->to,
                              .counts_from = w->from, .sure_until = DATE_NONE,
                              .who_by = w->to, .anchor = -1, .anchor_day = DATE_NONE, .anchor_answer = ANSWERED_YES };
}

static const struct items *records_in(struct measures *ms, struct engine *e, const struct weighed *w) {
    struct instance window = window_of(w);
    slots_clear(&ms->slots);
    slots_fill(e, &window, &ms->slots);
    return &ms->slots.at[0].items;
}

static int has_record(struct measures *ms, struct engine *e, const struct weighed *w) {
    records_in(ms, e, w);
    const struct tally *tally = &ms->slots.at[0].tally;
    return tally->certain > 0 ? ANSWERED_YES : tally->possible > 0 ? ANSWERED_NOT_KNOWN : ANSWERED_NO;
}

static void weigh_one(struct measures *ms, struct engine *e, struct weighed *w) {
    const struct image_measure *image = w->image;
    const struct measuring *m = w->m;
    struct date as_of = e->judging->as_of;
    int over = subject_any(&e->subject, image->counting.who, image->counting.who_count, as_of), of = ANSWERED_YES;
    if (over == ANSWERED_NO) return;
    if (m->has_of && m->of.things == MEASURED_FINDINGS) {
        if (!w->now.seen) return;
        if (!w->now.sure) over = ANSWERED_NOT_KNOWN;
        of = w->now.answer;
        w->stale = w->stale || w->now.stale;
    } else if (m->has_of && m->of.things == MEASURED_RECORDS) {
        of = has_record(ms, e, w);
    } else if (m->has_of) {
        of = subject_any(&e->subject, image->of, image->of_count, as_of);
    }
    for (size_t k = 0; k < m->by_count; k++) ms->values[k] = subject_fact(&e->subject, m->by[k].field, as_of);
    put(e, w, over, of, ms->values);
}

void measures_weigh_subject(struct measures *ms, struct engine *e) {
    for (uint32_t i = 0; i < ms->count; i++) {
        struct weighed *w = &ms->at[i];
        if (w->m->over.things != MEASURED_SUBJECTS || w->m->over.subject != e->subject.type) continue;
        weigh_one(ms, e, w);
        w->now = (struct seen_findings){ .answer = ANSWERED_NO };
    }
}

void measures_add_organisation(struct measures *ms, struct engine *e, const struct batch *batch) {
    struct known_organisations *o = &ms->organisations;
    if (!ms->any_organisation) return;
    o->keys = engine_grow(e, o->keys, o->count, &o->key_room, (size_t)o->count + 1, sizeof *o->keys);
    size_t used = (size_t)o->count * ms->fact_count;
    o->values = engine_grow(e, o->values, used, &o->value_room, used + ms->fact_count, sizeof *o->values);
    subject_set(&e->subject, SUBJECT_ORGANISATION, batch);
    for (uint32_t f = 0; f < ms->fact_count; f++) o->values[used + f] = subject_fact(&e->subject, (int32_t)f, e->judging->as_of);
    o->keys[o->count++] = batch->subject;
}

static int64_t organisation_value(const struct measures *ms, int64_t key, int32_t fact) {
    const struct known_organisations *o = &ms->organisations;
    uint32_t low = 0, high = o->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (o->keys[middle] < key) low = middle + 1;
        else high = middle;
    }
    if (low == o->count || o->keys[low] != key) return VALUE_NONE;
    return o->values[(size_t)low * ms->fact_count + (uint32_t)fact];
}

static int answer_of(const struct engine *e, const struct image_measure *image, const struct record *record) {
    uint32_t kind = record_activity(e, record)->kind;
    int best = ANSWERED_NO;
    for (uint32_t f = 0; f < image->of_count; f++) {
        const struct image_filter *filter = &e->program->filters[image->of + f];
        int answer = filter->table == kind ? mask_answer(filter, e->records.words + record->words) : ANSWERED_NO;
        if (answer > best) best = answer;
    }
    return best;
}

static void weigh_records(struct measures *ms, struct engine *e, struct weighed *w) {
    const struct items *items = records_in(ms, e, w);
    for (uint32_t i = 0; i < items->count; i++) {
        const struct record *record = &e->records.at[items->at[i].record];
        for (size_t k = 0; k < w->m->by_count; k++) {
            const struct measured_by *by = &w->m->by[k];
            ms->values[k] = by->of_organisation ? organisation_value(ms, record_activity(e, record)->organisation, by->field)
                                                : record_value(e, record, by->field);
        }
        int of = w->m->has_of ? answer_of(e, w->image, record) : ANSWERED_YES;
        put(e, w, items->at[i].yes ? ANSWERED_YES : ANSWERED_NOT_KNOWN, of, ms->values);
    }
}

static bool is_old(const struct engine *e, const struct measured_side *side) {
    for (size_t i = 0; side->things == MEASURED_RECORDS && i < side->filter_count; i++)
        if (date_known(e->stale_through[side->filters[i].kind])) return true;
    return false;
}

void measures_weigh_school(struct measures *ms, struct engine *e) {
    for (uint32_t i = 0; i < ms->count; i++) {
        struct weighed *w = &ms->at[i];
        w->stale = w->stale || is_old(e, &w->m->over) || is_old(e, &w->m->of);
        if (w->m->over.things == MEASURED_RECORDS) weigh_records(ms, e, w);
    }
}

void measures_say(struct measures *ms, struct engine *e, uint32_t index, struct measured *out, struct finding *finding) {
    const struct weighed *w = &ms->at[index];
    measure_say(e, w, out);
    measure_find(e, w, out, finding);
}

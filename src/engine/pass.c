/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass - the one pass: every rule over every subject, each record looked at once.
 * Owns:  the working set of one subject, reused.
 * Must not know: databases, Lua, files.
 */
#include "engine/pass.h"

#include <stdlib.h>
#include <string.h>

#include "base/stop.h"
#include "engine/measure.h"
#include "engine/pass_summary.h"
#include "engine/pass_variant.h"

#define STOP_EVERY 256 /* subjects between two looks at the stop flag */

struct pass {
    struct engine engine;
    struct needs needs;
    struct agendas *agendas;
    struct summary *summary; /* NULL: findings in full */
    struct slots slots;
    struct finding finding;
    struct variant_answers answers; /* of a rule whose variant is not known */
    struct judging judging;         /* as asked for, with the rules that measures count */
    struct judging in_full;         /* as judging, and what is not applicable too */
    const bool *only_rules;         /* that are handed over; NULL = all */
    struct measures *measures;      /* NULL: nothing is measured */
    struct finding *held;           /* of the school, until the measures are known */
    uint32_t held_count, held_room;
    const struct exemption *exemptions;
    size_t exemption_count, next_exemption;
    struct pass_counts counts;
};

/* What an activity is to an organisation. */
struct tie {
    int64_t organisation;
    uint32_t activity;
};

static bool wants(const struct pass *p, enum subject_type type) {
    const struct program *program = p->engine.program;
    if (hatch_wants_people(&p->engine, type) || (p->measures && measures_want(p->measures, type))) return true;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        if (program->rules[i].subjects >> type & 1) return true;
    }
    return false;
}

static void set_needs(struct pass *p, const struct program *program) {
    p->needs = (struct needs){ .kinds = program->kinds_used, .only_subject = VALUE_NONE,
                               .fields = (const bool *const *)program->fields_used };
    for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) {
        p->needs.subjects[type] = wants(p, (enum subject_type)type);
    }
    if (program->organisations_asked) p->needs.subjects[SUBJECT_ORGANISATION] = true;
    p->needs.leavers = p->engine.judging->leavers || (p->measures && measures_want_leavers(p->measures));
    for (uint32_t i = 0; i < program->version_count; i++) {
        p->needs.leavers = p->needs.leavers || program->versions[i].names_roll;
    }
}

/* Filters whose records are listed: in summaries not those that the short way answers. */
static void choose_long_kinds(struct pass *p) {
    const struct program *program = p->engine.program;
    if (p->measures) measures_list(p->measures, program, p->engine.masks.is_listed);
    for (size_t i = 0; i < program->policy->decision_count; i++) {
        const struct image_decision *d = &program->decisions[i];
        for (size_t k = 0; d->source && k < d->source->input_count; k++)
            if (d->source->inputs[k].is_latest) p->engine.masks.is_listed[d->filters[k]] = true;
    }
    for (uint32_t i = 0; i < program->version_count; i++) {
        const struct image_version *v = &program->versions[i];
        bool anchored = v->when.op == WINDOW_WITHIN || v->when.op == WINDOW_AHEAD_OF;
        if (anchored && v->when.anchor == ANCHOR_RECORD) p->engine.masks.is_listed[v->when.anchor_filter] = true;
        if (p->summary && summary_fits(p->summary, v)) continue;
        for (uint32_t l = 0; l < v->leaf_count; l++) {
            const struct image_leaf *leaf = &program->leaves[v->leaves + l];
            for (uint32_t f = 0; f < leaf->filter_count; f++) p->engine.masks.is_listed[leaf->filters + f] = true;
        }
    }
}

bool pass_open(struct arena *arena, const struct program *program, const struct judging *judging, struct pass **out,
               struct err *err) {
    struct pass *p = *out = arena_new(arena, struct pass);
    struct engine *e = &p->engine;
    if (!date_known(judging->as_of)) return err_set(err, CODE_ARGUMENTS, "A day is needed to judge on.");
    if (program->has_hatches && !judging->hatch)
        return err_set(err, CODE_INTERNAL, "The policy has check functions, and nobody to run them.");
    *e = (struct engine){ .arena = arena, .program = program, .policy = program->policy,
                          .kinds = program->policy->kinds, .judging = judging, .as_of = judging->as_of.day };
    p->judging = *judging;
    e->judging = &p->judging;
    e->oldest = date_add_months(judging->as_of, -12).day;
    e->next_september = school_year_start(school_year_of(judging->as_of) + 1);
    e->begins = policy_begins(e->policy);
    masks_start(&e->masks, arena, program, judging->as_of, judging->summary);
    subject_start(&e->subject, arena, program);
    records_start(e);
    p->only_rules = judging->only_rules;
    if (!judging->without_measures) measures_start(&p->measures, e);
    if (p->measures && p->only_rules) p->judging.only_rules = measures_rules(p->measures);
    p->in_full = p->judging;
    p->in_full.not_applicable = true;
    set_needs(p, program);
    agendas_start(&p->agendas, e);
    if (judging->summary) summary_start(&p->summary, e);
    choose_long_kinds(p);
    return true;
}

const struct needs *pass_needs(const struct pass *pass) { return &pass->needs; }

struct pass_counts pass_counts(const struct pass *pass) { return pass->counts; }

/* ---- one subject ------------------------------------------------------------------------------------------------- */

static int order_of_exemption(const struct exemption *x, enum subject_type type, int64_t subject) {
    if (x->subject_type != type) return x->subject_type < type ? -1 : 1;
    return (x->subject > subject) - (x->subject < subject);
}

/* Subjects and exemptions come in the same order. */
static void find_exemptions(struct pass *p, enum subject_type type, int64_t subject) {
    while (p->next_exemption < p->exemption_count &&
           order_of_exemption(&p->exemptions[p->next_exemption], type, subject) < 0) p->next_exemption++;
    size_t end = p->next_exemption;
    while (end < p->exemption_count && order_of_exemption(&p->exemptions[end], type, subject) == 0) end++;
    p->engine.exemptions = end > p->next_exemption ? &p->exemptions[p->next_exemption] : NULL;
    p->engine.exemption_count = end - p->next_exemption;
}

static void begin_subject(struct pass *p, enum subject_type type, const struct batch *batch) {
    struct engine *e = &p->engine;
    subject_set(&e->subject, type, batch);
    find_exemptions(p, type, batch->subject);
    int32_t on_roll = e->subject.known->on_roll;
    e->on_roll = type != SUBJECT_PUPIL || on_roll < 0 || subject_fact(&e->subject, on_roll, e->judging->as_of) == 1;
    slots_clear(&p->slots);
    p->counts.subjects++;
}

static bool judge_instance(struct pass *p, const struct planned *planned, struct date next_opens) {
    struct engine *e = &p->engine;
    const struct instance *i = &planned->instance;
    bool short_way = e->subject.type == SUBJECT_PUPIL && p->summary && summary_fits(p->summary, i->version);
    if (short_way && !i->dateless) return summary_make(p->summary, e, planned, &p->finding);
    return finding_make(e, planned, next_opens, &p->slots, &p->finding);
}

static bool hand_over(struct pass *p, const struct finding *finding, const struct finding_sink *sink, struct err *err) {
    if (p->only_rules && !p->only_rules[finding->rule]) return true;
    p->counts.findings++;
    return sink->take(sink->self, finding, err);
}

/* Those of the school wait: measures, which stand among them, count them too. */
static bool take(struct pass *p, const struct finding *finding, const struct finding_sink *sink, struct err *err) {
    if (!p->measures) return hand_over(p, finding, sink, err);
    measures_note(p->measures, &p->engine, finding);
    if (finding->subject_type != SUBJECT_SCHOOL) return hand_over(p, finding, sink, err);
    p->held = engine_grow(&p->engine, p->held, p->held_count, &p->held_room, (size_t)p->held_count + 1, sizeof *p->held);
    p->held[p->held_count] = *finding;
    p->held[p->held_count++].words = str_copy(p->engine.arena, finding->words);
    return true;
}

/* Each variant that may be the subject's, in order; then one answer for each key. */
static bool judge_in_doubt(struct pass *p, const struct image_rule *rule, uint32_t possible,
                           const struct finding_sink *sink, struct err *err) {
    struct engine *e = &p->engine;
    const struct judging *judging = e->judging;
    uint32_t variants = 0;
    e->judging = &p->in_full;
    variants_clear(&p->answers);
    for (uint32_t v = 0; possible >> v; v++) {
        uint32_t count;
        struct date next_opens;
        if (!(possible >> v & 1)) continue;
        variants++;
        const struct planned *at = agendas_list(p->agendas, e, rule + v, &count, &next_opens);
        for (uint32_t i = 0; i < count; i++) {
            if (judge_instance(p, &at[i], next_opens)) variants_add(e, &p->answers, &p->finding, &at[i].instance);
        }
    }
    e->judging = judging;
    variants_join(e, &p->answers, rule->overlays, variants, &p->slots);
    for (uint32_t i = 0; i < p->answers.count; i++) {
        const struct finding *finding = &p->answers.at[i].finding;
        if (finding->status == STATUS_NOT_APPLICABLE && !judging->not_applicable) continue;
        if (!take(p, finding, sink, err)) return false;
    }
    return true;
}

static bool judge_rules(struct pass *p, const struct finding_sink *sink, struct err *err) {
    struct engine *e = &p->engine;
    const struct agenda *agenda = agendas_find(p->agendas, e);
    for (uint32_t t = 0; t < agenda->turn_count; t++) {
        const struct turn *turn = &agenda->turns[t];
        const struct planned *at = turn->personal ? NULL : &agenda->at[turn->first];
        uint32_t count = turn->count;
        struct date next_opens = turn->next_opens;
        if (turn->personal) {
            const struct image_rule *rule = turn->rule;
            uint32_t possible = agenda_variants(e, rule);
            if (possible & (possible - 1)) {
                if (!judge_in_doubt(p, rule, possible, sink, err)) return false;
                continue;
            }
            for (; !(possible & 1); possible >>= 1) rule++;
            at = agendas_list(p->agendas, e, rule, &count, &next_opens);
        }
        for (uint32_t i = 0; i < count; i++) {
            if (judge_instance(p, &at[i], next_opens) && !take(p, &p->finding, sink, err)) return false;
        }
    }
    return true;
}

static bool judge_person(struct pass *p, enum subject_type type, const struct batch *batch, const struct finding_sink *sink, struct err *err) {
    begin_subject(p, type, batch);
    p->counts.participations += batch->participation_count;
    hatch_note_persons(&p->engine, batch);
    records_of_person(&p->engine, batch);
    if (type == SUBJECT_PUPIL) records_decide(&p->engine);
    if (p->summary && type == SUBJECT_PUPIL) summary_read(p->summary, &p->engine, batch);
    if (!judge_rules(p, sink, err)) return false;
    if (p->measures && !batch->erased) measures_weigh_subject(p->measures, &p->engine);
    return true;
}

static bool some_want(struct pass *const *passes, size_t count, enum subject_type type) {
    for (size_t i = 0; i < count; i++)
        if (wants(passes[i], type)) return true;
    return false;
}

/* Those who are not on roll come where one of the programs asks for them; the others take no notice. */
static bool leaves_out(struct pass *p, const struct batch *batch, bool leavers) {
    if (!leavers || p->needs.leavers) return false;
    begin_subject(p, SUBJECT_PUPIL, batch);
    p->counts.subjects--;
    return !p->engine.on_roll;
}

static bool judge_people(struct pass *const *passes, size_t count, enum subject_type type, const struct feed *feed,
                         const struct finding_sink *sinks, struct err *err) {
    struct batch batch;
    bool leavers = false;
    int more;
    if (!some_want(passes, count, type)) return true;
    if (!feed->subjects(feed->self, type, err)) return false;
    for (size_t i = 0; i < count; i++) leavers = leavers || (type == SUBJECT_PUPIL && passes[i]->needs.leavers);
    for (uint32_t turn = 1; (more = feed->next(feed->self, &batch, err)) > 0; turn++) {
        if (turn % STOP_EVERY == 0 && stop_asked()) return err_set(err, CODE_INTERRUPTED, "Stopped.");
        for (size_t i = 0; i < count; i++) {
            if (!wants(passes[i], type) || leaves_out(passes[i], &batch, leavers)) continue;
            if (!judge_person(passes[i], type, &batch, &sinks[i], err)) return false;
        }
    }
    return more == 0;
}

/* ---- organisations and the school -------------------------------------------------------------------------------- */

static bool read_organisations(struct pass *const *passes, size_t count, const struct feed *feed, struct err *err) {
    struct batch batch;
    bool asked = false;
    int more;
    for (size_t i = 0; i < count; i++) asked = asked || passes[i]->engine.program->organisations_asked;
    if (!asked) return true;
    if (!feed->subjects(feed->self, SUBJECT_ORGANISATION, err)) return false;
    while ((more = feed->next(feed->self, &batch, err)) > 0) {
        for (size_t i = 0; i < count; i++) {
            struct pass *p = passes[i];
            if (!p->engine.program->organisations_asked) continue;
            masks_add_organisation(&p->engine.masks, &batch);
            if (p->measures) measures_add_organisation(p->measures, &p->engine, &batch);
        }
    }
    return more == 0;
}

static bool is_live(const struct engine *e, uint32_t activity, enum subject_type type) {
    return e->masks.classes[e->masks.marks[activity].class].live[type];
}

static int by_organisation(const void *a, const void *b) {
    const struct tie *left = a, *right = b;
    if (left->organisation != right->organisation) return left->organisation < right->organisation ? -1 : 1;
    return (left->activity > right->activity) - (left->activity < right->activity);
}

static struct tie *tie_activities(const struct engine *e, struct arena *arena, uint32_t *count) {
    const struct activities *all = &e->masks.activities;
    uint32_t room = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        room += all->at[i].organisation != VALUE_NONE && is_live(e, i, SUBJECT_ORGANISATION);
    }
    struct tie *ties = arena_array(arena, struct tie, room);
    *count = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->at[i].organisation == VALUE_NONE || !is_live(e, i, SUBJECT_ORGANISATION)) continue;
        ties[(*count)++] = (struct tie){ all->at[i].organisation, i };
    }
    if (*count) qsort(ties, *count, sizeof *ties, by_organisation);
    return ties;
}

/* What one program looks at of organisations, each in turn. */
struct tied {
    struct tie *ties;
    uint32_t count, at;
    uint32_t *list; /* scratch: of the organisation at hand */
};

static struct tied tied_start(const struct pass *p, struct arena *arena) {
    struct tied t = { 0 };
    t.ties = tie_activities(&p->engine, arena, &t.count);
    t.list = arena_array(arena, uint32_t, t.count);
    return t;
}

static bool judge_organisation(struct pass *p, struct tied *t, const struct batch *batch, const struct finding_sink *sink,
                               struct err *err) {
    uint32_t listed = 0;
    while (t->at < t->count && t->ties[t->at].organisation < batch->subject) t->at++;
    while (t->at < t->count && t->ties[t->at].organisation == batch->subject) t->list[listed++] = t->ties[t->at++].activity;
    begin_subject(p, SUBJECT_ORGANISATION, batch);
    records_of_activities(&p->engine, t->list, listed);
    bool done = judge_rules(p, sink, err);
    if (p->measures) measures_weigh_subject(p->measures, &p->engine);
    return done;
}

static bool judge_organisations(struct pass *const *passes, size_t count, const struct feed *feed,
                                const struct finding_sink *sinks, struct err *err) {
    struct arena scratch = { 0 };
    struct batch batch;
    int more = 0;
    if (!some_want(passes, count, SUBJECT_ORGANISATION)) return true;
    if (!feed->subjects(feed->self, SUBJECT_ORGANISATION, err)) return false;
    struct tied *tied = arena_array(&scratch, struct tied, count);
    for (size_t i = 0; i < count; i++) tied[i] = tied_start(passes[i], &scratch);
    bool done = true;
    while (done && (more = feed->next(feed->self, &batch, err)) > 0) {
        for (size_t i = 0; done && i < count; i++)
            done = !wants(passes[i], SUBJECT_ORGANISATION) || judge_organisation(passes[i], &tied[i], &batch, &sinks[i], err);
    }
    arena_free(&scratch);
    return done && more == 0;
}

static bool say_measure(struct pass *p, uint32_t index, const struct finding_sink *sink, struct err *err) {
    struct measured measured;
    measures_say(p->measures, &p->engine, index, &measured, &p->finding);
    if (sink->measure && !sink->measure(sink->self, &measured, err)) return false;
    bool kept = p->finding.status != STATUS_NOT_APPLICABLE || p->judging.not_applicable;
    bool wanted = measured.source->has_least || measured.source->has_most;
    return !wanted || !kept || hand_over(p, &p->finding, sink, err);
}

/* What is measured among the findings of the school, in order of rules. */
static bool finish_school(struct pass *p, const struct finding_sink *sink, struct err *err) {
    uint32_t count = p->measures ? measures_count(p->measures) : 0, next = 0;
    if (p->measures) measures_weigh_school(p->measures, &p->engine);
    for (uint32_t i = 0; i <= count; i++) {
        uint32_t rule = i < count ? measures_rule(p->measures, i) : UINT32_MAX;
        for (; next < p->held_count && p->held[next].rule < rule; next++)
            if (!hand_over(p, &p->held[next], sink, err)) return false;
        if (i < count && !say_measure(p, i, sink, err)) return false;
    }
    return true;
}

static bool judge_school(struct pass *p, const struct finding_sink *sink, struct err *err) {
    struct arena scratch = { 0 };
    struct engine *e = &p->engine;
    const struct batch batch = { .facts = e->policy->school_facts };
    if (!wants(p, SUBJECT_SCHOOL)) return true;
    uint32_t count = 0, room = 0;
    for (uint32_t i = 0; i < e->masks.activities.count; i++) room += is_live(e, i, SUBJECT_SCHOOL);
    uint32_t *list = arena_array(&scratch, uint32_t, room);
    for (uint32_t i = 0; i < e->masks.activities.count; i++) {
        if (is_live(e, i, SUBJECT_SCHOOL)) list[count++] = i;
    }
    begin_subject(p, SUBJECT_SCHOOL, &batch);
    records_of_activities(e, list, count);
    bool done = judge_rules(p, sink, err) && finish_school(p, sink, err);
    arena_free(&scratch);
    return done;
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

static void read_imports(struct engine *e, const struct feed *feed) {
    e->complete_through = arena_array(e->arena, struct date, e->kinds->kind_count);
    e->stale_through = arena_array(e->arena, struct date, e->kinds->kind_count);
    for (uint32_t kind = 0; kind < e->kinds->kind_count; kind++) {
        int32_t fresh = e->kinds->kinds[kind].fresh_days;
        struct date through = e->program->kinds_used[kind] ? feed->complete_through(feed->self, kind) : DATE_NONE;
        e->complete_through[kind] = through;
        e->stale_through[kind] = DATE_NONE;
        if (fresh <= 0 || !date_known(through)) continue;
        if (!date_before(date_add_days(through, fresh), e->judging->as_of)) continue;
        e->stale_through[kind] = through;
        e->has_imports = true;
    }
}

/* What one of the programs asks for is fetched. */
static struct needs needs_of_all(struct pass *const *passes, size_t count) {
    struct engine *first = &passes[0]->engine;
    const struct kinds *kinds = first->kinds;
    struct needs all = passes[0]->needs;
    if (count == 1) return all;
    bool *used = arena_array(first->arena, bool, kinds->kind_count);
    bool **fields = (bool **)arena_alloc_array(first->arena, kinds->kind_count, sizeof *fields);
    for (uint32_t k = 0; k < kinds->kind_count; k++) fields[k] = arena_array(first->arena, bool, kinds->kinds[k].field_count);
    for (size_t i = 0; i < count; i++) {
        const struct needs *own = &passes[i]->needs;
        bug_if(passes[i]->engine.kinds != kinds);
        for (int type = 0; type < SUBJECT_TYPE_COUNT; type++) all.subjects[type] = all.subjects[type] || own->subjects[type];
        all.leavers = all.leavers || own->leavers;
        for (uint32_t k = 0; k < kinds->kind_count; k++) {
            used[k] = used[k] || own->kinds[k];
            for (uint32_t f = 0; f < kinds->kinds[k].field_count; f++) fields[k][f] = fields[k][f] || own->fields[k][f];
        }
    }
    all.kinds = used;
    all.fields = (const bool *const *)fields;
    return all;
}

static void begin_pass(struct pass *p, const struct feed *feed, const struct activities *activities) {
    struct engine *e = &p->engine;
    read_imports(e, feed);
    masks_mark(&e->masks, activities);
    if (p->summary) summary_mark(p->summary, e);
    p->counts.activities = activities->count;
    p->counts.masks_computed = e->masks.computed;
    hatch_start(e);
}

bool pass_run_all(struct pass *const *passes, size_t count, const struct feed *feed, const struct finding_sink *sinks, struct err *err) {
    struct activities activities;
    const struct exemption *exemptions;
    size_t exemption_count;
    struct needs needs = needs_of_all(passes, count);
    for (size_t i = 0; i < count; i++) passes[i]->engine.feed = feed;
    if (!feed->activities(feed->self, &needs, &activities, err)) return false;
    if (!feed->exemptions(feed->self, &exemptions, &exemption_count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        passes[i]->exemptions = exemptions;
        passes[i]->exemption_count = exemption_count;
    }
    if (!read_organisations(passes, count, feed, err)) return false;
    for (size_t i = 0; i < count; i++) begin_pass(passes[i], feed, &activities);
    if (!judge_people(passes, count, SUBJECT_PUPIL, feed, sinks, err) || !judge_people(passes, count, SUBJECT_STAFF, feed, sinks, err)
        || !judge_organisations(passes, count, feed, sinks, err)) return false;
    for (size_t i = 0; i < count; i++)
        if (!judge_school(passes[i], &sinks[i], err)) return false;
    return true;
}

bool pass_run(struct pass *p, const struct feed *feed, const struct finding_sink *sink, struct err *err) {
    return pass_run_all(&p, 1, feed, sink, err);
}

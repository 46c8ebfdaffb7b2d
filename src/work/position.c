/* SPDX-License-Identifier: GPL-3.0-or-later
 * position - one judgement of a school; see position.h.
 * Owns:  nothing.
 * Must not know: how it is shown.
 */
#include "work/position.h"

#include <stdlib.h>

#include "store/stream.h"
#include "work/seal.h"
#include "work/wording.h"

/* ---- the sink ------------------------------------------------------------------------------------------------------
 */

struct collector {
    struct arena *arena;
    struct position *position;
    const struct position_request *request;
    struct buf bytes; /* of the findings kept; grows in place where the system can, unlike an arena */
    bool strict;      /* of everybody or of few all is handed over: an answer that is left out for some would tell who they are */
    struct judged {
        const struct rule_version *version;
        bool hidden;
    } *hides;         /* by rule: the version asked about last */
};

static bool admits(const struct position_request *request, const struct finding *f) {
    const struct selection *selection = request->selection;
    if (f->subject_type != SUBJECT_PUPIL) return !request->pupils_only && !(selection && selection->pupils);
    return !selection || selection_has_pupil(selection, f->subject);
}

static bool hidden(struct collector *c, const struct finding *f) {
    const struct policy *policy = c->position->school->policy;
    const struct rule_version *version = finding_version(policy, f);
    struct judged *last = &c->hides[f->rule];
    if (last->version != version) {
        last->version = version;
        last->hidden = c->strict ? redact_hides_rule(c->request->viewer, policy, &policy->rules[f->rule])
                                 : redact_hides(c->request->viewer, policy, version);
    }
    return last->hidden;
}

static bool has_left(const struct position *p, int64_t pupil) {
    size_t rank = roster_rank(p->roster, pupil);
    return rank != SIZE_MAX && !p->roster->pupils[rank].on_roll;
}

/* Findings come by subject: each of them stands once under a rule, for what is most urgent of what can still be done; what
 * was before tells of those alone for whom there is nothing now. */
static void count_person(const struct position *p, const struct finding *f) {
    struct rule_people *row = &p->counted[f->rule];
    bool again = row->last == f->subject, over = position_is_over(p, f) || f->status == STATUS_NOT_APPLICABLE;
    if (again && over && !row->over) return;
    if (again && over == row->over && status_urgency(row->status) <= status_urgency(f->status)) return;
    if (again) row->people[row->status]--;
    else if (f->subject_type == SUBJECT_PUPIL) row->left += has_left(p, f->subject);
    row->last = f->subject;
    row->status = f->status;
    row->over = over;
    row->people[f->status]++;
}

/* What the viewer may not be told: about people to those who see counts, and what rests on something private. */
static bool withheld(struct collector *c, const struct finding *f) {
    struct position *p = c->position;
    if (f->subject_type == SUBJECT_SCHOOL) return false;
    count_person(p, f);
    if (!p->viewer || p->people) return p->people;
    if (f->subject_type == SUBJECT_STAFF) return !redact_may(p->viewer, ABOUT_STAFF);
    return f->subject_type == SUBJECT_PUPIL && hidden(c, f);
}

static void keep(struct collector *c, const struct finding *f) {
    struct position *p = c->position;
    buf_add(&c->bytes, (struct str){ (const char *)f, sizeof *f });
    p->kept = (struct finding *)(void *)c->bytes.at;
    p->kept[p->kept_count++].words = str_copy(c->arena, f->words); /* the run's own words go with the run */
}

static void collector_clean(void *self) {
    struct collector *c = self;
    buf_free(&c->bytes);
}

static bool collect(void *self, const struct finding *f, struct err *err) {
    struct collector *c = self;
    struct position *p = c->position;
    if (!admits(c->request, f)) return true;
    bool unheard = withheld(c, f);
    if (unheard && !p->people) {
        p->withheld += f->status != STATUS_NOT_APPLICABLE;
        return true;
    }
    p->by_rule[f->rule][f->status]++;
    p->totals[f->status]++;
    if (f->stale && (finding_needs(f) || f->status == STATUS_UNKNOWN)) p->stale++;
    if (f->subject_type == SUBJECT_PUPIL) {
        size_t rank = roster_rank(p->roster, f->subject);
        if (rank != SIZE_MAX) p->pupil_statuses[rank] |= (uint8_t)KEEP(f->status);
    }
    if (f->error && !p->failed[f->rule].size) {
        struct str words = p->viewer ? STR("its own words are for the careers team.") : f->words;
        p->failed[f->rule] = str_format(c->arena, "%s: %.*s", code_name(f->error), STR_ARG(words));
    }
    if (unheard) return true;
    if (c->request->keep & KEEP(f->status)) keep(c, f);
    return !c->request->each || c->request->each(c->request->self, p, f, err);
}

static bool collect_measured(void *self, const struct measured *m, struct err *err) {
    struct collector *c = self;
    struct position *p = c->position;
    struct measured_cell *cells = arena_array(c->arena, struct measured_cell, m->cell_count);
    (void)err;
    p->measured[p->measured_count] = *m;
    for (size_t i = 0; i < m->cell_count; i++) cells[i] = m->cells[i];
    p->measured[p->measured_count++].cells = cells;
    return true;
}

/* ---- the feed, told of one pupil alone where there is one, and counted for whoever waits -----------------------------
 */

struct watched {
    struct feed inner;
    int64_t only; /* VALUE_NONE for everybody */
    const struct tick *tick;
    uint64_t done, total;
};

static bool watch_activities(void *self, const struct needs *needs, struct activities *out, struct err *err) {
    struct watched *n = self;
    struct needs own = *needs;
    if (n->only != VALUE_NONE) own.only_subject = n->only;
    return n->inner.activities(n->inner.self, &own, out, err);
}
static bool watch_subjects(void *self, enum subject_type type, struct err *err) {
    struct watched *n = self;
    return n->inner.subjects(n->inner.self, type, err);
}
static int watch_next(void *self, struct batch *out, struct err *err) {
    struct watched *n = self;
    if (++n->done % 64 == 0 && n->done <= n->total) tick_at(n->tick, "Judging", "pupils", n->done, n->total);
    return n->inner.next(n->inner.self, out, err);
}
static bool watch_exemptions(void *self, const struct exemption **out, size_t *count, struct err *err) {
    struct watched *n = self;
    return n->inner.exemptions(n->inner.self, out, count, err);
}
static struct date watch_complete(void *self, uint32_t kind) {
    struct watched *n = self;
    return n->inner.complete_through(n->inner.self, kind);
}

static struct feed watched_feed(struct watched *n) {
    return (struct feed){ n, watch_activities, watch_subjects, watch_next, watch_exemptions, watch_complete };
}

/* ---- judging -------------------------------------------------------------------------------------------------------
 */

static struct str sealed(struct arena *arena, const struct buf *bytes) {
    return str_format(arena, "sha256:%.*s", STR_ARG(seal_hex(arena, buf_str(bytes), 64)));
}

static void seal_program(struct arena *arena, struct position *p) {
    struct buf dump = { 0 };
    program_dump(&dump, p->school->program);
    p->program = sealed(arena, &dump);
    buf_free(&dump);
}

static void seal_position(struct arena *arena, struct position *p, const struct position_request *request,
                          uint64_t rows) {
    struct buf bytes = { 0 };
    const struct people *people = p->school->people;
    buf_printf(&bytes, "signpost run 1\n%.*s\n%d %d%d%d\n%016llx\n", STR_ARG(p->program), date_number(p->as_of),
               request->past, request->leavers, request->ignore_exemptions, (unsigned long long)rows);
    calendar_bytes(p->school->calendar, &bytes);
    for (size_t i = 0; i < people->count; i++) {
        const struct person *person = &people->at[i];
        buf_printf(&bytes, "\n%.*s %d %d %.*s/%.*s", STR_ARG(person->key),
                   date_number(date_max(person->from, (struct date){ 0 })), date_number(person->ends),
                   STR_ARG(person->form), STR_ARG(person->department));
        for (size_t k = 0; k < person->role_count; k++) buf_printf(&bytes, " %.*s", STR_ARG(person->roles[k]));
    }
    p->fingerprint = sealed(arena, &bytes);
    buf_free(&bytes);
}

static struct judging judging_of(const struct position *p, const struct position_request *request) {
    const struct selection *selection = request->selection;
    return (struct judging){ .as_of = request->as_of,
                             .calendar = p->school->calendar,
                             .past = request->past,
                             .leavers = request->leavers,
                             .ignore_exemptions = request->ignore_exemptions,
                             .not_applicable = request->not_applicable,
                             .hatch = p->school->hatch,
                             .without_measures = request->pupils_only || (selection && selection->pupils),
                             .only_rules = selection ? selection->rules : NULL };
}

static struct collector *collector_start(struct arena *arena, struct position *p, const struct position_request *request) {
    struct collector *collector = arena_new(arena, struct collector);
    const struct viewer *viewer = request->viewer && !redact_sees_all(request->viewer) ? request->viewer : NULL;
    const struct selection *selection = request->selection;
    size_t rules = p->school->policy->rule_count;
    *collector = (struct collector){ .arena = arena, .position = p, .request = request };
    p->viewer = viewer;
    bool few = viewer && selection && selection->pupils && (int64_t)selection->pupil_count < viewer->table->fewest;
    collector->strict = few || request->not_applicable || (request->keep & (KEEP(STATUS_ON_TRACK) | KEEP(STATUS_MET)));
    if (viewer) collector->hides = arena_array(arena, struct judged, rules);
    p->counted = arena_array(arena, struct rule_people, rules);
    if (viewer && !redact_names(viewer)) p->people = p->counted;
    arena_hook(arena, collector_clean, collector);
    return collector;
}

static bool run_passes(struct arena *arena, struct position *const *positions, const struct position_request *requests,
                       size_t count, struct err *err) {
    const struct school *school = positions[0]->school;
    const struct selection *selection = requests->selection;
    struct stream_options options = { .kinds = school->kinds, .day = requests->as_of, .school_facts = school->policy->school_facts };
    struct arena work = { 0 };
    struct feed feed;
    struct judging *judgings = arena_array(&work, struct judging, count);
    struct finding_sink *sinks = arena_array(&work, struct finding_sink, count);
    struct pass **passes = (struct pass **)arena_alloc_array(&work, count, sizeof *passes);
    bool fine = true;
    if (!stream_open(&work, school->db, &options, &feed, err)) {
        arena_free(&work);
        return false;
    }
    struct watched watched = { .inner = feed, .only = VALUE_NONE, .tick = requests->tick, .total = positions[0]->roster->pupil_count };
    if (selection && selection->pupils && selection->pupil_count == 1) watched.only = selection->pupils[0];
    struct feed taken = watched_feed(&watched);
    for (size_t i = 0; fine && i < count; i++) {
        struct collector *collector = collector_start(arena, positions[i], &requests[i]);
        sinks[i] = (struct finding_sink){ .self = collector, .take = collect, .measure = collect_measured };
        judgings[i] = judging_of(positions[i], &requests[i]);
        fine = pass_open(&work, positions[i]->school->program, &judgings[i], &passes[i], err);
    }
    fine = fine && pass_run_all(passes, count, &taken, sinks, err);
    for (size_t i = 0; fine && i < count; i++) {
        positions[i]->counts = pass_counts(passes[i]);
        seal_position(arena, positions[i], &requests[i], stream_hash(&feed));
    }
    stream_close(&feed);
    arena_free(&work);
    return fine;
}

static struct position *position_start(struct arena *arena, const struct school *school, struct roster *roster, struct date as_of) {
    struct position *p = arena_new(arena, struct position);
    p->school = school;
    p->as_of = as_of;
    p->roster = roster;
    p->by_rule = arena_alloc_array(arena, school->policy->rule_count, sizeof *p->by_rule);
    p->failed = arena_array(arena, struct str, school->policy->rule_count);
    p->measured = arena_array(arena, struct measured, school->policy->rule_count);
    p->pupil_statuses = arena_array(arena, uint8_t, roster->pupil_count);
    seal_program(arena, p);
    return p;
}

bool position_judge_all(struct arena *arena, struct school *const *schools, const struct position_request *requests, size_t count,
                        struct position **out, struct err *err) {
    struct roster *roster;
    struct ruling_exemption *exemptions;
    size_t exemption_count;
    if (!roster_read(arena, schools[0], requests->as_of, &roster, err)) return false;
    if (!ruling_judged(schools[0]->db, schools[0]->kinds, arena, &exemptions, &exemption_count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        out[i] = position_start(arena, schools[i], roster, requests[i].as_of);
        out[i]->exemptions = exemptions;
        out[i]->exemption_count = exemption_count;
    }
    return run_passes(arena, out, requests, count, err);
}

bool position_judge(struct arena *arena, struct school *school, const struct position_request *request,
                    struct position **out, struct err *err) {
    return position_judge_all(arena, &school, request, 1, out, err);
}

/* ---- questions about it --------------------------------------------------------------------- */

struct sorted {
    const struct finding *finding;
    const struct position *position;
    size_t rank;
};

static bool has_passed(const struct finding *f) {
    return f->status == STATUS_MISSED || (f->status == STATUS_UNKNOWN && f->underlying == STATUS_MISSED);
}

/* What can still be done comes by its day; of what has passed the newest comes first. */
static int urgent_first(const void *a, const void *b) {
    const struct sorted *x = a, *y = b;
    const struct finding *f = x->finding, *g = y->finding;
    const struct policy *policy = x->position->school->policy;
    int order = status_urgency(f->status) - status_urgency(g->status);
    bool f_over = has_passed(f), g_over = has_passed(g);
    if (!order) order = (int)f_over - (int)g_over;
    if (!order && f_over) order = (finding_by(g).day > finding_by(f).day) - (finding_by(g).day < finding_by(f).day);
    if (!order) order = (finding_by(f).day > finding_by(g).day) - (finding_by(f).day < finding_by(g).day);
    if (!order) order = (int)f->subject_type - (int)g->subject_type;
    if (!order) order = (x->rank > y->rank) - (x->rank < y->rank);
    if (!order) order = (f->subject > g->subject) - (f->subject < g->subject);
    if (!order) order = clause_compare(policy->rules[f->rule].clause, policy->rules[g->rule].clause);
    if (!order) order = (f->rule > g->rule) - (f->rule < g->rule);
    return order ? order : str_compare(str_from(f->instance), str_from(g->instance));
}

void position_sort(struct arena *arena, const struct position *p, const struct finding **list, size_t count) {
    struct sorted *sorted = arena_array(arena, struct sorted, count);
    for (size_t i = 0; i < count; i++) {
        size_t rank = list[i]->subject_type == SUBJECT_PUPIL ? roster_rank(p->roster, list[i]->subject) : 0;
        sorted[i] = (struct sorted){ list[i], p, rank };
    }
    if (count) qsort(sorted, count, sizeof *sorted, urgent_first);
    for (size_t i = 0; i < count; i++) list[i] = sorted[i].finding;
}

const struct person *position_owner(const struct position *p, const struct finding *f) {
    const struct policy *policy = p->school->policy;
    int32_t owner = finding_version(policy, f)->owner;
    if (owner < 0) return NULL;
    struct str group = roster_group(p->roster, f->subject_type, f->subject);
    return people_owner(p->school->people, &policy->roles[owner], group, group, p->as_of);
}

const struct ruling_exemption *position_exemption(const struct position *p, int64_t id) {
    for (size_t i = 0; id && i < p->exemption_count; i++)
        if (p->exemptions[i].exemption.id == id) return &p->exemptions[i];
    return NULL;
}

struct str finding_key(struct arena *arena, const struct position *p, const struct finding *f) {
    const struct policy *policy = p->school->policy;
    struct str text =
        str_format(arena, "%.*s\n%.*s\n%s %lld\n%s", STR_ARG(policy->id), STR_ARG(policy->rules[f->rule].name),
                   subject_type_name(f->subject_type), (long long)f->subject, f->instance);
    return str_format(arena, "f:%.*s", STR_ARG(seal_hex(arena, text, 16)));
}

size_t position_pupils(const struct position *p, const struct selection *selection, unsigned statuses) {
    size_t count = 0;
    for (size_t i = 0; i < p->roster->pupil_count; i++) {
        const struct pupil_row *row = &p->roster->pupils[i];
        bool in = selection && selection->pupils ? selection_has_pupil(selection, row->id) : row->on_roll;
        if (in && (statuses == KEEP_ALL || (p->pupil_statuses[i] & statuses))) count++;
    }
    return count;
}

size_t position_left(const struct position *p, const struct selection *selection, unsigned statuses) {
    size_t count = 0;
    for (size_t i = 0; i < p->roster->pupil_count && !(selection && selection->pupils); i++)
        count += !p->roster->pupils[i].on_roll && (p->pupil_statuses[i] & statuses);
    return count;
}

size_t position_lapsed(const struct position *p) {
    size_t lapsed = 0;
    for (size_t i = 0; i < p->exemption_count; i++) {
        const struct exemption *e = &p->exemptions[i].exemption;
        if (e->hold || !date_known(e->ends) || !date_before(e->ends, p->as_of)) continue;
        for (size_t k = 0; k < p->kept_count; k++) {
            const struct finding *f = &p->kept[k];
            if (f->subject_type != e->subject_type || f->subject != e->subject || !finding_needs(f)) continue;
            if (!rule_is_called(&p->school->policy->rules[f->rule], e->rule)) continue;
            if (date_known(f->opens) && date_before(e->ends, f->opens)) continue;
            lapsed++;
            break;
        }
    }
    return lapsed;
}

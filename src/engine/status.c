/* SPDX-License-Identifier: GPL-3.0-or-later
 * status - from counts, dates and exemptions to one of eight statuses (policy language 8.7 to 8.9).
 * Owns:  nothing.
 * Must not know: rows, masks.
 */
#include "engine/status.h"

/* ---- dates ------------------------------------------------------------------------------------------------------- */

void status_set_due(const struct engine *e, struct judgement *j, struct date deadline) {
    struct finding *f = j->finding;
    f->deadline = deadline;
    if (!date_known(deadline)) return;
    f->due = calendar_school_day_before(e->judging->calendar, deadline);
    f->lead = engine_before(e, f->due, j->version->lead);
}

static enum status clock_status(const struct finding *f, struct date day) {
    if (date_before(day, f->lead)) return STATUS_ON_TRACK;
    if (!date_after(day, f->due)) return STATUS_DUE_SOON;
    return date_after(day, f->late_until) ? STATUS_MISSED : STATUS_OVERDUE;
}

/* ---- exemptions -------------------------------------------------------------------------------------------------- */

static bool is_listed(const struct exempting *exempting, struct str reason) {
    for (size_t i = 0; i < exempting->reason_count; i++) {
        if (str_equal(exempting->reasons[i], reason)) return true;
    }
    return exempting->reason_count == 0;
}

/* The limit takes its parameter on the first day of the exemption. */
static bool is_short_enough(const struct engine *e, const struct exempting *exempting, const struct exemption *x) {
    if (!exempting->has_limit) return true;
    const struct operand *n = &exempting->for_at_most.n;
    int64_t length = n->param < 0 ? n->value : param_at(&e->policy->params[n->param], x->from)->values[0];
    struct image_span span = { exempting->for_at_most.unit, (int32_t)length };
    return date_known(x->ends) && !date_after(x->ends, engine_after(e, x->from, span));
}

static bool is_valid(const struct engine *e, const struct exempting *exempting, const struct exemption *x) {
    if (exempting->never || !exempting->allowed || !is_listed(exempting, x->reason)) return false;
    if (!is_short_enough(e, exempting, x)) return false;
    if (exempting->approved_by < 0) return true;
    return x->approver_held_role && str_equal(x->approved_by, e->policy->roles[exempting->approved_by].key);
}

bool status_exemption_names(const struct engine *e, const struct image_version *v, const struct exemption *x) {
    return x->hold ? v->when.op == WINDOW_REVIEW : rule_is_called(&e->policy->rules[v->rule], x->rule);
}

static const struct exemption *find_exemption(const struct engine *e, const struct image_version *v) {
    struct date as_of = e->judging->as_of;
    if (e->judging->ignore_exemptions) return NULL;
    for (size_t i = 0; i < e->exemption_count; i++) {
        const struct exemption *x = &e->exemptions[i];
        if (date_after(x->from, as_of) || date_before(x->ends, as_of)) continue;
        if (!status_exemption_names(e, v, x)) continue;
        if (x->hold || is_valid(e, &v->source->exempt, x)) return x;
    }
    return NULL;
}

/* ---- what is known before counting ------------------------------------------------------------------------------- */

bool status_born_on_leap_day(const struct subject *subject) {
    if (subject->type != SUBJECT_PUPIL) return false;
    struct date born = subject_date(subject, subject->known->dob);
    int year, month, day;
    if (!date_known(born)) return false;
    date_parts(born, &year, &month, &day);
    return month == 2 && day == 29;
}

static void read_imports(const struct engine *e, struct judgement *j) {
    const struct image_version *v = j->version;
    j->clock_day = e->judging->as_of;
    if (!e->has_imports) return;
    for (size_t i = 0; i < v->source->read_count; i++) {
        struct date through = e->stale_through[v->source->reads[i]];
        if (!date_known(through)) continue;
        j->has_stale_kind = true;
        j->clock_day = date_min(j->clock_day, through);
    }
    for (uint32_t i = 0; i < v->leaf_count; i++) {
        const struct image_leaf *leaf = &e->program->leaves[v->leaves + i];
        for (uint32_t k = 0; k < leaf->kind_count; k++) {
            struct date through = e->stale_through[leaf->kinds[k]];
            if (!date_known(through)) continue;
            j->has_stale_kind = true;
            j->clock_day = date_min(j->clock_day, through);
        }
    }
}

void status_prepare(const struct engine *e, struct judgement *j) {
    if (e->exemption_count) j->exemption = find_exemption(e, j->version);
    j->finding->exemption = j->exemption ? j->exemption->id : 0;
    j->finding->readings = j->version->readings;
    if (j->version->leap_matters && status_born_on_leap_day(&e->subject)) {
        j->finding->readings |= 1u << READING_LEAP_DAY;
    }
    read_imports(e, j);
}

/* ---- deciding ---------------------------------------------------------------------------------------------------- */

static void both(struct finding *f, enum status status) { f->status = f->underlying = status; }

static bool opened_before(const struct judgement *j, struct date from, int32_t settling_in) {
    return date_known(from) && date_before(date_add_days(j->finding->opens, settling_in), from);
}

/* Before the school's records begin, or before the subject came, but for the days of settling in; records that were passed
 * on with a pupil say themselves from when they are. */
static bool joined_late(const struct engine *e, const struct judgement *j) {
    const struct known_facts *k = e->subject.known;
    int32_t settling_in = e->policy->readings[READING_JOINED_LATE].settling_in;
    struct date came = DATE_NONE;
    if (j->version->when.op == WINDOW_REVIEW) return false;
    if (e->subject.type == SUBJECT_PUPIL) {
        struct date passed_on = subject_date(&e->subject, k->records_from);
        if (date_known(passed_on)) return opened_before(j, passed_on, 0);
        came = subject_date(&e->subject, k->admitted_on);
    } else if (e->subject.type == SUBJECT_STAFF) {
        came = subject_date(&e->subject, k->started_on);
    }
    return opened_before(j, e->policy->records_from, 0) || opened_before(j, came, settling_in);
}

static void decide_late_joiner(const struct engine *e, struct finding *f) {
    int means = e->policy->readings[READING_JOINED_LATE].means;
    f->readings |= 1u << READING_JOINED_LATE;
    if (means == JOINED_JUDGE) return;
    f->joined_late = true;
    if (means == JOINED_NOT_APPLICABLE) both(f, STATUS_NOT_APPLICABLE);
    else f->status = STATUS_UNKNOWN;
}

static void decide_duty(const struct engine *e, struct judgement *j) {
    struct finding *f = j->finding;
    f->satisfied = j->have.verdict == VERDICT_MET;
    f->stale = j->has_stale_kind && !f->satisfied;
    if (f->satisfied) {
        bool runs_out = j->instance->state && !date_after(f->lead, e->judging->as_of);
        both(f, runs_out ? STATUS_DUE_SOON : STATUS_MET);
        return;
    }
    both(f, clock_status(f, j->clock_day));
    if (f->underlying == STATUS_ON_TRACK) return;
    if (j->exemption) {
        f->status = STATUS_WAIVED;
        return;
    }
    if (j->have.verdict == VERDICT_OPEN || j->scope == ANSWERED_NOT_KNOWN) f->status = STATUS_UNKNOWN;
    bool late = f->underlying == STATUS_OVERDUE || f->underlying == STATUS_MISSED;
    if (late && joined_late(e, j)) decide_late_joiner(e, f);
}

static void decide_ban(struct judgement *j) {
    struct finding *f = j->finding;
    f->satisfied = j->have.verdict == VERDICT_FAILING;
    both(f, f->satisfied ? STATUS_MET : STATUS_MISSED);
    f->stale = f->satisfied && j->has_stale_kind;
    if (f->satisfied) return;
    if (j->exemption) f->status = STATUS_WAIVED;
    else if (j->have.verdict == VERDICT_OPEN) f->status = STATUS_UNKNOWN;
}

static void decide_freedom(struct judgement *j) {
    struct finding *f = j->finding;
    f->satisfied = j->have.verdict == VERDICT_MET;
    f->stale = j->has_stale_kind && !f->satisfied;
    both(f, f->satisfied ? STATUS_MET : STATUS_ON_TRACK);
}

static void decide_dateless(struct judgement *j) {
    both(j->finding, j->version->source->force == FORCE_MAY ? STATUS_ON_TRACK : STATUS_UNKNOWN);
    if (j->version->source->force != FORCE_MAY && j->exemption) j->finding->status = STATUS_WAIVED;
}

void status_decide(const struct engine *e, struct judgement *j) {
    bool breached = j->negative && !j->instance->dateless && j->have.verdict != VERDICT_FAILING;
    if (j->scope == ANSWERED_NO && !breached) both(j->finding, STATUS_NOT_APPLICABLE);
    else if (j->instance->dateless) decide_dateless(j);
    else if (j->negative) decide_ban(j);
    else if (j->version->source->force == FORCE_MAY) decide_freedom(j);
    else decide_duty(e, j);
    if (j->finding->error && j->finding->status != STATUS_NOT_APPLICABLE && j->finding->status != STATUS_WAIVED)
        j->finding->status = STATUS_UNKNOWN; /* never met, never the clock's alone */
    if (j->finding->status == STATUS_NOT_APPLICABLE) j->finding->satisfied = j->finding->stale = false;
}

/* ---- what follows from a status ---------------------------------------------------------------------------------- */

enum severity_level status_severity(const struct judgement *j) {
    const struct rule_version *source = j->version->source;
    if (source->force == FORCE_MAY) return LEVEL_INFO;
    bool weak = source->force == FORCE_SHOULD || source->force == FORCE_SHOULD_NOT;
    int level = source->top_level >= 0 ? source->top_level : weak ? LEVEL_MEDIUM : LEVEL_HIGH;
    switch (j->finding->status) {
    case STATUS_OVERDUE:
    case STATUS_MISSED: break;
    case STATUS_UNKNOWN: level -= 1; break;
    case STATUS_DUE_SOON: level -= 2; break;
    case STATUS_MET:
    case STATUS_ON_TRACK:
    case STATUS_WAIVED:
    case STATUS_NOT_APPLICABLE:
    case STATUS_COUNT: return LEVEL_INFO;
    }
    return level < LEVEL_INFO ? LEVEL_INFO : (enum severity_level)level;
}

struct date status_since(const struct judgement *j) {
    const struct finding *f = j->finding;
    switch (f->status) {
    case STATUS_MET: return f->met_on;
    case STATUS_ON_TRACK: return f->opens;
    case STATUS_DUE_SOON: return f->satisfied ? f->lead : date_max(f->lead, f->opens);
    case STATUS_OVERDUE: return date_add_days(f->due, 1);
    case STATUS_MISSED: return j->negative ? (struct date){ j->have.met_on } : date_add_days(f->late_until, 1);
    case STATUS_WAIVED: return j->exemption->from;
    case STATUS_UNKNOWN:
    case STATUS_NOT_APPLICABLE:
    case STATUS_COUNT: break;
    }
    return DATE_NONE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * notice - who is to be told of a finding on a day; see notice.h.
 * Owns:  nothing.
 * Must not know: people, messages.
 */
#include "engine/notice.h"

static const char *const CAUSES[NOTICE_CAUSE_COUNT] = { "lead", "step", "due", "again", "escalated", "done" };

const char *notice_cause_key(enum notice_cause cause) {
    return CAUSES[cause];
}

bool notice_cause_by_key(struct str key, enum notice_cause *out) {
    for (int i = 0; i < NOTICE_CAUSE_COUNT; i++) {
        if (!str_is(key, CAUSES[i])) continue;
        *out = (enum notice_cause)i;
        return true;
    }
    return false;
}

/* ---- the days of a plan ---- */

struct telling {
    const struct calendar *calendar;
    const struct plan *plan;
    const struct notice_ledger *ledger;
    struct date due, as_of, horizon;
    int32_t owner;
};

static struct date after(const struct telling *t, struct date day, const struct span *span) {
    int32_t n = (int32_t)span->n.value;
    if (span->unit == SPAN_MONTHS) return date_add_months(day, n);
    if (span->unit == SPAN_SCHOOL_DAYS && n != 0) return calendar_add_school_days(t->calendar, day, n);
    return date_add_days(day, n);
}

static bool same_span(const struct span *a, const struct span *b) {
    return a->unit == b->unit && a->n.value == b->n.value;
}

static enum notice_cause cause_of(const struct plan *plan, const struct span *step) {
    struct span lead = plan->lead;
    lead.n.value = -lead.n.value;
    if (step->n.value == 0) return NOTICE_DUE;
    return same_span(step, &lead) ? NOTICE_LEAD : NOTICE_STEP;
}

/* The latest step that has come; false when none has.  *first and *last: where the steps begin and end. */
static bool latest_step(const struct telling *t, struct notice *out, struct date *first, struct date *last) {
    out->planned = *first = *last = DATE_NONE;
    for (size_t i = 0; i < t->plan->step_count; i++) {
        struct date day = after(t, t->due, &t->plan->steps[i]);
        *first = date_min(*first, day);
        if (!date_known(*last) || date_after(day, *last)) *last = day;
        if (date_after(day, t->horizon) || (date_known(out->planned) && date_before(day, out->planned))) continue;
        out->planned = day;
        out->cause = cause_of(t->plan, &t->plan->steps[i]);
    }
    return date_known(out->planned);
}

/* ---- what was told ---- */

static struct date told_through(const struct told *told) { return date_max(told->day, told->through); }

static bool was_told(const struct telling *t, int32_t role, struct date since, bool ahead) {
    for (size_t i = 0; i < t->ledger->told_count; i++) {
        const struct told *told = &t->ledger->told[i];
        if (told->role == role && !date_before(ahead ? told_through(told) : told->day, since)) return true;
    }
    return false;
}

/* How often the owner was told from the last step on, and when last. */
static size_t times_told(const struct telling *t, struct date last, struct date *latest) {
    size_t times = 0;
    *latest = DATE_NONE;
    for (size_t i = 0; i < t->ledger->told_count; i++) {
        const struct told *told = &t->ledger->told[i];
        if (told->role != t->owner || date_before(told_through(told), last)) continue;
        times++;
        if (!date_known(*latest) || date_after(told_through(told), *latest)) *latest = told_through(told);
    }
    return times;
}

/* Counted from the telling before it, by the widest gap of the plan so far. */
static void take_repeat(const struct telling *t, struct date last, struct notice *notice) {
    struct date told;
    size_t times = times_told(t, last, &told);
    if (!times || !t->plan->then_count) return;
    struct date next = told;
    for (size_t i = 0; i < times && i < t->plan->then_count; i++) next = date_max(next, after(t, told, &t->plan->then_every[i]));
    if (date_after(next, t->as_of) || !date_after(next, told)) return;
    notice->planned = next;
    notice->cause = NOTICE_AGAIN;
}

bool notice_is_in_hand(const struct notice_ledger *ledger, struct date day) {
    return date_known(ledger->in_hand_from) && !date_before(day, ledger->in_hand_from) && !date_after(day, ledger->in_hand_to);
}

static bool owner_is_due(const struct telling *t, struct notice *notice) {
    struct date silent_to = t->ledger->silent_to;
    if (notice_is_in_hand(t->ledger, t->as_of)) return false;
    if (!date_known(silent_to) || was_told(t, t->owner, date_add_days(silent_to, 1), false)) return !was_told(t, t->owner, notice->planned, true);
    notice->at_once = true;
    notice->planned = date_max(notice->planned, date_add_days(silent_to, 1)); /* what came before the silence may have been told */
    return true;
}

/* The first day on which the owner knew of it; DATE_NONE: not yet. */
static struct date owner_knew(const struct telling *t, struct date first) {
    struct date knew = t->ledger->in_hand_from;
    for (size_t i = 0; i < t->ledger->told_count; i++) {
        const struct told *one = &t->ledger->told[i];
        if (one->role == t->owner && !date_before(told_through(one), first)) knew = date_min(knew, one->day);
    }
    return knew;
}

/* When a step of escalation comes: so long after the due day or the day on which the owner knew, and a school day after that. */
static struct date escalation_day(const struct telling *t, const struct span *wait, struct date knew) {
    struct date had_a_day = calendar_add_school_days(t->calendar, calendar_school_day_after(t->calendar, knew), 1);
    return date_max(after(t, date_max(t->due, knew), wait), had_a_day);
}

static const struct rule_version *version_of(const struct policy *policy, const struct finding *f) {
    size_t count;
    return &rule_versions(&policy->rules[f->rule], f->variant, &count)[f->version];
}

size_t notices_of(const struct calendar *calendar, const struct notice_source *source, const struct notice_ledger *ledger,
                  struct date as_of, struct date horizon, struct notice out[NOTICES_MOST]) {
    struct notice notice = { .role = source->owner, .asks = source->asks };
    struct date first, last;
    size_t count = 0;
    if (!source->open) return 0;
    struct telling t = { calendar, source->plan, ledger, source->due, as_of, horizon, source->owner };
    if (t.plan->quiet_holidays && !calendar_is_school_day(calendar, as_of)) return 0;
    if (date_known(ledger->silent_to) && !date_after(as_of, ledger->silent_to)) return 0;
    if (!latest_step(&t, &notice, &first, &last)) return 0;
    take_repeat(&t, last, &notice);
    if (owner_is_due(&t, &notice)) out[count++] = notice;
    struct date knew = owner_knew(&t, first);
    for (size_t i = 0; date_known(knew) && i < t.plan->escalate_count; i++) {
        int32_t role = t.plan->escalate[i].role;
        struct date day = escalation_day(&t, &t.plan->escalate[i].after, knew);
        if (role != source->owner && !date_after(day, as_of) && !was_told(&t, role, day, true))
            out[count++] = (struct notice){ .role = role, .cause = NOTICE_ESCALATED, .planned = day, .asks = notice.asks };
    }
    return count;
}

struct notice_source notice_source(const struct policy *policy, const struct finding *f, struct date horizon) {
    const struct rule_version *v = version_of(policy, f);
    enum status status = f->status == STATUS_UNKNOWN ? f->underlying : f->status;
    struct notice_source source = { .owner = v->owner, .due = f->due, .asks = f->status == STATUS_UNKNOWN };
    if (v->plan < 0 || v->owner < 0 || !date_known(f->due)) return source;
    source.plan = &policy->plans[v->plan];
    source.open = status == STATUS_DUE_SOON || status == STATUS_OVERDUE;
    if (status == STATUS_ON_TRACK && !f->satisfied) source.open = date_known(f->lead) && !date_after(f->lead, horizon);
    return source;
}

size_t notices_due(const struct policy *policy, const struct calendar *calendar, const struct finding *finding,
                   const struct notice_ledger *ledger, struct date as_of, struct notice out[NOTICES_MOST]) {
    struct notice_source source = notice_source(policy, finding, as_of);
    return notices_of(calendar, &source, ledger, as_of, as_of, out);
}

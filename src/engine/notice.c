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

/* The latest day of the plan that has come; false when none has.  *first: where the plan begins. */
static bool latest_step(const struct telling *t, struct notice *out, struct date *first) {
    struct date last = DATE_NONE;
    out->planned = *first = DATE_NONE;
    for (size_t i = 0; i < t->plan->step_count; i++) {
        struct date day = after(t, t->due, &t->plan->steps[i]);
        *first = date_min(*first, day);
        if (!date_known(last) || date_after(day, last)) last = day;
        if (date_after(day, t->horizon) || (date_known(out->planned) && date_before(day, out->planned))) continue;
        out->planned = day;
        out->cause = cause_of(t->plan, &t->plan->steps[i]);
    }
    for (size_t i = 0; t->plan->then_count && date_known(last) && !t->ledger->in_hand; i++) {
        size_t gap = i < t->plan->then_count ? i : t->plan->then_count - 1;
        struct date next = after(t, last, &t->plan->then_every[gap]);
        if (date_after(next, t->as_of) || !date_after(next, last)) break;
        last = out->planned = next;
        out->cause = NOTICE_AGAIN;
    }
    return date_known(out->planned);
}

/* ---- what was told ---- */

static bool was_told(const struct telling *t, int32_t role, struct date since, bool ahead) {
    for (size_t i = 0; i < t->ledger->told_count; i++) {
        const struct told *told = &t->ledger->told[i];
        struct date day = ahead ? date_max(told->day, told->through) : told->day;
        if (told->role == role && !date_before(day, since)) return true;
    }
    return false;
}

static bool owner_is_due(const struct telling *t, struct notice *notice) {
    struct date silent_to = t->ledger->silent_to;
    notice->at_once = date_known(silent_to) && !was_told(t, t->owner, date_add_days(silent_to, 1), false);
    return notice->at_once || !was_told(t, t->owner, notice->planned, true);
}

/* The first day on which those above may hear of it: the owner was told, and has had a school day for it. */
static struct date owner_had_a_day(const struct telling *t, struct date first) {
    struct date told = DATE_NONE;
    for (size_t i = 0; i < t->ledger->told_count; i++) {
        const struct told *one = &t->ledger->told[i];
        if (one->role == t->owner && !date_before(date_max(one->day, one->through), first)) told = date_min(told, one->day);
    }
    return date_known(told) ? calendar_add_school_days(t->calendar, calendar_school_day_after(t->calendar, told), 1) : DATE_NONE;
}

static const struct rule_version *version_of(const struct policy *policy, const struct finding *f) {
    size_t count;
    return &rule_versions(&policy->rules[f->rule], f->variant, &count)[f->version];
}

size_t notices_of(const struct calendar *calendar, const struct notice_source *source, const struct notice_ledger *ledger,
                  struct date as_of, struct date horizon, struct notice out[NOTICES_MOST]) {
    struct notice notice = { .role = source->owner, .asks = source->asks };
    struct date first;
    size_t count = 0;
    if (!source->open) return 0;
    struct telling t = { calendar, source->plan, ledger, source->due, as_of, horizon, source->owner };
    if (t.plan->quiet_holidays && !calendar_is_school_day(calendar, as_of)) return 0;
    if (date_known(ledger->silent_to) && !date_after(as_of, ledger->silent_to)) return 0;
    if (!latest_step(&t, &notice, &first)) return 0;
    if (owner_is_due(&t, &notice)) out[count++] = notice;
    struct date may = owner_had_a_day(&t, first);
    for (size_t i = 0; i < t.plan->escalate_count; i++) {
        int32_t role = t.plan->escalate[i].role;
        struct date day = after(&t, source->due, &t.plan->escalate[i].after);
        if (role == source->owner || date_after(day, as_of) || was_told(&t, role, day, true)) continue;
        if (date_known(may) && !date_after(may, as_of))
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

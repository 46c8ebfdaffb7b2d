/* SPDX-License-Identifier: GPL-3.0-or-later
 * notice - who is to be told of a finding on a day; see notice.h.
 * Owns:  nothing.
 * Must not know: people, messages.
 */
#include "engine/notice.h"

static const char *const CAUSES[NOTICE_CAUSE_COUNT] = { "lead", "step", "due", "again", "escalated" };

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
    struct date due, as_of;
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
        if (date_after(day, t->as_of) || (date_known(out->planned) && date_before(day, out->planned))) continue;
        out->planned = day;
        out->cause = cause_of(t->plan, &t->plan->steps[i]);
    }
    for (size_t i = 0; t->plan->then_count && date_known(last); i++) {
        size_t gap = i < t->plan->then_count ? i : t->plan->then_count - 1;
        struct date next = after(t, last, &t->plan->then_every[gap]);
        if (date_after(next, t->as_of) || !date_after(next, last)) break;
        last = out->planned = next;
        out->cause = NOTICE_AGAIN;
    }
    return date_known(out->planned);
}

/* ---- what was told ---- */

static bool was_told(const struct telling *t, int32_t role, struct date since) {
    for (size_t i = 0; i < t->ledger->told_count; i++)
        if (t->ledger->told[i].role == role && !date_before(t->ledger->told[i].day, since)) return true;
    return false;
}

static bool owner_is_due(const struct telling *t, struct notice *notice) {
    struct date silent_to = t->ledger->silent_to;
    if (t->ledger->in_hand && notice->cause == NOTICE_AGAIN) return false;
    if (date_known(silent_to) && !was_told(t, t->owner, date_add_days(silent_to, 1))) return true;
    return !was_told(t, t->owner, notice->planned);
}

/* The first day on which those above may hear of it: the owner was told, and has had a school day for it. */
static struct date owner_had_a_day(const struct telling *t, struct date first) {
    struct date told = DATE_NONE;
    for (size_t i = 0; i < t->ledger->told_count; i++)
        if (t->ledger->told[i].role == t->owner && !date_before(t->ledger->told[i].day, first)) told = date_min(told, t->ledger->told[i].day);
    return date_known(told) ? calendar_add_school_days(t->calendar, calendar_school_day_after(t->calendar, told), 1) : DATE_NONE;
}

static bool can_still_be_done(const struct finding *f) {
    enum status status = f->status == STATUS_UNKNOWN ? f->underlying : f->status;
    return (status == STATUS_DUE_SOON || status == STATUS_OVERDUE) && date_known(f->due);
}

static const struct rule_version *version_of(const struct policy *policy, const struct finding *f) {
    size_t count;
    return &rule_versions(&policy->rules[f->rule], f->variant, &count)[f->version];
}

size_t notices_due(const struct policy *policy, const struct calendar *calendar, const struct finding *finding,
                   const struct notice_ledger *ledger, struct date as_of, struct notice out[NOTICES_MOST]) {
    const struct rule_version *v = version_of(policy, finding);
    struct notice notice = { .role = v->owner, .asks = finding->status == STATUS_UNKNOWN };
    struct date first;
    size_t count = 0;
    if (v->plan < 0 || v->owner < 0 || !can_still_be_done(finding)) return 0;
    struct telling t = { calendar, &policy->plans[v->plan], ledger, finding->due, as_of, v->owner };
    if (t.plan->quiet_holidays && !calendar_is_school_day(calendar, as_of)) return 0;
    if (date_known(ledger->silent_to) && !date_after(as_of, ledger->silent_to)) return 0;
    if (!latest_step(&t, &notice, &first)) return 0;
    if (owner_is_due(&t, &notice)) out[count++] = notice;
    struct date may = owner_had_a_day(&t, first);
    for (size_t i = 0; i < t.plan->escalate_count; i++) {
        int32_t role = t.plan->escalate[i].role;
        struct date day = after(&t, finding->due, &t.plan->escalate[i].after);
        if (role == v->owner || date_after(day, as_of) || was_told(&t, role, day)) continue;
        if (date_known(may) && !date_after(may, as_of)) out[count++] = (struct notice){ role, NOTICE_ESCALATED, day, notice.asks };
    }
    return count;
}

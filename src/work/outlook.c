/* SPDX-License-Identifier: GPL-3.0-or-later
 * outlook - what lies ahead of one finding; see outlook.h.
 * Owns:  nothing.
 * Must not know: names of people, terminals, what was sent.
 */
#include "work/outlook.h"

#include "work/wording.h"

#define REPEATS_MOST 200 /* of the last gap of a plan */

static bool is_open(const struct finding *f) {
    return f->status == STATUS_ON_TRACK || f->status == STATUS_DUE_SOON || f->status == STATUS_OVERDUE
           || (f->status == STATUS_UNKNOWN && f->underlying != STATUS_MISSED);
}

struct str outlook_due(struct arena *arena, const struct finding *f) {
    char due[DATE_LONG_SIZE], deadline[DATE_LONG_SIZE];
    if (!is_open(f) || !date_known(f->due) || !date_known(f->deadline) || date_same(f->due, f->deadline)) return (struct str){ 0 };
    return str_format(arena, "%s, the last school day; the deadline is %s", date_short(f->due, due), date_short(f->deadline, deadline));
}

struct str outlook_worst(struct arena *arena, const struct policy *policy, const struct finding *f) {
    char day[DATE_LONG_SIZE], late[DATE_LONG_SIZE];
    if (f->status != STATUS_UNKNOWN) return (struct str){ 0 };
    if (force_forbids(finding_version(policy, f)->force)) return STR("a breach");
    if (!date_known(f->due)) return (struct str){ 0 };
    date_short(f->due, day);
    switch (f->underlying) {
    case STATUS_ON_TRACK: return str_format(arena, "on track, to be done by %s", day);
    case STATUS_DUE_SOON: return str_format(arena, "due soon, by %s; overdue after that", day);
    case STATUS_OVERDUE:
        if (!date_known(f->late_until)) return str_format(arena, "overdue, was due %s", day);
        return str_format(arena, "overdue, was due %s; it counts, late, until %s", day, date_short(f->late_until, late));
    case STATUS_MISSED: return str_format(arena, "missed, was due %s", day);
    default: return (struct str){ 0 };
    }
}

/* ---- reminders ---- */

static int32_t number_on(const struct policy *policy, struct operand n, struct date day) {
    if (n.param < 0) return (int32_t)n.value;
    const struct param_step *step = param_at(&policy->params[n.param], day);
    return step && step->count ? (int32_t)step->values[0] : 0;
}

static struct date moved(const struct policy *policy, const struct calendar *calendar, struct date day, struct span span) {
    int32_t n = number_on(policy, span.n, day);
    if (span.unit == SPAN_MONTHS) return date_add_months(day, n);
    if (span.unit == SPAN_SCHOOL_DAYS && n) return calendar_add_school_days(calendar, day, n);
    return date_add_days(day, n);
}

struct date outlook_reminder(const struct policy *policy, const struct calendar *calendar, const struct finding *f, struct date as_of) {
    const struct rule_version *version = finding_version(policy, f);
    struct date next = DATE_NONE, last = f->due;
    if (version->plan < 0 || !date_known(f->due) || !is_open(f)) return DATE_NONE;
    const struct plan *plan = &policy->plans[version->plan];
    for (size_t i = 0; i < plan->step_count; i++) {
        struct date day = moved(policy, calendar, f->due, plan->steps[i]);
        if (plan->quiet_holidays) day = calendar_school_day_after(calendar, day);
        if (date_after(day, as_of)) next = date_min(next, day);
        last = date_max(last, day);
    }
    for (size_t i = 0; plan->then_count && !date_known(next) && i < REPEATS_MOST; i++) {
        last = moved(policy, calendar, last, plan->then_every[i < plan->then_count ? i : plan->then_count - 1]);
        struct date day = plan->quiet_holidays ? calendar_school_day_after(calendar, last) : last;
        if (date_after(day, as_of)) next = day;
    }
    return next;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * keep_date - until which day the records of each pupil are kept; see keep_date.h.
 * Owns:  nothing.
 * Must not know: how it is shown, how records are erased.
 */
#include "work/keep_date.h"

#include "policy/param.h"
#include "work/position.h"

/* [M] of domain 10, where a policy has no parameter of its own. */
#define RECORD_AGE 25
#define RECORD_AGE_SEND 31

static int64_t age_of(const struct policy *policy, const char *name, struct date day, int64_t otherwise) {
    for (size_t i = 0; i < policy->param_count; i++) {
        if (!str_is(policy->params[i].name, name)) continue;
        const struct param_step *step = param_at(&policy->params[i], day);
        return step && step->count ? step->values[0] : otherwise;
    }
    return otherwise;
}

static bool is_keep(const struct rule *rule) {
    if (!rule->applies || !rule->version_count) return false;
    enum window_op op = rule->versions[0].when.op;
    return op == WINDOW_KEPT || op == WINDOW_REVIEW;
}

/* ---- what the policy asks for ------------------------------------------------------------------------------------------- */

/* A keep is over on the day after its last one: the engine's "kept" ends on the day before. */
static bool note(void *self, const struct position *p, const struct finding *f, struct err *err) {
    struct keep_dates *dates = self;
    (void)err;
    if (f->subject_type != SUBJECT_PUPIL || !str_is(str_from(f->instance), "kept") || !date_known(f->late_until)) return true;
    size_t rank = roster_rank(p->roster, f->subject);
    if (rank == SIZE_MAX) return true;
    struct keep_date *date = &dates->at[rank];
    struct date last = date_add_days(f->late_until, 1);
    if (date_known(date->asked) && !date_after(last, date->asked)) return true;
    date->asked = last;
    date->asked_rule = (int32_t)f->rule;
    return true;
}

static bool ask_policy(struct arena *arena, struct school *school, struct date day, struct keep_dates *dates, struct err *err) {
    const struct policy *policy = school->policy;
    struct selection selection = { .clause = -1, .rule = -1 };
    bool *rules = arena_array(arena, bool, policy->rule_count + 1), any = false;
    struct position *p;
    for (size_t i = 0; i < policy->rule_count; i++) {
        rules[i] = is_keep(&policy->rules[i]);
        any = any || rules[i];
    }
    if (!any) return true;
    selection.rules = rules;
    struct position_request request = { .as_of = day, .selection = &selection, .leavers = true, .past = true, .pupils_only = true, .each = note, .self = dates };
    return position_judge(arena, school, &request, &p, err);
}

/* ---- the pupil record ------------------------------------------------------------------------------------------------------ */

static bool ever_had_needs(const struct kinds *kinds, const struct pupil *pupil) {
    int32_t sen = facts_find(&kinds->facts[SUBJECT_PUPIL], STR("sen"));
    if (sen == FIELD_ABSENT) return false;
    const struct field *field = &kinds->facts[SUBJECT_PUPIL].fields[sen];
    int32_t none = field_find_code(field, STR("none"));
    for (uint32_t i = 0; i < pupil->step_count; i++)
        if (pupil->steps[i].fact == (uint32_t)sen && pupil->steps[i].value != VALUE_NONE && pupil->steps[i].value != none) return true;
    return pupil->facts[sen] != VALUE_NONE && pupil->facts[sen] != none;
}

static bool take_record(struct arena *arena, struct school *school, const struct keep_dates *dates, struct keep_date *date, struct err *err) {
    struct pupil pupil;
    bool found;
    struct date born = date->pupil->dob;
    enum leap_day leap = (enum leap_day)school->policy->readings[READING_LEAP_DAY].means;
    date->last = date->asked;
    date->rule = date->asked_rule;
    if (!date_known(born)) {
        date->last = DATE_NONE;
        date->no_birthday = true;
        return true;
    }
    if (!pupil_read(school->db, school->kinds, arena, date->pupil->id, &pupil, &found, err)) return false;
    bool needs = found && ever_had_needs(school->kinds, &pupil);
    struct date last = date_birthday(born, (int)(needs ? dates->age_send : dates->age), leap);
    if (date_known(date->last) && !date_after(last, date->last)) return true;
    date->last = last;
    date->rule = -1;
    date->reason = needs ? KEEP_BY_RECORD_SEND : KEEP_BY_RECORD;
    return true;
}

/* ---- holds ---------------------------------------------------------------------------------------------------------------- */

static bool take_holds(struct arena *arena, struct school *school, struct date day, struct keep_dates *dates, struct err *err) {
    struct ruling_hold *holds;
    size_t count;
    if (!ruling_holds(school->db, arena, DATE_NONE, &holds, &count, err)) return false;
    for (size_t i = 0; i < count; i++) {
        size_t rank = holds[i].subject_type == SUBJECT_PUPIL ? roster_rank(dates->roster, holds[i].subject) : SIZE_MAX;
        if (rank == SIZE_MAX || date_before(holds[i].until, day)) continue;
        struct keep_date *date = &dates->at[rank];
        if (!date->hold || date_after(holds[i].until, date->hold->until)) date->hold = &holds[i];
    }
    return true;
}

bool keep_dates_read(struct arena *arena, struct school *school, struct date day, const struct selection *only, struct keep_dates **out,
                     struct err *err) {
    struct keep_dates *dates = *out = arena_new(arena, struct keep_dates);
    size_t kept = 0;
    dates->age = age_of(school->policy, "record_age", day, RECORD_AGE);
    dates->age_send = age_of(school->policy, "record_age_send", day, RECORD_AGE_SEND);
    if (!roster_read(arena, school, day, &dates->roster, err)) return false;
    dates->at = arena_array(arena, struct keep_date, dates->roster->pupil_count + 1);
    dates->count = dates->roster->pupil_count;
    for (size_t i = 0; i < dates->count; i++)
        dates->at[i] = (struct keep_date){ .pupil = &dates->roster->pupils[i], .last = DATE_NONE, .rule = -1, .asked = DATE_NONE, .asked_rule = -1 };
    if (!ask_policy(arena, school, day, dates, err) || !take_holds(arena, school, day, dates, err)) return false;
    for (size_t i = 0; i < dates->count; i++) {
        if (only && !selection_has_pupil(only, dates->at[i].pupil->id)) continue;
        if (!dates->at[i].pupil->on_roll && !take_record(arena, school, dates, &dates->at[i], err)) return false;
        dates->at[kept++] = dates->at[i];
    }
    dates->count = kept;
    return true;
}

bool keep_date_is_over(const struct keep_date *date, struct date day) {
    return !date->pupil->on_roll && date_known(date->last) && date_before(date->last, day);
}

struct str keep_date_reason(struct arena *arena, const struct school *school, const struct keep_dates *dates, const struct keep_date *date) {
    const struct policy *policy = school->policy;
    if (date->rule >= 0) {
        const struct rule *rule = &policy->rules[date->rule];
        return str_format(arena, "%.*s %.*s", STR_ARG(rule->clause), STR_ARG(policy->clauses[rule->clause_index].title));
    }
    bool needs = date->reason == KEEP_BY_RECORD_SEND;
    return str_format(arena, "pupil record, to age %lld%s", (long long)(needs ? dates->age_send : dates->age), needs ? " (SEND)" : "");
}

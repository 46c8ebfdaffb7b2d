/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain_value - the reference evaluator: what a record, a subject, a parameter says on a day.
 * Owns:  nothing.
 * Must not know: conditions, windows.
 */
#include <string.h>

#include "engine/plain_priv.h"

void plain_lack(struct plain_lacks *lacks, int32_t kind, int32_t field, int64_t activity) {
    if (!lacks) return;
    if (lacks->count == lacks->room) {
        size_t room = lacks->room ? lacks->room * 2 : 16;
        struct missing *at = arena_array(lacks->arena, struct missing, room);
        if (lacks->count) memcpy(at, lacks->at, lacks->count * sizeof *at);
        lacks->at = at;
        lacks->room = room;
    }
    lacks->at[lacks->count++] = (struct missing){ .kind = kind, .field = field, .activity = activity };
}

/* The first step governs earlier days too. */
const struct param_step *plain_param(const struct param *param, struct date day) {
    const struct param_step *found = &param->steps[0];
    for (size_t i = 1; i < param->step_count; i++) {
        if (!date_after(param->steps[i].from, day)) found = &param->steps[i];
    }
    return found;
}

int64_t plain_operand(const struct plain_case *c, const struct operand *operand) {
    if (operand->param < 0) return operand->value;
    return plain_param(&c->run->policy->params[operand->param], c->first)->values[0];
}

static struct date span(const struct plain *run, struct date day, enum span_unit unit, int64_t n) {
    int32_t count = (int32_t)n;
    if (count == 0) return day;
    switch (unit) {
    case SPAN_DAYS: return date_add_days(day, count);
    case SPAN_MONTHS: return date_add_months(day, count);
    case SPAN_SCHOOL_DAYS: break;
    }
    return calendar_add_school_days(run->judging->calendar, day, count);
}

struct date plain_span_after(const struct plain *run, struct date day, enum span_unit unit, int64_t n) {
    return span(run, day, unit, n);
}

struct date plain_span_before(const struct plain *run, struct date day, enum span_unit unit, int64_t n) {
    return span(run, day, unit, -n);
}

enum leap_day plain_leap_day(const struct plain *run) {
    return (enum leap_day)run->policy->readings[READING_LEAP_DAY].means;
}

/* ---- records ---------------------------------------------------------------------------------------------------- */

static int64_t of_date(struct date d) { return date_known(d) ? d.day : VALUE_NONE; }

static int64_t in_details(const struct detail *details, uint32_t count, uint32_t activity, int32_t field) {
    for (uint32_t i = 0; i < count; i++) {
        if (details[i].activity == activity && details[i].field == (uint32_t)field) return details[i].value;
    }
    return VALUE_NONE;
}

int64_t plain_outcome_of(const struct plain_record *record) {
    uint64_t raw = record->participation ? record->participation->facts & ((1u << OUTCOME_BITS) - 1) : 0;
    return raw == 0 ? VALUE_NONE : (int64_t)raw - 1;
}

int64_t plain_field(const struct plain *run, const struct plain_subject *subject, const struct plain_record *record,
                    int32_t field) {
    const struct activity *activity = record->activity;
    const struct field *f = &run->kinds->kinds[activity->kind].fields[field];
    switch (field) {
    case FIELD_DATE: return of_date(activity->date);
    case FIELD_LAST_DAY: return of_date(activity->last_day);
    case FIELD_ORGANISATION_OF: return activity->organisation;
    case FIELD_CANCELLED: return activity->cancelled;
    case FIELD_OUTCOME: return plain_outcome_of(record);
    default: break;
    }
    if (!f->each) {
        if (f->home == HOME_FACTS) return field_unpack(f, activity->facts);
        return in_details(run->activities.details + activity->detail_first, activity->detail_count, record->index, field);
    }
    if (!record->participation) return VALUE_NONE;
    if (f->home == HOME_FACTS) return field_unpack(f, record->participation->facts);
    return in_details(subject->batch->details, subject->batch->detail_count, record->index, field);
}

/* ---- facts ------------------------------------------------------------------------------------------------------ */

static struct date date_of(int64_t value) { return value == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)value }; }

static int64_t undated(const struct plain_subject *subject, int32_t fact) {
    return fact < 0 ? VALUE_NONE : subject->batch->facts[fact];
}

/* The newest step at or before the day, else NULL. */
static const struct fact_step *step_at(const struct plain_subject *subject, int32_t fact, struct date day) {
    const struct fact_step *found = NULL;
    for (uint32_t i = 0; i < subject->batch->step_count; i++) {
        const struct fact_step *step = &subject->batch->steps[i];
        if (step->fact != (uint32_t)fact || date_after(step->from, day)) continue;
        if (!found || !date_before(step->from, found->from)) found = step;
    }
    return found;
}

static const struct fact_step *first_step(const struct plain_subject *subject, int32_t fact) {
    const struct fact_step *found = NULL;
    for (uint32_t i = 0; i < subject->batch->step_count; i++) {
        const struct fact_step *step = &subject->batch->steps[i];
        if (step->fact == (uint32_t)fact && (!found || date_before(step->from, found->from))) found = step;
    }
    return found;
}

static bool says_year(const struct fact_step *step) {
    return step->value != VALUE_NONE && !date_same(step->from, DATE_FIRST);
}

static int64_t year_on(const struct plain_subject *subject, int32_t fact, struct date day) {
    const struct fact_step *step = step_at(subject, fact, day);
    if (!step) step = first_step(subject, fact);
    if (!step || !says_year(step)) return VALUE_NONE;
    int64_t year = step->value + school_year_of(day) - school_year_of(step->from);
    return year < 0 ? 0 : year;
}

/* As A(n) and E(n) see it: steps without a value are passed over. */
static bool year_in(const struct plain *run, const struct plain_subject *subject, int school_year, int64_t *out) {
    const struct fact_step *found = NULL, *first = NULL;
    for (uint32_t i = 0; i < subject->batch->step_count; i++) {
        const struct fact_step *step = &subject->batch->steps[i];
        if (step->fact != (uint32_t)run->kinds->known.year || !says_year(step)) continue;
        if (!first || date_before(step->from, first->from)) first = step;
        if (date_after(step->from, school_year_end(school_year))) continue;
        if (!found || !date_before(step->from, found->from)) found = step;
    }
    if (!found) found = first;
    if (!found) return false;
    *out = found->value + school_year - school_year_of(found->from);
    return true;
}

/* School years in which some year may change, with room for projection on both sides. */
static bool year_range(const struct plain *run, const struct plain_subject *subject, int *from, int *to) {
    bool any = false;
    if (subject->type != SUBJECT_PUPIL || run->kinds->known.year < 0) return false;
    for (uint32_t i = 0; i < subject->batch->step_count; i++) {
        const struct fact_step *step = &subject->batch->steps[i];
        if (step->fact != (uint32_t)run->kinds->known.year || !says_year(step)) continue;
        int school_year = school_year_of(step->from);
        int64_t reach = step->value > 100 ? step->value : 100;
        int low = school_year - (int)reach, high = school_year + (int)reach;
        if (!any || low < *from) *from = low;
        if (!any || high > *to) *to = high;
        any = true;
    }
    return any;
}

bool plain_first_school_year(const struct plain *run, const struct plain_subject *subject, int64_t n, int *out) {
    int from = 0, to = 0;
    int64_t year;
    if (!year_range(run, subject, &from, &to)) return false;
    for (int s = from; s <= to; s++) {
        if (!year_in(run, subject, s, &year) || year < n) continue;
        *out = s;
        return true;
    }
    return false;
}

bool plain_last_school_year(const struct plain *run, const struct plain_subject *subject, int64_t n, int *out) {
    int from = 0, to = 0;
    int64_t year;
    if (!year_range(run, subject, &from, &to)) return false;
    for (int s = to; s >= from; s--) {
        if (!year_in(run, subject, s, &year) || year > n) continue;
        *out = s;
        return true;
    }
    return false;
}

static int64_t is_present(struct date came, struct date left, struct date day) {
    return (!date_known(came) || !date_after(came, day)) && (!date_known(left) || !date_after(day, left));
}

static int64_t days_present(struct date came, struct date left, struct date day) {
    if (!date_known(came)) return VALUE_NONE;
    int32_t days = date_min(day, left).day - came.day;
    return days < 0 ? 0 : days;
}

static int64_t age_on(const struct plain *run, struct date born, struct date day) {
    if (!date_known(born)) return VALUE_NONE;
    int age = date_age(born, day, plain_leap_day(run));
    return age < 0 ? 0 : age;
}

int64_t plain_fact(const struct plain *run, const struct plain_subject *subject, int32_t fact, struct date day) {
    const struct known_facts *known = &run->kinds->known;
    if (subject->type == SUBJECT_PUPIL) {
        struct date came = date_of(undated(subject, known->admitted_on)), left = date_of(undated(subject, known->left_on));
        if (fact == known->on_roll) return is_present(came, left, day);
        if (fact == known->days_on_roll) return days_present(came, left, day);
        if (fact == known->age) return age_on(run, date_of(undated(subject, known->dob)), day);
        if (fact == known->year) return year_on(subject, fact, day);
        if (fact == known->key_stage) {
            int64_t year = year_on(subject, known->year, day);
            return year == VALUE_NONE ? VALUE_NONE : key_stage_of_year((int)year);
        }
    }
    if (subject->type == SUBJECT_STAFF) {
        struct date came = date_of(undated(subject, known->started_on));
        struct date left = date_of(undated(subject, known->staff_left_on));
        if (fact == known->in_post) return is_present(came, left, day);
        if (fact == known->days_in_post) return days_present(came, left, day);
    }
    if (subject->type == SUBJECT_SCHOOL) return run->policy->school_facts[fact];
    if (!run->kinds->facts[subject->type].fields[fact].dated) return subject->batch->facts[fact];
    const struct fact_step *step = step_at(subject, fact, day);
    return step ? step->value : VALUE_NONE;
}

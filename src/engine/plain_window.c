/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain_window - the reference evaluator: the instances of each window.
 * Owns:  nothing.
 * Must not know: terms, statuses.
 *
 * Every instance is made, also those that lie ahead or long ago; plain_rule sifts them.
 */
#include <stdio.h>
#include <string.h>

#include "engine/plain_priv.h"

static struct plain_instance *add(const struct plain_case *c, struct plain_instances *out, const char *key, size_t size) {
    if (out->count == out->room) {
        size_t room = out->room ? out->room * 2 : 8;
        struct plain_instance *at = arena_array(c->run->scratch, struct plain_instance, room);
        if (out->count) memcpy(at, out->at, out->count * sizeof *at);
        out->at = at;
        out->room = room;
    }
    struct plain_instance *instance = &out->at[out->count++];
    *instance = (struct plain_instance){ .rule = c, .opens = DATE_NONE, .deadline = DATE_NONE, .late_until = DATE_NONE,
                                         .counts_from = DATE_NONE, .sure_until = DATE_NONE,
                                         .who_by = DATE_NONE, .anchor_day = DATE_NONE, .anchor_answer = PLAIN_YES };
    memcpy(instance->key, key, size < INSTANCE_KEY_SIZE ? size : INSTANCE_KEY_SIZE - 1);
    return instance;
}

/* opens, deadline, late until; nothing when it opens after its deadline. */
static struct plain_instance *add_dated(const struct plain_case *c, struct plain_instances *out, const char *key,
                                        struct date opens, struct date deadline, struct date late_until) {
    if (date_after(opens, deadline)) return NULL;
    struct plain_instance *instance = add(c, out, key, strlen(key));
    instance->opens = instance->counts_from = opens;
    if (plain_is_negative(c->version->force)) instance->counts_from = date_max(opens, plain_began(c)); /* what was no breach then */
    instance->deadline = deadline;
    instance->late_until = late_until;
    if (c->version->has_late) {
        int64_t n = plain_operand(c, &c->version->late.n);
        instance->late_until = plain_span_after(c->run, deadline, c->version->late.unit, n);
    }
    instance->who_by = deadline;
    return instance;
}

static struct plain_instance *add_dateless(const struct plain_case *c, struct plain_instances *out, const char *key,
                                           int32_t fact) {
    struct plain_instance *instance = add(c, out, key, strlen(key));
    instance->is_dateless = true;
    if (fact >= 0) instance->lacks[instance->lack_count++] = fact;
    return instance;
}

static int64_t n_of(const struct plain_case *c, const struct operand *operand) { return plain_operand(c, operand); }

static bool is_pupil(const struct plain_case *c) { return c->subject->type == SUBJECT_PUPIL; }

/* A(n), E(n); DATE_NONE when no year is recorded. */
static struct date a_of(const struct plain_case *c, int64_t n) {
    int s;
    return plain_first_school_year(c->run, c->subject, n, &s) ? school_year_start(s) : DATE_NONE;
}

static struct date e_of(const struct plain_case *c, int64_t n) {
    int s;
    return plain_last_school_year(c->run, c->subject, n, &s) ? school_year_end(s) : DATE_NONE;
}

static struct date fact_date(const struct plain_case *c, int32_t fact) {
    int64_t value = fact < 0 ? VALUE_NONE : c->subject->batch->facts[fact];
    return value == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)value };
}

/* ---- windows of the calendar ---------------------------------------------------------------------------------------- */

static void school_years(const struct plain_case *c, struct plain_instances *out) {
    const struct month_day *due = &c->version->when.day;
    int last = school_year_of(c->run->judging->as_of) + 1;
    for (int s = school_year_of(c->run->policy->effective); s <= last; s++) {
        char key[SCHOOL_YEAR_SIZE];
        struct date end = school_year_end(s);
        struct date deadline = due->month ? school_year_day(s, due->month, due->day) : end;
        add_dated(c, out, school_year_name(s, key), school_year_start(s), deadline, end);
    }
}

static void parts_of_years(const struct plain_case *c, struct plain_instances *out, bool halves) {
    size_t count;
    const struct calendar *calendar = c->run->judging->calendar;
    const struct calendar_part *parts = halves ? calendar_half_terms(calendar, &count) : calendar_terms(calendar, &count);
    for (size_t i = 0; i < count; i++) {
        char key[INSTANCE_KEY_SIZE], year[SCHOOL_YEAR_SIZE];
        school_year_name(parts[i].school_year, year);
        if (halves) snprintf(key, sizeof key, "%s %s %d", year, term_name(parts[i].term), parts[i].half);
        else snprintf(key, sizeof key, "%s %s", year, term_name(parts[i].term));
        add_dated(c, out, key, parts[i].opens, parts[i].closes, parts[i].closes);
    }
}

/* ---- windows of year groups and ages ------------------------------------------------------------------------------- */

/* From the start of Year a to the end of Year b. */
static void years(const struct plain_case *c, struct plain_instances *out, const char *key, int64_t a, int64_t b) {
    struct date opens = a_of(c, a), closes = e_of(c, b);
    if (!date_known(opens) || !date_known(closes)) add_dateless(c, out, key, c->run->kinds->known.year);
    else add_dated(c, out, key, opens, closes, closes);
}

static void key_stages(const struct plain_case *c, struct plain_instances *out) {
    uint32_t listed = c->version->when.key_stages;
    if (listed == 0 || listed & 1u << 3) years(c, out, "KS3", 7, 9);
    if (listed == 0 || listed & 1u << 4) years(c, out, "KS4", 10, 11);
    if (listed == 0 || listed & 1u << 5) years(c, out, "KS5", 12, 13);
}

static struct date age_deadline(const struct plain_case *c, struct date born, int64_t age) {
    struct date birthday = date_birthday(born, (int)age, plain_leap_day(c->run));
    if (c->run->policy->readings[READING_BY_THE_AGE_OF].means == BY_AGE_BIRTHDAY) return date_add_days(birthday, -1);
    return school_year_end(school_year_of(birthday));
}

static struct date further_opens(const struct plain_case *c, struct date born, int64_t lower) {
    struct date birthday = date_birthday(born, (int)lower, plain_leap_day(c->run));
    switch (c->run->policy->readings[READING_ONE_FURTHER].means) {
    case FURTHER_AFTER_BIRTHDAY: return birthday;
    case FURTHER_TWO_IN_TOTAL: return a_of(c, 7);
    default: return school_year_start(school_year_of(birthday) + 1);
    }
}

static void by_age(const struct plain_case *c, struct plain_instances *out, bool further) {
    const struct known_facts *known = &c->run->kinds->known;
    const struct window *when = &c->version->when;
    char key[INSTANCE_KEY_SIZE];
    int64_t age = n_of(c, &when->a);
    snprintf(key, sizeof key, "age %lld", (long long)age);
    bool needs_year = !further || c->run->policy->readings[READING_ONE_FURTHER].means == FURTHER_TWO_IN_TOTAL;
    bool lacks_year = needs_year && !date_known(a_of(c, 7));
    struct date born = fact_date(c, known->dob);
    if (!date_known(born) || lacks_year) {
        struct plain_instance *instance = add_dateless(c, out, key, date_known(born) ? -1 : known->dob);
        if (lacks_year && known->year >= 0) instance->lacks[instance->lack_count++] = known->year;
        return;
    }
    struct date deadline = age_deadline(c, born, age), left = fact_date(c, known->left_on);
    struct date opens = further ? further_opens(c, born, n_of(c, &when->b)) : a_of(c, 7);
    add_dated(c, out, key, opens, deadline, date_known(left) ? date_max(deadline, left) : DATE_NONE);
}

/* A month and day within a school year, or what stands for it. */
static struct date within_year(struct date of_year, struct month_day day) {
    return day.month ? school_year_day(school_year_of(of_year), day.month, day.day) : of_year;
}

static void add_phase(const struct plain_case *c, struct plain_instances *out, struct str name, int64_t opens_year,
                      struct month_day opens, int64_t closes_year, struct month_day closes, int32_t late_days) {
    char key[INSTANCE_KEY_SIZE];
    snprintf(key, sizeof key, "%.*s", STR_ARG(name));
    struct date a = a_of(c, opens_year), e = e_of(c, closes_year);
    if (!date_known(a) || !date_known(e)) {
        add_dateless(c, out, key, c->run->kinds->known.year);
        return;
    }
    struct date deadline = within_year(e, closes);
    add_dated(c, out, key, within_year(a, opens), deadline, date_add_days(deadline, late_days));
}

static void phases(const struct plain_case *c, struct plain_instances *out) {
    const struct window *when = &c->version->when;
    for (size_t i = 0; i < when->name_count; i++) {
        if (when->op == WINDOW_IN_PHASES) {
            const struct phase *p = &c->run->policy->phases[when->names[i]];
            add_phase(c, out, p->name, p->opens_year, p->opens, p->closes_year, p->closes, 0);
        } else {
            const struct transition *t = &c->run->policy->transitions[when->names[i]];
            add_phase(c, out, t->name, t->year, t->opens, t->year, t->closes, 30);
        }
    }
}

static void by_date(const struct plain_case *c, struct plain_instances *out, bool after) {
    bool all;
    uint32_t mask = plain_who_years(c, &all);
    const struct month_day *day = &c->version->when.day;
    for (int year = 0; year < 32; year++) {
        if (!(mask >> year & 1)) continue;
        char key[INSTANCE_KEY_SIZE];
        snprintf(key, sizeof key, "%s Y%d", after ? "after" : "in", year);
        struct date a = a_of(c, year), e = e_of(c, year);
        if (!date_known(a) || !date_known(e)) {
            add_dateless(c, out, key, c->run->kinds->known.year);
            continue;
        }
        if (date_after(a, e)) continue;
        struct date deadline = school_year_day(school_year_of(e) + after, day->month, day->day);
        struct plain_instance *instance =
            add_dated(c, out, key, a, deadline, after ? date_add_days(deadline, 365) : e);
        if (instance) instance->who_by = date_min(deadline, e);
    }
}

/* ---- windows of events ------------------------------------------------------------------------------------------------ */

static struct date moved(const struct plain_case *c, struct date day, const struct span *span, bool back) {
    int64_t n = plain_operand(c, &span->n);
    return back ? plain_span_before(c->run, day, span->unit, n) : plain_span_after(c->run, day, span->unit, n);
}

static struct plain_instance *add_anchor(const struct plain_case *c, struct plain_instances *out, const char *key,
                                         struct date day) {
    const struct window *when = &c->version->when;
    struct plain_instance *instance;
    if (when->op == WINDOW_AHEAD_OF) {
        instance = add_dated(c, out, key, moved(c, day, &when->opens, true), moved(c, day, &when->length, true), day);
    } else {
        struct date deadline = moved(c, moved(c, day, &when->length, false), &when->grace, false);
        deadline = calendar_school_day_after(c->run->judging->calendar, deadline);
        instance = add_dated(c, out, key, moved(c, day, &when->may_precede, true), deadline, date_add_days(deadline, 365));
    }
    if (!instance) return NULL;
    instance->is_anchored = true;
    instance->anchor_day = instance->who_by = day;
    return instance;
}

static void milestone(const struct plain_case *c, struct plain_instances *out) {
    const struct known_facts *known = &c->run->kinds->known;
    const struct window *when = &c->version->when;
    enum subject_type type = c->subject->type;
    int32_t fact = FIELD_ABSENT;
    struct date day;
    switch (when->anchor) {
    case ANCHOR_ADMISSION: fact = is_pupil(c) ? known->admitted_on : FIELD_ABSENT; break;
    case ANCHOR_LEAVING: fact = is_pupil(c) ? known->left_on : type == SUBJECT_STAFF ? known->staff_left_on : fact; break;
    case ANCHOR_APPOINTMENT: fact = type == SUBJECT_STAFF ? known->started_on : FIELD_ABSENT; break;
    case ANCHOR_BIRTHDAY: fact = is_pupil(c) ? known->dob : FIELD_ABSENT; break;
    case ANCHOR_TURNS_YEAR: fact = is_pupil(c) ? known->year : FIELD_ABSENT; break;
    case ANCHOR_RECORD: break;
    }
    if (fact < 0) return;
    if (when->anchor == ANCHOR_TURNS_YEAR) {
        day = a_of(c, n_of(c, &when->anchor_n));
    } else {
        day = fact_date(c, fact);
        if (when->anchor == ANCHOR_BIRTHDAY && date_known(day))
            day = date_birthday(day, (int)n_of(c, &when->anchor_n), plain_leap_day(c->run));
    }
    char key[DATE_ISO_SIZE];
    if (date_known(day)) add_anchor(c, out, date_iso(day, key), day);
    else if (when->anchor != ANCHOR_LEAVING) add_dateless(c, out, "no date", fact);
}

static struct date anchor_day(const struct plain_case *c, const struct plain_record *record) {
    if (c->version->when.anchor_on < 0) return record->activity->date;
    int64_t value = plain_field(c->run, c->subject, record, c->version->when.anchor_on);
    return value == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)value };
}

struct anchor_record {
    const struct plain_record *record;
    enum plain_answer answer;
    struct date day;
};

static void anchors(const struct plain_case *c, struct plain_instances *out) {
    struct anchor_record *found = arena_array(c->run->scratch, struct anchor_record, c->subject->record_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < c->subject->record_count; i++) {
        const struct plain_record *record = &c->subject->records[i];
        enum plain_answer answer = plain_on_record(c, &c->version->when.anchor_filter, NULL, record, true, NULL);
        if (answer == PLAIN_NO) continue;
        struct date day = anchor_day(c, record);
        if (date_known(day)) found[count++] = (struct anchor_record){ record, answer, day };
    }
    for (size_t i = 0; i < count; i++) {
        int turn = 1;
        for (size_t j = 0; j < count; j++) {
            if (date_same(found[j].day, found[i].day) && found[j].record->activity->id < found[i].record->activity->id)
                turn++;
        }
        char key[INSTANCE_KEY_SIZE], iso[DATE_ISO_SIZE];
        date_iso(found[i].day, iso);
        if (turn == 1) snprintf(key, sizeof key, "%s", iso);
        else snprintf(key, sizeof key, "%s#%d", iso, turn);
        struct plain_instance *instance = add_anchor(c, out, key, found[i].day);
        if (!instance) continue;
        instance->anchor = found[i].record;
        instance->anchor_answer = found[i].answer;
    }
}

/* ---- how long a record is kept ------------------------------------------------------------------------------------------ */

/* The least and the latest that a day can be. */
struct between {
    struct date low, high;
};

/* Who has not left may leave on the day at hand; key stage 4 ends with Year 11; any other day that is missing can be any. */
static struct between day_between(const struct plain_case *c, int32_t fact) {
    const struct known_facts *facts = &c->run->kinds->known;
    struct date known = fact_date(c, fact), a = a_of(c, 11), e = e_of(c, 11);
    if (date_known(known)) return (struct between){ known, known };
    if (fact == facts->left_on) return (struct between){ c->run->judging->as_of, DATE_NONE };
    if (fact == facts->ks4_end && date_known(a) && date_known(e) && date_before(a, e)) return (struct between){ a, e };
    return (struct between){ DATE_FIRST, DATE_NONE };
}

static struct date years_on(const struct plain_case *c, struct date day) {
    int64_t years = n_of(c, &c->version->when.a);
    if (!date_known(day) || date_same(day, DATE_FIRST)) return day;
    return date_add_months(day, (int)(12 * (years < 1 ? 1 : years)));
}

static void keep(const struct plain_case *c, struct plain_instances *out) {
    const struct window *when = &c->version->when;
    bool later = c->run->policy->readings[READING_EARLIER_OF_TWO].means == EARLIER_LATER;
    struct between day = day_between(c, (int32_t)when->names[0]);
    for (size_t i = 1; i < when->name_count; i++) {
        struct between other = day_between(c, (int32_t)when->names[i]);
        day.low = later ? date_max(day.low, other.low) : date_min(day.low, other.low);
        day.high = later ? date_max(day.high, other.high) : date_min(day.high, other.high);
    }
    struct date least = years_on(c, day.low), latest = years_on(c, day.high);
    struct plain_instance *instance;
    if (when->op == WINDOW_REVIEW) {
        if (!date_known(latest)) return;
        instance = add_dated(c, out, "review", latest, date_add_months(latest, 12), DATE_NONE);
        instance->counts_from = DATE_FIRST;
    } else {
        struct date last = date_known(latest) ? date_add_days(latest, -1) : DATE_NONE;
        instance = add_dated(c, out, "kept", DATE_FIRST, last, last);
        instance->counts_from = DATE_FIRST;
        instance->sure_until = date_same(least, DATE_FIRST) ? least : date_add_days(least, -1);
    }
    for (size_t i = 0; !date_same(least, latest) && i < when->name_count; i++) {
        int32_t fact = (int32_t)when->names[i];
        if (fact != c->run->kinds->known.left_on && !date_known(fact_date(c, fact))) instance->lacks[instance->lack_count++] = fact;
    }
}

static void state(const struct plain_case *c, struct plain_instances *out) {
    struct plain_instance *instance = add(c, out, "now", 3);
    instance->is_state = true;
    instance->opens = plain_start(c);
}

void plain_windows(const struct plain_case *c, struct plain_instances *out) {
    const struct window *when = &c->version->when;
    char key[INSTANCE_KEY_SIZE];
    int64_t a = n_of(c, &when->a);
    switch (when->op) {
    case WINDOW_EACH_SCHOOL_YEAR: school_years(c, out); return;
    case WINDOW_EACH_TERM: parts_of_years(c, out, false); return;
    case WINDOW_EACH_HALF_TERM: parts_of_years(c, out, true); return;
    case WINDOW_ROLLING:
    case WINDOW_ALWAYS: state(c, out); return;
    case WINDOW_WITHIN:
    case WINDOW_AHEAD_OF:
        if (when->anchor == ANCHOR_RECORD) anchors(c, out);
        else milestone(c, out);
        return;
    default: break;
    }
    if (!is_pupil(c)) return;
    switch (when->op) {
    case WINDOW_EACH_KEY_STAGE: key_stages(c, out); return;
    case WINDOW_BY_AGE: by_age(c, out, false); return;
    case WINDOW_FURTHER_BY_AGE: by_age(c, out, true); return;
    case WINDOW_BY_END_OF_YEAR:
        snprintf(key, sizeof key, "end of Y%lld", (long long)a);
        years(c, out, key, 7, a);
        return;
    case WINDOW_BEFORE_YEAR:
        snprintf(key, sizeof key, "before Y%lld", (long long)a);
        years(c, out, key, 7, a - 1);
        return;
    case WINDOW_OVER_YEARS:
        snprintf(key, sizeof key, "Y%lld-%lld", (long long)a, (long long)n_of(c, &when->b));
        years(c, out, key, a, n_of(c, &when->b));
        return;
    case WINDOW_IN_PHASES:
    case WINDOW_AT_TRANSITIONS: phases(c, out); return;
    case WINDOW_KEPT:
    case WINDOW_REVIEW: keep(c, out); return;
    case WINDOW_BY_DATE_IN_YEAR: by_date(c, out, false); return;
    case WINDOW_BY_DATE_AFTER_YEAR: by_date(c, out, true); return;
    default: return;
    }
}

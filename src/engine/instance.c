/* SPDX-License-Identifier: GPL-3.0-or-later
 * instance - the turns of a rule's window for one subject: key, opens, deadline, late until.
 * Owns:  nothing; lists grow in the arena of the run.
 * Must not know: terms, statuses.
 */
#include "engine/instance.h"

#include <stdio.h>
#include <string.h>

#include "engine/slot.h"

#define YEAR_LIMIT 32
#define AFTER_YEAR_DAYS 365
#define TRANSITION_DAYS 30

/* A record that was kept too long before there was a policy must be looked at all the same. */
static bool in_force(const struct engine *e, const struct image_version *v, struct date day) {
    bool begun = v->when.op == WINDOW_REVIEW || !date_before(day, e->begins);
    return begun && !date_before(day, v->source->from) && !date_after(day, v->source->ends);
}

/* The first day on which anybody was bound by it. */
static struct date began(const struct engine *e, const struct image_version *v) {
    return date_max(v->source->from, e->begins);
}

/* Governed on the as-of day. */
static bool is_undated(const struct instance *instance) {
    return instance->state || instance->dateless || !date_known(instance->deadline);
}

static void put(struct engine *e, struct instances *out, const struct instance *instance) {
    const struct image_version *v = instance->version;
    bool undated = is_undated(instance);
    if (!in_force(e, v, undated ? e->judging->as_of : instance->deadline)) return;
    for (uint32_t i = 0; i < out->count; i++) {
        bool numbered = out->at[i].version == v && instance->anchor >= 0; /* its key is its own */
        if (!numbered && strcmp(out->at[i].key, instance->key) == 0) return;
    }
    out->at = engine_grow(e, out->at, out->count, &out->room, (size_t)out->count + 1, sizeof *out->at);
    struct instance *added = &out->at[out->count++];
    *added = *instance;
    bool forbids = slot_is_negative(v) && v->when.op != WINDOW_KEPT;
    if (v->when.op != WINDOW_REVIEW) added->counts_from = forbids ? date_max(instance->opens, began(e, v)) : instance->opens;
    if (instance->dateless) added->opens = added->deadline = added->late_until = DATE_NONE;
    if (!instance->state && !instance->dateless && v->has_late) added->late_until = engine_after(e, instance->deadline, v->late);
}

/* Windows with one instance: by another age or year it is the same duty under another key. */
static bool is_single(const struct instance *instance) {
    enum window_op op = instance->version->when.op;
    return op >= WINDOW_BY_AGE && op <= WINDOW_OVER_YEARS;
}

/* Too early for its version.  If it was too late for the one before, nothing has come to govern it since. */
static void put_as_before(struct engine *e, struct instances *out, const struct instance *instance) {
    for (uint32_t i = 0; i < out->before_count; i++) {
        bool one = is_single(instance) && is_single(&out->before[i]);
        if (!one && strcmp(out->before[i].key, instance->key) != 0) continue;
        put(e, out, &out->before[i]);
        return;
    }
}

void instances_add(struct engine *e, struct instances *out, const struct instance *instance) {
    const struct image_version *v = instance->version;
    bool undated = is_undated(instance);
    if (!undated && date_after(instance->opens, instance->deadline)) return;
    struct date day = undated ? e->judging->as_of : instance->deadline;
    bool early = date_before(day, v->governs_from), late = date_after(day, v->governs_to);
    if (!early && !late) put(e, out, instance);
    if (undated) return;
    if (early) put_as_before(e, out, instance);
    if (!late) return;
    size_t needed = (size_t)out->beyond_count + 1;
    out->beyond = engine_grow(e, out->beyond, out->beyond_count, &out->beyond_room, needed, sizeof *out->beyond);
    out->beyond[out->beyond_count++] = *instance;
}

/* ---- windows by the calendar ------------------------------------------------------------------------------------- */

static struct instance blank(const struct image_version *v) {
    return (struct instance){ .version = v, .opens = DATE_NONE, .deadline = DATE_NONE, .late_until = DATE_NONE,
                              .counts_from = DATE_FIRST, .sure_until = DATE_NONE, .who_by = DATE_NONE, .anchor = -1, .anchor_day = DATE_NONE,
                              .anchor_answer = ANSWERED_YES };
}

static void set_dates(struct instance *i, struct date opens, struct date deadline, struct date late_until) {
    i->opens = opens;
    i->deadline = i->who_by = deadline;
    i->late_until = late_until;
}

/* 1 September to 31 August, from the year in which the policy begins to the one that comes next. */
static void add_school_years(struct engine *e, const struct image_version *v, struct instances *out) {
    int last = school_year_of(e->judging->as_of) + 1;
    for (int year = school_year_of(e->policy->effective); year <= last; year++) {
        struct instance i = blank(v);
        struct date end = school_year_end(year);
        const struct month_day *due = &v->when.day;
        set_dates(&i, school_year_start(year), due->month ? school_year_day(year, due->month, due->day) : end, end);
        school_year_name(year, i.key);
        instances_add(e, out, &i);
    }
}

static void add_parts(struct engine *e, const struct image_version *v, const struct calendar_part *parts,
                      size_t count, struct instances *out) {
    for (size_t p = 0; p < count; p++) {
        struct instance i = blank(v);
        char year[SCHOOL_YEAR_SIZE];
        set_dates(&i, parts[p].opens, parts[p].closes, parts[p].closes);
        school_year_name(parts[p].school_year, year);
        if (parts[p].half) snprintf(i.key, sizeof i.key, "%s %s %d", year, term_name(parts[p].term), parts[p].half);
        else snprintf(i.key, sizeof i.key, "%s %s", year, term_name(parts[p].term));
        instances_add(e, out, &i);
    }
}

/* ---- windows by the years of a pupil ----------------------------------------------------------------------------- */

static void lack(struct instance *i, int32_t fact) {
    i->dateless = true;
    i->lacks[i->lack_count++] = fact;
}

static struct date year_opens(const struct engine *e, struct instance *i, int n) {
    int year;
    if (subject_first_year(&e->subject, n, &year)) return school_year_start(year);
    if (i->lack_count == 0) lack(i, e->subject.known->year);
    return DATE_NONE;
}

static struct date year_closes(const struct engine *e, struct instance *i, int n) {
    int year;
    if (subject_last_year(&e->subject, n, &year)) return school_year_end(year);
    if (i->lack_count == 0) lack(i, e->subject.known->year);
    return DATE_NONE;
}

static struct date day_in(struct date within, struct month_day day) {
    if (!date_known(within) || day.month == 0) return within;
    return school_year_day(school_year_of(within), day.month, day.day);
}

static void add_years(struct engine *e, const struct image_version *v, const char *key, int a, int b,
                      struct instances *out) {
    struct instance i = blank(v);
    snprintf(i.key, sizeof i.key, "%s", key);
    struct date opens = year_opens(e, &i, a), closes = year_closes(e, &i, b);
    set_dates(&i, opens, closes, closes);
    instances_add(e, out, &i);
}

static void add_key_stages(struct engine *e, const struct image_version *v, struct instances *out) {
    static const struct { const char *key; int from, to; } STAGES[] = { { "KS3", 7, 9 }, { "KS4", 10, 11 }, { "KS5", 12, 13 } };
    uint32_t listed = v->when.key_stages ? v->when.key_stages : 1u << 3 | 1u << 4 | 1u << 5;
    for (uint32_t stage = 0; stage < COUNT_OF(STAGES); stage++) {
        if (listed >> (stage + 3) & 1) add_years(e, v, STAGES[stage].key, STAGES[stage].from, STAGES[stage].to, out);
    }
}

static void add_phases(struct engine *e, const struct image_version *v, struct instances *out) {
    for (size_t n = 0; n < v->when.name_count; n++) {
        const struct phase *phase = &e->policy->phases[v->when.names[n]];
        struct instance i = blank(v);
        snprintf(i.key, sizeof i.key, "%.*s", STR_ARG(phase->name));
        struct date opens = day_in(year_opens(e, &i, phase->opens_year), phase->opens);
        struct date closes = day_in(year_closes(e, &i, phase->closes_year), phase->closes);
        set_dates(&i, opens, closes, closes);
        instances_add(e, out, &i);
    }
}

static void add_transitions(struct engine *e, const struct image_version *v, struct instances *out) {
    for (size_t n = 0; n < v->when.name_count; n++) {
        const struct transition *transition = &e->policy->transitions[v->when.names[n]];
        struct instance i = blank(v);
        snprintf(i.key, sizeof i.key, "%.*s", STR_ARG(transition->name));
        struct date opens = day_in(year_opens(e, &i, transition->year), transition->opens);
        struct date closes = day_in(year_closes(e, &i, transition->year), transition->closes);
        set_dates(&i, opens, closes, date_add_days(closes, TRANSITION_DAYS));
        instances_add(e, out, &i);
    }
}

static void add_dates_in_years(struct engine *e, const struct image_version *v, struct instances *out) {
    bool after = v->when.op == WINDOW_BY_DATE_AFTER_YEAR;
    for (int y = 0; y < YEAR_LIMIT; y++) {
        if (!(v->who_years >> y & 1)) continue;
        struct instance i = blank(v);
        snprintf(i.key, sizeof i.key, "%s Y%d", after ? "after" : "in", y);
        struct date opens = year_opens(e, &i, y), end = year_closes(e, &i, y);
        if (!i.dateless && date_after(opens, end)) continue;
        if (!i.dateless && after) {
            int year = school_year_of(end) + 1;
            struct date deadline = school_year_day(year, v->when.day.month, v->when.day.day);
            set_dates(&i, opens, deadline, date_add_days(deadline, AFTER_YEAR_DAYS));
            i.who_by = end;
        } else if (!i.dateless) {
            set_dates(&i, opens, day_in(end, v->when.day), end);
        }
        instances_add(e, out, &i);
    }
}

/* ---- windows by age ---------------------------------------------------------------------------------------------- */

static struct date age_deadline(const struct engine *e, struct date born, int age) {
    struct date birthday = date_birthday(born, age, e->subject.leap);
    if (e->policy->readings[READING_BY_THE_AGE_OF].means == BY_AGE_BIRTHDAY) return date_add_days(birthday, -1);
    return school_year_end(school_year_of(birthday));
}

static struct date further_opens(struct engine *e, const struct image_version *v, struct instance *i,
                                 struct date born) {
    switch (e->policy->readings[READING_ONE_FURTHER].means) {
    case FURTHER_TWO_IN_TOTAL: return year_opens(e, i, 7);
    case FURTHER_AFTER_BIRTHDAY: return date_known(born) ? date_birthday(born, v->when.b, e->subject.leap) : DATE_NONE;
    default: break;
    }
    if (!date_known(born)) return DATE_NONE;
    return school_year_start(school_year_of(date_birthday(born, v->when.b, e->subject.leap)) + 1);
}

static void add_age(struct engine *e, const struct image_version *v, struct instances *out) {
    struct instance i = blank(v);
    struct date born = subject_date(&e->subject, e->subject.known->dob);
    snprintf(i.key, sizeof i.key, "age %d", v->when.a);
    i.opens = v->when.op == WINDOW_BY_AGE ? year_opens(e, &i, 7) : further_opens(e, v, &i, born);
    if (!date_known(born)) lack(&i, e->subject.known->dob);
    if (!i.dateless) {
        struct date left = subject_date(&e->subject, e->subject.known->left_on);
        struct date deadline = age_deadline(e, born, v->when.a);
        set_dates(&i, i.opens, deadline, date_known(left) ? date_max(deadline, left) : DATE_NONE);
    }
    instances_add(e, out, &i);
}

/* ---- how long a record is kept ----------------------------------------------------------------------------------- */

static struct date years_after(struct date day, int years) {
    bool open = !date_known(day) || day.day == DATE_FIRST.day;
    return open ? day : date_add_months(day, 12 * (years < 1 ? 1 : years));
}

/* Where a day that is not recorded can lie: nobody left who has not left, and key stage 4 ends in Year 11. */
static void bound_missing(const struct engine *e, int32_t fact, struct date *least, struct date *latest) {
    const struct known_facts *k = e->subject.known;
    int first, last;
    *least = fact == k->left_on ? e->judging->as_of : DATE_FIRST;
    *latest = DATE_NONE;
    if (fact != k->ks4_end || !subject_first_year(&e->subject, 11, &first)) return;
    if (!subject_last_year(&e->subject, 11, &last) || first > last) return;
    *least = school_year_start(first);
    *latest = school_year_end(last);
}

/* Between which days the one lies from which years are counted. */
static void bound_day(const struct engine *e, const struct image_window *w, struct date *low, struct date *high) {
    bool later = e->policy->readings[READING_EARLIER_OF_TWO].means == EARLIER_LATER;
    for (size_t n = 0; n < w->name_count; n++) {
        int32_t fact = (int32_t)w->names[n];
        struct date least = subject_date(&e->subject, fact), latest = least;
        if (!date_known(least)) bound_missing(e, fact, &least, &latest);
        if (n == 0 || (later ? least.day > low->day : least.day < low->day)) *low = least;
        if (n == 0 || (later ? latest.day > high->day : latest.day < high->day)) *high = latest;
    }
}

static void add_kept(struct engine *e, const struct image_version *v, struct instances *out) {
    struct instance i = blank(v);
    struct date low = DATE_FIRST, high = DATE_NONE;
    bound_day(e, &v->when, &low, &high);
    low = years_after(low, v->when.a);
    high = years_after(high, v->when.a);
    if (v->when.op == WINDOW_REVIEW) {
        if (!date_known(high)) return;
        snprintf(i.key, sizeof i.key, "review");
        set_dates(&i, high, date_add_months(high, 12), DATE_NONE);
    } else {
        struct date last = date_known(high) ? date_add_days(high, -1) : DATE_NONE;
        snprintf(i.key, sizeof i.key, "kept");
        set_dates(&i, DATE_FIRST, last, last);
        i.sure_until = low.day == DATE_FIRST.day ? low : date_add_days(low, -1);
    }
    for (size_t n = 0; low.day != high.day && n < v->when.name_count; n++) {
        int32_t fact = (int32_t)v->when.names[n];
        if (fact == e->subject.known->left_on || date_known(subject_date(&e->subject, fact))) continue;
        i.lacks[i.lack_count++] = fact;
    }
    instances_add(e, out, &i);
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

struct date instance_start(const struct engine *e, const struct image_version *v) {
    const struct known_facts *k = e->subject.known;
    struct date start = began(e, v);
    if (e->subject.type == SUBJECT_PUPIL || e->subject.type == SUBJECT_STAFF) {
        struct date came = subject_date(&e->subject, e->subject.type == SUBJECT_PUPIL ? k->admitted_on : k->started_on);
        if (date_known(came)) start = date_max(start, came);
    }
    int lowest = 0, year;
    if (!v->who_names_year || !v->who_years) return start;
    while (!(v->who_years >> lowest & 1)) lowest++;
    if (subject_first_year(&e->subject, lowest, &year)) start = date_max(start, school_year_start(year));
    return start;
}

static void add_state(struct engine *e, const struct image_version *v, struct instances *out) {
    struct instance i = blank(v);
    i.state = true;
    i.opens = instance_start(e, v);
    snprintf(i.key, sizeof i.key, "now");
    if (!date_after(i.opens, e->judging->as_of)) instances_add(e, out, &i);
}

static bool needs_pupil(enum window_op op) {
    return (op >= WINDOW_EACH_KEY_STAGE && op <= WINDOW_BY_DATE_AFTER_YEAR) || op == WINDOW_KEPT || op == WINDOW_REVIEW;
}

static void add_version(struct engine *e, const struct image_version *v, struct instances *out) {
    char key[INSTANCE_KEY_SIZE];
    size_t count;
    const struct calendar_part *parts;
    if (needs_pupil(v->when.op) && e->subject.type != SUBJECT_PUPIL) return;
    switch (v->when.op) {
    case WINDOW_EACH_SCHOOL_YEAR: add_school_years(e, v, out); break;
    case WINDOW_EACH_TERM:
        parts = calendar_terms(e->judging->calendar, &count);
        add_parts(e, v, parts, count, out);
        break;
    case WINDOW_EACH_HALF_TERM:
        parts = calendar_half_terms(e->judging->calendar, &count);
        add_parts(e, v, parts, count, out);
        break;
    case WINDOW_EACH_KEY_STAGE: add_key_stages(e, v, out); break;
    case WINDOW_BY_AGE:
    case WINDOW_FURTHER_BY_AGE: add_age(e, v, out); break;
    case WINDOW_BY_END_OF_YEAR:
        snprintf(key, sizeof key, "end of Y%d", v->when.a);
        add_years(e, v, key, 7, v->when.a, out);
        break;
    case WINDOW_BEFORE_YEAR:
        snprintf(key, sizeof key, "before Y%d", v->when.a);
        add_years(e, v, key, 7, v->when.a - 1, out);
        break;
    case WINDOW_OVER_YEARS:
        snprintf(key, sizeof key, "Y%d-%d", v->when.a, v->when.b);
        add_years(e, v, key, v->when.a, v->when.b, out);
        break;
    case WINDOW_IN_PHASES: add_phases(e, v, out); break;
    case WINDOW_AT_TRANSITIONS: add_transitions(e, v, out); break;
    case WINDOW_BY_DATE_IN_YEAR:
    case WINDOW_BY_DATE_AFTER_YEAR: add_dates_in_years(e, v, out); break;
    case WINDOW_WITHIN:
    case WINDOW_AHEAD_OF: instances_add_anchored(e, v, out); break;
    case WINDOW_ROLLING:
    case WINDOW_ALWAYS: add_state(e, v, out); break;
    case WINDOW_KEPT:
    case WINDOW_REVIEW: add_kept(e, v, out); break;
    }
}

static bool comes_before(const struct instance *a, const struct instance *b) {
    if (a->opens.day != b->opens.day) return a->opens.day < b->opens.day;
    return strcmp(a->key, b->key) < 0;
}

struct date instance_scope_day(const struct engine *e, const struct instance *i) {
    if (i->state || i->dateless) return e->judging->as_of;
    return date_known(i->anchor_day) ? i->anchor_day : date_min(e->judging->as_of, i->who_by);
}

/* A pupil who has left, or has yet to come, concerns only rules that speak of it; one who was erased only those of keeping. */
static bool is_asked(const struct engine *e, const struct image_version *v) {
    if (e->subject.batch->erased && v->when.op != WINDOW_KEPT && v->when.op != WINDOW_REVIEW) return false;
    return e->on_roll || e->judging->leavers || v->names_roll;
}

static void sift(const struct engine *e, struct instances *list) {
    uint32_t kept = 0;
    list->next_opens = DATE_NONE;
    for (uint32_t n = 0; n < list->count; n++) {
        struct instance *i = &list->at[n];
        if (!i->dateless && i->opens.day > e->as_of) {
            list->next_opens = date_min(list->next_opens, i->opens);
            continue;
        }
        if (!i->dateless && !e->judging->past && i->late_until.day < e->oldest) continue;
        if (!is_asked(e, i->version)) continue;
        struct instance moved = *i;
        uint32_t at = kept++;
        for (; at > 0 && comes_before(&moved, &list->at[at - 1]); at--) list->at[at] = list->at[at - 1];
        list->at[at] = moved;
    }
    list->count = kept;
}

/* What lay beyond one version is what came before the next. */
static void turn_over(struct instances *list) {
    struct instance *spare = list->before;
    uint32_t spare_room = list->before_room;
    list->before = list->beyond;
    list->before_count = list->beyond_count;
    list->before_room = list->beyond_room;
    list->beyond = spare;
    list->beyond_room = spare_room;
    list->beyond_count = 0;
}

void instances_of_rule(struct engine *e, const struct image_rule *rule, struct instances *out) {
    out->count = out->beyond_count = 0;
    for (uint32_t i = 0; i < rule->version_count; i++) {
        const struct image_version *v = &e->program->versions[rule->versions + i];
        turn_over(out);
        if (v->source->subject == e->subject.type) add_version(e, v, out);
    }
    sift(e, out);
}

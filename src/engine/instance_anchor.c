/* SPDX-License-Identifier: GPL-3.0-or-later
 * instance_anchor - windows that hang on a record or a milestone: within, ahead_of.
 * Owns:  nothing.
 * Must not know: terms, statuses.
 */
#include <stdio.h>

#include "engine/instance.h"

#define AFTER_WITHIN_DAYS 365

static struct instance blank(const struct image_version *v) {
    return (struct instance){ .version = v, .opens = DATE_NONE, .deadline = DATE_NONE, .late_until = DATE_NONE,
                              .who_by = DATE_NONE, .anchor = -1, .anchor_day = DATE_NONE,
                              .anchor_answer = ANSWERED_YES };
}

static void add_anchor(struct engine *e, struct instance *i, struct date day, uint32_t number, struct instances *out) {
    const struct image_window *w = &i->version->when;
    char iso[DATE_ISO_SIZE];
    date_iso(day, iso);
    if (number > 1) snprintf(i->key, sizeof i->key, "%s#%u", iso, number);
    else snprintf(i->key, sizeof i->key, "%s", iso);
    i->anchor_day = i->who_by = day;
    if (w->op == WINDOW_WITHIN) {
        i->opens = engine_before(e, day, w->may_precede);
        struct date deadline = engine_after(e, engine_after(e, day, w->length), w->grace);
        i->deadline = calendar_school_day_after(e->judging->calendar, deadline);
        i->late_until = date_add_days(i->deadline, AFTER_WITHIN_DAYS);
    } else {
        i->opens = engine_before(e, day, w->opens);
        i->deadline = engine_before(e, day, w->length);
        i->late_until = day;
    }
    instances_add(e, out, i);
}

/* FIELD_ABSENT when such a subject has no such milestone. */
static int32_t milestone_fact(const struct known_facts *k, enum subject_type type, enum anchor anchor) {
    if (type == SUBJECT_STAFF) {
        return anchor == ANCHOR_APPOINTMENT ? k->started_on : anchor == ANCHOR_LEAVING ? k->staff_left_on : FIELD_ABSENT;
    }
    if (type != SUBJECT_PUPIL) return FIELD_ABSENT;
    switch (anchor) {
    case ANCHOR_ADMISSION: return k->admitted_on;
    case ANCHOR_LEAVING: return k->left_on;
    case ANCHOR_BIRTHDAY: return k->dob;
    case ANCHOR_TURNS_YEAR: return k->year;
    case ANCHOR_RECORD:
    case ANCHOR_APPOINTMENT: break;
    }
    return FIELD_ABSENT;
}

static void add_milestone(struct engine *e, const struct image_version *v, struct instances *out) {
    const struct known_facts *k = e->subject.known;
    const struct image_window *w = &v->when;
    struct instance i = blank(v);
    int32_t fact = milestone_fact(k, e->subject.type, w->anchor);
    if (fact < 0) return;
    int year;
    struct date day = DATE_NONE;
    if (w->anchor == ANCHOR_TURNS_YEAR) {
        if (subject_first_year(&e->subject, w->anchor_n, &year)) day = school_year_start(year);
    } else {
        day = subject_date(&e->subject, fact);
    }
    if (w->anchor == ANCHOR_BIRTHDAY && date_known(day)) day = date_birthday(day, w->anchor_n, e->subject.leap);
    if (date_known(day)) {
        add_anchor(e, &i, day, 1, out);
    } else if (w->anchor != ANCHOR_LEAVING) {
        i.dateless = true;
        i.lacks[i.lack_count++] = fact;
        snprintf(i.key, sizeof i.key, "no date");
        instances_add(e, out, &i);
    }
}

static struct date anchor_day(const struct engine *e, const struct record *record, int32_t field) {
    if (field < 0) return record_activity(e, record)->date;
    int64_t day = record_value(e, record, field);
    return day == VALUE_NONE ? DATE_NONE : (struct date){ (int32_t)day };
}

/* How many anchors of that day come before this one by number of the activity. */
static uint32_t anchors_before(const struct engine *e, const struct image_filter *filter, const struct record *records,
                               uint32_t count, uint32_t index, int32_t field) {
    struct date day = anchor_day(e, &records[index], field);
    int64_t id = record_activity(e, &records[index])->id;
    uint32_t before = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (i == index || record_activity(e, &records[i])->id > id) continue;
        if (anchor_day(e, &records[i], field).day != day.day) continue;
        if (record_answer(e, &records[i], filter, true) != ANSWERED_NO) before++;
    }
    return before;
}

void instances_add_anchored(struct engine *e, const struct image_version *v, struct instances *out) {
    const struct image_window *w = &v->when;
    if (w->anchor != ANCHOR_RECORD) {
        add_milestone(e, v, out);
        return;
    }
    const struct image_filter *filter = &e->program->filters[w->anchor_filter];
    uint32_t first = e->records.firsts[filter->table], count = e->records.counts[filter->table];
    const struct record *records = e->records.at + first;
    for (uint32_t r = 0; r < count; r++) {
        int answer = record_answer(e, &records[r], filter, true);
        struct date day = anchor_day(e, &records[r], w->anchor_on);
        if (answer == ANSWERED_NO || !date_known(day)) continue;
        struct instance i = blank(v);
        i.anchor = (int32_t)(first + r);
        i.anchor_answer = answer;
        add_anchor(e, &i, day, anchors_before(e, filter, records, count, r, w->anchor_on) + 1, out);
    }
}

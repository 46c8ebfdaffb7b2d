/* SPDX-License-Identifier: GPL-3.0-or-later
 * instance_anchor - windows that hang on a record or a milestone: within, ahead_of.
 * Owns:  nothing.
 * Must not know: terms, statuses.
 */
#include <stdio.h>
#include <stdlib.h>

#include "engine/instance.h"

#define AFTER_WITHIN_DAYS 365

static struct instance blank(const struct image_version *v) {
    return (struct instance){ .version = v, .opens = DATE_NONE, .deadline = DATE_NONE, .late_until = DATE_NONE,
                              .counts_from = DATE_FIRST, .sure_until = DATE_NONE, .who_by = DATE_NONE, .anchor = -1, .anchor_day = DATE_NONE,
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

static int by_day_and_id(const void *a, const void *b) {
    const struct anchored *left = a, *right = b;
    if (left->day.day != right->day.day) return left->day.day < right->day.day ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

static void find_anchors(struct engine *e, const struct image_version *v, struct instances *out) {
    const struct image_filter *filter = &e->program->filters[v->when.anchor_filter];
    uint32_t first = e->records.firsts[filter->table], count = e->records.counts[filter->table];
    out->anchors = engine_grow(e, out->anchors, 0, &out->anchor_room, count, sizeof *out->anchors);
    out->anchor_count = 0;
    for (uint32_t r = first; r < first + count; r++) {
        const struct record *record = &e->records.at[r];
        int answer = record_answer(e, record, filter, true);
        struct date day = answer == ANSWERED_NO ? DATE_NONE : anchor_day(e, record, v->when.anchor_on);
        if (!date_known(day)) continue;
        out->anchors[out->anchor_count++] =
            (struct anchored){ .record = r, .day = day, .id = record_activity(e, record)->id, .answer = answer };
    }
    if (out->anchor_count) qsort(out->anchors, out->anchor_count, sizeof *out->anchors, by_day_and_id);
}

void instances_add_anchored(struct engine *e, const struct image_version *v, struct instances *out) {
    if (v->when.anchor != ANCHOR_RECORD) {
        add_milestone(e, v, out);
        return;
    }
    find_anchors(e, v, out);
    uint32_t number = 0;
    for (uint32_t n = 0; n < out->anchor_count; n++) {
        const struct anchored *anchor = &out->anchors[n];
        number = n > 0 && date_same(anchor->day, anchor[-1].day) ? number + 1 : 1;
        struct instance i = blank(v);
        i.anchor = (int32_t)anchor->record;
        i.anchor_answer = anchor->answer;
        add_anchor(e, &i, anchor->day, number, out);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * pass_engine - what the stages of the pass share while one subject is judged.
 * Owns:  nothing; every array grows in the arena of the run and is used again for the next subject.
 * Must not know: where rows come from, who takes the findings.
 *
 * Example:
 *     records_of_person(engine, batch);
 *     for (uint32_t i = 0; i < engine->records.counts[kind]; i++) ... engine->records.at[first + i] ...
 */
#ifndef SIGNPOST_PASS_ENGINE_H
#define SIGNPOST_PASS_ENGINE_H

#include "base/calendar.h"
#include "engine/finding.h"
#include "engine/mask.h"
#include "engine/subject.h"

/* What happened to the subject: a participation, a note, or at school level the activity itself. */
struct record {
    uint32_t activity;
    uint32_t words;      /* where its T and F words start */
    int32_t day;         /* the kind's own day */
    int32_t replaced;    /* the last day before another record takes its place (latest_by); INT32_MAX = never */
    uint32_t detail_first, detail_count; /* each-field details of the batch */
    uint64_t facts;      /* of the participation */
};

/* A row that some rule can look at. */
struct chosen {
    uint32_t row, class;
};

struct records {
    struct record *at;   /* by kind, then in order of (date, id) */
    uint32_t count, room;
    uint32_t *firsts, *counts; /* by kind */
    uint64_t *words;
    uint32_t word_count, word_room;
    struct chosen *chosen; /* scratch */
    uint32_t chosen_room;
    uint32_t *replacing;   /* kinds with latest_by that some rule looks at */
    uint32_t replacing_count;
};

/* A record that may count in a term. */
struct item {
    int32_t day, until;  /* the days on which it counts: instants have until = day */
    uint32_t record;
    bool yes;
    bool value_missing;
    int64_t id;          /* of the activity; set where the order matters */
    int64_t value;       /* of distinct or total */
};

struct items {
    struct item *at;
    uint32_t count, room;
};

struct engine {
    struct arena *arena;
    const struct program *program;
    const struct policy *policy;
    const struct kinds *kinds;
    const struct judging *judging;
    const struct feed *feed;
    int32_t as_of;
    int32_t oldest;              /* late until before this day is not judged */
    struct date next_september;  /* the first 1 September after as-of */
    struct date begins;          /* of the policy in this school */
    bool on_roll;                /* the subject is, on the as-of day (others than pupils always) */
    struct masks masks;
    struct subject subject;
    struct records records;
    const struct exemption *exemptions;  /* of the subject at hand */
    size_t exemption_count;
    struct date *complete_through;       /* by kind; DATE_NONE = kept by hand */
    struct date *stale_through;          /* by kind: where an old import ends, else DATE_NONE */
    bool has_imports;                    /* some kind is stale */
    struct hatch_record *hatch_rows;     /* scratch: what a check function may see */
    uint32_t hatch_room;
    int64_t *hatch_facts;
    uint32_t hatch_fact_room;
    bool *note_kinds;                    /* by kind: notes that functions at school level read; NULL = none */
    int64_t *persons;                    /* by activity: whose such a note is */
};

/* A larger array; keeps `count` elements. */
void *engine_grow(struct engine *engine, void *at, size_t count, uint32_t *room, size_t needed, size_t size);

/* pass_record.c */
void records_start(struct engine *engine);
void records_of_person(struct engine *engine, const struct batch *batch);
/* Activities by index, ascending. */
void records_of_activities(struct engine *engine, const uint32_t *activities, uint32_t count);
/* Whether latest_by applies: the kind belongs to the subject at hand. */
bool records_are_replaced(const struct engine *engine, const struct kind *kind);
int64_t record_value(const struct engine *engine, const struct record *record, int32_t field);
static inline const struct activity *record_activity(const struct engine *engine, const struct record *record) {
    return &engine->masks.activities.at[record->activity];
}
/* pass_hatch.c: whose the notes are that check functions about the school read; once activities are known, then for
 * each person. */
bool hatch_wants_people(const struct engine *engine, enum subject_type people);
void hatch_start(struct engine *engine);
void hatch_note_persons(struct engine *engine, const struct batch *batch);
/* pass_decide.c: what decision tables say of the records of a pupil; after records_of_person. */
void records_decide(struct engine *engine);
/* Answer of a filter to a record, as an anchor when `anchor`: an open invitation to something that lies ahead is yes. */
int record_answer(const struct engine *engine, const struct record *record, const struct image_filter *filter,
                  bool anchor);

/* The atoms that an anchor needs of that record. */
uint64_t record_anchor_need(const struct engine *engine, const struct record *record,
                            const struct image_filter *filter);

/* Spans (policy language 8.5). */
struct date engine_after(const struct engine *engine, struct date day, struct image_span span);
struct date engine_before(const struct engine *engine, struct date day, struct image_span span);

#endif

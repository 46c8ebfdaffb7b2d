/* SPDX-License-Identifier: GPL-3.0-or-later
 * record_priv - what the parts of recording by hand share: what was asked, and what was written.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#ifndef SIGNPOST_RECORD_PRIV_H
#define SIGNPOST_RECORD_PRIV_H

#include "store/activity.h"
#include "work/change.h"
#include "work/typed.h"
#include "work/resolve.h"
#include "work/roster.h"

#define RECORD_FIELDS 48

struct recorded_person {
    int64_t id;                    /* key; 0: staff whom only people.lua knows */
    const struct person *person;   /* of staff */
};

/* A field that was given, with who it is when only people.lua knows the person. */
struct recorded_field {
    struct field_value value;
    const struct person *person;
};

struct recording {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;
    struct typing reading;
    uint32_t kind_at;
    const struct kind *kind;
    struct selection who;           /* as asked, before `except` */
    struct recorded_person *people;
    size_t people_count;
    const struct recorded_person *left_out; /* those of `except` who are among them */
    size_t left_out_count;
    struct date date, last_day;
    struct str organisation, sort;  /* sort: its `type`, for one that is new */
    bool sort_said, sort_later;     /* `type=` was written; and left open on purpose */
    int64_t organisation_id;        /* 0: new; VALUE_NONE: none */
    struct str title;
    struct recorded_field fields[RECORD_FIELDS]; /* session and each */
    size_t field_count;
    int outcome;                    /* enum outcome_code, or -1 */
    bool one_each;                  /* one activity for each person */
    bool bad;                       /* something was refused; the problems say what */
    /* what was done */
    struct change *change;
    size_t activities_new, activities_changed, people_new, people_changed, people_same;
    int64_t first_activity;
};

/* record_read: a call to what is wanted.  False: the answer says why. */
MUST_USE bool record_read(struct recording *r, struct str preset, struct err *err);
/* The parts "field=value" into r->fields, title, outcome; the others are handed back.  r->kind is known. */
void record_fields(struct recording *r, const struct call_part *parts, size_t count, struct call_part *others, size_t *other_count);
/* The phrase `with`: false when the name is nearly that of another. */
MUST_USE bool record_organisation(struct recording *r, struct err *err);
/* record_write: into an open change; counts what it does. */
MUST_USE bool record_write(struct recording *r, struct err *err);
/* People and an organisation that are new become rows. */
MUST_USE bool record_settle(struct recording *r, struct err *err);
/* record_doubt: what can not have been is refused (r->bad), what is doubtful is noted.  `people` are those concerned, `there`
 * the record as it is, or NULL. */
MUST_USE bool record_doubt(struct recording *r, const int64_t *people, size_t count, const struct activity_card *there, struct err *err);
/* The field for which `by` stands: the only person of the kind; NULL: it has none. */
const struct field *record_by_field(const struct kind *kind, uint32_t *index);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * row - rows being judged, and the door through which the engine takes them (struct feed).
 * Owns:  nothing.
 * Must not know: where rows come from, what rules are.
 *
 * Example: engine/feed_memory.c (arrays) and store/stream.c (database) fill a struct feed; engine/pass.c and
 * engine/plain.c read one.
 */
#ifndef SIGNPOST_ROW_H
#define SIGNPOST_ROW_H

#include "base/err.h"
#include "base/kind.h"

/* A field that is not packed, of one activity or of one participation. */
struct detail {
    uint32_t activity; /* index in struct activities */
    uint32_t field;    /* index in the kind's field list */
    int64_t value;     /* never VALUE_NONE */
};

/* One thing that happened, in order of (date, id). */
struct activity {
    int64_t id;            /* key in the database, shown to people as #id */
    uint32_t kind;         /* index in struct kinds */
    struct date date;
    struct date last_day;  /* DATE_NONE when not recorded */
    int64_t organisation;  /* key, or VALUE_NONE */
    bool cancelled;
    uint64_t facts;        /* packed session fields */
    uint32_t detail_first, detail_count; /* session details (days, persons, texts as values) in activities.details */
};

struct activities {
    struct activity *at;
    uint32_t count;
    struct detail *details;
    uint32_t detail_count;
};

/* One person at one activity.  For notes: the one pupil it is about (facts hold no outcome). */
struct participation {
    uint32_t activity; /* index in struct activities */
    uint64_t facts;    /* outcome in the lowest three bits, then packed each fields */
};

/* One step of a dated fact: from that day on the value is this; value VALUE_NONE = not recorded from then on. */
struct fact_step {
    uint32_t fact;     /* index in kinds.facts[subject_type] */
    struct date from;  /* DATE_FIRST for "since ever" */
    int64_t value;
};

/* What people decided about one rule and one subject (policy-language 8.9). */
struct exemption {
    int64_t id;
    int64_t subject;             /* key of the pupil, staff member, organisation; 0 for the school */
    enum subject_type subject_type;
    struct str rule;             /* "4.6.4/employer-encounter" */
    struct str reason;           /* code */
    struct date from, ends;      /* both count; ends DATE_NONE = open */
    struct str approved_by;      /* role key */
    struct date approved_on;
    bool approver_held_role;     /* the approver held that role on that day; true when only the role is on record */
    bool hold;                   /* of a hold on the subject's records: it waives the look of every keep, whatever the policy
                                    allows, and nothing else (8.11); rule and approved_by are empty */
};

/* One subject with all its rows.  Everything is borrowed until the next call of the feed. */
struct batch {
    int64_t subject;                     /* key; 0 for the school */
    bool erased;                         /* the records of this pupil were erased: how long records are kept is all that is asked */
    const int64_t *facts;                /* one value per fact; for dated facts the newest step; derived ones VALUE_NONE */
    const struct fact_step *steps;       /* all steps of dated facts, the newest included, by fact then from */
    uint32_t step_count;
    struct participation *participations;/* pupils and staff: sorted by (date, id) of the activity = by index; may be empty */
    uint32_t participation_count;
    const struct detail *details;        /* each-field details, by activity index */
    uint32_t detail_count;
    /* organisations and the school: their evidence is taken from struct activities */
};

/* What a program needs, so that only that is fetched. */
struct needs {
    const bool *kinds;           /* by kind index; NULL = all */
    const bool *const *fields;   /* [kind][field]: unpacked fields (details, texts) that are read; NULL = all */
    bool subjects[SUBJECT_TYPE_COUNT];
    int64_t only_subject;        /* VALUE_NONE = everybody; else this pupil alone (with subjects[SUBJECT_PUPIL]) */
    bool leavers;                /* also pupils who are not on roll on the day */
};

struct feed {
    void *self;
    /* Called once, first.  Activities in order of (date, id), borrowed until the feed closes. */
    bool (*activities)(void *self, const struct needs *needs, struct activities *out, struct err *err);
    /* Starts the subjects of one type, in order of key. */
    bool (*subjects)(void *self, enum subject_type type, struct err *err);
    /* 1: *out is the next subject; 0: no more; -1: err. */
    int (*next)(void *self, struct batch *out, struct err *err);
    /* All exemptions, by (subject_type, subject, rule, from); borrowed until the feed closes. */
    bool (*exemptions)(void *self, const struct exemption **out, size_t *count, struct err *err);
    /* For kind index k: the last day up to which an import is complete, DATE_NONE = kept by hand, complete always. */
    struct date (*complete_through)(void *self, uint32_t kind);
};

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * finding - one rule, one subject, one instance of its window: what is so, until when, and why.
 * Owns:  nothing.
 * Must not know: how it is printed (work/finding_json), who is told.
 *
 * Both evaluators fill this record and must agree in every member.
 *
 * Example:
 *     static bool keep(void *self, const struct finding *f, struct err *err) { ... copy what is needed ... }
 */
#ifndef SIGNPOST_FINDING_H
#define SIGNPOST_FINDING_H

#include "base/row.h"
#include "engine/hatch.h"
#include "policy/model.h"

/* A datum that is not recorded and would matter. */
struct missing {
    int32_t kind;        /* index of the kind, or -1: a fact of the subject (field is a fact) */
    int32_t field;       /* index in the kind's fields, or the fact; FIELD_OUTCOME for a register never filled in */
    int64_t activity;    /* id; 0 for facts */
};

struct tally { int64_t need, certain, possible; };  /* totals of hours in minutes; possible INT64_MAX = unbounded */

#define FINDING_EVIDENCE 10
#define FINDING_TERMS 8
#define INSTANCE_KEY_SIZE 28

enum fix { FIX_NONE, FIX_ADD, FIX_RECORD, FIX_RECORD_OR_ADD, FIX_CORRECT, FIX_TOO_LATE };
const char *fix_key(enum fix fix); /* "record_or_add" */

struct finding {
    enum subject_type subject_type;
    int64_t subject;                 /* key; 0 for the school */
    uint32_t rule;                   /* index in policy.rules */
    uint32_t variant;                /* 0: the rule as it stands; else 1 + index in rule.variants */
    uint32_t version;                /* index in the versions of that: rule_versions() */
    char instance[INSTANCE_KEY_SIZE];/* "2022/23", "age 16", "2022/23 spring 2", "2026-03-02#2", "now" */
    enum status status, underlying;  /* underlying: the clock's status; equal to status where there is none under it */
    bool satisfied;                  /* `have` is met (for must_not: nothing wrong) */
    bool who_unknown;                /* it is not known whether the rule concerns the subject */
    bool joined_late;                /* the joined-late rule decided */
    bool stale;
    struct date opens, lead, due, deadline, late_until; /* DATE_NONE where there is none */
    struct date since;               /* first day of this status as the dates tell it; DATE_NONE when they do not */
    struct date next_change;         /* first later day on which the same records can give another answer; DATE_NONE = never */
    int64_t need, certain, possible; /* of the first counting term, in order of writing */
    struct tally terms[FINDING_TERMS]; /* all counting terms, after unrolling for_each, in order; at most FINDING_TERMS kept */
    uint32_t term_count;             /* all of them */
    struct date met_on;              /* day of the last record needed; DATE_NONE */
    int32_t late_days;               /* met after the deadline: days after it, else 0 */
    int64_t exemption;               /* id of the valid exemption that covers the as-of day, else 0 */
    int64_t evidence[FINDING_EVIDENCE]; /* activity ids that certainly count (for must_not: what is wrong), by (day, id) */
    uint32_t evidence_count;
    int64_t doubtful[FINDING_EVIDENCE]; /* activity ids that may count */
    uint32_t doubtful_count;
    struct missing missing[FINDING_EVIDENCE]; /* only data that would change the answer; facts first, then by (activity id, field) */
    uint32_t missing_count;          /* all of them; at most FINDING_EVIDENCE kept */
    enum fix fix;
    struct str words;                /* a check function's own sentence, or why it gave no answer; for the careers leader alone */
    enum code error;                 /* a check function failed: status is unknown; else CODE_NONE */
    enum severity_level severity;
    uint32_t readings;               /* bit per enum reading that the finding rests on */
};

/* A number that may lie between two: counts as they are, shares in hundredths of a per cent, gaps in hundredths of a point. */
struct measured_value {
    bool known;
    int64_t low, high;
};

/* All that a measure counts (by -1), or those of them with one value of a fact. */
struct measured_cell {
    int32_t by;                      /* index in measuring.by, or -1 */
    int64_t value;                   /* row value of the fact; VALUE_NONE: it is not recorded */
    int64_t n;                       /* that certainly belong to `over` */
    int64_t doubtful;                /* that may */
    struct measured_value count;     /* how many of them are `of` */
    struct measured_value share;     /* of n; not of plain counts */
    struct measured_value gap;       /* the share less that of all others whose fact is recorded; of gaps */
    bool hidden;                     /* audience.h: nothing of it may be shown */
};

/* What a measure says on the as-of day. */
struct measured {
    uint32_t rule;                   /* index in policy.rules */
    uint32_t version;                /* in rule.versions */
    char instance[INSTANCE_KEY_SIZE];/* "2022/23", "2022/23 spring", "now" */
    struct date from, to;            /* the days that it looks at, as-of the last; DATE_NONE: open */
    const struct measuring *source;
    int64_t least, most;             /* what is wanted, where the source says so */
    enum status status;              /* met, missed, unknown; NOT_APPLICABLE: nothing is wanted or there is nothing to weigh */
    bool stale;                      /* it rests on an import that is too old */
    const struct measured_cell *cells; /* all of them first; then for each fact by value, what is not recorded last */
    size_t cell_count;
};

#define MEASURED_FEWEST 6            /* groups of fewer do not decide what is wanted, and are not shown to others */

/* Called for each finding in order of (subject type, subject, rule, opens, instance).  The record is reused. */
struct finding_sink {
    void *self;
    bool (*take)(void *self, const struct finding *finding, struct err *err);
    /* The same of measures, in order of rules, before the finding of the school that a wanted one gives.  May be NULL. */
    bool (*measure)(void *self, const struct measured *measured, struct err *err);
};

/* How to judge. */
struct judging {
    struct date as_of;
    const struct calendar *calendar;
    bool past;                /* also instances whose late_until is more than a year before as_of */
    bool leavers;             /* findings of all rules for people not on roll on the as-of day */
    bool ignore_exemptions;
    bool not_applicable;      /* also hand over findings that are not applicable (else they are left out) */
    const bool *only_rules;   /* by rule index; NULL = all */
    const struct hatch *hatch;/* answers for check functions; a policy that has some is refused without it */
    bool without_measures;    /* nothing is measured: the feed does not hold the whole school */
    bool summary;             /* the pass only: evidence, doubtful, missing, met_on, late_days, since, next_change and fix
                                 are left empty, and the dates of what is not applicable; everything else is as without it */
};

#endif

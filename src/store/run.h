/* SPDX-License-Identifier: GPL-3.0-or-later
 * run - the position at the last run as differences, totals of every run, and who changed since.
 * Owns:  tables run, finding, run_total, touched.
 * Must not know: what a status means.
 *
 * A finding is named by its key text (policy, rule, subject, window).  A finding that is the same as at the run before
 * costs no write: its row says from which run on it holds, and when it changes the old row is closed.
 *
 * Example:
 *     run_position(db, arena, 0, &before, &count, err);          // to tell new, same, changed, gone
 *     run_begin(db, &info, &run, err);
 *     run_store(db, run, findings, finding_count, &drift, err);
 */
#ifndef SIGNPOST_RUN_H
#define SIGNPOST_RUN_H

#include "base/row.h"
#include "store/db.h"

struct run_info {
    int64_t id;
    struct date as_at;
    int64_t made_at;             /* UTC seconds */
    struct str name;             /* "r-2026-11-23-01" */
    struct str policy;           /* id and version */
    struct str program;          /* hex digest of the rule program */
    struct str fingerprint;      /* hex */
    bool full;                   /* everybody was judged */
};

struct run_finding {
    struct str key;              /* id text: stable over runs */
    enum subject_type subject_type;
    int64_t subject;
    struct str rule;
    struct str window;           /* instance key */
    int32_t status, underlying;  /* numbers of the engine, kept as they are */
    struct date since;           /* first day of this status */
    struct date due;             /* DATE_NONE */
    struct date next_change;     /* DATE_NONE: never */
    struct str line;             /* canonical text of the whole finding; two lines that differ are a change */
};

struct run_drift { uint64_t added, same, changed, gone; };

/* run 0: the newest one.  By key (bytes).  No run at all: nothing. */
MUST_USE bool run_position(struct db *db, struct arena *arena, int64_t run, struct run_finding **out, size_t *count,
                           struct err *err);
/* id 0 when there was none. */
MUST_USE bool run_newest(struct db *db, struct arena *arena, struct run_info *out, struct err *err);
MUST_USE bool run_list(struct db *db, struct arena *arena, struct run_info **out, size_t *count, struct err *err);

MUST_USE bool run_begin(struct db *db, const struct run_info *info, int64_t *run, struct err *err);
/* The whole position, in any order; keys are unique.  Writes differences only. */
MUST_USE bool run_store(struct db *db, int64_t run, const struct run_finding *findings, size_t count,
                        struct run_drift *out, struct err *err);
/* An incremental run: the findings of the subjects judged replace theirs, all others stay as they are. */
struct run_subject {
    enum subject_type type;
    int64_t subject;
};
MUST_USE bool run_store_some(struct db *db, int64_t run, const struct run_subject *judged, size_t judged_count,
                             const struct run_finding *findings, size_t count, struct run_drift *out,
                             struct err *err);

struct run_total {
    int64_t run;
    struct date as_at;           /* of its run, when read */
    struct str item;             /* rule or measure */
    struct str part;             /* "met", "overdue", "numerator low" */
    int64_t number;
};
MUST_USE bool run_add_total(struct db *db, const struct run_total *total, struct err *err);
/* Of one item through all runs, by run and part; item empty: all of the newest run. */
MUST_USE bool run_totals(struct db *db, struct arena *arena, struct str item, struct run_total **out, size_t *count,
                         struct err *err);

/* Who may have another answer than at the newest run: records touched since, or next_change reached.  By type, key. */
MUST_USE bool run_pending(struct db *db, struct arena *arena, struct date as_at, struct run_subject **out,
                          size_t *count, struct err *err);
/* Called after run_store: nobody is pending for having been touched any more. */
MUST_USE bool run_clear_touched(struct db *db, struct err *err);

#endif

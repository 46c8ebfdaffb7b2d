/* SPDX-License-Identifier: GPL-3.0-or-later
 * change - the only way to write records: run lock, transaction, undo step, journal row, state number.
 * Owns:  the lock and the write connection while it is open.
 * Must not know: what a verb changes.
 *
 * Example:
 *     struct change_request request = { .verb = STR("import"), .actor = call->actor, .state = plan->state };
 *     struct change *change;
 *     if (!change_begin(arena, school, &request, &change, err)) return false;
 *     if (!pupil_put(change->db, school->kinds, &row, &id, &wrote, err)) { change_cancel(change); return false; }
 *     if (!change_commit(change, STR("file=mis.csv pupils=120"), STR("mis.csv: 120 pupils"), &done, err)) ...
 */
#ifndef SIGNPOST_CHANGE_H
#define SIGNPOST_CHANGE_H

#include "work/school.h"

enum change_flags {
    CHANGE_PLAIN = 0,
    CHANGE_FULL = 1,    /* on disk before it is said: what leaves, erasure */
    CHANGE_QUIET = 2,   /* no undo step, the state number stays: a kept run */
    CHANGE_NO_STEP = 4, /* no undo step: undo itself */
    CHANGE_TRIAL = 8    /* a preview: all is written and then cancelled, never committed */
};

struct change_request {
    struct str verb, actor;
    unsigned flags;
    int64_t state;        /* the school state number that the preview saw; VALUE_NONE: whatever it is */
    bool accepts_break;   /* goes on after a broken journal: journal --accept-break alone */
    bool locked;          /* the caller has the run lock from change_lock, and keeps it */
};

struct change {
    struct db *db;        /* DB_WRITE, inside the transaction */
    int64_t number;       /* of the journal row that it will write */
    int64_t at;           /* UTC seconds */
    struct str before, after; /* digests for the journal row, set by the verb; may stay empty */
    bool wrote_more;      /* set by the verb when it wrote what no undo step holds: a setting */
};

struct change_done {
    int64_t step;         /* undo step, 0 when nothing was changed or no step is kept */
    int64_t number;       /* of the journal row, 0 when none was written */
};

/* The run lock for more than one change, and for what lies between them; changes inside have `locked`. */
MUST_USE bool change_lock(struct arena *arena, const struct school *school, struct str verb, int *lock, struct err *err);
void change_unlock(int lock);

/* CODE_STALE_PREVIEW when the state number has moved, CODE_DATABASE_BUSY, CODE_JOURNAL_BROKEN. */
MUST_USE bool change_begin(struct arena *arena, struct school *school, const struct change_request *request,
                           struct change **out, struct err *err);
/* A long change calls it now and then, between two rows: so what is recorded for undo does not fill the memory. */
MUST_USE bool change_rest(struct change *change, struct err *err);
/* about: ids and counts for the journal, never names.  step_about: a line for undo, without names of people.  When the
 * change recorded a step and nothing was changed, nothing is written, no journal row either. */
MUST_USE bool change_commit(struct change *change, struct str about, struct str step_about, struct change_done *done,
                            struct err *err);
/* Rolls back.  A second call, or one after the commit, does nothing. */
void change_cancel(struct change *change);

/* A run of small changes under one lock, each on disk before it is said: a run that sends.  The chain is looked at once, at
 * the beginning; the school state number stays.  change_cancel ends it. */
MUST_USE bool change_hold(struct arena *arena, struct school *school, const struct change_request *request,
                          struct change **out, struct err *err);
MUST_USE bool change_step(struct change *change, struct err *err);   /* begins one */
/* about empty: without a journal row. */
MUST_USE bool change_keep(struct change *change, struct str about, struct err *err);
void change_drop(struct change *change);                             /* rolls it back; the run goes on */
/* Hash of the newest journal row that is on disk; empty in an empty journal. */
struct str change_head(const struct change *change);

/* One row in the journal of records that nobody else can see yet: a copy, before it is put back. */
MUST_USE bool change_note(struct arena *arena, const char *path, const struct change_request *request, struct str about,
                          struct change_done *done, struct err *err);

/* The chain recomputed.  *broken is the first journal number that does not hold and was not accepted, 0 when whole. */
MUST_USE bool change_verify(struct arena *arena, struct db *db, int64_t *broken, int64_t *rows, struct err *err);

#endif

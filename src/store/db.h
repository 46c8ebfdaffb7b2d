/* SPDX-License-Identifier: GPL-3.0-or-later
 * db - one connection to the records of one school: opening, settings, transactions with an owner.
 * Owns:  the connection and its prepared statements; both end with db_close or with the arena.
 * Must not know: what the tables hold.
 *
 * A school that is looked at opens DB_READ alone.  Everything that changes records goes through work/change.c, the
 * only caller of db_begin, db_commit and db_rollback (migrations are the one exception).
 *
 * Example:
 *     struct db *db;
 *     if (!db_open(arena, "harbour-view/school.db", DB_READ, NULL, &db, err)) return false;
 */
#ifndef SIGNPOST_DB_H
#define SIGNPOST_DB_H

#include "base/err.h"
#include "base/str.h"

struct db;

enum db_mode {
    DB_READ,   /* looking: the file is opened read-only and query_only */
    DB_WRITE,  /* an existing file, brought up to this program's schema after a copy */
    DB_CREATE  /* a new file; refuses an existing one */
};

struct db_options {
    uint32_t busy_ms;    /* how long to wait for another writer; 0 = ten seconds */
    const char *backups; /* folder for the copy before a migration; NULL = "backups" beside the file */
};

/* options may be NULL.  Says what stands in the way: CODE_NO_SCHOOL (no such file), CODE_NEWER_DATABASE (foreign or
 * newer), CODE_READ_ONLY, CODE_DATABASE_BUSY, CODE_DAMAGED (damaged or altered), CODE_NETWORK_FOLDER, CODE_FILE. */
MUST_USE bool db_open(struct arena *arena, const char *path, enum db_mode mode, const struct db_options *options,
                      struct db **out, struct err *err);
/* Rolls back what is open.  A second call does nothing. */
void db_close(struct db *db);
bool db_is_read_only(const struct db *db);
const char *db_path(const struct db *db);

/* What a writer did; importing twice gives WROTE_SAME everywhere. */
enum wrote { WROTE_SAME, WROTE_ADDED, WROTE_CHANGED };

enum db_begin_flags {
    DB_PLAIN = 0,
    DB_FULL = 1,  /* synchronous=FULL: for what leaves the school, erasure, retention */
    DB_QUIET = 2, /* does not move the school state number: runs, attempts, journal of reading */
    DB_TRIAL = 4  /* can only be rolled back: quicker, because nothing is noted as touched and no reference is checked */
};

/* BEGIN IMMEDIATE; owner is a static text ("change").  A nested begin of the same owner is a savepoint and takes no
 * flags; a begin or commit by another owner is a bug.  CODE_DATABASE_BUSY when somebody else is writing. */
MUST_USE bool db_begin(struct db *db, const char *owner, unsigned flags, struct err *err);
/* A commit that fails has been rolled back and is reported as a failure. */
MUST_USE bool db_commit(struct db *db, const char *owner, struct err *err);
void db_rollback(struct db *db, const char *owner);
bool db_in_change(const struct db *db);

/* One unchanging view of the records for several reads; begins may nest.  Does nothing inside a change. */
MUST_USE bool db_snapshot_begin(struct db *db, struct err *err);
void db_snapshot_end(struct db *db);

/* The school state number: moves with every committed change that is not DB_QUIET and changed anything. */
MUST_USE bool db_state(struct db *db, int64_t *out, struct err *err);

/* Small named values of the school: the key of message ids, an unfinished erasure.  Empty when never set. */
/* Neither pupils nor staff nor activities are recorded. */
MUST_USE bool db_is_blank(struct db *db, bool *out, struct err *err);
MUST_USE bool db_setting(struct db *db, struct arena *arena, const char *name, struct str *out, struct err *err);
MUST_USE bool db_set_setting(struct db *db, const char *name, struct str value, struct err *err);

/* false with CODE_DAMAGED when something is wrong.  thorough: integrity_check and foreign keys, else quick_check. */
MUST_USE bool db_check(struct db *db, bool thorough, struct err *err);
/* A checked copy (VACUUM INTO); refuses an existing file.  Not inside a change. */
MUST_USE bool db_copy(struct db *db, const char *to, struct err *err);
/* All that stands in the log goes into the file, and the log is empty; CODE_DATABASE_BUSY when a reader keeps it from it. */
MUST_USE bool db_empty_log(struct db *db, struct err *err);
/* After an erasure: VACUUM, then the log is emptied; CODE_DATABASE_BUSY when readers keep it from ending. */
MUST_USE bool db_scrub(struct db *db, struct err *err);

#endif

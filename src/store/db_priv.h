/* SPDX-License-Identifier: GPL-3.0-or-later
 * db_priv - what the files of the store know of a connection.
 * Owns:  nothing.
 * Must not know: tables.
 */
#ifndef SIGNPOST_DB_PRIV_H
#define SIGNPOST_DB_PRIV_H

#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include <sqlite3.h>

#include "store/db.h"
#include "store/stmt.h"

struct stmt {
    sqlite3_stmt *handle;
    struct db *db;
    uint64_t bound, all; /* one bit for each parameter */
    int sql;
    bool running;
};

struct db {
    sqlite3 *handle; /* NULL once closed */
    struct arena *arena;
    const char *path;
    struct stmt *stmts; /* by enum sql */
    const char *owner;  /* of the open change, or NULL */
    unsigned depth;     /* begins that are open */
    unsigned snapshots;
    unsigned flags; /* of the outermost begin */
    int64_t changes_before;
    uint32_t busy_ms;
    int64_t busy_since;       /* monotonic, while waiting */
    int64_t deadline;         /* monotonic; 0: none.  For queries by people */
    sqlite3_session *session; /* records for undo, or NULL */
    bool read_only;
    bool wrote; /* a change was committed */
};

/* The last error of the connection as one of ours; what: "pupil.sql, pupil_insert", or NULL.  Always false. */
bool db_fail(struct db *db, const char *what, struct err *err);
/* Several statements, for the schema and the views alone. */
MUST_USE bool db_exec(struct db *db, const char *sql, struct err *err);
/* Ends the recording for undo, if there is one. */
void db_drop_session(struct db *db);
/* Resets every statement; for rollbacks. */
void db_reset_statements(struct db *db);
#endif

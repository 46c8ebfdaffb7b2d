/* SPDX-License-Identifier: GPL-3.0-or-later
 * transaction - the part of db.h about transactions, the state number, settings, health and copies.
 * Owns:  nothing.
 * Must not know: what the tables hold.
 */
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "sql.h"
#include "store/db.h"
#include "store/db_priv.h"

static void set_trial(struct db *db, bool on) {
    int is = -1;
    int rc = sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, !on, &is);
    bug_if(rc != SQLITE_OK || is == on);
    rc = sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_FKEY, !on, &is);
    bug_if(rc != SQLITE_OK || is == on);
}

bool db_begin(struct db *db, const char *owner, unsigned flags, struct err *err) {
    bug_if(db->read_only || db->snapshots > 0);
    if (db->depth > 0) {
        bug_if(strcmp(db->owner, owner) != 0 || flags != DB_PLAIN);
        if (!stmt_run(stmt_get(db, SQL_NESTED_BEGIN), err)) return false;
        db->depth++;
        return true;
    }
    int level = flags & DB_FULL ? SQL_SET_SYNCHRONOUS_FULL : SQL_SET_SYNCHRONOUS_NORMAL;
    if (flags & DB_TRIAL) set_trial(db, true);
    if (!stmt_run(stmt_get(db, level), err) || !stmt_run(stmt_get(db, SQL_BEGIN_CHANGE), err)) {
        if (flags & DB_TRIAL) set_trial(db, false);
        return false;
    }
    db->owner = owner;
    db->flags = flags;
    db->depth = 1;
    db->changes_before = sqlite3_total_changes64(db->handle);
    return true;
}

static void close_change(struct db *db) {
    struct err ignored;
    db->depth = 0;
    db->owner = NULL;
    if (db->flags & DB_TRIAL) set_trial(db, false);
    if (db->flags & DB_FULL && !stmt_run(stmt_get(db, SQL_SET_SYNCHRONOUS_NORMAL), &ignored)) return;
}

static bool none_running(const struct db *db) {
    for (int i = 0; i < SQL_COUNT; i++) {
        if (db->stmts[i].running) return false;
    }
    return true;
}

bool db_commit(struct db *db, const char *owner, struct err *err) {
    bug_if(db->depth == 0 || strcmp(db->owner, owner) != 0);
    if (db->depth > 1) {
        if (!stmt_run(stmt_get(db, SQL_NESTED_COMMIT), err)) return false;
        db->depth--;
        return true;
    }
    bug_if(!none_running(db) || (db->flags & DB_TRIAL));
    bool moved = !(db->flags & DB_QUIET) && sqlite3_total_changes64(db->handle) != db->changes_before;
    if ((moved && !stmt_run(stmt_get(db, SQL_STATE_MOVE), err)) || !stmt_run(stmt_get(db, SQL_COMMIT_CHANGE), err)) {
        db_rollback(db, owner);
        return false;
    }
    db->wrote = db->wrote || moved;
    close_change(db);
    return true;
}

void db_rollback(struct db *db, const char *owner) {
    struct err ignored;
    bug_if(db->depth == 0 || strcmp(db->owner, owner) != 0);
    db_reset_statements(db);
    if (db->depth > 1) {
        bool ok = stmt_run(stmt_get(db, SQL_NESTED_ROLLBACK), &ignored)
                  && stmt_run(stmt_get(db, SQL_NESTED_COMMIT), &ignored);
        db->depth--;
        bug_if(!ok && !sqlite3_get_autocommit(db->handle)); /* SQLite may have rolled back the whole by itself */
        return;
    }
    /* A disk that is full can have made SQLite roll back already. */
    if (!sqlite3_get_autocommit(db->handle) && !stmt_run(stmt_get(db, SQL_ROLLBACK_CHANGE), &ignored)) {
        bug_if(!sqlite3_get_autocommit(db->handle));
    }
    close_change(db);
}

bool db_snapshot_begin(struct db *db, struct err *err) {
    if (db->depth > 0) return true;
    if (db->snapshots == 0 && !stmt_run(stmt_get(db, SQL_BEGIN_SNAPSHOT), err)) return false;
    db->snapshots++;
    return true;
}

void db_snapshot_end(struct db *db) {
    struct err ignored;
    if (db->depth > 0 || db->snapshots == 0 || !db->handle) return;
    db->snapshots--;
    if (db->snapshots == 0 && !stmt_run(stmt_get(db, SQL_ROLLBACK_CHANGE), &ignored)) {
        bug_if(!sqlite3_get_autocommit(db->handle));
    }
}

bool db_state(struct db *db, int64_t *out, struct err *err) {
    return stmt_one(stmt_get(db, SQL_STATE_GET), 0, out, err);
}

bool db_is_blank(struct db *db, bool *out, struct err *err) {
    int64_t blank;
    if (!stmt_one(stmt_get(db, SQL_BLANK), 0, &blank, err)) return false;
    *out = blank != 0;
    return true;
}

bool db_setting(struct db *db, struct arena *arena, const char *name, struct str *out, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_SETTING_GET);
    *out = (struct str){ NULL, 0 };
    stmt_bind_text(stmt, "name", str_from(name));
    int row = stmt_step(stmt, err);
    if (row == 1) {
        *out = str_copy(arena, stmt_bytes(stmt, 0));
        stmt_done(stmt);
    }
    return row >= 0;
}

bool db_set_setting(struct db *db, const char *name, struct str value, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, value.size ? SQL_SETTING_SET : SQL_SETTING_REMOVE);
    stmt_bind_text(stmt, "name", str_from(name));
    if (value.size) stmt_bind_bytes(stmt, "value", value);
    return stmt_run(stmt, err);
}

/* health and copies */

static bool expect_ok(struct db *db, int sql, struct err *err) {
    struct stmt *stmt = stmt_get(db, sql);
    int row = stmt_step(stmt, err);
    if (row < 0) return false;
    bool ok = row == 1 && str_is(stmt_text(stmt, 0), "ok");
    if (row == 1 && !ok) {
        struct str said = stmt_text(stmt, 0);
        err_set(err, CODE_DAMAGED, "The database is damaged: %.*s.", STR_ARG(said));
        err_next(err, "Put the newest copy from the folder backups back.");
    }
    if (row == 1) stmt_done(stmt);
    return ok;
}

bool db_check(struct db *db, bool thorough, struct err *err) {
    if (!expect_ok(db, thorough ? SQL_CHECK_WHOLE : SQL_CHECK_QUICK, err)) return false;
    if (!thorough) return true;
    struct stmt *stmt = stmt_get(db, SQL_CHECK_FOREIGN_KEYS);
    int row = stmt_step(stmt, err);
    if (row == 1) {
        struct str table = stmt_text(stmt, 0);
        err_set(err, CODE_DAMAGED, "A row of table %.*s points at something that is not there.", STR_ARG(table));
        stmt_done(stmt);
    }
    int64_t orphans = 0;
    if (row != 0 || !stmt_one(stmt_get(db, SQL_CHECK_ORPHANS), 0, &orphans, err)) return false;
    if (orphans > 0)
        return err_set(err, CODE_DAMAGED, "%lld fields belong to activities that are not there.", (long long)orphans);
    return true;
}

static bool check_copy(const char *path, struct err *err) {
    struct arena arena = { 0 };
    struct db *copy;
    struct err own = { 0 }; /* what turns out to be fine leaves no word behind */
    bool ok = db_open(&arena, path, DB_READ, NULL, &copy, &own);
    /* A copy of an older version is fine, too: it is the very thing that is set aside before a migration. */
    if (!ok && own.code == CODE_NEWER_DATABASE)
        ok = true;
    else if (ok)
        ok = db_check(copy, true, err);
    else
        *err = own;
    arena_free(&arena);
    return ok;
}

bool db_copy(struct db *db, const char *to, struct err *err) {
    struct arena arena = { 0 };
    struct file_draft draft;
    bug_if(db->depth > 0 || db->snapshots > 0);
    if (!file_draft_begin(&arena, to, &draft, err)) {
        arena_free(&arena);
        return false;
    }
    /* The copy gets its name when it is whole, checked and on disk: SQLite itself does not wait for the disk here. */
    bool ok = file_create(draft.path, (struct str){ NULL, 0 }, err);
    if (ok) {
        struct stmt *stmt = stmt_get(db, SQL_COPY_INTO);
        stmt_bind_text(stmt, "path", str_from(draft.path));
        sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 1);
        ok = stmt_run(stmt, err);
        sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
    }
    ok = ok && (check_copy(draft.path, err) || err_wrap(err, "the copy %s", to)) && file_draft_place(&draft, to, true, err);
    file_draft_end(&draft);
    arena_free(&arena);
    return ok;
}

bool db_empty_log(struct db *db, struct err *err) {
    bug_if(db->depth > 0 || db->snapshots > 0 || db->read_only);
    int64_t until = clock_monotonic_ns() + (int64_t)db->busy_ms * 1000000;
    for (;;) {
        int64_t busy;
        if (!stmt_one(stmt_get(db, SQL_EMPTY_LOG), 0, &busy, err)) return false;
        if (busy == 0) return true;
        if (clock_monotonic_ns() >= until) {
            err_set(err, CODE_DATABASE_BUSY, "Another program is still reading these records.");
            return err_next(err, "End the other program, then run the same again.");
        }
        sqlite3_sleep(50);
    }
}

bool db_scrub(struct db *db, struct err *err) {
    bug_if(db->depth > 0 || db->snapshots > 0 || db->read_only);
    sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 1);
    bool ok = stmt_run(stmt_get(db, SQL_VACUUM), err);
    sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
    return ok && (db_empty_log(db, err) || err_wrap(err, "The erasure is not finished"));
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * stmt - statements by enum.
 * Owns:  nothing; statements belong to their connection.
 * Must not know: what a statement is for.
 */
#include "store/stmt.h"

#include <stdio.h>
#include <string.h>

#include "sql.h"
#include "store/db_priv.h"
#include "store/value_priv.h"

#define NAME_ROOM 64

static void say_where(int sql, char out[static 160]) {
    snprintf(out, 160, "%s, %s", SQL_TEXTS[sql].file, SQL_TEXTS[sql].name);
}

/* A statement of ours that SQLite can not prepare: the schema or the SQL is wrong, never the data. */
static void prepare(struct stmt *stmt) {
    const char *tail = NULL;
    int rc = sqlite3_prepare_v3(stmt->db->handle, SQL_TEXTS[stmt->sql].text, -1, SQLITE_PREPARE_PERSISTENT,
                                &stmt->handle, &tail);
    if ((rc & 0xff) == SQLITE_ERROR || (rc == SQLITE_OK && !stmt->handle)) {
        char where[160], text[480];
        say_where(stmt->sql, where);
        snprintf(text, sizeof text, "%s: %s", where, sqlite3_errmsg(stmt->db->handle));
        bug(__FILE__, __LINE__, text);
    }
    if (!stmt->handle) return; /* busy, damaged: stmt_step says so */
    int count = sqlite3_bind_parameter_count(stmt->handle);
    bug_if(count > 63);
    stmt->all = (UINT64_C(1) << count) - 1;
}

struct stmt *stmt_get(struct db *db, int sql) {
    bug_if(sql < 0 || sql >= SQL_COUNT || !db->handle);
    struct stmt *stmt = &db->stmts[sql];
    bug_if(stmt->running);
    stmt->db = db;
    stmt->sql = sql;
    if (!stmt->handle) prepare(stmt);
    stmt->bound = 0;
    return stmt;
}

void stmt_done(struct stmt *stmt) {
    if (stmt->handle) {
        sqlite3_reset(stmt->handle);
        sqlite3_clear_bindings(stmt->handle);
    }
    stmt->bound = 0;
    stmt->running = false;
}

/* 0 when the statement could not be prepared; a name it does not have is a bug. */
static int position(struct stmt *stmt, const char *name) {
    if (!stmt->handle) return 0;
    char full[NAME_ROOM];
    size_t size = strlen(name);
    bug_if(size + 2 > sizeof full);
    full[0] = '$';
    memcpy(full + 1, name, size + 1);
    int at = sqlite3_bind_parameter_index(stmt->handle, full);
    if (at == 0) {
        char where[160], text[320];
        say_where(stmt->sql, where);
        snprintf(text, sizeof text, "%s has no %s", where, full);
        bug(__FILE__, __LINE__, text);
    }
    stmt->bound |= UINT64_C(1) << (at - 1);
    return at;
}

void stmt_bind_whole(struct stmt *stmt, const char *name, int64_t value) {
    int at = position(stmt, name);
    if (at) sqlite3_bind_int64(stmt->handle, at, value);
}

void stmt_bind_null(struct stmt *stmt, const char *name) {
    int at = position(stmt, name);
    if (at) sqlite3_bind_null(stmt->handle, at);
}

void stmt_bind_value(struct stmt *stmt, const char *name, int64_t value) {
    if (value == VALUE_NONE)
        stmt_bind_null(stmt, name);
    else
        stmt_bind_whole(stmt, name, value);
}

void stmt_bind_string(struct stmt *stmt, const char *name, struct str text) {
    int at = position(stmt, name);
    if (at) sqlite3_bind_text64(stmt->handle, at, text.size ? text.at : "", text.size, SQLITE_STATIC, SQLITE_UTF8);
}

void stmt_bind_text(struct stmt *stmt, const char *name, struct str text) {
    if (text.size == 0)
        stmt_bind_null(stmt, name);
    else
        stmt_bind_string(stmt, name, text);
}

void stmt_bind_bytes(struct stmt *stmt, const char *name, struct str bytes) {
    if (bytes.size == 0) {
        stmt_bind_null(stmt, name);
        return;
    }
    int at = position(stmt, name);
    if (at) sqlite3_bind_blob64(stmt->handle, at, bytes.at, bytes.size, SQLITE_STATIC);
}

void stmt_bind_date(struct stmt *stmt, const char *name, struct date date) {
    if (!date_known(date))
        stmt_bind_null(stmt, name);
    else
        stmt_bind_whole(stmt, name, date_same(date, DATE_FIRST) ? 0 : date_number(date));
}

static int fail_step(struct stmt *stmt, struct err *err) {
    char where[160];
    say_where(stmt->sql, where);
    db_fail(stmt->db, where, err);
    stmt_done(stmt);
    return -1;
}

int stmt_step(struct stmt *stmt, struct err *err) {
    if (!stmt->handle) return fail_step(stmt, err);
    if (!stmt->running && stmt->bound != stmt->all) {
        char where[160], text[320];
        say_where(stmt->sql, where);
        snprintf(text, sizeof text, "%s: a parameter was forgotten", where);
        bug(__FILE__, __LINE__, text);
    }
    /* An interruption or a full disk can have made SQLite take the whole change back: nothing more may be written,
     * because each statement would now be a change of its own. */
    if (!stmt->running && stmt->db->depth > 0 && sqlite3_get_autocommit(stmt->db->handle)) {
        stmt_done(stmt);
        err_set(err, CODE_INTERRUPTED, "The change was interrupted and taken back; nothing of it is kept.");
        return -1;
    }
    stmt->running = true;
    int rc = sqlite3_step(stmt->handle);
    if (rc == SQLITE_ROW) return 1;
    if (rc != SQLITE_DONE) return fail_step(stmt, err);
    stmt_done(stmt);
    return 0;
}

bool stmt_run(struct stmt *stmt, struct err *err) {
    int row;
    do row = stmt_step(stmt, err);
    while (row == 1);
    return row == 0;
}

bool stmt_one(struct stmt *stmt, int64_t otherwise, int64_t *out, struct err *err) {
    int row = stmt_step(stmt, err);
    *out = row == 1 && !stmt_is_null(stmt, 0) ? stmt_whole(stmt, 0) : otherwise;
    if (row == 1) stmt_done(stmt);
    return row >= 0;
}

bool stmt_is_null(struct stmt *stmt, int column) {
    return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

int64_t stmt_whole(struct stmt *stmt, int column) {
    return sqlite3_column_int64(stmt->handle, column);
}

int64_t stmt_value(struct stmt *stmt, int column) {
    return stmt_is_null(stmt, column) ? VALUE_NONE : sqlite3_column_int64(stmt->handle, column);
}

struct date stmt_date(struct stmt *stmt, int column) {
    if (stmt_is_null(stmt, column)) return DATE_NONE;
    return stored_date(sqlite3_column_int64(stmt->handle, column));
}

struct str stmt_text(struct stmt *stmt, int column) {
    const char *at = (const char *)sqlite3_column_text(stmt->handle, column);
    return (struct str){ at, at ? (size_t)sqlite3_column_bytes(stmt->handle, column) : 0 };
}

struct str stmt_copy(struct stmt *stmt, struct arena *arena, int column) {
    return str_copy(arena, stmt_text(stmt, column));
}

struct str stmt_bytes(struct stmt *stmt, int column) {
    const char *at = sqlite3_column_blob(stmt->handle, column);
    return (struct str){ at, at ? (size_t)sqlite3_column_bytes(stmt->handle, column) : 0 };
}

int stmt_columns(struct stmt *stmt) {
    return stmt->handle ? sqlite3_column_count(stmt->handle) : 0;
}

const char *stmt_column_name(struct stmt *stmt, int column) {
    return sqlite3_column_name(stmt->handle, column);
}

int stmt_parameters(struct stmt *stmt) {
    return stmt->handle ? sqlite3_bind_parameter_count(stmt->handle) : 0;
}

const char *stmt_parameter_name(struct stmt *stmt, int parameter) {
    const char *name = sqlite3_bind_parameter_name(stmt->handle, parameter + 1);
    return name ? name + 1 : "";
}

int64_t stmt_changes(struct db *db) {
    return sqlite3_changes64(db->handle);
}

int64_t stmt_last_key(struct db *db) {
    return sqlite3_last_insert_rowid(db->handle);
}

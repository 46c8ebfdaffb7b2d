/* SPDX-License-Identifier: GPL-3.0-or-later
 * schema - whose file it is, which version it has, and bringing it up to date.
 * Owns:  the order of migrations.
 * Must not know: where the file lies.
 */
#include "store/schema.h"

#include <stdio.h>
#include <string.h>

#include "sql.h"
#include "store/db_priv.h"

/* "001_2_records.sql" is a part of migration 1. */
static int part_version(const struct sql_text *part) {
    int version = 0;
    for (int i = 0; i < 3; i++) version = version * 10 + (part->name[i] - '0');
    return version;
}

int schema_version(void) {
    int newest = 0;
    for (const struct sql_text *part = SQL_SCHEMA; part->name; part++) newest = part_version(part);
    return newest;
}

/* All parts above one version, in order. */
static bool apply(struct db *db, int above, struct err *err) {
    for (const struct sql_text *part = SQL_SCHEMA; part->name; part++) {
        if (part_version(part) > above && !db_exec(db, part->text, err)) return err_wrap(err, "%s", part->name);
    }
    return true;
}

static bool apply_whole(struct db *db, int above, struct err *err) {
    if (!stmt_run(stmt_get(db, SQL_SET_SYNCHRONOUS_FULL), err)) return false;
    if (!db_begin(db, "schema", DB_FULL, err)) return false;
    if (!apply(db, above, err)) {
        db_rollback(db, "schema");
        return false;
    }
    return db_commit(db, "schema", err);
}

bool schema_create(struct db *db, struct err *err) {
    return apply_whole(db, 0, err);
}

bool schema_migrate(struct db *db, struct err *err) {
    int64_t version;
    if (!stmt_one(stmt_get(db, SQL_GET_USER_VERSION), 0, &version, err)) return false;
    return apply_whole(db, (int)version, err);
}

/* comparing with a fresh schema */

static bool next_object(sqlite3_stmt *stmt, const char *columns[static 3]) {
    if (sqlite3_step(stmt) != SQLITE_ROW) return false;
    for (int i = 0; i < 3; i++) {
        const char *text = (const char *)sqlite3_column_text(stmt, i);
        columns[i] = text ? text : "";
    }
    return true;
}

/* The first object that differs, or true. */
static bool compare(sqlite3_stmt *ours, sqlite3_stmt *fresh, struct err *err) {
    for (;;) {
        const char *have[3], *want[3];
        bool got = next_object(ours, have), wanted = next_object(fresh, want);
        if (!got && !wanted) return true;
        int order = !got ? 1 : !wanted ? -1 : strcmp(have[0], want[0]);
        if (order == 0) order = strcmp(have[1], want[1]);
        if (order < 0)
            return err_set(err, CODE_DAMAGED, "The database holds a %s that is not Signpost's: %.120s.", have[0],
                           have[1]);
        if (order > 0) return err_set(err, CODE_DAMAGED, "The database has lost its %s %.120s.", want[0], want[1]);
        if (strcmp(have[2], want[2]) != 0)
            return err_set(err, CODE_DAMAGED, "The %s %.120s of the database was altered.", have[0], have[1]);
    }
}

static bool is_ours(const char *words) {
    size_t size = strlen(words);
    for (const struct sql_text *part = SQL_SCHEMA; size && part->name; part++) {
        const char *at = strstr(part->text, words);
        if (at && (at == part->text || at[-1] == '\n') && at[size] == ';') return true;
    }
    return false;
}

static size_t count_ours(void) {
    size_t count = 0;
    for (const struct sql_text *part = SQL_SCHEMA; part->name; part++)
        for (const char *at = part->text; (at = strstr(at, "\nCREATE ")); at += 8) count += strncmp(at + 8, "VIEW ", 5) != 0;
    return count;
}

/* Every object stands in our schema word for word, and there are as many: the usual case, without making a fresh one. */
static bool same_words(struct db *db) {
    sqlite3_stmt *ours = NULL;
    const char *have[3];
    size_t count = 0;
    bool same = sqlite3_prepare_v2(db->handle, SQL_TEXTS[SQL_SCHEMA_OBJECTS].text, -1, &ours, NULL) == SQLITE_OK;
    while (same && next_object(ours, have)) {
        same = is_ours(have[2]);
        count++;
    }
    sqlite3_finalize(ours);
    return same && count == count_ours();
}

static bool same_as_fresh(struct db *db, struct err *err) {
    sqlite3 *memory = NULL;
    sqlite3_stmt *ours = NULL, *fresh = NULL;
    bool same = false;
    if (same_words(db)) return true;
    bool ready = sqlite3_open_v2(":memory:", &memory, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK;
    for (const struct sql_text *part = SQL_SCHEMA; ready && part->name; part++) {
        ready = sqlite3_exec(memory, part->text, NULL, NULL, NULL) == SQLITE_OK;
    }
    if (!ready && (!memory || sqlite3_errcode(memory) == SQLITE_NOMEM)) err_no_memory();
    bug_if(!ready);
    const char *text = SQL_TEXTS[SQL_SCHEMA_OBJECTS].text;
    if (sqlite3_prepare_v2(memory, text, -1, &fresh, NULL) == SQLITE_OK
        && sqlite3_prepare_v2(db->handle, text, -1, &ours, NULL) == SQLITE_OK) {
        same = compare(ours, fresh, err);
        if (sqlite3_errcode(db->handle) != SQLITE_DONE && sqlite3_errcode(db->handle) != SQLITE_ROW
            && sqlite3_errcode(db->handle) != SQLITE_OK)
            same = db_fail(db, "schema", err);
    } else {
        same = db_fail(db, "schema", err);
    }
    sqlite3_finalize(ours);
    sqlite3_finalize(fresh);
    sqlite3_close(memory);
    return same;
}

/* A header from another time makes SQLite refuse the file as if our SQL were wrong. */
static bool can_be_read(struct db *db, struct err *err) {
    sqlite3_stmt *probe = NULL;
    int rc = sqlite3_prepare_v2(db->handle, SQL_TEXTS[SQL_SCHEMA_OBJECTS].text, -1, &probe, NULL);
    sqlite3_finalize(probe);
    if (rc == SQLITE_OK) return true;
    if ((rc & 0xff) != SQLITE_ERROR) return db_fail(db, "schema", err);
    err_set(err, CODE_DAMAGED, "The database is damaged, or was changed by a newer SQLite (%s).",
            sqlite3_errmsg(db->handle));
    return err_next(err, "Put the newest copy from the folder backups back.");
}

static bool holds_something(struct db *db, bool *holds, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_SCHEMA_OBJECTS);
    int row = stmt_step(stmt, err);
    *holds = row == 1;
    if (row == 1) stmt_done(stmt);
    return row >= 0;
}

bool schema_look(struct db *db, enum schema_state *out, struct err *err) {
    int64_t id, version;
    bool holds;
    if (!can_be_read(db, err)) return false;
    if (!stmt_one(stmt_get(db, SQL_GET_APPLICATION_ID), 0, &id, err)) return false;
    if (!stmt_one(stmt_get(db, SQL_GET_USER_VERSION), 0, &version, err)) return false;
    if (!holds_something(db, &holds, err)) return false;
    if (id != SCHEMA_APPLICATION_ID) {
        *out = SCHEMA_FOREIGN;
        err_set(err, CODE_NEWER_DATABASE, "The file holds no records of Signpost: another program made it.");
        err_next(err, "Put the right school.db back, or choose another folder.");
    } else if (version < 0 || (version == 0 && holds)) {
        *out = SCHEMA_ALTERED;
        err_set(err, CODE_DAMAGED, "The database was altered: it says that its tables have version %lld.",
                (long long)version);
        err_next(err, "Put the newest copy from the folder backups back.");
    } else if (version > schema_version()) {
        *out = SCHEMA_NEWER;
        err_set(err, CODE_NEWER_DATABASE,
                "The records were written by a newer Signpost (version %lld of the tables; this program knows %d).",
                (long long)version, schema_version());
        err_next(err, "Use the newer program.");
    } else if (version < schema_version()) {
        *out = SCHEMA_OLDER;
        err_set(err, CODE_NEWER_DATABASE,
                "The records were written by an older Signpost and must be brought up to date.");
        err_next(err, "Any command that changes something does that, after making a copy.");
    } else if (!same_as_fresh(db, err)) {
        *out = SCHEMA_ALTERED;
        if (err->code != CODE_DAMAGED) return false;
        err_next(err, "Put the newest copy from the folder backups back.");
    } else {
        *out = SCHEMA_CURRENT;
    }
    return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * db - one connection to the records of one school.
 * Owns:  the connection and its prepared statements.
 * Must not know: what the tables hold.
 */
#include "store/db.h"

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/stop.h"
#include "sql.h"
#include "store/db_priv.h"
#include "store/schema.h"

#define BUSY_MS 10000
#define PROGRESS_STEPS 20000

/* errors */

bool db_fail(struct db *db, const char *what, struct err *err) {
    const char *said = sqlite3_errmsg(db->handle);
    if (!what) what = "opening";
    switch (sqlite3_errcode(db->handle) & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL: /* the lock of the log, contended for too long */
        if (stop_asked()) return err_set(err, CODE_INTERRUPTED, "Stopped while waiting for another program.");
        err_set(err, CODE_DATABASE_BUSY, "Another program is writing to the records of this school.");
        return err_next(err, "Wait until it has finished, then try again.");
    case SQLITE_CORRUPT:
        err_set(err, CODE_DAMAGED, "The database is damaged (%s; %s).", said, what);
        return err_next(err, "Nothing was written.  Put the newest copy from the folder backups back.");
    case SQLITE_NOTADB:
        err_set(err, CODE_NEWER_DATABASE, "The file is no database of Signpost, or its beginning is damaged.");
        return err_next(err, "Put the right school.db back, or the newest copy from the folder backups.");
    case SQLITE_FULL:
    case SQLITE_IOERR:
        return err_set(err, CODE_DISK_FULL, "The disk is full or refuses (%s).", said);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        err_set(err, CODE_READ_ONLY, "The records can not be %s: the file or its folder is read-only (%s).",
                db->read_only ? "opened" : "written", said);
        return err_next(err, "Ask whoever looks after the folder for the right to write there; reading makes a file as well.");
    case SQLITE_INTERRUPT:
        if (!stop_asked() && db->deadline)
            return err_set(err, CODE_ARGUMENTS, "The query took too long and was ended.");
        return err_set(err, CODE_INTERRUPTED, "Stopped.");
    case SQLITE_TOOBIG:
        return err_set(err, CODE_FILE_LIMIT, "A value is larger than the records can hold (16 MiB).");
    case SQLITE_CANTOPEN:
        err_set(err, CODE_FILE, "%s can not be opened: %s.", db->path, said);
        return err_next(err, "Ask whoever looks after the folder for the right to read it.");
    case SQLITE_NOMEM:
        err_no_memory();
    default:
        return err_set(err, CODE_INTERNAL, "The records refused a change: %s (%s).", said, what);
    }
}

bool db_exec(struct db *db, const char *sql, struct err *err) {
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK || db_fail(db, "schema", err);
}

/* waiting and stopping */

static int stop_now(void *self) {
    const struct db *db = self;
    return stop_asked() || (db->deadline && clock_monotonic_ns() > db->deadline);
}

static int wait_for_writer(void *self, int times) {
    struct db *db = self;
    int64_t now = clock_monotonic_ns();
    if (times == 0) db->busy_since = now;
    if (stop_asked() || (now - db->busy_since) / 1000000 >= db->busy_ms) return 0;
    sqlite3_sleep(times < 5 ? 2 : 20);
    return 1;
}

/* opening */

static bool expect(struct db *db, int set, int get, int64_t wanted, struct err *err) {
    int64_t is;
    if (!stmt_run(stmt_get(db, set), err) || !stmt_one(stmt_get(db, get), -1, &is, err)) return false;
    if (is != wanted)
        return err_set(err, CODE_INTERNAL, "The SQLite library refused a setting (%s).", SQL_TEXTS[set].text);
    return true;
}

static void set_limits(sqlite3 *handle) {
    static const struct {
        int limit, value;
    } LIMITS[] = {
        { SQLITE_LIMIT_ATTACHED, 0 },     { SQLITE_LIMIT_LENGTH, 16 << 20 }, { SQLITE_LIMIT_SQL_LENGTH, 100000 },
        { SQLITE_LIMIT_EXPR_DEPTH, 100 }, { SQLITE_LIMIT_VDBE_OP, 25000 },   { SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
        { SQLITE_LIMIT_COLUMN, 128 },     { SQLITE_LIMIT_FUNCTION_ARG, 16 }, { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 },
    };
    for (size_t i = 0; i < COUNT_OF(LIMITS); i++) sqlite3_limit(handle, LIMITS[i].limit, LIMITS[i].value);
}

static void set_switches(sqlite3 *handle) {
    static const struct {
        int what, on;
    } SWITCHES[] = {
        { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },
        { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
        { SQLITE_DBCONFIG_DQS_DML, 0 },
        { SQLITE_DBCONFIG_DQS_DDL, 0 },
        { SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0 },
        { SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(SWITCHES); i++) {
        int is = -1;
        int rc = sqlite3_db_config(handle, SWITCHES[i].what, SWITCHES[i].on, &is);
        bug_if(rc != SQLITE_OK || is != SWITCHES[i].on);
    }
}

static bool set_up(struct db *db, struct err *err) {
    if (!expect(db, SQL_SET_FOREIGN_KEYS, SQL_GET_FOREIGN_KEYS, 1, err)) return false;
    if (!expect(db, SQL_SET_CELL_SIZE_CHECK, SQL_GET_CELL_SIZE_CHECK, 1, err)) return false;
    if (!expect(db, SQL_SET_TEMP_STORE, SQL_GET_TEMP_STORE, 2, err)) return false;
    if (!stmt_run(stmt_get(db, SQL_SET_MMAP_SIZE), err)) return false;
    if (db->read_only) return expect(db, SQL_SET_QUERY_ONLY, SQL_GET_QUERY_ONLY, 1, err);
    return expect(db, SQL_SET_SECURE_DELETE, SQL_GET_SECURE_DELETE, 1, err);
}

/* Only after the file is known to be ours: this writes into it. */
static bool set_up_writer(struct db *db, struct err *err) {
    if (db->read_only) return true;
    struct stmt *stmt = stmt_get(db, SQL_SET_JOURNAL_MODE);
    int row = stmt_step(stmt, err);
    if (row < 0) return false;
    bool wal = row == 1 && str_is(stmt_text(stmt, 0), "wal");
    if (row == 1) stmt_done(stmt);
    if (!wal) return err_set(err, CODE_FILE, "%s can not keep a write-ahead log here.", db->path);
    return expect(db, SQL_SET_SYNCHRONOUS_NORMAL, SQL_GET_SYNCHRONOUS, 1, err);
}

static const char *folder_of(struct arena *arena, const char *path) {
    struct str name = file_name(str_from(path));
    size_t size = strlen(path) - name.size;
    if (size == 0) return ".";
    return str_c(arena, (struct str){ path, size > 1 ? size - 1 : size });
}

/* Links in the folder are resolved before, because SQLite refuses them; a link in place of the file is refused. */
static bool find_file(struct arena *arena, const char *path, enum db_mode mode, const char **out, struct err *err) {
    const char *folder, *network = NULL;
    if (!file_real_path(arena, folder_of(arena, path), &folder, err)) return false;
    *out = file_join(arena, folder, str_c(arena, file_name(str_from(path))));
    bool there = file_exists(*out);
    if (file_on_network(folder, &network)) {
        err_set(err, CODE_NETWORK_FOLDER, "%s lies on a network drive (%s), where two programs can damage it.", path,
                network);
        return err_next(err, "Keep the school on a local disk and put exports on the share.");
    }
    if (mode == DB_CREATE) {
        if (there) return err_set(err, CODE_FILE, "%s is there already.", path);
        return file_create(*out, (struct str){ NULL, 0 }, err);
    }
    if (!there) {
        err_set(err, CODE_NO_SCHOOL, "There are no records at %s.", path);
        return err_next(err, "Go to the folder of the school, or make one with 'signpost new'.");
    }
    if (mode == DB_WRITE && (!file_writable(*out) || !file_writable(folder))) {
        err_set(err, CODE_READ_ONLY, "%s can not be written: the file or its folder is read-only.", path);
        return err_next(err, "Ask whoever looks after the folder for the right to write there.");
    }
    return true;
}

static bool connect(struct db *db, struct err *err) {
    int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX
                | (db->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    /* There are no threads here, and nobody asks how much memory is in use: without locks and sums every row costs a tenth
     * less.  The library takes this once, before its first use, and refuses it later, which does no harm. */
    (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    int rc = sqlite3_open_v2(db->path, &db->handle, flags, NULL);
    if (!db->handle) err_no_memory();
    if (rc != SQLITE_OK) return db_fail(db, NULL, err);
    set_limits(db->handle);
    set_switches(db->handle);
    sqlite3_busy_handler(db->handle, wait_for_writer, db);
    sqlite3_progress_handler(db->handle, PROGRESS_STEPS, stop_now, db);
    return set_up(db, err);
}

static bool migrate(struct db *db, const struct db_options *options, struct err *err) {
    struct arena scratch = { 0 };
    const char *folder =
        options && options->backups ? options->backups : file_join(&scratch, folder_of(&scratch, db->path), "backups");
    char day[CLOCK_STAMP_SIZE];
    struct str name = str_format(&scratch, "before-migration-%s.db", clock_stamp(clock_now(), day));
    bool ok = file_make_folder(folder, err) && db_copy(db, file_join(&scratch, folder, name.at), err)
              && schema_migrate(db, err);
    arena_free(&scratch);
    return ok;
}

static bool look(struct db *db, enum db_mode mode, const struct db_options *options, struct err *err) {
    if (mode == DB_CREATE) return set_up_writer(db, err) && schema_create(db, err);
    enum schema_state state;
    if (!schema_look(db, &state, err)) return false;
    if (state == SCHEMA_OLDER && mode == DB_WRITE) return migrate(db, options, err) && set_up_writer(db, err);
    return state == SCHEMA_CURRENT && set_up_writer(db, err);
}

static void close_hook(void *self) {
    db_close(self);
}

bool db_open(struct arena *arena, const char *path, enum db_mode mode, const struct db_options *options,
             struct db **out, struct err *err) {
    const char *real;
    *out = NULL;
    bug_if(sqlite3_libversion_number() < 3040000);
    if (!find_file(arena, path, mode, &real, err)) return false;
    struct db *db = arena_new(arena, struct db);
    db->arena = arena;
    db->path = real;
    db->read_only = mode == DB_READ;
    db->busy_ms = options && options->busy_ms ? options->busy_ms : BUSY_MS;
    db->stmts = arena_array(arena, struct stmt, SQL_COUNT);
    arena_hook(arena, close_hook, db);
    if (connect(db, err) && look(db, mode, options, err)) {
        *out = db;
        return true;
    }
    db_close(db);
    struct err ignored;
    if (mode == DB_CREATE && !file_remove(real, &ignored)) err_next(err, "%s is not complete: remove it.", path);
    return false;
}

void db_reset_statements(struct db *db) {
    for (int i = 0; i < SQL_COUNT; i++) {
        if (db->stmts[i].running) stmt_done(&db->stmts[i]);
    }
}

void db_drop_session(struct db *db) {
    if (db->session) sqlite3session_delete(db->session);
    db->session = NULL;
}

void db_close(struct db *db) {
    if (!db || !db->handle) return;
    db_drop_session(db);
    db_reset_statements(db);
    if (db->depth > 0) db_rollback(db, db->owner);
    for (int i = 0; i < SQL_COUNT; i++) {
        sqlite3_finalize(db->stmts[i].handle);
        db->stmts[i].handle = NULL;
    }
    /* The last to close is often a reader, which leaves the log as it is: a copy of school.db alone would lack our rows.
     * Whatever keeps us from it, nothing is lost: the log stays. */
    if (db->wrote) (void)sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    int rc = sqlite3_close(db->handle);
    bug_if(rc != SQLITE_OK);
    db->handle = NULL;
}

bool db_is_read_only(const struct db *db) {
    return db->read_only;
}

const char *db_path(const struct db *db) {
    return db->path;
}

bool db_in_change(const struct db *db) {
    return db->depth > 0;
}

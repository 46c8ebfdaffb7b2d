/* SPDX-License-Identifier: GPL-3.0-or-later
 * step - undo by SQLite's session extension: one stored change set a step, applied backwards or refused.
 * Owns:  tables undo, undo_part; the recording while one is open.
 * Must not know: which verb it was.
 *
 * A step is a row of change sets, in the order in which they were made.
 */
#include "store/step.h"

#include <string.h>

#include "sql.h"
#include "store/db_priv.h"
#include "store/step_priv.h"

/* A long change is kept as several change sets, so that what is held in memory does not grow with it. */
#define PART_BYTES 1000000
#define PIECE_BYTES ((size_t)4 << 20)

/* What people entered.  Triggers and bookkeeping are left out: they follow by themselves or stay. */
static const char *const RECORDED[] = {
    "pupil",         "pupil_fact",
    "staff",         "staff_fact",
    "organisation",  "organisation_fact",
    "activity",      "activity_source",
    "participation", "staff_participation",
    "detail",        "note",
    "hand",
    "exemption",     "snooze",
    "hold",          "kind",
    "half_term",     "import",
    "erased",
};

struct step_recording {
    struct db *db;
    int64_t step, parts; /* 0 until something is kept */
    int64_t rows;
};

static bool begin_part(struct db *db, struct err *err) {
    int rc = sqlite3session_create(db->handle, "main", &db->session);
    for (size_t i = 0; rc == SQLITE_OK && i < COUNT_OF(RECORDED); i++)
        rc = sqlite3session_attach(db->session, RECORDED[i]);
    if (rc == SQLITE_OK) return true;
    db_drop_session(db);
    return err_set(err, CODE_INTERNAL, "The change can not be recorded for undo (%s).", sqlite3_errstr(rc));
}

bool step_record(struct db *db, struct step_recording **out, struct err *err) {
    bug_if(!db_in_change(db) || db->session);
    if (!begin_part(db, err)) return false;
    *out = arena_new(db->arena, struct step_recording);
    (*out)->db = db;
    return true;
}

void step_drop(struct step_recording *recording) {
    if (recording) db_drop_session(recording->db);
}

static int64_t count_rows(int size, void *bytes) {
    sqlite3_changeset_iter *iter = NULL;
    int64_t rows = 0;
    if (sqlite3changeset_start(&iter, size, bytes) != SQLITE_OK) return 0;
    while (sqlite3changeset_next(iter) == SQLITE_ROW) rows++;
    sqlite3changeset_finalize(iter);
    return rows;
}

static bool write_pieces(struct db *db, int64_t step, int64_t part, struct str bytes, struct err *err) {
    int64_t piece = 0;
    for (size_t at = 0; at < bytes.size; at += PIECE_BYTES) {
        struct stmt *stmt = stmt_get(db, SQL_STEP_PIECE);
        stmt_bind_whole(stmt, "step", step);
        stmt_bind_whole(stmt, "part", part);
        stmt_bind_whole(stmt, "piece", piece++);
        stmt_bind_bytes(stmt, "bytes", str_slice(bytes, at, at + PIECE_BYTES < bytes.size ? at + PIECE_BYTES : bytes.size));
        if (!stmt_run(stmt, err)) return false;
    }
    return true;
}

/* What was recorded since the last part; the step begins with its first. */
static bool end_part(struct step_recording *recording, struct err *err) {
    struct db *db = recording->db;
    void *bytes = NULL;
    int size = 0;
    int rc = sqlite3session_changeset(db->session, &size, &bytes);
    db_drop_session(db);
    bool ok = rc == SQLITE_OK || err_set(err, CODE_INTERNAL, "The undo step can not be made (%s).", sqlite3_errstr(rc));
    if (ok && size && !recording->step) {
        ok = stmt_run(stmt_get(db, SQL_STEP_INSERT), err);
        recording->step = stmt_last_key(db);
    }
    if (ok && size) ok = write_pieces(db, recording->step, recording->parts++, (struct str){ bytes, (size_t)size }, err);
    if (ok && size) recording->rows += count_rows(size, bytes);
    sqlite3_free(bytes);
    return ok;
}

bool step_rest(struct step_recording *recording, struct err *err) {
    struct db *db = recording->db;
    bug_if(!db->session);
    if (sqlite3session_memory_used(db->session) < PART_BYTES) return true;
    return end_part(recording, err) && begin_part(db, err);
}

bool step_keep(struct db *db, struct step_recording *recording, const struct step_info *info, int64_t *step,
               struct err *err) {
    bug_if(recording->db != db || !db->session);
    *step = 0;
    if (!end_part(recording, err)) return false;
    if (!recording->step) return true;
    struct stmt *stmt = stmt_get(db, SQL_STEP_FINISH);
    stmt_bind_whole(stmt, "step", recording->step);
    stmt_bind_whole(stmt, "made_at", info->made_at);
    stmt_bind_whole(stmt, "expires_at", info->expires_at);
    stmt_bind_string(stmt, "verb", info->verb);
    stmt_bind_string(stmt, "about", info->about);
    stmt_bind_whole(stmt, "rows", recording->rows);
    if (!stmt_run(stmt, err)) return false;
    *step = recording->step;
    return true;
}

bool step_list(struct db *db, struct arena *arena, bool all, struct step_info **out, size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_STEP_LIST);
    stmt_bind_whole(stmt, "all", all);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        if (*count == room) {
            room = room ? 2 * room : 32;
            struct step_info *more = arena_array(arena, struct step_info, room);
            if (*count) memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        (*out)[(*count)++] = (struct step_info){
            .step = stmt_whole(stmt, 0),
            .made_at = stmt_whole(stmt, 1),
            .expires_at = stmt_whole(stmt, 2),
            .verb = stmt_copy(stmt, arena, 3),
            .about = stmt_copy(stmt, arena, 4),
            .undone_by = stmt_value(stmt, 5),
            .rows = stmt_whole(stmt, 6),
        };
    }
    return row == 0;
}

/* applying backwards */

static bool run_with(struct db *db, int sql, const char *name, int64_t value, struct err *err) {
    struct stmt *stmt = stmt_get(db, sql);
    stmt_bind_whole(stmt, name, value);
    return stmt_run(stmt, err);
}

bool step_count_parts(struct db *db, int64_t step, int64_t *out, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_STEP_PART_COUNT);
    stmt_bind_whole(stmt, "step", step);
    return stmt_one(stmt, 0, out, err);
}

bool step_read_part(struct db *db, int64_t step, int64_t part, struct buf *out, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_STEP_PART);
    stmt_bind_whole(stmt, "step", step);
    stmt_bind_whole(stmt, "part", part);
    int row;
    buf_clear(out);
    while ((row = stmt_step(stmt, err)) == 1) buf_add(out, stmt_bytes(stmt, 0));
    return row == 0;
}

struct conflict {
    char table[64];
    int64_t key;
    int sort;
    bool erased; /* the step took marks of erased pupils away: it let them in again */
};

static int see_table(void *self, const char *table) {
    struct conflict *conflict = self;
    conflict->erased = conflict->erased || strcmp(table, "erased") == 0;
    return 1;
}

static int refuse(void *self, int sort, sqlite3_changeset_iter *iter) {
    struct conflict *conflict = self;
    const char *table = NULL;
    sqlite3_value *key = NULL;
    int columns = 0, operation = 0;
    conflict->sort = sort;
    if (sort == SQLITE_CHANGESET_FOREIGN_KEY) return SQLITE_CHANGESET_ABORT;
    if (sqlite3changeset_op(iter, &table, &columns, &operation, NULL) != SQLITE_OK) return SQLITE_CHANGESET_ABORT;
    size_t size = strlen(table);
    if (size < sizeof conflict->table) memcpy(conflict->table, table, size + 1);
    int column = strstr(conflict->table, "participation") ? 1 : 0; /* of who came: the record */
    int rc = operation == SQLITE_INSERT ? sqlite3changeset_new(iter, column, &key) : sqlite3changeset_old(iter, column, &key);
    if (rc == SQLITE_OK && key && sqlite3_value_type(key) == SQLITE_INTEGER) conflict->key = sqlite3_value_int64(key);
    return SQLITE_CHANGESET_ABORT;
}

/* What a row of a table is to people. */
static const char *table_words(const char *table) {
    static const struct { const char *table, *words; } WORDS[] = {
        { "activity", "a record" }, { "participation", "who came to a record" }, { "staff_participation", "who of the staff came to a record" },
        { "detail", "a field of a record" }, { "note", "a field of a record" },
        { "hand", "a value corrected by hand" }, { "pupil", "a pupil" }, { "pupil_fact", "what is known of a pupil" },
        { "staff", "a member of staff" }, { "staff_fact", "what is known of a member of staff" }, { "organisation", "an organisation" },
        { "organisation_fact", "what is known of an organisation" }, { "exemption", "a waiver" }, { "snooze", "a pause of reminders" }, { "hold", "a hold" },
    };
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (strcmp(table, WORDS[i].table) == 0) return WORDS[i].words;
    return "an entry";
}

static bool say_conflict(struct db *db, int64_t step, const struct conflict *conflict, struct err *err) {
    int64_t later;
    struct stmt *stmt = stmt_get(db, SQL_STEP_NEWEST_ABOVE);
    stmt_bind_whole(stmt, "step", step);
    if (!stmt_one(stmt, 0, &later, err)) return false;
    if (conflict->sort == SQLITE_CHANGESET_FOREIGN_KEY) {
        err_set(err, CODE_WHICH_ONE, "Step %lld can not be taken back: later records build on it.", (long long)step);
    } else if (conflict->key && (strcmp(conflict->table, "activity") == 0 || strstr(conflict->table, "participation"))) {
        err_set(err, CODE_WHICH_ONE, "Step %lld can not be taken back: %s, #%lld, was changed since.", (long long)step,
                table_words(conflict->table), (long long)conflict->key);
    } else {
        err_set(err, CODE_WHICH_ONE, "Step %lld can not be taken back: %s was changed since.", (long long)step,
                table_words(conflict->table));
    }
    return later ? err_next(err, "Take back step %lld first.", (long long)later) : false;
}

/* False with a sentence when there is no such step to take back. */
static bool can_be_undone(struct db *db, int64_t step, int64_t now, bool *blocked, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_STEP_GET);
    stmt_bind_whole(stmt, "step", step);
    int row = stmt_step(stmt, err);
    int64_t expires = row == 1 ? stmt_whole(stmt, 0) : 0;
    int64_t undone = row == 1 ? stmt_value(stmt, 1) : VALUE_NONE;
    if (row == 1) stmt_done(stmt);
    if (row < 0) return false;
    if (row == 1 && undone == VALUE_NONE && expires > now) return true;
    *blocked = true;
    if (row == 0) return err_set(err, CODE_NOTHING_SELECTED, "There is no step %lld to take back.", (long long)step);
    if (undone != VALUE_NONE)
        return err_set(err, CODE_NOTHING_SELECTED, "Step %lld was taken back already.", (long long)step);
    return err_set(err, CODE_NOTHING_SELECTED, "Step %lld has expired and can no longer be taken back.",
                   (long long)step);
}

static bool apply_backwards(struct db *db, int64_t step, struct buf *bytes, bool *erased, bool *blocked, struct err *err) {
    struct conflict conflict = { .sort = 0 };
    /* Without a savepoint around it: SQLite would keep the pages of before in a list and walk along all of it at each row. */
    int rc = sqlite3changeset_apply_v2(db->handle, (int)bytes->size, bytes->at, see_table, refuse, &conflict, NULL, NULL,
                                       SQLITE_CHANGESETAPPLY_INVERT | SQLITE_CHANGESETAPPLY_NOSAVEPOINT);
    *erased = *erased || conflict.erased;
    if (rc == SQLITE_OK) return true;
    if (conflict.sort == 0) return db_fail(db, "undo", err);
    *blocked = true;
    return say_conflict(db, step, &conflict, err);
}

bool step_undo(struct db *db, int64_t step, int64_t undone_by, int64_t now, const struct tick *tick, bool *blocked, struct err *err) {
    bug_if(!db_in_change(db));
    *blocked = false;
    int64_t parts;
    if (!can_be_undone(db, step, now, blocked, err) || !step_count_parts(db, step, &parts, err)) return false;
    if (parts == 0) {
        *blocked = true;
        return err_set(err, CODE_NOTHING_SELECTED, "Step %lld held a person who was erased and is gone.", (long long)step);
    }
    struct buf bytes = { 0 };
    bool ok = true, erased = false;
    for (int64_t part = parts - 1; ok && part >= 0; part--) {
        tick_at(tick, "Taking back", "parts", (uint64_t)(parts - 1 - part), (uint64_t)parts);
        ok = step_read_part(db, step, part, &bytes, err) && apply_backwards(db, step, &bytes, &erased, blocked, err);
    }
    buf_free(&bytes);
    /* Who was erased is gone again, and is not to lie in this step, or in one taken back before, until that expires. */
    if (!ok || (erased && !step_forget_again(db, step, err))) return false;
    struct stmt *stmt = stmt_get(db, SQL_STEP_UNDONE);
    stmt_bind_whole(stmt, "step", step);
    stmt_bind_whole(stmt, "undone_by", undone_by);
    return stmt_run(stmt, err);
}

/* throwing away */

bool step_expire(struct db *db, int64_t now, uint64_t *count, struct err *err) {
    bug_if(!db_in_change(db));
    if (!run_with(db, SQL_STEP_EXPIRE_PARTS, "now", now, err) || !run_with(db, SQL_STEP_EXPIRE, "now", now, err))
        return false;
    *count = (uint64_t)stmt_changes(db);
    return true;
}

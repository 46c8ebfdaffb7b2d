/* SPDX-License-Identifier: GPL-3.0-or-later
 * step - undo by SQLite's session extension: one stored change set a step, applied backwards or refused.
 * Owns:  tables undo, undo_part; the recording while one is open.
 * Must not know: which verb it was.
 */
#include "store/step.h"

#include <string.h>

#include "sql.h"
#include "store/db_priv.h"

#define PART_BYTES ((size_t)4 << 20)

/* What people entered.  Triggers and bookkeeping are left out: they follow by themselves or stay. */
static const char *const RECORDED[] = {
    "pupil",         "pupil_fact",
    "staff",         "staff_fact",
    "organisation",  "organisation_fact",
    "activity",      "activity_source",
    "participation", "staff_participation",
    "detail",        "note",
    "exemption",     "snooze",
    "hold",          "kind",
    "half_term",     "import",
};

struct step_recording {
    struct db *db;
};

bool step_record(struct db *db, struct step_recording **out, struct err *err) {
    bug_if(!db_in_change(db) || db->session);
    int rc = sqlite3session_create(db->handle, "main", &db->session);
    for (size_t i = 0; rc == SQLITE_OK && i < COUNT_OF(RECORDED); i++)
        rc = sqlite3session_attach(db->session, RECORDED[i]);
    if (rc != SQLITE_OK) {
        db_drop_session(db);
        return err_set(err, CODE_INTERNAL, "The change can not be recorded for undo (%s).", sqlite3_errstr(rc));
    }
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

static bool write_step(struct db *db, const struct step_info *info, int size, void *bytes, int64_t *step,
                       struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_STEP_INSERT);
    stmt_bind_whole(stmt, "made_at", info->made_at);
    stmt_bind_whole(stmt, "expires_at", info->expires_at);
    stmt_bind_string(stmt, "verb", info->verb);
    stmt_bind_string(stmt, "about", info->about);
    stmt_bind_whole(stmt, "rows", count_rows(size, bytes));
    if (!stmt_run(stmt, err)) return false;
    *step = stmt_last_key(db);
    int64_t part = 0;
    for (size_t at = 0; at < (size_t)size; at += PART_BYTES) {
        size_t rest = (size_t)size - at;
        stmt = stmt_get(db, SQL_STEP_PART);
        stmt_bind_whole(stmt, "step", *step);
        stmt_bind_whole(stmt, "part", part++);
        stmt_bind_bytes(stmt, "bytes", (struct str){ (const char *)bytes + at, rest < PART_BYTES ? rest : PART_BYTES });
        if (!stmt_run(stmt, err)) return false;
    }
    return true;
}

bool step_keep(struct db *db, struct step_recording *recording, const struct step_info *info, int64_t *step,
               struct err *err) {
    bug_if(recording->db != db || !db->session);
    void *bytes = NULL;
    int size = 0;
    *step = 0;
    int rc = sqlite3session_changeset(db->session, &size, &bytes);
    db_drop_session(db);
    bool ok = rc == SQLITE_OK ? size == 0 || write_step(db, info, size, bytes, step, err)
                              : err_set(err, CODE_INTERNAL, "The undo step can not be made (%s).", sqlite3_errstr(rc));
    sqlite3_free(bytes);
    return ok;
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

static bool read_parts(struct db *db, int64_t step, struct buf *out, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_STEP_PARTS);
    stmt_bind_whole(stmt, "step", step);
    int row;
    buf_clear(out);
    while ((row = stmt_step(stmt, err)) == 1) buf_add(out, stmt_bytes(stmt, 0));
    return row == 0;
}

struct conflict {
    char table[64];
    int64_t key;
    int sort;
};

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
    int rc = operation == SQLITE_INSERT ? sqlite3changeset_new(iter, 0, &key) : sqlite3changeset_old(iter, 0, &key);
    if (rc == SQLITE_OK && key && sqlite3_value_type(key) == SQLITE_INTEGER) conflict->key = sqlite3_value_int64(key);
    return SQLITE_CHANGESET_ABORT;
}

static bool say_conflict(struct db *db, int64_t step, const struct conflict *conflict, struct err *err) {
    int64_t later;
    struct stmt *stmt = stmt_get(db, SQL_STEP_NEWEST_ABOVE);
    stmt_bind_whole(stmt, "step", step);
    if (!stmt_one(stmt, 0, &later, err)) return false;
    if (conflict->sort == SQLITE_CHANGESET_FOREIGN_KEY) {
        err_set(err, CODE_WHICH_ONE, "Step %lld can not be taken back: later records build on it.", (long long)step);
    } else if (conflict->key) {
        err_set(err, CODE_WHICH_ONE, "Step %lld can not be taken back: %s %lld was changed since.", (long long)step,
                conflict->table, (long long)conflict->key);
    } else {
        err_set(err, CODE_WHICH_ONE, "Step %lld can not be taken back: a row of %s was changed since.", (long long)step,
                conflict->table);
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

static bool apply_backwards(struct db *db, int64_t step, struct buf *bytes, bool *blocked, struct err *err) {
    struct conflict conflict = { .sort = 0 };
    int rc = sqlite3changeset_apply_v2(db->handle, (int)bytes->size, bytes->at, NULL, refuse, &conflict, NULL, NULL,
                                       SQLITE_CHANGESETAPPLY_INVERT);
    if (rc == SQLITE_OK) return true;
    if (conflict.sort == 0) return db_fail(db, "undo", err);
    *blocked = true;
    return say_conflict(db, step, &conflict, err);
}

bool step_undo(struct db *db, int64_t step, int64_t undone_by, int64_t now, bool *blocked, struct err *err) {
    bug_if(!db_in_change(db));
    *blocked = false;
    if (!can_be_undone(db, step, now, blocked, err)) return false;
    struct buf bytes = { 0 };
    bool ok = read_parts(db, step, &bytes, err);
    if (ok && bytes.size == 0) {
        *blocked = true;
        ok =
            err_set(err, CODE_NOTHING_SELECTED, "Step %lld held a person who was erased and is gone.", (long long)step);
    }
    ok = ok && apply_backwards(db, step, &bytes, blocked, err);
    buf_free(&bytes);
    if (!ok) return false;
    struct stmt *stmt = stmt_get(db, SQL_STEP_UNDONE);
    stmt_bind_whole(stmt, "step", step);
    stmt_bind_whole(stmt, "undone_by", undone_by);
    return stmt_run(stmt, err);
}

/* throwing away */

static bool run_with(struct db *db, int sql, const char *name, int64_t value, struct err *err) {
    struct stmt *stmt = stmt_get(db, sql);
    stmt_bind_whole(stmt, name, value);
    return stmt_run(stmt, err);
}

bool step_expire(struct db *db, int64_t now, uint64_t *count, struct err *err) {
    bug_if(!db_in_change(db));
    if (!run_with(db, SQL_STEP_EXPIRE_PARTS, "now", now, err) || !run_with(db, SQL_STEP_EXPIRE, "now", now, err))
        return false;
    *count = (uint64_t)stmt_changes(db);
    return true;
}

static bool is_value(sqlite3_value *value, int64_t wanted) {
    return value && sqlite3_value_type(value) == SQLITE_INTEGER && sqlite3_value_int64(value) == wanted;
}

static sqlite3_value *value_of(sqlite3_changeset_iter *iter, int operation, int column) {
    sqlite3_value *value = NULL;
    if (operation == SQLITE_INSERT)
        sqlite3changeset_new(iter, column, &value);
    else
        sqlite3changeset_old(iter, column, &value);
    return value;
}

/* Whom to forget: the person, and activities that were about this person alone and are gone. */
struct forget {
    enum subject_type type;
    int64_t person;
    struct arena *arena;
    int64_t *activities;
    size_t count, room;
};

static bool is_gone(const struct forget *forget, sqlite3_value *activity) {
    for (size_t i = 0; i < forget->count; i++) {
        if (is_value(activity, forget->activities[i])) return true;
    }
    return false;
}

static void add_gone(struct forget *forget, int64_t activity) {
    if (forget->count == forget->room) {
        forget->room = forget->room ? 2 * forget->room : 16;
        int64_t *more = arena_array(forget->arena, int64_t, forget->room);
        if (forget->count) memcpy(more, forget->activities, forget->count * sizeof *more);
        forget->activities = more;
    }
    forget->activities[forget->count++] = activity;
}

/* A note's own row, its texts and fields do not name the pupil: they are known by the key of the activity. */
static bool row_of_gone(const struct forget *forget, sqlite3_changeset_iter *iter, const char *table, int operation) {
    static const struct {
        const char *table;
        int column;
    } KEYS[] = { { "activity", 0 }, { "activity_source", 2 }, { "detail", 1 }, { "note", 1 },
                 { "participation", 1 }, { "staff_participation", 1 } };
    for (size_t i = 0; forget->count && i < COUNT_OF(KEYS); i++) {
        if (strcmp(table, KEYS[i].table) == 0) return is_gone(forget, value_of(iter, operation, KEYS[i].column));
    }
    return false;
}

/* A ruling that was only altered does not carry its subject in the change set: it counts as being about anybody. */
static bool row_holds(const struct forget *forget, sqlite3_changeset_iter *iter) {
    static const char *const PUPILS[] = { "pupil", "pupil_fact", "participation", "detail", "note" };
    static const char *const STAFF[] = { "staff", "staff_fact", "staff_participation", "detail", "note" };
    static const char *const ORGANISATIONS[] = { "organisation", "organisation_fact" };
    static const char *const RULINGS[] = { "exemption", "snooze", "hold" };
    enum subject_type type = forget->type;
    const char *const *tables = type == SUBJECT_PUPIL ? PUPILS : type == SUBJECT_STAFF ? STAFF : ORGANISATIONS;
    size_t count = type == SUBJECT_ORGANISATION ? COUNT_OF(ORGANISATIONS) : COUNT_OF(PUPILS);
    const char *table = NULL;
    int columns = 0, operation = 0;
    if (sqlite3changeset_op(iter, &table, &columns, &operation, NULL) != SQLITE_OK) return true;
    if (row_of_gone(forget, iter, table, operation)) return true;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(table, tables[i]) == 0) return is_value(value_of(iter, operation, 0), forget->person);
    }
    for (size_t i = 0; i < COUNT_OF(RULINGS); i++) {
        if (strcmp(table, RULINGS[i]) != 0) continue;
        if (operation == SQLITE_UPDATE) return true;
        return is_value(value_of(iter, operation, 1), type) && is_value(value_of(iter, operation, 2), forget->person);
    }
    return false;
}

static bool set_holds(const struct forget *forget, struct buf *bytes) {
    sqlite3_changeset_iter *iter = NULL;
    bool holds = false;
    if (sqlite3changeset_start(&iter, (int)bytes->size, bytes->at) != SQLITE_OK) return true;
    while (!holds && sqlite3changeset_next(iter) == SQLITE_ROW) holds = row_holds(forget, iter);
    sqlite3changeset_finalize(iter);
    return holds;
}

/* Activities of the person that a step still knows and the records no longer have: notes that were taken out before. */
static bool find_gone(struct db *db, struct forget *forget, struct buf *bytes, struct err *err) {
    const char *wanted = forget->type == SUBJECT_PUPIL ? "participation" : "staff_participation", *table = NULL;
    sqlite3_changeset_iter *iter = NULL;
    int columns = 0, operation = 0, row = 0;
    if (sqlite3changeset_start(&iter, (int)bytes->size, bytes->at) != SQLITE_OK) return true;
    while (row >= 0 && sqlite3changeset_next(iter) == SQLITE_ROW) {
        if (sqlite3changeset_op(iter, &table, &columns, &operation, NULL) != SQLITE_OK) break;
        if (strcmp(table, wanted) != 0 || !is_value(value_of(iter, operation, 0), forget->person)) continue;
        sqlite3_value *activity = value_of(iter, operation, 1);
        if (!activity || is_gone(forget, activity)) continue;
        struct stmt *stmt = stmt_get(db, SQL_ACTIVITY_GET);
        stmt_bind_whole(stmt, "id", sqlite3_value_int64(activity));
        row = stmt_step(stmt, err);
        if (row == 1) stmt_done(stmt);
        if (row == 0) add_gone(forget, sqlite3_value_int64(activity));
    }
    sqlite3changeset_finalize(iter);
    return row >= 0;
}

struct held {
    int64_t *steps;
    size_t count;
};

/* Of all steps those that hold the person; the first look gathers what was about the person alone and is gone. */
static bool find_steps(struct db *db, struct arena *arena, struct forget *forget, struct held *out, struct err *err) {
    struct step_info *steps;
    size_t step_count;
    struct buf bytes = { 0 };
    bool ok = step_list(db, forget->arena, true, &steps, &step_count, err);
    out->steps = ok ? arena_array(arena, int64_t, step_count + 1) : NULL;
    for (size_t i = 0; ok && i < step_count && forget->type != SUBJECT_ORGANISATION; i++) {
        ok = read_parts(db, steps[i].step, &bytes, err);
        if (ok && bytes.size) ok = find_gone(db, forget, &bytes, err);
    }
    for (size_t i = 0; ok && i < step_count; i++) {
        ok = read_parts(db, steps[i].step, &bytes, err);
        if (ok && bytes.size && set_holds(forget, &bytes)) out->steps[out->count++] = steps[i].step;
    }
    buf_free(&bytes);
    return ok;
}

bool step_holding(struct db *db, struct arena *arena, enum subject_type type, int64_t person, int64_t **out, size_t *count, struct err *err) {
    struct arena scratch = { 0 };
    struct forget forget = { .type = type, .person = person, .arena = &scratch };
    struct held held = { 0 };
    bool ok = find_steps(db, arena, &forget, &held, err);
    *out = held.steps;
    *count = held.count;
    arena_free(&scratch);
    return ok;
}

bool step_forget(struct db *db, enum subject_type type, int64_t person, const int64_t *activities,
                 size_t activity_count, uint64_t *count, struct err *err) {
    bug_if(!db_in_change(db));
    struct arena scratch = { 0 };
    struct forget forget = { .type = type, .person = person, .arena = &scratch };
    struct held held = { 0 };
    *count = 0;
    for (size_t i = 0; i < activity_count; i++) add_gone(&forget, activities[i]);
    bool ok = find_steps(db, &scratch, &forget, &held, err);
    for (size_t i = 0; ok && i < held.count; i++) {
        ok = run_with(db, SQL_STEP_DELETE_PARTS, "step", held.steps[i], err);
        (*count)++;
    }
    arena_free(&scratch);
    return ok;
}

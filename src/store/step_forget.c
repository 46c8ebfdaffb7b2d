/* SPDX-License-Identifier: GPL-3.0-or-later
 * step_forget - the part of step.h about people whom no step may hold any more.
 * Owns:  nothing.
 * Must not know: why somebody is erased.
 */
#include <string.h>

#include "base/map.h"
#include "sql.h"
#include "store/db_priv.h"
#include "store/step.h"
#include "store/step_priv.h"

/* Whom to forget: the people, and activities that were about one of them alone and are gone. */
struct forget {
    struct db *db;
    enum subject_type type;
    struct arena *arena;
    struct map people, activities; /* keys, as bytes */
    struct map there;              /* activities that the records still have */
};

static struct str key_of(const int64_t *key) { return (struct str){ (const char *)key, sizeof *key }; }

static bool is_value(sqlite3_value *value, int64_t wanted) {
    return value && sqlite3_value_type(value) == SQLITE_INTEGER && sqlite3_value_int64(value) == wanted;
}

static bool is_among(const struct map *keys, sqlite3_value *value) {
    if (!value || sqlite3_value_type(value) != SQLITE_INTEGER) return false;
    int64_t key = sqlite3_value_int64(value);
    return map_find(keys, key_of(&key)) != MAP_NONE;
}

static sqlite3_value *value_of(sqlite3_changeset_iter *iter, int operation, int column) {
    sqlite3_value *value = NULL;
    if (operation == SQLITE_INSERT)
        sqlite3changeset_new(iter, column, &value);
    else
        sqlite3changeset_old(iter, column, &value);
    return value;
}

/* A note's own row, its texts and fields do not name the pupil: they are known by the key of the activity. */
static bool row_of_gone(const struct forget *forget, sqlite3_changeset_iter *iter, const char *table, int operation) {
    static const struct {
        const char *table;
        int column;
    } KEYS[] = { { "activity", 0 }, { "activity_source", 2 }, { "detail", 1 }, { "note", 1 }, { "hand", 1 },
                 { "participation", 1 }, { "staff_participation", 1 } };
    for (size_t i = 0; forget->activities.count && i < COUNT_OF(KEYS); i++) {
        if (strcmp(table, KEYS[i].table) == 0) return is_among(&forget->activities, value_of(iter, operation, KEYS[i].column));
    }
    return false;
}

/* A ruling that was only altered does not carry its subject in the change set: it counts as being about anybody. */
static bool row_holds(const struct forget *forget, sqlite3_changeset_iter *iter, const char *table, int operation) {
    static const char *const PUPILS[] = { "pupil", "pupil_fact", "participation", "detail", "note", "hand" };
    static const char *const STAFF[] = { "staff", "staff_fact", "staff_participation", "detail", "note", "hand" };
    static const char *const ORGANISATIONS[] = { "organisation", "organisation_fact" };
    static const char *const RULINGS[] = { "exemption", "snooze", "hold" };
    enum subject_type type = forget->type;
    const char *const *tables = type == SUBJECT_PUPIL ? PUPILS : type == SUBJECT_STAFF ? STAFF : ORGANISATIONS;
    size_t count = type == SUBJECT_ORGANISATION ? COUNT_OF(ORGANISATIONS) : COUNT_OF(PUPILS);
    if (row_of_gone(forget, iter, table, operation)) return true;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(table, tables[i]) == 0) return is_among(&forget->people, value_of(iter, operation, 0));
    }
    for (size_t i = 0; i < COUNT_OF(RULINGS); i++) {
        if (strcmp(table, RULINGS[i]) != 0) continue;
        if (operation == SQLITE_UPDATE) return true;
        return is_value(value_of(iter, operation, 1), type) && is_among(&forget->people, value_of(iter, operation, 2));
    }
    return false;
}

/* An activity of one of the people that a step still knows and the records no longer have: a note that was taken out before. */
static bool note_gone(struct forget *forget, sqlite3_changeset_iter *iter, const char *table, int operation, struct err *err) {
    const char *wanted = forget->type == SUBJECT_PUPIL ? "participation" : "staff_participation";
    if (forget->type == SUBJECT_ORGANISATION || strcmp(table, wanted) != 0) return true;
    if (!is_among(&forget->people, value_of(iter, operation, 0))) return true;
    sqlite3_value *activity = value_of(iter, operation, 1);
    if (!activity || is_among(&forget->activities, activity) || is_among(&forget->there, activity)) return true;
    int64_t key = sqlite3_value_int64(activity);
    struct stmt *stmt = stmt_get(forget->db, SQL_ACTIVITY_GET);
    stmt_bind_whole(stmt, "id", key);
    int row = stmt_step(stmt, err);
    if (row == 1) stmt_done(stmt);
    if (row >= 0) map_put(row == 1 ? &forget->there : &forget->activities, key_of(&key));
    return row >= 0;
}

/* Whether a row of the set is about one of them; what can not be read is.  `gather`: notes that are gone are looked for too. */
static bool set_holds(struct forget *forget, const struct buf *bytes, bool gather, bool *holds, struct err *err) {
    sqlite3_changeset_iter *iter = NULL;
    const char *table = NULL;
    int columns = 0, operation = 0;
    bool ok = true;
    if (sqlite3changeset_start(&iter, (int)bytes->size, bytes->at) != SQLITE_OK) return *holds = true;
    while (ok && (gather || !*holds) && sqlite3changeset_next(iter) == SQLITE_ROW) {
        if (sqlite3changeset_op(iter, &table, &columns, &operation, NULL) != SQLITE_OK) {
            *holds = true;
            break;
        }
        *holds = *holds || row_holds(forget, iter, table, operation);
        if (gather) ok = note_gone(forget, iter, table, operation, err);
    }
    sqlite3changeset_finalize(iter);
    return ok;
}

static bool step_holds(struct forget *forget, int64_t step, bool gather, struct buf *bytes, bool *holds, struct err *err) {
    int64_t parts;
    if (!step_count_parts(forget->db, step, &parts, err)) return false;
    for (int64_t part = 0; part < parts && (gather || !*holds); part++)
        if (!step_read_part(forget->db, step, part, bytes, err) || !set_holds(forget, bytes, gather, holds, err)) return false;
    return true;
}

struct held {
    int64_t *steps;
    bool *undone;                  /* by place in steps */
    size_t count;
};

/* All steps are read once, however many people it is; those that did not hold one, once more if notes came to light. */
static bool find_steps(struct arena *arena, struct forget *forget, struct held *out, struct err *err) {
    struct step_info *steps;
    size_t step_count;
    struct buf bytes = { 0 };
    bool ok = step_list(forget->db, forget->arena, true, &steps, &step_count, err);
    bool *holds = ok ? arena_array(forget->arena, bool, step_count + 1) : NULL;
    out->steps = ok ? arena_array(arena, int64_t, step_count + 1) : NULL;
    out->undone = ok ? arena_array(arena, bool, step_count + 1) : NULL;
    for (size_t i = 0; ok && i < step_count; i++) ok = step_holds(forget, steps[i].step, true, &bytes, &holds[i], err);
    for (size_t i = 0; ok && i < step_count; i++) {
        if (forget->activities.count) ok = step_holds(forget, steps[i].step, false, &bytes, &holds[i], err);
        if (!ok || !holds[i]) continue;
        out->undone[out->count] = steps[i].undone_by != VALUE_NONE;
        out->steps[out->count++] = steps[i].step;
    }
    buf_free(&bytes);
    return ok;
}

static struct forget forget_of(struct db *db, enum subject_type type, struct arena *arena, const int64_t *people, size_t count) {
    struct forget forget = { .db = db, .type = type, .arena = arena, .people = map_make(arena), .activities = map_make(arena), .there = map_make(arena) };
    for (size_t i = 0; i < count; i++) map_put(&forget.people, key_of(&people[i]));
    return forget;
}

static bool delete_parts(struct db *db, int64_t step, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_STEP_DELETE_PARTS);
    stmt_bind_whole(stmt, "step", step);
    return stmt_run(stmt, err);
}

bool step_holding(struct db *db, struct arena *arena, enum subject_type type, int64_t person, int64_t **out, size_t *count, struct err *err) {
    struct arena scratch = { 0 };
    struct forget forget = forget_of(db, type, &scratch, &person, 1);
    struct held held = { 0 };
    bool ok = find_steps(arena, &forget, &held, err);
    *out = held.steps;
    *count = held.count;
    arena_free(&scratch);
    return ok;
}

bool step_forget(struct db *db, enum subject_type type, const int64_t *people, size_t person_count, const int64_t *activities,
                 size_t activity_count, uint64_t *count, struct err *err) {
    bug_if(!db_in_change(db));
    struct arena scratch = { 0 };
    struct forget forget = forget_of(db, type, &scratch, people, person_count);
    struct held held = { 0 };
    *count = 0;
    for (size_t i = 0; i < activity_count; i++) map_put(&forget.activities, key_of(&activities[i]));
    bool ok = find_steps(&scratch, &forget, &held, err);
    for (size_t i = 0; ok && i < held.count; i++) {
        ok = delete_parts(db, held.steps[i], err);
        (*count)++;
    }
    arena_free(&scratch);
    return ok;
}

/* ---- who was let in again ---------------------------------------------------------------------------------------------- */

/* The pupils whom a set brought, and whether it took marks of erased ones away; what can not be read did. */
static void read_set(struct map *pupils, const struct buf *bytes, bool *lets_in) {
    sqlite3_changeset_iter *iter = NULL;
    const char *table = NULL;
    int columns = 0, operation = 0;
    if (sqlite3changeset_start(&iter, (int)bytes->size, bytes->at) != SQLITE_OK) {
        *lets_in = true;
        return;
    }
    while (sqlite3changeset_next(iter) == SQLITE_ROW && sqlite3changeset_op(iter, &table, &columns, &operation, NULL) == SQLITE_OK) {
        *lets_in = *lets_in || strcmp(table, "erased") == 0;
        if (operation != SQLITE_INSERT || strcmp(table, "pupil") != 0) continue;
        int64_t key = sqlite3_value_int64(value_of(iter, operation, 0));
        map_put(pupils, key_of(&key));
    }
    sqlite3changeset_finalize(iter);
}

static bool read_step(struct db *db, int64_t step, struct map *pupils, bool *lets_in, struct err *err) {
    struct buf bytes = { 0 };
    int64_t parts;
    bool ok = step_count_parts(db, step, &parts, err);
    for (int64_t part = 0; ok && part < parts; part++) {
        ok = step_read_part(db, step, part, &bytes, err);
        if (ok) read_set(pupils, &bytes, lets_in);
    }
    buf_free(&bytes);
    return ok;
}

bool step_lets_in(struct db *db, int64_t step, bool *out, struct err *err) {
    struct arena scratch = { 0 };
    struct map pupils = map_make(&scratch);
    *out = false;
    bool ok = read_step(db, step, &pupils, out, err);
    arena_free(&scratch);
    return ok;
}

bool step_forget_again(struct db *db, int64_t step, struct err *err) {
    bug_if(!db_in_change(db));
    struct arena scratch = { 0 };
    struct forget forget = forget_of(db, SUBJECT_PUPIL, &scratch, NULL, 0);
    struct held held = { 0 };
    bool lets_in = false;
    bool ok = read_step(db, step, &forget.people, &lets_in, err) && (!forget.people.count || find_steps(&scratch, &forget, &held, err));
    for (size_t i = 0; ok && i < held.count; i++)
        if (held.undone[i]) ok = delete_parts(db, held.steps[i], err);
    arena_free(&scratch);
    return ok && delete_parts(db, step, err);
}

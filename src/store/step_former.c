/* SPDX-License-Identifier: GPL-3.0-or-later
 * step_former - the part of step.h about rows under which a pupil was in the records before.
 * Owns:  nothing.
 * Must not know: why somebody is erased.
 *
 * An import that was taken back and made again gives a pupil another row; the step of the first one still holds the child.
 */
#include <string.h>

#include "base/map.h"
#include "sql.h"
#include "store/db_priv.h"
#include "store/step.h"
#include "store/step_priv.h"

#define KEYS_MOST 3

enum { ID, DOB, UPN, FORMER_UPN, ULN, FOLDED, COLUMN_COUNT };
static const char *const NAMES[COLUMN_COUNT] = { "id", "dob", "upn", "former_upn", "uln", "folded" };

struct former {
    struct db *db;
    struct arena *arena;
    int column[COLUMN_COUNT];   /* in the table, and so in a change set */
    struct map keys;            /* "u..." UPNs, "l..." ULNs, "n<birthday> <name>" of the pupils and of their rows */
    struct map rows;            /* ids, as bytes: the pupils and what was found */
    bool more;
};

static struct str id_key(const int64_t *id) { return (struct str){ (const char *)id, sizeof *id }; }

static bool find_columns(struct former *f, struct err *err) {
    struct stmt *stmt = stmt_get(f->db, SQL_STEP_PUPIL_COLUMNS);
    int row;
    for (int i = 0; i < COLUMN_COUNT; i++) f->column[i] = -1;
    while ((row = stmt_step(stmt, err)) == 1)
        for (int i = 0; i < COLUMN_COUNT; i++)
            if (str_is(stmt_text(stmt, 1), NAMES[i])) f->column[i] = (int)stmt_whole(stmt, 0);
    for (int i = 0; row == 0 && i < COLUMN_COUNT; i++) bug_if(f->column[i] < 0);
    return row == 0;
}

/* What tells a pupil from others: texts by column; UPN and former UPN are one sort of number. */
static size_t keys_of(struct former *f, const struct str text[COLUMN_COUNT], int64_t dob, struct str keys[KEYS_MOST + 1]) {
    size_t count = 0;
    if (text[UPN].size) keys[count++] = str_format(f->arena, "u%.*s", STR_ARG(text[UPN]));
    if (text[FORMER_UPN].size) keys[count++] = str_format(f->arena, "u%.*s", STR_ARG(text[FORMER_UPN]));
    if (text[ULN].size) keys[count++] = str_format(f->arena, "l%.*s", STR_ARG(text[ULN]));
    if (text[FOLDED].size && dob) keys[count++] = str_format(f->arena, "n%lld %.*s", (long long)dob, STR_ARG(text[FOLDED]));
    return count;
}

static bool read_person(struct former *f, int64_t id, struct err *err) {
    struct stmt *stmt = stmt_get(f->db, SQL_STEP_PUPIL);
    struct str text[COLUMN_COUNT] = { { 0 } }, keys[KEYS_MOST + 1];
    stmt_bind_whole(stmt, "id", id);
    int row = stmt_step(stmt, err);
    if (row != 1) return row == 0;
    for (int i = UPN; i < COLUMN_COUNT; i++) text[i] = stmt_copy(stmt, f->arena, i);
    size_t count = keys_of(f, text, stmt_is_null(stmt, DOB) ? 0 : stmt_whole(stmt, DOB), keys);
    stmt_done(stmt);
    for (size_t i = 0; i < count; i++) map_put(&f->keys, keys[i]);
    return true;
}

static sqlite3_value *value_of(sqlite3_changeset_iter *iter, int operation, int column) {
    sqlite3_value *value = NULL;
    if (operation == SQLITE_INSERT) sqlite3changeset_new(iter, column, &value);
    else sqlite3changeset_old(iter, column, &value);
    return value;
}

static struct str text_of(struct former *f, sqlite3_value *value) {
    if (!value || sqlite3_value_type(value) != SQLITE_TEXT) return (struct str){ 0 };
    return str_copy(f->arena, (struct str){ (const char *)sqlite3_value_text(value), (size_t)sqlite3_value_bytes(value) });
}

/* A row of table pupil that was added or taken out whole; what is known of it then helps to find others. */
static void look_at_row(struct former *f, sqlite3_changeset_iter *iter, int operation) {
    sqlite3_value *id = value_of(iter, operation, f->column[ID]), *dob = value_of(iter, operation, f->column[DOB]);
    struct str text[COLUMN_COUNT] = { { 0 } }, keys[KEYS_MOST + 1];
    bool known = false;
    if (!id || sqlite3_value_type(id) != SQLITE_INTEGER) return;
    int64_t row = sqlite3_value_int64(id);
    for (int i = UPN; i < COLUMN_COUNT; i++) text[i] = text_of(f, value_of(iter, operation, f->column[i]));
    size_t count = keys_of(f, text, dob && sqlite3_value_type(dob) == SQLITE_INTEGER ? sqlite3_value_int64(dob) : 0, keys);
    for (size_t i = 0; i < count; i++) known = known || map_find(&f->keys, keys[i]) != MAP_NONE;
    if (!known) return;
    uint32_t before = f->keys.count + f->rows.count;
    map_put(&f->rows, str_copy(f->arena, id_key(&row)));
    for (size_t i = 0; i < count; i++) map_put(&f->keys, keys[i]);
    f->more = f->more || f->keys.count + f->rows.count > before;
}

static void look_at_set(struct former *f, const struct buf *bytes) {
    sqlite3_changeset_iter *iter = NULL;
    const char *table = NULL;
    int columns = 0, operation = 0;
    if (sqlite3changeset_start(&iter, (int)bytes->size, bytes->at) != SQLITE_OK) return; /* step_forget throws it away */
    while (sqlite3changeset_next(iter) == SQLITE_ROW) {
        if (sqlite3changeset_op(iter, &table, &columns, &operation, NULL) != SQLITE_OK) break;
        if (operation != SQLITE_UPDATE && strcmp(table, "pupil") == 0) look_at_row(f, iter, operation);
    }
    sqlite3changeset_finalize(iter);
}

static bool look_at_steps(struct former *f, struct err *err) {
    struct step_info *steps;
    size_t count;
    struct buf bytes = { 0 };
    bool ok = step_list(f->db, f->arena, true, &steps, &count, err);
    f->more = false;
    for (size_t i = 0; ok && i < count; i++) {
        int64_t parts;
        ok = step_count_parts(f->db, steps[i].step, &parts, err);
        for (int64_t part = 0; ok && part < parts; part++) {
            ok = step_read_part(f->db, steps[i].step, part, &bytes, err);
            if (ok) look_at_set(f, &bytes);
        }
    }
    buf_free(&bytes);
    return ok;
}

bool step_former(struct db *db, struct arena *arena, const int64_t *people, size_t count, int64_t **out, size_t *out_count, struct err *err) {
    struct arena scratch = { 0 };
    struct former f = { .db = db, .arena = &scratch, .keys = map_make(&scratch), .rows = map_make(&scratch), .more = true };
    bool ok = find_columns(&f, err);
    for (size_t i = 0; ok && i < count; i++) {
        map_put(&f.rows, str_copy(&scratch, id_key(&people[i])));
        ok = read_person(&f, people[i], err);
    }
    uint32_t known = f.rows.count;
    while (ok && f.more) ok = look_at_steps(&f, err);
    *out_count = 0;
    *out = arena_array(arena, int64_t, f.rows.count + 1);
    for (uint32_t i = known; ok && i < f.rows.count; i++) memcpy(&(*out)[(*out_count)++], f.rows.keys[i].at, sizeof **out);
    arena_free(&scratch);
    return ok;
}

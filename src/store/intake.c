/* SPDX-License-Identifier: GPL-3.0-or-later
 * intake - what was imported when, with which columns, and how far each kind is complete.
 * Owns:  tables import, recipe; kind.complete_through.
 * Must not know: file formats.
 */
#include "store/intake.h"

#include <string.h>

#include "sql.h"
#include "store/stmt.h"

bool intake_add(struct db *db, const struct intake *row, int64_t *id, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_IMPORT_INSERT);
    stmt_bind_whole(stmt, "at", row->at);
    stmt_bind_text(stmt, "recipe", row->recipe);
    stmt_bind_text(stmt, "file", row->file);
    stmt_bind_text(stmt, "what", row->what);
    stmt_bind_text(stmt, "digest", row->digest);
    stmt_bind_date(stmt, "as_at", row->as_at);
    stmt_bind_whole(stmt, "rows", row->rows);
    stmt_bind_whole(stmt, "added", row->added);
    stmt_bind_whole(stmt, "changed", row->changed);
    stmt_bind_whole(stmt, "same", row->same);
    stmt_bind_whole(stmt, "gone", row->left);
    stmt_bind_whole(stmt, "left_out", row->left_out);
    stmt_bind_whole(stmt, "blank", row->blank);
    stmt_bind_value(stmt, "step", row->step);
    if (!stmt_run(stmt, err)) return false;
    *id = stmt_last_key(db);
    return true;
}

bool intake_list(struct db *db, struct arena *arena, uint32_t most, struct intake **out, size_t *count,
                 struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_IMPORT_LIST);
    stmt_bind_whole(stmt, "most", most ? (int64_t)most : -1);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        if (*count == room) {
            room = room ? 2 * room : 16;
            struct intake *more = arena_array(arena, struct intake, room);
            if (*count) memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        (*out)[(*count)++] = (struct intake){
            .id = stmt_whole(stmt, 0),
            .at = stmt_whole(stmt, 1),
            .recipe = stmt_copy(stmt, arena, 2),
            .file = stmt_copy(stmt, arena, 3),
            .digest = stmt_copy(stmt, arena, 4),
            .as_at = stmt_date(stmt, 5),
            .rows = stmt_whole(stmt, 6),
            .added = stmt_whole(stmt, 7),
            .changed = stmt_whole(stmt, 8),
            .same = stmt_whole(stmt, 9),
            .left = stmt_whole(stmt, 10),
            .left_out = stmt_whole(stmt, 11),
            .blank = stmt_whole(stmt, 12),
            .step = stmt_value(stmt, 13),
            .what = stmt_copy(stmt, arena, 14),
        };
    }
    return row == 0;
}

bool intake_recipe(struct db *db, struct arena *arena, struct str name, struct str *headings, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_RECIPE_GET);
    *headings = (struct str){ NULL, 0 };
    stmt_bind_string(stmt, "name", name);
    int row = stmt_step(stmt, err);
    if (row == 1) {
        *headings = stmt_copy(stmt, arena, 0);
        stmt_done(stmt);
    }
    return row >= 0;
}

bool intake_set_recipe(struct db *db, struct str name, struct str headings, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_RECIPE_PUT);
    stmt_bind_string(stmt, "name", name);
    stmt_bind_string(stmt, "headings", headings);
    return stmt_run(stmt, err);
}

bool intake_complete(struct db *db, const struct kinds *kinds, uint32_t kind, struct date *out, struct err *err) {
    bug_if(kind >= kinds->kind_count);
    struct stmt *stmt = stmt_get(db, SQL_COMPLETE_GET);
    stmt_bind_string(stmt, "name", kinds->kinds[kind].name);
    *out = DATE_NONE;
    int row = stmt_step(stmt, err);
    if (row == 1) {
        *out = stmt_date(stmt, 0);
        stmt_done(stmt);
    }
    return row >= 0;
}

bool intake_set_complete(struct db *db, const struct kinds *kinds, uint32_t kind, struct date day, struct err *err) {
    bug_if(!db_in_change(db) || kind >= kinds->kind_count || !date_known(day));
    struct stmt *stmt = stmt_get(db, SQL_COMPLETE_SET);
    stmt_bind_string(stmt, "name", kinds->kinds[kind].name);
    stmt_bind_date(stmt, "day", day);
    return stmt_run(stmt, err);
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * erased - marks of people whose records were erased; see erased.h.
 * Owns:  table erased.
 * Must not know: what a mark is made of.
 */
#include "store/erased.h"

#include "sql.h"
#include "store/stmt.h"

bool erased_any(struct db *db, bool *out, struct err *err) {
    int64_t any = 0;
    bool fine = stmt_one(stmt_get(db, SQL_ERASED_ANY), 0, &any, err);
    *out = any != 0;
    return fine;
}

bool erased_get(struct db *db, struct arena *arena, struct str mark, struct erased *out, bool *found, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_ERASED_GET);
    stmt_bind_string(stmt, "mark", mark);
    int row = stmt_step(stmt, err);
    *found = row == 1;
    if (*found) {
        *out = (struct erased){ .mark = mark, .person = stmt_copy(stmt, arena, 0), .day = stmt_date(stmt, 1), .asked = stmt_whole(stmt, 2) != 0 };
        stmt_done(stmt);
    }
    return row >= 0;
}

bool erased_put(struct db *db, const struct erased *row, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_ERASED_PUT);
    stmt_bind_string(stmt, "mark", row->mark);
    stmt_bind_string(stmt, "person", row->person);
    stmt_bind_date(stmt, "day", row->day);
    stmt_bind_whole(stmt, "asked", row->asked);
    return stmt_run(stmt, err);
}

bool erased_remove(struct db *db, struct str person, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_ERASED_REMOVE);
    stmt_bind_string(stmt, "person", person);
    return stmt_run(stmt, err);
}

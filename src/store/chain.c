/* SPDX-License-Identifier: GPL-3.0-or-later
 * chain - journal rows, append only.
 * Owns:  table journal.
 * Must not know: cryptography, what a verb does.
 */
#include "store/chain.h"

#include <string.h>

#include "sql.h"
#include "store/stmt.h"

static struct chain_row read_row(struct stmt *stmt, struct arena *arena) {
    return (struct chain_row){
        .number = stmt_whole(stmt, 0),
        .at = stmt_whole(stmt, 1),
        .actor = stmt_copy(stmt, arena, 2),
        .verb = stmt_copy(stmt, arena, 3),
        .about = stmt_copy(stmt, arena, 4),
        .step = stmt_value(stmt, 5),
        .before = str_copy(arena, stmt_bytes(stmt, 6)),
        .after = str_copy(arena, stmt_bytes(stmt, 7)),
        .previous = str_copy(arena, stmt_bytes(stmt, 8)),
        .hash = str_copy(arena, stmt_bytes(stmt, 9)),
    };
}

bool chain_head(struct db *db, struct arena *arena, struct chain_row *out, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_JOURNAL_HEAD);
    *out = (struct chain_row){ .step = VALUE_NONE };
    int row = stmt_step(stmt, err);
    if (row == 1) {
        *out = read_row(stmt, arena);
        stmt_done(stmt);
    }
    return row >= 0;
}

bool chain_add(struct db *db, const struct chain_row *row, struct err *err) {
    bug_if(!db_in_change(db) || row->number < 1 || row->hash.size == 0);
    struct stmt *stmt = stmt_get(db, SQL_JOURNAL_ADD);
    stmt_bind_whole(stmt, "number", row->number);
    stmt_bind_whole(stmt, "at", row->at);
    stmt_bind_string(stmt, "actor", row->actor);
    stmt_bind_string(stmt, "verb", row->verb);
    stmt_bind_string(stmt, "about", row->about);
    stmt_bind_value(stmt, "step", row->step);
    stmt_bind_bytes(stmt, "before", row->before);
    stmt_bind_bytes(stmt, "after", row->after);
    stmt_bind_bytes(stmt, "hash", row->hash);
    return stmt_run(stmt, err);
}

static bool read_rows(struct stmt *stmt, struct arena *arena, struct chain_row **out, size_t *count, struct err *err) {
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        if (*count == room) {
            room = room ? 2 * room : 64;
            struct chain_row *more = arena_array(arena, struct chain_row, room);
            if (*count) memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        (*out)[(*count)++] = read_row(stmt, arena);
    }
    return row == 0;
}

bool chain_rows(struct db *db, struct arena *arena, int64_t from, uint32_t most, struct chain_row **out, size_t *count,
                struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_JOURNAL_FROM);
    stmt_bind_whole(stmt, "from", from);
    stmt_bind_whole(stmt, "most", most ? (int64_t)most : -1);
    return read_rows(stmt, arena, out, count, err);
}

bool chain_since(struct db *db, struct arena *arena, int64_t at, struct chain_row **out, size_t *count,
                 struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_JOURNAL_SINCE);
    stmt_bind_whole(stmt, "at", at);
    return read_rows(stmt, arena, out, count, err);
}

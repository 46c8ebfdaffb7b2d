/* SPDX-License-Identifier: GPL-3.0-or-later
 * departure - what left the school; see departure.h.
 * Owns:  tables departure, departure_pupil.
 * Must not know: what a file says, how it is written.
 */
#include "store/departure.h"

#include <string.h>

#include "sql.h"
#include "store/stmt.h"

static void *grow(struct arena *arena, void *at, size_t size, size_t count, size_t *room) {
    if (count < *room) return at;
    *room = *room ? 2 * *room : 16;
    void *more = arena_alloc_array(arena, *room, size);
    if (count) memcpy(more, at, count * size);
    return more;
}

static bool add_pupil(struct db *db, int64_t id, const struct departure_pupil *pupil, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_DEPARTURE_PUPIL_INSERT);
    stmt_bind_whole(stmt, "person", pupil->pupil);
    stmt_bind_whole(stmt, "departure", id);
    stmt_bind_string(stmt, "digest", pupil->digest);
    stmt_bind_string(stmt, "withheld", pupil->withheld);
    stmt_bind_string(stmt, "why", pupil->why);
    return stmt_run(stmt, err);
}

bool departure_add(struct db *db, const struct departure *row, const struct departure_pupil *people, size_t count, int64_t *id, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_DEPARTURE_INSERT);
    stmt_bind_string(stmt, "sort", row->sort);
    stmt_bind_date(stmt, "day", row->day);
    stmt_bind_whole(stmt, "at", row->at);
    stmt_bind_string(stmt, "recipient", row->recipient);
    stmt_bind_string(stmt, "basis", row->basis);
    stmt_bind_string(stmt, "fields", row->fields);
    stmt_bind_string(stmt, "file", row->file);
    stmt_bind_whole(stmt, "sealed", row->sealed);
    stmt_bind_whole(stmt, "whole", row->whole);
    stmt_bind_whole(stmt, "pupils", row->pupils);
    stmt_bind_whole(stmt, "withheld", row->withheld);
    stmt_bind_string(stmt, "digest", row->digest);
    stmt_bind_whole(stmt, "journal", row->journal);
    stmt_bind_bytes(stmt, "bytes", row->bytes);
    if (!stmt_run(stmt, err)) return false;
    *id = stmt_last_key(db);
    for (size_t i = 0; i < count; i++)
        if (!add_pupil(db, *id, &people[i], err)) return false;
    return true;
}

static struct departure read_row(struct stmt *stmt, struct arena *arena) {
    return (struct departure){
        .id = stmt_whole(stmt, 0),
        .sort = stmt_copy(stmt, arena, 1),
        .day = stmt_date(stmt, 2),
        .at = stmt_whole(stmt, 3),
        .recipient = stmt_copy(stmt, arena, 4),
        .basis = stmt_copy(stmt, arena, 5),
        .fields = stmt_copy(stmt, arena, 6),
        .file = stmt_copy(stmt, arena, 7),
        .sealed = (enum departure_sealed)stmt_whole(stmt, 8),
        .whole = stmt_whole(stmt, 9) != 0,
        .pupils = stmt_whole(stmt, 10),
        .withheld = stmt_whole(stmt, 11),
        .digest = stmt_copy(stmt, arena, 12),
        .journal = stmt_whole(stmt, 13),
        .has_bytes = stmt_whole(stmt, 14) != 0,
        .receipt_on = stmt_date(stmt, 15),
        .receipt = stmt_copy(stmt, arena, 16),
        .placed = stmt_whole(stmt, 17) != 0,
    };
}

bool departure_list(struct db *db, struct arena *arena, struct str sort, int64_t since, uint32_t most, struct departure **out, size_t *count,
                    struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_DEPARTURE_LIST);
    stmt_bind_text(stmt, "sort", sort);
    stmt_bind_whole(stmt, "since", since);
    stmt_bind_whole(stmt, "most", most ? (int64_t)most : -1);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        *out = grow(arena, *out, sizeof **out, *count, &room);
        (*out)[(*count)++] = read_row(stmt, arena);
    }
    return row == 0;
}

bool departure_get(struct db *db, struct arena *arena, int64_t id, struct departure *out, bool *found, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_DEPARTURE_GET);
    stmt_bind_whole(stmt, "id", id);
    *out = (struct departure){ 0 };
    int row = stmt_step(stmt, err);
    *found = row == 1;
    if (!*found) return row == 0;
    *out = read_row(stmt, arena);
    stmt_done(stmt);
    return true;
}

bool departure_bytes(struct db *db, struct arena *arena, int64_t id, struct str *out, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_DEPARTURE_BYTES);
    stmt_bind_whole(stmt, "id", id);
    *out = (struct str){ 0 };
    int row = stmt_step(stmt, err);
    if (row != 1) return row == 0;
    *out = str_copy(arena, stmt_bytes(stmt, 0));
    stmt_done(stmt);
    return true;
}

static bool read_people(struct stmt *stmt, struct arena *arena, int64_t departure, struct departure_pupil **out, size_t *count, struct err *err) {
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        *out = grow(arena, *out, sizeof **out, *count, &room);
        (*out)[(*count)++] = (struct departure_pupil){
            .pupil = stmt_whole(stmt, 0),
            .digest = stmt_copy(stmt, arena, 1),
            .withheld = stmt_copy(stmt, arena, 2),
            .why = stmt_copy(stmt, arena, 3),
            .departure = departure ? departure : stmt_whole(stmt, 4),
        };
    }
    return row == 0;
}

bool departure_people(struct db *db, struct arena *arena, int64_t id, struct departure_pupil **out, size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_DEPARTURE_PEOPLE);
    stmt_bind_whole(stmt, "id", id);
    return read_people(stmt, arena, id, out, count, err);
}

bool departure_last(struct db *db, struct arena *arena, struct str sort, struct departure_pupil **out, size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_DEPARTURE_LAST);
    stmt_bind_string(stmt, "sort", sort);
    return read_people(stmt, arena, 0, out, count, err);
}

bool departure_receipt(struct db *db, int64_t id, struct date on, struct str words, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_DEPARTURE_RECEIPT);
    stmt_bind_whole(stmt, "id", id);
    stmt_bind_date(stmt, "receipt_on", on);
    stmt_bind_text(stmt, "receipt", words);
    return stmt_run(stmt, err);
}

bool departure_placed(struct db *db, int64_t id, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_DEPARTURE_PLACED);
    stmt_bind_whole(stmt, "id", id);
    return stmt_run(stmt, err);
}

bool departure_thin(struct db *db, int64_t before, uint64_t *count, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_DEPARTURE_THIN);
    stmt_bind_whole(stmt, "before", before);
    if (!stmt_run(stmt, err)) return false;
    *count = (uint64_t)stmt_changes(db);
    return true;
}

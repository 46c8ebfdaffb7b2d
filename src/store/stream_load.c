/* SPDX-License-Identifier: GPL-3.0-or-later
 * stream_load - activities into one dense array by (date, id), with their session details.
 * Owns:  nothing; the arrays belong to the stream.
 * Must not know: people, rules.
 */
#include <string.h>

#include "base/map.h"
#include "sql.h"
#include "store/stream_priv.h"
#include "store/value_priv.h"

#define SPARSE 16 /* ids that use less than one place in so many are looked up by halving */

/* cursors */

bool cursor_open(struct db *db, struct cursor *cursor, int sql, int64_t person, struct err *err) {
    cursor_close(cursor);
    if (sqlite3_prepare_v3(db->handle, SQL_TEXTS[sql].text, -1, 0, &cursor->stmt, NULL) != SQLITE_OK) {
        return db_fail(db, SQL_TEXTS[sql].name, err);
    }
    int at = sqlite3_bind_parameter_index(cursor->stmt, "$person");
    bug_if((at != 0) != (person != VALUE_NONE));
    if (at) sqlite3_bind_int64(cursor->stmt, at, person);
    return cursor_next(db, cursor, err);
}

bool cursor_next(struct db *db, struct cursor *cursor, struct err *err) {
    int rc = sqlite3_step(cursor->stmt);
    if (rc == SQLITE_ROW) {
        cursor->key = sqlite3_column_int64(cursor->stmt, 0);
        return true;
    }
    bool ok = rc == SQLITE_DONE || db_fail(db, "stream.sql", err);
    cursor_close(cursor);
    return ok;
}

void cursor_close(struct cursor *cursor) {
    sqlite3_finalize(cursor->stmt);
    cursor->stmt = NULL;
}

/* activities */

/* Days repeat, so the last one turned into a struct date is kept. */
struct day_memory {
    int64_t number;
    struct date day;
};

static struct date day_of(struct day_memory *memory, int64_t number) {
    if (number == 0) return DATE_NONE;
    if (number != memory->number) *memory = (struct day_memory){ number, stored_date(number) };
    return memory->day;
}

static bool read_activities(struct stream *s, struct err *err) {
    bool one = s->only_subject != VALUE_NONE;
    struct cursor cursor = { 0 };
    struct day_memory day = { 0 }, last = { 0 };
    uint64_t hash = s->hash;
    if (!cursor_open(s->db, &cursor, one ? SQL_STREAM_ACTIVITIES_ONE : SQL_STREAM_ACTIVITIES, s->only_subject, err))
        return false;
    while (cursor.stmt) {
        int64_t key = sqlite3_column_int64(cursor.stmt, 1);
        int32_t kind = key > 0 && key < s->kind_index_count ? s->kind_index[key] : FIELD_ABSENT;
        s->rows++;
        if (kind != FIELD_ABSENT && s->kind_needed[kind]) {
            struct activity activity = {
                .id = cursor.key,
                .kind = (uint32_t)kind,
                .date = day_of(&day, sqlite3_column_int64(cursor.stmt, 2)),
                .last_day = day_of(&last, sqlite3_column_int64(cursor.stmt, 3)),
                .organisation = stream_value(cursor.stmt, 4),
                .cancelled = sqlite3_column_int64(cursor.stmt, 5) != 0,
                .facts = (uint64_t)sqlite3_column_int64(cursor.stmt, 6),
            };
            hash = hash_mix(hash ^ (uint64_t)activity.id, activity.facts);
            hash = hash_mix(hash ^ (uint64_t)(uint32_t)activity.date.day << 32, (uint64_t)activity.organisation);
            hash = hash_mix(hash ^ (uint64_t)activity.kind << 1,
                            (uint64_t)(uint32_t)activity.last_day.day ^ (activity.cancelled ? 1u << 31 : 0));
            buf_add(&s->activity_bytes, (struct str){ (const char *)&activity, sizeof activity });
        }
        if (!cursor_next(s->db, &cursor, err)) return false;
    }
    s->hash = hash;
    s->activities.at = (struct activity *)(void *)s->activity_bytes.at;
    s->activities.count = (uint32_t)(s->activity_bytes.size / sizeof(struct activity));
    return true;
}

/* order by (date, id): they come by id, so a stable counting sort by day does it */

static bool in_order(const struct activities *a) {
    for (uint32_t i = 1; i < a->count; i++) {
        if (date_before(a->at[i].date, a->at[i - 1].date)) return false;
    }
    return true;
}

/* targets[i]: where the i-th activity belongs. */
static void find_targets(const struct activities *a, struct arena *scratch, uint32_t *targets) {
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (uint32_t i = 0; i < a->count; i++) {
        int32_t day = a->at[i].date.day;
        if (!date_known(a->at[i].date)) continue; /* a damaged day: last of all */
        if (day < first) first = day;
        if (day > last) last = day;
    }
    if (first > last) first = last = 0;
    size_t days = (size_t)(last - first) + 2;
    uint32_t *counts = arena_array(scratch, uint32_t, days + 1);
    for (uint32_t i = 0; i < a->count; i++) {
        size_t day = date_known(a->at[i].date) ? (size_t)(a->at[i].date.day - first) : days - 1;
        counts[day + 1]++;
    }
    for (size_t d = 1; d <= days; d++) counts[d] += counts[d - 1];
    for (uint32_t i = 0; i < a->count; i++) {
        size_t day = date_known(a->at[i].date) ? (size_t)(a->at[i].date.day - first) : days - 1;
        targets[i] = counts[day]++;
    }
}

/* Moves every activity to its target, in place, cycle by cycle; targets are used up. */
static void permute(struct activity *at, uint32_t *targets, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        while (targets[i] != i) {
            uint32_t to = targets[i];
            struct activity activity = at[to];
            at[to] = at[i];
            at[i] = activity;
            targets[i] = targets[to];
            targets[to] = to;
        }
    }
}

static void sort_and_index(struct stream *s) {
    struct activities *a = &s->activities;
    uint32_t count = a->count;
    if (count == 0) return;
    s->first_id = a->at[0].id;
    uint64_t span = (uint64_t)a->at[count - 1].id - (uint64_t)s->first_id; /* one less than there are ids between */
    bool sorted = in_order(a);
    if (sorted && span == count - 1) return; /* index = id - first_id */
    bool sparse = span > (uint64_t)count * SPARSE + 65536;
    struct arena scratch = { 0 };
    uint32_t *targets = arena_array(&scratch, uint32_t, count);
    if (sorted) {
        for (uint32_t i = 0; i < count; i++) targets[i] = i;
    } else {
        find_targets(a, &scratch, targets);
    }
    s->index_count = sparse ? count : (size_t)span + 1;
    s->index = arena_array(s->arena, uint32_t, s->index_count);
    if (sparse) s->ids = arena_array(s->arena, int64_t, count);
    for (uint32_t i = 0; i < count; i++) {
        if (sparse) {
            s->ids[i] = a->at[i].id;
            s->index[i] = targets[i];
        } else {
            s->index[a->at[i].id - s->first_id] = targets[i] + 1;
        }
    }
    if (!sorted) permute(a->at, targets, count);
    arena_free(&scratch);
}

/* session details: the rows of three tables merged by activity */

static void add_detail(struct stream *s, uint32_t activity, uint32_t field, int64_t value) {
    struct activity *a = &s->activities.at[activity];
    struct detail detail = { activity, field, value };
    if (a->detail_count++ == 0) a->detail_first = (uint32_t)(s->detail_bytes.size / sizeof detail);
    s->hash = hash_mix(s->hash ^ (uint64_t)a->id << 20 ^ field, (uint64_t)value);
    buf_add(&s->detail_bytes, (struct str){ (const char *)&detail, sizeof detail });
}

static struct str text_at(sqlite3_stmt *stmt, int column) {
    const char *at = (const char *)sqlite3_column_text(stmt, column);
    return (struct str){ at, at ? (size_t)sqlite3_column_bytes(stmt, column) : 0 };
}

static void take_row(struct stream *s, int which, sqlite3_stmt *stmt, uint32_t activity) {
    uint32_t kind = s->activities.at[activity].kind;
    s->rows++;
    if (which == 2) {
        if (s->title_needed[kind]) add_detail(s, activity, FIELD_TITLE, text_value(text_at(stmt, 2)));
        return;
    }
    int64_t number = sqlite3_column_int64(stmt, 1);
    if (number <= 0 || number >= s->field_count) return;
    const struct stream_field *field = &s->fields[number];
    if (!field->needed || field->each || field->kind != kind) return;
    if (which == 1) {
        add_detail(s, activity, field->field, text_value(text_at(stmt, 2)));
    } else {
        int64_t value = value_from_stored(field->type, sqlite3_column_int64(stmt, 2));
        if (value != VALUE_NONE) add_detail(s, activity, field->field, value);
    }
}

static bool merge_details(struct stream *s, struct cursor cursors[static 3], struct err *err) {
    for (;;) {
        int64_t least = INT64_MAX;
        for (int i = 0; i < 3; i++) {
            if (cursors[i].stmt && cursors[i].key < least) least = cursors[i].key;
        }
        if (least == INT64_MAX) return true;
        uint32_t activity = stream_index(s, least);
        for (int i = 0; i < 3; i++) {
            while (cursors[i].stmt && cursors[i].key == least) {
                if (activity != INDEX_NONE) take_row(s, i, cursors[i].stmt, activity);
                if (!cursor_next(s->db, &cursors[i], err)) return false;
            }
        }
    }
}

static bool read_details(struct stream *s, struct err *err) {
    static const int ALL[3] = { SQL_STREAM_SESSION_DETAILS, SQL_STREAM_SESSION_NOTES, SQL_STREAM_TITLES };
    static const int ONE[3] = { SQL_STREAM_SESSION_DETAILS_ONE, SQL_STREAM_SESSION_NOTES_ONE, SQL_STREAM_TITLES_ONE };
    const bool wanted[3] = { s->session_details, s->session_notes, s->titles };
    bool one = s->only_subject != VALUE_NONE, ok = true;
    struct cursor cursors[3] = { { 0 } };
    for (int i = 0; ok && i < 3; i++) {
        if (wanted[i]) ok = cursor_open(s->db, &cursors[i], one ? ONE[i] : ALL[i], s->only_subject, err);
    }
    ok = ok && merge_details(s, cursors, err);
    for (int i = 0; i < 3; i++) cursor_close(&cursors[i]);
    s->activities.details = (struct detail *)(void *)s->detail_bytes.at;
    s->activities.detail_count = (uint32_t)(s->detail_bytes.size / sizeof(struct detail));
    return ok;
}

bool stream_load(struct stream *s, struct err *err) {
    if (!read_activities(s, err)) return false;
    sort_and_index(s);
    return read_details(s, err);
}

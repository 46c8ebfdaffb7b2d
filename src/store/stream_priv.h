/* SPDX-License-Identifier: GPL-3.0-or-later
 * stream_priv - what the two halves of the stream share.
 * Owns:  nothing.
 * Must not know: rules.
 */
#ifndef SIGNPOST_STREAM_PRIV_H
#define SIGNPOST_STREAM_PRIV_H

#include "store/db_priv.h"
#include "store/stream.h"

/* A statement of the stream's own, so that two streams can be open on one connection. */
struct cursor {
    sqlite3_stmt *stmt; /* NULL: nothing more */
    int64_t key;        /* first column of the row it stands on: person or activity */
};
/* Stands on the first row; person VALUE_NONE binds nothing. */
MUST_USE bool cursor_open(struct db *db, struct cursor *cursor, int sql, int64_t person, struct err *err);
/* The next row, or the end (stmt NULL). */
MUST_USE bool cursor_next(struct db *db, struct cursor *cursor, struct err *err);
void cursor_close(struct cursor *cursor);

/* Where a field of table kind_field stands in the vocabulary. */
struct stream_field {
    uint32_t kind, field;
    enum field_type type;
    bool known, needed, each;
};

/* A person's rows need room for this many; grows to the high-water mark. */
struct stream_room {
    uint32_t steps, participations, details;
};

struct stream {
    struct db *db;
    struct arena *arena;
    const struct kinds *kinds;
    struct stream_options options;
    bool leavers, snapshot;
    int64_t only_subject; /* VALUE_NONE: everybody */
    /* the vocabulary by its keys in the file */
    struct stream_field *fields; /* by kind_field.id */
    uint32_t field_count;
    int32_t *kind_index; /* by kind.id; FIELD_ABSENT */
    uint32_t kind_index_count;
    struct date *complete; /* by kind index */
    bool *kind_needed;     /* by kind index */
    bool *title_needed;
    bool session_details, session_notes, titles, each_details, each_notes; /* anything of that sort is needed */
    /* activities */
    struct buf activity_bytes, detail_bytes;
    struct activities activities;
    int64_t first_id; /* with no index: ids are first_id, first_id + 1, ... in order */
    uint32_t *index;  /* by id - first_id: index + 1, 0 = not there; NULL: see first_id */
    size_t index_count;
    int64_t *ids; /* sparse ids, sorted, with their indices in `index`; else NULL */
    /* the subject being read */
    enum subject_type type;
    bool school_given;
    struct cursor row, step, participation, detail, note;
    int fact_of_column[48]; /* -1: no such fact */
    int column_count;
    int32_t *fact_of_number; /* by fact.id, for the type */
    uint32_t fact_number_count;
    int64_t *facts;
    struct fact_step *steps;
    struct participation *participations, *participations_spare;
    struct detail *details;
    struct stream_room room;
    uint64_t hash, rows;
};

/* NULL is VALUE_NONE.  One look at the column for type and value: a second call costs more than the value itself.  The
 * connection has one thread, so the value needs no lock of SQLite's. */
static inline int64_t stream_value(sqlite3_stmt *stmt, int column) {
    sqlite3_value *value = sqlite3_column_value(stmt, column);
    return sqlite3_value_type(value) == SQLITE_NULL ? VALUE_NONE : sqlite3_value_int64(value);
}

#define INDEX_NONE UINT32_MAX
static inline uint32_t stream_index(const struct stream *s, int64_t id) {
    if (id < s->first_id) return INDEX_NONE;
    uint64_t at = (uint64_t)id - (uint64_t)s->first_id;
    if (!s->index) return at < s->activities.count ? (uint32_t)at : INDEX_NONE;
    if (!s->ids) return at < s->index_count ? s->index[at] - 1 : INDEX_NONE;
    size_t low = 0, high = s->index_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->index_count && s->ids[low] == id ? s->index[low] : INDEX_NONE;
}

/* stream_load.c: the activities and their session details. */
MUST_USE bool stream_load(struct stream *s, struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * run - the position at the last run as differences.
 * Owns:  tables run, finding, run_total, touched.
 * Must not know: what a status means.
 */
#include "store/run.h"

#include <stdlib.h>
#include <string.h>

#include "sql.h"
#include "store/stmt.h"

static void *grow(struct arena *arena, void *at, size_t size, size_t count, size_t *room) {
    if (count < *room) return at;
    *room = *room ? 2 * *room : 64;
    void *more = arena_alloc_array(arena, *room, size);
    if (count) memcpy(more, at, count * size);
    return more;
}

/* runs */

static struct run_info read_info(struct stmt *stmt, struct arena *arena) {
    return (struct run_info){
        .id = stmt_whole(stmt, 0),
        .as_at = stmt_date(stmt, 1),
        .made_at = stmt_whole(stmt, 2),
        .name = stmt_copy(stmt, arena, 3),
        .policy = stmt_copy(stmt, arena, 4),
        .program = stmt_copy(stmt, arena, 5),
        .fingerprint = stmt_copy(stmt, arena, 6),
        .full = stmt_whole(stmt, 7) != 0,
    };
}

bool run_newest(struct db *db, struct arena *arena, struct run_info *out, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_RUN_NEWEST);
    *out = (struct run_info){ .as_at = DATE_NONE };
    int row = stmt_step(stmt, err);
    if (row != 1) return row == 0;
    *out = read_info(stmt, arena);
    stmt_done(stmt);
    return true;
}

bool run_list(struct db *db, struct arena *arena, struct run_info **out, size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_RUN_ALL);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        *out = grow(arena, *out, sizeof **out, *count, &room);
        (*out)[(*count)++] = read_info(stmt, arena);
    }
    return row == 0;
}

bool run_begin(struct db *db, const struct run_info *info, int64_t *run, struct err *err) {
    bug_if(!db_in_change(db) || !date_known(info->as_at));
    struct stmt *stmt = stmt_get(db, SQL_RUN_INSERT);
    stmt_bind_date(stmt, "as_at", info->as_at);
    stmt_bind_whole(stmt, "made_at", info->made_at);
    stmt_bind_text(stmt, "name", info->name);
    stmt_bind_text(stmt, "policy", info->policy);
    stmt_bind_text(stmt, "program", info->program);
    stmt_bind_text(stmt, "fingerprint", info->fingerprint);
    stmt_bind_whole(stmt, "whole", info->full);
    if (!stmt_run(stmt, err)) return false;
    *run = stmt_last_key(db);
    return true;
}

/* the position */

struct position {
    struct run_finding *at;
    int64_t *ids;
    size_t count;
};

static bool read_position(struct db *db, struct arena *arena, int64_t run, struct position *out, struct err *err) {
    struct stmt *stmt = stmt_get(db, run ? SQL_FINDING_AT : SQL_FINDING_OPEN);
    if (run) stmt_bind_whole(stmt, "run", run);
    size_t room = 0, id_room = 0;
    int row;
    *out = (struct position){ 0 };
    while ((row = stmt_step(stmt, err)) == 1) {
        out->at = grow(arena, out->at, sizeof *out->at, out->count, &room);
        out->ids = grow(arena, out->ids, sizeof *out->ids, out->count, &id_room);
        out->ids[out->count] = stmt_whole(stmt, 0);
        out->at[out->count++] = (struct run_finding){
            .key = stmt_copy(stmt, arena, 1),
            .subject_type = (enum subject_type)stmt_whole(stmt, 2),
            .subject = stmt_whole(stmt, 3),
            .rule = stmt_copy(stmt, arena, 4),
            .window = stmt_copy(stmt, arena, 5),
            .status = (int32_t)stmt_whole(stmt, 6),
            .underlying = (int32_t)stmt_whole(stmt, 7),
            .since = stmt_date(stmt, 8),
            .due = stmt_date(stmt, 9),
            .next_change = stmt_date(stmt, 10),
            .line = stmt_copy(stmt, arena, 11),
        };
    }
    return row == 0;
}

bool run_position(struct db *db, struct arena *arena, int64_t run, struct run_finding **out, size_t *count,
                  struct err *err) {
    struct position position;
    bool ok = read_position(db, arena, run, &position, err);
    *out = position.at;
    *count = position.count;
    return ok;
}

/* storing differences */

static int by_key(const void *left, const void *right) {
    const struct run_finding *const *a = left, *const *b = right;
    return str_compare((*a)->key, (*b)->key);
}

static bool same(const struct run_finding *a, const struct run_finding *b) {
    return a->status == b->status && a->underlying == b->underlying && a->subject == b->subject
           && a->subject_type == b->subject_type && date_same(a->since, b->since) && date_same(a->due, b->due)
           && date_same(a->next_change, b->next_change) && str_equal(a->rule, b->rule)
           && str_equal(a->window, b->window) && str_equal(a->line, b->line);
}

/* A row that began with this very run never was a position: it goes; any other is closed. */
static bool close_finding(struct db *db, int64_t run, int64_t id, struct err *err) {
    static const int SQL[] = { SQL_FINDING_CLOSE, SQL_FINDING_DROP };
    for (size_t i = 0; i < COUNT_OF(SQL); i++) {
        struct stmt *stmt = stmt_get(db, SQL[i]);
        stmt_bind_whole(stmt, "run", run);
        stmt_bind_whole(stmt, "id", id);
        if (!stmt_run(stmt, err)) return false;
    }
    return true;
}

static bool add_finding(struct db *db, int64_t run, const struct run_finding *f, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_FINDING_INSERT);
    stmt_bind_text(stmt, "key", f->key);
    stmt_bind_whole(stmt, "subject_type", f->subject_type);
    stmt_bind_whole(stmt, "subject", f->subject);
    stmt_bind_string(stmt, "rule", f->rule);
    stmt_bind_string(stmt, "instance", f->window);
    stmt_bind_whole(stmt, "status", f->status);
    stmt_bind_whole(stmt, "underlying", f->underlying);
    stmt_bind_date(stmt, "since", f->since);
    stmt_bind_date(stmt, "due", f->due);
    stmt_bind_date(stmt, "next_change", f->next_change);
    stmt_bind_string(stmt, "line", f->line);
    stmt_bind_whole(stmt, "run", run);
    return stmt_run(stmt, err);
}

static int by_subject(const void *left, const void *right) {
    const struct run_subject *a = left, *b = right;
    if (a->type != b->type) return a->type < b->type ? -1 : 1;
    return (a->subject > b->subject) - (a->subject < b->subject);
}

static bool was_judged(const struct run_subject *judged, size_t count, const struct run_finding *f) {
    struct run_subject key = { f->subject_type, f->subject };
    return !judged || bsearch(&key, judged, count, sizeof key, by_subject) != NULL;
}

/* judged NULL: everybody.  Both lists sorted by key. */
static bool store(struct db *db, int64_t run, const struct run_subject *judged, size_t judged_count,
                  const struct position *held, const struct run_finding **now, size_t count, struct run_drift *out,
                  struct err *err) {
    size_t i = 0, j = 0;
    while (i < held->count || j < count) {
        int order = i == held->count ? 1 : j == count ? -1 : str_compare(held->at[i].key, now[j]->key);
        if (order < 0 && !was_judged(judged, judged_count, &held->at[i])) {
            out->same++;
            i++;
        } else if (order < 0) {
            if (!close_finding(db, run, held->ids[i++], err)) return false;
            out->gone++;
        } else if (order > 0) {
            if (!add_finding(db, run, now[j++], err)) return false;
            out->added++;
        } else if (same(&held->at[i], now[j])) {
            out->same++;
            i++;
            j++;
        } else {
            if (!close_finding(db, run, held->ids[i++], err) || !add_finding(db, run, now[j++], err)) return false;
            out->changed++;
        }
    }
    return true;
}

static bool store_some(struct db *db, int64_t run, const struct run_subject *judged, size_t judged_count,
                       const struct run_finding *findings, size_t count, struct run_drift *out, struct err *err) {
    bug_if(!db_in_change(db));
    struct arena scratch = { 0 };
    struct position held;
    struct run_subject *sorted = NULL;
    *out = (struct run_drift){ 0 };
    bool ok = read_position(db, &scratch, 0, &held, err);
    const struct run_finding **now = arena_array(&scratch, const struct run_finding *, count);
    for (size_t i = 0; i < count; i++) now[i] = &findings[i];
    if (count > 1) qsort(now, count, sizeof *now, by_key);
    for (size_t i = 1; i < count; i++) bug_if(str_equal(now[i - 1]->key, now[i]->key));
    if (judged) {
        sorted = arena_array(&scratch, struct run_subject, judged_count);
        if (judged_count) memcpy(sorted, judged, judged_count * sizeof *sorted);
        if (judged_count > 1) qsort(sorted, judged_count, sizeof *sorted, by_subject);
    }
    ok = ok && store(db, run, sorted, judged_count, &held, now, count, out, err);
    arena_free(&scratch);
    return ok;
}

bool run_store(struct db *db, int64_t run, const struct run_finding *findings, size_t count, struct run_drift *out,
               struct err *err) {
    return store_some(db, run, NULL, 0, findings, count, out, err);
}

bool run_store_some(struct db *db, int64_t run, const struct run_subject *judged, size_t judged_count,
                    const struct run_finding *findings, size_t count, struct run_drift *out, struct err *err) {
    static const struct run_subject NOBODY = { 0 };
    return store_some(db, run, judged ? judged : &NOBODY, judged ? judged_count : 0, findings, count, out, err);
}

/* totals */

bool run_add_total(struct db *db, const struct run_total *total, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_TOTAL_PUT);
    stmt_bind_whole(stmt, "run", total->run);
    stmt_bind_string(stmt, "item", total->item);
    stmt_bind_string(stmt, "part", total->part);
    stmt_bind_whole(stmt, "number", total->number);
    return stmt_run(stmt, err);
}

bool run_totals(struct db *db, struct arena *arena, struct str item, struct run_total **out, size_t *count,
                struct err *err) {
    struct stmt *stmt = stmt_get(db, item.size ? SQL_TOTAL_OF_ITEM : SQL_TOTAL_OF_NEWEST);
    if (item.size) stmt_bind_text(stmt, "item", item);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        *out = grow(arena, *out, sizeof **out, *count, &room);
        (*out)[(*count)++] = (struct run_total){ stmt_whole(stmt, 0), stmt_date(stmt, 1), stmt_copy(stmt, arena, 2),
                                                 stmt_copy(stmt, arena, 3), stmt_whole(stmt, 4) };
    }
    return row == 0;
}

/* who is to be judged again */

bool run_pending(struct db *db, struct arena *arena, struct date as_at, struct run_subject **out, size_t *count,
                 struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_PENDING);
    stmt_bind_date(stmt, "day", as_at);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        *out = grow(arena, *out, sizeof **out, *count, &room);
        (*out)[(*count)++] = (struct run_subject){ (enum subject_type)stmt_whole(stmt, 0), stmt_whole(stmt, 1) };
    }
    return row == 0;
}

bool run_clear_touched(struct db *db, struct err *err) {
    bug_if(!db_in_change(db));
    return stmt_run(stmt_get(db, SQL_TOUCHED_CLEAR), err);
}

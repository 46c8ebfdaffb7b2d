/* SPDX-License-Identifier: GPL-3.0-or-later
 * lineage - see lineage.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "work/lineage.h"

#include "store/pupil.h"
#include "work/seal.h"

#define SCHOOL_KEY "school"

bool lineage_begin(struct db *db, struct arena *arena, struct err *err) { return db_set_setting(db, SCHOOL_KEY, seal_random(arena), err); }

bool lineage_read(struct db *db, struct arena *arena, struct lineage *out, struct err *err) {
    *out = (struct lineage){ 0 };
    return db_setting(db, arena, SCHOOL_KEY, &out->school, err) && chain_head(db, arena, &out->head, err) && db_is_blank(db, &out->blank, err);
}

/* ---- whom an erasure took ---------------------------------------------------------------------------------------------------- */

/* "... ids=81,82 reason=..." */
static struct str list_in(struct arena *arena, struct str about, const char *key) {
    struct str wanted = str_format(arena, " %s=", key), ids, rest;
    size_t at = str_find(about, wanted);
    if (at == SIZE_MAX) return (struct str){ 0 };
    str_cut(str_slice(about, at + wanted.size, about.size), ' ', &ids, &rest);
    return ids;
}

struct gathered {
    struct db *db;
    struct arena *arena;
    struct returning *at;
    size_t count, room;
};

static bool take(struct gathered *g, int64_t pupil, struct err *err) {
    struct str name;
    bool there;
    for (size_t i = 0; i < g->count; i++)
        if (g->at[i].pupil == pupil) return true;
    if (!pupil_called(g->db, g->arena, pupil, &name, &there, err)) return false;
    if (!there) return true;
    if (g->count == g->room) {
        g->room = g->room ? 2 * g->room : 16;
        struct returning *wider = arena_array(g->arena, struct returning, g->room);
        for (size_t i = 0; i < g->count; i++) wider[i] = g->at[i];
        g->at = wider;
    }
    g->at[g->count++] = (struct returning){ pupil, name };
    return true;
}

static bool take_list(struct gathered *g, struct str ids, struct err *err) {
    struct str one;
    int64_t pupil;
    for (bool more = ids.size > 0; more;) {
        more = str_cut(ids, ',', &one, &ids);
        if (str_whole(one, &pupil) && !take(g, pupil, err)) return false;
    }
    return true;
}

bool lineage_returning(struct db *now, struct db *copy, struct arena *arena, struct returning **out, size_t *count, struct err *err) {
    struct gathered g = { .db = copy, .arena = arena };
    struct chain_row *ours, *theirs;
    size_t our_count, their_count;
    if (!chain_rows(now, arena, 1, 0, &ours, &our_count, err) || !chain_rows(copy, arena, 1, 0, &theirs, &their_count, err)) return false;
    for (size_t i = 0; i < our_count; i++) {
        bool shared = i < their_count && str_equal(ours[i].hash, theirs[i].hash);
        if (!shared && str_is(ours[i].verb, "erase") && !take_list(&g, list_in(arena, ours[i].about, "ids"), err)) return false;
    }
    *out = g.at;
    *count = g.count;
    return true;
}

bool lineage_returned(struct db *db, struct arena *arena, struct returning **out, size_t *count, struct err *err) {
    struct gathered g = { .db = db, .arena = arena };
    struct chain_row *rows;
    size_t row_count;
    if (!chain_rows(db, arena, 1, 0, &rows, &row_count, err)) return false;
    for (size_t i = 0; i < row_count; i++)
        if (str_is(rows[i].verb, "restore") && !take_list(&g, list_in(arena, rows[i].about, "erased"), err)) return false;
    *out = g.at;
    *count = g.count;
    return true;
}

struct str lineage_about(struct arena *arena, const struct returning *list, size_t count) {
    struct buf out = { 0 };
    for (size_t i = 0; i < count; i++) buf_printf(&out, "%s%lld", i ? "," : " erased=", (long long)list[i].pupil);
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * remains - every text that these pupils have and nobody else has; see remains.h.
 * Owns:  nothing.
 * Must not know: where it is looked for.
 */
#include "store/remains.h"

#include <string.h>

#include "sql.h"
#include "store/stmt.h"

#define SHORTEST_KEY 6
#define SHORTEST_NUMBER 8
#define SHORTEST_NAME 6
#define SHORTEST_WORDS 8
#define PIECE 48 /* bytes: a long text may be cut by a page of the database, a piece seldom is */

enum { UPN, FORMER_UPN, ULN, ADMISSION_NO, CONTACT, ADDRESS, PARENT, PARENT_ADDRESS, FIRST_NAME, SURNAME, KNOWN_AS, FOLDED, COLUMN_COUNT };

struct gathering {
    struct db *db;
    struct arena *arena;
    struct remains *at;    /* whole texts, with doubles */
    size_t count, room;
    struct remains *names; /* folded as they stand in the records, with doubles: each counts one pupil */
    size_t name_count, name_room;
};

static void add(struct arena *arena, struct remains **at, size_t *count, size_t *room, enum remains_sort sort, struct str text) {
    if (*count == *room) {
        *room = *room ? 2 * *room : 32;
        struct remains *larger = arena_array(arena, struct remains, *room);
        if (*count) memcpy(larger, *at, *count * sizeof *larger);
        *at = larger;
    }
    (*at)[(*count)++] = (struct remains){ sort, text };
}

static void take(struct gathering *g, enum remains_sort sort, struct str text) {
    if (text.size) add(g->arena, &g->at, &g->count, &g->room, sort, text);
}

static bool is_number(struct str s) {
    int64_t ignored;
    return str_whole(s, &ignored);
}

static size_t same(const struct remains *at, size_t count, enum remains_sort sort, struct str text) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) found += at[i].sort == sort && str_equal(at[i].text, text);
    return found;
}

/* Everybody's count is the count of these pupils. */
static bool only_theirs(struct gathering *g, int sql, struct str text, size_t theirs, bool *out, struct err *err) {
    struct stmt *stmt = stmt_get(g->db, sql);
    int64_t all;
    stmt_bind_string(stmt, "text", text);
    if (!stmt_one(stmt, 0, &all, err)) return false;
    *out = all <= (int64_t)theirs;
    return true;
}

/* As people and files write a name; the call name too. */
static void write_names(struct gathering *g, struct str first, struct str surname) {
    static const char *const BETWEEN[] = { " ", ", ", ",", ";", "\t" };
    if (!first.size || !surname.size) return;
    for (size_t i = 0; i < COUNT_OF(BETWEEN); i++) {
        take(g, REMAINS_NAME, str_format(g->arena, "%.*s%s%.*s", STR_ARG(surname), BETWEEN[i], STR_ARG(first)));
        take(g, REMAINS_NAME, str_format(g->arena, "%.*s%s%.*s", STR_ARG(first), BETWEEN[i], STR_ARG(surname)));
    }
    take(g, REMAINS_ROW, str_format(g->arena, "%.*s%.*s", STR_ARG(first), STR_ARG(surname)));
}

static bool read_pupil(struct gathering *g, int64_t id, struct str columns[COLUMN_COUNT], bool *found, struct err *err) {
    struct stmt *stmt = stmt_get(g->db, SQL_REMAINS_PUPIL);
    stmt_bind_whole(stmt, "id", id);
    int row = stmt_step(stmt, err);
    *found = row == 1;
    for (int i = 0; row == 1 && i < COLUMN_COUNT; i++) columns[i] = stmt_copy(stmt, g->arena, i);
    if (row == 1) stmt_done(stmt);
    return row >= 0;
}

static bool read_words(struct gathering *g, int64_t id, struct err *err) {
    struct stmt *stmt = stmt_get(g->db, SQL_REMAINS_TEXTS);
    int row;
    stmt_bind_whole(stmt, "id", id);
    while ((row = stmt_step(stmt, err)) == 1) take(g, REMAINS_WORDS, stmt_copy(stmt, g->arena, 0));
    return row == 0;
}

/* The start, the middle and the end of a long text, at the bounds of characters. */
static void add_pieces(struct arena *arena, struct remains **at, size_t *count, size_t *room, struct str text) {
    size_t starts[] = { 0, (text.size - PIECE) / 2, text.size - PIECE };
    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        size_t from = starts[i], to = from + PIECE;
        while (from < to && ((unsigned char)text.at[from] & 0xc0) == 0x80) from++;
        while (to < text.size && to > from && ((unsigned char)text.at[to] & 0xc0) == 0x80) to--;
        add(arena, at, count, room, REMAINS_WORDS, str_trim(str_slice(text, from, to)));
    }
}

static bool is_long_enough(const struct remains *r) {
    switch (r->sort) {
    case REMAINS_KEY: return r->text.size >= (is_number(r->text) ? SHORTEST_NUMBER : SHORTEST_KEY);
    case REMAINS_NAME:
    case REMAINS_ROW: return r->text.size >= SHORTEST_NAME;
    case REMAINS_WORDS: return r->text.size >= SHORTEST_WORDS;
    }
    return false;
}

static bool sift(struct gathering *g, struct remains **out, size_t *count, struct err *err) {
    size_t room = 0;
    *out = NULL;
    *count = 0;
    for (size_t i = 0; i < g->count; i++) {
        const struct remains *r = &g->at[i];
        bool theirs = true;
        if (!is_long_enough(r) || same(*out, *count, r->sort, r->text)) continue;
        if (r->sort == REMAINS_KEY && !only_theirs(g, SQL_REMAINS_KEY_COUNT, r->text, same(g->at, g->count, r->sort, r->text), &theirs, err)) return false;
        if (r->sort == REMAINS_WORDS && !only_theirs(g, SQL_REMAINS_TEXT_COUNT, r->text, same(g->at, g->count, r->sort, r->text), &theirs, err)) return false;
        if (!theirs) continue;
        if (r->sort == REMAINS_WORDS && r->text.size > PIECE) add_pieces(g->arena, out, count, &room, r->text);
        else add(g->arena, out, count, &room, r->sort, r->text);
    }
    return true;
}

bool remains_read(struct db *db, struct arena *arena, const int64_t *pupils, size_t count, struct remains **out, size_t *out_count,
                  struct err *err) {
    struct gathering g = { .db = db, .arena = arena };
    struct str (*columns)[COLUMN_COUNT] = (struct str (*)[COLUMN_COUNT])arena_alloc_array(arena, count + 1, sizeof *columns);
    for (size_t i = 0; i < count; i++) {
        bool found;
        if (!read_pupil(&g, pupils[i], columns[i], &found, err)) return false;
        if (!found) continue;
        for (int k = UPN; k <= PARENT_ADDRESS; k++) take(&g, REMAINS_KEY, columns[i][k]);
        add(arena, &g.names, &g.name_count, &g.name_room, REMAINS_NAME, columns[i][FOLDED]);
        if (!read_words(&g, pupils[i], err)) return false;
    }
    for (size_t i = 0; i < count; i++) {
        bool theirs;
        struct str folded = columns[i][FOLDED];
        if (!folded.size) continue;
        if (!only_theirs(&g, SQL_REMAINS_NAME_COUNT, folded, same(g.names, g.name_count, REMAINS_NAME, folded), &theirs, err)) return false;
        if (!theirs) continue;
        write_names(&g, columns[i][FIRST_NAME], columns[i][SURNAME]);
        write_names(&g, columns[i][KNOWN_AS], columns[i][SURNAME]);
        take(&g, REMAINS_NAME, folded);
    }
    return sift(&g, out, out_count, err);
}

bool remains_places(struct db *db, struct arena *arena, struct str text, struct remains_place **out, size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_REMAINS_PLACES);
    int row;
    *count = 0;
    *out = arena_array(arena, struct remains_place, 20);
    stmt_bind_string(stmt, "text", text);
    while ((row = stmt_step(stmt, err)) == 1)
        if (*count < 20) (*out)[(*count)++] = (struct remains_place){ stmt_copy(stmt, arena, 0), stmt_whole(stmt, 1) };
    return row == 0;
}

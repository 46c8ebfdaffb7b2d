/* SPDX-License-Identifier: GPL-3.0-or-later
 * layout_columns - tables within a text: which parts of neighbouring lines stand below one another.
 * Owns:  nothing.
 * Must not know: what the words mean.
 *
 * Lines of one shape that follow each other without a blank line are a table.  A part is lined up in all of them as soon as
 * one of them sets it apart by two spaces.  A line whose part begins much further right than the others sticks out alone.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "script/layout_priv.h"

/* Where a column may begin, from left to right. */
enum { STOP_NAME, STOP_BODY, STOP_CELL, STOP_CELLS_END = STOP_CELL + 40, STOP_CLOSE, STOP_COMMENT, STOP_COUNT };

/* How much further right than the next nearest one a part may begin. */
#define NAME_JUMP 16
#define CELL_JUMP 8

enum shape { SHAPE_NONE, SHAPE_DECLARED, SHAPE_SET, SHAPE_LIST, SHAPE_CALL };

struct line {
    enum shape shape;
    struct str word;               /* CALL, DECLARED: which */
    struct piece *stops[STOP_COUNT];
    bool used;
};

static bool is_name(const struct piece *piece) {
    return !piece->comment && piece->type == TOKEN_NAME && !layout_is_keyword(piece);
}

/* NAME = | local NAME = | ["text"] = : the place of the sign, or 0. */
static uint32_t set_sign(const struct row *row) {
    uint32_t at = row->count > 1 && layout_is(row->at, "local") ? 1 : 0;
    if (at + 1 < row->count && is_name(&row->at[at])) at++;
    else if (row->count > 3 && layout_is(row->at, "[") && layout_is(&row->at[2], "]")) at = 3;
    else return 0;
    return at < row->count && layout_is(&row->at[at], "=") ? at : 0;
}

static void read_shape(const struct row *row, struct line *line) {
    struct piece *p = row->at;
    uint32_t sign = set_sign(row);
    if (sign) {
        line->shape = SHAPE_SET;
        line->stops[STOP_NAME] = &p[sign];
        bool declared = sign + 3 < row->count && is_name(&p[sign + 1]) && p[sign + 2].type == TOKEN_TEXT && !p[sign + 2].many_lines;
        if (declared && layout_is(&p[sign + 3], "{")) line->stops[STOP_BODY] = &p[sign + 3];
    } else if (row->count > 1 && is_name(p) && p[1].type == TOKEN_TEXT && !p[1].comment && !p[1].many_lines) {
        line->shape = SHAPE_DECLARED;
        line->word = p->text;
        line->stops[STOP_NAME] = &p[1];
        if (row->count > 2 && layout_is(&p[2], "{")) line->stops[STOP_BODY] = &p[2];
    } else if (layout_is(p, "{")) {
        line->shape = SHAPE_LIST;
    } else if (row->count > 1 && is_name(p) && layout_is(&p[1], "{")) {
        line->shape = SHAPE_CALL;
        line->word = p->text;
    }
}

/* Parts behind a comma of the first list that the line opens, the end of that list, and the remark. */
static void read_cells(const struct row *row, struct line *line) {
    uint32_t depth = 0, cell = STOP_CELL;
    bool inside = false, closed = false;
    for (uint32_t i = 0; i < row->count; i++) {
        struct piece *piece = &row->at[i];
        if (piece->comment && i && i + 1 == row->count) line->stops[STOP_COMMENT] = piece;
        if (layout_is(piece, "}") || layout_is(piece, ")") || layout_is(piece, "]")) {
            if (depth == 1 && inside && line->shape == SHAPE_LIST && !closed) line->stops[STOP_CLOSE] = piece;
            closed = closed || (depth == 1 && inside);
            if (depth == 0) return;
            if (--depth == 0) inside = false;
        }
        if (layout_is(piece, "{") || layout_is(piece, "(") || layout_is(piece, "[")) {
            if (depth++ == 0) inside = !closed && layout_is(piece, "{");
        }
        bool of_line = depth == 0 && line->shape == SHAPE_SET, of_list = depth == 1 && inside;
        bool more = i + 1 < row->count && !row->at[i + 1].comment;
        if (layout_is(piece, ",") && more && of_line) line->stops[STOP_NAME] = NULL; /* several fields in one line are no table */
        if (layout_is(piece, ",") && more && of_list && cell < STOP_CELLS_END) line->stops[cell++] = &row->at[i + 1];
        if (piece->many_lines) return;
    }
}

/* Columns from the start of the line to where a piece begins, as far as is known now. */
static uint32_t begins_at(const struct row *row, const struct piece *sought) {
    uint32_t at = row->indent;
    for (struct piece *piece = row->at;; piece++) {
        if (piece > row->at && layout_space(row->at, piece - 1, piece)) at++;
        if (piece == sought) return at;
        at += piece->padding + (uint32_t)utf8_width(piece->text);
    }
}

struct table {
    const struct row *rows;
    struct line *lines;
    const uint32_t *members;
    uint32_t count;
    uint32_t *places;              /* scratch: of the members */
};

static int by_place(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void line_up(struct table *t, int stop) {
    uint32_t count = 0, jump = stop <= STOP_BODY ? NAME_JUMP : CELL_JUMP;
    bool asked = false;
    for (uint32_t i = 0; i < t->count; i++) {
        const struct piece *piece = t->lines[t->members[i]].stops[stop];
        if (!piece) continue;
        asked = asked || piece->apart;
        t->places[count++] = begins_at(&t->rows[t->members[i]], piece);
    }
    if (!asked || count < 2) return;
    qsort(t->places, count, sizeof *t->places, by_place);
    uint32_t place = t->places[0];
    for (uint32_t i = 1; i < count && t->places[i] - place <= jump; i++) place = t->places[i];
    for (uint32_t i = 0; i < t->count; i++) {
        struct piece *piece = t->lines[t->members[i]].stops[stop];
        uint32_t at = piece ? begins_at(&t->rows[t->members[i]], piece) : place;
        if (at < place) piece->padding = place - at;
    }
}

static bool goes_with(const struct line *a, const struct line *b) {
    return a->shape == b->shape && str_equal(a->word, b->word);
}

void layout_columns(struct arena *arena, struct row *rows, uint32_t count) {
    struct line *lines = arena_array(arena, struct line, count + 1);
    uint32_t *members = arena_array(arena, uint32_t, count + 1), *places = arena_array(arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        read_shape(&rows[i], &lines[i]);
        if (lines[i].shape) read_cells(&rows[i], &lines[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        struct table table = { .rows = rows, .lines = lines, .members = members, .places = places };
        if (!lines[i].shape || lines[i].used) continue;
        members[table.count++] = i;
        for (uint32_t j = i + 1; j < count && !rows[j].blank_before && rows[j].indent >= rows[i].indent; j++) {
            if (rows[j].indent > rows[i].indent) continue;
            if (!goes_with(&lines[i], &lines[j])) break;
            members[table.count++] = j;
            lines[j].used = true;
        }
        for (int stop = 0; stop < STOP_COUNT && table.count > 1; stop++) line_up(&table, stop);
    }
}

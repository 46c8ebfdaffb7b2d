/* SPDX-License-Identifier: GPL-3.0-or-later
 * sheet - typed columns and rows going out; a book is sheets and named values.
 * Owns:  nothing; a sheet lies in the arena it was made in.
 * Must not know: who reads it, how it is drawn.
 *
 * Example:
 *     struct sheet *s = sheet_new(&arena, STR("needs"), STR("Pupils who need something"));
 *     sheet_column(s, STR("pupil"), STR("Pupil"), CELL_TEXT);
 *     sheet_column(s, STR("by"), STR("By"), CELL_DAY);
 *     sheet_row(s); sheet_text(s, name); sheet_day(s, due);
 */
#ifndef SIGNPOST_SHEET_H
#define SIGNPOST_SHEET_H

#include "base/date.h"

enum cell_type {
    CELL_EMPTY,   /* nothing is known: printed as "no data" */
    CELL_TEXT,
    CELL_WHOLE,
    CELL_PERCENT, /* whole percent */
    CELL_DAY,     /* day number */
    CELL_STATUS   /* one of the eight: text is the key ("due_soon"); writers add word, shape and colour */
};

struct cell {
    enum cell_type type;
    struct str text;
    int64_t number;
};

struct column {
    struct str key;   /* for data: "pupil" */
    struct str title; /* for people: "Pupil" */
    enum cell_type type;
    bool keep;        /* never dropped to fit a window (names) */
    bool weak;               /* the first to go where there is no room for all */
};

#define SHEET_COLUMNS 32

struct sheet {
    struct arena *arena;
    struct str name;    /* "needs" */
    struct str caption; /* a sentence */
    struct column columns[SHEET_COLUMNS];
    size_t column_count;
    struct cell *cells; /* row_count * column_count */
    size_t row_count, room;
    size_t filled;      /* cells of the row being filled */
    bool grid;          /* a calendar: columns of one width, lines around cells, the first line of each set off */
};

struct sheet *sheet_new(struct arena *arena, struct str name, struct str caption);
/* Before any row. */
struct column *sheet_column(struct sheet *sheet, struct str key, struct str title, enum cell_type type);
void sheet_row(struct sheet *sheet);      /* begins a row; the one before must be full (bug otherwise) */
void sheet_text(struct sheet *sheet, struct str text);
void sheet_whole(struct sheet *sheet, int64_t number);
void sheet_percent(struct sheet *sheet, int64_t percent);
void sheet_day(struct sheet *sheet, struct date day);      /* DATE_NONE gives an empty cell */
void sheet_status(struct sheet *sheet, struct str key);
void sheet_empty(struct sheet *sheet);                     /* "no data" */
void sheet_none(struct sheet *sheet, struct str words);   /* empty for programs; people read why: "no day", "nobody" */
const struct cell *sheet_at(const struct sheet *sheet, size_t row, size_t column);
/* A cell as people read it: "7 September 2026", "43 %", "Due soon", "no data". */
struct str cell_print(struct arena *arena, const struct cell *cell);

/* The eight statuses by key: word, shape, ASCII form, colours (experience 6.3). */
struct status_look {
    struct str key, word, shape, ascii; /* "due_soon", "Due soon", "◔", "[due soon]" */
    const char *fill, *ink, *edge;      /* CSS colours */
    int terminal;                       /* ANSI colour number, -1 none */
};
const struct status_look *status_look(struct str key); /* NULL when there is no such status */

struct named_value {
    struct str name;
    struct cell value;
};

struct book {
    struct arena *arena;
    struct sheet **sheets;
    size_t sheet_count, sheet_room;
    struct named_value *values;
    size_t value_count, value_room;
};

struct book *book_new(struct arena *arena);
void book_sheet(struct book *book, struct sheet *sheet);
struct sheet *book_find(const struct book *book, struct str name);
void book_value(struct book *book, struct str name, struct cell value);
const struct cell *book_value_at(const struct book *book, struct str name); /* NULL when absent */

#endif

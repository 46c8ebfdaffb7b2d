/* SPDX-License-Identifier: GPL-3.0-or-later
 * grid - cells coming in, with the place of each; looks at the bytes and picks the reader.
 * Owns:  nothing; a grid lies in the arena it was read into.
 * Must not know: what the columns mean.
 *
 * Example:
 *     struct grid *grid;
 *     if (!grid_read(&arena, STR("mis.csv"), bytes, &grid, problems, err)) return false;
 *     struct str cell = grid_at(grid, row, column);      // trimmed, composed UTF-8; empty when the row is short
 */
#ifndef SIGNPOST_GRID_H
#define SIGNPOST_GRID_H

#include "base/problem.h"

struct grid_row {
    struct str *cells;     /* of delimited text: until another row is asked for; what they point at stays */
    uint32_t cell_count;
    uint32_t line;         /* physical line where the row begins, from 1; of a sheet its row, of a transfer file the pupil's number */
    uint32_t start;        /* offset of that line in grid.text */
};

struct grid {
    struct str name;       /* file name as shown */
    struct str sheet;      /* of a workbook; empty for CSV */
    struct str title;      /* "pupils.csv"; "book.xlsx, sheet Year 9" */
    struct str encoding;   /* "UTF-8", "UTF-8 with byte-order mark", "Windows-1252 (Excel on Windows)", "UTF-16" ... */
    char delimiter;        /* ',' ';' '\t' '|'; 0: no delimited text */
    struct grid_row *rows; /* NULL for delimited text: see grid_row */
    struct grid_lines *lines; /* where the rows of delimited text begin */
    uint32_t row_count;    /* blank rows left out */
    uint32_t header;       /* index of the heading row: title rows above it are skipped */
    uint32_t blank_rows;
    uint32_t mended;       /* cells that had been encoded twice and were mended */
    struct str sent_to;    /* of a transfer file: the school it is for, "888/4001"; empty when not said, or another sort of file */
    struct str remarks[4]; /* sentences about how it was read */
    size_t remark_count;
    struct str text;       /* the whole text in UTF-8, for showing a line; may be borrowed from the bytes read */
};

struct grid_list {
    struct grid **at;
    size_t count, room;
};

/* Every table of a file: delimited text and a transfer file have one, a workbook one for each sheet that has rows; of
 * hidden sheets only the one that is named.  sheet: empty, or the name of the only one to read.
 *
 * Caps (safety 7): file 256 MiB, row 1 MiB, cell 64 KiB, 512 columns, 1,100,000 rows.  A file that can not be read at
 * all (an open quote, NULs, a PDF or workbook called .csv) is refused by err with its code and what to do.  Rows that
 * are too short or long are not refused here: see grid_row.cell_count. */
MUST_USE bool grid_read_all(struct arena *arena, struct str name, struct str bytes, struct str sheet, struct grid_list *out,
                            struct problems *problems, struct err *err);
/* The first of them. */
MUST_USE bool grid_read(struct arena *arena, struct str name, struct str bytes, struct grid **out, struct problems *problems,
                        struct err *err);

/* Looks for the heading row: the first row of several filled cells, all words, under which rows of the same length
 * follow.  `known` (may be NULL) says whether a folded heading is known; rows with known headings win. */
void grid_find_header(struct grid *grid, bool (*known)(void *self, struct str folded), void *self);

/* Of delimited text only the place of each row is kept, and its cells are cut from the text again when they are asked for. */
struct grid_row grid_row(const struct grid *grid, uint32_t row);
struct str grid_at(const struct grid *grid, uint32_t row, uint32_t column);
/* The place of a cell: file, line, the heading above it, the source line with column and width of the cell. */
struct place grid_place(struct arena *arena, const struct grid *grid, uint32_t row, uint32_t column);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * xlsx_priv - a workbook in: its sheets, and the cells of one as people see them.  For this folder.
 * Owns:  the open archive, closed with the arena it was opened in.
 * Must not know: what the columns mean.
 *
 * xlsx_read.c opens the archive and its parts, xlsx_cells.c reads a sheet, xlsx_number.c shows numbers.
 */
#ifndef SIGNPOST_XLSX_PRIV_H
#define SIGNPOST_XLSX_PRIV_H

#include "formats/csv.h"
#include "formats/xml_priv.h"

enum xlsx_look { LOOK_GENERAL, LOOK_NUMBER, LOOK_DATE, LOOK_TIME, LOOK_POWER, LOOK_ZEROS };

struct xlsx_style {
    enum xlsx_look look;
    int digits; /* ZEROS: how many; POWER: after the point */
};

struct xlsx_sheet {
    struct str name, part; /* part: empty for what is no table, such as a chart */
    bool hidden;
};

struct zip;

struct xlsx {
    struct arena *arena;
    struct str file;
    struct zip *zip;
    size_t budget;             /* bytes that may still be unpacked */
    struct xlsx_sheet *sheets; /* in the order of their tabs */
    size_t sheet_count;
    struct str *strings;
    uint32_t string_count, string_room;
    struct xlsx_style *styles;
    uint32_t style_count, style_room;
    bool from_1904;
};

/* One value for a column of cells below each other. */
struct xlsx_merge {
    uint32_t column, first, last; /* column from 0, rows from 1 */
};

/* What was seen on the way through a sheet. */
struct xlsx_seen {
    uint32_t hidden_rows;
    uint32_t never_worked_out; /* formulas without a value */
    struct xlsx_merge *merges;
    size_t merge_count, merge_room;
};

/* Refuses, saying why: damaged, locked, no workbook, a bomb.  Caps (safety 7): 4,096 entries, 512 MiB unpacked, 200 : 1
 * for an entry over 1 MiB. */
MUST_USE bool xlsx_read_open(struct arena *arena, struct str file, struct str bytes, struct xlsx **out, struct err *err);
MUST_USE bool xlsx_read_part(struct xlsx *xlsx, struct str part, const struct xml_reader *reader, struct err *err);

/* Every row that stands in the sheet, with its number; cells as the spreadsheet shows them, days as 2026-09-07. */
MUST_USE bool xlsx_cells(struct xlsx *xlsx, const struct xlsx_sheet *sheet, const struct csv_reader *reader,
                         struct xlsx_seen *seen, struct err *err);

/* A format code such as "dd/mm/yyyy" or the number of a built-in one. */
struct xlsx_style xlsx_number_style(struct str code);
struct xlsx_style xlsx_number_built_in(int64_t id);
/* Into out, at most NUMBER_SIZE bytes. */
#define NUMBER_SIZE 64
struct str xlsx_number_show(struct str raw, struct xlsx_style style, bool from_1904, char out[NUMBER_SIZE]);
/* "_x000D_" in texts of a workbook stands for a character. */
struct str xlsx_number_unescape(struct arena *arena, struct str text);

#endif

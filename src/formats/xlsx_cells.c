/* SPDX-License-Identifier: GPL-3.0-or-later
 * xlsx_cells - the cells of one sheet, row by row, as people see them.
 * Owns:  nothing.
 * Must not know: archives, what the columns mean.
 */
#include <string.h>

#include "formats/xlsx_priv.h"

#define CELL_MOST ((size_t)64 * 1024)
#define LAST_ROW 1048576
#define LAST_COLUMN 16384
#define MERGES_MOST 2000

struct cells {
    struct xlsx *xlsx;
    const struct xlsx_sheet *sheet;
    const struct csv_reader *reader;
    struct xlsx_seen *seen;
    struct arena scratch; /* for one cell */
    struct buf text;
    bool in_data, in_row, in_cell, in_value, formula, sounds;
    uint32_t row, column; /* row from 1, column from 0; of the cell being read */
    uint32_t next_column; /* the first that was not read yet */
    uint32_t given;       /* cells handed on in this row */
    uint32_t widest;
    char type;            /* b e s d, i: inline, t: text of a formula, n */
    struct xlsx_style style;
    bool root_seen;
};

static bool say_where(struct cells *cells, const char *what, struct err *err) {
    err_set(err, CODE_UNKNOWN_FORMAT, "%.*s, sheet %.*s, row %u: %s.", STR_ARG(cells->xlsx->file), STR_ARG(cells->sheet->name), cells->row, what);
    return err_next(err, "Open it in your spreadsheet program, save it again as .xlsx, and import that.");
}

/* "AB12": column 27 and row 12; a part that is not given stays as it is. */
static bool read_reference(struct str text, uint32_t *column, uint32_t *row) {
    uint32_t at = 0, letters = 0, digits = 0;
    size_t i = 0;
    for (; i < text.size && text.at[i] >= 'A' && text.at[i] <= 'Z' && i < 3; i++) letters = letters * 26 + (uint32_t)(text.at[i] - 'A' + 1);
    at = (uint32_t)i;
    for (; i < text.size && text.at[i] >= '0' && text.at[i] <= '9' && i - at < 7; i++) digits = digits * 10 + (uint32_t)(text.at[i] - '0');
    if (i != text.size || letters == 0 || letters > LAST_COLUMN || digits == 0 || digits > LAST_ROW) return false;
    *column = letters - 1;
    *row = digits;
    return true;
}

static bool give(struct cells *cells, struct str text, struct err *err) {
    cells->given++;
    if (cells->reader->field(cells->reader->self, text, err)) return true;
    return err_wrap(err, "%.*s, sheet %.*s, row %u", STR_ARG(cells->xlsx->file), STR_ARG(cells->sheet->name), cells->row);
}

static bool fill_up(struct cells *cells, uint32_t column, struct err *err) {
    while (cells->given < column)
        if (!give(cells, STR(""), err)) return false;
    return true;
}

static bool open_row(struct cells *cells, const struct xml_tag *tag, struct err *err) {
    struct str said = xml_attribute(tag, "r");
    int64_t row = (int64_t)cells->row + 1;
    if (said.size && !str_whole(said, &row)) row = 0;
    if (row <= cells->row || row > LAST_ROW) return say_where(cells, "the rows below do not follow each other", err);
    cells->row = (uint32_t)row;
    cells->in_row = true;
    cells->given = cells->next_column = 0;
    if (str_is(xml_attribute(tag, "hidden"), "1") || str_is(xml_attribute(tag, "hidden"), "true")) cells->seen->hidden_rows++;
    return true;
}

static char type_of(struct str said) {
    if (str_is(said, "inlineStr")) return 'i';
    if (str_is(said, "str")) return 't';
    return said.size == 1 && strchr("besdn", said.at[0]) ? said.at[0] : 'n';
}

static bool open_cell(struct cells *cells, const struct xml_tag *tag, struct err *err) {
    struct str said = xml_attribute(tag, "r");
    uint32_t row = cells->row;
    int64_t style = 0;
    cells->column = cells->next_column;
    if (said.size && (!read_reference(said, &cells->column, &row) || row != cells->row || cells->column < cells->next_column))
        return say_where(cells, "its cells do not follow each other", err);
    if (cells->column >= LAST_COLUMN) return say_where(cells, "it has more cells than a sheet has columns", err);
    cells->next_column = cells->column + 1;
    cells->type = type_of(xml_attribute(tag, "t"));
    cells->style = (struct xlsx_style){ LOOK_GENERAL, 0 };
    if (str_whole(xml_attribute(tag, "s"), &style) && style >= 0 && style < cells->xlsx->style_count) cells->style = cells->xlsx->styles[style];
    cells->in_cell = true;
    cells->formula = false;
    buf_clear(&cells->text);
    return true;
}

/* Only a column of cells below each other is kept: a title across the sheet says nothing of its columns. */
static bool take_merge(struct cells *cells, const struct xml_tag *tag) {
    struct str from, to;
    struct xlsx_merge merge;
    uint32_t last_column;
    struct xlsx_seen *seen = cells->seen;
    if (!str_cut(xml_attribute(tag, "ref"), ':', &from, &to) || !read_reference(from, &merge.column, &merge.first)) return true;
    if (!read_reference(to, &last_column, &merge.last) || last_column != merge.column || seen->merge_count == MERGES_MOST) return true;
    if (seen->merge_count == seen->merge_room) {
        size_t room = seen->merge_room ? seen->merge_room * 2 : 16;
        struct xlsx_merge *wider = arena_array(cells->xlsx->arena, struct xlsx_merge, room);
        if (seen->merge_count) memcpy(wider, seen->merges, seen->merge_count * sizeof *wider);
        seen->merges = wider;
        seen->merge_room = room;
    }
    seen->merges[seen->merge_count++] = merge;
    return true;
}

static bool on_open(void *self, const struct xml_tag *tag, struct err *err) {
    struct cells *cells = self;
    struct str name = tag->name.local;
    if (!cells->root_seen) {
        cells->root_seen = true;
        if (!str_is(name, "worksheet")) return say_where(cells, "the sheet is not stored as a table", err);
    }
    if (str_is(name, "sheetData")) cells->in_data = true;
    else if (str_is(name, "mergeCell")) return take_merge(cells, tag);
    if (!cells->in_data) return true;
    if (!cells->in_row) return !str_is(name, "row") || open_row(cells, tag, err);
    if (!cells->in_cell) return !str_is(name, "c") || open_cell(cells, tag, err);
    if (str_is(name, "f")) cells->formula = true;
    else if (str_is(name, "rPh")) cells->sounds = true;
    else cells->in_value = !cells->sounds && str_is(name, cells->type == 'i' ? "t" : "v");
    return true;
}

static bool on_text(void *self, struct str text, struct err *err) {
    struct cells *cells = self;
    if (!cells->in_value) return true;
    if (cells->text.size + text.size > CELL_MOST)
        return err_set(err, CODE_FILE_LIMIT, "%.*s, sheet %.*s, row %u: a cell holds more than %zu bytes.", STR_ARG(cells->xlsx->file),
                       STR_ARG(cells->sheet->name), cells->row, CELL_MOST);
    buf_add(&cells->text, text);
    return true;
}

/* Midnight says nothing. */
static struct str day_of(struct str text) {
    return text.size > 11 && text.at[10] == 'T' && str_starts(str_slice(text, 11, text.size), "00:00") ? str_slice(text, 0, 10) : text;
}

static struct str shown(struct cells *cells, char number[NUMBER_SIZE]) {
    struct str raw = buf_str(&cells->text);
    int64_t index;
    if (cells->formula && raw.size == 0 && cells->type != 't') {
        cells->seen->never_worked_out++;
        return STR("#CALC!");
    }
    switch (cells->type) {
    case 's':
        if (!str_whole(str_trim(raw), &index) || index < 0 || index >= cells->xlsx->string_count) return raw.size ? STR("#REF!") : raw;
        return cells->xlsx->strings[index];
    case 'b': return str_is(str_trim(raw), "1") ? STR("TRUE") : raw.size ? STR("FALSE") : raw;
    case 'i':
    case 't': return xlsx_number_unescape(&cells->scratch, raw);
    case 'd': return day_of(str_trim(raw));
    case 'e': return raw;
    default: return xlsx_number_show(raw, cells->style, cells->xlsx->from_1904, number);
    }
}

static bool close_cell(struct cells *cells, struct err *err) {
    char number[NUMBER_SIZE];
    cells->in_cell = cells->in_value = cells->sounds = false;
    struct str text = shown(cells, number);
    bool good = text.size == 0 || (fill_up(cells, cells->column, err) && give(cells, text, err));
    arena_reset(&cells->scratch);
    return good;
}

static bool close_row(struct cells *cells, struct err *err) {
    cells->in_row = false;
    if (cells->given > cells->widest) cells->widest = cells->given;
    if (cells->given && !fill_up(cells, cells->widest, err)) return false;
    return cells->reader->row(cells->reader->self, cells->row, err);
}

static bool on_close(void *self, struct xml_name name, struct err *err) {
    struct cells *cells = self;
    if (!cells->in_data) return true;
    if (cells->in_cell && str_is(name.local, "c")) return close_cell(cells, err);
    if (cells->in_cell && str_is(name.local, "rPh")) cells->sounds = false;
    cells->in_value = false;
    if (cells->in_row && !cells->in_cell && str_is(name.local, "row")) return close_row(cells, err);
    if (!cells->in_row && str_is(name.local, "sheetData")) cells->in_data = false;
    return true;
}

bool xlsx_cells(struct xlsx *xlsx, const struct xlsx_sheet *sheet, const struct csv_reader *reader, struct xlsx_seen *seen, struct err *err) {
    struct cells cells = { .xlsx = xlsx, .sheet = sheet, .reader = reader, .seen = seen };
    struct xml_reader xml = { &cells, on_open, on_text, on_close };
    bool good = xlsx_read_part(xlsx, sheet->part, &xml, err);
    arena_free(&cells.scratch);
    buf_free(&cells.text);
    return good;
}

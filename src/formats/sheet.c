/* SPDX-License-Identifier: GPL-3.0-or-later
 * sheet - typed columns and rows going out; a book is sheets and named values.
 * Owns:  nothing; a sheet lies in the arena it was made in.
 * Must not know: who reads it, how it is drawn.
 */
#include "formats/sheet.h"

#include <string.h>

/* Experience 6.3; the last two are the totals of a rule, clause or benchmark. */
static const struct status_look LOOKS[] = {
    { STR_INIT("met"), STR_INIT("Met"), STR_INIT("✓"), STR_INIT("[met]"), "#12436D", "#FFFFFF", "#12436D", 12 },
    { STR_INIT("on_track"), STR_INIT("On track"), STR_INIT("○"), STR_INIT("[on track]"), "#FFFFFF", "#1D1D1F",
      "#3D3D3D", -1 },
    { STR_INIT("due_soon"), STR_INIT("Due soon"), STR_INIT("◔"), STR_INIT("[due soon]"), "#28A197", "#000000",
      "#1B7A72", 6 },
    { STR_INIT("overdue"), STR_INIT("Overdue"), STR_INIT("▲"), STR_INIT("[overdue]"), "#F46A25", "#000000", "#B8430B",
      3 },
    { STR_INIT("missed"), STR_INIT("Missed"), STR_INIT("✗"), STR_INIT("[missed]"), "#FFFFFF", "#1D1D1F", "#801650", 5 },
    { STR_INIT("breached"), STR_INIT("Breached"), STR_INIT("✗"), STR_INIT("[breached]"), "#FFFFFF", "#1D1D1F",
      "#801650", 5 },
    { STR_INIT("waived"), STR_INIT("Waived"), STR_INIT("~"), STR_INIT("[waived]"), "#E3E6E9", "#1D1D1F", "#8A9099", 8 },
    { STR_INIT("unknown"), STR_INIT("Not known"), STR_INIT("?"), STR_INIT("[not known]"), "#A285D1", "#000000",
      "#5B3F8C", 13 },
    { STR_INIT("not_applicable"), STR_INIT("Not applicable"), STR_INIT("–"), STR_INIT("[n/a]"), "none", "#3D3D3D",
      "#C9CFD6", -1 },
    { STR_INIT("partly"), STR_INIT("Partly"), STR_INIT("◐"), STR_INIT("[partly]"), "#F46A25", "#000000", "#B8430B", 3 },
    { STR_INIT("not_yet"), STR_INIT("Not yet"), STR_INIT("✗"), STR_INIT("[not yet]"), "#FFFFFF", "#1D1D1F", "#1D1D1F",
      5 },
};

struct sheet *sheet_new(struct arena *arena, struct str name, struct str caption) {
    struct sheet *sheet = arena_new(arena, struct sheet);
    sheet->arena = arena;
    sheet->name = str_copy(arena, name);
    sheet->caption = str_copy(arena, caption);
    return sheet;
}

struct column *sheet_column(struct sheet *sheet, struct str key, struct str title, enum cell_type type) {
    bug_if(sheet->row_count > 0 || sheet->column_count == SHEET_COLUMNS);
    struct column *column = &sheet->columns[sheet->column_count++];
    column->key = str_copy(sheet->arena, key);
    column->title = str_copy(sheet->arena, title);
    column->type = type;
    return column;
}

void sheet_row(struct sheet *sheet) {
    bug_if(sheet->column_count == 0);
    bug_if(sheet->row_count > 0 && sheet->filled != sheet->column_count);
    if (sheet->row_count == sheet->room) {
        size_t room = sheet->room ? sheet->room * 2 : 16;
        struct cell *cells = arena_array(sheet->arena, struct cell, room * sheet->column_count);
        if (sheet->row_count) memcpy(cells, sheet->cells, sheet->row_count * sheet->column_count * sizeof *cells);
        sheet->cells = cells;
        sheet->room = room;
    }
    sheet->row_count++;
    sheet->filled = 0;
}

static void fill(struct sheet *sheet, struct cell cell) {
    bug_if(sheet->row_count == 0 || sheet->filled == sheet->column_count);
    sheet->cells[(sheet->row_count - 1) * sheet->column_count + sheet->filled++] = cell;
}

void sheet_text(struct sheet *sheet, struct str text) {
    fill(sheet, (struct cell){ .type = CELL_TEXT, .text = str_copy(sheet->arena, text) });
}

void sheet_whole(struct sheet *sheet, int64_t number) {
    fill(sheet, (struct cell){ .type = CELL_WHOLE, .number = number });
}

void sheet_percent(struct sheet *sheet, int64_t percent) {
    fill(sheet, (struct cell){ .type = CELL_PERCENT, .number = percent });
}

void sheet_day(struct sheet *sheet, struct date day) {
    if (date_known(day)) fill(sheet, (struct cell){ .type = CELL_DAY, .number = day.day });
    else sheet_empty(sheet);
}

void sheet_status(struct sheet *sheet, struct str key) {
    fill(sheet, (struct cell){ .type = CELL_STATUS, .text = str_copy(sheet->arena, key) });
}

void sheet_empty(struct sheet *sheet) { fill(sheet, (struct cell){ .type = CELL_EMPTY }); }

void sheet_none(struct sheet *sheet, struct str words) {
    fill(sheet, (struct cell){ .type = CELL_EMPTY, .text = str_copy(sheet->arena, words) });
}

const struct cell *sheet_at(const struct sheet *sheet, size_t row, size_t column) {
    bug_if(row >= sheet->row_count || column >= sheet->column_count);
    return &sheet->cells[row * sheet->column_count + column];
}

/* 1139 as "1,139". */
static struct str print_whole(struct arena *arena, int64_t number) {
    char digits[32];
    size_t at = sizeof digits, count = 0;
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        if (count > 0 && count % 3 == 0) digits[--at] = ',';
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
        count++;
    } while (left > 0);
    if (number < 0) digits[--at] = '-';
    return str_copy(arena, (struct str){ digits + at, sizeof digits - at });
}

struct str cell_print(struct arena *arena, const struct cell *cell) {
    char day[DATE_LONG_SIZE];
    switch (cell->type) {
    case CELL_EMPTY: return cell->text.size ? cell->text : STR("no data");
    case CELL_TEXT: return cell->text;
    case CELL_WHOLE: return print_whole(arena, cell->number);
    case CELL_PERCENT: return str_format(arena, "%.*s %%", STR_ARG(print_whole(arena, cell->number)));
    case CELL_DAY:
        return str_copy(arena, str_from(date_short((struct date){ (int32_t)cell->number }, day)));
    case CELL_STATUS: {
        const struct status_look *look = status_look(cell->text);
        return look ? look->word : cell->text;
    }
    }
    return STR("");
}

const struct status_look *status_look(struct str key) {
    for (size_t i = 0; i < COUNT_OF(LOOKS); i++)
        if (str_equal(LOOKS[i].key, key)) return &LOOKS[i];
    return NULL;
}

struct book *book_new(struct arena *arena) {
    struct book *book = arena_new(arena, struct book);
    book->arena = arena;
    return book;
}

void book_sheet(struct book *book, struct sheet *sheet) {
    if (book->sheet_count == book->sheet_room) {
        size_t room = book->sheet_room ? book->sheet_room * 2 : 8;
        struct sheet **sheets = arena_array(book->arena, struct sheet *, room);
        if (book->sheet_count) memcpy(sheets, book->sheets, book->sheet_count * sizeof *sheets);
        book->sheets = sheets;
        book->sheet_room = room;
    }
    book->sheets[book->sheet_count++] = sheet;
}

struct sheet *book_find(const struct book *book, struct str name) {
    for (size_t i = 0; i < book->sheet_count; i++)
        if (str_equal(book->sheets[i]->name, name)) return book->sheets[i];
    return NULL;
}

void book_value(struct book *book, struct str name, struct cell value) {
    value.text = str_copy(book->arena, value.text);
    for (size_t i = 0; i < book->value_count; i++) {
        if (!str_equal(book->values[i].name, name)) continue;
        book->values[i].value = value;
        return;
    }
    if (book->value_count == book->value_room) {
        size_t room = book->value_room ? book->value_room * 2 : 16;
        struct named_value *values = arena_array(book->arena, struct named_value, room);
        if (book->value_count) memcpy(values, book->values, book->value_count * sizeof *values);
        book->values = values;
        book->value_room = room;
    }
    book->values[book->value_count++] = (struct named_value){ str_copy(book->arena, name), value };
}

const struct cell *book_value_at(const struct book *book, struct str name) {
    for (size_t i = 0; i < book->value_count; i++)
        if (str_equal(book->values[i].name, name)) return &book->values[i].value;
    return NULL;
}

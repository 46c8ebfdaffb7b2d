/* SPDX-License-Identifier: GPL-3.0-or-later
 * text_table - a sheet as a box, as aligned columns, as cards or as sentences.
 * Owns:  nothing.
 * Must not know: where the text goes.
 */
#include <string.h>

#include "base/utf8.h"
#include "formats/text_priv.h"

#define NARROW 72      /* below this, cards: a table would have lost what matters */
#define LEAST 6        /* columns are never narrower */
#define WORD_MOST 24   /* longer words may be cut to make room */
#define TALLEST 4      /* lines of a cell, about; a column that would need more goes instead */

struct frame {
    const char *top[3], *middle[3], *bottom[3]; /* left, between, right */
    const char *line, *side;
};
static const struct frame ROUNDED = { { "╭", "┬", "╮" }, { "├", "┼", "┤" }, { "╰", "┴", "╯" }, "─", "│" };
static const struct frame ASCII = { { "+", "+", "+" }, { "+", "+", "+" }, { "+", "+", "+" }, "-", "|" };

struct layout {
    size_t rows;                    /* drawn */
    size_t width[SHEET_COLUMNS];    /* as drawn */
    size_t least[SHEET_COLUMNS];
    bool hidden[SHEET_COLUMNS];
    bool right[SHEET_COLUMNS];
    bool wraps[SHEET_COLUMNS];
};

static const struct status_look *look_of(const struct cell *cell) {
    return cell->type == CELL_STATUS ? status_look(cell->text) : NULL;
}

static struct str print_cell(const struct pen *pen, const struct cell *cell) {
    const struct status_look *look = look_of(cell);
    return look ? pen_look(pen, look) : pen_clean(pen, cell_print(pen->scratch, cell));
}

static size_t longest_word(struct str text) {
    size_t longest = 0;
    struct str word, rest = text;
    bool more = true;
    while (more) {
        more = str_cut(rest, ' ', &word, &rest);
        size_t width = utf8_width(word);
        if (width > longest) longest = width;
    }
    return longest;
}

static void measure(const struct pen *pen, const struct sheet *sheet, struct layout *layout) {
    layout->rows = sheet->row_count;
    bool stops = pen->style->rows > 0 && (!pen->style->only || pen->style->only == sheet);
    if (stops && pen->style->rows < layout->rows) layout->rows = pen->style->rows;
    struct arena scratch = { 0 };
    struct pen measuring = { pen->out, pen->style, &scratch };
    for (size_t c = 0; c < sheet->column_count; c++) {
        const struct column *column = &sheet->columns[c];
        struct str title = pen_clean(pen, column->title);
        layout->width[c] = utf8_width(title);
        layout->least[c] = longest_word(title);
        layout->right[c] = column->type == CELL_WHOLE || column->type == CELL_PERCENT;
        layout->wraps[c] = (column->type == CELL_TEXT || column->type == CELL_DAY) && !column->keep;
        for (size_t r = 0; r < layout->rows; r++) {
            struct str text = print_cell(&measuring, sheet_at(sheet, r, c));
            size_t width = utf8_width(text), word = longest_word(text);
            if (width > layout->width[c]) layout->width[c] = width;
            if (word > layout->least[c]) layout->least[c] = word;
            arena_reset(&scratch);
        }
        bool dated = column->type == CELL_DAY && layout->width[c] > 5;
        if (dated) layout->least[c] = layout->width[c] - 5; /* day and month stay together, the year may go below */
        if (layout->least[c] < layout->width[c] / TALLEST) layout->least[c] = layout->width[c] / TALLEST;
        if (layout->least[c] > WORD_MOST) layout->least[c] = WORD_MOST;
        if (layout->least[c] < LEAST) layout->least[c] = LEAST;
        if (layout->least[c] > layout->width[c] || !layout->wraps[c]) layout->least[c] = layout->width[c];
    }
    arena_free(&scratch);
}

static size_t total_width(const struct pen *pen, const struct sheet *sheet, const size_t widths[],
                          const struct layout *layout) {
    size_t total = 0, shown = 0;
    for (size_t c = 0; c < sheet->column_count; c++) {
        if (layout->hidden[c]) continue;
        total += widths[c];
        shown++;
    }
    if (shown == 0) return 0;
    return total + (pen->style->boxes ? 3 * shown + 1 : 2 * (shown - 1));
}

/* Takes room from the widest column that can give some, until the table fits or nothing is left to give. */
static void narrow(const struct pen *pen, const struct sheet *sheet, struct layout *layout) {
    size_t total = total_width(pen, sheet, layout->width, layout);
    while (total > pen->style->width) {
        size_t widest = SHEET_COLUMNS;
        for (size_t c = 0; c < sheet->column_count; c++) {
            if (layout->hidden[c] || layout->width[c] <= layout->least[c]) continue;
            if (widest == SHEET_COLUMNS || layout->width[c] > layout->width[widest]) widest = c;
        }
        if (widest == SHEET_COLUMNS) return;
        layout->width[widest]--;
        total--;
    }
}

static void fit(const struct pen *pen, const struct sheet *sheet, struct layout *layout) {
    if (pen->style->width == 0) return;
    for (int weak = 1; weak >= 0; weak--) {
        for (size_t c = sheet->column_count; c-- > 1;) {
            if (total_width(pen, sheet, layout->least, layout) <= pen->style->width) break;
            if (!sheet->columns[c].keep && (sheet->columns[c].weak || !weak)) layout->hidden[c] = true;
        }
    }
    narrow(pen, sheet, layout);
}

static void draw_rule(const struct pen *pen, const struct sheet *sheet, const struct layout *layout,
                      const struct frame *frame, const char *const corners[3]) {
    bool first = true;
    for (size_t c = 0; c < sheet->column_count; c++) {
        if (layout->hidden[c]) continue;
        buf_add_c(pen->out, corners[first ? 0 : 1]);
        pen_repeat(pen, frame->line, layout->width[c] + 2);
        first = false;
    }
    buf_add_c(pen->out, corners[2]);
    buf_add_byte(pen->out, '\n');
}

/* One row: as many lines as its tallest cell.  `sheet_row` is SIZE_MAX for the heading. */
static void draw_row(const struct pen *pen, const struct sheet *sheet, const struct layout *layout,
                     const struct frame *frame, size_t sheet_row) {
    struct lines lines[SHEET_COLUMNS] = { 0 };
    const struct status_look *looks[SHEET_COLUMNS] = { 0 };
    size_t height = 1, last = 0;
    for (size_t c = 0; c < sheet->column_count; c++) {
        if (layout->hidden[c]) continue;
        last = c;
        bool heading = sheet_row == SIZE_MAX;
        const struct cell *cell = heading ? NULL : sheet_at(sheet, sheet_row, c);
        if (cell) looks[c] = look_of(cell);
        struct str text = cell ? print_cell(pen, cell) : pen_clean(pen, sheet->columns[c].title);
        pen_wrap(pen, text, layout->width[c], layout->width[c], true, &lines[c]);
        if (lines[c].count > height) height = lines[c].count;
    }
    for (size_t line = 0; line < height; line++) {
        for (size_t c = 0; c < sheet->column_count; c++) {
            if (layout->hidden[c]) continue;
            struct str text = line < lines[c].count ? lines[c].at[line] : STR("");
            size_t used = utf8_width(text), pad = used < layout->width[c] ? layout->width[c] - used : 0;
            if (pen->style->boxes) buf_printf(pen->out, "%s ", frame->side);
            if (layout->right[c]) pen_spaces(pen, pad);
            if (sheet_row == SIZE_MAX) pen_bold(pen, text);
            else pen_status(pen, looks[c], text);
            bool edge = c == last && !pen->style->boxes; /* no spaces at the end of a line */
            if (!layout->right[c] && !edge) pen_spaces(pen, pad);
            if (!edge) pen_spaces(pen, pen->style->boxes ? 1 : 2);
        }
        if (pen->style->boxes) buf_add_c(pen->out, frame->side);
        buf_add_byte(pen->out, '\n');
    }
}

static void say_hidden(const struct pen *pen, const struct sheet *sheet, const struct layout *layout) {
    struct str names = STR("");
    for (size_t c = 0; c < sheet->column_count; c++)
        if (layout->hidden[c])
            names = str_format(pen->scratch, "%.*s%s%.*s", STR_ARG(names), names.size ? ", " : "hidden: ",
                               STR_ARG(pen_in_sentence(pen, sheet->columns[c].title)));
    if (names.size == 0) return;
    text_wrap(pen->out, names, pen->style->width, 0, 2);
    buf_add_byte(pen->out, '\n');
}

static void say_more(const struct pen *pen, size_t left) {
    if (left == 0) return;
    buf_printf(pen->out, "%s %zu more", pen->style->ascii || pen->style->plain ? "..." : "…", left);
    if (pen->style->more) buf_printf(pen->out, ": type %s", pen->style->more);
    buf_add_byte(pen->out, '\n');
}

static void draw_cards(const struct pen *pen, const struct sheet *sheet, const struct layout *layout) {
    size_t widest = 0;
    for (size_t c = 1; c < sheet->column_count; c++) {
        size_t width = utf8_width(pen_clean(pen, sheet->columns[c].title));
        if (width > widest) widest = width;
    }
    size_t indent = 2 + widest + 2;
    for (size_t r = 0; r < layout->rows; r++) {
        struct lines name = { 0 };
        pen_wrap(pen, print_cell(pen, sheet_at(sheet, r, 0)), pen->style->width, pen->style->width, false, &name);
        if (r > 0) buf_add_byte(pen->out, '\n');
        for (size_t i = 0; i < name.count; i++) {
            pen_bold(pen, name.at[i]);
            buf_add_byte(pen->out, '\n');
        }
        for (size_t c = 1; c < sheet->column_count; c++) {
            const struct cell *cell = sheet_at(sheet, r, c);
            struct lines lines = { 0 };
            size_t width = pen->style->width > indent + 8 ? pen->style->width - indent : 8;
            struct str title = pen_clean(pen, sheet->columns[c].title);
            pen_wrap(pen, print_cell(pen, cell), width, width, true, &lines);
            pen_spaces(pen, 2);
            buf_add(pen->out, title);
            pen_spaces(pen, widest + 2 - utf8_width(title));
            for (size_t i = 0; i < lines.count; i++) {
                if (i > 0) pen_spaces(pen, indent);
                pen_status(pen, look_of(cell), lines.at[i]);
                buf_add_byte(pen->out, '\n');
            }
            if (lines.count == 0) buf_add_byte(pen->out, '\n');
        }
    }
}

/* "Zoë O'Brien: form 9AB, needs employer encounter, by 21 July 2027." */
static void draw_sentences(const struct pen *pen, const struct sheet *sheet, const struct layout *layout) {
    struct buf line = { 0 };
    for (size_t r = 0; r < layout->rows; r++) {
        buf_clear(&line);
        for (size_t c = 0; c < sheet->column_count; c++) {
            const struct cell *cell = sheet_at(sheet, r, c);
            struct str text = print_cell(pen, cell);
            if (look_of(cell)) text = pen_in_sentence(pen, text);
            struct str title = pen_in_sentence(pen, sheet->columns[c].title);
            if (c > 0) buf_printf(&line, "%s%.*s ", c == 1 ? ": " : ", ", STR_ARG(title));
            buf_add(&line, text);
        }
        if (line.size > 0 && line.at[line.size - 1] != '.') buf_add_byte(&line, '.');
        text_wrap(pen->out, buf_str(&line), pen->style->width, 0, 0);
        buf_add_byte(pen->out, '\n');
    }
    buf_free(&line);
}

void pen_table(const struct pen *pen, const struct sheet *sheet) {
    if (sheet->column_count == 0) return;
    struct layout layout = { 0 };
    measure(pen, sheet, &layout);
    bool framed = pen->style->boxes && !pen->style->plain;
    if (sheet->row_count == 0 && (framed || pen->style->plain || (pen->style->width && pen->style->width < NARROW))) {
        buf_add_c(pen->out, "Nothing to list.\n");
        return;
    }
    if (pen->style->plain) draw_sentences(pen, sheet, &layout);
    else if (pen->style->width > 0 && pen->style->width < NARROW) draw_cards(pen, sheet, &layout);
    else {
        const struct frame *frame = pen->style->ascii ? &ASCII : &ROUNDED;
        struct arena rows = { 0 }; /* a table may be long: each row's memory is used again */
        struct pen row_pen = { pen->out, pen->style, &rows };
        fit(pen, sheet, &layout);
        if (framed) draw_rule(pen, sheet, &layout, frame, frame->top);
        draw_row(pen, sheet, &layout, frame, SIZE_MAX);
        if (framed) draw_rule(pen, sheet, &layout, frame, frame->middle);
        for (size_t r = 0; r < layout.rows; r++) {
            draw_row(&row_pen, sheet, &layout, frame, r);
            arena_reset(&rows);
        }
        if (framed) draw_rule(pen, sheet, &layout, frame, frame->bottom);
        arena_free(&rows);
        say_hidden(pen, sheet, &layout);
    }
    say_more(pen, sheet->row_count - layout.rows);
}

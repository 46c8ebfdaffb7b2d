/* SPDX-License-Identifier: GPL-3.0-or-later
 * text - a page as plain text that fits a width: tables with boxes, cards, wrapped words.
 * Owns:  nothing.
 * Must not know: terminals beyond what struct text_style says; where the text goes.
 */
#include "formats/text.h"

#include <string.h>

#include "base/utf8.h"
#include "formats/text_priv.h"

#define LABEL_MOST 24
#define BAR_WIDTH 24
#define BAR_NARROW 12 /* in a window narrower than 60 */

struct str pen_clean(const struct pen *pen, struct str text) {
    bool spaces = false;
    for (size_t i = 0; i < text.size && !spaces; i++) spaces = strchr("\n\r\t", text.at[i]) && text.at[i];
    if (spaces) {
        char *copy = arena_copy(pen->scratch, text.at, text.size);
        for (size_t i = 0; i < text.size; i++)
            if (copy[i] == '\n' || copy[i] == '\r' || copy[i] == '\t') copy[i] = ' ';
        text.at = copy;
    }
    return utf8_visible(pen->scratch, text);
}

void pen_spaces(const struct pen *pen, size_t count) {
    for (size_t i = 0; i < count; i++) buf_add_byte(pen->out, ' ');
}

void pen_repeat(const struct pen *pen, const char *sign, size_t count) {
    for (size_t i = 0; i < count; i++) buf_add_c(pen->out, sign);
}

void pen_bold(const struct pen *pen, struct str text) {
    if (pen->style->colour) buf_add_c(pen->out, "\x1b[1m");
    buf_add(pen->out, text);
    if (pen->style->colour) buf_add_c(pen->out, "\x1b[0m");
}

void pen_status(const struct pen *pen, const struct status_look *look, struct str text) {
    bool coloured = pen->style->colour && look && look->terminal >= 0 && text.size > 0;
    if (coloured) buf_printf(pen->out, "\x1b[%dm", look->terminal < 8 ? 30 + look->terminal : 82 + look->terminal);
    buf_add(pen->out, text);
    if (coloured) buf_add_c(pen->out, "\x1b[0m");
}

struct str pen_look(const struct pen *pen, const struct status_look *look) {
    if (pen->style->plain) return look->word;
    if (pen->style->ascii) return look->ascii;
    return str_format(pen->scratch, "%.*s %.*s", STR_ARG(look->shape), STR_ARG(look->word));
}

struct str pen_in_sentence(const struct pen *pen, struct str title) {
    title = pen_clean(pen, title);
    if (title.size < 2 || title.at[0] < 'A' || title.at[0] > 'Z' || (title.at[1] >= 'A' && title.at[1] <= 'Z'))
        return title;
    char *copy = arena_copy(pen->scratch, title.at, title.size);
    copy[0] = (char)(copy[0] - 'A' + 'a');
    return (struct str){ copy, title.size };
}

static void add_line(const struct pen *pen, struct lines *lines, struct str line) {
    if (lines->count == lines->room) {
        size_t room = lines->room ? lines->room * 2 : 4;
        struct str *at = arena_array(pen->scratch, struct str, room);
        if (lines->count) memcpy(at, lines->at, lines->count * sizeof *at);
        lines->at = at;
        lines->room = room;
    }
    lines->at[lines->count++] = line;
}

/* The end of the line that begins at `start`: whole words within the width, at least one word or character. */
static size_t line_break(struct str text, size_t start, size_t width, bool hard) {
    size_t end = start, used = 0;
    while (end < text.size) {
        size_t word = end;
        while (word < text.size && text.at[word] == ' ') word++;
        size_t stop = word;
        while (stop < text.size && text.at[stop] != ' ') stop++;
        if (stop == word) break;
        size_t columns = word - end + utf8_width(str_slice(text, word, stop));
        if (used > 0 && used + columns > width) break;
        if (used == 0 && columns > width && hard) {
            size_t piece = utf8_cut(str_slice(text, word, stop), width > word - end ? width - (word - end) : 1).size;
            if (piece > 0) return word + piece;
            stop = word;
            return utf8_next(text, &stop) < 0 ? word + 1 : stop;
        }
        used += columns;
        end = stop;
    }
    return end;
}

void pen_wrap(const struct pen *pen, struct str text, size_t first_width, size_t width, bool hard,
              struct lines *lines) {
    while (text.size > 0 && text.at[text.size - 1] == ' ') text.size--;
    if (width == 0 || utf8_width(text) <= first_width) {
        add_line(pen, lines, text);
        return;
    }
    for (size_t start = 0; start < text.size;) {
        size_t end = line_break(text, start, start == 0 ? first_width : width, hard);
        add_line(pen, lines, str_slice(text, start, end));
        start = end;
        while (start < text.size && text.at[start] == ' ') start++;
    }
}

static size_t room_after(size_t width, size_t indent) { return width > indent + 8 ? width - indent : 8; }

/* Line ends in the text break lines too. */
static void wrap(const struct pen *pen, struct str text, size_t width, size_t first_indent, size_t indent) {
    struct lines lines = { 0 };
    struct str rest = text, line;
    bool more = true;
    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        size_t first = lines.count == 0 ? first_indent : indent;
        pen_wrap(pen, pen_clean(pen, line), room_after(width, first), width ? room_after(width, indent) : 0, false,
                 &lines);
    }
    for (size_t i = 0; i < lines.count; i++) {
        if (i > 0) {
            buf_add_byte(pen->out, '\n');
            pen_spaces(pen, lines.at[i].size > 0 ? indent : 0);
        }
        buf_add(pen->out, lines.at[i]);
    }
}

void text_wrap(struct buf *out, struct str text, size_t width, size_t first_indent, size_t indent) {
    struct arena scratch = { 0 };
    struct text_style style = { .width = width };
    wrap(&(struct pen){ out, &style, &scratch }, text, width, first_indent, indent);
    arena_free(&scratch);
}

static void draw_heading(const struct pen *pen, const struct block *block) {
    struct str text = pen_clean(pen, block->text);
    pen_bold(pen, text);
    buf_add_byte(pen->out, '\n');
    if (pen->style->colour || pen->style->plain || block->level > 2) return;
    const char *sign = block->level == 1 ? "=" : "-";
    if (!pen->style->ascii) sign = block->level == 1 ? "═" : "─";
    pen_repeat(pen, sign, utf8_width(text));
    buf_add_byte(pen->out, '\n');
}

/* A side that begins with a status key ("due_soon, by 21 July 2027") is drawn with its look; `drawn` is the whole text,
 * `look_size` the part of it in colour. */
static const struct status_look *side_look(const struct pen *pen, struct str side, struct str *drawn,
                                           size_t *look_size) {
    size_t end = 0;
    while (end < side.size && side.at[end] != ',' && side.at[end] != ' ') end++;
    const struct status_look *look = status_look(str_slice(side, 0, end));
    *drawn = pen_clean(pen, side);
    *look_size = 0;
    if (!look) return NULL;
    struct str word = pen_look(pen, look);
    struct str rest = pen_clean(pen, str_slice(side, end, side.size));
    *look_size = word.size;
    *drawn = str_format(pen->scratch, "%.*s%.*s", STR_ARG(word), STR_ARG(rest));
    return look;
}

static void draw_lead(const struct pen *pen, const struct block *block) {
    struct str side, text = pen_clean(pen, block->text);
    size_t look_size, width = pen->style->width;
    const struct status_look *look = side_look(pen, block->side, &side, &look_size);
    if (pen->style->plain) {
        wrap(pen, side.size ? str_format(pen->scratch, "%.*s: %.*s", STR_ARG(text), STR_ARG(side)) : text, width, 0, 0);
        buf_add_byte(pen->out, '\n');
        return;
    }
    size_t used = utf8_width(text), wanted = utf8_width(side), gap = 4;
    if (width > 0 && wanted > 0 && used + 2 + wanted > width) { /* no room beside it: on a line of its own */
        if (used <= width) pen_bold(pen, text);
        else wrap(pen, text, width, 0, 2);
        buf_add_byte(pen->out, '\n');
        gap = wanted + 2 < width ? width - wanted : 2;
    } else {
        pen_bold(pen, text);
        if (width > 0 && wanted > 0) gap = width - used - wanted;
    }
    if (wanted > 0) {
        pen_spaces(pen, gap);
        pen_status(pen, look, str_slice(side, 0, look_size));
        buf_add(pen->out, str_slice(side, look_size, side.size));
    }
    buf_add_byte(pen->out, '\n');
}

static void draw_list(const struct pen *pen, const struct block *block) {
    const char *sign = pen->style->plain ? "- " : pen->style->ascii ? "  - " : "  • ";
    size_t indent = pen->style->plain ? 2 : 4;
    for (size_t i = 0; i < block->count; i++) {
        buf_add_c(pen->out, sign);
        wrap(pen, block->items[i], pen->style->width, indent, indent);
        buf_add_byte(pen->out, '\n');
    }
}

static void draw_fields(const struct pen *pen, const struct block *block) {
    size_t widest = 0;
    for (size_t i = 0; i < block->count; i++) {
        size_t width = utf8_width(pen_clean(pen, block->fields[i].label));
        if (width > widest && width <= LABEL_MOST) widest = width;
    }
    for (size_t i = 0; i < block->count; i++) {
        struct str label = pen_clean(pen, block->fields[i].label);
        size_t width = utf8_width(label), indent = 2 + widest + 2;
        if (pen->style->plain) {
            indent = 0;
            if (label.size > 0) buf_printf(pen->out, "%.*s: ", STR_ARG(label));
            wrap(pen, block->fields[i].text, pen->style->width, label.size > 0 ? width + 2 : 0, indent);
        } else {
            pen_spaces(pen, 2);
            buf_add(pen->out, label);
            if (width > widest) buf_add_byte(pen->out, '\n'), width = 0, pen_spaces(pen, 2);
            pen_spaces(pen, widest + 2 - width);
            wrap(pen, block->fields[i].text, pen->style->width, indent, indent);
        }
        buf_add_byte(pen->out, '\n');
    }
}

static const char *shade(const struct pen *pen, size_t part) {
    static const char *const shades[] = { "█", "▒", "░", "▓", "▚", "·" };
    static const char *const ascii[] = { "#", "=", ".", "+", "x", ":" };
    return pen->style->ascii ? ascii[part % COUNT_OF(ascii)] : shades[part % COUNT_OF(shades)];
}

/* Columns of a part; rounded down, but something that is there is never drawn as nothing. */
static size_t bar_columns(int64_t part, int64_t whole, size_t width) {
    if (part <= 0 || whole <= 0) return 0;
    if (part >= whole) return width;
    size_t columns = (size_t)((double)part / (double)whole * (double)width);
    return columns ? columns : 1;
}

static struct str bar_words(const struct pen *pen, const struct figure *figure, const struct figure_bar *bar) {
    if (bar->note.size > 0 || figure->type == FIGURE_BARS) {
        if (bar->note.size > 0) return pen_clean(pen, bar->note);
        if (bar->whole <= 0) return STR("no data");
        return str_format(pen->scratch, "%lld of %lld", (long long)bar->parts[0], (long long)bar->whole);
    }
    struct str words = STR("");
    for (size_t s = 0; s < figure->series_count; s++) {
        if (bar->parts[s] == 0) continue;
        const struct status_look *look = status_look(figure->series[s]);
        struct str name = pen_in_sentence(pen, look ? look->word : figure->series[s]);
        words = str_format(pen->scratch, "%.*s%s%lld %.*s", STR_ARG(words), words.size ? ", " : "",
                           (long long)bar->parts[s], STR_ARG(name));
    }
    return words.size > 0 ? words : STR("no data");
}

static void draw_bar(const struct pen *pen, const struct figure *figure, const struct figure_bar *bar, size_t width) {
    size_t parts = figure->type == FIGURE_BARS ? 1 : figure->series_count, used = 0;
    int64_t whole = figure->type == FIGURE_BARS ? bar->whole : 0;
    for (size_t s = 0; s < parts && figure->type == FIGURE_STACKED; s++) whole += bar->parts[s];
    for (size_t s = 0; s < parts; s++) {
        size_t columns = bar_columns(bar->parts[s], whole, width);
        if (columns > width - used) columns = width - used;
        pen_repeat(pen, shade(pen, s), columns);
        used += columns;
    }
    if (figure->type == FIGURE_BARS) pen_repeat(pen, pen->style->ascii ? "." : "░", width - used);
    else pen_spaces(pen, width - used);
}

static void draw_figure(const struct pen *pen, const struct figure *figure) {
    size_t widest = 0, width = pen->style->width, bar_width = width > 0 && width < 60 ? BAR_NARROW : BAR_WIDTH;
    pen_bold(pen, pen_clean(pen, figure->title));
    buf_add_byte(pen->out, '\n');
    for (size_t i = 0; i < figure->bar_count; i++) {
        size_t label = utf8_width(pen_clean(pen, figure->bars[i].label));
        if (label > widest) widest = label;
    }
    for (size_t i = 0; i < figure->bar_count; i++) {
        const struct figure_bar *bar = &figure->bars[i];
        struct str label = pen_clean(pen, bar->label), words = bar_words(pen, figure, bar);
        if (pen->style->plain || figure->type == FIGURE_TIMELINE) {
            buf_printf(pen->out, "%.*s: %.*s\n", STR_ARG(label), STR_ARG(words));
            continue;
        }
        pen_spaces(pen, 2);
        buf_add(pen->out, label);
        size_t indent = 2 + widest + 2;
        bool beside = width == 0 || indent + bar_width + 2 + 8 <= width;
        if (beside) {
            pen_spaces(pen, widest + 2 - utf8_width(label));
            indent += bar_width + 2;
        } else {
            buf_add_c(pen->out, "\n    ");
            indent = 4 + bar_width + 2;
        }
        draw_bar(pen, figure, bar, bar_width);
        pen_spaces(pen, 2);
        wrap(pen, words, width, indent, indent);
        buf_add_byte(pen->out, '\n');
    }
}

static void draw_aside(const struct pen *pen, struct str text) {
    if (pen->style->plain) {
        buf_add_c(pen->out, "Note: ");
        wrap(pen, text, pen->style->width, 6, 0);
        buf_add_byte(pen->out, '\n');
        return;
    }
    struct buf inside = { 0 };
    struct str rest, line;
    text_wrap(&inside, text, pen->style->width > 4 ? pen->style->width - 4 : 0, 0, 0);
    rest = buf_str(&inside);
    bool more = true;
    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        buf_printf(pen->out, "  %s%s%.*s\n", pen->style->ascii ? "|" : "│", line.size ? " " : "", STR_ARG(line));
    }
    buf_free(&inside);
}

static void draw_verbatim(const struct pen *pen, struct str text) {
    struct str line, rest = text;
    bool more = text.size > 0;
    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        if (!more && line.size == 0) break;
        buf_add(pen->out, pen_clean(pen, line));
        buf_add_byte(pen->out, '\n');
    }
}

/* No margin here: a remark of its own, the status first. */
static void draw_beside(const struct pen *pen, const struct block *block) {
    const struct status_look *look = status_look(block->side);
    struct buf line = { 0 };
    if (look) buf_printf(&line, "%.*s. ", STR_ARG(look->word));
    buf_add(&line, block->text);
    draw_aside(pen, buf_str(&line));
    buf_free(&line);
}

/* Commands are never broken: people copy them. */
static void draw_next(const struct pen *pen, const struct block *block) {
    size_t used = 5;
    buf_add_c(pen->out, "Next:");
    for (size_t i = 0; i < block->count; i++) {
        struct str command = pen_clean(pen, block->items[i]);
        size_t columns = utf8_width(command), gap = pen->style->plain ? 1 : i == 0 ? 2 : 5;
        if (i > 0 && pen->style->plain) buf_add_byte(pen->out, ';');
        if (i > 0 && pen->style->width > 0 && used + gap + columns > pen->style->width) {
            buf_add_byte(pen->out, '\n');
            gap = pen->style->plain ? 0 : 7;
            used = 0;
        }
        pen_spaces(pen, gap);
        buf_add(pen->out, command);
        used += gap + columns;
    }
    buf_add_byte(pen->out, '\n');
}

static bool one_line(const struct pen *pen, const struct block *block) {
    return !block->text.size || (!memchr(block->text.at, '\n', block->text.size) &&
                                 (pen->style->width == 0 || utf8_width(block->text) <= pen->style->width));
}

/* What belongs together stands together: a lead and its fields, a table and the sentence about it. */
static bool blank_between(const struct pen *pen, const struct block *before, const struct block *block) {
    if (block->type == BLOCK_HEADING || block->type == BLOCK_NEXT || block->type == BLOCK_FIGURE) return true;
    switch (before->type) {
    case BLOCK_HEADING: return false;
    case BLOCK_LEAD: return block->type == BLOCK_TABLE || block->type == BLOCK_VERBATIM;
    case BLOCK_TABLE:
    case BLOCK_VERBATIM: return block->type != BLOCK_PARAGRAPH;
    case BLOCK_PARAGRAPH:
        if (block->type == BLOCK_PARAGRAPH) return !one_line(pen, before) || !one_line(pen, block);
        return block->type != BLOCK_LIST && block->type != BLOCK_FIELDS;
    default: return true;
    }
}

static void draw_block(const struct pen *pen, const struct block *block) {
    switch (block->type) {
    case BLOCK_HEADING: draw_heading(pen, block); break;
    case BLOCK_PARAGRAPH:
        wrap(pen, block->text, pen->style->width, 0, 0);
        buf_add_byte(pen->out, '\n');
        break;
    case BLOCK_LEAD: draw_lead(pen, block); break;
    case BLOCK_LIST: draw_list(pen, block); break;
    case BLOCK_FIELDS: draw_fields(pen, block); break;
    case BLOCK_TABLE:
        if (block->sheet->caption.size > 0) {
            wrap(pen, block->sheet->caption, pen->style->width, 0, 0);
            buf_add_byte(pen->out, '\n');
        }
        pen_table(pen, block->sheet);
        break;
    case BLOCK_FIGURE: draw_figure(pen, block->figure); break;
    case BLOCK_ASIDE: draw_aside(pen, block->text); break;
    case BLOCK_BESIDE: draw_beside(pen, block); break;
    case BLOCK_VERBATIM: draw_verbatim(pen, block->text); break;
    case BLOCK_NEXT: draw_next(pen, block); break;
    }
}

void text_page(struct buf *out, const struct page *page, const struct text_style *style) {
    struct arena scratch = { 0 };
    struct pen pen = { out, style, &scratch };
    for (size_t i = 0; i < page->count; i++) {
        if (i > 0 && blank_between(&pen, &page->blocks[i - 1], &page->blocks[i])) buf_add_byte(out, '\n');
        draw_block(&pen, &page->blocks[i]);
        arena_reset(&scratch);
    }
    if (page->foot.size > 0) {
        if (page->count > 0) buf_add_byte(out, '\n');
        wrap(&pen, page->foot, style->width, 0, 0);
        buf_add_byte(out, '\n');
    }
    arena_free(&scratch);
}

void text_sheet(struct buf *out, const struct sheet *sheet, const struct text_style *style) {
    struct arena scratch = { 0 };
    pen_table(&(struct pen){ out, style, &scratch }, sheet);
    arena_free(&scratch);
}

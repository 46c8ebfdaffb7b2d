/* SPDX-License-Identifier: GPL-3.0-or-later
 * html - a page as one self-contained file: inline style and SVG, no script, no outside request, A4 when printed.
 * Owns:  nothing.  The only place (with html_marked.c and svg.c) that writes a '<'.
 * Must not know: what the page says.
 */
#include "formats/html.h"

#include "formats/html_priv.h"

#define CARDS_FROM 4 /* tables with as many columns become cards on a narrow screen */

static const char *const STATUSES[] = { "met", "on_track", "due_soon", "overdue", "missed", "breached", "waived",
                                        "unknown", "not_applicable", "partly", "not_yet" };

void html_text(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        switch (c) {
        case '&': buf_add_c(out, "&amp;"); break;
        case '<': buf_add_c(out, "&lt;"); break;
        case '>': buf_add_c(out, "&gt;"); break;
        case '"': buf_add_c(out, "&quot;"); break;
        case '\'': buf_add_c(out, "&#39;"); break;
        default:
            if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) buf_add_c(out, "\xEF\xBF\xBD");
            else buf_add_byte(out, (char)c);
        }
    }
}

void html_message(struct buf *out, struct str subject, struct str text) {
    buf_add_c(out, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    html_text(out, subject);
    buf_add_c(out, "</title>\n</head>\n<body>\n<pre style=\"max-width:600px;white-space:pre-wrap;font:15px/1.4 sans-serif\">\n");
    html_text(out, text);
    buf_add_c(out, "</pre>\n</body>\n</html>\n");
}

/* Text as a CSS string inside <style>: everything but letters, digits and spaces as its code, so no quote, no '<'. */
static void add_css_string(struct buf *out, struct str text) {
    buf_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool letter = c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (letter || c == ' ' || (c >= '0' && c <= '9')) buf_add_byte(out, (char)c);
        else buf_printf(out, "\\%x ", (unsigned)(c < 0x20 ? ' ' : c));
    }
    buf_add_byte(out, '"');
}

static void add_status_style(struct buf *out) {
    for (size_t i = 0; i < COUNT_OF(STATUSES); i++) {
        const struct status_look *look = status_look(str_from(STATUSES[i]));
        buf_printf(out, ".st-%s{background:%s;color:%s;border-color:%s}\n", STATUSES[i], look->fill, look->ink,
                   look->edge);
    }
    /* The hatching lies under a plate of the fill, so that the word stays easy to read. */
    buf_add_c(out, ".st-overdue,.st-partly{background:linear-gradient(#F46A25,#F46A25) content-box,"
                   "repeating-linear-gradient(45deg,#F46A25 0 3px,#FFF 3px 5px) border-box}\n"
                   ".st-unknown{border-style:dotted}\n.st-not_applicable{border-style:dashed;font-weight:normal}\n"
                   ".st-missed,.st-breached{border-width:3px}\n");
}

static void add_head(struct buf *out, const struct page *page, enum html_sort sort) {
    bool calendar = false;
    for (size_t i = 0; i < page->count; i++) calendar = calendar || (page->blocks[i].type == BLOCK_TABLE && page->blocks[i].sheet->grid);
    buf_add_c(out, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src 'unsafe-inline'; img-src data:\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light\">\n<title>");
    html_text(out, page->title);
    buf_add_c(out, "</title>\n<style>\n");
    buf_add_c(out, HTML_STYLE_SCREEN);
    buf_add_c(out, HTML_STYLE_BESIDE);
    add_status_style(out);
    buf_add_c(out, HTML_STYLE_NARROW);
    if (calendar) buf_add_c(out, HTML_STYLE_GRID);
    if (sort == HTML_MARKED) buf_add_c(out, HTML_STYLE_MARKED);
    buf_add_c(out, HTML_STYLE_PAPER);
    if (page->tight) buf_add_c(out, HTML_STYLE_TIGHT);
    if (page->large) buf_add_c(out, HTML_STYLE_LARGE);
    buf_add_c(out, "@page{@bottom-left{width:80%;font:8pt Arial,sans-serif;color:#3D3D3D;content:");
    add_css_string(out, page->foot);
    buf_add_c(out, "}@bottom-right{font:8pt Arial,sans-serif;color:#3D3D3D;"
                   "content:\"Page \" counter(page) \" of \" counter(pages)}}\n</style>\n</head>\n");
}

static void add_chip(struct buf *out, const struct status_look *look) {
    buf_printf(out, "<span class=\"st st-%.*s\"><span aria-hidden=\"true\">%.*s</span> %.*s</span>", STR_ARG(look->key),
               STR_ARG(look->shape), STR_ARG(look->word));
}

static void add_element(struct buf *out, const char *tag, const char *class, struct str text) {
    buf_printf(out, class ? "<%s class=\"%s\">" : "<%s>", tag, class);
    html_text(out, text);
    buf_printf(out, "</%s>\n", tag);
}

static bool is_number(enum cell_type type) { return type == CELL_WHOLE || type == CELL_PERCENT; }

static void add_cell(struct buf *out, const struct sheet *sheet, size_t row, size_t column) {
    struct arena scratch = { 0 };
    const struct cell *cell = sheet_at(sheet, row, column);
    const struct status_look *look = cell->type == CELL_STATUS ? status_look(cell->text) : NULL;
    buf_add_c(out, column == 0 ? "<th scope=\"row\" role=\"rowheader\"" : "<td role=\"cell\"");
    if (is_number(cell->type)) buf_add_c(out, " class=\"n\"");
    else if (cell->type == CELL_DAY) buf_add_c(out, " class=\"d\"");
    else if (cell->type == CELL_EMPTY)
        buf_add_c(out, is_number(sheet->columns[column].type) ? " class=\"n quiet\"" : " class=\"quiet\"");
    if (column > 0 && sheet->column_count >= CARDS_FROM) {
        buf_add_c(out, " data-label=\"");
        /* cppcheck-suppress arrayIndexOutOfBoundsCond; column is less than column_count */
        html_text(out, sheet->columns[column].title);
        buf_add_byte(out, '"');
    }
    buf_add_byte(out, '>');
    if (look) add_chip(out, look);
    else html_text(out, cell_print(&scratch, cell));
    buf_add_c(out, column == 0 ? "</th>" : "</td>");
    arena_free(&scratch);
}

static void add_table(struct buf *out, const struct sheet *sheet) {
    struct str caption = sheet->caption.size ? sheet->caption : sheet->name;
    if (sheet->row_count == 0 || sheet->column_count == 0) {
        if (sheet->caption.size) add_element(out, "h3", NULL, caption);
        buf_add_c(out, "<p class=\"quiet\">Nothing to list.</p>\n");
        return;
    }
    /* Roles are repeated because a table drawn as cards is no longer a table to screen readers. */
    buf_add_c(out, "<div class=\"tab\" role=\"region\" tabindex=\"0\" aria-label=\"");
    html_text(out, caption);
    const char *class = sheet->grid ? " class=\"cards grid\"" : sheet->column_count >= CARDS_FROM ? " class=\"cards\"" : "";
    buf_printf(out, "\">\n<table role=\"table\"%s>\n<caption>", class);
    html_text(out, caption);
    buf_add_c(out, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
    for (size_t c = 0; c < sheet->column_count; c++) {
        buf_printf(out, "<th scope=\"col\" role=\"columnheader\"%s>",
                   is_number(sheet->columns[c].type) ? " class=\"n\"" : "");
        html_text(out, sheet->columns[c].title);
        buf_add_c(out, "</th>");
    }
    buf_add_c(out, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
    for (size_t r = 0; r < sheet->row_count; r++) {
        buf_add_c(out, "<tr role=\"row\">");
        for (size_t c = 0; c < sheet->column_count; c++) add_cell(out, sheet, r, c);
        buf_add_c(out, "</tr>\n");
    }
    buf_add_c(out, "</tbody>\n</table>\n</div>\n");
}

/* The same numbers as the chart, for who would rather read them. */
static void add_numbers(struct buf *out, const struct figure *figure) {
    struct arena arena = { 0 };
    struct sheet *sheet = sheet_new(&arena, STR("numbers"), STR("The numbers in the chart"));
    bool bars = figure->type == FIGURE_BARS;
    sheet_column(sheet, STR("item"), STR("Item"), CELL_TEXT);
    if (bars) {
        sheet_column(sheet, STR("number"), STR("Number"), CELL_WHOLE);
        sheet_column(sheet, STR("of"), STR("Of"), CELL_WHOLE);
    }
    for (size_t s = 0; !bars && s < figure->series_count; s++) {
        const struct status_look *look = status_look(figure->series[s]);
        sheet_column(sheet, figure->series[s], look ? look->word : figure->series[s], CELL_WHOLE);
    }
    for (size_t b = 0; b < figure->bar_count; b++) {
        const struct figure_bar *bar = &figure->bars[b];
        sheet_row(sheet);
        sheet_text(sheet, bar->label);
        if (bars && bar->whole <= 0) {
            sheet_empty(sheet);
            sheet_empty(sheet);
        } else if (bars) {
            sheet_whole(sheet, bar->parts[0]);
            sheet_whole(sheet, bar->whole);
        }
        for (size_t s = 0; !bars && s < figure->series_count; s++) sheet_whole(sheet, bar->parts[s]);
    }
    add_table(out, sheet);
    arena_free(&arena);
}

static void add_lead(struct buf *out, const struct block *block) {
    size_t end = 0;
    while (end < block->side.size && block->side.at[end] != ',' && block->side.at[end] != ' ') end++;
    const struct status_look *look = status_look(str_slice(block->side, 0, end));
    buf_add_c(out, "<p class=\"lead\"><span class=\"what\">");
    html_text(out, block->text);
    buf_add_c(out, "</span>");
    if (block->side.size > 0) {
        buf_add_c(out, " <span class=\"side\">");
        if (look) {
            if (end < block->side.size && block->side.at[end] == ',') end++; /* the chip's edge parts them */
            add_chip(out, look);
        }
        html_text(out, look ? str_slice(block->side, end, block->side.size) : block->side);
        buf_add_c(out, "</span>");
    }
    buf_add_c(out, "</p>\n");
}

static void add_fields(struct buf *out, const struct block *block) {
    buf_add_c(out, "<dl>\n");
    for (size_t i = 0; i < block->count; i++) {
        bool goes_on = i > 0 && block->fields[i].label.size == 0;
        if (!goes_on) {
            buf_add_c(out, i > 0 ? "</div>\n<div><dt>" : "<div><dt>");
            html_text(out, block->fields[i].label);
            buf_add_c(out, "</dt>");
        }
        buf_add_c(out, "<dd>");
        html_text(out, block->fields[i].text);
        buf_add_c(out, "</dd>");
    }
    buf_add_c(out, block->count ? "</div>\n</dl>\n" : "</dl>\n");
}

static void add_beside(struct buf *out, const struct block *block) {
    const struct status_look *look = status_look(block->side);
    buf_add_c(out, "<div class=\"beside\" role=\"note\">");
    if (look) add_chip(out, look);
    add_element(out, "p", NULL, block->text);
    buf_add_c(out, "</div>\n");
}

static void add_next(struct buf *out, const struct block *block) {
    buf_add_c(out, "<div class=\"next\"><p>What to type next</p><ul>");
    for (size_t i = 0; i < block->count; i++) {
        buf_add_c(out, "<li><code>");
        html_text(out, block->items[i]);
        buf_add_c(out, "</code></li>");
    }
    buf_add_c(out, "</ul></div>\n");
}

static void add_block(struct buf *out, const struct block *block, size_t *figures) {
    switch (block->type) {
    case BLOCK_HEADING: break;
    case BLOCK_PARAGRAPH: add_element(out, "p", NULL, block->text); break;
    case BLOCK_LEAD: add_lead(out, block); break;
    case BLOCK_LIST:
        buf_add_c(out, "<ul>\n");
        for (size_t i = 0; i < block->count; i++) add_element(out, "li", NULL, block->items[i]);
        buf_add_c(out, "</ul>\n");
        break;
    case BLOCK_FIELDS: add_fields(out, block); break;
    case BLOCK_TABLE: add_table(out, block->sheet); break;
    case BLOCK_FIGURE:
        buf_add_c(out, "<figure>\n");
        add_element(out, "figcaption", NULL, block->figure->title);
        if (block->figure->type == FIGURE_TIMELINE) {
            svg_timeline(out, block->figure, ++*figures);
        } else {
            svg_figure(out, block->figure, ++*figures);
            add_numbers(out, block->figure);
        }
        buf_add_c(out, "</figure>\n");
        break;
    case BLOCK_ASIDE:
        buf_add_c(out, "<div class=\"aside\" role=\"note\">");
        add_element(out, "p", NULL, block->text);
        buf_add_c(out, "</div>\n");
        break;
    case BLOCK_BESIDE: add_beside(out, block); break;
    case BLOCK_VERBATIM:
        buf_add_c(out, "<pre tabindex=\"0\">");
        html_text(out, block->text);
        buf_add_c(out, "</pre>\n");
        break;
    case BLOCK_NEXT: add_next(out, block); break;
    }
}

static bool own_heading(const struct page *page) {
    return page->count > 0 && page->blocks[0].type == BLOCK_HEADING && page->blocks[0].level == 1;
}

/* The title is the first heading unless the page opens with one of its own; then it stands above it. */
void html_open(struct buf *out, const struct page *page, enum html_sort sort) {
    add_head(out, page, sort);
    buf_add_c(out, sort == HTML_NOTED ? "<body class=\"noted\">\n" : "<body>\n");
    buf_add_c(out, "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<div class=\"band\"></div>\n"
                   "<header>\n");
    if (own_heading(page)) add_element(out, "p", "of", page->title);
    else add_element(out, "h1", NULL, page->title);
    buf_add_c(out, "</header>\n<main id=\"main\">\n");
}

void html_close(struct buf *out, const struct page *page) {
    buf_add_c(out, "</main>\n");
    if (page->foot.size > 0) {
        buf_add_c(out, "<footer>");
        add_element(out, "p", NULL, page->foot);
        buf_add_c(out, "</footer>\n");
    }
    buf_add_c(out, "</body>\n</html>\n");
}

void html_page(struct buf *out, const struct page *page) {
    bool noted = false, own = own_heading(page);
    size_t figures = 0;
    int deepest = 1;
    for (size_t i = 0; i < page->count; i++) noted = noted || page->blocks[i].type == BLOCK_BESIDE;
    html_open(out, page, noted ? HTML_NOTED : HTML_PLAIN);
    for (size_t i = 0; i < page->count; i++) {
        const struct block *block = &page->blocks[i];
        if (block->type == BLOCK_HEADING) { /* one h1, and no level left out */
            int level = i == 0 && own ? 1 : block->level < 2 ? 2 : block->level;
            if (level > deepest + 1) level = deepest + 1;
            deepest = level;
            add_element(out, level == 1 ? "h1" : level == 2 ? "h2" : "h3", NULL, block->text);
        } else {
            add_block(out, block, &figures);
        }
    }
    html_close(out, page);
}

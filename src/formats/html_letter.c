/* SPDX-License-Identifier: GPL-3.0-or-later
 * html_letter - a page as the HTML half of a message: one table, inline style, no picture, nothing from outside, 600 px.
 * Owns:  nothing.
 * Must not know: what it says.
 */
#include "formats/html.h"

#define CELL_STYLE "style=\"text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-bottom:1px solid #ccc\""

static void add_tagged(struct buf *out, const char *open, struct str text, const char *close) {
    buf_add_c(out, open);
    html_text(out, text);
    buf_add_c(out, close);
}

static void add_table(struct buf *out, const struct sheet *sheet) {
    struct arena arena = { 0 };
    buf_add_c(out, "<table style=\"border-collapse:collapse;width:100%\">\n<tr>");
    for (size_t c = 0; c < sheet->column_count; c++) add_tagged(out, "<th scope=\"col\" " CELL_STYLE ">", sheet->columns[c].title, "</th>");
    buf_add_c(out, "</tr>\n");
    for (size_t r = 0; r < sheet->row_count; r++) {
        buf_add_c(out, "<tr>");
        for (size_t c = 0; c < sheet->column_count; c++) add_tagged(out, "<td " CELL_STYLE ">", cell_print(&arena, sheet_at(sheet, r, c)), "</td>");
        buf_add_c(out, "</tr>\n");
    }
    buf_add_c(out, "</table>\n");
    arena_free(&arena);
}

void html_letter(struct buf *out, const struct page *page) {
    add_tagged(out, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<title>", page->title, "</title>\n</head>\n");
    buf_add_c(out, "<body>\n<div style=\"max-width:600px;font:15px/1.4 sans-serif\">\n");
    for (size_t i = 0; i < page->count; i++) {
        const struct block *b = &page->blocks[i];
        if (b->type == BLOCK_PARAGRAPH) add_tagged(out, "<p>", b->text, "</p>\n");
        if (b->type == BLOCK_HEADING) add_tagged(out, "<p><b>", b->text, "</b></p>\n");
        if (b->type == BLOCK_TABLE) add_table(out, b->sheet);
        if (b->type != BLOCK_LIST) continue;
        buf_add_c(out, "<ul>\n");
        for (size_t k = 0; k < b->count; k++) add_tagged(out, "<li>", b->items[k], "</li>\n");
        buf_add_c(out, "</ul>\n");
    }
    buf_add_c(out, "</div>\n</body>\n</html>\n");
}

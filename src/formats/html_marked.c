/* SPDX-License-Identifier: GPL-3.0-or-later
 * html_marked - rows with marked cells as a page: each problem a link to its row.
 * Owns:  nothing.
 * Must not know: why the rows were left out.
 */
#include "formats/html.h"
#include "formats/html_priv.h"

#define ROWS_MOST 1000 /* a page of more is read by nobody; the workbook has them all */

static void add_problem(struct buf *out, const struct marked_table *table, size_t t, size_t r, const struct marked_cell *mark) {
    buf_printf(out, "<li><a href=\"#t%zu-%zu\">Row %u", t + 1, r + 1, table->rows[r].line);
    if (mark && mark->column < table->heading_count && table->headings[mark->column].size) {
        buf_add_c(out, ", ");
        html_text(out, table->headings[mark->column]);
    }
    buf_add_c(out, ": ");
    html_text(out, mark ? mark->why : STR("It was left out."));
    buf_add_c(out, "</a></li>\n");
}

static void add_row(struct buf *out, const struct marked_table *table, size_t t, size_t r) {
    const struct marked_row *row = &table->rows[r];
    buf_printf(out, "<tr id=\"t%zu-%zu\" tabindex=\"-1\"><th scope=\"row\" class=\"n\">%u</th>", t + 1, r + 1, row->line);
    for (uint32_t c = 0; c < table->heading_count || c < row->cell_count; c++) {
        const struct marked_cell *mark = NULL;
        for (size_t i = 0; i < row->mark_count && !mark; i++)
            if (row->marks[i].column == c) mark = &row->marks[i];
        buf_add_c(out, mark ? "<td class=\"bad\">" : "<td>");
        if (c < row->cell_count) html_text(out, row->cells[c]);
        if (mark) {
            buf_add_c(out, "<span class=\"why\">");
            html_text(out, mark->why);
            buf_add_c(out, "</span>");
        }
        buf_add_c(out, "</td>");
    }
    buf_add_c(out, "</tr>\n");
}

static void add_table(struct buf *out, const struct marked_table *table, size_t t) {
    buf_add_c(out, "<h2>");
    html_text(out, table->name);
    buf_add_c(out, "</h2>\n<div class=\"tab\" tabindex=\"0\">\n<table>\n<thead><tr><th scope=\"col\" class=\"n\">Row</th>");
    for (uint32_t c = 0; c < table->heading_count; c++) {
        buf_add_c(out, "<th scope=\"col\">");
        html_text(out, table->headings[c]);
        buf_add_c(out, "</th>");
    }
    buf_add_c(out, "</tr></thead>\n<tbody>\n");
    for (size_t r = 0; r < table->row_count && r < ROWS_MOST; r++) add_row(out, table, t, r);
    buf_add_c(out, "</tbody>\n</table>\n</div>\n");
}

void html_marked(struct buf *out, const struct page *page, const struct marked_table *tables, size_t count) {
    size_t more = 0;
    html_open(out, page, HTML_MARKED);
    for (size_t i = 0; i < page->count; i++) {
        buf_add_c(out, "<p>");
        html_text(out, page->blocks[i].text);
        buf_add_c(out, "</p>\n");
    }
    buf_add_c(out, "<nav aria-label=\"Problems\"><ul class=\"wrong\">\n");
    for (size_t t = 0; t < count; t++) {
        more += tables[t].row_count > ROWS_MOST ? tables[t].row_count - ROWS_MOST : 0;
        for (size_t r = 0; r < tables[t].row_count && r < ROWS_MOST; r++) {
            const struct marked_row *row = &tables[t].rows[r];
            for (size_t i = 0; i < row->mark_count; i++) add_problem(out, &tables[t], t, r, &row->marks[i]);
            if (!row->mark_count) add_problem(out, &tables[t], t, r, NULL);
        }
    }
    buf_add_c(out, "</ul></nav>\n");
    if (more) buf_printf(out, "<p>%zu more rows are in the workbook alone.</p>\n", more);
    for (size_t t = 0; t < count; t++) add_table(out, &tables[t], t);
    html_close(out, page);
}

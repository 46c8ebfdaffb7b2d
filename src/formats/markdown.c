/* SPDX-License-Identifier: GPL-3.0-or-later
 * markdown - a page as Markdown; see markdown.h.
 * Owns:  nothing.
 * Must not know: what the page says.
 */
#include "formats/markdown.h"

#include <string.h>

/* What makes a line a heading, a list, a rule or a number of a list when it stands first. */
static bool begins_block(struct str text, size_t at) {
    char c = text.at[at];
    if (c == '#' || c == '+' || c == '-' || c == '=') return true;
    if (c != '.' && c != ')') return false;
    size_t start = at;
    while (start > 0 && text.at[start - 1] >= '0' && text.at[start - 1] <= '9') start--;
    return start < at && (start == 0 || text.at[start - 1] == '\n')
           && (at + 1 == text.size || text.at[at + 1] == ' ' || text.at[at + 1] == '\n');
}

void markdown_text(struct buf *out, struct str text, const char *joint) {
    bool first = true;
    text = str_trim(text);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '\n') {
            buf_add_c(out, joint);
            first = true;
            continue;
        }
        if (first && (c == ' ' || c == '\t')) continue; /* four of them would begin a piece of code */
        if ((c < 0x20 && c != '\t') || c == 0x7F) {
            buf_add_c(out, "\xEF\xBF\xBD");
        } else {
            bool number = c == '.' || c == ')';
            if (strchr("\\`*_[]<>|~&$", c) || ((first || number) && begins_block(text, i))) buf_add_byte(out, '\\');
            buf_add_byte(out, (char)c);
        }
        first = false;
    }
}

static void add_line(struct buf *out, const char *before, struct str text, const char *joint, const char *after) {
    buf_add_c(out, before);
    markdown_text(out, text, joint);
    buf_add_c(out, after);
}

static void add_fields(struct buf *out, const struct block *block) {
    for (size_t i = 0; i < block->count; i++) {
        if (block->fields[i].label.size) add_line(out, "- **", block->fields[i].label, " ", ":** ");
        else buf_add_c(out, i ? "  " : "- ");
        add_line(out, "", block->fields[i].text, "\\\n  ",
                 i + 1 < block->count && !block->fields[i + 1].label.size ? "\\\n" : "\n");
    }
    buf_add_byte(out, '\n');
}

static void add_table(struct buf *out, const struct sheet *sheet) {
    struct arena scratch = { 0 };
    if (sheet->caption.size) add_line(out, "**", sheet->caption, " ", "**\n\n");
    if (!sheet->row_count) buf_add_c(out, "Nothing to list.\n\n");
    if (!sheet->row_count || !sheet->column_count) return;
    for (size_t c = 0; c < sheet->column_count; c++) add_line(out, "| ", sheet->columns[c].title, " ", " ");
    buf_add_c(out, "|\n");
    for (size_t c = 0; c < sheet->column_count; c++) {
        enum cell_type type = sheet->columns[c].type;
        buf_add_c(out, type == CELL_WHOLE || type == CELL_PERCENT ? "| ---: " : "| --- ");
    }
    buf_add_c(out, "|\n");
    for (size_t r = 0; r < sheet->row_count; r++) {
        for (size_t c = 0; c < sheet->column_count; c++)
            add_line(out, "| ", cell_print(&scratch, sheet_at(sheet, r, c)), " ", " ");
        buf_add_c(out, "|\n");
        arena_reset(&scratch);
    }
    buf_add_byte(out, '\n');
    arena_free(&scratch);
}

/* Fenced by more backticks than the text holds in a row. */
static void add_verbatim(struct buf *out, struct str text) {
    size_t most = 2, run = 0;
    for (size_t i = 0; i < text.size; i++) {
        run = text.at[i] == '`' ? run + 1 : 0;
        if (run > most) most = run;
    }
    for (size_t i = 0; i <= most; i++) buf_add_byte(out, '`');
    buf_add_byte(out, '\n');
    buf_add(out, text);
    if (!str_ends(text, "\n")) buf_add_byte(out, '\n');
    for (size_t i = 0; i <= most; i++) buf_add_byte(out, '`');
    buf_add_c(out, "\n\n");
}

static void add_items(struct buf *out, const struct block *block) {
    for (size_t i = 0; i < block->count; i++) add_line(out, "- ", block->items[i], "\n  ", "\n");
    buf_add_byte(out, '\n');
}

static void add_remark(struct buf *out, const struct block *block) {
    const struct status_look *look = status_look(block->side);
    buf_add_c(out, "> ");
    if (look) buf_printf(out, "**%.*s.** ", STR_ARG(look->word));
    add_line(out, "", block->text, "\\\n> ", "\n\n");
}

/* A picture is its numbers here: the bars with what is printed on them. */
static void add_figure(struct buf *out, const struct figure *figure) {
    add_line(out, "**", figure->title, " ", "**\n\n");
    if (figure->description.size) add_line(out, "", figure->description, "\n", "\n\n");
    for (size_t i = 0; i < figure->bar_count; i++) {
        add_line(out, "- ", figure->bars[i].label, " ", ": ");
        add_line(out, "", figure->bars[i].note, " ", "\n");
    }
    buf_add_byte(out, '\n');
}

static void add_block(struct buf *out, const struct block *block) {
    switch (block->type) {
    case BLOCK_HEADING:
        add_line(out, block->level <= 1 ? "# " : block->level == 2 ? "## " : "### ", block->text, " ", "\n\n");
        break;
    case BLOCK_PARAGRAPH: add_line(out, "", block->text, "\n", "\n\n"); break;
    case BLOCK_LEAD:
        add_line(out, "**", block->text, " ", "**");
        if (block->side.size) add_line(out, " - ", block->side, " ", "");
        buf_add_c(out, "\n\n");
        break;
    case BLOCK_LIST:
    case BLOCK_NEXT: add_items(out, block); break;
    case BLOCK_FIELDS: add_fields(out, block); break;
    case BLOCK_TABLE: add_table(out, block->sheet); break;
    case BLOCK_FIGURE: add_figure(out, block->figure); break;
    case BLOCK_ASIDE:
    case BLOCK_BESIDE: add_remark(out, block); break;
    case BLOCK_VERBATIM: add_verbatim(out, block->text); break;
    }
}

void markdown_page(struct buf *out, const struct page *page) {
    bool own = page->count > 0 && page->blocks[0].type == BLOCK_HEADING && page->blocks[0].level == 1;
    if (!own) add_line(out, "# ", page->title, " ", "\n\n");
    for (size_t i = 0; i < page->count; i++) add_block(out, &page->blocks[i]);
    if (page->foot.size) add_line(out, "---\n\n", page->foot, "\n", "\n");
}

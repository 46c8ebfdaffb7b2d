/* SPDX-License-Identifier: GPL-3.0-or-later
 * message_text - a message as plain text: paragraphs, lists, rows of its table one under the other; see message.h.
 * Owns:  nothing.
 * Must not know: what the message says.
 */
#include "base/utf8.h"
#include "work/message_priv.h"

#define WIDTH 76

/* Words, broken where they do not fit, further lines under the indent. */
static void add_wrapped(struct buf *out, struct str text, size_t indent, const char *bullet) {
    size_t hang = indent + str_from(bullet).size, at = hang, spaces = 0;
    struct str word, rest = text;
    for (size_t i = 0; i < indent; i++) buf_add_byte(out, ' ');
    buf_add_c(out, bullet);
    for (bool more = true, first = true; more; spaces++) {
        more = str_cut(rest, ' ', &word, &rest);
        size_t wide = utf8_width(word);
        if (!wide) continue;
        bool fits = first || at + spaces + wide <= WIDTH;
        if (!fits) buf_add_byte(out, '\n');
        for (size_t i = 0; i < (first ? 0 : fits ? spaces : hang); i++) buf_add_byte(out, ' ');
        at = fits ? at + (first ? 0 : spaces) + wide : hang + wide;
        buf_add(out, word);
        spaces = 0;
        first = false;
    }
    buf_add_byte(out, '\n');
}

static void add_table(struct buf *out, const struct sheet *sheet, struct arena *arena) {
    for (size_t r = 0; r < sheet->row_count; r++) {
        struct str what = cell_print(arena, sheet_at(sheet, r, 0)), by = cell_print(arena, sheet_at(sheet, r, 1)), who = cell_print(arena, sheet_at(sheet, r, 2));
        add_wrapped(out, by.size ? str_format(arena, "%.*s, %.*s", STR_ARG(what), STR_ARG(by)) : what, 0, "- ");
        if (who.size) add_wrapped(out, who, 4, "");
    }
    buf_add_byte(out, '\n');
}

struct str message_plain(struct arena *arena, const struct page *page) {
    struct buf out = { 0 };
    for (size_t i = 0; i < page->count; i++) {
        const struct block *b = &page->blocks[i];
        if (b->type == BLOCK_PARAGRAPH) add_wrapped(&out, b->text, 0, "");
        if (b->type == BLOCK_HEADING) buf_printf(&out, "%.*s:\n", STR_ARG(b->text));
        if (b->type == BLOCK_PARAGRAPH && i + 1 < page->count) buf_add_byte(&out, '\n');
        for (size_t k = 0; b->type == BLOCK_LIST && k < b->count; k++) add_wrapped(&out, b->items[k], 0, "- ");
        if (b->type == BLOCK_LIST) buf_add_byte(&out, '\n');
        if (b->type == BLOCK_TABLE) add_table(&out, b->sheet, arena);
    }
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * page - what a person reads, as a list of blocks: nothing that is markup.
 * Owns:  nothing; a page lies in the arena it was made in.
 * Must not know: terminals, HTML, where the data came from.
 */
#include "formats/page.h"

#include <string.h>

struct page *page_new(struct arena *arena, struct str title) {
    struct page *page = arena_new(arena, struct page);
    page->arena = arena;
    page->title = str_copy(arena, title);
    return page;
}

static struct block *add(struct page *page, enum block_type type, struct str text) {
    if (page->count == page->room) {
        size_t room = page->room ? page->room * 2 : 16;
        struct block *blocks = arena_array(page->arena, struct block, room);
        if (page->count) memcpy(blocks, page->blocks, page->count * sizeof *blocks);
        page->blocks = blocks;
        page->room = room;
    }
    struct block *block = &page->blocks[page->count++];
    *block = (struct block){ .type = type, .text = str_copy(page->arena, text) };
    return block;
}

static void add_items(struct page *page, enum block_type type, const struct str *items, size_t count) {
    struct str *copy = arena_array(page->arena, struct str, count);
    for (size_t i = 0; i < count; i++) copy[i] = str_copy(page->arena, items[i]);
    struct block *block = add(page, type, STR(""));
    block->items = copy;
    block->count = count;
}

void page_heading(struct page *page, int level, struct str text) {
    bug_if(level < 1 || level > 3);
    add(page, BLOCK_HEADING, text)->level = level;
}

void page_paragraph(struct page *page, struct str text) { add(page, BLOCK_PARAGRAPH, text); }

void page_paragraphf(struct page *page, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str text = str_vformat(page->arena, format, args);
    va_end(args);
    add(page, BLOCK_PARAGRAPH, text);
}

void page_lead(struct page *page, struct str text, struct str side) {
    add(page, BLOCK_LEAD, text)->side = str_copy(page->arena, side);
}

void page_list(struct page *page, const struct str *items, size_t count) { add_items(page, BLOCK_LIST, items, count); }

void page_fields(struct page *page, const struct labelled *fields, size_t count) {
    struct labelled *copy = arena_array(page->arena, struct labelled, count);
    for (size_t i = 0; i < count; i++) {
        copy[i].label = str_copy(page->arena, fields[i].label);
        copy[i].text = str_copy(page->arena, fields[i].text);
    }
    struct block *block = add(page, BLOCK_FIELDS, STR(""));
    block->fields = copy;
    block->count = count;
}

void page_table(struct page *page, const struct sheet *sheet) { add(page, BLOCK_TABLE, STR(""))->sheet = sheet; }

void page_figure(struct page *page, const struct figure *figure) { add(page, BLOCK_FIGURE, STR(""))->figure = figure; }

void page_aside(struct page *page, struct str text) { add(page, BLOCK_ASIDE, text); }

void page_beside(struct page *page, struct str text, struct str side) {
    add(page, BLOCK_BESIDE, text)->side = side;
}

void page_verbatim(struct page *page, struct str text) { add(page, BLOCK_VERBATIM, text); }

void page_next(struct page *page, const struct str *commands, size_t count) {
    add_items(page, BLOCK_NEXT, commands, count);
}

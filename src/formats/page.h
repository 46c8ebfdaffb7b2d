/* SPDX-License-Identifier: GPL-3.0-or-later
 * page - what a person reads, as a list of blocks: nothing that is markup.
 * Owns:  nothing; a page lies in the arena it was made in.
 * Must not know: terminals, HTML, where the data came from.
 *
 * The same page is drawn at the terminal (text.h) and as a file (html.h, markdown.h); escaping belongs to the writers.
 *
 * Example:
 *     struct page *p = page_new(&arena, STR("Harbour View Academy"));
 *     page_heading(p, 1, STR("What needs doing"));
 *     page_table(p, sheet);
 */
#ifndef SIGNPOST_PAGE_H
#define SIGNPOST_PAGE_H

#include "base/date.h"
#include "formats/sheet.h"

enum block_type {
    BLOCK_HEADING,   /* text, level 1..3 */
    BLOCK_PARAGRAPH, /* text */
    BLOCK_LEAD,      /* a line with a status at the right: text, side */
    BLOCK_LIST,      /* items */
    BLOCK_FIELDS,    /* labelled lines: label and text, wrapped under the text; an empty label goes on */
    BLOCK_TABLE,     /* sheet */
    BLOCK_FIGURE,    /* figure */
    BLOCK_ASIDE,     /* a remark set apart: text */
    BLOCK_BESIDE,    /* a remark in the margin of what follows, where there is one: text, side (a status key, may be empty) */
    BLOCK_VERBATIM,  /* text as it stands, in fixed width: a message, a piece of policy */
    BLOCK_NEXT       /* what to type next: items, each a command */
};

struct labelled {
    struct str label; /* "rule", "found"; may be empty */
    struct str text;
};

enum figure_type { FIGURE_BARS, FIGURE_STACKED, FIGURE_TIMELINE };

struct figure_bar {
    struct str label;      /* "4.6.4 employers" */
    struct str note;       /* printed on or beside the bar: "31 of 40" */
    int64_t parts[8];      /* BARS: parts[0] of whole; STACKED: one count per series */
    int64_t whole;
};

/* Something on a day, on the lane of that index. */
struct figure_mark {
    struct date day;
    size_t lane;
    struct str label;      /* for who points at it: "Tug yard talk, 12 November 2026" */
};

struct figure {
    enum figure_type type;
    struct str title;      /* the news: "Year 9 is behind on employer encounters" */
    struct str description;/* the same in a sentence or two, for who can not see it */
    struct str series[8];  /* STACKED: status keys ("met", "overdue") or words */
    size_t series_count;
    struct figure_bar *bars; /* TIMELINE: the lanes, label and note alone */
    size_t bar_count;
    /* TIMELINE: from and to are its ends; the table with the same days stands below it as a block of its own. */
    struct date from, to;
    const struct figure_mark *marks;
    size_t mark_count;
    const struct figure_mark *ticks; /* days named on the axis, by day */
    size_t tick_count;
    bool large;              /* its words in 18 point */
};

struct block {
    enum block_type type;
    int level;
    struct str text;
    struct str side;             /* LEAD: at the right; a status key is drawn as word, shape and colour */
    const struct str *items;     /* LIST, NEXT */
    const struct labelled *fields;
    size_t count;
    const struct sheet *sheet;
    const struct figure *figure;
};

struct page {
    struct arena *arena;
    struct str title;
    bool large;            /* 18 point type, for who reads that more easily */
    bool tight;            /* one side of paper: less air when printed */
    struct str foot;       /* school, date, edition, confidentiality: the foot of a printed page */
    struct block *blocks;
    size_t count, room;
};

struct page *page_new(struct arena *arena, struct str title);
void page_heading(struct page *page, int level, struct str text);
void page_paragraph(struct page *page, struct str text);
void page_paragraphf(struct page *page, const char *format, ...) PRINTF_LIKE(2, 3);
void page_lead(struct page *page, struct str text, struct str side);
void page_list(struct page *page, const struct str *items, size_t count);             /* copied */
void page_fields(struct page *page, const struct labelled *fields, size_t count);     /* copied */
void page_table(struct page *page, const struct sheet *sheet);
void page_figure(struct page *page, const struct figure *figure);
void page_aside(struct page *page, struct str text);
void page_beside(struct page *page, struct str text, struct str side);
void page_verbatim(struct page *page, struct str text);
void page_next(struct page *page, const struct str *commands, size_t count);          /* copied */

#endif

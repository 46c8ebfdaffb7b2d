/* SPDX-License-Identifier: GPL-3.0-or-later
 * message_priv - between the files of message: lines of a digest that say the same are one row.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#ifndef SIGNPOST_MESSAGE_PRIV_H
#define SIGNPOST_MESSAGE_PRIV_H

#include "work/letter_words.h"
#include "work/message.h"

struct message_row {
    enum digest_part part;
    struct str what, by, who;
    struct str clause;
    struct date day, last;     /* the first and the last by when of its items */
    bool fresh;                /* something of it was not told before */
    bool late, old;            /* old: for more than a year, so that the day says nothing */
    const struct digest_item *first;
    size_t items, pupils;      /* pupils: different ones */
};

struct messages {
    struct arena *arena;
    struct school *school;
    const struct digests *digests;
    struct letter_words words;
    struct str keeper;         /* who keeps the records: "A. Okafor" */
};

/* One message being written. */
struct writing {
    struct messages *m;
    const struct digest *d;
    struct message_row *rows;
    size_t row_count, parts[PART_COUNT];
    size_t lines;              /* of each part, at most */
    bool own;                  /* the reader keeps the records */
    size_t posts, unreached;   /* posts that nobody holds, people whom mail can not go to */
    bool *cut;                 /* of the digest's items: the list was too long for it */
    int64_t *named;            /* pupils */
    size_t named_count;
    struct page *page;
};

/* message_row.c: fills rows, parts, named. */
void message_rows(struct writing *w);
struct str message_say(const struct writing *w, const char *key, const struct gap *gaps, size_t count);
struct str message_by(struct arena *arena, struct date day, struct date as_of);
/* It rests on what may not stand in a subject, whoever reads it. */
bool message_is_private(const struct writing *w, const struct digest_item *item);
/* message_chance.c: an event ahead that could count and to which pupils of the row are put down; *pupils of them.  Empty: none. */
struct str message_chance(const struct writing *w, const struct message_row *row, size_t *pupils);
/* message_text.c: the page as plain text, 76 wide. */
struct str message_plain(struct arena *arena, const struct page *page);

#endif

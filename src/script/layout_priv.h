/* SPDX-License-Identifier: GPL-3.0-or-later
 * layout_priv - a text taken apart into pieces and lines.
 * Owns:  nothing.
 * Must not know: files.
 */
#ifndef SIGNPOST_LAYOUT_PRIV_H
#define SIGNPOST_LAYOUT_PRIV_H

#include "script/lex.h"

/* A token or a comment. */
struct piece {
    enum token_type type;
    bool comment;
    bool is_long;       /* [[ ... ]] */
    bool many_lines;    /* goes on behind its first line */
    bool apart;         /* two spaces or more stand before it, in its line */
    uint32_t breaks;    /* line ends before it, 2 = a blank line or more */
    uint32_t padding;   /* columns added before it */
    struct str text;    /* as written, quotes included */
};

/* The pieces that begin in one line. */
struct row {
    struct piece *at;
    uint32_t count;
    uint32_t indent;    /* columns */
    bool blank_before;
};

/* Whether a space stands between two pieces of a line. */
bool layout_space(const struct piece *line_start, const struct piece *before, const struct piece *piece);
bool layout_is(const struct piece *piece, const char *sign_or_name);
bool layout_is_keyword(const struct piece *piece);
/* Lines up what the author set apart: fills in the paddings. */
void layout_columns(struct arena *arena, struct row *rows, uint32_t count);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * line_change - what changes in a text; see line_change.h.
 * Owns:  nothing.
 * Must not know: what its header leaves to others.
 */
#include "work/line_change.h"

#include "base/utf8.h"

#define WIDTH 70
#define CONTEXT 12

struct lines {
    struct str rest;
    size_t number;
};

static bool next_line(struct lines *lines, struct str *line) {
    if (!lines->rest.size) return false;
    (void)str_cut(lines->rest, '\n', line, &lines->rest);
    lines->number++;
    return true;
}

static bool is_blank(struct str line) { return str_trim(line).size == 0; }

/* Bytes that two lines have in common, whole characters. */
static size_t common(struct str a, struct str b) {
    size_t same = 0;
    while (same < a.size && same < b.size && a.at[same] == b.at[same]) same++;
    while (same && same < a.size && ((unsigned char)a.at[same] & 0xC0) == 0x80) same--;
    return same;
}

/* The part of a line around the place where it changes. */
static struct str excerpt(struct arena *arena, struct str line, size_t from) {
    struct str rest = str_slice(line, from, line.size);
    struct str part = utf8_cut(rest, WIDTH);
    return str_format(arena, "%s%.*s%s", from ? "…" : "", STR_ARG(part), part.size < rest.size ? "…" : "");
}

static size_t excerpt_start(struct str before, struct str after) {
    size_t same = common(before, after);
    struct str longer = before.size > after.size ? before : after;
    if (utf8_width(longer) <= WIDTH || same < WIDTH / 2) return 0;
    size_t from = same - CONTEXT;
    while (from && ((unsigned char)before.at[from] & 0xC0) == 0x80) from--;
    return from;
}

size_t line_change_show(struct arena *arena, struct str before, struct str after, size_t most, struct str *shown) {
    struct lines old = { .rest = before }, new = { .rest = after };
    struct str was, is;
    struct buf out = { 0 };
    size_t count = 0;
    bool more = next_line(&new, &is);
    while (next_line(&old, &was)) {
        bool goes = is_blank(was) && (!more || !is_blank(is));
        if (!goes && more && str_equal(was, is)) {
            more = next_line(&new, &is);
            continue;
        }
        if (count++ < most) {
            struct str other = goes ? was : is;
            size_t from = goes ? 0 : excerpt_start(was, other);
            if (goes) buf_printf(&out, "%5zu - (a blank line)\n", old.number);
            else
                buf_printf(&out, "%5zu - %.*s\n      + %.*s\n", old.number, STR_ARG(excerpt(arena, was, from)), STR_ARG(excerpt(arena, other, from)));
        }
        if (!goes && more) more = next_line(&new, &is);
    }
    *shown = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return count;
}

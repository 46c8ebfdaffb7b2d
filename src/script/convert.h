/* SPDX-License-Identifier: GPL-3.0-or-later
 * convert - Lua values to nodes, with caps and the shape of each word checked on the way.
 * Owns:  nothing.
 * Must not know: what a word means.
 *
 * Example:  l_convert(L, &conversion, -1, line, 0, &node);
 */
#ifndef SIGNPOST_CONVERT_H
#define SIGNPOST_CONVERT_H

#include "script/chunk.h"
#include "script/declare.h"

struct lua_State;

/* A constructor's call, as Lua holds it: user value 1 the list of parts, user value 2 the name. */
#define CALL_BOX "signpost.call"
struct call_box {
    const struct word_row *row;
    uint32_t line;
    bool reference; /* role.x */
};

/* One list named in two places is read twice, so thirty short lines can mean more values than any machine holds. */
#define CONVERT_NODES 200000
#define CONVERT_BYTES ((size_t)16 << 20)
#define CONVERT_PROBLEMS 500

struct conversion {
    struct arena *arena;
    uint32_t document;
    const struct chunk *chunk;
    struct problems *problems;
    size_t nodes, bytes; /* read so far; 0 at the start */
    bool full;           /* a limit was passed and has been said; the rest is not read */
    bool tests;          /* a file of tests: `evidence = workplace` names a kind, and there are no functions */
};

/* The value at index; line of the nearest constructor; raises only when memory ends. */
void l_convert(struct lua_State *L, struct conversion *c, int index, uint32_t line, int depth, struct node *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * chunk - a text through the gate, compiled, and run in its environment; and the modules of our own in lua/.
 * Owns:  nothing.
 * Must not know: what the words mean.
 *
 * Example:
 *     struct chunk *chunk = chunk_read(&arena, text, "policy.lua", WORLD_POLICY, problems);
 *     if (chunk->open && l_chunk_compile(L, chunk)) ...      // inside vm_call
 */
#ifndef SIGNPOST_CHUNK_H
#define SIGNPOST_CHUNK_H

#include "script/lex.h"
#include "script/vm.h"

struct chunk {
    const char *name;   /* as the author sees it; the chunk name is "@" and this */
    struct str text;
    struct lexed lexed;
    bool open;          /* the gate let it pass */
};

/* The source gate.  Never NULL: a chunk that was refused has open = false and its problems are said. */
struct chunk *chunk_read(struct arena *arena, struct str text, const char *name, enum world world, struct problems *problems);

/* Pushes the compiled text, or pushes Lua's message and returns false. */
bool l_chunk_compile(lua_State *L, const struct chunk *chunk);
/* Pushes what module `name` of lua/ returns; run once per state. */
void l_module(lua_State *L, const char *name);

#endif

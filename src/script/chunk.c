/* SPDX-License-Identifier: GPL-3.0-or-later
 * chunk - a text through the gate and into Lua; see chunk.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "script/chunk.h"

#include <lauxlib.h>
#include <stdio.h>

#include "script/bind.h"
#include "script/library.h"
#include "script/sandbox.h"

static const char KEY_MODULES;

struct chunk *chunk_read(struct arena *arena, struct str text, const char *name, enum world world, struct problems *problems) {
    struct chunk *chunk = arena_new(arena, struct chunk);
    chunk->name = name;
    chunk->text = text;
    chunk->lexed = (struct lexed){ .arena = arena, .source = text }; /* nothing of a text that is refused */
    if (!lex_bytes(text, name, problems)) return chunk;
    chunk->lexed = lex_scan(arena, text);
    struct lex_rules rules = { .file = name, .no_bits = world != WORLD_SCRIPT };
    chunk->open = lex_check(&chunk->lexed, &rules, problems);
    return chunk;
}

bool l_chunk_compile(lua_State *L, const struct chunk *chunk) {
    struct str text = chunk->text;
    if (str_starts(text, "\xEF\xBB\xBF")) text = str_slice(text, 3, text.size);
    const char *name = lua_pushfstring(L, "@%s", chunk->name); /* name */
    int status = luaL_loadbufferx(L, text.at ? text.at : "", text.size, name, "t"); /* name, function or message */
    lua_remove(L, -2);
    if (status == LUA_ERRMEM) l_raise(L, CODE_BUDGET, "", "Split it into smaller pieces.", "The text needs more memory than there is.");
    return status == LUA_OK;
}

/* ---- modules of our own ----------------------------------------------------------------------------------------------- */

static int l_require(lua_State *L) {
    l_module(L, luaL_checkstring(L, 1));
    return 1;
}

/* Ours, so without gate and budget: a mistake in it is a mistake of the program. */
static void l_run_module(lua_State *L, const char *name) {
    struct arena *arena = l_scratch(L); /* box */
    struct err err = { 0 };
    struct str text;
    const char *path = str_c(arena, str_format(arena, "lua/%s.lua", name));
    if (!library_file(vm_of(L)->library, arena, str_from(path), &text, &err)) l_raise_err(L, &err);
    const char *chunk_name = lua_pushfstring(L, "=%s", path); /* box, name */
    if (luaL_loadbufferx(L, text.at, text.size, chunk_name, "t") != LUA_OK)
        l_raise(L, CODE_INTERNAL, "", "", "%s", lua_tostring(L, -1)); /* box, name, chunk */
    l_host_environment(L);                                           /* box, name, chunk, environment */
    lua_pushcfunction(L, l_require);
    lua_setfield(L, -2, "require");
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_HOST);
    lua_setfield(L, -2, "host");
    lua_setupvalue(L, -2, 1); /* box, name, chunk */
    lua_call(L, 0, 1);        /* box, name, value */
}

static int l_load_module(lua_State *L) {
    l_run_module(L, lua_tostring(L, 1));
    return 1;
}

void l_module(lua_State *L, const char *name) {
    luaL_checkstack(L, 8, NULL);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_MODULES) != LUA_TTABLE) { /* nil */
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_MODULES);
    } /* modules */
    if (lua_getfield(L, -1, name) == LUA_TNIL) { /* modules, nil */
        lua_pop(L, 1);
        lua_pushcfunction(L, l_load_module);
        lua_pushstring(L, name);
        lua_call(L, 1, 1); /* modules, value */
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, name);
    }
    lua_remove(L, -2); /* value */
}

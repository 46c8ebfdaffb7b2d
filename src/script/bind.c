/* SPDX-License-Identifier: GPL-3.0-or-later
 * bind - what every binding uses; see bind.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "script/bind.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

const char KEY_RAISED, KEY_DATA, KEY_NAME, KEY_FIELDS, KEY_HOST;

/* ---- raising ---------------------------------------------------------------------------------------------------------- */

bool l_place(lua_State *L, int level, struct raised *out) {
    lua_Debug ar;
    out->file[0] = '\0';
    out->line = 0;
    for (; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.source[0] != '@' || ar.currentline <= 0) continue;
        snprintf(out->file, sizeof out->file, "%s", ar.source + 1);
        out->line = (uint32_t)ar.currentline;
        return true;
    }
    return false;
}

static int l_raise_with(lua_State *L, int level, enum code code, const char *token, const char *next, const char *format,
                      va_list args) {
    struct raised *raised = &vm_of(L)->raised;
    char said[sizeof raised->err.text];
    vsnprintf(said, sizeof said, format, args);
    err_set(&raised->err, code, "%s", said);
    if (next && next[0]) err_next(&raised->err, "%s", next);
    snprintf(raised->token, sizeof raised->token, "%s", token ? token : "");
    l_place(L, level, raised);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_RAISED); /* raised */
    return lua_error(L);
}

int l_raise(lua_State *L, enum code code, const char *token, const char *next, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int never = l_raise_with(L, 1, code, token, next, format, args);
    va_end(args);
    return never;
}

int l_raise_at(lua_State *L, int level, enum code code, const char *token, const char *next, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int never = l_raise_with(L, level, code, token, next, format, args);
    va_end(args);
    return never;
}

int l_raise_err(lua_State *L, const struct err *err) {
    return l_raise(L, err->code == CODE_NONE ? CODE_INTERNAL : err->code, "", err->next, "%s", err->text);
}

bool l_is_raised(lua_State *L, int index) {
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_RAISED); /* raised */
    bool is = lua_type(L, -1) == LUA_TTABLE && lua_rawequal(L, -1, index);
    lua_pop(L, 1); /* */
    return is;
}

/* ---- arguments -------------------------------------------------------------------------------------------------------- */

const char *l_type_words(lua_State *L, int index) {
    switch (lua_type(L, index)) {
    case LUA_TNONE:
    case LUA_TNIL: return "nothing";
    case LUA_TBOOLEAN: return lua_toboolean(L, index) ? "true" : "false";
    case LUA_TNUMBER: return "a number";
    case LUA_TSTRING: return "a text";
    case LUA_TTABLE: return "a list";
    case LUA_TFUNCTION: return "a function";
    default: return "something else";
    }
}

int l_wrong(lua_State *L, int index, const char *what, const char *wanted) {
    return l_raise(L, CODE_WRONG_TYPE, what, "", "'%s' needs %s as its value number %d, and this is %s.", what, wanted, index,
                   l_type_words(L, index));
}

struct str l_text(lua_State *L, int index, const char *what) {
    int type = lua_type(L, index);
    if (type != LUA_TSTRING && type != LUA_TNUMBER) l_wrong(L, index, what, "a text");
    size_t size = 0;
    const char *at = lua_tolstring(L, index, &size);
    return (struct str){ at, size };
}

lua_Integer l_whole(lua_State *L, int index, const char *what) {
    int is_whole = 0;
    lua_Integer number = lua_type(L, index) == LUA_TNUMBER ? lua_tointegerx(L, index, &is_whole) : 0;
    if (!is_whole) l_wrong(L, index, what, "a whole number");
    return number;
}

lua_Integer l_whole_or(lua_State *L, int index, const char *what, lua_Integer otherwise) {
    return lua_isnoneornil(L, index) ? otherwise : l_whole(L, index, what);
}

/* ---- boxes ------------------------------------------------------------------------------------------------------------ */

static int l_close_arena(lua_State *L) {
    arena_free(lua_touserdata(L, 1));
    return 0;
}

static int l_close_buffer(lua_State *L) {
    buf_free(lua_touserdata(L, 1));
    return 0;
}

/* Mark first, acquire second: from here on a raise can not leak. */
static void *l_box(lua_State *L, size_t size, const char *name, lua_CFunction close) {
    luaL_checkstack(L, 4, NULL);
    void *box = lua_newuserdatauv(L, size, 0); /* box */
    memset(box, 0, size);
    if (luaL_newmetatable(L, name)) { /* box, metatable */
        lua_pushcfunction(L, close);
        lua_setfield(L, -2, "__close");
        lua_pushcfunction(L, close);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2); /* box */
    lua_toclose(L, -1);
    return box;
}

struct arena *l_scratch(lua_State *L) { return l_box(L, sizeof(struct arena), "signpost.arena", l_close_arena); }
struct buf *l_buffer(lua_State *L) { return l_box(L, sizeof(struct buf), "signpost.buf", l_close_buffer); }

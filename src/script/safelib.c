/* SPDX-License-Identifier: GPL-3.0-or-later
 * safelib - replaced functions of the base library; see safelib.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "script/safelib.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "script/bind.h"
#include "script/sandbox.h"

void l_push_stock(lua_State *L, const char *library, const char *name) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE); /* loaded */
    lua_getfield(L, -1, library[0] ? library : LUA_GNAME);    /* loaded, library */
    lua_getfield(L, -1, name);                                /* loaded, library, value */
    lua_replace(L, -3);                                       /* value, library */
    lua_pop(L, 1);                                            /* value */
}

/* ---- tostring, print -------------------------------------------------------------------------------------------------- */

void l_push_text(lua_State *L, int index) {
    index = lua_absindex(L, index);
    switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TNONE: lua_pushliteral(L, "nil"); return;
    case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false"); return;
    case LUA_TNUMBER: luaL_tolstring(L, index, NULL); return;
    case LUA_TSTRING: lua_pushvalue(L, index); return;
    default: break;
    }
    if (vm_of(L)->world == WORLD_POLICY)
        l_raise(L, CODE_WRONG_TYPE, "tostring", "", "%s can not be made a text.", lua_isfunction(L, index) ? "A function" : "A list");
    if (l_is_sealed(L, index) && luaL_callmeta(L, index, "__tostring")) return;
    lua_pushstring(L, lua_isfunction(L, index) ? "function" : "list");
}

int l_tostring(lua_State *L) {
    l_push_text(L, 1);
    return 1;
}

#define LOG_MOST ((size_t)64 << 10)
#define LOG_LINE ((size_t)4 << 10)
#define LOG_SCRIPT ((size_t)16 << 20)

int l_print(lua_State *L) {
    struct buf *log = vm_of(L)->log;
    int count = lua_gettop(L);
    struct arena *arena = l_scratch(L);
    struct buf *line = l_buffer(L);
    for (int i = 1; i <= count; i++) {
        size_t size = 0;
        l_push_text(L, i); /* ..., text */
        const char *at = lua_tolstring(L, -1, &size);
        if (i > 1) buf_add_byte(line, '\t');
        buf_add(line, (struct str){ at, size });
        lua_pop(L, 1);
        /* The same long text can stand there thousands of times. */
        if (line->size > SAFE_TEXT) l_raise(L, CODE_BUDGET, "print", "Print it in pieces.", "One line of 'print' is at most %u KiB.", (unsigned)(SAFE_TEXT >> 10));
    }
    l_charge(L, (int64_t)line->size + 1);
    struct str text = buf_str(line);
    if (vm_of(L)->world != WORLD_SCRIPT && text.size > LOG_LINE) {
        buf_clear(line);
        text = str_format(arena, "%.*s ... (cut)", STR_ARG(str_slice(text, 0, utf8_valid_size(str_slice(text, 0, LOG_LINE)))));
    }
    if (log && log->size > LOG_SCRIPT)
        return l_raise(L, CODE_BUDGET, "print", "Look for a loop that does not end.", "More than %u MiB were printed.", (unsigned)(LOG_SCRIPT >> 20));
    if (!log || (vm_of(L)->world != WORLD_SCRIPT && log->size + text.size > LOG_MOST)) return 0;
    /* Line by line: a tab and a line end are the text's own, other control characters become marks. */
    struct str rest = text, part;
    for (bool more = true; more; buf_add_byte(log, '\n')) {
        more = str_cut(rest, '\n', &part, &rest);
        struct str cells = part, cell;
        for (bool tabs = str_cut(cells, '\t', &cell, &cells);; tabs = str_cut(cells, '\t', &cell, &cells)) {
            buf_add(log, utf8_visible(arena, cell));
            if (!tabs) break;
            buf_add_byte(log, '\t');
        }
    }
    return 0;
}

/* ---- errors ----------------------------------------------------------------------------------------------------------- */

int l_error(lua_State *L) {
    if (l_is_raised(L, 1)) {
        lua_settop(L, 1);
        return lua_error(L);
    }
    if (lua_type(L, 1) == LUA_TSTRING || lua_type(L, 1) == LUA_TNUMBER)
        return l_raise(L, CODE_LOAD, "", "", "%s", lua_tostring(L, 1));
    if (l_is_sealed(L, 1) && luaL_callmeta(L, 1, "__tostring")) return l_raise(L, CODE_LOAD, "", "", "%s", lua_tostring(L, -1));
    return l_raise(L, CODE_LOAD, "error", "Give error a text.", "'error' was called with %s.", l_type_words(L, 1));
}

int l_assert(lua_State *L) {
    if (lua_toboolean(L, 1)) return lua_gettop(L);
    luaL_checkany(L, 1);
    if (lua_type(L, 2) == LUA_TSTRING) return l_raise(L, CODE_LOAD, "", "", "%s", lua_tostring(L, 2));
    return l_raise(L, CODE_LOAD, "assert", "", "Something that was asserted does not hold.");
}

void l_push_problem(lua_State *L) {
    const struct raised *raised = &vm_of(L)->raised;
    lua_newtable(L); /* fields */
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, "line");
    lua_newtable(L); /* fields, data */
    lua_pushstring(L, code_name(raised->err.code));
    lua_setfield(L, -2, "code");
    lua_pushstring(L, raised->err.text);
    lua_setfield(L, -2, "said");
    lua_pushstring(L, raised->err.next);
    lua_setfield(L, -2, "next");
    lua_pushstring(L, raised->file);
    lua_setfield(L, -2, "file");
    if (raised->line) {
        lua_pushinteger(L, raised->line);
        lua_setfield(L, -2, "line");
    }
    l_seal_with_fields(L, "problem"); /* problem */
}

/* Scripts may catch their own errors, never the end of a budget, a clock, memory or patience. */
int l_pcall(lua_State *L) {
    luaL_checkany(L, 1);
    struct vm *vm = vm_of(L);
    int arguments = lua_gettop(L) - 1;
    lua_pushcfunction(L, l_failed);
    lua_insert(L, 1); /* handler, function, arguments */
    int status = lua_pcall(L, arguments, LUA_MULTRET, 1);
    if (status == LUA_OK) {
        lua_pushboolean(L, 1);
        lua_replace(L, 1); /* true, results */
        return lua_gettop(L);
    }
    l_limit(L);
    if (status == LUA_ERRMEM) return l_raise(L, CODE_BUDGET, "", "", "There was no memory left.");
    if (status == LUA_ERRERR) return l_raise(L, CODE_BUDGET, "", "", "Calls are nested too deeply.");
    lua_settop(L, 0);
    lua_pushboolean(L, 0);
    l_push_problem(L); /* false, problem */
    memset(&vm->raised, 0, sizeof vm->raised);
    return 2;
}

/* ---- select ----------------------------------------------------------------------------------------------------------- */

int l_select(lua_State *L) {
    int count = lua_gettop(L);
    l_charge(L, count);
    if (lua_type(L, 1) == LUA_TSTRING && strcmp(lua_tostring(L, 1), "#") == 0) {
        lua_pushinteger(L, count - 1);
        return 1;
    }
    lua_Integer n = l_whole(L, 1, "select");
    if (n < 0) n = count + n;
    else if (n > count) n = count;
    if (n < 1) return l_raise(L, CODE_WRONG_TYPE, "select", "", "'select' counts from 1.");
    return count - (int)n;
}

/* ---- pairs ------------------------------------------------------------------------------------------------------------ */

/* Numbers by value, then text by bytes, then false and true: one order whatever the machine and the history. */
struct key {
    int rank; /* 0 whole, 1 other number, 2 text, 3 truth */
    lua_Integer whole;
    lua_Number number;
    struct str text;
};

static int key_compare(const void *left, const void *right) {
    const struct key *a = left, *b = right;
    bool a_number = a->rank <= 1, b_number = b->rank <= 1;
    if (a_number && b_number) {
        if (a->rank == 0 && b->rank == 0) return a->whole < b->whole ? -1 : a->whole > b->whole;
        return a->number < b->number ? -1 : a->number > b->number;
    }
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    if (a->rank == 2) return str_compare(a->text, b->text);
    return a->whole < b->whole ? -1 : a->whole > b->whole;
}

static struct key l_read_key(lua_State *L, int index) {
    struct key key = { 0 };
    size_t size = 0;
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        key.rank = lua_isinteger(L, index) ? 0 : 1;
        key.whole = lua_isinteger(L, index) ? lua_tointeger(L, index) : 0;
        key.number = lua_tonumber(L, index);
        return key;
    case LUA_TSTRING:
        key.rank = 2;
        key.text.at = lua_tolstring(L, index, &size);
        key.text.size = size;
        return key;
    case LUA_TBOOLEAN:
        key.rank = 3;
        key.whole = lua_toboolean(L, index);
        return key;
    default:
        l_raise(L, CODE_WRONG_TYPE, "pairs", "Use texts or numbers as keys.", "A list with %s as a key has no order.", l_type_words(L, index));
        return key;
    }
}

/* upvalues: keys in order, table, position */
static int l_pairs_next(lua_State *L) {
    for (;;) {
        lua_Integer at = lua_tointeger(L, lua_upvalueindex(3)) + 1;
        lua_pushinteger(L, at);
        lua_replace(L, lua_upvalueindex(3));
        if (lua_rawgeti(L, lua_upvalueindex(1), at) == LUA_TNIL) return 1; /* nil */
        lua_pushvalue(L, -1);                                              /* key, key */
        if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL) return 2;      /* key, value */
        lua_pop(L, 2);                                                     /* removed since */
    }
}

/* What is handed back is the proxy where there is one: the data behind it stay out of reach. */
int l_pairs(lua_State *L) {
    if (lua_type(L, 1) != LUA_TTABLE) return l_wrong(L, 1, "pairs", "a list");
    lua_settop(L, 1);
    if (l_is_sealed(L, 1)) l_unseal(L, 1);
    else lua_pushvalue(L, 1); /* given, data */
    if (!lua_istable(L, 2)) return l_wrong(L, 1, "pairs", "a list");
    lua_Integer length = (lua_Integer)lua_rawlen(L, 2), count = 0;
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) count++;
    lua_Integer steps = 1;
    for (lua_Integer n = count; n > 1; n >>= 1) steps++;
    l_charge(L, count + count * steps);
    lua_createtable(L, count < INT32_MAX ? (int)count : 0, 0); /* given, data, keys */
    /* Lua's own memory, so that the cap of the state holds for the sorting as well. */
    struct key *keys = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof *keys, 0); /* given, data, keys, box */
    lua_Integer at = 0, sequence = 0;
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) { /* ..., key, value */
        keys[at] = l_read_key(L, -2);
        sequence += keys[at].rank == 0 && keys[at].whole >= 1 && keys[at].whole <= length;
        at++;
    }
    bool plain = sequence == count && count == length;
    if (!plain && count > 1) qsort(keys, (size_t)count, sizeof *keys, key_compare);
    for (lua_Integer i = 0; i < count; i++) {
        if (plain) lua_pushinteger(L, i + 1);
        else if (keys[i].rank == 0) lua_pushinteger(L, keys[i].whole);
        else if (keys[i].rank == 1) lua_pushnumber(L, keys[i].number);
        else if (keys[i].rank == 2) lua_pushlstring(L, keys[i].text.at, keys[i].text.size);
        else lua_pushboolean(L, (int)keys[i].whole);
        lua_rawseti(L, 3, i + 1);
    }
    lua_pushvalue(L, 3);
    lua_pushvalue(L, 2);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, l_pairs_next, 3); /* given, data, keys, box, iterator */
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

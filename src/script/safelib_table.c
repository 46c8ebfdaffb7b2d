/* SPDX-License-Identifier: GPL-3.0-or-later
 * safelib_table - the library of lists: no writing into sealed ones, a sort that ends and keeps the order of equals.
 * Owns:  nothing.
 * Must not know: who may call which.
 */
#include <lauxlib.h>

#include "script/bind.h"
#include "script/safelib.h"
#include "script/sandbox.h"

#define LENGTH_MOST ((lua_Integer)1 << 24)

/* A list with holes may call any number its length, the largest there is too: more than a state can hold is no length. */
static lua_Integer l_length(lua_State *L, int index, const char *what) {
    lua_Unsigned length = lua_rawlen(L, index);
    if (length > (lua_Unsigned)LENGTH_MOST) l_raise(L, CODE_BUDGET, what, "", "A list of '%s' has at most %d items.", what, (int)LENGTH_MOST);
    return (lua_Integer)length;
}

/* A list that may be written; sealed ones are asked for, not tried: C writes past a naive proxy. */
static lua_Integer l_own_list(lua_State *L, int index, const char *what) {
    if (lua_type(L, index) != LUA_TTABLE) l_wrong(L, index, what, "a list");
    if (l_is_sealed(L, index)) l_raise(L, CODE_WRONG_TYPE, what, "", "'%s' can be read but not changed.", l_sealed_name(L, index));
    return l_length(L, index, what);
}

/* A list to read: the content of a sealed one stands in its place. */
static lua_Integer l_any_list(lua_State *L, int index, const char *what) {
    if (lua_type(L, index) != LUA_TTABLE) l_wrong(L, index, what, "a list");
    if (l_is_sealed(L, index)) {
        l_unseal(L, index);
        if (!lua_istable(L, -1)) l_wrong(L, index, what, "a list");
        lua_replace(L, index);
    }
    return l_length(L, index, what);
}

int l_table_concat(lua_State *L) {
    lua_settop(L, 4);
    lua_Integer length = l_any_list(L, 1, "concat");
    struct str between = lua_isnil(L, 2) ? (struct str){ "", 0 } : l_text(L, 2, "concat");
    lua_Integer from = l_whole_or(L, 3, "concat", 1), to = l_whole_or(L, 4, "concat", length);
    if (from > to) {
        lua_pushliteral(L, "");
        return 1;
    }
    if ((lua_Unsigned)to - (lua_Unsigned)from >= SAFE_ITEMS)
        return l_raise(L, CODE_BUDGET, "concat", "", "'concat' joins at most %d items.", SAFE_ITEMS);
    struct buf *out = l_buffer(L); /* ..., box */
    for (lua_Integer i = from;; i++) {
        int type = lua_rawgeti(L, 1, i); /* ..., box, item */
        if (type != LUA_TSTRING && type != LUA_TNUMBER)
            return l_raise(L, CODE_WRONG_TYPE, "concat", "", "'concat' joins texts, and item %d is %s.", (int)i, l_type_words(L, -1));
        size_t size = 0;
        const char *at = lua_tolstring(L, -1, &size);
        if (out->size + size + between.size > SAFE_TEXT)
            return l_raise(L, CODE_BUDGET, "concat", "", "'concat' would give more than %u KiB.", (unsigned)(SAFE_TEXT >> 10));
        buf_add(out, (struct str){ at, size });
        lua_pop(L, 1);
        if (i == to) break;
        buf_add(out, between);
    }
    l_charge(L, to - from + 1 + (int64_t)(out->size / 4));
    lua_pushlstring(L, out->at ? out->at : "", out->size);
    return 1;
}

int l_table_insert(lua_State *L) {
    int count = lua_gettop(L);
    lua_Integer length = l_own_list(L, 1, "insert");
    if (count == 2) {
        lua_rawseti(L, 1, length + 1);
        return 0;
    }
    if (count != 3) return l_raise(L, CODE_WRONG_TYPE, "insert", "", "'insert' needs a list, a place and a value.");
    lua_Integer at = l_whole(L, 2, "insert");
    if (at < 1 || at > length + 1) return l_raise(L, CODE_WRONG_TYPE, "insert", "", "'insert' has no place %d in this list.", (int)at);
    l_charge(L, length - at + 1);
    for (lua_Integer i = length; i >= at; i--) {
        lua_rawgeti(L, 1, i);
        lua_rawseti(L, 1, i + 1);
    }
    lua_rawseti(L, 1, at);
    return 0;
}

int l_table_remove(lua_State *L) {
    lua_Integer length = l_own_list(L, 1, "remove"), at = l_whole_or(L, 2, "remove", length);
    if (length == 0 && lua_isnoneornil(L, 2)) return 0;
    if (at < 1 || at > length + 1) return l_raise(L, CODE_WRONG_TYPE, "remove", "", "'remove' has no place %d in this list.", (int)at);
    l_charge(L, length - at + 1);
    lua_rawgeti(L, 1, at); /* removed */
    for (lua_Integer i = at; i < length; i++) {
        lua_rawgeti(L, 1, i + 1);
        lua_rawseti(L, 1, i);
    }
    if (at <= length) {
        lua_pushnil(L);
        lua_rawseti(L, 1, length);
    }
    return 1;
}

int l_table_move(lua_State *L) {
    lua_settop(L, 5);
    lua_Integer from = l_whole(L, 2, "move"), to = l_whole(L, 3, "move"), at = l_whole(L, 4, "move");
    if (lua_isnil(L, 5)) {
        lua_pushvalue(L, 1);
        lua_replace(L, 5);
    }
    l_own_list(L, 5, "move"); /* before the first is unsealed: what lies behind it must not become the target */
    l_any_list(L, 1, "move");
    if (from <= to) {
        if (from < 1 || (lua_Unsigned)to - (lua_Unsigned)from >= SAFE_ITEMS || at < 1 || at > LUA_MAXINTEGER - SAFE_ITEMS)
            return l_raise(L, CODE_BUDGET, "move", "", "'move' moves at most %d items.", SAFE_ITEMS);
        l_charge(L, to - from + 1);
        bool upwards = at > to || at <= from || !lua_rawequal(L, 1, 5);
        lua_Integer count = to - from + 1;
        for (lua_Integer n = 0; n < count; n++) {
            lua_Integer i = upwards ? n : count - 1 - n;
            lua_rawgeti(L, 1, from + i);
            lua_rawseti(L, 5, at + i);
        }
    }
    lua_settop(L, 5);
    return 1;
}

int l_table_pack(lua_State *L) {
    int count = lua_gettop(L);
    l_charge(L, count);
    lua_createtable(L, count, 1);
    lua_insert(L, 1);
    for (int i = count; i >= 1; i--) lua_rawseti(L, 1, i);
    lua_pushinteger(L, count);
    lua_setfield(L, 1, "n");
    return 1;
}

int l_table_unpack(lua_State *L) {
    lua_Integer length = l_any_list(L, 1, "unpack");
    lua_Integer from = l_whole_or(L, 2, "unpack", 1), to = l_whole_or(L, 3, "unpack", length);
    if (from > to) return 0;
    if ((lua_Unsigned)to - (lua_Unsigned)from >= SAFE_ITEMS)
        return l_raise(L, CODE_BUDGET, "unpack", "", "'unpack' gives at most %d values.", SAFE_ITEMS);
    int count = (int)(to - from + 1);
    luaL_checkstack(L, count, "unpack");
    l_charge(L, count);
    for (lua_Integer i = from;; i++) {
        lua_rawgeti(L, 1, i);
        if (i == to) return count;
    }
}

/* ---- sort ------------------------------------------------------------------------------------------------------------- */

/* Whether the value at index a (absolute) comes before the one at b. */
static bool l_before(lua_State *L, int a, int b) {
    if (lua_isnil(L, 2)) {
        /* Equal long texts are compared to their ends, so they are charged by their bytes. */
        bool texts = lua_type(L, a) == LUA_TSTRING && lua_type(L, b) == LUA_TSTRING;
        size_t size = texts ? (lua_rawlen(L, a) < lua_rawlen(L, b) ? lua_rawlen(L, a) : lua_rawlen(L, b)) : 0;
        l_charge(L, (int64_t)(size / 16));
        return lua_compare(L, a, b, LUA_OPLT);
    }
    lua_pushvalue(L, 2);
    lua_pushvalue(L, a);
    lua_pushvalue(L, b);
    lua_call(L, 2, 1);
    bool before = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return before;
}

/* Merges [low, middle) and [middle, high) of list `from` into list `to`; equal items keep their order. */
static void l_merge(lua_State *L, int from, int to, lua_Integer low, lua_Integer middle, lua_Integer high) {
    lua_Integer a = low, b = middle;
    for (lua_Integer at = low; at < high; at++) {
        bool second = a >= middle;
        if (a < middle && b < high) {
            lua_rawgeti(L, from, b);
            lua_rawgeti(L, from, a); /* ..., b, a */
            second = l_before(L, lua_gettop(L) - 1, lua_gettop(L));
            lua_pop(L, 2);
        }
        lua_rawgeti(L, from, second ? b++ : a++);
        lua_rawseti(L, to, at);
    }
}

/* unlike stock sort: stable, ends whatever the comparison says, and reads no clock for its pivot */
int l_table_sort(lua_State *L) {
    lua_settop(L, 2);
    lua_Integer length = l_own_list(L, 1, "sort");
    if (!lua_isnil(L, 2) && !lua_isfunction(L, 2)) return l_wrong(L, 2, "sort", "a function");
    lua_Integer steps = 1;
    for (lua_Integer n = length; n > 1; n >>= 1) steps++;
    l_charge(L, length * steps);
    lua_createtable(L, length < INT32_MAX ? (int)length : 0, 0); /* list, compare, a */
    lua_createtable(L, length < INT32_MAX ? (int)length : 0, 0); /* list, compare, a, b */
    for (lua_Integer i = 1; i <= length; i++) {
        lua_rawgeti(L, 1, i);
        lua_rawseti(L, 3, i);
    }
    int from = 3, to = 4;
    for (lua_Integer run = 1; run < length; run *= 2) {
        for (lua_Integer low = 1; low <= length; low += 2 * run) {
            lua_Integer middle = low + run <= length + 1 ? low + run : length + 1;
            lua_Integer high = low + 2 * run <= length + 1 ? low + 2 * run : length + 1;
            l_merge(L, from, to, low, middle, high);
        }
        int swap = from;
        from = to;
        to = swap;
    }
    for (lua_Integer i = 1; i <= length; i++) {
        lua_rawgeti(L, from, i);
        lua_rawseti(L, 1, i);
    }
    return 0;
}

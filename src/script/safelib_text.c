/* SPDX-License-Identifier: GPL-3.0-or-later
 * safelib_text - the library of texts, bounded and charged; bytes as ASCII, whatever the locale.
 * Owns:  nothing.
 * Must not know: who may call which.
 */
#include <lauxlib.h>
#include <string.h>

#include "script/bind.h"
#include "script/safelib.h"

/* A position as Lua counts: from 1, negative from the end, clamped to [0, size] as an offset before it. */
static size_t position(lua_Integer at, size_t size) {
    if (at > 0) return (uint64_t)at > size ? size + 1 : (size_t)at;
    if (at == 0) return 1;
    uint64_t back = (uint64_t)0 - (uint64_t)at;
    return back > size ? 1 : size - (size_t)back + 1;
}

static size_t end_position(lua_Integer at, size_t size) {
    if (at >= 0) return (uint64_t)at > size ? size : (size_t)at;
    uint64_t back = (uint64_t)0 - (uint64_t)at;
    return back > size ? 0 : size - (size_t)back + 1;
}

int l_text_len(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)l_text(L, 1, "len").size);
    return 1;
}

int l_text_sub(lua_State *L) {
    struct str text = l_text(L, 1, "sub");
    size_t from = position(l_whole_or(L, 2, "sub", 1), text.size), to = end_position(l_whole_or(L, 3, "sub", -1), text.size);
    size_t size = from <= to ? to - from + 1 : 0;
    l_charge(L, (int64_t)(size / 8));
    lua_pushlstring(L, size ? text.at + from - 1 : "", size);
    return 1;
}

static int l_map(lua_State *L, const char *what, char first, char last, int shift) {
    struct str text = l_text(L, 1, what);
    l_charge(L, (int64_t)(text.size / 4));
    luaL_Buffer out;
    char *at = luaL_buffinitsize(L, &out, text.size);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        at[i] = c >= first && c <= last ? (char)(c + shift) : c;
    }
    luaL_pushresultsize(&out, text.size);
    return 1;
}

int l_text_lower(lua_State *L) { return l_map(L, "lower", 'A', 'Z', 'a' - 'A'); }
int l_text_upper(lua_State *L) { return l_map(L, "upper", 'a', 'z', 'A' - 'a'); }

int l_text_reverse(lua_State *L) {
    struct str text = l_text(L, 1, "reverse");
    l_charge(L, (int64_t)(text.size / 4));
    luaL_Buffer out;
    char *at = luaL_buffinitsize(L, &out, text.size);
    for (size_t i = 0; i < text.size; i++) at[i] = text.at[text.size - 1 - i];
    luaL_pushresultsize(&out, text.size);
    return 1;
}

int l_text_rep(lua_State *L) {
    struct str text = l_text(L, 1, "rep"), between = { 0 };
    lua_Integer count = l_whole(L, 2, "rep");
    if (!lua_isnoneornil(L, 3)) between = l_text(L, 3, "rep");
    size_t piece = text.size + between.size;
    if (count <= 0 || piece == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if ((uint64_t)count > SAFE_TEXT / piece)
        return l_raise(L, CODE_BUDGET, "rep", "", "'rep' would give more than %u KiB.", (unsigned)(SAFE_TEXT >> 10));
    size_t size = piece * (size_t)count - between.size;
    l_charge(L, (int64_t)(size / 4));
    luaL_Buffer out;
    luaL_buffinitsize(L, &out, size);
    for (lua_Integer i = 0; i < count; i++) {
        luaL_addlstring(&out, text.at, text.size);
        if (i + 1 < count && between.size) luaL_addlstring(&out, between.at, between.size);
    }
    luaL_pushresult(&out);
    return 1;
}

int l_text_byte(lua_State *L) {
    struct str text = l_text(L, 1, "byte");
    lua_Integer first = l_whole_or(L, 2, "byte", 1);
    size_t from = position(first, text.size), to = end_position(l_whole_or(L, 3, "byte", (lua_Integer)from), text.size);
    if (from > to) return 0;
    size_t count = to - from + 1;
    if (count > SAFE_ITEMS) return l_raise(L, CODE_BUDGET, "byte", "", "'byte' gives at most %d numbers.", SAFE_ITEMS);
    luaL_checkstack(L, (int)count, "byte");
    l_charge(L, (int64_t)count);
    for (size_t i = 0; i < count; i++) lua_pushinteger(L, (unsigned char)text.at[from - 1 + i]);
    return (int)count;
}

int l_text_char(lua_State *L) {
    int count = lua_gettop(L);
    if (count > SAFE_ITEMS) return l_raise(L, CODE_BUDGET, "char", "", "'char' takes at most %d numbers.", SAFE_ITEMS);
    l_charge(L, count);
    luaL_Buffer out;
    char *at = luaL_buffinitsize(L, &out, (size_t)count);
    for (int i = 1; i <= count; i++) {
        lua_Integer c = l_whole(L, i, "char");
        if (c < 0 || c > 255) return l_raise(L, CODE_WRONG_TYPE, "char", "", "'char' needs numbers from 0 to 255.");
        at[i - 1] = (char)(unsigned char)c;
    }
    luaL_pushresultsize(&out, (size_t)count);
    return 1;
}

/* Charged by the bytes that were compared, so that a search for a needle of one letter repeated is no way out. */
int l_text_find_plain(lua_State *L) {
    struct str text = l_text(L, 1, "find"), needle = l_text(L, 2, "find");
    size_t from = position(l_whole_or(L, 3, "find", 1), text.size);
    int64_t touched = 0;
    for (size_t at = from - 1; at <= text.size && needle.size <= text.size - at; at++) {
        size_t same = 0;
        while (same < needle.size && text.at[at + same] == needle.at[same]) same++;
        touched += (int64_t)same + 1;
        if (touched > 65536) {
            l_charge(L, touched / 4);
            touched = 0;
        }
        if (same < needle.size) continue;
        lua_pushinteger(L, (lua_Integer)at + 1);
        lua_pushinteger(L, (lua_Integer)(at + needle.size));
        return 2;
    }
    l_charge(L, touched / 4);
    lua_pushnil(L);
    return 1;
}

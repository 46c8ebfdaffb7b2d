/* SPDX-License-Identifier: GPL-3.0-or-later
 * safelib_utf8 - characters of texts; every function checks the text itself.
 * Owns:  nothing.
 * Must not know: who may call which.
 */
#include <lauxlib.h>

#include "base/utf8.h"
#include "script/bind.h"
#include "script/safelib.h"

static struct str l_utf8_text(lua_State *L, const char *what) {
    struct str text = l_text(L, 1, what);
    l_charge(L, (int64_t)(text.size / 2));
    if (!utf8_valid(text)) l_raise(L, CODE_ODD_CHARACTERS, what, "", "'%s' needs a text in UTF-8.", what);
    return text;
}

int l_utf8_char(lua_State *L) {
    int count = lua_gettop(L);
    if (count > SAFE_ITEMS) return l_raise(L, CODE_BUDGET, "char", "", "'char' takes at most %d numbers.", SAFE_ITEMS);
    l_charge(L, count);
    struct buf *out = l_buffer(L);
    for (int i = 1; i <= count; i++) {
        lua_Integer c = l_whole(L, i, "char");
        if (c < 1 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
            return l_raise(L, CODE_WRONG_TYPE, "char", "", "There is no character %d.", (int)(c < 0 || c > INT32_MAX ? -1 : c));
        utf8_append(out, (uint32_t)c);
    }
    lua_pushlstring(L, out->at ? out->at : "", out->size);
    return 1;
}

static bool continues(struct str text, size_t at) { return at < text.size && ((unsigned char)text.at[at] & 0xC0) == 0x80; }

/* An offset (from 0) of position `at` counted in bytes as Lua does; SIZE_MAX when it is outside the text. */
static size_t offset_of(struct str text, lua_Integer at) {
    if (at < 0) at = (lua_Integer)text.size + at + 1;
    return at < 1 || (lua_Unsigned)at > text.size + 1 ? SIZE_MAX : (size_t)at - 1;
}

int l_utf8_len(lua_State *L) {
    lua_settop(L, 3);
    struct str text = l_text(L, 1, "len");
    l_charge(L, (int64_t)(text.size / 2));
    size_t from = offset_of(text, l_whole_or(L, 2, "len", 1)), to = offset_of(text, l_whole_or(L, 3, "len", -1));
    if (from == SIZE_MAX) return l_raise(L, CODE_WRONG_TYPE, "len", "", "The text has no such place.");
    lua_Integer count = 0;
    while (from < text.size && to != SIZE_MAX && from <= to) {
        size_t at = from;
        if (utf8_next(text, &from) < 0) {
            lua_pushnil(L);
            lua_pushinteger(L, (lua_Integer)at + 1);
            return 2;
        }
        count++;
    }
    lua_pushinteger(L, count);
    return 1;
}

int l_utf8_codepoint(lua_State *L) {
    struct str text = l_utf8_text(L, "codepoint");
    lua_Integer first = l_whole_or(L, 2, "codepoint", 1);
    size_t from = offset_of(text, first), to = offset_of(text, l_whole_or(L, 3, "codepoint", first));
    if (from == SIZE_MAX || to == SIZE_MAX || to >= text.size) return l_raise(L, CODE_WRONG_TYPE, "codepoint", "", "The text has no such place.");
    int count = 0;
    while (from <= to) {
        int32_t c = utf8_next(text, &from);
        if (c < 0) return l_raise(L, CODE_WRONG_TYPE, "codepoint", "", "No character begins at this place.");
        if (count == SAFE_ITEMS) return l_raise(L, CODE_BUDGET, "codepoint", "", "'codepoint' gives at most %d numbers.", SAFE_ITEMS);
        luaL_checkstack(L, 2, "codepoint");
        lua_pushinteger(L, c);
        count++;
    }
    return count;
}

static int l_codes_next(lua_State *L) {
    struct str text = l_text(L, 1, "codes");
    lua_Integer place = l_whole(L, 2, "codes");
    size_t at = place < 0 ? text.size : (size_t)place;
    while (continues(text, at)) at++;
    if (at >= text.size) return 0;
    size_t begin = at;
    int32_t c = utf8_next(text, &at);
    if (c < 0) return l_raise(L, CODE_ODD_CHARACTERS, "codes", "", "'codes' needs a text in UTF-8.");
    lua_pushinteger(L, (lua_Integer)begin + 1);
    lua_pushinteger(L, c);
    return 2;
}

int l_utf8_codes(lua_State *L) {
    l_utf8_text(L, "codes");
    lua_pushcfunction(L, l_codes_next);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

int l_utf8_offset(lua_State *L) {
    struct str text = l_utf8_text(L, "offset");
    lua_Integer n = l_whole(L, 2, "offset");
    size_t at = offset_of(text, l_whole_or(L, 3, "offset", n > 0 ? 1 : (lua_Integer)text.size + 1));
    if (at == SIZE_MAX) return l_raise(L, CODE_WRONG_TYPE, "offset", "", "The text has no such place.");
    if (n == 0) {
        while (at > 0 && continues(text, at)) at--;
        lua_pushinteger(L, (lua_Integer)at + 1);
        return 1;
    }
    if (continues(text, at)) return l_raise(L, CODE_WRONG_TYPE, "offset", "", "No character begins at this place.");
    for (; n < 0 && at > 0; n++) {
        do at--;
        while (at > 0 && continues(text, at));
    }
    for (; n > 1 && at < text.size; n--) {
        do at++;
        while (continues(text, at));
    }
    if (n == 0 || n == 1) lua_pushinteger(L, (lua_Integer)at + 1);
    else lua_pushnil(L);
    return 1;
}

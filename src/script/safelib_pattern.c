/* SPDX-License-Identifier: GPL-3.0-or-later
 * safelib_pattern - find, match, gmatch and gsub of scripts and templates: the worst call ends soon.
 * Owns:  nothing.
 * Must not know: who may call which.
 *
 * A bound on the text alone is none: eight lazy items need seconds on thirty characters.  The more items without a bound
 * a pattern has, the shorter its text may be.
 */
#include <lauxlib.h>
#include <string.h>

#include "script/bind.h"
#include "script/safelib.h"

#define MOST_ITEMS 3
static const size_t LONGEST[MOST_ITEMS + 1] = { (size_t)1 << 20, 8192, 512, 128 };

/* Items with * + -, each %b and each back reference. */
static int unbounded_items(struct str pattern) {
    int count = 0;
    bool in_set = false;
    for (size_t i = 0; i < pattern.size; i++) {
        char c = pattern.at[i];
        if (c == '%' && i + 1 < pattern.size) {
            char next = pattern.at[++i];
            if (!in_set && (next == 'b' || (next >= '0' && next <= '9'))) count++;
        } else if (c == '[' && !in_set) {
            in_set = true;
            if (i + 1 < pattern.size && pattern.at[i + 1] == '^') i++;
            if (i + 1 < pattern.size && pattern.at[i + 1] == ']') i++;
        } else if (c == ']') {
            in_set = false;
        } else if (!in_set && i > 0 && (c == '*' || c == '+' || c == '-')) {
            count++;
        }
    }
    return count;
}

static void l_check(lua_State *L, const char *what) {
    struct str text = l_text(L, 1, what), pattern = l_text(L, 2, what);
    int items = unbounded_items(pattern);
    bool anchored = pattern.size && pattern.at[0] == '^';
    int column = items - (anchored && items > 0);
    if (column > MOST_ITEMS)
        l_raise(L, CODE_BUDGET, what, "Use fewer of * + - %b and back references.", "The pattern of '%s' has %d parts without a bound; %d are the most.",
                what, items, MOST_ITEMS + anchored);
    if (text.size > LONGEST[column])
        l_raise(L, CODE_BUDGET, what, anchored ? "Search a shorter text." : "Begin the pattern with ^, or search a shorter text.",
                "A text of %zu bytes is too long for a pattern with %d parts without a bound: %zu are the most.", text.size, items, LONGEST[column]);
    l_charge(L, (int64_t)text.size * (items + 1) + (int64_t)pattern.size);
}

static int l_stock(lua_State *L, const char *name) {
    l_push_stock(L, "string", name);
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    l_limit(L);
    return lua_gettop(L);
}

int l_pattern_find(lua_State *L) {
    if (lua_toboolean(L, 4)) return l_text_find_plain(L);
    l_check(L, "find");
    return l_stock(L, "find");
}

int l_pattern_match(lua_State *L) {
    l_check(L, "match");
    return l_stock(L, "match");
}

int l_pattern_gmatch(lua_State *L) {
    l_check(L, "gmatch");
    return l_stock(L, "gmatch");
}

int l_pattern_gsub(lua_State *L) {
    l_check(L, "gsub");
    int type = lua_type(L, 3);
    if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TTABLE && type != LUA_TFUNCTION)
        return l_wrong(L, 3, "gsub", "a text, a list or a function");
    return l_stock(L, "gsub");
}

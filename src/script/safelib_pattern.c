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
#define PATTERN_MOST 256
#define PATTERN_SHORT 32 /* the limits below are for patterns up to this length; a longer one costs more at each place */
static const size_t LONGEST[MOST_ITEMS + 1] = { (size_t)1 << 20, 8192, 512, 128 };

/* Items with * + -, each %b and each back reference.  An item with ? is tried twice, so that many of them are as costly:
 * two are free, and of the others three count as one. */
static int unbounded_items(struct str pattern) {
    int count = 0, doubled = 0;
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
        } else if (!in_set && i > 0 && c == '?') {
            doubled++;
        }
    }
    return count + (doubled > 2 ? doubled / 3 : 0);
}

/* can_anchor: gmatch takes a ^ for itself and searches everywhere. */
static void l_check(lua_State *L, const char *what, bool can_anchor) {
    struct str text = l_text(L, 1, what), pattern = l_text(L, 2, what);
    int items = unbounded_items(pattern);
    bool anchored = can_anchor && pattern.size && pattern.at[0] == '^';
    int column = items - (anchored && items > 0);
    if (pattern.size > PATTERN_MOST)
        l_raise(L, CODE_BUDGET, what, "Search for its parts one after the other.", "The pattern of '%s' has %zu bytes; %d are the most.", what, pattern.size,
                PATTERN_MOST);
    if (column > MOST_ITEMS)
        l_raise(L, CODE_BUDGET, what, "Use fewer of * + - %b and back references.", "The pattern of '%s' has %d parts without a bound; %d are the most.",
                what, items, MOST_ITEMS + anchored);
    /* cppcheck-suppress arrayIndexOutOfBoundsCond; l_raise does not come back */
    size_t longest = LONGEST[column] / (1 + (pattern.size - (pattern.size > 0)) / PATTERN_SHORT);
    if (text.size > longest)
        l_raise(L, CODE_BUDGET, what, anchored || !can_anchor ? "Search a shorter text." : "Begin the pattern with ^, or search a shorter text.",
                "A text of %zu bytes is too long for a pattern with %d parts without a bound: %zu are the most.", text.size, items, longest);
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
    struct str pattern = l_text(L, 2, "find");
    bool plain = true; /* as stock find sees it; ours looks up now and then */
    for (size_t i = 0; i < pattern.size; i++) plain = plain && !memchr("^$*+?.([%-", pattern.at[i], 10);
    if (plain || lua_toboolean(L, 4)) return l_text_find_plain(L);
    l_check(L, "find", true);
    return l_stock(L, "find");
}

int l_pattern_match(lua_State *L) {
    l_check(L, "match", true);
    return l_stock(L, "match");
}

int l_pattern_gmatch(lua_State *L) {
    l_check(L, "gmatch", false);
    return l_stock(L, "gmatch");
}

int l_pattern_gsub(lua_State *L) {
    l_check(L, "gsub", true);
    int type = lua_type(L, 3);
    if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TTABLE && type != LUA_TFUNCTION)
        return l_wrong(L, 3, "gsub", "a text, a list or a function");
    return l_stock(L, "gsub");
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * day_value - see day_value.h.
 * Owns:  the metatable of days, in the registry of each state.
 * Must not know: where days come from.
 */
#include "script/day_value.h"

#include <string.h>

#include "script/bind.h"

static const char KEY_DAYS = 0, KEY_DAY = 0;

bool l_is_day(lua_State *L, int index) {
    index = lua_absindex(L, index);
    if (lua_type(L, index) != LUA_TTABLE) return false;
    bool is = lua_rawgetp(L, index, &KEY_DAY) == LUA_TNUMBER;
    lua_pop(L, 1);
    return is;
}

struct date l_day(lua_State *L, int index, const char *what) {
    struct date day = DATE_NONE;
    if (l_is_day(L, index)) {
        lua_rawgetp(L, index, &KEY_DAY);
        day.day = (int32_t)lua_tointeger(L, -1);
        lua_pop(L, 1);
        return day;
    }
    if (lua_type(L, index) != LUA_TSTRING) l_wrong(L, index, what, "a day");
    struct str text = l_text(L, index, what);
    if (!date_parse_iso(text, &day))
        l_raise(L, CODE_BAD_DATE, lua_tostring(L, index), "Write it as 2027-03-31.", "'%.*s' is no day.", STR_ARG(text));
    return day;
}

static int l_day_equal(lua_State *L) {
    lua_pushboolean(L, l_is_day(L, 1) && l_is_day(L, 2) && date_same(l_day(L, 1, "=="), l_day(L, 2, "==")));
    return 1;
}

static int l_day_before(lua_State *L) {
    lua_pushboolean(L, date_before(l_day(L, 1, "<"), l_day(L, 2, "<")));
    return 1;
}

static int l_day_not_after(lua_State *L) {
    lua_pushboolean(L, !date_after(l_day(L, 1, "<="), l_day(L, 2, "<=")));
    return 1;
}

static void l_push_moved(lua_State *L, struct date day, int64_t days) {
    int64_t moved = (int64_t)day.day + days;
    struct date first, last;
    bug_if(!date_make(1800, 1, 1, &first) || !date_make(2299, 12, 31, &last));
    if (days > 1000000 || days < -1000000 || moved < first.day || moved > last.day)
        l_raise(L, CODE_BAD_DATE, "", "", "That day is too far away: 1800 to 2299 are known.");
    l_push_day(L, (struct date){ (int32_t)moved });
}

static int l_day_plus(lua_State *L) {
    int day = l_is_day(L, 1) ? 1 : 2;
    l_push_moved(L, l_day(L, day, "+"), l_whole(L, 3 - day, "+"));
    return 1;
}

static int l_day_minus(lua_State *L) {
    if (lua_type(L, 2) == LUA_TNUMBER) l_push_moved(L, l_day(L, 1, "-"), -l_whole(L, 2, "-"));
    else lua_pushinteger(L, (lua_Integer)l_day(L, 1, "-").day - l_day(L, 2, "-").day);
    return 1;
}

static int l_day_text(lua_State *L) {
    char text[DATE_ISO_SIZE];
    lua_pushstring(L, date_iso(l_day(L, 1, "tostring"), text));
    return 1;
}

static int l_day_index(lua_State *L) {
    int parts[3];
    static const char *const NAMES[] = { "year", "month", "day" };
    date_parts(l_day(L, 1, "day"), &parts[0], &parts[1], &parts[2]);
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
        if (strcmp(NAMES[i], name) != 0) continue;
        lua_pushinteger(L, parts[i]);
        return 1;
    }
    return l_raise(L, CODE_UNKNOWN_FIELD, name, "A day has year, month and day.", "A day has no '%s'.", name);
}

static int l_day_fixed(lua_State *L) {
    return l_raise(L, CODE_WRONG_TYPE, "", "", "A day can not be changed.");
}

static void l_push_metatable(lua_State *L) {
    static const struct { const char *name; lua_CFunction function; } METHODS[] = {
        { "__eq", l_day_equal }, { "__lt", l_day_before }, { "__le", l_day_not_after }, { "__add", l_day_plus },
        { "__sub", l_day_minus }, { "__tostring", l_day_text }, { "__index", l_day_index }, { "__newindex", l_day_fixed },
    };
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_DAYS) == LUA_TTABLE) return;
    lua_pop(L, 1);
    lua_createtable(L, 0, (int)COUNT_OF(METHODS) + 1);
    for (size_t i = 0; i < COUNT_OF(METHODS); i++) {
        lua_pushcfunction(L, METHODS[i].function);
        lua_setfield(L, -2, METHODS[i].name);
    }
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_DAYS);
}

void l_push_day(lua_State *L, struct date day) {
    if (!date_known(day)) {
        lua_pushnil(L);
        return;
    }
    lua_createtable(L, 0, 1); /* value */
    lua_pushinteger(L, day.day);
    lua_rawsetp(L, -2, &KEY_DAY);
    l_push_metatable(L); /* value, metatable */
    lua_setmetatable(L, -2);
}

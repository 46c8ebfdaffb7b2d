/* SPDX-License-Identifier: GPL-3.0-or-later
 * day_value - days as values of Lua: they have an order and a difference, and can not be changed.
 * Owns:  the metatable of days, in the registry of each state.
 * Must not know: where days come from.
 *
 * In a script:  row.by < "2027-03-31"    row.by - day "2026-09-01"    row.by + 14    row.by.year    tostring(row.by)
 *
 * Example:  l_push_day(L, due);
 */
#ifndef SIGNPOST_DAY_VALUE_H
#define SIGNPOST_DAY_VALUE_H

#include <lua.h>

#include "base/date.h"

/* A day that is not known is nil. */
void l_push_day(lua_State *L, struct date day);
bool l_is_day(lua_State *L, int index);
/* A day, or a text as 2027-03-31; raises otherwise. */
struct date l_day(lua_State *L, int index, const char *what);

#endif

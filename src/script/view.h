/* SPDX-License-Identifier: GPL-3.0-or-later
 * view - what a word answered, as a value of Lua: strict rows that can be read and not changed.
 * Owns:  the answer behind each value, until Lua has dropped it and every page that shows it has gone.
 * Must not know: which words there are.
 *
 * In a script:  #rows   rows[1].pupil   for _, row in ipairs(rows) do ... end   pairs(rows[1])
 * A field that no column has is an error with a guess; a cell without data is nil.
 *
 * Example:
 *     struct view *view = l_view_new(L);                    // box
 *     ... fill view->answer and view->sheet, in view->answer.arena ...
 *     l_push_view(L, -1, NULL);                             // box, rows
 */
#ifndef SIGNPOST_VIEW_H
#define SIGNPOST_VIEW_H

#include <lauxlib.h>

#include "work/answer.h"

struct view {
    struct arena arena;
    int holders;
    struct answer answer;       /* in the arena */
    const struct sheet *sheet;  /* the rows; NULL: none */
    const int64_t *pupils;      /* key of each row's pupil, of rows that `needing` can narrow; else NULL */
};

/* Pushes a box with an empty view. */
struct view *l_view_new(lua_State *L);
/* Pushes the rows of the boxed view; methods may be NULL. */
void l_push_view(lua_State *L, int box, const luaL_Reg *methods);
/* The view that the value at index stands for, as rows or as one row (*row from 1, else 0); NULL for other values. */
struct view *l_view_at(lua_State *L, int index, size_t *row);
/* The view lives as long as `arena`, too. */
void view_hold(struct view *view, struct arena *arena);
/* A copy that depends on nothing else. */
struct sheet *view_copy_sheet(struct arena *arena, const struct sheet *sheet);
/* The same row again, of a sheet with the same columns. */
void view_copy_row(struct sheet *to, const struct sheet *from, size_t row);
struct sheet *view_copy_columns(struct arena *arena, const struct sheet *sheet);

#endif

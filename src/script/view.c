/* SPDX-License-Identifier: GPL-3.0-or-later
 * view - see view.h.
 * Owns:  the answer behind each value, until Lua has dropped it and every page that shows it has gone.
 * Must not know: which words there are.
 */
#include "script/view.h"

#include "script/bind.h"
#include "script/day_value.h"
#include "script/sandbox.h"

static const char KEY_BOX = 0, KEY_BOXES = 0, KEY_ROW = 0;

/* ---- life --------------------------------------------------------------------------------------------------------- */

static void release(void *self) {
    struct view *view = self;
    if (--view->holders > 0) return;
    answer_free(&view->answer);
    struct arena arena = view->arena;
    arena_free(&arena);
}

void view_hold(struct view *view, struct arena *arena) {
    view->holders++;
    arena_hook(arena, release, view);
}

static int l_close_box(lua_State *L) {
    struct view **box = lua_touserdata(L, 1);
    if (*box) release(*box);
    *box = NULL;
    return 0;
}

struct view *l_view_new(lua_State *L) {
    luaL_checkstack(L, 4, NULL);
    struct view **box = lua_newuserdatauv(L, sizeof(struct view *), 0); /* box */
    *box = NULL;
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_BOXES) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_createtable(L, 0, 1);
        lua_pushcfunction(L, l_close_box);
        lua_setfield(L, -2, "__gc");
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_BOXES);
    }
    lua_setmetatable(L, -2); /* box */
    struct arena arena = { 0 };
    struct view *view = arena_new(&arena, struct view);
    view->arena = arena;
    view->holders = 1;
    answer_init(&view->answer, &view->arena);
    *box = view;
    return view;
}

/* ---- sheets ------------------------------------------------------------------------------------------------------- */

struct sheet *view_copy_columns(struct arena *arena, const struct sheet *sheet) {
    struct sheet *copy = sheet_new(arena, sheet->name, sheet->caption);
    for (size_t i = 0; i < sheet->column_count; i++) {
        const struct column *column = &sheet->columns[i];
        sheet_column(copy, column->key, column->title, column->type)->keep = column->keep;
    }
    return copy;
}

static void copy_cell(struct sheet *to, const struct cell *cell) {
    switch (cell->type) {
    case CELL_TEXT: sheet_text(to, cell->text); break;
    case CELL_WHOLE: sheet_whole(to, cell->number); break;
    case CELL_PERCENT: sheet_percent(to, cell->number); break;
    case CELL_DAY: sheet_day(to, (struct date){ (int32_t)cell->number }); break;
    case CELL_STATUS: sheet_status(to, cell->text); break;
    case CELL_EMPTY: sheet_empty(to); break;
    }
}

void view_copy_row(struct sheet *to, const struct sheet *from, size_t row) {
    sheet_row(to);
    for (size_t i = 0; i < from->column_count; i++) copy_cell(to, sheet_at(from, row, i));
}

struct sheet *view_copy_sheet(struct arena *arena, const struct sheet *sheet) {
    struct sheet *copy = view_copy_columns(arena, sheet);
    for (size_t i = 0; i < sheet->row_count; i++) view_copy_row(copy, sheet, i);
    return copy;
}

/* ---- rows --------------------------------------------------------------------------------------------------------- */

static void l_push_cell(lua_State *L, const struct cell *cell) {
    switch (cell->type) {
    case CELL_TEXT:
    case CELL_STATUS: lua_pushlstring(L, cell->text.at ? cell->text.at : "", cell->text.size); break;
    case CELL_WHOLE:
    case CELL_PERCENT: lua_pushinteger(L, cell->number); break;
    case CELL_DAY: l_push_day(L, (struct date){ (int32_t)cell->number }); break;
    case CELL_EMPTY: lua_pushnil(L); break;
    }
}

/* fields: at index; pushes the row. */
static void l_push_row(lua_State *L, int fields, const struct sheet *sheet, size_t row) {
    lua_pushvalue(L, fields);                             /* fields */
    lua_createtable(L, 0, (int)sheet->column_count);      /* fields, data */
    for (size_t i = 0; i < sheet->column_count; i++) {
        struct str key = sheet->columns[i].key;
        lua_pushlstring(L, key.at ? key.at : "", key.size);
        l_push_cell(L, sheet_at(sheet, row, i));
        lua_rawset(L, -3);
    }
    l_seal_with_fields(L, "row"); /* row */
    lua_pushinteger(L, (lua_Integer)row + 1);
    lua_rawsetp(L, -2, &KEY_ROW);
}

static void l_push_row_fields(lua_State *L, int box, const struct sheet *sheet) {
    lua_createtable(L, 0, (int)sheet->column_count + 1);
    for (size_t i = 0; i < sheet->column_count; i++) {
        lua_pushlstring(L, sheet->columns[i].key.at, sheet->columns[i].key.size);
        lua_pushboolean(L, 1);
        lua_rawset(L, -3);
    }
    lua_pushvalue(L, box);
    lua_rawsetp(L, -2, &KEY_BOX);
}

void l_push_view(lua_State *L, int box, const luaL_Reg *methods) {
    box = lua_absindex(L, box);
    luaL_checkstack(L, 12, NULL);
    const struct view *view = *(struct view **)lua_touserdata(L, box);
    const struct sheet *sheet = view->sheet;
    size_t rows = sheet ? sheet->row_count : 0;
    l_charge(L, (int64_t)(sheet ? rows * sheet->column_count : 0));
    lua_newtable(L); /* fields of the whole */
    for (; methods && methods->name; methods++) {
        lua_pushcfunction(L, methods->func);
        lua_setfield(L, -2, methods->name);
    }
    lua_pushvalue(L, box);
    lua_rawsetp(L, -2, &KEY_BOX);
    lua_createtable(L, rows < 1000000 ? (int)rows : 0, 0); /* fields, data */
    if (sheet) {
        l_push_row_fields(L, box, sheet); /* fields, data, row fields */
        int fields = lua_gettop(L);
        for (size_t i = 0; i < rows; i++) {
            l_push_row(L, fields, sheet, i);
            lua_rawseti(L, fields - 1, (lua_Integer)i + 1);
        }
        lua_pop(L, 1); /* fields, data */
    }
    l_seal_with_fields(L, "result"); /* rows */
}

struct view *l_view_at(lua_State *L, int index, size_t *row) {
    index = lua_absindex(L, index);
    *row = 0;
    if (!l_is_sealed(L, index)) return NULL;
    struct view *view = NULL;
    if (lua_rawgetp(L, index, &KEY_FIELDS) == LUA_TTABLE) { /* fields */
        if (lua_rawgetp(L, -1, &KEY_BOX) == LUA_TUSERDATA) view = *(struct view **)lua_touserdata(L, -1);
        lua_pop(L, 1);
    }
    lua_rawgetp(L, index, &KEY_ROW); /* fields, row */
    *row = (size_t)lua_tointeger(L, -1);
    lua_pop(L, 2);
    return view;
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * declare - see declare.h.
 * Owns:  the list of declarations of each run, in the state's registry.
 * Must not know: what a word means.
 */
#include "script/declare.h"

#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <string.h>

#include "base/stop.h"
#include "script/bind.h"
#include "script/convert.h"
#include "script/sandbox.h"
#include "script/trouble.h"

#define NEXT_MOST 240

/* What a file runs against; its address is the key of its list in the registry. */
struct declaring {
    struct arena *arena;
    const struct word_list *words;
    const struct chunk *chunk;
    uint32_t document;
    struct problems *problems;
    char *message; /* Lua's, when the text could not be compiled */
    struct node *items;
    uint32_t count;
};

static const char LIST_KEY = 0, ENVIRONMENT_KEY = 0, WAITING_KEY = 0;

static const char *row_name(const struct word_row *row, char out[96]) {
    snprintf(out, 96, "%.*s", STR_ARG(row->name));
    return out;
}

static uint32_t l_caller_line(lua_State *L) {
    lua_Debug frame;
    if (!lua_getstack(L, 1, &frame)) return 0;
    lua_getinfo(L, "l", &frame);
    return frame.currentline > 0 ? (uint32_t)frame.currentline : 0;
}

/* ---- constructors ------------------------------------------------------------------------------------------------------ */

/* The word with what it was given: pops the table of parts at the top, pushes the call.  Top-level words go on the list. */
static void l_make(lua_State *L, const struct word_row *row, uint32_t line, int id) {
    int parts = lua_gettop(L);
    struct call_box *box = lua_newuserdatauv(L, sizeof *box, 2); /* parts, box */
    *box = (struct call_box){ .row = row, .line = line };
    luaL_setmetatable(L, CALL_BOX);
    lua_pushvalue(L, parts);
    lua_setiuservalue(L, -2, 1);
    if (id) {
        lua_pushvalue(L, id);
        lua_setiuservalue(L, -2, 2);
    }
    lua_replace(L, parts); /* box */
    if (!row->top) return;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &LIST_KEY); /* box, list */
    if (lua_istable(L, -1)) {
        lua_pushvalue(L, -2);
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    }
    lua_pop(L, 1); /* box */
}

/* The table at index, of a word that has its name: it waits for its list, or does so no longer. */
static void l_wait(lua_State *L, int index, bool waits) {
    int box = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &WAITING_KEY);
    if (!lua_istable(L, -1) || !lua_istable(L, box)) {
        lua_pop(L, 1);
        return;
    }
    if (waits) {
        lua_pushvalue(L, box);
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    } else {
        lua_pushboolean(L, true);
        lua_setfield(L, box, "done");
    }
    lua_pop(L, 1);
}

/* word "name" has been read; now its list. */
static int l_with_list(lua_State *L) {
    const struct word_row *row = lua_touserdata(L, lua_upvalueindex(1));
    uint32_t line = (uint32_t)lua_tointeger(L, lua_upvalueindex(3));
    if (!lua_istable(L, 1))
        return l_raise(L, CODE_WRONG_TYPE, row_name(row, (char[96]){ 0 }), "Write its parts in braces.", "After the name of '%.*s' a list { ... } must follow.", STR_ARG(row->name));
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_insert(L, 1);
    l_wait(L, lua_upvalueindex(4), false);
    l_make(L, row, line, 1);
    return 1;
}

static int l_named(lua_State *L, const struct word_row *row) {
    lua_settop(L, 1);
    lua_pushlightuserdata(L, (void *)(uintptr_t)row);
    lua_insert(L, 1);
    uint32_t line = l_caller_line(L);
    lua_pushinteger(L, line); /* row, name, line */
    if (row->top) {
        lua_createtable(L, 0, 4);
        lua_pushlightuserdata(L, (void *)(uintptr_t)row);
        lua_setfield(L, -2, "row");
        lua_pushvalue(L, 2);
        lua_setfield(L, -2, "name");
        lua_pushinteger(L, line);
        lua_setfield(L, -2, "line");
        l_wait(L, -1, true);
    } else {
        lua_pushnil(L);
    }
    lua_pushcclosure(L, l_with_list, 4);
    return 1;
}

static int l_not_named(lua_State *L, const struct word_row *row) {
    if (lua_type(L, 1) == LUA_TNUMBER) {
        const char *number = luaL_tolstring(L, 1, NULL);
        return l_raise(L, CODE_WRONG_TYPE, number, "Put it in quotes.",
                       "The name after '%.*s' is a text, not a number: 4.10 and 4.1 would be one number.", STR_ARG(row->name));
    }
    return l_raise(L, CODE_INCOMPLETE, row_name(row, (char[96]){ 0 }), "Write a name in quotes after the word, then its parts in braces.",
                   "'%.*s' needs a name: %.*s \"...\" { ... }.", STR_ARG(row->name), STR_ARG(row->name));
}

/* without "x" for without { "x" } */
static const char *l_bare_text(lua_State *L, const struct word_row *row, char out[NEXT_MOST]) {
    snprintf(out, NEXT_MOST, "Write  %.*s { \"%.100s\" }", STR_ARG(row->name), lua_tostring(L, 1));
    return out;
}

static int l_word(lua_State *L) {
    const struct word_row *row = lua_touserdata(L, lua_upvalueindex(1));
    int given = lua_gettop(L);
    bool text = given == 1 && lua_type(L, 1) == LUA_TSTRING, table = given == 1 && lua_istable(L, 1);
    if (text && (row->how == HOW_ID || row->how == HOW_EITHER)) return l_named(L, row);
    if (row->how == HOW_ID) return l_not_named(L, row);
    if (row->how == HOW_TABLE || row->how == HOW_EITHER) {
        if (!table)
            return l_raise(L, CODE_WRONG_TYPE, row_name(row, (char[96]){ 0 }), text ? l_bare_text(L, row, (char[NEXT_MOST]){ 0 }) : "Write its parts in braces.", "'%.*s' takes a list: %.*s { ... }.", STR_ARG(row->name), STR_ARG(row->name));
        l_make(L, row, l_caller_line(L), 0);
        return 1;
    }
    uint32_t line = l_caller_line(L);
    if (!table) { /* word(a, b, ...) is word { a, b, ... } */
        lua_createtable(L, given, 0);
        lua_insert(L, 1);
        for (int i = given; i >= 1; i--) lua_rawseti(L, 1, i);
    }
    l_make(L, row, line, 0);
    return 1;
}

const struct word_row *l_declare_row(lua_State *L, int index) {
    const struct word_row *row = NULL;
    if (lua_tocfunction(L, index) != l_word || !lua_getupvalue(L, index, 1)) return NULL;
    row = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return row;
}

/* role.x, plan.x, p.x, decide.x: a reference, looked up after merging, so that a slip can not vanish as nil. */
static int l_reference(lua_State *L) {
    const struct word_row *row = lua_touserdata(L, lua_upvalueindex(1));
    if (lua_type(L, 2) != LUA_TSTRING)
        return l_raise(L, CODE_WRONG_TYPE, row_name(row, (char[96]){ 0 }), NULL, "After '%.*s.' a name must follow.", STR_ARG(row->name));
    struct call_box *box = lua_newuserdatauv(L, sizeof *box, 2);
    *box = (struct call_box){ .row = row, .line = l_caller_line(L), .reference = true };
    luaL_setmetatable(L, CALL_BOX);
    lua_pushvalue(L, 2);
    lua_setiuservalue(L, -2, 2);
    return 1;
}

static int l_no_writing(lua_State *L) {
    return l_raise(L, CODE_LOAD, NULL, "Take the line out.", "The words of the language can not be changed.");
}

/* __call gives the object itself first. */
static int l_word_of_object(lua_State *L) {
    lua_remove(L, 1);
    return l_word(L);
}

/* `role` and `plan` are both called and followed by a name; their metatable is one of ours, out of reach of the file. */
static void l_push_both(lua_State *L, const struct word_row *row, bool called) {
    lua_newuserdatauv(L, 0, 0);
    lua_createtable(L, 0, 4);
    lua_pushlightuserdata(L, (void *)(uintptr_t)row);
    lua_pushcclosure(L, l_reference, 1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, l_no_writing);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    if (called) {
        lua_pushlightuserdata(L, (void *)(uintptr_t)row);
        lua_pushcclosure(L, l_word_of_object, 1);
        lua_setfield(L, -2, "__call");
    }
    lua_setmetatable(L, -2);
}

static void l_push_word(lua_State *L, const struct word_row *row) {
    if (row->names || row->how == HOW_NAME) {
        l_push_both(L, row, row->names);
    } else if (row->how == HOW_VALUE) {
        struct call_box *box = lua_newuserdatauv(L, sizeof *box, 2);
        *box = (struct call_box){ .row = row };
        luaL_setmetatable(L, CALL_BOX);
    } else {
        lua_pushlightuserdata(L, (void *)(uintptr_t)row);
        lua_pushcclosure(L, l_word, 1);
    }
}

/* ---- running ------------------------------------------------------------------------------------------------------------- */

/* Argument: the declaring.  The environment with the words of the run in it waits for l_compile. */
static int l_prepare(lua_State *L) {
    const struct declaring *d = vm_argument(L);
    if (luaL_newmetatable(L, CALL_BOX)) {
        lua_pushboolean(L, 0);
        lua_setfield(L, -2, "__metatable");
    }
    lua_createtable(L, 0, (int)d->words->count); /* words */
    for (size_t i = 0; i < d->words->count; i++) {
        const struct word_row *row = &d->words->rows[i];
        lua_pushlstring(L, row->name.at, row->name.size);
        l_push_word(L, row);
        lua_rawset(L, -3);
    }
    l_environment(L, -1, false); /* words, environment */
    lua_rawsetp(L, LUA_REGISTRYINDEX, &ENVIRONMENT_KEY);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &LIST_KEY);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &WAITING_KEY);
    return 0;
}

/* Argument: the declaring.  The compiled text waits where its environment did; what the parser says is kept. */
static int l_compile(lua_State *L) {
    struct declaring *d = vm_argument(L);
    if (!l_chunk_compile(L, d->chunk)) {
        size_t size;
        const char *message = lua_tolstring(L, -1, &size);
        d->message = arena_copy(d->arena, message, size);
        return 0;
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &ENVIRONMENT_KEY); /* chunk, environment */
    if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &ENVIRONMENT_KEY);
    return 0;
}

static int l_run(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &ENVIRONMENT_KEY);
    lua_call(L, 0, 0);
    return 0;
}

/* occasion "x" and nothing after it: Lua takes it for a whole statement, and nothing would come of it. */
static void l_name_waiting(lua_State *L, struct declaring *d) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &WAITING_KEY);
    for (lua_Unsigned i = 1; i <= lua_rawlen(L, -1) && d->problems->errors == 0; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i); /* waiting, one */
        bool done = lua_getfield(L, -1, "done") != LUA_TNIL;
        lua_getfield(L, -2, "row");
        lua_getfield(L, -3, "name");
        lua_getfield(L, -4, "line"); /* one, done, row, name, line */
        const struct word_row *row = lua_touserdata(L, -3);
        if (!done) {
            struct str name = str_from(lua_tostring(L, -2));
            uint32_t line = (uint32_t)lua_tointeger(L, -1);
            struct place place = { .file = str_from(d->chunk->name), .line = line, .text = lex_line(d->chunk->text, line) };
            struct str next = str_format(d->arena, "Write  %.*s \"%.*s\" { ... }", STR_ARG(row->name), STR_ARG(name));
            problem_add(d->problems, CODE_INCOMPLETE, SEVERITY_ERROR, place, str_c(d->arena, next), "After %.*s \"%.*s\" its list { ... } is missing.",
                        STR_ARG(row->name), STR_ARG(name));
        }
        lua_pop(L, 5);
    }
    lua_pop(L, 1);
}

/* Argument: the declaring.  Turns the list into nodes. */
static int l_collect(lua_State *L) {
    struct declaring *d = vm_argument(L);
    struct conversion conversion = { .arena = d->arena, .document = d->document, .chunk = d->chunk, .problems = d->problems,
                                     .tests = d->words->tests };
    lua_rawgetp(L, LUA_REGISTRYINDEX, &LIST_KEY);
    lua_Unsigned count = lua_rawlen(L, -1);
    d->items = arena_array(d->arena, struct node, count + 1);
    for (lua_Unsigned i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i);
        l_convert(L, &conversion, -1, 0, 0, &d->items[d->count]);
        d->count++;
        lua_pop(L, 1);
    }
    l_name_waiting(L, d);
    return 0;
}

/* Running out of memory has no line; the file is known all the same. */
static void say_raised(struct declaring *d, struct raised *raised) {
    if (!raised->file[0]) snprintf(raised->file, sizeof raised->file, "%s", d->chunk->name);
    trouble_raised(&d->chunk->lexed, raised, d->problems);
}

static bool run_file(struct vm *vm, struct declaring *d) {
    static const lua_CFunction STAGES[] = { l_prepare, l_compile, l_run };
    struct raised raised;
    bool ran = true;
    vm_arm_again(vm->L, &LIMITS_LOADING);
    stop_timer_arm(LIMITS_LOADING.clock_ms, d->chunk->name);
    for (size_t i = 0; ran && i < COUNT_OF(STAGES); i++) {
        ran = vm_call(vm, STAGES[i], d, &raised);
        if (!ran) say_raised(d, &raised);
        else if (d->message) trouble_syntax(&d->chunk->lexed, d->chunk->name, d->message, d->problems), ran = false;
    }
    vm_disarm(vm->L);
    stop_timer_disarm();
    if (d->message) return false;
    /* What was declared before a slip is looked at all the same, so that all slips are said at once. */
    if (!vm_call(vm, l_collect, d, &raised)) {
        say_raised(d, &raised);
        return false;
    }
    return ran;
}

bool declare_file(struct vm *vm, struct arena *arena, const struct word_list *words, uint32_t document, const struct chunk *chunk,
                  const struct node **items, uint32_t *count, struct problems *problems) {
    struct declaring *d = arena_new(arena, struct declaring);
    *d = (struct declaring){ .arena = arena, .words = words, .chunk = chunk, .document = document, .problems = problems };
    size_t before = problems->errors;
    bool ran = run_file(vm, d);
    *items = d->items;
    *count = d->count;
    return ran && problems->errors == before;
}

struct returning {
    struct arena *arena;
    struct node *out;
    const char *name;
    struct problems problems;
};

static int l_returned(lua_State *L) {
    struct returning *r = vm_argument(L);
    struct chunk none = { .name = r->name };
    struct conversion conversion = { .arena = r->arena, .chunk = &none, .problems = &r->problems };
    l_module(L, r->name);
    l_convert(L, &conversion, -1, 0, 0, r->out);
    return 0;
}

bool declare_module(struct vm *vm, struct arena *arena, const char *name, struct node *out, struct err *err) {
    struct raised raised;
    struct returning returning = { .arena = arena, .out = out, .name = name, .problems = { .arena = arena } };
    if (!vm_call(vm, l_returned, &returning, &raised)) return trouble_err(&raised, err);
    if (returning.problems.count) return err_set(err, CODE_LOAD, "lua/%s.lua: %.*s", name, STR_ARG(returning.problems.at[0].said));
    return true;
}

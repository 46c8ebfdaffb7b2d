/* SPDX-License-Identifier: GPL-3.0-or-later
 * test_crawl - from every value that a text can reach, every field, metatable and upvalue: what lies there is known.
 * Owns:  nothing.
 * Must not know: what the words mean.
 *
 * A text reaches its environment and what a text answers to; the crawl goes further than a text can, through metatables
 * and upvalues, and says what it met.  Twice: before and after a text that tries to spoil everything.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <lauxlib.h>
#include <lua.h>

#include "base/map.h"
#include "base/str.h"
#include "script/api.h"
#include "script/bind.h"
#include "script/chunk.h"
#include "script/day_value.h"
#include "script/safelib.h"
#include "script/sandbox.h"

#define DEPTH_MOST 24

struct crawl {
    struct buf report;    /* one line for each thing that must not be there */
    uint64_t shape;       /* sum over what was met, in any order */
    size_t tables, functions;
};

static const char *const METHODS[] = { "__index", "__newindex", "__eq", "__lt", "__le", "__sub", "__add", "__unm", "__len", "__tostring",
    "__name", "__metatable" };
/* What the standard libraries hold and no text may ever hold, whatever it is called there. */
static const char *const NEVER[] = { "load", "loadstring", "dofile", "loadfile", "require", "rawset", "rawget", "rawequal", "rawlen",
    "getmetatable", "setmetatable", "next", "collectgarbage", "xpcall", "warn" };

static void say(struct crawl *c, const char *path, const char *what) {
    buf_add(&c->report, str_from(path));
    buf_add(&c->report, STR(": "));
    buf_add(&c->report, str_from(what));
    buf_add_byte(&c->report, '\n');
}

static void l_crawl(lua_State *L, struct crawl *c, int seen, const char *path, int depth);

static void l_crawl_metatable(lua_State *L, struct crawl *c, int seen, const char *path, int depth) {
    char deeper[256];
    if (!lua_getmetatable(L, -1)) return;
    int metatable = lua_gettop(L);
    lua_pushliteral(L, "__metatable");
    if (lua_rawget(L, metatable) != LUA_TBOOLEAN || lua_toboolean(L, -1)) say(c, path, "its metatable can be seen");
    lua_pop(L, 1);
    for (lua_pushnil(L); lua_next(L, metatable); lua_pop(L, 1)) {
        bool known = false;
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
        for (size_t i = 0; i < COUNT_OF(METHODS); i++) known = known || strcmp(METHODS[i], name) == 0;
        if (!known) say(c, path, name);
        snprintf(deeper, sizeof deeper, "%s<%s>", path, name);
        l_crawl(L, c, seen, deeper, depth + 1);
    }
    lua_pop(L, 1);
}

/* The stock functions that the sandbox keeps for itself are found by their addresses. */
static void l_crawl_function(lua_State *L, struct crawl *c, int seen, const char *path, int depth) {
    char deeper[256];
    c->functions++;
    if (!lua_iscfunction(L, -1)) say(c, path, "a function written in Lua");
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_getfield(L, -1, LUA_GNAME); /* function, loaded, base */
    for (size_t i = 0; i < COUNT_OF(NEVER); i++) {
        lua_getfield(L, -1, NEVER[i]);
        if (!lua_isnil(L, -1) && lua_rawequal(L, -1, -4)) say(c, path, NEVER[i]);
        lua_pop(L, 1);
    }
    lua_pop(L, 2);
    for (int i = 1; lua_getupvalue(L, -1, i); i++) {
        snprintf(deeper, sizeof deeper, "%s^%d", path, i);
        l_crawl(L, c, seen, deeper, depth + 1);
        lua_pop(L, 1);
    }
}

static void l_crawl_table(lua_State *L, struct crawl *c, int seen, const char *path, int depth) {
    char deeper[256];
    int table = lua_gettop(L);
    c->tables++;
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        if (lua_rawequal(L, -1, table)) say(c, path, "a library of Lua itself");
    lua_pop(L, 1);
    if (lua_rawequal(L, table, LUA_REGISTRYINDEX)) say(c, path, "the registry");
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "[]";
        snprintf(deeper, sizeof deeper, "%s.%s", path, name);
        c->shape += hash_bytes(deeper, strlen(deeper), (uint64_t)lua_type(L, -1));
        if (lua_type(L, -1) == LUA_TFUNCTION) c->shape += (uint64_t)(uintptr_t)lua_tocfunction(L, -1);
        l_crawl(L, c, seen, deeper, depth + 1);
    }
}

/* The value at the top, which stays. */
static void l_crawl(lua_State *L, struct crawl *c, int seen, const char *path, int depth) {
    int type = lua_type(L, -1);
    if (type == LUA_TTHREAD) say(c, path, "a thread");
    if (type != LUA_TTABLE && type != LUA_TFUNCTION && type != LUA_TUSERDATA && type != LUA_TSTRING) return;
    if (depth > DEPTH_MOST || !lua_checkstack(L, 12)) {
        say(c, path, "too deep to follow");
        return;
    }
    if (type != LUA_TSTRING) {
        lua_pushvalue(L, -1);
        if (lua_rawget(L, seen) != LUA_TNIL) {
            lua_pop(L, 1);
            return;
        }
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_pushboolean(L, 1);
        lua_rawset(L, seen);
        l_crawl_metatable(L, c, seen, path, depth);
    }
    if (type == LUA_TTABLE) l_crawl_table(L, c, seen, path, depth);
    if (type == LUA_TFUNCTION) l_crawl_function(L, c, seen, path, depth);
}

struct going {
    struct crawl *crawl;
    const struct chunk *worst;
};

static const char KEY_ENVIRONMENT = 0;

static int l_make(lua_State *L) {
    if (vm_of(L)->world == WORLD_SCRIPT) l_push_words(L);
    else lua_newtable(L);
    l_environment(L, -1, false);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_ENVIRONMENT);
    return 0;
}

static int l_go_through(lua_State *L) {
    struct going *g = vm_argument(L);
    lua_newtable(L);
    int seen = lua_gettop(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_ENVIRONMENT);
    l_crawl(L, g->crawl, seen, "E", 0);
    lua_pushliteral(L, "");
    l_crawl_metatable(L, g->crawl, seen, "text", 0);
    l_push_day(L, (struct date){ 20000 });
    l_crawl(L, g->crawl, seen, "day", 0);
    l_push_problem(L);
    l_crawl(L, g->crawl, seen, "problem", 0);
    return 0;
}

/* Each line is tried by itself; what a line raises is its own affair. */
static int l_spoil(lua_State *L) {
    struct going *g = vm_argument(L);
    if (!l_chunk_compile(L, g->worst)) return luaL_error(L, "%s", lua_tostring(L, -1));
    lua_rawgetp(L, LUA_REGISTRYINDEX, &KEY_ENVIRONMENT);
    lua_setupvalue(L, -2, 1);
    lua_call(L, 0, 0);
    return 0;
}

static const char *const WORST[] = {
    "string.len = nil", "string = nil", "print = nil", "math.huge = 1", "utf8 = {}", "local _, s = pairs(string) s.len = nil",
    "local _, s = ipairs(string) s[1] = 1", "local s = table.move(string, 1, 0, 1) s.len = nil", "table.move({ 1 }, 1, 1, 1, string)",
    "table.insert(string, 1)", "table.remove(string, 1)", "table.sort(string)", "(\"\").len = nil", "local t = table.pack(string) t[1].len = nil",
    "for k, v in pairs(string) do string[k] = nil end", "for k, v in pairs(table) do table[k] = print end",
    "local f = pairs(string) f(string) f(string)", "select(1, string).len = nil", "assert(string).len = nil", "tostring(string)",
    "local t = { table.unpack(string) }", "table.concat(math)", "pairs = nil", "local d = type(string) error(d)", "error(string)",
};

static void crawl_world(enum world world) {
    struct arena arena = { 0 };
    struct raised raised;
    struct crawl before = { 0 }, after = { 0 };
    struct going going = { .crawl = &before };
    struct vm *vm = vm_open(&arena, world, NULL);
    assert_true(vm_call(vm, l_make, NULL, &raised));
    assert_true(vm_call(vm, l_go_through, &going, &raised));
    assert_string_equal(before.report.at ? str_c(&arena, buf_str(&before.report)) : "", "");
    if (world != WORLD_DATA) assert_true(before.tables > 5 && before.functions > 20);
    for (size_t i = 0; i < COUNT_OF(WORST) && world != WORLD_DATA; i++) {
        struct problems problems = { .arena = &arena };
        going.worst = chunk_read(&arena, str_from(WORST[i]), "worst.lua", world, &problems);
        assert_true(going.worst->open || problems.errors > 0);
        vm_arm(vm->L, &LIMITS_LOADING);
        if (going.worst->open) (void)!vm_call(vm, l_spoil, &going, &raised);
        vm_disarm(vm->L);
    }
    going.crawl = &after;
    assert_true(vm_call(vm, l_go_through, &going, &raised));
    assert_string_equal(after.report.at ? str_c(&arena, buf_str(&after.report)) : "", "");
    assert_int_equal(before.shape, after.shape);
    assert_int_equal(before.functions, after.functions);
    buf_free(&before.report);
    buf_free(&after.report);
    vm_close(vm);
    arena_free(&arena);
}

static void policies_reach_nothing_else(void **state) { (void)state; crawl_world(WORLD_POLICY); }
static void data_files_reach_nothing_else(void **state) { (void)state; crawl_world(WORLD_DATA); }
static void templates_reach_nothing_else(void **state) { (void)state; crawl_world(WORLD_TEMPLATE); }
static void scripts_reach_nothing_else(void **state) { (void)state; crawl_world(WORLD_SCRIPT); }

static void every_name_of_lua_is_on_a_list(void **state) {
    (void)state;
    struct arena arena = { 0 };
    struct str *names;
    size_t count = sandbox_unlisted(&arena, &names);
    for (size_t i = 0; i < count; i++) print_message("on neither list: %.*s\n", STR_ARG(names[i]));
    arena_free(&arena);
    assert_int_equal(count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(policies_reach_nothing_else), cmocka_unit_test(data_files_reach_nothing_else),
        cmocka_unit_test(templates_reach_nothing_else), cmocka_unit_test(scripts_reach_nothing_else),
        cmocka_unit_test(every_name_of_lua_is_on_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

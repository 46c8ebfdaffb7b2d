/* SPDX-License-Identifier: GPL-3.0-or-later
 * vm - one Lua state: its life, and the one protected way into it; see vm.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "script/vm.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <string.h>

#include "script/bind.h"
#include "script/sandbox.h"

static int l_panic(lua_State *L) {
    (void)L;
    bug(__FILE__, __LINE__, "a Lua error outside a protected call");
}

static const luaL_Reg LIBRARIES[] = {
    { LUA_GNAME, luaopen_base }, { LUA_STRLIBNAME, luaopen_string }, { LUA_TABLIBNAME, luaopen_table },
    { LUA_MATHLIBNAME, luaopen_math }, { LUA_UTF8LIBNAME, luaopen_utf8 },
};

/* The standard libraries stay in the registry, out of reach of any text; the sandbox copies from them by list. */
static int l_start(lua_State *L) {
    for (size_t i = 0; i < COUNT_OF(LIBRARIES); i++) {
        luaL_requiref(L, LIBRARIES[i].name, LIBRARIES[i].func, 0); /* library */
        lua_pop(L, 1);                                             /* */
    }
    l_sandbox_open(L);
    return 0;
}

struct vm *vm_open(struct arena *arena, enum world world, const struct library *library) {
    struct vm *vm = arena_new(arena, struct vm);
    vm->world = world;
    vm->library = library;
    vm->L = lua_newstate(limits_allocate, &vm->limits);
    if (!vm->L) err_no_memory();
    *(struct vm **)lua_getextraspace(vm->L) = vm;
    lua_atpanic(vm->L, l_panic);
    struct raised raised = { 0 };
    if (!vm_call(vm, l_start, NULL, &raised)) bug(__FILE__, __LINE__, raised.err.text);
    return vm;
}

void vm_close(struct vm *vm) {
    if (!vm || !vm->L) return;
    vm_disarm(vm->L);
    lua_close(vm->L);
    vm->L = NULL;
}

void *vm_argument(lua_State *L) { return lua_touserdata(L, 1); }

/* Text raised by Lua itself: "policy.lua:3: attempt to ..." loses its place, which is kept apart. */
static void l_take_text(lua_State *L, struct vm *vm) {
    size_t size = 0;
    const char *text = lua_tolstring(L, 1, &size);
    struct raised *raised = &vm->raised;
    char prefix[LUA_IDSIZE + 16];
    lua_Debug ar;
    bool of_ours = false;
    l_place(L, 0, raised);
    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline < 0) continue;
        snprintf(prefix, sizeof prefix, "%s:%d: ", ar.short_src, ar.currentline);
        if (strncmp(text, prefix, strlen(prefix)) == 0) text += strlen(prefix);
        of_ours = ar.source[0] != '@';
        break;
    }
    /* An error of Lua in a file of ours is a mistake of ours. */
    enum code code = raised->file[0] && !of_ours ? CODE_LOAD : CODE_INTERNAL;
    err_set(&raised->err, code, "%s", text);
    raised->token[0] = '\0';
}

int l_failed(lua_State *L) {
    struct vm *vm = vm_of(L);
    if (l_is_raised(L, 1)) return 1;
    if (lua_type(L, 1) == LUA_TSTRING) l_take_text(L, vm);
    else {
        l_place(L, 0, &vm->raised);
        err_set(&vm->raised.err, CODE_LOAD, "The text raised %s.", luaL_typename(L, 1));
    }
    return 1;
}

bool vm_call(struct vm *vm, lua_CFunction body, void *argument, struct raised *out) {
    lua_State *L = vm->L;
    int top = lua_gettop(L);
    bug_if(!lua_checkstack(L, 8));
    lua_pushcfunction(L, l_failed);       /* handler */
    lua_pushcfunction(L, body);           /* handler, body */
    lua_pushlightuserdata(L, argument);   /* handler, body, argument */
    memset(&vm->raised, 0, sizeof vm->raised);
    int status = lua_pcall(L, 1, 0, top + 1);
    lua_settop(L, top); /* */
    if (status == LUA_OK) return true;
    /* Without memory no handler runs, and an error in the handler is one of ours. */
    if (status == LUA_ERRMEM) {
        bool text = vm->limits.over == OVER_TEXT;
        err_set(&vm->raised.err, CODE_BUDGET, text ? "One text would be longer than %u KiB." : "The text used more than %u MiB of memory.",
                (unsigned)(text ? vm->limits.set.text >> 10 : vm->limits.set.memory >> 20));
        err_next(&vm->raised.err, "Look for a list or a text that grows without end.");
    } else if (status == LUA_ERRERR && vm->raised.err.code == CODE_NONE) {
        err_set(&vm->raised.err, CODE_BUDGET, "Calls are nested too deeply.");
    }
    limits_settle(&vm->limits);
    *out = vm->raised;
    return false;
}

const char *vm_release(void) {
    /* "$LuaVersion: Lua 5.4.4  Copyright ..." */
    static char release[16];
    const char *at = strstr(lua_ident, "Lua 5.");
    size_t size = at ? strcspn(at + 4, " ") + 4 : 0;
    if (!at || size >= sizeof release) return LUA_RELEASE;
    memcpy(release, at, size);
    release[size] = '\0';
    return release;
}

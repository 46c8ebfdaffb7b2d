/* SPDX-License-Identifier: GPL-3.0-or-later
 * vm - one Lua state: its life, and the one protected way into it.
 * Owns:  the state; it ends with vm_close.
 * Must not know: policies, commands.
 *
 * Functions that may raise begin with l_, functions that never do with vm_ (or the prefix of their file, when they take
 * a struct vm).  C enters Lua through vm_call alone.
 *
 * Example:
 *     struct vm *vm = vm_open(&arena, WORLD_POLICY, library);
 *     if (!vm_call(vm, l_work, &work, &raised)) ... raised says what and where
 *     vm_close(vm);
 */
#ifndef SIGNPOST_VM_H
#define SIGNPOST_VM_H

#include <lua.h>

#include "base/err.h"
#include "base/str.h"
#include "script/limits.h"

struct library;

/* Whose text runs in a state: one environment, one list of allowed names each. */
enum world { WORLD_POLICY, WORLD_DATA, WORLD_TEMPLATE, WORLD_SCRIPT, WORLD_COUNT };

/* An error on its way from Lua to C: never allocated, so that it survives the end of memory. */
struct raised {
    struct err err;
    char token[96];  /* the word in the source that it is about; empty = the line */
    char file[256];  /* chunk name of the author's nearest frame; empty = none */
    uint32_t line;
};

struct vm {
    struct limits limits;
    lua_State *L;
    enum world world;
    const struct library *library;
    struct raised raised;
    struct buf *log;       /* what print writes; NULL = nowhere */
    void *self;            /* whom the host functions of this state serve */
    /* Strict names: called for a name that no list knows.  Pushes a value to go on with and returns true, or returns
     * false and the name is an error.  `writes`: somebody tried to set it. */
    bool (*unknown)(lua_State *L, const char *name, bool writes);
};

struct vm *vm_open(struct arena *arena, enum world world, const struct library *library);
void vm_close(struct vm *vm); /* NULL is fine */

/* Runs body(L) protected, with `argument` for vm_argument; what it returns is dropped.  On failure *out is filled. */
MUST_USE bool vm_call(struct vm *vm, lua_CFunction body, void *argument, struct raised *out);
/* The message handler: turns whatever was raised into vm->raised, with the author's line. */
int l_failed(lua_State *L);
/* Inside the body of vm_call: the argument; it is the first value of the stack. */
void *vm_argument(lua_State *L);

static inline struct vm *vm_of(lua_State *L) {
    return *(struct vm **)lua_getextraspace(L);
}

/* "Lua 5.4.4" of the library that is linked, from its own identification. */
const char *vm_release(void);

#endif

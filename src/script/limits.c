/* SPDX-License-Identifier: GPL-3.0-or-later
 * limits - how much memory, work and time a Lua state may use; see limits.h.
 * Owns:  nothing but what its header says.
 * Must not know: what its header leaves to others.
 */
#include "script/limits.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/stop.h"
#include "script/bind.h"

#define HOOK_EVERY 100
#define CLOCK_EVERY 32          /* calls of the hook */
#define RESERVE ((size_t)1 << 20)
#define LONG_TEXT 1024           /* from here on making a text is charged by its bytes */
#define TEXT_HEADER 64          /* what Lua adds to the bytes of a text, generously */

const struct limits_set LIMITS_LOADING = { .budget = 5000000, .memory = (size_t)32 << 20, .text = (size_t)64 << 10,
                                           .clock_ms = 10000 };
const struct limits_set LIMITS_SCRIPT = { .memory = (size_t)64 << 20, .text = (size_t)1 << 20 };
const struct limits_set LIMITS_TEMPLATE = { .memory = (size_t)32 << 20, .text = (size_t)1 << 20, .clock_ms = 10000 };

/* Lua collects and asks a second time before it gives up: only the second refusal is the end. */
static void *refuse(struct limits *limits, size_t size, enum over why) {
    if (limits->refused == size) {
        if (limits->over == OVER_NOTHING) limits->over = why;
        limits->reserve = true;
    }
    limits->refused = size;
    return NULL;
}

void *limits_allocate(void *self, void *block, size_t old_size, size_t new_size) {
    struct limits *limits = self;
    size_t held = block ? old_size : 0; /* without a block old_size is the type of the new object */
    if (new_size == 0) {
        free(block);
        limits->used -= held;
        return NULL;
    }
    if (new_size > held && limits->armed) {
        bool text = !block && old_size == LUA_TSTRING;
        if (text && limits->set.text && new_size > limits->set.text + TEXT_HEADER) return refuse(limits, new_size, OVER_TEXT);
        size_t most = limits->set.memory ? limits->set.memory + (limits->reserve ? RESERVE : 0) : SIZE_MAX;
        if (limits->used - held > most || new_size > most - (limits->used - held)) return refuse(limits, new_size, OVER_MEMORY);
    }
    void *moved = realloc(block, new_size);
    if (!moved) err_no_memory(); /* below every limit of ours */
    if (new_size > held) limits->refused = 0;
    if (!block && old_size == LUA_TSTRING && new_size > LONG_TEXT && limits->armed) limits->spent += (int64_t)(new_size / 32);
    limits->used += new_size - held;
    return moved;
}

static void look(struct limits *limits) {
    if (limits->over != OVER_NOTHING) return;
    /* The last-resort timer raises the stop flag too: then it is the clock, and nobody's Ctrl-C. */
    bool stop = stop_asked(), late = limits->until && (stop || limits->looks % CLOCK_EVERY == 0) && clock_monotonic_ns() > limits->until;
    if (limits->set.budget && limits->spent > limits->set.budget) limits->over = OVER_BUDGET;
    else if (late) limits->over = OVER_CLOCK;
    else if (stop) limits->over = OVER_STOP;
    limits->looks++;
}

static void l_say(lua_State *L, int level) {
    struct limits *limits = &vm_of(L)->limits;
    unsigned millions = (unsigned)(limits->set.budget / 1000000), mebibytes = (unsigned)(limits->set.memory >> 20);
    switch (limits->over) {
    case OVER_BUDGET:
        if (millions == 0)
            l_raise_at(L, level, CODE_BUDGET, "", "Look for a loop that does not end.", "It used more than %u steps.",
                       (unsigned)limits->set.budget);
        else
            l_raise_at(L, level, CODE_BUDGET, "", "Look for a loop that does not end.", "The text used more than %u million steps.", millions);
        break;
    case OVER_MEMORY:
        l_raise_at(L, level, CODE_BUDGET, "", "Look for a list or a text that grows without end.",
                   "The text used more than %u MiB of memory.", mebibytes);
        break;
    case OVER_TEXT:
        l_raise_at(L, level, CODE_BUDGET, "", "Write it in smaller pieces.", "One text would be longer than %u KiB.",
                   (unsigned)(limits->set.text >> 10));
        break;
    case OVER_CLOCK:
        l_raise_at(L, level, CODE_BUDGET, "", "This is a safety net: the machine may be busy.", "The text ran longer than %u seconds.",
                   (unsigned)(limits->set.clock_ms / 1000));
        break;
    case OVER_STOP: l_raise_at(L, level, CODE_INTERRUPTED, "", "", "Stopped."); break;
    case OVER_NOTHING: break;
    }
}

static void l_hook(lua_State *L, lua_Debug *ar);

static void l_kill_from_now(lua_State *L) { lua_sethook(L, l_hook, LUA_MASKCOUNT | LUA_MASKCALL | LUA_MASKLINE, 1); }

static void l_hook(lua_State *L, lua_Debug *ar) {
    struct limits *limits = &vm_of(L)->limits;
    if (ar->event == LUA_HOOKCALL || ar->event == LUA_HOOKTAILCALL) {
        /* What closes a box is a call as well, and must not be kept from its work. */
        lua_getinfo(L, "S", ar);
        if (ar->what[0] == 'C') return;
    }
    if (ar->event == LUA_HOOKCOUNT) limits->spent += limits->over == OVER_NOTHING ? HOOK_EVERY : 1;
    look(limits);
    if (limits->over == OVER_NOTHING) return;
    l_kill_from_now(L);
    l_say(L, 0); /* in a hook the running function is level 0 */
}

void vm_arm(lua_State *L, const struct limits_set *set) {
    struct limits *limits = &vm_of(L)->limits;
    limits->spent = 0;
    limits->until = 0;
    vm_arm_again(L, set);
}

void vm_arm_again(lua_State *L, const struct limits_set *set) {
    struct limits *limits = &vm_of(L)->limits;
    limits->set = *set;
    limits->looks = 1;
    limits->over = OVER_NOTHING;
    limits->refused = 0;
    if (set->clock_ms && !limits->until) limits->until = clock_monotonic_ns() + (int64_t)set->clock_ms * 1000000;
    limits->armed = true;
    lua_sethook(L, l_hook, LUA_MASKCOUNT, HOOK_EVERY);
}

void vm_disarm(lua_State *L) {
    vm_of(L)->limits.armed = false;
    lua_sethook(L, NULL, 0, 0);
}

bool vm_used_up(lua_State *L) {
    const struct limits *limits = &vm_of(L)->limits;
    return (limits->set.budget && limits->spent > limits->set.budget) || (limits->until && clock_monotonic_ns() > limits->until);
}

void limits_settle(struct limits *limits) {
    limits->reserve = false;
    limits->refused = 0;
    limits->over = OVER_NOTHING;
}

void l_limit(lua_State *L) {
    struct limits *limits = &vm_of(L)->limits;
    if (!limits->armed) return;
    look(limits);
    if (limits->over == OVER_NOTHING) return;
    l_kill_from_now(L);
    l_say(L, 1);
}

void l_charge(lua_State *L, int64_t amount) {
    struct limits *limits = &vm_of(L)->limits;
    if (amount > 0) limits->spent += amount > INT32_MAX ? INT32_MAX : amount;
    l_limit(L);
}

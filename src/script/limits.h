/* SPDX-License-Identifier: GPL-3.0-or-later
 * limits - how much memory, work and time a Lua state may use, and the end of what uses more.
 * Owns:  the memory of each state, through its allocator.
 * Must not know: what runs.
 *
 * A budget that decides a result is counted in instructions, and costly calls charge what they touch, so it ends in the
 * same place on every machine; the clock is a safety net.  Once a limit is passed nothing brings the text back to life:
 * the hook fires on every instruction and the protected call of scripts raises again.
 *
 * Example:
 *     vm_arm(L, &(struct limits_set){ .budget = 5000000, .memory = 32 << 20, .text = 64 << 10, .clock_ms = 10000 });
 *     ... user text ...
 *     vm_disarm(L);
 */
#ifndef SIGNPOST_LIMITS_H
#define SIGNPOST_LIMITS_H

#include <lua.h>

#include "base/base.h"

/* What one entry into user text may use; 0 = without limit. */
struct limits_set {
    int64_t budget;    /* instructions */
    size_t memory;     /* bytes of the whole state */
    size_t text;       /* bytes of one text */
    uint32_t clock_ms; /* safety net */
};

extern const struct limits_set LIMITS_LOADING;  /* policy, kinds, people, terms */
extern const struct limits_set LIMITS_SCRIPT;   /* prompt and batch */
extern const struct limits_set LIMITS_TEMPLATE;

enum over { OVER_NOTHING, OVER_BUDGET, OVER_MEMORY, OVER_TEXT, OVER_CLOCK, OVER_STOP };

struct limits {
    struct limits_set set;
    size_t used;          /* bytes held by the state */
    size_t refused;       /* size of an allocation refused once: Lua collects and asks again */
    bool reserve;         /* a little above the cap is open, so that the error finds its way to C */
    bool armed;
    int64_t spent;        /* instructions and charges since vm_arm */
    int64_t until;        /* monotonic time, ns; 0 = no clock */
    uint32_t looks;       /* calls of the hook, so that not each one reads the clock */
    enum over over;
};

void *limits_allocate(void *limits, void *block, size_t old_size, size_t new_size); /* a lua_Alloc */
void vm_arm(lua_State *L, const struct limits_set *set);
/* For the next file of a set: what the files before it used stays used. */
void vm_arm_again(lua_State *L, const struct limits_set *set);
/* Nothing is left of the work or the time of the set. */
bool vm_used_up(lua_State *L);
void vm_disarm(lua_State *L);
/* After an error has reached C: the reserve is closed and the state may be used again. */
void limits_settle(struct limits *limits);

/* Adds to what was spent, and raises when that is too much or a limit was passed already. */
void l_charge(lua_State *L, int64_t amount);
/* Raises when a limit is passed. */
void l_limit(lua_State *L);

#endif

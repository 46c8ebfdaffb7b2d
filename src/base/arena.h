/* SPDX-License-Identifier: GPL-3.0-or-later
 * arena - bump allocation by lifetime.
 * Owns:  the blocks of each arena.
 * Must not know: what is stored in it.
 *
 * The ownership rule of the whole program, without exception: whoever made the arena owns what is in it; a pointer
 * that a function returns belongs to the arena passed in, or is borrowed from an argument and dies with it.
 * Running out of memory in host code ends the process with one line on stderr; no caller checks for NULL.
 *
 * Example:
 *     struct arena run = {0};
 *     int *counts = arena_array(&run, int, 40);
 *     arena_free(&run);
 */
#ifndef SIGNPOST_ARENA_H
#define SIGNPOST_ARENA_H

#include "base/base.h"

struct arena_block;
struct arena_hook;

/* Zero-initialised is ready for use. */
struct arena {
    struct arena_block *block; /* the newest block, or NULL */
    struct arena_hook *hooks;  /* clean-ups to run, newest first */
    size_t used;               /* bytes handed out since the start or the last reset */
};

/* Zeroed memory, aligned for any type.  A size of 0 gives a unique pointer. */
void *arena_alloc(struct arena *arena, size_t size);

/* As arena_alloc for count elements; the product is checked for overflow. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size);

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_alloc_array((arena), (count), sizeof(type)))

/* A copy of bytes, with a NUL after them that does not count. */
char *arena_copy(struct arena *arena, const void *bytes, size_t size);

/* Runs clean(self) when the arena is reset or freed, newest first. */
void arena_hook(struct arena *arena, void (*clean)(void *self), void *self);

/* Keeps the largest block for reuse; everything handed out before is gone (and poisoned in debug builds). */
void arena_reset(struct arena *arena);

void arena_free(struct arena *arena);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * arena - blocks, growth, clean-up hooks, and poison that makes a stale pointer show itself.
 * Owns:  the blocks of each arena.
 * Must not know: what is stored in it.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#endif

#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
#define RED_ZONE 16 /* bytes between two allocations that nobody may touch */
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define RED_ZONE 0
#endif

#define FIRST_BLOCK ((size_t)8 * 1024)
#define LARGEST_STEP ((size_t)1024 * 1024)
#define ALIGNMENT alignof(max_align_t)

struct arena_block {
    struct arena_block *older;
    size_t room, used;
    alignas(max_align_t) char bytes[];
};

struct arena_hook {
    void (*clean)(void *self);
    void *self;
    struct arena_hook *older;
};

static struct arena_block *block_new(size_t room) {
    bug_if(room > SIZE_MAX - sizeof(struct arena_block));
    struct arena_block *block = malloc(sizeof *block + room);
    if (!block) err_no_memory();
    block->older = NULL;
    block->room = room;
    block->used = 0;
    ASAN_POISON_MEMORY_REGION(block->bytes, room);
    return block;
}

static void block_free(struct arena_block *block) {
    ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->room);
    free(block);
}

/* A block with room for `needed`; a large thing gets a block of its own below the one in use. */
static struct arena_block *block_for(struct arena *arena, size_t needed) {
    struct arena_block *newest = arena->block;
    if (newest && newest->room - newest->used >= needed) return newest;
    size_t step = newest ? newest->room * 2 : FIRST_BLOCK;
    if (step > LARGEST_STEP) step = LARGEST_STEP;
    if (newest && needed > step / 2) {
        struct arena_block *own = block_new(needed);
        own->older = newest->older;
        newest->older = own;
        return own;
    }
    struct arena_block *block = block_new(needed > step ? needed : step);
    block->older = newest;
    arena->block = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size) {
    size_t wanted = size ? size : 1;
    bug_if(wanted > SIZE_MAX / 2);
    size_t needed = (wanted + RED_ZONE + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct arena_block *block = block_for(arena, needed);
    char *at = block->bytes + block->used;
    block->used += needed;
    arena->used += size;
    ASAN_UNPOISON_MEMORY_REGION(at, wanted);
    memset(at, 0, wanted);
    return at;
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size) {
    bug_if(size && count > SIZE_MAX / size);
    return arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const void *bytes, size_t size) {
    bug_if(size == SIZE_MAX);
    char *copy = arena_alloc(arena, size + 1);
    if (size) memcpy(copy, bytes, size);
    return copy;
}

void arena_hook(struct arena *arena, void (*clean)(void *self), void *self) {
    struct arena_hook *hook = arena_new(arena, struct arena_hook);
    *hook = (struct arena_hook){ clean, self, arena->hooks };
    arena->hooks = hook;
}

static void run_hooks(struct arena *arena) {
    while (arena->hooks) {
        struct arena_hook *hook = arena->hooks;
        arena->hooks = hook->older;
        hook->clean(hook->self);
    }
}

void arena_reset(struct arena *arena) {
    run_hooks(arena);
    struct arena_block *largest = arena->block;
    for (struct arena_block *block = largest; block; block = block->older) {
        if (block->room > largest->room) largest = block;
    }
    struct arena_block *block = arena->block;
    while (block) {
        struct arena_block *older = block->older;
        if (block != largest) block_free(block);
        block = older;
    }
    if (largest) {
#ifndef NDEBUG
        ASAN_UNPOISON_MEMORY_REGION(largest->bytes, largest->used);
        memset(largest->bytes, 0xDB, largest->used);
#endif
        ASAN_POISON_MEMORY_REGION(largest->bytes, largest->room);
        largest->older = NULL;
        largest->used = 0;
    }
    arena->block = largest;
    arena->used = 0;
}

void arena_free(struct arena *arena) {
    run_hooks(arena);
    struct arena_block *block = arena->block;
    while (block) {
        struct arena_block *older = block->older;
        block_free(block);
        block = older;
    }
    *arena = (struct arena){ 0 };
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * map - text to index by open addressing, and the 64-bit mixing hash.
 * Owns:  nothing; memory lies in the arena of the map.
 * Must not know: what the keys mean.
 */
#include "base/map.h"

#include <string.h>

#include "base/err.h"

/* Little end first on every machine: the same text has the same value everywhere. */
static uint64_t word_of(const unsigned char *at, size_t size) {
    uint64_t word = 0;
    for (size_t i = 0; i < size; i++) word |= (uint64_t)at[i] << (8 * i);
    return word;
}

uint64_t hash_bytes(const void *bytes, size_t size, uint64_t seed) {
    const unsigned char *at = bytes;
    uint64_t hash = hash_mix(seed, size);
    for (; size >= 8; at += 8, size -= 8) hash = hash_mix(hash, word_of(at, 8));
    return size ? hash_mix(hash, word_of(at, size)) : hash;
}

int64_t text_value(struct str s) { return (int64_t)(hash_bytes(s.at, s.size, 0) >> 2); }

struct map map_make(struct arena *arena) { return (struct map){ .arena = arena }; }

/* The slot that holds the key, or the empty one where it belongs.  A slot holds index + 1, 0 is empty. */
static uint32_t slot_of(const struct map *map, struct str key) {
    uint32_t mask = map->slot_count - 1;
    uint32_t slot = (uint32_t)hash_bytes(key.at, key.size, 0) & mask;
    while (map->slots[slot] && !str_equal(map->keys[map->slots[slot] - 1], key)) slot = (slot + 1) & mask;
    return slot;
}

static void grow(struct map *map) {
    bug_if(map->room > UINT32_MAX / 8);
    uint32_t room = map->room ? map->room * 2 : 16;
    struct str *keys = arena_array(map->arena, struct str, room);
    if (map->count) memcpy(keys, map->keys, map->count * sizeof *keys);
    map->keys = keys;
    map->room = room;
    map->slot_count = room * 2;
    map->slots = arena_array(map->arena, uint32_t, map->slot_count);
    for (uint32_t i = 0; i < map->count; i++) map->slots[slot_of(map, map->keys[i])] = i + 1;
}

uint32_t map_put(struct map *map, struct str key) {
    uint32_t found = map_find(map, key);
    if (found != MAP_NONE) return found;
    if (map->count == map->room) grow(map);
    map->slots[slot_of(map, key)] = map->count + 1;
    map->keys[map->count] = str_copy(map->arena, key);
    return map->count++;
}

uint32_t map_find(const struct map *map, struct str key) {
    if (map->slot_count == 0) return MAP_NONE;
    uint32_t held = map->slots[slot_of(map, key)];
    return held ? held - 1 : MAP_NONE;
}

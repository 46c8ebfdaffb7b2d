/* SPDX-License-Identifier: GPL-3.0-or-later
 * map - text to index, order of arrival kept; and the 64-bit mixing hash.
 * Owns:  nothing; memory lies in the arena of the map.
 * Must not know: what the keys mean.
 *
 * Example:
 *     struct map names = map_make(&arena);
 *     uint32_t i = map_put(&names, STR("tutor"));    // 0; the same text gives 0 again
 */
#ifndef SIGNPOST_MAP_H
#define SIGNPOST_MAP_H

#include "base/str.h"

#define MAP_NONE UINT32_MAX

struct map {
    struct arena *arena;
    struct str *keys;   /* in order of arrival */
    uint32_t count;
    uint32_t room;
    uint32_t *slots;
    uint32_t slot_count;
};

struct map map_make(struct arena *arena);
uint32_t map_put(struct map *map, struct str key);              /* copies a new key into the arena */
uint32_t map_find(const struct map *map, struct str key);       /* MAP_NONE when absent */

/* Good mixing, no security: for tables and change detection, never as evidence. */
uint64_t hash_bytes(const void *bytes, size_t size, uint64_t seed);
static inline uint64_t hash_mix(uint64_t a, uint64_t b) { /* inline: once for each row that is read */
    uint64_t x = a * UINT64_C(0x9e3779b97f4a7c15) + ((b << 31) | (b >> 33)) + UINT64_C(0x2545f4914f6cdd1d);
    x ^= x >> 33;
    x *= UINT64_C(0xff51afd7ed558ccd);
    x ^= x >> 33;
    x *= UINT64_C(0xc4ceb9fe1a85ec53);
    return x ^ (x >> 33);
}
/* A text as a positive value (62 bits): how texts stand in rows.  Equal texts give equal values. */
int64_t text_value(struct str s);

#endif

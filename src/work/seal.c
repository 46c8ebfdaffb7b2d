/* SPDX-License-Identifier: GPL-3.0-or-later
 * seal - digests; see seal.h.
 * Owns:  nothing.
 * Must not know: what is sealed, files.
 */
#include "work/seal.h"

#include <sodium.h>

#include "base/err.h"

static void seal_ready(void) {
    int ready = sodium_init();
    bug_if(ready < 0);
}

struct str seal_hex(struct arena *arena, struct str bytes, size_t digits) {
    static const char hex[] = "0123456789abcdef";
    unsigned char hash[crypto_hash_sha256_BYTES];
    bug_if(digits > 2 * sizeof hash);
    seal_ready();
    crypto_hash_sha256(hash, (const unsigned char *)(bytes.at ? bytes.at : ""), bytes.size);
    char *out = arena_alloc(arena, digits + 1);
    for (size_t i = 0; i < digits; i++) out[i] = hex[(i % 2 ? hash[i / 2] : hash[i / 2] >> 4) & 15];
    return (struct str){ out, digits };
}

/* Eight bytes, least first, whatever the machine. */
static void add_number(crypto_hash_sha256_state *state, int64_t number) {
    unsigned char bytes[8];
    uint64_t left = (uint64_t)number;
    for (size_t i = 0; i < sizeof bytes; i++, left >>= 8) bytes[i] = (unsigned char)(left & 255);
    crypto_hash_sha256_update(state, bytes, sizeof bytes);
}

/* The length first, so that no two rows have the same bytes. */
static void add_text(crypto_hash_sha256_state *state, struct str text) {
    add_number(state, (int64_t)text.size);
    crypto_hash_sha256_update(state, (const unsigned char *)(text.at ? text.at : ""), text.size);
}

struct str seal_chain(struct arena *arena, struct str previous, const struct chain_row *row) {
    crypto_hash_sha256_state state;
    unsigned char hash[crypto_hash_sha256_BYTES];
    seal_ready();
    crypto_hash_sha256_init(&state);
    add_text(&state, previous);
    add_number(&state, row->number);
    add_number(&state, row->at);
    add_text(&state, row->actor);
    add_text(&state, row->verb);
    add_text(&state, row->about);
    add_number(&state, row->step);
    add_text(&state, row->before);
    add_text(&state, row->after);
    crypto_hash_sha256_final(&state, hash);
    return (struct str){ arena_copy(arena, hash, sizeof hash), sizeof hash };
}

/* SPDX-License-Identifier: GPL-3.0-or-later
 * seal - digests and signatures; see seal.h.
 * Owns:  nothing.
 * Must not know: what is sealed, files.
 */
#include "work/seal.h"

#include <sodium.h>
#include <string.h>

#include "base/err.h"

static void seal_ready(void) {
    int ready = sodium_init();
    bug_if(ready < 0);
}

static struct str to_hex(struct arena *arena, const unsigned char *bytes, size_t digits) {
    static const char hex[] = "0123456789abcdef";
    char *out = arena_alloc(arena, digits + 1);
    for (size_t i = 0; i < digits; i++) out[i] = hex[(i % 2 ? bytes[i / 2] : bytes[i / 2] >> 4) & 15];
    return (struct str){ out, digits };
}

struct str seal_hex(struct arena *arena, struct str bytes, size_t digits) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    bug_if(digits > 2 * sizeof hash);
    seal_ready();
    crypto_hash_sha256(hash, (const unsigned char *)(bytes.at ? bytes.at : ""), bytes.size);
    return to_hex(arena, hash, digits);
}

struct seal_sum {
    crypto_hash_sha256_state state;
};

struct seal_sum *seal_begin(struct arena *arena) {
    struct seal_sum *sum = arena_new(arena, struct seal_sum);
    seal_ready();
    crypto_hash_sha256_init(&sum->state);
    return sum;
}

void seal_add(void *sum, struct str bytes) {
    struct seal_sum *own = sum;
    crypto_hash_sha256_update(&own->state, (const unsigned char *)bytes.at, bytes.size);
}

struct str seal_end(struct arena *arena, struct seal_sum *sum, size_t digits) {
    unsigned char hash[crypto_hash_sha256_BYTES];
    bug_if(digits > 2 * sizeof hash);
    crypto_hash_sha256_final(&sum->state, hash);
    return to_hex(arena, hash, digits);
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

/* ---- signatures ---------------------------------------------------------------------------------------------------- */

static bool from_hex(struct str hex, unsigned char *out, size_t size) {
    size_t read = 0;
    return hex.size == 2 * size && sodium_hex2bin(out, size, hex.at, hex.size, NULL, &read, NULL) == 0 && read == size;
}

struct str seal_hmac(struct arena *arena, struct str key, struct str text, size_t digits) {
    unsigned char secret[crypto_auth_hmacsha256_KEYBYTES], code[crypto_auth_hmacsha256_BYTES];
    bug_if(digits > 2 * sizeof code);
    seal_ready();
    bug_if(!from_hex(key, secret, sizeof secret));
    crypto_auth_hmacsha256(code, (const unsigned char *)(text.at ? text.at : ""), text.size, secret);
    sodium_memzero(secret, sizeof secret);
    return to_hex(arena, code, digits);
}

struct str seal_random(struct arena *arena) {
    unsigned char bytes[SEAL_KEY_DIGITS / 2];
    seal_ready();
    randombytes_buf(bytes, sizeof bytes);
    return to_hex(arena, bytes, SEAL_KEY_DIGITS);
}

void seal_lock(void *at, size_t size) {
    seal_ready();
    int locked = sodium_mlock(at, size);
    (void)locked; /* a small limit on locked memory: the rest of the care stays */
}

void seal_unlock(void *at, size_t size) {
    if (sodium_munlock(at, size) != 0) sodium_memzero(at, size);
}

char *seal_room(struct arena *arena, size_t size) {
    seal_ready();
    char *room = sodium_malloc(size ? size : 1);
    if (!room) err_no_memory();
    memset(room, 0, size);
    arena_hook(arena, sodium_free, room);
    return room;
}

void seal_new_key(struct arena *arena, struct str *secret_key, struct str *public_key) {
    unsigned char seed[crypto_sign_SEEDBYTES], open_part[crypto_sign_PUBLICKEYBYTES], whole[crypto_sign_SECRETKEYBYTES];
    seal_ready();
    randombytes_buf(seed, sizeof seed);
    crypto_sign_seed_keypair(open_part, whole, seed);
    char *digits = seal_room(arena, SEAL_KEY_DIGITS + 1);
    *secret_key = str_from(sodium_bin2hex(digits, SEAL_KEY_DIGITS + 1, seed, sizeof seed));
    *public_key = to_hex(arena, open_part, SEAL_KEY_DIGITS);
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(whole, sizeof whole);
}

bool seal_sign(struct arena *arena, struct str secret_key, struct str bytes, struct str *public_key, struct str *signature) {
    unsigned char seed[crypto_sign_SEEDBYTES], open_part[crypto_sign_PUBLICKEYBYTES], whole[crypto_sign_SECRETKEYBYTES];
    unsigned char signed_by[crypto_sign_BYTES];
    seal_ready();
    if (!from_hex(secret_key, seed, sizeof seed)) return false;
    crypto_sign_seed_keypair(open_part, whole, seed);
    crypto_sign_detached(signed_by, NULL, (const unsigned char *)(bytes.at ? bytes.at : ""), bytes.size, whole);
    *public_key = to_hex(arena, open_part, SEAL_KEY_DIGITS);
    *signature = to_hex(arena, signed_by, SEAL_SIGNATURE_DIGITS);
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(whole, sizeof whole);
    return true;
}

bool seal_verify(struct str public_key, struct str bytes, struct str signature) {
    unsigned char open_part[crypto_sign_PUBLICKEYBYTES], signed_by[crypto_sign_BYTES];
    seal_ready();
    return from_hex(public_key, open_part, sizeof open_part) && from_hex(signature, signed_by, sizeof signed_by)
           && crypto_sign_verify_detached(signed_by, (const unsigned char *)(bytes.at ? bytes.at : ""), bytes.size, open_part) == 0;
}

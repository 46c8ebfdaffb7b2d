/* SPDX-License-Identifier: GPL-3.0-or-later
 * seal - digests of runs, findings and journal rows; signatures of bundles.  The only cryptography besides lockbox.
 * Owns:  nothing.  With lockbox.c the only file that may include sodium.h.
 * Must not know: what is sealed, files.
 *
 * Example:
 *     struct str program = seal_hex(arena, buf_str(&dump), 64);     // 64 hex digits of SHA-256
 */
#ifndef SIGNPOST_SEAL_H
#define SIGNPOST_SEAL_H

#include "base/str.h"
#include "store/chain.h"

#define SEAL_SIZE 32

/* The first `digits` hex digits (at most 64) of SHA-256. */
struct str seal_hex(struct arena *arena, struct str bytes, size_t digits);
/* The same of bytes that come piece by piece. */
struct seal_sum;
struct seal_sum *seal_begin(struct arena *arena);
void seal_add(void *sum, struct str bytes);
struct str seal_end(struct arena *arena, struct seal_sum *sum, size_t digits);
/* SHA-256 of (previous hash, canonical row), 32 bytes; row->hash is not read. */
struct str seal_chain(struct arena *arena, struct str previous, const struct chain_row *row);

/* HMAC-SHA-256 in hex digits (at most 64); the key is SEAL_KEY_DIGITS hex digits, as seal_random makes one. */
#define SEAL_KEY_DIGITS 64
struct str seal_hmac(struct arena *arena, struct str key, struct str text, size_t digits);
struct str seal_random(struct arena *arena);

/* Keeps memory out of the swap; wipes it and lets it go. */
void seal_lock(void *at, size_t size);
void seal_unlock(void *at, size_t size);
/* Memory for a secret, out of the swap where the machine allows it; wiped and given back when the arena is reset or freed. */
char *seal_room(struct arena *arena, size_t size);

/* Ed25519.  Keys and signatures are hex digits: 64 of a secret key (its seed, in a seal_room) and of a public one, 128 of a
 * signature. */
#define SEAL_SIGNATURE_DIGITS 128
void seal_new_key(struct arena *arena, struct str *secret_key, struct str *public_key);
/* False when the key is no key. */
MUST_USE bool seal_sign(struct arena *arena, struct str secret_key, struct str bytes, struct str *public_key, struct str *signature);
/* False also when key or signature are none. */
MUST_USE bool seal_verify(struct str public_key, struct str bytes, struct str signature);

#endif

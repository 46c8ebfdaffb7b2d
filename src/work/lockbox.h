/* SPDX-License-Identifier: GPL-3.0-or-later
 * lockbox - seals the bytes of a file for a passphrase or for a public key, and opens them again.
 * Owns:  nothing; keys are wiped before a function returns.  With seal.c the only file that may include sodium.h.
 * Must not know: files, what is sealed.
 *
 * A sealed file is a head (what it was sealed for, salt and cost of the passphrase, or the key of the stream sealed for
 * the public key) and the stream in pieces of 64 KiB, each authenticated together with the head; the last one carries
 * the tag that says so, so that a file that was cut off is refused.
 *
 * Example:
 *     if (!lockbox_seal(&arena, bytes, &(struct lockbox_for){ .passphrase = words }, tick, &sealed, err)) return false;
 *     if (!lockbox_open(&arena, sealed, &(struct lockbox_for){ .passphrase = words }, tick, &bytes, err)) return false;
 */
#ifndef SIGNPOST_LOCKBOX_H
#define SIGNPOST_LOCKBOX_H

#include "base/err.h"
#include "base/str.h"
#include "base/tick.h"

#define LOCKBOX_KEY_DIGITS 64

/* One of the two.  cost: 0 the usual one (half a second, 256 MiB); tests ask for less. */
struct lockbox_for {
    struct str passphrase;
    struct str key;          /* 64 hex digits: public to seal, secret to open */
    uint32_t cost;           /* MiB of memory */
};

enum lockbox_sort { LOCKBOX_NONE, LOCKBOX_PASSPHRASE, LOCKBOX_KEY };
/* What the bytes were sealed for; LOCKBOX_NONE: they are no sealed file. */
enum lockbox_sort lockbox_sort(struct str sealed);

MUST_USE bool lockbox_seal(struct arena *arena, struct str bytes, const struct lockbox_for *whom, const struct tick *tick, struct str *out,
                           struct err *err);
/* CODE_SEALED: another passphrase or key, or bytes that were changed or cut off.  What was opened lies in *out alone. */
MUST_USE bool lockbox_open(struct arena *arena, struct str sealed, const struct lockbox_for *whom, const struct tick *tick, struct str *out,
                           struct err *err);
/* A new pair, in hex digits; the secret one in a seal_room. */
void lockbox_new_key(struct arena *arena, struct str *secret_key, struct str *public_key);
/* Overwrites memory that held a secret. */
void lockbox_wipe(struct str secret);

#endif

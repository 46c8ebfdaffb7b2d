/* SPDX-License-Identifier: GPL-3.0-or-later
 * seal - digests: of runs, findings and journal rows.  The only cryptography.
 * Owns:  nothing.  The only file that may include sodium.h.
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
/* SHA-256 of (previous hash, canonical row), 32 bytes; row->hash is not read. */
struct str seal_chain(struct arena *arena, struct str previous, const struct chain_row *row);

#endif

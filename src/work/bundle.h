/* SPDX-License-Identifier: GPL-3.0-or-later
 * bundle - a policy as one file: its sources behind a manifest of their hashes.
 * Owns:  nothing; what is read is borrowed from the bytes given.
 * Must not know: Lua, where files lie, who signed.
 *
 * The same policy gives the same bytes.  A bundle is text:
 *     Signpost bundle 1
 *     policy ept-2022
 *     version 1
 *     effective 2022-06-01
 *     file policies/ept-2022/policy.lua 8123 <SHA-256>        one line a file, in order of path
 *     kinds <SHA-256>
 *     program <SHA-256>
 *     manifest <SHA-256 of all lines above>
 *     == policies/ept-2022/policy.lua                         then, for each file, its name, its bytes and a line end
 *
 * Example:
 *     if (!bundle_read(arena, bytes, &bundle, problems)) ...  // says what was changed, cut off, left out or added
 */
#ifndef SIGNPOST_BUNDLE_H
#define SIGNPOST_BUNDLE_H

#include "base/problem.h"

#define BUNDLE_MOST ((size_t)16 << 20)
#define BUNDLE_FILES 200
#define BUNDLE_HEAD "Signpost bundle 1\n"

struct bundle_file { struct str path, text; };

struct bundle {
    struct str policy, version, effective;   /* one line each, without line end */
    struct str kinds, program;               /* 64 hex digits */
    struct str manifest;                     /* likewise; set by bundle_write and bundle_read */
    struct bundle_file *files;               /* by path */
    size_t file_count;
};

/* policy.lua, trust.lua, kinds.lua, trust/kinds.lua, lua/kinds.lua, policies/NAME/FILE.lua: no other names are in a bundle,
 * so that none leads anywhere else when it is unpacked. */
bool bundle_may_hold(struct str path);
/* Sorts the files. */
void bundle_write(struct arena *arena, struct bundle *bundle, struct buf *out);
/* False when problems holds an error.  `name` is that of the file, for the messages. */
MUST_USE bool bundle_read(struct arena *arena, struct str name, struct str bytes, struct bundle *out, struct problems *problems);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * chunk - where the texts of the library and the policies come from: the program, a source checkout, a folder.
 * Owns:  nothing.
 * Must not know: what is in them.
 *
 * Example:
 *     struct library library = { .folder = NULL };
 *     chunk_read(&library, &arena, STR("lua/words.lua"), &text, err);
 */
#ifndef SIGNPOST_CHUNK_H
#define SIGNPOST_CHUNK_H

#include "base/err.h"
#include "base/str.h"

struct library {
    const char *folder; /* a source checkout that overrides what is embedded; NULL: none */
};

/* A file by its path in the source tree. */
MUST_USE bool chunk_read(const struct library *library, struct arena *arena, struct str path, struct str *text, struct err *err);
bool chunk_exists(const struct library *library, struct str path);
/* Paths that begin with the prefix, sorted. */
MUST_USE bool chunk_list(const struct library *library, struct arena *arena, const char *prefix, const struct str **paths, size_t *count,
                         struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * library - the files that travel inside the program, or the source checkout that stands in for them.
 * Owns:  nothing.
 * Must not know: what is in them.
 *
 * Example:  library_file(library, &arena, STR("lua/words.lua"), &text, err)
 */
#ifndef SIGNPOST_LIBRARY_H
#define SIGNPOST_LIBRARY_H

#include "base/err.h"
#include "base/str.h"

struct library {
    const char *folder; /* a source checkout; NULL = what is in the program */
};

MUST_USE bool library_file(const struct library *library, struct arena *arena, struct str path, struct str *out, struct err *err);
bool library_has(const struct library *library, struct arena *arena, struct str path);
/* Paths that begin so, sorted; of a checkout only its folders lua, policies and examples are looked at. */
MUST_USE bool library_list(const struct library *library, struct arena *arena, const char *prefix, const struct str **paths,
                           size_t *count, struct err *err);

#endif

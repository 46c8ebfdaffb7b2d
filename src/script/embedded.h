/* SPDX-License-Identifier: GPL-3.0-or-later
 * embedded - files that travel inside the program: lua/, policies/, the invented school.
 * Owns:  nothing; the bytes are constants, written by tool/embed.
 * Must not know: what is in them.
 *
 * Example:  EMBEDDED_FILES[0].path is "examples/harbour-view/..." ; sorted by path.
 */
#ifndef SIGNPOST_EMBEDDED_H
#define SIGNPOST_EMBEDDED_H

#include "base/base.h"

struct embedded_file {
    const char *path; /* relative to the source tree: "lua/words.lua" */
    const char *bytes; /* NUL-terminated */
    size_t size;
};

extern const struct embedded_file EMBEDDED_FILES[];
extern const size_t EMBEDDED_FILE_COUNT;

#endif

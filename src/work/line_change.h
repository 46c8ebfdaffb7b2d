/* SPDX-License-Identifier: GPL-3.0-or-later
 * line_change - what changes in a text, line by line, short enough to be read.
 * Owns:  nothing.
 * Must not know: what the lines mean.
 *
 * Example:
 *     size_t lines = line_change_show(arena, before, after, 6, &shown);     // "  12 - choose  ...\n     + choose ...\n"
 */
#ifndef SIGNPOST_LINE_CHANGE_H
#define SIGNPOST_LINE_CHANGE_H

#include "base/str.h"

/* How many lines differ, of two texts whose lines stay in order: a line is changed, or a blank one goes.  Adds at most
 * `most` of them to *shown, each with its number in `before`. */
size_t line_change_show(struct arena *arena, struct str before, struct str after, size_t most, struct str *shown);

#endif

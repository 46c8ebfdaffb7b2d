/* SPDX-License-Identifier: GPL-3.0-or-later
 * layout - the one layout of policy files, files of tests, people.lua and terms.lua.
 * Owns:  nothing; the result lies in the arena given.
 * Must not know: files, what the words mean.
 *
 * What is one line and what is a column is the author's; all else is not.  Lines begin two spaces deeper for every line
 * that is still open; blank lines are never two; one space stands between two parts, and none inside ( ).  Where parts of
 * neighbouring lines are set apart by two spaces or more, those parts are lined up in all lines of the table.  Comments,
 * texts and numbers stay as written; line ends become those of Unix.
 *
 * The tokens of the result are those of the source, in the same order: that is checked before it is given out.
 *
 * Example:
 *     struct str laid;
 *     if (!layout_text(&arena, STR("policy.lua"), source, &laid, problems)) ...     // it is not Lua that can be read
 */
#ifndef SIGNPOST_LAYOUT_H
#define SIGNPOST_LAYOUT_H

#include "base/problem.h"

/* False when problems says why: the text is not Lua, or not even text.  Nothing of it is run. */
MUST_USE bool layout_text(struct arena *arena, struct str name, struct str source, struct str *out, struct problems *problems);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * other_slips - what else is wrong with a school's policy that could not be loaded, so that all is mended in one pass.
 * Owns:  nothing.
 * Must not know: terminals, Lua.
 *
 * What was understood of the file is merged all the same, and the errors of its own lines are kept: those of a line that has
 * been spoken of already, of other files, and remarks may only follow from what was not understood.
 *
 * Example:
 *     if (!read && set) other_slips_add(arena, set, kinds, as_of, problems);
 */
#ifndef SIGNPOST_OTHER_SLIPS_H
#define SIGNPOST_OTHER_SLIPS_H

#include "policy/merge.h"

void other_slips_add(struct arena *arena, const struct policy_set *set, const struct kinds *kinds, struct date as_of, struct problems *problems);

#endif

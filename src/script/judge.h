/* SPDX-License-Identifier: GPL-3.0-or-later
 * judge - check functions of a policy: kept when they are declared, asked by the engine through struct hatch.
 * Owns:  the functions, in the registry of the state that declared them; the state itself once judge_open has it.
 * Must not know: statuses, how a question came about.
 *
 * A function is pure: from outside it may use numbers, texts and other such functions, and each call finds them as they
 * were declared.  A call has its own small budget; what goes wrong is the verdict's error and never the end of the run.
 *
 * Example:
 *     set->hatch = judge_open(arena, vm);    // the state is closed with the arena
 */
#ifndef SIGNPOST_JUDGE_H
#define SIGNPOST_JUDGE_H

#include "engine/hatch.h"
#include "script/convert.h"

/* Keeps the function at index: out->whole is its number, out->text its source.  A function that could remember is a
 * problem. */
void l_judge_keep(lua_State *L, const struct conversion *c, int index, struct node *out);
/* Whether the state has kept any. */
bool judge_has_any(struct vm *vm);
/* Takes the state over: it is closed when the arena is. */
const struct hatch *judge_open(struct arena *arena, struct vm *vm);

#endif

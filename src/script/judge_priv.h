/* SPDX-License-Identifier: GPL-3.0-or-later
 * judge_priv - what a check function sees: `s` with its days, its facts and its records.
 * Owns:  nothing.
 * Must not know: who asks.
 *
 * Example:  l_push_question(L, question);      // s
 */
#ifndef SIGNPOST_JUDGE_PRIV_H
#define SIGNPOST_JUDGE_PRIV_H

#include <lua.h>

#include "engine/hatch.h"

/* Pushes `s`; while it is used, vm->self is the question. */
void l_push_question(lua_State *L, const struct hatch_question *question);

#endif

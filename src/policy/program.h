/* SPDX-License-Identifier: GPL-3.0-or-later
 * program - what the one pass runs: atoms, look-up tables, need masks, windows, rules.
 * Owns:  nothing; it lies in the arena it was compiled in.
 * Must not know: rows, Lua, SQL.
 *
 * Example:
 *     struct program *program;
 *     if (!program_compile(&arena, policy, &program, err)) ...
 *     program_dump(&out, program);     // as text, for people
 */
#ifndef SIGNPOST_PROGRAM_H
#define SIGNPOST_PROGRAM_H

#include "policy/model.h"

struct program; /* laid open in program_priv.h of the policy floor for the engine: see compile.c */

MUST_USE bool program_compile(struct arena *arena, const struct policy *policy, struct program **out, struct err *err);
const struct policy *program_policy(const struct program *program);
/* Some rule or measure in force asks for the fact of such subjects, or a check function of theirs may. */
bool program_asks(const struct program *program, enum subject_type subject, int32_t fact);
void program_dump(struct buf *out, const struct program *program);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * check - who still needs what, by when: the whole school, a form, a year, a pupil, a clause, a benchmark.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Reads only, but for --keep, which keeps the position so that later runs can say what is new.
 *
 * Example: the row `check` of the command table.
 */
#ifndef SIGNPOST_CHECK_H
#define SIGNPOST_CHECK_H

#include "work/position.h"

bool check_run(const struct command_call *call, struct answer *answer);

/* The two tables of a position: what pupils need, and what the school, staff and organisations need.  Also for `try`.
 * NULL is returned where a table would be empty. */
struct sheet *check_pupils(struct arena *arena, const struct position *position, const struct finding *const *list,
                           size_t count);
struct sheet *check_others(struct arena *arena, const struct position *position, const struct finding *const *list,
                           size_t count);
/* One sentence for each kind of record whose import is too old; appended to the answer's notes. */
MUST_USE bool check_stale_notes(const struct position *position, struct school *school, struct answer *answer,
                                struct err *err);

#endif

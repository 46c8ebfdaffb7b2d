/* SPDX-License-Identifier: GPL-3.0-or-later
 * step_priv - the change sets of a step, for the files of step.
 * Owns:  nothing.
 * Must not know: what is in them.
 */
#ifndef SIGNPOST_STEP_PRIV_H
#define SIGNPOST_STEP_PRIV_H

#include "store/db.h"

/* 0: the step held a person who was erased, or there is none. */
MUST_USE bool step_count_parts(struct db *db, int64_t step, int64_t *out, struct err *err);
/* From 0, in the order in which they were made; what was in the buffer is gone. */
MUST_USE bool step_read_part(struct db *db, int64_t step, int64_t part, struct buf *out, struct err *err);
/* What the step, and steps taken back before, hold of the pupils whom it brought is thrown away. */
MUST_USE bool step_forget_again(struct db *db, int64_t step, struct err *err);

#endif

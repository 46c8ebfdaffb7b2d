/* SPDX-License-Identifier: GPL-3.0-or-later
 * window_read - the window of a rule, from nodes; and which of two windows ends no later.
 * Owns:  nothing.
 * Must not know: calendars, amendments.
 *
 * Example:
 *     if (!window_read(scope, node_field(rule, "when"), SUBJECT_PUPIL, &window)) ...
 */
#ifndef SIGNPOST_WINDOW_READ_H
#define SIGNPOST_WINDOW_READ_H

#include "policy/scope.h"

MUST_USE bool window_read(struct scope *scope, const struct node *node, enum subject_type subject, struct window *out);

/* Whether the deadline of `strict` is never later than that of `loose`, there is still one, and everything else is as
 * it was; false also where that can not be shown. */
bool window_no_later(const struct policy *policy, const struct window *strict, const struct window *loose,
                     struct date day);
bool window_same(const struct policy *policy, const struct window *a, const struct window *b, struct date day);

/* Spans: 1 when a is never longer than b, with parameters as on `day`. */
bool span_no_longer(const struct policy *policy, const struct span *a, const struct span *b, struct date day);
/* The number an operand stands for on a day. */
int64_t operand_on(const struct policy *policy, const struct operand *operand, struct date day);

#endif

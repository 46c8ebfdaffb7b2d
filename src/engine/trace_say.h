/* SPDX-License-Identifier: GPL-3.0-or-later
 * trace_say - what a trace says, in words for people: one condition, one outcome, what would mend a finding.
 * Owns:  nothing; texts lie in the arena passed in.
 * Must not know: how it is printed, names of people.
 *
 * Only trace*.c include this header.
 *
 * Example:  trace_say_condition(say, filter, condition, 4, PLAIN_NO)    // "adviser's level 4: 6 or more is needed"
 */
#ifndef SIGNPOST_TRACE_SAY_H
#define SIGNPOST_TRACE_SAY_H

#include "engine/plain_priv.h"

struct trace_saying {
    struct arena *arena;
    const struct plain_case *c;
};

/* "adviser's level", "meaningful". */
struct str trace_say_field(struct arena *arena, const struct field *field);
struct str trace_say_condition(const struct trace_saying *say, const struct filter *filter,
                               const struct condition *condition, int64_t saw, enum plain_answer answer);
/* "absent", "the register was not filled in". */
struct str trace_say_outcome(const struct trace_saying *say, int64_t outcome, enum plain_answer answer);
/* The least change that would settle it; empty when there is nothing to do. */
struct str trace_say_mend(const struct trace_saying *say, const struct plain_instance *instance,
                          const struct finding *finding);

#endif

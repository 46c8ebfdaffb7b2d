/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain - the reference evaluator: one rule and one subject at a time, straight from the effective policy.
 * Owns:  nothing but scratch memory.
 * Must not know: programs, masks, slots; it shares no code with the pass.
 *
 * It is the authority on what a rule means; slow on purpose, and stays for ever as the oracle.
 *
 * Example:  plain_run(&arena, policy, &judging, &feed, &sink, err)
 */
#ifndef SIGNPOST_PLAIN_H
#define SIGNPOST_PLAIN_H

#include "base/calendar.h"
#include "engine/finding.h"

MUST_USE bool plain_run(struct arena *arena, const struct policy *policy, const struct judging *judging,
                        const struct feed *feed, const struct finding_sink *sink, struct err *err);

#endif

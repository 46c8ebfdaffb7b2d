/* SPDX-License-Identifier: GPL-3.0-or-later
 * gate - which findings make a check end with code 1, and how many unknowns are borne before it ends with 2.
 * Owns:  nothing.
 * Must not know: where findings come from.
 *
 * "must:overdue,missed" is the default; "should:missed" takes must and should; semicolons between several; or "none".
 *
 * Example:
 *     gate_read(call, &gate, err);
 */
#ifndef SIGNPOST_GATE_H
#define SIGNPOST_GATE_H

#include "engine/finding.h"
#include "work/command.h"

struct gate {
    unsigned must, should;      /* bit per status, for must and must not; for should and should not */
    int64_t most_unknown;       /* -1: no limit */
};

MUST_USE bool gate_read(const struct command_call *call, struct gate *out, struct err *err);
bool gate_stops(const struct gate *gate, enum force force, enum status status);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * waive - what people decide about a duty or a record: an exemption, silence for a while, a hold, a word given.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Example: the rows `waive`, `snooze`, `in-hand`, `hold` and `attest` of the command table.
 */
#ifndef SIGNPOST_WAIVE_H
#define SIGNPOST_WAIVE_H

#include "work/command.h"

bool waive_run(const struct command_call *call, struct answer *answer);
bool waive_snooze_run(const struct command_call *call, struct answer *answer);
bool waive_in_hand_run(const struct command_call *call, struct answer *answer);
bool waive_hold_run(const struct command_call *call, struct answer *answer);
bool waive_attest_run(const struct command_call *call, struct answer *answer);
bool waive_apply(const struct command_call *call, struct answer *answer);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_rebase - policy rebase: the school's file for another base policy, shown first, written when somebody agrees.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#ifndef SIGNPOST_POLICY_REBASE_H
#define SIGNPOST_POLICY_REBASE_H

#include "work/command.h"

bool policy_rebase_run(const struct command_call *call, struct answer *answer);
bool policy_rebase_apply(const struct command_call *call, struct answer *answer);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_fmt - policy fmt: the files of a policy in one layout, and never another meaning.
 * Owns:  nothing.
 * Must not know: how a text is set out (the host does that), terminals.
 */
#ifndef SIGNPOST_POLICY_FMT_H
#define SIGNPOST_POLICY_FMT_H

#include "work/command.h"

bool policy_fmt_run(const struct command_call *call, struct answer *answer);
bool policy_fmt_apply(const struct command_call *call, struct answer *answer);

#endif

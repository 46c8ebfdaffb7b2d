/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_lint - the verb `policy lint`: what in a policy is allowed and most likely not meant.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#ifndef SIGNPOST_POLICY_LINT_H
#define SIGNPOST_POLICY_LINT_H

#include "work/command.h"

bool policy_lint_run(const struct command_call *call, struct answer *answer);
bool policy_lint_apply(const struct command_call *call, struct answer *answer); /* --fix */

#endif

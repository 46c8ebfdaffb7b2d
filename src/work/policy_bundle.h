/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_bundle - policy bundle and policy verify: a policy as one file, signed or not, and its check.
 * Owns:  the folder in /tmp in which a bundle is rebuilt; it is gone when the call returns.
 * Must not know: terminals.
 *
 * A bundle holds policy files and declarations of record kinds.  It never holds people.lua, records or tests.
 */
#ifndef SIGNPOST_POLICY_BUNDLE_H
#define SIGNPOST_POLICY_BUNDLE_H

#include "work/command.h"

bool policy_bundle_run(const struct command_call *call, struct answer *answer);
bool policy_verify_run(const struct command_call *call, struct answer *answer);

#endif

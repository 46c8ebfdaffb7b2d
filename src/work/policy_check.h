/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_check - whether a policy can be read and merged, and what is wrong with it; no record is touched.
 * Owns:  nothing.
 * Must not know: terminals, records.
 *
 * Example:  policy_check_run(call, answer);   // what stands in policy.lua; exit code 3 when there are errors
 */
#ifndef SIGNPOST_POLICY_CHECK_H
#define SIGNPOST_POLICY_CHECK_H

#include "work/command.h"

MUST_USE bool policy_check_run(const struct command_call *call, struct answer *answer);

#endif

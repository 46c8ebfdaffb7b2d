/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_mutate - puts small mistakes into a policy, one at a time, and lists those that no test notices.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * A mistake is noticed when a test that names its rule fails.  A mistake after which the files are no policy any more, or
 * still the same policy, is not counted.  --least N ends with 1 when less than N % are noticed.
 *
 * Example: the row `policy mutate`.
 */
#ifndef SIGNPOST_POLICY_MUTATE_H
#define SIGNPOST_POLICY_MUTATE_H

#include "work/command.h"

bool policy_mutate_run(const struct command_call *call, struct answer *answer);

#endif

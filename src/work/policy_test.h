/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_test - runs the tests of a policy; writes boundary cases to begin with.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Each test runs on the pass and on the reference evaluator.  --shuffle hands documents, tests and records over in three
 * other orders, which may change nothing; --seed N begins elsewhere.
 *
 * Example: the row `policy test`.
 */
#ifndef SIGNPOST_POLICY_TEST_H
#define SIGNPOST_POLICY_TEST_H

#include "work/command.h"

bool policy_test_run(const struct command_call *call, struct answer *answer);

#endif

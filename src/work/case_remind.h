/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_remind - running a reminder_test: who is told of a rule, day by day, when everything that was due was sent.
 * Owns:  nothing.
 * Must not know: mail, how results are shown.
 */
#ifndef SIGNPOST_CASE_REMIND_H
#define SIGNPOST_CASE_REMIND_H

#include "work/case_suite.h"

MUST_USE bool case_remind_run(struct arena *arena, const struct case_suite *suite, const struct case_run *run, const struct case_block *block,
                              const struct case_policy *policy, struct case_tally *tally, struct err *err);

#endif

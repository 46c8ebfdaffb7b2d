/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_merge - running a merge_test: the problem that must come, or what the merged policy then says.
 * Owns:  nothing.
 * Must not know: findings, how results are shown.
 */
#ifndef SIGNPOST_CASE_MERGE_H
#define SIGNPOST_CASE_MERGE_H

#include "work/case_suite.h"

void case_merge_run(struct arena *arena, const struct case_block *block, const struct case_policy *policy, struct case_tally *tally);

#endif

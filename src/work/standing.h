/* SPDX-License-Identifier: GPL-3.0-or-later
 * standing - how many pupils stand where, each counted once under the most urgent of its open answers.
 * Owns:  nothing; it lies in the arena given.
 * Must not know: how it is shown.
 *
 * Windows that are over do not decide how somebody stands now; what was missed in them is counted beside.  Permissions
 * (`may`) are counted against nobody.  A rule counts all whom it concerns; a benchmark and the whole count pupils on roll,
 * and whoever has left beside them.
 *
 * Example:
 *     struct standing *standing = standing_new(arena, policy);
 *     standing_take(standing, position, finding);             // for each finding
 *     struct stood stood = standing_rule(standing, rule);
 */
#ifndef SIGNPOST_STANDING_H
#define SIGNPOST_STANDING_H

#include "work/position.h"

#define STANDING_BENCHMARKS 9 /* 1 to 8; 0: clauses of no benchmark */

struct standing;

struct stood {
    uint64_t by[STATUS_COUNT]; /* pupils */
    uint64_t pupils;           /* all whom it concerns now */
    uint64_t missed;           /* pupils who missed it in a window that is over, among the windows judged */
    uint64_t left, left_open;  /* beside them, of the whole and of a benchmark: who has left and is concerned; of these overdue or due soon */
};

struct standing *standing_new(struct arena *arena, const struct policy *policy);
void standing_take(struct standing *standing, const struct position *position, const struct finding *finding);
struct stood standing_rule(const struct standing *standing, size_t rule);
struct stood standing_benchmark(const struct standing *standing, int benchmark);
/* Answers about the school, its staff and its partners under a benchmark, by status; borrowed. */
const uint64_t *standing_others(const struct standing *standing, int benchmark);
/* Of all rules together. */
struct stood standing_whole(const struct standing *standing);
/* Percent of the pupils concerned who are met, on track or waived; -1 when it concerns nobody. */
int64_t stood_percent(const struct stood *stood);

#endif

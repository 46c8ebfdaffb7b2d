/* SPDX-License-Identifier: GPL-3.0-or-later
 * check_counts - a check for those who are shown counts and nobody's name: governors, the trust, the public.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Each person stands once under a rule, by what is most urgent.  Counts of fewer people than the audience table asks for are
 * not shown, nor those from which they would follow (engine/audience.h).
 *
 * Example:
 *     struct sheet *sheet = check_counts(arena, position);     // position->people is there
 */
#ifndef SIGNPOST_CHECK_COUNTS_H
#define SIGNPOST_CHECK_COUNTS_H

#include "work/finding_json.h"

/* One row a rule that concerns somebody; NULL when none does. */
struct sheet *check_counts(struct arena *arena, const struct position *position);
/* "line":"tally": one line a rule; what is not shown is left out and named in "hidden". */
void check_counts_json(struct buf *out, const struct finding_as *as, const struct position *position);
/* Whether some count of a rule may not be shown where groups of fewer are hidden: nor then what adds up to it. */
bool check_counts_hides(const struct position *position, size_t rule, int64_t fewest);
/* The same of how many have left: under some rule that concerns them a count is hidden. */
bool check_counts_hides_left(const struct position *position, int64_t fewest);
/* "62 of 120 pupils need something." */
struct str check_counts_summary(struct arena *arena, const struct position *position, const struct selection *selection);

#endif

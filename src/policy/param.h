/* SPDX-License-Identifier: GPL-3.0-or-later
 * param - dated values in words, and which of two is stricter.
 * Owns:  nothing.
 * Must not know: rules, amendments.
 *
 * Example:
 *     struct str now = param_say(&arena, param, param_at(param, day));     // "6", "Years 8 to 13", "25 hours"
 */
#ifndef SIGNPOST_PARAM_H
#define SIGNPOST_PARAM_H

#include "policy/model.h"

struct str param_say(struct arena *arena, const struct param *param, const struct param_step *step);
/* A bit mask of year groups: "Year 9", "Years 8 to 13", "Years 9, 11 and 13". */
struct str years_say(struct arena *arena, int64_t mask);
/* In the parameter's own direction; a parameter without one is never weaker. */
bool param_no_weaker(const struct param *param, const struct param_step *strict, const struct param_step *loose);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_diff - `policy diff` and `policy what-if`: what two policies say otherwise, and what that means for the pupils here.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Example: the rows `policy diff` and `policy what-if` (work/policy_verbs.def).
 */
#ifndef SIGNPOST_POLICY_DIFF_H
#define SIGNPOST_POLICY_DIFF_H

#include "policy/difference.h"
#include "work/policy_effect.h"

/* One past day of --history. */
struct effect_day {
    struct date day;
    size_t changed, pupils, more, less;
    struct str clauses;             /* "4.6.4 (136), 4.4.24 (1)": the three with most */
};

/* What is shown; policy_diff_page.c and policy_diff_data.c read it. */
struct policy_diff {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct policy_pair pair;
    struct differences differences;
    struct policy_effect *effect;   /* NULL: no records, or policies that these records can not be judged by */
    struct effect_day *days;        /* of --history */
    size_t day_count;
    bool list, what_if;
    struct str change;              /* of what-if, as typed */
};

bool policy_diff_run(const struct command_call *call, struct answer *answer);
bool policy_what_if_run(const struct command_call *call, struct answer *answer);

/* policy_diff_page.c: for people. */
void policy_diff_page(struct policy_diff *diff);
struct str policy_diff_place(struct arena *arena, const struct policy_pair *pair, const struct difference *difference);
/* "Year 9 pupils", "the school": whom a changed finding is about. */
struct str policy_diff_about(struct policy_diff *diff, const struct changed_finding *changed, bool names);
/* policy_diff_data.c: for programs. */
void policy_diff_data(struct policy_diff *diff);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_effect - what two policies say of the same people on one day: the records are read once and judged by both.
 * Owns:  nothing; everything lies in the arena given.
 * Must not know: how it is shown, why the policies differ.
 *
 * Findings belong together when rule, subject and turn of the window are the same; where a window moved, the turns that are
 * left over are taken in order.
 *
 * Example:
 *     struct policy_effect *effect;
 *     if (!policy_effect_judge(arena, &pair, day, tick, &effect, err)) return false;
 */
#ifndef SIGNPOST_POLICY_EFFECT_H
#define SIGNPOST_POLICY_EFFECT_H

#include "work/policy_pair.h"
#include "work/position.h"

#define NOT_ASKED STATUS_COUNT       /* in the place of a status: the policy asks nothing of them here */
#define STATUSES_AND_NONE (STATUS_COUNT + 1)

struct changed_finding {
    enum subject_type type;
    int64_t subject;
    uint32_t rule;                   /* index in policy_effect.rules */
    char instance[INSTANCE_KEY_SIZE];
    int from, to;                    /* enum status, or NOT_ASKED */
    struct date by_from, by_to;      /* last day on which something can be done */
};

struct effect_rule {
    const struct rule *rule;         /* of the second policy; of the first where that has none */
    bool forbids;
    uint64_t from[STATUSES_AND_NONE], to[STATUSES_AND_NONE];
    size_t changed, moved;           /* findings with another status; with the same and another day */
    enum subject_type type;          /* of those changed */
    size_t more, less;               /* people and others who have more, or less, left to do: each counted once */
    size_t late;                     /* who have nothing more left to do, and would have missed something */
    size_t handed;                   /* open findings that somebody else answers for */
    const struct role *hand_from, *hand_to; /* of the last of them */
    struct date first, last;         /* days by which those need it who have more to do */
};

struct effect_role {
    const struct role *role;         /* of the second policy, else the first */
    size_t from, to;                 /* things of which its holders are told in the next 30 days, as it stands */
};

struct policy_effect {
    struct date day;
    struct position *positions[2];
    size_t pupils;                   /* on roll */
    struct effect_rule *rules;       /* by clause; all of both */
    size_t rule_count;
    struct changed_finding *changed; /* in order of subject, rule, turn */
    size_t changed_count;
    size_t pupils_changed;           /* different pupils among them */
    struct effect_role *roles;
    size_t role_count;
};

#define EFFECT_DAYS 30

MUST_USE bool policy_effect_judge(struct arena *arena, const struct policy_pair *pair, struct date day, const struct tick *tick,
                                  struct policy_effect **out, struct err *err);
/* "on_track", "not_asked" */
const char *effect_status_key(int status);

#endif

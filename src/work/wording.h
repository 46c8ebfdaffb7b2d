/* SPDX-License-Identifier: GPL-3.0-or-later
 * wording - rules and findings in words: what is needed, what is missing, by when, where it is written.
 * Owns:  nothing.
 * Must not know: names of people, terminals.
 *
 * Example:
 *     rule_words(arena, rule);                       // "employer encounter" of "an employer encounter"
 */
#ifndef SIGNPOST_WORDING_H
#define SIGNPOST_WORDING_H

#include "engine/finding.h"
#include "policy/merge.h"

/* The rule's title, completing "needs ..." (of a prohibition: what went wrong); without one its name with spaces. */
struct str rule_title(struct arena *arena, const struct rule *rule);
/* The same of one of its versions: a keep asks for another thing in its review. */
struct str version_title(struct arena *arena, const struct rule *rule, const struct rule_version *version);
/* The same without "a" or "the": the name of a row. */
struct str version_name(struct arena *arena, const struct rule *rule, const struct rule_version *version);
/* The same as a heading: "employer encounter"; of a prohibition "no interview led by ...". */
struct str rule_words(struct arena *arena, const struct rule *rule);
/* Which turn of the window: "this school year", "autumn term 2025/26", "by the end of Year 11", "13 on 15 September 2025";
 * empty for rules that hold at every moment.  Shared: without a birthday, for what others read. */
struct str finding_when(struct arena *arena, const struct policy *policy, struct date as_of, const struct finding *finding,
                        bool shared);
/* What is needed, without an article and whichever turn: "careers plan of the last twelve months". */
struct str finding_short(struct arena *arena, const struct policy *policy, const struct finding *finding);
/* For a column of a table: what is needed, and which turn where it is not the one of today. */
struct str finding_words(struct arena *arena, const struct policy *policy, struct date as_of,
                         const struct finding *finding, bool shared);
/* Key of the status for people: "breached" where a prohibition was missed. */
struct str finding_status(const struct policy *policy, const struct finding *finding);
/* The last day on which something can still be done about it; for what is missed the day it should have been done. */
struct date finding_by(const struct finding *finding);
/* overdue, due soon, missed, unknown, waived, on track, met, not applicable: 0 is the most urgent. */
int status_urgency(enum status status);
/* True for what somebody still has to do: overdue, due soon, missed. */
bool finding_needs(const struct finding *finding);
/* "0 of 1", "12 of 25 hours"; *doubt "1 may count" or empty. */
struct str finding_tally(struct arena *arena, const struct policy *policy, const struct finding *finding);
/* "guidance.adviser_level#7790", "pupil.sen": for data. */
struct str missing_key(struct arena *arena, const struct policy *policy, const struct finding *finding,
                       const struct missing *missing);
/* "the adviser's level of the guidance interview #7790 is not recorded": for people.  Shared: for more than the careers
 * leader alone, so that a private fact is not named. */
struct str missing_words(struct arena *arena, const struct policy *policy, const struct finding *finding,
                         const struct missing *missing, bool shared);
/* It began before the school's records do. */
bool finding_before_records(const struct policy *policy, const struct finding *finding);
/* One sentence without names. */
struct str finding_message(struct arena *arena, const struct policy *policy, const struct finding *finding);
/* "policies/ept-2022/section-4-5-6.lua:35 policy.lua:17": the rule and the changes in force. */
struct str version_source(struct arena *arena, const struct policy *policy, const struct rule_version *version);
struct str origin_place(struct arena *arena, const struct policy *policy, const struct origin *origin);
/* Role key of a role index; empty for -1. */
struct str role_key(const struct policy *policy, int32_t role);
const struct rule_version *finding_version(const struct policy *policy, const struct finding *finding);
/* The overlays for pupils that had a say in it: "send"; empty for the rule as it stands. */
struct str finding_variant(struct arena *arena, const struct policy *policy, const struct finding *finding);
/* "ept-2022+policy.lua". */
struct str policy_label(struct arena *arena, const struct policy *policy);
bool force_forbids(enum force force); /* must not, should not */
/* "1 pupil", "2 pupils". */
struct str count_of(struct arena *arena, uint64_t count, const char *one, const char *many);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * merge - a set of documents to one effective policy, whatever their order.
 * Owns:  nothing.
 * Must not know: Lua, rows.
 *
 * Laws M1 to M16 of the policy language.  With any error in `problems` no policy comes out.
 *
 * Example:
 *     struct policy *policy;
 *     if (!policy_merge(&arena, set, kinds, as_of, &policy, problems)) ... show the problems, exit 3
 */
#ifndef SIGNPOST_MERGE_H
#define SIGNPOST_MERGE_H

#include "policy/model.h"

struct hatch;

/* Documents, typed by the loader and unmerged; and who answers for their check functions, NULL when there are none. */
struct policy_set {
    const struct document *documents;
    size_t document_count;
    const struct hatch *hatch;
    const char *vocabulary;     /* the folder whose kinds of record the documents speak of; NULL: those that ship alone */
};

/* as_of decides what is said of updates that have started and are not adopted, and whose values the texts show; the
 * canonical form does not depend on it.  Names are resolved against kinds; merged fields keep their origin.  False when
 * problems holds an error. */
MUST_USE bool policy_merge(struct arena *arena, const struct policy_set *set, const struct kinds *kinds,
                           struct date as_of, struct policy **out, struct problems *problems);

/* Canonical bytes of an effective policy: for hashing and comparing. */
void policy_canon(struct buf *out, const struct policy *policy);

/* In words, for people: "at least 1 employer encounter that is meaningful", "pupils in Years 7 to 13",
 * "each school year", "by the end of the school year in which 16 is reached". */
struct str policy_say_term(struct arena *arena, const struct policy *policy, const struct term *term, struct date day);
/* The same of a rule; of a check function where it is written and what it reads. */
struct str policy_say_have(struct arena *arena, const struct policy *policy, const struct rule_version *rule, struct date day);
struct str policy_say_who(struct arena *arena, const struct policy *policy, const struct rule_version *rule, struct date day);
struct str policy_say_window(struct arena *arena, const struct policy *policy, const struct window *window, struct date day);
/* "standard: 60 days before, 14 days before, on the day, then after 14, 14, 30 days". */
struct str policy_say_plan(struct arena *arena, const struct policy *policy, const struct plan *plan, struct date day);
/* "pupil declined, medical; at most 6 months; approved by Head of Careers", "never". */
struct str policy_say_exempt(struct arena *arena, const struct policy *policy, const struct exempting *exempt, struct date day);
/* "guidance interview" for a record of the kind guidance. */
struct str policy_say_kind(struct arena *arena, const struct policy *policy, int32_t kind);
/* Whether a record of a kind has a flag: "is meaningful", "was in school hours"; empty when there are no words for it. */
struct str policy_say_flag(struct arena *arena, const struct policy *policy, int32_t kind, const struct field *flag);
/* "adviser's level", "SEN status" */
struct str policy_say_field(struct arena *arena, const struct field *field);
/* "31 January" */
struct str policy_say_month_day(struct arena *arena, struct month_day day);
struct str policy_say_condition(struct arena *arena, const struct policy *policy, const struct filter *filter,
                                const struct condition *condition, struct date day);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * gen_policy - a small vocabulary with every type and shape, and random policies over it.
 * Owns:  nothing; all lies in the arena passed in.
 * Must not know: evaluators, rows.
 *
 * A policy is built directly as a struct policy: what the loader would refuse is never made.  The same seed gives the
 * same policy.
 *
 * Example:
 *     struct gen gen = gen_seeded(&arena, 17);
 *     const struct kinds *kinds = gen_kinds(&arena);
 *     struct policy *policy = gen_policy(&gen, kinds);
 */
#ifndef SIGNPOST_GEN_POLICY_H
#define SIGNPOST_GEN_POLICY_H

#include "base/calendar.h"
#include "engine/finding.h"
#include "policy/model.h"

struct gen {
    struct arena *arena;
    uint64_t state;
};

struct gen gen_seeded(struct arena *arena, uint64_t seed);
uint64_t gen_next(struct gen *gen);
int64_t gen_between(struct gen *gen, int64_t low, int64_t high); /* both included */
bool gen_chance(struct gen *gen, int percent);
/* A day that matters somewhere: edges of years, terms, phases, leap days, one day off either side, now and then any. */
struct date gen_day(struct gen *gen, int first_school_year, int last_school_year);

/* gen_kinds.c */
const struct kinds *gen_kinds(struct arena *arena);
const struct calendar *gen_calendar(struct arena *arena);
int32_t gen_kind(const struct kinds *kinds, const char *name);            /* bug if there is none */
int32_t gen_field(const struct kinds *kinds, int32_t kind, const char *name);
int32_t gen_fact(const struct kinds *kinds, enum subject_type type, const char *name);
/* May rules about these subjects name the kind? */
bool gen_fits(const struct kinds *kinds, uint32_t kind, enum subject_type type);
extern const struct str GEN_TEXTS[4];
#define GEN_ORGANISATIONS 3 /* keys 101, 102, 103; 104 is never in the feed */

/* gen_policy.c */
struct policy *gen_policy(struct gen *gen, const struct kinds *kinds);
/* A version of a rule, governing from the first day. */
struct rule_version gen_version(struct gen *gen, const struct policy *policy, enum subject_type subject);
/* A policy with one rule that has one version, to be filled in by hand: effective, readings as shipped, no parameters. */
struct policy *gen_plain_policy(struct arena *arena, const struct kinds *kinds, struct rule_version version);
struct operand gen_constant(int64_t value);

/* gen_overlay.c: puts overlays for pupils over a policy that has none. */
void gen_overlays(struct gen *gen, struct policy *policy);

/* gen_filter.c */
const struct filter *gen_who(struct gen *gen, const struct policy *policy, enum subject_type type, bool needs_year);
struct filter gen_record_filter(struct gen *gen, const struct policy *policy, enum subject_type type, int32_t kind);
int32_t gen_pick_kind(struct gen *gen, const struct kinds *kinds, enum subject_type type);
bool gen_may_name(const struct kinds *kinds, int32_t kind, uint32_t field, enum subject_type type);
struct operand gen_param_or(struct gen *gen, const struct policy *policy, enum param_type type, int64_t value);
int32_t gen_param_of(struct gen *gen, const struct policy *policy, enum param_type type); /* -1: none */

struct condition gen_condition(struct gen *gen, const struct policy *policy, const struct field *field, int32_t index);
/* gen_decide.c: decision tables; filters of records name them from then on. */
void gen_decisions(struct gen *gen, struct policy *policy);

/* gen_hatch.c: turns some rules into check functions, and what answers them. */
void gen_add_hatches(struct gen *gen, struct policy *policy);
const struct hatch *gen_hatch(void);

/* gen_measure.c: puts measures among the rules, last of all. */
void gen_measures(struct gen *gen, struct policy *policy);

/* gen_term.c */
/* kind: of the first leaf, or -1 for any. */
struct term gen_term(struct gen *gen, const struct policy *policy, enum subject_type type, int32_t kind, int depth);
struct window gen_window(struct gen *gen, const struct policy *policy, enum subject_type type);

/* gen_print.c: a rule as text, for people who look for a difference. */
void gen_print_rule(struct buf *out, const struct policy *policy, uint32_t rule);

#endif

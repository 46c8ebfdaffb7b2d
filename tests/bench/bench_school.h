/* SPDX-License-Identifier: GPL-3.0-or-later
 * bench_school - the vocabulary, the day and the rules that every benchmark program shares.
 * Owns:  nothing; all lies in the arena passed in.
 * Must not know: databases.
 *
 * A rule here is simple enough to be written as SQL too: so many records of a kind, with fields between two values,
 * since a day.  The first BENCH_SIMPLE rules are those; the others are the windows and terms that SQL has no short
 * form for.
 *
 * Example:
 *     struct kinds *kinds = bench_kinds(&arena);
 *     const struct policy *policy = bench_policy(&arena, kinds, 40);
 */
#ifndef SIGNPOST_BENCH_SCHOOL_H
#define SIGNPOST_BENCH_SCHOOL_H

#include "policy/model.h"

#define BENCH_SCHOOL_YEAR 2026
#define BENCH_DAY 20261123
#define BENCH_SIMPLE 12
#define BENCH_MOST 40

enum bench_window { BENCH_YEAR, BENCH_SINCE, BENCH_ROLLING };

struct bench_condition {
    const char *field; /* NULL ends the list */
    int64_t low, high;
};

struct bench_rule {
    const char *name, *kind;
    struct bench_condition conditions[3];
    int64_t n;
    int from_year, to_year;     /* year groups that it concerns */
    enum bench_window window;
    int a, b;                   /* SINCE: from the start of Year a to the end of Year b; ROLLING: a days */
    bool banned;                /* must_not */
};

extern const struct bench_rule BENCH_RULES[BENCH_SIMPLE];

/* One vocabulary each time: the store writes places into it. */
struct kinds *bench_kinds(struct arena *arena);
/* The first `count` rules; more than BENCH_MOST repeats the simple ones with other numbers. */
const struct policy *bench_policy(struct arena *arena, const struct kinds *kinds, uint32_t count);
/* Rule i of so many simple ones: every twelve the number asked for is one more. */
struct bench_rule bench_variant(uint32_t i);

/* Processor time of this process in seconds, for differences: other work on the machine counts for little. */
double bench_seconds(void);
/* The most memory that the process has used, in bytes. */
uint64_t bench_peak(void);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_draft - the text of boundary cases for one rule: whom, what records, which days.
 * Owns:  nothing.
 * Must not know: evaluators, files.
 *
 * Example:  case_generate.c
 */
#ifndef SIGNPOST_CASE_DRAFT_H
#define SIGNPOST_CASE_DRAFT_H

#include "engine/finding.h"
#include "work/case_sample.h"
#include "work/host.h"

struct draft_result {
    bool found;
    enum status status, underlying;
    int32_t late_days;
    struct date deadline;
    struct str missing;
    char instance[INSTANCE_KEY_SIZE]; /* another one than the table is about; else empty */
};

#define DRAFT_ROWS 1024

/* One thing that is counted. */
struct draft_leaf {
    const struct term *term;
    const struct filter *filter;
    struct str cells;      /* ", route = \"apprenticeship\"": fields that a for_each fixes */
    struct str set;        /* of a for_each over a set: its field, else empty ... */
    const struct str *members; /* ... and its values as written */
    size_t member_count;
};

#define DRAFT_LEAVES 64
#define DRAFT_TURNS 6

struct draft {
    struct arena *arena;
    const struct host *host;
    const char *folder;
    struct str calendar, rule_name, setup;
    struct str under;            /* the setup that was asked for; empty = whichever has the rule */
    const struct policy *policy;
    const struct rule *rule;
    const struct rule_version *version;
    struct sampling sampling;
    int school_year, year;       /* of the example pupil, in that school year */
    struct str subject;          /* "pupil { ... }, " or empty */
    struct date first;           /* of the school year */
    struct date anchor;          /* day of the example anchor */
    struct date good;            /* a day on which a record counts */
    struct draft_leaf leaves[DRAFT_LEAVES], others[DRAFT_LEAVES]; /* all of them needed; others that would do as well */
    size_t leaf_count, other_count;
    bool has_probe, has_lasting;
    struct finding probe, lasting;
    struct finding turns[DRAFT_TURNS]; /* further turns of a window that names several, each with its own year group */
    int turn_years[DRAFT_TURNS];
    size_t turn_count;
    bool judged;                 /* results are there */
    struct draft_result *results;
    size_t result_count, at, rows;
    bool newest[DRAFT_ROWS];     /* by row: of whichever turn of the window began last */
    size_t column;               /* of the line being written */
    struct str last;             /* what the last row was about */
};

/* The example subject in another year group. */
void draft_turn(struct draft *d, int year);
/* Chooses the version, the school year, the example subject and the leaves of what is counted. */
void draft_begin(struct draft *d);
struct str draft_probe(struct draft *d, struct str records);
/* The record that a window counts from; empty when it counts from something else. */
struct str draft_anchor(struct draft *d);
/* What it must be to count from, where the rule itself does not ask for it. */
void draft_anchor_fields(struct draft *d, struct buf *out, const struct filter *beside);
/* Every record that is needed, on one day. */
struct str draft_records(struct draft *d);
/* Once the window is known: a day inside it. */
void draft_place(struct draft *d);
/* The value of the field whose different values are counted, of record number 0, 1, ... */
struct str draft_distinct(struct draft *d, const struct draft_leaf *leaf, int number);
bool draft_is_state(const struct draft *d);
void draft_write(struct draft *d, struct buf *out);

#endif

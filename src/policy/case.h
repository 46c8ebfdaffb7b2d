/* SPDX-License-Identifier: GPL-3.0-or-later
 * case - a policy test as data: under which policy, whom it is about, what is on record, what is expected on which days.
 * Owns:  nothing; it lies in the arena it was read in.
 * Must not know: Lua, how anything is judged, what statuses there are.
 *
 * A pupil of a test is on roll, enrolled single, came at the start of Year 7, and has complete records; everything else is
 * missing until it is written.  A record is written flat: which field is the session's and which the person's, the kind
 * knows.  Its outcome is attended unless another is given.
 *
 * timeline and cases are written out: each of their rows is one day (struct case_day).  A reminder_test has one, that of
 * its first day, and is judged on each day from then on.
 *
 * Example:
 *     struct cases cases;
 *     if (!cases_read(&arena, documents, count, kinds, &cases, problems)) ... show the problems, exit 3
 */
#ifndef SIGNPOST_CASE_H
#define SIGNPOST_CASE_H

#include "base/map.h"
#include "policy/model.h"

/* Under which policy.  Two setups with one key are the same. */
struct case_setup {
    struct str policy;            /* "base", the name of a school's folder; empty = not said */
    const struct node *facts;     /* school = { setting = "pru" }: facts of an invented school's header, or NULL */
    const struct node *with;      /* declarations that are added to the school's file, or NULL */
    const struct node *readings;  /* readings in place of the policy's, or NULL */
    struct str key;
};

/* A field of a record or a fact of a subject as it is written; VALUE_NONE is not recorded. */
struct case_value {
    int32_t field;
    struct date from; /* facts: since when; DATE_FIRST = since ever, or not dated */
    int64_t value;    /* person, organisation: index in the block's names */
};

struct case_record {
    int32_t kind;
    struct date date;
    const struct case_value *values;
    size_t value_count;
    size_t subject;   /* index in the block's subjects: of a pupil or a member of staff; SIZE_MAX = nobody */
    int64_t rank;     /* order of writing in the block, from 1 */
};

struct case_subject {
    enum subject_type type;
    struct str name;
    const struct case_value *facts; /* by field, then from */
    size_t fact_count;
    int64_t key;      /* of the row; 0 for the school */
};

struct case_exemption {
    struct str rule, reason, approved_by;
    struct date from, ends, approved_on;
    bool held_role;   /* whoever approved it held the role */
    size_t subject;   /* SIZE_MAX = the school */
};

enum case_ask {
    CASE_STATUS, CASE_UNDERLYING, CASE_MET_ON, CASE_LATE_DAYS, CASE_NEED, CASE_CERTAIN, CASE_POSSIBLE, CASE_MISSING, CASE_VARIANT,
    CASE_OPENS, CASE_LEAD, CASE_DUE, CASE_DEADLINE, CASE_OWNER, CASE_FORCE, CASE_N, CASE_ASK_COUNT
};
const char *case_ask_name(enum case_ask ask); /* "met_on" */

/* One thing that is expected. */
struct case_asked {
    enum case_ask ask;
    bool none;        /* `none`: nothing there; as status: no finding at all */
    struct str text;  /* STATUS, UNDERLYING, MISSING, VARIANT, OWNER, FORCE */
    int64_t number;   /* LATE_DAYS, NEED, CERTAIN, POSSIBLE, N */
    struct date day;  /* MET_ON, OPENS, LEAD, DUE, DEADLINE */
};

struct case_expected {
    struct str rule;      /* "4.6.4/employer-encounter" */
    struct str instance;  /* "2022/23"; empty = the only one */
    struct str subject;   /* name of whom it is about; empty = the only one */
    const struct case_asked *asked;
    size_t asked_count;
};

/* One day judged, with the records that are there. */
struct case_day {
    struct date as_of;
    const struct case_subject *subjects;
    size_t subject_count;
    const struct case_record *records;
    size_t record_count;
    const struct case_expected *expected;
    size_t expected_count;
};

/* What a merge_test asks of the effective policy: a field of a rule, of a parameter, of a role. */
struct case_merged {
    struct str target, field; /* "4.9.2/interview-by-16", "owner"; field empty: whether the target is there */
    struct str said;          /* as signpost shows it */
    bool none;                /* the target or the field is not there */
};

/* A notice that a reminder_test expects. */
struct case_notice {
    struct date day;
    struct str role;  /* "tutor" */
    struct str cause; /* "lead", "step", "due", "again", "escalated"; empty = not asked */
};

enum case_type { CASE_TEST, CASE_TIMELINE, CASE_CASES, CASE_MERGE, CASE_REMINDER };

struct case_block {
    enum case_type type;
    struct str name;
    uint32_t document, line;
    struct case_setup setup;
    const struct case_exemption *exemptions;
    size_t exemption_count;
    const struct case_day *days;
    size_t day_count;
    struct str expect_error;            /* merge_test: short name of a problem code; empty = none */
    struct str hash;                    /* merge_test: the first digits of the canonical hash; empty = not asked */
    const struct case_merged *merged;
    size_t merged_count;
    struct date as_of;                  /* merge_test; DATE_NONE = not said */
    struct date from, to;               /* reminder_test: day by day; its rule and records are those of days[0] */
    const struct case_notice *notices;  /* all that go in that time, in order */
    size_t notice_count;
};

struct cases {
    const struct document *documents;
    size_t document_count;
    const struct case_block *blocks;    /* in order of document, then as written */
    size_t block_count;
};

/* False when problems holds an error.  Names of rules and statuses are left to whoever knows them. */
MUST_USE bool cases_read(struct arena *arena, const struct document *documents, size_t count, const struct kinds *kinds,
                         struct cases *out, struct problems *problems);
/* The place of a block, or of `token` in it. */
struct place case_place(struct arena *arena, const struct cases *cases, const struct case_block *block, struct str token);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * hatch - the door to `check = function(s) ... end` of a rule: what it is asked, and what it may answer.
 * Owns:  nothing.
 * Must not know: Lua (script/judge.c fills the door in).
 *
 * A function is asked about one instance of one rule and one subject, with the records of the kinds that its rule lists
 * in `reads`; other kinds do not exist for it.  The same question gets the same answer, whatever was asked before.
 *
 * Example:
 *     struct hatch_verdict verdict = { 0 };
 *     judging->hatch->judge(judging->hatch->self, &question, &verdict);
 */
#ifndef SIGNPOST_HATCH_H
#define SIGNPOST_HATCH_H

#include "base/row.h"
#include "policy/model.h"

/* A record that the function may see: not cancelled, its day on or before as-of. */
struct hatch_record {
    const struct activity *activity;
    struct date day, until;             /* in force from its day (counts_on when filled, else date) through until; DATE_NONE = open */
    bool has_part;                      /* of a person: facts and details hold the outcome and the each fields */
    uint64_t facts;
    const struct detail *details;
    uint32_t detail_count;
    int64_t person;                     /* the pupil or member of staff of the participation or note; 0 = nobody in particular */
};

struct hatch_question {
    int32_t hatch;                      /* rule_version.hatch */
    const struct kinds *kinds;
    const struct activities *activities;/* session details lie in it */
    enum subject_type subject_type;
    int64_t subject;
    const int64_t *facts;               /* of the subject on the as-of day; VALUE_NONE = not recorded */
    struct date opens, due, as_of;      /* DATE_NONE where the window has none */
    const int32_t *reads;               /* the kinds that it may see */
    size_t read_count;
    const struct hatch_record *records; /* by (day, activity id) */
    size_t record_count;
    struct arena *arena;                /* for the words of the verdict; lives as long as the run */
};

enum hatch_answer { HATCH_NOT_MET, HATCH_UNKNOWN, HATCH_MET };

struct hatch_verdict {
    enum hatch_answer answer;           /* UNKNOWN when error is set */
    struct str words;                   /* the function's own sentence, or what went wrong; may be empty */
    enum code error;                    /* CODE_NONE, or why there is no answer */
    int64_t evidence[10];               /* activity ids */
    uint32_t evidence_count;
};

struct hatch {
    void *self;
    void (*judge)(void *self, const struct hatch_question *question, struct hatch_verdict *out);
};

#endif

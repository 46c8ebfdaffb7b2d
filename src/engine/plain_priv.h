/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain_priv - inside the reference evaluator; the trace looks at the same parts.
 * Owns:  nothing.
 * Must not know: programs, the pass.
 *
 * Only plain*.c and trace*.c include this header.  A case is one version of one rule, with the parameters of one cut,
 * over one subject; an instance is one turn of its window.
 *
 * Example:
 *     enum plain_answer answer = plain_scope(c, day, NULL);
 */
#ifndef SIGNPOST_PLAIN_PRIV_H
#define SIGNPOST_PLAIN_PRIV_H

#include "engine/plain.h"

/* In Kleene's order: `and` is the least, `or` the greatest. */
enum plain_answer { PLAIN_NO, PLAIN_NOT_KNOWN, PLAIN_YES };

/* The findings of a run, for measures. */
struct plain_notes {
    struct finding *at;
    size_t count, room;
};

/* One run over one feed. */
struct plain {
    struct arena *arena;            /* of the run */
    struct arena *scratch;          /* of the subject at hand */
    const struct policy *policy;
    const struct kinds *kinds;
    const struct judging *judging;
    const struct feed *feed;
    struct activities activities;
    struct batch *organisations;    /* copies of the facts, by key */
    size_t organisation_count;
    const struct exemption *exemptions;
    size_t exemption_count;
    struct plain_notes *notes;      /* NULL: nothing is measured */
    const bool *judged;             /* by rule: asked for, or counted by a measure; NULL = all */
    int64_t *persons;               /* by activity: whose a note is that a check function at school level reads; or NULL */
};

/* What happened to one subject: its participations, or for organisations and the school the activities. */
struct plain_record {
    uint32_t index;                          /* of the activity */
    const struct activity *activity;
    const struct participation *participation; /* NULL at school level */
};

struct plain_subject {
    enum subject_type type;
    const struct batch *batch;
    const struct plain_record *records;      /* in order of (date, id) */
    size_t record_count;
};

/* A value of a for_each around the filter at hand; several are a chain. */
struct plain_cell {
    struct str field;
    struct str name;      /* as written; empty for numbers */
    int64_t number;
    const struct plain_cell *outer;
};

/* A term after unrolling. */
struct plain_node {
    enum term_op op;      /* never FOR_EACH */
    const struct term *term;
    const struct plain_cell *cells;
    int64_t n;
    struct plain_node *parts;
    size_t part_count;
};

struct plain_case {
    const struct plain *run;
    const struct plain_subject *subject;
    uint32_t rule;                           /* index in policy.rules */
    uint32_t variant;                        /* of it: 0, or 1 + index in rule.variants */
    const struct rule_version *version;
    uint32_t version_index;
    struct date first, last;                 /* of the cut: deadlines within, parameters of `first` */
    struct plain_node have;                  /* plain_build */
    const struct plain_node **leaves;
    size_t leaf_count;
};

struct plain_instance {
    const struct plain_case *rule;
    char key[INSTANCE_KEY_SIZE];
    struct date opens, deadline, late_until;
    struct date counts_from;                 /* records count from this day; opens, unless said otherwise */
    struct date sure_until;                  /* records of later days count perhaps; DATE_NONE: all of them certainly */
    struct date who_by;                      /* who is judged on this day when as-of is later (else on as-of) */
    bool is_state, is_dateless;
    bool is_anchored;
    struct date anchor_day;
    const struct plain_record *anchor;       /* NULL for milestones */
    enum plain_answer anchor_answer;
    int32_t lacks[4];                        /* facts that a dateless one needs, or that its dates hang on */
    size_t lack_count;
};

struct plain_instances {
    struct plain_instance *at;
    size_t count, room;
};

struct plain_lacks {                         /* missing data as it is found, with repeats */
    struct arena *arena;
    struct missing *at;
    size_t count, room;
};

/* A record that may count in a leaf. */
struct plain_candidate {
    const struct plain_record *record;
    struct date day;                         /* with which it counts */
    struct date until;                       /* last day in force, in rolling and always */
    enum plain_answer answer;                /* never PLAIN_NO */
};

struct plain_candidates {
    struct plain_candidate *at;              /* by (day, id) */
    size_t count;
};

enum plain_verdict { PLAIN_FAILING, PLAIN_OPEN, PLAIN_MET };

/* What a term says to given candidates. */
struct plain_result {
    enum plain_verdict verdict;
    struct date met_on;                      /* when met */
    struct tally tally;                      /* leaves */
};

/* plain_value.c */
void plain_lack(struct plain_lacks *lacks, int32_t kind, int32_t field, int64_t activity);
int64_t plain_operand(const struct plain_case *c, const struct operand *operand);
const struct param_step *plain_param(const struct param *param, struct date day);
struct date plain_span_after(const struct plain *run, struct date day, enum span_unit unit, int64_t n);
struct date plain_span_before(const struct plain *run, struct date day, enum span_unit unit, int64_t n);
int64_t plain_field(const struct plain *run, const struct plain_subject *subject, const struct plain_record *record,
                    int32_t field);
int64_t plain_fact(const struct plain *run, const struct plain_subject *subject, int32_t fact, struct date day);
/* The first school year whose year is n or more, the last whose year is n or less; false when no year is recorded. */
bool plain_first_school_year(const struct plain *run, const struct plain_subject *subject, int64_t n, int *out);
bool plain_last_school_year(const struct plain *run, const struct plain_subject *subject, int64_t n, int *out);
enum leap_day plain_leap_day(const struct plain *run);

/* plain_decide.c: the answer of a decision table on the record's own day. */
int32_t plain_decide(const struct plain_case *c, int32_t decision, const struct plain_record *record);
/* counts_on when it is filled, else the date. */
struct date plain_own_day(const struct plain *run, const struct plain_subject *subject, const struct plain_record *record);

/* plain_hatch.c: the check function about one instance. */
void plain_ask(const struct plain_instance *instance, struct date due, struct hatch_verdict *out);
MUST_USE bool plain_read_persons(struct arena *arena, struct plain *run, struct err *err);
/* Kinds of notes about these people that functions at school level read; kinds may be NULL. */
bool plain_hatch_kinds(const struct policy *policy, enum subject_type people, bool *kinds);

/* plain_filter.c */
enum plain_answer plain_condition(const struct plain_case *c, const struct field *field,
                                  const struct condition *condition, int64_t value);
/* With the reading of `meaningful`, and through organisations; and what a day or value says by itself: plain_condition. */
enum plain_answer plain_record_condition(const struct plain_case *c, const struct condition *condition,
                                         const struct plain_record *record);
enum plain_answer plain_on_record(const struct plain_case *c, const struct filter *filter, const struct plain_cell *cells,
                                  const struct plain_record *record, bool as_anchor, struct plain_lacks *lacks);
enum plain_answer plain_on_facts(const struct plain_case *c, const struct filter *filter, struct date day,
                                 struct plain_lacks *lacks);
enum plain_answer plain_outcome(const struct plain_case *c, const struct filter *filter,
                                const struct plain_record *record, bool as_anchor);
uint32_t plain_outcomes(const struct plain_case *c, const struct filter *filter);
int64_t plain_outcome_of(const struct plain_record *record);
bool plain_has_outcome(const struct plain_case *c, const struct filter *filter);
/* Is it looked at: its kind, and not cancelled unless the filter asks. */
bool plain_sees(const struct filter *filter, const struct plain_record *record);
enum plain_answer plain_scope(const struct plain_case *c, struct date day, struct plain_lacks *lacks);
/* The condition that a cell adds to a filter; its one value lies in *value. */
struct condition plain_cell_condition(const struct plain_case *c, const struct filter *filter,
                                      const struct plain_cell *cell, struct operand *value);
bool plain_names(const struct filter *filters, size_t count, int32_t fact);
/* Years 0 to 31 that some filter of who admits; *all: every filter has a condition on year. */
uint32_t plain_who_years(const struct plain_case *c, bool *all);

/* plain_window.c */
void plain_windows(const struct plain_case *c, struct plain_instances *out);

/* plain_term.c */
void plain_build(struct plain_case *c);
/* The day of a record in a leaf; DATE_NONE when it has none. */
struct date plain_day(const struct plain_case *c, const struct plain_node *leaf, const struct plain_record *record);
/* The last day in force from which records of that day count no more. */
struct date plain_until(const struct plain_case *c, const struct plain_record *record, struct date day);
/* The day on which a later record takes its place; DATE_NONE when none does. */
struct date plain_replaced_on(const struct plain_case *c, const struct plain_record *record);
/* In a window: the first day on which the record is there.  In rolling and always: the day from which it is.  False when
 * it is not there at all; the answer is left open. */
bool plain_place(const struct plain_instance *instance, const struct plain_node *leaf, const struct plain_record *record,
                 struct plain_candidate *out);
enum plain_answer plain_counts(const struct plain_case *c, const struct plain_node *leaf,
                               const struct plain_record *record, struct date own_day, struct plain_lacks *lacks);
struct plain_candidates plain_collect(const struct plain_instance *instance, const struct plain_node *leaf);
/* results: one for each leaf. */
void plain_count(const struct plain_case *c, const struct plain_node *leaf, const struct plain_candidates *candidates,
                 struct plain_result *out);
struct plain_result plain_judge(const struct plain_node *node, const struct plain_result *results);
bool plain_is_leaf(const struct plain_node *node);
/* A field given by index for the first filter's kind, in another kind; FIELD_ABSENT when it has none. */
int32_t plain_field_in(const struct plain_case *c, const struct plain_node *leaf, int32_t field, uint32_t kind);
bool plain_is_negative(enum force force);

/* plain_state.c */
struct plain_state {
    struct date opens, deadline;             /* deadline DATE_NONE: none */
    bool holds;
};
/* The first day on which anybody was bound by the rule. */
struct date plain_began(const struct plain_case *c);
struct date plain_start(const struct plain_case *c);
struct plain_state plain_state(const struct plain_instance *instance, const struct plain_candidates *candidates);
/* Candidates in force on the day. */
struct plain_candidates plain_in_force(const struct plain_case *c, const struct plain_candidates *all, struct date day);

/* plain_finding.c */
void plain_finding(const struct plain_instance *instance, struct date next_opens, struct finding *out);
/* plain_change.c */
struct date plain_next_change(const struct plain_instance *instance, const struct finding *finding, struct date next_opens);

/* plain_variant.c */
#define PLAIN_VARIANTS 16                    /* of one rule, itself among them */

struct plain_said {
    struct finding finding;
    const struct plain_instance *instance;
};

struct plain_saying {
    struct plain_said *at;
    size_t count, room;
};

/* All findings of a rule about a subject, in order, not applicable ones too; variants are put together. */
struct plain_saying plain_judge_rule(const struct plain *run, const struct plain_subject *subject, uint32_t rule);
/* Does the guard of some overlay on the rule name the fact? */
bool plain_guards_name(const struct plain_case *c, int32_t fact);

/* plain_measure.c */
void plain_note(struct arena *arena, struct plain_notes *notes, const struct finding *finding);
/* A measure that applies, after all findings are noted; *said: false when it is not in force. */
MUST_USE bool plain_measure(const struct plain *run, uint32_t rule, struct measured *out, struct finding *finding,
                            bool *said, struct err *err);

/* plain.c */
struct plain_sifted {
    struct plain_instances instances;        /* to be judged, in order */
    struct date next_opens;                  /* the least that lies ahead */
};
struct plain_sifted plain_rule(const struct plain *run, const struct plain_subject *subject, uint32_t rule,
                               uint32_t variant);
MUST_USE bool plain_open(struct arena *arena, struct arena *scratch, const struct policy *policy,
                         const struct judging *judging, const struct feed *feed, const struct needs *needs,
                         struct plain *out, struct err *err);
struct plain_subject plain_subject(const struct plain *run, enum subject_type type, const struct batch *batch);

#endif

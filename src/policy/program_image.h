/* SPDX-License-Identifier: GPL-3.0-or-later
 * program_image - the rule program laid open: what compile*.c writes and the one pass reads.
 * Owns:  nothing; it lies in the arena it was compiled in.
 * Must not know: rows, Lua, SQL.
 *
 * Conditions become atoms.  An atom is a bit in one word of its table (a record kind, or the facts of a subject type);
 * a table has as many words as its filters need, and every filter lies in one word, so that a filter is one mask.
 * A row sets two words for each: T (the atom is yes) and F (it is no); neither is not known.
 *
 * Example:
 *     const struct image_filter *f = &program->filters[leaf->filters];
 *     no = (F & f->need) != 0;  yes = (T & f->need) == f->need;
 */
#ifndef SIGNPOST_PROGRAM_IMAGE_H
#define SIGNPOST_PROGRAM_IMAGE_H

#include "policy/program.h"

enum atom_op {
    ATOM_AMONG, ATOM_RANGE, ATOM_INCLUDES_ALL, ATOM_INCLUDES_ANY, ATOM_LACKS_ANY, ATOM_KNOWN, ATOM_MISSING,
    ATOM_ORGANISATION, ATOM_OUTCOME, ATOM_NOT_CANCELLED, ATOM_DECIDED
};

struct image_atom {
    enum atom_op op;
    bool negated;
    bool each;             /* of the participation; else of the session, or a fact */
    int32_t field;         /* in the table's fields */
    int64_t low, high;     /* RANGE, ends included; OUTCOME: low is the mask over enum outcome_code */
    int64_t mask;          /* INCLUDES_*, LACKS_ANY: the members; DECIDED: the answers */
    const int64_t *values; /* AMONG: sorted */
    size_t value_count;
    uint32_t filter;       /* ORGANISATION: index in program.filters; DECIDED: index in program.decisions */
    bool missing_is_yes, missing_is_no; /* reading "meaningful", the defaults of who, `outcome = any` */
};

/* Bits that one value sets, for the words of the table: T and F in turn, `words` pairs. */
enum column_form {
    COLUMN_RAW,   /* by the packed bits of facts: table[raw] */
    COLUMN_CUTS,  /* by sorted cut points: table[1 + the number of cuts <= value]; table[0] is missing */
    COLUMN_ATOMS  /* atom by atom: wide sets */
};

struct image_column {
    int32_t field;
    enum column_form form;
    uint8_t bit;             /* RAW */
    uint64_t raw_mask;
    const int64_t *cuts;     /* CUTS */
    uint32_t cut_count;
    const uint64_t *table;   /* RAW, CUTS: 2 * words for each entry */
    const uint32_t *bits;    /* the places (word * 64 + bit) of this column's atoms */
    const uint32_t *atoms;   /* and which atom stands there */
    uint32_t bit_count;
};

/* Conditions on one kind, or on the facts of one subject type. */
struct image_table {
    const struct field *fields;
    uint32_t words;
    uint32_t place_count;          /* words * 64 */
    const uint32_t *atom_at;       /* by place: atom, or UINT32_MAX */
    const struct image_column *session, *each; /* facts use session */
    uint32_t session_count, each_count;
    const uint32_t *outcome_bits, *outcome_atoms;
    uint32_t outcome_count;
    const uint32_t *organisation_bits, *organisation_atoms;
    uint32_t organisation_count;
    const uint32_t *decided_bits, *decided_atoms;
    uint32_t decided_count;
    const uint32_t *cancelled_bits;
    uint32_t cancelled_count;
    uint64_t *outcome_table;       /* [raw outcome][0 planned, 1 the day has come]: 2 * words each */
};

/* The `and` of some atoms of one table. */
struct image_filter {
    uint32_t table;       /* kind index, or program.kind_count + subject type */
    uint32_t word;
    uint64_t need;
    uint64_t outcome;     /* the bit of its outcome atom, or 0 */
    bool wants_attended;  /* its outcome atom asks for attended */
    bool never;           /* asks for a value that the field cannot have: no row answers yes */
    enum subject_type subject; /* of the rule that it belongs to */
    const struct filter *source;
};

enum image_op { IMAGE_AT_LEAST, IMAGE_AT_MOST, IMAGE_TOTAL, IMAGE_ALL, IMAGE_ANY };

/* A term as a tree in pre-order: the children of a node follow it; `end` is the first node after the whole of it. */
struct image_node {
    enum image_op op;
    uint32_t leaf;        /* leaves: index from the version's first leaf */
    uint32_t end;         /* relative to the version's first node */
};

/* One counting term after unrolling. */
struct image_leaf {
    enum image_op op;
    int64_t n;
    uint32_t filters, filter_count;
    const uint32_t *kinds;   /* the distinct kinds of its filters, ascending */
    uint32_t kind_count;
    int32_t *distinct;       /* by position in kinds: the field there, or FIELD_ABSENT; NULL = not distinct */
    int32_t *total;          /* likewise */
    int32_t *on;             /* likewise: the day field; NULL = the kind's own day */
};

struct image_span { enum span_unit unit; int32_t n; };

struct image_window {
    enum window_op op;
    int a, b;
    struct month_day day;
    uint32_t key_stages;
    const uint32_t *names;
    size_t name_count;
    struct image_span length, grace, may_precede, opens;
    enum anchor anchor;
    uint32_t anchor_filter;
    int anchor_n;
    int32_t anchor_on;
    bool same_record;
};

/* A decision table of which some filter asks. */
struct image_decision {
    const struct decision *source;
    const uint32_t *filters;           /* by input: of LATEST the records */
};

/* A rule between two days of deadlines, with constants only. */
struct image_version {
    uint32_t rule, variant, version;   /* in policy.rules; 0 or 1 + index in rule.variants; in the versions of that */
    const struct rule_version *source;
    struct date governs_from, governs_to; /* deadlines (state windows: as-of days), both included */
    uint32_t who, who_count;           /* filters on the subject's facts */
    uint32_t unless, unless_count;
    uint32_t nodes, node_count;
    uint32_t leaves, leaf_count;
    struct image_window when;
    bool has_late;
    struct image_span late;
    struct image_span lead;            /* of the plan; 60 days without one */
    bool names_roll;                   /* who names on_roll or left_on (pupils) */
    bool who_names_year;               /* every part of who names years */
    uint32_t who_years;                /* mask over years 0 to 31 that some part of who names */
    bool names_age, names_year, names_days; /* who or unless: age; year or key_stage; days_on_roll or days_in_post */
    uint32_t readings;                 /* that every finding of it rests on; leap-day: when the subject was born so */
    bool leap_matters;
};

struct image_rule {
    uint32_t rule;
    uint32_t variant;                  /* 0, or 1 + index in rule.variants */
    uint32_t overlays;                 /* variants: for whom it is; the rule itself: those that change it */
    uint32_t variant_count;            /* of the rule itself: they follow it */
    uint32_t subjects;                 /* bit per enum subject_type: whom its versions are about */
    uint32_t versions, version_count;  /* by governs_from */
};

/* A measure between two as-of days, with constants only.  Its records count as in any window: `counting` holds who is
 * counted (`over` of subjects), and one leaf with the records that are found by their day. */
struct image_measure {
    struct image_version counting;     /* the window is each school year; the real one is in its source */
    struct image_span length;          /* of rolling */
    uint32_t of, of_count;             /* filters: which of them are meant; of subjects and records */
    int64_t least, most;
    bool everybody;                    /* people who have left, too */
};

/* The guard of an overlay for pupils: filters on their facts, any of them. */
struct image_guard {
    uint32_t filters, filter_count;
};

struct program {
    const struct policy *policy;
    uint32_t kind_count;
    struct image_table *tables;        /* kinds, then subject types */
    uint32_t table_count;
    struct image_atom *atoms;
    uint32_t atom_count;
    struct image_filter *filters;
    uint32_t filter_count;
    struct image_node *nodes;
    uint32_t node_count;
    struct image_leaf *leaves;
    uint32_t leaf_count;
    struct image_version *versions;
    uint32_t version_count;
    struct image_decision *decisions;  /* by index in policy.decisions; those that are not asked are empty */
    uint32_t *deciding;                /* kinds with filters that ask one */
    uint32_t deciding_count;
    struct image_measure *measures;    /* that apply, in the order of the policy, by day */
    uint32_t measure_count;
    struct image_guard *guards;        /* as policy.overlays */
    struct image_rule *rules;          /* rules that apply, in the order of the policy, each with its variants */
    uint32_t rule_count;
    bool *kinds_used;                  /* by kind */
    bool **fields_used;                /* by kind and field: what some atom, day or total reads */
    bool has_hatches;                  /* some version is a check function */
    bool organisations_asked;          /* some atom asks about an organisation */
};

/* The answer of one atom to one value; ORGANISATION and OUTCOME are not asked here. */
enum { ANSWERED_NO, ANSWERED_NOT_KNOWN, ANSWERED_YES };
int image_atom_answer(const struct image_atom *atom, int64_t value);

#endif

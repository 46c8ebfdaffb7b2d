/* SPDX-License-Identifier: GPL-3.0-or-later
 * model - the effective policy: typed, merged, resolved; what both evaluators read.
 * Owns:  nothing; it lies in the arena it was merged in.
 * Must not know: Lua, files, rows.
 *
 * merge.h makes a struct policy from a set of documents.  engine/plain.c judges straight from it; compile.h turns it
 * into a program for engine/pass.c.
 *
 * Example:
 *     for (size_t i = 0; i < policy->rule_count; i++) puts(str_c(&arena, policy->rules[i].name));
 */
#ifndef SIGNPOST_MODEL_H
#define SIGNPOST_MODEL_H

#include "base/kind.h"
#include "policy/node.h"

/* Where an effective field comes from. */
struct origin {
    uint32_t document;      /* index in policy.documents */
    uint32_t line;
    struct str reason;      /* of the amendment; empty for the base */
    struct str approval;    /* "LGB 22/31", or approved_by and date; may be empty */
};

/* A number or a list that may stand for a dated parameter. */
struct operand {
    int32_t param;          /* index in policy.params, or -1: constant */
    int64_t value;          /* the constant */
};

/* A dated parameter.  Value lists: whole and hours have one value, years a bit mask in one value, codes and texts many. */
enum param_type { PARAM_WHOLE, PARAM_HOURS, PARAM_TEXT, PARAM_TEXTS, PARAM_CODES, PARAM_YEARS };
enum stricter { STRICTER_NONE, STRICTER_HIGHER, STRICTER_LOWER, STRICTER_WIDER };

struct param_step {
    struct date from;
    const int64_t *values;      /* WHOLE, HOURS (minutes), YEARS (mask): one; TEXTS, CODES: text_value() of each */
    const struct str *texts;    /* TEXT, TEXTS, CODES: as written */
    size_t count;
    struct origin origin;
};

struct param {
    struct str name, clause;
    enum param_type type;
    enum stricter stricter;
    const struct param_step *steps; /* by from; the first governs earlier days too */
    size_t step_count;
    struct origin origin;
};

/* The step in force on that day. */
const struct param_step *param_at(const struct param *param, struct date day);

/* ---- conditions ------------------------------------------------------------------------------------------------ */

/* NOT_KNOWN is the outcome of a comparison with a missing value, except for KNOWN, MISSING, ANY (policy-language 8.1). */
enum condition_op {
    CONDITION_AMONG,        /* value is one of values (one for a constant); is_not: negated; for sets: the set equals */
    CONDITION_RANGE,        /* low <= value <= high (years(a,b), at_least, at_most, below, above); either end may be open */
    CONDITION_INCLUDES_ALL, /* sets: includes, includes_all */
    CONDITION_INCLUDES_ANY,
    CONDITION_LACKS_ANY,    /* true when the set lacks at least one of values */
    CONDITION_KNOWN,
    CONDITION_MISSING,
    CONDITION_ANY,          /* always yes */
    CONDITION_ORGANISATION  /* organisation = organisations { ... } : the nested filter on the organisation's facts */
};

struct filter;

struct condition {
    int32_t field;          /* index in the kind's fields, or in the subject's facts */
    enum condition_op op;
    bool negated;           /* is_not(x): the answer turned round; not known stays not known */
    struct operand low, high;          /* RANGE */
    bool has_low, has_high;
    struct operand *values;            /* AMONG, INCLUDES_*, LACKS_ANY: constants, or ONE operand that is a list parameter
                                          (codes, texts, years: the value must be among the parameter's values) */
    size_t value_count;
    const struct filter *organisation; /* ORGANISATION */
};

/* A name bound to a decision table (`bind`): the table's answer for the pupil on the record's own day is one of these. */
struct bound {
    struct str name;        /* "allowed" */
    int32_t decision;       /* index in policy.decisions */
    uint64_t answers;       /* mask over its answers */
};

/* On the records of one kind, or on the facts of one subject type. */
struct filter {
    bool of_subject;
    enum subject_type subject_type;    /* of_subject */
    int32_t kind;                      /* index in kinds, else -1 */
    const struct condition *conditions;/* all of them; `outcome` is not among them */
    size_t condition_count;
    uint32_t outcomes;                 /* records with outcomes: bit mask asked for; 0 = kind's own `counts`.
                                          `outcome = any` is resolved by the reading "opportunity" */
    bool names_cancelled;              /* else cancelled activities are seen by no rule */
    const struct bound *bounds;        /* records of pupils; all of them too, in order of name */
    size_t bound_count;
    /* Subjects: parts of the default that the filter does not switch off by naming them. */
    bool default_on_roll;              /* pupils: on roll; staff: in post; organisations: not inactive */
    bool default_enrolment;            /* pupils: enrolment in parameter counted_enrolments (when the policy has it) */
    uint32_t document, line;
};

/* ---- decision tables (policy-language 8.10) ----------------------------------------------------------------------- */

/* What a table asks about a pupil on a day: a fact, or a field of the newest record on or before that day. */
struct decision_input {
    struct str name;
    bool is_latest;
    int32_t fact;                      /* of pupils */
    const struct filter *filter;       /* LATEST: of which records */
    int32_t column;                    /* LATEST: the field in their kind */
    struct field field;                /* what the value is: a number, a flag or a code; with a code of its own for "no record" */
    int64_t if_none;                   /* LATEST: the value when there is no record */
};

struct decision_row {
    const struct condition *cells;     /* one an input; constants only */
    int32_t answer;
};

/* Exactly one row fits each combination of inputs. */
struct decision {
    struct str name;
    const struct decision_input *inputs;
    size_t input_count;
    const struct decision_row *rows;
    size_t row_count;
    const struct str *answers;
    size_t answer_count;               /* at most 63 */
    int32_t unknown;                   /* the answer when the rows that are still possible differ */
    size_t combinations;               /* of inputs, each with its one row */
    struct origin origin;
};

/* ---- terms ------------------------------------------------------------------------------------------------------ */

enum term_op { TERM_AT_LEAST, TERM_AT_MOST, TERM_AT_LEAST_TOTAL, TERM_ALL_OF, TERM_ANY_OF, TERM_FOR_EACH };

struct term {
    enum term_op op;
    struct operand n;                  /* AT_LEAST, AT_MOST, AT_LEAST_TOTAL (hours: minutes) */
    const struct filter *filters;      /* counting terms: either of them, counted once per record; same or other kinds */
    size_t filter_count;
    int32_t distinct;                  /* field index in filters[0]'s kind, or -1 */
    int32_t on;                        /* day field index, or -1 */
    int32_t total;                     /* AT_LEAST_TOTAL: field index */
    const struct term *parts;          /* ALL_OF, ANY_OF; FOR_EACH: one part */
    size_t part_count;
    /* FOR_EACH: the part with field = value (or, for sets, includes value) for each value; all must hold.  At most 512 cells. */
    struct str each_field;             /* by name: each kind below has its own index */
    const int64_t *each_values;        /* constants as row values of that field (code indices, numbers, text values) ... */
    const struct str *each_names;      /* ... and as written, for people */
    size_t each_count;
    int32_t each_param;                /* or a list parameter (index), else -1 */
};

/* ---- windows ----------------------------------------------------------------------------------------------------- */

enum window_op {
    WINDOW_EACH_SCHOOL_YEAR, WINDOW_EACH_TERM, WINDOW_EACH_HALF_TERM, WINDOW_EACH_KEY_STAGE, WINDOW_BY_AGE,
    WINDOW_FURTHER_BY_AGE, WINDOW_BY_END_OF_YEAR, WINDOW_BEFORE_YEAR, WINDOW_OVER_YEARS, WINDOW_IN_PHASES,
    WINDOW_AT_TRANSITIONS, WINDOW_BY_DATE_IN_YEAR, WINDOW_BY_DATE_AFTER_YEAR, WINDOW_WITHIN, WINDOW_AHEAD_OF,
    WINDOW_ROLLING, WINDOW_ALWAYS, WINDOW_KEPT, WINDOW_REVIEW
};

enum span_unit { SPAN_DAYS, SPAN_SCHOOL_DAYS, SPAN_MONTHS };
struct span {
    enum span_unit unit;
    struct operand n;
};

struct month_day {
    int month, day; /* month 0 = not given */
};

enum anchor { ANCHOR_RECORD, ANCHOR_ADMISSION, ANCHOR_LEAVING, ANCHOR_BIRTHDAY, ANCHOR_TURNS_YEAR, ANCHOR_APPOINTMENT };

struct window {
    enum window_op op;
    struct operand a, b;        /* by_age(a) further_by_age(a, b) by_end_of_year(a) before_year(a) over_years(a, b);
                                   KEPT, REVIEW: a years from the days below */
    struct month_day day;       /* `due = "MM-DD"` of each_school_year; the date of by_date_* */
    uint32_t key_stages;        /* EACH_KEY_STAGE: bit mask 1<<3, 1<<4, 1<<5 */
    const uint32_t *names;      /* IN_PHASES, AT_TRANSITIONS: indices in policy.phases / policy.transitions;
                                   KEPT, REVIEW: days among the facts of pupils, of which the reading takes one */
    size_t name_count;
    struct span length;         /* WITHIN, AHEAD_OF: n days or school days; ROLLING: the span */
    struct span grace;          /* ALWAYS; ROLLING, WITHIN: 0 days when absent */
    struct span may_precede;    /* WITHIN: 0 days when absent */
    struct span opens;          /* AHEAD_OF: 12 months when absent */
    enum anchor anchor;         /* WITHIN, AHEAD_OF */
    struct filter anchor_filter;/* ANCHOR_RECORD */
    struct operand anchor_n;    /* BIRTHDAY, TURNS_YEAR */
    int32_t anchor_on;          /* day field index of the anchor's kind, or -1 */
    bool same_record;
};

/* ---- rules ------------------------------------------------------------------------------------------------------- */

enum force { FORCE_MUST, FORCE_SHOULD, FORCE_MAY, FORCE_MUST_NOT, FORCE_SHOULD_NOT };
enum basis { BASIS_LAW, BASIS_GUIDANCE, BASIS_TRUST };
enum severity_level { LEVEL_INFO, LEVEL_LOW, LEVEL_MEDIUM, LEVEL_HIGH, LEVEL_CRITICAL };

struct exempting {
    bool never;                    /* exempt = never, or no `exempt` at all: see allowed */
    bool allowed;                  /* the rule has exempt = { ... } */
    const struct str *reasons;
    size_t reason_count;           /* 0 = any reason */
    bool has_limit;
    struct span for_at_most;
    int32_t approved_by;           /* index of a role, or -1 = anybody */
};

/* What is said of a rule, a subject and a turn of its window (policy-language 8.7). */
enum status {
    STATUS_MET, STATUS_ON_TRACK, STATUS_DUE_SOON, STATUS_OVERDUE, STATUS_MISSED, STATUS_WAIVED, STATUS_UNKNOWN,
    STATUS_NOT_APPLICABLE, STATUS_COUNT
};
const char *status_key(enum status status);       /* "due_soon" */
bool status_by_key(struct str key, enum status *out);

/* What a measure counts: people or organisations, records (once each, whoever came), or findings. */
enum measured_things { MEASURED_SUBJECTS, MEASURED_RECORDS, MEASURED_FINDINGS };

struct measured_side {
    enum measured_things things;
    enum subject_type subject;         /* SUBJECTS: whose facts the filters speak of */
    const struct filter *filters;      /* SUBJECTS, RECORDS: any of them */
    size_t filter_count;
    const bool *rules;                 /* FINDINGS: by rule index; NULL = all but measures */
    uint32_t statuses;                 /* FINDINGS: bit per enum status; all of them = any */
};

/* By what a measure is told apart: a fact of its subjects; of records a field, or a fact of the organisation. */
struct measured_by {
    int32_t field;
    bool of_organisation;
};

enum measure_as { MEASURE_COUNT, MEASURE_PERCENT, MEASURE_GAP };

/* A figure: how many of `over` are `of`, too. */
struct measuring {
    struct measured_side over, of;     /* has_of; else `over` is counted */
    bool has_of;
    enum measure_as as;
    const struct measured_by *by;
    size_t by_count;
    bool has_least, has_most;          /* want; of a gap: the most points, either way */
    struct operand least, most;
};

/* Of attest: who vouches, what that person is asked, how many records are drawn to look at.  The rule itself is a must
 * about the school: one attestation for its clause by that role at any time within the span. */
struct vouching {
    int32_t by;                    /* role index */
    struct str asks;
    int64_t sample;                /* 0 = none are drawn */
};

/* What a rule says between two dates; dated amendments cut a rule into versions (M13). */
struct rule_version {
    struct date governs_from;      /* deadlines on or after this day; DATE_FIRST for the first version */
    enum force force;
    enum basis basis;
    int32_t top_level;             /* enum severity_level given by `severity`, or -1 */
    enum subject_type subject;
    const struct filter *who;      /* any of them */
    size_t who_count;
    const struct filter *unless;   /* any of them: not applicable, because ... */
    size_t unless_count;
    struct str because;
    struct term have;
    struct window when;
    bool has_late;
    struct span late;              /* moves `late until` to deadline + late */
    struct date from, ends;        /* of the rule or its clause: DATE_FIRST, DATE_NONE when open; deadlines outside are not judged */
    int32_t owner;                 /* role index, or -1 */
    int32_t plan;                  /* plan index, or -1 */
    int32_t hint;                  /* rule index, or -1 */
    int32_t hatch;                 /* index of a check function, which stands in for `have`; or -1 */
    const int32_t *reads;          /* hatch: the kinds it may see, ascending */
    size_t read_count;
    struct str check;              /* hatch: the text of the function, for hashing */
    struct exempting exempt;
    const struct vouching *vouching; /* of attest, else NULL */
    const struct measuring *measuring; /* of measure, else NULL: a should about the school whose `have` is the records counted */
    uint32_t overlays;             /* in a variant: those that have a say in this version, as in policy.overlays */
    struct origin origin;          /* of the rule */
    const struct origin *changes;  /* amendments in force in this version, by field */
    const struct str *changed_fields;
    size_t change_count;
};

/* The rule as it is for those who are in some overlays and in no others that change it (M6). */
struct variant {
    uint32_t overlays;             /* mask over policy.overlays; never 0 */
    struct str name;               /* "send", "care and send" */
    const struct rule_version *versions; /* by governs_from */
    size_t version_count;
};

struct rule {
    struct str name;               /* "4.6.4/employer-encounter" */
    const struct str *former;      /* names that it had: `renamed` of the base */
    size_t former_count;
    struct str title;              /* what it asks for, completing "needs ..."; of a prohibition what went wrong.  Parameters
                                      filled in, as on the day; empty when the policy gives none */
    struct str title_written;      /* with its {names} */
    struct str clause;             /* "4.6.4" */
    uint32_t clause_index;
    const struct rule_version *versions; /* by governs_from; of a keep first all of the review, then all that say how long */
    size_t version_count;
    uint32_t overlays;             /* mask over policy.overlays: those for pupils that change it */
    const struct variant *variants;/* one for each set of them that some pupil can be in; by mask */
    size_t variant_count;
    bool applies;                  /* false: `only` does not admit this school, or the clause was dropped */
    struct str why_not;            /* "only in a PRU or alternative provision", "dropped: ..." */
};

struct clause {
    struct str number;             /* "4.6.4", as printed; a key, never a number */
    struct str title, text;        /* parameters filled in, as on the day */
    struct str title_written, text_written; /* with their {names} */
    struct str section;            /* "4.6" */
    int32_t benchmark;             /* 1..8, or 0 */
    enum basis basis;
    const struct str *also;        /* clauses whose duty is the same */
    size_t also_count;
    bool optional;
    bool reading_only;             /* for_reading */
    bool dropped;
    struct date from, ends;
    bool applies;                  /* by `only` */
    struct origin origin;
};

struct section { struct str number, title; int32_t benchmark; struct origin origin; };
struct role { struct str key, title, clause; struct str finds; /* "form", "department" or empty */ struct origin origin; };

struct plan {
    struct str name;
    struct span lead;
    const struct span *steps;      /* days relative to due: "lead" is the lead itself (negative), "due" 0 */
    size_t step_count;
    const struct span *then_every;
    size_t then_count;
    struct str digest;             /* "weekly", "daily", "termly" */
    bool quiet_holidays;           /* the default: nothing on a closed day; quiet = "never" says otherwise */
    struct { struct span after; int32_t role; } escalate[4];
    size_t escalate_count;
    struct origin origin;
};

/* opens, closes: a date within the school year of that year group. */
struct phase { struct str name; int opens_year; struct month_day opens; int closes_year; struct month_day closes; struct origin origin; };
struct transition { struct str name; int year; struct month_day opens, closes; struct origin origin; };

/* Readings known to the engine (policy-language 7). */
enum reading { READING_BY_THE_AGE_OF, READING_ONE_FURTHER, READING_LEAP_DAY, READING_MEANINGFUL, READING_OPPORTUNITY,
               READING_JOINED_LATE, READING_EARLIER_OF_TWO, READING_SCHOOL_YEAR, READING_PRU_BLOCK, READING_COUNT };
enum { BY_AGE_YEAR_END, BY_AGE_BIRTHDAY };
enum { FURTHER_AFTER_YEAR_11, FURTHER_TWO_IN_TOTAL, FURTHER_AFTER_BIRTHDAY };
enum { MEANINGFUL_ONLY_WHEN_SAID, MEANINGFUL_UNLESS_DENIED };
enum { OPPORTUNITY_OFFER_COUNTS, OPPORTUNITY_HELD_ONLY };
enum { EARLIER_AS_WRITTEN, EARLIER_LATER };
enum { JOINED_UNKNOWN, JOINED_JUDGE, JOINED_NOT_APPLICABLE, JOINED_ASK_PREVIOUS_SCHOOL };

struct reading_choice {
    struct str name;               /* "by the age of" */
    int means;                     /* one of the enums above; LEAP_* for leap-day */
    struct str means_text, clause, note;
    int32_t settling_in;           /* "joined late": days after the opening within which joining is not late; 0 when not said */
    struct origin origin;
};

/* A question to every school, and its answer here. */
struct option {
    struct str name, clause, asks, advice, sets;
    struct str answer;             /* as text; empty when not answered */
    bool answered;
    struct origin origin, answered_at;
};

/* An overlay for some pupils. */
struct overlay {
    struct str name;
    const struct filter *guards;   /* any of them; conditions alone: neither on roll nor enrolment is asked */
    size_t guard_count;
    struct date from;
    struct origin origin;
};

struct adoption { struct str update; struct date starts; bool adopted; };

struct policy {
    const struct kinds *kinds;
    const struct document *documents;
    size_t document_count;
    const bool *in_force;          /* by document: has a say here; an update that nobody adopted has none */
    struct str id, title, version, school_name;
    struct str edition;            /* "ept-2022 version 1 with provider-access-2023" */
    int64_t school_key;            /* urn, or 0 */
    int64_t laestab;               /* number of the council and of the school, 8884123; or 0 */
    struct date effective, review_by;
    struct date records_from;      /* the school's records begin then; DATE_NONE: not said */
    int64_t school_facts[8];       /* by fact index of SUBJECT_SCHOOL; VALUE_NONE = not said */
    const struct section *sections;       size_t section_count;
    const struct clause *clauses;         size_t clause_count;      /* natural order of numbers */
    const struct rule *rules;             size_t rule_count;        /* by clause, then as written */
    const struct role *roles;             size_t role_count;
    const struct param *params;           size_t param_count;
    const struct plan *plans;             size_t plan_count;
    const struct phase *phases;           size_t phase_count;
    const struct transition *transitions; size_t transition_count;
    const struct option *options;         size_t option_count;
    const struct decision *decisions;     size_t decision_count;    /* in order of name */
    const struct overlay *overlays;       size_t overlay_count;     /* for pupils; at most 32 */
    struct reading_choice readings[READING_COUNT];
    int32_t counted_enrolments;    /* index in params, or -1 */
    uint64_t hash;                 /* of the canonical bytes */
};

/* No duty whose deadline lies before this day is judged: effective, or the later day on which the school's records begin;
 * DATE_FIRST when neither is said. */
struct date policy_begins(const struct policy *policy);
int32_t policy_find_rule(const struct policy *policy, struct str name);      /* -1 when absent */
int32_t policy_find_clause(const struct policy *policy, struct str number);
int32_t policy_find_role(const struct policy *policy, struct str key);
/* "4.10" after "4.9"; for sorting clause numbers. */
int clause_compare(struct str a, struct str b);
/* By its name, or by one that it had. */
bool rule_is_called(const struct rule *rule, struct str name);
/* The versions of a rule as it stands (variant 0), or of its variant number 1, 2, ... */
const struct rule_version *rule_versions(const struct rule *rule, uint32_t variant, size_t *count);
/* The version of a rule that governs a deadline (or the as-of day for windows without one). */
const struct rule_version *rule_at(const struct rule *rule, struct date deadline);
/* The last day that a version governs: the day before that of the next one; DATE_NONE: there is none. */
struct date rule_governs_to(const struct rule_version *versions, size_t count, size_t version);
/* A measure: no rule that is judged for a subject. */
bool rule_is_measure(const struct rule *rule);
const char *force_name(enum force force);     /* "must_not" */
const char *basis_name(enum basis basis);
const char *level_name(enum severity_level level);

#endif

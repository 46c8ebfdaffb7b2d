/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_priv - inside the reader of tests: one block as it is read.
 * Owns:  nothing.
 * Must not know: Lua, how anything is judged.
 */
#ifndef SIGNPOST_CASE_PRIV_H
#define SIGNPOST_CASE_PRIV_H

#include "policy/case.h"
#include "policy/scope.h"

#define CASE_NOBODY SIZE_MAX

/* One block while it is read.  Subjects and records grow; a row of `cases` adds its own to a copy. */
struct reading_case {
    struct scope *scope;
    const struct kinds *kinds;
    struct case_block *block;
    struct map people, organisations; /* names of a block: index + 1 is the value */
    struct case_subject *subjects;
    size_t subject_count;
    struct case_record *records;
    size_t record_count;
    int64_t rank;
    int school_year;   /* of as_of; INT32_MIN = not known */
    size_t flat[SUBJECT_TYPE_COUNT]; /* whose the flat records are; CASE_NOBODY */
};

/* Keys of people and organisations in the rows. */
#define CASE_PERSON_KEY(index) ((int64_t)(index) + 1001)
#define CASE_ORGANISATION_KEY(index) ((int64_t)(index) + 2001)

/* case_people.c */
bool case_is_subject(const struct node *node);
/* pupil {}, staff {}, organisation {}: with the records in its braces; the index of the subject, or CASE_NOBODY. */
size_t case_add_subject(struct reading_case *r, const struct node *node);
/* A fact as a column of `cases` names it. */
bool case_set_fact(struct reading_case *r, struct case_subject *subject, int32_t fact, const struct node *value);
/* Keys and facts that the tests' own rule supplies; once all is read. */
void case_fill_subjects(struct reading_case *r);

/* case_record.c */
bool case_is_record(const struct reading_case *r, const struct node *node);
/* Whose: of a subject's braces, else CASE_NOBODY = flat. */
void case_add_record(struct reading_case *r, const struct node *node, size_t whose);
/* One field of a record; `outcome`, `organisation` and persons too. */
bool case_set_field(struct reading_case *r, struct case_record *record, int32_t field, const struct node *value);
/* Whose the flat records are, once all subjects are known. */
void case_give_records(struct reading_case *r);

/* case_expect.c */
bool case_read_asked(struct reading_case *r, struct str name, const struct node *value, struct case_asked *out);
int case_find_ask(struct str name); /* -1 when it is none */
/* expect { ["rule key"] = { status, name = value } } */
void case_add_expected(struct reading_case *r, const struct node *call, struct case_day *day);
/* "4.6.4/employer-encounter 2022/23" */
void case_cut_rule(struct str text, struct str *rule, struct str *instance);
void case_read_merged(struct reading_case *r, const struct node *expect);

#endif

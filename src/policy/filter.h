/* SPDX-License-Identifier: GPL-3.0-or-later
 * filter - conditions on subjects and records, from nodes; and which of two filters admits less.
 * Owns:  nothing.
 * Must not know: amendments, windows.
 *
 * Example:
 *     struct filter filter;
 *     if (filter_read_record(scope, node, SUBJECT_PUPIL, &filter)) ...
 */
#ifndef SIGNPOST_FILTER_H
#define SIGNPOST_FILTER_H

#include "policy/scope.h"

/* `encounter { meaningful = true }` in a rule about `subject`. */
MUST_USE bool filter_read_record(struct scope *scope, const struct node *node, enum subject_type subject,
                                 struct filter *out);
/* `pupils { year = 9 }`, `staff {}`, `organisations {}`, `the_school {}`, `school { setting = "pru" }`. */
MUST_USE bool filter_read_subject(struct scope *scope, const struct node *node, struct filter *out);
/* A subject or any_of { subjects }, all of one type. */
MUST_USE bool filter_read_subjects(struct scope *scope, const struct node *node, const struct filter **out,
                                   size_t *count, enum subject_type *type);
/* The word names a subject: pupils, staff, organisations, the_school, school. */
bool filter_is_subject(const struct node *node);
/* The fields a filter speaks of: those of its kind, or the facts of its subject. */
const struct field *filter_fields(const struct kinds *kinds, const struct filter *filter, uint32_t *count);
/* The condition on that field, or NULL. */
const struct condition *filter_condition(const struct filter *filter, int32_t field);

/* Finds a field of a kind or a problem; -1 when there is none.  `at` is the value that was written for it. */
int32_t filter_find_field(struct scope *scope, const struct node *at, struct str owner, const struct field *fields,
                          uint32_t count, bool has_outcome, struct str name);
/* A constant of that field's type as a row value; sets and year sets are masks. */
MUST_USE bool filter_read_constant(struct scope *scope, const struct node *node, const struct field *field,
                                   int64_t *out);

/* The condition that a value or `at_least(3)`, `any`, `is_not "x"` ... makes on a field; its index is kept as it stands. */
MUST_USE bool filter_read_condition(struct scope *scope, const struct node *node, const struct field *field,
                                    struct condition *out);

/* A kind that rules about that subject may count; -1 with a problem at `at`. */
int32_t filter_find_kind(struct scope *scope, const struct node *at, struct str name, enum subject_type subject);

/* Yes, no and not known of the school's own facts: 1, 0, -1. */
int filter_school_admits(const struct policy *policy, const struct filter *filter);

/* What both filters on one subject type ask for. */
struct filter filter_both(struct scope *scope, const struct filter *a, const struct filter *b);
/* Whether everything that `narrow` admits is admitted by `wide`, with parameters as on `day`.  When not, or when it can
 * not be shown, false and a sample in words. */
bool filter_within(struct scope *scope, const struct filter *narrow, size_t narrow_count, const struct filter *wide,
                   size_t wide_count, struct date day, struct str *sample);

#endif

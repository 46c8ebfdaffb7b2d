/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_sample - values that fit a condition and values that do not, as a test writes them.
 * Owns:  nothing.
 * Must not know: windows, findings.
 *
 * Example:
 *     sample_record(&out, s, filter, "2022-11-14", NULL, NULL);      // encounter { date = "2022-11-14", meaningful = true }
 */
#ifndef SIGNPOST_CASE_SAMPLE_H
#define SIGNPOST_CASE_SAMPLE_H

#include "policy/model.h"

struct sampling {
    struct arena *arena;
    const struct policy *policy;
    struct date day;      /* parameters take their value on it */
};

enum sample_sort { SAMPLE_YES, SAMPLE_NO, SAMPLE_NONE };

/* A value as text; empty when there is none that would do. */
struct str sample_value(const struct sampling *s, const struct field *field, const struct condition *condition, enum sample_sort sort);
struct str sample_any(const struct sampling *s, const struct field *field);
struct str sample_print(const struct sampling *s, const struct field *field, int64_t value);
/* The fields that a filter names, ", meaningful = true"; `without` is left out (FIELD_ABSENT = none). */
void sample_fields(struct buf *out, const struct sampling *s, const struct filter *filter, int32_t without);
/* Whether a filter's conditions on a number admit it; fields that it does not name admit everything. */
bool sample_admits(const struct sampling *s, const struct filter *filter, int32_t field, int64_t value);
int64_t sample_operand(const struct sampling *s, const struct operand *operand);

#endif

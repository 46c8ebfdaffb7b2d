/* SPDX-License-Identifier: GPL-3.0-or-later
 * typed - what people type for a field of a record: "yes", "30 june", "6.5 hours", "pay, local", "JP".
 * Owns:  nothing.
 * Must not know: which record it is for.
 *
 * Example:
 *     if (!typed_value(&reading, &kind->fields[i], STR("6"), &value, err)) ...    // the message names the field
 */
#ifndef SIGNPOST_TYPED_H
#define SIGNPOST_TYPED_H

#include "store/activity.h"
#include "work/school.h"

struct typing {
    struct school *school;
    struct arena *arena;
    struct date today;
};

/* The field's own index is left to the caller.  Person: the member of staff must be in the records or in people.lua; one
 * whom only people.lua knows gives VALUE_NONE and *person.  Set: "all" and "none" are words too. */
MUST_USE bool typed_value(const struct typing *r, const struct field *field, struct str text, struct field_value *out,
                           const struct person **person, struct err *err);
/* A member of staff by key or name.  *id 0 with *person: only people.lua knows her. */
MUST_USE bool typed_person(const struct typing *r, struct str text, int64_t *id, const struct person **person, struct err *err);
/* "two_way" as people write it: "two way". */
struct str typed_word(struct arena *arena, struct str name);

#endif

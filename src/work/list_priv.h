/* SPDX-License-Identifier: GPL-3.0-or-later
 * list_priv - what the parts of `list` share: the call, what it asks for.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#ifndef SIGNPOST_LIST_PRIV_H
#define SIGNPOST_LIST_PRIV_H

#include "store/activity.h"
#include "work/redact.h"
#include "work/roster.h"

#define LIST_CONDITIONS 8

/* "where FIELD VALUE": the value that the field must have. */
struct list_condition {
    const struct field *field;
    uint32_t index;                  /* in the kind, or among the facts */
    struct field_value value;
};

struct listing {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;
    struct school *school;
    struct roster *roster;           /* of everything but pupils' facts */
    struct viewer viewer;            /* who reads it */
    bool data, names;                /* for programs; with names of people */
    struct selection who;            /* who.pupils NULL: everybody */
    struct date from, to;            /* DATE_FIRST, DATE_NONE: open */
    int64_t organisation;            /* VALUE_NONE: any */
    struct list_condition conditions[LIST_CONDITIONS];
    size_t condition_count;
};

/* list_where: the phrases "where ..." and "field=value" against the fields given.  False: the answer says why. */
MUST_USE bool list_where(struct listing *l, const struct field *fields, uint32_t count, uint32_t first, const char *of);
bool list_fits(const struct list_condition *condition, struct arena *scratch, const struct field_value *value);

/* list_activity: activities of every kind, and the records of one. */
MUST_USE bool list_activities(struct listing *l, struct sheet **out, struct err *err);
MUST_USE bool list_kind(struct listing *l, uint32_t kind, struct sheet **out, struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * scope - what every reader of nodes needs: names to resolve against, and where to say what is wrong.
 * Owns:  nothing.
 * Must not know: amendments, the laws of merging.
 *
 * Definitions (parameters, roles, plans, phases, transitions, names of rules) are in scope->policy before the first
 * rule is read, so that names resolve whatever file they stand in.
 *
 * Example:
 *     int32_t role = scope_role(scope, node);      // -1, and a problem, when there is none
 */
#ifndef SIGNPOST_SCOPE_H
#define SIGNPOST_SCOPE_H

#include "policy/model.h"

struct scope {
    struct arena *arena;
    const struct kinds *kinds;
    const struct document *documents;
    size_t document_count;
    struct problems *problems;
    struct policy *policy; /* filled while it is being read */
    const struct node *bind; /* of the rule being read: names for decision tables; NULL = none */
};

/* One problem at the first `token` at or after the line of `at`; the same problem is said once.  Always false. */
bool scope_say(struct scope *scope, enum code code, enum severity severity, const struct node *at, struct str token,
               struct str next, const char *format, ...) PRINTF_LIKE(7, 8);
/* As scope_say, severity error. */
#define scope_error(scope, code, at, token, next, ...)                                                                 \
    scope_say((scope), (code), SEVERITY_ERROR, (at), (token), (next), __VA_ARGS__)
#define NO_HINT ((struct str){ NULL, 0 })

/* "a number", "encounter {}", "role.tutor": what stands there, for people. */
struct str scope_describe(struct scope *scope, const struct node *node);
/* The token by which a value is found in its source: the text, the number, the word, the name. */
struct str scope_token(struct scope *scope, const struct node *node);
/* "policy.lua:7" */
struct str scope_where(struct scope *scope, const struct node *node);

/* A bare word used as a value: any, known, missing, never, none. */
bool scope_is_word(const struct node *node, const char *word);
/* The parts of `among { 1, 2 }`, `in_phases { "first" }`, `years(1, 2)`, `{ 1, 2 }`, however they were handed over. */
const struct node *scope_parts(const struct node *node, uint32_t *count);
/* "wrong-type": `what` says what belongs here. */
bool scope_wrong(struct scope *scope, const struct node *node, const char *where, const char *what);

/* Plain values; false with a problem when it is something else. */
MUST_USE bool scope_text(struct scope *scope, const struct node *node, const char *where, struct str *out);
MUST_USE bool scope_flag(struct scope *scope, const struct node *node, const char *where, bool *out);
MUST_USE bool scope_whole(struct scope *scope, const struct node *node, const char *where, int64_t least, int64_t most,
                          int64_t *out);
MUST_USE bool scope_minutes(struct scope *scope, const struct node *node, const char *where, int64_t *out);
MUST_USE bool scope_date(struct scope *scope, const struct node *node, const char *where, struct date *out);
MUST_USE bool scope_month_day(struct scope *scope, const struct node *node, const char *where, struct month_day *out);
/* years(a, b), { 7, 8 } or a number: a bit mask over year groups. */
MUST_USE bool scope_years(struct scope *scope, const struct node *node, const char *where, int64_t *out);
/* A whole number or p.name of a whole parameter; as hours: minutes, and p.name of an hours parameter. */
MUST_USE bool scope_operand(struct scope *scope, const struct node *node, const char *where, bool hours,
                            struct operand *out);
/* days(n), school_days(n), months(n); negative numbers where `negative`. */
MUST_USE bool scope_span(struct scope *scope, const struct node *node, const char *where, bool negative,
                         struct span *out);
/* One of `names`; the index, or -1 with a problem. */
int scope_choice(struct scope *scope, const struct node *node, const char *where, const char *const *names, int count);

/* Definitions by reference; -1 with a problem when the node is no such reference or names nothing. */
int32_t scope_role(struct scope *scope, const struct node *node);
int32_t scope_plan(struct scope *scope, const struct node *node);
int32_t scope_param(struct scope *scope, const struct node *node);
int32_t scope_decision(struct scope *scope, const struct node *node);
/* By name, without a problem. */
int32_t scope_find_param(const struct scope *scope, struct str name);

static inline struct operand operand_of(int64_t value) {
    return (struct operand){ .param = -1, .value = value };
}

/* Room for one more in an array that grows in the arena by doubling. */
void *list_room(struct arena *arena, void *at, size_t count, size_t size);
#define list_add(arena, at, count, value)                                                                              \
    ((at) = list_room((arena), (at), (count), sizeof *(at)), (at)[(count)++] = (value))

#endif

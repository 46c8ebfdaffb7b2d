/* SPDX-License-Identifier: GPL-3.0-or-later
 * undelivered - people whom the last message did not reach: the server refused it, or put it off until we gave up.
 * Owns:  nothing.
 * Must not know: how mail leaves, findings.
 *
 * Such a message does not count as told.  Somebody is among them until a later message is on its way to them, or a person
 * settles this one.
 *
 * Example:
 *     struct undelivered *list;
 *     if (!undelivered_list(arena, school, &list, &count, err)) return false;   // school with SCHOOL_PEOPLE
 */
#ifndef SIGNPOST_UNDELIVERED_H
#define SIGNPOST_UNDELIVERED_H

#include "store/ledger.h"
#include "work/school.h"

struct undelivered {
    int64_t message;
    const struct person *person;
    struct str recipient;        /* the person's key; "trial:JP" in a trial */
    struct date day;             /* of the message */
    bool refused;                /* else put off until we gave up */
    bool mended;                 /* people.lua has another address by now */
    struct str address, words;   /* where it did not go, and what the server said */
};
/* By person, one each: the last message. */
MUST_USE bool undelivered_list(struct arena *arena, const struct school *school, struct undelivered **out, size_t *count, struct err *err);
/* NULL: nothing stands against writing to that person.  Otherwise the refusal of the address that people.lua still has. */
const struct undelivered *undelivered_still(const struct undelivered *list, size_t count, const struct person *person);
/* "Sam Finch can not be reached: no address": why no letter goes to that person as things stand; empty: one can. */
struct str undelivered_bar(struct arena *arena, const struct school *school, const struct undelivered *list, size_t count, const struct person *person);
/* "The mail server refused the message to Sam Finch of 23 November 2026" and what to do, each without a full stop. */
struct str undelivered_said(struct arena *arena, const struct undelivered *one);
struct str undelivered_mend(struct arena *arena, const struct undelivered *one);

#endif

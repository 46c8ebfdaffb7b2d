/* SPDX-License-Identifier: GPL-3.0-or-later
 * remind_plan - what one day's messages hold: an agenda, planned, as one digest a person.
 * Owns:  nothing.
 * Must not know: what a message says, how it leaves.
 *
 * Example:
 *     struct digests *digests;
 *     if (!remind_plan_day(arena, school, &(struct agenda_request){ .as_of = day }, &digests, err)) return false;
 */
#ifndef SIGNPOST_REMIND_PLAN_H
#define SIGNPOST_REMIND_PLAN_H

#include "work/agenda.h"
#include "work/redact.h"

enum digest_part { PART_DO, PART_PASSED, PART_MISSING, PART_DONE, PART_COUNT };

struct digest_item {
    const struct matter *matter;
    struct notice notice;
    enum digest_pace pace;
    bool named;                  /* false: the reader may be told a number and no more */
    enum digest_part part;
    struct date by;              /* the last day on which it can be done, or the day it was due */
};

struct digest {
    const struct person *person;
    int32_t role;                /* of the first item; index in policy.roles */
    struct str group;            /* the form or department that all of the own items share; else empty */
    struct digest_item *items;   /* most urgent first */
    size_t count, room;
    size_t pupils;               /* different pupils with something to do */
    size_t known;                /* told before, still open, and not in items */
    enum digest_pace pace;       /* the slowest of the lists that it is */
    struct date next;            /* the next may come then */
};

struct digests {
    const struct agenda *agenda;
    const struct audience_table *table;
    struct digest *at;           /* by role, group, person */
    size_t count, room;
    size_t written;              /* people who had a message today already */
};

MUST_USE bool remind_plan_day(struct arena *arena, struct school *school, const struct agenda_request *day, struct digests **out, struct err *err);
/* What then counts as told, for each item: recipient and step as the ledger has them. */
void remind_plan_told(struct arena *arena, const struct agenda *agenda, const struct digest *digest, struct ledger_notice *out);
/* Whether the digest is one that a selection asks for: roles, people, pupils. */
bool remind_plan_fits(const struct agenda *agenda, const struct digest *digest, const struct selection *selection);

#endif

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

/* What may not even be guessed from a line: of whoever may not know it the line says nothing but a number. */
#define DIGEST_SENSITIVE (ABOUT(ABOUT_SEN) | ABOUT(ABOUT_CARE) | ABOUT(ABOUT_NEED) | ABOUT(ABOUT_MEALS) | ABOUT(ABOUT_PREMIUM) | ABOUT(ABOUT_LANGUAGE) \
                          | ABOUT(ABOUT_PLACEMENT) | ABOUT(ABOUT_RISK) | ABOUT(ABOUT_NOTES_PROFESSIONAL) | ABOUT(ABOUT_REASONS) | ABOUT(ABOUT_SHARING) | ABOUT(ABOUT_PRIVATE))

enum digest_part { PART_DO, PART_PASSED, PART_MISSING, PART_DONE, PART_TOLD, PART_CLEAR, PART_COUNT };

struct digest_item {
    const struct matter *matter;
    struct notice notice;
    enum digest_pace pace;       /* of the list in which it goes */
    bool named;                  /* false: the reader may be told a number and no names */
    bool hidden;                 /* not even what it is: that alone would tell something private */
    bool in_hand;
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
    struct digest_item *told;    /* told before, still open, and not in items: PART_TOLD */
    size_t known;
    enum digest_pace pace;       /* the slowest of the lists that it is */
    bool daily;                  /* something of it is urgent, and may be told again at once */
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

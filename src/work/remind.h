/* SPDX-License-Identifier: GPL-3.0-or-later
 * remind - who would be told what today: one digest a person, as a preview.  Nothing is sent or written.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 *
 * A finding is due when its rule has a plan, the lead has begun and it is neither met nor waived nor silenced.  What is
 * not known is counted, and goes to whoever can supply the datum, not to the rule's owner.
 *
 * Example:
 *     struct digests *digests;
 *     if (!remind_plan(arena, school, position, &selection, &digests, err)) return false;
 */
#ifndef SIGNPOST_REMIND_H
#define SIGNPOST_REMIND_H

#include "work/position.h"

struct digest_item {
    const struct finding *finding;
    bool named;                  /* false: the rule rests on something private, so only a number may be told */
};

struct digest {
    const struct person *person; /* NULL: nobody holds the role */
    int32_t role;
    struct str group;            /* the form or department that the items share; else empty */
    struct digest_item *items;   /* most urgent first */
    size_t count, room;
    size_t pupils;               /* different pupils */
    size_t unknown;              /* pupils of whom something is not known */
};

struct digests {
    struct digest *at;           /* by role, group, person */
    size_t count, room;
    size_t idle;                 /* holders of the roles asked for with nothing to do */
};

bool remind_run(const struct command_call *call, struct answer *answer);
MUST_USE bool remind_plan(struct arena *arena, struct school *school, const struct position *position,
                          const struct selection *selection, struct digests **out, struct err *err);
/* Whether somebody is to be told of a finding by that day, as things stand: the position's own, or a later one. */
bool remind_is_due(const struct position *position, const struct finding *finding, const struct ruling_snooze *snoozes, size_t count,
                   struct date through);

#endif

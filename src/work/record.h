/* SPDX-License-Identifier: GPL-3.0-or-later
 * record - one line that says what happened: `record`, `met`, `interviewed`, `visited`.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * What is there already is shown and not written a second time; a day that has yet to come makes a plan: whoever is
 * named is invited.  The preview is the change itself without its commit.
 *
 * Example: the rows of the command table.
 */
#ifndef SIGNPOST_RECORD_H
#define SIGNPOST_RECORD_H

#include "work/command.h"

bool record_run(const struct command_call *call, struct answer *answer);             /* record KIND WHO on DATE */
bool record_met_run(const struct command_call *call, struct answer *answer);         /* met employer WHO on DATE with ORG */
bool record_interviewed_run(const struct command_call *call, struct answer *answer); /* interviewed WHO on DATE by STAFF */
bool record_visited_run(const struct command_call *call, struct answer *answer);     /* visited WHO on DATE with ORG for HOURS */
bool record_apply(const struct command_call *call, struct answer *answer);

#endif

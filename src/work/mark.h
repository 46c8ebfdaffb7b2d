/* SPDX-License-Identifier: GPL-3.0-or-later
 * mark - what becomes of a record that is there: who came, what was true of it, what was written wrongly.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Example: the rows `mark`, `confirm` and `correct` of the command table.
 */
#ifndef SIGNPOST_MARK_H
#define SIGNPOST_MARK_H

#include "work/command.h"

/* mark OUTCOME WHO in ACTIVITY: another outcome for some of those who are in it. */
bool mark_run(const struct command_call *call, struct answer *answer);
/* confirm ACTIVITY [FIELD=VALUE] [except WHO]: a plan that was carried out; who was invited attended, the others were absent. */
bool mark_confirm_run(const struct command_call *call, struct answer *answer);
/* correct ACTIVITY [WHO] [FIELD=VALUE] [on DATE] [with ORGANISATION], --cancel, --restore, --remove. */
bool mark_correct_run(const struct command_call *call, struct answer *answer);
bool mark_apply(const struct command_call *call, struct answer *answer);

#endif

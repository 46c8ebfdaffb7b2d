/* SPDX-License-Identifier: GPL-3.0-or-later
 * diary - the word `calendar`: calendar files of a school year, its visits, and invitations to interviews.
 * Owns:  reports/calendar-*.ics and reports/interviews/ in the school's folder.
 * Must not know: how a calendar file is written, how mail leaves.
 *
 * No title holds a pupil's name, nor anything that may not hang on an office wall; what fewer than six pupils are to do is
 * left out.  The same thing keeps its UID, so a rerun brings a subscribed calendar up to date and doubles nothing.
 */
#ifndef SIGNPOST_DIARY_H
#define SIGNPOST_DIARY_H

#include "work/command.h"

bool diary_run(const struct command_call *call, struct answer *answer);

#endif

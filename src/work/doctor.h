/* SPDX-License-Identifier: GPL-3.0-or-later
 * doctor - is everything in order here: records, journal, rights, clock, terms, people, imports, copies, policy.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Example: the row `doctor` of the command table.
 */
#ifndef SIGNPOST_DOCTOR_H
#define SIGNPOST_DOCTOR_H

#include "work/command.h"

bool doctor_run(const struct command_call *call, struct answer *answer);

#endif

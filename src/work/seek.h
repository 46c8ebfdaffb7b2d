/* SPDX-License-Identifier: GPL-3.0-or-later
 * seek - `find`: whatever bears a name: pupils, staff, organisations, records, clauses.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Example: the row `find` of the command table.
 */
#ifndef SIGNPOST_SEEK_H
#define SIGNPOST_SEEK_H

#include "work/command.h"

bool seek_run(const struct command_call *call, struct answer *answer);

#endif

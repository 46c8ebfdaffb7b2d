/* SPDX-License-Identifier: GPL-3.0-or-later
 * codes - the word that shows code lists: what a code is called, where that is from, what it stands for here.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Example:  codes  /  codes leaving_reason
 */
#ifndef SIGNPOST_CODES_H
#define SIGNPOST_CODES_H

#include "work/command.h"

bool codes_run(const struct command_call *call, struct answer *answer);

#endif

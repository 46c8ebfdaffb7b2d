/* SPDX-License-Identifier: GPL-3.0-or-later
 * case_generate - boundary cases of a rule as a file of tests, for somebody to read and keep.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * What is expected is what the evaluators say today: whoever keeps the file has read it.
 */
#ifndef SIGNPOST_CASE_GENERATE_H
#define SIGNPOST_CASE_GENERATE_H

#include "work/command.h"

bool case_generate_run(const struct command_call *call, struct answer *answer);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_verb - the word `policy`: a table of verbs, each in a file of its own.
 * Owns:  the table.
 * Must not know: terminals.
 *
 * Example:  signpost policy test 4.6.4
 */
#ifndef SIGNPOST_POLICY_VERB_H
#define SIGNPOST_POLICY_VERB_H

#include "work/command.h"

/* The first part of the call is the verb; the others are handed on. */
bool policy_verb_run(const struct command_call *call, struct answer *answer);

#endif

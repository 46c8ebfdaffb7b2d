/* SPDX-License-Identifier: GPL-3.0-or-later
 * audiences - the word that shows who may see what: the audience table, with what the school's audiences.lua changed.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * Example:  audiences  /  audiences tutor  /  audiences sen
 */
#ifndef SIGNPOST_AUDIENCES_H
#define SIGNPOST_AUDIENCES_H

#include "work/command.h"

bool audiences_run(const struct command_call *call, struct answer *answer);

#endif

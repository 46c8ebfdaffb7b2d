/* SPDX-License-Identifier: GPL-3.0-or-later
 * retain_delete - `retain --delete`: what it would take, by place; doing it; saying what is left for a person.
 * Owns:  nothing.
 * Must not know: terminals; how an erasure is carried out (erasure.h).
 *
 * Example: called by retain_run and retain_apply for a call with --delete.
 */
#ifndef SIGNPOST_RETAIN_DELETE_H
#define SIGNPOST_RETAIN_DELETE_H

#include "work/school.h"

bool retain_delete_run(const struct command_call *call, struct answer *answer, struct school *school);
bool retain_delete_apply(const struct command_call *call, struct answer *answer, struct school *school);

#endif

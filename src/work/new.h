/* SPDX-License-Identifier: GPL-3.0-or-later
 * new - a new school folder from the starter: policy.lua with its choices marked, people.lua, terms.lua, school.db.
 * Owns:  nothing.
 * Must not know: who asks the questions.
 *
 * Refuses a folder that exists.  Everything is made or nothing.
 *
 * Example: the row `new` of the command table; new_records() also serves `try`.
 */
#ifndef SIGNPOST_NEW_H
#define SIGNPOST_NEW_H

#include "work/command.h"

bool new_run(const struct command_call *call, struct answer *answer);

/* The empty records of a folder that has its files: school.db with the vocabulary, and the first journal row. */
MUST_USE bool new_records(struct arena *arena, const struct command_call *call, const char *folder,
                          struct problems *problems, struct err *err);

/* Whether an answer to one of its questions ("name", "setting", "contact") will do; else err says why and what would. */
MUST_USE bool new_accepts(struct arena *arena, const char *option, struct str said, struct err *err);

#endif

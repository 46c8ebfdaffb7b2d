/* SPDX-License-Identifier: GPL-3.0-or-later
 * keeper - the one school that a prompt keeps open, opened anew when its files or its records have changed.
 * Owns:  the open school.
 * Must not know: words, lines.
 *
 * Example:
 *     struct keeper *keeper = keeper_open(&arena, host, folder);
 *     call.school = keeper_school(keeper, as_of, &answer.problems);
 */
#ifndef SIGNPOST_KEEPER_H
#define SIGNPOST_KEEPER_H

#include "base/problem.h"
#include "work/host.h"

struct keeper;
struct school;

struct keeper *keeper_open(struct arena *arena, const struct host *host, const char *folder);
/* NULL when there is no school or it can not be opened: the word opens its own then and says why. */
struct school *keeper_school(struct keeper *keeper, struct date as_of);
/* Reads policy, people and terms again; the old ones stay when the new have an error. */
MUST_USE bool keeper_reload(struct keeper *keeper, struct date as_of, struct problems *problems, struct err *err);
/* A policy that was good before is in force while the file is not. */
bool keeper_has_spare(const struct keeper *keeper);
void keeper_close(struct keeper *keeper); /* NULL is fine */

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * problem_json - problems for programs: one line of JSON each, or one SARIF 2.1.0 log of all.
 * Owns:  nothing.
 * Must not know: terminals, how the problems came about.
 *
 * Columns are in characters from 1; the end column is the one after the last character meant.
 *
 * Example:
 *     problem_json_line(&answer->data, &answer->problems.at[0]);
 *     {"v":1,"line":"problem","code":"E105","name":"unknown-field","severity":"error",
 *      "place":{"file":"policy.lua","line":14,"column":34,"end_column":45},"said":"...","next":"...","page":"..."}
 */
#ifndef SIGNPOST_PROBLEM_JSON_H
#define SIGNPOST_PROBLEM_JSON_H

#include "base/problem.h"
#include "work/host.h"

void problem_json_line(struct buf *out, const struct problem *problem);
/* One run; each code that occurs is a rule with its page.  exit: the exit code that will be given. */
void problem_json_sarif(struct buf *out, const struct host *host, const struct problems *problems, int exit);

#endif

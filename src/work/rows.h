/* SPDX-License-Identifier: GPL-3.0-or-later
 * rows - the result sheet of an answer as JSON Lines, for verbs that have no record of their own.
 * Owns:  nothing.
 * Must not know: what the rows mean; the verb sees to it that they hold what may be told.
 *
 * Example:
 *     rows_json(call, answer);        // {"v":1,"form":"9AB","pupils":27}
 */
#ifndef SIGNPOST_ROWS_H
#define SIGNPOST_ROWS_H

#include "work/command.h"
#include "work/school.h"

/* Does nothing unless call->json; without a sheet the data are one line that says so. */
void rows_json(const struct command_call *call, struct answer *answer);

/* The first line, before rows_json: which word, for which day, by which policy (school with SCHOOL_POLICY). */
void rows_run(const struct command_call *call, struct answer *answer, const char *word, const struct school *school);

/* Of a word that changes records: what it did, or with step 0 what it would do, as one row of numbers without names. */
struct rows_change {
    int64_t step, record;        /* record: 0 when it is about none */
    size_t added, changed;       /* entries */
};
/* For --json and --csv alone; what a preview left there is replaced. */
void rows_change(const struct command_call *call, struct answer *answer, const struct rows_change *change);

#endif

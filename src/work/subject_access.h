/* SPDX-License-Identifier: GPL-3.0-or-later
 * subject_access - everything that is held about one pupil, in parts, each a table: for a request for access.
 * Owns:  nothing; it lies in the arena it was read in.
 * Must not know: how it is printed, how it leaves.
 *
 * Nothing is left out for its sort: professional notes, reasons and private facts are disclosable (domain 10, rule 9), and the
 * part says which they are.  Of others only what concerns the pupil is told: other pupils are counted, and where a text has the
 * full name of one it reads "[another pupil]"; members of staff are named for what they did in their work.
 *
 * Example:
 *     struct subject_access access;
 *     if (!subject_access_read(arena, school, call->as_of, zoe, &access, err)) return false;
 */
#ifndef SIGNPOST_SUBJECT_ACCESS_H
#define SIGNPOST_SUBJECT_ACCESS_H

#include "formats/sheet.h"
#include "work/roster.h"

enum access_part {
    ACCESS_PERSON, ACCESS_HISTORY, ACCESS_ACTIVITIES, ACCESS_NOTES, ACCESS_DECISIONS, ACCESS_FINDINGS, ACCESS_MESSAGES, ACCESS_LEFT,
    ACCESS_JOURNAL, ACCESS_PARTS
};

struct subject_access {
    const struct pupil_row *pupil;   /* NULL: there is none of that number */
    struct sheet *parts[ACCESS_PARTS]; /* name: key for data; caption: heading; may have no rows */
    size_t masked;                   /* names of other pupils that were left out */
};

MUST_USE bool subject_access_read(struct arena *arena, struct school *school, struct date day, int64_t pupil, struct subject_access *out, struct err *err);

#endif

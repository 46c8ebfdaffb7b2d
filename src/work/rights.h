/* SPDX-License-Identifier: GPL-3.0-or-later
 * rights - what others of this computer can do with a school's files.
 * Owns:  nothing.
 * Must not know: terminals.
 *
 * The folder, and the files and folders in it, two levels deep; of a folder that is closed to others only what is the
 * program's own.  Nothing leaves a school whose files others can change:
 * they could write the addresses or the records (safety 6.1).
 *
 * Example:
 *     if (!rights_to_leave(call->arena, call->folder, answer, &err)) return answer_fail(answer, &err);
 */
#ifndef SIGNPOST_RIGHTS_H
#define SIGNPOST_RIGHTS_H

#include "work/answer.h"

struct rights {
    struct str written, read; /* names, "school.db, reports/a.html and 3 more"; empty: nothing */
    bool reached;             /* others can get into the folder at all */
};

struct rights rights_look(struct arena *arena, const char *folder);
/* "chmod -R go-rwx \"/home/a/school\"" */
struct str rights_mend(struct arena *arena, const char *folder);
/* Called by every word that sends or exports, before it does.  False: others can write; a note where they can read. */
MUST_USE bool rights_to_leave(struct arena *arena, const char *folder, struct answer *answer, struct err *err);

#endif

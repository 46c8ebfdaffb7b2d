/* SPDX-License-Identifier: GPL-3.0-or-later
 * backup - checked copies of the records in backups/, and putting one back.
 * Owns:  nothing.
 * Must not know: what the tables hold.
 *
 * Seven copies made here are kept.  A copy is put back under the run lock, after the records of now have been set aside
 * as a copy of their own; what was done since is then in that copy alone.
 *
 * Example: the rows `backup` and `restore` of the command table.
 */
#ifndef SIGNPOST_BACKUP_H
#define SIGNPOST_BACKUP_H

#include "work/school.h"

bool backup_run(const struct command_call *call, struct answer *answer);
bool backup_restore_run(const struct command_call *call, struct answer *answer);
bool backup_restore_apply(const struct command_call *call, struct answer *answer);

/* A checked copy before something large; *name within backups/.  None is taken away for it. */
MUST_USE bool backup_make(struct arena *arena, struct school *school, struct str *name, struct err *err);

/* How many readable copies in backups/ are of other records than these; false: none. */
bool backup_strangers(struct arena *arena, const char *folder, struct str school, struct str *first, size_t *count);
/* Name and day of the newest copy in a school's backups/; false: there is none. */
bool backup_newest(struct arena *arena, const char *folder, struct str *name, struct date *day);

#endif

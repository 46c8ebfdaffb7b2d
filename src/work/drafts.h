/* SPDX-License-Identifier: GPL-3.0-or-later
 * drafts - the files of messages: which are there, and those that go because theirs has left or is closed and they would open
 * ready to send.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 *
 * Example:
 *     if (!drafts_tidy(arena, school, change, err)) return false;     // in a run of changes, between two
 */
#ifndef SIGNPOST_DRAFTS_H
#define SIGNPOST_DRAFTS_H

#include "store/ledger.h"
#include "work/change.h"
#include "work/folder_files.h"

/* Takes OUTBOX/DAY/FILE.eml and .html away where it is ours, and keeps that it did.  What can not be removed is tried by the
 * next run. */
MUST_USE bool drafts_tidy(struct arena *arena, const struct school *school, struct change *change, struct err *err);
/* A draft of it was written and still lies in outbox/, ready to be opened. */
bool drafts_lies(struct arena *arena, const struct school *school, const struct ledger_message *message);
/* Those of messages that still wait are FOLDER_OTHER from here on: an erasure, which closed what held the person, leaves them. */
MUST_USE bool drafts_keep(struct arena *arena, const struct school *school, struct db *db, struct folder_files *files, struct err *err);

#endif

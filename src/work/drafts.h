/* SPDX-License-Identifier: GPL-3.0-or-later
 * drafts - the files of messages that have left or are closed: they would open ready to send, so they go.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 *
 * Example:
 *     if (!drafts_tidy(arena, school, change, err)) return false;     // in a run of changes, between two
 */
#ifndef SIGNPOST_DRAFTS_H
#define SIGNPOST_DRAFTS_H

#include "work/change.h"

/* Takes OUTBOX/DAY/FILE.eml and .html away where it is ours, and keeps that it did.  What can not be removed is tried by the
 * next run. */
MUST_USE bool drafts_tidy(struct arena *arena, const struct school *school, struct change *change, struct err *err);

#endif

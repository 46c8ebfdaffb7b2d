/* SPDX-License-Identifier: GPL-3.0-or-later
 * send_check - what may have changed between the planning of a message and its leaving.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 *
 * Example:
 *     enum checked checked = send_check(checking, arena, &message, &why, err);     // CHECKED_GIVE_UP with a reason
 */
#ifndef SIGNPOST_SEND_CHECK_H
#define SIGNPOST_SEND_CHECK_H

#include "store/ledger.h"
#include "work/school.h"

enum checked {
    CHECKED_GOES,
    CHECKED_WAITS,     /* not in this run, and nothing is written */
    CHECKED_GIVE_UP,   /* for good; why says it */
    CHECKED_FAILED     /* err: its bytes are not those that were made */
};

struct checking;

/* list: the messages of this run; those made on an earlier day are held against the records of today. */
MUST_USE bool send_check_open(struct arena *arena, struct school *school, const struct ledger_message *list, size_t count,
                              struct checking **out, struct err *err);
enum checked send_check(const struct checking *checking, struct arena *arena, const struct ledger_message *message, struct str *why,
                        struct err *err);

#endif

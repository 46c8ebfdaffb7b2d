/* SPDX-License-Identifier: GPL-3.0-or-later
 * remind_letters - what becomes of the letters of a remind: drafts, or on their way after consent.
 * Owns:  nothing.
 * Must not know: how the letters were planned.
 *
 * Example:
 *     if (!remind_letters_run(call, answer, school, letters, count)) return false;    // after the preview was put on the page
 */
#ifndef SIGNPOST_REMIND_LETTERS_H
#define SIGNPOST_REMIND_LETTERS_H

#include "work/letter.h"

struct letters_for_today {
    const struct letter *letters;
    size_t count;
    const struct ledger_message *withdrawn; /* letters that wait, in whose place these are made */
    size_t withdrawn_count;
};

/* Without --drafts and --send it says that nothing was sent or written.  --drafts writes them; --send makes the answer wait. */
MUST_USE bool remind_letters_run(const struct command_call *call, struct answer *answer, struct school *school,
                                 const struct letters_for_today *today);
/* What --send waits for: rows and messages on disk, then they are sent. */
bool remind_letters_apply(const struct command_call *call, struct answer *answer);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * waiting - letters that wait to be sent and that nobody can have: those of remind, which remind can make anew.
 * Owns:  nothing.
 * Must not know: what a letter says, how it leaves.
 *
 * Such a letter was never offered, or the server said no to it for the time being, or its draft was never written; what it
 * tells does not count as told when today's letters are planned.  One of an earlier day is made anew, one of today goes as it
 * is when it would be the same.  One that a server may have taken is none of them, even when a person said it should go once
 * more.  One that was refused before its text and that a person sends once more goes as it is in that run; if that run is
 * quiet or stops, it is one of these: what it told comes in the next letter to the same person, and its address is the mended
 * one, so that nothing is lost.
 *
 * Example:
 *     struct waiting *waiting;
 *     if (!waiting_list(arena, school, call->today, true, &waiting, err)) return false;
 *     if (waiting_has(waiting, notice->message)) ...     // not told yet
 */
#ifndef SIGNPOST_WAITING_H
#define SIGNPOST_WAITING_H

#include "store/ledger.h"
#include "work/school.h"

struct waiting {
    const struct ledger_message *at; /* by id, without bytes */
    size_t count;
    size_t old;                      /* of an earlier day */
    struct date first, last;         /* days of those; DATE_NONE: none */
};

/* Those of the trial while people.lua has trial_to, else those out of it.  of_today: those of today too that were not tried. */
MUST_USE bool waiting_list(struct arena *arena, const struct school *school, struct date today, bool of_today, struct waiting **out, struct err *err);
bool waiting_has(const struct waiting *waiting, int64_t message);
/* One of an earlier day, from its row alone. */
bool waiting_is_old(const struct school *school, const struct ledger_message *message, struct date today);
/* "of 27 November 2026", "of 30 November to 2 December 2026". */
struct str waiting_days(struct arena *arena, struct date first, struct date last);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * still - after something was recorded: who of those still needs something of that kind.
 * Owns:  nothing.
 * Must not know: which word recorded it.
 */
#ifndef SIGNPOST_STILL_H
#define SIGNPOST_STILL_H

#include "work/position.h"

/* A sentence a rule on the answer's page: "4.6.4  9AB: 1 of 27 pupils still needs an employer encounter by ...".  Rules are
 * those that count records of the kind; who: pupils only, else nothing is said. */
MUST_USE bool still_needing(const struct selection *who, uint32_t kind, struct school *school, const struct command_call *call,
                            struct answer *answer, struct err *err);

#endif

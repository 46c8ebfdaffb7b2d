/* SPDX-License-Identifier: GPL-3.0-or-later
 * half_term - imported term dates.
 * Owns:  table half_term.
 * Must not know: terms.lua, windows.
 *
 * Example:
 *     half_term_replace(db, year, halves, count, err);      // inside a change
 */
#ifndef SIGNPOST_HALF_TERM_H
#define SIGNPOST_HALF_TERM_H

#include "base/calendar.h"
#include "store/db.h"

/* All of them, by first day; in the arena. */
MUST_USE bool half_term_list(struct db *db, struct arena *arena, struct half_term **out, size_t *count, struct err *err);
/* What was kept of one school year gives way to those given of that year; others among them are passed over.  Two that
 * begin on one day: the later one given stays.  Inside a change. */
MUST_USE bool half_term_replace(struct db *db, int school_year, const struct half_term *halves, size_t count,
                                struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * clock - the only reader of the clock, and London summer time.
 * Owns:  nothing.
 * Must not know: why somebody asks.
 *
 * Used for the default as-at date, the journal, mail headers and budgets, nowhere else.
 *
 * Example:
 *     struct date today = clock_today();      // in London, whatever the server's zone
 */
#ifndef SIGNPOST_CLOCK_H
#define SIGNPOST_CLOCK_H

#include "base/date.h"

int64_t clock_now(void);            /* UTC seconds since 1970 */
struct date clock_today(void);      /* the date in London now */
int64_t clock_monotonic_ns(void);   /* for budgets and progress */
/* Seconds that London is ahead of UTC at that moment: 0 or 3600.  Summer time runs from 01:00 UTC on the last Sunday
 * of March to 01:00 UTC on the last Sunday of October (Summer Time Order 2002). */
int32_t clock_london_offset(int64_t utc);
struct date clock_london_date(int64_t utc);
#define CLOCK_STAMP_SIZE 24
const char *clock_stamp(int64_t utc, char out[CLOCK_STAMP_SIZE]); /* "2026-11-23T08:00:00Z" */

#endif

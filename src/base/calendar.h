/* SPDX-License-Identifier: GPL-3.0-or-later
 * calendar - terms, half-terms and closures of one school; which days are school days.
 * Owns:  its tables, in the arena it was made in.
 * Must not know: rules, windows, where the terms were written.
 *
 * A school day lies inside a half-term, is no weekend and no closure.  A school year without any half-term counts
 * weekdays from 1 September to 20 July as school days, so that 20 July (or the weekday before) is its last one;
 * calendar_has_terms says so, and the school is told.
 *
 * Example:
 *     struct date due = calendar_school_day_before(calendar, deadline);   // the last school day on or before
 */
#ifndef SIGNPOST_CALENDAR_H
#define SIGNPOST_CALENDAR_H

#include "base/date.h"

enum season { TERM_AUTUMN, TERM_SPRING, TERM_SUMMER };

/* One half-term as written down. */
struct half_term {
    enum season term;
    int half;          /* 1 or 2 */
    struct date first; /* first and last school day as written */
    struct date last;
};

/* Days on which the school is closed inside a half-term: INSET, bank holidays. */
struct closure {
    struct date first, last; /* closed at both ends */
    struct str why;
};

struct calendar;

/* Copies and sorts; overlapping half-terms are refused. */
MUST_USE bool calendar_make(struct arena *arena, const struct half_term *halves, size_t half_count,
                            const struct closure *closures, size_t closure_count, struct calendar **out,
                            struct err *err);

bool calendar_has_terms(const struct calendar *calendar, int school_year);
bool calendar_is_school_day(const struct calendar *calendar, struct date d);
/* The last school day on or before d; the first on or after d. */
struct date calendar_school_day_before(const struct calendar *calendar, struct date d);
struct date calendar_school_day_after(const struct calendar *calendar, struct date d);
/* The nth school day after d (n > 0) or before d (n < 0); n = 0 is the first school day on or after d. */
struct date calendar_add_school_days(const struct calendar *calendar, struct date d, int32_t n);
/* School days in [from, to]. */
int32_t calendar_count_school_days(const struct calendar *calendar, struct date from, struct date to);

/* A term or half-term as a window: opens on its first school day (autumn, and autumn 1: 1 September), closes on the
 * day before the next part opens (the last of a year: 31 August). */
struct calendar_part {
    enum season term;
    int half; /* 0 for a whole term */
    int school_year;
    struct date opens, closes;
};
/* All parts in order of time; borrowed from the calendar. */
const struct calendar_part *calendar_terms(const struct calendar *calendar, size_t *count);
const struct calendar_part *calendar_half_terms(const struct calendar *calendar, size_t *count);
const char *term_name(enum season term); /* "autumn" */

/* Canonical bytes, for the fingerprint. */
void calendar_bytes(const struct calendar *calendar, struct buf *out);

#endif

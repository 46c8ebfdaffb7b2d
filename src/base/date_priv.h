/* SPDX-License-Identifier: GPL-3.0-or-later
 * date_priv - what date.c shares with date_read.c.
 * Owns:  nothing.
 * Must not know: as date.h.
 */
#ifndef SIGNPOST_DATE_PRIV_H
#define SIGNPOST_DATE_PRIV_H

extern const char *const DATE_MONTH_NAMES[12];
extern const char *const DATE_WEEKDAY_NAMES[7];

int date_month_length(int year, int month); /* month 1 to 12 */

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * reading - hours, year groups, yes and no, and codes as people and systems write them.
 * Owns:  nothing.
 * Must not know: whether they were typed or stand in a file.
 *
 * Example:
 *     int64_t minutes;
 *     if (!reading_hours(STR("6.5"), &minutes)) ...      // 390
 */
#ifndef SIGNPOST_READING_H
#define SIGNPOST_READING_H

#include "base/kind.h"

/* "6", "6.5", "6:30", "6 hours", "6h": minutes, up to 1000 hours. */
MUST_USE bool reading_hours(struct str text, int64_t *minutes);
/* "9", "09", "Y9", "Yr 9", "Year 9": from 0 to 14. */
MUST_USE bool reading_year(struct str text, int64_t *year);
/* "8", "8, 9", "8-11", "Years 8 to 13", "Year 8 and Year 10": a mask over year groups. */
MUST_USE bool reading_years(struct str text, int64_t *mask);
/* Yes, y, true, t, 1; no, n, false, f, 0. */
MUST_USE bool reading_flag(struct str text, int64_t *out);
/* Compared without case; a space or a hyphen stands for an underscore.  FIELD_ABSENT: none. */
int32_t reading_code(const struct field *field, struct arena *arena, struct str text);

#endif

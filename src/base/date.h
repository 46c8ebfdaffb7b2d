/* SPDX-License-Identifier: GPL-3.0-or-later
 * date - civil dates, school years, ages.
 * Owns:  nothing.
 * Must not know: terms and closures (calendar), the clock (clock).
 *
 * A date is a count of days of the proleptic Gregorian calendar, wrapped so that it mixes with no other integer.
 * DATE_NONE is "not recorded" and sorts after every date.
 *
 * Example:
 *     struct date d;
 *     if (date_make(2027, 2, 28, &d)) d = date_add_months(d, 6);   // 28 August 2027
 */
#ifndef SIGNPOST_DATE_H
#define SIGNPOST_DATE_H

#include "base/err.h"
#include "base/str.h"

struct date {
    int32_t day; /* days since 1970-01-01; INT32_MAX = none */
};

#define DATE_NONE ((struct date){ INT32_MAX })
#define DATE_FIRST ((struct date){ INT32_MIN }) /* before every date: "since ever" */

static inline bool date_known(struct date d) { return d.day != INT32_MAX; }
static inline bool date_same(struct date a, struct date b) { return a.day == b.day; }
static inline bool date_before(struct date a, struct date b) { return a.day < b.day; }
static inline bool date_after(struct date a, struct date b) { return a.day > b.day; }
static inline struct date date_min(struct date a, struct date b) { return a.day < b.day ? a : b; }
static inline struct date date_max(struct date a, struct date b) { return a.day > b.day ? a : b; }
/* Days later (or earlier); none and first stay what they are. */
struct date date_add_days(struct date d, int32_t days);
/* A missing day of the month becomes that month's last day: 31 August + 6 months is 28 or 29 February. */
struct date date_add_months(struct date d, int32_t months);

/* Refuses what is no date, 1800 to 2299. */
MUST_USE bool date_make(int year, int month, int day, struct date *out);
void date_parts(struct date d, int *year, int *month, int *day);
struct date date_from_number(int32_t yyyymmdd); /* as stored; 0 gives DATE_NONE; bug if it is no date */
int32_t date_number(struct date d);             /* yyyymmdd; DATE_NONE gives 0 */
int date_weekday(struct date d);                /* 0 Monday .. 6 Sunday */

/* "2026-09-01" exactly. */
MUST_USE bool date_parse_iso(struct str s, struct date *out);
/* What a person types, day first: 7/9/2026, 7-9-26, 7 Sep, 7 september 2026, 2026-09-07, today, yesterday, next monday.
 * A day without a year is the one nearest in the school year of `today`.  Impossible dates are refused with a sentence. */
MUST_USE bool date_read(struct str s, struct date today, struct date *out, struct err *err);

#define DATE_ISO_SIZE 11
#define DATE_LONG_SIZE 40
const char *date_iso(struct date d, char out[DATE_ISO_SIZE]);        /* "2026-09-07"; none: "" */
const char *date_short(struct date d, char out[DATE_LONG_SIZE]);     /* "7 September 2026"; none: "no date" */
const char *date_long(struct date d, char out[DATE_LONG_SIZE]);      /* "Monday 7 September 2026" */

/* School years run 1 September to 31 August and are named by their first year: 2026 is 2026/27. */
int school_year_of(struct date d);
struct date school_year_start(int school_year);
struct date school_year_end(int school_year);
#define SCHOOL_YEAR_SIZE 12
const char *school_year_name(int school_year, char out[SCHOOL_YEAR_SIZE]); /* "2026/27" */
/* The day MM-DD within that school year (September to December in its first half).  29 February in a common year is
 * 28 February. */
struct date school_year_day(int school_year, int month, int day);

/* Reading "leap-day birthday": born on 29 February, the age is reached on 1 March (default) or 28 February. */
enum leap_day { LEAP_MAR_01, LEAP_FEB_28 };
struct date date_birthday(struct date born, int age, enum leap_day leap);
int date_age(struct date born, struct date on, enum leap_day leap); /* whole years; negative before birth */
/* Key stage of a National Curriculum year: 1-2 KS1, 3-6 KS2, 7-9 KS3, 10-11 KS4, 12-14 KS5; else 0. */
int key_stage_of_year(int nc_year);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later
 * date - civil dates, school years, ages, printing.  Reading what people type is in date_read.c.
 * Owns:  nothing.
 * Must not know: terms and closures (calendar), the clock (clock).
 */
#include "base/date.h"

#include <string.h>

#include "base/date_priv.h"

/* Arithmetic stays within the years 1 to 9999, so that every date can be printed. */
#define EARLIEST_DAY (-719162) /* 0001-01-01 */
#define LATEST_DAY 2932896     /* 9999-12-31 */
#define FIRST_NUMBER 10101     /* how "since ever" is stored */

static bool is_moving(struct date d) { return d.day != INT32_MAX && d.day != INT32_MIN; }

static bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int date_month_length(int year, int month) {
    static const int LENGTHS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap(year) ? 29 : LENGTHS[month - 1];
}

/* Days since 1970-01-01; years run from March here, so that the leap day is the last of its year. */
static int32_t day_from(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

bool date_make(int year, int month, int day, struct date *out) {
    if (year < 1800 || year > 2299 || month < 1 || month > 12) return false;
    if (day < 1 || day > date_month_length(year, month)) return false;
    *out = (struct date){ day_from(year, month, day) };
    return true;
}

void date_parts(struct date d, int *year, int *month, int *day) {
    if (!date_known(d)) {
        *year = *month = *day = 0;
        return;
    }
    int32_t within = d.day < EARLIEST_DAY ? EARLIEST_DAY : d.day > LATEST_DAY ? LATEST_DAY : d.day;
    int32_t days = within + 719468;
    int32_t era = (days >= 0 ? days : days - 146096) / 146097;
    int32_t of_era = days - era * 146097;
    int32_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t from_march = (5 * of_year + 2) / 153;
    *day = of_year - (153 * from_march + 2) / 5 + 1;
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

static struct date clamped(int64_t day) {
    if (day < EARLIEST_DAY) return (struct date){ EARLIEST_DAY };
    if (day > LATEST_DAY) return (struct date){ LATEST_DAY };
    return (struct date){ (int32_t)day };
}

struct date date_add_days(struct date d, int32_t days) {
    return is_moving(d) ? clamped((int64_t)d.day + days) : d;
}

struct date date_add_months(struct date d, int32_t months) {
    if (!is_moving(d)) return d;
    int year, month, day;
    date_parts(d, &year, &month, &day);
    int64_t count = (int64_t)year * 12 + (month - 1) + months;
    if (count < 12) return (struct date){ EARLIEST_DAY };
    if (count >= (int64_t)10000 * 12) return (struct date){ LATEST_DAY };
    int to_year = (int)(count / 12), to_month = (int)(count % 12) + 1;
    int length = date_month_length(to_year, to_month);
    return (struct date){ day_from(to_year, to_month, day < length ? day : length) };
}

struct date date_from_number(int32_t yyyymmdd) {
    if (yyyymmdd == 0) return DATE_NONE;
    if (yyyymmdd == FIRST_NUMBER) return DATE_FIRST;
    struct date d;
    bug_if(!date_make(yyyymmdd / 10000, yyyymmdd / 100 % 100, yyyymmdd % 100, &d));
    return d;
}

int32_t date_number(struct date d) {
    int year, month, day;
    date_parts(d, &year, &month, &day);
    return year * 10000 + month * 100 + day;
}

int date_weekday(struct date d) {
    int64_t from_monday = ((int64_t)d.day + 3) % 7;
    return (int)(from_monday < 0 ? from_monday + 7 : from_monday);
}

/* Exactly `count` digits. */
static bool digits_at(struct str s, size_t at, size_t count, int *out) {
    int number = 0;
    for (size_t i = at; i < at + count; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') return false;
        number = number * 10 + (s.at[i] - '0');
    }
    *out = number;
    return true;
}

bool date_parse_iso(struct str s, struct date *out) {
    int year, month, day;
    if (s.size != 10 || s.at[4] != '-' || s.at[7] != '-') return false;
    if (!digits_at(s, 0, 4, &year) || !digits_at(s, 5, 2, &month) || !digits_at(s, 8, 2, &day)) return false;
    return date_make(year, month, day, out);
}

const char *const DATE_MONTH_NAMES[12] = { "January", "February", "March", "April", "May", "June", "July", "August",
                                           "September", "October", "November", "December" };
const char *const DATE_WEEKDAY_NAMES[7] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
                                            "Sunday" };

static char *put_digits(char *at, int number, int width) {
    for (int i = width - 1; i >= 0; i--, number /= 10) at[i] = (char)('0' + number % 10);
    return at + width;
}

static char *put_text(char *at, const char *text) {
    while (*text) *at++ = *text++;
    return at;
}

const char *date_iso(struct date d, char out[DATE_ISO_SIZE]) {
    char *at = out;
    if (date_known(d)) {
        int year, month, day;
        date_parts(d, &year, &month, &day);
        at = put_digits(at, year, 4);
        *at++ = '-';
        at = put_digits(at, month, 2);
        *at++ = '-';
        at = put_digits(at, day, 2);
    }
    *at = '\0';
    return out;
}

static void put_short(char *at, struct date d) {
    int year, month, day;
    date_parts(d, &year, &month, &day);
    at = put_digits(at, day, day < 10 ? 1 : 2);
    *at++ = ' ';
    at = put_text(at, DATE_MONTH_NAMES[month - 1]);
    *at++ = ' ';
    at = put_digits(at, year, 4);
    *at = '\0';
}

const char *date_short(struct date d, char out[DATE_LONG_SIZE]) {
    if (date_known(d)) put_short(out, d);
    else memcpy(out, "no date", sizeof "no date");
    return out;
}

const char *date_long(struct date d, char out[DATE_LONG_SIZE]) {
    if (!date_known(d)) return date_short(d, out);
    char *at = put_text(out, DATE_WEEKDAY_NAMES[date_weekday(d)]);
    *at++ = ' ';
    put_short(at, d);
    return out;
}

int school_year_of(struct date d) {
    if (!date_known(d)) return 9999;
    int year, month, day;
    date_parts(d, &year, &month, &day);
    return month >= 9 ? year : year - 1;
}

struct date school_year_start(int school_year) { return clamped(day_from(school_year, 9, 1)); }
struct date school_year_end(int school_year) { return clamped(day_from(school_year + 1, 8, 31)); }

const char *school_year_name(int school_year, char out[SCHOOL_YEAR_SIZE]) {
    int year = school_year < 0 ? 0 : school_year > 9999 ? 9999 : school_year;
    char *at = put_digits(out, year, 4);
    *at++ = '/';
    at = put_digits(at, (year + 1) % 100, 2);
    *at = '\0';
    return out;
}

struct date school_year_day(int school_year, int month, int day) {
    bug_if(month < 1 || month > 12 || day < 1 || day > date_month_length(2000, month));
    int year = month >= 9 ? school_year : school_year + 1;
    int length = date_month_length(year, month);
    return clamped(day_from(year, month, day < length ? day : length));
}

struct date date_birthday(struct date born, int age, enum leap_day leap) {
    if (!is_moving(born)) return born;
    int year, month, day;
    date_parts(born, &year, &month, &day);
    bool moved = month == 2 && day == 29 && !is_leap(year + age);
    if (moved && leap == LEAP_MAR_01) return clamped(day_from(year + age, 3, 1));
    return clamped(day_from(year + age, month, moved ? 28 : day));
}

int date_age(struct date born, struct date on, enum leap_day leap) {
    bug_if(!is_moving(born) || !is_moving(on));
    int born_year, on_year, month, day;
    date_parts(born, &born_year, &month, &day);
    date_parts(on, &on_year, &month, &day);
    int age = on_year - born_year;
    return date_before(on, date_birthday(born, age, leap)) ? age - 1 : age;
}

int key_stage_of_year(int nc_year) {
    if (nc_year < 1 || nc_year > 14) return 0;
    return nc_year <= 2 ? 1 : nc_year <= 6 ? 2 : nc_year <= 9 ? 3 : nc_year <= 11 ? 4 : 5;
}

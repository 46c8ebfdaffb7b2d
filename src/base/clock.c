/* SPDX-License-Identifier: GPL-3.0-or-later
 * clock - the only reader of the clock, and London summer time.
 * Owns:  nothing.
 * Must not know: why somebody asks.
 */
#include "base/clock.h"

#include <time.h>

#define DAY_SECONDS 86400
#define HOUR_SECONDS 3600

int64_t clock_now(void) {
    struct timespec now;
    bug_if(clock_gettime(CLOCK_REALTIME, &now) != 0);
    return (int64_t)now.tv_sec;
}

int64_t clock_monotonic_ns(void) {
    struct timespec now;
    bug_if(clock_gettime(CLOCK_MONOTONIC, &now) != 0);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t day_of(int64_t utc) {
    int64_t day = utc / DAY_SECONDS;
    return utc % DAY_SECONDS < 0 ? day - 1 : day;
}

/* 01:00 UTC on the last Sunday of a month that has 31 days. */
static int64_t change_in(int year, int month) {
    struct date last;
    bug_if(!date_make(year, month, 31, &last));
    int past_sunday = (date_weekday(last) + 1) % 7;
    return (int64_t)(last.day - past_sunday) * DAY_SECONDS + HOUR_SECONDS;
}

int32_t clock_london_offset(int64_t utc) {
    int64_t day = day_of(utc);
    bug_if(day < INT32_MIN / 2 || day > INT32_MAX / 2);
    int year, month, of_month;
    date_parts((struct date){ (int32_t)day }, &year, &month, &of_month);
    if (year < 1800 || year > 2299) return 0;
    return utc >= change_in(year, 3) && utc < change_in(year, 10) ? HOUR_SECONDS : 0;
}

struct date clock_london_date(int64_t utc) {
    return (struct date){ (int32_t)day_of(utc + clock_london_offset(utc)) };
}

struct date clock_today(void) { return clock_london_date(clock_now()); }

static char *two_digits(char *at, int64_t number) {
    *at++ = (char)('0' + number / 10 % 10);
    *at++ = (char)('0' + number % 10);
    return at;
}

const char *clock_stamp(int64_t utc, char out[CLOCK_STAMP_SIZE]) {
    int64_t day = day_of(utc), second = utc - day * DAY_SECONDS;
    date_iso((struct date){ (int32_t)day }, out);
    char *at = out + 10;
    *at++ = 'T';
    at = two_digits(at, second / HOUR_SECONDS);
    *at++ = ':';
    at = two_digits(at, second / 60 % 60);
    *at++ = ':';
    at = two_digits(at, second % 60);
    *at++ = 'Z';
    *at = '\0';
    return out;
}
